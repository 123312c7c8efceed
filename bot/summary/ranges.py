"""Ranges on request: what shares of a larger group these answers leave open; never shown by themselves; must not know chats.

People in a workshop are no sample: whoever came, came. So nobody is shown a range who does not ask for one, with the number of
people that it is to be about, and the sentence that says what it takes for granted stands above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from bot.results.findings import Finding, full_name
from bot.results.headlines import written
from bot.wording import Wording
from flows.counting.figures import ChoiceFigures, MultiFigures, ScaleFigures, StanceFigures, Summary
from flows.counting.measures import percent_digits, rounded, wilson

MOST = 10_000_000
"""People of a larger group: more than that makes no difference to any range."""


def people_of(said: str) -> int | None:
    """The number in "of 400" or "van 400"; None for other words."""
    before, _, number = said.strip().partition(" ")
    number = number.strip()
    if before.lower() not in {"of", "van"} or not (number.isascii() and number.isdecimal() and len(number) < 9):
        return None
    return int(number) if 0 < int(number) <= MOST else None


def ranges(found: tuple[Finding, ...], population: int, words: Wording) -> str:
    """Each released share with its range in a group of so many people, as HTML blocks; what it takes for granted comes first."""
    counted = [one for one in found if one.summary is not None and one.summary.answered]
    most = max((one.summary.answered for one in counted if one.summary), default=0)
    if not counted:
        return words.t("Nothing is counted yet.")
    if population < most:
        return words.n("More than {count} person answered, so it cannot be the whole group.",
                       "More than {count} people answered, so that cannot be the whole group.", population)  # fmt: skip
    head = words.t(
        "<b>If those who answered had been drawn by lot from {people} people</b>, the share of all {people} would lie in these "
        "ranges 95 times of 100. They were not drawn: who came, came. So the truth can lie outside too, and these say the least "
        "that is unsure.",
        people=population,
    )
    blocks = [_block(one, one.summary, population, words) for one in counted if one.summary is not None]
    left_out = words.t("Averages of rankings and points, and open answers, have no such range.")
    return "\n\n".join([head, *(block for block in blocks if block), f"<i>{left_out}</i>"])


def _block(found: Finding, summary: Summary, population: int, words: Wording) -> str:
    lines = [f"{escape(label)}: {_range(count, n, population, words)}" for label, count, n in _shares(summary, words)]
    return "\n".join([f"<b>{escape(full_name(found, words))}</b>", *lines]) if lines else ""


def _shares(summary: Summary, words: Wording) -> Iterator[tuple[str, int, int]]:
    """What a share is of, how many people, of how many."""
    match summary.figures:
        case ChoiceFigures() | MultiFigures():
            yield from ((row.label, row.count, summary.answered) for row in summary.rows)
        case ScaleFigures(on_scale=n, positive=positive) if n:
            yield words.t("on the positive side"), positive, n
        case StanceFigures(agree=agree):
            yield words.t("agree"), agree, summary.answered
        case _:
            return


def _range(count: int, n: int, population: int, words: Wording) -> str:
    digits = percent_digits(n)
    low, high = (written(rounded(100 * end, digits), digits, words) for end in wilson(count, n, population))
    return words.t("{count} of {n}, {low}% to {high}%", count=count, n=n, low=low, high=high)
