"""An exact Bayesian observer of a binary question: who knows when each person answered and sees every release.

What is computed, without simulation. Every person's answer is "yes" with probability p, independently. Each release
shows how many people and how many "yes" came with it. Given the draws, the number of "yes" in a batch of s people is
binomial whoever they are, so only the sizes matter for how likely a sequence is, and

    P(person i said yes | all releases) = sum over batches j of P(i is in j | sizes) * yes_j / s_j + P(never shown) * p

P(i in j | sizes) comes from running the rule on every possible draw, never from a formula about the rule. Arithmetic is
in fractions; `tests/attacks/test_attack_table.py` compares it with plain enumeration of all answers and all draws.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from itertools import combinations, product
from math import comb, prod
from typing import Any, Never, TypeVar

from flows.counting.release import Policy
from tests.attacks.rules import Rule

T = TypeVar("T")
Sizes = tuple[tuple[int, int, int], ...]
"""What an observer sees of sizes, a release: people who had answered (one more than all: at the close), honest people
shown, false people shown."""


@dataclass(frozen=True)
class Figures:
    """What the observer achieves: people known for certain (expected), and the mean probability of a right guess."""

    certain: Fraction
    guess: Fraction


class Scripted(random.Random):
    """A chance that draws what a script says and notes how many subsets there were to choose from."""

    def __init__(self, script: Sequence[int]) -> None:
        super().__init__(0)
        self.script = script
        self.options: list[int] = []

    def sample(self, population: Any, k: int, **_: Any) -> list[Any]:
        """One of all subsets of k members: the one whose number is next in the script, the first after its end."""
        subsets = _subsets(tuple(population), k)
        place = len(self.options)
        self.options.append(len(subsets))
        return list(subsets[self.script[place] if place < len(self.script) else 0])

    def random(self) -> Never:
        """Refuse draws that cannot be listed."""
        raise NotImplementedError("the observer can list the outcomes of sample() only")

    def getrandbits(self, _k: int) -> Never:
        """Refuse draws that cannot be listed."""
        raise NotImplementedError("the observer can list the outcomes of sample() only")


@lru_cache(maxsize=20_000)
def _subsets(population: tuple[Any, ...], k: int) -> list[tuple[Any, ...]]:
    return list(combinations(population, k))


def every_draw(call: Callable[[random.Random], T]) -> Iterator[tuple[Fraction, T]]:
    """(probability, result) of a call for every possible course of the chance it is given."""
    script: list[int] | None = []
    while script is not None:
        chance = Scripted(script)
        result = call(chance)
        yield Fraction(1, prod(chance.options)), result
        script = _next(script, chance.options)


def _next(script: list[int], options: list[int]) -> list[int] | None:
    digits = script + [0] * (len(options) - len(script))
    while digits and digits[-1] + 1 >= options[len(digits) - 1]:
        digits.pop()
    return [*digits[:-1], digits[-1] + 1] if digits else None


def token(person: int) -> bytes:
    """A person's token: not in the order of arrival."""
    return sha256(bytes([person])).digest()[:8]


@dataclass
class _Course:
    """All courses of events that look alike so far: their probability, and of it what has each person in each batch."""

    weight: Fraction
    placed: dict[tuple[int, int], Fraction]

    def add(self, other: _Course, chance: Fraction, batch: int, people: Sequence[int]) -> None:
        """Go on from an earlier course with this probability, people being shown in a batch."""
        self.weight += other.weight * chance
        for key, weight in other.placed.items():
            self.placed[key] += weight * chance
        for person in people:
            self.placed[person, batch] += other.weight * chance


_Courses = dict[tuple[tuple[int, ...], Sizes], _Course]


def courses(rule: Rule, policy: Policy, honest: Sequence[bool]) -> dict[Sizes, _Course]:
    """Every course of a workshop where people arrive in this order, with a look after each, and then the close."""
    states: _Courses = {((), ()): _Course(Fraction(1), {})}
    for person in range(len(honest)):
        arrived = {((*waiting, person), sizes): course for (waiting, sizes), course in states.items()}
        states = _look(arrived, rule, policy, honest[: person + 1])
    ends: dict[Sizes, _Course] = defaultdict(lambda: _Course(Fraction(0), defaultdict(Fraction)))
    for (waiting, sizes), course in states.items():
        shown = set(rule.final([token(one) for one in waiting], _released(sizes), policy))
        members = [one for one in waiting if token(one) in shown]
        ends[_grown(sizes, len(honest) + 1, members, honest)].add(course, Fraction(1), len(sizes), members)
    return dict(ends)


