"""The statistics of a released tally: bases first, ties listed; must not know words for people, pictures or chats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from flows.counting.figures import (
    AllocationFigures,
    ChoiceFigures,
    Figures,
    MultiFigures,
    RankingFigures,
    Row,
    ScaleFigures,
    StanceFigures,
    Summary,
    TextFigures,
)
from flows.counting.measures import consensus_of, mean_of, median_bin, median_of, percentage
from flows.counting.rankings import borda_average, concordance, schulze_order
from flows.counting.tally import Tally, doubled_of, point_bins, verdict_on
from flows.definition.flow import (
    AllocationQuestion,
    Level,
    MultiQuestion,
    Option,
    Question,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    StanceQuestion,
    TextQuestion,
    options_of,
)

__all__ = [
    "MEAN_FROM",
    "AllocationFigures",
    "ChoiceFigures",
    "Figures",
    "MultiFigures",
    "RankingFigures",
    "Row",
    "ScaleFigures",
    "StanceFigures",
    "Summary",
    "TextFigures",
    "summarise",
]

MEAN_FROM = 15
"""From this many people on the scale a mean is given at all."""


def summarise(question: Question, tally: Tally) -> Summary:
    """What may be said of one released tally. Raises ValueError when the tally is of another question."""
    if tally.question_id != question.id or set(tally.counts) != {option.id for option in options_of(question)}:
        raise ValueError(f"this is not a tally of {question.id}")
    rows, figures = _rows_and_figures(question, _in_asked_order(question, tally))
    return Summary(
        question_id=question.id,
        type=question.type,
        text=question.text,
        short=question.short,
        asked=tally.asked,
        answered=tally.answered,
        skipped=tally.skipped,
        rows=rows,
        figures=figures,
    )


def _in_asked_order(question: Question, tally: Tally) -> Tally:
    """The tally with its options in the question's order: a stored one may have lost it, and ties are listed in it."""
    order = [option.id for option in options_of(question)]
    return replace(
        tally,
        counts={option: tally.counts[option] for option in order},
        points={option: tally.points[option] for option in order if option in tally.points},
        positions={option: tally.positions[option] for option in order if option in tally.positions},
        above={a: {b: tally.above[a][b] for b in order if b != a} for a in order if a in tally.above},
    )


def _rows_and_figures(question: Question, tally: Tally) -> tuple[tuple[Row, ...], Figures]:
    match question:
        case SingleQuestion():
            return _ordered(question, tally, tally.counts), _choice(tally.counts)
        case ScaleQuestion():
            return _asked_order(question, tally), _scale(question, tally)
        case StanceQuestion():
            rows = _asked_order(question, tally)
            return rows, _stance(tally, rows)
        case MultiQuestion():
            return _ordered(question, tally, tally.counts), _multi(question, tally)
        case RankingQuestion():
            return _ordered(question, tally, doubled_of(tally)), _ranking(question, tally)
        case AllocationQuestion():
            return _ordered(question, tally, tally.points), _allocation(question, tally)
        case TextQuestion():
            return (), TextFigures(tally.answered)
        case _:
            assert_never(question)


def _asked_order(question: ScaleQuestion | StanceQuestion, tally: Tally) -> tuple[Row, ...]:
    """Rows as asked; the order is the question's, so equal counts are no tie."""
    n, counts = tally.answered, tally.counts
    levels = ((option, counts[option.id]) for option in question.options)
    return tuple(Row(one.id, one.name, count, percentage(count, n), value=_value(one)) for one, count in levels)


def _ordered(question: Question, tally: Tally, figure: Mapping[str, int | Fraction]) -> tuple[Row, ...]:
    """Rows by a figure, highest first, equal ones in option order and marked as tied."""
    labels = {option.id: option.name for option in options_of(question)}
    percents = {option: percentage(tally.counts[option], tally.answered) for option in labels}
    same = Counter(figure.values())
    return tuple(
        Row(option, labels[option], tally.counts[option], percents[option], tied=same[figure[option]] > 1)
        for option in sorted(labels, key=lambda option: -figure[option])
    )


