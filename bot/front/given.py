"""What somebody who takes part gives, by tapping or typing: for the room or the question that it is meant for; knows no command.

What came last on the phone is what words are about: its buttons can be typed, by their words or by the number on them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from bot.commands import Offer, Ops
from bot.front.tables import TABLES, TAPS
from bot.incoming import Replied, Sender
from bot.memory import Memory
from bot.messages import Key, Message, Send, Strip
from bot.participant import answering, meant
from bot.participant.beside import ASKING, WRITING, held_aside, is_coming, is_newest
from bot.participant.remarks import remark
from bot.participant.spoken import hidden, understand
from bot.results.proposals import in_language
from bot.sendouts.owed import STANDS
from bot.visit import Visit
from bot.wording import Wording
from flows.definition.flow import TextQuestion
from flows.definition.meanings import Meaning
from flows.definition.meanings import meant as meaning
from flows.dialogue import machine
from flows.dialogue.answers import Chosen, Picked, Ranked, Refusal, Shared, Slip, no_option, read_answer
from flows.dialogue.inputs import Earlier, Input, TakePart, Typed
from flows.dialogue.numbering import number_said
from flows.dialogue.standing import Dialogue
from storage.database import Unit
from storage.values import Ballot, BallotKind, Person, Phase, Workshop

Found = Sequence[tuple[Workshop, Person]]
"""The workshops that somebody takes part in, the current one first."""


def answer(unit: Unit, sender: Sender, found: Found, text: str, replied: Replied | None, memory: Memory) -> Ops:
    """Words of somebody who takes part: for what they reply to, for a room that expects them, else for the newest question."""
    visit = Visit(found[0][0], sender, found[0][1])
    if replied is not None and not replied.own:
        here = [Visit(workshop, sender, answering.in_focus(person, found)) for workshop, person in found]
        about = meant.workshops_of(here, replied)
        if len(about) > 1:
            return meant.ask_workshop(about, text, replied, memory)
        visit = about[0] if about and about[0].workshop.id != visit.workshop.id else visit
    dialogue = answering.standing(unit, visit)
    offers = [o for table in TABLES if table.offers is not None for o in table.offers(unit, visit, text)]
    given = understand(text, dialogue, Wording(visit.sender.language))
    if replied is not None:
        words = Typed(text, hidden(visit.words), memory.find)
        told = _to_replied(unit, visit, words, replied, offers, dialogue, memory)
        if told is not None:
            return told
    given = replace(given, find=memory.find) if isinstance(given, Typed) else given
    newest = _newest(visit)
    told = _to_newest(unit, visit, newest, text, dialogue, memory) if newest is not None else None
    if told is not None:
        return told
    takers = (table.words for table in TABLES if table.words is not None)
    taken = next((ops for ops in (take(unit, visit, given, memory) for take in takers) if ops is not None), None)
    if taken is not None:
        return taken
    if isinstance(given, Typed) and visit.takes_part and visit.workshop.phase is Phase.OPEN:
        to = meant.target(visit, offers, dialogue, text)
        if isinstance(to, Offer):
            return _beside(unit, visit, to, memory)
        half = meant.second_half(visit, dialogue, text, memory)
        if to or half is not None:
            return meant.ask(visit, dialogue, text, memory, offers=to, half=half)
        if meant.is_for_neither(visit, dialogue, text):
            said = visit.words.t(
                "That fits neither this nor the question above it, so I kept nothing. Please tap a button."
            )
            return (Send(visit.sender.chat_id, Message(said)),)
        if newest is not None and (why := _why_not(unit, visit, newest, text, dialogue)):
            return (Send(visit.sender.chat_id, Message(why)),)
    return act(unit, visit, meant.with_words(given, visit, memory, dialogue))


# --- what came last on the phone, beside the dialogue


def _newest(visit: Visit) -> Ballot | None:
    """The poll, vote or round that came last of all that stands on this phone; None: the dialogue did, or it is on its way."""
    person = visit.person
    if not visit.takes_part or visit.workshop.phase is not Phase.OPEN:
        return None
    here = (b for b in visit.workshop.ballots if b.seq in person.beside and not is_coming(person, b.seq))
    return next((ballot for ballot in here if is_newest(person, ballot.seq)), None)


def _to_newest(unit: Unit, visit: Visit, ballot: Ballot, text: str, dialogue: Dialogue, memory: Memory) -> Ops | None:
    """Words that say what one of its buttons says, or that come too late for it; None: they may be meant for something else.

    What its author is asked about words that wait is meant by a yes; else, where the question above takes it too, it is asked.
    """
    question = in_language(visit.workshop, ballot, visit.words.language)
    if not ballot.takes_answers:
        fits = isinstance(question, TextQuestion) or not isinstance(read_answer(question, text), Refusal)
        return _too_late(unit, visit, ballot, text, dialogue, memory) if fits else None
    if ballot.id in unit.answers.counted(visit.workshop.id, visit.sender.user_id):
        return None
    keys = [key for row in STANDS[ballot.kind](unit, visit, ballot).keyboard for key in row]
    if not isinstance(question, TextQuestion):
        keys = [key for key in keys if not _number_on(key)]  # options are read with the others of the question
    key = _key_said(keys, text, visit.words, is_round=ballot.kind is BallotKind.ASK)
    if key is None:
        asks_word = ballot.kind is not BallotKind.VOTE and any(one.style for one in keys)
        is_no = asks_word and meaning(text) is Meaning.NO
        said = visit.words.t("Please tap one of its buttons.")
        return (Send(visit.sender.chat_id, Message(said)),) if is_no else None
    if key.button is None:
        return None
    offer = Offer(_NUMBER.sub("", _SIGNS.sub("", key.label), count=1), question.text, ballot.seq, key.button)
    is_waiting = any(held_aside(visit.person, what) is not None for what in (ASKING, WRITING))
    is_sure = is_waiting or _folded(text) == _words_on(key)
    if not is_sure and meant.takes(visit, dialogue, text):
        return meant.ask(visit, dialogue, text, memory, offers=(offer,))
    return _beside(unit, visit, offer, memory)


def _key_said(keys: Sequence[Key], text: str, words: Wording, *, is_round: bool) -> Key | None:
    """The one button that words say: what is written on it, how that begins, its number, or yes where one is to be confirmed."""
    said, number = _folded(text), number_said(_folded(text))
    exact = [
        key for key in keys if said in (_folded(key.label), _words_on(key)) or (number and number == _number_on(key))
    ]
    begins = [key for key in keys if " " in said and _words_on(key).startswith(said)]
    if len(found := exact or begins) == 1:
        return found[0]
    is_yes = meaning(text) is Meaning.YES or said in words.t("send it|send|yes|ok").casefold().split("|")
    if is_yes:
        return next((key for key in keys if key.style), None)
    nothing = words.t("nothing|no question|no questions").casefold().split("|")
    if is_round and (meaning(text) is Meaning.NO or said in nothing):
        return next((key for key in keys if key.label in (words.t("No"), words.t("Nothing from me"))), None)
    return None


_SIGNS, _COUNT, _NUMBER = re.compile(r"^[^\w“\"]+"), re.compile(r"\s*\(\d+\)$"), re.compile(r"(\d{1,2}) (?=\D)")
_STRAIGHT = str.maketrans(dict.fromkeys("‘’‛´`", "'") | dict.fromkeys("–—", "-"))


def _folded(words: str) -> str:
    """Words as phones type them: no capitals, no signs in front, no number of ticks behind."""
    plain = " ".join(unicodedata.normalize("NFKC", words.translate(_STRAIGHT)).casefold().split())
    return _COUNT.sub("", _SIGNS.sub("", plain)).strip(" .!→")


def _number_on(key: Key) -> int | None:
    found = _NUMBER.match(_folded(key.label))
    return int(found[1]) if found is not None else None


def _words_on(key: Key) -> str:
    return _NUMBER.sub("", _folded(key.label), count=1)


def _too_late(unit: Unit, visit: Visit, ballot: Ballot, text: str, dialogue: Dialogue, memory: Memory) -> Ops | None:
    """It takes no answers any more, which is said once; where an open question may be meant, it is asked."""
    question = in_language(visit.workshop, ballot, visit.words.language)
    buttons = (key.button for row in STANDS[ballot.kind](unit, visit, ballot).keyboard for key in row if key.button)
    offer = next((Offer(question.name, question.text, ballot.seq, button) for button in buttons), None)
    if offer is None:
        return None
    if meant.takes(visit, dialogue, text):
        of_flow = visit.workshop.flow.question(dialogue.at) if dialogue.at is not None else None
        is_either = isinstance(question, TextQuestion) and isinstance(of_flow, TextQuestion)
        return meant.ask(visit, dialogue, text, memory, offers=(offer,)) if is_either else None
    if dialogue.state == machine.REVIEW and not any(char.isalpha() for char in text):
        return None
    ops = _beside(unit, visit, offer, memory)
    person = unit.people.find(visit.workshop.id, visit.sender.user_id)
    if person is not None:
        unit.people.save(
            visit.workshop.id, replace(person, beside={s: at for s, at in person.beside.items() if s != ballot.seq})
        )
    return ops


def _why_not(unit: Unit, visit: Visit, ballot: Ballot, text: str, dialogue: Dialogue) -> str | None:
    """Why words answer nothing, where a poll or a vote stands below everything and nothing else is asked; None: it is not so."""
    is_free = dialogue.state in (machine.BETWEEN, machine.SUBMITTED)
    question = in_language(visit.workshop, ballot, visit.words.language)
    read = read_answer(question, text)
    if not is_free or not ballot.takes_answers or isinstance(question, TextQuestion) or not isinstance(read, Refusal):
        return None
    if isinstance(
        unit.answers.waiting(visit.workshop.id, visit.sender.user_id).get(ballot.id), Picked | Ranked | Chosen | Shared
    ):
        return visit.words.t(
            "Nothing else is asked right now. To change what you said, type another answer, or tap Change."
        )
    is_unread = read.slip is Slip.NO_SUCH_OPINION
    return remark(visit.words, no_option(question) if is_unread else read)


def _to_replied(
    unit: Unit,
    visit: Visit,
    given: Typed,
    replied: Replied,
    offers: Sequence[Offer],
    dialogue: Dialogue,
    memory: Memory,
) -> Ops | None:
    """Words for the message that they reply to; None: it asks nothing, or what stands on the phone anyway."""
    if not replied.own and meant.is_beside(visit, replied):
        taken = (t.replied(unit, visit, given, replied.message_id, memory) for t in TABLES if t.replied is not None)
        ops = next((ops for ops in taken if ops is not None), None)
        if ops is not None:
            return ops
        offer = next((o for o in offers if meant.is_about(visit, replied, o)), None)
        said = visit.words.t("Please tap one of its buttons.")
        return _beside(unit, visit, offer, memory) if offer else (Send(visit.sender.chat_id, Message(said)),)
    name = meant.replied_to(visit, replied, dialogue)
    if name is None and replied.own and dialogue.proposal is None and meant.is_above(visit, replied):
        return act(unit, visit, Earlier())
    if name is None or name == dialogue.at:
        return None
    if meant.may_add(dialogue, name):
        return meant.ask_how(visit, name, given.text, memory)
    ops = act(unit, visit, meant.with_words(replace(given, to=name), visit, memory, dialogue))
    return (*ops, *(() if replied.own else meant.said_there(unit, visit, replied.message_id, name, dialogue)))


def _beside(unit: Unit, visit: Visit, offer: Offer, memory: Memory) -> Ops:
    """As its button does; what is said of it stands below the words, so the buttons above go."""
    stood = visit.person.beside[offer.seq].message_id
    strip = (Strip(visit.sender.chat_id, stood),) if stood is not None else ()
    return (*strip, *TAPS[offer.button.verb].act(unit, visit, offer.button, memory))


def act(unit: Unit, visit: Visit, given: Input) -> Ops:
    """One input of the dialogue; whoever takes part by it is asked what everybody is being asked beside it."""
    ops = answering.act(unit, visit, given)
    if not isinstance(given, TakePart):
        return ops
    beside = (table.newcomer(unit, visit) for table in TABLES if table.newcomer is not None)
    return (*ops, *(op for asked in beside for op in asked))
