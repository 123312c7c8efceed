"""The one figure of a released result in words, and how numbers are written; must not know chats, storage or releases."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import assert_never

from bot.wording import Wording
from flows.counting.summary import (
    AllocationFigures,
    ChoiceFigures,
    MultiFigures,
    RankingFigures,
    ScaleFigures,
    StanceFigures,
    Summary,
    TextFigures,
)


def headline(summary: Summary, words: Wording) -> str:
    """The one figure of each type, in words (checklist, point 3)."""
    if summary.answered == 0:
        return words.t("Nobody gave an answer.")
    labels = {row.option: row.label for row in summary.rows}
    counts = {row.option: row.count for row in summary.rows}
    t, n = words.t, words.n
    match summary.figures:
        case ChoiceFigures(leading):
            names = t(" and ").join(labels[o] for o in leading)
            return t("Most chosen: {names}, {count} of {n}.", names=names, count=counts[leading[0]], n=summary.answered)
        case ScaleFigures():
            return _scale_headline(summary.figures, words)
        case StanceFigures(agree, disagree, passed, _) if labels["pass"] == t("Unsure"):
            return t("{agree} agree, {disagree} disagree, {passed} unsure.",
                     agree=agree, disagree=disagree, passed=passed)  # fmt: skip
        case StanceFigures(agree, disagree, passed, _):
            return t(
                "{agree} agree, {disagree} disagree, {passed} pass.", agree=agree, disagree=disagree, passed=passed
            )
        case MultiFigures(top):
            share = {r.option: percent(r.percent, words) for r in summary.rows}
            named = ", ".join(f"{labels[o]} ({share[o]})" for o in top)
            return t("Most ticked: {named}. Several answers possible.", named=named)
        case RankingFigures():
            return _ranking_headline(summary.figures, labels, words)
        case AllocationFigures(total, order, mean, givers):
            named = ", ".join(
                t(
                    "{option} {mean} (given by {givers})",
                    option=labels[o],
                    mean=number(mean[o], words),
                    givers=givers[o],
                )
                for o in order
            )
            return t("Average points out of {total}: {named}.", total=total, named=named)
        case TextFigures(answers):
            return n("{count} written answer.", "{count} written answers.", answers)
        case _:
            assert_never(summary.figures)


def _scale_headline(figures: ScaleFigures, words: Wording) -> str:
    if figures.net is None:
        return words.t("Nobody chose a point on the scale.")
    sign = "+" if figures.net > 0 else "−" if figures.net < 0 else ""
    return words.t(
        "{positive} of {n} positive, {negative} negative; net {net}.",
        positive=figures.positive, n=figures.on_scale, negative=figures.negative, net=f"{sign}{abs(figures.net)}",
    )  # fmt: skip


def _ranking_headline(figures: RankingFigures, labels: dict[str, str], words: Wording) -> str:
    t = words.t
    order = ", ".join(f"{place}. {' = '.join(labels[o] for o in tied)}" for place, tied in _places(figures))
    first = max(figures.first_choices.values(), default=0)
    leaders = t(" and ").join(labels[o] for o in figures.order if figures.first_choices[o] == first)
    text = t("By points: {order}. Most first choices: {leaders} ({count}).", order=order, leaders=leaders, count=first)
    if figures.head_to_head and figures.head_to_head != figures.order[0]:
        text += " " + t("Head to head, {option} beats every other.", option=labels[figures.head_to_head])
    if figures.close and figures.head_to_head:
        text += " " + t("Head to head it is close: practically a tie.")
    return text


def _places(figures: RankingFigures) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The first five places by points, options with the same points in one."""
    place = 1
    for _points, group in groupby(figures.order, key=lambda option: figures.borda[option]):
        tied = tuple(group)
        if place <= 5:
            yield place, tied
        place += len(tied)


def number(value: float, words: Wording) -> str:
    """A number with one decimal and the language's decimal sign."""
    return f"{value:.1f}".replace(".", decimal_sign(words))


def percent(value: float, words: Wording) -> str:
    """A percentage as the summary rounded it: whole under 100 people, else one decimal."""
    return (f"{value:g}" if value % 1 else f"{value:.0f}").replace(".", decimal_sign(words)) + "%"


def decimal_sign(words: Wording) -> str:
    """The language's decimal sign."""
    return words.t("decimal sign .").removeprefix("decimal sign ")[:1]
