"""The pictures of a report, all in one go: as data for its pages, and as PNG for the document; must not know chats or storage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.report.values import Item
from bot.results.charting.figures import Figure
from bot.results.charting.fonts import legible
from bot.results.charting.paged import COLOURS, LAID_OUT, Data
from bot.results.charting.press import print_pages
from bot.results.charting.rounds import figure_of
from bot.results.charting.words import ChartWords
from bot.results.findings import chart_words
from bot.wording import Wording
from flows.counting.summary import StanceFigures, Summary

IN_A_COLUMN: Data = {**LAID_OUT, "width": 880}
"""How a picture is laid out for one of two columns."""


def figure_for(item: Item, words: Wording) -> Figure | None:
    """What is drawn of a question, with the same in words; None where it has no picture of its own."""
    return _figure(item, words) if not item.within else None


def counts_of(item: Item, words: Wording) -> str:
    """All levels of a scale that stands in the picture of several, on one line; "" of any other: statements' sentences have them."""
    figure = _figure(item, words) if item.within else None
    if figure is None or (isinstance(item.drawn, Summary) and isinstance(item.drawn.figures, StanceFigures)):
        return ""
    rows = (*figure.data["rows"], *figure.data["apart"])
    return " · ".join(f"{row['label']['text']}\u00a0{row['cells'][0]}\u00a0({row['cells'][1]})" for row in rows)


def _figure(item: Item, words: Wording) -> Figure | None:
    if item.drawn is None:
        return None
    found = figure_of(item.drawn, _chart_words(words), COLOURS)
    return Figure({**found.data, "notes": [note for note in found.data["notes"] if note["text"]]}, found.alt)


def _chart_words(words: Wording) -> ChartWords:
    """Those of all pictures, without what a sentence above says as well: who is preferred two by two."""
    return replace(chart_words(words, "", ""), head_to_head="", head_to_head_close="", no_head_to_head="")


def alt_of(item: Item, figure: Figure) -> str:
    """The words of a picture, for those who do not see it: what it comes to, then every number in it."""
    main = (one.text for one in item.sentences[:1])
    return ". ".join(legible(text).rstrip(".") for text in (*main, *figure.alt[1:]) if text) + "."


def as_png(figures: Sequence[Figure], language: str) -> tuple[bytes, ...]:
    """A picture each, without the question above it, 1688 pixels wide."""
    if not figures:
        return ()
    data = {**LAID_OUT, "language": language, "figures": [one.data for one in figures]}
    return print_pages("alone.typ", data, "png", ())
