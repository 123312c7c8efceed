"""A stand: an emulated Telegram, a gate before it, and the bot as a process; what a person or an operator would do with it.

Everything is done from outside: by phones, signals, files, exit codes and the commands of the command line.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from pydantic import SecretStr

from bot.facilitator.invitations import invite
from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.serving import serve
from bot.rehearsal.session import free_port
from bot.settings import Settings
from tests.chaos.gate import Gate, gate
from tests.chaos.table import Skipped, Stuck
from tests.chaos.telegram import Telegram
from tests.support.prepared import put_database, put_tables
from tests.support.room import code_on
from tests.support.shared import ROOT
from tests.support.storage_case import POSTGRES, query
from tests.support.telegram.program import Program, environment_of

FLOWS = Path(__file__).parent
WAITS, PEACE, WELL, LONGEST = 45.0, 12.0, 25.0, 240.0
"""Seconds: after so many of waiting somebody is left standing; after so many nothing is done to the bot any more; for so long it has
to have been up, because on a busy machine a start alone takes long; and after so many nothing of that counts."""


@dataclass(frozen=True)
class Kind:
    """Where it keeps its rows, and how updates come in."""

    place: str = "sqlite"
    way: str = "polling"

    def __str__(self) -> str:
        return f"{self.place}, {self.way}"


KINDS = tuple(Kind(place, way) for place in ("sqlite", "postgresql") for way in ("polling", "webhook"))


class Stand:
    """One bot and those who use it. `said`: the file with its log; `hungry`: how many have waited for long."""

    def __init__(self, telegram: Telegram, line: Gate, settings: Settings, folder: Path) -> None:
        """Nothing runs yet."""
        self.telegram = telegram
        self.line = line
        self.settings = settings
        self.folder = folder
        self.said = folder / "log.txt"
        self.said.touch()
        self.bot = Program(settings, self.said)
        self.hungry = 0

    @property
    def database(self) -> Path:
        """The file of SQLite."""
        return self.folder / "data" / "room.sqlite3"

    @property
    def keys(self) -> Path:
        """The folder of keys."""
        return self.folder / "keys"

    @property
    def log(self) -> str:
        """All that it has logged."""
        return self.said.read_text(errors="replace")

    async def start(self) -> None:
        """Start it, and wait until it says that it has started."""
        before = self.log.count("event=started")
        await self.bot.start()
        await self.until(lambda: self.log.count("event=started") > before, "the start")

    async def until(self, is_so: Callable[[], object], what: str, seconds: float = WAITS) -> None:
        """Look again and again. Raises Stuck after so many seconds."""
        began, is_hungry, up = time.monotonic(), False, 0.0
        try:
            while not _true(is_so):
                now = time.monotonic()
                waited = now - began
                up = 0.0 if waited < seconds - WELL or not self.bot.has_started else up or now
                is_starting = self.bot.runs and (not up or now - up < min(WELL, seconds))
                if waited > seconds and (not is_starting or waited > LONGEST):
                    raise Stuck(f"waited {waited:.0f} s in vain for {what}")
                if waited > PEACE and not is_hungry:
                    is_hungry, self.hungry = True, self.hungry + 1
                await asyncio.sleep(0.02)
        finally:
            self.hungry -= is_hungry

    async def rest(self, quiet: float = 0.4) -> None:
        """Until the bot has taken everything and calls nothing for a while."""
        try:
            await self.telegram.settled(quiet=quiet, timeout=WAITS)
        except TimeoutError:
            raise Stuck(f"{len(self.telegram.updates.pending)} updates that nobody takes") from None

    # --- people

    async def staff(self, name: str = "Fay", role: str = "organiser") -> Phone:
        """Somebody who follows an invitation; what is made by the command line is theirs once the bot has answered."""
        phone = self.telegram.account(name)
        phone.open(await asyncio.to_thread(invite, self.settings, role))
        await self.until(lambda: phone.last.text, f"an answer to {name}'s invitation")
        return phone

    async def workshop(self, fay: Phone, title: str = "Harbour", flow: str = "harbour") -> str:
        """A workshop that is open; gives its join code."""
        fay.say(f"/new {flow} {title}")
        await self.until(
            lambda: any(b.text.startswith(title) and "Join code" in b.text for b in fay.messages()), "a code"
        )
        code = code_on(fay)
        fay.say("/open")
        await self.until(lambda: "· open" in board(fay), "an open workshop")
        return code

    async def person(self, name: str, code: str) -> Phone:
        """Somebody who takes part: the first question is on the phone."""
        phone = self.telegram.account(name)
        phone.open(f"https://t.me/{self.telegram.world.bot['username']}?start={code}")
        await self.until(lambda: phone.tap("Take part"), f"{name}'s card")
        await self.until(lambda: "of 4" in phone.last.text, f"{name}'s first question")
        return phone

    async def people(self, count: int, code: str) -> list[Phone]:
        """Several."""
        return list(await asyncio.gather(*(self.person(f"P{n}", code) for n in range(count))))

    async def tap(self, phone: Phone, label: str, seconds: float = WAITS) -> None:
        """Tap the newest button that says this, once it is there."""
        await self.until(
            lambda: phone.tap(lambda button: label in button.label) or True, f"a button “{label}”", seconds
        )

    async def shows(self, phone: Phone, words: str, seconds: float = WAITS) -> None:
        """Until one of the newest messages says this."""
        await self.until(
            lambda: any(words in b.text for b in phone.recent(8)), f"“{words}” on {phone.name}'s phone", seconds
        )

    # --- the operator

    async def command(self, *words: str, ok: tuple[int, ...] = (0,)) -> str:
        """What a command of the command line prints. Raises AssertionError for another exit code."""
        code, out = await self.exits(*words)
        assert code in ok, f"roundtable {' '.join(words)}: exit code {code}: {out.strip()[-300:]}"
        return out

    async def exits(self, *words: str, before: Sequence[str] = ()) -> tuple[int, str]:
        """The exit code of a command, and what it prints; `before` as for the bot."""
        process = await asyncio.create_subprocess_exec(
            *before, sys.executable, "-m", "bot", *words, cwd=ROOT, env={"PATH": "/usr/bin:/bin", **environment_of(self.settings)},
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        out, _ = await process.communicate()
        return process.returncode or 0, out.decode()

    async def audited(self, code: str) -> str:
        """That all checks of the audit pass; gives how many. Raises AssertionError."""
        exit_code, out = await self.exits("audit", code)
        failed = [line for line in out.splitlines() if re.search(r"FAIL|✗|fails", line)]
        assert exit_code == 0, f"the audit fails: {'; '.join(failed)[:400] or out[-400:]}"
        return "audit passes"

    async def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows of a statement, on a connection of its own."""
        if "postgresql" in self.settings.database_url:
            url = self.settings.database_url.replace("+psycopg", "")
            return await asyncio.to_thread(query, url, statement)
        with closing(sqlite3.connect(self.database, timeout=30)) as connection, connection:
            return connection.execute(statement).fetchall()