def _look(states: _Courses, rule: Rule, policy: Policy, honest: Sequence[bool]) -> _Courses:
    after: _Courses = defaultdict(lambda: _Course(Fraction(0), defaultdict(Fraction)))
    for (waiting, sizes), course in states.items():
        tokens = [token(one) for one in waiting]
        for chance, shown in every_draw(lambda c, t=tokens, s=sizes: rule.members(t, _released(s), policy, c)):  # type: ignore[misc]
            members = [one for one in waiting if token(one) in (shown or ())]
            rest = tuple(one for one in waiting if one not in members)
            after[rest, _grown(sizes, len(honest), members, honest)].add(course, chance, len(sizes), members)
    return after


def _released(sizes: Sizes) -> int:
    return sum(ours + false for _, ours, false in sizes)


def _grown(sizes: Sizes, arrived: int, members: Sequence[int], honest: Sequence[bool]) -> Sizes:
    ours = sum(honest[one] for one in members)
    return (*sizes, (arrived, ours, len(members) - ours)) if members else sizes


def attack(rule: Rule, policy: Policy, people: int, p: Fraction, sybils: Sequence[int] = ()) -> Figures:
    """The figures for the honest among `people`, arrivals at the places `sybils` being the observer's own accounts.

    Sybils choose an option nobody else does, so the observer sees how many of them each release holds.
    """
    honest = [place not in sybils for place in range(people)]
    ours = [place for place in range(people) if honest[place]]
    certain = guess = Fraction(0)
    for sizes, course in courses(rule, policy, honest).items():
        rows = Counter(
            tuple(course.placed.get((one, batch), Fraction(0)) for batch in range(len(sizes))) for one in ours
        )
        for row, many in rows.items():
            figures = person_of(row, course.weight, [size for _, size, _ in sizes], p)
            certain += many * figures.certain
            guess += many * figures.guess
    return Figures(certain, guess / len(ours))


def person_of(row: Sequence[Fraction], weight: Fraction, sizes: Sequence[int], p: Fraction) -> Figures:
    """One person's share of the figures over all courses of these sizes, whose probability is `weight`."""
    places = [(chance / weight, size) for chance, size in zip(row, sizes, strict=True) if chance]
    unseen = 1 - sum(chance for chance, _ in places)
    certain = guess = Fraction(0)
    for yes in product(*(range(size + 1) for _, size in places)):
        likely = weight * prod(
            comb(size, count) * p**count * (1 - p) ** (size - count)
            for count, (_, size) in zip(yes, places, strict=True)
        )
        shares = (chance * count / size for count, (chance, size) in zip(yes, places, strict=True))
        belief = unseen * p + sum(shares)
        certain += likely * (belief in {0, 1})
        guess += likely * max(belief, 1 - belief)
    return Figures(certain, guess)


def attack_by_symmetry(rule: Rule, policy: Policy, people: int, p: Fraction) -> Figures:
    """The same without listing draws, for larger groups: right for rules that draw uniformly, whatever the size.

    That ours does is tested separately; the size of each batch still comes from the rule.
    """
    staying: dict[int, Fraction] = {}
    rows: list[list[Fraction]] = [[] for _ in range(people)]
    sizes: list[int] = []
    chance = random.Random(0)
    for look in range(people + 1):
        tokens = [token(one) for one in range(look - sum(sizes) + (look < people))]
        if look < people:
            staying[look] = Fraction(1)
            shown = rule.members(tokens, sum(sizes), policy, chance)
        else:
            shown = rule.final(tokens, sum(sizes), policy)
        if not shown:
            continue
        part = Fraction(len(shown), len(tokens))
        for one, row in enumerate(rows):
            row.append(staying.get(one, Fraction(0)) * part)
        staying = {one: weight * (1 - part) for one, weight in staying.items()}
        sizes.append(len(shown))
    shares = [(person_of(row, Fraction(1), sizes, p), many) for row, many in Counter(map(tuple, rows)).items()]
    certain = sum((figures.certain * many for figures, many in shares), Fraction(0))
    return Figures(certain, sum((figures.guess * many for figures, many in shares), Fraction(0)) / people)
