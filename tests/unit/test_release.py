"""The release rule against its invariants (I1-I6, I8-I11) in a small room without a database."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.definition import Condition, Option, Question, SingleQuestion, TextQuestion
from flows.release import (
    LARGE,
    PRESETS,
    SENSITIVE,
    STANDARD,
    Policy,
    final_members,
    is_live,
    members_to_release,
    missing,
    needed,
    policy_from_json,
    policy_hash,
    policy_json,
)

OPTIONS = (Option(id="yes", label="Yes"), Option(id="no", label="No"))
WORTH = SingleQuestion(id="worth", text="Is it worth it?", options=OPTIONS)
WHY = SingleQuestion(id="why", text="Why?", options=OPTIONS, shown_if=Condition(question="worth", any_of=("no",)))
SAY = TextQuestion(id="say", text="What else?")


@dataclass
class Room:
    """One question, a few people, and what an observer sees: `shown` holds (people, counts) of every release."""

    policy: Policy = STANDARD
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    pending: dict[bytes, str] = field(default_factory=dict)
    spent: set[bytes] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    shown: list[tuple[int, Counter[str]]] = field(default_factory=list)
    batches: list[Counter[str]] = field(default_factory=list)
    is_open: bool = True
    dropped: int = 0

    def submit(self, who: int, answer: str) -> None:
        """Hand in or change; refused once counted or closed."""
        if self.is_open and token(who) not in self.spent:
            self.pending[token(who)] = answer

    def withdraw(self, who: int) -> None:
        """Delete what waits."""
        if self.is_open:
            self.pending.pop(token(who), None)

    def tick(self) -> None:
        """The coarse clock."""
        if self.is_open:
            self._count(members_to_release(list(self.pending), self.n, self.policy, self.chance))

    def close(self) -> None:
        """The last release."""
        if self.is_open:
            members = final_members(list(self.pending), self.n, self.policy)
            self.dropped = len(self.pending) - len(members)
            self._count(members or None)
            self.is_open = False

    @property
    def n(self) -> int:
        """People released."""
        return self.shown[-1][0] if self.shown else 0

    def _count(self, members: Sequence[bytes] | None) -> None:
        if members is None:
            return
        batch = Counter(self.pending.pop(member) for member in members)
        self.spent |= set(members)
        self.counts += batch
        self.batches.append(batch)
        self.shown.append((self.n + len(members), Counter(self.counts)))


Act = tuple[Any, ...]
"""("submit", who, answer), ("withdraw", who), ("tick",) or ("close",)."""


def token(who: int) -> bytes:
    """A person's token: not in the order of arrival."""
    return random.Random(who).randbytes(4)


def play(room: Room, acts: Iterable[Act]) -> Room:
    """The room after these acts."""
    for name, *rest in acts:
        getattr(room, name)(*rest)
    return room


PEOPLE = st.integers(0, 17)
ANSWERS = st.sampled_from(["yes", "no", "maybe"])
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("submit"), PEOPLE, ANSWERS),
        st.tuples(st.just("submit"), PEOPLE, ANSWERS),
        st.tuples(st.just("withdraw"), PEOPLE),
        st.just(("tick",)),
    ),
    max_size=40,
)
POLICIES = st.sampled_from([STANDARD, SENSITIVE, LARGE, Policy("own", 4, 2), Policy("own", 6, 5)])


@st.composite
def stories(draw: st.DrawFn) -> list[Act]:
    """Up to 14 people arrive, a tick, anything, and the close: a naive mix would rarely reach a release."""
    arrivals = [("submit", who, draw(ANSWERS)) for who in range(draw(st.sampled_from([12, 14, 8, 4])))]
    return [*arrivals, ("tick",), *draw(ACTS), ("tick",), ("close",)]


@given(stories(), POLICIES, st.integers(0, 5))
def test_invariants(story: list[Act], policy: Policy, seed: int) -> None:
    """I1-I6: no release is small, none differs from another by fewer than b people, and each is a whole batch more."""
    room = Room(policy, random.Random(seed))
    voters: set[int] = set()
    for act in story:
        before = len(room.shown)
        play(room, [act])
        voters |= {act[1]} if act[0] == "submit" else set()
        if act[0] != "close" and len(room.shown) > before:
            assert len(room.pending) == policy.b  # I6
            assert not policy.close_only
    sizes = [n for n, _ in room.shown]
    assert all(n >= policy.k for n in sizes)  # I1
    assert all(sum(counts.values()) == n for n, counts in room.shown)  # I2
    assert all(after - before >= policy.b for before, after in pairwise(sizes))  # I3
    assert all(n <= len(voters) for n in sizes)  # I11
    growing = Counter[str]()
    for (_, counts), batch in zip(room.shown, room.batches, strict=True):
        assert counts == growing + batch  # I4 and I5
        growing = counts


@given(stories(), POLICIES)
def test_nobody_is_lost(story: list[Act], policy: Policy) -> None:
    """I8: without withdrawals and with k voters, the close counts everybody."""
    story = [act for act in story if act[0] != "withdraw"]
    voters = {act[1] for act in story if act[0] == "submit"}
    room = play(Room(policy), story)
    if len(voters) >= policy.k:
        assert (room.n, room.dropped) == (len(voters), 0)


@given(st.integers(0, 9), POLICIES)
def test_too_few_is_silence(voters: int, policy: Policy) -> None:
    """I9: fewer than k voters are never shown, not even how they divide."""
    voters = min(voters, policy.k - 1)
    acts: list[Act] = [act for who in range(voters) for act in (("submit", who, "yes"), ("tick",))]
    assert play(Room(policy), [*acts, ("close",)]).shown == []


