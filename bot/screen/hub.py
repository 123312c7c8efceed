"""Who watches which screen, and what they are told: whole states, only when something changed; must not know HTTP.

A screen may have changed (`touch`), and then its state is read once for everybody who watches it, at most once in `every`
seconds. What another process changed, or a new day, is noticed after `anyway` seconds. Nothing is kept on disk.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from bot.desk import Ask
from bot.logs import log
from bot.screen.state import Json, state_of
from storage.database import OUTAGES, Unit
from storage.staff.screens import digest_of

EVERY, ANYWAY = 1.0, 10.0
"""Seconds: a state is read not oftener than the one, and not less often than the other while somebody watches."""

MOST_VIEWERS = 300
MOST_OF_ONE = 60
"""Viewers of one workshop's screen: who has its link keeps no other workshop's out."""

AGAIN = 0.25
"""Seconds: which links there are is read once in so long at most, however many ask with a token that is none of them."""

_FAILURES: tuple[type[Exception], ...] = (*OUTAGES, RuntimeError, ValueError, LookupError)


@dataclass(eq=False)
class Viewer:
    """One open page. It is told of the newest state only: what it was too slow to read does not matter any more."""

    token: str = field(repr=False)
    _newest: str | None = None
    _is_over: bool = False
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def next(self) -> str | None:
        """The next state as JSON, without a time; None when this link shows nothing any more."""
        await self._news.wait()
        self._news.clear()
        return None if self._is_over else self._newest

    def tell(self, state: str | None) -> None:
        """What `next` gives; None ends it."""
        self._newest, self._is_over = state, self._is_over or state is None
        self._news.set()


@dataclass
class _Watch:
    """The viewers of one workshop, and what they see."""

    viewers: set[Viewer] = field(default_factory=set)
    stale: asyncio.Event = field(default_factory=asyncio.Event)
    state: str | None = None
    version: str = ""
    looking: asyncio.Task[None] | None = None


class Hub:
    """One for the process. `ask` runs a transaction; `today` tells the date; `now` is a clock in seconds."""

    def __init__(
        self, ask: Ask, bot_username: str, today: Callable[[], date], now: Callable[[], float], every: float = EVERY
    ) -> None:
        self._ask = ask
        self._username = bot_username
        self._today = today
        self._now = now
        self._every = every
        self._watches: dict[str, _Watch] = {}
        self._links: dict[bytes, str] = {}
        self._read_at = -AGAIN
        self._reading: asyncio.Task[None] | None = None

    def touch(self, workshop_id: str) -> None:
        """What this workshop's screens show may have changed."""
        watch = self._watches.get(workshop_id)
        if watch is not None:
            watch.stale.set()

    async def workshop_of(self, token: str) -> str | None:
        """The workshop that a token shows, None for a dead one.

        A token that is known may work no more, and is looked up. One that is not is looked for among all the links there are, which
        are read once for everybody who asks meanwhile: a flood of wrong ones costs no more than one, and keeps nobody out whose link
        is fresh. There is nothing to guess: a token has 144 random bits.
        """
        digest = digest_of(token)
        if digest not in self._links:
            if self._reading is None:
                self._reading = asyncio.create_task(self._read_links())
                self._reading.add_done_callback(self._was_read)
            await asyncio.shield(self._reading)
        if digest not in self._links:
            return None
        return await self._ask(lambda unit: unit.screens.workshop_of(token, self._today()))

    async def _read_links(self) -> None:
        await asyncio.sleep(max(0.0, self._read_at + AGAIN - self._now()))
        self._read_at = self._now()
        self._links = await self._ask(lambda unit: unit.screens.links(self._today()))

    def _was_read(self, reading: asyncio.Task[None]) -> None:
        self._reading = None
        if not reading.cancelled():
            reading.exception()  # whoever waits for it is told; nobody else has to be

    def is_full(self, workshop_id: str) -> bool:
        """Whether nobody else may watch this workshop for now."""
        watch = self._watches.get(workshop_id)
        everybody = sum(len(watch.viewers) for watch in self._watches.values())
        return everybody >= MOST_VIEWERS or (watch is not None and len(watch.viewers) >= MOST_OF_ONE)

    @contextmanager
    def watching(self, workshop_id: str, token: str) -> Iterator[Viewer]:
        """Somebody watches while the block runs."""
        watch = self._watches.setdefault(workshop_id, _Watch())
        viewer = Viewer(token)
        watch.viewers.add(viewer)
        if watch.state is not None:
            viewer.tell(watch.state)
        watch.stale.set()  # and what has changed since follows at once
        if watch.looking is None:
            watch.looking = asyncio.create_task(self._look_for_ever(workshop_id, watch))
        try:
            yield viewer
        finally:
            watch.viewers.discard(viewer)
            if not watch.viewers and self._watches.get(workshop_id) is watch:
                watch.looking.cancel()
                del self._watches[workshop_id]

    def close(self) -> None:
        """Tell everybody that it is over."""
        for watch in self._watches.values():
            for viewer in watch.viewers:
                viewer.tell(None)

    async def _look_for_ever(self, workshop_id: str, watch: _Watch) -> None:
        while True:
            watch.stale.clear()  # first: what changes while the database is asked makes it stale again
            try:
                await self._look(workshop_id, watch)
            except _FAILURES as error:  # the next look may succeed; a screen that stays as it was is better than none
                log("tick_failed", handler="web", error=error)
            await asyncio.sleep(self._every)
            await _happens_within(watch.stale, ANYWAY)

    async def _look(self, workshop_id: str, watch: _Watch) -> None:
        tokens = frozenset(viewer.token for viewer in watch.viewers)
        state, alive = await self._ask(partial(self._read, workshop_id=workshop_id, tokens=tokens))
        for viewer in watch.viewers:
            if viewer.token in tokens and viewer.token not in alive:
                viewer.tell(None)
        if state is None or state["version"] == watch.version:
            return
        watch.version = str(state["version"])
        watch.state = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
        for viewer in watch.viewers:
            viewer.tell(watch.state)

    def _read(self, unit: Unit, workshop_id: str, tokens: frozenset[str]) -> tuple[Json | None, frozenset[str]]:
        """The state of a workshop's screen, and those of the tokens that may still see it; no state where none may."""
        alive = frozenset(t for t in tokens if unit.screens.workshop_of(t, self._today()) == workshop_id)
        return (state_of(unit, workshop_id, self._username) if alive else None), alive


async def _happens_within(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
