"""Statements across groups: what all groups agree on, and what tells one from the others; must not know people or words.

Nothing but the tables by group goes in, so only groups that are shown, of k people or more. Whoever declared no group is of none:
the remainder that such people are counted in is left out, as Polis leaves out those it has not grouped.

Formulas: Polis, math/src/polismath/math/{conversation,repness,stats}.clj (compdemocracy/polis), and the page "Group Informed
Consensus" of the Computational Democracy Project.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod, sqrt
from typing import Literal

from flows.counting.segments import UNKNOWN, Group, SegmentTable
from flows.definition.flow import Question, StanceQuestion

Side = Literal["agree", "disagree"]

SIDES: tuple[Side, ...] = ("agree", "disagree")

LEAST_Z = 1.2816
"""90 of 100, one-sided: both tests of Polis have to pass it. It chooses what is listed, and is told nobody as a proof."""


@dataclass(frozen=True)
class Apart:
    """A statement that tells a group from the others: `count` of its `people` take this side, `others` of `of` elsewhere.

    `weight` is what Polis sorts by, r * z_r * p * z_p: the larger, the further apart.
    """

    question_id: str
    side: Side
    group: Group
    count: int
    people: int
    others: int
    of: int
    weight: float


def declared(table: SegmentTable) -> tuple[Group, ...]:
    """The shown groups that people declared, fewer than two are none."""
    groups = tuple(group for group in table.groups if UNKNOWN not in group.segments)
    return groups if len(groups) > 1 else ()


def consensus(table: SegmentTable, side: Side = "agree") -> float | None:
    """Group-informed consensus, 0 to 1: the product over groups of (A_g + 1) / (S_g + 2); None without two groups.

    S_g is everybody in the group who reacted. High only where every group takes the side. Statements with as many groups compare.
    """
    groups = declared(table)
    return prod((group.counts[side] + 1) / (group.answered + 2) for group in groups) if groups else None


def consensus_of_groups(table: SegmentTable, side: Side = "agree") -> float | None:
    """The same as a mean of the groups (geometric), so that statements with different numbers of groups compare."""
    groups, product = declared(table), consensus(table, side)
    return product ** (1 / len(groups)) if product is not None else None


def in_every_group(table: SegmentTable) -> Side | None:
    """The side that more than half of each shown group takes, if there is one; also of those who are in no group of their own."""
    for side in SIDES:
        if declared(table) and all(2 * group.counts[side] > group.answered for group in table.groups):
            return side
    return None


def apart(question: Question, table: SegmentTable) -> tuple[Apart, ...]:
    """The groups that this statement tells from all others taken together, the furthest apart first; nothing for other types.

    z_p = 2 sqrt(n + 1) ((k + 1) / (n + 1) - 1/2) and the pooled z of two shares (k + 1) / (n + 1) must both pass `LEAST_Z`.
    """
    if not isinstance(question, StanceQuestion):
        return ()
    groups = declared(table)
    found = (_apart(question.id, side, group, groups) for group in groups for side in SIDES)
    return by_weight(one for one in found if one is not None)


def by_weight(found: Iterable[Apart]) -> tuple[Apart, ...]:
    """The furthest apart first."""
    return tuple(sorted(found, key=lambda one: -one.weight))


def _apart(question_id: str, side: Side, group: Group, groups: tuple[Group, ...]) -> Apart | None:
    rest = [other for other in groups if other is not group]
    count, people = group.counts[side], group.answered
    others, of = sum(other.counts[side] for other in rest), sum(other.answered for other in rest)
    share, elsewhere = (count + 1) / (people + 2), (others + 1) / (of + 2)
    z_share, z_ratio = share_z(count, people), ratio_z(count, people, others, of)
    if z_share <= LEAST_Z or z_ratio <= LEAST_Z:
        return None
    weight = share / elsewhere * z_ratio * share * z_share
    return Apart(question_id, side, group, count, people, others, of, weight)


def share_z(count: int, people: int) -> float:
    """How far a share is above a half, in standard errors, with one more person on that side."""
    return 2 * sqrt(people + 1) * ((count + 1) / (people + 1) - 0.5)


def ratio_z(count: int, people: int, others: int, of: int) -> float:
    """How far two shares are apart, in standard errors of the pooled share, each with one more person on that side; 0 if neither is."""
    a, b = (count + 1) / (people + 1), (others + 1) / (of + 1)
    pooled = (count + others + 2) / (people + of + 2)
    if pooled == 1:
        return 0.0
    return (a - b) / sqrt(pooled * (1 - pooled) * (1 / (people + 1) + 1 / (of + 1)))
