"""A question's options in words: listed in full, numbered, what to do with them; must not know dialogues, ballots or buttons.

Long labels are cut by the phone, so a question with one lists its options in full in the text. Option numbers stand in
front, because everything a button does can be typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Protocol, assert_never

from bot.messages import Key
from bot.participant.choices.fitting import FITS, window
from bot.wording import Wording
from flows.definition.flow import (
    AllocationQuestion,
    MultiQuestion,
    Question,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    StanceQuestion,
    TextQuestion,
    options_of,
)
from flows.dialogue.answers import Answer
from flows.dialogue.composing import Draft
from flows.dialogue.numbering import numbers_of

COMPACT = 9
"""More options than this are listed in the text, above their numbers: else question and options do not fit a phone."""


class Keys(Protocol):
    """How a button of the question is made: what it says and does, and behind that the places of options and the like."""

    def __call__(self, label: str, verb: str, *arguments: str | int, style: str = "") -> Key:
        """The key. `verb`: t an option, pt points, pg a page, d done, c clear."""


@dataclass(frozen=True)
class Choice:
    """A localised question in front of somebody. `draft`: what is tapped; `page`: of a long list; `given`: their answer, if it stands."""

    question: Question
    words: Wording
    key: Keys
    draft: Draft = ()
    page: int = 0
    given: Answer | None = None

    @property
    def here(self) -> range:
        """The places of the options on this page."""
        return window(len(options_of(self.question)), self.page)[0]


def is_compact(question: Question) -> bool:
    """Whether its buttons are numbers alone, because it has many options."""
    return not isinstance(question, AllocationQuestion) and len(options_of(question)) > COMPACT


def listing(choice: Choice) -> list[str]:
    """The options in full when a button would cut one of them: else they would only push the question off the screen."""
    question, options = choice.question, options_of(choice.question)
    if not is_compact(question) and not any(len(o.label) > FITS or o.short for o in options):
        return []
    listed = [escape(said) for said in numbered(question, dot=".", full=True)]
    return [listed[at] for at in choice.here]


def chosen_so_far(choice: Choice) -> str:
    """Of a list in pages, what is chosen on any of them, by its numbers."""
    options = options_of(choice.question)
    _, _, pages = window(len(options), choice.page)
    numbers = {option.id: at for at, option in enumerate(options, 1)}
    is_points = isinstance(choice.question, AllocationQuestion)
    said = [f"{numbers[o]}: {n}" if is_points else str(numbers[o]) for o, n in choice.draft if n]
    return choice.words.t("Chosen so far: {numbers}", numbers=", ".join(said)) if pages > 1 and said else ""


def numbered(question: Question, *, dot: str = "", full: bool = False) -> tuple[str, ...]:
    """The labels behind the numbers that can be typed; some begin with them already: "1 Clarifying the purpose", the steps of a scale.

    `full`: long labels in place of the short ones that stand on buttons.
    """
    said = (option.label if full else option.name for option in options_of(question))
    pairs = zip(said, numbers_of(question, full=full), strict=True)
    return tuple(label if words != label else f"{n}{dot} {words}" for label, (n, words) in pairs)


def hint(question: Question, words: Wording, draft: Draft = ()) -> str:
    """What to do, below the question; of points how many are left."""
    t, n = words.t, words.n
    match question:
        case SingleQuestion() | ScaleQuestion() | StanceQuestion():
            return t("Tap one, or type its number.")
        case MultiQuestion():
            return _how_many(question, words)
        case RankingQuestion(min=least) if least > 1:
            return t("Tap at least {least}, the best first, then Done; or type their numbers: 2, 1. Up to {count}.",
                     least=least, count=question.places)  # fmt: skip
        case RankingQuestion():
            return n("Tap your number 1, then Done; or type its number.",
                     "Tap your top {count}, the best first, then Done; or type their numbers: 2, 1.",
                     question.places)  # fmt: skip
        case AllocationQuestion():
            return _points_left(question, sum(points for _, points in draft), words)
        case TextQuestion():
            return t("Type your answer. Please name nobody.")
        case _:
            assert_never(question)


def _how_many(question: MultiQuestion, words: Wording) -> str:
    """From how many to how many may be ticked."""
    t, n = words.t, words.n
    most, least = question.max or len(question.options), question.min
    if most == least:
        return n("Tap exactly {count}, then Done; or type the number.",
                 "Tap exactly {count}, then Done; or type their numbers: 1, 3.", most)  # fmt: skip
    if least > 1 and most < len(question.options):
        return t("Tap {least} to {most}, then Done; or type their numbers: 1, 3.", least=least, most=most)
    if least > 1:
        return t("Tap at least {least}, then Done; or type their numbers: 1, 3.", least=least)
    if most < len(question.options):
        return n("Tap up to {count}, then Done; or type the number.",
                 "Tap up to {count}, then Done; or type their numbers: 1, 3.", most)  # fmt: skip
    return t("Tap all that apply, then Done; or type their numbers: 1, 3.")


def _points_left(question: AllocationQuestion, given: int, words: Wording) -> str:
    left = question.total - given
    if left == 0:
        return words.t("All points given. Tap Done.")
    if question.spend_all:
        said = words.n("{count} point left. Tap an option to give it.",
                       "{count} points left. Tap an option to give some.", left)  # fmt: skip
    else:
        said = words.n("{count} point left. Tap an option to give it; you may keep some.",
                       "{count} points left. Tap an option to give some; you may keep some.", left)  # fmt: skip
    if question.most is not None and question.most < question.total:
        said += " " + words.t("At most {most} to one option.", most=question.most)
    return said
