"""A question as somebody types it behind /ask, read: its text, its options, its shape; must not know chats, drafts or storage.

Options stand behind a mark ("|", ";", ",", "/") or on lines of their own. Where a comma may be one of a sentence it is left in it:
what was read is shown before it is sent, so the plainest reading is taken.

Long: every way in which people write options down, each beside those that it could be taken for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.polls.typed.shapes import STEPS, Shape, are_steps, limited, made
from bot.results.proposals import TEXT_LIMIT, to_rank, yes_no_unsure
from bot.wording import Wording, languages
from flows.definition.flow import LABEL_LIMIT, Question
from flows.definition.labels import A_PAGE, MOST_OPTIONS, PAGED_FROM, over_a_message, units_of
from flows.definition.source.brackets import Said, shared_in, told_in

_ASKS = "?？؟⸮;"
_BARS = re.compile(r"\s*[|｜¦│]\s*")
_COLON = re.compile(r"[:：](?=\s|$)")
_SIGNS = "•*·▪◦‣●☐□○"
_BULLET = re.compile(rf"(?:[-–—{_SIGNS}]\s+|\(?(?:\d{{1,2}}|[a-z])[.)]\s+)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:^|(?<=\s))\(?(\d{1,2}|[a-z])[.)]\s+", re.IGNORECASE)
_SIGN = re.compile(rf"(?:^|\s+)[{_SIGNS}]\s+")
_DASH = re.compile(r"(?:^|\s+)[-–—]\s+")
_TO = r"(?:\.{2,3}|[-–—…]|\b(?:to|tot|bis|à|a|until|t/m)\b)"
_RANGE = re.compile(
    rf"\(?\s*(\d{{1,3}})\s*{_TO}\s*(\d{{1,3}})\s*(?:\(\s*(.+?)\s*{_TO}\s*(.+?)\s*\))?\s*\)?[.!]?", re.IGNORECASE
)
_ENDS = re.compile(
    rf"(\d{{1,2}})(?:\s*[=:(]\s*|\s+)([^\d|]+?)\)?\s*(?:[,;]|{_TO})\s*(\d{{1,2}})(?:\s*[=:(]\s*|\s+)([^\d|]+?)\)?[.!]?",
    re.IGNORECASE,
)
_AT_THE_END = re.compile(r"(.*\w.*?)\s+\(?([01]\s*[-–—]\s*\d{1,3})\)?", re.DOTALL)
_OR = re.compile(r"\s+(?:or|of|oder|ou|o)\s+", re.IGNORECASE)
_STOPS = (".", "!", "…")
_SAID: dict[str, Shape] = {
    "single": Shape.OPTIONS, "multi": Shape.SEVERAL, "ranking": Shape.RANKING, "allocation": Shape.POINTS,
}  # fmt: skip
"""What brackets at the end may say of options, in the words of a list of questions; what else they say, the words show."""
_LONGEST_LISTED = 6
"""Words of an option between commas: more are a sentence."""


class Why(StrEnum):
    """Why typed words are no question."""

    NO_QUESTION = "no question"
    QUESTION_TOO_LONG = "question too long"
    NO_TEXT = "no text"
    NO_MARK = "no mark"
    NO_OPTIONS = "no options"
    ONE_OPTION = "one option"
    TWICE = "twice"
    TOO_MANY = "too many"
    OPTION_TOO_LONG = "option too long"
    NO_SCALE = "no scale"
    TOO_LONG = "too long"
    LIMITS = "limits"


@dataclass(frozen=True)
class Refused:
    """With what is wrong with it: `about` which words, `count` how many; `shape`: what it was to become, where the words say it.

    `text`: what was taken for the question.
    """

    why: Why
    about: str = ""
    count: int = 0
    shape: Shape = Shape.OPTIONS
    text: str = ""


@dataclass(frozen=True)
class _Read:
    """The parts: `options` None where nothing was typed as options."""

    text: str
    options: tuple[str, ...] | None = None
    is_scale: bool = False


def read_question(typed: str, words: Wording) -> Question | Refused:
    """What was typed, as a question of the shape that its words have. `words`: of the room's language."""
    typed, told = told_in(typed, anywhere=False)
    read = _parts(typed)
    if isinstance(read, Refused):
        return read
    text, options = read.text, read.options
    if not any(unicodedata.category(sign)[0] in "LN" or ord(sign) > 0x2190 for sign in text):
        return Refused(Why.NO_QUESTION)
    if len(text) > TEXT_LIMIT:
        return Refused(Why.QUESTION_TOO_LONG, count=len(text))
    if options is None:
        if (refused := _half_a_ranking(text)) is not None:
            return refused
        shape = Shape.YES_NO if _asks_yes_or_no(text) else Shape.OPEN
        return made(text, (), shape, words)
    if not any(sign.isalpha() or sign in _ASKS for sign in text):
        return Refused(Why.NO_TEXT)  # "10:30 | 11:00"
    shape, told = _told_shape(text, options, told, is_scale=read.is_scale)
    refused = _wrong_with(text, options)
    if refused is not None:
        return replace(refused, shape=shape, text=text)
    if _is_yes_no_unsure(options):
        return made(text, (), Shape.YES_NO, words)
    if shape is Shape.RANKING and _first_word(text.rstrip(" :：")) == text.rstrip(" :：").casefold():
        text = to_rank(words)
    question = limited(made(text, options, shape, words), told)
    return question if question is not None else Refused(Why.LIMITS, count=len(options), shape=shape, text=text)


