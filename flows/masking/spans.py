"""What was found in a text, and texts with the found parts taken out; must not know how anything is found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["phone", "email", "url", "handle", "address", "account", "birth", "person"]
KINDS: tuple[Kind, ...] = ("phone", "email", "url", "handle", "address", "account", "birth", "person")
"""`address` includes a postcode alone; `account` is every number of a document, bank account, card, register or vehicle."""

GAP = "\ufffc"
"""Stands where something was taken out. No word, number or cue reaches across it."""

HIDDEN = re.compile(r"\[[^\W\d_]{2,24}(?: [^\W\d_]{2,24}){0,3}+\]")
"""A part that is masked already, whatever the language of its placeholder."""

SPELLED = frozenset({"[at]", "[ät]", "[dot]", "[punt]", "[punkt]", "[point]", "[arobase]", "[apenstaartje]"})
"""In brackets too, but parts of an e-mail address."""

SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u1680\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "),
        **dict.fromkeys("’‘ʼ´`", "'"),
        **dict.fromkeys("‐‑‒−", "-"),
        **dict.fromkeys("“”„«»", '"'),
        **dict(zip("０１２３４５６７８９＠．", "0123456789@.", strict=True)),
    }
)
"""Characters that look the same become the same; one for one, so that places in the text stay."""


@dataclass(frozen=True, order=True)
class Span:
    """`text[start:end]` is of this kind; `end` is behind the last character."""

    start: int
    end: int
    kind: Kind

    @property
    def length(self) -> int:
        """How many characters it covers."""
        return self.end - self.start


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one.start < other.end and other.start < one.end


def settle(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Of spans that overlap only the longest, in the order of the text; of equally long ones the first, accounts before phones."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (-span.length, span.start, span.kind)):
        if span.length > 0 and not any(overlap(span, other) for other in kept):
            kept.append(span)
    return tuple(sorted(kept))


@dataclass(frozen=True)
class View:
    """A text as the finders see it: look-alike characters made equal, each part taken out shrunk to one GAP.

    `places[i]` is the start and the end, in the author's text, of the character `text[i]`. A GAP always has length one, so
    a text with its parts taken out looks the same as a text with placeholders in their stead.
    """

    text: str
    places: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> View:
        """The view of an author's text, with what is masked already taken out."""
        whole = cls(text.translate(SAME_LENGTH), tuple((at, at + 1) for at in range(len(text))))
        hidden = (match for match in HIDDEN.finditer(whole.text) if match[0].islower() and match[0] not in SPELLED)
        return whole.without([Span(match.start(), match.end(), "person") for match in hidden])

    def without(self, spans: Sequence[Span]) -> View:
        """The view with parts taken out, given as settled spans of this view."""
        text: list[str] = []
        places: list[tuple[int, int]] = []
        at = 0
        for span in spans:
            text += [self.text[at : span.start], GAP]
            places += [*self.places[at : span.start], (self.places[span.start][0], self.places[span.end - 1][1])]
            at = span.end
        return View("".join([*text, self.text[at:]]), (*places, *self.places[at:]))

    def outside(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """Spans of this view as spans of the author's text."""
        return tuple(Span(self.places[span.start][0], self.places[span.end - 1][1], span.kind) for span in spans)


def before(text: str, at: int, reach: int = 40) -> str:
    """The small-letter text before a place, back to the last GAP: where a cue may stand."""
    return text[max(0, at - reach) : at].rpartition(GAP)[2].lower()


def composed(word: str) -> str:
    """A word as the lists hold it."""
    return word.lower() if word.isascii() else unicodedata.normalize("NFC", word).lower()


def words_in(text: str) -> frozenset[str]:
    """The words of a list that is written as a text."""
    return frozenset(text.split())


def any_of(text: str) -> str:
    """A pattern of alternatives that are written as a text."""
    return "|".join(text.split())
