"""How answers find together: a tree of the nearest first, cut where the groups stand apart most; must not know words.

The average answer of a question is taken away before anything is compared: all answers to one question are alike, and what is left
is what tells them apart. Average linkage on cosine distance; how many groups by the mean silhouette (Rousseeuw 1987).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from flows.theming.letters import unit
from flows.theming.values import FEWEST_ANSWERS, MOST
from flows.theming.vectors import Labels, Vectors

NEAR = 0.25
"""Cosine from which an answer belongs to a theme."""

LOW, HIGH = 0.96, 0.82
"""Heights of the tree between which it is cut: few wide groups, many narrow ones."""

_TOLD = 0.3
"""How much of a silhouette it is worth that all rows are in groups that can be told of."""

_TRIES = 12
"""Numbers of groups that are tried between the two."""

_SHRINK = 4.0
"""So many answers' weight against taking the average away: of three the average is mostly themselves."""

_SAMPLE = 1500
"""Answers that make the tree; of more every so manyth, and the others join the nearest group."""


def centred(rows: Vectors, languages: Sequence[str]) -> tuple[Vectors, dict[str, Vectors]]:
    """The rows without the average, and what was taken away, by language; "" is for any other language."""
    if not len(rows):
        return rows, {"": np.zeros(rows.shape[1], dtype=np.float32)}
    mean, n = rows.mean(axis=0), len(rows)
    spoken = [name for name in sorted(set(languages)) if name and languages.count(name) >= 3]
    if len(spoken) < 2:
        away = {"": np.asarray(mean * (n / (n + _SHRINK)), dtype=np.float32)}
    else:
        away = {"": np.asarray(mean, dtype=np.float32)}
        for name in spoken:
            mine = rows[[said == name for said in languages]] - mean
            away[name] = np.asarray(mean + mine.mean(axis=0) * (len(mine) / (len(mine) + _SHRINK)), dtype=np.float32)
    return without(rows, languages, away), away


def without(rows: Vectors, languages: Sequence[str], away: dict[str, Vectors]) -> Vectors:
    """Rows as `centred` made them, for answers and phrases that had no part in the average."""
    if not len(rows):
        return rows
    return unit(rows - np.stack([away.get(name, away[""]) for name in languages]))


