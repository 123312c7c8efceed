"""The release rule against its invariants (I1-I11, A3) in a small room without a database."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.counting.release import (
    LARGE,
    PRESETS,
    SENSITIVE,
    STANDARD,
    Ask,
    Crowd,
    Decision,
    Door,
    Policy,
    Why,
    crowd_of,
    decide,
    is_live,
    missing,
    needed,
    policy_from_json,
    policy_hash,
    policy_json,
)
from flows.definition.flow import Condition, Option, Question, SingleQuestion, TextQuestion
from tests.attacks.invariants import Watch, blind, nobody_lost, silence, swapped
from tests.attacks.rule_model import CASES, POLICIES, Case, Room, play, token
from tests.attacks.rules import members_to_release

OPTIONS = (Option(id="yes", label="Yes"), Option(id="no", label="No"))
WORTH = SingleQuestion(id="worth", text="Is it worth it?", options=OPTIONS)
WHY = SingleQuestion(id="why", text="Why?", options=OPTIONS, shown_if=Condition(question="worth", any_of=("no",)))
SAY = TextQuestion(id="say", text="What else?")


@given(CASES)
def test_invariants(case: Case) -> None:
    """I1-I7, I11: no release is small, none differs from another by fewer than b people, each is a whole batch more."""
    assert Watch(Room(case.policy, random.Random(case.seed)), case.policy).see(case.story) == set()


@given(CASES)
def test_nobody_is_lost(case: Case) -> None:
    """I8: without withdrawals and with k voters, the close counts everybody."""
    assert nobody_lost(Room, case) == set()


@given(CASES)
def test_too_few_is_silence(case: Case) -> None:
    """I9: fewer than k voters are never shown, not even how they divide."""
    assert silence(Room, case) == set()


@given(CASES)
def test_swap_indistinguishable(case: Case) -> None:
    """I10: two people who wait together can change answers, and nobody who sees every release can tell."""
    assert swapped(Room, case) == set()


@given(CASES)
def test_answers_decide_nothing(case: Case) -> None:
    """A3: the same people are counted at the same looks, whatever everybody answers."""
    assert blind(Room, case) == set()


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


@given(st.integers(0, 40), st.sampled_from(POLICIES))
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


# --- the three doors


@pytest.mark.parametrize(
    ("waiting", "counted", "taking_part", "handed_in", "door"),
    [
        (4, 0, 12, 4, None),  # too few for anything
        (5, 0, 5, 5, None),  # everybody there is, and too few: k alone opens nothing before the close
        (7, 0, 7, 7, None),
        (8, 0, 8, 8, Door.FOR_GOOD),
        (8, 0, 10, 8, Door.FOR_GOOD),  # exactly four fifths
        (8, 0, 11, 8, Door.LOOK),
        (12, 0, 15, 12, Door.FOR_GOOD),
        (12, 0, 16, 12, Door.LOOK),
        (3, 5, 8, 8, Door.FOR_GOOD),  # a vote that was looked at before: the reserve is counted with the last
        (2, 5, 8, 7, None),  # somebody took the answer back: two would stand alone in what is added
        (5, 5, 20, 10, None),
        (6, 5, 20, 11, Door.LOOK),
    ],
)
def test_ending(waiting: int, counted: int, taking_part: int, handed_in: int, door: Door | None) -> None:
    """Ending something counts everybody only where k + b people and four fifths of the room have answered; else it is a look."""
    assert decide(STANDARD, Ask.END, Crowd(waiting, counted, taking_part, handed_in)).door is door


def test_closed_for_good_counts_who_is_absent() -> None:
    """All that wait are counted, nobody stays behind, and who has not answered is "no answer"."""
    for_good = Decision(Door.FOR_GOOD, members=12, absent=3, missing_for_good=0)
    assert decide(STANDARD, Ask.END, Crowd(12, 0, 15, 12)) == for_good


def test_a_look_holds_b_back_and_says_what_is_missing_for_more() -> None:
    """12 of 20 are in: 9 are counted, 3 wait, and 4 more would make it the end."""
    looked = Decision(Door.LOOK, members=9, reserve=3, missing_for_good=4)
    assert decide(STANDARD, Ask.END, Crowd(12, 0, 20, 12)) == looked
    assert decide(STANDARD, Ask.LOOK, Crowd(12, 0, 20, 12)) == looked
    few = Decision(None, reserve=5, why=Why.TOO_FEW, missing=3, missing_for_good=11)
    assert decide(STANDARD, Ask.END, Crowd(5, 0, 20, 5)) == few


@pytest.mark.parametrize("ask", [Ask.TICK, Ask.LOOK, Ask.END])
def test_some_things_have_the_third_door_only(ask: Ask) -> None:
    """A question with a condition, a table of note-takers, and everything under the sensitive rule wait for the close."""
    crowds = [
        (STANDARD, replace(crowd_of(WHY, 30, 0), taking_part=30, handed_in=30)),
        (STANDARD, replace(crowd_of(WORTH, 30, 0, table=True), taking_part=30, handed_in=30)),
        (SENSITIVE, replace(crowd_of(WORTH, 30, 0), taking_part=30, handed_in=30)),
    ]
    for policy, crowd in crowds:
        assert decide(policy, ask, crowd) == Decision(None, reserve=30, why=Why.AT_CLOSE)
        assert decide(policy, Ask.CLOSE, crowd) == Decision(Door.CLOSE, members=30)


def test_no_clock_shows_an_open_answer() -> None:
    """An open answer comes when its question is ended for good; a round for the panel by a look; neither by a tick."""
    crowd = replace(crowd_of(SAY, 12, 0), taking_part=20, handed_in=12)
    a_round = replace(crowd, collected=True)
    assert decide(STANDARD, Ask.TICK, crowd).why is decide(STANDARD, Ask.TICK, a_round).why is Why.AT_CLOSE
    assert decide(STANDARD, Ask.LOOK, crowd).why is decide(STANDARD, Ask.END, crowd).why is Why.AT_CLOSE
    assert decide(STANDARD, Ask.END, replace(crowd, taking_part=15)).door is Door.FOR_GOOD
    assert decide(STANDARD, Ask.LOOK, a_round).door is Door.LOOK


@given(
    st.sampled_from([STANDARD, SENSITIVE, LARGE]),
    st.sampled_from(list(Ask)),
    st.integers(0, 60),
    st.integers(0, 60),
    st.integers(0, 60),
    st.booleans(),
)
def test_every_door_keeps_its_word(policy: Policy, ask: Ask, waiting: int, counted: int, more: int, some: bool) -> None:
    """Whatever is asked of whatever crowd: nobody is counted twice or invented, and no batch is small (I1, I3, I6)."""
    counted = counted if counted >= policy.k else 0
    crowd = Crowd(waiting, counted, waiting + counted + more, waiting + counted, of_some=some)
    found = decide(policy, ask, crowd)
    assert (found.door is None) == (found.why is not None) == (found.members == 0)
    assert found.members + found.reserve in {waiting, 0}
    if found.door is not None:
        assert found.members >= (policy.b if counted else policy.k)
        assert found.members + found.reserve == waiting
    if found.door is Door.LOOK:
        assert found.reserve == policy.b
    if found.door is Door.FOR_GOOD:
        assert crowd.handed_in >= policy.k + policy.b
        assert 5 * crowd.handed_in >= 4 * crowd.taking_part
        assert found.absent == more
    assert (found.door is Door.CLOSE) <= (ask is Ask.CLOSE)
