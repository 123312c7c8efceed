"""How many of each expected group are counted, as far as the rule lets it be said; must not know words, people or chats.

The one source is the released tally of the question that makes the groups, so nothing here moves before that is released or
grows otherwise than it. On top of it stands the rule for groups (`segments.merged`): a group under k is "fewer than k", and where
what is hidden would follow from the total, the smallest group beside it is "k or more" instead of its number. How many gave no group
is the base of the question, which everybody is told, so it hides nobody and nothing has to hide it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from flows.counting.segments import merged
from flows.counting.tally import Tally
from flows.definition.flow import SingleQuestion

SHARES = (Fraction(1, 4), Fraction(1, 3), Fraction(1, 2))
"""Parts of those expected below which it is said, the smallest first."""


@dataclass(frozen=True)
class Expectation:
    """One group. Numbers are people. `expected`: as somebody said, more than 0.

    `least` and `most`: between them lies how many are counted, equal where the number itself may be said; `most` None: at least
    `least` and no more is said. Both None: nothing is released yet.
    """

    option: str
    label: str
    expected: int
    least: int | None = None
    most: int | None = None

    @property
    def exact(self) -> int | None:
        """How many are counted, where that may be said."""
        return self.least if self.least is not None and self.least == self.most else None

    @property
    def under(self) -> Fraction | None:
        """The smallest of `SHARES` below which they stay for certain, whatever is hidden; None where none is certain."""
        return next((part for part in SHARES if self.most is not None and self.most < part * self.expected), None)


def expectations(
    question: SingleQuestion, expected: Mapping[str, int], tally: Tally | None, k: int
) -> tuple[Expectation, ...]:
    """The expected groups in the question's order. `tally`: its latest release, None before there is one.

    Numbers for options that the question does not have are passed over.
    """
    people = {} if tally is None else {option.id: tally.counts[option.id] for option in question.options}
    alone = _said_alone({name: count for name, count in people.items() if count}, k)
    groups = ((option.id, option.label, expected.get(option.id, 0)) for option in question.options)
    return tuple(
        Expectation(name, label, wanted, *_bounds(people.get(name), k, said=name in alone))
        for name, label, wanted in groups
        if wanted > 0
    )


def _said_alone(people: dict[str, int], k: int) -> set[str]:
    """The groups whose number may be said; `people`: those that somebody is in. One that everybody is in hides nobody."""
    groups = merged(people, k) if len(people) > 1 else tuple((name,) for name in people if people[name] >= k)
    return {names[0] for names in groups if len(names) == 1}


def _bounds(count: int | None, k: int, *, said: bool) -> tuple[int | None, int | None]:
    if count is None:
        return None, None
    if said:
        return count, count
    return (0, k - 1) if count < k else (k, None)
