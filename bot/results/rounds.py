"""Later rounds of a question: in which order they stand, and one beside the other in words; must not know chats or storage.

Each round has its own answers and its own release; nothing is ever said about who answered in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from bot.results.headlines import names_of
from bot.results.proposals import in_language
from bot.wording import Wording
from flows.counting.summary import (
    AllocationFigures,
    ChoiceFigures,
    MultiFigures,
    RankingFigures,
    ScaleFigures,
    StanceFigures,
    Summary,
)
from flows.definition.flow import Question
from flows.definition.localise import localise
from storage.values import BallotKind, BallotState, Workshop

_PLACES = 3
"""Of a ranking's first round so many places are told."""


@dataclass(frozen=True)
class Asked:
    """A question with a result of its own, localised. `of`: the round before it; `number`: 1 for a first round."""

    question: Question
    of: str | None = None
    number: int = 1


def in_order(workshop: Workshop, language: str) -> tuple[Asked, ...]:
    """The flow's questions and the ended polls beside it, each round after the one before it."""
    later = [
        Asked(in_language(workshop, ballot, language), ballot.of)
        for ballot in workshop.ballots
        if ballot.kind is BallotKind.POLL and ballot.state is not BallotState.OPEN
    ]
    own = tuple(Asked(question) for question in localise(workshop.flow, language).questions)
    known = {asked.question.id for asked in (*own, *later)}
    first = (*own, *(replace(asked, of=None) for asked in later if asked.of not in known))
    return tuple(found for asked in first for found in _with_later(asked, later))


def _with_later(asked: Asked, later: list[Asked]) -> Iterator[Asked]:
    yield asked
    for again in later:
        if again.of == asked.question.id:
            yield from _with_later(replace(again, number=asked.number + 1), later)


def round_name(number: int, words: Wording) -> str:
    """What a round is called; nothing where there is only one."""
    if number == 1:
        return ""
    return words.t("second round") if number == 2 else words.t("round {number}", number=number)


def can_be_compared(first: Summary | None, now: Summary | None) -> bool:
    """Whether both rounds have answers, of the same type and to the same options."""
    if first is None or now is None or not first.answered or not now.answered:
        return False
    if isinstance(
        now.figures, AllocationFigures
    ):  # averages of two rounds are no count of people: each stands by itself
        return False
    return first.type == now.type and {r.option for r in first.rows} == {r.option for r in now.rows}


def compared(first: Summary, now: Summary, words: Wording) -> str:
    """The round before beside this one, for the figure that the headline names; base and count, never a difference."""
    t = words.t
    numbers = {"n": first.answered, "now_n": now.answered}
    match first.figures, now.figures:
        case StanceFigures() as before, StanceFigures() as after:
            return t("First round {count} of {n} agree, now {now} of {now_n}.",
                     count=before.agree, now=after.agree, **numbers)  # fmt: skip
        case ScaleFigures() as before, ScaleFigures() as after:
            return t("First round {count} of {n} positive, now {now} of {now_n}.", count=before.positive, n=before.on_scale,
                     now=after.positive, now_n=after.on_scale)  # fmt: skip
        case (ChoiceFigures(), ChoiceFigures(leading=leading)) | (MultiFigures(), MultiFigures(top=leading)):
            return " ".join(_option(first, now, option, words) for option in leading[:3])
        case RankingFigures() as before, RankingFigures():
            labels = {row.option: row.label for row in now.rows}
            order = ", ".join(_placed(before, labels, words))
            return t("First round, by average place: {order}.", order=order)
        case _:
            return ""


def _placed(figures: RankingFigures, labels: Mapping[str, str], words: Wording) -> Iterator[str]:
    """The first three places; those that are level share one, and none of them stands before another."""
    place = 1
    for _, group in groupby(figures.order, key=figures.place.__getitem__):
        level = tuple(group)
        if place > _PLACES:
            return
        names = names_of(level, labels, words)
        yield f"{place}. " + (words.t("{names} (level)", names=names) if len(level) > 1 else names)
        place += len(level)


def _option(first: Summary, now: Summary, option: str, words: Wording) -> str:
    label = next(row.label for row in now.rows if row.option == option)
    return words.t("“{option}”: first round {count} of {n}, now {now} of {now_n}.", option=label,
                   count=_count(first, option), n=first.answered, now=_count(now, option), now_n=now.answered)  # fmt: skip


def _count(summary: Summary, option: str) -> int:
    return next(row.count for row in summary.rows if row.option == option)
