"""Long work that is owed by how something stands in the database, as a source of debts; must not know how it is done.

A close that was wanted is not done, a native poll is being ended, answers are to be grouped, a message to everybody is not over:
each stands in rows of its own, is looked for at the start and at every tick, and is gone on with unless it is being done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.messages import CloseWorkshop, Edit, Owed, Pays, Send, StartSendout, StopPoll
from bot.owing.debts import Debt, Settled
from bot.places import ChorePlace, Place
from bot.reading.grouping import group_themes
from bot.telegram.courier import Delivered, Leaves, Outcome
from storage.database import Unit


class Chores:
    """One for the program. `sends`: whether messages to everybody may be gone on with; at the start screens come first."""

    def __init__(self) -> None:
        self.sends = False

    def of(self, unit: Unit, who: int | None, lost: frozenset[Place]) -> Iterator[Debt]:
        """All of it, of every workshop; one person is owed none of it alone."""
        del lost
        if who is not None:
            return
        yield from _named("close", ((w.id, CloseWorkshop(w.id)) for w in unit.workshops.unfinished()))
        yield from _named("poll", ((p.id, StopPoll(p.id, p.chat_id)) for p in unit.staff.ending_polls()))
        yield from (Debt((group_themes(*which),)) for which in unit.groupings.due())
        if self.sends:
            yield from _named("sendout", ((s.id, StartSendout(s.id)) for s in unit.sendouts.running()))

    def ended(self, op: Pays, outcome: Outcome, tries: int) -> Settled | Send | Edit | None:
        """What has failed still stands there, and is tried again."""
        del op, tries
        return Settled() if isinstance(outcome, Delivered) else None

    def leaves(self, op: Pays) -> Leaves | None:
        """Nothing waits for that."""
        del op
        return None


def _named(name: str, found: Iterable[tuple[str, CloseWorkshop | StopPoll | StartSendout]]) -> Iterator[Debt]:
    return (Debt((Owed(op, ChorePlace(name, about)),)) for about, op in found)
