"""The shapes that a typed question can have, and one made into another with the same words; must not know chats, drafts or storage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from bot.results.proposals import NEW, is_yes_or_no, yes_no_unsure
from bot.wording import Wording
from flows.definition.flow import (
    Level,
    MultiQuestion,
    Option,
    Question,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    TextQuestion,
    options_of,
)

PLAIN_SCALE = tuple(str(n) for n in range(1, 6))
"""The steps of a scale of which nothing was typed."""
STEPS = range(2, 12)
"""How many steps a scale may have: 0 to 10 at most."""
_ALL_PLACES = 5
"""Up to so many options are all put in order, of more the first three: who orders twelve things on a phone?"""
_STEP = re.compile(r"(\d{1,2})(?!\d)")


class Shape(StrEnum):
    """What people do with it on their phones."""

    OPTIONS = "options"
    SEVERAL = "several"
    SCALE = "scale"
    YES_NO = "yesno"
    OPEN = "open"
    RANKING = "ranking"


def shape_name(shape: Shape, words: Wording) -> str:
    """The shape as a button and a line say it."""
    t = words.t
    names = {
        Shape.OPTIONS: t("One option"),
        Shape.SEVERAL: t("Several options"),
        Shape.SCALE: t("Scale"),
        Shape.YES_NO: t("Yes / no / unsure"),
        Shape.OPEN: t("Own words"),
        Shape.RANKING: t("Ranking"),
    }
    return names[shape]


def shape_of(question: Question) -> Shape | None:
    """The shape that a question has; None for one that nobody can type, such as a statement or an allocation."""
    match question:
        case SingleQuestion() if is_yes_or_no(question):
            return Shape.YES_NO
        case SingleQuestion():
            return Shape.OPTIONS
        case MultiQuestion():
            return Shape.SEVERAL
        case ScaleQuestion():
            return Shape.SCALE
        case RankingQuestion():
            return Shape.RANKING
        case TextQuestion():
            return Shape.OPEN
        case _:
            return None


def shapes_for(question: Question) -> tuple[Shape, ...]:
    """The shapes that the same words can have, its own among them; () for what nobody can type."""
    labels = [option.label for option in options_of(question)]
    match shape_of(question):
        case None:
            return ()
        case Shape.YES_NO | Shape.OPEN:
            return (Shape.YES_NO, Shape.SCALE, Shape.OPEN)
        case Shape.SCALE if tuple(labels) == PLAIN_SCALE:
            return (Shape.SCALE, Shape.YES_NO, Shape.OPEN)
        case _ if are_steps(labels):
            return (Shape.SCALE, Shape.OPTIONS)
        case _:
            scale = (Shape.SCALE,) if len(labels) in STEPS and len(labels) > STEPS.start else ()
            return (Shape.OPTIONS, Shape.SEVERAL, *scale, Shape.RANKING)


def are_steps(labels: Sequence[str]) -> bool:
    """Whether they are the steps of a scale: three or more, each beginning with its number, from 0 or 1 on."""
    found = [_STEP.match(label) for label in labels]
    numbers = [int(match[1]) for match in found if match is not None]
    first = numbers[0] if numbers else -1
    is_counted = first in (0, 1) and numbers == list(range(first, first + len(labels)))
    return is_counted and len(labels) > STEPS.start and len(labels) in STEPS


def made(text: str, labels: Sequence[str], shape: Shape, words: Wording) -> Question:
    """The question of this shape. `words`: of the room's language, for what the bot says of its own."""
    options = tuple(Option(id=f"o{n}", label=label) for n, label in enumerate(labels, 1))
    match shape:
        case Shape.OPTIONS:
            return SingleQuestion(id=NEW, text=text, options=options)
        case Shape.SEVERAL:
            return MultiQuestion(id=NEW, text=text, options=options)
        case Shape.RANKING:
            top = None if len(options) <= _ALL_PLACES else 3
            return RankingQuestion(id=NEW, text=text, options=options, top=top)
        case Shape.SCALE:
            steps = enumerate(labels or PLAIN_SCALE, 1)
            return ScaleQuestion(
                id=NEW, text=text, options=tuple(Level(id=f"o{n}", label=label, value=n) for n, label in steps)
            )
        case Shape.YES_NO:
            return SingleQuestion(id=NEW, text=text, options=yes_no_unsure(words))
        case Shape.OPEN:
            return TextQuestion(id=NEW, text=text)


def reshaped(question: Question, shape: Shape, words: Wording) -> Question:
    """The same words in another shape. Raises ValueError for one that they cannot have."""
    if shape not in shapes_for(question):
        raise ValueError("these words cannot have that shape")
    has_own = shape_of(question) not in (Shape.YES_NO, Shape.OPEN)
    labels = [option.label for option in options_of(question)] if has_own else []
    return made(question.text, labels, shape, words)
