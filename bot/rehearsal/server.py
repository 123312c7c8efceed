"""The HTTP side of the emulated Bot API: paths, bodies, status codes; the methods themselves live elsewhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from bot.rehearsal.bodies import parameters
from bot.rehearsal.refusal import Refused

if TYPE_CHECKING:
    from bot.rehearsal.emulator import Emulator

LARGEST_BODY = 51_000_000
_JSON = "application/json"


class _Lost(Exception):
    """The answer is not to arrive."""


def application(emulator: Emulator) -> Starlette:
    """A Starlette application with `/bot<token>/<method>` and `/file/bot<token>/<path>`."""
    return Starlette(routes=[Mount("", app=_Server(emulator))])


class _Server:
    """Plain ASGI, because a replay makes tens of thousands of calls."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            await _respond(send, *await self._answer(scope, await _body(receive)))
        except Refused as refusal:
            await _respond(send, refusal.code, _JSON, json.dumps(refusal.payload()).encode())
        except _Lost:
            await _cut(send)

    async def _answer(self, scope: Scope, body: bytes) -> tuple[int, str, bytes]:
        path = unquote(scope["path"])
        if path.startswith("/file/bot"):
            return self._download(path.removeprefix("/file/bot"))
        token, _, method = path.removeprefix("/bot").partition("/")
        if not path.startswith("/bot") or not method:
            raise Refused(404)
        if token != self._emulator.token:
            raise Refused(401)
        kind = next((value.decode("latin-1") for key, value in scope["headers"] if key == b"content-type"), "")
        given = parameters(kind, body, scope["query_string"].decode("latin-1"))
        answer = await self._emulator.call(method, given)
        if answer.lost:
            raise _Lost
        raw = answer.raw if answer.raw is not None else json.dumps(answer.result, ensure_ascii=False).encode()
        return 200, _JSON, b'{"ok":true,"result":' + raw + b"}"

    def _download(self, path: str) -> tuple[int, str, bytes]:
        token, _, name = path.partition("/")
        file = self._emulator.world.files.at(name)
        if token != self._emulator.token or file is None:
            raise Refused(404)
        return 200, "application/octet-stream", file.data


async def _respond(send: Send, status: int, kind: str, body: bytes) -> None:
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _cut(send: Send) -> None:
    """Promise a body and break off, so that the client cannot know what happened."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
    raise ConnectionAbortedError("the answer is lost on purpose")


async def _body(receive: Receive) -> bytes:
    pieces, size = [], 0
    while True:
        message = await receive()
        piece = message.get("body", b"")
        size += len(piece)
        if size > LARGEST_BODY:
            raise Refused(413)
        pieces.append(piece)
        if not message.get("more_body"):
            return b"".join(pieces)
