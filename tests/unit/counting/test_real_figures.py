"""The figures of a summary against nine sets of real answers, whose aggregates were computed independently."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from flows.counting.across import consensus, ratio_z, share_z
from flows.counting.measures import mean_of
from flows.counting.rankings import doubled_borda, schulze_order
from flows.counting.segments import Group, SegmentTable
from flows.counting.summary import (
    AllocationFigures,
    ChoiceFigures,
    RankingFigures,
    ScaleFigures,
    StanceFigures,
    Summary,
    TextFigures,
    summarise,
)
from flows.counting.tally import Tally, tally_all
from flows.definition.flow import Question
from flows.dialogue.answers import Answer, Shared, Skipped
from tests.support.examples.datasets import NAMES, DataSet, data_set

CLOSE = 6e-7
"""The aggregates are printed with six decimals."""


def about(value: float) -> Any:
    """Equal to a figure printed with six decimals."""
    return pytest.approx(value, abs=CLOSE)


def summary_of(question: Question, answers: list[Answer]) -> Summary:
    """The summary of these people's answers."""
    return summarise(question, tally_all(question, answers))


def compare(question: Question, tally: Tally, expected: Mapping[str, Any]) -> None:
    """All that we show of a question against the expected figures of its type."""
    summary = summarise(question, tally)
    if expected["type"] == "stance":
        expected = as_choice(expected)
    bases = (expected["n_asked"], expected["n_answered"], expected["n_no_answer"])
    assert (summary.asked, summary.answered, summary.skipped) == bases
    if "counts" in expected:
        assert tally.counts == expected["counts"]
    for row in summary.rows:
        assert row.count == tally.counts[row.option]
    percents = expected.get("pct") or expected.get("pct_of_respondents") or {}
    for option, percent in percents.items():
        assert 100 * tally.counts[option] / max(tally.answered, 1) == about(percent or 0)
        # a part of 100 may be moved to a neighbour by less than one step; a percentage on its own is rounded
        step = 1 if tally.answered < 100 else 0.1
        shown = next(row.percent for row in summary.rows if row.option == option)
        assert abs(shown - (percent or 0)) <= (step / 2 if question.type == "multi" else step) + CLOSE
    CHECKS[expected["type"]](summary.figures, tally, expected)


def as_choice(stance: Mapping[str, Any]) -> dict[str, Any]:
    """The expected figures of a statement, named as those of other questions; everybody who saw it reacted."""
    bases = {"n_asked": stance["n_votes"], "n_answered": stance["n_votes"], "n_no_answer": 0}
    votes = {name: stance[name] for name in ("agree", "disagree", "pass")}
    return {**stance, **bases, "counts": votes, "pct": {name: stance[f"{name}_pct"] for name in votes}}


def compare_single(figures: Any, _: Tally, expected: Mapping[str, Any]) -> None:
    """All leading options."""
    assert figures == ChoiceFigures(tuple(expected["mode"]))


def compare_scale(figures: Any, tally: Tally, expected: Mapping[str, Any]) -> None:
    """Shares, net, median, mean and consensus of those on the scale."""
    assert isinstance(figures, ScaleFigures)
    n = figures.on_scale
    assert n == expected["n_on_scale"]
    shares = [100 * part / n for part in (figures.positive, figures.neutral, figures.negative)]
    assert shares == [about(expected[name]) for name in ("top_pct", "neutral_pct", "bottom_pct")]
    assert figures.net is not None
    assert abs(figures.net - expected["net"]) <= 0.5 + CLOSE
    assert figures.median == expected["median"]
    on_scale = {int(option): count for option, count in tally.counts.items() if option.isdigit()}
    assert mean_of(on_scale) == about(expected["mean"])
    assert figures.mean == (pytest.approx(expected["mean"], abs=0.05 + CLOSE) if n >= 15 else None)
    assert figures.consensus == about(expected["tastle_wierman_consensus"])


def compare_multi(figures: Any, tally: Tally, expected: Mapping[str, Any]) -> None:
    """The mean number of ticks, who ticked nothing, and the top three by count."""
    assert (figures.nothing or 0) == expected["n_none_selected"]
    assert figures.ticks_per_person == about(expected["mean_selected"])
    assert sum(tally.counts.values()) == expected["n_selections"]
    third = sorted(expected["counts"].values())[-3]
    assert set(figures.top) == {option for option, count in expected["counts"].items() if count >= third}


