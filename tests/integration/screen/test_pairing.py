"""A page's four digits in the chat: who may name them, when they are digits of a wall, and which workshop it becomes."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from bot.buttons import Button, Scope
from bot.incoming import Command
from bot.messages import Edit, Flash, Op, Send
from bot.screen.walls import Walls
from storage.database import Database
from storage.values import Role
from tests.support.receiving import Counter
from tests.support.storage_case import Room, open_room

FAY, SAM, ADA = 71, 72, 8_300_000_001


class Page:
    """A page that waits."""

    def __init__(self, walls: Walls) -> None:
        self._walls = walls
        first = walls.show("new")
        assert first is not None
        self.digits, self._secret = first.digits, first.secret

    def given(self) -> tuple[str, str] | None:
        """What it was given: workshop and token."""
        shown = self._walls.show(self._secret)
        return shown.given if shown else None

    def workshop(self) -> str | None:
        """Whose wall it is."""
        given = self.given()
        return given[0] if given else None


@pytest.fixture
def room(db: Database) -> Room:
    """A workshop with a code that people are given."""
    return open_room(db, code="PARK7Q")


@pytest.fixture
def at(db: Database, room: Room) -> Counter:
    """Fay and Sam facilitate the one workshop there is."""
    for user in (FAY, SAM):
        db.run(lambda unit, user=user: unit.staff.grant(user, Role.FACILITATOR, room.workshop.id)).result()  # type: ignore[misc]
    return Counter(db, walls=Walls(random.Random(2), lambda: 0.0))


@pytest.fixture
def page(at: Counter) -> Page:
    """One page waits."""
    assert isinstance(at.walls, Walls)
    return Page(at.walls)


def said(ops: tuple[Op, ...]) -> str:
    """The words of what comes back."""
    return "\n".join(
        op.text if isinstance(op, Flash) else op.message.html for op in ops if isinstance(op, Send | Edit | Flash)
    )


def scan(at: Counter, user: int, digits: str) -> str:
    """Somebody's phone opens the link of the QR code, after they have asked for a wall."""
    at.type(user, "/screen")
    return said(at.tell(user, Command("start", f"w{digits}")))


def test_a_link_out_of_the_blue_puts_nothing_on_a_wall(at: Counter, page: Page, room: Room) -> None:
    """Anybody can send a facilitator the link of a page of their own: the digits are said, and a tap is needed."""
    link = Command("start", f"w{page.digits}")
    asked = said(at.tell(FAY, link))
    assert (page.workshop(), page.digits in asked, "tap nothing" in asked) == (None, True, True)
    at.type(FAY, "/screen")
    late = replace(at, clock=at.clock + 601)
    assert "tap nothing" in said(late.tell(FAY, link))
    assert page.workshop() is None
    at.press(FAY, Button(Scope.FACILITATOR, room.workshop.code, "screenpair", (page.digits,)))
    assert page.workshop() == room.workshop.id


def test_only_who_facilitates_puts_something_on_a_wall(at: Counter, page: Page, room: Room) -> None:
    """A stranger is told whose code it is, whether there is such a page or not; a facilitator's workshop is named."""
    assert scan(at, ADA, page.digits) == scan(at, ADA, "0000")
    assert "for whoever facilitates" in scan(at, ADA, page.digits)
    assert page.workshop() is None
    assert "is on the wall" in scan(at, FAY, page.digits)
    token = at.db.run(lambda unit: unit.screens.token(room.workshop.id)).result()
    assert page.given() == (room.workshop.id, token)
    assert str(token) in said(at.type(SAM, "/screen")), "both who facilitate have the same link"
    assert str(token) in said(at.type(FAY, "/screen"))


@pytest.mark.parametrize("typed", ["/screen {}", "/screen {0[0]}{0[1]} {0[2]}{0[3]}"])
def test_digits_behind_the_command(at: Counter, page: Page, typed: str) -> None:
    """In one go, also as people read them out."""
    assert "is on the wall" in said(at.type(FAY, typed.format(page.digits)))
    assert page.workshop() is not None


