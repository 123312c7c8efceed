"""Tables by declared group, made once at the close: who is merged with whom, what is withheld; must not know people.

A workshop may name one question whose options are its groups (sector, role): `Flow.segment_by`. The rules (anonymity
rules, A7-A9 and 3b.5), tested by these names:
    S1 every shown group has at least k people who answered.
    S2 the shown groups are disjoint and add up to the question's own totals, those without a group included, so that
       whatever is added up or subtracted leaves k people or more, or nobody.
    S3 one table a question, made at the close and never again; nothing about groups before.
    S4 no table of a sensitive question where a group is of one mind, or all but one person of it are.
Questions that only some people are asked have no table: to have been asked tells an answer to another question, which
was grouped differently. The table holds one count an option and group, nothing finer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import permutations
from math import comb
from typing import Any

from flows.counting.tally import Tally
from flows.definition.flow import Flow, Question, RankingQuestion, SingleQuestion, TextQuestion, options_of

UNKNOWN = ""
"""The segment of people who did not answer the question that makes the groups; no option has this id."""

LEAST_ODDS = Fraction(1, 20)
"""Only a difference that a lot makes less often than this is told: Fisher's own 1 in 20."""


@dataclass(frozen=True)
class Group:
    """People of one or more segments (options of the segment question, in its order; `UNKNOWN` last), counted together.

    `counts`: option -> people who chose it, ticked it, gave it points, or (ranking) put it first.
    """

    segments: tuple[str, ...]
    asked: int
    answered: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class SegmentTable:
    """One question by group; no groups: withheld. Single segments come first, the remainder last."""

    question_id: str
    k: int
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True)
class Gap:
    """The option where two shown groups are furthest apart, as shares of those who answered."""

    option: str
    high: Group
    low: Group

    @property
    def width(self) -> Fraction:
        """The difference of the two shares."""
        return _share(self.high, self.option) - _share(self.low, self.option)


def segment_question(flow: Flow) -> SingleQuestion | None:
    """The question that makes the groups, when it can: one choice, asked of everybody."""
    found = next((question for question in flow.questions if question.id == flow.segment_by), None)
    return found if isinstance(found, SingleQuestion) and found.shown_if is None else None


def is_tabulated(flow: Flow, question: Question) -> bool:
    """Whether the question can have a table: closed, asked of everybody, and not the one that makes the groups."""
    makes_groups = segment_question(flow)
    if makes_groups is None or makes_groups.id == question.id:
        return False
    return question.shown_if is None and not isinstance(question, TextQuestion)


def segment_table(
    question: Question, segments: SingleQuestion, tallies: Mapping[str, Tally], k: int, *, sensitive: bool
) -> SegmentTable:
    """The table of one question from the final tallies by segment (option of `segments`, or `UNKNOWN`).

    Same tallies, same table, in whatever order they come. Raises ValueError for a segment that `segments` does not have.
    """
    order = (*(option.id for option in segments.options), UNKNOWN)
    if unknown := set(tallies) - set(order):
        raise ValueError(f"{len(unknown)} segments are no options of {segments.id}")
    present = {name: tallies[name] for name in order if name in tallies and tallies[name].asked}
    parted = merged({name: tally.answered for name, tally in present.items()}, k)
    groups = tuple(_group(question, names, present) for names in parted)
    if (sensitive or question.sensitive) and any(is_of_one_mind(group) for group in groups):
        groups = ()
    return SegmentTable(question.id, k, groups)


def merged(people: Mapping[str, int], k: int) -> tuple[tuple[str, ...], ...]:
    """Segments that are shown alone, then the remainder that is shown together; () when fewer than two groups are left.

    `people`: segment -> people who answered, in the order to show. Into the remainder go those without a segment and all
    segments under k, then the smallest other ones (of equal ones the first) until it has k people too.
    """
    rest = [name for name, size in people.items() if name == UNKNOWN or size < k]
    alone = sorted((name for name in people if name not in rest), key=lambda name: people[name])
    while rest and alone and sum(people[name] for name in rest) < k:
        rest.append(alone.pop(0))
    groups: list[tuple[str, ...]] = [(name,) for name in people if name in alone]
    if rest:
        groups.append(tuple(name for name in people if name in rest))
    return tuple(groups) if len(groups) > 1 else ()  # a rest under k has taken all others: it is the only group


