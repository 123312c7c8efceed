"""How many lines a text takes in a column of a spreadsheet, which nobody knows before it is opened; must not know sheets or fonts."""

from __future__ import annotations

import unicodedata

HIGHEST = 27
"""Lines: Excel has no row higher than 409 points."""


def lines_of(text: str, chars: float, size: float = 11) -> int:
    """Lines of a text in a column so many characters wide (digits of Calibri 11), at this size in points.

    Rather one too many: a cut line is worse than a gap. Letters are narrower than digits, those of East Asia twice as wide.
    """
    room = max(chars * 11 / size * 1.16 - 1, 4)
    if len(text) <= room and text.isascii() and text.isprintable():
        return 1
    return sum(_wrapped(line, room) for line in text.split("\n")) or 1


def _wrapped(line: str, room: float) -> int:
    lines, here = 1, 0.0
    for word in line.split(" "):
        wide = (
            len(word)
            if word.isascii()
            else sum(2.0 if unicodedata.east_asian_width(char) in "WF" else 1.0 for char in word)
        )
        if here and here + 1 + wide > room:
            lines, here = lines + 1, 0.0
        if wide > room:
            lines, wide = lines + int(wide // room), wide % room
        here += wide + (1 if here else 0)
    return lines
