"""What pages have in common: how pictures are laid out on them, in which colours, and sentences with labels of other scripts in them."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import Any

from bot.results.charting.fonts import breakable, drawable
from bot.results.charting.palette import PALETTES

Data = dict[str, Any]

COLOURS = replace(PALETTES["light"], paper="#ffffff")
"""Those of all pictures, on white paper."""

LAID_OUT: Data = {"width": 1640, "near": True, "colours": asdict(COLOURS)}
"""How a picture is laid out, in points, before it is made as wide as the text: with letters like those of the text."""

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_WORDS_RIGHT_TO_LEFT = re.compile(f"[{_RIGHT_TO_LEFT}]+(?:[\\s\u200c]+[{_RIGHT_TO_LEFT}]+)*")
_ISOLATED = re.compile("(\u2068[^\u2069]*\u2069)")
_LEFT_TO_RIGHT = "\u200e"


def in_sentence(text: str, instead: str = "") -> str:
    """A sentence of this report's language in which labels of another one stand, on one line.

    A number behind words that are read from the right would be drawn before them: a mark ends what is read from there, where it does
    not stand between marks of its own already (`bot.wording.together`).
    """
    parts = _ISOLATED.split(drawable(text, instead))
    return "".join(
        part if at % 2 else _WORDS_RIGHT_TO_LEFT.sub(lambda found: found[0] + _LEFT_TO_RIGHT, part)
        for at, part in enumerate(parts)
    )


COPIED = 60
"""Letters of an address or an id in small print that are left whole, since they are copied: so many fit on half a page."""


def sentence(text: str, longest: int = 20) -> Data:
    """The same as a value for the template. `longest`: letters of a word that fit where it stands."""
    return {"text": breakable(in_sentence(text), longest), "rtl": False}
