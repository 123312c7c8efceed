"""A poll beside the dialogue, as a participant has it: asked, answered by a button, changed until it ends; knows no chats' pace.

A poll needs no place in the dialogue: it is answered at any moment, by typed words too where it came last, and what stands on the
phone stays as it is. The database holds the answer, so a button only says which poll and which option.

Long: each way to answer a poll ends in what then stands on the phone, so they are read together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape

from bot.buttons import Button
from bot.commands import word
from bot.memory import Memory
from bot.messages import Edit, Flash, Message, Op, RefreshBoards, Send, Strip
from bot.parcels import Recipient
from bot.participant.beside import beside, held_aside, hold_aside, place_beside
from bot.participant.choices.packing import unpacked
from bot.participant.presses import wanted
from bot.participant.remarks import answer_in_words, colon, remark
from bot.places import PersonPlace
from bot.polls import sheets, shown, writing
from bot.polls.sheets import NOTHING, USE, Sheet, page
from bot.polls.shown import POINTS, Picking, picking_of
from bot.results.proposals import in_language
from bot.visit import Visit, visit_of
from bot.wording import Wording
from flows.definition.flow import AllocationQuestion, MultiQuestion, Question, RankingQuestion, TextQuestion, options_of
from flows.dialogue.answers import Answer, Chosen, Refusal, Skipped, check_answer
from flows.dialogue.composing import Draft, draft_answer, is_so, place, share, toggle
from flows.dialogue.effects import Notice
from storage.database import Unit
from storage.values import Ballot, BallotKind, BallotState, Person, Phase, Put, Sendout, Workshop

VERB = sheets.VERB
PICKING = "picking"
"""Whose options stand open on a phone though the poll has an answer: a number that is typed is for it."""
_SAID = frozenset({shown.CHANGE, USE, NOTHING})
"""Buttons below what somebody has answered, which stays there to be read."""
_TAPPED = MultiQuestion | RankingQuestion | AllocationQuestion
"""Types of which several taps make an answer."""


def ballot_message(unit: Unit, sendout: Sendout, recipient: Recipient) -> tuple[Message, PersonPlace | None] | None:
    """What one person gets when a poll goes to everyone; nothing before they take part, or when the poll is over.

    Nor who has a step of it: what they are owed is in their row, as it stands for them.
    """
    workshop = unit.workshops.get(sendout.workshop_id)
    ballot, person = workshop.ballot(str(sendout.body.get("ballot"))), recipient.person
    if ballot is None or ballot.state is not BallotState.OPEN or person is None:
        return None
    if not visit_of(workshop, person).takes_part or ballot.seq in person.beside:
        return None
    place = place_beside(unit, workshop, person.user_id, ballot)
    if isinstance(ballot.question, TextQuestion):
        return page(Sheet(unit, visit_of(workshop, person), ballot)), place
    return shown.asked(workshop, ballot, Wording(recipient.language), Picking()), place


def for_newcomer(unit: Unit, visit: Visit) -> tuple[Op, ...]:
    """The open polls for somebody who has just agreed to take part; one that is on its way to everyone comes by itself."""
    person = unit.people.find(visit.workshop.id, visit.sender.user_id)
    if person is None or visit.takes_part or not replace(visit, person=person).takes_part:
        return ()
    workshop = unit.workshops.get(visit.workshop.id)
    coming = {
        s.body.get("ballot") for s in unit.sendouts.running(workshop.id) if not unit.sendouts.reached(s, person.token)
    }
    anew = replace(visit, press=None, workshop=workshop)
    asked = (ballot for ballot in _running(workshop) if ballot.id not in coming)
    return tuple(op for b in asked for op in beside(unit, anew, b, _for(unit, replace(anew, person=person), b, None)))


def polls(unit: Unit, visit: Visit) -> tuple[Op, ...]:
    """`/polls`: every poll that this person can still answer, with what they have said; one that was ended too, until it is over."""
    workshop, words, chat = visit.workshop, visit.words, visit.sender.chat_id
    if not visit.takes_part:
        return (Send(chat, Message(remark(words, Notice.CONSENT_FIRST))),)
    counted = unit.answers.counted(workshop.id, visit.sender.user_id)
    mine = [ballot for ballot in _answerable(workshop) if ballot.id not in counted]
    shown = [(ballot, standing(unit, visit, ballot)) for ballot in mine]
    if not shown:
        return (Send(chat, Message(words.t("No poll is open right now."))),)
    return tuple(op for ballot, message in shown for op in beside(unit, visit, ballot, message))


def standing(unit: Unit, visit: Visit, ballot: Ballot) -> Message:
    """What stands on the phone of somebody who has answered, or has not; ticks count as soon as they are tapped, and stay open."""
    if is_picking(visit.person, ballot) and options_of(ballot.question):
        answer = _own(unit, visit).get(ballot.id)
        picking = picking_of(held_aside(visit.person, PICKING), ballot, answer)
        return shown.asked(visit.workshop, ballot, visit.words, picking, answer)
    return _for(unit, visit, ballot, _own(unit, visit).get(ballot.id))


def _for(unit: Unit, visit: Visit, ballot: Ballot, answer: Answer | None) -> Message:
    """By what they have answered so far."""
    if isinstance(ballot.question, TextQuestion):
        return page(Sheet(unit, visit, ballot))
    return shown.standing(visit.workshop, ballot, visit.words, answer)


def press(unit: Unit, visit: Visit, button: Button, memory: Memory) -> tuple[Op, ...]:
    """A button of a poll: an option, a change of mind, or done."""
    workshop, words = visit.workshop, visit.words
    ballot = next((b for b in workshop.ballots if b.seq == button.number(0) and b.kind is BallotKind.POLL), None)
    if ballot is None:
        return _flash(visit, words.t("That is no longer there."))
    if not visit.takes_part:
        return _flash(visit, remark(words, Notice.CONSENT_FIRST))
    act = word(button, 1)
    if not ballot.takes_answers or workshop.phase is Phase.CLOSED:
        return _settled(visit, ballot, _over(workshop, ballot, words), is_said=act in _SAID)
    if ballot.id in unit.answers.counted(workshop.id, visit.sender.user_id):
        return _settled(visit, ballot, remark(words, Notice.ALREADY_COUNTED), is_said=act in _SAID)
    if workshop.phase is not Phase.OPEN:
        return _flash(visit, words.t("The facilitator has paused the workshop. Please tap again when it goes on."))
    if isinstance(ballot.question, TextQuestion):
        return writing.press(Sheet(unit, visit, ballot), button, memory)
    before = _own(unit, visit).get(ballot.id)
    if act == shown.CHANGE:
        return _open(unit, visit, ballot, before, Picking(shown.draft_of(before)))
    if act == shown.TOGETHER:
        return _answer_together(unit, visit, ballot, before, button)
    return _tap(unit, visit, ballot, before, button)


def _answer_together(unit: Unit, visit: Visit, ballot: Ballot, before: Answer | None, button: Button) -> tuple[Op, ...]:
    """Several options that were typed at once, in the place of what was tapped."""
    given = unpacked(ballot.question, word(button, 2))
    if given is None:
        return _flash(visit, visit.words.t("That is no longer there."))
    judged = check_answer(ballot.question, given)
    if isinstance(judged, Refusal):
        return _flash(visit, remark(visit.words, judged))
    return _give(unit, visit, ballot, before, judged)


def _tap(unit: Unit, visit: Visit, ballot: Ballot, before: Answer | None, button: Button) -> tuple[Op, ...]:
    """An option, a page, points, Clear or Done: what stands on the phone comes next."""
    question, words, said = ballot.question, visit.words, word(button, 1)
    picking = picking_of(held_aside(visit.person, PICKING), ballot, before)
    is_points = isinstance(question, AllocationQuestion)
    at = button.number(2 if said == POINTS else 1)
    match said:
        case shown.TURN:
            return _open(unit, visit, ballot, before, replace(picking, page=max(0, button.number(2))))
        case shown.CLEAR:
            return _drafted(unit, visit, ballot, before, picking, ())
        case shown.DONE if isinstance(question, _TAPPED):
            return _confirm(unit, visit, ballot, before, picking)
        case _ if not 0 <= at < len(options_of(question)) or is_points != (said == POINTS):
            return _flash(visit, words.t("That is no longer there."))
    option = options_of(question)[at].id
    if not isinstance(question, _TAPPED):
        return _give(unit, visit, ballot, before, Chosen(option))
    return _drafted(unit, visit, ballot, before, picking, _with(question, picking.draft, option, button))


def _with(question: Question, draft: Draft, option: str, button: Button) -> Draft | Refusal | Notice:
    """The draft after a tap; a second tap that a phone sent of the same button changes nothing."""
    match question:
        case AllocationQuestion():
            step, found = shown.step_on(button)
            return share(draft, question, option, step) if found == dict(draft).get(option, 0) else draft
        case MultiQuestion() | RankingQuestion() if is_so(draft, option, on=wanted(button, 2)):
            return draft
        case MultiQuestion():
            return toggle(draft, question, option)
        case RankingQuestion():
            return place(draft, question, option)
        case _:
            return draft


def _drafted(
    unit: Unit, visit: Visit, ballot: Ballot, before: Answer | None, picking: Picking, draft: Draft | Refusal | Notice
) -> tuple[Op, ...]:
    """What is tapped counts as soon as it is an answer; what is none yet, or no more, counts as no answer."""
    if isinstance(draft, Refusal | Notice):
        return _flash(visit, remark(visit.words, draft))
    judged = check_answer(ballot.question, draft_answer(ballot.question, draft)) if draft else Skipped()
    given = Skipped() if isinstance(judged, Refusal) else judged
    refused = _put(unit, visit, ballot, before, given)
    if refused is not None:
        return refused
    return _open(unit, visit, ballot, given, replace(picking, draft=draft), changed=given != (before or Skipped()))


def _confirm(unit: Unit, visit: Visit, ballot: Ballot, before: Answer | None, picking: Picking) -> tuple[Op, ...]:
    """Done: what is tapped is the answer; where it is none yet it is said why, and nothing is lost."""
    judged = check_answer(ballot.question, draft_answer(ballot.question, picking.draft))
    if isinstance(judged, Refusal):
        return _flash(visit, remark(visit.words, judged))
    refused = _put(unit, visit, ballot, before, judged)
    if refused is not None:
        return refused
    _keep(unit, visit, ballot, None)
    message = shown.standing(visit.workshop, ballot, visit.words, judged)
    refresh = (RefreshBoards(visit.workshop.id),) if judged != before else ()
    return (*_flash(visit), *beside(unit, visit, ballot, message), *refresh)


def _open(
    unit: Unit, visit: Visit, ballot: Ballot, answer: Answer | None, picking: Picking, *, changed: bool = False
) -> tuple[Op, ...]:
    """Its options stand open, as they are tapped by now."""
    _keep(unit, visit, ballot, picking)
    message = shown.asked(visit.workshop, ballot, visit.words, picking, answer)
    refresh = (RefreshBoards(visit.workshop.id),) if changed else ()
    return (*_flash(visit), *beside(unit, visit, ballot, message), *refresh)


def _give(unit: Unit, visit: Visit, ballot: Ballot, before: Answer | None, given: Answer) -> tuple[Op, ...]:
    """A whole answer at once."""
    if given != before and (refused := _put(unit, visit, ballot, before, given)) is not None:
        return refused
    _keep(unit, visit, ballot, None)
    message = shown.standing(visit.workshop, ballot, visit.words, given)
    if given == before:
        return (*_flash(visit, remark(visit.words, Notice.ALREADY_NOTED)), *beside(unit, visit, ballot, message))
    return (*_flash(visit), *beside(unit, visit, ballot, message), RefreshBoards(visit.workshop.id))


def _put(unit: Unit, visit: Visit, ballot: Ballot, before: Answer | None, given: Answer) -> tuple[Op, ...] | None:
    """Stored, so that it counts; None when it is. Nothing is stored for who has not answered before."""
    if given == (before or Skipped()):
        return None
    match unit.answers.put(visit.workshop.id, visit.sender.user_id, ballot.id, given):
        case Put.STORED:
            return None
        case Put.ALREADY_COUNTED:
            return _settled(visit, ballot, remark(visit.words, Notice.ALREADY_COUNTED))
        case _:
            return _settled(visit, ballot, _over(visit.workshop, ballot, visit.words))


def is_picking(person: Person, ballot: Ballot) -> bool:
    """Whether its options stand open on this phone, to change the answer or to tick more."""
    return any(one["ballot"] == ballot.id for one in shown.open_polls(held_aside(person, PICKING)))


def _keep(unit: Unit, visit: Visit, ballot: Ballot, picking: Picking | None) -> None:
    """Its options stand open like that from now on; None: no more."""
    person = unit.people.find(visit.workshop.id, visit.sender.user_id) or visit.person
    held = shown.with_picking(visit.workshop, held_aside(person, PICKING), ballot, picking)
    hold_aside(unit, visit, PICKING, held)


def held(unit: Unit, visit: Visit) -> Iterator[str]:
    """For `/mydata`: what waits of this person in polls, and which polls they are counted in."""
    t, own = visit.words.t, _own(unit, visit)
    yield from writing.held(visit)
    yield from shown.told(visit.workshop, visit.workshop.ballots, held_aside(visit.person, PICKING), visit.words)
    counted = unit.answers.counted(visit.workshop.id, visit.sender.user_id)
    polls_of = [(b, in_language(visit.workshop, b, visit.words.language)) for b in visit.workshop.ballots]
    waiting = [(question, own[b.id]) for b, question in polls_of if b.id in own and b.kind is BallotKind.POLL]
    if waiting:
        yield t("Your answers to polls that are not counted yet, an encrypted row for each:")
        for question, answer in waiting:
            yield f"• {escape(question.name)}{colon(question.name)} {escape(answer_in_words(question, answer, visit.words, limit=1000))}"
    mine = [(b, question) for b, question in polls_of if b.id in counted and b.kind is BallotKind.POLL]
    names = ", ".join(escape(question.name) for b, question in mine if b.takes_answers)
    if names:
        yield t("Polls in which your answer is counted and cannot be found any more: {names}", names=names)
    over = ", ".join(escape(question.name) for b, question in mine if not b.takes_answers)
    if over:  # nobody knows any more who had answered
        yield t(
            "Polls that have ended: everybody is counted, whoever had not answered as “no answer”: {names}", names=over
        )


def _own(unit: Unit, visit: Visit) -> dict[str, Answer]:
    return unit.answers.waiting(visit.workshop.id, visit.sender.user_id)


def _running(workshop: Workshop) -> list[Ballot]:
    return [b for b in workshop.ballots if b.kind is BallotKind.POLL and b.state is BallotState.OPEN]


def _answerable(workshop: Workshop) -> list[Ballot]:
    """The polls that are not over for good: those that were ended take answers until the workshop's close."""
    if workshop.phase is Phase.CLOSED:
        return []
    return [b for b in workshop.ballots if b.kind is BallotKind.POLL and b.takes_answers]