def _told_shape(text: str, options: Sequence[str], told: Said, *, is_scale: bool) -> tuple[Shape, Said]:
    """The shape that brackets say, or the question itself; and how many options or points, with what the question says of them."""
    told = shared_in(text) if told == Said() else told
    shape = _SAID.get(told.kind or "", _shape(text, options, is_scale=is_scale))
    several = told.is_limited and shape is Shape.OPTIONS and told.kind is None
    return (Shape.SEVERAL if several else shape), told


def _wrong_with(text: str, options: Sequence[str]) -> Refused | None:
    if not options:
        return Refused(Why.NO_OPTIONS)
    if len(options) == 1:
        return Refused(Why.ONE_OPTION, options[0])
    if len(options) > MOST_OPTIONS:
        return Refused(Why.TOO_MANY, count=len(options))
    long = next((option for option in options if len(option) > LABEL_LIMIT), None)
    if long is not None:
        return Refused(Why.OPTION_TOO_LONG, long, len(long))
    seen = set[str]()
    for option in options:
        said = " ".join(unicodedata.normalize("NFKC", option).casefold().split()).strip(" .")
        if said in seen:
            return Refused(Why.TWICE, option)
        seen.add(said)
    long_by = over_a_message(
        text, "", options if len(options) < PAGED_FROM else sorted(options, key=units_of)[-A_PAGE:]
    )
    return Refused(Why.TOO_LONG, count=long_by) if long_by else None


def _half_a_ranking(text: str) -> Refused | None:
    """Words that ask for an order, or end with a colon, and bring nothing to be put in order or chosen from."""
    colon = _COLON.search(text)
    before = text[: colon.start()] if colon is not None else text
    is_ranking = _first_word(before) == before.strip().casefold() and _first_word(before) in _all(_ranks)
    shape = Shape.RANKING if is_ranking else Shape.OPTIONS
    rest = text[colon.end() :].strip() if colon is not None else ""
    if is_ranking and rest:
        return Refused(Why.ONE_OPTION, rest, shape=shape, text=before)
    return Refused(Why.NO_OPTIONS, shape=shape) if is_ranking or text.endswith((":", "：")) else None


def _shape(text: str, options: Sequence[str], *, is_scale: bool) -> Shape:
    if is_scale:
        return Shape.SCALE
    if _first_word(text) in _all(_ranks):
        return Shape.RANKING
    said = text.casefold()
    if any(phrase in said for phrase in _all(_several)):
        return Shape.SEVERAL
    return Shape.SCALE if are_steps(options) else Shape.OPTIONS


def _first_word(text: str) -> str:
    found = re.match(r"[^\W\d_]+", text)
    return found[0].casefold() if found else ""


def _asks_yes_or_no(text: str) -> bool:
    """Whether it begins as a question does that is answered with yes or no, in a language that the bot speaks."""
    return text.rstrip().endswith(tuple(_ASKS)) and _first_word(text.lstrip("¿ ")) in _all(_auxiliaries)


def _all(listed: Callable[[Wording], str]) -> frozenset[str]:
    """The words of a list in every language that the bot speaks: who types in one may lead a room in another."""
    return frozenset(word for code in languages() for word in listed(Wording(code)).casefold().split("|"))