def _value(option: Option) -> int | None:
    return option.value if isinstance(option, Level) and not option.off_scale else None


def _choice(counts: Mapping[str, int]) -> ChoiceFigures:
    leading = _best(counts, most=1)
    least = max(counts[leading[0]] - 1, 1) if leading else 1
    return ChoiceFigures(leading, tuple(o for o, count in counts.items() if count == least and o not in leading))


def _best(counts: Mapping[str, int], most: int) -> tuple[str, ...]:
    """The options with the `most` highest counts, more where the last place ties; never one that nobody chose."""
    chosen = sorted((option for option in counts if counts[option]), key=lambda option: -counts[option])
    return tuple(option for option in chosen if counts[option] >= counts[chosen[min(most, len(chosen)) - 1]])


def _scale(question: ScaleQuestion, tally: Tally) -> ScaleFigures:
    """The top floor(k / 2) of k levels are positive, as many at the bottom negative; off-scale is neither."""
    counts: dict[int, int] = {}
    for level in question.options:
        if (value := _value(level)) is not None:
            counts[value] = counts.get(value, 0) + tally.counts[level.id]
    values, people, half = sorted(counts), sum(counts.values()), len(counts) // 2
    negative = sum(counts[value] for value in values[:half])
    positive = sum(counts[value] for value in values[len(values) - half :])
    mean = mean_of(counts)
    return ScaleFigures(
        on_scale=people,
        positive=positive,
        neutral=people - positive - negative,
        negative=negative,
        net=_rounded_share(positive - negative, people) if people else None,
        median=median_of(counts),
        mean=round(mean, 1) if mean is not None and people >= MEAN_FROM else None,
        consensus=consensus_of(counts),
    )


def _rounded_share(difference: int, people: int) -> int:
    """100 difference / people, whole, halves away from zero: swapping the two sides only swaps the sign."""
    size = (200 * abs(difference) + people) // (2 * people)
    return size if difference >= 0 else -size


def _stance(tally: Tally, rows: tuple[Row, ...]) -> StanceFigures:
    """The percentage is that of the row: of all who reacted, pass included."""
    agree = next(row for row in rows if row.option == "agree")
    against, n = tally.counts["disagree"], tally.answered
    net = _rounded_share(agree.count - against, n) if n else None
    return StanceFigures(agree.count, against, tally.counts["pass"], agree.percent, net)


def _multi(question: MultiQuestion, tally: Tally) -> MultiFigures:
    """An exclusive "none of these" is an answer but no tick."""
    ticks = sum(count for option, count in tally.counts.items() if option not in question.exclusive)
    nothing = tally.nothing if question.min == 0 or tally.nothing else None
    return MultiFigures(_best(tally.counts, most=3), ticks / tally.answered if tally.answered else 0.0, nothing)


def _ranking(question: RankingQuestion, tally: Tally) -> RankingFigures:
    """Borda (average), first choices and head to head; a lead under 2 sqrt(n) is practically a tie."""
    verdict, ballots = verdict_on(tally), tally.answered
    doubled = doubled_of(tally)
    return RankingFigures(
        order=tuple(sorted((option.id for option in question.options), key=lambda option: -doubled[option])),
        borda=borda_average(doubled, ballots),
        first_choices={option: row[0] for option, row in tally.positions.items()},
        head_to_head=verdict.winner,
        close=verdict.close,
        schulze=schulze_order(tally.above) if tally.above and ballots else (),
        compared=verdict.told,
        alike=concordance(doubled, ballots) if all(count == ballots for count in tally.counts.values()) else None,
    )


def _allocation(question: AllocationQuestion, tally: Tally) -> AllocationFigures:
    """Means include the zeros of people who gave none, so they add to the total when every ballot does."""
    n, ranges = tally.answered, point_bins(question)
    return AllocationFigures(
        total=question.total,
        order=tuple(sorted((option.id for option in question.options), key=lambda option: -tally.points[option])),
        mean={option: points / n if n else 0.0 for option, points in tally.points.items()},
        givers=dict(tally.counts),
        median={option: median_bin(ranges, row) for option, row in tally.bins.items()} if n else {},
    )