def _true(is_so: Callable[[], object]) -> bool:
    with suppress(LookupError):
        return bool(is_so())
    return False


def board(phone: Phone) -> str:
    """What stands on the newest board, whichever of its pages it shows. Raises LookupError when there is none."""
    for bubble in reversed(phone.messages()):
        if bubble.from_bot and "joined " in bubble.text:
            return bubble.text
    raise LookupError("no board on this phone")


def boards(phone: Phone) -> int:
    """How many messages look like a board that does something."""
    return sum(1 for b in phone.messages() if b.from_bot and "joined " in b.text and b.labels)


@asynccontextmanager
async def stand(kind: Kind | None = None, *, started: bool = True, **more: Any) -> AsyncIterator[Stand]:
    """A stand with a running bot (unless not `started`); everything is gone afterwards. `more`: settings."""
    kind = kind or Kind()
    with tempfile.TemporaryDirectory(prefix="chaos-") as name:
        folder = Path(name)
        (folder / "data").mkdir()
        async with _database(kind, folder) as url:
            telegram = Telegram()
            async with serve(telegram) as server, gate(int(server.rpartition(":")[2])) as line:
                settings = Settings(
                    telegram_bot_token=SecretStr(telegram.token),
                    **{
                        "telegram_api_url": f"http://127.0.0.1:{line.port}",
                        "database_url": url,
                        "keystore": f"file:{folder / 'keys'}",
                        "controller_name": "Riverside Council",
                        "controller_contact": "park@riverside.example",
                        "release_tick_seconds": 5,
                        "flows": FLOWS,
                        **(_by_webhook() if kind.way == "webhook" else {}),
                        **more,
                    },
                )
                here = Stand(telegram, line, settings, folder)
                try:
                    if started:
                        await here.start()
                    yield here
                finally:
                    await here.bot.kill()


def _by_webhook() -> dict[str, Any]:
    port = free_port()
    return {"public_url": f"https://127.0.0.1:{port}", "port": port, "webhook_secret": SecretStr("s" * 32)}


@asynccontextmanager
async def _database(kind: Kind, folder: Path) -> AsyncIterator[str]:
    """An empty database with today's tables."""
    if kind.place == "sqlite":
        file = folder / "data" / "room.sqlite3"
        put_database(file)
        yield f"sqlite:///{file}"
        return
    await asyncio.to_thread(need_postgres)
    with _schema() as url:
        yield url


@contextmanager
def _schema() -> Iterator[str]:
    """A schema of its own in PostgreSQL, with today's tables, so that nobody else is disturbed."""
    schema = f"chaos_{uuid4().hex[:12]}"
    query(POSTGRES, f"CREATE SCHEMA {schema}")
    try:
        url = f"{POSTGRES}?options=-csearch_path%3D{schema}"
        put_tables(url)
        yield url
    finally:
        query(POSTGRES, f"SET client_min_messages = warning; DROP SCHEMA {schema} CASCADE")


def prepare() -> None:
    """Migrate once, while nothing else uses a database in this process: what the migrations did is listened to, and then repeated."""
    with suppress(Skipped):
        need_postgres()
        with _schema():
            pass


def need_postgres() -> None:
    """Raises Skipped where there is no server."""
    try:
        import psycopg

        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except Exception:  # noqa: BLE001 - whatever keeps us from it
        raise Skipped("needs a PostgreSQL server; name one with ROUNDTABLE_TEST_POSTGRES") from None
