"""A screenshot as a PNG of few colours, a quarter as large: the README is read on phones; must not know what it shows."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from functools import cache

from bot.results.charting.press import png_size

_STEP = 17
"""Between two levels of a colour: black and white stay what they are."""

_MOST = 256
"""Colours in a palette."""


def lighter(png: bytes) -> bytes:
    """The same picture, its colours rounded. `png`: three bytes a pixel, as Chromium takes it. Raises ValueError with too many colours."""
    width, height = png_size(png)
    rows = [_rounded(row) for row in _rows(zlib.decompress(b"".join(_parts(png, b"IDAT"))), width, height)]
    colours = sorted({row[at : at + 3] for row in rows for at in range(0, len(row), 3)})
    if len(colours) > _MOST:
        raise ValueError(f"{len(colours)} colours are too many for a palette")
    places = {colour: at for at, colour in enumerate(colours)}
    drawn = b"".join(b"\0" + bytes(places[row[at : at + 3]] for at in range(0, len(row), 3)) for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", b"".join(colours)), (b"IDAT", zlib.compress(drawn, 9)), (b"IEND", b""))
    return png[:8] + b"".join(_part(name, content) for name, content in parts)


def _parts(png: bytes, wanted: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(png):
        (size,) = struct.unpack_from(">I", png, at)
        if png[at + 4 : at + 8] == wanted:
            yield png[at + 8 : at + 8 + size]
        at += size + 12


def _part(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _rounded(row: bytes) -> bytes:
    return b"".join(_near(row[at : at + 3]) for at in range(0, len(row), 3))


@cache
def _near(colour: bytes) -> bytes:
    """What is nearly grey becomes grey: each part rounded by itself would make (232, 228, 220) pink."""
    if max(colour) - min(colour) < _STEP:
        colour = bytes([sum(colour) // 3] * 3)
    return bytes(_ROUNDED[value] for value in colour)


_ROUNDED = [round(value / _STEP) * _STEP for value in range(256)]


def _rows(drawn: bytes, width: int, height: int) -> Iterator[bytes]:
    """The pixels without the filters of PNG (PNG specification, 9.2)."""
    size, before = 3 * width, bytes(3 * width)
    for at in range(0, height * (size + 1), size + 1):
        row = bytearray(drawn[at + 1 : at + 1 + size])
        for x in range(size):
            left, corner = (row[x - 3], before[x - 3]) if x > 2 else (0, 0)
            row[x] = (row[x] + _guess(drawn[at], left, before[x], corner)) & 255
        before = bytes(row)
        yield before


def _guess(kind: int, left: int, above: int, corner: int) -> int:
    match kind:
        case 0:
            return 0
        case 1:
            return left
        case 2:
            return above
        case 3:
            return (left + above) // 2
        case _:
            return min((left, above, corner), key=lambda one: abs(left + above - corner - one))
