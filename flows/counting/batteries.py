"""Batteries: questions in a row on one scale, or statements in a row, so that they can be seen together; must not know releases.

Nothing is counted for them: each question keeps its own people and figures, no score is summed over questions, and they are put
in order by what each has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import groupby

from flows.counting.figures import ScaleFigures, StanceFigures, Summary
from flows.counting.segments import Group
from flows.definition.flow import Flow, Question, ScaleQuestion, StanceQuestion

LEAST = 3
"""Fewer questions than this are read one by one."""


def batteries(flow: Flow) -> tuple[tuple[Question, ...], ...]:
    """Runs of questions of one section that are answered by the same levels with the same words, in the asked order."""
    runs = (tuple(run) for _, run in groupby(flow.questions, key=_answered_by))
    return tuple(run for run in runs if len(run) >= LEAST and isinstance(run[0], ScaleQuestion | StanceQuestion))


def _answered_by(question: Question) -> tuple[object, ...]:
    if isinstance(question, ScaleQuestion | StanceQuestion):
        return question.section, question.type, question.options
    return (question.id,)


def in_favour(summary: Summary) -> tuple[int, int, int] | None:
    """People on the positive side, on the negative side, and of how many; None for other types and where nobody answered."""
    match summary.figures:
        case ScaleFigures(on_scale=n, positive=positive, negative=negative) if n:
            return positive, negative, n
        case StanceFigures(agree=agree, disagree=disagree) if summary.answered:
            return agree, disagree, summary.answered
        case _:
            return None


def sorted_by_lean(summaries: Iterable[Summary]) -> tuple[Summary, ...]:
    """By the share in favour less the share against, the highest first; equal ones as asked. Without anybody they are left out.

    One person is added to each side, as Polis does: a statement that one person saw, and agreed with, is not the first of all.
    Where all have as many people the order is that of the shares.
    """
    leaning = [(sides, summary) for summary in summaries if (sides := in_favour(summary)) is not None]
    return tuple(summary for _, summary in sorted(leaning, key=lambda pair: _lean(*pair[0])))


def _lean(favour: int, against: int, people: int) -> Fraction:
    return Fraction(against - favour, people + 2)


def of_group(question: Question, group: Group) -> tuple[int, int]:
    """The same of one shown group: people in favour, of how many on the scale."""
    favour, on_scale = set(_favour(question)), [option for option in group.counts if option in set(_on_scale(question))]
    return sum(group.counts[option] for option in on_scale if option in favour), sum(group.counts[o] for o in on_scale)


def _on_scale(question: Question) -> Iterator[str]:
    match question:
        case ScaleQuestion():
            yield from (level.id for level in question.options if level.value is not None and not level.off_scale)
        case StanceQuestion():
            yield from (option.id for option in question.options)


def _favour(question: Question) -> Iterator[str]:
    match question:
        case ScaleQuestion():
            values = sorted(
                {level.value for level in question.options if level.value is not None and not level.off_scale}
            )
            top = set(values[len(values) - len(values) // 2 :])
            yield from (level.id for level in question.options if level.value in top and not level.off_scale)
        case StanceQuestion():
            yield "agree"
