"""Several places in one figure: under each option a bar a place, each of its own base; must not know typst.

Nothing is added up or averaged over places. Averages of points have one scale for all bars of the figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.results.charting.figures import Figure, based, counted_or_average, figure, labels_of, line
from bot.results.charting.fonts import legible
from bot.results.charting.palette import Palette
from bot.results.charting.words import ChartWords
from flows.counting.shown import shown
from flows.counting.summary import AllocationFigures, Summary

Data = dict[str, Any]

MOST = 6
"""So many places have a colour of their own."""


@dataclass(frozen=True)
class Abreast:
    """Summaries of the same question, each with the name of its place; two or more, of which every one has answers."""

    places: tuple[tuple[str, Summary], ...]


def abreast_figure(found: Abreast, words: ChartWords, palette: Palette) -> Figure:
    """The figure of one question in several places."""
    summaries = [summary for _, summary in found.places]
    first = summaries[0]
    plain = figure(first, words, palette).data
    colours = (palette.lead, palette.diverging[0], palette.aside, palette.rest, palette.diverging[1], palette.ink)
    numbers = [shown(summary) for summary in summaries]
    most = max((one.value for each in numbers for one in each.values()), default=0) or 1
    labels = {option: line(label) for option, label in labels_of(first).items()}

    def bar(at: int, option: str) -> Data:
        one, summary = numbers[at][option], summaries[at]
        is_points = isinstance(summary.figures, AllocationFigures)
        cells = list(counted_or_average(summary, one, words))
        return {"share": one.value / most if is_points else one.share, "cells": cells, "colour": colours[at]}

    options = [row.option for row in first.rows]  # scales in their order, others by size in the first place
    pairs = [{"label": labels[one], "bars": [bar(at, one) for at in range(len(summaries))]} for one in options]
    names = [f"{name}: {based(summary, words)}" for name, summary in found.places]
    legend = [{"colour": colours[at], "label": line(name)} for at, name in enumerate(names)]
    emptied: Data = {"tiles": [], "stack": [], "ends": [], "rows": [], "apart": [], "notes": [], "base": line("")}
    data = plain | emptied | {"pairs": pairs, "legend": legend, "even": True}
    return Figure(data, tuple(legible(text) for text in (first.text, *names, *_alt(found, data))))


def _alt(found: Abreast, data: Data) -> list[str]:
    heads = [head["text"] for head in data["heads"]] or ["", ""]
    names = [name for name, _ in found.places]
    return [
        f"{pair['label']['text']}: "
        + "; ".join(
            f"{name} " + ", ".join(f"{head} {cell}".strip() for head, cell in zip(heads, bar["cells"], strict=True))
            for name, bar in zip(names, pair["bars"], strict=True)
        )
        for pair in data["pairs"]
    ]
