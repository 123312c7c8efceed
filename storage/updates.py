"""Which updates were handled; must not know what an update holds or whose it is."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, or_, select, text

from storage.tables import SEEN

KEPT = 20_000
"""Updates remembered: eleven minutes at 30 a second, far longer than a redelivery of a stored update takes."""

JUMP = 1_000_000
"""Ids so far above a new one are from before Telegram began counting elsewhere (it does after an idle week)."""

_SEE = text("INSERT INTO seen_update (update_id) VALUES (:update_id) ON CONFLICT DO NOTHING")
_EVERY = 500


class Updates:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection) -> None:
        """Part of a `Unit`."""
        self._connection = connection

    def first_time(self, update_id: int) -> bool:
        """Whether this update was not handled before; from now on it was, if the transaction commits."""
        if self._connection.execute(_SEE, {"update_id": update_id}).rowcount == 0:
            return False
        if update_id % _EVERY == 0:
            self._prune(update_id)
        return True

    def held(self) -> frozenset[int]:
        """The updates that are remembered."""
        return frozenset(self._connection.execute(select(SEEN.c.update_id)).scalars())

    def forget(self, ids: Iterable[int]) -> None:
        """These will not come again. How many there were is how often people have tapped and written: more, if they were asked more."""
        gone = [{"gone": update_id} for update_id in sorted(ids)]
        if gone:
            self._connection.execute(delete(SEEN).where(SEEN.c.update_id == bindparam("gone")), gone)

    def _prune(self, newest: int) -> None:
        is_old = or_(SEEN.c.update_id <= newest - KEPT, SEEN.c.update_id > newest + JUMP)
        self._connection.execute(delete(SEEN).where(is_old))
