"""The HTTP side of the emulated Bot API: paths, bodies, status codes; the methods themselves live elsewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from bot.rehearsal.protocol.bodies import parameters
from bot.rehearsal.protocol.refusal import Refused, forbidden
from bot.rehearsal.server.doors import is_a_program

LARGEST_BODY = 51_000_000
_JSON = "application/json"


@dataclass(frozen=True)
class Answer:
    """What a call returns: the result, or raw JSON; `lost` cuts the connection instead of answering."""

    result: Any = None
    raw: bytes | None = None
    lost: bool = False


class Api(Protocol):
    """What is served: an emulated Telegram."""

    token: str

    async def call(self, method: str, given: dict[str, Any]) -> Answer:
        """Carry out one method with raw parameters; raises Refused."""
        ...

    def download(self, name: str) -> bytes | None:
        """A stored file's bytes, None for an unknown name."""
        ...


class _Lost(Exception):
    """The answer is not to arrive."""


def application(api: Api) -> Starlette:
    """A Starlette application with `/bot<token>/<method>` and `/file/bot<token>/<path>`."""
    return Starlette(routes=[Mount("", app=_Server(api))])


class _Server:
    """Plain ASGI, because a replay makes tens of thousands of calls."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            if not is_a_program({name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}):
                raise forbidden("only programs on this machine are answered")
            await _respond(send, *await self._answer(scope, await _body(receive)))
        except Refused as refusal:
            await _respond(send, refusal.code, *refusal.answer())
        except _Lost:
            await _cut(send)

    async def _answer(self, scope: Scope, body: bytes) -> tuple[int, str, bytes]:
        path = unquote(scope["path"])
        if path.startswith("/file/bot"):
            return self._download(path.removeprefix("/file/bot"))
        token, _, method = path.removeprefix("/bot").partition("/")
        if not path.startswith("/bot") or not method:
            raise Refused(404)
        if token != self._api.token:
            raise Refused(401)
        kind = next((value.decode("latin-1") for key, value in scope["headers"] if key == b"content-type"), "")
        given = parameters(kind, body, scope["query_string"].decode("latin-1"))
        answer = await self._api.call(method, given)
        if answer.lost:
            raise _Lost
        raw = answer.raw if answer.raw is not None else json.dumps(answer.result, ensure_ascii=False).encode()
        return 200, _JSON, b'{"ok":true,"result":' + raw + b"}"

    def _download(self, path: str) -> tuple[int, str, bytes]:
        token, _, name = path.partition("/")
        data = self._api.download(name) if token == self._api.token else None
        if data is None:
            raise Refused(404)
        return 200, "application/octet-stream", data


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
