"""Judges a flow's words in one language: do buttons fit, can they be told apart; must not know conditions or files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flows.definition.findings import Finding, Path, repeated, warning
from flows.definition.flow import LABEL_LIMIT

BUTTON_WIDTH = 40
"""Characters that a full-width button shows on the narrowest common phones (360 points): the bubble leaves about 290
points and a character of the button's 14 point type takes 7. Beyond it Telegram cuts the label off with an ellipsis."""

SHORT_WIDTH = 30
"""Characters of a short name: a settled message and a review button put the answer beside it."""

MOST_OPTIONS = 90
"""Options of one question: Telegram takes 100 buttons, and ten are for Done, Clear, Back, Skip, Pause and finer steps of points."""

PAGED_FROM, A_PAGE = 20, 12
"""From so many options on a question of a flow has them in pages of up to so many: else question and options are far apart on a phone."""

LONGEST_MESSAGE = 4_096
"""What Telegram takes in one message, in UTF-16 units as it counts them: an emoji is two."""

_AROUND = 900
"""Of a message that asks: its place, its section, what to do, how long it takes, in the longest of languages."""

_STEERING = (
    "back, cancel, continue, done, go on, help, later, my answers, pass over, pause, previous, ready, resume, review, send",
    "skip, start, stop, submit, wait, wait for me",
    "deze overslaan, doorgaan, even pauze, ga door, ga terug, ga verder, gereed, hervatten, hulp, ik ben klaar, indienen",
    "inleveren, klaar, lever in, mijn antwoorden, nakijken, overslaan, overzicht, pauze, pauzeren, sla over, stoppen",
    "terug, verder, versturen, verstuur, verzenden, volgende, vorige, wacht, wacht op mij",
)
COMMAND_WORDS = frozenset(word for words in _STEERING for word in words.split(", "))
"""Typed, these steer the dialogue in English and Dutch, so no option may be called so."""

