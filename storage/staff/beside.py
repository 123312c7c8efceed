"""Which closed workshops the report of one lays beside it, as those who steer have said; must not know what any of them said."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from storage.schema.beside import BESIDE


class Beside:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection) -> None:
        """Part of a `Unit`."""
        self._connection = connection

    def of(self, workshop_id: str) -> tuple[str, ...]:
        """The workshops in its report's comparison, itself too, in their order; nothing where it has none, or no other is left."""
        mine = select(BESIDE.c.other_id).where(BESIDE.c.workshop_id == workshop_id).order_by(BESIDE.c.place)
        found = tuple(self._connection.execute(mine).scalars())
        return found if len(found) > 1 else ()

    def put(self, workshop_ids: Sequence[str]) -> None:
        """From now on each of their reports has them all side by side, instead of whatever it had."""
        self.take_out(workshop_ids)
        rows = [
            {"workshop_id": mine, "place": place, "other_id": other}
            for mine in workshop_ids
            for place, other in enumerate(workshop_ids, 1)
        ]
        if rows:
            self._connection.execute(insert(BESIDE), rows)

    def take_out(self, workshop_ids: Sequence[str]) -> None:
        """Their reports have no comparison any more."""
        self._connection.execute(delete(BESIDE).where(BESIDE.c.workshop_id.in_(workshop_ids)))
