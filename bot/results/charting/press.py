"""Prints a template with its data as PNG, SVG or PDF pages; must not know what the pages show.

Typst runs inside the process and lets other threads run meanwhile. The data travels as JSON and reaches the template as
values, so a text can never act as markup. The same data gives the same bytes: no system fonts, no clock.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from html import escape
from pathlib import Path
from struct import unpack
from typing import Any, Literal

import typst

from bot.results.charting.fonts import INSIDE_TYPST, font_folders

Format = Literal["png", "svg", "pdf"]

_HERE = Path(__file__).parent
_ROOT = _HERE.parent.parent
"""Templates of other rooms are in it too."""
_PHOTO_SIDES = 10_000
"""Telegram refuses a photo whose width and height add up to more pixels (and one over 20 times as high as wide)."""


def print_document(template: Path, data: Mapping[str, Any], day: date) -> bytes:
    """A tagged PDF, held to PDF/UA-1, that `template` (anywhere in `bot`) makes of `data`; `day` is the only date in it.

    Raises typst.TypstError also where it sees the standard broken. It does not miss the words of a picture: give every figure its `alt`.
    """
    midnight = datetime.combine(day, time(), UTC)
    return _compile(template, _inputs(data), "pdf", 72.0, standards=("ua-1",), timestamp=int(midnight.timestamp()))[0]


def print_pages(template: str | Path, data: Mapping[str, Any], format: Format, alt: Sequence[str]) -> tuple[bytes, ...]:
    """The pages that `template` (a file beside this one, or its path) makes of `data`; a PDF is one item whatever its pages.

    `alt` says the same in words, title first: SVG carries it for screen readers and for search.
    Raises typst.TypstError when the template is wrong.
    """
    inputs = _inputs(data)
    pages = _compile(template, inputs, format, 72.0)
    match format:
        case "png":
            return tuple(_fitting(template, inputs, pages))
        case "svg":
            return tuple(_described(page, alt) for page in pages)
        case "pdf":
            return tuple(pages)


def png_size(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG, in pixels."""
    width, height = unpack(">II", picture[16:24])
    return width, height


def _inputs(data: Mapping[str, Any]) -> dict[str, str]:
    return {"data": json.dumps({**data, "faces": _faces()}, sort_keys=True)}


def _compile(
    template: str | Path,
    inputs: dict[str, str],
    format: Format,
    ppi: float,
    *,
    standards: tuple[Literal["ua-1"], ...] = (),
    timestamp: int = 0,
) -> list[bytes]:
    printed: Any = typst.compile(
        _HERE / template,
        root=_ROOT,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format=format,
        ppi=ppi,
        sys_inputs=inputs,
        timestamp=timestamp,
        pdf_standards=list(standards),
    )
    return list(printed) if isinstance(printed, list) else [printed]


def _fitting(template: str | Path, inputs: dict[str, str], pages: list[bytes]) -> list[bytes]:
    """The pages, printed smaller where the largest is more than Telegram takes."""
    sides = max(sum(png_size(page)) for page in pages)
    if sides <= _PHOTO_SIDES:
        return pages
    return _compile(template, inputs, "png", 72.0 * (_PHOTO_SIDES - 2) / sides)


def _described(svg: bytes, alt: Sequence[str]) -> bytes:
    title, *lines = (escape(line, quote=False) for line in alt)
    head, rest = svg.split(b">", 1)
    spoken = f' role="img"><title>{title}</title><desc>{chr(10).join(lines)}</desc>'
    return head + spoken.encode() + rest


@cache
def _faces() -> list[str]:
    """The families in the order in which they are tried; those inside typst come last, for signs that the others lack."""
    first = ["Noto Sans", "Noto Sans Symbols", "Noto Emoji"]
    others = (name for name in _fonts().families() if name.startswith("Noto") and name not in first)
    return [*first, *sorted(others), *INSIDE_TYPST]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=font_folders())
