"""A poll beside the dialogue, as a participant has it: asked, answered by a button, changed until it ends; knows no chats' pace.

A poll needs no place in the dialogue: it is answered at any moment, by typed words too where it came last, and what stands on the
phone stays as it is. The database holds the answer, so a button only says which poll and which option.

Long: each way to answer a poll ends in what then stands on the phone, so they are read together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape

from bot.buttons import Button, Scope
from bot.memory import Memory
from bot.messages import Edit, Flash, Key, Keyboard, Message, Op, RefreshBoards, Send, Strip
from bot.parcels import Recipient
from bot.participant.beside import beside, held_aside, hold_aside, place_beside
from bot.participant.choices.fitting import FITS
from bot.participant.choices.options import numbered
from bot.participant.choices.tapping import numeral
from bot.participant.consent import joined_line
from bot.participant.presses import wanted
from bot.participant.remarks import answer_in_words, colon, remark
from bot.places import PersonPlace
from bot.polls import sheets, writing
from bot.polls.sheets import NOTHING, USE, Sheet, page
from bot.results.proposals import in_language
from bot.visit import Visit, visit_of
from bot.wording import Wording
from flows.definition.flow import MultiQuestion, Question, RankingQuestion, TextQuestion, options_of
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Refusal, Skipped, check_answer
from flows.dialogue.composing import Draft, draft_answer, is_so, place, toggle
from flows.dialogue.effects import Notice
from storage.database import Unit
from storage.values import Ballot, BallotKind, BallotState, Person, Phase, Put, Sendout, Workshop

VERB = sheets.VERB
CHANGE, DONE, TOGETHER = "c", "d", "p"
PICKING = "picking"
"""Whose options stand open on a phone though the poll has an answer: a number that is typed is for it."""
_SAID = frozenset({CHANGE, USE, NOTHING})
"""Buttons below what somebody has answered, which stays there to be read."""
_SHORT, _ROW = 12, 3


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
    return _asked(workshop, ballot, Wording(recipient.language), None), place


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
    asked = (ballot for ballot in _open(workshop) if ballot.id not in coming)
    return tuple(op for b in asked for op in beside(unit, anew, b, _for(unit, replace(anew, person=person), b, None)))


def polls(unit: Unit, visit: Visit) -> tuple[Op, ...]:
    """`/polls`: every poll that this person can still answer, with what they have said; one that was ended too, until it is over."""
    workshop, words, chat = visit.workshop, visit.words, visit.sender.chat_id
    if not visit.takes_part:
        return (Send(chat, Message(remark(words, Notice.CONSENT_FIRST))),)
    said, counted = _own(unit, visit), unit.answers.counted(workshop.id, visit.sender.user_id)
    mine = [ballot for ballot in _answerable(workshop) if ballot.id not in counted]
    shown = [(ballot, _for(unit, visit, ballot, said.get(ballot.id))) for ballot in mine]
    if not shown:
        return (Send(chat, Message(words.t("No poll is open right now."))),)
    return tuple(op for ballot, message in shown for op in beside(unit, visit, ballot, message))


def standing(unit: Unit, visit: Visit, ballot: Ballot) -> Message:
    """What stands on the phone of somebody who has answered, or has not; ticks count as soon as they are tapped, and stay open."""
    if is_picking(visit.person, ballot) and options_of(ballot.question):
        return _asked(visit.workshop, ballot, visit.words, _own(unit, visit).get(ballot.id))
    return _for(unit, visit, ballot, _own(unit, visit).get(ballot.id))


def _for(unit: Unit, visit: Visit, ballot: Ballot, answer: Answer | None) -> Message:
    """By what they have answered so far."""
    if isinstance(ballot.question, TextQuestion):
        return page(Sheet(unit, visit, ballot))
    return _standing(visit.workshop, ballot, visit.words, answer)


def press(unit: Unit, visit: Visit, button: Button, memory: Memory) -> tuple[Op, ...]:
    """A button of a poll: an option, a change of mind, or done."""
    workshop, words = visit.workshop, visit.words
    ballot = next((b for b in workshop.ballots if b.seq == button.number(0) and b.kind is BallotKind.POLL), None)
    if ballot is None:
        return _flash(visit, words.t("That is no longer there."))
    if not visit.takes_part:
        return _flash(visit, remark(words, Notice.CONSENT_FIRST))
    word = button.arguments[1] if len(button.arguments) > 1 else ""
    if not ballot.takes_answers or workshop.phase is Phase.CLOSED:
        return _settled(visit, ballot, _over(workshop, ballot, words), is_said=word in _SAID)
    if ballot.id in unit.answers.counted(workshop.id, visit.sender.user_id):
        return _settled(visit, ballot, remark(words, Notice.ALREADY_COUNTED), is_said=word in _SAID)
    if workshop.phase is not Phase.OPEN:
        return _flash(visit, words.t("The facilitator has paused the workshop. Please tap again when it goes on."))
    if isinstance(ballot.question, TextQuestion):
        return writing.press(Sheet(unit, visit, ballot), button, memory)
    before = _own(unit, visit).get(ballot.id)
    if word == CHANGE:
        hold_aside(unit, visit, PICKING, {"ballot": ballot.id})
        return (*_flash(visit), *beside(unit, visit, ballot, _asked(workshop, ballot, words, before)))
    if word == DONE:
        hold_aside(unit, visit, PICKING, None)
        return (*_flash(visit), *beside(unit, visit, ballot, _standing(workshop, ballot, words, before)))
    if word == TOGETHER:
        return _answer_together(unit, visit, ballot, before, button)
    return _answer(unit, visit, ballot, before, button)


def _answer_together(unit: Unit, visit: Visit, ballot: Ballot, before: Answer | None, button: Button) -> tuple[Op, ...]:
    """Several options that were typed at once, in the place of what was ticked."""
    ids, said = [option.id for option in options_of(ballot.question)], button.arguments[2:3]
    places = [int(place) for place in "".join(said).split("-") if place.isdecimal()]
    if not places or not all(at < len(ids) for at in places):
        return _flash(visit, visit.words.t("That is no longer there."))
    named = tuple(ids[at] for at in places)
    given = Picked(named) if isinstance(ballot.question, MultiQuestion) else Ranked(named)
    return _give(unit, visit, ballot, before, check_answer(ballot.question, given), is_ticked=False)


def _answer(unit: Unit, visit: Visit, ballot: Ballot, before: Answer | None, button: Button) -> tuple[Op, ...]:
    at, is_ticked = button.number(1), isinstance(ballot.question, MultiQuestion | RankingQuestion)
    workshop, words, options = visit.workshop, visit.words, options_of(ballot.question)
    if not 0 <= at < len(options):
        return _flash(visit, words.t("That is no longer there."))
    draft, on = _draft(before), wanted(button, 2)
    if is_ticked and is_so(draft, options[at].id, on=on):
        return (*_flash(visit), *beside(unit, visit, ballot, _asked(workshop, ballot, words, before)))
    return _give(unit, visit, ballot, before, _with(ballot.question, draft, options[at].id), is_ticked=is_ticked)


def _give(
    unit: Unit, visit: Visit, ballot: Ballot, before: Answer | None, given: Answer | Refusal, *, is_ticked: bool
) -> tuple[Op, ...]:
    """Stored at once. `is_ticked`: more ticks may follow, so the options stay."""
    workshop, words = visit.workshop, visit.words
    if isinstance(given, Refusal):
        return _flash(visit, remark(words, given))
    if given == before:
        return (
            *_flash(visit, remark(words, Notice.ALREADY_NOTED)),
            *beside(unit, visit, ballot, _standing(workshop, ballot, words, given)),
        )
    match unit.answers.put(workshop.id, visit.sender.user_id, ballot.id, given):
        case Put.STORED:
            hold_aside(unit, visit, PICKING, {"ballot": ballot.id} if is_ticked else None)
            message = (_asked if is_ticked else _standing)(workshop, ballot, words, given)
            return (*_flash(visit), *beside(unit, visit, ballot, message), RefreshBoards(workshop.id))
        case Put.ALREADY_COUNTED:
            return _settled(visit, ballot, remark(words, Notice.ALREADY_COUNTED))
        case _:
            return _settled(visit, ballot, _over(workshop, ballot, words))


def _with(question: Question, draft: Draft, option: str) -> Answer | Refusal:
    """The answer after a tap: another choice, one tick or place more or less; with nothing left it is no answer."""
    if not isinstance(question, MultiQuestion | RankingQuestion):
        return Chosen(option)
    tapped = toggle(draft, question, option) if isinstance(question, MultiQuestion) else place(draft, question, option)
    if isinstance(tapped, Refusal):
        return tapped
    answer = draft_answer(question, tapped) if tapped else Skipped()
    judged = check_answer(question, answer)
    return answer if isinstance(judged, Refusal) else judged  # too few so far: a next tap may follow


def _draft(answer: Answer | None) -> Draft:
    return tuple((option, 1) for option in answer.options) if isinstance(answer, Picked | Ranked) else ()


def is_picking(person: Person, ballot: Ballot) -> bool:
    """Whether its options stand open on this phone, to change the answer or to tick more."""
    held = held_aside(person, PICKING)
    return held is not None and held["ballot"] == ballot.id


def held(unit: Unit, visit: Visit) -> Iterator[str]:
    """For `/mydata`: what waits of this person in polls, and which polls they are counted in."""
    t, own = visit.words.t, _own(unit, visit)
    yield from writing.held(visit)
    for ballot in (b for b in visit.workshop.ballots if is_picking(visit.person, b)):
        name = escape(in_language(visit.workshop, ballot, visit.words.language).name)
        yield "– " + t("a poll whose options stand open on your phone: {name}", name=name)
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


def _open(workshop: Workshop) -> list[Ballot]:
    return [b for b in workshop.ballots if b.kind is BallotKind.POLL and b.state is BallotState.OPEN]


def _answerable(workshop: Workshop) -> list[Ballot]:
    """The polls that are not over for good: those that were ended take answers until the workshop's close."""
    if workshop.phase is Phase.CLOSED:
        return []
    return [b for b in workshop.ballots if b.kind is BallotKind.POLL and b.takes_answers]