def compare_ranking(figures: Any, tally: Tally, expected: Mapping[str, Any]) -> None:
    """First choices, Borda (average), head to head, Schulze, and how alike the orders are where everybody ranked everything."""
    assert isinstance(figures, RankingFigures)
    assert figures.first_choices == expected["first_choice_counts"]
    assert tally.counts == expected["times_ranked"]
    if "pairwise" in expected:  # printed for short option lists only
        assert {a: dict(row) for a, row in tally.above.items()} == expected["pairwise"]
    assert figures.borda == {o: about(points) for o, points in expected["borda_unranked_average_mean"].items()}
    doubled = doubled_borda(tally.above, tally.answered)
    assert {o: points / 2 for o, points in doubled.items()} == expected["borda_unranked_average"]
    assert list(figures.order) == expected["order_by_borda_unranked_average"]
    assert figures.head_to_head == expected["condorcet_winner"]
    assert sorted(schulze_order(tally.above)[0]) == sorted(expected["schulze_winners"])
    assert sorted(figures.schulze[0]) == sorted(expected["schulze_winners"])
    assert sorted(option for group in figures.schulze for option in group) == sorted(tally.counts)
    is_complete = expected.get("n_complete_ballots") == tally.answered
    assert figures.alike == (about(expected["kendall_w_complete_ballots"]) if is_complete else None)


def compare_allocation(figures: Any, tally: Tally, expected: Mapping[str, Any]) -> None:
    """Sums, means including zeros, givers, and the median within the bounds that are kept of it."""
    assert isinstance(figures, AllocationFigures)
    assert tally.points == expected["sum_points"]
    assert figures.mean == {o: pytest.approx(mean, abs=0.05 + CLOSE) for o, mean in expected["mean_points"].items()}
    assert figures.givers == expected["n_giving_any"]
    assert list(figures.order) == expected["order_by_mean"]
    assert figures.total == expected["total"]
    for option, median in expected["median_points"].items():
        low, high = figures.median[option]
        assert low <= median <= high
        assert low == high or figures.total > 12


def compare_stance(figures: Any, _: Tally, expected: Mapping[str, Any]) -> None:
    """People who agree, disagree and pass."""
    assert isinstance(figures, StanceFigures)
    assert (figures.agree, figures.disagree, figures.passed) == tuple(expected["counts"].values())
    assert (figures.net is None) == (expected["net_agreement"] is None)
    if figures.net is not None:
        assert abs(figures.net - expected["net_agreement"]) <= 0.5 + CLOSE
    if figures.sides:
        assert 100 * figures.agree / figures.sides == about(expected["agree_pct_of_decided"])


@pytest.mark.parametrize("name", ["polis_freshwater", "polis_london_youth"])
def test_statements_across_groups(name: str) -> None:
    """Group-informed consensus and both tests of what tells a group apart, against figures computed independently."""
    for question_id, expected in data_set(name).computed.items():
        groups = tuple(_group(segment, votes) for segment, votes in expected["groups"].items())
        table = SegmentTable(question_id, 1, groups)
        assert consensus(table) == about(expected["group_informed_consensus"])
        assert consensus(table, "disagree") == about(expected["group_informed_consensus_disagree"])
        for group in groups:
            known, rest = expected["groups"][group.segments[0]], [other for other in groups if other is not group]
            agree, of = sum(other.counts["agree"] for other in rest), sum(other.answered for other in rest)
            assert share_z(group.counts["agree"], group.answered) == about(known["p_agree_z"])
            assert ratio_z(group.counts["agree"], group.answered, agree, of) == about(known["rep_agree_z"])


def _group(segment: str, votes: Mapping[str, int]) -> Group:
    agree, disagree, people = votes["agree"], votes["disagree"], votes["votes"]
    return Group((segment,), people, people, {"agree": agree, "disagree": disagree, "pass": people - agree - disagree})


def compare_text(figures: Any, _: Tally, expected: Mapping[str, Any]) -> None:
    """How many wrote something."""
    assert figures == TextFigures(expected["n_answered"])


CHECKS = {
    "single": compare_single,
    "scale": compare_scale,
    "multi": compare_multi,
    "ranking": compare_ranking,
    "allocation": compare_allocation,
    "stance": compare_stance,
    "text": compare_text,
}


@pytest.mark.parametrize("name", NAMES)
def test_real_data(name: str) -> None:
    """Every figure we show of every question of a real set equals the independently computed one."""
    people = data_set(name)
    assert {question.id for question in people.flow.questions} >= set(people.computed)
    for question_id, expected in people.computed.items():
        question = people.flow.question(question_id)
        compare(question, tally_all(question, people.answers(question_id)), expected)


