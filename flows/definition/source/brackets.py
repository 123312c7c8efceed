"""What stands in brackets behind a typed question: its kind, and how many options or points, "(several, 2 to 3)"; must not know options.

Brackets of which one word is none of these belong to the question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["single", "multi", "scale", "stance", "ranking", "allocation", "text"]

KINDS: dict[str, Kind] = {
    "choose one": "single", "one": "single", "one answer": "single", "single": "single", "kies een": "single", "kies één": "single",
    "kies er één": "single", "één antwoord": "single",
    "choose several": "multi", "several": "multi", "multi": "multi", "multiple": "multi", "all that apply": "multi",
    "several answers": "multi", "meer antwoorden": "multi", "meerdere antwoorden": "multi",
    "meerdere": "multi", "meer": "multi", "mehrere": "multi", "kilka": "multi", "wiele": "multi", "plusieurs": "multi",
    "scale": "scale", "schaal": "scale",
    "agree": "stance", "stance": "stance", "statement": "stance", "stelling": "stance", "eens": "stance",
    "rank": "ranking", "ranking": "ranking", "order": "ranking", "rangschik": "ranking", "volgorde": "ranking",
    "rangschikking": "ranking", "rangorde": "ranking",
    "in order": "ranking", "op volgorde": "ranking", "zet op volgorde": "ranking", "sorteer": "ranking",
    "points": "allocation", "punten": "allocation",
    "open": "text", "text": "text", "own words": "text", "tekst": "text", "open vraag": "text", "eigen woorden": "text",
}  # fmt: skip
"""What may be said of a question, in brackets behind it or with a colon before it, in English and Dutch, some in others."""

_NUMBERS = {
    word: number
    for words in (
        "one two three four five six seven eight nine ten",
        "een twee drie vier vijf zes zeven acht negen tien",
    )
    for number, word in enumerate(words.split(), 1)
} | {"één": 1}
_N = rf"(\d{{1,4}}|{'|'.join(_NUMBERS)})"
_POINTS = r"(?:points?|punten|punt|pts?)"
_EACH = r"(?:each|an? option|per option|to one|per optie|per stuk|elk|ieder)"
_MOST = r"(?:up to|at most|no more than|max(?:imum|\.)?|tot|hoogstens|maximaal|ten hoogste|niet meer dan)"
_LEAST = r"(?:at least|min(?:imum|\.)?|minstens|minimaal|ten ?minste)"
_VERB = r"(?:(?:choose|pick|tick|select|kies(?: er)?)\s+)"
_BETWEEN = r"\s*(?:-|–|to|tot|t/m|tot en met)\s*"
_EXACTLY = re.compile(rf"{_VERB}?(?:exactly|precies)\s+{_N}|{_VERB}{_N}")
_AT_LEAST = re.compile(rf"{_VERB}?{_LEAST}\s+{_N}")
_AT_MOST = re.compile(rf"{_VERB}?{_MOST}\s+{_N}")
_RANGE = re.compile(rf"({_VERB})?{_N}{_BETWEEN}{_N}")
_TOP = re.compile(rf"(?:top|rank|the first|de eerste)\s+{_N}")
_SHARED = re.compile(rf"({_MOST}\s+)?{_N}\s+{_POINTS}")
_ON_ONE = re.compile(rf"(?:{_MOST}\s+)?{_N}(?:\s+{_POINTS})?\s+{_EACH}")
_NONE = re.compile(r"(?:or |of |ook )?(?:none|nothing|geen|niets)(?: too)?")
_SHARE = re.compile(
    rf"\s*(?:share|divide|distribute|spread|give|verdeel|geef)\b.{{0,20}}?({_MOST}\s+)?{_N}\s+{_POINTS}\b",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\s*[(\[]([^()\[\]]{1,80})[)\]]\s*")
_ENDS = re.compile(r"[?？؟;:.!…]\s*$")


@dataclass(frozen=True)
class Said:
    """What brackets say: `least` and `most` options, `points` in all, `each` on one option, `keeps`: some points may be kept."""

    kind: Kind | None = None
    least: int | None = None
    most: int | None = None
    points: int | None = None
    each: int | None = None
    keeps: bool = False

    @property
    def is_limited(self) -> bool:
        """Whether they say how many."""
        return replace(self, kind=None) != Said()


NOTHING_SAID = Said()


def told_in(typed: str, *, anywhere: bool) -> tuple[str, Said]:
    """What was typed without its brackets, and what they say. `anywhere`: else only at the end, or right behind the question."""
    for group in reversed(list(_GROUP.finditer(typed))):
        is_at_the_end = group.end() == len(typed)
        if not anywhere and not is_at_the_end and not _ENDS.search(typed[: group.start()]):
            continue
        said = _read(group[1])
        if said is not None and typed[: group.start()].strip():
            return f"{typed[: group.start()]} {typed[group.end() :]}".strip(), said
    return typed, Said()


def shared_in(text: str) -> Said:
    """How many points a question shares that says so itself: "Share 10 points", "Verdeel tot 10 punten"."""
    found = _SHARE.match(text)
    if found is None:
        return Said()
    return Said("allocation", points=_number(found[2].casefold()), keeps=found[1] is not None)


def _read(inside: str) -> Said | None:
    """None where one part says nothing that is known."""
    said, parts = Said(), [part.strip() for part in re.split(r"[,;]|\s(?:and|en)\s", inside.casefold()) if part.strip()]
    for part in parts:
        after = _with(said, " ".join(part.split()), alone=len(parts) == 1)
        if after is None:
            return None
        said = after
    return said if parts else None


def _with(said: Said, part: str, *, alone: bool) -> Said | None:
    if part in KINDS:
        return replace(said, kind=KINDS[part])
    if _NONE.fullmatch(part):
        return replace(said, least=0)
    if (found := _ON_ONE.fullmatch(part)) is not None:
        return replace(said, kind="allocation", each=_number(found[1]))
    if (found := _SHARED.fullmatch(part)) is not None:
        return replace(said, kind="allocation", points=_number(found[2]), keeps=found[1] is not None)
    if (found := _TOP.fullmatch(part)) is not None:
        return replace(said, kind="ranking", most=_number(found[1]))
    if (found := _EXACTLY.fullmatch(part)) is not None:
        number = _number(found[1] or found[2])
        return replace(said, least=number, most=number)
    if (found := _AT_LEAST.fullmatch(part)) is not None:
        return replace(said, least=_number(found[1]))
    if (found := _AT_MOST.fullmatch(part)) is not None:
        return replace(said, most=_number(found[1]))
    if (found := _RANGE.fullmatch(part)) is not None and (found[1] or not alone):  # "(1-5)" alone is a scale
        return replace(said, least=_number(found[2]), most=_number(found[3]))
    return None


def _number(word: str) -> int:
    return _NUMBERS[word] if word in _NUMBERS else int(word)
