"""A question of the flow as a message: which one it is, its text, its options, what to do; must not know who answers it, or what follows.

How its options are listed and tapped is in `choices`, as for a poll.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import assert_never

from bot.buttons import Button, Scope
from bot.messages import Key, Keyboard, Message
from bot.participant.choices.fitting import fits
from bot.participant.choices.options import Choice, chosen_so_far, hint, is_compact, listing
from bot.participant.choices.tapping import tapped
from bot.wording import Wording
from flows.definition.flow import Flow, Question, TextQuestion
from flows.dialogue.answers import Use, Written
from flows.dialogue.following import is_kept
from flows.dialogue.standing import Dialogue, Proposal, Waits, position


@dataclass(frozen=True)
class Asked:
    """A question as one participant sees it. `flow` is localised; `code` is the workshop's join code; `news`: wants news."""

    flow: Flow
    code: str
    dialogue: Dialogue
    words: Wording
    news: bool = True

    def key(self, label: str, verb: str, *arguments: str | int, style: str = "") -> Key:
        """A participant's button about this workshop."""
        button = Button(Scope.PARTICIPANT, self.code, verb, tuple(str(a) for a in arguments))
        return Key(label, button, style="primary" if style == "primary" else "success" if style == "success" else "")


def ask(asked: Asked, question: Question) -> Message:
    """The question with its position, what to do, and its buttons; or what the author of an open answer is asked first.

    One that no message holds, as a file could ask before `check` refused it, is said in words: never silence. It is not logged:
    a line at the moment when somebody is asked would tell who was.
    """
    message = whole(asked, question)
    return message if fits(message) else _too_long(asked, question)


def _too_long(asked: Asked, question: Question) -> Message:
    said = asked.words.t(
        "This question is too long for a phone, so I cannot ask it here. Skip it, and please tell whoever leads the workshop."
    )
    lines = [_heading(asked, question), "", f"<b>{escape(question.name)}</b>", "", said]
    return Message("\n".join(lines), _navigation(asked, question))


def whole(asked: Asked, question: Question) -> Message:
    """The same, whether a message holds it or not."""
    if asked.dialogue.proposal is not None:
        return _ask_author(asked, question, asked.dialogue.proposal)
    gap = [] if is_compact(question) else [""]  # of a long one all is to be seen at once
    lines = [_heading(asked, question), *gap, f"<b>{escape(question.text)}</b>"]
    lines += [escape(question.help)] if question.help else []
    lines += _written_before(asked, question)
    choice = _choice(asked, question)
    lines += [*gap, *listed] if (listed := listing(choice)) else []
    lines += [f"<i>{escape(chosen)}</i>"] if (chosen := chosen_so_far(choice)) else []
    lines += [*gap, f"<i>{escape(_what_to_do(choice, asked))}</i>", *_no_hurry(asked)]
    rows = _written_rows(asked, question) if isinstance(question, TextQuestion) else tapped(choice)
    return Message("\n".join(lines), (*rows, *_navigation(asked, question)))


def _choice(asked: Asked, question: Question) -> Choice:
    """Its options in front of this person."""
    at, dialogue = asked.flow.questions.index(question), asked.dialogue

    def keys(label: str, verb: str, *arguments: str | int, style: str = "") -> Key:
        return asked.key(label, verb, at, *arguments, style=style)

    return Choice(question, asked.words, keys, dialogue.draft, dialogue.page, dialogue.answers.get(question.id))


def _what_to_do(choice: Choice, asked: Asked) -> str:
    is_first = choice.question.id not in asked.dialogue.answers
    if isinstance(choice.question, TextQuestion) and is_first and asked.dialogue.use is not None:
        return asked.words.t(
            "Type your answer. Please name nobody. Your words may be used as you chose before; a tap changes that."
        )
    return hint(choice.question, choice.words, choice.draft)


def _written_rows(asked: Asked, question: TextQuestion) -> Keyboard:
    """How the words may be used, as chosen before, or for the answer that stands there."""
    given = asked.dialogue.answers.get(question.id)
    if given is None and asked.dialogue.use is not None:
        return _use_rows(asked, asked.dialogue.use, numbered=False)
    keep = (asked.key(asked.words.t("Keep it as it is"), "d", asked.flow.questions.index(question)),)
    return (*_use_rows(asked, given.use), keep) if isinstance(given, Written) else ()


