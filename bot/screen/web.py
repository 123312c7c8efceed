"""The presenter's screen over HTTP: the page, its files, its events, and the key that reveals; must not know what is shown.

The token of a link travels in the address's fragment, which browsers send to nobody, and from then on in a header. So it is
in no path and in no log, whatever stands in front of this program.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from html import escape
from pathlib import Path
from string import Template
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.desk import Ask
from bot.messages import Op, RefreshBoards
from bot.results.charting.palette import PALETTES, Palette
from bot.screen.hub import Hub, Viewer
from bot.screen.state import staff_words
from bot.screen.steering import reveal
from bot.screen.words import boot_words
from bot.settings import LOCAL
from bot.telegram.connections import know
from bot.wording import Wording
from storage.database import OUTAGES, Unit
from storage.values import Actor

PAGE = Path(__file__).parent / "page"
KEEP_ALIVE = 15.0
"""Seconds of silence after which a comment is sent, so that both sides notice a dead connection."""

_AGAIN = {"Retry-After": "20"}
_BODY_LIMIT = 1000  # bytes


@dataclass(frozen=True)
class Projection:
    """What the screen's pages need: the hub, transactions, what carries deeds out, the day, and the address they are at."""

    hub: Hub
    ask: Ask
    carry: Callable[[Iterable[Op]], None]
    today: Callable[[], date]
    base: str


class Wish(BaseModel):
    """Which question's result is to be shown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: Annotated[str, Field(max_length=64)]


def routes(of: Projection) -> list[BaseRoute]:
    """For `bot.telegram.serving.make_app`."""
    safely = [Middleware(Safely, headers=headers_for(of.base), local=is_local(of.base))]
    return [
        Route("/screen", page, middleware=safely),
        Route("/screen/palette.css", palette, middleware=safely),
        Route("/screen/events", partial(events, of), middleware=safely),
        Route("/screen/reveal", partial(show, of), methods=["POST"], middleware=safely),
        Mount("/screen/assets", StaticFiles(directory=PAGE), middleware=safely),
    ]


def is_local(base: str) -> bool:
    """Whether an address is this machine's own: then nobody else is to reach it, and a page of this machine may frame it."""
    return urlsplit(base).hostname in LOCAL


def headers_for(base: str) -> Mapping[str, str]:
    """What every answer says to browsers; `base`: the address that the pages are at."""
    framed = "http://127.0.0.1:* http://localhost:*" if is_local(base) else "'none'"
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        f"base-uri 'none'; form-action 'none'; frame-ancestors {framed}"
    )
    return {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "x-robots-tag": "noindex",
        "cache-control": "no-cache",
    }


class Safely:
    """Adds to every answer what keeps a browser from running, framing, guessing or telling anything.

    `local`: it is for this machine alone, so a page elsewhere that has bound its name to it is refused.
    """

    def __init__(self, app: ASGIApp, headers: Mapping[str, str], *, local: bool) -> None:
        self._app = app
        self._local = local
        self._headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on, or refuse it."""

        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", ()))
                named = {name for name, _ in given}
                message = {**message, "headers": [*given, *(h for h in self._headers if h[0] not in named)]}
            await send(message)

        foreign = self._local and scope["type"] == "http" and not is_local(f"//{Headers(scope=scope).get('host', '')}")
        await (Response(status_code=403) if foreign else self._app)(scope, receive, sending)


async def page(request: Request) -> Response:
    """The page itself, the same for every link: it knows its workshop only once it has shown its token."""
    words = Wording(request.headers.get("accept-language", "").split(",")[0])
    told = {name: escape(text) for name, text in boot_words(words).items()}
    return HTMLResponse(Template((PAGE / "index.html").read_text()).substitute(told, language=words.language))


async def palette(_: Request) -> Response:
    """The colours of the pictures as variables of a style sheet."""
    light, dark = (_variables(PALETTES[theme]) for theme in ("light", "dark"))
    sheet = (
        f":root {{{light}}}\n@media (prefers-color-scheme: dark) {{ :root {{{dark}}} }}\n"
        f':root[data-theme="light"] {{{light}}}\n:root[data-theme="dark"] {{{dark}}}\n'
    )
    return Response(sheet, media_type="text/css")


def _variables(of: Palette) -> str:
    colours = asdict(of)
    sides = colours.pop("diverging")
    named = {**colours, **{f"d{place}": colour for place, colour in enumerate(sides)}}
    return " ".join(f"--{name}: {colour};" for name, colour in named.items())


def _token(request: Request) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token if kind.lower() == "bearer" and len(token) <= 100 else ""


async def _admitted(of: Projection, request: Request) -> tuple[str, str] | Response:
    """(token, workshop), or the answer for whoever has no good token: 401, 404 or 503."""
    token = _token(request)
    if not token:
        return JSONResponse({}, 401, {"WWW-Authenticate": "Bearer"})
    try:
        workshop_id = await of.hub.workshop_of(token)
    except OUTAGES:
        return JSONResponse({}, 503, _AGAIN)
    if workshop_id is None:
        return JSONResponse({}, 404)
    know(request)
    return token, workshop_id


async def events(of: Projection, request: Request) -> Response:
    """Server-sent events, a whole state each: after a dropped connection the first one makes everything right again."""
    admitted = await _admitted(of, request)
    if isinstance(admitted, Response):
        return admitted
    if of.hub.is_full(admitted[1]):
        return JSONResponse({}, 503, _AGAIN)
    return StreamingResponse(
        _stream(of.hub, *admitted),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _stream(hub: Hub, token: str, workshop_id: str) -> AsyncIterator[str]:
    with hub.watching(workshop_id, token) as viewer:
        async for line in _lines(viewer):
            yield line


async def _lines(viewer: Viewer) -> AsyncIterator[str]:
    """The time goes along with each state, because a projector's clock may be wrong."""
    yield ": hello\n\n"
    while True:
        try:
            state = await asyncio.wait_for(viewer.next(), KEEP_ALIVE)
        except TimeoutError:
            yield ": still here\n\n"
            continue
        if state is None:
            return
        yield f'data: {{"now":{time.time():.0f},{state.removeprefix("{")}\n\n'


async def show(of: Projection, request: Request) -> Response:
    """Reveal the result of one question: 200, or 409 where there is nothing released."""
    admitted = await _admitted(of, request)
    if isinstance(admitted, Response):
        return admitted
    try:
        wish = Wish.model_validate_json(await _body(request))
    except (ValidationError, ClientDisconnect):
        return JSONResponse({}, 422)
    _, workshop_id = admitted
    try:
        problem = await of.ask(lambda unit: _reveal(unit, workshop_id, wish.question, of.today()))
    except OUTAGES:
        return JSONResponse({}, 503, _AGAIN)
    if problem:
        return JSONResponse({"problem": problem}, 409)
    of.carry((RefreshBoards(workshop_id),))
    return JSONResponse({"shown": wish.question})


def _reveal(unit: Unit, workshop_id: str, question_id: str, today: date) -> str:
    """Nothing, or why not, in the language of the screen. Whoever holds the link acts for the facilitators."""
    workshop = unit.workshops.get(workshop_id)
    if reveal(unit, workshop, question_id, Actor.FACILITATOR, today):
        return ""
    return staff_words(unit, workshop).t("There is no result to show yet.")


async def _body(request: Request) -> bytes:
    """Not more than the limit is ever held; what is cut does not read as JSON."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _BODY_LIMIT:
            return b""
    return bytes(body)
