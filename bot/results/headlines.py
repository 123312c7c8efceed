"""The one figure of a released result in words, and how numbers are written; must not know chats, storage or releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import assert_never

from bot.wording import Wording, together
from flows.counting.shown import Shown, shown
from flows.counting.summary import (
    AllocationFigures,
    ChoiceFigures,
    MultiFigures,
    RankingFigures,
    Row,
    ScaleFigures,
    StanceFigures,
    Summary,
    TextFigures,
)

_NAMED = 4
"""So many of many that are level are named."""


def headline(summary: Summary, words: Wording) -> str:
    """The one figure of each type, in words (checklist, point 3)."""
    if summary.answered == 0:
        return words.t("Nobody gave an answer.")
    labels, numbers = {row.option: row.label for row in summary.rows}, shown(summary)
    t, n = words.t, words.n
    match summary.figures:
        case ChoiceFigures(leading, behind):
            return _choice_headline(leading, behind, labels, numbers, summary.answered, words)
        case ScaleFigures() as figures:
            return _scale_headline(figures, words)
        case StanceFigures(agree, disagree, passed, _) if labels["pass"] == t("Unsure"):
            return t("{agree} agree, {disagree} disagree, {passed} unsure.",
                     agree=agree, disagree=disagree, passed=passed)  # fmt: skip
        case StanceFigures(agree, disagree, passed, _):
            return t(
                "{agree} agree, {disagree} disagree, {passed} pass.", agree=agree, disagree=disagree, passed=passed
            )
        case MultiFigures(top):
            named = ", ".join(_level(group, labels, count, words) for count, group in _groups(top, numbers))
            return t("Most ticked, of {n} people: {named}. Several answers possible.", n=summary.answered, named=named)
        case RankingFigures() as figures:
            return _ranking_headline(figures, labels, numbers, words)
        case AllocationFigures(total, order, _, _):
            best = [option for option in order if numbers[option].front]
            return t("Most points: {names}, {mean} of {total} on average.", names=_names(best, labels, words),
                     mean=written(numbers[order[0]].value, numbers[order[0]].digits, words), total=total)  # fmt: skip
        case TextFigures(answers):
            return n("{count} written answer.", "{count} written answers.", answers)
        case _:
            assert_never(summary.figures)


def cells(summary: Summary, row: Row, words: Wording) -> tuple[str, str]:
    """The numbers of one option in words, and what stands beside them: the same on the wall and on phones."""
    one = shown(summary)[row.option]
    value = written(one.value, one.digits, words)
    match summary.figures:
        case RankingFigures():
            place = words.t("placed {place} on average", place=value)
            return place, words.n("{count} first choice", "{count} first choices", one.people)
        case AllocationFigures():
            points = words.t("{points} points on average", points=value)
            return points, words.n("{count} person gave points", "{count} people gave points", one.people)
        case _:
            return f"{one.people} ({value}%)", ""


def base_of(summary: Summary, room: int, words: Wording) -> str:
    """How many people the numbers are about; `room`: how many are in the room, for what is asked again or beside the flow."""
    if room:
        return words.t("{answered} of {room} in the room", answered=summary.answered, room=max(room, summary.asked))
    return words.t("{answered} of {asked} answered", answered=summary.answered, asked=summary.asked)


def explained(summary: Summary, words: Wording) -> str:
    """What an average is, where a result has some; "" elsewhere."""
    match summary.figures:
        case RankingFigures():
            return words.t("Placed 1 is the top; what somebody left out shares the places that were left")
        case AllocationFigures(total=total):
            return words.t("Points on average: of the {total} that each person gave", total=total)
        case _:
            return ""


def _choice_headline(
    leading: Sequence[str],
    behind: Sequence[str],
    labels: Mapping[str, str],
    numbers: Mapping[str, Shown],
    n: int,
    words: Wording,
) -> str:
    """Equal counts are level, and one person more is no lead."""
    t, most = words.t, numbers[leading[0]].people
    if len(leading) > 1:
        return t("Level: {names}, {count} of {n} each.", names=_names(leading, labels, words), count=most, n=n)
    (name,) = (labels[option] for option in leading)
    if not behind:
        return t("Most chosen: {names}, {count} of {n}.", names=name, count=most, n=n)
    others = _names(behind, labels, words)
    return t("Close: {name} {count}, {others} {less}, of {n}; one person is no lead.",
             name=name, count=most, others=others, less=most - 1, n=n)  # fmt: skip


def _names(options: Sequence[str], labels: Mapping[str, str], words: Wording) -> str:
    """The labels, the first few of many."""
    if len(options) > _NAMED + 1:
        shown_ones = ", ".join(together(labels[option]) for option in options[:_NAMED])
        return words.t("{names} and {count} more", names=shown_ones, count=len(options) - _NAMED)
    *first, last = (together(labels[option]) for option in options)
    return words.t(" and ").join([", ".join(first), last] if first else [last])


def _groups(options: Sequence[str], numbers: Mapping[str, Shown]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Options with the same number of people together."""
    for count, group in groupby(options, key=lambda option: numbers[option].people):
        yield count, tuple(group)


def _level(group: Sequence[str], labels: Mapping[str, str], count: int, words: Wording) -> str:
    names = _names(group, labels, words)
    if len(group) == 1:
        return words.t("{name} {count}", name=names, count=count)
    return words.t("{names} {count} each", names=names, count=count)


def _scale_headline(figures: ScaleFigures, words: Wording) -> str:
    if figures.net is None:
        return words.t("Nobody chose a point on the scale.")
    return words.t(
        "{positive} of {n} positive, {negative} negative, {neutral} in between.",
        positive=figures.positive, n=figures.on_scale, negative=figures.negative, neutral=figures.neutral,
    )  # fmt: skip


def _ranking_headline(
    figures: RankingFigures, labels: Mapping[str, str], numbers: Mapping[str, Shown], words: Wording
) -> str:
    t = words.t
    best = [option for option in figures.order if numbers[option].front]
    first = max(figures.first_choices.values(), default=0)
    leaders = [option for option in figures.order if figures.first_choices[option] == first]
    one = numbers[figures.order[0]]
    text = t("Placed highest: {names}, {place} on average.", names=_names(best, labels, words),
             place=written(one.value, one.digits, words))  # fmt: skip
    text += " " + t("Most first choices: {leaders} ({count}).", leaders=_names(leaders, labels, words), count=first)
    if figures.head_to_head and figures.head_to_head != figures.order[0]:
        text += " " + t("Two by two, more people prefer {option} to each of the others.",
                        option=labels[figures.head_to_head])  # fmt: skip
    if figures.close and figures.head_to_head:
        text += " " + t("Two by two it is close: a few people more could have turned it.")
    return text


def written(value: float, digits: int, words: Wording) -> str:
    """A number with so many decimals and the language's decimal sign."""
    return f"{value:.{digits}f}".replace(".", decimal_sign(words))


def decimal_sign(words: Wording) -> str:
    """The language's decimal sign."""
    return words.t("decimal sign .").removeprefix("decimal sign ")[:1]
