"""The same exact observer at all three doors: a facilitator who brings accounts, presses when they like, and asks twice.

People who arrive between two presses are exchangeable, and of those who wait a look leaves b behind. So it is enough to list
how many of each group stay: exact fractions for groups of any size, where `tests/attacks/observer.py` lists every draw. That
both agree is tested. Accounts of the observer's own choose what nobody else does, so that they are told apart in each result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import permutations, product
from math import ceil, comb, prod

from flows.counting.release import Ask, Crowd, Decision, Door, Policy, decide
from tests.attacks.observer import Figures, person_of

Group = tuple[int, int]
"""(honest people, the observer's accounts) that arrive between two presses."""
Waiting = tuple[int, ...]
"""How many honest people of each group wait, and last how many accounts."""
Batch = tuple[int, int]
"""(honest people, accounts) that one result adds, which the observer sees."""


@dataclass(frozen=True)
class Story:
    """Groups arrive one after the other; after each something is asked of the rule. Then the workshop closes.

    `asks`: one for each group, in order. `never`: honest people who take part and hand nothing in before the end.
    """

    policy: Policy
    groups: tuple[Group, ...]
    asks: tuple[Ask, ...]
    never: int = 0

    @property
    def taking_part(self) -> int:
        """Everybody, accounts as well."""
        return self.never + sum(map(sum, self.groups))


@dataclass
class _Course:
    """In how many ways, all as likely, it comes to these sizes; (group, batch) -> in how many of them somebody of it is in that batch.

    Added over the honest people of the group.
    """

    ways: int = 0
    placed: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))


_State = tuple[Waiting, tuple[Batch, ...], bool]
"""Who waits, what was shown, whether it was closed for good."""


def courses(story: Story) -> dict[tuple[Batch, ...], _Course]:
    """Every sequence of batches that can be seen, in how many ways it comes to it, and who is in which batch in how many."""
    states: dict[_State, _Course] = {((0,) * (len(story.groups) + 1), (), False): _Course(1)}
    arrived = 0
    for place, ((honest, own), ask) in enumerate(zip(story.groups, story.asks, strict=True)):
        arrived += honest + own
        states = _pressed(story, {_joined(state, place, honest, own): c for state, c in states.items()}, ask, arrived)
    ends: dict[tuple[Batch, ...], _Course] = defaultdict(_Course)
    for (_, batches, _), course in _pressed(story, states, Ask.CLOSE, arrived).items():
        _add(ends[batches], course)
    return dict(ends)


def _joined(state: _State, place: int, honest: int, own: int) -> _State:
    waiting, batches, over = state
    if over:  # nobody can answer any more
        return state
    return (*waiting[:place], honest, *waiting[place + 1 : -1], waiting[-1] + own), batches, over


def _pressed(story: Story, states: dict[_State, _Course], ask: Ask, arrived: int) -> dict[_State, _Course]:
    after: dict[_State, _Course] = defaultdict(_Course)
    for (waiting, batches, over), course in states.items():
        crowd = Crowd(sum(waiting), sum(map(sum, batches)), story.taking_part, arrived)
        decision = Decision(None) if over else decide(story.policy, ask, crowd)
        if decision.door is None:
            _add(after[waiting, batches, over], course)
            continue
        for ways, stay in _reserves(waiting, decision.reserve):
            members = tuple(w - s for w, s in zip(waiting, stay, strict=True))
            batch = (sum(members[:-1]), members[-1])
            end = (stay, (*batches, batch), decision.door is not Door.LOOK)
            _add(after[end], course, ways, len(batches), members)
    return after


def _add(into: _Course, course: _Course, ways: int = 1, batch: int = 0, members: Sequence[int] = ()) -> None:
    into.ways += course.ways * ways
    for key, people in course.placed.items():
        into.placed[key] += people * ways
    for group, people in enumerate(members[:-1]):
        if people:
            into.placed[group, batch] += course.ways * ways * people


def _reserves(waiting: Waiting, size: int) -> Iterator[tuple[int, Waiting]]:
    """(in how many ways, who stays) of everything that the lot can leave behind; how many are drawn depends on no draw before."""
    for stay in product(*(range(min(one, size) + 1) for one in waiting)):
        if sum(stay) == size:
            yield prod(map(comb, waiting, stay)), stay