def test_digits_are_digits_of_a_wall_only_after_the_command(at: Counter, page: Page) -> None:
    """Without /screen, other words after it, and ten minutes later they mean what they always did; a slip can be put right."""
    plain = said(at.type(FAY, page.digits))
    assert (page.workshop(), "No page shows" in plain) == (None, False)
    assert "http://x/wall" in said(at.type(FAY, "/screen"))
    assert said(at.type(FAY, "Good morning")) == said(at.type(SAM, "Good morning"))
    late = replace(at, clock=at.clock + 601)
    assert said(late.type(FAY, page.digits)) == plain
    assert "No page shows 12" in said(at.type(FAY, f"12{(int(page.digits[2:]) + 50) % 100:02}"))
    assert page.workshop() is None
    assert "is on the wall" in said(at.type(FAY, page.digits))
    assert said(at.type(FAY, page.digits)) == plain, "and that was it"


def test_which_workshop_is_asked_where_it_is_not_clear(at: Counter, page: Page, room: Room) -> None:
    """Of two: a button each. The one that /screen was about is taken."""
    other = open_room(at.db, code="HARB7R", title="Harbour")
    at.db.run(lambda unit: unit.staff.grant(FAY, Role.FACILITATOR, other.workshop.id)).result()
    asked = at.tell(FAY, Command("start", f"w{page.digits}"))
    assert (page.workshop(), "Which workshop shall be on the wall" in said(asked)) == (None, True)
    (keys,) = [op.message.keyboard for op in asked if isinstance(op, Send)]
    assert sorted(row[0].label for row in keys) == sorted([room.workshop.title, "Harbour"])
    assert "<b>Harbour</b> is on the wall" in said(
        at.press(FAY, Button(Scope.FACILITATOR, other.workshop.code, "screenpair", (page.digits,)))
    )
    assert page.workshop() == other.workshop.id
    assert isinstance(at.walls, Walls)
    second = Page(at.walls)
    assert "<b>Harbour</b>" in scan(at, FAY, second.digits)
    assert "No page shows" in said(
        at.press(SAM, Button(Scope.FACILITATOR, room.workshop.code, "screenpair", (page.digits,)))
    )


def test_guessing_costs_tries(at: Counter, page: Page) -> None:
    """After eight wrong ones even the right one has to wait; it is nobody else's wait."""
    wrong = f"{(int(page.digits) + 1111) % 10_000:04}"
    assert [("No page shows" in scan(at, FAY, wrong)) for _ in range(8)] == [True] * 8
    assert "wait ten minutes" in scan(at, FAY, page.digits)
    assert page.workshop() is None
    assert "is on the wall" in scan(at, SAM, page.digits)


def test_after_the_close_only_a_new_link_is_had(at: Counter, page: Page, room: Room) -> None:
    """The key is gone and with it what was known of the link: it is said, and nothing goes dark before it is asked for."""
    token = "iAAAAAAAAAAAAAAAAAAAAAAAA"
    at.db.run(lambda unit: unit.screens.open(room.workshop.id, token)).result()
    room.close()
    at.db.run(lambda unit: unit.staff.set_focus(FAY, room.workshop.id)).result()
    today = replace(at, day=at.db.run(lambda unit: unit.workshops.get(room.workshop.id)).result().closed_on or at.day)
    tap = Button(Scope.FACILITATOR, room.workshop.code, "screenpair", (page.digits,))
    for words in (said(today.type(FAY, "/screen")), said(today.press(FAY, tap))):
        assert "what I knew of its link is deleted" in words
    leads = today.db.run(lambda unit: unit.screens.workshop_of(token, today.day)).result()
    assert (leads, page.workshop()) == (room.workshop.id, None)
    mark = today.db.run(lambda unit: unit.screens.mark(room.workshop.id)).result()
    assert "/screen#i" in said(today.press(FAY, Button(Scope.FACILITATOR, room.workshop.code, "screenyes", (mark,))))
    assert today.db.run(lambda unit: unit.screens.workshop_of(token, today.day)).result() is None