def _ask_author(asked: Asked, question: Question, proposal: Proposal) -> Message:
    """Show how the answer will look where something is hidden; else ask how its words may be used."""
    t = asked.words.t
    quoted = f"“{escape(proposal.text)}”"
    if proposal.waits is Waits.USE:
        lines = [
            f"<b>{escape(question.name)}</b>",
            "",
            quoted,
            "",
            t("How may your words be used? You can change it later."),
            t("A facilitator reads them before anybody else does. What is only to be counted nobody reads."),
            _added(asked),
        ]
        return Message(
            "\n".join(lines), (*_use_rows(asked, None), _anew(asked, question), *_navigation(asked, question))
        )
    lines = [
        t("I would hide what is in brackets, so that nobody can be recognised:"),
        "",
        quoted,
        "",
        t("Send it like this, or write it anew in other words.") + " " + _added(asked),
    ]
    keep = ((asked.key(t("That is not a name"), "kn"),),) if proposal.names else ()
    send = (asked.key(t("Send it like this"), "ag", style="primary"),)
    return Message("\n".join(lines), (send, *keep, _anew(asked, question), *_navigation(asked, question)))


def _added(asked: Asked) -> str:
    """What typing and doing nothing mean while the words wait."""
    return asked.words.t("What you type now is added to it. If you say nothing, it is only counted.")


def _anew(asked: Asked, question: Question) -> tuple[Key, ...]:
    return (asked.key(asked.words.t("Write it anew"), "c", asked.flow.questions.index(question)),)


def _use_rows(asked: Asked, use: Use | None, *, numbered: bool = True) -> Keyboard:
    """A button each; where words are asked for, a number may be the answer, so none stands on them."""
    marks = [(one, "●" if one is use else str(n) if numbered else "○") for n, one in enumerate(Use, 1)]
    return tuple((asked.key(f"{mark} {use_in_words(one, asked.words)}", "us", one.value),) for one, mark in marks)


def use_in_words(use: Use, words: Wording) -> str:
    """What an author allows with an open answer."""
    match use:
        case Use.QUOTE:
            return words.t("May be quoted word for word")
        case Use.THEME:
            return words.t("Only in themes, never quoted")
        case Use.COUNT:
            return words.t("Only count it")
        case _:
            assert_never(use)


def _written_before(asked: Asked, question: Question) -> list[str]:
    """An open answer that is being changed stands above: typing replaces it."""
    given = asked.dialogue.answers.get(question.id)
    return ["", f"“{escape(given.text)}”"] if isinstance(given, Written) else []


def _heading(asked: Asked, question: Question) -> str:
    """Which question of how many, and its section; where the room is led and asked one question, the section alone."""
    number, total = position(asked.flow, asked.dialogue)
    title = next((escape(s.title) for s in asked.flow.sections if s.id == question.section), "")
    place = asked.words.t("{number} of {total}", number=number, total=total)
    if asked.dialogue.room is not None and total == 1:
        alone = title or asked.words.t("The question now")
        return f"<b>{alone}</b>"
    return f"<b>{place}</b> · {title}" if title else f"<b>{place}</b>"


def _no_hurry(asked: Asked) -> list[str]:
    """Where the room is led: that the question stays, or how long it is meant to be open."""
    room = asked.dialogue.room
    if is_kept(asked.dialogue):
        stays = asked.words.t("This question stays here until you answer or skip it.")
        return ["", f"<i>{stays}</i>"]
    if room is None or not room.minutes or asked.dialogue.at not in room.open:
        return []
    about = asked.words.n("About {count} minute, no hurry.", "About {count} minutes, no hurry.", room.minutes)
    return ["", f"<i>{about}</i>"]


def _navigation(asked: Asked, question: Question) -> Keyboard:
    at, t = asked.flow.questions.index(question), asked.words.t
    number, _ = position(asked.flow, asked.dialogue)
    back = (asked.key(t("← Back"), "b", at),) if number > 1 or asked.dialogue.changing else ()
    return ((*back, asked.key(t("Skip"), "s", at), *_later(asked, at)),)


def _later(asked: Asked, at: int) -> tuple[Key, ...]:
    """Pause; where the room is led, more time for this question, unless the person has it."""
    if asked.dialogue.room is None:
        return (asked.key(asked.words.t("Pause"), "pa"),)
    has_it = asked.dialogue.changing or is_kept(asked.dialogue)
    return () if has_it else (asked.key(asked.words.t("More time"), "mt", at),)