def is_of_one_mind(group: Group) -> bool:
    """Whether everybody in the group who answered, or all but one, gave the same answer or the same part of one."""
    return max(group.counts.values(), default=0) >= group.answered - 1


def widest_gap(table: SegmentTable) -> Gap | None:
    """Where two groups are furthest apart, of what is more than the lot of two or three people; None where nothing is.

    Told is only what `by_lot` makes less often than `LEAST_ODDS`, divided by how many differences there were to choose from (Bonferroni):
    among many options some two groups are always apart. Of equal gaps the first asked.
    """
    gaps = sorted(_gaps(table), key=lambda gap: -gap.width)
    pairs = len(table.groups) * (len(table.groups) - 1) // 2
    looked_at = pairs * len(table.groups[0].counts) if table.groups else 1
    return next((gap for gap in gaps if _odds(gap) * looked_at < LEAST_ODDS), None)


def _gaps(table: SegmentTable) -> Iterator[Gap]:
    for option in table.groups[0].counts if table.groups else ():
        both = (Gap(option, high, low) for high, low in permutations(table.groups, 2))
        yield from (gap for gap in both if gap.width > 0)


def _odds(gap: Gap) -> Fraction:
    high, low = gap.high, gap.low
    return by_lot(high.counts[gap.option], high.answered, low.counts[gap.option], low.answered)


@lru_cache(maxsize=4096)
def by_lot(count: int, people: int, others: int, of: int) -> Fraction:
    """How often two groups are as far apart or further where the same answers are dealt out to the same people by lot, 0 to 1.

    `count` of `people` against `others` of `of`. Fisher's exact test, two-sided: the sum of all tables with the same margins that are
    no likelier than this one (R. A. Fisher, The Design of Experiments, 1935, chapter 2; Agresti, Categorical Data Analysis, 3.5.1).
    It asks nothing of a population: these are the people in the room, and only the lot is imagined.
    """
    both = count + others
    least, most = max(0, both - of), min(both, people)
    ways = [comb(people, least) * comb(of, both - least)]
    for n in range(least, most):  # each from the one before: with 5,000 people the binomials are long
        ways.append(ways[-1] * (people - n) * (both - n) // ((n + 1) * (of - both + n + 1)))
    return Fraction(sum(one for one in ways if one <= ways[count - least]), sum(ways))


def table_to_json(table: SegmentTable) -> dict[str, Any]:
    """The table as plain JSON data."""
    groups = [
        {
            "segments": list(group.segments),
            "asked": group.asked,
            "answered": group.answered,
            "counts": dict(group.counts),
        }
        for group in table.groups
    ]
    return {"question": table.question_id, "k": table.k, "groups": groups}


def table_from_json(data: Mapping[str, Any]) -> SegmentTable:
    """The table that `table_to_json` wrote. Raises KeyError or TypeError on anything else."""
    groups = (
        Group(tuple(group["segments"]), int(group["asked"]), int(group["answered"]), dict(group["counts"]))
        for group in data["groups"]
    )
    return SegmentTable(data["question"], int(data["k"]), tuple(groups))


def _group(question: Question, names: tuple[str, ...], tallies: Mapping[str, Tally]) -> Group:
    mine = [tallies[name] for name in names]
    counts = {option.id: sum(_people(question, tally, option.id) for tally in mine) for option in options_of(question)}
    return Group(names, sum(tally.asked for tally in mine), sum(tally.answered for tally in mine), counts)


def _people(question: Question, tally: Tally, option: str) -> int:
    return tally.positions[option][0] if isinstance(question, RankingQuestion) else tally.counts[option]


def _share(group: Group, option: str) -> Fraction:
    return Fraction(group.counts[option], group.answered or 1)