_BARE = re.compile(r"\d{1,9}")
_ONCE = 64
"""Characters of a label that had no other name once."""
_ONLY_NUMBERS = re.compile(r"[\d\s.,;:+/-]*\d[\d\s.,;:+/-]*")
_TIME = re.compile(r"(?:[01]?\d|2[0-4])[:.][0-5]\d")
_NO_PLACE = re.compile(rf"{_TIME.pattern}(?:\s?[-–—]\s?{_TIME.pattern})?|[12]\d{{3}}")
"""A time of day, from one to another, or a year: nobody types these for the number of an option, and no reader takes them for it."""
_ENGLISH = ("two", "three", "four", "five", "six", "seven")
_DUTCH = ("twee", "drie", "vier", "vijf", "zes", "zeven")
_WORD_NUMBERS = {word: number for words in (_ENGLISH, _DUTCH) for number, word in enumerate(words, start=2)}
_NUMBER = rf"(\d{{1,4}}|{'|'.join(_WORD_NUMBERS)})\b"
_AT_MOST = re.compile(
    r"\b(?:up to|at most|no more than|maximum(?: of)?|max\.?|top|pick|choose|rank the"
    rf"|tot en met|maximaal|hoogstens|ten hoogste|kies(?: er)?|rangschik de) (?:top )?{_NUMBER}",
    re.IGNORECASE,
)
_POINTS = re.compile(rf"\b{_NUMBER} (?:\w+ )?(?:points|punten|zorgpunten)\b", re.IGNORECASE)
_NEGATIVE = re.compile(
    r"(strongly disagree|disagree|never|not at all|no|none|nothing|very bad|very poor|very unequal|poor|bad|missing"
    r"|zeer mee oneens|helemaal mee oneens|oneens|nooit|helemaal niet|nee|geen|niets|zeer slecht|slecht)(ly)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Wording:
    """The words of one question in one language. `labels` are (path, option id, label) in the asked order.

    `limit` is how many options may be chosen or ranked, `points` how many points are shared, where the type has them.
    """

    path: Path
    text: str
    short: str
    labels: tuple[tuple[Path, str, str], ...]
    limit: int | None = None
    points: int | None = None
    more: str = ""
    shorts: Mapping[str, str] = field(default_factory=dict)


def check_wording(wording: Wording) -> Iterator[Finding]:
    """Everything wrong with the words of one question. `shorts`: option id -> what stands on its button in place of a long label."""
    all_numbers = all(_BARE.fullmatch(label) for _, _, label in wording.labels)
    for position, (path, option, label) in enumerate(wording.labels, start=1):
        short = wording.shorts.get(option, "")
        yield from check_label(path, label, position, len(wording.labels), short, is_number=all_numbers)
    width = width_of(wording.short)
    if width > SHORT_WIDTH:
        message = f"'{wording.short}' is {width} characters wide: up to {SHORT_WIDTH} fit beside an answer"
        yield warning((*wording.path, "short"), message)
    yield from _check_message(wording)
    yield from _check_equal(wording.labels)
    named = [(path, option, wording.shorts.get(option) or label) for path, option, label in wording.labels]
    yield from _check_equal(named) if wording.shorts else ()
    yield from _check_numbers(wording)


def _check_message(wording: Wording) -> Iterator[Finding]:
    """All that is asked at once stands in one message."""
    labels = sorted((label for _, _, label in wording.labels), key=units_of)
    over = over_a_message(wording.text, wording.more, labels if len(labels) < PAGED_FROM else labels[-A_PAGE:])
    if over:
        count = len(wording.labels)
        subject, advice = (
            (f"with {count} options the question", "fewer or shorter options, or two questions")
            if count
            else ("the question", "a shorter text or help")
        )
        place = (*wording.path, "options") if count else wording.path
        yield Finding(place, f"{subject} does not fit a message: {over:,} characters too many; {advice}")


def over_a_message(text: str, more: str, labels: Sequence[str]) -> int:
    """By how many UTF-16 units a question with this text, help and labels is longer than what one message holds; 0 where it fits."""
    listed = sum(units_of(label) + len("90. ") + 1 for label in labels)
    return max(0, units_of(text) + units_of(more) + listed + _AROUND - LONGEST_MESSAGE)


def units_of(text: str) -> int:
    """Its length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def check_label(
    path: Path, label: str, position: int, count: int = 0, short: str = "", *, is_number: bool = False
) -> Iterator[Finding]:
    """Everything wrong with one label, the `position`th of `count` (from 1).

    `is_number`: all labels of the question are numbers, which are typed as they are; else a number that is another option's place
    could be taken for it.
    """
    width = width_of(short or label)
    if width > BUTTON_WIDTH and len(label) <= LABEL_LIMIT:  # the shape says it of longer ones
        advice = "" if short or len(label) <= _ONCE else ": give it a 'short'"
        yield warning(
            path, f"'{short or label}' is {width} characters wide: a phone's button shows about {BUTTON_WIDTH}{advice}"
        )
    if "\n" in label:
        yield Finding(path, "a label is one line")
    if _ONLY_NUMBERS.fullmatch(label) and not _NO_PLACE.fullmatch(label) and label != str(position) and not is_number:
        is_place = not _BARE.fullmatch(label) or 1 <= int(label) <= max(count, position)
        if is_place:
            yield Finding(path, f"'{label}' would be taken for the number of an option when it is typed: add a word")
    if same(label) in COMMAND_WORDS:
        yield Finding(path, f"'{label}' is also what people type to move through the questions: choose another label")


def width_of(label: str) -> int:
    """How wide a label is, in Latin characters: East Asian characters and emoji take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in unicodedata.normalize("NFC", label)
    )


def same(label: str) -> str:
    """What people read: without the difference between capitals, blanks and ways to write one character."""
    return " ".join(unicodedata.normalize("NFKC", label).casefold().split())


def _check_equal(labels: Sequence[tuple[Path, str, str]]) -> Iterator[Finding]:
    for position, _, first in repeated(same(label) for _, _, label in labels):
        path, option, label = labels[position]
        yield Finding(path, f"'{option}' has the same label as '{labels[first][1]}': '{label}'")


def _check_numbers(wording: Wording) -> Iterator[Finding]:
    if wording.limit is not None:
        for number in _numbers(_AT_MOST, wording.text):
            if number != wording.limit:
                message = f"the text says {number}, but up to {wording.limit} can be chosen"
                yield warning((*wording.path, "text"), message)
    if wording.points is not None:
        for number in _numbers(_POINTS, wording.text):
            if number != wording.points:
                yield warning(
                    (*wording.path, "text"), f"the text says {number} points, but there are {wording.points} to share"
                )


def _numbers(pattern: re.Pattern[str], text: str) -> list[int]:
    words = (match.group(1).casefold() for match in pattern.finditer(text))
    return [_WORD_NUMBERS[word] if word in _WORD_NUMBERS else int(word) for word in words]


def is_negative(label: str) -> bool:
    """Whether a level of a scale reads as its lowest end, in English or Dutch; False when unsure."""
    return _NEGATIVE.fullmatch(same(label)) is not None
