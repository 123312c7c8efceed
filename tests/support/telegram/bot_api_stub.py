"""A few methods of the Bot API over real HTTP that misbehave on demand; the emulator is the polite one."""

import asyncio
import json
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.rehearsal.protocol.bodies import Upload, parameters
from bot.telegram.api import Api, make_bot
from bot.telegram.serving import make_app, serving

TOKEN = "42:stub"


@dataclass(frozen=True)
class Arrived:
    """One call that arrived."""

    at: float
    method: str
    fields: dict[str, str]
    files: dict[str, tuple[str, bytes]]

    @property
    def chat(self) -> int:
        """The chat it was for."""
        return int(self.fields["chat_id"])


@dataclass
class Stub:
    """The server's state; tests read and write it directly."""

    delay: float = 0.0
    requests: list[Arrived] = field(default_factory=list)
    tricks: dict[tuple[str, str], deque[Response | str]] = field(default_factory=lambda: defaultdict(deque))
    updates: list[dict[str, Any]] = field(default_factory=list)
    polls: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    def trick(self, method: str, *answers: "Response | str", chat: int | None = None) -> None:
        """The next calls of this method (for this chat) get these: a Response, `hang` or `tear`."""
        self.tricks[method.lower(), "" if chat is None else str(chat)].extend(answers)

    def sent(self, chat: int | None = None, method: str | None = None) -> list[Arrived]:
        """Calls that arrived, getMe and getUpdates apart."""
        return [
            request
            for request in self.requests
            if "chat_id" in request.fields and chat in (None, request.chat) and method in (None, request.method)
        ]

    def texts(self, chat: int | None = None) -> list[str]:
        """The texts that arrived."""
        return [request.fields.get("text", "") for request in self.sent(chat)]

    def queue(self, *updates: dict[str, Any]) -> None:
        """Give the bot updates to fetch."""
        self.updates.extend(updates)
        self.arrived.set()

    async def answer(self, request: Request) -> Response:
        """Every method."""
        method = request.path_params["method"]
        fields, files = await _form(request)
        self.requests.append(Arrived(time.monotonic(), method, fields, files))
        for key in ((method.lower(), fields.get("chat_id", "")), (method.lower(), "")):
            if self.tricks[key]:
                return await _play(self.tricks[key].popleft())
        await asyncio.sleep(self.delay)
        if method == "getUpdates":
            return ok(await self._get_updates(fields))
        return ok(_result(method, fields))

    async def _get_updates(self, fields: dict[str, str]) -> list[dict[str, Any]]:
        offset, self.polls = int(fields.get("offset", "0")), self.polls + 1
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates:
            self.arrived.clear()
            try:
                await asyncio.wait_for(self.arrived.wait(), float(fields.get("timeout", "0")))
            except TimeoutError:
                return []
        return self.updates[:100]


def ok(result: Any) -> Response:
    """A success."""
    return JSONResponse({"ok": True, "result": result})


def error(status: int, description: str, **parameters: int) -> Response:
    """A refusal, in Telegram's words."""
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return JSONResponse(body | ({"parameters": parameters} if parameters else {}), status_code=status)


def flood(seconds: int) -> Response:
    """429."""
    return error(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def message(update_id: int, user: int, text: str = "hello") -> dict[str, Any]:
    """An update: a text from a person in the private chat."""
    person = {"id": user, "is_bot": False, "first_name": "Anne"}
    chat = {"id": user, "type": "private", "first_name": "Anne"}
    content = {"message_id": update_id, "date": 1_790_000_000, "chat": chat, "from": person, "text": text}
    return {"update_id": update_id, "message": content}


@asynccontextmanager
async def stub_server(stub: Stub, port: int = 0) -> AsyncIterator[Stub]:
    """Serve it."""
    app = make_app([Route(f"/bot{TOKEN}/{{method}}", stub.answer, methods=["POST", "GET"])])
    async with serving(app, port=port) as bound:
        stub.url = f"http://127.0.0.1:{bound}"
        yield stub
        stub.arrived.set()  # nobody shall wait for the end of a long poll


@asynccontextmanager
async def bot_of(stub: Stub) -> AsyncIterator[Api]:
    """A bot that talks to it."""
    async with make_bot(TOKEN, stub.url) as bot:
        yield bot


async def _form(request: Request) -> tuple[dict[str, str], dict[str, tuple[str, bytes]]]:
    given = parameters(request.headers.get("content-type", ""), await request.body(), request.url.query)
    files = {name: (value.name, value.data) for name, value in given.items() if isinstance(value, Upload)}
    return {name: value for name, value in given.items() if name not in files}, files


async def _play(trick: Response | str) -> Response:
    if isinstance(trick, Response):
        return trick
    if trick == "hang":
        await asyncio.sleep(1.0)
        return ok(True)
    return StreamingResponse(_half_an_answer(), headers={"Content-Length": "100"})


async def _half_an_answer() -> AsyncIterator[bytes]:
    yield b'{"ok":'


def _result(method: str, fields: dict[str, str]) -> Any:
    if method == "getMe":
        return {"id": 42, "is_bot": True, "first_name": "Stub", "username": "stub_bot"}
    if method.startswith(("send", "edit")):
        chat = int(fields["chat_id"])
        kind = {"id": chat, "type": "private" if chat > 0 else "group"}
        return {"message_id": 1, "date": 1_790_000_000, "chat": kind, "text": json.dumps(fields.get("text", ""))}
    return True
