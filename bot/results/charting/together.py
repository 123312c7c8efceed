"""A battery in one figure: a stacked bar a question, the most positive first, with its groups; must not know typst or any language.

Each bar is of its own question's people. All have the same colours, so one legend stands above them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.results.charting.figures import Figure, line, places_of, stack
from bot.results.charting.fonts import legible
from bot.results.charting.palette import Palette, diverging
from bot.results.charting.words import ChartWords
from flows.counting.figures import Summary

Data = dict[str, Any]

MOST = 14
"""Questions in one picture: of more the two ends are drawn, which is what one looks for."""


@dataclass(frozen=True)
class Item:
    """One question of a battery. `said`: its figure in words; `groups`: the same by group, "" without."""

    summary: Summary
    said: str
    groups: str = ""


@dataclass(frozen=True)
class Together:
    """A battery, sorted. `id` is no question's; `note`: how they are sorted; `between`: what is left out, with `{n}` for how many."""

    id: str
    title: str
    items: tuple[Item, ...]
    note: str
    between: str

    @property
    def ends(self) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
        """What is shown: all of it, or of many the first and the last."""
        if len(self.items) <= MOST:
            return self.items, ()
        return self.items[: MOST // 2], self.items[-(MOST // 2) :]


def together_figure(found: Together, words: ChartWords, palette: Palette) -> Figure:
    """The figure of a battery. Raises IndexError without any question."""
    first, last = found.ends
    left = len(found.items) - len(first) - len(last)
    rows = _levels(found.items[0].summary)
    colours = {option: diverging(palette, place) for option, (_, place) in rows.items()}
    gap = [_gap(found.between.replace("{n}", str(left)))] if last else []
    data: Data = {
        "question": line(found.title, found.id),
        "base": line(found.note),
        "tiles": [],
        "stack": [],
        "ends": [],
        "heads": [],
        "rows": [],
        "track": True,
        "apart": [],
        "apart_head": line(words.off_scale),
        "notes": [],
        "pairs": [],
        "legend": [{"label": line(label, option), "colour": colours[option]} for option, (label, _) in rows.items()],
        "battery": [
            *(_drawn(item, colours) for item in first),
            *gap,
            *(_drawn(item, colours) for item in last),
        ],
    }
    said = [f"{item.summary.short or item.summary.text}: {item.said} {item.groups}".strip() for item in (*first, *last)]
    return Figure(data, tuple(legible(text) for text in (found.title, found.note, *said)))


def _levels(summary: Summary) -> dict[str, tuple[str, float]]:
    """Option -> its label and where it lies, the most positive first; levels off the scale are in no bar."""
    if summary.type == "stance":
        place = {"agree": 1.0, "pass": 0.0, "disagree": -1.0}
        labels = {row.option: row.label for row in summary.rows}
        return {option: (labels[option], at) for option, at in place.items()}
    levels = [row for row in summary.rows if row.value is not None]
    placed = sorted(zip(levels, places_of(levels), strict=True), key=lambda pair: -pair[1])
    return {row.option: (row.label, place) for row, place in placed}


def _drawn(item: Item, colours: dict[str, str]) -> Data:
    counted = {row.option: row for row in item.summary.rows}
    rows = [counted[option] for option in colours]
    return {
        "label": line(item.summary.short or item.summary.text, item.summary.question_id),
        "stack": stack(rows, colours, max(sum(row.count for row in rows), 1)),
        "said": line(" · ".join(part for part in (item.said, item.groups) if part)),
        "alone": line(item.said),
    }


def _gap(text: str) -> Data:
    return {"label": line(text), "stack": [], "said": line(""), "alone": line("")}
