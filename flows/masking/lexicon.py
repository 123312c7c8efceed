"""What the shipped word lists know of a word: a name, a name now and then, a place, a word; must not know any text.

Nothing is remembered of a word that was looked up: it may be a name from an answer.

The lists in `flows/masking/names` are part of the code and read once; `flows/masking/names/NOTICE.txt` says where they come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import files

from flows.masking.spans import composed


class Sort(IntEnum):
    """How much a word with a capital speaks for a person; a higher one speaks more."""

    NOBODY = 0
    """A word, a place, a month, a maker: never a person by itself."""
    PLACE = 1
    """A place or month that is a first name too: only behind a word that leaves no doubt, or before a surname."""
    UNKNOWN = 2
    """In no list: perhaps the name of a stranger."""
    CUE = 3
    """A first name that is a flower, a virtue, a month: only behind a cue, or before a surname."""
    PERHAPS = 4
    """A first name that is also a word written small: a person where a capital would be out of place otherwise."""
    NAME = 5
    """A first name and nothing else."""


@dataclass(frozen=True)
class Lists:
    """The lists, in small letters."""

    first: frozenset[str]
    familiar: frozenset[str]
    last: frozenset[str]
    words: frozenset[str]
    mostly: frozenset[str]
    perhaps: frozenset[str]
    cue: frozenset[str]
    nobody: frozenset[str]


def read(name: str) -> list[str]:
    """The entries of a list."""
    return (files("flows.masking") / "names" / f"{name}.txt").read_text(encoding="utf-8").split()


@cache
def lists() -> Lists:
    """All lists, read at the first use."""
    first, more = read("first_names"), read("more_names")
    return Lists(
        first=frozenset([*(name.rstrip("+") for name in first), *more]),
        familiar=frozenset([*(name[:-1] for name in first if name.endswith("+")), *more]),
        last=frozenset(read("last_names")),
        words=frozenset(read("words")),
        mostly=frozenset(read("mostly_people")),
        perhaps=frozenset(read("perhaps_people")),
        cue=frozenset(read("only_with_cue")),
        nobody=frozenset(read("no_people")),
    )


def sort_of(word: str) -> Sort:
    """The sort of a word, whatever its letters' size; of a word with a hyphen the sort of its first part that is a name."""
    word = composed(word)
    if "-" in word:
        parts = [sort_of(part) for part in word.split("-") if part]
        return Sort.NOBODY if not parts or Sort.NOBODY in parts else parts[0]
    known = lists()
    if word in known.cue or word in known.perhaps or word in known.mostly:
        return Sort.CUE if word in known.cue else Sort.PERHAPS if word in known.perhaps else Sort.NAME
    if word in known.nobody:
        return Sort.PLACE if word in known.first else Sort.NOBODY
    if is_word(word):
        return Sort.NOBODY
    return Sort.NAME if word in known.first else Sort.UNKNOWN


def is_word(word: str) -> bool:
    """Whether it is a word of a language known here, or its plural."""
    known = lists().words
    word = composed(word)
    stems = (word, word.removesuffix("s"), word.removesuffix("es"))
    return len(word) < 2 or word in known or (word not in lists().first and any(stem in known for stem in stems))


def is_surname(word: str) -> bool:
    """Whether people are called so behind their first name: in the lists, or in no list at all."""
    word = composed(word)
    known = lists()
    listed = any(part in known.last or part in known.first or part in known.mostly for part in word.split("-"))
    return listed or (word not in known.nobody and not is_word(word))


def is_listed_surname(word: str) -> bool:
    """Whether a word is in the list of surnames and is no word or place otherwise."""
    word = composed(word)
    known = lists()
    return len(word) > 3 and word in known.last and not is_word(word) and word not in known.nobody


def is_familiar(word: str) -> bool:
    """Whether a name is common enough to be looked for without its capital."""
    word = composed(word)
    known = lists()
    return (
        len(word) > 3
        and (word in known.familiar or (word in known.mostly and word not in known.words))
        and word not in known.nobody
    )


def is_nobody(word: str) -> bool:
    """Whether it is a place, a month, a maker or an office."""
    return composed(word) in lists().nobody
