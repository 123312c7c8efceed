"""What a participant can answer, as values, and how typed words become one; must not know chats, buttons or storage.

An `Answer` is one of seven frozen values. `read_answer` reads what a person typed; `check_answer` is the one judge of
whether an answer fits its question, whatever way it came.

Long: one class and one reader a type of answer, which are read side by side.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, assert_never

from flows.definition.flow import (
    TEXT_LIMIT,
    AllocationQuestion,
    ClosedQuestion,
    MultiQuestion,
    Question,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    StanceQuestion,
    TextQuestion,
)
from flows.definition.meanings import Meaning, is_none, meant
from flows.dialogue.naming import NUMBERS, STRAIGHT, by_label, option_named, options_named, plain
from flows.dialogue.numbering import own_numbers, unkindly

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""What no summary or export may hold: control characters, turners of the reading direction, halves of characters."""
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"})
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_KEYCAP = re.compile(r"[\ufe0f\u20e3]")
_PAIR = re.compile(r"\b(\d{1,2})\s*[:=]\s*(\d{1,4})\b")
_NAMED_POINTS = re.compile(r"(.*[^\W\d_].*?)\s*[:=]?\s*(?<!\d)(\d{1,4})(?:\s*(?:points?|punten|punt))?", re.IGNORECASE)
"""An option by its label, with its points: "Parking 4", "Trees along the road: 6 points"."""
_NO_POINTS = re.compile(r"(?:^|[\s,;])-\d|\d\.\d|\d,\d+\s+\d")
"""A negative number, or one with decimals: "5 -3", "2.5 7.5", "2,5 7,5"."""


@dataclass(frozen=True)
class Chosen:
    """One option of a single, scale or stance question."""

    option: str


@dataclass(frozen=True)
class Picked:
    """The ticked options of a multi question, in the question's order."""

    options: tuple[str, ...]


@dataclass(frozen=True)
class Ranked:
    """Options of a ranking, best first; may be shorter than the question asks."""

    options: tuple[str, ...]


@dataclass(frozen=True)
class Shared:
    """Points of an allocation: (option id, points > 0) in the question's order; options left out got 0."""

    points: tuple[tuple[str, int], ...]


class Use(StrEnum):
    """What the author of an open answer allows. Without a word from the author it is only counted."""

    QUOTE = "quote"
    THEME = "theme"
    COUNT = "count"


@dataclass(frozen=True)
class Written:
    """An open answer, and how its words may be used. `about`: the speaker whom a question to the panel is for, or nobody."""

    text: str
    use: Use = Use.COUNT
    about: str = ""


@dataclass(frozen=True)
class Skipped:
    """The question was shown and left unanswered. It is counted, as "no answer"."""


Answer = Chosen | Picked | Ranked | Shared | Written | Skipped


def answer_to_json(answer: Answer) -> Any:
    """The answer as plain JSON data: {"k": kind, "v": value}."""
    match answer:
        case Chosen(option):
            return {"k": "chosen", "v": option}
        case Picked(options):
            return {"k": "picked", "v": list(options)}
        case Ranked(options):
            return {"k": "ranked", "v": list(options)}
        case Shared(points):
            return {"k": "shared", "v": [list(pair) for pair in points]}
        case Written(text, use, about):
            return {"k": "written", "v": text, "u": use.value} | ({"a": about} if about else {})
        case Skipped():
            return {"k": "skipped", "v": None}


def answer_from_json(data: Any) -> Answer:
    """The answer that `answer_to_json` wrote. Raises KeyError, TypeError or ValueError on anything else."""
    value = data["v"]
    match data["k"]:
        case "chosen":
            return Chosen(value)
        case "picked":
            return Picked(tuple(value))
        case "ranked":
            return Ranked(tuple(value))
        case "shared":
            return Shared(tuple((option, points) for option, points in value))
        case "written":
            return Written(value, Use(data["u"]), data.get("a", ""))
        case "skipped":
            return Skipped()
        case kind:
            raise ValueError(f"no such kind of answer: {kind}")


