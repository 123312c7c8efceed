"""A facilitator's own question: typed behind /ask, shown as it will look, its words and type changed; must not know participants.

What was typed is read at once and kept as a draft, as every proposal is. The next words in the chat take its place.
"""

from __future__ import annotations

from dataclasses import replace

from bot.buttons import Button
from bot.commands import word
from bot.desk import Desk
from bot.messages import Message, Op, key
from bot.polls import previews
from bot.polls.steering import ASKED, asked_twice, drafted, gone, proposal, with_draft
from bot.polls.typed.parsing import Refused, read_question
from bot.polls.typed.shapes import Shape, reshaped, shape_of, shapes_for
from bot.results.proposals import TEXT_LIMIT, asked_the_same, proposals_about, reworded
from bot.wording import Wording
from flows.counting.release import MOST_ROUNDS
from flows.definition.flow import Question, TextQuestion, options_of
from flows.definition.localise import localise
from storage.ballots import plain
from storage.database import Unit
from storage.values import Ballot, BallotState, Workshop

_MOST_FOUND = 12
_TAPPED = (Shape.SEVERAL, Shape.RANKING, Shape.SCALE)
"""Types that somebody has chosen by a tap: putting the words right does not take that back."""


def ask(unit: Unit, desk: Desk, workshop: Workshop, typed: str) -> tuple[Op, ...]:
    """`/ask` with words: the poll that they make. Without: asked for them."""
    if typed.strip():
        return _asked(unit, desk, workshop, typed, None)
    desk.expect(unit, ASKED, workshop, "")
    return desk.turn(previews.ask_question(desk.words), "", "ask")


def typed(unit: Unit, desk: Desk, workshop: Workshop, ballot_id: str, words: str) -> tuple[Op, ...]:
    """Words that were asked for, or that came while a draft stood there: in the place of its own."""
    ballot = unit.ballots.get(workshop.id, ballot_id) if ballot_id else None
    if ballot is None:
        return _asked(unit, desk, workshop, words, None)
    if ballot.state is not BallotState.DRAFT or ballot.of is not None:
        unit.staff.set_asked(desk.sender.chat_id, None)
        return desk.say(desk.words.t("This poll was sent already."))
    if previews.is_typed(workshop, ballot):
        return _asked(unit, desk, workshop, words, ballot)
    read, said = read_question(words, room_words(workshop)), " ".join(words.split())
    if not isinstance(read, Refused) and options_of(read) and read.text != said:
        return _asked(unit, desk, workshop, words, ballot)
    if not 1 <= len(said) <= TEXT_LIMIT:
        return desk.say(
            desk.words.n("A poll has {count} character at most. Please type a shorter one.",
                         "A poll has {count} characters at most. Please type a shorter one.", TEXT_LIMIT)
        )  # fmt: skip
    unit.staff.set_asked(desk.sender.chat_id, None)
    ballot = unit.ballots.reword(ballot, reworded(ballot.question, said))
    return desk.reply(proposal(unit, desk, workshop, ballot), "bdraft", ballot.id)


def reshape(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """The same words as another type; a second tap changes nothing."""
    wanted = word(button, 2)

    def act(unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> tuple[Op, ...]:
        shape = next((one for one in shapes_for(ballot.question) if one.value == wanted), None)
        if shape is None or not previews.is_typed(workshop, ballot):
            return gone(desk)
        ballot = unit.ballots.reword(ballot, reshaped(ballot.question, shape, room_words(workshop)))
        desk.expect(unit, ASKED, workshop, ballot.id)
        return desk.turn(proposal(unit, desk, workshop, ballot), "", "bdraft", ballot.id)

    ballot = unit.ballots.get(workshop.id, word(button, 0))
    if ballot is not None and ballot.state is BallotState.DRAFT and shape_of(ballot.question) == wanted:
        return desk.turn(proposal(unit, desk, workshop, ballot), "", "bdraft", ballot.id)
    return with_draft(act)(unit, desk, workshop, replace(button, arguments=button.arguments[:2]))


def room_words(workshop: Workshop) -> Wording:
    """The bot's own words in the language of the room, which is that of its questions."""
    return Wording(workshop.flow.language)


def _asked(unit: Unit, desk: Desk, workshop: Workshop, typed: str, before: Ballot | None) -> tuple[Op, ...]:
    """What was typed as a draft, in the place of the one before; else why it is none, and the words are kept."""
    read = read_question(typed, room_words(workshop))
    about = before.id if before is not None else ""
    if isinstance(read, Refused):
        desk.expect(unit, ASKED, workshop, about)
        return desk.reply(previews.refusal(read, typed.strip(), desk.words))
    if before is not None:
        ballot = unit.ballots.reword(before, _as_before(before.question, read, workshop))
    else:
        ballot = drafted(unit, workshop, read, None)
    if unit.ballots.rounds_before(ballot, asked_the_same(workshop, ballot)) >= MOST_ROUNDS:
        unit.staff.set_asked(desk.sender.chat_id, None)
        return asked_twice(unit, desk, ballot)
    desk.expect(unit, ASKED, workshop, ballot.id)
    return desk.reply(proposal(unit, desk, workshop, ballot), "bdraft", ballot.id)


def _as_before(before: Question, read: Question, workshop: Workshop) -> Question:
    """The new words in the type that was tapped, where they can have it and say no other themselves."""
    shape = shape_of(before)
    if shape_of(read) is Shape.OPTIONS and shape in _TAPPED and shape in shapes_for(read):
        return reshaped(read, shape, room_words(workshop))
    return read


# --- /poll with words


def poll(unit: Unit, desk: Desk, workshop: Workshop, typed: str) -> tuple[Op, ...]:
    """`/poll` with words: the question or option that they name, to be asked about; else a question of their own, as in /ask."""
    found = _found(workshop, typed, desk.words)
    if not found:
        return ask(unit, desk, workshop, typed)
    heading = desk.words.t("A poll about which of these?")
    own = key(workshop.code, "✏️ " + desk.words.t("None of these: my own question"), "ask")
    rows = [(key(workshop.code, label, "prop", *place),) for label, place in found[:_MOST_FOUND]]
    return desk.reply(Message(heading, (*rows, (own,))))


def _found(workshop: Workshop, typed: str, words: Wording) -> list[tuple[str, tuple[int, ...]]]:
    """The questions and options of the flow that these words name, as the buttons that ask about them."""
    said, found = plain(typed), list[tuple[str, tuple[int, ...]]]()
    if not said or _has_options(typed, workshop):
        return []
    for at, question in enumerate(localise(workshop.flow, words.language).questions):
        if isinstance(question, TextQuestion):
            continue
        if said in plain(question.text) or said in plain(question.name):
            found.append((question.name, (at,)))
        offered = proposals_about(question)
        options = enumerate(options_of(question))
        found += [
            (f"{question.name}: {o.label}", (at, n)) for n, o in options if n in offered and said in plain(o.label)
        ]
    return found


def _has_options(typed: str, workshop: Workshop) -> bool:
    """Whether the words bring options of their own, so that they are a question and name none."""
    read = read_question(typed, room_words(workshop))
    return isinstance(read, Refused) or shape_of(read) not in (Shape.OPEN, Shape.YES_NO)
