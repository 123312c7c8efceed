"""Themes go on as more answers come: what was in one stays, what is new joins, and a new grouping is matched with the one before.

Must not know words. What a hand has done is given as `fixed` and always holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import squareform

from flows.theming.grouping import HIGH, apart, centres_of, distances, fewest_of, grouped, settled
from flows.theming.values import MOST
from flows.theming.vectors import Labels, Vectors

ALIKE = 0.25
"""Share of what two groups have in common of all in both (Jaccard) from which one goes on from the other."""

BETTER, MUCH_BETTER = 0.02, 0.10
"""How much farther apart the groups of a new grouping have to stand, as a silhouette, before it takes the place of the one there is,
and of one with themes that everybody may be seeing."""


def anchored(rows: Vectors, before: Labels, fixed: npt.NDArray[np.bool_], themes: int, most: int = MOST) -> Labels:
    """All stay where they are; new ones go where they are near; groups of their own only out of what is left.

    `before`: the theme of each, -1 for none, out of so many `themes`; new ones are numbered from there on. `fixed`: rows that stay
    there, or in none, whatever is near.
    """
    labels = settled(rows, before, centres_of(rows, before), (before < 0) & ~fixed)
    left = np.flatnonzero((labels < 0) & ~fixed)
    room = most - len(set(labels[labels >= 0].tolist()))
    found = narrow(rows[left], fewest_of(len(rows)))
    labels[left] = np.where((found >= 0) & (found < room), found + themes, -1)
    return labels


def anew(
    rows: Vectors,
    before: Labels,
    fixed: npt.NDArray[np.bool_],
    kept: Sequence[int],
    themes: int,
    crowd: int = 0,
    most: int = MOST,
) -> Labels:
    """Another grouping of all but what a hand has done. `kept`: the numbers of themes of a hand, which stay with all that is in them."""
    bound = fixed | np.isin(before, list(kept))
    labels = np.where(bound, before, -1).astype(np.int64)
    free = np.flatnonzero(~bound)
    room = max(1, most - len(set(labels[labels >= 0].tolist())))
    found = grouped(rows[free], most=room, crowd=crowd)
    labels[free] = np.where(found >= 0, found + themes, -1)
    held = labels.copy()
    taken = sorted(set(labels[labels >= 0].tolist()))
    centres = centres_of(rows, labels)
    if taken and kept:  # free answers may be nearer to a theme of a hand than to any of the new groups
        number = {theme: n for n, theme in enumerate(taken)}
        packed = np.array([number.get(int(one), -1) for one in labels], dtype=np.int64)
        moved = settled(rows, np.where(bound, packed, -1).astype(np.int64), centres[taken], ~bound)
        held = np.array([taken[n] if n >= 0 else -1 for n in moved.tolist()], dtype=np.int64)
    return np.where(bound, labels, held).astype(np.int64)


def is_better(rows: Vectors, fresh: Labels, held: Labels, *, is_seen: bool) -> bool:
    """Whether the new grouping stands so much clearer that it takes the place of the other. `is_seen`: that one is shown."""
    return apart(rows, fresh) > apart(rows, held) + (MUCH_BETTER if is_seen else BETTER)


def goes_on(groups: Sequence[frozenset[str]], before: Mapping[str, frozenset[str]], taken: frozenset[str]) -> list[str]:
    """For each group the id of the theme that it goes on from, "" for none: the assignment with most in common (Kuhn 1955).

    `taken`: ids that are given already.
    """
    ids = sorted(set(before) - taken)
    known = frozenset[str]().union(*groups) if groups else frozenset[str]()
    found = [""] * len(groups)
    if not ids or not groups:
        return found
    common = np.array([[_jaccard(group, before[one] & known) for one in ids] for group in groups])
    for row, column in zip(*linear_sum_assignment(-common), strict=True):
        if common[row, column] >= ALIKE:
            found[int(row)] = ids[int(column)]
    return found


def narrow(rows: Vectors, fewest: int) -> Labels:
    """Narrow groups among those that are near nothing, the largest first."""
    labels = np.full(len(rows), -1, dtype=np.int64)
    if len(rows) < max(2, fewest):
        return labels
    tree = linkage(squareform(distances(rows), checks=False), "average")
    cut = fcluster(tree, HIGH, "distance")
    groups = [np.flatnonzero(cut == one) for one in np.unique(cut)]
    large = sorted((one for one in groups if len(one) >= fewest), key=lambda one: (-len(one), int(one[0])))
    for n, group in enumerate(large):
        labels[group] = n
    return labels


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
