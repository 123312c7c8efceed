"""The rows of one released question for the screen: label, number and length of the bar; must not know releases or the web."""

from __future__ import annotations

from typing import Any

from bot.results.headlines import number, percent
from bot.wording import Wording
from flows.counting.summary import AllocationFigures, RankingFigures, Row, Summary

Json = dict[str, Any]


def rows_of(summary: Summary, words: Wording) -> list[Json]:
    """A row an option: `value` orders and leads, `share` is the length of its bar, `place` is from -1 to 1 on a scale."""
    match summary.figures:
        case RankingFigures(borda=borda, first_choices=first):
            most, notes = float(max(len(borda) - 1, 1)), {o: _firsts(n, words) for o, n in first.items()}
            return [_measured(row, borda[row.option], most, notes[row.option], words) for row in summary.rows]
        case AllocationFigures(mean=mean, givers=givers):
            most, notes = max(mean.values()) or 1.0, {o: _givers(n, words) for o, n in givers.items()}
            return [_measured(row, mean[row.option], most, notes[row.option], words) for row in summary.rows]
        case _:
            places = _places(summary)
            return [_counted(row, places.get(row.option), summary, words) for row in summary.rows]


def _firsts(count: int, words: Wording) -> str:
    return words.n("{count} first choice", "{count} first choices", count)


def _givers(count: int, words: Wording) -> str:
    return words.n("{count} person gave points", "{count} people gave points", count)


def _measured(row: Row, value: float, most: float, note: str, words: Wording) -> Json:
    shown = number(value, words)
    return _row(row, round(value, 1), shown, value / most, note=note)


def _counted(row: Row, place: float | None, summary: Summary, words: Wording) -> Json:
    is_off = summary.type == "scale" and row.value is None
    tone = "off" if is_off else _tone(place)
    text = f"{row.count} ({percent(row.percent, words)})"
    return _row(row, row.count, text, row.count / summary.answered, tone=tone, place=place)


def _row(
    row: Row,
    value: float,
    text: str,
    share: float,
    *,
    tone: str = "neutral",
    place: float | None = None,
    note: str = "",
) -> Json:
    about = {"id": row.option, "label": row.label, "note": note}
    return {**about, "value": value, "text": text, "share": round(share, 4), "tone": tone, "place": place}


def _tone(place: float | None) -> str:
    return "neutral" if not place else "positive" if place > 0 else "negative"


def _places(summary: Summary) -> dict[str, float]:
    """Where each level of a scale or stance lies, from -1 (most negative) to 1; nothing for other types."""
    if summary.type == "stance":
        return {"agree": 1.0, "disagree": -1.0, "pass": 0.0}
    values = {row.option: row.value for row in summary.rows if row.value is not None}
    low, span = min(values.values(), default=0), max(values.values(), default=0) - min(values.values(), default=0)
    return {option: round(2 * (value - low) / span - 1, 3) if span else 0.0 for option, value in values.items()}
