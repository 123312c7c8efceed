"""Approved answers are sorted into themes on a phone: numbers mean the list that was read, and two at the desk are told what is true."""

from __future__ import annotations

import random

import pytest

from bot.buttons import Button, Scope, decode, encode
from bot.desk import Desk, House
from bot.incoming import Sender
from bot.messages import Message, Op, Send
from bot.polls.themes import propose
from bot.reading.sorting import press, typed
from bot.reading.themes import numbers_in, sign
from bot.wording import Wording
from flows.definition.flow import options_of
from flows.dialogue.answers import Use, Written
from storage.answers.texts import TextState
from storage.database import Database, Unit
from storage.values import BallotState
from tests.support.storage_case import LAST_DAY, Room, on_sqlite, open_room

EN = Wording("en")
CROWD = range(8_700_000_000, 8_700_000_012)
LOOK = "Something has changed here. Please look again."
SAY = sign("say")
HOUSE = House(LAST_DAY, random.Random(1), "bot", "Council", "x@example.org", {})
DESK = Desk(Sender(1, 1, private=True, language="en"), EN, HOUSE)


@pytest.fixture
def room(db: Database) -> Room:
    """Twelve people wrote, the last only for themes, and all of it is approved."""
    room = open_room(db, code="PARK7Q")
    room.agree(*CROWD)
    for n, person in enumerate(CROWD):
        use = Use.THEME if n == 11 else Use.QUOTE
        room.answer(person, say=Written(f"sentence {n:02}", use))
    room.do(lambda unit: unit.answers.end(room.workshop.id, "say"))
    room.read_all()
    return room


def page(ops: tuple[Op, ...]) -> Message:
    """The page that was sent."""
    return next(op.message for op in ops if isinstance(op, Send))


def tap(room: Room, *arguments: str) -> Message:
    """A button about themes."""
    button = Button(Scope.FACILITATOR, "PARK7Q", "theme", arguments)
    return page(room.do(lambda unit: press(unit, DESK, unit.workshops.get(room.workshop.id), button)))


def say(room: Room, words: str) -> Message:
    """Words for whatever this chat was asked for."""

    def work(unit: Unit) -> tuple[Op, ...]:
        about = (unit.staff.asked(1) or "").split(":", 2)[2]
        return typed(unit, DESK, unit.workshops.get(room.workshop.id), about, words)

    return page(room.do(work))


def button_of(message: Message, label: str) -> tuple[str, ...]:
    """The arguments of the button whose label begins like this."""
    found = next(key for row in message.keyboard for key in row if key.label.startswith(label))
    assert found.button is not None
    assert decode(encode(found.button)) == found.button, "it fits"
    return found.button.arguments


def themes(room: Room) -> dict[str, int]:
    """Every theme with how many answers are in it."""
    return {theme.label: len(theme.texts) for theme in room.do(lambda unit: unit.themes.of(room.workshop.id))}


def new(room: Room, name: str) -> Message:
    """A theme, made by typing its name; what goes in is asked."""
    tap(room, "new", SAY)
    return say(room, name)


@on_sqlite
def test_typed_numbers_go_in(room: Room) -> None:
    """Numbers of the list that was read, all of them or none; and a tick takes one out again without moving another."""
    listed = new(room, "Parking")
    assert "12. " not in listed.html
    done = say(room, "1, 4 and 7")
    assert themes(room) == {"Parking": 3}
    assert [key.label for row in done.keyboard for key in row][:8] == [
        "☑ 1",
        "☐ 2",
        "☐ 3",
        "☑ 4",
        "☐ 5",
        "☐ 6",
        "☑ 7",
        "☐ 8",
    ]
    assert "There is no number 13 here" in say(room, "2, 13").html
    assert "such as 1, 4 and 7" in say(room, "the first two").html
    assert themes(room) == {"Parking": 3}
    tap(room, *button_of(done, "☑ 4"))
    tap(room, *button_of(done, "☑ 4"))
    assert themes(room) == {"Parking": 2}, "two taps do it once"
    say(room, "9–11")
    assert themes(room) == {"Parking": 5}


@on_sqlite
def test_a_number_of_an_older_list_means_nothing(room: Room) -> None:
    """A colleague has sorted some in elsewhere meanwhile: numbers would be other answers' now, so nothing is done."""
    new(room, "Parking")
    other = room.do(lambda unit: unit.themes.make(room.workshop.id, "say", "Trees"))
    room.do(lambda unit: unit.themes.put(other, unit.texts.of(room.workshop.id)[:2]))
    assert LOOK in say(room, "1").html
    assert themes(room) == {"Parking": 0, "Trees": 2}
    say(room, "1")
    assert themes(room) == {"Parking": 1, "Trees": 2}


