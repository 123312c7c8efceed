"""What the picture of a summary says, as plain data for the template; must not know typst or files.

One figure a question, of four parts: headline tiles, one stacked bar (scale, stance), rows with a number each, notes.
The base is always there, ties are marked "=", off-scale answers stand apart and are in no net and no median.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, assert_never

from bot.results.charting.fonts import breakable, drawable, legible
from bot.results.charting.palette import Palette, diverging, ink_on
from bot.results.charting.words import ChartWords, fill
from bot.wording import reads_right_to_left
from flows.counting.shown import Shown, shown
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


def figure(summary: Summary, words: ChartWords, palette: Palette, room: int = 0) -> Figure:
    """The figure of one question."""
    labels = labels_of(summary)
    drawn = replace(summary, rows=tuple(replace(row, label=labels[row.option]) for row in summary.rows))
    parts = _parts(drawn, words, palette) if summary.answered else {"tiles": [], "notes": [words.nobody]}
    data = {
        "question": line(summary.text, summary.question_id),
        "base": line(_base(summary, words, room)),
        "tiles": parts.get("tiles", []),
        "stack": parts.get("stack", []),
        "ends": parts.get("ends", []),
        "heads": [line(text) for text in parts.get("heads", [])],
        "rows": parts.get("rows", []),
        "track": not isinstance(summary.figures, AllocationFigures),
        "apart": parts.get("apart", []),
        "apart_head": line(words.off_scale),
        "notes": [line(text) for text in (*parts.get("notes", []), *words.details(summary))],
        "pairs": [],
        "legend": [],
        "battery": [],
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
        case ChoiceFigures() | MultiFigures():
            return _bars(summary, words, palette)
        case ScaleFigures() as figures:
            return _scale(summary, figures, words, palette)
        case StanceFigures():
            return _stance(summary, words, palette)
        case RankingFigures() as figures:
            return _ranking(summary, figures, words, palette)
        case AllocationFigures() as figures:
            return _allocation(summary, figures, words, palette)
        case TextFigures(answers=answers):
            return {"tiles": [_tile(str(answers), words.texts)]}
        case _ as never:
            assert_never(never)


def _bars(summary: Summary, words: ChartWords, palette: Palette) -> Data:
    numbers = shown(summary)
    rows = [_row(row, numbers[row.option], palette, cells=_counted(numbers[row.option], words)) for row in summary.rows]
    return {"rows": rows, "notes": _tie_note(rows, words)}


def _scale(summary: Summary, figures: ScaleFigures, words: ChartWords, palette: Palette) -> Data:
    levels = [row for row in summary.rows if row.value is not None]
    colours = {row.option: diverging(palette, place) for row, place in zip(levels, places_of(levels), strict=True)}
    apart = [row for row in summary.rows if row.value is None]
    ends = [(words.negative, figures.negative), (words.neutral, figures.neutral), (words.positive, figures.positive)]
    numbers = shown(summary)
    if levels and (levels[0].value or 0) > (levels[-1].value or 0):
        ends.reverse()
    return {
        "tiles": _scale_tiles(levels, figures, words),
        "stack": stack(levels, colours, figures.on_scale),
        "ends": [line(fill(template, n=str(n)) if n or at != 1 else "") for at, (template, n) in enumerate(ends)],
        "rows": [_legend(row, colours[row.option], numbers[row.option], words) for row in levels],
        "apart": [_legend(row, palette.aside, numbers[row.option], words) for row in apart],
    }


def places_of(levels: list[Row]) -> list[float]:
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
    positive = fill(words.positive_share, n=str(figures.positive), all=str(figures.on_scale))
    return [_tile(positive, words.on_positive), _tile(median, words.middle)]


def _stance(summary: Summary, words: ChartWords, palette: Palette) -> Data:
    named = {row.option: row for row in summary.rows}
    rows, numbers = [named["agree"], named["pass"], named["disagree"]], shown(summary)
    colours = {row.option: diverging(palette, place) for row, place in zip(rows, (1.0, 0.0, -1.0), strict=True)}
    return {
        "tiles": [_tile(_counted(numbers["agree"], words)[1], words.agree)],
        "stack": stack(rows, colours, summary.answered),
        "rows": [_legend(row, colours[row.option], numbers[row.option], words) for row in rows],
    }


def _ranking(summary: Summary, figures: RankingFigures, words: ChartWords, palette: Palette) -> Data:
    rows = _averages(summary, words, palette)
    notes = [*_head_to_head(summary, figures, words), words.places, *_tie_note(rows, words)]
    return {"heads": [words.place, words.first_choices], "rows": rows, "notes": notes}


def _averages(summary: Summary, words: ChartWords, palette: Palette) -> list[Data]:
    numbers = shown(summary)
    return [_row(row, numbers[row.option], palette, cells=average(numbers[row.option], words)) for row in summary.rows]


def _head_to_head(summary: Summary, figures: RankingFigures, words: ChartWords) -> list[str]:
    """One line, where the head-to-head result says something else than the order shown."""
    if not figures.compared:
        return []
    if figures.head_to_head is None:
        return [words.no_head_to_head]
    if figures.head_to_head == figures.order[0]:
        return []
    label = next(row.label for row in summary.rows if row.option == figures.head_to_head)
    template = words.head_to_head_close if figures.close else words.head_to_head
    return [fill(template, option=drawable(label, figures.head_to_head))]


def _allocation(summary: Summary, figures: AllocationFigures, words: ChartWords, palette: Palette) -> Data:
    """Bars end at the largest mean: with many options every mean is a small part of the total."""
    rows = _averages(summary, words, palette)
    heads = [fill(words.mean_points, total=str(figures.total)), words.givers]
    return {"heads": heads, "rows": rows, "notes": _tie_note(rows, words)}


def _legend(row: Row, colour: str, number: Shown, words: ChartWords) -> Data:
    cells = list(_counted(number, words))
    label = line(row.label, row.option)
    return {"option": row.option, "label": label, "cells": cells, "share": None, "colour": colour, "tied": False}


def _row(row: Row, number: Shown, palette: Palette, *, cells: tuple[str, str]) -> Data:
    label, colour = line(row.label, row.option), palette.lead if number.front else palette.rest
    about = {"option": row.option, "label": label, "cells": list(cells)}
    return {**about, "share": number.share, "colour": colour, "tied": row.tied}


def stack(rows: list[Row], colours: dict[str, str], base: int) -> list[Data]:
    """The parts of a bar of so many people, in the order of the rows; a level that nobody chose is no part."""
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


def _counted(number: Shown, words: ChartWords) -> tuple[str, str]:
    return str(number.people), fill(words.percent, n=_number(number, words))


def counted_or_average(summary: Summary, number: Shown, words: ChartWords) -> tuple[str, str]:
    """The two numbers of an option, as its type has them."""
    is_average = isinstance(summary.figures, RankingFigures | AllocationFigures)
    return average(number, words) if is_average else _counted(number, words)


def average(number: Shown, words: ChartWords) -> tuple[str, str]:
    """The average of an option, and how many people stand behind it."""
    return _number(number, words), str(number.people)


def _number(number: Shown, words: ChartWords) -> str:
    return f"{number.value:.{number.digits}f}".replace(".", words.decimal)


def _tie_note(rows: Iterable[Data], words: ChartWords) -> list[str]:
    return [words.tied] if any(row["tied"] for row in rows) else []


def based(summary: Summary, words: ChartWords, room: int = 0) -> str:
    """How many people it is about; `room`: how many are in the room, of a later round."""
    answered = str(summary.answered)
    if room:
        return fill(words.room, answered=answered, room=str(max(room, summary.asked)))
    return fill(words.base, answered=answered, asked=str(summary.asked))


def _base(summary: Summary, words: ChartWords, room: int) -> str:
    parts = [based(summary, words, room)]
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
