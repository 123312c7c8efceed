"""A message to many at once, and how far it has come; must not know what is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from bot.telegram.calls import Call
from bot.telegram.courier import Courier, Lane, Outcome


def bulk(courier: Courier, calls: Iterable[Call]) -> Progress:
    """Post all of them behind every reply."""
    return Progress(courier.post(call, Lane.BULK) for call in calls)


class Progress:
    """How far a send to all has come. `stop()` takes back what has not left."""

    def __init__(self, futures: Iterable[asyncio.Future[Outcome]]) -> None:
        self._futures = list(futures)

    @property
    def total(self) -> int:
        """How many were to be sent."""
        return len(self._futures)

    @property
    def left(self) -> int:
        """How many have neither arrived nor failed."""
        return sum(1 for future in self._futures if not future.done())

    def count(self, kind: type[Any]) -> int:
        """How many ended so, for example `count(Delivered)`."""
        ended = (future for future in self._futures if future.done() and not future.cancelled())
        return sum(1 for future in ended if isinstance(future.result(), kind))

    def stop(self) -> None:
        """Send no more of it; what is on its way arrives."""
        for future in self._futures:
            future.cancel()

    async def wait(self) -> None:
        """Until none is left."""
        await asyncio.gather(*self._futures, return_exceptions=True)
