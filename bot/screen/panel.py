"""The questions to the panel as the screen shows them; must not know who asked, or any vote not released."""

from __future__ import annotations

from typing import Any

from bot.results.panel_ranking import PanelItem, PanelView, panel_view
from bot.wording import Wording
from storage.database import Unit
from storage.values import Workshop

SHOWN = 9
"""Questions on a screen at most, pinned and most wanted first: more cannot be read from the last row."""


def panel(unit: Unit, workshop: Workshop, words: Wording) -> dict[str, Any] | None:
    """The ranking; None while nobody has been asked for questions."""
    view = panel_view(unit, workshop, words)
    if view is None:
        return None
    left = len(view.items) - SHOWN
    return {
        "state": view.state,
        "in": view.responded,
        "how": _how(view, words),
        "items": [_item(item) for item in view.items[:SHOWN]],
        "more": words.n("and {count} more", "and {count} more", left) if left > 0 else "",
        "base": view.base,
    }


def _how(view: PanelView, words: Wording) -> str:
    """What people can do now, and how many have."""
    if view.responded is None:
        return ""
    what = {
        "asking": words.t("Send your question from your phone."),
        "voting": words.t("Vote on your phone for the questions you want answered."),
    }[view.state]
    return f"{what} {words.t('{count} of {all} in', count=view.responded, all=max(view.joined, view.responded))}"


def _item(item: PanelItem) -> dict[str, Any]:
    about = {"id": item.short, "number": item.number, "text": item.text, "speaker": item.speaker}
    return {**about, "votes": item.votes, "pinned": item.pinned, "answered": item.answered}