def _ranks(words: Wording) -> str:
    return words.t("rank|ranking|order|sort|prioritise|prioritize")


def _several(words: Wording) -> str:
    return words.t("tick all|all that apply|choose all|select all|several answers|more than one")


def _auxiliaries(words: Wording) -> str:
    return words.t("shall|should|do|does|did|is|are|was|were|can|could|will|would|may|must|have|has|am|agree|agreed")


def _is_yes_no_unsure(options: Sequence[str]) -> bool:
    said = [option.casefold().rstrip(" .!") for option in options]
    return any(said == [option.label.casefold() for option in yes_no_unsure(Wording(code))] for code in languages())


# --- parts


def _parts(typed: str) -> _Read | Refused:
    lines = [line.strip() for line in typed.strip().split("\n") if line.strip()]
    if not lines:
        return Refused(Why.NO_QUESTION)
    if len(lines) > 1 and all(_BULLET.match(line) for line in lines):
        return Refused(Why.NO_TEXT)
    if len(lines) > 1 and not any(_BARS.search(line) for line in lines):
        return _on_lines(lines)
    whole = " ".join(lines) if len(lines) == 1 else _joined(lines)
    if _BARS.search(whole):
        return _between_bars(whole)
    return _in_a_line(" ".join(whole.split()))


def _joined(lines: Sequence[str]) -> str:
    """Several lines of which one has a bar: each line behind it goes on with the options."""
    first = next(n for n, line in enumerate(lines) if _BARS.search(line))
    return " ".join(lines[: first + 1]) + "".join(f" | {line}" for line in lines[first + 1 :])


def _on_lines(lines: Sequence[str]) -> _Read | Refused:
    """The question, and an option a line below it."""
    asks = next((n for n, line in enumerate(lines[:-1]) if line.endswith((*_ASKS, ":", "："))), 0)
    text, rest = " ".join(lines[: asks + 1]), lines[asks + 1 :]
    if len(rest) == 1:
        tail = _tail(rest[0])
        if isinstance(tail, Refused):
            return tail
        return _Read(_without_colon(text), *tail) if tail is not None else _whole(f"{text} {rest[0]}")
    options = [" ".join(_BULLET.sub("", line, count=1).split()) for line in rest]
    return _Read(_without_colon(text), tuple(option for option in options if option))


def _between_bars(whole: str) -> _Read | Refused:
    first, *others = [" ".join(part.split()) for part in _BARS.split(whole)]
    are_asked = any(part.endswith(tuple(_ASKS)) for part in others)
    text, begins = _cut(first, asks=are_asked or sum(map(bool, others)) == 1)
    options = _unmarked([part for part in (begins, *others) if part])
    ends = _ENDS.fullmatch(" - ".join(options)) if len(options) == 2 else None  # the two ends of a scale
    if ends is not None and (steps := _steps(ends[1], ends[3], ends[2], ends[4])) is not None:
        return steps if isinstance(steps, Refused) else _Read(text, steps, is_scale=True)
    if len(options) == 1 and text == first and not first.endswith((*_ASKS, ":", "：")) and any(map(str.isalpha, text)):
        return Refused(Why.NO_MARK, options[0], text=text)
    return _Read(text, options)


def _unmarked(options: Sequence[str]) -> tuple[str, ...]:
    """Options between bars without the bullets of a list that was pasted, or its numbers if it goes on counting."""
    found = [_NUMBERED.match(option) for option in options]
    if len(options) > 1 and _counts([match[1] for match in found if match is not None], len(options)):
        return tuple(option[match.end() :] for option, match in zip(options, found, strict=True) if match is not None)
    return tuple(re.sub(rf"^[-–—{_SIGNS}]\s+", "", option) for option in options)


def _counts(marks: Sequence[str], many: int) -> bool:
    """Whether they are 1, 2, 3 … or a, b, c … of so many."""
    letters = [chr(ord("a") + n) for n in range(many)]
    return [mark.casefold() for mark in marks] in ([str(n) for n in range(1, many + 1)], letters)