@dataclass(frozen=True)
class Row:
    """`people` of one group, in one course: how likely it is, the honest people in each batch, and the chance to be in each."""

    likely: Fraction
    people: int
    sizes: tuple[int, ...]
    chances: tuple[Fraction, ...]


def rows(story: Story) -> Iterator[Row]:
    """Every group in every course."""
    found = courses(story)
    total = sum(course.ways for course in found.values())
    for batches, course in found.items():
        sizes = tuple(honest for honest, _ in batches)
        for group, (honest, _) in enumerate(story.groups):
            if honest:
                placed = (course.placed.get((group, batch), 0) for batch in range(len(sizes)))
                chances = tuple(Fraction(people, course.ways * honest) for people in placed)
                yield Row(Fraction(course.ways, total), honest, sizes, chances)


def learned(story: Story, p: Fraction) -> Figures:
    """Of a yes-no question: how many of the honest are known for certain, and how often a guess is right."""
    certain = guess = Fraction(0)
    for row in rows(story):
        figures = person_of([chance * row.likely for chance in row.chances], row.likely, row.sizes, p)
        certain, guess = certain + row.people * figures.certain, guess + row.people * figures.guess
    honest = story.never + sum(honest for honest, _ in story.groups)
    return Figures(certain, (guess + story.never * max(p, 1 - p)) / honest)


def known(story: Story, p: Fraction) -> Fraction:
    """`learned(...).certain` alone, which is quick: somebody is known where all batches they may be in are of one mind."""
    certain: dict[int, Fraction] = defaultdict(Fraction)
    for row in rows(story):
        if sum(row.chances) == 1:
            beside = sum(size for size, chance in zip(row.sizes, row.chances, strict=True) if chance)
            certain[beside] += row.people * row.likely
    return sum((weight * (p**people + (1 - p) ** people) for people, weight in certain.items()), Fraction(0))


def authors(story: Story) -> Fraction:
    """Of a round of written questions: how often the best guess at the author of one of them is right."""
    found = courses(story)
    right, total = Fraction(0), sum(course.ways for course in found.values())
    groups = [(group, honest) for group, (honest, _) in enumerate(story.groups) if honest]
    for batches, course in found.items():
        written = sum(honest for honest, _ in batches)
        for batch in range(len(batches)):
            best = max(Fraction(course.placed.get((group, batch), 0), honest) for group, honest in groups)
            right += best / total / written
    return right


# --- what a facilitator can do


def earliest(policy: Policy, honest: int, own: int) -> int:
    """After how many answers a poll can be closed for good, the observer's own accounts among them."""
    return max(policy.k + policy.b, ceil(Fraction(4 * (honest + own), 5)))


def closed_for_good(policy: Policy, honest: int, own: int) -> Story:
    """No look before: the accounts answer, and it is closed for good behind as few honest people as the rule allows."""
    first = earliest(policy, honest, own)
    return Story(policy, ((first - own, own),), (Ask.END,), never=honest - (first - own))


def workshop_closed(policy: Policy, honest: int, own: int) -> Story:
    """The workshop itself is closed as soon as that shows anything: the accounts have answered, and hardly anybody else."""
    first = max(1, policy.k - own)
    return Story(policy, ((first, own),), (Ask.TICK,), never=honest - first)


Plan = tuple[tuple[int, ...], int | None]
"""(after how many answers a look is asked for, after how many it is closed for good; None: it waits for the workshop's close)."""


def at_once(policy: Policy, honest: int, own: int) -> Plan:
    """A look whenever one is allowed, and closed for good as soon as it is allowed."""
    end = earliest(policy, honest, own)
    return tuple(range(policy.k + policy.b, end, policy.b)), end


def plans(policy: Policy, honest: int, own: int) -> Iterator[Plan]:
    """Every choice of moments that the rule allows."""
    least, everybody = earliest(policy, honest, own), honest + own

    def onward(looks: tuple[int, ...]) -> Iterator[Plan]:
        last = looks[-1] if looks else 0
        yield looks, None
        yield from ((looks, end) for end in range(max(least, last), everybody + 1))
        for look in range(last + policy.b if looks else policy.k + policy.b, everybody + 1):
            yield from onward((*looks, look))

    return onward(())


