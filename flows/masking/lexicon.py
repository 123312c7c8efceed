"""What the shipped word lists know of a word: a name, a name now and then, a place, a word; must not know any text.

Nothing is remembered of a word that was looked up: it may be a name from an answer.

The lists in `flows/masking/names` are part of the code and read once; `flows/masking/names/NOTICE.txt` says where they come from.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import files

from flows.masking.spans import composed

SAINTS = frozenset({"saint", "sainte", "st", "ste", "sint", "sankt", "san", "santa", "sao", "são"})
"""With a hyphen before a name these make it a place."""


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
    capital: frozenset[str]
    nobody: frozenset[str]
    bare: frozenset[str]
    """Familiar names without their accents."""


def read(name: str) -> list[str]:
    """The entries of a list."""
    return (files("flows.masking") / "names" / f"{name}.txt").read_text(encoding="utf-8").split()


@cache
def lists() -> Lists:
    """All lists, read at the first use."""
    first, more = read("first_names"), read("more_names")
    familiar = frozenset([*(name[:-1] for name in first if name.endswith("+")), *more])
    return Lists(
        first=frozenset([*(name.rstrip("+") for name in first), *more]),
        familiar=familiar,
        last=frozenset(read("last_names")),
        words=frozenset(read("words")),
        mostly=frozenset(read("mostly_people")),
        perhaps=frozenset(read("perhaps_people")),
        cue=frozenset(read("only_with_cue")),
        capital=frozenset(read("only_capital")),
        nobody=frozenset(read("no_people")),
        bare=frozenset(bare(name) for name in familiar if len(name) > 2),
    )


def bare(word: str) -> str:
    """A word without accents."""
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


def sort_of(word: str) -> Sort:
    """The sort of a word, whatever its letters' size."""
    word = composed(word)
    if "-" in word:
        return joint(word)
    known = lists()
    if word in known.cue or word in known.perhaps or word in known.mostly:
        return Sort.CUE if word in known.cue else Sort.PERHAPS if word in known.perhaps else Sort.NAME
    if word in known.nobody:
        return Sort.PLACE if word in known.first else Sort.NOBODY
    if is_word(word):
        return Sort.NOBODY
    return Sort.NAME if word in known.first or misspelt(word) else Sort.UNKNOWN


def joint(word: str) -> Sort:
    """The sort of a word with hyphens: two first names are one, and what ends in no name is no person ("Anne-Frank-Gymnasium")."""
    parts = [part for part in word.split("-") if part]
    if len(parts) == 2 and parts[0] == parts[1]:
        return Sort.NOBODY
    if double(word):
        return Sort.NAME
    sorts = [sort_of(part) for part in parts]
    if not sorts or Sort.NOBODY in sorts:
        return Sort.NOBODY
    known = lists()
    named = parts[-1] in known.first or parts[-1] in known.last or sorts[-1] >= Sort.CUE
    return sorts[0] if named else Sort.PLACE if len(parts) > 2 else min(sorts[0], Sort.UNKNOWN)


def double(word: str) -> bool:
    """Whether it is two first names with a hyphen, one of them familiar: also when one of them alone is a word."""
    parts = composed(word).split("-")
    known = lists()
    if len(parts) != 2 or parts[0] in SAINTS or parts[0] == parts[1]:
        return False
    if any(len(part) < 2 or (part in known.nobody and part not in known.perhaps) for part in parts):
        return False
    if not all(is_first(part) for part in parts):
        return False
    sure = [
        part in known.familiar or part in known.mostly or part in known.capital or part not in known.words
        for part in parts
    ]
    doubtless = all(one or part in known.perhaps for one, part in zip(sure, parts, strict=True))
    return any(sure) and (doubtless or not all(part in known.words for part in parts))


def is_first(word: str) -> bool:
    """Whether it is a first name among other things, or one that is misspelt."""
    known = lists()
    return word in known.first or word in known.mostly or word in known.perhaps or misspelt(word)


def misspelt(word: str) -> bool:
    """Whether it is a familiar name with an accent too many, too few, or on the wrong letter."""
    known = lists()
    if len(word) < (4 if word.isascii() else 3):
        return False
    plain = bare(word)
    return plain in known.bare and plain not in known.words and plain not in known.nobody


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


def bears_surname(word: str) -> bool:
    """Whether a word is in the list of surnames, be it a word too."""
    return composed(word) in lists().last


def is_familiar(word: str, least: int = 4) -> bool:
    """Whether a name is common enough to be looked for without its capital, and has that many letters."""
    word = composed(word)
    known = lists()
    return (
        len(word) >= least
        and (word in known.familiar or (word in known.mostly and word not in known.words))
        and word not in known.nobody
        and word not in known.capital
    )


def is_well_known(word: str) -> bool:
    """Whether it is a common name as it is written, be it a word too."""
    word = composed(word)
    known = lists()
    return word in known.familiar or word in known.mostly or (len(word) > 4 and word in known.first)


def is_small_word(word: str) -> bool:
    """Whether a name is an ordinary word in small letters."""
    return composed(word) in lists().capital


def is_nobody(word: str) -> bool:
    """Whether it is a place, a month, a maker or an office."""
    return composed(word) in lists().nobody
