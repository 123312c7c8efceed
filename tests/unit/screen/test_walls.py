"""Pages that wait to become a wall: digits that live for two minutes, are nobody else's, and give what they are given to one page."""

from __future__ import annotations

import random

import pytest

from bot.screen.walls import GRACE, LIVES, MOST, SILENT, Walls

FAY, SAM = 71, 72
WORKSHOP, TOKEN = "workshop", "iAAAAAAAAAAAAAAAAAAAAAAAA"


class Clock:
    """A clock that tests set forward."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """At some moment."""
    return Clock()


@pytest.fixture
def walls(clock: Clock) -> Walls:
    """Nobody waits."""
    return Walls(random.Random(3), clock)


def opened(walls: Walls, secret: str = "new") -> tuple[str, str]:
    """A page asks: its secret and its digits."""
    shown = walls.show(secret)
    assert shown is not None
    return shown.secret, shown.digits


def test_one_page_gets_what_a_facilitator_gave_for_its_digits(walls: Walls) -> None:
    """The page with the secret does, and no other; naming the digits again gives nothing to anybody else's workshop."""
    (secret, digits), (other, others) = opened(walls), opened(walls)
    assert sum(a != b for a, b in zip(digits, others, strict=True)) > 1
    assert walls.is_shown(digits, WORKSHOP, FAY)
    walls.give(digits, WORKSHOP, TOKEN)
    page, neighbour, stranger = walls.show(secret), walls.show(other), walls.show(digits)
    assert (page and page.given, neighbour and neighbour.given) == ((WORKSHOP, TOKEN), None)
    assert stranger is not None
    assert (stranger.given, stranger.secret in (secret, other)) == (None, False)
    assert walls.is_shown(digits, WORKSHOP, FAY), "a second tap of the same is no mistake"
    assert not walls.is_shown(digits, "another", SAM)
    walls.give(digits, "another", "stolen")
    page = walls.show(secret)
    assert page is not None
    assert page.given == (WORKSHOP, TOKEN)


def test_digits_live_for_two_minutes(walls: Walls, clock: Clock) -> None:
    """Then the page has others; who was typing has a moment more; a page that asks no more is forgotten, secret and all."""
    secret, digits = opened(walls)
    for _ in range(int(LIVES / 10)):
        clock.now += 10
        walls.show(secret)
    shown = walls.show(secret)
    assert shown is not None
    assert shown.digits != digits
    assert shown.left == LIVES
    clock.now += GRACE - 1
    assert walls.is_shown(digits, WORKSHOP, FAY)
    clock.now += 2
    assert not walls.is_shown(digits, WORKSHOP, FAY)
    assert walls.is_shown(shown.digits, WORKSHOP, FAY)
    clock.now += SILENT
    assert not walls.is_shown(shown.digits, WORKSHOP, FAY)
    again = opened(walls, secret)
    assert again[0] != secret


def test_guessing_ends(walls: Walls, clock: Clock) -> None:
    """Eight wrong tries of one member of staff, sixty of all of them, and nobody may name digits for ten minutes."""
    opened(walls)
    for n in range(60):
        user = FAY + n // 8
        assert not walls.must_wait(user)
        assert not walls.is_shown("none", WORKSHOP, user)
        assert walls.must_wait(FAY) == (n >= 7)
    assert walls.must_wait(99)
    clock.now += 601
    assert not walls.must_wait(99)


def test_a_flood_of_pages_takes_no_room_for_ever(walls: Walls, clock: Clock) -> None:
    """No more than so many wait; those that wait keep their place, and there is room again when the others are gone."""
    secret, digits = opened(walls)
    taken = {digits, *(opened(walls)[1] for _ in range(MOST - 1))}
    assert len(taken) == MOST
    assert walls.show("new") is None
    clock.now += SILENT - 1
    assert opened(walls, secret) == (secret, digits)
    clock.now += 2
    assert walls.show("new") is not None


def test_what_leads_nowhere_is_taken_back(walls: Walls) -> None:
    """Where nothing was stored of what a facilitator did, the page waits on with other digits."""
    secret, digits = opened(walls)
    walls.give(digits, WORKSHOP, TOKEN)
    walls.take_back(secret)
    shown = walls.show(secret)
    assert shown is not None
    assert (shown.given, shown.digits == digits) == (None, False)