class Slip(StrEnum):
    """Why something is not an answer to this question; the words for it live with the bot."""

    EMPTY = "empty"
    NOT_AN_OPTION = "not_an_option"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    REPEATED = "repeated"
    EXCLUSIVE = "exclusive"
    NOT_POINTS = "not_points"
    MOST_POINTS = "most_points"
    WRONG_TOTAL = "wrong_total"
    TOO_MANY_OPTIONS = "too_many_options"
    TOO_LONG = "too_long"
    NO_SUCH_OPINION = "no_such_opinion"
    WRONG_KIND = "wrong_kind"


UNREAD = frozenset({Slip.NOT_AN_OPTION, Slip.NOT_POINTS, Slip.NO_SUCH_OPINION})
"""Words that name nothing that the question offers."""


@dataclass(frozen=True)
class Refusal:
    """A slip, with the numbers a friendly reply needs: `need` what is allowed, `got` what was given.

    `about`: the name of the question, where it is another than the one that stands below.
    """

    slip: Slip
    need: int = 0
    got: int = 0
    about: str = ""


def read_answer(question: Question, raw: str) -> Answer | Refusal:
    """What a person typed, as an answer to `question`, or why it is none.

    Options may be given by number ("2", "1, 3", "2 1 3", in any script's digits) or by label; points as one number an
    option in the asked order ("5 3 2") or as number:points pairs ("1:5 3:5"). Text is taken as it is, without control
    characters.
    """
    text = unicodedata.normalize("NFC", _CONTROL.sub("", raw)).strip()
    if _is_blank(text):
        return Refusal(Slip.EMPTY)
    if isinstance(question, TextQuestion):
        return check_answer(question, Written(text))
    text = _KEYCAP.sub("", unicodedata.normalize("NFKC", text.translate(STRAIGHT))).strip()
    read = _read_closed(question, text)
    if isinstance(read, Refusal) and read.slip in UNREAD and (bare := unkindly(text)) not in ("", text):
        read = _read_closed(question, bare)
    is_unread = isinstance(read, Refusal) and read.slip in UNREAD
    return Refusal(Slip.NO_SUCH_OPINION) if is_unread and meant(text) is Meaning.UNSURE else read


def _read_closed(question: ClosedQuestion, text: str) -> Answer | Refusal:
    match question:
        case AllocationQuestion():
            points = _read_points(question, text)
            return points if isinstance(points, Refusal) else check_answer(question, Shared(points))
        case SingleQuestion() | ScaleQuestion() | StanceQuestion():
            chosen = option_named(question, text)
            return Chosen(chosen) if chosen else no_option(question)
        case MultiQuestion() | RankingQuestion():
            named = options_named(question, text)
            if (
                not named
                and isinstance(question, MultiQuestion)
                and not question.min
                and (is_none(text) or plain(text) == "0")
            ):
                return Picked(())
            if not named:
                return no_option(question)
            return check_answer(question, Picked(named) if isinstance(question, MultiQuestion) else Ranked(named))
        case _:
            assert_never(question)


def no_option(question: ClosedQuestion) -> Refusal:
    """Words name no option; `need`: how many numbers there are from 1 on, 0 where the options say numbers of their own."""
    return Refusal(Slip.NOT_AN_OPTION, need=0 if own_numbers(question) else len(question.options))


def read_words(question: Question, raw: str) -> str | None:
    """The words of an open answer as they would be taken; None where they are none: another question, or too long."""
    answer = read_answer(question, raw)
    return answer.text if isinstance(answer, Written) else None


def check_answer(question: Question, answer: Answer) -> Answer | Refusal:
    """The answer in its canonical form if it fits the question, else why not. `Skipped` fits every question."""
    match question, answer:
        case _, Skipped():
            return answer
        case ((SingleQuestion() | ScaleQuestion() | StanceQuestion()), Chosen(option)):
            known = {o.id for o in question.options}
            return answer if option in known else Refusal(Slip.NOT_AN_OPTION, need=len(known))
        case MultiQuestion(), Picked(options):
            return _check_picked(question, options)
        case RankingQuestion(), Ranked(options):
            return _check_ranked(question, options)
        case AllocationQuestion(), Shared(points):
            return _check_shared(question, points)
        case TextQuestion(), Written(text):
            if _is_blank(text):
                return Refusal(Slip.EMPTY)
            return answer if len(text) <= TEXT_LIMIT else Refusal(Slip.TOO_LONG, need=TEXT_LIMIT, got=len(text))
        case _:
            return Refusal(Slip.WRONG_KIND)


