"""The figures of a released question beyond its counts, as rows of an export; must not know workshops, files or people.

Each follows from counts that stand on other sheets, but for the option of a ranking that beats every other where the pairs are
withheld (`flows.counting.rankings.Verdict`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flows.counting.figures import AllocationFigures, MultiFigures, RankingFigures, ScaleFigures, StanceFigures
from flows.counting.measures import digits_for, percent_digits, percentage, rounded
from flows.counting.summary import summarise
from flows.counting.tally import Tally
from flows.definition.flow import Question, options_of
from storage.export.books import Cell

Rows = Iterable[tuple[Cell, ...]]


def percent_of(count: int, base: int) -> Cell:
    """The percentage as it is shown; empty on an empty base."""
    if not base:
        return None
    return percentage(count, base) if percent_digits(base) else int(percentage(count, base))


def figure_rows(question: Question, tally: Tally) -> Rows:
    """The figures of a type beyond its counts: a figure without an option is of them all."""
    figures = summarise(question, tally).figures
    if not tally.answered:
        return
    match figures:
        case ScaleFigures():
            yield from _scale_figures(question, tally, figures)
        case StanceFigures():
            yield from _stance_figures(question, tally, figures)
        case MultiFigures(ticks_per_person=ticks, nothing=nothing):
            about, n = (question.id, question.name), tally.answered
            yield (*about, "mean number of options ticked", None, None, round(ticks, 2), n)
            if nothing is not None:
                yield (*about, "people who answered and ticked nothing", None, None, nothing, n)
        case RankingFigures():
            yield from _ranking_figures(question, tally, figures)
        case AllocationFigures(mean=mean, median=median):
            digits = digits_for(mean.values())
            shown = {option: rounded(value, digits) for option, value in mean.items()}
            yield from _by_option(question, "mean points, zeros included", shown, tally.answered)
            for at, bound in enumerate(("at least", "at most")):
                ends = {option: ends[at] for option, ends in median.items()}
                yield from _by_option(question, f"median points, zeros included, {bound}", ends, tally.answered)
        case _:
            return


def _by_option(question: Question, figure: str, values: Mapping[str, float], base: int) -> Rows:
    for option in options_of(question):
        yield question.id, question.name, figure, option.id, option.label, values[option.id], base


def _scale_figures(question: Question, tally: Tally, figures: ScaleFigures) -> Rows:
    """Of those on the scale; the mean comes last, and only for enough people."""
    named: tuple[tuple[str, Cell], ...] = (
        ("people on the scale", figures.on_scale),
        ("people on its positive side", figures.positive),
        ("people in its middle", figures.neutral),
        ("people on its negative side", figures.negative),
        ("net agreement, -100 to 100", figures.net),
        ("median", figures.median),
        ("mean", figures.mean),
        ("agreement (Tastle and Wierman), 0 to 1", None if figures.consensus is None else round(figures.consensus, 2)),
    )
    for name, value in named:
        base = tally.answered if name == "people on the scale" else figures.on_scale
        if value is not None:
            yield question.id, question.name, name, None, None, value, base


def _stance_figures(question: Question, tally: Tally, figures: StanceFigures) -> Rows:
    about = (question.id, question.name)
    yield (*about, "net agreement, -100 to 100", None, None, figures.net, tally.answered)
    if sides := figures.sides:
        percent = percent_of(figures.agree, sides)
        yield (*about, "percentage who agree, of those who took a side", None, None, percent, sides)


def _ranking_figures(question: Question, tally: Tally, figures: RankingFigures) -> Rows:
    labels = {option.id: option.label for option in options_of(question)}
    n = tally.answered
    yield from _by_option(question, "ranked it first", figures.first_choices, n)
    digits = digits_for(figures.place.values())
    places = {option: rounded(place, digits) for option, place in figures.place.items()}
    yield from _by_option(question, "mean place, 1 is the top", places, n)
    mean_points = {option: round(points, 2) for option, points in figures.borda.items()}
    yield from _by_option(question, "mean Borda points", mean_points, n)
    if (winner := figures.head_to_head) is not None:
        yield question.id, question.name, "preferred to each other option", winner, labels[winner], None, n
    elif figures.compared:
        yield question.id, question.name, "preferred to each other option", None, "none", None, n
    schulze = {
        option: place
        for place, group in zip(_places(figures.schulze), figures.schulze, strict=True)
        for option in group
    }
    if schulze:
        yield from _by_option(question, "place by the Schulze method, equals share one", schulze, n)
    if figures.alike is not None:
        alike = round(figures.alike, 2)
        yield question.id, question.name, "agreement of the orders (Kendall's W), 0 to 1", None, None, alike, n


def _places(groups: Sequence[Sequence[str]]) -> Iterable[int]:
    """The place of each group: after a shared first place comes the third."""
    return (1 + sum(map(len, groups[:at])) for at in range(len(groups)))
