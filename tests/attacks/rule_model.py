"""A small room without a database that obeys a release rule, and stories to play in it; says nothing about right.

The rule's functions are an argument and every step is a method, so that a rule can be broken at any place. What must
hold is in `tests/attacks/invariants.py`.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from flows.counting.release import LARGE, SENSITIVE, STANDARD, Policy
from tests.attacks.rules import OURS, Rule

Act = tuple[Any, ...]
"""("submit", who, answer), ("withdraw", who), ("tick",) or ("close",)."""
CHOICES = ("yes", "no", "maybe")


@dataclass
class Room:
    """One question, a few people, and what an observer sees: `shown` holds (people, counts) of every release."""

    policy: Policy = STANDARD
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    rule: Rule = OURS
    pending: dict[bytes, str] = field(default_factory=dict)
    spent: set[bytes] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    shown: list[tuple[int, Counter[str]]] = field(default_factory=list)
    is_open: bool = True
    dropped: int = 0

    @property
    def n(self) -> int:
        """People released."""
        return self.shown[-1][0] if self.shown else 0

    def submit(self, who: int, answer: str) -> None:
        """Hand in or change; refused once counted or closed."""
        if self.is_open and token(who) not in self.spent:
            self.pending[token(who)] = answer

    def withdraw(self, who: int) -> None:
        """Delete what waits."""
        if self.is_open:
            self.pending.pop(token(who), None)

    def due(self) -> tuple[bytes, ...] | None:
        """Who is shown at a look, if anybody."""
        return self.rule.members(list(self.pending), self.n, self.policy, self.chance)

    def last(self) -> tuple[bytes, ...]:
        """Who is shown at the close."""
        return self.rule.final(list(self.pending), self.n, self.policy)

    def tick(self) -> None:
        """The coarse clock."""
        members = self.due() if self.is_open else None
        if members is not None:
            self.count(members)

    def close(self) -> None:
        """The last release; nothing that leads to a person is left."""
        if not self.is_open:
            return
        members = self.last()
        self.dropped = len(self.pending) - len(members)
        if members:
            self.count(members)
        self.pending.clear()
        self.spent.clear()
        self.is_open = False

    def count(self, members: tuple[bytes, ...]) -> None:
        """Move these from waiting to the counts and show them."""
        self.counts += Counter(self.pending.pop(member) for member in members)
        self.spent |= set(members)
        self.shown.append((self.n + len(members), Counter(self.counts)))


def token(who: int) -> bytes:
    """A person's token: not in the order of arrival."""
    return random.Random(who).randbytes(4)


def play(room: Room, acts: Iterable[Act]) -> Room:
    """The room after these acts."""
    for name, *rest in acts:
        getattr(room, name)(*rest)
    return room


@dataclass(frozen=True)
class Case:
    """What a rule is tried with: a story, a policy, the seed of the chance, and another seed for what is swapped."""

    story: tuple[Act, ...]
    policy: Policy
    seed: int
    swap: int


POLICIES = (STANDARD, SENSITIVE, LARGE, Policy("own", 4, 2), Policy("own", 6, 5))
PEOPLE = 24
CLOSING: tuple[Act, ...] = (("tick",), ("close",))


def case(chance: random.Random) -> Case:
    """One case: a crowd arrives, with a look at its end or after each, then anything by few people, then the close.

    A naive mix would rarely reach a release, rarely have a look at the moment that is one person too early, and rarely
    have anything left to withdraw before the close.
    """
    policy = chance.choice(POLICIES)
    likely = chance.choice(CHOICES)
    at_once = chance.randrange(2)
    crowd = chance.choice([4, 8, 12, 12, 14, 18, PEOPLE])
    story: list[Act] = []
    for who in range(crowd):
        story += [("submit", who, _answer(chance, likely)), *(() if at_once else (("tick",),))]
    story += [("tick",), *(_anything(chance, likely) for _ in range(chance.randrange(40)))]
    story += CLOSING[chance.randrange(2) :] if chance.randrange(2) else _leaving(chance, crowd)
    return Case(tuple(story), policy, chance.randrange(1000), chance.randrange(1000))


def _answer(chance: random.Random, likely: str) -> str:
    return chance.choice([likely, likely, *CHOICES])


def _anything(chance: random.Random, likely: str) -> Act:
    who = chance.randrange(PEOPLE)
    return chance.choice([("submit", who, _answer(chance, likely)), ("withdraw", who), ("tick",)])


def _leaving(chance: random.Random, crowd: int) -> list[Act]:
    """Half of those present change their minds just before the close."""
    return [("tick",), *(("withdraw", who) for who in range(crowd) if chance.randrange(2)), ("close",)]


CASES = st.randoms(use_true_random=False).map(case)


def cases(number: int) -> list[Case]:
    """The same cases each time, to try many rules with."""
    return [case(random.Random(seed)) for seed in range(number)]
