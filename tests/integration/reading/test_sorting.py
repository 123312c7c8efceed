"""Approved answers are sorted into themes on a phone: numbers mean the list that was read, and two at the desk are told what is true."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from bot.buttons import Button, Scope, decode, encode
from bot.desk import Desk, House
from bot.incoming import Press, Sender
from bot.messages import Flash, Message, Op, Send
from bot.polls.themes import propose
from bot.reading.sorting import press, typed
from bot.reading.standing import live
from bot.reading.themes import ThemePages, numbers_in, sign
from bot.wording import Wording
from flows.definition.flow import options_of
from flows.dialogue.answers import Use, Written
from flows.theming.values import Proposal
from storage.answers.grouping import Wish
from storage.answers.texts import Text, TextState
from storage.answers.themes import Source, Theme
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
def test_an_answer_is_chosen_to_stand_for_a_theme(room: Room) -> None:
    """On its own page; the theme's page marks it, and one that nobody may read has no such button."""
    new(room, "Parking")
    say(room, "1-8")
    handle = button_of(tap(room, "home", SAY), "Parking")[1]
    opened = tap(room, "open", handle, "0")
    lines = {n: next(line for line in opened.html.split("\n\n") if f"{n}. " in line) for n in range(1, 9)}
    other = next(n for n, line in lines.items() if "❝" not in line and "Only for themes" not in line)
    assert sum("❝" in line for line in lines.values()) == 1
    one = tap(room, *button_of(opened, str(other)))
    again = tap(room, *button_of(one, "❝"))
    assert f"❝ {other}. " in again.html
    assert not [key for row in tap(room, *button_of(again, str(other))).keyboard for key in row if "❝" in key.label]
    silent = room.do(lambda unit: next(t for t in unit.texts.of(room.workshop.id) if t.use is Use.THEME))
    tap(room, "quote", handle, silent.short)
    assert f"❝ {other}. " in tap(room, "open", handle, "0").html


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
def test_no_two_themes_have_one_name(room: Room) -> None:
    """Of one that is parted again its name was taken meanwhile: it gets a number, and that is said."""
    for name in ("Cars", "Parking"):
        new(room, name)
    home = tap(room, "home", SAY)
    cars, parking = button_of(home, "Cars")[1], button_of(home, "Parking")[1]
    tap(room, "into", cars, parking)
    new(room, "cars")
    button = Button(Scope.FACILITATOR, "PARK7Q", "theme", ("part", parking, cars))
    desk = replace(DESK, press=Press("q", 7, button))
    ops = room.do(lambda unit: press(unit, desk, unit.workshops.get(room.workshop.id), button))
    assert Flash("q", "There is another theme of that name by now, so this one is “Cars (2)”.") in ops
    assert set(themes(room)) == {"cars", "Cars (2)", "Parking"}


@on_sqlite
def test_a_word_finds_the_answers_that_have_it(room: Room) -> None:
    """Under the numbers of the whole list, which can be typed at once; capitals, accents and a word that nobody wrote."""
    new(room, "Parking")
    found = say(room, "SÉNTENCE 0")
    assert "10 answers have that in them:" in found.html
    ticks = [key.label for row in found.keyboard for key in row if key.label.startswith("☐")]
    assert len(ticks) == 10
    assert all(f"\n{tick[2:]}. sentence 0" in found.html for tick in ticks)
    alone = say(room, "sentence 05")
    assert "1 answer has that in it:" in alone.html
    number = next(key.label for row in alone.keyboard for key in row).removeprefix("☐ ")
    say(room, number)
    inside = room.do(lambda unit: unit.themes.of(room.workshop.id))[0].texts
    words = {text.id: text.words for text in room.do(lambda unit: unit.texts.of(room.workshop.id))}
    assert [words[one] for one in inside] == ["sentence 05"]
    assert "No answer here has that in it." in say(room, "zebra crossing").html
    assert "zebra" not in room.do(lambda unit: str(unit.staff.asked(1))), "what was searched for is kept nowhere"


