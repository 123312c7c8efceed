"""Tables by group against their rules (A7-A9, S1, S2, S4): every group large, all that can be subtracted large too."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flows.counting.segments import (
    LEAST_ODDS,
    UNKNOWN,
    Group,
    SegmentTable,
    by_lot,
    is_of_one_mind,
    is_tabulated,
    merged,
    segment_question,
    segment_table,
    table_from_json,
    table_to_json,
    widest_gap,
)
from flows.counting.tally import Tally, merge, tally_all
from flows.definition.flow import Condition, Flow, Question, SingleQuestion
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Skipped
from tests.support.examples.examples import EXAMPLES, MULTI, RANKING, SCALE, SINGLE, TEXT, answers_to, options

SECTOR = SingleQuestion(id="sector", text="Which sector?", options=options("public", "private", "third", "resident"))
SEGMENTS = (*(option.id for option in SECTOR.options), UNKNOWN)
CLOSED = [question for question in EXAMPLES if question.type != "text"]
KS = st.sampled_from([4, 5, 10])


@st.composite
def rooms(draw: st.DrawFn) -> tuple[Question, dict[str, list[Answer]]]:
    """A question, and the answers of up to 12 people in each segment; some segments have nobody."""
    question = draw(st.sampled_from(CLOSED))
    sizes = {segment: draw(st.sampled_from([0, 1, 3, 4, 5, 6, 12])) for segment in SEGMENTS}
    answers = answers_to(question)
    return question, {s: draw(st.lists(answers, min_size=n, max_size=n)) for s, n in sizes.items() if n}


def tallies(question: Question, answers: Mapping[str, Sequence[Answer]]) -> dict[str, Tally]:
    """The tally of each segment."""
    return {segment: tally_all(question, given) for segment, given in answers.items()}


def table_of(
    question: Question, answers: Mapping[str, Sequence[Answer]], k: int = 5, *, sensitive: bool = False
) -> SegmentTable:
    """The table of these people."""
    return segment_table(question, SECTOR, tallies(question, answers), k, sensitive=sensitive)


def total(question: Question, answers: Mapping[str, Sequence[Answer]]) -> Tally:
    """The question's own final tally: everybody."""
    return tally_all(question, [answer for given in answers.values() for answer in given])


@given(rooms(), KS)
def test_every_shown_group_is_large(room: tuple[Question, dict[str, list[Answer]]], k: int) -> None:
    """S1: at least k people have answered in each shown group; one group alone is no table."""
    table = table_of(*room, k)
    assert all(group.answered >= k for group in table.groups)
    assert len(table.groups) != 1


@given(rooms(), KS)
def test_no_sum_or_difference_is_small(room: tuple[Question, dict[str, list[Answer]]], k: int) -> None:
    """S2: groups are disjoint, add up to the totals, and every union of them and every complement has k people or nobody."""
    question, answers = room
    table, everybody = table_of(question, answers, k), total(question, answers)
    assume(table.groups)
    named = [segment for group in table.groups for segment in group.segments]
    assert sorted(named) == sorted(answers)
    assert sum(group.asked for group in table.groups) == everybody.asked
    shown: Counter[str] = Counter()
    for group in table.groups:
        shown.update(group.counts)
    own = {o: row[0] for o, row in everybody.positions.items()} if question.type == "ranking" else everybody.counts
    assert shown == Counter(own)
    for size in range(1, len(table.groups) + 1):
        for union in combinations(table.groups, size):
            inside = sum(group.answered for group in union)
            assert inside >= k
            assert everybody.answered - inside >= k or size == len(table.groups)


@given(rooms(), KS)
def test_sensitive_tables_tell_nobodys_answer(room: tuple[Question, dict[str, list[Answer]]], k: int) -> None:
    """S4: with a sensitive question no shown group is of one mind or has one dissenter; else the table is the plain one."""
    question, answers = room
    plain, careful = table_of(question, answers, k), table_of(question, answers, k, sensitive=True)
    flagged = table_of(question.model_copy(update={"sensitive": True}), answers, k)
    assert careful == flagged
    assert not any(is_of_one_mind(group) for group in careful.groups)
    assert careful == plain or (not careful.groups and any(is_of_one_mind(group) for group in plain.groups))


