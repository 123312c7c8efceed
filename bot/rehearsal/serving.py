"""Serves an emulator, or any ASGI application, on this machine for as long as a `with` block lasts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import ASGIApp

from bot.rehearsal.emulator import Emulator
from bot.rehearsal.server.http import application
from bot.telegram.serving import serving

HOST = "127.0.0.1"


@asynccontextmanager
async def serve(served: Emulator | ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """Serve on 127.0.0.1; gives the URL. Port 0 takes a free one. Raises OSError if the port is taken."""
    app: ASGIApp = application(served) if isinstance(served, Emulator) else served
    async with serving(app, host=HOST, port=port, grace=1) as chosen:
        try:
            yield f"http://{HOST}:{chosen}"
        finally:
            if isinstance(served, Emulator):
                await served.close()
