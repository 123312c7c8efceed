"""The rehearsal's page over HTTP: files, what happens, what hands do; must not know the bot, flows or storage.

It is for the browser on this machine only: another Host (a rebound name) or another Origin (a foreign page) is refused.
"""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.server.doors import is_ours
from bot.rehearsal.showing import Sample
from bot.rehearsal.stage import Rehearsal
from bot.rehearsal.world.groups import Group

PAGE = Path(__file__).parent / "page"
KEEP_ALIVE = 15.0
"""Seconds of silence after which a comment is sent, so that a dead connection is noticed."""

LARGEST = 1_000_000
"""Bytes of a file from this computer."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self' http://127.0.0.1:*; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


class Gesture(BaseModel):
    """What a hand does on a phone; each action reads the fields it needs. `file`: what is in it, as base64."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    chat: int | None = None
    text: Annotated[str, Field(max_length=4096)] = ""
    link: Annotated[str, Field(max_length=512)] = ""
    data: Annotated[str, Field(max_length=256)] = ""
    message_id: int = 0
    row: int = 0
    column: int = 0
    options: tuple[int, ...] = ()
    name: Annotated[str, Field(max_length=255)] = ""
    file: Annotated[str, Field(max_length=4 * LARGEST // 3 + 4)] = ""


class CrowdSize(BaseModel):
    """How many simulated people shall answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    size: Annotated[int, Field(ge=1, le=500)] = 20


class SampleWish(BaseModel):
    """Which finished workshop is to be seen, and in which language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    flow: Annotated[str, Field(max_length=64)]
    language: Annotated[str, Field(pattern=r"^(en|nl)$")] = "en"


class PhoneWish(BaseModel):
    """The language a new phone is set to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "en"


def page(rehearsal: Rehearsal) -> Starlette:
    """The ASGI application of the page. Serve it on 127.0.0.1 only; `rehearsal` must have been started."""
    return Starlette(
        routes=[
            Route("/", lambda _: FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})),
            Mount("/assets", StaticFiles(directory=PAGE)),
            Route("/rehearsal/events", _bind(rehearsal, events)),
            Route("/rehearsal/file/{file_id}", _bind(rehearsal, file)),
            Route("/rehearsal/phones", _bind(rehearsal, add_phone), methods=["POST"]),
            Route("/rehearsal/groups", _bind(rehearsal, add_group), methods=["POST"]),
            Route("/rehearsal/crowd", _bind(rehearsal, crowd), methods=["POST"]),
            Route("/rehearsal/sample", _bind(rehearsal, see_sample), methods=["POST"]),
            Route("/rehearsal/over", _bind(rehearsal, start_over), methods=["POST"]),
            Route("/rehearsal/{phone:int}/{action}", _bind(rehearsal, act), methods=["POST"]),
        ],
        middleware=[Middleware(OnlyFromHere)],
        exception_handlers={HTTPException: _problem, ValidationError: _unreadable},
    )


class OnlyFromHere:
    """Refuse a request by another name than this machine's, and whatever another page has sent."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes from the page itself; everything else gets 403."""
        if scope["type"] != "http" or is_ours(scope["method"], Request(scope).headers):
            return await self.app(scope, receive, _with_headers(send))
        return await JSONResponse({"problem": "This page answers only to itself."}, 403)(scope, receive, send)


def _with_headers(send: Send) -> Send:
    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *HEADERS]}
        await send(message)

    return sending


def _bind(rehearsal: Rehearsal, endpoint: Callable[[Rehearsal, Request], Any]) -> Callable[[Request], Any]:
    async def bound(request: Request) -> Response:
        answer: Response = await endpoint(rehearsal, request)
        return answer

    return bound


async def _problem(_: Request, error: Exception) -> Response:
    code, words = (error.status_code, error.detail) if isinstance(error, HTTPException) else (500, "")
    return JSONResponse({"problem": words}, code)


async def _unreadable(_: Request, __: Exception) -> Response:
    return JSONResponse({"problem": "That is not something a phone can do."}, 422)


async def events(rehearsal: Rehearsal, _: Request) -> Response:
    """Server-sent events: first the whole state, then what changes; after a dropped connection it starts anew."""
    return StreamingResponse(
        _stream(rehearsal),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _stream(rehearsal: Rehearsal) -> AsyncIterator[str]:
    with rehearsal.watch() as news:
        yield "retry: 1000\n\n"
        while True:
            try:
                event = await asyncio.wait_for(news.get(), KEEP_ALIVE)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if event is None:
                return
            number = f"id: {event['seq']}\n" if "seq" in event else ""
            yield f"{number}data: {json.dumps(event, ensure_ascii=False, separators=(',', ':'))}\n\n"


async def file(rehearsal: Rehearsal, request: Request) -> Response:
    """A picture to look at, or a document to download (never shown: it could be a page)."""
    try:
        stored = rehearsal.stage.emulator.file(request.path_params["file_id"])
    except KeyError:
        raise HTTPException(404, "There is no such file.") from None
    headers = {"Cache-Control": "private, max-age=3600"}
    if stored.mime not in {"image/png", "image/jpeg"}:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.name)}"
    return Response(stored.data, media_type=stored.mime, headers=headers)