@given(rooms(), KS, st.randoms(use_true_random=False))
def test_the_same_people_give_the_same_table(
    room: tuple[Question, dict[str, list[Answer]]], k: int, dice: random.Random
) -> None:
    """The table depends neither on the order of people nor on that of segments, and survives JSON."""
    question, answers = room
    mixed = {segment: list(reversed(answers[segment])) for segment in dice.sample(sorted(answers), len(answers))}
    table = table_of(question, answers, k)
    assert table_of(question, mixed, k) == table
    assert table_from_json(table_to_json(table)) == table


@given(st.dictionaries(st.sampled_from(SEGMENTS), st.integers(0, 30)), KS)
def test_no_larger_group_is_given_up_for_a_smaller_one(people: dict[str, int], k: int) -> None:
    """Only segments under k and those without a group are merged, then the smallest others, and no more than needed."""
    groups = merged(people, k)
    assume(groups)
    alone = [names[0] for names in groups if len(names) == 1 and names[0] != UNKNOWN]
    (rest,) = [names for names in groups if names[0] not in alone] or [()]
    taken = [name for name in rest if name != UNKNOWN and people[name] >= k]
    assert all(people[name] <= people[other] for name in taken for other in alone)
    if taken:
        largest = max(people[name] for name in taken)
        assert sum(people[name] for name in rest) - largest < k


def yes(n: int, no: int = 0) -> list[Answer]:
    """So many who say a, and so many who say b."""
    return [*[Chosen("a")] * n, *[Chosen("b")] * no]


@pytest.mark.parametrize(
    "sizes, groups",
    [
        ({"public": 6, "private": 5}, [("public",), ("private",)]),
        ({"public": 6, "private": 5, "third": 2, "resident": 3}, [("public",), ("private",), ("third", "resident")]),
        ({"public": 9, "private": 6, "third": 2}, [("public",), ("private", "third")]),
        ({"public": 9, "private": 6, UNKNOWN: 2}, [("public",), ("private", UNKNOWN)]),
        ({"public": 9, UNKNOWN: 6}, [("public",), (UNKNOWN,)]),
        ({"public": 6, "private": 6, "third": 6, "resident": 1}, [("private",), ("third",), ("public", "resident")]),
        ({"public": 9, "private": 4}, []),
        ({"public": 4, "private": 4, "third": 4}, []),
        ({"public": 30}, []),
        ({}, []),
    ],
)
def test_who_is_merged(sizes: dict[str, int], groups: list[tuple[str, ...]]) -> None:
    """Small groups and those without one are shown together, with the smallest others where they are too few."""
    table = table_of(SINGLE, {segment: yes(n) for segment, n in sizes.items()})
    assert [group.segments for group in table.groups] == groups


def test_people_who_skip_do_not_make_a_group_large() -> None:
    """Five people of whom one answered are no group: their one answer would stand alone."""
    quiet: list[Answer] = [Skipped()] * 4
    table = table_of(SINGLE, {"public": yes(6), "private": yes(1) + quiet, "third": yes(5)})
    assert [(g.segments, g.asked, g.answered) for g in table.groups] == [
        (("public",), 6, 6),
        (("private", "third"), 10, 6),
    ]


def test_one_dissenter_withholds_a_sensitive_table() -> None:
    """S4: 5 to 1 is withheld, 4 to 2 is shown; a multi-choice option that all but one ticked counts as well."""
    for no, is_shown in ((0, False), (1, False), (2, True)):
        room = {"public": yes(6 - no, no), "private": yes(3, 3)}
        assert bool(table_of(SINGLE, room, sensitive=True).groups) is is_shown
        assert table_of(SINGLE, room).groups
    ticked = {"public": [Picked(("a",))] * 5 + [Picked(("b",))], "private": [Picked(("a",)), Picked(("b",))] * 3}
    assert not table_of(MULTI, ticked, sensitive=True).groups


def test_rankings_are_compared_by_first_places() -> None:
    """In a ranking the counts of a group are its first choices."""
    room: dict[str, list[Answer]] = {"public": [Ranked(("a", "b"))] * 5, "private": [Ranked(("b", "a"))] * 6}
    assert [dict(group.counts) for group in table_of(RANKING, room).groups] == [
        {"a": 5, "b": 0, "c": 0, "d": 0},
        {"a": 0, "b": 6, "c": 0, "d": 0},
    ]


