"""A10: what is written of answers is written in the order of random keys, so that neither table nor log tells another order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from sqlalchemy import Delete, Engine, Insert, event

from storage.tables import COUNTED, PENDING, RECEIPT, SPENT
from tests.support.storage_case import Place, Room, full

CROWD = range(8_300_000_000, 8_300_000_012)
KEYS = {PENDING.name: "token", SPENT.name: "token", RECEIPT.name: "tag", COUNTED.name: "id"}
"""Table -> its column that is random, by which it is written. A row that is deleted is named by the same."""
Act = tuple[str, str]
"""("INSERT" or "DELETE", table)."""


@contextmanager
def written() -> Iterator[dict[Act, list[list[Any]]]]:
    """The keys of each statement with several rows, in the order in which the database is handed them."""
    seen: dict[Act, list[list[Any]]] = {}

    def heard(_connection: Any, statement: Any, many: list[dict[str, Any]], *_rest: Any) -> None:
        table = str(statement.table) if isinstance(statement, Insert | Delete) else ""
        if len(many) > 1 and table in KEYS:
            keys = [row.get(KEYS[table], row.get("gone")) for row in many]
            seen.setdefault((type(statement).__name__.upper(), table), []).append(keys)

    event.listen(Engine, "before_execute", heard)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_execute", heard)


def backwards(room: Room, place: Place) -> None:
    """Let SQLite read rows the other way round: what relies on the order in which they lie no longer comes out sorted by luck."""
    if place.kind == "sqlite":
        room.do(lambda u: u.updates._connection.exec_driver_sql("PRAGMA reverse_unordered_selects = ON"))


def test_rows_go_in_the_order_of_random_keys(place: Place, room: Room) -> None:
    """Answers that come in, and all that a look and the close move, are written and deleted sorted by what is random."""
    backwards(room, place)
    room.join(*CROWD)
    with written() as seen:
        for number, person in enumerate(CROWD):
            room.answer(person, **full(number))
        assert room.tick() == [("worth", 9), ("what", 9)]
        room.do(lambda u: [u.answers.counting(room.workshop.id).finish(q) for q in room.workshop.flow.questions])
    unsorted = {act for act, calls in seen.items() if any(a > b for keys in calls for a, b in pairwise(keys))}
    assert set(seen) == {*(("INSERT", table) for table in KEYS), ("DELETE", PENDING.name)}
    assert unsorted == set()
