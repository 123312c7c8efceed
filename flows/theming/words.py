"""Answers as they are compared: made even, cut, taken apart into words; and those that say nothing. Must not know themes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from flows.theming.function_words import FUNCTION_WORDS, NON_ANSWERS, PALE_WORDS

LONGEST = 400
"""Characters that are looked at: what comes later in a long answer is rarely its subject."""

_A_TENTH = 10

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


def spoken_in(texts: Sequence[str]) -> frozenset[str]:
    """The languages of a tenth of the answers or more, as far as they are known; of nothing known, all there are lists of."""
    counts = Counter(language_of(text) for text in texts)
    known = {name: count for name, count in counts.items() if name}
    return frozenset(name for name, count in known.items() if count * _A_TENTH >= sum(known.values())) or frozenset(
        FUNCTION_WORDS
    )


@lru_cache(maxsize=64)
def function_words(languages: frozenset[str]) -> frozenset[str]:
    """What says nothing alone, in one of these languages: "men" is an answer in English, and a "but" in Swedish."""
    return frozenset[str]().union(*(FUNCTION_WORDS[name] for name in languages))


@lru_cache(maxsize=64)
def pale_words(languages: frozenset[str]) -> frozenset[str]:
    """What makes no name in these languages, though it may be all of an answer."""
    return frozenset[str]().union(*(PALE_WORDS[name] for name in languages))


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


def _is_long(word: str) -> bool:
    """Two letters are something to compare; one is where it stands for a word, as in Chinese."""
    return len(word) > 1 or not word.isascii()