def test_where_groups_differ_most() -> None:
    """The option with the largest difference of shares, the higher group first; nothing where there is no difference."""
    table = table_of(SINGLE, {"public": yes(14, 2), "private": yes(3, 19), "third": yes(3, 3)})
    gap = widest_gap(table)
    assert gap is not None
    assert (gap.option, gap.high.segments, gap.low.segments) == ("a", ("public",), ("private",))
    assert widest_gap(table_of(SINGLE, {"public": yes(3, 3), "private": yes(4, 4)})) is None
    assert widest_gap(SegmentTable("single", 5)) is None


def test_a_difference_that_two_people_make_is_none() -> None:
    """2 of 6 against 0 of 7 is what a lot makes often; with ten times as many people it is a difference."""
    assert widest_gap(table_of(SINGLE, {"public": yes(2, 4), "private": yes(0, 7)})) is None
    assert widest_gap(table_of(SINGLE, {"public": yes(20, 40), "private": yes(0, 70)})) is not None
    likely = table_of(SINGLE, {"public": yes(5, 1), "private": yes(1, 6)})
    assert by_lot(5, 6, 1, 7) < LEAST_ODDS
    assert widest_gap(likely) is None, "there were several options to choose from"
    wide = {"public": yes(2, 3), "private": yes(35, 65), "third": yes(5, 95)}
    gap = widest_gap(table_of(SINGLE, wide))
    assert gap is not None
    assert (gap.high.segments, gap.low.segments) == (("private",), ("third",)), (
        "2 of 5 and 5 of 100 are further apart, by few"
    )


def test_how_often_a_lot_makes_such_a_difference() -> None:
    """The lady tasting tea: 3 of 4 against 1 of 4 is 34 of 70, all right 2 of 70; of thousands it is still exact."""
    assert by_lot(3, 4, 1, 4) == Fraction(34, 70)
    assert by_lot(4, 4, 0, 4) == by_lot(0, 4, 4, 4) == Fraction(2, 70)
    assert by_lot(2, 6, 0, 7) == Fraction(15, 78)
    assert by_lot(0, 6, 0, 7) == by_lot(6, 6, 7, 7) == 1
    assert by_lot(1250, 2500, 1250, 2500) == 1
    assert by_lot(1400, 2500, 1250, 2500) < Fraction(1, 10_000)


def test_an_unknown_segment_is_refused() -> None:
    """A tally under a name that is no option would be shown under no name."""
    with pytest.raises(ValueError, match="no options of sector"):
        table_of(SINGLE, {"martian": yes(6), "public": yes(6)})


def test_a_group_of_one_mind() -> None:
    """One mind: all, or all but one, of those who answered; nobody answering is as bad."""
    assert is_of_one_mind(Group(("public",), 7, 6, {"a": 5, "b": 1}))
    assert is_of_one_mind(Group(("public",), 5, 0, {"a": 0}))
    assert not is_of_one_mind(Group(("public",), 6, 6, {"a": 4, "b": 2}))


def test_what_has_a_table() -> None:
    """Closed questions that everybody is asked; not the groups themselves, no text, nothing conditional."""
    later = SCALE.model_copy(update={"shown_if": Condition(question="single", any_of=("a",))})
    flow = Flow(id="f", title="F", segment_by="sector", questions=(SECTOR, SINGLE, later, RANKING, TEXT))
    assert [question.id for question in flow if is_tabulated(flow, question)] == ["single", "ranking"]
    for name in ("ranking", "scale", "nobody", None):
        other = flow.model_copy(update={"segment_by": name})
        assert segment_question(other) is None
        assert not any(is_tabulated(other, question) for question in other)


def test_merging_is_of_people_not_of_percentages() -> None:
    """The merged group's counts are the sum of its segments' counts."""
    room = {"public": yes(6, 1), "private": yes(1, 2), "third": yes(0, 3)}
    rest = table_of(SINGLE, room).groups[-1]
    both = merge(*(tally_all(SINGLE, room[name]) for name in ("private", "third")))
    assert dict(rest.counts) == dict(both.counts)
