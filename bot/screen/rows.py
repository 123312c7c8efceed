"""The rows of one released question for the screen: label, number and length of the bar; must not know releases or the web."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.results.headlines import cells
from bot.wording import Wording
from flows.counting.shown import Shown, shown
from flows.counting.summary import Row, Summary

Json = dict[str, Any]


def rows_of(summary: Summary, words: Wording) -> list[Json]:
    """A row an option: `lead` is drawn strongly, `tied` is level with another, `share` is the length of its bar.

    `place` is from -1 to 1 on a scale.
    """
    places = _places(summary)
    return [_row(summary, row, one, places.get(row.option), words) for row, one in _numbered(summary)]


def _numbered(summary: Summary) -> Iterator[tuple[Row, Shown]]:
    numbers = shown(summary)
    return ((row, numbers[row.option]) for row in summary.rows)


def _row(summary: Summary, row: Row, one: Shown, place: float | None, words: Wording) -> Json:
    """The words are those of phones."""
    text, note = cells(summary, row, words)
    is_off = summary.type == "scale" and row.value is None
    return {
        "id": row.option,
        "label": row.label,
        "note": note,
        "value": one.value if note else one.people,
        "text": text,
        "share": round(one.share, 4),
        "lead": one.front,
        "tied": row.tied,
        "tone": "off" if is_off else _tone(place),
        "place": place,
    }


def _tone(place: float | None) -> str:
    return "neutral" if not place else "positive" if place > 0 else "negative"


def _places(summary: Summary) -> dict[str, float]:
    """Where each level of a scale or stance lies, from -1 (most negative) to 1; nothing for other types."""
    if summary.type == "stance":
        return {"agree": 1.0, "disagree": -1.0, "pass": 0.0}
    values = {row.option: row.value for row in summary.rows if row.value is not None}
    low, span = min(values.values(), default=0), max(values.values(), default=0) - min(values.values(), default=0)
    return {option: round(2 * (value - low) / span - 1, 3) if span else 0.0 for option, value in values.items()}
