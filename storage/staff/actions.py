"""What those who run a workshop did to it, for every participant to read; must not know participants, or who did it.

A row says what, on which day, and in which role: no user id, no time, no count, no word that somebody typed. It is written in
the transaction of the act itself, so that neither is ever without the other.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, insert, select

from storage.days import there
from storage.tables import ACTION
from storage.values import DETAILS, Action, ActionKind, Actor
from storage.workshops import zone_of

REPEATED = frozenset({ActionKind.SHOWN, ActionKind.READ})
"""Acts that change nothing: many in a row on one day are written once, so that taps do not fill the list."""


class Actions:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection) -> None:
        """Part of a `Unit`."""
        self._connection = connection

    def note(self, workshop_id: str, kind: ActionKind, actor: Actor, day: date, detail: str = "") -> None:
        """Write down an act. Raises ValueError for a detail that is not one of `DETAILS`: no text belongs here."""
        if detail not in DETAILS:
            raise ValueError("an act has no such detail")
        if workshop_id:  # what is done everywhere is written down by the day of the house
            day = there(day, zone_of(self._connection, workshop_id))
        done = self.of(workshop_id)
        if kind in REPEATED and done and done[-1] == Action(kind, actor, day, detail):
            return
        values = {"kind": kind.value, "actor": actor.value, "day": day, "detail": detail}
        self._connection.execute(insert(ACTION).values(workshop_id=workshop_id, seq=len(done) + 1, **values))

    def of(self, workshop_id: str) -> list[Action]:
        """Everything that was done to a workshop, the newest last."""
        wanted = (ACTION.c.kind, ACTION.c.actor, ACTION.c.day, ACTION.c.detail)
        mine = select(*wanted).where(ACTION.c.workshop_id == workshop_id).order_by(ACTION.c.seq)
        rows = self._connection.execute(mine).all()
        return [Action(ActionKind(kind), Actor(actor), day, detail) for kind, actor, day, detail in rows]
