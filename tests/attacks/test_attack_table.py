"""What an exact observer learns under our release rule is what is published, and the observer is exact."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from fractions import Fraction
from itertools import product
from math import comb

import pytest

from flows.counting import release
from flows.counting.release import STANDARD, Policy
from tests.attacks.figures import EIGHT, EVEN, LARGER, TWELVE, UNEVEN, Row, agrees, looks, measured
from tests.attacks.observer import Figures, attack, attack_by_symmetry, every_draw, token
from tests.attacks.rules import FIFO, OURS, Rule, edited_module, members_to_release

SMALL = Policy("own", 4, 2)
Batch = tuple[int, ...]


@pytest.mark.parametrize("row", [*TWELVE, *EIGHT], ids=lambda row: f"{row.people} {row.name}")
def test_published_figures(row: Row) -> None:
    """Every published figure of the table for 8 and 12 people is what our code gives."""
    for p, (certain, guess) in ((EVEN, row.even), (UNEVEN, row.uneven)):
        found = measured(row, p)
        assert agrees(found.certain, certain), float(found.certain)
        assert agrees(found.guess, guess), float(found.guess)


@pytest.mark.parametrize("row", LARGER[:2], ids=lambda row: f"{row.people} {row.name}")
def test_published_figures_of_twenty(row: Row) -> None:
    """The published figures for 20 people hold as well."""
    assert agrees(measured(row, EVEN).certain, row.even[0])
    assert agrees(measured(row, UNEVEN).certain, row.uneven[0])


def test_standard_is_exactly_this() -> None:
    """The standard policy gives away 0.18 of 12 people for certain, 1.59 where four of five say yes, and no more."""
    (row,) = [row for row in TWELVE if row.policy is STANDARD and row.rule is OURS]
    assert looks(row) == "8 → 5, 11 → 8, close → 12"
    even, uneven = measured(row, EVEN), measured(row, UNEVEN)
    assert [round(float(figure), 4) for figure in (even.certain, even.guess)] == [0.1758, 0.6393]
    assert [round(float(figure), 4) for figure in (uneven.certain, uneven.guess)] == [1.5901, 0.8040]


def workshops(rule: Rule, policy: Policy, people: int) -> list[tuple[Fraction, list[tuple[int, Batch]]]]:
    """(probability, [(moment, who is shown)]) of every course of a whole workshop, one run of the rule for each."""
    names = {token(one): one for one in range(people)}

    def run(chance: random.Random) -> list[tuple[int, Batch]]:
        waiting: list[bytes] = []
        shown: list[tuple[int, Batch]] = []
        for one in range(people):
            waiting.append(token(one))
            members = rule.members(waiting, sum(len(batch) for _, batch in shown), policy, chance) or ()
            shown += [(one, tuple(names[member] for member in members))] if members else []
            waiting = [member for member in waiting if member not in members]
        last = rule.final(waiting, sum(len(batch) for _, batch in shown), policy)
        return [*shown, (people, tuple(names[member] for member in last))]

    return list(every_draw(run))


def enumerated(rule: Rule, policy: Policy, people: int, p: Fraction, sybils: tuple[int, ...] = ()) -> Figures:
    """The figures by the definition: all answers times all draws, grouped by what the observer sees, and Bayes."""
    honest = [one for one in range(people) if one not in sybils]
    seen: dict[object, Fraction] = defaultdict(Fraction)
    yes: dict[object, Counter[int]] = defaultdict(Counter)
    courses = workshops(rule, policy, people)
    for given in product((0, 1), repeat=len(honest)):
        answers = dict(zip(honest, given, strict=True))
        prior = p ** sum(given) * (1 - p) ** (len(given) - sum(given))
        for chance, shown in courses:
            view = tuple((at, Counter(answers.get(one, "mine") for one in batch).most_common()) for at, batch in shown)
            key = repr([(at, sorted(counts, key=repr)) for at, counts in view])
            seen[key] += prior * chance
            yes[key].update({one: prior * chance for one in honest if answers[one]})
    beliefs = [(weight, Fraction(yes[key][one]) / weight) for key, weight in seen.items() for one in honest]
    certain = sum((weight for weight, belief in beliefs if belief in {0, 1}), Fraction(0))
    return Figures(certain, sum(weight * max(belief, 1 - belief) for weight, belief in beliefs) / Fraction(len(honest)))


@pytest.mark.parametrize("rule", [OURS, FIFO], ids=["ours", "in order"])
@pytest.mark.parametrize("p", [EVEN, UNEVEN])
def test_observer_is_exact(rule: Rule, p: Fraction) -> None:
    """The observer's figures equal, as fractions, those of plain enumeration of all answers and all draws."""
    assert attack(rule, SMALL, 7, p) == enumerated(rule, SMALL, 7, p)


