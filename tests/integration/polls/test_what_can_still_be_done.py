"""Polls, votes and rounds that were ended, for good or by a look: what is said of them, and which buttons are left, is true."""

from __future__ import annotations

import random

import pytest

from bot.buttons import Button, Scope
from bot.desk import Desk, House
from bot.incoming import Press, Sender
from bot.memory import Guesses, Memory, Unsent
from bot.messages import DrawResult, Edit, Flash, Message, Op, Send, Strip
from bot.panel import dialogue as panel
from bot.panel import steering as panel_steering
from bot.polls import steering, voting
from bot.polls.pages import poll_about, result_keys
from bot.results.findings import Finding
from bot.visit import Visit
from bot.wording import Wording
from flows.definition.flow import MultiQuestion, Option, Question, StanceQuestion, TextQuestion
from flows.dialogue.answers import Answer, Chosen, Picked, Skipped, Use, Written
from storage.database import Database, Unit
from storage.values import Ballot, BallotKind
from tests.support.storage_case import LAST_DAY, Room, on_sqlite, open_room

EN = Wording("en")
CROWD = range(8_600_000_000, 8_600_000_015)
FOR_GOOD, LOOK = 12, 9
"""How many of the fifteen have answered."""
QUESTIONS: dict[BallotKind, Question] = {
    BallotKind.POLL: StanceQuestion(id="x", text="“Trust” matters most for us."),
    BallotKind.VOTE: MultiQuestion(id="x", text="Which?", max=3, options=tuple(Option(id=o, label=o) for o in "abcd")),
    BallotKind.ASK: TextQuestion(id="x", text="Your question to the panel"),
}
GIVEN: dict[BallotKind, Answer] = {
    BallotKind.POLL: Chosen("agree"),
    BallotKind.VOTE: Picked(("a",)),
    BallotKind.ASK: Written("How much?", Use.QUOTE),
}
COUNTED = "This answer is already part of an anonymous summary. Nobody can find it any more, not even us."
OVER = "This poll has ended, and everybody is counted: whoever had not answered, as “no answer”."


@pytest.fixture
def room(db: Database) -> Room:
    """An open workshop in which fifteen take part."""
    made = open_room(db, code="PARK7Q")
    made.agree(*CROWD)
    return made


def asked(room: Room, kind: BallotKind, answered: int, *, end: bool = True) -> Ballot:
    """A poll, a vote or a round that so many have answered, every third of them with nothing, and that was ended."""
    draft = room.do(lambda u: u.ballots.draft(room.workshop, kind, QUESTIONS[kind]))
    room.do(lambda u: u.ballots.open(draft))
    for n, person in enumerate(CROWD[:answered]):
        room.answer(person, **{draft.id: GIVEN[kind] if n % 3 or kind is BallotKind.POLL else Skipped()})
    if end:
        room.do(lambda u: u.answers.end(room.workshop.id, draft.id))
    return draft


def visit(unit: Unit, room: Room, person: int, button: Button | None = None) -> Visit:
    """One of them, at a message that says what they have answered."""
    found = unit.people.find(room.workshop.id, person)
    assert found is not None
    press = Press("q", 5, button) if button is not None else None
    sender = Sender(person, person, private=True, language="en")
    return Visit(unit.workshops.get(room.workshop.id), sender, found, press)


def taps(room: Room, person: int, ballot: Ballot, word: str) -> tuple[Op, ...]:
    """They tap a button of it: of a poll, or of the panel."""
    memory = Memory(Guesses(), Unsent(), 0.0)
    if ballot.kind is BallotKind.POLL:
        button = Button(Scope.PARTICIPANT, "PARK7Q", "v", (str(ballot.seq), word))
        return room.do(lambda u: voting.press(u, visit(u, room, person, button), button, memory))
    button = Button(Scope.PARTICIPANT, "PARK7Q", "panel", (word, str(ballot.seq)))
    return room.do(lambda u: panel.press(u, visit(u, room, person, button), button, memory))


def at(message_id: int | None = 5) -> Desk:
    """Somebody who steers has tapped a button, or (None) typed."""
    house = House(LAST_DAY, random.Random(1), "bot", "Council", "x@example.org", {})
    press = Press("q", message_id, None) if message_id is not None else None
    return Desk(Sender(1, 1, private=True, language="en"), EN, house, press)


