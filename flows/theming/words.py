"""Answers as they are compared: made even, cut, taken apart into words; and those that say nothing. Must not know themes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from flows.theming.function_words import FUNCTION_WORDS, NON_ANSWERS

LONGEST = 400
"""Characters that are looked at: what comes later in a long answer is rarely its subject."""

_LINK = re.compile(r"(?:https?://|www\.)\S+|@\w{3,}")
_LONG_LETTER = re.compile(r"(.)\1{3,}")
_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_CLAUSE = re.compile(r"[.,;:!?()\[\]{}\"“”„«»…\n\t/|–—]+|\s-\s")


def normal(words: str) -> str:
    """The same words without links, @names, hidden parts, stretched letters and spare blanks, up to `LONGEST` characters."""
    flat = unicodedata.normalize("NFKC", words).replace("[…]", " ").replace("[...]", " ")
    flat = _LONG_LETTER.sub(r"\1\1", _LINK.sub(" ", flat))
    return " ".join(flat.split())[:LONGEST]


def says_something(words: str) -> bool:
    """Whether there is anything to compare: no bare emoji, no "n/a", no "geen idee"."""
    found = tokens(words)
    return bool(found) and " ".join(found) not in NON_ANSWERS and any(_is_long(word) for word in found)


def tokens(words: str) -> list[str]:
    """The words in small letters."""
    return [word.replace("’", "'") for word in _WORD.findall(words.casefold())]


def clauses(words: str) -> list[list[str]]:
    """The words as they were written, clause by clause: a phrase does not reach over a comma."""
    return [found for part in _CLAUSE.split(words) if (found := _WORD.findall(part))]


@lru_cache(maxsize=8192)
def is_function_word(word: str) -> bool:
    """Whether it says nothing alone, in any of the languages there are lists of."""
    return any(word in known for known in FUNCTION_WORDS.values())


def language_of(words: str) -> str:
    """The language whose function words are most often in it; "" where none is, or two are even."""
    found = tokens(words)
    counts = Counter({name: sum(word in known for word in found) for name, known in FUNCTION_WORDS.items()})
    (first, most), (_, next_most) = counts.most_common(2)
    return first if most > next_most else ""


def stem(word: str) -> str:
    """What two forms of a word have in common: its first letters. Rough, but the same in every language."""
    return word[: max(4, round(len(word) * 0.7))]


def akin(one: str, other: str) -> bool:
    """Whether two words are likely forms of one: they begin with the same four letters or more, most of the shorter one."""
    shorter = min(len(one), len(other))
    same = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    return one == other or (same >= 4 and same >= 0.7 * shorter)


def is_repeat(phrase: Sequence[str], said: frozenset[str]) -> bool:
    """Whether all that it says was said before: by the question, or by another phrase. `said`: stems."""
    return all(stem(word) in said for word in phrase if not is_function_word(word))


def _is_long(word: str) -> bool:
    """Two letters are something to compare; one is where it stands for a word, as in Chinese."""
    return len(word) > 1 or not word.isascii()
