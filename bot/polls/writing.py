"""An open answer to a poll, as its author has it: typed, masked with their word, given a use, taken back; knows no facilitators.

It goes the way of the flow's open answers: names and the like are hidden before anything is stored, its author says how the
words may be used, and it is read at the desk before anybody else sees it. Words that wait for their author's are kept sealed with
where they stand, so a restart loses none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape

from bot.buttons import Button
from bot.commands import word
from bot.memory import Memory
from bot.messages import Flash, Message, Op, RefreshBoards, Send, Strip
from bot.participant import answering
from bot.participant.beside import WRITING, held_aside, is_newest
from bot.participant.meant import ask, is_no_answer, waiting
from bot.participant.remarks import remark
from bot.participant.spoken import hidden
from bot.polls.sheets import WRITE, Sheet, button_of, page, writing
from bot.results.proposals import in_language
from bot.visit import Visit
from flows.definition.flow import TextQuestion
from flows.dialogue.answers import Answer, Refusal, Skipped, Use, Written, read_answer
from flows.dialogue.effects import Notice
from flows.dialogue.inputs import Input, Typed
from flows.dialogue.openanswers import has_names, masked, with_names
from flows.dialogue.standing import Waits
from flows.dialogue.steps import due
from storage.database import Unit
from storage.values import BallotKind, Phase, Put


def press(sheet: Sheet, button: Button, memory: Memory) -> tuple[Op, ...]:
    """A button of its pages; the poll takes answers, and its workshop is open."""
    act = word(button, 1)
    spins = _flash(sheet)
    match act:
        case "w" if (text := waiting(sheet.visit, memory.unsent)) is not None:
            return (*spins, *_typed(sheet, text, memory))
        case "w" | "c":
            sheet.keep("")
            return (*spins, *_now(sheet, writing))
        case "x":
            memory.unsent.take(*_key(sheet))
            sheet.keep(None)
            return (*spins, *_now(sheet, page))
        case "n":
            memory.unsent.take(*_key(sheet))
            sheet.keep(None)
            return (*spins, *_hand_in(sheet, Skipped()))
        case "u":
            return _allow(sheet, word(button, 2))
        case "s" | "k":
            return _said(sheet, button, memory, names=act == "k")
        case _:
            return _flash(sheet, sheet.visit.words.t("That is no longer there."))


def _said(sheet: Sheet, button: Button, memory: Memory, *, names: bool) -> tuple[Op, ...]:
    """Their word about what is hidden: send it so, or it is not a name. Of an earlier preview nothing is sent."""
    draft = sheet.draft
    if draft is None or not draft["text"] or word(button, 2) != str(draft["turn"]):
        return (*_flash(sheet), *_now(sheet, page))
    typed = memory.unsent.take(*_key(sheet))
    text, hide = str(draft["text"]), hidden(sheet.visit.words)
    if names:
        if typed is None or masked(typed, hide, find=memory.find).text != text:
            sheet.keep("")
            told = remark(sheet.visit.words, Notice.TYPE_AGAIN)
            return (*_flash(sheet, told), *_now(sheet, writing))
        text = with_names(typed, hide, memory.find)
    sheet.keep(None)
    return (*_flash(sheet), *_hand_in(sheet, Written(text, _use(sheet))))


def _allow(sheet: Sheet, use: str) -> tuple[Op, ...]:
    given = sheet.given
    if not isinstance(given, Written) or use not in tuple(Use):
        return (*_flash(sheet), *_now(sheet, page))
    if given.use is Use(use):
        return _flash(sheet, remark(sheet.visit.words, Notice.ALREADY_NOTED))
    return (*_flash(sheet), *_hand_in(sheet, replace(given, use=Use(use))))


def _use(sheet: Sheet) -> Use:
    """As they have allowed before, here or in the questions of the workshop; else it is only counted."""
    given, before = sheet.given, answering.standing(sheet.unit, sheet.visit).use
    return given.use if isinstance(given, Written) else before or Use.COUNT


# --- typed words


def typed(unit: Unit, visit: Visit, given: Input, memory: Memory) -> tuple[Op, ...] | None:
    """Words for the open poll that they are writing for, or that came last on this phone; None: they are for the dialogue."""
    if not isinstance(given, Typed) or not visit.takes_part or visit.workshop.phase is not Phase.OPEN:
        return None
    sheet = next((s for s in _here(unit, visit) if s.draft is not None and _is_current(s)), None)
    if sheet is not None:
        return _typed(sheet, given.text, memory)
    sheet = next((s for s in _here(unit, visit) if is_newest(visit.person, s.ballot.seq) and s.given is None), None)
    if sheet is None or given.text.strip(" .#").isdecimal():
        return None
    dialogue = answering.standing(unit, visit)
    is_free = dialogue.at is None and dialogue.overtaken is None and not due(visit.workshop.flow, dialogue)
    if is_free or is_no_answer(visit, dialogue, given.text):
        return _typed(sheet, given.text, memory)
    if dialogue.at is not None and isinstance(visit.workshop.flow.question(dialogue.at), TextQuestion):
        name = in_language(visit.workshop, sheet.ballot, visit.words.language).name
        return ask(visit, dialogue, given.text, memory, others=(button_of(sheet, f"🗳 {name}", WRITE),))
    return None


def replied(unit: Unit, visit: Visit, given: Typed, message_id: int, memory: Memory) -> tuple[Op, ...] | None:
    """Words that reply to the message of an open poll; None: it is of none."""
    if not visit.takes_part or visit.workshop.phase is not Phase.OPEN:
        return None
    at = {seq: stood.message_id for seq, stood in visit.person.beside.items()}
    sheet = next((s for s in _here(unit, visit) if at.get(s.ballot.seq) == message_id), None)
    return _typed(sheet, given.text, memory) if sheet is not None else None


def _here(unit: Unit, visit: Visit) -> Iterator[Sheet]:
    """The open polls that stand on this phone and are not counted for this person, the newest first."""
    polls = [b for b in visit.workshop.ballots if b.kind is BallotKind.POLL and isinstance(b.question, TextQuestion)]
    mine = [b for b in polls if b.takes_answers and b.seq in visit.person.beside]
    if mine:
        counted = unit.answers.counted(visit.workshop.id, visit.sender.user_id)
        yield from (Sheet(unit, visit, b) for b in reversed(mine) if b.id not in counted)


def _is_current(sheet: Sheet) -> bool:
    """Whether no newer screen of the dialogue stands below what they are writing: words below that one are its own."""
    return sheet.draft is not None and sheet.draft["rev"] == sheet.visit.person.chat.rev


def _typed(sheet: Sheet, text: str, memory: Memory) -> tuple[Op, ...]:
    """Masked before anything is stored; where something is hidden its author is asked first."""
    memory.unsent.take(*_key(sheet))
    anew = replace(sheet, visit=replace(sheet.visit, press=None))
    gone = _old(sheet)
    read = read_answer(anew.ballot.question, text)
    if not isinstance(read, Written):
        why = remark(anew.visit.words, read) if isinstance(read, Refusal) else ""
        anew.keep("")
        return (*gone, *_now(anew, lambda here: writing(here, why)))
    proposal = masked(read.text, hidden(anew.visit.words), find=memory.find)
    if proposal.waits is not Waits.MASK:
        anew.keep(None)
        return (*gone, *_hand_in(anew, Written(proposal.text, _use(anew))))
    if has_names(read.text, find=memory.find):
        memory.unsent.keep(*_key(anew), read.text)
    before = anew.draft
    anew.keep(proposal.text, int(str(before["turn"])) + 1 if before is not None else 1)
    return (*gone, *_now(anew, page))


def _old(sheet: Sheet) -> tuple[Op, ...]:
    """The buttons of what stood there go: what was typed stands below it."""
    stood = sheet.visit.person.beside.get(sheet.ballot.seq)
    pressed = sheet.visit.press.message_id if sheet.visit.press else None
    ids = dict.fromkeys(one for one in (stood.message_id if stood else None, pressed) if one is not None)
    return tuple(Strip(sheet.visit.sender.chat_id, one) for one in ids)


def _hand_in(sheet: Sheet, answer: Answer) -> tuple[Op, ...]:
    visit, words = sheet.visit, sheet.visit.words
    match sheet.unit.answers.put(visit.workshop.id, visit.sender.user_id, sheet.ballot.id, answer):
        case Put.STORED:
            return (*_now(sheet, page), RefreshBoards(visit.workshop.id))
        case Put.ALREADY_COUNTED:
            return (Send(visit.sender.chat_id, Message(remark(words, Notice.ALREADY_COUNTED))),)
        case _:
            return (Send(visit.sender.chat_id, Message(words.t("This poll has ended."))),)


def held(visit: Visit) -> Iterator[str]:
    """For `/mydata`: what they are writing and have not sent."""
    data = held_aside(visit.person, WRITING)
    if data is not None and data["text"]:
        yield "– " + visit.words.t("an answer to a poll that you are writing: {text}", text=f"“{escape(data['text'])}”")


def _now(sheet: Sheet, shown: Callable[[Sheet], Message]) -> tuple[Op, ...]:
    """A page by what is kept by now."""
    person = sheet.unit.people.find(sheet.visit.workshop.id, sheet.visit.sender.user_id) or sheet.visit.person
    here = replace(sheet, visit=replace(sheet.visit, person=person))
    return here.show(shown(here))


def _flash(sheet: Sheet, text: str = "") -> tuple[Op, ...]:
    return (Flash(sheet.visit.press.query_id, text),) if sheet.visit.press else ()


def _key(sheet: Sheet) -> tuple[str, int]:
    """Apart from other words that may wait at the same time."""
    return f"{sheet.visit.workshop.id}/{sheet.ballot.id}", sheet.visit.sender.user_id
