"""Two rounds of one question in one figure: two bars an option, the earlier round thinner and lighter; must not know typst.

Both bars of an option have one scale, each of its own round's base, which stands beside its name. No difference is
computed: who answered the second time need not be who answered the first time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.results.charting.abreast import Abreast, abreast_figure
from bot.results.charting.figures import Figure, based, counted_or_average, figure, labels_of, line
from bot.results.charting.fonts import legible
from bot.results.charting.palette import Palette
from bot.results.charting.together import Together, together_figure
from bot.results.charting.words import ChartWords, fill
from flows.counting.shown import shown
from flows.counting.summary import (
    AllocationFigures,
    MultiFigures,
    RankingFigures,
    ScaleFigures,
    StanceFigures,
    Summary,
    TextFigures,
)

Data = dict[str, Any]


@dataclass(frozen=True)
class Rounds:
    """Two summaries of questions with the same options, and what the rounds are called: "First round", "Second round".

    `room`: how many are in the room at the later one.
    """

    first: Summary
    now: Summary
    first_name: str
    now_name: str
    room: int = 0


Drawn = Summary | Rounds | Together | Abreast
"""Whatever can be drawn of one question, or of several in one figure."""


def figure_of(found: Drawn, words: ChartWords, palette: Palette) -> Figure:
    """The figure of one question, with the round before it where there is one, in several places, or of several on one scale."""
    if isinstance(found, Together):
        return together_figure(found, words, palette)
    if isinstance(found, Summary):
        return figure(found, words, palette)
    if isinstance(found, Abreast):
        return abreast_figure(found, words, palette)
    if (
        isinstance(found.now.figures, AllocationFigures | TextFigures)
        or not found.first.answered
        or not found.now.answered
    ):
        return figure(found.now, words, palette, found.room)
    return _rounds_figure(found, words, palette)


def _rounds_figure(found: Rounds, words: ChartWords, palette: Palette) -> Figure:
    plain = figure(found.now, words, palette).data
    before, now = _values(found.first, words), _values(found.now, words)
    labels = {option: line(label) for option, label in labels_of(found.now).items()}
    pairs = [
        {
            "label": labels[row.option],
            "bars": [
                {"share": now[row.option][0], "cells": now[row.option][1], "colour": palette.lead},
                {"share": before[row.option][0], "cells": before[row.option][1], "colour": palette.rest},
            ],
        }
        for row in found.now.rows
    ]
    legend = [
        {"colour": palette.lead, "label": line(_named(found.now_name, found.now, words, found.room))},
        {"colour": palette.rest, "label": line(_named(found.first_name, found.first, words))},
    ]
    notes = [line(text) for text in _notes(found.now, words)]
    emptied: Data = {"stack": [], "ends": [], "rows": [], "apart": [], "notes": notes, "base": line(found.now_name)}
    data = plain | emptied | {"tiles": _tiles(found, words), "pairs": pairs, "legend": legend}
    return Figure(data, tuple(legible(text) for text in _alt(found, data, words)))


def _values(summary: Summary, words: ChartWords) -> dict[str, tuple[float, list[str]]]:
    """Option -> (share of the full length, its two numbers)."""
    return {
        option: (number.share, list(counted_or_average(summary, number, words)))
        for option, number in shown(summary).items()
    }


def _notes(summary: Summary, words: ChartWords) -> list[str]:
    match summary.figures:
        case MultiFigures():
            return [words.several]
        case RankingFigures():
            return [words.places]
        case _:
            return []


def _tiles(found: Rounds, words: ChartWords) -> list[Data]:
    """The figure that both rounds have in common, this round's first."""
    match found.now.figures, found.first.figures:
        case StanceFigures(), StanceFigures():
            rounds = [shown(one)["agree"] for one in (found.now, found.first)]
            values = [fill(words.percent, n=_decimal(one.value, one.digits, words)) for one in rounds]
            label = words.agree
        case ScaleFigures() as now, ScaleFigures() as first if now.on_scale and first.on_scale:
            values = [
                fill(words.positive_share, n=str(figures.positive), all=str(figures.on_scale))
                for figures in (now, first)
            ]
            label = words.on_positive
        case _:
            return []
    names = (f"{label} · {found.now_name}", found.first_name)
    return [{"value": line(value), "label": line(name)} for value, name in zip(values, names, strict=True)]


def _named(name: str, summary: Summary, words: ChartWords, room: int = 0) -> str:
    return f"{name}: {based(summary, words, room)}"


def _decimal(value: float, decimals: int, words: ChartWords) -> str:
    return f"{value:.{decimals}f}".replace("-", "\u2212").replace(".", words.decimal)


def _alt(found: Rounds, data: Data, words: ChartWords) -> list[str]:
    bases = [_named(found.now_name, found.now, words, found.room), _named(found.first_name, found.first, words)]
    heads = [head["text"] for head in data["heads"]] or ["", ""]
    rows = [
        f"{pair['label']['text']}: "
        + "; ".join(
            f"{name} " + ", ".join(f"{head} {cell}".strip() for head, cell in zip(heads, bar["cells"], strict=True))
            for name, bar in zip((found.now_name, found.first_name), pair["bars"], strict=True)
        )
        for pair in data["pairs"]
    ]
    return [found.now.text, *bases, *rows, *(note["text"] for note in data["notes"])]
