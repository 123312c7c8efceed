"""What the picture of a summary says, as plain data for the template; must not know typst or files.

One figure a question, of four parts: headline tiles, one stacked bar (scale, stance), rows with a number each, notes.
The base is always there, ties are marked "=", off-scale answers stand apart and are in no net and no median.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, assert_never

from bot.results.charting.fonts import breakable, drawable, legible, reads_right_to_left
from bot.results.charting.palette import Palette, diverging, ink_on
from bot.results.charting.words import ChartWords, fill
from flows.counting.summary import (
    AllocationFigures,
    ChoiceFigures,
    MultiFigures,
    RankingFigures,
    Row,
    ScaleFigures,
    StanceFigures,
    Summary,
    TextFigures,
)

Data = dict[str, Any]


@dataclass(frozen=True)
class Figure:
    """`data` goes to the template; `alt` says the same in words, the question first."""

    data: Data
    alt: tuple[str, ...]


def figure(summary: Summary, words: ChartWords, palette: Palette) -> Figure:
    """The figure of one question."""
    labels = labels_of(summary)
    shown = replace(summary, rows=tuple(replace(row, label=labels[row.option]) for row in summary.rows))
    parts = _parts(shown, words, palette) if summary.answered else {"tiles": [], "notes": [words.nobody]}
    data = {
        "question": line(summary.text, summary.question_id),
        "base": line(_base(summary, words)),
        "tiles": parts.get("tiles", []),
        "stack": parts.get("stack", []),
        "ends": parts.get("ends", []),
        "heads": [line(text) for text in parts.get("heads", [])],
        "rows": parts.get("rows", []),
        "track": not isinstance(summary.figures, AllocationFigures),
        "apart": parts.get("apart", []),
        "apart_head": line(words.off_scale),
        "notes": [line(text) for text in parts.get("notes", [])],
        "pairs": [],
        "legend": [],
    }
    return Figure(data, tuple(legible(text) for text in _alt(summary, data)))


def line(text: str, instead: str = "") -> Data:
    """A text for the template: what the fonts can draw of it, and its direction."""
    shown = drawable(text, instead)
    return {"text": breakable(shown), "rtl": reads_right_to_left(shown)}


def labels_of(summary: Summary) -> dict[str, str]:
    """Option -> its label as it can be drawn, with its id where signs that no font has were all that told two apart."""
    drawn = {row.option: drawable(row.label, row.option) for row in summary.rows}
    same = Counter(drawn.values())
    return {option: f"{label} ({option})" if same[label] > 1 else label for option, label in drawn.items()}


def _parts(summary: Summary, words: ChartWords, palette: Palette) -> Data:
    match summary.figures:
        case ChoiceFigures(leading=leading):
            return _bars(summary, words, palette, leading)
        case MultiFigures(top=top):
            return _bars(summary, words, palette, top)
        case ScaleFigures() as figures:
            return _scale(summary, figures, words, palette)
        case StanceFigures() as figures:
            return _stance(summary, figures, words, palette)
        case RankingFigures() as figures:
            return _ranking(summary, figures, words, palette)
        case AllocationFigures() as figures:
            return _allocation(summary, figures, words, palette)
        case TextFigures(answers=answers):
            return {"tiles": [_tile(str(answers), words.texts)]}
        case _ as never:
            assert_never(never)


def _bars(summary: Summary, words: ChartWords, palette: Palette, leading: tuple[str, ...]) -> Data:
    rows = [
        _row(
            row,
            cells=_counted(row, summary, words),
            share=row.count / summary.answered,
            colour=palette.lead if row.option in leading and row.count else palette.rest,
            tied=row.tied,
        )
        for row in summary.rows
    ]
    return {"rows": rows, "notes": _tie_note(rows, words)}


def _scale(summary: Summary, figures: ScaleFigures, words: ChartWords, palette: Palette) -> Data:
    levels = [row for row in summary.rows if row.value is not None]
    colours = {row.option: diverging(palette, place) for row, place in zip(levels, _places(levels), strict=True)}
    apart = [row for row in summary.rows if row.value is None]
    ends = [(words.negative, figures.negative), (words.neutral, figures.neutral), (words.positive, figures.positive)]
    if levels and (levels[0].value or 0) > (levels[-1].value or 0):
        ends.reverse()
    return {
        "tiles": _scale_tiles(levels, figures, words),
        "stack": _stack(levels, colours, figures.on_scale),
        "ends": [line(fill(template, n=str(n)) if n or at != 1 else "") for at, (template, n) in enumerate(ends)],
        "rows": [_legend(row, colours[row.option], summary, words) for row in levels],
        "apart": [_legend(row, palette.aside, summary, words) for row in apart],
    }


def _places(levels: list[Row]) -> list[float]:
    """Where each level lies between -1 (the lowest value) and 1 (the highest)."""
    values = [row.value or 0 for row in levels]
    low, span = min(values, default=0), max(values, default=0) - min(values, default=0)
    return [2 * (value - low) / span - 1 if span else 0.0 for value in values]


def _scale_tiles(levels: list[Row], figures: ScaleFigures, words: ChartWords) -> list[Data]:
    if figures.net is None or figures.median is None:
        return []
    labels = {row.value or 0: drawable(row.label, row.option) for row in levels}
    low = labels[max(value for value in labels if value <= figures.median)]
    high = labels[min(value for value in labels if value >= figures.median)]
    median = low if low == high else fill(words.between, low=low, high=high)
    sign = "+" if figures.net > 0 else ""
    return [_tile(sign + _number(figures.net, 0, words), words.net), _tile(median, words.median)]


def _stance(summary: Summary, figures: StanceFigures, words: ChartWords, palette: Palette) -> Data:
    named = {row.option: row for row in summary.rows}
    rows = [named["agree"], named["pass"], named["disagree"]]
    colours = {row.option: diverging(palette, place) for row, place in zip(rows, (1.0, 0.0, -1.0), strict=True)}
    share = _percent(figures.agree_percent, summary, words)
    return {
        "tiles": [_tile(share, words.agree)],
        "stack": _stack(rows, colours, summary.answered),
        "rows": [_legend(row, colours[row.option], summary, words) for row in rows],
    }


def _ranking(summary: Summary, figures: RankingFigures, words: ChartWords, palette: Palette) -> Data:
    most = max(len(summary.rows) - 1, 1)
    shown = {option: _number(points, 1, words) for option, points in figures.borda.items()}
    best = shown[figures.order[0]]
    rows = [
        _row(
            row,
            cells=(shown[row.option], str(figures.first_choices[row.option])),
            share=figures.borda[row.option] / most,
            colour=palette.lead if shown[row.option] == best else palette.rest,
            tied=row.tied,
        )
        for row in summary.rows
    ]
    notes = [*_head_to_head(summary, figures, words), words.borda, *_tie_note(rows, words)]
    return {"heads": [words.points, words.first_choices], "rows": rows, "notes": notes}


def _head_to_head(summary: Summary, figures: RankingFigures, words: ChartWords) -> list[str]:
    """One line, where the head-to-head result says something else than the order shown."""
    if figures.head_to_head is None:
        return [words.no_head_to_head]
    if figures.head_to_head == figures.order[0]:
        return []
    label = next(row.label for row in summary.rows if row.option == figures.head_to_head)
    template = words.head_to_head_close if figures.close else words.head_to_head
    return [fill(template, option=drawable(label, figures.head_to_head))]


def _allocation(summary: Summary, figures: AllocationFigures, words: ChartWords, palette: Palette) -> Data:
    """Bars end at the largest mean: with many options every mean is a small part of the total."""
    longest = max(figures.mean.values()) or 1
    shown = {option: _number(mean, 1, words) for option, mean in figures.mean.items()}
    best = shown[figures.order[0]]
    rows = [
        _row(
            row,
            cells=(shown[row.option], str(figures.givers[row.option])),
            share=figures.mean[row.option] / longest,
            colour=palette.lead if shown[row.option] == best else palette.rest,
            tied=row.tied,
        )
        for row in summary.rows
    ]
    heads = [fill(words.mean_points, total=str(figures.total)), words.givers]
    return {"heads": heads, "rows": rows, "notes": _tie_note(rows, words)}


def _legend(row: Row, colour: str, summary: Summary, words: ChartWords) -> Data:
    return _row(row, cells=_counted(row, summary, words), share=None, colour=colour, tied=False)


def _row(row: Row, *, cells: tuple[str, str], share: float | None, colour: str, tied: bool) -> Data:
    label = line(row.label, row.option)
    return {"option": row.option, "label": label, "cells": list(cells), "share": share, "colour": colour, "tied": tied}


def _stack(rows: list[Row], colours: dict[str, str], base: int) -> list[Data]:
    return [
        {
            "share": row.count / base,
            "count": str(row.count),
            "fill": colours[row.option],
            "ink": ink_on(colours[row.option]),
        }
        for row in rows
        if row.count
    ]


def _tile(value: str, label: str) -> Data:
    return {"value": line(value), "label": line(label)}


def _counted(row: Row, summary: Summary, words: ChartWords) -> tuple[str, str]:
    return str(row.count), _percent(row.percent, summary, words)


def _percent(percent: float, summary: Summary, words: ChartWords) -> str:
    """Whole below a base of 100, as the summary's own rounding has it."""
    return fill(words.percent, n=_number(percent, 0 if summary.answered < 100 else 1, words))