def planned(policy: Policy, honest: int, own: Sequence[int], plan: Plan) -> Story | None:
    """The story of a plan; None where there are not so many honest people. `own`: accounts that arrive before each moment."""
    looks, end = plan
    last = honest + sum(own) if end is None else end
    sizes = _sizes((*looks, last))
    groups = tuple((size - mine, mine) for size, mine in zip(sizes, own, strict=True))
    never = honest - sum(group[0] for group in groups)
    asks = (*(Ask.TICK for _ in looks), Ask.TICK if end is None else Ask.END)
    return Story(policy, groups, asks, never) if never >= 0 and all(group[0] >= 0 for group in groups) else None


def _sizes(moments: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(after - before for before, after in zip((0, *moments), moments, strict=False))


def placements(sizes: Sequence[int], own: int) -> Iterator[tuple[int, ...]]:
    """Every way of spreading so many accounts over groups of these sizes."""
    for spread in product(*(range(min(size, own) + 1) for size in sizes)):
        if sum(spread) == own:
            yield spread


def worst(policy: Policy, honest: int, own: int, p: Fraction, some: Iterable[Plan]) -> tuple[Fraction, Story]:
    """The most that is known for certain, over these plans and all places of the observer's accounts, and how."""
    stories = (
        planned(policy, honest, spread, (looks, end))
        for looks, end in some
        for spread in placements(_sizes((*looks, honest + own if end is None else end)), own)
    )
    return max(((known(story, p), story) for story in stories if story is not None), key=lambda pair: pair[0])


def climbed(policy: Policy, honest: int, own: int, p: Fraction, plan: Plan) -> tuple[Fraction, Story]:
    """As `worst` for one plan of a large room, where trying all places takes hours: accounts move while it tells more.

    From each single group that can hold them on; what it gives is exact, that nothing is worse it does not prove.
    """
    looks, end = plan
    sizes = _sizes((*looks, honest + own if end is None else end))
    tried: dict[tuple[int, ...], Fraction] = {}

    def told(spread: tuple[int, ...]) -> Fraction:
        if spread not in tried:
            story = planned(policy, honest, spread, plan)
            tried[spread] = known(story, p) if story is not None else Fraction(-1)
        return tried[spread]

    for first in range(len(sizes)):
        spread = _heaped(sizes, own, first)
        while (better := max(_moved(spread, sizes), key=told)) and told(better) > told(spread):
            spread = better
    best = max(tried, key=lambda one: tried[one])
    story = planned(policy, honest, best, plan)
    assert story is not None
    return tried[best], story


def _heaped(sizes: Sequence[int], own: int, first: int) -> tuple[int, ...]:
    """All accounts in this group, what it does not hold in those after it, then before."""
    spread, left = [0] * len(sizes), own
    for place in (*range(first, len(sizes)), *reversed(range(first))):
        spread[place] = min(sizes[place], left)
        left -= spread[place]
    return tuple(spread)


def _moved(spread: tuple[int, ...], sizes: Sequence[int]) -> list[tuple[int, ...]]:
    found = [spread]
    for source, target in permutations(range(len(spread)), 2):
        if spread[source] and spread[target] < sizes[target]:
            moved = list(spread)
            moved[source] -= 1
            moved[target] += 1
            found.append(tuple(moved))
    return found


def twice(first: int, second: int, both: int, p: Fraction) -> Fraction:
    """Two rounds of one poll, closed for good behind known people who do not change their minds: how many are known for certain.

    `first`, `second`: honest people in each; `both`: in both. All that is seen is how many said yes each time.
    """
    sizes = (both, first - both, second - both)
    seen: dict[tuple[int, int], list[tuple[Fraction, tuple[int, ...]]]] = defaultdict(list)
    for yes in product(*(range(size + 1) for size in sizes)):
        weight = prod(
            (comb(s, y) * p**y * (1 - p) ** (s - y) for s, y in zip(sizes, yes, strict=True)), start=Fraction(1)
        )
        seen[yes[0] + yes[1], yes[0] + yes[2]].append((weight, yes))
    certain = Fraction(0)
    for ways in seen.values():
        for place, size in enumerate(sizes):
            if {yes[place] for _, yes in ways} in ({0}, {size}):
                certain += size * sum(weight for weight, _ in ways)
    return certain


def twice_at_worst(policy: Policy, honest: int, own: int, p: Fraction) -> Fraction:
    """The most of `twice` over all sizes and overlaps that the rule and the order of arrival allow."""
    least = earliest(policy, honest, own) - own
    every = range(least, honest + 1)
    return max(
        twice(a, b, both, p) for a in every for b in every for both in range(max(0, a + b - honest), min(a, b) + 1)
    )
