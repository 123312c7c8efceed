"""The first page of the desk, the board and /transparency say of every state of the reading what is true of it, and no more."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.buttons import Button, Scope
from bot.cockpit.message import draw
from bot.cockpit.view import read
from bot.desk import Desk, House
from bot.incoming import Press, Sender
from bot.memory import Guesses
from bot.messages import Flash, Send
from bot.reading.answers import front, press
from bot.results.pictures import Results
from bot.screen.state import state_of
from bot.trust.transparency import transparency
from bot.wording import Wording
from flows.dialogue.answers import Skipped, Use, Written
from storage.answers.texts import TextState
from storage.closing.reading import begin_telling, end_desks
from storage.database import Database
from storage.values import READ_WITHIN, Role, SendoutState
from tests.support.storage_case import LAST_DAY, Room, on_sqlite, open_room

EN = Wording("en")
CROWD = range(8_500_000_000, 8_500_000_010)
OVER = LAST_DAY + READ_WITHIN
UNTIL = "Until 18 March 2026. What nobody has approved by then is deleted."
SENT = "All of it is read. Everybody is sent what you have approved."
NOTHING = "All of it is read. Nothing of it can be shown, and everybody is told so."
NONE = "None of these answers is shown: they may not be quoted, or were not approved."
LOOKS = {"a": TextState.APPROVED, "t": TextState.APPROVED, "h": TextState.HIDDEN, "n": TextState.NEW}


@pytest.fixture
def room(db: Database) -> Room:
    """An open workshop with a join code that can be typed."""
    return open_room(db, code="PARK7Q")


def wrote(room: Room, states: str) -> None:
    """So many people have written, "t" only for themes, "c" to be counted; the others of ten have skipped it."""
    uses = {"t": Use.THEME, "c": Use.COUNT}
    room.agree(*CROWD)
    for n, person in enumerate(CROWD):
        said = Written(f"sentence {n}", uses.get(states[n], Use.QUOTE)) if n < len(states) else Skipped()
        room.answer(person, say=said)


def judge(room: Room, states: str) -> None:
    """Those who sit at the desk make of each text what stands there."""
    for text in room.do(lambda unit: unit.texts.of(room.workshop.id)):
        state = LOOKS[states[int(text.words[-1])]] if text.words else TextState.HIDDEN
        room.do(lambda unit, text=text, state=state: unit.texts.judge(text, state))  # type: ignore[misc]


def told(room: Room, state: SendoutState) -> None:
    """Everybody has the result, and the telling has come so far."""
    for one in room.do(lambda unit: unit.sendouts.running(room.workshop.id)):
        room.do(lambda unit, one=one: unit.sendouts.end(one.id, SendoutState.DONE))  # type: ignore[misc]
    for one in room.do(begin_telling):
        if state is not SendoutState.RUNNING:
            room.do(lambda unit, one=one: unit.sendouts.end(one.id, state))  # type: ignore[misc]


def at(today: date = LAST_DAY) -> Desk:
    """Somebody who steers, on this day."""
    house = House(today, random.Random(1), "bot", "Council", "x@example.org", {})
    return Desk(Sender(1, 1, private=True, language="en"), EN, house)


def page(room: Room, today: date = LAST_DAY) -> str:
    """The first page."""
    return room.do(lambda unit: front(unit, at(today), unit.workshops.get(room.workshop.id))).html


def desk(room: Room, today: date = LAST_DAY) -> str:
    """The last paragraph of the first page."""
    return page(room, today).split("\n\n")[-1]


@on_sqlite
@pytest.mark.parametrize(
    ("written", "states", "said"),
    [
        ("qqqqtt", "nnnnnn", "There is nothing approved yet that it could be the same as."),
        (
            "qqqqtt",
            "aaaann",
            "What is approved may be quoted, and this one is only for themes: the two are never joined.",
        ),
        (
            "ttttqq",
            "aaaann",
            "What is approved is only for themes, and this one may be quoted: the two are never joined.",
        ),
        ("ttttqq", "aaaaan", "The same as which one? They count as one from then on."),
    ],
)
def test_why_it_cannot_be_the_same_as_another(room: Room, written: str, states: str, said: str) -> None:
    """What is approved and may be used otherwise is there, and still no text can be joined with it."""
    wrote(room, written)
    room.close()
    judge(room, states)
    new = next(text for text in room.do(lambda unit: unit.texts.of(room.workshop.id)) if text.words.endswith("5"))
    button = Button(Scope.FACILITATOR, "PARK7Q", "desk", ("same", new.short))
    ops = room.do(lambda unit: press(unit, at(), unit.workshops.get(room.workshop.id), button))
    assert said in next(op.message.html for op in ops if isinstance(op, Send))


@on_sqlite
def test_a_card_that_is_older_than_the_end_of_the_desk(room: Room) -> None:
    """What it shows was deleted, as nobody had read it in time: it is not said that somebody has hidden it."""
    wrote(room, "nnnnnn")
    room.close()
    text = room.do(lambda unit: unit.texts.of(room.workshop.id))[0]
    end_desks(room.db, OVER)
    button = Button(Scope.FACILITATOR, "PARK7Q", "desk", ("ok", text.short))
    asked = replace(at(OVER), press=Press("q", 5, button))
    ops = room.do(lambda unit: press(unit, asked, unit.workshops.get(room.workshop.id), button))
    assert ops[0] == Flash("q", "The desk has ended: nobody is shown that one any more.")


def room_says(room: Room) -> tuple[str, str]:
    """What the result says below the question, and the last line of the whole result; phones, summary and screen alike."""
    results = room.do(lambda unit: Results.read(unit, room.workshop.id, EN))
    said = next(f.reading for f in results.found if f.question.id == "say")
    shown = room.do(lambda unit: state_of(unit, room.workshop.id, "bot"))["results"]
    base = next(result["base"] for result in shown if result["id"] == "say")
    assert said.rstrip(".") in base
    assert ("shown" in base) == ("shown" in said)
    return said, results.beside


def board(room: Room) -> str:
    """The next move."""
    unit_board = room.do(lambda unit: draw(read(unit, unit.workshops.get(room.workshop.id), 10, EN, organiser=False)))
    return unit_board.html.split("\n\n")[-1]


def listed(room: Room) -> str:
    """What /transparency says of open answers."""
    code, sender = room.workshop.code, Sender(1, 1, private=True, language="en")
    (op,) = room.do(lambda unit: transparency(unit, sender, code, Guesses(), 0.0))
    assert isinstance(op, Send)
    return next(line for line in op.message.html.split("\n") if line.startswith("Open answers"))


@on_sqlite
@pytest.mark.parametrize(
    ("states", "page", "said", "counted"),
    [
        ("nnnnnn", UNTIL, "6 open answers are being read.", "6 are being read; 0 were not approved"),
        ("nnnnnnc", UNTIL, "6 open answers are being read; the others are read, or may only be counted.",
         "6 are being read; 0 were not approved"),
        ("nhhhhh", UNTIL, "1 open answer is being read; the others are read, or may only be counted.",
         "1 is being read; 5 were not approved"),
        ("aaaaah", SENT, "", "fewer than 5 were not approved"),
        ("aaattt", f"{SENT} What is only for themes is sent to nobody.", "", "0 were not approved"),
        ("tttttt", NOTHING, NONE, "0 were not approved"),
        ("hhhhhh", NOTHING, NONE, "6 were not approved"),
        ("htttth", NOTHING, NONE, "fewer than 5 were not approved"),
    ],
)  # fmt: skip
def test_before_everybody_is_told(room: Room, states: str, page: str, said: str, counted: str) -> None:
    """After the close, from the first card to the last: what is promised is what will be done."""
    wrote(room, states)
    room.close()
    judge(room, states)
    assert desk(room) == page
    day = "<i>When all is read, or on 18 March 2026, everybody is told what of it is shown.</i>"
    assert room_says(room) == (said, day if "n" in states else "")
    assert listed(room) == f"Open answers: read before they are shown; {counted}"
    assert ("then everybody is sent" in board(room)) == ("n" in states)


@on_sqlite
@pytest.mark.parametrize("states", ["aaaaah", "tttttt", "hhhhhh"])
def test_once_everybody_is_told(room: Room, states: str) -> None:
    """Nothing is promised that was done: while it is sent, when it is sent, or was stopped; and of one that is taken back then."""
    wrote(room, states)
    room.close()
    judge(room, states)
    told(room, SendoutState.RUNNING)
    assert desk(room) == "All of it is read. Everybody is being told now."
    (running,) = room.do(lambda unit: unit.sendouts.running(room.workshop.id))
    room.do(lambda unit: unit.sendouts.end(running.id, SendoutState.DONE))
    assert desk(room) == "All of it is read. Everybody has been told."
    assert desk(room, OVER).startswith("The desk ended on 18 March 2026: what nobody had approved by then was deleted.")
    judge(room, states.replace("a", "n", 1))
    if "a" in states:
        assert desk(room) == (
            f"{UNTIL} Everybody has been told before: what you approve now comes on the screen and in the export."
        )
        assert "Everybody has been told before" in board(room)
        assert "on 18 March" not in room_says(room)[1]


@on_sqlite
def test_it_was_stopped(room: Room) -> None:
    """Nobody is promised what a facilitator has stopped."""
    wrote(room, "aaaaaa")
    room.close()
    judge(room, "aaaaaa")
    told(room, SendoutState.STOPPED)
    assert desk(room) == "All of it is read. Telling everybody was stopped."


@on_sqlite
def test_nobody_has_read_it_in_time(room: Room) -> None:
    """On the fourteenth day it is over, everywhere: what waited is deleted, and everybody is told that none is shown."""
    wrote(room, "nnnnnn")
    room.close()
    told(room, SendoutState.DONE)
    assert desk(room, OVER - timedelta(1)) == UNTIL
    assert end_desks(room.db, OVER) == [room.workshop.id]
    over = "The desk ended on 18 March 2026: what nobody had approved by then was deleted."
    assert "0 approved · 6 not approved" in page(room, OVER), "nobody has hidden any"
    assert "6 hidden" not in page(room, OVER)
    assert desk(room, OVER) == f"{over} Nothing of it can be shown, and everybody is told so."
    assert room_says(room) == (NONE, "")
    assert listed(room) == "Open answers: read before they are shown; 6 were not approved"
    told(room, SendoutState.DONE)
    assert desk(room, OVER) == f"{over} Everybody has been told."
    assert "read the open answers" not in board(room)


@on_sqlite
@pytest.mark.parametrize("states", ["aaaaah", "hhhhhh"])
def test_all_was_read_before_the_close(room: Room, states: str) -> None:
    """In the room: nothing is sent by itself, neither then nor after the close, and nothing is said to be."""
    wrote(room, states)
    room.do(lambda unit: unit.answers.end(room.workshop.id, "say"))
    judge(room, states)
    assert desk(room) == "All of it is read."
    room.close()
    told(room, SendoutState.DONE)
    assert desk(room) == "All of it is read."
    assert room_says(room) == (NONE if "a" not in states else "", "")


@on_sqlite
def test_a_desk_with_nothing_to_read_names_the_one_that_has(room: Room) -> None:
    """Of a closed workshop too few people wrote in: it says so, and a button leads to the other one as long as something waits there."""
    wrote(room, "nnnnnn")
    room.close()
    small = open_room(room.db, code="POND7Q", title="Pond")
    small.agree(*CROWD[:2])
    small.answer(CROWD[0], say=Written("fewer trees", Use.QUOTE))

    def of_the_pond() -> tuple[str, list[str]]:
        page = room.do(lambda unit: front(unit, at(), unit.workshops.get(small.workshop.id)))
        return page.html.split("\n\n")[-1], [key.label for row in page.keyboard for key in row]

    for one in (room, small):
        room.do(lambda unit, one=one: unit.staff.grant(1, Role.FACILITATOR, one.workshop.id))  # type: ignore[misc]
    assert of_the_pond() == ("Open answers come here when the workshop closes.", [])
    small.close()
    assert of_the_pond() == ("There is nothing to read.\nIn another workshop of yours there is:", ["📖 Room"])
    judge(room, "aaaaaa")
    assert of_the_pond() == ("There is nothing to read.", [])
