"""Tells whoever watches (a page, a test) what changes on the phones; knows nothing of the bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from bot.rehearsal.world.bubbles import Bubble


class Broadcast:
    """Hands every event to every subscriber; building events costs nothing while nobody watches."""

    def __init__(self, bot_id: int) -> None:
        self._bot_id = bot_id
        self._queues: list[asyncio.Queue[dict[str, Any] | None]] = []
        self._seq = 0

    @property
    def watched(self) -> bool:
        """Whether anybody is subscribed."""
        return bool(self._queues)

    def show(self, kind: str, chat_id: int, **fields: Any) -> None:
        """One event; a field `stored` (a message) becomes the field `bubble`."""
        if not self._queues:
            return
        self._seq += 1
        stored = fields.pop("stored", None)
        if stored is not None:
            fields["bubble"] = Bubble.of(stored, self._bot_id).as_json()
        event = {"seq": self._seq, "kind": kind, "chat_id": chat_id, **fields}
        for queue in self._queues:
            queue.put_nowait(event)

    async def subscribe(self) -> AsyncIterator[dict[str, Any]]:
        """Events from now on, until the reader stops or the emulator closes."""
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._queues.append(queue)
        try:
            while (event := await queue.get()) is not None:
                yield event
        finally:
            self._queues.remove(queue)

    def close(self) -> None:
        """End every subscription."""
        for queue in self._queues:
            queue.put_nowait(None)