def _in_a_line(whole: str) -> _Read | Refused:
    text, rest = _cut(whole)
    listed = _pasted(rest)
    if listed:
        return _Read(text, listed)
    tail = _tail(rest.strip(" -–—")) if rest else None
    if isinstance(tail, Refused):
        return tail
    if tail is not None:
        return _Read(text, *tail)
    found = _AT_THE_END.fullmatch(whole.rstrip(".!"))
    if found is not None:
        steps = _range(found[2])
        return steps if isinstance(steps, Refused) else _Read(found[1].rstrip(" ,:"), steps, is_scale=True)
    return _whole(whole)


def _pasted(rest: str) -> tuple[str, ...]:
    """The items of a list that lost its lines: "1) Mon 2) Tue", "• Mon • Tue", "- Mon - Tue"; () where it is none."""
    marks = list(_NUMBERED.finditer(rest))
    if len(marks) > 1 and not marks[0].start() and _counts([mark[1] for mark in marks], len(marks)):
        ends = [mark.start() for mark in marks[1:]] + [len(rest)]
        return tuple(rest[mark.end() : end].strip(" ,;") for mark, end in zip(marks, ends, strict=True))
    for between in (_SIGN, _DASH):
        if between.match(rest) and len(parts := [part.strip() for part in between.split(rest) if part.strip()]) > 1:
            return tuple(parts)
    return ()


def _whole(text: str) -> _Read:
    return _Read(" ".join(text.split()))


def _cut(line: str, *, asks: bool = False) -> tuple[str, str]:
    """The question, and what stands behind its last question mark, or its colon.

    `asks`: the last of two marks may end the first option, as others are questions too, or there is only one ("Which? Why? | How?").
    """
    at = max(line.rfind(mark) for mark in _ASKS[:-1])
    if asks and at == len(line) - 1:
        before = max(line.rfind(mark, 0, at) for mark in _ASKS[:-1])
        at = before if before >= 0 and line[before + 1 : at].strip() else at
    if at >= 0:
        return line[: at + 1], line[at + 1 :].strip(" :：")
    colons = list(_COLON.finditer(line))
    if colons:
        return line[: colons[-1].start()].strip(), line[colons[-1].end() :].strip()
    return line, ""


def _without_colon(text: str) -> str:
    return text.rstrip(" :：") or text


def _tail(rest: str) -> tuple[tuple[str, ...], bool] | Refused | None:
    """What stands behind a question as options, and whether they are a scale; None: it is more of the question."""
    ends = _ENDS.fullmatch(rest)
    steps = _steps(ends[1], ends[3], ends[2], ends[4]) if ends is not None else None
    if steps is None and _RANGE.fullmatch(rest):
        steps = _range(rest)
    if steps is not None:
        return steps if isinstance(steps, Refused) else (steps, True)
    for mark in (";", "؛", "、", "،", ",", " / ", "/"):
        options = _listed(rest, mark)
        if options is not None:
            return options, False
    return None


def _listed(rest: str, mark: str) -> tuple[str, ...] | None:
    """The options between such marks; None where it may as well be a sentence."""
    parts = [part.strip() for part in rest.split(mark)]
    if len(parts) == 1:
        return None
    if mark in (",", "،"):
        *before, last = parts
        parts = [*before, *(part.strip() for part in _OR.split(last.removeprefix("or ").removeprefix("of ")))]
    options = tuple(part for part in parts if part)
    is_list = mark in (";", "؛") or not rest.endswith(_STOPS)
    is_list = is_list and (mark in (";", "؛") or all(len(option.split()) <= _LONGEST_LISTED for option in options))
    if not is_list or any(option.endswith(_STOPS) for option in options[:-1]):
        return None
    return (*options[:-1], options[-1].rstrip(".")) if options else ()


def _range(said: str) -> tuple[str, ...] | Refused | None:
    found = _RANGE.fullmatch(said)
    return _steps(found[1], found[2], found[3] or "", found[4] or "") if found is not None else None


def _steps(low: str, high: str, lowest: str, highest: str) -> tuple[str, ...] | Refused | None:
    """The steps of a scale with its ends in words; None: the numbers are none, such as two hours."""
    first, last = int(low), int(high)
    if first not in (0, 1) or last <= first:
        return None
    if last - first + 1 not in STEPS or last - first < STEPS.start:
        return Refused(Why.NO_SCALE, f"{first}-{last}")
    labels = [str(n) for n in range(first, last + 1)]
    labels[0], labels[-1] = f"{first} {lowest.strip()}".strip(), f"{last} {highest.strip()}".strip()
    return tuple(labels)
