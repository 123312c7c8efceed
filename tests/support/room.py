"""A whole workshop room for tests: the emulated Bot API, the real bot against it over HTTP, and people with phones."""

from __future__ import annotations

import asyncio
import random
import re
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from pydantic import SecretStr

from bot.app import App
from bot.facilitator.invitations import invite
from bot.rehearsal.emulator import Emulator
from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.serving import serve
from bot.rehearsal.session import free_port
from bot.rehearsal.world.flood import FloodLimits
from bot.settings import Settings
from bot.telegram.courier import Pace
from storage.keys import stores
from tests.support.prepared import put_database

BOT = "roundtable_rehearsal_bot"
"""The bot's name in the emulator."""

FAST = Pace().faster(1000)
"""Telegram's budgets a thousand times faster: tests of the flood limits use the real ones."""

NEVER = 10_000.0
"""Seconds between looks at the releases: in tests `Room.look` decides when."""


class Room:
    """The bot, the server it talks to, and the folder with its database (`database`) and keys (`keys`)."""

    def __init__(
        self, emulator: Emulator, settings: Settings, folder: Path, pace: Pace, chance: random.Random | None = None
    ) -> None:
        self.emulator = emulator
        self.settings = settings
        self.folder = folder
        self.today = datetime.now(UTC).date()
        self.now = 1_800_000_000.0
        self._pace = pace
        self._chance = chance
        self.app = self._build()

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "data" / "room.sqlite3"

    @property
    def keys(self) -> Path:
        """The folder of keys."""
        return self.folder / "keys"

    def _build(self) -> App:
        return App.build(
            self.settings,
            tick_seconds=NEVER,
            pace=self._pace,
            today=lambda: self.today,
            clock=lambda: self.now,
            chance=self._chance,
        )

    async def quiet(self) -> None:
        """Until every update is handled and everything that follows from it has arrived."""
        for _ in range(3):
            await self.emulator.drained()
            await self.app.idle()

    async def look(self) -> None:
        """Let the summaries look whether they may grow, as every 30 seconds."""
        await self.app.tick()
        await self.quiet()

    async def restart(self) -> None:
        """Stop the bot and start it again on the same database and keys."""
        await self.app.stop()
        self.app = self._build()
        await self.app.start()
        await self.quiet()

    async def staff(self, name: str = "Fay", role: str = "organiser", language: str = "en") -> Phone:
        """Somebody who has followed an invitation."""
        phone = self.emulator.account(name, language=language)
        phone.open(await asyncio.to_thread(invite, self.settings, role))
        await self.quiet()
        return phone

    async def workshop(self, fay: Phone, flow: str = "key-questions", title: str = "Riverside Park") -> str:
        """A workshop that Fay has started and opened; gives its join code."""
        fay.say(f"/new {flow} {title}")
        await self.quiet()
        fay.say("/open")
        await self.quiet()
        return code_on(fay)

    async def participant(self, name: str, code: str, language: str = "en") -> Phone:
        """Somebody who has joined and taken part: the first question is on the phone."""
        phone = self.emulator.account(name, language=language)
        phone.open(self.link(code))
        await self.quiet()
        phone.tap("Take part" if language == "en" else "Doe mee")
        await self.quiet()
        return phone

    def link(self, code: str) -> str:
        """The deep link of the QR code."""
        return f"https://t.me/{BOT}?start={code}"

    def set_day(self, day: date) -> None:
        """What day it is for the bot."""
        self.today = day


def code_on(phone: Phone) -> str:
    """The join code of the newest workshop on a facilitator's phone."""
    for bubble in reversed(phone.messages()):
        found = re.search(r"\b([A-HJ-NP-Z2-9]{6})\b", bubble.text) if "code" in bubble.text else None
        if found:
            return found[1]
    raise LookupError("no join code on this phone")


def _served() -> dict[str, Any]:
    port = free_port()
    return {"screen_url": f"http://127.0.0.1:{port}", "port": port}


@contextmanager
def seeded_keys() -> Iterator[None]:
    """New keys are the same in each run: rows lie in the order of what a key makes of a person, and the lot begins from there."""
    lot = random.Random(BOT)
    with patch.object(stores, "secrets", SimpleNamespace(token_bytes=lot.randbytes)):
        yield


@asynccontextmanager
async def open_room(
    *,
    limits: FloodLimits | None = None,
    pace: Pace | None = None,
    database: str = "",
    screen: bool = False,
    chance: random.Random | None = None,
) -> AsyncIterator[Room]:
    """A room with a running bot; everything is gone afterwards. `database`: a URL instead of the room's own SQLite file.

    `screen`: with a presenter's screen, served on a port of this machine. `chance`: what is drawn by lot, such as the order of
    a panel's questions, and who people are; without it the operating system's. Keys are seeded with it too (`seeded_keys`).
    """
    with tempfile.TemporaryDirectory() as name, seeded_keys() if chance else nullcontext():
        folder = Path(name)
        (folder / "data").mkdir()
        put_database(folder / "data" / "room.sqlite3")
        lot = random.Random(BOT) if chance else None
        emulator = Emulator(bot_username=BOT, limits=limits or FloodLimits.off(), chance=lot)
        async with serve(emulator) as url:
            settings = Settings(
                telegram_bot_token=SecretStr(emulator.token),
                telegram_api_url=url,
                database_url=database or f"sqlite:///{folder / 'data' / 'room.sqlite3'}",
                keystore=f"file:{folder / 'keys'}",
                controller_name="Riverside Council",
                controller_contact="park@riverside.example",
                time_zone="UTC",
                **_served() if screen else {},
            )
            room = Room(emulator, settings, folder, pace or FAST, chance)
            await room.app.start()
            try:
                yield room
            finally:
                await room.app.stop()
