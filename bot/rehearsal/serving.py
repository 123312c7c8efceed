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

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say when connections are accepted."""
        try:
            await super().startup(sockets)
        finally:
            self.begun.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


@asynccontextmanager
async def serve(served: Emulator | ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """Serve an emulator (or any ASGI application) on 127.0.0.1; yields its URL. Port 0 takes a free one."""
    application: ASGIApp = served.asgi if isinstance(served, Emulator) else served
    listening = socket.create_server((HOST, port), backlog=2048)
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
        await running
        listening.close()
