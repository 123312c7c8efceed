"""Takes a text apart into words, and with its numbers into tokens; must not know which are names or addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from flows.masking.spans import GAP, composed, words_in

WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*+(?:['-][^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*+)*+")
POSSESSIVE = re.compile(r"'[sS]?$")
STARTS = re.compile(r"[.!?\n\r:;\"•*>|/=(\[]|(?:^|\s)[-–—]+(?:\s|$)|" + GAP)
"""Between two words: behind it, a capital may only mean that something begins."""
GERMAN = words_in("""
    und nicht ich wir für das ist sind oder auch weiß eine einen mit kein keine haben mehr zum zur vom
    """)


class Word(NamedTuple):
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
        letters = base if base.isalpha() else base.replace("'", "").replace("-", "")
        found.append(
            Word(
                start=match.start(),
                end=match.start() + len(base),
                text=base,
                small=composed(base),
                gap=gap,
                capital=base[0].isupper() or base[0].istitle(),
                shouted=len(letters) > 1 and letters.isupper(),
                begins=not found or (gap != " " and bool(STARTS.search(gap))),
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


TOKEN = re.compile(r"[0-9]++|[^\W\d_](?:[^\W_]|['-](?=[^\W_]))*+")
BREAKS = re.compile(r"[.!?:;\n\"(•\ufffc]")
"""Between two words: behind it something begins."""
ABBREVIATED = frozenset(
    {
        "imp",
        "esp",
        "ch",
        "r",
        "sq",
        "rte",
        "str",
        "st",
        "gt",
        "dr",
        "av",
        "bd",
        "pl",
        "burg",
        "pr",
        "ds",
        "prof",
        "mgr",
        "gen",
        "all",
        "lot",
        "chem",
        "rés",
        "ave",
    }
)
"""A dot may stand behind these."""


class Token(NamedTuple):
    """A word or the digits of a number, with what stands before it."""

    start: int
    end: int
    text: str
    small: str
    gap: str
    begins: bool

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
        begins = not found or (gap != " " and BREAKS.search(gap) is not None and not dotted(found[-1], gap))
        found.append(Token(match.start(), match.end(), match[0], match[0].lower(), gap, begins))
        at = match.end()
    return tuple(found)


def dotted(token: Token, gap: str) -> bool:
    """Whether a dot behind a word belongs to it."""
    return gap in {". ", "."} and (token.small in ABBREVIATED or token.small.endswith("str"))


ONES = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    " deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf"
    " twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien"
    " zwei drei fünf sechs sieben neun zehn zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"
    " två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton"
)
TENS = (
    "twenty thirty forty fifty sixty seventy eighty ninety vingt trente quarante cinquante soixante"
    " twintig dertig veertig vijftig zestig zeventig tachtig negentig zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig"
    " neunzig tjugo trettio fyrtio femtio sextio sjuttio åttio nittio"
)
SPELLED = frozenset(
    [
        *ONES.split(),
        *TENS.split(),
        *(f"{ten}-{one}" for ten in TENS.split() for one in ("one", *ONES.split())),
        *(f"{ten}{one}" for ten in TENS.split() for one in ("ett", *ONES.split())),
        *(
            f"{one}{link}{ten}"
            for ten in TENS.split()
            for one in ("een", "ein", *ONES.split())
            for link in ("en", "ën", "und")
        ),
    ]
)
"""Numbers in words: "twelve", "vingt-deux", "vierentwintig"; no matter that some mix languages."""


def year(digits: str) -> bool:
    """Whether a number looks like a year."""
    return len(digits) == 4 and digits[:2] in {"19", "20"}
