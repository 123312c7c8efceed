"""Several places in one figure: a column a place, a row an option, each bar of its own place's base; must not know typst.

Nothing is added up or averaged over places. Averages of points have one scale for all bars of the figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.results.charting.figures import Figure, based, counted_or_average, figure, labels_of, line
from bot.results.charting.fonts import legible
from bot.results.charting.palette import Palette
from bot.results.charting.words import ChartWords, fill
from flows.counting.shown import shown
from flows.counting.summary import AllocationFigures, Summary

Data = dict[str, Any]

MOST = 8
"""So many columns a phone has room for."""


@dataclass(frozen=True)
class Abreast:
    """Summaries of the same question, each with the name of its place; two or more, of which every one has answers."""

    places: tuple[tuple[str, Summary], ...]


def abreast_figure(found: Abreast, words: ChartWords, palette: Palette) -> Figure:
    """The figure of one question in several places."""
    summaries = [summary for _, summary in found.places]
    first = summaries[0]
    plain = figure(first, words, palette).data
    numbers = [shown(summary) for summary in summaries]
    most = max((one.value for each in numbers for one in each.values()), default=0) or 1
    labels = {option: line(label) for option, label in labels_of(first).items()}

    def cell(at: int, option: str) -> Data:
        one, summary = numbers[at][option], summaries[at]
        is_points = isinstance(summary.figures, AllocationFigures)
        cells = list(counted_or_average(summary, one, words))
        return {"share": one.value / most if is_points else one.share, "cells": cells}

    options = [row.option for row in first.rows]  # scales in their order, others by size in the first place
    rows = [{"label": labels[one], "cells": [cell(at, one) for at in range(len(summaries))]} for one in options]
    places = [
        {"number": at, "name": line(name), "base": line(based(summary, words))}
        for at, (name, summary) in enumerate(found.places, 1)
    ]
    strong, weak = [head["text"] for head in plain["heads"]] or ["", ""]
    how = fill(words.strong_and_weak, strong=strong, weak=weak) if strong else ""
    emptied: Data = {"tiles": [], "stack": [], "ends": [], "rows": [], "apart": [], "notes": [], "base": line("")}
    data = plain | emptied | {"abreast": {"places": places, "rows": rows, "how": line(how)}}
    return Figure(data, tuple(legible(text) for text in (first.text, *_alt(found, rows, (strong, weak), words))))


def _alt(found: Abreast, rows: list[Data], heads: tuple[str, str], words: ChartWords) -> list[str]:
    """The bases, then a sentence an option."""
    bases = [f"{name}: {based(summary, words)}" for name, summary in found.places]
    names = [name for name, _ in found.places]
    return bases + [
        f"{row['label']['text']}: "
        + "; ".join(
            f"{name} " + ", ".join(f"{head} {cell}".strip() for head, cell in zip(heads, one["cells"], strict=True))
            for name, one in zip(names, row["cells"], strict=True)
        )
        for row in rows
    ]
