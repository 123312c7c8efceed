"""`roundtable run` as a process of its own: started, killed at once, stopped; must not know what it is for."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from pydantic import SecretStr

from bot.settings import Settings
from tests.support.room import Room
from tests.support.shared import ROOT


def environment_of(settings: Settings) -> dict[str, str]:
    """These settings as a program finds them in its environment."""
    given = {name: getattr(settings, name) for name in settings.model_fields_set}
    plain = {name: value.get_secret_value() if isinstance(value, SecretStr) else value for name, value in given.items()}
    return {name.upper(): str(value) for name, value in plain.items() if value is not None}


class Program:
    """It can be killed at once. `said`: the file that gets what it logs; without it the terminal does.

    `before`: words of a command line that come before its own, such as `prlimit`; `more`: what else is in its environment.
    """

    def __init__(self, settings: Settings, said: Path | None = None, before: Sequence[str] = ()) -> None:
        """Not started."""
        self.settings = settings
        self.more: Mapping[str, str] = {}
        self.before = before
        self._said = said
        self._process: asyncio.subprocess.Process | None = None
        self._from = 0

    async def start(self) -> None:
        """Start it; returns before it is ready."""
        environment = {**os.environ, **environment_of(self.settings), **self.more}
        command = (*self.before, sys.executable, "-m", "bot", "run")
        log = None if self._said is None else self._said.open("ab")
        self._from = 0 if log is None else log.tell()
        try:
            self._process = await asyncio.create_subprocess_exec(*command, env=environment, cwd=ROOT, stderr=log)
        finally:
            if log is not None:
                log.close()

    def strike(self) -> None:
        """SIGKILL this very moment; whoever did it still has to `kill`, which waits for the end."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def kill(self) -> None:
        """SIGKILL: no chance to tidy up."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Ctrl-C; gives the exit code."""
        return await self._end(signal.SIGINT)

    async def terminate(self) -> int:
        """SIGTERM, as the machine's own services end it; gives the exit code."""
        return await self._end(signal.SIGTERM)

    async def ended(self, seconds: float) -> int | None:
        """The exit code of a program that ends by itself; None if it still runs after so many seconds."""
        if self._process is None:
            return None
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await self._process.wait()
        return None

    @property
    def has_started(self) -> bool:
        """Whether it says so in its log, since it was started last."""
        if self._said is None or not self.runs:
            return False
        with self._said.open("rb") as log:
            log.seek(self._from)
            return b"event=started" in log.read()

    @property
    def number(self) -> int:
        """The number of its process; 0 while there is none."""
        return 0 if self._process is None else self._process.pid

    @property
    def runs(self) -> bool:
        """Whether it has been started and has not ended."""
        return self._process is not None and self._process.returncode is None

    async def _end(self, number: signal.Signals) -> int:
        if self._process is None:
            return 0
        with suppress(ProcessLookupError):
            self._process.send_signal(number)
        code = await self._process.wait()
        self._process = None
        return code


@asynccontextmanager
async def program(room: Room) -> AsyncIterator[Program]:
    """The bot in a process of its own instead of the room's; ended at last whatever happens."""
    await room.app.stop()
    running = Program(room.settings.model_copy(update={"release_tick_seconds": 600}))
    await running.start()
    try:
        yield running
    finally:
        await running.kill()


async def until(is_so: Callable[[], bool]) -> None:
    """Look again and again, as somebody who waits does."""
    while not is_so():  # noqa: ASYNC110  # a phone has no event for what its owner looks for
        await asyncio.sleep(0.005)
