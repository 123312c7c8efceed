"""The colours of pictures, light and dark, safe for colour-blind people; must not know what is counted.

Blue against orange stays apart under red-green blindness, and each side also grows stronger towards its end, so the
order reads in grey too. No meaning rests on colour alone: every bar has its label and its number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark"]


@dataclass(frozen=True)
class Palette:
    """Colours as #rrggbb. `diverging`: from the most negative over neutral to the most positive, evenly spaced."""

    paper: str
    ink: str
    muted: str
    rule: str
    track: str
    lead: str
    rest: str
    diverging: tuple[str, str, str, str, str]
    aside: str


PALETTES: dict[Theme, Palette] = {
    "light": Palette(
        paper="#fffdf9",
        ink="#23262b",
        muted="#63676e",
        rule="#e6e0d6",
        track="#f2eee7",
        lead="#1f6a96",
        rest="#8ab4ce",
        diverging=("#b8541a", "#eab083", "#d6d2ca", "#93bed9", "#1f6a96"),
        aside="#a09c95",
    ),
    "dark": Palette(
        paper="#16191d",
        ink="#f3f0ea",
        muted="#aab0b8",
        rule="#343a42",
        track="#262b31",
        lead="#7fc1ea",
        rest="#44708f",
        diverging=("#ee9355", "#985c36", "#5d636c", "#41749a", "#7fc1ea"),
        aside="#767d87",
    ),
}

_DARK_INK, _LIGHT_INK = "#14161a", "#ffffff"


def diverging(palette: Palette, place: float) -> str:
    """The colour at `place`, from -1 (most negative) to 1 (most positive)."""
    step = (min(max(place, -1.0), 1.0) + 1) * 2
    below = min(int(step), 3)
    return _mixed(palette.diverging[below], palette.diverging[below + 1], step - below)


def ink_on(fill: str) -> str:
    """Black or white, whichever reads better on `fill`."""
    return max((_DARK_INK, _LIGHT_INK), key=lambda ink: contrast(ink, fill))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (Web Content Accessibility Guidelines 2.2, relative luminance)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