def _over(workshop: Workshop, ballot: Ballot, words: Wording) -> str:
    """Why nobody can answer it any more; the same to everybody, as nobody knows who had answered."""
    if ballot.state is BallotState.CLOSED and workshop.phase is not Phase.CLOSED:
        return words.t("This poll has ended, and everybody is counted: whoever had not answered, as “no answer”.")
    return words.t("This poll has ended.")


def _settled(visit: Visit, ballot: Ballot, why: str, *, is_said: bool = False) -> tuple[Op, ...]:
    """Nothing can be answered any more: a toast says why, and no button is left.

    `is_said`: the message says what was answered, and keeps it: it stands nowhere else.
    """
    if is_said and visit.press is not None and visit.press.message_id is not None:
        return (*_flash(visit, why), Strip(visit.sender.chat_id, visit.press.message_id))
    question = in_language(visit.workshop, ballot, visit.words.language)
    return (*_flash(visit, why), *_shown(visit, Message(f"🗳 {escape(question.text)}\n\n{why}")))


def _shown(visit: Visit, message: Message) -> tuple[Op, ...]:
    if visit.press is not None and visit.press.message_id is not None:
        return (Edit(visit.sender.chat_id, visit.press.message_id, message),)
    return (Send(visit.sender.chat_id, message),)


def _flash(visit: Visit, text: str = "") -> tuple[Op, ...]:
    return (Flash(visit.press.query_id, text),) if visit.press else ()
