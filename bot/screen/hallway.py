"""The page at which any computer can become a wall, over HTTP: `/wall`; must not know workshops or what a screen shows.

The address is short and no secret. The page asks each second, with a secret of its own that is in no address, whether a
facilitator has named its digits; then it gets the token of a screen, and goes there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from html import escape
from string import Template

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk import start_link
from bot.screen.hub import Hub
from bot.screen.state import qr_svg
from bot.screen.walls import MOST, Walls
from bot.screen.web import PAGE, Safely, headers_for, is_local
from bot.screen.words import wall_words
from bot.telegram.connections import know
from bot.wording import Wording
from storage.database import OUTAGES

_AGAIN = {"Retry-After": "20"}
_PRIVATE = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class Hallway:
    """What the page needs: who waits, the links that work, the address it is at, and the bot's name."""

    walls: Walls
    hub: Hub
    base: str
    bot_username: str


def wall_routes(of: Hallway) -> list[BaseRoute]:
    """For `bot.telegram.serving.make_app`."""
    safely = [Middleware(Safely, headers=headers_for(of.base), local=is_local(of.base))]
    return [
        Route("/wall", partial(page, of), middleware=safely),
        Route("/wall/digits", partial(digits, of), methods=["POST"], middleware=safely),
    ]


async def page(of: Hallway, request: Request) -> Response:
    """The page, the same for everybody: it knows digits only once its script has asked for them."""
    words = Wording(request.headers.get("accept-language", "").split(",")[0])
    told = {name: escape(text) for name, text in wall_words(words, of.bot_username).items()}
    return HTMLResponse(Template((PAGE / "wall.html").read_text()).substitute(told, language=words.language))


async def digits(of: Hallway, request: Request) -> Response:
    """This page's digits, or the token that it was given; without a bearer, which no other site's page can send, 401."""
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or len(secret) > 100:
        return JSONResponse({}, 401, {"WWW-Authenticate": "Bearer"})
    shown = of.walls.show(secret)
    if shown is None:
        return JSONResponse({}, 503, _AGAIN)
    if shown.secret == secret:
        know(request)
    if shown.given is not None:
        workshop_id, token = shown.given
        try:  # what was decided may not have been stored: then nobody was told so either
            leads_to = await of.hub.workshop_of(token)
        except OUTAGES:
            return JSONResponse({}, 503, _AGAIN)
        if leads_to == workshop_id:
            return JSONResponse({"token": token}, headers=_PRIVATE)
        of.walls.take_back(secret)
        return JSONResponse({}, 503, _AGAIN)
    scan = _qr(start_link(of.bot_username, f"w{shown.digits}"))
    told = {"secret": shown.secret, "digits": shown.digits, "left": round(shown.left, 1), "qr": scan}
    return JSONResponse(told, headers=_PRIVATE)


_qr = lru_cache(maxsize=2 * MOST)(qr_svg)
