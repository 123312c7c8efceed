"""What those who steer can type and tap to compare closed workshops, as a table; must not know how it is made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from bot.across import pages
from bot.across.reading import MOST
from bot.buttons import Button
from bot.commands import Command, Day, Errand, Ops, Serves, Table, Who
from bot.desk import Desk
from bot.memory import Memory
from bot.messages import MakeReport
from storage.database import Unit
from storage.values import ActionKind, Phase, Place, Workshop


def _typed(unit: Unit, desk: Desk, typed: str, _memory: Memory) -> Ops:
    """/compare, or with the join codes behind it."""
    codes = tuple(dict.fromkeys(re.findall(r"\w+", typed.upper())))
    return _go(unit, desk, codes) if codes else _page(unit, desk, ())


def _press(unit: Unit, desk: Desk, button: Button) -> Ops:
    act, *codes = button.arguments or (pages.PICK,)
    return _go(unit, desk, codes) if act == pages.GO else _page(unit, desk, codes)


def _page(unit: Unit, desk: Desk, codes: Sequence[str]) -> Ops:
    closed = _closed(unit, desk)
    if len(closed) < 2:
        return desk.say(
            desk.words.t("There have to be two closed workshops that you steer. Then /compare lays them side by side.")
        )
    known = {workshop.code for workshop in closed}
    page = pages.choosing(closed, [code for code in codes if code in known], desk.words)
    return desk.turn(page) if desk.press else desk.reply(page)


def _go(unit: Unit, desk: Desk, codes: Sequence[str]) -> Ops:
    """Only closed ones that one steers; of all others it is said the same, whether there is one or not."""
    t, closed = desk.words.t, {workshop.code: workshop for workshop in _closed(unit, desk)}
    missing = [code for code in codes if code not in closed]
    if missing:
        name = escape(missing[0][:20])
        return desk.say(t("There is no closed workshop of yours with the join code {code}.", code=name))
    if not 2 <= len(codes) <= MOST:
        return desk.say(t("Name two to {most} closed workshops: /compare and their join codes.", most=MOST))
    for code in codes:
        desk.did(unit, closed[code].id, ActionKind.SHOWN, Place.STAFF)
    first, *others = (closed[code].id for code in codes)
    by = unit.staff.actor(desk.sender.user_id)
    language = desk.words.language
    made = MakeReport(first, desk.sender.chat_id, language, language, by, tuple(others))
    return (*desk.noted(t("They are being laid side by side.")), *desk.fold(), made)


def _closed(unit: Unit, desk: Desk) -> list[Workshop]:
    """The newest first."""
    mine = unit.staff.workshops_of(desk.sender.user_id)
    closed = [workshop for workshop in mine if workshop.phase is Phase.CLOSED and not workshop.closing]
    return sorted(closed, key=lambda one: (one.closed_on or one.opened_on, one.title), reverse=True)


TABLE = Table(
    commands=(
        Command(
            "compare",
            Who.FACILITATOR,
            lambda words: words.t("closed workshops side by side: several places, or before and after"),
            Serves(_typed),
            hint=lambda words: words.t("code code …"),
            in_menu=True,
            day=Day.AFTER,
            takes=True,
        ),
    ),
    errands=(Errand(pages.VERB, _press),),
)
