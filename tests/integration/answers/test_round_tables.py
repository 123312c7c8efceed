"""What note-takers hand in for their tables, on SQLite and PostgreSQL."""

from __future__ import annotations

import pytest

from flows.dialogue.answers import Chosen
from tests.support.storage_case import Room, on_sqlite

pytestmark = on_sqlite

CROWD = range(8_400_000_000, 8_400_000_012)


def note(room: Room, person: int, option: str) -> None:
    """Somebody answers "worth" for their table."""
    workshop = room.do(lambda u: u.workshops.get(room.workshop.id))
    room.answer(person, **{workshop.slot("worth", table=True): Chosen(option)})


def test_tables_are_counted_apart(room: Room) -> None:
    """Tables and single people have a result each, and no number joins them; tables are shown at the close only."""
    for number in range(1, 9):
        assert room.do(lambda u, n=number: u.tables.take(room.workshop.id, n, 6))  # type: ignore[misc]
    room.join(*CROWD)
    for person in CROWD:
        room.answer(person, worth=Chosen("yes"))
        note(room, person, "no-not-at-all") if person < CROWD[8] else None
    assert room.tick() == [("worth", 9)]
    workshop = room.do(lambda u: u.workshops.get(room.workshop.id))
    own, _ = room.do(lambda u: u.answers.own(room.workshop.id, CROWD[1]))
    for_table, counted = room.do(lambda u: u.answers.own(room.workshop.id, CROWD[1], table=True))
    assert "worth" in for_table
    assert for_table != own
    assert counted == frozenset()
    releases = room.close().releases
    assert (releases["worth"].n, releases[workshop.slot("worth", table=True)].n) == (12, 8)
    assert releases["worth"].tally.counts["yes"] == 12
    assert set(room.do(lambda u: u.answers.segments(room.workshop.id))) <= {q.id for q in workshop.flow.questions}


def test_too_few_tables(room: Room) -> None:
    """Four tables stay silent, whatever their sizes: everybody in the room knows who sits where."""
    for number in range(1, 5):
        room.do(lambda u, n=number: u.tables.take(room.workshop.id, n, 20))  # type: ignore[misc]
        room.join(CROWD[number])
        note(room, CROWD[number], "yes")
    assert room.close().releases == {}


def test_one_note_taker_a_table(room: Room) -> None:
    """A table has one note-taker; when they leave another one can take over; no table has a number that no room has."""
    take = room.workshop.id
    assert room.do(lambda u: u.tables.take(take, 3, 6))
    assert not room.do(lambda u: u.tables.take(take, 3, 7))
    assert room.do(lambda u: u.tables.all(take)) == {3: 6}
    room.do(lambda u: u.tables.leave(take, 3))
    assert room.do(lambda u: u.tables.take(take, 3, 7))
    for number, seats in ((0, 6), (501, 6), (4, 1), (4, 31)):
        with pytest.raises(ValueError, match="no such table"):
            room.do(lambda u, n=number, s=seats: u.tables.take(take, n, s))  # type: ignore[misc]
