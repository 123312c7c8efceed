"""A gate on the line between the bot and a server, which can be shut, cut, or left open and silent; must not know protocols."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum

HERE = "127.0.0.1"
_LOADING = b"-LOADING Redis is loading the dataset in memory\r\n"
_COMMAND = re.compile(rb"(?:^|\r\n)\*\d+\r\n")


class State(Enum):
    """What the gate does with what comes."""

    OPEN = "open"
    CUT = "cut"  # whoever connects is disconnected at once
    SILENT = "silent"  # connections stand, and nothing ever comes through: a black hole
    LOADING = "loading"  # a Redis that has just been started


class Gate:
    """One gate before one server. `watch`: when the bot says this, it gets through, and the line breaks before the answer."""

    def __init__(self, to: int | str) -> None:
        """`to`: a port on this machine, or a socket's file. Open."""
        self._to = to
        self.port = 0
        self.state = State.OPEN
        self.watch: bytes | None = None
        self.cuts = 0
        self._server: asyncio.Server | None = None
        self._kept: socket.socket | None = None
        self._lines: set[asyncio.StreamWriter] = set()

    async def begin(self) -> None:
        """Listen, on the port that it had before if it had one."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None
        self._server = await asyncio.start_server(self._line, HERE, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def away(self) -> None:
        """Nobody listens any more."""
        if self._server is not None:
            self._server.close()
            self._server = None
            self._kept = socket.socket()  # it stays ours, else another gate would be given it
            self._kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._kept.bind((HERE, self.port))
        self.break_all()

    async def end(self) -> None:
        """For good."""
        await self.away()
        if self._kept is not None:
            self._kept.close()

    def turn(self, state: State) -> None:
        """From now on it does this; lines that stand are broken if it cuts."""
        self.state = state
        if state is State.CUT:
            self.break_all()

    def break_all(self) -> None:
        """Reset every line."""
        for writer in list(self._lines):
            writer.transport.abort()

    async def _line(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.state is State.CUT:
            writer.transport.abort()
            return
        self._lines.add(writer)
        there: asyncio.StreamWriter | None = None
        try:
            back, there = await self._reach()
            self._lines.add(there)
            halves = [
                asyncio.ensure_future(self._out(reader, writer, there)),
                asyncio.ensure_future(_pump(self, back, writer)),
            ]
            await asyncio.wait(halves, return_when=asyncio.FIRST_COMPLETED)
            for half in halves:
                half.cancel()
            await asyncio.gather(*halves, return_exceptions=True)
        except OSError:
            pass
        finally:
            for end in (writer, there):
                if end is not None:
                    self._lines.discard(end)
                    with suppress(OSError, RuntimeError):
                        end.close()

    async def _heard(self) -> None:
        """Until it lets something through."""
        while self.state is State.SILENT:  # noqa: ASYNC110 - whoever turns it tells nobody
            await asyncio.sleep(0.1)

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self._to, int):
            return await asyncio.open_connection(HERE, self._to)
        return await asyncio.open_unix_connection(self._to)

    async def _out(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, there: asyncio.StreamWriter
    ) -> None:
        while data := await reader.read(65536):
            await self._heard()
            if self.state is State.LOADING:
                writer.write(_LOADING * max(1, len(_COMMAND.findall(data))))
                continue
            if self.watch is not None and self.watch in data:
                self.watch = None
                self.cuts += 1
                there.write(data)
                await there.drain()
                self._lines.discard(there)
                writer.transport.abort()
                await asyncio.sleep(0.3)  # the server does what it was told
                return
            there.write(data)
            await there.drain()


async def _pump(gate: Gate, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            await gate._heard()
            writer.write(data)
            await writer.drain()


@asynccontextmanager
async def gate(to: int | str) -> AsyncIterator[Gate]:
    """A gate before this port or socket for as long as the block lasts."""
    made = Gate(to)
    await made.begin()
    try:
        yield made
    finally:
        await made.end()
