"""Who watches which screen, and what they are told: whole states, only when something changed; must not know HTTP.

A screen may have changed (`touch`), and then its state is read once for everybody who watches it, at most once in `every`
seconds. What another process changed, or a new day, is noticed after `anyway` seconds. Nothing is kept on disk.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from bot.logs import log
from bot.screen.state import Json, state_of
from bot.transaction import Ask
from storage.database import OUTAGES, Unit

EVERY, ANYWAY = 1.0, 10.0
"""Seconds: a state is read not oftener than the one, and not less often than the other while somebody watches."""

MOST_VIEWERS = 300
KNOCKS, WITHIN = 30, 60.0
"""So many wrong tokens in so many seconds are looked up; then nobody's unknown token is, for a while."""


_FAILURES: tuple[type[Exception], ...] = (*OUTAGES, RuntimeError, ValueError, LookupError)


class TooMany(Exception):
    """Too many wrong tokens just now: ask again later."""


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
    """One for the process. `ask` runs a transaction; `today` tells the date (UTC); `now` is a clock in seconds."""

    def __init__(
        self, ask: Ask, bot_username: str, today: Callable[[], date], now: Callable[[], float], every: float = EVERY
    ) -> None:
        self._ask = ask
        self._username = bot_username
        self._today = today
        self._now = now
        self._every = every
        self._watches: dict[str, _Watch] = {}
        self._good: deque[bytes] = deque(maxlen=1000)
        self._wrong: deque[float] = deque(maxlen=KNOCKS)

    def touch(self, workshop_id: str) -> None:
        """What this workshop's screens show may have changed."""
        watch = self._watches.get(workshop_id)
        if watch is not None:
            watch.stale.set()

    async def workshop_of(self, token: str) -> str | None:
        """The workshop that a token shows, None for a dead one. Raises TooMany after many wrong ones."""
        digest = hashlib.sha256(token.encode()).digest()
        if digest not in self._good and len(self._wrong) == KNOCKS and self._now() - self._wrong[0] < WITHIN:
            raise TooMany
        found = await self._ask(lambda unit: unit.screens.workshop_of(token, self._today()))
        if found is None:
            self._wrong.append(self._now())
        elif digest not in self._good:
            self._good.append(digest)
        return found

    @property
    def is_full(self) -> bool:
        """Whether nobody else may watch for now."""
        return sum(len(watch.viewers) for watch in self._watches.values()) >= MOST_VIEWERS

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
