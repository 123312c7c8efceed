"""Serves an ASGI application on this machine for as long as a `with` block lasts."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.rehearsal.emulator import Emulator

HOST = "127.0.0.1"


class _Server(uvicorn.Server):
    """uvicorn without its own signal handling: Ctrl-C belongs to whoever opened the `with` block."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.begun = asyncio.Event()
        self.leaving = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say when connections are accepted."""
        try:
            await super().startup(sockets)
        finally:
            self.begun.set()

    async def main_loop(self) -> None:
        """Serve until told to leave; an event ends a test sooner than looking ten times a second."""
        await self.on_tick(0)
        await self.leaving.wait()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def _listen(port: int) -> socket.socket:
    # Named as TCP, because asyncio switches Nagle's algorithm off only then; with it every answer takes 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError:
        listening.close()
        raise
    listening.listen(2048)
    return listening


@asynccontextmanager
async def serve(served: Emulator | ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """Serve an emulator (or any ASGI application) on 127.0.0.1; yields its URL. Port 0 takes a free one."""
    application: ASGIApp = served.asgi if isinstance(served, Emulator) else served
    listening = _listen(port)
    config = uvicorn.Config(
        application,
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="off",
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
        server_header=False,
        date_header=False,
        ws="none",
    )
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await server.begun.wait()
        yield f"http://{HOST}:{listening.getsockname()[1]}"
    finally:
        if isinstance(served, Emulator):
            await served.close()
        server.should_exit = True
        server.leaving.set()
        await running
        listening.close()
