"""Takes a text apart into words, with what stands between them; must not know which of them are names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.masking.spans import GAP, composed, words_in

WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*+(?:['-][^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*+)*+")
POSSESSIVE = re.compile(r"'[sS]?$")
STARTS = re.compile(r"[.!?\n\r:;\"•*>|/=(\[]|(?:^|\s)[-–—]+(?:\s|$)|" + GAP)
"""Between two words: behind it, a capital may only mean that something begins."""
GERMAN = words_in("""
    und nicht ich wir für das ist sind oder auch weiß eine einen mit kein keine haben mehr zum zur vom
    """)


@dataclass(frozen=True)
class Word:
    """A word: `text[start:end]` without a possessive ending; `gap` is what stands before it."""

    start: int
    end: int
    text: str
    small: str
    gap: str
    capital: bool
    shouted: bool
    begins: bool
    owner: bool

    @property
    def joined(self) -> bool:
        """Whether only a space parts it from the word before."""
        return self.gap == " "


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text, in order."""
    found: list[Word] = []
    at = 0
    for match in WORD.finditer(text):
        whole = match[0]
        ending = POSSESSIVE.search(whole) if len(whole) > 2 and whole[-2:].lower() == "'s" else None
        base = whole[: ending.start()] if ending else whole
        gap = text[at : match.start()]
        owner = ending is not None or text[match.end() : match.end() + 2] in {"' ", "'"}
        letters = base.replace("'", "").replace("-", "")
        found.append(
            Word(
                start=match.start(),
                end=match.start() + len(base),
                text=base,
                small=composed(base),
                gap=gap,
                capital=base[0].isupper() or base[0].istitle(),
                shouted=len(letters) > 1 and letters.isupper(),
                begins=not found or bool(STARTS.search(gap)),
                owner=owner,
            )
        )
        at = match.end()
    return tuple(found)


def is_german(words: Sequence[Word]) -> bool:
    """Whether the small words are German, where every noun has a capital."""
    small = [word.small for word in words if not word.capital or word.begins]
    return any(word in GERMAN for word in small) or ("der" in small and not {"van", "von"} & {*small})


def is_headline(words: Sequence[Word]) -> bool:
    """Whether nearly every word has a capital, so that a capital says nothing."""
    capitals = sum(word.capital for word in words)
    return len(words) > 4 and capitals * 5 >= len(words) * 4
