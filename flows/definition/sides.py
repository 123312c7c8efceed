"""The sides of a scale, and conditions that tell levels of one side apart; must not know rules of privacy, files or counts."""

from __future__ import annotations

from flows.definition.flow import Condition, Flow, Level, Question, ScaleQuestion

SIDES = ("negative", "neutral", "positive")
"""Lowest first. A scale with an even number of levels has no level between."""


def sides_of(question: ScaleQuestion) -> dict[str, list[Level]]:
    """Side -> its levels: the lower half, rounded down, what is between, the upper half. Levels off the scale are on none."""
    levels = sorted(
        (level for level in question.options if level.value is not None), key=lambda level: level.value or 0
    )
    half = len(levels) // 2
    return {"negative": levels[:half], "neutral": levels[half:-half], "positive": levels[-half:]}


def has_wide_sides(question: ScaleQuestion) -> bool:
    """Whether a side has more levels than one, so that the side does not tell the level."""
    return any(len(levels) > 1 for levels in sides_of(question).values())


def asked_by_level(flow: Flow) -> tuple[Question, ...]:
    """The questions whose condition tells levels of one side apart: how many were asked it tells how many chose one of them."""
    asked = [(question, question.shown_if) for question in flow.questions if question.shown_if is not None]
    return tuple(question for question, condition in asked if _splits_a_side(flow, condition))


def _splits_a_side(flow: Flow, condition: Condition) -> bool:
    question = flow.question(condition.question)
    if not isinstance(question, ScaleQuestion):
        return False
    all_ids = {level.id for level in question.options}
    meets = set(condition.any_of or ()) if condition.none_of is None else all_ids - set(condition.none_of)
    sides = [{level.id for level in levels} for levels in sides_of(question).values()]
    return any(side & meets and side - meets for side in sides)
