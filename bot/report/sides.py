"""Sides that people take, in one sentence with their counts, and the largest view beside them; must not know questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.results.charting.fonts import missing_signs
from bot.results.panel_ranking import cut
from bot.wording import Wording
from flows.counting.summary import Row


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
    lead = ordered[0].count - ordered[1].count if len(ordered) > 1 else n
    if difference == 0:
        return t("The two sides are level. {said}", said=whole)
    if lead == 0:
        return t("The two largest groups are level. {said}", said=whole)
    close = difference == 1 or lead == 1
    return t("It is close, and one person is no lead. {said}", said=whole) if close else whole


def beside(count: int, names: str, n: int, words: Wording, *, several: bool, is_minority: bool) -> str:
    """The largest view beside the main finding: a minority only where that is shared by more than half, else what comes next.

    `names`: all that are level, `several` where they are more than one, with `count` of `n` people each.
    """
    t, about = words.t, {"count": count, "n": n, "names": names}
    if is_minority and several:
        return t("The largest minorities are level: {count} of {n} people each chose {names}.", **about)
    if is_minority:
        return t("The largest minority, {count} of {n} people, chose {names}.", **about)
    if several:
        return t("Next come {names}, which are level, with {count} of {n} people each.", **about)
    return t("Next comes {names}, with {count} of {n} people.", **about)


_LABEL = 90
"""Characters of an option's wording in a sentence; the picture below has all of it."""


def labels_of(rows: Sequence[Row]) -> dict[str, str]:
    """Option -> its label, cut where it is long; with its id where the pages lack letters of it, or two are the same once they are cut."""
    short = {row.option: cut(row.label, _LABEL) for row in rows}
    same = Counter(short.values())
    return {
        row.option: f"{short[row.option]} ({row.option})"
        if missing_signs(row.label) or same[short[row.option]] > 1
        else short[row.option]
        for row in rows
    }
