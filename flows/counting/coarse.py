"""Scales shown in three points where the policy wants it: below, between, above; must not know releases or storage.

A long scale lets a room with few people tell them apart by their exact level. Under a coarse policy only the side that a
person is on is ever counted (anonymity rules, 3b: the sensitive preset).
"""

from __future__ import annotations

from dataclasses import replace

from flows.counting.release import Policy
from flows.counting.tally import Tally
from flows.definition.flow import Flow, Level, Question, ScaleQuestion
from flows.definition.sides import SIDES, asked_by_level, has_wide_sides, sides_of

_LONGEST = 30
"""Characters of a level's label inside the label of a side: two of them and a dash fit an option."""


def shown_as(question: Question, policy: Policy) -> Question:
    """The question as its results are counted and shown under this policy; asked, it keeps all its levels.

    Of k > 3 levels the upper and the lower half, rounded down, become one point each, named after their outermost levels.
    """
    if not isinstance(question, ScaleQuestion) or not _is_long(question, policy):
        return question
    sides = sides_of(question)
    points = [
        Level(id=_free(side, question), label=_label(sides[side]), value=value)
        for value, side in enumerate((side for side in SIDES if sides[side]), 1)
    ]
    off_scale = [level for level in question.options if level.value is None]
    return question.model_copy(update={"options": (*points, *off_scale)})


def coarsen(question: Question, tally: Tally, policy: Policy) -> Tally:
    """The tally of `question` as a tally of `shown_as(question, policy)`: no count of a single level is left in it."""
    if not isinstance(question, ScaleQuestion) or not _is_long(question, policy):
        return tally
    sides = sides_of(question)
    counts = {
        _free(side, question): sum(tally.counts[level.id] for level in sides[side]) for side in SIDES if sides[side]
    }
    counts |= {level.id: tally.counts[level.id] for level in question.options if level.value is None}
    return replace(tally, counts=counts)


def unfit_for(flow: Flow, policy: Policy) -> tuple[Question, ...]:
    """The questions for which this policy cannot be chosen: they are asked by levels of a scale that it shows by its sides only.

    The number of those who were asked would be the count of those levels.
    """
    return asked_by_level(flow) if policy.coarse else ()


def _is_long(question: ScaleQuestion, policy: Policy) -> bool:
    return policy.coarse and has_wide_sides(question)


def _label(levels: list[Level]) -> str:
    ends = [levels[0].label, levels[-1].label] if len(levels) > 1 else [levels[0].label]
    cut = [
        label if len(label) <= _LONGEST or len(ends) == 1 else label[: _LONGEST - 1].rstrip() + "…" for label in ends
    ]
    return " – ".join(cut)


def _free(side: str, question: ScaleQuestion) -> str:
    """The id of a side; another one where a level off the scale is called so."""
    taken = {level.id for level in question.options if level.value is None}
    return f"{side}_" if side in taken else side
