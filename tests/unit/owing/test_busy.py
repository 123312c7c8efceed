"""What is on its way keeps a board from coming, but not for long."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from bot.messages import MakeReport, Owed
from bot.owing import engine
from bot.owing.engine import Owing
from bot.places import ReplyPlace
from storage.values import Actor

FAY, GUS = 11, 12


async def test_a_file_that_takes_long_keeps_no_board_from_coming(monkeypatch: pytest.MonkeyPatch) -> None:
    """At first the board waits, to come below it; a file that hangs must not hold it for a quarter of an hour."""
    monkeypatch.setattr(engine, "_LONG", 0.02)
    begun: list[asyncio.Task[Any]] = []

    def spawn(work: Awaitable[None]) -> None:
        begun.append(asyncio.ensure_future(work))

    async def hang(*_: object) -> None:
        await asyncio.sleep(60)

    never: Any = None
    owing = Owing(never, never, hang, never, spawn, spawn, 1.0)
    owing.hand(Owed(MakeReport("w", FAY, "en", "en", Actor.FACILITATOR), ReplyPlace(FAY, 1)))
    assert (owing.is_busy(FAY), owing.is_busy(GUS)) == (True, False)
    await asyncio.sleep(0.03)
    assert not owing.is_busy(FAY)
    assert owing.is_on_its_way(ReplyPlace(FAY, 1)), "it is not made twice side by side"
    for task in begun:
        task.cancel()
    await asyncio.gather(*begun, return_exceptions=True)