def counted_and_not(room: Room, ballot: Ballot) -> tuple[int, int]:
    """Somebody whose answer a look has counted, and somebody who has answered and was not drawn."""
    counted = [p for p in CROWD[:LOOK] if ballot.id in room.do(lambda u, p=p: u.answers.counted(room.workshop.id, p))]  # type: ignore[misc]
    return counted[0], next(p for p in CROWD[:LOOK] if p not in counted)


def words(ops: tuple[Op, ...]) -> list[str]:
    """What stands on the phone after it, messages only."""
    return [op.message.html for op in ops if isinstance(op, Send | Edit)]


@on_sqlite
@pytest.mark.parametrize(
    ("kind", "change", "over", "counted"),
    [
        (BallotKind.POLL, "c", OVER, COUNTED),
        (BallotKind.VOTE, "again", "This vote is over.",
         "Your votes are counted. Nobody can find them any more, not even us."),
        (BallotKind.ASK, "ask", "This round of questions is over.",
         "Your answer to this round is counted. Nobody can find it any more, not even us."),
        (BallotKind.ASK, "back", "This round of questions is over.",
         "Your answer to this round is counted. Nobody can find it any more, not even us."),
    ],
)  # fmt: skip
def test_what_was_said_stays_on_the_phone(room: Room, kind: BallotKind, change: str, over: str, counted: str) -> None:
    """Change, once it cannot be changed: a toast says why, the button goes, and no list of options opens. Else it does open."""
    ballot = asked(room, kind, LOOK)
    mine, waits = counted_and_not(room, ballot)
    assert taps(room, mine, ballot, change) == (Flash("q", counted), Strip(mine, 5))
    assert any(isinstance(op, Edit) and op.message.keyboard for op in taps(room, waits, ballot, change))
    ended = asked(room, kind, FOR_GOOD)
    for person in (CROWD[0], CROWD[14]):  # the same for whoever had answered and had not
        assert taps(room, person, ended, change) == (Flash("q", over), Strip(person, 5))


@on_sqlite
def test_polls_that_can_still_be_answered_are_listed(room: Room) -> None:
    """After a look whoever is not counted gets the poll by /polls, and whoever steers its figures; for good nobody."""
    ballot, gone = asked(room, BallotKind.POLL, LOOK), asked(room, BallotKind.POLL, FOR_GOOD)
    mine, waits = counted_and_not(room, ballot)

    def listed(person: int) -> list[str]:
        return words(room.do(lambda u: voting.polls(u, visit(u, room, person))))

    (new,), (again,) = listed(CROWD[14]), listed(waits)
    still = "you can still answer. What you say now is counted when the workshop closes, at the latest."
    assert still in new
    assert "Tap one, or type its number." in new
    assert still in again
    assert "You said: <b>Agree</b> ✓" in again
    assert listed(mine) == ["No poll is open right now."]
    page = room.do(lambda u: steering.polls_page(u, at(), u.workshops.get(room.workshop.id))).html
    assert "6 of 9 counted; the last 3, drawn by lot, come at the close at the latest." in page
    assert "whoever has not answered still can" in page
    assert room.answer(CROWD[14], **{ballot.id: Chosen("agree"), gone.id: Chosen("agree")})[ballot.id].value == "stored"
    room.close()
    closed = room.do(lambda u: steering.polls_page(u, at(), u.workshops.get(room.workshop.id)))
    assert closed == Message("No poll is open right now.")


@on_sqlite
def test_the_panel_lists_what_can_still_be_answered(room: Room) -> None:
    """A round and a vote that were ended by a look: whoever is not counted finds them by /panel."""
    for kind, open_words in ((BallotKind.ASK, "Ask a question"), (BallotKind.VOTE, "None of these")):
        ballot = asked(room, kind, LOOK)
        mine, _ = counted_and_not(room, ballot)

        def keys(person: int) -> str:
            ops = room.do(lambda u: panel.show(u, visit(u, room, person)))
            return str([op.message.keyboard for op in ops if isinstance(op, Send)])

        assert open_words in keys(CROWD[14])
        assert open_words not in keys(mine)


