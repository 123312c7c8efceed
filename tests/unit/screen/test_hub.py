"""Who watches a screen is told of every change once, of the newest only, and nothing is read for nobody."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from types import SimpleNamespace
from typing import Any, TypeVar, cast

import pytest

from bot.screen.hub import MOST_OF_ONE, Hub, Viewer
from storage.database import Unit
from storage.staff.screens import digest_of

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


async def test_the_links_are_read_once_for_everybody_who_knocks() -> None:
    """A hundred wrong tokens at once are one look; after the next look a fresh one is known; a failed look harms one only."""
    links, reads, fails = {digest_of("old"): OURS}, list[float](), [False]

    def ask(work: Callable[[Unit], Any]) -> asyncio.Future[Any]:
        told: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        reads.append(time.monotonic())
        if fails[0]:
            told.set_exception(OSError("away"))
        else:
            told.set_result(work(cast("Unit", SimpleNamespace(screens=Links(links)))))
        return told

    hub = Hub(ask, "the_bot", lambda: date(2026, 3, 2), time.monotonic)
    assert set(await asyncio.gather(*(hub.workshop_of(f"wrong {n}") for n in range(100)))) == {None}
    assert len(reads) == 1
    links[digest_of("fresh")] = OURS
    found = await asyncio.gather(hub.workshop_of("fresh"), *(hub.workshop_of(f"wrong {n}") for n in range(100)))
    assert found == [OURS, *[None] * 100]
    assert len(reads) == 3
    del links[digest_of("old")]
    assert await hub.workshop_of("old") is None
    fails[0] = True
    with pytest.raises(OSError, match="away"):
        await hub.workshop_of("wrong")
    fails[0] = False
    assert await hub.workshop_of("fresh") == OURS


class Links:
    """The links there are."""

    def __init__(self, links: dict[bytes, str]) -> None:
        self._links = links

    def links(self, _today: date) -> dict[bytes, str]:
        """All of them."""
        return dict(self._links)

    def workshop_of(self, token: str, _today: date) -> str | None:
        """One of them."""
        return self._links.get(digest_of(token))


async def test_one_link_fills_its_own_screen_only() -> None:
    """Whoever has a link and opens it without end keeps no other workshop's screen out."""
    hub = Hub(Room().ask, "the_bot", lambda: date(2026, 3, 2), lambda: 0.0)
    with ExitStack() as pages:
        for _ in range(MOST_OF_ONE):
            assert not hub.is_full(OURS)
            pages.enter_context(hub.watching(OURS, "one"))
        assert hub.is_full(OURS)
        assert not hub.is_full("another")
