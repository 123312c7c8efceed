"""The one figure of a released result in words, and how numbers are written; must not know chats, storage or releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import assert_never

from bot.wording import Wording, together
from flows.counting.measures import percent_digits, rounded
from flows.counting.shown import Shown, nearly, shown
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
            named = ", ".join(_level(group, labels, count, words) for count, group in groups_of(top, numbers))
            return t("Most ticked, of {n} people: {named}. Several answers possible.", n=summary.answered, named=named)
        case RankingFigures() as figures:
            return _ranking_headline(figures, labels, numbers, words) + _close(summary, labels, words)
        case AllocationFigures(total, order, _, givers):
            best = [option for option in order if numbers[option].front]
            mean = written(numbers[order[0]].value, numbers[order[0]].digits, words)
            if len(best) > 1:
                return t("Most points: {names}, {mean} of {total} on average.",
                         names=names_of(best, labels, words), mean=mean, total=total)  # fmt: skip
            said = t("Most points: {names}, {mean} of {total} on average, from {givers} of {n} people.", n=summary.answered,
                     names=labels[order[0]], mean=mean, total=total, givers=givers[order[0]])  # fmt: skip
            return said + _close(summary, labels, words)
        case TextFigures(answers):
            return n("{count} written answer.", "{count} written answers.", answers)
        case _:
            assert_never(summary.figures)


def in_front(summary: Summary) -> float | None:
    """The share of people behind the one figure that the line names; None where it names several."""
    if not summary.answered:
        return None
    match summary.figures:
        case ChoiceFigures(leading=leading):
            return shown(summary)[leading[0]].share
        case StanceFigures():
            return shown(summary)["agree"].share
        case ScaleFigures(on_scale=people, positive=positive) if people:
            return positive / people
        case _:
            return None


def cells(summary: Summary, row: Row, words: Wording) -> tuple[str, str]:
    """The numbers of one option in words, and what stands beside them: the same on the wall and on phones."""
    one = shown(summary)[row.option]
    value = written(one.value, one.digits, words)
    match summary.figures:
        case RankingFigures():
            place = words.t("placed {place} on average", place=value)
            return place, words.n("{count} first choice", "{count} first choices", one.people)
        case AllocationFigures() as figures:
            points = words.t("{points} points on average", points=value)
            given = words.n("{count} person gave points", "{count} people gave points", one.people)
            middle = _middle(figures, row.option, words)
            return points, f"{given}, {middle}" if middle else given
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
            average = words.t("Points on average: of the {total} that each person gave", total=total)
            return (
                average + ". " + words.t("In the middle: half of the people gave as much or more, half as much or less")
            )
        case _:
            return ""


def details(summary: Summary, words: Wording) -> tuple[str, ...]:
    """What else a result says, a sentence each, below its options: the same on the wall, in pictures and on phones.

    Only what the numbers above it do not say already: nothing where everybody gave the same answer.
    """
    n = summary.answered
    match summary.figures:
        case ScaleFigures(net=int() as net, consensus=float() as alike) as figures if alike < 1:
            about = words.t("How alike the answers are: {n} (0: half at each end, 1: all the same).",
                            n=_of_one(alike, figures.on_scale, words))  # fmt: skip
            said: tuple[str, ...] = (_lean_of_levels(figures, net, words), about)
        case StanceFigures(agree=agree, net=int() as net, sides=sides) as figures if sides:
            side = words.t("Of the {n} who took a side, {agree} agree.", n=sides, agree=agree) if sides < n else ""
            said = (side, _lean_of_sides(figures, net, words))
        case MultiFigures(nothing=int() as nothing) if n:
            said = (words.t("Nothing ticked: {count} of {n}.", count=nothing, n=n),)
        case RankingFigures() as figures if n:
            said = tuple(_ranking_details(figures, summary, words))
        case _:
            said = ()
    return tuple(one for one in said if one)


def _lean_of_levels(figures: ScaleFigures, net: int, words: Wording) -> str:
    """By how many people one side is larger; nothing where there is only one side."""
    more, size = abs(figures.positive - figures.negative), abs(net)
    if not figures.positive or not figures.negative:
        return ""
    if more == 0:
        return words.t("As many are positive as negative.")
    if net >= 0:
        return words.n("{count} more is positive than negative: {size} in a hundred.",
                       "{count} more are positive than negative: {size} in a hundred.", more, size=size)  # fmt: skip
    return words.n("{count} more is negative than positive: {size} in a hundred.",
                   "{count} more are negative than positive: {size} in a hundred.", more, size=size)  # fmt: skip


def _lean_of_sides(figures: StanceFigures, net: int, words: Wording) -> str:
    """The same of agreeing and disagreeing."""
    more, size = abs(figures.agree - figures.disagree), abs(net)
    if not figures.agree or not figures.disagree:
        return ""
    if more == 0:
        return words.t("As many agree as disagree.")
    if net >= 0:
        return words.n("{count} more agrees than disagrees: {size} in a hundred.",
                       "{count} more agree than disagree: {size} in a hundred.", more, size=size)  # fmt: skip
    return words.n("{count} more disagrees than agrees: {size} in a hundred.",
                   "{count} more disagree than agree: {size} in a hundred.", more, size=size)  # fmt: skip


def _ranking_details(figures: RankingFigures, summary: Summary, words: Wording) -> Iterator[str]:
    """How alike whole orders are, and the order two by two where the average places say another one."""
    labels, t = {row.option: row.label for row in summary.rows}, words.t
    if figures.alike is not None and figures.alike < 1:
        yield t("How alike the orders are: {n} (0: not at all, 1: all the same).",
                n=_of_one(figures.alike, summary.answered, words))  # fmt: skip
    said = {option: row.value for option, row in shown(summary).items()}
    in_places = [tuple(group) for _, group in groupby(figures.order, key=said.__getitem__)]
    if figures.schulze and [set(group) for group in figures.schulze] != [set(group) for group in in_places]:
        names = [names_of(group, labels, words) for group in figures.schulze[:_PLACES]]
        order = ", ".join(f"{place}. {name}" for place, name in zip(_taken(figures.schulze), names, strict=False))
        yield t("Compared two by two: {order}.", order=order + (" …" if len(figures.schulze) > _PLACES else ""))


_PLACES = 6
"""So many places of an order are named; all are in the export."""


def _taken(groups: Sequence[Sequence[str]]) -> Iterator[int]:
    """The place of each group: after a shared first place comes the third."""
    place = 1
    for group in groups:
        yield place
        place += len(group)


def _of_one(value: float, people: int, words: Wording) -> str:
    """A figure between 0 and 1: one decimal below a hundred people, else two."""
    digits = 1 + percent_digits(people)
    return written(rounded(value, digits), digits, words)


def _middle(figures: AllocationFigures, option: str, words: Wording) -> str:
    """What the middle person gave; between which points, where they are counted in groups."""
    if option not in figures.median:
        return ""
    low, high = (written(value, 0 if value == int(value) else 1, words) for value in figures.median[option])
    if low == high:
        return words.t("{points} in the middle", points=low)
    return words.t("{low} to {high} in the middle", low=low, high=high)


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
        return t("Level: {names}, {count} of {n} each.", names=names_of(leading, labels, words), count=most, n=n)
    (name,) = (labels[option] for option in leading)
    if not behind:
        return t("Most chosen: {names}, {count} of {n}.", names=name, count=most, n=n)
    others = names_of(behind, labels, words)
    about = {"name": name, "count": most, "others": others, "less": most - 1, "n": n}
    if len(behind) > 1:
        return t("Close: {name} {count}, {others} {less} each, of {n}; one person is no lead.", **about)
    return t("Close: {name} {count}, {others} {less}, of {n}; one person is no lead.", **about)


def names_of(options: Sequence[str], labels: Mapping[str, str], words: Wording) -> str:
    """The labels of options in a row, the first few of many."""
    if len(options) > _NAMED + 1:
        shown_ones = ", ".join(together(labels[option]) for option in options[:_NAMED])
        return words.t("{names} and {count} more", names=shown_ones, count=len(options) - _NAMED)
    *first, last = (together(labels[option]) for option in options)
    return words.t(" and ").join([", ".join(first), last] if first else [last])


def groups_of(options: Sequence[str], numbers: Mapping[str, Shown]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Options with the same number of people together."""
    for count, group in groupby(options, key=lambda option: numbers[option].people):
        yield count, tuple(group)


def _level(group: Sequence[str], labels: Mapping[str, str], count: int, words: Wording) -> str:
    names = names_of(group, labels, words)
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


def _close(summary: Summary, labels: Mapping[str, str], words: Wording) -> str:
    """As in the report: an average that one person more could have made level is no lead."""
    near = names_of(nearly(summary), labels, words) if nearly(summary) else ""
    return (
        " " + words.t("It is close: one person more could have made {names} level with it.", names=near) if near else ""
    )


def _ranking_headline(
    figures: RankingFigures, labels: Mapping[str, str], numbers: Mapping[str, Shown], words: Wording
) -> str:
    t = words.t
    best = [option for option in figures.order if numbers[option].front]
    first = max(figures.first_choices.values(), default=0)
    leaders = [option for option in figures.order if figures.first_choices[option] == first]
    one = numbers[figures.order[0]]
    text = t("Placed highest: {names}, {place} on average.", names=names_of(best, labels, words),
             place=written(one.value, one.digits, words))  # fmt: skip
    text += " " + t("Most first choices: {leaders} ({count}).", leaders=names_of(leaders, labels, words), count=first)
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
