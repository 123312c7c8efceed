"""What people type instead of tapping: words in their language, read as inputs; must not know chats or storage.

Each entry is one translatable string of words separated by "|". A number or a label is not a word here: those are read by
`flows.dialogue.answers.read_answer`, which knows the question.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from bot.participant.questions import use_in_words
from bot.wording import SOURCE_LANGUAGE, Wording
from flows.definition.meanings import Meaning, meant
from flows.dialogue import machine
from flows.dialogue.answers import Use, Written
from flows.dialogue.inputs import (
    Agree,
    Allow,
    Back,
    Decline,
    Done,
    Input,
    KeepNames,
    MoreTime,
    Pause,
    Resume,
    Review,
    Skip,
    Submit,
    TakePart,
    Typed,
    Unclear,
)
from flows.dialogue.standing import Dialogue, Waits


def understand(text: str, dialogue: Dialogue, words: Wording) -> Input:
    """The input that typed words are, for somebody who stands there."""
    said = " ".join(text.split()).casefold().strip(" .!")
    found = _to_author(said, dialogue, words) or _spoken(words.spoken).get(said)
    typed = Typed(text, hidden(words))
    if dialogue.state in (machine.CONSENT, machine.DECLINED):
        return _consenting(said, words) or typed
    if isinstance(found, Done):
        return _done(dialogue)
    changes = {said for w in (words, Wording()) for said in w.t("change|change an answer").casefold().split("|")}
    if dialogue.state in (machine.SUBMITTED, machine.BETWEEN) and said in changes:
        return Review()
    if isinstance(found, MoreTime) and dialogue.room is None:
        return typed
    return found or typed


def hidden(words: Wording) -> dict[str, str]:
    """What stands in the place of what is masked, by kind: one or two small words in brackets."""
    t = words.t
    return {
        "person": t("[name]"),
        "phone": t("[phone number]"),
        "email": t("[e-mail]"),
        "url": t("[web address]"),
        "handle": t("[account]"),
        "address": t("[address]"),
        "account": t("[number]"),
        "birth": t("[birthday]"),
    }


def _to_author(said: str, dialogue: Dialogue, words: Wording) -> Input | None:
    """What the author of an open answer is asked first can be typed too: a number, or the words of the button."""
    proposal = dialogue.proposal
    if proposal is None:
        return _of_answer(said, dialogue)
    choices: list[Input] = [Allow(use) for use in Use]
    if proposal.waits is Waits.MASK:
        choices = [Agree(), KeepNames(None)] if proposal.names else [Agree()]
    number = _number(said)
    if number is not None:
        return choices[number - 1] if 0 < number <= len(choices) else Unclear(len(choices))
    for t in (words.t, Wording().t):
        is_yes = said in t("send it|send|yes|ok").casefold().split("|")
        is_no = said in t("no|nope").casefold().split("|")
        if is_yes and proposal.waits is Waits.MASK:
            return Agree()
        if is_yes or is_no:  # "no" to what would be hidden may mean that it is no name, or that it is not to be sent
            return Unclear(len(choices))
        if proposal.waits is Waits.MASK and said in t("not a name|no name").casefold().split("|"):
            return KeepNames(None)
        if proposal.waits is Waits.USE:
            named = [
                use for use in Use if use_in_words(use, Wording() if t is not words.t else words).casefold() == said
            ]
            if named:
                return Allow(named[0])
    return None


def _of_answer(said: str, dialogue: Dialogue) -> Input | None:
    """Below an open answer stand numbered buttons: how its words may be used."""
    number, uses = _number(said), tuple(Use)
    if number is None or not isinstance(dialogue.answers.get(dialogue.at or ""), Written):
        return None
    return Allow(uses[number - 1]) if 0 < number <= len(uses) else None


def _number(said: str) -> int | None:
    number = unicodedata.normalize("NFKC", said.replace("\ufe0f\u20e3", "")).strip(" .()#")
    return int(number) if number.isdecimal() and len(number) <= 3 else None


def _done(dialogue: Dialogue) -> Input:
    """The word done: it confirms a draft, and at the review it submits."""
    return Done(dialogue.at) if dialogue.at else Submit() if dialogue.state == machine.REVIEW else Resume()


def _consenting(said: str, words: Wording) -> Input | None:
    for t in (words.t, Wording().t):
        if said in t("take part|yes|ok|start").casefold().split("|"):
            return TakePart()
        if said in t("no thanks|no").casefold().split("|"):
            return Decline()
    meaning = meant(said)
    return TakePart() if meaning is Meaning.YES else Decline() if meaning is Meaning.NO else None


@lru_cache
def _spoken(language: str) -> dict[str, Input]:
    """The words of this language, and the English ones where they mean nothing else: they stand in every manual."""
    t = Wording(language).t
    phrases: tuple[tuple[str, Input], ...] = (
        (t("skip|pass over"), Skip()),
        (t("back|previous"), Back()),
        (t("pause|later"), Pause()),
        (t("go on|continue|resume"), Resume()),
        (t("review|my answers"), Review()),
        (t("submit|send"), Submit()),
        (t("wait|wait for me"), MoreTime()),
        (t("done|ready"), Done("")),
    )
    own = {word: given for phrase, given in phrases for word in phrase.casefold().split("|")}
    return own if language == SOURCE_LANGUAGE else {**_spoken(SOURCE_LANGUAGE), **own}