# What stands on the phone


def _standing(workshop: Workshop, ballot: Ballot, words: Wording, answer: Answer | None) -> Message:
    """Answered: what was said, and a button to change it, but no choice (anonymity rules, A27); else the question."""
    if answer is None or isinstance(answer, Skipped):
        return _asked(workshop, ballot, words, None)
    question = in_language(workshop, ballot, words.language)
    said = escape(answer_in_words(question, answer, words, limit=300))
    until = words.t("You can change it until it is counted.")
    if ballot.state is BallotState.ENDED:
        until = _still(words)
    lines = [f"🗳 {escape(question.text)}", "", words.t("You said: {answer} ✓", answer=f"<b>{said}</b>"), until]
    return Message("\n".join(lines), ((_key(workshop, ballot, words.t("Change"), CHANGE),),))


def _asked(workshop: Workshop, ballot: Ballot, words: Wording, answer: Answer | None) -> Message:
    """The question with its options, whom it goes to, and how many have joined."""
    t, question = words.t, in_language(workshop, ballot, words.language)
    options = options_of(question)
    lines = [f"🗳 <b>{escape(question.text)}</b>"]
    again = t("Second round: the same question again, a new answer.")
    lines += [f"<i>{again}</i>"] if ballot.of else []
    lines += [f"<i>{_still(words)}</i>"] if ballot.state is BallotState.ENDED else []
    if any(len(option.label) > FITS for option in options):
        lines += ["", *(escape(said) for said in numbered(question, dot="."))]
    lines += [
        "",
        _hint(question, words),
        t("This poll goes to everyone who joined.") + " " + joined_line(words, workshop.joined),
    ]
    return Message("\n".join(lines), _choices(workshop, ballot, question, words, answer))