@pytest.mark.parametrize("name, attribute", [("likert_small", "gender"), ("starwars_survey", "gender")])
def test_segments(name: str, attribute: str) -> None:
    """The figures of each half of a set are right too."""
    people = data_set(name)
    for value, segment in people.segments[attribute].items():
        for question_id, expected in segment["questions"].items():
            question = people.flow.question(question_id)
            compare(question, tally_all(question, answers_of(people, question_id, attribute, value)), expected)


def test_changed_answers_count_once() -> None:
    """Finding 1: the last answer counts, so 86 people agree with s4 where the publisher counts 87 events."""
    people = data_set("polis_freshwater")
    assert figures_of(people, "s4").agree == 86
    assert people.published["statements"]["s4"]["agrees_events"] == 87


def test_ungrouped_people() -> None:
    """Finding 2: people of no group are in the whole and in no group."""
    people = data_set("polis_london_youth")
    for question_id, expected in people.computed.items():
        question = people.flow.question(question_id)
        grouped = 0
        for group, votes in expected["groups"].items():
            summary = summary_of(question, answers_of(people, question_id, "group", group))
            grouped += summary.answered
            assert (votes["agree"], votes["votes"]) == (summary.figures.agree, summary.answered)  # type: ignore[union-attr]
        nowhere = answers_of(people, question_id, "group", "None")
        assert expected["n_votes"] == grouped + len(nowhere)


def test_borda_and_head_to_head_differ() -> None:
    """Finding 3: by Borda format E leads (665 to 656), head to head F (91 to 89), which is practically a tie."""
    people = data_set("zurich_formats")
    tally = tally_all(people.flow.question("format_rank"), people.answers("format_rank"))
    doubled = doubled_borda(tally.above, tally.answered)
    assert (doubled["E"], doubled["F"]) == (2 * 665, 2 * 656)
    assert (tally.above["F"]["E"], tally.above["E"]["F"]) == (91, 89)
    figures = figures_of(people, "format_rank")
    assert (figures.order[0], figures.head_to_head, figures.close) == ("E", "F", True)


def test_ballots_that_do_not_add_up() -> None:
    """Finding 4: imported ballots that spend fewer points than there are count as they are."""
    people = data_set("mturk_budget_3")
    short = [a for a in people.answers("alloc100") if isinstance(a, Shared) and sum(dict(a.points).values()) < 100]
    assert len(short) == people.computed["alloc100"]["n_sum_other"]
    assert sum(figures_of(people, "alloc100").mean.values()) < 100


def test_multi_is_a_share_of_people() -> None:
    """Finding 5: percentages of a multi question are of people and add up to more than 100."""
    people = data_set("zurich_formats")
    rows = summary_of(people.flow.question("vote_any"), people.answers("vote_any")).rows
    assert sum(row.percent for row in rows) == pytest.approx(1060, abs=2)
    assert rows[0].percent == pytest.approx(100 * 129 / 180, abs=0.05)


def test_off_scale_answers() -> None:
    """Finding 6: "unfamiliar" is in the base of the counts and out of the net: 43 % or 54 %."""
    people = data_set("starwars_survey")
    padme = next(question for question in people.flow.questions if "Padme" in question.text)
    summary = summary_of(padme, people.answers(padme.id))
    assert isinstance(summary.figures, ScaleFigures)
    assert round(100 * summary.figures.positive / summary.answered) == 43
    assert round(100 * summary.figures.positive / summary.figures.on_scale) == 54
    off_scale = next(row for row in summary.rows if row.value is None)
    assert summary.figures.on_scale + off_scale.count == summary.answered


def test_drop_outs_are_in_no_base() -> None:
    """Finding 7: without the 100 people who answered nothing after the branch no film question has them as a base."""
    people = data_set("starwars_survey")
    films = [question.id for question in people.flow.questions if question.id.startswith("fav_")] + ["seen", "rank"]
    films += ["fan"]

    def took_part(person: str) -> bool:
        given = people.people[person]
        return any(not isinstance(given.get(film, Skipped()), Skipped) for film in films)

    asked = [len(people.answers("rank")), len(people.answers("rank", took_part))]
    assert asked == [936, 836]
    summary = summary_of(people.flow.question("rank"), people.answers("rank", took_part))
    assert (summary.asked, summary.skipped) == (836, 0)


def answers_of(people: DataSet, question_id: str, attribute: str, value: str) -> list[Answer]:
    """The answers of the people with this value of a declared attribute ("None": without one)."""
    return people.answers(question_id, lambda person: str(people.attrs[person].get(attribute)) == value)


def figures_of(people: DataSet, question_id: str) -> Any:
    """The figures of one question of a set."""
    return summary_of(people.flow.question(question_id), people.answers(question_id)).figures
