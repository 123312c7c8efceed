"""The queue of updates for the bot and long polling, as the real server does it; knows nothing of what updates say."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bot.rehearsal.protocol.refusal import Refused

# What a bot receives unless it asks otherwise: everything but these.
_ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LONGEST_POLL = 50
_OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(frozen=True)
class Update:
    """One update: `body` is its JSON, `queue` orders it, after `expires` (clock) it is dropped."""

    id: int
    kind: str
    body: bytes
    queue: int | str
    expires: float


class Updates:
    """Holds updates until the bot has taken them."""

    def __init__(self, clock: Callable[[], float], first_id: int) -> None:
        self._clock = clock
        self._next_id = first_id
        self.pending: dict[int, Update] = {}
        self._merge: dict[str, int] = {}
        self._merge_of: dict[int, str] = {}
        self.allowed: frozenset[str] | None = None
        self.webhook_set = False
        self.on_put: Callable[[Update], None] = nowhere
        self._poller: asyncio.Future[None] | None = None
        self._watchers: list[asyncio.Future[None]] = []
        self.made = 0
        self._closed = False

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Remember `allowed_updates`; an empty list means the default again, None changes nothing."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def put(
        self, kind: str, content: dict[str, Any], *, queue: int | str, life: float, merge: str | None = None
    ) -> None:
        """Queue an update; one not yet seen by the bot with the same `merge` is replaced by this one."""
        if kind not in self.allowed if self.allowed is not None else kind in _ONLY_ON_REQUEST:
            return
        if merge is not None and (former := self._merge.pop(merge, None)) is not None:
            self.pending.pop(former, None)
            self._merge_of.pop(former, None)
        number, self._next_id = self._next_id, self._next_id + 1
        body = json.dumps({"update_id": number, kind: content}, ensure_ascii=False).encode()
        update = Update(number, kind, body, queue, self._clock() + life)
        self.pending[number] = update
        self.made += 1
        if merge is not None:
            self._merge[merge] = number
            self._merge_of[number] = merge
        self._wake()
        self.on_put(update)

    def taken(self, update_id: int) -> None:
        """The bot has acknowledged this update, or it is too old."""
        self.pending.pop(update_id, None)
        self.on_its_way(update_id)
        if not self.pending:
            watchers, self._watchers = self._watchers, []
            for watcher in watchers:
                if not watcher.done():
                    watcher.set_result(None)

    def on_its_way(self, update_id: int) -> None:
        """The bot may have seen this update, so it must not be replaced by a newer one any more."""
        merge = self._merge_of.pop(update_id, None)
        if merge is not None:
            self._merge.pop(merge, None)

    def drop_all(self) -> None:
        """Forget everything that waits."""
        for number in list(self.pending):
            self.taken(number)

    async def empty(self) -> None:
        """Returns when every update has been acknowledged."""
        while self.pending:
            watcher = asyncio.get_running_loop().create_future()
            self._watchers.append(watcher)
            await watcher

    async def poll(self, offset: int, limit: int, timeout: float) -> bytes:
        """getUpdates: the JSON array of up to `limit` updates, waiting at most `timeout` seconds for the first."""
        if self.webhook_set:
            raise Refused(
                409,
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            )
        self._end_other_poller()
        self._confirm(offset)
        found = self._first(limit)
        if not found and timeout > 0 and not self._closed:
            await self._wait(min(timeout, LONGEST_POLL))
            found = self._first(limit)
        for update in found:
            self.on_its_way(update.id)
        return b"[" + b",".join(update.body for update in found) + b"]"

    def end_poll(self) -> None:
        """A webhook has been set: whoever waits for updates is refused."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(Refused(409, "terminated by setWebhook request"))

    def close(self) -> None:
        """Answer the waiting poll at once and let nobody wait again."""
        self._closed = True
        self._wake()

    def _confirm(self, offset: int) -> None:
        if offset < 0:  # counted from the end; the earlier ones are forgotten
            for number in list(self.pending)[:offset]:
                self.taken(number)
        for number in list(self.pending):
            if number >= offset:
                break
            self.taken(number)

    def _first(self, limit: int) -> list[Update]:
        now = self._clock()
        found = list(islice(self.pending.values(), limit))
        stale = [update for update in found if update.expires < now]
        if not stale:
            return found
        for update in stale:
            self.taken(update.id)
        return self._first(limit)

    def _end_other_poller(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(Refused(409, _OTHER_POLLER))

    async def _wait(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        poller = self._poller = loop.create_future()
        timer = loop.call_later(seconds, self._finish, poller)
        try:
            await poller
        finally:
            timer.cancel()

    def _wake(self) -> None:
        if self._poller is not None:
            self._finish(self._poller)

    @staticmethod
    def _finish(poller: asyncio.Future[None]) -> None:
        if not poller.done():
            poller.set_result(None)


def nowhere(update: Update) -> None:
    """Nobody waits for this update; it stays pending."""
    del update