def grouped(rows: Vectors, fewest: int | None = None, most: int = MOST, crowd: int = 0) -> Labels:
    """The group of each row, -1 where it is in none. `fewest`: rows of a group at least, by default as many as suit the number.

    `crowd`: rows from which a group can be told of; of two cuts that are about as good the one that has more in such groups is taken.
    """
    if len(rows) < FEWEST_ANSWERS:
        return np.full(len(rows), -1, dtype=np.int64)
    sample = np.unique(np.linspace(0, len(rows) - 1, min(len(rows), _SAMPLE)).round().astype(np.int64))
    size = fewest if fewest is not None else fewest_of(len(rows))
    found = _cut(rows[sample], max(2, size * len(sample) // len(rows)), most, crowd)
    centres = centres_of(rows[sample], found)
    labels = np.full(len(rows), -1, dtype=np.int64)
    labels[sample] = found
    return settled(rows, labels, centres, np.ones(len(rows), dtype=np.bool_))


def settled(rows: Vectors, labels: Labels, centres: Vectors, free: npt.NDArray[np.bool_]) -> Labels:
    """Each free row where it is nearest, if that is near enough; one that is near its own group stays there."""
    if not len(centres) or not len(rows):
        return labels.copy() if len(rows) else np.zeros(0, dtype=np.int64)
    cosines = rows @ centres.T
    nearest = cosines.argmax(axis=1)
    best = cosines[np.arange(len(rows)), nearest]
    own = np.where(labels >= 0, cosines[np.arange(len(rows)), np.maximum(labels, 0)], -1.0)
    moved = np.where(best >= NEAR, nearest, -1)
    return np.where(~free | ((labels >= 0) & (own >= NEAR)), labels, moved).astype(np.int64)


def centres_of(rows: Vectors, labels: Labels) -> Vectors:
    """The average of each group, with length 1."""
    count = int(labels.max(initial=-1)) + 1
    if not count:
        return np.zeros((0, rows.shape[1]), dtype=np.float32)
    return unit(np.stack([rows[labels == n].mean(axis=0) if (labels == n).any() else np.zeros(rows.shape[1])
                          for n in range(count)]))  # fmt: skip


def fewest_of(n: int) -> int:
    """Answers that make a theme, of so many."""
    return 2 if n < 60 else 3 if n < 200 else max(3, round(0.015 * n))


def apart(rows: Vectors, labels: Labels) -> float:
    """The mean silhouette of all that is in a group, from -1 to 1: how much nearer everybody is to their own than to the next."""
    inside = labels >= 0
    return _silhouette(distances(rows[inside]), labels[inside]) if inside.sum() > 2 else -1.0


def halves(rows: Vectors) -> Labels:
    """Two groups of what was one, 0 the larger; all 0 where nothing tells them apart."""
    labels = np.zeros(len(rows), dtype=np.int64)
    if len(rows) < FEWEST_ANSWERS:
        return labels
    tree = _tree(distances(rows))
    for count in range(2, len(rows)):  # a lonely answer is no half: further down until there are two groups of two
        cut = fcluster(tree, count, "maxclust")
        sizes = sorted(((int((cut == one).sum()), -int(one)) for one in np.unique(cut)), reverse=True)
        if len(sizes) > 1 and sizes[1][0] > 1:
            centres = np.stack([rows[cut == -one].mean(axis=0) for _, one in sizes[:2]])
            return np.asarray((rows @ unit(centres).T).argmax(axis=1), dtype=np.int64)
    return labels


def distances(rows: Vectors) -> npt.NDArray[np.float64]:
    """Cosine distance of each to each; rounded, so that another machine's last bit makes no other tree."""
    far = np.round(1.0 - rows.astype(np.float64) @ rows.T.astype(np.float64), 6).clip(0.0, 2.0)
    np.fill_diagonal(far, 0.0)
    return np.asarray((far + far.T) / 2)


def _tree(far: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(linkage(squareform(far, checks=False), "average"))


def _cut(rows: Vectors, fewest: int, most: int, crowd: int) -> Labels:
    far = distances(rows)
    tree = _tree(far)
    low, high = (int(fcluster(tree, height, "distance").max()) for height in (LOW, HIGH))
    low, high = max(2, low), max(2, min(high, 3 * most, len(rows) - 1))
    tries = sorted({round(k) for k in np.linspace(min(low, high), high, _TRIES)})
    cuts = {k: fcluster(tree, k, "maxclust") for k in tries}
    scored = [(round(_silhouette(far, cut) + _TOLD * _in_crowds(cut, crowd), 6), -k) for k, cut in cuts.items()]
    count = -max(scored)[1]
    labels = _kept(fcluster(tree, count, "maxclust"), fewest)
    while labels.max(initial=-1) >= most and count > 2:
        count -= 1
        labels = _kept(fcluster(tree, count, "maxclust"), fewest)
    return labels


def _in_crowds(cut: npt.NDArray[np.int32], crowd: int) -> float:
    """The share of rows that are in groups of so many."""
    sizes = np.bincount(cut)[cut]
    return float((sizes >= crowd).mean()) if crowd else 0.0


def _kept(cut: npt.NDArray[np.int32], fewest: int) -> Labels:
    """Groups that are large enough, numbered from 0 by size; the others are none."""
    sizes = {int(one): int((cut == one).sum()) for one in np.unique(cut)}
    kept = sorted((one for one, size in sizes.items() if size >= fewest), key=lambda one: (-sizes[one], one))
    number = {one: n for n, one in enumerate(kept)}
    return np.array([number.get(int(one), -1) for one in cut], dtype=np.int64)


def _silhouette(far: npt.NDArray[np.float64], labels: npt.NDArray[np.int32] | Labels) -> float:
    """Mean over all rows; one that is alone counts 0."""
    names, at = np.unique(labels, return_inverse=True)
    if len(names) < 2:
        return 0.0
    member = np.eye(len(names))[at]
    sizes = member.sum(axis=0)
    sums = far @ member
    own = sums[np.arange(len(at)), at] / np.maximum(sizes[at] - 1, 1)
    others = sums / sizes
    others[np.arange(len(at)), at] = np.inf
    nearest = others.min(axis=1)
    widths = (nearest - own) / np.maximum(np.maximum(nearest, own), 1e-9)
    return float(np.where(sizes[at] > 1, widths, 0.0).mean())
