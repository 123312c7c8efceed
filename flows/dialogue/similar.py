"""Whether a question was asked before in other words: offered to its author, never decided; must not know who asked.

Words are compared, not meanings: letters without case and accents, without the small words that every question has. A pair
that shares most of what is left, in any order and with slips of the finger, is called similar.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

ENOUGH = 65.0
"""From here on a pair is offered; see tests/unit/dialogue/test_similar.py for pairs on both sides."""

MOST = 3
_ONE_WORD = 0.84
"""Words that begin alike and end otherwise count as one: pay and pays, betaalt and betalen; trees and jobs do not."""
_WORD = re.compile(r"[^\W_]+")
_SMALL_WORDS = """
    a about an and any are as at be been by can could did do does for from going had has have how i if in is it its just me
    might my of on or our please shall should so than that the their them then there these they think this to us was we
    were what when where which who why will with would you your
    al als alle bij bent ben daar dan dat de deze die dit door een en er gaan gaat geen had heb hebben heeft het hij hoe hun
    iets ik in is jij je jouw jullie kan kunnen maar me met mij mijn moet moeten naar nog nu of om onze ook op over te tot u
    uw van vindt voor waar waarom wanneer was wat we welke wel wie wij worden wordt zal ze zich zij zijn zou zouden zullen
"""
_SMALL = frozenset(_SMALL_WORDS.split())
"""The words of English and Dutch that say nothing about what a question is about. "Not", "more" and "less" say much."""


def similar(text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of up to three of the `known` questions that `text` may be asking too, the most alike first."""
    scores = {key: likeness(text, other) for key, other in known.items()}
    alike = sorted((key for key, score in scores.items() if score >= ENOUGH), key=lambda key: (-scores[key], key))
    return tuple(alike[:MOST])


def likeness(one: str, other: str) -> float:
    """How much two questions share, 0 to 100: the mean of shared words (Dice) and shared letters of the sorted words."""
    a, b = _words(one), _words(other)
    if not a or not b:
        return 0.0
    words = 200.0 * _shared(a, b) / (len(a) + len(b))
    return (words + fuzz.ratio(" ".join(a), " ".join(b))) / 2


def _shared(a: list[str], b: list[str]) -> int:
    """How many words of `a` have one of their own in `b`, the longest first."""
    left = list(b)
    for word in sorted(a, key=lambda word: (-len(word), word)):
        best = max(left, key=lambda other: JaroWinkler.similarity(word, other), default="")
        if JaroWinkler.similarity(word, best) >= _ONE_WORD:
            left.remove(best)
    return len(b) - len(left)


def _words(text: str) -> list[str]:
    """The words that say something, each once, sorted."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return sorted({word for word in _WORD.findall(plain) if word not in _SMALL})
