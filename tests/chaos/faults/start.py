"""Faults at the start: what Telegram says to the first calls, a network that is late, names that nobody knows, a wrong token."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.rehearsal.protocol.refusal import Refused, bad, too_many
from tests.chaos.gate import State
from tests.chaos.stand import Stand, stand
from tests.chaos.table import Fault, Skipped
from tests.chaos.telegram import COSMETIC

ENDS = 60.0
"""Seconds within which a program that refuses to start has ended, on a busy machine too."""

TROUBLES = (too_many(1), Refused(502), bad("something of tomorrow"))


async def _works(here: Stand) -> None:
    """Somebody steers, somebody takes part."""
    await here.people(1, await here.workshop(await here.staff()))


async def _refused(method: str) -> str:
    """The first calls of a method at the start are refused, one after the other."""
    async with stand(started=False) as here:
        for trouble in TROUBLES:
            here.telegram.fail_next(method, trouble)
        here.telegram.lose_next(method)
        began = time.monotonic()
        await here.start()
        took = time.monotonic() - began
        await _works(here)
        left = here.telegram.unfinished()
        assert method not in ("getMe", "deleteWebhook") or left == 0, f"{left} of the troubles were not met"
        return f"started after {took:.1f} s, people take part"


async def _wrong_token() -> str:
    async with stand(started=False) as here:
        here.telegram.refuses = Refused(401)
        await here.bot.start()
        code = await here.bot.ended(ENDS)
        assert code == 3, f"exit code {code}"
        assert "TELEGRAM_BOT_TOKEN" in here.log, f"it says: {here.log[-200:]}"
        assert "Traceback" not in here.log, "a traceback"
        return f"it ends, exit code {code}, and names TELEGRAM_BOT_TOKEN"


async def _away(state: State | None, seconds: float) -> str:
    """Telegram is not to be reached at the start for so long at least, and till that is said; `state` None: nobody listens."""
    async with stand(started=False) as here:
        if state is None:
            await here.line.away()
        else:
            here.line.turn(state)
        await here.bot.start()
        began = time.monotonic()
        await here.until(lambda: "updates_unavailable" in here.log, "a word that Telegram is away", 90)
        await asyncio.sleep(max(0.0, began + seconds - time.monotonic()))
        assert here.bot.runs, "it has ended"
        assert "event=started" not in here.log, "it started though Telegram was away"
        lasted = time.monotonic() - began
        if state is None:
            await here.line.begin()
        here.line.turn(State.OPEN)
        began = time.monotonic()
        await here.until(lambda: "event=started" in here.log, "the start")
        took = time.monotonic() - began
        await _works(here)
        return f"it waits {lasted:.0f} s, is there {took:.1f} s after Telegram is"


async def _no_name() -> str:
    """The name of the server is known to nobody; then it is told to end."""
    async with stand(started=False, telegram_api_url="http://telegram.invalid:8081") as here:
        await here.bot.start()
        await here.until(lambda: "updates_unavailable" in here.log, "a word that Telegram is away")
        began = time.monotonic()
        code = await here.bot.terminate()
        took = time.monotonic() - began
        assert code == 0, f"exit code {code}"
        assert took < 10, f"it took {took:.0f} s to end"
        return f"it waits and says so; SIGTERM ends it after {took:.1f} s, exit code 0"


@contextmanager
def _silent_resolver() -> Iterator[str]:
    """An address where questions for names arrive and are never answered."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        try:
            silent.bind(("127.0.0.153", 53))
        except OSError:
            raise Skipped("needs the right to listen on port 53") from None
        yield "127.0.0.153"


def may_mount() -> None:
    """Raises Skipped where no file system can be mounted for one process alone."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-m", "true"], capture_output=True, check=False).returncode:
        raise Skipped("needs the right to mount for one process (root, Linux)")


def mounted(*commands: str) -> tuple[str, ...]:
    """Words before a command line: these mounts exist for that process alone."""
    return ("unshare", "-m", "--propagation", "private", "sh", "-c", "; ".join((*commands, 'exec "$0" "$@"')))


async def _name_hangs() -> str:
    """Whoever is asked for the server's name does not answer."""
    may_mount()
    with _silent_resolver() as address:
        async with stand(started=False) as here:
            resolver, hosts = here.folder / "resolv.conf", here.folder / "hosts"
            resolver.write_text(f"nameserver {address}\n")
            hosts.write_text("127.0.0.1 localhost\n")
            port = here.settings.telegram_api_url.rpartition(":")[2]
            url = f"http://telegram.example.org:{port}"
            here.bot.settings = here.settings.model_copy(update={"telegram_api_url": url})
            here.bot.before = mounted(f"mount --bind {resolver} /etc/resolv.conf", f"mount --bind {hosts} /etc/hosts")
            here.bot.more = {"NO_PROXY": "*", "no_proxy": "*"}
            await here.bot.start()
            await here.until(lambda: here.log.count("updates_unavailable") > 1, "a word that Telegram is away")
            assert here.bot.runs, f"it has ended: {here.log[-300:]}"
            began = time.monotonic()
            code = await here.bot.terminate()
            took = time.monotonic() - began
            assert code == 0, f"exit code {code}"
            assert took < 15, f"it took {took:.0f} s to end"
            return f"it waits and says so; SIGTERM ends it after {took:.1f} s, exit code 0"


