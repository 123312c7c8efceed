"""The link to the presenter's screen: the one that works is shown again, a new one is made when it is asked for twice.

Must not know the web, or what stands on the screen beyond whether anything does.
"""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from bot.desk import Desk, invitation_token
from bot.messages import Key, Keyboard, Message, Op, RefreshBoards, key
from bot.screen.state import revealed
from bot.wording import Wording
from storage.database import Unit
from storage.days import there
from storage.values import ActionKind, Phase, Place, Workshop

ASKED = "wall"
"""What is expected in a chat that was shown how a wall is made: its four digits; a colon, the workshop and the time follow."""


def show(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """How a laptop becomes the wall: by its digits, or by the link that works. The first time there is one from then on."""
    said = hindrance(desk, workshop)
    if said:
        return desk.say(said)
    token = current(unit, desk, workshop)
    if token is None:
        return desk.turn(_unknown(unit, workshop, desk.words))
    desk.expect(unit, ASKED, workshop, str(desk.house.now))
    return (*desk.turn(_card(workshop, desk.house.screen_url, token, desk.words)), RefreshBoards(workshop.id))


def hindrance(desk: Desk, workshop: Workshop) -> str:
    """Why there is no screen; "" where there is one."""
    if not desk.house.screen_url:
        return no_address(desk.words)
    if workshop.phase is Phase.CLOSED and workshop.closed_on != there(desk.house.today, workshop.zone):
        return desk.words.t("The screen went dark at the end of the day on which the workshop closed.")
    return ""


def no_address(words: Wording) -> str:
    """Nobody has said where browsers reach us."""
    return words.t(
        "There is no web address for the screen yet. Whoever runs the server sets SCREEN_URL, or PUBLIC_URL, and starts "
        "me again."
    )


def current(unit: Unit, desk: Desk, workshop: Workshop) -> str | None:
    """The token that works, made where there is none yet; None where one works that nobody can read any more."""
    known = unit.screens.token(workshop.id)
    if known is not None or unit.screens.mark(workshop.id):
        return known
    return _made(unit, desk, workshop)


def _made(unit: Unit, desk: Desk, workshop: Workshop) -> str:
    token = invitation_token(desk.house.chance)
    unit.screens.open(workshop.id, token)
    if revealed(workshop, unit.stage.get(workshop.id)):
        desk.did(unit, workshop.id, ActionKind.SHOWN, Place.SCREEN)
    return token


def ask_new(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Say what a new link does before there is one; at once where there is nothing that could go dark."""
    said = hindrance(desk, workshop)
    if said:
        return desk.say(said)
    mark = unit.screens.mark(workshop.id)
    if not mark:
        return show(unit, desk, workshop)
    return desk.turn(_warning(workshop, mark, desk.words))


def renew(unit: Unit, desk: Desk, workshop: Workshop, mark: str) -> tuple[Op, ...]:
    """A fresh link in place of the one that the question was about; a second tap, or a colleague's, makes no other one."""
    said = hindrance(desk, workshop)
    if said:
        return desk.say(said)
    if mark != unit.screens.mark(workshop.id):
        there = unit.screens.token(workshop.id)
        told = desk.words.t("There is a new link already.")
        message = _unknown(unit, workshop, desk.words) if there is None else _card(
            workshop, desk.house.screen_url, there, desk.words
        )  # fmt: skip
        return desk.turn(message, told)
    token = _made(unit, desk, workshop)
    desk.expect(unit, ASKED, workshop, str(desk.house.now))
    card = _card(workshop, desk.house.screen_url, token, desk.words, is_new=True)
    return (*desk.turn(card), RefreshBoards(workshop.id))


def _title(workshop: Workshop, words: Wording) -> str:
    return "<b>" + words.t("The screen of {title}", title=escape(workshop.title)) + "</b>"


def _card(workshop: Workshop, base: str, token: str, words: Wording, *, is_new: bool = False) -> Message:
    t, link = words.t, f"{base}/screen#{token}"
    dark = [t("The link before this one shows nothing any more."), ""] if is_new else []
    lines = [
        _title(workshop, words),
        "",
        *dark,
        *_digits(base, words),
        "",
        t("Or open the long link there. Whoever has it sees what the screen shows:"),
        f"<code>{escape(link)}</code>",
    ]
    # Telegram refuses a whole message whose button leads to a name without a dot, such as localhost.
    is_linkable = "." in (urlsplit(link).hostname or "")
    opening = (Key(t("Open the screen"), url=link),) if is_linkable else ()
    rows: Keyboard = (
        (*opening, Key(t("Copy the link"), copy=link)),
        (key(workshop.code, t("What it shows …"), "screen"), _new(workshop, words)),
    )
    return Message("\n".join(lines), rows)


def _digits(base: str, words: Wording) -> tuple[str, ...]:
    return (
        words.t("Open this on the computer at the projector:"),
        f"<code>{escape(f'{base}/wall')}</code>",
        words.t("Then scan what it shows with your phone, or send me its four digits."),
    )


def way_in(desk: Desk) -> str:
    """How a laptop becomes the wall, as HTML."""
    return "\n".join(_digits(desk.house.screen_url, desk.words))


def _new(workshop: Workshop, words: Wording) -> Key:
    return key(workshop.code, words.t("New link"), "screennew")


def _unknown(unit: Unit, workshop: Workshop, words: Wording) -> Message:
    """A link works that cannot be shown: the key that it was sealed with is gone, or it is older than that."""
    t = words.t
    why = (
        t(
            "The workshop is closed, and what I knew of its link is deleted. A wall that shows it goes on until the end of this day."
        )
        if workshop.phase is Phase.CLOSED
        else t("There is a link that works, from before an update, and I cannot show it again.")
    )
    more = t("A new link makes that one dark.")
    rows: Keyboard = ((key(workshop.code, t("Make a new link"), "screenyes", unit.screens.mark(workshop.id)),),)
    return Message(f"{_title(workshop, words)}\n\n{why} {more}", rows)


def _warning(workshop: Workshop, mark: str, words: Wording) -> Message:
    t = words.t
    text = t(
        "The wall will go dark: a new link ends the one that works now, on every screen that shows it. Make a new link?"
    )
    yes = key(workshop.code, t("Yes, make a new link"), "screenyes", mark)
    return Message(
        f"{_title(workshop, words)}\n\n{text}", ((yes, key(workshop.code, t("Keep this one"), "screenlink", out=True)),)
    )
