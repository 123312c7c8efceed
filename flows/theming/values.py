"""What goes into the grouping of answers and what comes out; must not know how it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MOST = 12
"""Themes that are proposed at most: more do not fit a wall."""

FEWEST_ANSWERS = 4
"""With fewer there is nothing to group: they are read one by one."""


@dataclass(frozen=True)
class Written:
    """An answer that somebody at the desk has approved. `quotable`: its words may be shown, so names and quotes may come from it."""

    id: str
    words: str
    quotable: bool


@dataclass(frozen=True)
class Standing:
    """A theme as it stands. `by_hand`: somebody made, named, merged or split it, so that it keeps its name and what is in it."""

    id: str
    label: str
    by_hand: bool
    texts: frozenset[str]


@dataclass(frozen=True)
class Before:
    """What there is already. `fixed`: answers that a hand has put somewhere, by the id of their theme, "" for none of them."""

    themes: tuple[Standing, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposed:
    """One theme. `id`: that of the theme it goes on from, "" for a new one; `label`: "" where none of its words may be said.

    `quote`: the id of the answer that stands for it, "" for none; `texts`: all that is in it.
    """

    id: str
    label: str
    quote: str
    texts: frozenset[str]


@dataclass(frozen=True)
class Proposal:
    """All themes, the largest first. `other`: what is in none of them, and no hand has said so."""

    themes: tuple[Proposed, ...]
    other: frozenset[str]
