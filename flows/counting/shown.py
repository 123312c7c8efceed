"""The numbers of a summary as everybody is shown them: in text, pictures, on the wall; must not know words, colours or who asks.

Whoever shows a number of an option takes it from here, so that the wall, the phones and the pictures say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows.counting.measures import digits_for, percent_digits, rounded
from flows.counting.summary import AllocationFigures, ChoiceFigures, MultiFigures, RankingFigures, Summary


@dataclass(frozen=True)
class Shown:
    """One option.

    `value`: its percentage, mean place or mean points, rounded to `digits` decimals; `people`: who chose it, put it first, gave it
    points; `share`: the exact length of its bar, 0 to 1; `front`: among those in front, which one person behind still is.
    """

    value: float
    digits: int
    people: int
    share: float
    front: bool = False


def shown(summary: Summary) -> Mapping[str, Shown]:
    """Option -> its numbers, in the order of the rows; all 0 where nobody answered."""
    match summary.figures:
        case RankingFigures(first_choices=people) as figures:
            most = max(len(figures.borda) - 1, 1)
            bars = {option: points / most for option, points in figures.borda.items()}
            return _averages(summary, figures.place, people, bars, figures.order[0])
        case AllocationFigures(mean=mean, givers=people, order=order):
            longest = max(mean.values(), default=0) or 1
            bars = {option: value / longest for option, value in mean.items()}
            return _averages(summary, mean, people, bars, order[0])
        case _:
            return _counts(summary)


def front(summary: Summary) -> frozenset[str]:
    """Who is in front of a choice: the highest count, and one less where one is chosen, since one person is no lead."""
    match summary.figures:
        case ChoiceFigures(leading=leading, behind=behind):
            return frozenset((*leading, *behind))
        case MultiFigures(top=top):
            return frozenset(top)
        case _:
            return frozenset()


def nearly(summary: Summary) -> tuple[str, ...]:
    """Options so near to a single first one that one person more could make them level; of averages only, () elsewhere.

    One person moves the difference of two sums by the places that there are, less one, or by all points, at the most. What more than
    half put first is ahead by more than its average says.
    """
    match summary.figures:
        case RankingFigures(order=order, first_choices=first) if 2 * first[order[0]] > summary.answered:
            return ()
        case RankingFigures(order=order, place=place):
            lead, most = {option: place[option] - place[order[0]] for option in place}, len(place) - 1
        case AllocationFigures(order=order, mean=mean, total=total):
            lead, most = {option: mean[order[0]] - mean[option] for option in mean}, total
        case _:
            return ()
    numbers, people = shown(summary), summary.answered
    is_single = people > 0 and sum(numbers[option].front for option in order) == 1
    others = [row.option for row in summary.rows if is_single and row.option != order[0]]
    return tuple(option for option in others if round(lead[option] * people, 6) <= most)


def _counts(summary: Summary) -> Mapping[str, Shown]:
    base, leading = summary.answered or 1, front(summary)
    digits = percent_digits(summary.answered)
    return {
        row.option: Shown(row.percent, digits, row.count, row.count / base, front=row.option in leading)
        for row in summary.rows
    }


def _averages(
    summary: Summary, values: Mapping[str, float], people: Mapping[str, int], bars: Mapping[str, float], best: str
) -> Mapping[str, Shown]:
    """In front is what is shown with the same number as the best."""
    digits = digits_for(values.values())
    said = {option: rounded(value, digits) for option, value in values.items()}
    return {
        row.option: Shown(
            said[row.option], digits, people[row.option], bars[row.option], front=said[row.option] == said[best]
        )
        for row in summary.rows
    }
