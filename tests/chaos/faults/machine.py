"""Faults of the machine: keys and database that are missing, damaged, full, locked or replaced; a clock that jumps; a Redis that loads."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path

from bot.rehearsal.hands.phone import Phone
from tests.chaos.faults.line import NEXT, answered
from tests.chaos.faults.start import ENDS, may_mount, mounted
from tests.chaos.gate import State, gate
from tests.chaos.stand import Kind, Stand, board, stand
from tests.chaos.table import Fault, Skipped

NOBODY = 65_534
STILL = "stands still"


async def _opened(here: Stand, people: int = 2) -> tuple[Phone, str, list[Phone]]:
    fay = await here.staff()
    code = await here.workshop(fay)
    return fay, code, await here.people(people, code)


async def _keys_missing(*, empty: bool) -> str:
    """The folder of keys is not there at a start, or an empty one is in its place."""
    async with stand() as here:
        fay, _, people = await _opened(here)
        await here.bot.terminate()
        away = here.folder / "away"
        here.keys.rename(away)
        if empty:
            here.keys.mkdir()
        await here.bot.start()
        code = await here.bot.ended(ENDS)
        assert code == 2, f"exit code {code}"
        assert "Traceback" not in here.log, "a traceback"
        if empty:
            here.keys.rmdir()
        away.rename(here.keys)
        await here.start()
        took = [await answered(here, phone) for phone in people]
        assert "· open" in board(fay), "the workshop is closed"
        return f"refused, exit code 2: “{_last(here.log)}”; put back, all go on after {max(took):.1f} s"


def _last(log: str) -> str:
    lines = [line for line in log.splitlines() if line and "event=" not in line]
    return lines[-1][:110] if lines else ""


async def _one_key(spoil: Callable[[Path], object], before: tuple[str, ...] = ()) -> str:
    """One key of two cannot be read: while running, and at a start."""
    async with stand(started=False) as here:
        here.bot.before = before
        await here.start()
        fay, code, (ada,) = await _opened(here, 1)
        first = {path.name for path in here.keys.glob("*.key")}
        gus = await here.staff("Gus", "facilitator")
        other = await here.workshop(gus, "River")
        (ben,) = [await here.person("Ben", other)]
        (name,) = first
        file, kept = here.keys / name, (here.keys / name).read_bytes()
        spoil(file)
        ada.tap("1 A sailor")
        await here.until(lambda: STILL in ada.last.text, "a word that the workshop stands still")
        await here.bot.terminate()
        await here.start()
        await answered(here, ben)
        assert "· open" in board(gus), "the other workshop is closed"
        assert "· closed" not in board(fay), "the workshop is closed"
        health, out = await here.exits("keys", before=before)
        assert health == 1, f"roundtable keys says: {out}"
        if file.is_dir() or file.is_symlink():
            file.rmdir() if file.is_dir() else file.unlink()
        file.write_bytes(kept)
        file.chmod(0o600)
        os.chown(file, os.geteuid(), -1)
        await here.until(lambda: STILL not in board(fay).lower(), "the board to say that it goes on", 60)
        await answered(here, ada)
        del code
        return "its workshop stands still and says so, the other one goes on, also after a start; put back, it goes on"


def _need_root() -> None:
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        raise Skipped("needs root and setpriv, to run the bot without root's right to read everything")


async def _denied() -> str:
    """The bot has no right to read what is not its own: a key belongs to somebody else."""
    _need_root()

    def take(file: Path) -> None:
        file.chmod(0o600)
        os.chown(file, NOBODY, NOBODY)

    return await _one_key(take, before=("setpriv", "--bounding-set=-dac_override,-dac_read_search"))


async def _keys_in(mount: str) -> str:
    """No new key can be written, in a store that was begun before; then it can."""
    may_mount()
    async with stand() as here:
        fay = await here.staff()
        await here.bot.terminate()
        here.bot.before = mounted(mount.format(keys=here.keys))
        await here.start()
        fay.say("/new harbour Harbour")
        await here.until(lambda: "Nothing was made" in fay.last.text, "a word that no key can be made")
        assert await here.sql("SELECT count(*) FROM workshop") == [(0,)], "there is a workshop without a key"
        await here.bot.terminate()
        here.bot.before = ()
        await here.start()
        await here.workshop(fay)
        return f"“{_said(fay, 'Nothing was made')}…”; then it is made"


async def _keys_read_only() -> str:
    """The folder is mounted read-only while the bot runs, and stays so over a start; then it can be written again."""
    may_mount()
    if shutil.which("nsenter") is None:
        raise Skipped("needs nsenter")
    async with stand(started=False) as here:
        here.keys.mkdir(mode=0o700)
        here.bot.before = mounted(f"mount --bind {here.keys} {here.keys}")
        await here.start()
        fay, _, (ada, ben) = await _opened(here)
        await _remount(here, "ro")
        await answered(here, ada)
        fay.say("/new harbour River")
        await here.until(lambda: "Nothing was made" in fay.last.text, "a word that no key can be made")
        await here.bot.terminate()
        here.bot.before = mounted(f"mount --bind {here.keys} {here.keys}", f"mount -o remount,bind,ro {here.keys}")
        await here.start()
        await answered(here, ben)
        fay.say("/close")
        await here.until(lambda: fay.tap("Yes, close it"), "the question whether to close")
        await asyncio.sleep(8)
        key = next(iter(here.keys.glob("*.key")))
        assert key.exists()
        await _remount(here, "rw")
        await here.until(lambda: "· closed" in board(fay) and not key.exists(), "the close, with the key destroyed", 75)
        return f"“{_said(fay, 'Nothing was made')}…”; answers go on, also after a start; a close is finished when it can be written"


async def _remount(here: Stand, how: str) -> None:
    """For the bot alone."""
    command = ("nsenter", "-t", str(here.bot.number), "-m", "mount", "-o", f"remount,bind,{how}", str(here.keys))
    process = await asyncio.create_subprocess_exec(*command)
    assert await process.wait() == 0, "cannot remount"


def _said(phone: Phone, words: str) -> str:
    return next(b.text for b in reversed(phone.messages()) if words in b.text)[:120]


async def _lock() -> str:
    """Another program holds the database's lock while SIGTERM comes."""
    async with stand() as here:
        fay, _, (ada, _ben) = await _opened(here)
        with closing(sqlite3.connect(here.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            ada.tap("1 A sailor")
            await asyncio.sleep(0.5)
            began = time.monotonic()
            code = await here.bot.terminate()
            took = time.monotonic() - began
            other.execute("ROLLBACK")
        assert code == 0, f"exit code {code}"
        assert took < 10, f"it took {took:.0f} s to end"
        await here.start()
        await here.until(lambda: NEXT in ada.last.text, "the next question")
        assert "joined 2" in board(fay)
        return f"it ends after {took:.1f} s, exit code 0; the answer is not lost"


Spoil = Callable[[Stand], Callable[[], None]]
"""Spoils the database of a running bot, and gives how it is put right, if it can be."""


async def _spoilt(spoil: Spoil) -> str:
    """While the file is not what it was nothing is acknowledged; after the operator has put it right nobody has lost anything."""
    async with stand() as here:
        _, _, people = await _opened(here, 4)
        await here.rest(quiet=1)
        repair = spoil(here)
        for phone in people:
            await here.tap(phone, "A sailor")
        await asyncio.sleep(6)
        waiting = len(here.telegram.updates.pending)
        assert waiting == len(people), f"{len(people) - waiting} updates were acknowledged and not stored"
        await here.bot.terminate()
        repair()
        await here.start()
        for phone in people:
            await here.until(lambda phone=phone: NEXT in phone.last.text, f"the next question ({phone.name})")  # type: ignore[misc]
        return f"0 of {len(people)} acknowledged meanwhile, all answered once the file was put right"


def _copy_of(here: Stand) -> Path:
    """A copy of what is stored, as an operator's backup makes one."""
    copy = here.folder / "copy.sqlite3"
    with closing(sqlite3.connect(here.database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _restore(here: Stand, copy: Path) -> None:
    for path in here.database.parent.glob(f"{here.database.name}-*"):
        path.unlink()
    shutil.move(copy, here.database)


def _deleted(here: Stand) -> Callable[[], None]:
    copy = _copy_of(here)
    for path in here.database.parent.glob(f"{here.database.name}*"):
        path.unlink()
    return lambda: _restore(here, copy)


def _replaced(here: Stand) -> Callable[[], None]:
    copy = _copy_of(here)
    other = here.folder / "other.sqlite3"
    shutil.copy(copy, other)
    other.rename(here.database)
    return lambda: _restore(here, copy)


def _corrupt(here: Stand) -> Callable[[], None]:
    """Pages of the tables that every update writes to are overwritten."""
    copy = _copy_of(here)
    with closing(sqlite3.connect(here.database)) as reader:
        reader.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = reader.execute("SELECT rootpage FROM sqlite_master WHERE name = 'seen_update'").fetchone()
    with here.database.open("r+b") as pages:
        pages.seek((page - 1) * 4096)
        pages.write(b"\xa5" * 4096)
    return lambda: _restore(here, copy)


def _cut_off(here: Stand) -> Callable[[], None]:
    copy = _copy_of(here)
    with closing(sqlite3.connect(here.database)) as reader:
        reader.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    os.truncate(here.database, 20_000)
    return lambda: _restore(here, copy)


async def _clock() -> str:
    """The clock jumps fifteen days forward for five seconds; the bot has run for longer than a minute, and looks every second."""
    async with stand(started=False, release_tick_seconds=1) as here:
        offset = here.folder / "offset"
        offset.write_text("0")
        (here.folder / "edge").mkdir()
        (here.folder / "edge" / "sitecustomize.py").write_text(_SET_CLOCK)
        here.bot.more = {"PYTHONPATH": str(here.folder / "edge"), "CHAOS_CLOCK": str(offset)}
        await here.start()
        fay, _, (ada, ben) = await _opened(here)
        await asyncio.sleep(65)
        for days in (15, -15):
            offset.write_text(str(days * 86_400))
            await asyncio.sleep(5)
            offset.write_text("0")
            await asyncio.sleep(2)
            assert "· open" in board(fay), f"the workshop is closed by a jump of {days} days"
        for phone in (ada, ben):
            await answered(here, phone)
        return "the workshop is open, people answer"


_SET_CLOCK = """
import os, time
_real, _file = time.time, os.environ["CHAOS_CLOCK"]

def _time():
    with open(_file) as told:
        return _real() + float(told.read() or 0)

time.time = _time
"""


async def _loading() -> str:
    """The Redis with the keys is being started, and says -LOADING; then it is there."""
    program = shutil.which("redis-server")
    if program is None:
        raise Skipped("needs redis-server")
    async with (
        _redis(program) as redis,
        gate(redis) as line,
        stand(started=False, keystore=f"redis://127.0.0.1:{line.port}/0") as here,
    ):
        await here.start()
        fay, _, (ada, ben) = await _opened(here)
        line.turn(State.LOADING)
        ada.tap("1 A sailor")
        await asyncio.sleep(4)
        assert here.telegram.updates.pending, "an answer was acknowledged without its key"
        assert "· open" in board(fay), "the workshop is closed"
        line.turn(State.OPEN)
        await here.until(lambda: NEXT in ada.last.text, "the next question")
        await here.bot.terminate()
        line.turn(State.LOADING)
        await here.bot.start()
        code = await here.bot.ended(ENDS)
        assert "Traceback" not in here.log, "a traceback"
        line.turn(State.OPEN)
        if code is not None:
            await here.start()
        await answered(here, ben)
        assert "· open" in board(fay), "the workshop is closed"
        told = "waited" if code is None else f"refused, exit code {code}"
        return f"while running it is an outage, at the start {told}; then all go on, no workshop closed"


@asynccontextmanager
async def _redis(program: str) -> AsyncIterator[int]:
    """A Redis of its own; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = await asyncio.create_subprocess_exec(
        program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", stdout=asyncio.subprocess.DEVNULL
    )
    try:
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                break
            await asyncio.sleep(0.05)
        yield port
    finally:
        process.kill()
        await process.wait()


async def _postgres(state: State | None) -> str:
    """PostgreSQL goes away for ten seconds, or (None) every answer to COMMIT is lost once for each of several people."""
    async with stand(Kind("postgresql"), started=False) as here:
        async with gate(5432) as line:
            url = here.settings.database_url.replace(":5432", f":{line.port}")
            here.bot.settings = here.settings.model_copy(update={"database_url": url})
            await here.start()
            fay, _, people = await _opened(here, 4)
            await here.rest(quiet=1)
            if state is not None:
                line.turn(state)
            for phone in people:
                line.watch = b"COMMIT" if state is None else None
                await here.tap(phone, "A sailor")
                await asyncio.sleep(2.5)
            line.turn(State.OPEN)
            for phone in people:
                await here.until(lambda phone=phone: NEXT in phone.last.text, f"the next question ({phone.name})")  # type: ignore[misc]
            assert state is not None or line.cuts >= len(people) - 1, f"COMMIT was met {line.cuts} times"
            assert here.bot.runs
            assert "joined 4" in board(fay)
            await here.bot.terminate()
        return f"{len(people)} of {len(people)} have the next question" + (
            f"; {line.cuts} answers to COMMIT were lost" if state is None else ""
        )


def _loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def _dir(path: Path) -> None:
    path.unlink()
    path.mkdir()


_ONE = "its workshop alone stands still, and says so; put back, it goes on"
_KEPT = "nothing is acknowledged that is not stored"

FAULTS = (
    Fault("keys-missing", "the key folder is missing at the start", "refuse to start; nothing is closed", lambda: _keys_missing(empty=False)),
    Fault("keys-not-mounted", "an empty folder in place of the key folder at the start", "refuse to start; nothing is closed", lambda: _keys_missing(empty=True)),
    Fault("keys-one-short", "one key is cut short", _ONE, lambda: _one_key(lambda file: file.write_bytes(b"short"))),
    Fault("keys-one-loop", "one key cannot be opened", _ONE, lambda: _one_key(_loop)),
    Fault("keys-one-folder", "a folder in place of one key", _ONE, lambda: _one_key(_dir)),
    Fault("keys-denied", "permission denied on one key", _ONE, _denied),
    Fault("keys-full", "the key store is full", "it is said, nothing is made", lambda: _keys_in("mount -t tmpfs -o size=4k,nr_inodes=3,mode=700 tmpfs {keys}")),
    Fault("keys-read-only", "the key folder is read-only, while running and at the start", "it is said, nothing is made; answers go on, a close is finished later", _keys_read_only),
    Fault("keys-loading", "Redis says -LOADING, while running and at the start", "an outage, not a lost key", _loading),
    Fault("db-locked", "SIGTERM while another program holds SQLite", "it ends within 10 s, nothing is lost", _lock),
    Fault("db-deleted", "the database file is deleted while running", _KEPT, lambda: _spoilt(_deleted)),
    Fault("db-replaced", "another file in place of the database while running", _KEPT, lambda: _spoilt(_replaced)),
    Fault("db-corrupt", "a corrupt page while running", _KEPT, lambda: _spoilt(_corrupt)),
    Fault("db-cut-off", "the database file is cut off while running", _KEPT, lambda: _spoilt(_cut_off)),
    Fault("db-commit-lost", "the answer to COMMIT is lost (PostgreSQL)", "everybody gets the next question, nothing twice", lambda: _postgres(None)),
    Fault("db-away", "PostgreSQL is away for ten seconds", "nothing is lost", lambda: _postgres(State.CUT)),
    Fault("db-black-hole", "PostgreSQL is silent for ten seconds", "nothing is lost", lambda: _postgres(State.SILENT)),
    Fault("clock-jumps", "the clock jumps 15 days, forward and backward, for 5 s each", "nothing is closed", _clock),
)  # fmt: skip
