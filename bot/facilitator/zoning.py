"""Whose days a workshop's are: the time zone, chosen before anybody was told a day; must not know what happens on one."""

from __future__ import annotations

from html import escape

from bot.desk import Desk
from bot.messages import Op, RefreshBoards
from bot.surroundings.zones import is_zone, nearest
from bot.wording import Wording
from storage.database import Unit
from storage.days import there
from storage.values import Workshop

VERB = "zone"


def ask(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Which one it is now, and what to type for another; once somebody was shown the card it stays."""
    t = desk.words.t
    if workshop.key_until is not None:
        return desk.say(stays(desk.words))
    desk.expect(unit, VERB, workshop)
    return desk.say(
        t("The days of {title} are those of <b>{zone}</b>: it is {day} there now. For another time zone type its name, or a city: {like}",
          title=escape(workshop.title), zone=workshop.zone, day=desk.words.day(there(desk.house.today, workshop.zone)),
          like="Europe/Amsterdam")
    )  # fmt: skip


def typed(unit: Unit, desk: Desk, workshop: Workshop, _about: str, text: str) -> tuple[Op, ...]:
    """A name, or a city that one is named after; anything else brings what was probably meant, and may be typed again."""
    t, meant = desk.words.t, nearest(text)
    if workshop.key_until is not None:
        unit.staff.set_asked(desk.sender.chat_id, None)
        return desk.say(stays(desk.words))
    named = text.strip().replace(" ", "_").casefold()
    if not is_zone(meant) or named not in (meant.casefold(), meant.rsplit("/", 1)[-1].casefold()):
        known = t("There is no time zone {name}.", name=escape(text.strip()[:40]))
        hint = t("Did you mean {meant}? Then type that.", meant=f"<code>{meant}</code>") if meant else ""
        return desk.say(f"{known} {hint}".strip())
    unit.staff.set_asked(desk.sender.chat_id, None)
    now = unit.workshops.set_zone(workshop.id, meant, desk.house.today)
    day = desk.words.day(there(desk.house.today, now.zone))
    said = t(
        "The days of {title} are those of {zone} now: it is {day} there.", title=escape(now.title), zone=meant, day=day
    )
    return (*desk.say(said), RefreshBoards(now.id))


def stays(words: Wording) -> str:
    """Said where days were told."""
    return words.t("The time zone stays: somebody was told a day already.")
