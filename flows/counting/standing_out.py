"""What stands out across the questions: most of one mind, the strongest disagreement, the largest minority; must not know words or people.

Compared is only where people take sides: one choice, statements and scales. "Of one mind" is the share of the largest side, from two
thirds on; "disagreement" the share of the smaller of the two largest opposing ones, where there
are two camps: 7 of 9 that agree are none. Questions that are level are all named: none of
them leads. Whoever tells of a room takes it from here, so that the report and what everybody is told at the close name the same ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flows.counting.summary import ChoiceFigures, ScaleFigures, StanceFigures, Summary

_LEVEL = 3
"""So many questions that are level are named; more stand out by nothing."""

_ONE_MIND = Fraction(2, 3)
"""The smallest side of which it is said that people are of one mind; one more than half is none."""

_CAMP = Fraction(1, 5)
"""The smaller side of which it is said that it differs; and the larger one is less than twice as many."""

Sides = tuple[int, int, int]
"""People on the largest side, on the largest one opposed to it, and all."""


@dataclass(frozen=True)
class StandsOut:
    """Ids of questions; of each one, or the few that are level with it. No question is in two of them."""

    one_mind: tuple[str, ...] = ()
    divided: tuple[str, ...] = ()
    minority: tuple[str, ...] = ()


def stands_out(summaries: Iterable[Summary]) -> StandsOut:
    """Of the last round of each question, without the one that makes the groups: who came is no opinion.

    Nothing of a single question: of one alone nothing is the most. A minority is one only beside more than half.
    """
    sided = [(one.question_id, sides) for one in summaries if (sides := sides_of(one))]
    if len(sided) < 2:
        return StandsOut()
    one_mind = _most(sided, lambda sides: Fraction(sides[0], sides[2]), _ONE_MIND)
    rest = [(name, sides) for name, sides in sided if name not in one_mind]
    camps = [(name, sides) for name, sides in rest if sides[0] < 2 * sides[1]]
    divided = _most(camps, lambda sides: Fraction(sides[1], sides[2]), _CAMP)
    left = [(name, sides) for name, sides in rest if name not in divided and 2 * sides[0] > sides[2]]
    return StandsOut(one_mind, divided, _most(left, lambda sides: Fraction(sides[1], sides[2])))


def _most(
    sided: Sequence[tuple[str, Sides]], share: Callable[[Sides], Fraction], least: Fraction = Fraction(0)
) -> tuple[str, ...]:
    """The question with the largest share, or the few that are level with it; none where it is 0 or below `least`."""
    best = max((share(sides) for _, sides in sided), default=Fraction(0))
    found = tuple(name for name, sides in sided if share(sides) == best)
    return found if best > 0 and best >= least and len(found) <= _LEVEL else ()


def sides_of(summary: Summary) -> Sides | None:
    """None where people take no sides, or nobody answered."""
    if not summary.answered:
        return None
    match summary.figures:
        case StanceFigures(agree, disagree, _, _):
            return max(agree, disagree), min(agree, disagree), summary.answered
        case ScaleFigures(on_scale=people) as figures if people:
            return max(figures.positive, figures.negative), min(figures.positive, figures.negative), people
        case ChoiceFigures():
            counts = sorted((row.count for row in summary.rows), reverse=True)
            return counts[0], counts[1], summary.answered
        case _:
            return None
