"""All results in one picture that fits a phone: a line in words and a bar a question; must not know any language or workshop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bot.results.charting.figures import line
from bot.results.charting.fonts import legible
from bot.results.charting.palette import PALETTES, Theme
from bot.results.charting.press import Format, print_pages

TALL = 1700
"""Pixels for the questions, of a width of 1080: with title and note the picture is at most about twice as high as wide."""


@dataclass(frozen=True)
class Item:
    """One question: what it is called, its result in one line, and the length of its bar from 0 to 1, if it has one."""

    name: str
    said: str
    share: float | None = None


@dataclass(frozen=True)
class OverviewWords:
    """Plain text. `more`: what stands below where so many questions did not fit, for 1, 2, 3 ... of them."""

    title: str
    head: str
    note: str
    language: str
    more: Sequence[str]


def overview(
    items: Sequence[Item], words: OverviewWords, *, format: Format = "png", theme: Theme = "light", tall: int = TALL
) -> bytes:
    """The picture, 1080 pixels wide; what does not fit into `tall` pixels is counted below."""
    data = {
        "colours": asdict(PALETTES[theme]),
        "language": words.language,
        "heading": legible(words.title) or legible(words.head),
        "title": line(words.title),
        "head": line(words.head),
        "items": [{"name": line(one.name), "said": line(one.said), "share": one.share} for one in items],
        "more": [line(text) for text in words.more],
        "note": line(words.note),
        "tall": tall,
    }
    said = [f"{one.name}: {one.said}" for one in items]
    (page,) = print_pages("overview.typ", data, format, [legible(text) for text in (words.title, *said, words.note)])
    return page
