"""What people say for yes, for no, and where they have no opinion, in English, Dutch, German and French; must not know questions.

One list for all languages: who answers in one may think in another, and none of these words means another one's contrary.
"Neutral" is no word for having no opinion: it is the middle of a scale.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from enum import StrEnum


class Meaning(StrEnum):
    """What a word says, whatever the question."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


_SAID = {
    Meaning.YES: (
        "yes, y, yep, yeah, yes please, agree, i agree, agreed, of course, in favour, in favor, 👍",
        "ja, j, jep, jawel, eens, mee eens, ik ben het eens, akkoord",
        "jawohl, zustimmung, stimme zu, einverstanden, dafür",
        "oui, d'accord, je suis d'accord, bien sûr",
    ),
    Meaning.NO: (
        "no, n, nope, no thanks, disagree, i disagree, 👎",
        "nee, neen, oneens, mee oneens, niet mee eens, niet eens, ik ben het oneens, niet akkoord",
        "nein, nö, ablehnung, stimme nicht zu, nicht einverstanden, dagegen",
        "non, pas d'accord, je ne suis pas d'accord",
    ),
    Meaning.UNSURE: (
        "unsure, not sure, i am not sure, i'm not sure, don't know, dont know, do not know, i don't know, i do not know, dunno, idk",
        "no idea, no opinion, undecided, n/a, n.a, not applicable, no answer, 🤷",
        "weet niet, weet ik niet, ik weet het niet, ik weet niet, geen idee, geen mening, geen oordeel",
        "onzeker, twijfel, niet zeker, n.v.t, nvt, niet van toepassing",
        "weiß nicht, weiss nicht, weiß ich nicht, weiss ich nicht, ich weiß nicht, ich weiss nicht, keine ahnung, keine meinung",
        "unsicher, unentschieden, enthaltung, k.a, keine angabe, entfällt",
        "sais pas, je ne sais pas, je sais pas, aucune idée, sans opinion, pas d'avis, sans avis, ne sait pas, s.o",
    ),
}
_NOTHING = (
    "none, nothing, none of these, none of them, none of the above, none of those, neither, not any",
    "geen, niets, geen van deze, geen van alle, geen van bovenstaande, geen van de bovenstaande, geen enkele, geen van beide",
    "keine, nichts, keine davon, keins davon, keines davon, nichts davon, keine der genannten, keine von diesen",
    "aucun, aucune, rien, aucun de ceux-ci, aucune de celles-ci, rien de tout cela, aucune de ces réponses",
)
"""What people say, and authors write, where none of several is meant."""
_NONE = {word for line in _NOTHING for word in line.split(", ")}
_MEANT = {word: meaning for meaning, lines in _SAID.items() for line in lines for word in line.split(", ")}
_STRAIGHT = str.maketrans(dict.fromkeys("‘’‛´`", "'"))
_TONES = dict.fromkeys(range(0x1F3FB, 0x1F400)) | {0xFE0F: None, 0x200D: None, 0x2640: None, 0x2642: None}
"""Skin tones and the like, which say nothing else."""


def meant(said: str) -> Meaning | None:
    """What these words say if they say only that; None for any other words."""
    return _MEANT.get(_plain(said))


def is_none(said: str) -> bool:
    """Whether these words say that none of several is meant, and only that."""
    return _plain(said) in _NONE


def _plain(said: str) -> str:
    plain = unicodedata.normalize("NFKC", said.translate(_STRAIGHT).translate(_TONES)).casefold()
    return " ".join(plain.split()).strip(" .!,()")


AGREEING: Mapping[str, tuple[str, str, str]] = {
    "en": ("Agree", "Disagree", "Unsure"),
    "nl": ("Eens", "Oneens", "Weet ik niet"),
    "de": ("Stimme zu", "Stimme nicht zu", "Unsicher"),
    "fr": ("D’accord", "Pas d’accord", "Sans avis"),
}
"""Language -> how a statement is agreed with, disagreed with and passed on, where its author has not said it."""


def stance_in(language: str, label: str) -> str:
    """What one of `AGREEING` is called in this language; "" for any other label, and where the language is not known here."""
    into = AGREEING.get(language, ())
    return next((said for one in AGREEING.values() for was, said in zip(one, into, strict=False) if was == label), "")
