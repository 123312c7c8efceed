"""The shapes that a typed question can have, and one made into another with the same words; must not know chats, drafts or storage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from bot.results.proposals import NEW, is_yes_or_no, yes_no_unsure
from bot.wording import Wording
from flows.definition.flow import (
    AllocationQuestion,
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
from flows.definition.meanings import is_none
from flows.definition.source.brackets import Said

MOST_POINTS = 1000
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
    POINTS = "points"


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
        Shape.POINTS: t("Points"),
    }
    return names[shape]


def shape_of(question: Question) -> Shape | None:
    """The shape that a question has; None for one that nobody can type, such as a statement."""
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
        case AllocationQuestion():
            return Shape.POINTS
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
            return (Shape.OPTIONS, Shape.SEVERAL, *scale, Shape.RANKING, Shape.POINTS)


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
            alone = tuple(option.id for option in options if is_none(option.label))
            return MultiQuestion(id=NEW, text=text, options=options, exclusive=alone)
        case Shape.RANKING:
            top = None if len(options) <= _ALL_PLACES else 3
            return RankingQuestion(id=NEW, text=text, options=options, top=top)
        case Shape.POINTS:
            return AllocationQuestion(id=NEW, text=text, options=options)
        case Shape.SCALE:
            steps = enumerate(labels or PLAIN_SCALE, 1)
            return ScaleQuestion(
                id=NEW, text=text, options=tuple(Level(id=f"o{n}", label=label, value=n) for n, label in steps)
            )
        case Shape.YES_NO:
            return SingleQuestion(id=NEW, text=text, options=yes_no_unsure(words))
        case Shape.OPEN:
            return TextQuestion(id=NEW, text=text)


def limited(question: Question, told: Said) -> Question | None:
    """With as many options or points as was said; None where so many cannot be."""
    count = len(options_of(question))
    match question:
        case _ if not told.is_limited:
            return question
        case MultiQuestion():
            together = count - len(question.exclusive)
            least, most = 1 if told.least is None else told.least, together if told.most is None else told.most
            if not (least <= most and 1 <= most <= together):
                return None
            return question.model_copy(update={"min": least, "max": None if most == count else most})
        case RankingQuestion():
            least = max(1, told.least or 1)
            top = told.most or (question.top if least <= question.places else count)
            if not least <= (top or count) <= count:
                return None
            return question.model_copy(update={"min": least, "top": None if top == count else top})
        case AllocationQuestion():
            total, each = told.points or question.total, told.each
            can_be_given = each is None or (each >= 1 and (told.keeps or each * count >= total))
            if not (2 <= total <= MOST_POINTS and can_be_given):
                return None
            return question.model_copy(update={"total": total, "most": each, "spend_all": not told.keeps})
        case _:
            return None


def limits_said(question: Question, words: Wording) -> str:
    """How many options or points, in brackets, as somebody would type it; "" where it goes without saying."""
    t, parts, least = words.t, list[str](), 1
    match question:
        case MultiQuestion(min=least, max=most) if (least, most) == (1, None):
            parts = [t("several")]
        case MultiQuestion(min=least, max=most) if least == most:
            parts = [t("exactly {count}", count=least)]
        case MultiQuestion(min=least, max=most):
            parts = [t("several")] if most is None else [t("at most {count}", count=most)]
            parts += [t("or none")] if not least else [t("at least {count}", count=least)] if least > 1 else []
        case RankingQuestion(min=least, top=top):
            parts = [t("ranking"), *([t("at most {count}", count=top)] if top else [])]
            parts += [t("at least {count}", count=least)] if least > 1 else []
        case AllocationQuestion(total=total, most=most, spend_all=spends):
            parts = [t("{count} points", count=total) if spends else t("up to {count} points", count=total)]
            parts += [t("at most {count} per option", count=most)] if most is not None else []
    return f"({', '.join(parts)})" if parts else ""


def reshaped(question: Question, shape: Shape, words: Wording) -> Question:
    """The same words in another shape. Raises ValueError for one that they cannot have."""
    if shape not in shapes_for(question):
        raise ValueError("these words cannot have that shape")
    has_own = shape_of(question) not in (Shape.YES_NO, Shape.OPEN)
    labels = [option.label for option in options_of(question)] if has_own else []
    return made(question.text, labels, shape, words)
