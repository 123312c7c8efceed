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
    codes = re.findall(r"\w+", typed.upper())
    return _go(unit, desk, codes) if codes else _page(unit, desk, ())


def _press(unit: Unit, desk: Desk, button: Button) -> Ops:
    act, *packed = button.arguments or (pages.PICK,)
    codes = pages.unpacked(packed)
    match act:
        case pages.GO:
            return _go(unit, desk, codes)
        case pages.PUT | pages.OUT:
            return _in_reports(unit, desk, codes, is_in=act == pages.PUT)
        case _:
            return _page(unit, desk, codes)


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
    """They are laid side by side, which is written down of each."""
    named = _named(unit, desk, codes)
    if isinstance(named, str):
        return desk.say(named)
    for workshop in named:
        desk.did(unit, workshop.id, ActionKind.SHOWN, Place.STAFF)
    first, *others = (workshop.id for workshop in named)
    by = unit.staff.actor(desk.sender.user_id)
    language = desk.words.language
    made = MakeReport(first, desk.sender.chat_id, language, language, by, tuple(others))
    return (*desk.noted(desk.words.t("They are being laid side by side.")), *desk.fold(), made)


def _in_reports(unit: Unit, desk: Desk, codes: Sequence[str], *, is_in: bool) -> Ops:
    """The comparison goes into the report of each of them, or out of it. Twice is once."""
    named = _named(unit, desk, codes)
    if isinstance(named, str):
        return desk.say(named)
    ids = [workshop.id for workshop in named]
    if is_in:
        unit.beside.put(ids)
    else:
        unit.beside.take_out(ids)
    return desk.tell(pages.in_reports(named, desk.words, is_in=is_in))


def _named(unit: Unit, desk: Desk, codes: Sequence[str]) -> Sequence[Workshop] | str:
    """Closed ones that one steers, or why not; of all others it is said the same, whether there is one or not."""
    t, closed = desk.words.t, {workshop.code: workshop for workshop in _closed(unit, desk)}
    missing = [code for code in codes if code not in closed]
    if missing:
        name = escape(missing[0][:20])
        return t("There is no closed workshop of yours with the join code {code}.", code=name)
    different = list(dict.fromkeys(codes))
    if len(different) < len(codes):
        return t("{code} stands there twice. Name different workshops.", code=_twice(codes))
    if not 2 <= len(different) <= MOST:
        return t("Name two to {most} closed workshops: /compare and their join codes.", most=MOST)
    return [closed[code] for code in different]


def _twice(codes: Sequence[str]) -> str:
    return next(code for at, code in enumerate(codes) if code in codes[:at])


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