async def add_phone(rehearsal: Rehearsal, request: Request) -> Response:
    """One more person with a phone."""
    wish = PhoneWish.model_validate(await _body(request))
    return JSONResponse({"user_id": rehearsal.add_phone(wish.language).user_id})


async def add_group(rehearsal: Rehearsal, _: Request) -> Response:
    """A group chat with the bot and all phones of the page in it."""
    return JSONResponse({"chat_id": rehearsal.add_group().chat_id})


async def crowd(rehearsal: Rehearsal, request: Request) -> Response:
    """Let simulated people join and answer; their progress comes as events."""
    size = CrowdSize.model_validate(await _body(request)).size
    if not rehearsal.let_answer(size):
        raise HTTPException(409, "Nobody can join just now: no workshop is open, or a crowd is still answering.")
    return JSONResponse({"size": size})


async def start_over(rehearsal: Rehearsal, _: Request) -> Response:
    """A new bot, a new database, new phones."""
    await rehearsal.start_over()
    return JSONResponse({"run": rehearsal.run})


async def see_sample(rehearsal: Rehearsal, request: Request) -> Response:
    """A finished workshop in place of this one; how far it is comes as events."""
    wish = SampleWish.model_validate(await _body(request))
    if wish.flow not in rehearsal.samples:
        raise HTTPException(404, "There is no such workshop to see.")
    await rehearsal.start_over(Sample(wish.flow, wish.language))
    return JSONResponse({"run": rehearsal.run})


async def act(rehearsal: Rehearsal, request: Request) -> Response:
    """What a hand does on one phone."""
    phone = rehearsal.stage.phone(request.path_params["phone"])
    action = ACTIONS.get(request.path_params["action"])
    if phone is None or action is None:
        raise HTTPException(404, "There is no such phone or action.")
    gesture = Gesture.model_validate(await _body(request))
    if gesture.chat is not None and gesture.chat not in phone.chats:
        raise HTTPException(404, "This phone is not in that chat.")
    place = rehearsal.stage.emulator.groups.get(gesture.chat or 0, gesture.chat)
    try:
        waiting = action(phone, gesture, place)
    except (LookupError, ValueError) as error:
        raise HTTPException(409, "That does not work any more.") from error
    return JSONResponse({"waiting": isinstance(waiting, str)})


async def _body(request: Request) -> object:
    try:
        return await request.json()
    except ValueError:
        raise HTTPException(400, "That is not JSON.") from None


Place = int | Group | None
Action = Callable[[Phone, Gesture, Place], object]
"""Does it and returns a string (the id of the query) if a button now waits for the bot's answer."""


def _document(phone: Phone, it: Gesture, place: Place) -> int:
    """A file of this computer, or a page of notes where none is named."""
    name, data = (it.name, b64decode(it.file, validate=True)) if it.name else ("notes.txt", b"A page of notes.\n")
    if not data:
        raise ValueError("a file has something in it")
    return phone.document(name, data, chat=place)


def _kick(phone: Phone, _: Gesture, place: Place) -> None:
    if isinstance(place, Group):
        phone.kick_bot(place)


def _invite(phone: Phone, _: Gesture, place: Place) -> None:
    if isinstance(place, Group):
        phone.add_bot(place)


ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        "say": lambda phone, it, place: phone.say(it.text, chat=place),
        "edit": lambda phone, it, place: phone.edit(it.message_id, it.text, chat=place),
        "tap": lambda phone, it, place: phone.click(it.message_id, it.row, it.column, chat=place),
        "press": lambda phone, it, place: phone.press(it.message_id, it.data, chat=place),
        "vote": lambda phone, it, place: phone.vote(it.message_id, list(it.options), chat=place),
        "open": lambda phone, it, place: phone.open(it.link, chat=place),
        "sticker": lambda phone, _, place: phone.sticker(chat=place),
        "photo": lambda phone, _, place: phone.photo(chat=place),
        "voice": lambda phone, _, place: phone.voice(chat=place),
        "document": _document,
        "block": lambda phone, _, __: phone.block(),
        "unblock": lambda phone, _, __: phone.unblock(),
        "kick": _kick,
        "invite": _invite,
    }
)
