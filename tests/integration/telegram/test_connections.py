"""The web server under people who are slow, silent, greedy or rude: everybody else is answered, and every wait has an end."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.telegram.connections import Patience
from bot.telegram.intake import Webhook
from bot.telegram.serving import allow_files, make_app, most_connections, serving

SHORT = Patience(head=0.3, body=0.4, answer=0.4)
GOOD = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
WEBHOOK = b"POST /telegram HTTP/1.1\r\nHost: x\r\n"
SECRET = b"X-Telegram-Bot-Api-Secret-Token: s\r\n"


async def _nothing(_: object) -> None:
    """An update is stored."""


async def _endless(_: Request) -> Response:
    async def lines() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 65_536
            await asyncio.sleep(0)

    return StreamingResponse(lines())


class Client:
    """Somebody with a socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    def send(self, data: bytes) -> None:
        """Whatever it is."""
        self.writer.write(data)

    async def status(self) -> int:
        """Of the next answer; 0: the connection was closed instead."""
        try:
            line = await asyncio.wait_for(self.reader.readline(), 5)
            return int(line.split()[1]) if line else 0
        except ConnectionError:
            return 0

    async def closed(self, within: float = 3.0) -> bool:
        """Whether the other side closes it."""
        try:
            async with asyncio.timeout(within):
                while await self.reader.read(65_536):
                    pass
        except TimeoutError:
            return False
        except ConnectionError:
            return True
        return True


