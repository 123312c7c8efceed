"""The rows of one released question for the screen: label, number and length of the bar; must not know releases or the web."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.results.charting.together import Item
from bot.results.charts import Together
from bot.results.headlines import cells
from bot.wording import Wording
from flows.counting.batteries import in_favour
from flows.counting.shown import Shown, shown
from flows.counting.summary import Row, Summary

Json = dict[str, Any]


def rows_of(summary: Summary, words: Wording) -> list[Json]:
    """A row an option: `lead` is drawn strongly, `tied` is level with another, `share` is the length of its bar.

    `place` is from -1 to 1 on a scale.
    """
    places = _places(summary)
    return [_row(summary, row, one, places.get(row.option), words) for row, one in _numbered(summary)]


def rows_together(found: Together, words: Wording) -> list[Json]:
    """A row a question of a battery, sorted: its bar has `parts`, a level each, the most positive first."""
    first, last = found.ends
    left = len(found.items) - len(first) - len(last)
    between = [_between(found, left)] if last else []
    return [*(_item(item, words) for item in first), *between, *(_item(item, words) for item in last)]


def ends_of(found: Together, words: Wording) -> str:
    """What the two ends of every bar are: the levels' own words."""
    summary = found.items[0].summary
    places = _places(summary)
    ordered = sorted((row for row in summary.rows if row.option in places), key=lambda row: -places[row.option])
    return words.t("each bar from “{first}” to “{last}”", first=ordered[0].label, last=ordered[-1].label)


def _item(item: Item, words: Wording) -> Json:
    summary, places = item.summary, _places(item.summary)
    favour, _, n = in_favour(summary) or (0, 0, 1)
    levels = sorted((row for row in summary.rows if row.option in places), key=lambda row: -places[row.option])
    return {
        "id": summary.question_id,
        "label": summary.short or summary.text,
        "note": item.groups,
        "value": favour,
        "text": words.t("{count} of {n}", count=favour, n=n),
        "share": round(favour / n, 4),
        "lead": False,
        "tone": "positive",
        "place": 1.0,
        "parts": [{"share": round(row.count / n, 4), "place": places[row.option]} for row in levels if row.count],
    }


def _between(found: Together, left: int) -> Json:
    text = found.between.replace("{n}", str(left))
    row = {"id": "-", "label": text, "note": "", "value": 0, "text": "", "share": 0, "lead": False, "tone": "off"}
    return {**row, "place": None, "parts": []}


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
