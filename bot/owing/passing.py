"""Answers to who asked something, as a source of debts that stands in memory alone; must not know what was asked.

No row tells who asked: what cannot be stored is owed by the update itself. One that only asks is not acknowledged before its answer
has left, and is answered again when Telegram hands it over again (`bot.telegram.intake`). What had no answer of Telegram's comes again,
rather twice than never.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from itertools import count

from bot.messages import Edit, Op, Owed, Pays, Send
from bot.owing.debts import Debt, Settled
from bot.places import PassingPlace, Place
from bot.telegram.courier import Leaves, Outcome, Refused, Unknown
from storage.database import Unit

_TRIES = 3
"""Sends of one answer of which nobody knows whether it came."""


class Passing:
    """One for the program."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._owed: dict[int, Owed] = {}
        self._left: dict[int, asyncio.Future[None]] = {}

    def noted(self, chat_id: int, ops: Iterable[Op]) -> tuple[tuple[Op, ...], list[asyncio.Future[None]]]:
        """What is said in a private chat is owed from now on; ended futures tell what has left."""
        marked = [self._marked(op) if _is_plain(op, chat_id) else op for op in ops]
        numbers = [op.place.number for op in marked if isinstance(op, Owed) and isinstance(op.place, PassingPlace)]
        return tuple(marked), [self._left[number] for number in numbers]

    def _marked(self, op: Op) -> Op:
        if not isinstance(op, Send):
            return op
        number = next(self._numbers)
        owed = self._owed[number] = Owed(op, PassingPlace(op.chat_id, number))  # a private chat's id is its user's
        self._left[number] = asyncio.get_running_loop().create_future()
        return owed

    def of(self, unit: Unit, who: int | None, lost: frozenset[Place]) -> Iterator[Debt]:
        """What this process has still to say."""
        del unit, lost
        for op in list(self._owed.values()):
            if op.place is not None and who in (None, op.place.who):
                yield Debt((op,))

    def leaves(self, op: Pays) -> Leaves:
        """What has left is with Telegram, whatever becomes of this process."""

        async def left(is_so: bool) -> Refused | None:  # noqa: FBT001  # as the courier calls it
            if is_so and isinstance(op.place, PassingPlace):
                self._has_left(op.place.number)
            return None

        return left

    def ended(self, op: Pays, outcome: Outcome, tries: int) -> Settled | Send | Edit | None:
        """Rather twice than never, a few times."""
        place = op.place
        if not isinstance(place, PassingPlace):
            raise TypeError("no answer is owed there")
        if isinstance(outcome, Unknown) and tries < _TRIES:
            return None
        del self._owed[place.number]
        self._has_left(place.number)
        return Settled()

    def _has_left(self, number: int) -> None:
        left = self._left.pop(number, None)
        if left is not None and not left.done():
            left.set_result(None)


def _is_plain(op: Op, chat_id: int) -> bool:
    is_here = isinstance(op, Send) and op.chat_id == chat_id > 0
    return is_here and isinstance(op, Send) and op.place is None and not op.bulk