class Server:
    """A running server, and those who come."""

    def __init__(self, port: int, stack: AsyncExitStack) -> None:
        self.port, self._stack = port, stack

    async def client(self, said: bytes = b"") -> Client:
        """Somebody who connects and says this."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self._stack.callback(writer.transport.abort)
        client = Client(reader, writer)
        client.send(said)
        return client

    async def is_well(self) -> bool:
        """Whether somebody who asks now is answered."""
        return await (await self.client(GOOD)).status() == 200


@asynccontextmanager
async def server(most: int = 40, patience: Patience = SHORT) -> AsyncIterator[Server]:
    """A server with a webhook and a page that never ends."""
    pages = [Webhook(_nothing, "s").route(), Route("/endless", _endless)]
    async with serving(make_app(pages), most=most, patience=patience, grace=0) as port, AsyncExitStack() as stack:
        yield Server(port, stack)


async def test_idle_connections_keep_nobody_out() -> None:
    """Five times as many as there may be, silent or in the middle of a word: whoever asks is answered, and in time all are closed."""
    async with server(most=40, patience=Patience(head=1.5, body=1.5)) as it:
        idle = [
            await it.client((b"", b"GET /he", WEBHOOK + SECRET + b"Content-Length: 99\r\n\r\nabc")[n % 3])
            for n in range(200)
        ]
        assert await it.is_well()
        assert all(await asyncio.gather(*(one.closed() for one in idle)))
        assert await it.is_well()


SLOW: dict[str, tuple[bytes, bytes]] = {
    "silence": (b"", b""),
    "head": (b"GET /health HTTP/1.1\r\n", b"X-A: b\r\n"),
    "body": (WEBHOOK + SECRET + b"Content-Length: 100000\r\n\r\n", b"x"),
    "chunks": (WEBHOOK + SECRET + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "body after a refusal": (WEBHOOK + b"Content-Length: 100000\r\n\r\n", b"x"),
    "body nobody wants": (b"GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n", b"x"),
}


@pytest.mark.parametrize(("begins", "drips"), SLOW.values(), ids=SLOW)
async def test_whoever_is_slow_is_cut_off(begins: bytes, drips: bytes) -> None:
    """A byte now and then does not keep a connection for ever, whichever part of a request it is."""
    async with server() as it:
        slow = await it.client(begins)
        dripping = asyncio.create_task(_drip(slow, drips))
        assert await slow.closed()
        dripping.cancel()
        assert await it.is_well()


async def _drip(slow: Client, drips: bytes) -> None:
    while True:
        slow.send(drips)
        await asyncio.sleep(0.05)


async def test_who_takes_no_answer_is_cut_off() -> None:
    """A reader that stops reading holds its place for seconds only."""
    async with server(most=3) as it:
        lazy = await it.client(b"GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
        lazy.writer.transport.get_extra_info("socket")
        await asyncio.sleep(0.8)
        assert await lazy.closed()
        assert await it.is_well()


RUDE: dict[str, tuple[bytes, set[int]]] = {
    "long head": (b"GET /health HTTP/1.1\r\n" + b"X-A: " + b"b" * 200_000, {0, 400}),
    "long address": (b"GET /" + b"a" * 200_000, {0, 400}),
    "many headers": (b"GET /health HTTP/1.1\r\n" + b"X-A: b\r\n" * 30_000, {0, 400}),
    "large body": (WEBHOOK + SECRET + b"Content-Length: 9000000\r\n\r\n" + b"x" * 6_000_000, {0, 413}),
    "body without end": (
        b"GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000000\r\n\r\n" + b"x" * 6_000_000,
        {0, 200},
    ),
    "pipeline": (GOOD * 5000, {0, 200}),
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"x" * 100, {0, 400}),
    "negative length": (WEBHOOK + SECRET + b"Content-Length: -1\r\n\r\n", {0, 400}),
    "two lengths": (WEBHOOK + SECRET + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x", {0, 400}),
    "length and chunks": (WEBHOOK + SECRET + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}", {0, 400}),
    "wild address": (b"GET /%ff%fe/../..//\xc3\x28 HTTP/1.1\r\nHost: x\r\n\r\n", {0, 400, 404}),
    "everything": (b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", {0, 400, 404, 405}),
    "tunnel": (b"CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", {0, 400, 404, 405}),
    "other method": (b"OPTIONS /telegram HTTP/1.1\r\nHost: x\r\n\r\n", {405}),
    "head only": (b"HEAD /health HTTP/1.1\r\nHost: x\r\n\r\n", {200}),
    "upgrade": (b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", {0, 200, 400}),
    "secret of bytes": (WEBHOOK + b"X-Telegram-Bot-Api-Secret-Token: \xff\xfe\r\nContent-Length: 2\r\n\r\n{}", {403}),
    "body of bytes": (WEBHOOK + SECRET + b"Content-Length: 4\r\n\r\n\xff\xfe\x00\x01", {200}),
    "old": (b"GET /health HTTP/1.0\r\n\r\n", {200}),
}


@pytest.mark.parametrize(("said", "expected"), RUDE.values(), ids=RUDE)
async def test_whatever_is_said_the_next_one_is_answered(
    said: bytes, expected: set[int], caplog: pytest.LogCaptureFixture
) -> None:
    """Too long, too many, not HTTP at all: refused or cut off, nothing crashes, and others are answered."""
    async with server() as it:
        client = await it.client(said)
        assert await client.status() in expected
        assert await it.is_well()
    assert "Exception in ASGI application" not in caplog.text
    assert "Traceback" not in caplog.text


PATIENT = Patience(head=60.0, body=60.0, answer=60.0)
HEAD = RUDE["long head"][0] + b"b" * 1_000_000
GREEDY: dict[str, tuple[bytes, int]] = {
    "a head": (HEAD, 0),
    "a body": (RUDE["body without end"][0], 1),
    "a second head": (GOOD + HEAD, 1),
    "requests": (GOOD * 20_000, 19_000),
}
"""Too much of what, and how often it is answered at most."""


@pytest.mark.parametrize(("said", "most"), GREEDY.values(), ids=GREEDY)
async def test_too_much_is_cut_off_at_once(said: bytes, most: int) -> None:
    """Whoever sends more than anybody needs is not heard to the end, however patient the server is."""
    async with server(patience=PATIENT) as it:
        client, heard = await it.client(said), bytearray()
        with suppress(ConnectionError):
            async with asyncio.timeout(3):
                while some := await client.reader.read(65_536):
                    heard += some
        assert heard.count(b"HTTP/1.1 200") <= most


async def test_a_second_request_has_to_come_to_its_end_too() -> None:
    """Whoever was answered once and begins anew is waited for no longer than the first time."""
    async with server() as it:
        client = await it.client(GOOD)
        assert await client.status() == 200
        client.send(b"GET /he")
        assert await client.closed()


async def test_who_leaves_in_the_middle_of_a_body_harms_nobody(caplog: pytest.LogCaptureFixture) -> None:
    """Half an update and gone: no crash, nothing logged as one."""
    async with server() as it:
        for _ in range(10):
            client = await it.client(WEBHOOK + SECRET + b"Content-Length: 100\r\n\r\nabc")
            await asyncio.sleep(0.01)
            client.writer.transport.abort()
        assert await it.is_well()
        await asyncio.sleep(0.05)
    assert "Exception" not in caplog.text


async def test_who_has_shown_a_secret_is_not_given_up_for_a_new_one() -> None:
    """While what was asked with the secret is answered its connection stays; if all are such a new one is closed, and nothing else."""
    begun = asyncio.Event()
    ends = asyncio.Event()

    async def slow(_: object) -> None:
        begun.set()
        await ends.wait()

    pages = [Webhook(slow, "s").route()]
    async with serving(make_app(pages), most=1, patience=SHORT) as port, AsyncExitStack() as stack:
        it = Server(port, stack)
        working = await it.client(WEBHOOK + SECRET + b'Content-Length: 15\r\n\r\n{"update_id":1}')
        await begun.wait()
        assert await (await it.client(GOOD)).status() == 0
        await asyncio.sleep(0.6)
        ends.set()
        assert await working.status() == 200
        assert await it.is_well()


async def test_strangers_who_never_stop_asking_keep_nobody_out() -> None:
    """All places held by those who have always something in line that takes long, as a wrong link to a screen does."""

    async def slow(_: Request) -> Response:
        await asyncio.sleep(3600)
        return Response(status_code=404)

    asks = b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n" * 4
    async with serving(make_app([Route("/slow", slow)]), most=8, grace=0) as port, AsyncExitStack() as stack:
        it = Server(port, stack)
        first = [await it.client(asks) for _ in range(8)]
        await asyncio.sleep(0.05)
        assert await it.is_well()
        assert await first[0].closed()
        assert not await first[7].closed(0.05)


def test_there_are_never_more_connections_than_files() -> None:
    """The soft limit is raised to what we may, and the connections stay well below it."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        for soft in (64, 256, 1024):
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, before[1]))
            assert most_connections() <= soft // 2
        allow_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(8192, before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