def _still(words: Wording) -> str:
    """Of a poll that was ended, but not for good."""
    return words.t(
        "The poll was ended, and you can still answer. What you say now is counted when the workshop closes, at the latest."
    )


def _hint(question: Question, words: Wording) -> str:
    n = words.n
    match question:
        case MultiQuestion():
            most = question.max or len(question.options)
            return n("Tap up to {count}, then Done; or type the number.",
                     "Tap up to {count}, then Done; or type their numbers: 1, 3.", most)  # fmt: skip
        case RankingQuestion():
            top = question.places
            return n("Tap your number 1, then Done; or type its number.",
                     "Tap your top {count}, the best first, then Done; or type their numbers: 2, 1.", top)  # fmt: skip
        case _:
            return words.t("Tap one, or type its number. You can change it until it is counted.")


def _choices(workshop: Workshop, ballot: Ballot, question: Question, words: Wording, answer: Answer | None) -> Keyboard:
    ticked = {option for option, _ in _draft(answer)}
    is_ticked = isinstance(question, MultiQuestion | RankingQuestion)
    wants = [(int(option.id not in ticked),) if is_ticked else () for option in options_of(question)]
    keys = [_key(workshop, ballot, label, at, *wants[at]) for at, label in enumerate(_labels(question, answer))]
    is_short = len(keys) <= _ROW and all(len(key.label) <= _SHORT for key in keys)
    rows: Keyboard = (tuple(keys),) if is_short else tuple((key,) for key in keys)
    count = len(_draft(answer)) if is_ticked else 0
    return (*rows, (_key(workshop, ballot, words.t("Done ({count})", count=count), DONE),)) if count else rows


def _labels(question: Question, answer: Answer | None) -> list[str]:
    options = options_of(question)
    if isinstance(question, MultiQuestion | RankingQuestion):
        places = {option: number for number, (option, _) in enumerate(_draft(answer), 1)}
        is_multi = isinstance(question, MultiQuestion)
        signs = {o: "✅" if is_multi else numeral(place) for o, place in places.items()}
        return [f"{signs.get(o.id, '⬜')} {said}" for o, said in zip(options, numbered(question), strict=True)]
    chosen = answer.option if isinstance(answer, Chosen) else None
    return [
        f"● {said}" if option.id == chosen else said for option, said in zip(options, numbered(question), strict=True)
    ]


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


def _key(workshop: Workshop, ballot: Ballot, label: str, *what: int | str) -> Key:
    return Key(label, Button(Scope.PARTICIPANT, workshop.code, VERB, (str(ballot.seq), *map(str, what))))