class Mirrored(random.Random):
    """Draws as another chance would if two people had changed places."""

    def __init__(self, seed: int, one: bytes, other: bytes) -> None:
        super().__init__(seed)
        self.places = {one: other, other: one}

    def sample(self, population: Any, k: int, **_: Any) -> list[Any]:
        """The mirror image of what the mirror image would draw."""
        seen = sorted(self.places.get(member, member) for member in population)
        return [self.places.get(member, member) for member in super().sample(seen, k)]


@given(stories(), st.integers(0, 100), st.sampled_from([STANDARD, Policy("own", 4, 2)]), st.data())
@example(
    story=[*(("submit", who, "yes" if who else "no") for who in range(12)), ("tick",), ("close",)],
    seed=1,
    policy=STANDARD,
    data=None,
)
def test_swap_indistinguishable(story: list[Act], seed: int, policy: Policy, data: st.DataObject | None) -> None:
    """I10: two people who wait together can change answers, and nobody who sees every release can tell."""
    ticks = [place for place, act in enumerate(story) if act[0] in {"tick", "close"}]
    moment = data.draw(st.sampled_from(ticks)) if data else ticks[0]
    until = play(Room(policy, random.Random(seed)), story[:moment])
    pair = sorted(until.pending)[:2] if data is None else data.draw(st.permutations(sorted(until.pending)))[:2]
    if len(pair) < 2:
        return
    one, other = pair
    later = [act for act in story[moment:] if len(act) == 1 or token(act[1]) not in {one, other}]
    as_it_was = play(until, [])
    swapped = Room(policy, Mirrored(0, one, other), dict(until.pending), set(until.spent), Counter(until.counts))
    swapped.shown, swapped.batches = list(until.shown), list(until.batches)
    swapped.chance.setstate(until.chance.getstate())
    swapped.pending[one], swapped.pending[other] = until.pending[other], until.pending[one]
    assert play(as_it_was, later).shown == play(swapped, later).shown


def test_draw_ignores_arrival() -> None:
    """The same chance draws the same members whatever order they came in."""
    tokens = [token(who) for who in range(12)]
    draws = {members_to_release(tokens[turn:] + tokens[:turn], 0, STANDARD, random.Random(7)) for turn in range(12)}
    assert len(draws) == 1


def test_draw_is_uniform() -> None:
    """Everyone waiting is as likely to be held back as everyone else."""
    tokens = [token(who) for who in range(8)]
    chance = random.Random(3)
    rounds = 4000
    counted = Counter(t for _ in range(rounds) for t in members_to_release(tokens, 0, STANDARD, chance) or ())
    assert all(abs(counted[t] / rounds - 5 / 8) < 0.03 for t in tokens)


def test_standard_looks() -> None:
    """With k 5 and b 3 the looks are at 8 people (5 shown), 11 (8 shown), and the close shows all 12."""
    room = Room()
    looks = []
    for who in range(12):
        play(room, [("submit", who, "yes"), ("tick",)])
        looks.append(room.n)
    room.close()
    assert looks == [0] * 7 + [5] * 3 + [8] * 2
    assert [n for n, _ in room.shown] == [5, 8, 12]


def test_withdrawn_reserve_is_dropped() -> None:
    """When someone in the reserve withdraws, the rest of it is too small to be shown and is deleted."""
    room = play(Room(), [("submit", who, "yes") for who in range(8)])
    room.tick()
    del room.pending[min(room.pending)]
    room.close()
    assert (room.n, room.dropped) == (5, 2)


@pytest.mark.parametrize(("question", "live"), [(WORTH, True), (WHY, False), (SAY, False)])
def test_what_is_live(question: Question, live: bool) -> None:
    """Conditional questions and open texts wait for the close, and so does everything under the sensitive preset."""
    assert is_live(question, STANDARD) is live
    assert not is_live(question, SENSITIVE)


@pytest.mark.parametrize(
    ("submitted", "released", "more"), [(0, 0, 8), (7, 0, 1), (8, 0, 0), (8, 5, 3), (11, 5, 0), (5, 8, 6)]
)
def test_missing(submitted: int, released: int, more: int) -> None:
    """What a facilitator is told is missing follows from the people who submitted and were released alone."""
    assert missing(WORTH, STANDARD, submitted, released) == more
    assert missing(WHY, STANDARD, submitted, released) is None


@given(st.integers(0, 40), POLICIES)
def test_missing_keeps_its_word(submitted: int, policy: Policy) -> None:
    """As many people as were missing bring the release, and one fewer does not."""
    if policy.close_only:
        return
    more = missing(WORTH, policy, submitted, 0)
    assert more is not None
    tokens = [token(who) for who in range(submitted + more)]
    assert members_to_release(tokens, 0, policy, random.Random(1)) is not None
    if more:
        assert members_to_release(tokens[1:], 0, policy, random.Random(1)) is None


@pytest.mark.parametrize(("k", "b"), [(3, 3), (5, 1), (0, 0)])
def test_policy_floor(k: int, b: int) -> None:
    """A policy that would protect nobody cannot be made, from code or from a database."""
    with pytest.raises(ValueError, match="release policy"):
        Policy("own", k, b)
    with pytest.raises(ValueError, match="release policy"):
        policy_from_json(f'{{"preset": "own", "k": {k}, "b": {b}}}')


def test_policies_have_their_own_hash() -> None:
    """A policy comes back from JSON as it was, and no two of them share a hash."""
    assert all(policy_from_json(policy_json(policy)) == policy for policy in PRESETS.values())
    assert len({policy_hash(policy) for policy in PRESETS.values()}) == len(PRESETS)
    assert needed(0, STANDARD) == 8
    assert needed(5, STANDARD) == 6