def _check_picked(question: MultiQuestion, options: tuple[str, ...]) -> Answer | Refusal:
    order = [o.id for o in question.options]
    picked = tuple(o for o in order if o in options)
    if len(picked) != len(set(options)):
        return Refusal(Slip.NOT_AN_OPTION, need=len(order))
    if len(picked) > 1 and set(picked) & set(question.exclusive):
        return Refusal(Slip.EXCLUSIVE)
    if len(picked) > (question.max or len(order)):
        return Refusal(Slip.TOO_MANY, need=question.max or len(order), got=len(picked))
    alone = bool(set(picked) & set(question.exclusive))
    if len(picked) < question.min and not alone:
        return Refusal(Slip.TOO_FEW, need=question.min, got=len(picked))
    return Picked(picked)


def _check_ranked(question: RankingQuestion, options: tuple[str, ...]) -> Answer | Refusal:
    known = {o.id for o in question.options}
    if not options:
        return Refusal(Slip.TOO_FEW, need=question.min)
    if not set(options) <= known:
        return Refusal(Slip.NOT_AN_OPTION, need=len(known))
    if len(set(options)) != len(options):
        return Refusal(Slip.REPEATED)
    if len(options) > question.places:
        return Refusal(Slip.TOO_MANY, need=question.places, got=len(options))
    if len(options) < question.min:
        return Refusal(Slip.TOO_FEW, need=question.min, got=len(options))
    return Ranked(options)


def _check_shared(question: AllocationQuestion, points: tuple[tuple[str, int], ...]) -> Answer | Refusal:
    given = dict(points)
    order = [o.id for o in question.options]
    if not set(given) <= set(order):
        return Refusal(Slip.NOT_AN_OPTION, need=len(order))
    if len(given) != len(points):
        return Refusal(Slip.REPEATED)
    if any(p < 0 for p in given.values()):
        return Refusal(Slip.NOT_POINTS, need=question.total)
    total = sum(given.values())
    if total > question.total or (total < question.total and question.spend_all) or not total:
        return Refusal(Slip.WRONG_TOTAL, need=question.total, got=total)
    shared = tuple((o, given[o]) for o in order if given.get(o, 0) > 0)
    if question.most and max(given.values()) > question.most:
        return Refusal(Slip.MOST_POINTS, need=question.most, got=max(given.values()))
    if question.max_options and len(shared) > question.max_options:
        return Refusal(Slip.TOO_MANY_OPTIONS, need=question.max_options, got=len(shared))
    return Shared(shared)


def _is_blank(text: str) -> bool:
    """Whether nobody would see anything: blanks, characters of no width, and letters that look like blanks."""
    return all(unicodedata.category(char) in _UNSEEN or char in _BLANK_LETTERS for char in text)


def _points_by_label(question: AllocationQuestion, text: str) -> tuple[tuple[str, int], ...]:
    """As an answer is said to its author, "Parking 4, Trees 6", or "Parking: 4"; () where a part names no option."""
    found = [_NAMED_POINTS.fullmatch(part.strip()) for part in re.split(r"[,;،؛\n]", text) if part.strip()]
    named = [(by_label(question, match[1]), int(match[2])) for match in found if match is not None]
    pairs = tuple((option, points) for option, points in named if option is not None)
    return pairs if pairs and len(pairs) == len(found) else ()


def _read_points(question: AllocationQuestion, text: str) -> tuple[tuple[str, int], ...] | Refusal:
    order = [o.id for o in question.options]
    pairs = [(int(m[1]), int(m[2])) for m in _PAIR.finditer(text)]
    if pairs and not _PAIR.sub("", text).strip(" ,;،؛\n"):
        if any(not 1 <= number <= len(order) for number, _ in pairs):
            return Refusal(Slip.NOT_AN_OPTION, need=len(order))
        return tuple((order[number - 1], points) for number, points in pairs)
    if named := _points_by_label(question, text):
        return named
    if not NUMBERS.fullmatch(text) or _NO_POINTS.search(text):
        return Refusal(Slip.NOT_POINTS, need=question.total)
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    is_short = len(numbers) < len(order) and not question.spend_all
    if len(numbers) > len(order) or is_short:  # with points to keep, a lone "2" may as well mean the second option
        return Refusal(Slip.NOT_POINTS, need=question.total)
    return tuple(zip(order, numbers, strict=False))
