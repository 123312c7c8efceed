"""Who watches a screen is told of every change once, of the newest only, and nothing is read for nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from bot.screen.hub import Hub, Viewer
from storage.database import Unit

T = TypeVar("T")
OURS = "workshop"


class Room:
    """What the database would say: the state's version, and which tokens still lead to it."""

    def __init__(self) -> None:
        self.version, self.alive, self.reads = 1, {"one", "two"}, 0

    def ask(self, work: Callable[[Unit], T]) -> asyncio.Future[T]:
        """One transaction, of which only the result is played."""
        assert callable(work)
        self.reads += 1
        told: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        state = {"version": str(self.version)} if self.alive else None
        told.set_result((state, frozenset(self.alive)))
        return told


async def soon(viewer: Viewer) -> str | None:
    """What a viewer is told within a moment."""
    return await asyncio.wait_for(viewer.next(), 2)


async def test_many_viewers_share_one_look() -> None:
    """Everybody is told the same state, read once; what changes nothing is told to nobody; a dead link is told so."""
    room = Room()
    hub = Hub(room.ask, "the_bot", lambda: date(2026, 3, 2), lambda: 0.0, every=0.01)
    hub.touch(OURS)
    await asyncio.sleep(0.05)
    assert room.reads == 0
    with hub.watching(OURS, "one") as first, hub.watching(OURS, "two") as second:
        assert await soon(first) == await soon(second) == '{"version":"1"}'
        assert room.reads == 1
        for _ in range(9):
            hub.touch(OURS)
        await asyncio.sleep(0.1)
        assert room.reads <= 3
        room.version = 2
        hub.touch(OURS)
        assert await soon(first) == await soon(second) == '{"version":"2"}'
        with hub.watching(OURS, "two") as late:
            assert await soon(late) == '{"version":"2"}'
        room.alive.discard("one")
        hub.touch(OURS)
        assert await soon(first) is None
        hub.close()
        assert await soon(second) is None
    reads = room.reads
    hub.touch(OURS)
    await asyncio.sleep(0.05)
    assert room.reads == reads


async def test_a_workshop_that_is_gone_shows_nothing_any_more() -> None:
    """When no link leads to it there is no state to read, and everybody is told that it is over."""
    room = Room()
    hub = Hub(room.ask, "the_bot", lambda: date(2026, 3, 2), lambda: 0.0, every=0.01)
    with hub.watching(OURS, "one") as viewer:
        assert await soon(viewer) == '{"version":"1"}'
        room.alive.clear()
        hub.touch(OURS)
        assert await soon(viewer) is None
