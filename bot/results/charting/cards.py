"""The card that lets people in: QR code, join code and link as a picture; must not know any language, chat or database.

Synchronous and free of shared state, as `bot.results.charts`. The same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby

import segno

from bot.results.charting.figures import line
from bot.results.charting.fonts import legible
from bot.results.charting.palette import PALETTES, Theme
from bot.results.charting.press import Format, print_pages

__all__ = ["CardWords", "join_card"]

_WIDEST = 800
"""Pixels for the QR code with its quiet zone of four modules on each side, out of a width of 1080."""


@dataclass(frozen=True)
class CardWords:
    """The words of the card, plain text.

    scan      below the QR code: "Scan with your phone's camera"
    type      above the join code: "or send this code to @roundtable_bot"
    language  "en", "nl": for the shaping of letters
    """

    scan: str
    type: str
    language: str


def join_card(
    title: str, link: str, code: str, words: CardWords, *, format: Format = "png", theme: Theme = "light"
) -> bytes:
    """A card 1080 pixels wide with `link` as QR code (error correction M or better) and as text, and the join `code`.

    Raises segno.DataOverflowError when `link` is longer than a QR code can hold (over 2,300 bytes).
    """
    matrix = segno.make_qr(link, error="m").matrix
    data = {
        "colours": asdict(PALETTES[theme]),
        "language": words.language,
        "heading": legible(title) or legible(code),
        "title": line(title, code),
        "qr": [list(_runs(row)) for row in matrix],
        "module": _WIDEST // (len(matrix) + 8),
        "scan": line(words.scan),
        "type": line(words.type),
        "code": legible(code),
        "link": line(link.removeprefix("https://")),
        "link_size": 40 if len(link) <= 44 else 30,
    }
    (page,) = print_pages(
        "card.typ", data, format, [legible(text) for text in (title, words.scan, words.type, code, link)]
    )
    return page


def _runs(row: bytearray) -> Iterator[tuple[int, int]]:
    """(start, length) of each run of dark modules: fewer shapes, and no seams between neighbours."""
    at = 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            yield at, length
        at += length
