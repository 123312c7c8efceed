"""Takes a text apart into words and numbers, for addresses; must not know what an address is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.masking import housewords as words

TOKEN = re.compile(r"[0-9]++|[^\W\d_](?:[^\W_]|['-](?=[^\W_]))*+")
STARTS = re.compile(r"[.!?:;\n\"(•\ufffc]")
"""Between two words: behind it something begins."""
ABBREVIATED = frozenset({"str", "st", "dr", "av", "bd", "pl", "burg", "pr", "ds", "prof", "mgr", "gen"})
"""A dot may stand behind these."""


@dataclass(frozen=True)
class Token:
    """A word or the digits of a number, with what stands before it."""

    start: int
    end: int
    text: str
    gap: str
    begins: bool

    @property
    def small(self) -> str:
        """In small letters."""
        return self.text.lower()

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def number(self) -> bool:
        """Whether it is digits."""
        return self.text[0].isdigit()


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words and numbers of a text."""
    found: list[Token] = []
    at = 0
    for match in TOKEN.finditer(text):
        gap = text[at : match.start()]
        begins = not found or (gap != " " and STARTS.search(gap) is not None and not dotted(found[-1], gap))
        found.append(Token(match.start(), match.end(), match[0], gap, begins))
        at = match.end()
    return tuple(found)


def dotted(token: Token, gap: str) -> bool:
    """Whether a dot behind a word belongs to it."""
    return gap in {". ", "."} and (token.small in ABBREVIATED or token.small.endswith("str"))


def year(digits: str) -> bool:
    """Whether a number looks like a year."""
    return len(digits) == 4 and digits[:2] in {"19", "20"}


def doored(text: str, end: int) -> int:
    """The end of an address with its floor and flat."""
    door = words.DOOR.match(text, end)
    return door.end() if door else end