def _number(value: float, decimals: int, words: ChartWords) -> str:
    return f"{value:.{decimals}f}".replace("-", "\u2212").replace(".", words.decimal)


def _tie_note(rows: Iterable[Data], words: ChartWords) -> list[str]:
    return [words.tied] if any(row["tied"] for row in rows) else []


def _base(summary: Summary, words: ChartWords) -> str:
    parts = [fill(words.base, answered=str(summary.answered), asked=str(summary.asked))]
    if summary.skipped:
        parts.append(fill(words.no_answer, n=str(summary.skipped)))
    if isinstance(summary.figures, MultiFigures):
        parts.append(words.several)
    return " · ".join(parts)


def _alt(summary: Summary, data: Data) -> Iterable[str]:
    yield summary.text
    yield data["base"]["text"]
    for tile in data["tiles"]:
        yield f"{tile['label']['text']}: {tile['value']['text']}"
    heads = [head["text"] for head in data["heads"]]
    labels = {row.option: row.label for row in summary.rows}
    for row in [*data["rows"], *data["apart"]]:
        cells = [f"{head} {cell}".strip() for head, cell in zip(heads or ["", ""], row["cells"], strict=True)]
        yield f"{labels[row['option']]}: {'= ' if row['tied'] else ''}{', '.join(cells)}"
    yield from (note["text"] for note in data["notes"])
