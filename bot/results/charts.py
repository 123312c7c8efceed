"""Pictures of summaries: one question, or a board of several; must not know any language, chat or workshop.

Synchronous and free of shared state: call it from a worker thread (`asyncio.to_thread(chart, ...)`), the interpreter
lock is released while a picture is drawn. Pictures are 1080 pixels wide with type that stays readable on a phone, and
within what Telegram takes as a photo. The same input gives the same bytes on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from bot.results.charting.abreast import Abreast
from bot.results.charting.figures import Figure, line
from bot.results.charting.fonts import legible
from bot.results.charting.palette import PALETTES, Palette, Theme
from bot.results.charting.press import Format, print_pages
from bot.results.charting.rounds import Drawn, Rounds, figure_of
from bot.results.charting.together import Together
from bot.results.charting.words import ChartWords

__all__ = ["Abreast", "ChartWords", "Format", "Rounds", "Theme", "Together", "board", "chart"]

_TALL = 2400
"""Pixels: Telegram shows a photo within 2560 x 2560, so a taller page would lose its sharpness."""


def chart(summary: Drawn, words: ChartWords, *, format: Format, theme: Theme = "light") -> bytes:
    """One question, two rounds of it, or several on one scale, as a PNG (1080 pixels wide), an SVG or a one-page PDF.

    The SVG has its words as a description.
    """
    (page,) = _print((summary,), words, format, theme)
    return page


def board(
    summaries: Sequence[Drawn], words: ChartWords, *, format: Format, theme: Theme = "light"
) -> tuple[bytes, ...]:
    """Several questions in the given order, as few pages as fit: one PNG or SVG a page, or one PDF with all pages.

    No summaries, no pages.
    """
    return _print(tuple(summaries), words, format, theme) if summaries else ()


def _print(summaries: tuple[Drawn, ...], words: ChartWords, format: Format, theme: Theme) -> tuple[bytes, ...]:
    palette = PALETTES[theme]
    figures = [figure_of(summary, words, palette) for summary in summaries]
    return print_pages("chart.typ", _data(figures, words, palette), format, _alt(figures, words))


def _data(figures: list[Figure], words: ChartWords, palette: Palette) -> dict[str, object]:
    return {
        "colours": asdict(palette),
        "language": words.language,
        "title": line(words.title),
        "heading": _heading(figures, words),
        "note": line(words.note),
        "figures": [drawn.data for drawn in figures],
        "tall": _TALL,
    }


def _alt(figures: list[Figure], words: ChartWords) -> list[str]:
    """The heading first, then what each figure says."""
    texts = [text for drawn in figures for text in drawn.alt]
    return [_heading(figures, words), *(texts if legible(words.title) else texts[1:]), legible(words.note)]


def _heading(figures: list[Figure], words: ChartWords) -> str:
    return legible(words.title) or figures[0].alt[0]
