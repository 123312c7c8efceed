"""How many people of each group are expected, as those who steer have said; must not know who came or who said it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, delete, insert, select

from storage.schema.expected import EXPECTED

_HERE = EXPECTED.c.workshop_id == bindparam("workshop")
_OF = select(EXPECTED.c.option, EXPECTED.c.people).where(_HERE).order_by(EXPECTED.c.option)


class Expected:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection) -> None:
        """Part of a `Unit`."""
        self._connection = connection

    def of(self, workshop_id: str) -> Mapping[str, int]:
        """Option of the question that makes the groups -> people expected; empty while nobody said."""
        return {row.option: row.people for row in self._connection.execute(_OF, {"workshop": workshop_id})}

    def set(self, workshop_id: str, people: Mapping[str, int]) -> None:
        """Whom they expect from now on, instead of whatever was said before; a group with 0 is not kept."""
        self._connection.execute(delete(EXPECTED).where(EXPECTED.c.workshop_id == workshop_id))
        rows = [{"workshop_id": workshop_id, "option": option, "people": n} for option, n in people.items() if n]
        if rows:
            self._connection.execute(insert(EXPECTED), rows)
