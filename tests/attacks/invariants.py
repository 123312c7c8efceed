"""What a release rule must keep, whatever happens (I1-I11, and what they leave out); looks at a room from outside.

Every check plays a story in a room and returns the names of the invariants that were broken: none when all is well.
`I1`-`I11` are those of the anonymity rules, 3b. Four more say in a testable form what the rules demand in prose:
`A3` neither when something is shown nor who is counted depends on what was answered (a batch that is held back, or
drawn again, until it is diverse breaks none of I1-I11), `A10` only a tick or the close shows anything, `A14` a close is
the end, `COST` a summary is shown as soon as it may be.
"""

from __future__ import annotations

import copy
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from flows.counting.release import Policy, needed
from tests.attacks.rule_model import CHOICES, Act, Case, Room, play, token

Make = Callable[[Policy, random.Random], Room]
"""A new room under a policy with a chance."""
NAMES = ("I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10", "I11", "A3", "A10", "A14", "COST")


def broken_by(make: Make, case: Case) -> set[str]:
    """All invariants that a room breaks in a case."""
    watched = Watch(make(case.policy, random.Random(case.seed)), case.policy)
    return set().union(
        watched.see(case.story),
        nobody_lost(make, case),
        silence(make, case),
        swapped(make, case),
        blind(make, case),
    )


@dataclass
class Watch:
    """Whoever sees the room before and after each act, and knows the policy as it was at the beginning."""

    room: Room
    policy: Policy
    voters: set[int] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)

    def see(self, story: tuple[Act, ...]) -> set[str]:
        """Names of what was broken, while the story was played and some more after its end."""
        for act in story:
            self._see(act)
        self._expect("I7", not (self.room.pending or self.room.spent))
        end = list(self.room.shown)
        play(self.room, [*(("submit", who, "no") for who in range(30)), ("tick",), ("withdraw", 3), ("close",)])
        self._expect("A14", self.room.shown == end)
        self._sizes()
        return self.broken

    def _see(self, act: Act) -> None:
        waited, before, left = dict(self.room.pending), len(self.room.shown), self.room.n
        play(self.room, [act])
        self.voters |= {act[1]} if act[0] == "submit" else set()
        grown = len(self.room.shown) > before
        if act[0] == "tick":
            self._expect("I6", not grown or len(self.room.pending) == self.policy.b)
            self._expect("I9", not (grown and self.policy.close_only))
            self._expect("COST", self.policy.close_only or len(self.room.pending) < needed(self.room.n, self.policy))
        if act[0] in {"tick", "close"}:
            self._batch(waited, before, left)
        else:
            self._expect("A10", not grown)

    def _batch(self, waited: dict[bytes, str], before: int, left: int) -> None:
        """What is new in the counts is what those who no longer wait had answered, and it is new in one piece."""
        gone = {who: answer for who, answer in waited.items() if who not in self.room.pending}
        if len(self.room.shown) == before:
            self._expect("I5", not gone or not self.room.is_open)
            return
        new = Counter(self.room.shown[-1][1])
        new.subtract(self.room.shown[before - 1][1] if before else {})
        self._expect("I5", len(self.room.shown) == before + 1 and self.room.n == left + len(gone))
        self._expect("I5", Counter(gone.values()) == +new)

    def _sizes(self) -> None:
        sizes = [n for n, _ in self.room.shown]
        self._expect("I1", all(n >= self.policy.k for n in sizes))
        self._expect("I2", all(sum(counts.values()) == n for n, counts in self.room.shown))
        self._expect("I3", all(after - before >= self.policy.b for before, after in pairwise(sizes)))
        self._expect("I4", all(one <= other for (_, one), (_, other) in pairwise(self.room.shown)))
        self._expect("I11", all(n <= len(self.voters) for n in sizes))

    def _expect(self, name: str, holds: bool) -> None:
        if not holds:
            self.broken.add(name)


def nobody_lost(make: Make, case: Case) -> set[str]:
    """I8: without withdrawals and with k voters, the close counts everybody."""
    story = [act for act in case.story if act[0] != "withdraw"]
    voters = {act[1] for act in story if act[0] == "submit"}
    room = play(make(case.policy, random.Random(case.seed)), story)
    return {"I8"} if len(voters) >= case.policy.k and (room.n, room.dropped) != (len(voters), 0) else set()


def silence(make: Make, case: Case) -> set[str]:
    """I9: fewer than k voters are never shown, not even how they divide."""
    room = make(case.policy, random.Random(case.seed))
    for who in range(case.policy.k - 1):
        play(room, [("submit", who, CHOICES[who % 2]), ("tick",)])
    return {"I9"} if play(room, [("close",)]).shown else set()


class Mirrored(random.Random):
    """Draws as another chance would if two people had changed places."""

    def __init__(self, state: tuple[Any, ...], one: bytes, other: bytes) -> None:
        super().__init__(0)
        self.setstate(state)
        self.places = {one: other, other: one}

    def sample(self, population: Any, k: int, **_: Any) -> list[Any]:
        """The mirror image of what the mirror image would draw."""
        seen = sorted(self.places.get(member, member) for member in population)
        return [self.places.get(member, member) for member in super().sample(seen, k)]


def swapped(make: Make, case: Case) -> set[str]:
    """I10: two people who wait together can change answers, and nobody who sees every release can tell."""
    draw = random.Random(case.swap)
    return {"I10"} if any(_swap_shows(make, case, draw) for _ in range(4)) else set()


def _swap_shows(make: Make, case: Case, draw: random.Random) -> bool:
    """Whether a swap of two different answers at some look, and of the draws accordingly, changes a release."""
    moment = draw.choice([place for place, act in enumerate(case.story) if act[0] in {"tick", "close"}])
    room = play(make(case.policy, random.Random(case.seed)), case.story[:moment])
    unlike = [(a, b) for a in sorted(room.pending) for b in sorted(room.pending) if room.pending[a] < room.pending[b]]
    if not unlike:
        return False
    one, other = draw.choice(unlike)
    later = [act for act in case.story[moment:] if len(act) == 1 or token(act[1]) not in {one, other}]
    mirror = copy.deepcopy(room)
    mirror.chance = Mirrored(room.chance.getstate(), one, other)
    mirror.pending[one], mirror.pending[other] = room.pending[other], room.pending[one]
    return play(room, later).shown != play(mirror, later).shown


def blind(make: Make, case: Case) -> set[str]:
    """A3: the same people are counted at the same looks, whatever they answer."""
    draw = random.Random(case.swap)
    others = [tuple(_answering(act, "yes") for act in case.story)]
    others.append(tuple(_answering(act, draw.choice(CHOICES)) for act in case.story))
    as_it_was = _waiting(make, case)
    return {"A3"} if any(_waiting(make, replace(case, story=story)) != as_it_was for story in others) else set()


def _answering(act: Act, answer: str) -> Act:
    return (*act[:2], answer) if act[0] == "submit" else act


def _waiting(make: Make, case: Case) -> list[tuple[int, frozenset[bytes]]]:
    """After each act: how many people are released and who waits."""
    room = make(case.policy, random.Random(case.seed))
    return [(after.n, frozenset(after.pending)) for after in (play(room, [act]) for act in case.story)]
