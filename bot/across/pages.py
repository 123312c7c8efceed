"""The pages on which closed workshops are chosen to be compared, and what becomes of their reports; must not know storage."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from bot.across.reading import MOST
from bot.buttons import Button, Scope
from bot.messages import Key, Message, key
from bot.wording import Wording
from storage.values import Workshop

VERB = "cmp"
PICK, GO, PUT, OUT = "pick", "go", "put", "out"
_LISTED = 40
"""Workshops on the page, the newest first."""

_CODE, _PACK = 6, 36
"""Characters of a join code, and of an argument of a button: it holds six of them."""


def choosing(closed: Sequence[Workshop], chosen: Sequence[str], words: Wording) -> Message:
    """The closed workshops that one steers; those that are chosen have their place in the row. `chosen`: join codes."""
    t = words.t
    lines = [
        "<b>" + t("Compare closed workshops") + "</b>",
        t("The same questions in several places, or in one place before and after. Tap them in the order in which they are to stand."),
    ]  # fmt: skip
    names = {workshop.code: workshop.title for workshop in closed}
    lines += ["", *(f"{at}. {escape(names[code])}" for at, code in enumerate(chosen, 1))] if chosen else []
    lines += [t("There is room for no more.")] if len(chosen) == MOST else []
    rows = [(_pick(workshop, chosen, words),) for workshop in closed[:_LISTED]]
    go = (_key("⚖️ " + t("Lay them side by side"), GO, *chosen),)
    return Message("\n".join(lines), (*([go] if len(chosen) > 1 else []), *rows))


def below(codes: Sequence[str], words: Wording) -> tuple[tuple[Key, ...], ...]:
    """The button below a comparison that was made."""
    return ((_key("📑 " + words.t("Put it into their reports"), PUT, *codes),),)


def in_reports(named: Sequence[Workshop], words: Wording, *, is_in: bool) -> Message:
    """What has become of their reports, with a button for each."""
    t, names = words.t, " · ".join(escape(workshop.title) for workshop in named)
    reports = tuple((key(workshop.code, f"📑 {workshop.title}", "report"),) for workshop in named)
    if not is_in:
        return Message(t("These reports have no comparison any more: {names}.", names=names), reports)
    said = t("From now on the report of each of these has this comparison as a part, also in the export: {names}. "
             "Reports that you have sent stay as they are. Tap one to have it now.", names=names)  # fmt: skip
    codes = [workshop.code for workshop in named]
    return Message(said, (*reports, (_key(t("Take it out again"), OUT, *codes),)))


def unpacked(packed: Sequence[str]) -> list[str]:
    """The join codes in the arguments of a button."""
    together = "".join(packed)
    return [together[at : at + _CODE] for at in range(0, len(together), _CODE)]


def toggled(chosen: Sequence[str], code: str) -> tuple[str, ...]:
    """With this one at the end, or without it; never more than fit."""
    if code in chosen:
        return tuple(one for one in chosen if one != code)
    return (*chosen, code)[:MOST]


def _pick(workshop: Workshop, chosen: Sequence[str], words: Wording) -> Key:
    place = f"{chosen.index(workshop.code) + 1} · " if workshop.code in chosen else ""
    day = words.day(workshop.closed_on) if workshop.closed_on else ""
    return _key(f"{place}{workshop.title} · {day}", PICK, *toggled(chosen, workshop.code))


def _key(label: str, act: str, *codes: str) -> Key:
    together = "".join(codes)
    packed = (together[at : at + _PACK] for at in range(0, len(together), _PACK))
    return Key(label, Button(Scope.FACILITATOR, "", VERB, (act, *packed)))