def test_observer_is_exact_with_sybils() -> None:
    """The same when two of the accounts are the observer's own."""
    assert attack(OURS, SMALL, 8, EVEN, (0, 6)) == enumerated(OURS, SMALL, 8, EVEN, (0, 6))


def test_observer_is_exact_when_people_are_never_shown() -> None:
    """The same for a rule that loses people: of them the observer knows what everybody knows."""
    loses = Rule(OURS.members, lambda _waiting, _released, _policy: ())
    assert attack(loses, SMALL, 7, UNEVEN) == enumerated(loses, SMALL, 7, UNEVEN)


@pytest.mark.parametrize("policy", [STANDARD, SMALL, Policy("own", 5, 5)])
def test_symmetry_is_no_guess(policy: Policy) -> None:
    """For our rule the short way gives the same fractions as listing every draw."""
    assert attack_by_symmetry(OURS, policy, 12, UNEVEN) == attack(OURS, policy, 12, UNEVEN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2 * policy.b", "policy.b + 1"),
        ("held = policy.b", "held = policy.b - 2"),
        ("chance.sample(sorted(waiting_tokens), decision.members)", "waiting_tokens[: decision.members]"),
    ],
    ids=["looks too soon", "hardly a reserve", "in order of arrival"],
)
def test_a_broken_rule_changes_the_table(monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    """When the rule in flows/counting/release.py is broken, the table shows that the observer knows more and guesses better."""
    sound = attack(OURS, STANDARD, 12, EVEN)
    broken = edited_module((old, new))
    monkeypatch.setattr(release, "decide", broken.decide)
    monkeypatch.setattr(release, "drawn", broken.drawn)
    monkeypatch.setattr(release, "Ask", broken.Ask)
    found = attack(OURS, STANDARD, 12, EVEN)
    assert found.certain > sound.certain + Fraction(1, 20)
    assert found.guess > sound.guess + Fraction(1, 200)


@pytest.mark.parametrize(
    ("policy", "waiting", "released"),
    [(STANDARD, 8, 0), (STANDARD, 12, 0), (STANDARD, 6, 5), (Policy("own", 5, 5), 10, 0)],
)
def test_every_subset_is_as_likely(policy: Policy, waiting: int, released: int) -> None:
    """The rule draws once, among all subsets of all but b of those waiting, and shows each of them exactly once."""
    tokens = [token(one) for one in range(waiting)]
    drawn = [members for _, members in every_draw(lambda c: members_to_release(tokens, released, policy, c))]
    assert len(drawn) == len(set(drawn)) == comb(waiting, policy.b)
    assert {len(set(members or ())) for members in drawn} == {waiting - policy.b}
    assert set().union(*(members or () for members in drawn)) == set(tokens)


def test_draws_are_uniform() -> None:
    """With real chance all 56 subsets come equally often: chi-square of 20 000 seeded draws below its 99.9 % point."""
    tokens = [token(one) for one in range(8)]
    chance, rounds = random.Random(20), 20_000
    drawn = Counter(members_to_release(tokens, 0, STANDARD, chance) for _ in range(rounds))
    assert len(drawn) == 56
    assert sum((times - rounds / 56) ** 2 / (rounds / 56) for times in drawn.values()) < 93.2
