"""One typed line becomes a question: "Which day suits you? Mon | Tue | Wed"; must not know lists of them, flows or who types.

`typed_question` never fails: what a line does not say is guessed the simplest way, and whoever asks shows the guess before it is used.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Any

from flows.definition.meanings import Meaning, is_none, meant
from flows.definition.source.brackets import KINDS, NOTHING_SAID, Kind, Said, shared_in, told_in

_WORDS = "|".join(sorted(map(re.escape, KINDS), key=len, reverse=True))
_BEFORE = re.compile(rf"(?P<kind>{_WORDS})\s*:\s+(?=\S)", re.IGNORECASE)
_ENDS = re.compile(
    r"(?P<sign>[?？؟;:：.!…])[\"'”“»’)\]*_\u200e\u200f]*(?:\s?»)?(?=\s|$)|(?P<wide>[？。：])"
)  # as other scripts end a question, with the quotes and marks that close behind it
_ASKS = "?？؟;"
"""What a question ends with: a Greek one with the last of them."""
_COLONS = ":："
_RANGE = re.compile(
    r"(?:\D{0,20}\s)?\(?(?P<low>[01])\s*(?:-|–|—|\.\.\.?|…|to|tot|tot en met|t/m)\s*(?P<high>\d{1,2})\)?"
)
_BARS = re.compile(r"\s*[|｜¦]\s*")
_SLASHES = re.compile(r"\s+/\s+")
_COMMAS = re.compile(r"\s*[,;、،]\s*")
_SHORT = 3
"""Words of an option between commas: a sentence has more."""
_AGREEING = (frozenset({"agree", "disagree"}), frozenset({"eens", "oneens"}))


@dataclass(frozen=True)
class TypedQuestion:
    """What a line asks. `said`: its kind was written down, not guessed. `unclear`: where its options begin.

    `limits`: how many options, or points.
    """

    text: str
    kind: Kind
    options: tuple[str, ...] = ()
    said: bool = False
    unclear: bool = False
    limits: Said = NOTHING_SAID

    def data(self, question_id: str) -> dict[str, Any]:
        """As a file would have it, for `flows.definition.checks` to judge."""
        asked: dict[str, Any] = {"id": question_id, "type": self.kind, "text": self.text}
        if self.kind in ("text", "stance"):
            return asked
        ids = _ids(self.options)
        options: list[dict[str, Any]] = [
            {"id": name, "label": label} for name, label in zip(ids, self.options, strict=True)
        ]
        if self.kind == "scale":
            value = 0
            for option in options:
                if meant(option["label"]) is Meaning.UNSURE:
                    option |= {"off_scale": True}
                else:
                    value += 1
                    option |= {"value": value}
        asked |= limits_of(self.kind, self.limits, len(options))
        alone = [option["id"] for option in options if self.kind == "multi" and is_none(option["label"])]
        return {**asked, **({"exclusive": alone} if alone else {}), "options": options}


def typed_question(line: str, more: tuple[str, ...] = ()) -> TypedQuestion:
    """The question in a line; `more`: options that stand on lines of their own below it."""
    line, told = _told(" ".join(line.split()))
    text, options = _parted(line)
    if told.kind is None and not told.is_limited:
        told = shared_in(text)
    kind = told.kind or ("multi" if told.is_limited else None)
    if not options and _BARS.search(line):
        return TypedQuestion(line, kind or "text", said=kind is not None, unclear=True)
    options = (*options, *(" ".join(option.split()) for option in more))
    levels = _RANGE.fullmatch(options[0]) if len(options) == 1 else None
    if levels and int(levels["high"]) in range(2, 11):
        first = int(levels["low"])
        numbers = tuple(str(number) for number in range(max(first, 1), int(levels["high"]) + 1))
        return TypedQuestion(text, kind or "scale", numbers, said=kind is not None)
    if kind in ("text", "stance"):
        return TypedQuestion(text, kind, said=True)
    if len(options) < 2:
        whole = " ".join((text, *options))
        return TypedQuestion(whole, kind or "text", said=kind is not None)
    if (
        kind is None
        and any(words <= {option.casefold() for option in options} for words in _AGREEING)
        and len(options) <= 3
    ):
        return TypedQuestion(text, "stance", options)
    return TypedQuestion(text, kind or "single", options, said=kind is not None, limits=told)


def limits_of(kind: Kind, said: Said, count: int) -> dict[str, Any]:
    """How many of `count` options or points, as a file would have it; what the kind of question has no key for is left out."""
    least, most = said.least, None if said.most == count else said.most
    match kind:
        case "multi":
            found: dict[str, Any] = {"min": least, "max": most}
        case "ranking":
            found = {"min": least or None, "top": most}
        case "allocation":
            found = {"total": said.points, "most": said.each, "spend_all": False if said.keeps else None}
        case _:
            found = {}
    return {key: value for key, value in found.items() if value is not None}


def _told(line: str) -> tuple[str, Said]:
    """The line without the word that says what kind of question it is, and what else is said of it in brackets."""
    before = _BEFORE.match(line)
    if before:
        line, said = told_in(line[before.end() :], anywhere=True)
        return line, replace(said, kind=KINDS[before["kind"].casefold()])
    return told_in(line, anywhere=True)


def _parted(line: str) -> tuple[str, tuple[str, ...]]:
    """The text, and the options behind it: between bars, or behind a question mark between slashes or commas."""
    bar = _BARS.search(line)
    found = list(_ENDS.finditer(line, 0, bar.start() if bar else len(line)))
    ends = [end.end() for end in found]
    asks = [end.end() for end in found if (end["sign"] or end["wide"]) in _ASKS]
    sure = [at for end, at in zip(found, ends, strict=True) if (end["sign"] or end["wide"]) in _ASKS[:-1]]
    asks = sure or asks  # behind a question mark a semicolon stands between options
    if bar:
        at = next((at for at in reversed(asks or ends) if line[at:].strip()), None)
        if at is None:
            return line, ()
        return line[:at].strip().removesuffix(":").strip(), _several(_BARS, line[at:])
    if not asks:
        return _after_a_colon(line, ends)
    if not line[asks[-1] :].strip():
        return line, ()
    text, rest = line[: asks[-1]].strip(), line[asks[-1] :].strip()
    for between in (_SLASHES, _COMMAS):
        options = _several(between, rest)
        if len(options) > 1 and (between is _SLASHES or all(len(option.split()) <= _SHORT for option in options)):
            return text, options
    quick = _several(re.compile("/"), rest)  # "yes/no": one word each, so that "and/or" in a sentence is none
    return text, quick if len(quick) > 1 and not any(" " in option for option in quick) else (rest,)


def _after_a_colon(line: str, ends: list[int]) -> tuple[str, tuple[str, ...]]:
    """As in "Best day: Mon / Tue"; commas behind a colon may be a sentence."""
    at = next((at for at in ends if line[at - 1] in _COLONS), None)
    options = _several(_SLASHES, line[at:]) if at is not None else ()
    return (line[: (at or 0) - 1].strip(), options) if len(options) > 1 else (line, ())


def _several(between: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(option for option in (part.strip() for part in between.split(text.strip())) if option)


def _ids(labels: tuple[str, ...]) -> list[str]:
    """An id for each label: its letters, else its place."""
    ids: list[str] = []
    for place, label in enumerate(labels, start=1):
        name = slug(label)[:24].strip("-")
        ids.append(name if name and name not in ids else f"o{place}")
    return ids


def slug(words: str) -> str:
    """The words as an id: Latin letters and digits with hyphens between, "" where there are none."""
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain))