async def _conflict() -> str:
    """The old process still waits for updates, and webhooks are being set."""
    async with stand(started=False) as here:
        for _ in range(2):
            here.telegram.fail_next("deleteWebhook", Refused(409))
            here.telegram.fail_next("getMe", Refused(409))
        await here.start()
        await _works(here)
        return "started, people take part"


async def _restarts() -> str:
    """Fifteen starts in a row."""
    async with stand() as here:
        await here.workshop(await here.staff())
        await here.rest(quiet=1.0)

        def cosmetic() -> int:
            return sum(n for (method, _), n in here.telegram.counts.items() if method in COSMETIC)

        first = cosmetic()
        for _ in range(15):
            await here.bot.terminate()
            await here.start()
        await here.rest(quiet=1.0)
        more = cosmetic() - first
        assert more == 0, f"{more} calls about the menu and the description at 15 restarts"
        return f"{first} calls at the first start, {more} at 15 restarts"


async def _database(statement: str, words: str) -> str:
    """A database that is none of this version's."""
    async with stand(started=False) as here:
        await here.sql(statement)
        before = here.database.read_bytes()
        await here.bot.start()
        code = await here.bot.ended(ENDS)
        assert code == 2, f"exit code {code}"
        assert words in here.log, f"it says: {here.log[-300:]}"
        assert "Traceback" not in here.log, "a traceback"
        assert here.database.read_bytes() == before, "the file is another one"
        return f"exit code 2: {here.log.strip().splitlines()[-1][:120]}"


async def _two() -> str:
    """A second program on the same database."""
    async with stand() as here:
        people = await here.people(2, await here.workshop(await here.staff()))
        second = type(here.bot)(here.settings, Path(here.folder / "second.txt"))
        await second.start()
        try:
            code = await second.ended(ENDS)
            said = (here.folder / "second.txt").read_text()
        finally:
            await second.kill()
        assert code == 2, f"the second one: exit code {code}"
        assert "Another roundtable works on this database already" in said, f"it says: {said[-200:]}"
        for phone in people:
            await here.tap(phone, "A sailor")
            await here.shows(phone, "2 of 4")
        return "the second is refused in a sentence, exit code 2; the first goes on"


_GOES_ON = "wait, say so, start"

FAULTS = (
    *(
        Fault(f"start-{method}", f"429, 502, 400 and a lost answer on {method} at the start", "it starts", lambda method=method: _refused(method))  # type: ignore[misc]
        for method in ("getMe", "deleteWebhook", "setMyCommands", "setMyDescription")
    ),
    Fault("start-401", "the token is wrong at the start", "it ends and says so", _wrong_token),
    Fault("start-away", "nobody listens at Telegram's address for 15 s", _GOES_ON, lambda: _away(None, 15)),
    Fault("start-cut", "every connection is reset for 15 s at the start", _GOES_ON, lambda: _away(State.CUT, 15)),
    Fault("start-silent", "connections stand and are silent for 45 s at the start", _GOES_ON, lambda: _away(State.SILENT, 45)),
    Fault("start-no-name", "DNS gone at the start", "wait and say so; SIGTERM ends it", _no_name),
    Fault("start-name-hangs", "DNS hanging at the start", "wait and say so; SIGTERM ends it", _name_hangs),
    Fault("start-409", "409 on the first calls", "it starts", _conflict),
    Fault("start-restarts", "fifteen restarts", "no call about menus and descriptions that have not changed", _restarts),
    Fault("start-newer", "a database newer than the program", "a sentence, exit code 2", lambda: _database("UPDATE alembic_version SET version_num = '9999'", "a newer version of Roundtable")),
    Fault("start-nameless", "a database without a version table", "a sentence, exit code 2", lambda: _database("DROP TABLE alembic_version", "does not say of which version")),
    Fault("start-two", "a second program on one database", "refused in a sentence; the first goes on", _two),
)  # fmt: skip
