"""Delivers updates to a webhook as the real server does; knows nothing of what updates say.

Any 2xx is success. One update of a queue at a time, queues in parallel up to `max_connections`. After a failure the
update is sent again at once, then after 2, 4, 8... up to 60-120 seconds (`Retry-After` is honoured), until it expires.
Not imitated: the single connection after ten silent seconds, and the removal after 23 hours of 410.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.rehearsal.server.delivery import Update, Updates, nowhere

RESPONSE_SECONDS = 60.0
_NOT_IN_REPLIES = ("get", "setwebhook", "deletewebhook", "close", "logout")

Execute = Callable[[str, dict[str, Any]], Awaitable[Any]]


@dataclass(frozen=True)
class Target:
    """Where updates go. `pace` divides every wait, so that tests need not last minutes."""

    url: str
    secret: str | None = None
    connections: int = 40
    pace: float = 1.0


@dataclass
class LastError:
    """What getWebhookInfo tells of the most recent failure."""

    date: int
    message: str


class Pusher:
    """Sends what waits in `updates` to one target until stopped; `execute` runs a method found in a reply."""

    def __init__(
        self, updates: Updates, target: Target, execute: Execute, wall: Callable[[], float], clock: Callable[[], float]
    ) -> None:
        self.target = target
        self.last_error: LastError | None = None
        self._updates = updates
        self._execute = execute
        self._wall = wall
        self._clock = clock
        self._queues: dict[int | str, deque[Update]] = {}
        self._ready: deque[int | str] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        connector = aiohttp.TCPConnector(limit=target.connections)
        self._session = aiohttp.ClientSession(
            connector=connector, timeout=aiohttp.ClientTimeout(total=RESPONSE_SECONDS)
        )

    def start(self) -> None:
        """Begin with everything that already waits."""
        for update in self._updates.pending.values():
            self.add(update)
        self._updates.on_put = self.add

    async def stop(self) -> None:
        """Cut every connection; unacknowledged updates stay pending."""
        self._updates.on_put = nowhere
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._session.close()

    def add(self, update: Update) -> None:
        """Queue one update."""
        queue = self._queues.get(update.queue)
        if queue is not None:
            queue.append(update)
            return
        self._queues[update.queue] = deque([update])
        self._ready.append(update.queue)
        self._fill()

    def _fill(self) -> None:
        while self._ready and len(self._tasks) < self.target.connections:
            task = asyncio.ensure_future(self._turn(self._ready.popleft()))
            self._tasks.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            self._fill()

    async def _turn(self, name: int | str) -> None:
        queue = self._queues[name]
        update = queue.popleft()
        if update.id in self._updates.pending:  # else replaced by a newer one
            self._updates.on_its_way(update.id)
            await self._deliver(update)
        if queue:
            self._ready.append(name)
        else:
            del self._queues[name]

    async def _deliver(self, update: Update) -> None:
        delay, failures = 0.0, 0
        while self._clock() + delay < update.expires:
            await asyncio.sleep(delay / self.target.pace)
            asked = await self._post(update)
            if asked is None:
                break
            failures += 1
            delay = asked or (0.0 if failures == 1 else min(2.0 ** (failures - 1), random.uniform(60, 120)))
        self._updates.taken(update.id)

    async def _post(self, update: Update) -> float | None:
        """None after success, else the seconds the receiver asks to wait (0 if it does not say)."""
        headers = {"Content-Type": "application/json"}
        if self.target.secret is not None:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.target.secret
        try:
            async with self._session.post(self.target.url, data=update.body, headers=headers) as answer:
                body = await answer.read()
                if 200 <= answer.status < 300:
                    await self._reply(body)
                    return None
                self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                asked = answer.headers.get("Retry-After", "0")
                return min(float(asked), 3600.0) if asked.isdigit() else 0.0
        except (aiohttp.ClientError, TimeoutError) as error:
            self._failed(f"Connection failed: {type(error).__name__}")
            return 0.0

    def _failed(self, message: str) -> None:
        self.last_error = LastError(int(self._wall()), message)

    async def _reply(self, body: bytes) -> None:
        """A webhook may answer with one method call; what it returns is never told."""
        if not body.startswith(b"{"):
            return
        try:
            given = json.loads(body)
        except ValueError:
            return
        method = given.pop("method", None)
        if isinstance(method, str) and not method.lower().startswith(_NOT_IN_REPLIES):
            await self._execute(method, given)
