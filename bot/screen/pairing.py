"""A page that shows four digits becomes a workshop's wall: typed, scanned, or asked for which workshop; must not know the web."""

from __future__ import annotations

import re
from html import escape

from bot.desk import Desk
from bot.messages import Message, Op, RefreshBoards, key
from bot.screen import links
from storage.database import Unit
from storage.values import Phase, Workshop

ASKED = links.ASKED
WAITS = 600
"""Seconds after /screen in which four digits are taken for those of a wall."""

_DIGITS = re.compile(r"[0-9]{4}")
_MOST = 20


NEW = "new"
"""Typed behind /screen: another link, as by its button."""

_SEPARATORS = re.compile(r"[\s.,-]")


def screen(unit: Unit, desk: Desk, workshop: Workshop, typed: str) -> tuple[Op, ...]:
    """`/screen`: how a wall is made; with digits behind it, it is; `/screen new` asks for another link."""
    digits = _read(typed)
    if digits is not None:
        return pair(unit, desk, workshop, digits)
    if typed.casefold() == NEW:
        return links.ask_new(unit, desk, workshop)
    if any(sign.isdecimal() for sign in typed):
        return desk.say(desk.words.t("Those are not the four digits of a wall. Send them like this: /screen 1234"))
    return links.show(unit, desk, workshop)


def _read(typed: str) -> str | None:
    """Four digits however they are written: "12 34", "1-2-3-4", in the digits of another script."""
    plain = _SEPARATORS.sub("", typed)
    if len(plain) != 4 or not plain.isdecimal():
        return None
    return "".join(str(int(sign)) for sign in plain)


def is_read(typed: str) -> bool:
    """Whether /screen does something with these words: the digits of a wall, and what was meant to be them, or `new`."""
    return typed.casefold() == NEW or _SEPARATORS.sub("", typed).isdecimal()


def is_meant(desk: Desk, about: str, text: str) -> bool:
    """Whether typed words are the digits of a wall: only those, and only for a while after /screen."""
    since = about.rpartition(":")[2]
    return _read(text) is not None and since.isdecimal() and 0 <= desk.house.now - int(since) <= WAITS


def typed(unit: Unit, desk: Desk, workshop: Workshop, _about: str, text: str) -> tuple[Op, ...]:
    """The digits that were asked for."""
    return pair(unit, desk, workshop, _read(text) or "")


def scanned(unit: Unit, desk: Desk, digits: str, in_hand: Workshop | None) -> tuple[Op, ...]:
    """The link in the QR code of a page was opened: after /screen that workshop is put there, else it is asked which.

    Anybody can send a facilitator such a link, for a page of their own: so out of the blue nothing is put anywhere by opening one.
    """
    t = desk.words.t
    if unit.staff.role(desk.sender.user_id) is None:
        return desk.say(
            t(
                "That QR code is for whoever facilitates. To take part, scan the one with the join code, or send me the code."
            )
        )
    mine = [one for one in unit.staff.workshops_of(desk.sender.user_id) if not links.hindrance(desk, one)]
    meant = _asked_for(unit, desk, digits)
    wanted = next((one for one in mine if one.id == meant), None)
    if wanted is not None:
        return pair(unit, desk, wanted, digits)
    if not desk.house.screen_url:
        return desk.say(links.no_address(desk.words))
    if not mine:
        return desk.say(t("You have no workshop to steer. /new starts one."))
    mine.sort(key=lambda one: in_hand is None or one.id != in_hand.id)
    rows = tuple((key(one.code, one.title, "screenpair", digits),) for one in mine[:_MOST])
    asked = t("Which workshop shall be on the wall that shows {digits}?", digits=f"<b>{escape(digits)}</b>")
    warning = t("If you have not scanned that wall yourself, tap nothing: the link is somebody else’s.")
    return desk.reply(Message(f"{asked}\n\n{warning}", rows))


def _asked_for(unit: Unit, desk: Desk, digits: str) -> str | None:
    """The workshop whose wall was asked for in this chat a while ago."""
    name, _, about = (unit.staff.asked(desk.sender.chat_id) or "").partition(":")
    return about.partition(":")[0] if name == ASKED and is_meant(desk, about, digits) else None


def pair(unit: Unit, desk: Desk, workshop: Workshop, digits: str) -> tuple[Op, ...]:
    """The page with these digits shows this workshop from now on."""
    t, walls, user_id = desk.words.t, desk.house.walls, desk.sender.user_id
    said = links.hindrance(desk, workshop)
    if said or walls is None:
        return desk.say(said or links.no_address(desk.words))
    if walls.must_wait(user_id):
        return desk.say(
            t(
                "Those were too many digits that no page shows. Please wait ten minutes, or open the long link of /screen."
            )
        )
    if not _DIGITS.fullmatch(digits) or not walls.is_shown(digits, workshop.id, user_id):
        return desk.say(
            t(
                "No page shows {digits} now. It has other digits every two minutes: look again, and send me those.",
                digits=escape(digits[:4]),
            )
        )
    token = links.current(unit, desk, workshop)
    if token is None:
        return links.show(unit, desk, workshop)
    walls.give(digits, workshop.id, token)
    unit.staff.set_asked(desk.sender.chat_id, None)
    return (*desk.reply(_done(workshop, desk)), RefreshBoards(workshop.id))


def _done(workshop: Workshop, desk: Desk) -> Message:
    t = desk.words.t
    lines = [t("<b>{title}</b> is on the wall.", title=escape(workshop.title))]
    if workshop.phase is not Phase.CLOSED:
        lines.append(t("On that computer ← → step, R shows the result, B makes it black, ? shows all keys."))
    lines.append(t("If that is not your wall, a new link makes it dark."))
    rows = ((key(workshop.code, t("What it shows …"), "screen"), key(workshop.code, t("New link"), "screennew")),)
    return Message("\n".join(lines), rows)
