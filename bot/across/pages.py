"""The page on which closed workshops are chosen to be compared, one after the other by a tap; must not know storage."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from bot.across.reading import MOST
from bot.buttons import Button, Scope
from bot.messages import Key, Message
from bot.wording import Wording
from storage.values import Workshop

VERB = "cmp"
PICK, GO = "pick", "go"
_LISTED = 40
"""Workshops on the page, the newest first."""


def choosing(closed: Sequence[Workshop], chosen: Sequence[str], words: Wording) -> Message:
    """The closed workshops that one steers; those that are chosen have their place in the row. `chosen`: join codes."""
    t = words.t
    lines = [
        "<b>" + t("Compare closed workshops") + "</b>",
        t("The same questions in several places, or in one place before and after. Tap them in the order in which they are to stand."),
    ]  # fmt: skip
    names = {workshop.code: workshop.title for workshop in closed}
    lines += ["", *(f"{at}. {escape(names[code])}" for at, code in enumerate(chosen, 1))] if chosen else []
    rows = [(_pick(workshop, chosen),) for workshop in closed[:_LISTED]]
    go = (_key("⚖️ " + t("Lay them side by side"), GO, *chosen),)
    return Message("\n".join(lines), (*([go] if len(chosen) > 1 else []), *rows))


def toggled(chosen: Sequence[str], code: str) -> tuple[str, ...]:
    """With this one at the end, or without it; never more than fit."""
    if code in chosen:
        return tuple(one for one in chosen if one != code)
    return (*chosen, code)[:MOST]


def _pick(workshop: Workshop, chosen: Sequence[str]) -> Key:
    place = f"{chosen.index(workshop.code) + 1} · " if workshop.code in chosen else ""
    day = workshop.closed_on.isoformat() if workshop.closed_on else ""
    return _key(f"{place}{workshop.title} · {day}", PICK, *toggled(chosen, workshop.code))


def _key(label: str, *arguments: str) -> Key:
    return Key(label, Button(Scope.FACILITATOR, "", VERB, arguments))
