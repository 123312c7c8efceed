"""The words a chart needs, in one language, given by the caller; must not know any language itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flows.counting.figures import Summary


def _nothing_else(_: Summary) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class ChartWords:
    """Plain text, never HTML, and one function. In a template every `{name}` below is filled with a number or a label.

    title         the workshop's title, small above the question ("" leaves it out)
    note          what the release covers, below everything: "8 of 12 counted, more when 3 more are in" ("" leaves it out)
    language      "en", "nl": for the shaping of letters
    decimal       the decimal sign, "." or ","
    percent       "{n}%"
    base          "{answered} of {asked} answered"
    room          the same of a later round: "{answered} of {room} in the room"
    no_answer     "No answer: {n}"
    nobody        shown when nobody answered: "No answers yet"
    several       for multi: "Several answers possible"
    tied          the legend of the sign =: "= level"
    off_scale     heading of the levels that are counted apart: "Not on the scale"
    positive_share, on_positive        "{n} of {all}", "on the positive side"
    middle        what a median is: "the middle answer: at least half lie here or higher, at least half here or lower"
    between       a median between two levels: "between {low} and {high}"
    positive, neutral, negative   "Positive {n}", "In between {n}", "Negative {n}": people on that side of a scale
    agree         the name of the headline share of a stance: "agree"
    place, first_choices               heads of a ranking's columns: "Placed on average", "First choices"
    places        what a place is: "Placed 1 is the top, ..."
    head_to_head, head_to_head_close   "Two by two, more people prefer {option} ..." and "... slightly more ..."
    no_head_to_head                    "Two by two, no option is preferred to all others"
    mean_points, givers                heads of an allocation's columns: "Points on average, of {total}", "Gave any"
    strong_and_weak   where each cell has two numbers: "In bold: {strong}. Behind it: {weak}."
    details       what else a result says, in sentences for below its options
    texts         below the number of open answers: "written answers, listed apart"
    """

    title: str
    note: str
    language: str
    decimal: str
    percent: str
    base: str
    room: str
    no_answer: str
    nobody: str
    several: str
    tied: str
    off_scale: str
    positive_share: str
    on_positive: str
    middle: str
    between: str
    positive: str
    neutral: str
    negative: str
    agree: str
    place: str
    first_choices: str
    places: str
    head_to_head: str
    head_to_head_close: str
    no_head_to_head: str
    mean_points: str
    givers: str
    texts: str
    strong_and_weak: str
    details: Callable[[Summary], Sequence[str]] = _nothing_else


def fill(template: str, **values: str) -> str:
    """`template` with each `{name}` replaced; a value's own braces are left alone."""
    pieces = template.split("{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, closed, rest = piece.partition("}")
        filled.append(values[name] + rest if closed and name in values else "{" + piece)
    return "".join(filled)
