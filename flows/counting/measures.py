"""Percentages, averages and agreement of plain counts; must not know questions, tallies or how a figure is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import floor, log2, sqrt

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


def median_bin(ranges: Sequence[tuple[int, int]], people: Sequence[int]) -> tuple[float, float]:
    """The least and the most that the usual median of counts in bins can be; `ranges`: (lowest, highest) of each bin, ascending.

    Both are the same where the middle people stand in bins of one number. Raises ValueError where nobody was counted.
    """
    if not (n := sum(people)):
        raise ValueError("nobody has no median")
    bins = [at for at, count in enumerate(people) for _ in range(count)]
    low, high = ranges[bins[(n - 1) // 2]], ranges[bins[n // 2]]
    return (low[0] + high[0]) / 2, (low[1] + high[1]) / 2


Z = 1.959964
"""The standard normal deviate that 95 of 100 lie within."""


def wilson(count: int, n: int, population: int | None = None) -> tuple[float, float]:
    """The range, as shares of 1, in which `count` of `n` would lie 95 times of 100 for the group they were drawn from by lot.

    E. B. Wilson's score interval (1927), which L. D. Brown, T. T. Cai and A. DasGupta recommend for few people (Statistical
    Science 16(2) 2001). `population`: how many are in that group, for the finite population correction, n (N - 1) / (N - n)
    people in place of n; where all of it answered there is no range. Raises ValueError unless 0 < n <= population.
    """
    if not 0 < n <= (n if population is None else population):
        raise ValueError("a sample has somebody in it, and no more than its population")
    p = count / n
    if population == n:
        return p, p
    size = n if population is None else n * (population - 1) / (population - n)
    scale = 1 + Z * Z / size
    centre = (p + Z * Z / (2 * size)) / scale
    half = Z * sqrt(p * (1 - p) / size + Z * Z / (4 * size * size)) / scale
    return centre - half if count else 0.0, centre + half if count < n else 1.0


def different(texts: Iterable[str]) -> int:
    """How many different texts these are, whatever their capitals and blanks."""
    return len({" ".join(text.split()).casefold() for text in texts})


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
