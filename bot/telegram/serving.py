"""The web server's frame: which pages exist is handed in, and who may keep a connection. Must not know what a page shows.

No access log: an address on the web is a person's address.
"""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from bot.telegram.connections import Connection, Door, Patience

_KEEP_ALIVE = 75  # seconds; longer than the proxy in front, so that it never reuses a connection we have closed
_BACKLOG = 2048  # connections waiting to be accepted
_FILES = 8192  # open files that are asked for: each connection is one
_OTHERS = 400  # files that are not connections of people: calls to Telegram, the database, keys, pictures
_MOST = 1000  # connections at once


def allow_files() -> None:
    """Raise the soft limit of open files as far as we may; what the system gives at first is for small programs."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has no such module

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def most_connections() -> int:
    """So many that the rest of the program never runs out of files."""
    if sys.platform == "win32":
        return _MOST
    import resource  # noqa: PLC0415 - Windows has no such module

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST if soft == resource.RLIM_INFINITY else max(16, min(_MOST, soft - _OTHERS, soft // 2))


def is_free(port: int) -> bool:
    """Whether this machine's own address can be listened on there."""
    try:
        _listen("127.0.0.1", port).close()
    except OSError:
        return False
    return True


def make_app(
    routes: Sequence[BaseRoute] = (),
    *,
    healthy: Callable[[], bool] = lambda: True,
    troubles: Callable[[], Sequence[str]] = tuple,
) -> Starlette:
    """All pages of the bot: `/health` (200 or 503, and what an operator has to put right) and the routes given."""

    async def health(_request: Request) -> JSONResponse:
        is_well, said = healthy(), list(troubles())
        told = {"status": "ok" if is_well else "unwell", **({"troubles": said} if said else {})}
        return JSONResponse(told, status_code=200 if is_well else 503)

    return Starlette(routes=[Route("/health", health), *routes])


@asynccontextmanager
async def serving(
    app: ASGIApp,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    grace: int = 5,
    most: int | None = None,
    patience: Patience | None = None,
) -> AsyncIterator[int]:
    """Serve while the block runs; gives the port, which is chosen if 0 is asked for.

    `grace`: seconds for answers under way at the end; `most`: connections at once, by default what the files allow;
    `patience`: with those on the other side. Raises OSError if the port is taken. Signals stay with the caller.
    """
    listener = _listen(host, port)
    door = Door(most or most_connections(), patience or Patience())
    config = uvicorn.Config(
        app,
        http=partial(Connection, door=door),  # type: ignore[arg-type]  # uvicorn calls it, and asks no more of it
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=grace,
        ws="none",
    )
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await server.begun.wait()
        yield int(listener.getsockname()[1])
    finally:
        server.should_exit = True
        server.leaving.set()
        await running
        listener.close()


class _Server(uvicorn.Server):
    """Ctrl-C is for the program to understand, not for its web server."""

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
        """Serve until told to leave; an event ends it sooner than looking ten times a second."""
        await self.on_tick(0)
        await self.leaving.wait()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, because asyncio switches Nagle's algorithm off only then; with it every answer takes 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    listener.listen(_BACKLOG)
    return listener
