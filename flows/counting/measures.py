"""Percentages, averages and agreement of plain counts; must not know questions, tallies or how a figure is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import floor, log2

WHOLE_BELOW = 100
"""Below this base percentages are whole: a decimal would claim more than so few people can carry."""


def percent_digits(base: int) -> int:
    """Decimals of a percentage: none below a base of 100, else one."""
    return 0 if base < WHOLE_BELOW else 1


def percentage(count: int, base: int) -> float:
    """100 count / base for display, halves rounded up; 0.0 on an empty base.

    Each by itself: of one base equal counts have equal percentages everywhere, and the parts of one choice may add to 99 or 101.
    """
    scale = 10 ** percent_digits(base)
    return (200 * scale * count + base) // (2 * base) / scale if base else 0.0


def digits_for(values: Iterable[float]) -> int:
    """Decimals with which averages are shown: one, or two where one would make different ones look alike, or none of a little."""
    exact = [round(value, 6) for value in values]
    alike = len({round(value, 1) for value in exact}) < len(set(exact))
    return 2 if alike or any(0 < value < 0.05 for value in exact) else 1


def rounded(value: float, digits: int) -> float:
    """Halves up, as people round; what is a half only by the last bit of a fraction is one too."""
    scale: int = 10**digits
    return floor(value * scale + 0.5 + 1e-9) / scale


def median_of(counts: Mapping[int, int]) -> float | None:
    """The usual median of coded answers, value -> people; may fall between two values; None of nobody."""
    people = sum(counts.values())
    if not people:
        return None
    ordered = [value for value in sorted(counts) for _ in range(counts[value])]
    return (ordered[(people - 1) // 2] + ordered[people // 2]) / 2


def mean_of(counts: Mapping[int, int]) -> float | None:
    """The mean of coded answers, value -> people, not rounded; None of nobody."""
    people = sum(counts.values())
    return sum(value * count for value, count in counts.items()) / people if people else None


def consensus_of(counts: Mapping[int, int]) -> float | None:
    """Agreement on an ordinal scale, value -> people with every level present: 1 all alike, 0 half at each end.

    Cns = 1 + sum p_i log2(1 - |x_i - mean| / (x_max - x_min)): W. J. Tastle, M. J. Wierman, "Consensus and
    dissention: a measure of ordinal dispersion", International Journal of Approximate Reasoning 45(3) 2007.
    """
    mean, people = mean_of(counts), sum(counts.values())
    if mean is None:
        return None
    width = max(counts) - min(counts)
    spread = [(count / people, abs(value - mean) / width) for value, count in counts.items() if count and width]
    return 1 + sum(share * log2(1 - distance) for share, distance in spread)