def test_four_hundred_answers_are_turned_ten_pages_at_a_time() -> None:
    """Of fifty pages the last is five taps away, and whatever was written is a word away."""
    about = {"speaker": "", "state": TextState.APPROVED, "pinned": False, "same_as": ""}
    texts = [Text(f"t{n:03}", "w", "say", f"sentence {n}", Use.QUOTE, **about) for n in range(400)]  # type: ignore[arg-type]
    theme = Theme("theme-00", "w", "say", "Parking", Source.HAND)
    pages, at, taps = ThemePages("PARK7Q", EN, asks=True), 0, 0
    while at < 49:
        keys = {key.label: key for row in pages.put(theme, texts, at, "l", {}).keyboard for key in row}
        far = next(key for label, key in keys.items() if label.endswith(" »"))
        assert far.button is not None
        at, taps = int(far.button.arguments[2]), taps + 1
    assert taps == 5
    assert "« 40" in [key.label for row in pages.put(theme, texts, 49, "l", {}).keyboard for key in row]


@on_sqlite
def test_what_a_colleague_has_sorted_elsewhere_is_said(room: Room) -> None:
    """A tick on an old list moves an answer out of a colleague's theme: it does, and says so."""
    old = new(room, "Parking")
    first = button_of(old, "☐ 1")
    text = next(t for t in room.do(lambda unit: unit.texts.of(room.workshop.id)) if t.short == first[2])
    trees = room.do(lambda unit: unit.themes.make(room.workshop.id, "say", "Trees"))
    room.do(lambda unit: unit.themes.put(trees, [text]))
    button = Button(Scope.FACILITATOR, "PARK7Q", "theme", first)
    desk = replace(DESK, press=Press("q", 7, button))
    ops = room.do(lambda unit: press(unit, desk, unit.workshops.get(room.workshop.id), button))
    assert Flash("q", "A colleague had put it into another theme. It is in this one now.") in ops
    assert themes(room) == {"Parking": 1, "Trees": 0}


@on_sqlite
def test_the_pages_of_themes_are_live(room: Room) -> None:
    """Drawn anew they say what a colleague has made, renamed or deleted meanwhile."""

    def seen(*about: str) -> str:
        drawn = room.do(lambda unit: live(unit, DESK, unit.workshops.get(room.workshop.id), about))
        return drawn.html if drawn is not None else ""

    def finds_nothing(unit: Unit) -> bool:
        unit.groupings.wish(room.workshop.id, "say", Wish.NEW)
        stamp = unit.groupings.read(room.workshop.id, "say").stamp
        return unit.groupings.keep(room.workshop.id, "say", stamp, Proposal((), frozenset()))

    assert "Trees" not in seen("home", SAY)
    assert room.do(finds_nothing)
    assert "No theme is proposed: " in seen("home", SAY)
    assert "Proposed by machine" not in seen("home", SAY), "there is none"
    trees = room.do(lambda unit: unit.themes.make(room.workshop.id, "say", "Trees"))
    assert "• <b>Trees</b> · 0 answers" in seen("home", SAY)
    room.do(lambda unit: unit.themes.rename(trees, "Shade"))
    assert seen("open", trees.handle, "0").startswith("<b>Shade</b>")
    room.do(lambda unit: unit.themes.put(trees, unit.texts.of(room.workshop.id)))
    assert "Every answer is in a theme." in seen("home", SAY), "not that 0 are in none"
    room.do(lambda unit: unit.themes.delete(trees))
    assert seen("open", trees.handle, "0").startswith("<b>Themes</b>")
    for text in room.do(lambda unit: unit.texts.of(room.workshop.id)):
        room.do(lambda unit, text=text: unit.texts.judge(text, TextState.HIDDEN))  # type: ignore[misc]
    assert seen("home", SAY) == "", "the board folds back"


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
