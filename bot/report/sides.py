"""Sides that people take, in one sentence: all of them with their counts, and whether the first two are level; must not know questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.wording import Wording


@dataclass(frozen=True)
class Side:
    """People who stand together, and what they chose in words; `option`: its id where it is one."""

    count: int
    names: str
    option: str = ""


def told(sides: Sequence[Side], n: int, words: Wording) -> str:
    """All sides, the larger ones first; the first two stand against each other. `n`: the people on all of them."""
    t = words.t
    ordered = [one for one in sorted(sides, key=lambda side: -side.count) if one.names]
    *some, last = (t("{count} chose {names}", count=one.count, names=one.names) for one in ordered)
    whole = t("Of {n} people {said}.", n=n, said=t(" and ").join([", ".join(some), last] if some else [last]))
    difference = abs(sides[0].count - sides[1].count)
    if difference == 0:
        return t("The two sides are level. {said}", said=whole)
    return t("It is close, and one person is no lead. {said}", said=whole) if difference == 1 else whole
