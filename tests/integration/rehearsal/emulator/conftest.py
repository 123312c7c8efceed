"""An emulated server, the real client library pointed at it, and a person."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
)
from telegram.request import HTTPXRequest

from bot.rehearsal.emulator import Emulator
from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.serving import serve
from tests.support.cast import Clock


@pytest.fixture
def clock() -> Clock:
    """The emulator's idea of time."""
    return Clock()


@pytest.fixture
def emulator(clock: Clock) -> Emulator:
    """A fresh emulated server with Telegram's real limits."""
    return Emulator(chance=random.Random(1), clock=clock, webhook_pace=1000)


@pytest.fixture
async def url(emulator: Emulator) -> AsyncIterator[str]:
    """Where the emulator listens."""
    async with serve(emulator) as address:
        yield address


@pytest.fixture
async def bot(emulator: Emulator, url: str) -> AsyncIterator[Bot]:
    """The real client library, pointed at the emulator."""
    asking, waiting = (HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2))  # nothing here has a certificate
    async with Bot(
        emulator.token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=asking,
        get_updates_request=waiting,
    ) as client:
        yield client


@pytest.fixture
def ada(emulator: Emulator) -> Phone:
    """A person who has started the bot."""
    phone = emulator.account("Ada")
    phone.say("/start")
    return phone
