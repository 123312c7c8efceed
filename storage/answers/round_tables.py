"""Tables in the room that have a note-taker: a number, and for how many people; must not know who takes notes, or what.

What a note-taker hands in is counted apart from single people, one voice a table however many sit at it, and shown at the
close only, for as many tables as the rule asks people for: sizes of tables are known in the room, so nothing is weighted.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from storage.tables import ROUND_TABLE
from storage.workshops import Workshops

MOST_SEATS = 30
MOST_TABLES = 500
"""What fits into a room; a number beyond is a slip of the finger."""


class RoundTables:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection, workshops: Workshops) -> None:
        """Part of a `Unit`."""
        self._connection = connection
        self._workshops = workshops

    def take(self, workshop_id: str, number: int, seats: int) -> bool:
        """Somebody takes notes for this table of so many people; False when somebody else does already.

        Raises ValueError for a number or a size that no room has.
        """
        if not (1 <= number <= MOST_TABLES and 2 <= seats <= MOST_SEATS):
            raise ValueError("no such table")
        if number in self.all(workshop_id):
            return False
        self._connection.execute(insert(ROUND_TABLE).values(workshop_id=workshop_id, number=number, seats=seats))
        self._workshops.count(workshop_id, tables=1)
        return True

    def leave(self, workshop_id: str, number: int) -> None:
        """Nobody takes notes for this table any more; what was handed in for it stays."""
        mine = (ROUND_TABLE.c.workshop_id == workshop_id, ROUND_TABLE.c.number == number)
        self._connection.execute(delete(ROUND_TABLE).where(*mine))

    def all(self, workshop_id: str) -> dict[int, int]:
        """People at each table that has a note-taker, by its number."""
        mine = select(ROUND_TABLE.c.number, ROUND_TABLE.c.seats).where(ROUND_TABLE.c.workshop_id == workshop_id)
        rows = self._connection.execute(mine.order_by(ROUND_TABLE.c.number)).all()
        return {row.number: row.seats for row in rows}
