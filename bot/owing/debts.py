"""What a debt is: what is owed, how it is shown now, and how it is known to be paid; must not know any kind of debt.

A debt stands in the database, or follows from what stands there; it is read anew each time, so what is sent is what is true now.
How it is known where it is owed is its place (`bot.places.Place`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.messages import Edit, Kept, Op, Owed, Pays, Remove, Send
from bot.places import Place
from bot.telegram.courier import Leaves, Outcome
from storage.database import Unit


@dataclass(frozen=True)
class Debt:
    """What is owed: the last of `ops` pays it, and says by its place what it pays."""

    ops: tuple[Op, ...] = field(repr=False)

    @property
    def pays(self) -> Pays:
        """What pays it. Raises TypeError where nothing does."""
        last = self.ops[-1]
        if not isinstance(last, Send | Edit | Remove | Owed) or last.place is None:
            raise TypeError("a debt ends with what pays it")
        return last


def _nothing(_unit: Unit) -> None:
    return None


def _no_more(_result: object) -> None:
    return None


@dataclass(frozen=True)
class Settled:
    """It is owed no more, or not before somebody acts: `store` is stored, and `then` done with what that gave."""

    store: Callable[[Unit], Any] = _nothing
    then: Callable[[Any], None] = _no_more


class Source(Protocol):
    """One kind of debt."""

    def of(self, unit: Unit, who: int | None, lost: frozenset[Place]) -> Iterable[Debt]:
        """What is owed now to one person or member of staff, or (None) to all that is not read a page at a time.

        `lost`: what was sent and may not have come.
        """
        ...

    def ended(self, op: Pays, outcome: Outcome, tries: int) -> Settled | Send | Edit | None:
        """What follows from a payment's outcome: it is settled, paid with something else, or (None) still owed.

        `tries`: how often it was tried, this time included.
        """
        ...

    def leaves(self, op: Pays) -> Leaves | None:
        """What is to be told when the call leaves, if anything is."""
        ...


ANYBODY = 0
"""Whose a debt is that is paid whether somebody still steers or not: what tells them that they do not."""


class Keeps(Protocol):
    """Where what is decided without anybody's update is kept until it is done, as what follows from steering is."""

    def note(self, unit: Unit, who: int, op: Kept) -> Owed:
        """In a transaction: from now on this is owed to a member of staff, or to a room."""
        ...

    async def changed(self, place: Place, op: Kept) -> None:
        """What is left of it, now that some is done or has left."""
        ...
