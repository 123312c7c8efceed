"""An emulated Telegram with its real flood limits, and the bot beside it in a process of its own; must not know the story."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from pydantic import SecretStr

from bot.facilitator.invitations import invite
from bot.rehearsal.emulator import REHEARSAL, Emulator
from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.serving import serve
from bot.rehearsal.world.flood import FloodLimits
from bot.settings import Settings
from storage.database import Database, Unit
from storage.keys.stores import FileKeys
from tests.fullroom.bells import Bells

ROOT = Path(__file__).parents[2]
BOT = "roundtable_rehearsal_bot"


def settings_for(url: str, folder: Path) -> Settings:
    """The operator's settings; database and keys are in `folder`."""
    return Settings(
        telegram_bot_token=SecretStr(REHEARSAL),
        telegram_api_url=url,
        database_url=f"sqlite:///{folder / 'data' / 'room.sqlite3'}",
        keystore=f"file:{folder / 'keys'}",
        controller_name="Riverside Council",
        controller_contact="park@riverside.example",
    )


class House:
    """The server, its bells, and the bot's process. `faster`: how many times faster than life everything runs."""

    def __init__(self, emulator: Emulator, url: str, folder: Path, faster: float) -> None:
        """Nothing runs yet."""
        self.emulator = emulator
        self.faster = faster
        self.bells = Bells(emulator)
        self._url = url
        self._folder = folder
        self._bot: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start the bot, and wait until it takes updates."""
        arguments = [self._url, str(self._folder), str(self.faster)]
        command = [sys.executable, "-m", "tests.fullroom.bot_child", *arguments]
        self._bot = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
        if self._bot.stdout is None or await self._bot.stdout.readline() != b"started\n":
            raise RuntimeError("the bot does not start")

    async def kill(self) -> None:
        """As the machine does it: no goodbye, nothing is stored any more."""
        if self._bot is not None and self._bot.returncode is None:
            self._bot.kill()
            await self._bot.wait()

    @property
    def number(self) -> int:
        """The number of the bot's process. Raises RuntimeError where none runs."""
        if self._bot is None or self._bot.returncode is not None:
            raise RuntimeError("the bot does not run")
        return self._bot.pid

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self._folder / "data" / "room.sqlite3"

    async def rest(self, seconds: float) -> None:
        """Let so many seconds of the workshop pass."""
        await asyncio.sleep(seconds / self.faster)

    async def invited(self, name: str) -> Phone:
        """An organiser who has followed an invitation."""
        phone = self.emulator.account(name)
        link = await asyncio.to_thread(invite, settings_for(self._url, self._folder), "organiser")
        phone.open(link)
        await self.emulator.settled()
        return phone

    def sendouts(self) -> dict[str, tuple[str, int, int, int, int]]:
        """What the database says of every send-out: its id -> (state, total, arrived, failed, unsure)."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            rows = database.execute("SELECT id, state, total, arrived, failed, unsure FROM sendout").fetchall()
        return {row[0]: tuple(row[1:]) for row in rows}

    def in_flight(self) -> frozenset[int]:
        """Once the bot is killed: the people for whom a message to everybody was under way of which nobody knows that it came."""
        url = f"sqlite:///{self._folder / 'data' / 'room.sqlite3'}"
        with closing(Database.open(url, FileKeys(self._folder / "keys"), random.Random(1))) as database:
            return database.run(in_flight).result()


def in_flight(unit: Unit) -> frozenset[int]:
    """Who is claimed for a message that stands on the phone from then on, and is not known to have it."""
    return frozenset(
        person.user_id
        for sendout in unit.sendouts.running()
        for person in unit.people.everyone(sendout.workshop_id)
        if person.chat.shown < person.chat.rev and unit.sendouts.reached(sendout, person.token)
    )


@asynccontextmanager
async def open_house(faster: float = 1.0) -> AsyncIterator[House]:
    """A house with a running bot; everything is gone afterwards."""
    limits = FloodLimits.real() if faster == 1 else FloodLimits.scaled(faster)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").mkdir()
        emulator = Emulator(bot_username=BOT, limits=limits)
        async with serve(emulator) as url:
            house = House(emulator, url, folder, faster)
            await house.start()
            try:
                yield house
            finally:
                await house.kill()
