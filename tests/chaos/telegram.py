"""The emulated Telegram with a line that misbehaves: answers of gateways, silence, and a proxy's TLS; must not judge."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from bot.rehearsal.emulator import Emulator
from bot.rehearsal.protocol.refusal import Refused
from bot.rehearsal.server.http import Answer
from bot.rehearsal.world.flood import FloodLimits
from tests.support.room import BOT

FOR_EVER = 3600.0
COSMETIC = ("setMyCommands", "setMyDescription", "setMyShortDescription", "deleteMyCommands", "setMyName")
"""Calls about what Telegram shows of the bot."""


class Page(Refused):
    """A gateway in front of Telegram answers, with a page of its own."""

    def answer(self) -> tuple[str, bytes]:
        """As nginx says it."""
        words = f"{self.code} {self.description}"
        page = f"<html>\r\n<head><title>{words}</title></head>\r\n<body><center><h1>{words}</h1></center></body></html>\r\n"
        return "text/html", page.encode()


class Telegram(Emulator):
    """`heard`: told of every call that was carried out, before its answer leaves. `refuses`: what every call is refused with."""

    def __init__(self) -> None:
        """Without flood limits: the bot keeps its own pace."""
        super().__init__(bot_username=BOT, limits=FloodLimits.off(), webhook_pace=20.0)
        self.heard: Callable[[str], None] = lambda _method: None
        self.refuses: Refused | None = None
        self._gateways: dict[tuple[str, int | None], deque[int]] = {}
        self._silences: dict[tuple[str, int | None], deque[bool]] = {}

    def gateway_next(self, method: str, status: int, times: int = 1, chat: int | None = None) -> None:
        """The next calls of a method are carried out, and a gateway answers with this status, and a page in HTML."""
        self._gateways.setdefault((method, chat), deque()).extend([status] * times)

    def hang_next(self, method: str, times: int = 1, chat: int | None = None, *, done: bool) -> None:
        """The next calls of a method are carried out (`done`) or not, and never answered."""
        self._silences.setdefault((method, chat), deque()).extend([done] * times)

    async def call(self, method: str, given: dict[str, Any]) -> Answer:
        """One call, with what becomes of it."""
        if self.refuses is not None:
            raise self.refuses
        if method == "setWebhook":  # the proxy in front takes the TLS off
            given = {**given, "url": str(given.get("url", "")).replace("https://", "http://")}
        chat = _chat(given)
        silence = _next(self._silences, method, chat)
        if silence is False:
            await asyncio.sleep(FOR_EVER)
        answer = await super().call(method, given)
        self.heard(method)
        if silence:
            await asyncio.sleep(FOR_EVER)
        status = _next(self._gateways, method, chat)
        if status is not None:
            raise Page(status)
        return answer

    def unfinished(self) -> int:
        """How many of the faults that were laid out nobody has met."""
        kept: tuple[Mapping[Any, deque[Any]], ...] = (self._gateways, self._silences, self.faults)
        return sum(len(laid) for faults in kept for laid in faults.values())


def _next(kept: dict[tuple[str, int | None], deque[Any]], method: str, chat: int | None) -> Any:
    waiting = kept.get((method, chat)) or kept.get((method, None))
    return waiting.popleft() if waiting else None


def _chat(given: dict[str, Any]) -> int | None:
    try:
        return int(given["chat_id"])
    except (KeyError, TypeError, ValueError):
        return None