@on_sqlite
def test_a_name_is_a_theme_once(room: Room) -> None:
    """Typed again, in other capitals, it is the one there is; a name that is none is asked for again and nothing is lost."""
    new(room, "Parking")
    new(room, "  PARKING ")
    assert themes(room) == {"Parking": 0}
    tap(room, "new", SAY)
    assert "has 61 characters" in say(room, "x" * 61).html
    assert "Tap the answers" in say(room, "Trees").html
    handle = button_of(tap(room, "home", SAY), "Trees")[1]
    tap(room, "name", handle)
    assert "a theme of that name already" in say(room, "parking").html
    say(room, "Shade")
    assert set(themes(room)) == {"Parking", "Shade"}


@on_sqlite
def test_merged_parted_and_deleted(room: Room) -> None:
    """A wrong merge is undone on the theme's page; what is deleted leaves its answers; a page of what is gone says so."""
    new(room, "Parking")
    say(room, "1-3")
    new(room, "Cars")
    say(room, "1-2")
    home = tap(room, "home", SAY)
    cars, parking = button_of(home, "Cars")[1], button_of(home, "Parking")[1]
    merged = tap(room, "into", cars, parking)
    assert themes(room) == {"Parking": 5}
    assert tap(room, "into", cars, parking).html.startswith("<b>Themes")
    tap(room, *button_of(merged, "↩️ Undo the merge: Cars"))
    assert themes(room) == {"Cars": 2, "Parking": 3}
    assert "Its 2 answers stay" in tap(room, "del", cars).html
    tap(room, "delyes", cars)
    tap(room, "delyes", cars)
    assert themes(room) == {"Parking": 3}


@on_sqlite
def test_one_answer_goes_in_from_its_own_page(room: Room) -> None:
    """Into a theme that there is, or a new one; the author's wish that it be read by nobody is said."""
    silent = next(t for t in room.do(lambda unit: unit.texts.of(room.workshop.id)) if t.use is Use.THEME)
    tap(room, "newfor", silent.short)
    assert "Only for themes" in say(room, "Parking").html
    assert "1 of them only for themes" in tap(room, "home", SAY).html
    room.do(lambda unit: unit.texts.judge(silent, TextState.HIDDEN))
    assert "There is nothing" not in tap(room, "which", silent.short).html
    assert themes(room) == {"Parking": 1}, "it is counted nowhere, and comes back with its approval"
    assert "0 answers" in tap(room, "home", SAY).html


@on_sqlite
def test_a_theme_becomes_a_poll(room: Room) -> None:
    """One tap, shown as it will look; all themes of a question are the options of one."""
    for name in ("Parking", "Trees"):
        new(room, name)
    handle = button_of(tap(room, "home", SAY), "Parking")[1]

    def poll(*arguments: str) -> Message:
        button = Button(Scope.FACILITATOR, "PARK7Q", "themepoll", arguments)
        return page(room.do(lambda unit: propose(unit, DESK, unit.workshops.get(room.workshop.id), button)))

    assert "“Parking”: does this matter most for us?" in poll("one", handle).html
    assert "“Parking”: how much does this matter for us?" in poll("much", handle).html
    assert "What else: which one matters most for us?" in poll("which", SAY).html
    poll("which", SAY)
    drafts = room.do(lambda unit: unit.ballots.drafts(room.workshop.id))
    assert [draft.state for draft in drafts] == [BallotState.DRAFT] * 3, "the same proposal is not made twice"
    assert [option.label for option in options_of(drafts[-1].question)] == ["Parking", "Trees"]
    assert "no longer there" in poll("one", "00000000").html


@on_sqlite
def test_a_theme_that_is_told_nowhere_makes_no_poll(room: Room) -> None:
    """In one there is only the answer that its author gave for themes alone: a poll with its name would tell everybody of it."""
    for name in ("Parking", "Trees", "Odours"):
        new(room, name)
    silent = [t for t in room.do(lambda unit: unit.texts.of(room.workshop.id)) if t.use is Use.THEME]
    themes_of = room.do(lambda unit: unit.themes.of(room.workshop.id, "say"))
    odours = next(theme for theme in themes_of if theme.label == "Odours")
    room.do(lambda unit: unit.themes.put(odours, silent))

    def poll(*arguments: str) -> Message:
        button = Button(Scope.FACILITATOR, "PARK7Q", "themepoll", arguments)
        return page(room.do(lambda unit: propose(unit, DESK, unit.workshops.get(room.workshop.id), button)))

    assert "told to nobody" in poll("one", odours.handle).html
    assert "told to nobody" in poll("much", odours.handle).html
    assert "Odours" not in poll("which", SAY).html
    tap(room, "delyes", button_of(tap(room, "home", SAY), "Trees")[1])
    assert "told to nobody" in poll("which", SAY).html, "one is left"


def test_numbers_as_people_type_them() -> None:
    """With commas, blanks, words between them, as a range; anything else is no list of numbers."""
    assert numbers_in("1, 4 and 7", EN) == (1, 4, 7)
    assert numbers_in("1. 4. 7", EN) == (1, 4, 7)
    assert numbers_in("１ ４ 3-5 4", EN) == (1, 4, 3, 5)
    assert numbers_in("2 en 3", Wording("nl")) == (2, 3)
    assert numbers_in("one", EN) is None
    assert numbers_in("", EN) is None
    assert numbers_in("1 but not 2", EN) is None