@on_sqlite
@pytest.mark.parametrize(
    ("answered", "act", "head"),
    [
        (FOR_GOOD, "endvote", "The vote is counted.\nEverybody is counted, 15 people: whoever had not voted counts as “None of these”."),
        (LOOK, "endvote", "The vote is counted.\n6 of 9 counted; the last 3, drawn by lot, come at the close at the latest."),
        (FOR_GOOD, "collect",
         "Collected: 8 questions.\nEverybody is counted, 15 people: whoever had not answered counts as “Nothing from me”."),
        (LOOK, "collect", "6 of 9 counted; the last 3, drawn by lot, come at the close at the latest."),
    ],
)  # fmt: skip
def test_who_voted_and_wrote_is_told_from_who_is_counted(room: Room, answered: int, act: str, head: str) -> None:
    """Twelve of fifteen, or nine: no sentence makes the fifteen, or the six that a look has counted, those who voted or wrote."""
    ballot = asked(room, BallotKind.VOTE if act == "endvote" else BallotKind.ASK, answered, end=False)
    button = Button(Scope.FACILITATOR, "PARK7Q", "panel", (act, "yes"))
    ops = room.do(lambda u: panel_steering.press(u, at(), u.workshops.get(ballot.workshop_id), button))
    page = "\n".join(words(ops))
    assert head in page
    assert not any(f"{n} people" in page and "voted." in page for n in (6, 9))
    assert "from 15 people" not in page


@on_sqlite
def test_a_tap_without_news_says_so(room: Room) -> None:
    """How many are in comes as a toast; counting again what nobody has answered since sends no second picture, and says why."""
    running, ended = asked(room, BallotKind.POLL, LOOK, end=False), asked(room, BallotKind.POLL, LOOK)

    def tapped(verb: str, ballot: Ballot) -> tuple[Op, ...]:
        act = {"bshow": steering.show, "bclose": steering.close}[verb]
        button = Button(Scope.FACILITATOR, "PARK7Q", verb, (ballot.id,))
        return room.do(lambda u: act(u, at(), u.workshops.get(room.workshop.id), button))

    assert tapped("bshow", running)[0] == Flash(
        "q", f"9 of {room.do(lambda u: u.workshops.get(room.workshop.id)).joined} in"
    )
    again = tapped("bclose", ended)
    assert again[0] == Flash("q", "Nothing new to count: too few more have answered.")
    assert not any(isinstance(op, DrawResult) for op in again)
    for person in CROWD[9:12]:
        room.answer(person, **{ended.id: Chosen("agree")})
    grown = tapped("bclose", ended)
    assert grown[0] == Flash("q")
    assert any(isinstance(op, DrawResult) for op in grown)
    assert "Ended for good: everybody is counted, 15 people. 3 did not answer." in words(grown)[0]


@on_sqlite
def test_few_of_a_small_room_are_not_called_fewer_than_four_fifths(room: Room) -> None:
    """Seven of eight are more than four fifths and still too few: what is said of a poll that was ended is true of them too."""
    ballot = asked(room, BallotKind.POLL, 7)
    page = room.do(lambda u: steering.polls_page(u, at(), u.workshops.get(ballot.workshop_id)))
    assert "No result now: fewer than 8 people have answered." in page.html
    assert "four fifths" not in page.html


@on_sqlite
def test_what_was_asked_twice_is_not_offered_again(room: Room) -> None:
    """By a second round, or in the same words; below its result and in the menu of its question, and only from then on."""
    first = asked(room, BallotKind.POLL, FOR_GOOD)

    def offers(name: str) -> bool:
        now = room.do(lambda u: u.workshops.get(room.workshop.id))
        found = Finding(now.everything.question(name), None, "")
        return "bagain" in str(result_keys(now, found, EN, grouped=False, on_screen=False))

    assert offers(first.id)
    again = room.do(lambda u: u.ballots.draft(room.workshop, BallotKind.POLL, first.question, first.id))
    assert offers(first.id), "a draft is not asked yet"
    room.do(lambda u: u.ballots.open(again))
    assert not offers(first.id)
    assert not offers(again.id)
    place, own = next((n, q) for n, q in enumerate(room.workshop.flow.questions) if q.type == "single")
    now = room.do(lambda u: u.workshops.get(room.workshop.id))
    assert "The question with all its options" in str(poll_about(now, place, EN).keyboard)
    later = room.do(lambda u: u.ballots.draft(room.workshop, BallotKind.POLL, own, own.id))
    room.do(lambda u: u.ballots.open(later))
    now = room.do(lambda u: u.workshops.get(room.workshop.id))
    assert "The question with all its options" not in str(poll_about(now, place, EN).keyboard)
