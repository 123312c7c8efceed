"""The figures of a summary: printed test values, laws, ties and nobody at all."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.counting.measures import consensus_of, digits_for, median_bin, median_of, percentage, rounded, wilson
from flows.counting.rankings import borda_average, condorcet_winner, doubled_borda, narrowest_lead, schulze_order
from flows.counting.summary import (
    AllocationFigures,
    ChoiceFigures,
    MultiFigures,
    RankingFigures,
    ScaleFigures,
    StanceFigures,
    Summary,
    TextFigures,
    summarise,
)
from flows.counting.tally import Tally, empty, tally_all, tally_from_json, tally_to_json
from flows.definition.flow import Flow, Level, MultiQuestion, Question, RankingQuestion
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared, Skipped, Written
from tests.support.examples.examples import (
    EXAMPLES,
    HUNDRED,
    MULTI,
    POINTS,
    RANKING,
    SCALE,
    SINGLE,
    STANCE,
    TEXT,
    answers_to,
    levels,
    options,
)


def summary_of(question: Question, answers: list[Answer]) -> Summary:
    """The summary of these people's answers."""
    return summarise(question, tally_all(question, answers))


def test_consensus_test_value() -> None:
    """Tastle and Wierman's consensus of 30, 40, 210, 130, 530, 50, 10 is 0.7256876 (R package agrmt)."""
    counts = dict(enumerate((30, 40, 210, 130, 530, 50, 10), 1))
    assert consensus_of(counts) == pytest.approx(0.7256876, abs=5e-8)


def test_consensus_ends() -> None:
    """Everybody alike is 1, half at each end is 0, nobody is nothing."""
    assert consensus_of({1: 0, 2: 7, 3: 0}) == pytest.approx(1)
    assert consensus_of({1: 4, 2: 0, 3: 4}) == pytest.approx(0)
    assert consensus_of({1: 0, 2: 0}) is None


def test_median_between_levels() -> None:
    """For an even number of people the median can fall between two levels."""
    assert median_of({1: 0, 2: 0, 3: 2, 4: 2, 5: 0}) == 3.5
    assert median_of({1: 1, 2: 1, 3: 1}) == 2
    assert median_of({1: 0}) is None


@given(st.lists(st.integers(0, 60), min_size=2, max_size=12))
def test_equal_counts_have_equal_percentages(counts: list[int]) -> None:
    """Of one base, in every type: rounding the parts of one choice to 100 gave 34% and 33% to as many people."""
    question = SINGLE.model_copy(update={"options": options(*(f"o{n}" for n in range(len(counts))))})
    tally = Tally("single", sum(counts), 0, {f"o{n}": count for n, count in enumerate(counts)})
    percents: dict[int, set[float]] = {}
    for row in summarise(question, tally).rows:
        percents.setdefault(row.count, set()).add(row.percent)
    assert all(len(found) == 1 for found in percents.values())


def test_averages_have_as_many_decimals_as_it_takes_to_tell_them_apart() -> None:
    """One, two where one would say the same of different ones, and never 0.0 of a little."""
    assert digits_for([23.5, 40.25, 36.25]) == 1
    assert digits_for([8.33, 8.27, 83.4]) == 2
    assert digits_for([0.04, 2.96]) == 2
    assert digits_for([5.0, 5.0]) == 1
    assert rounded(2.25, 1) == 2.3
    assert rounded(0.045, 2) == 0.05


def test_percentage_digits() -> None:
    """Percentages are whole below a base of 100 and have one decimal from there on; halves are rounded up."""
    assert percentage(1, 8) == 13
    assert percentage(7, 20) == 35
    assert percentage(1, 3) == 33
    assert percentage(99, 99) == 100
    assert percentage(1, 160) == 0.6
    assert percentage(1, 800) == 0.1
    assert percentage(0, 0) == 0


def chosen(*ids: str) -> list[Answer]:
    """One person for each id."""
    return [Chosen(name) for name in ids]


def test_ties_are_listed_and_marked() -> None:
    """Options with equal counts all lead, stay in option order and are marked."""
    summary = summary_of(SINGLE, chosen("c", "b", "c", "b", "a"))
    assert summary.figures == ChoiceFigures(("b", "c"), behind=("a",))
    assert [(row.option, row.tied) for row in summary.rows] == [("b", True), ("c", True), ("a", False)]


def test_order_of_a_stored_tally_does_not_matter() -> None:
    """A tally whose options lost their order in storage gives the same summary: ties are listed as asked."""
    question = MULTI.model_copy(update={"options": options("d", "b", "c", "a"), "exclusive": ()})
    for asked in (question, RANKING.model_copy(update={"options": options("d", "b", "c", "a")})):
        fresh = empty(asked)
        stored = tally_from_json(json.loads(json.dumps(tally_to_json(fresh), sort_keys=True)))
        assert [row.option for row in summarise(asked, stored).rows] == ["d", "b", "c", "a"]
        assert summarise(asked, stored) == summarise(asked, fresh)
    stored = Tally("multi", 4, 0, {"a": 2, "b": 2, "c": 2, "d": 2})
    assert summarise(question, stored).figures == MultiFigures(("d", "b", "c", "a"), 2.0)


def test_scale_reads_as_asked() -> None:
    """Levels stay in the asked order, unmarked, and off-scale answers have no value."""
    rows = summary_of(SCALE, chosen("5", "1", "dk")).rows
    assert [(row.option, row.value, row.tied) for row in rows] == [
        ("1", 1, False),
        ("2", 2, False),
        ("3", 3, False),
        ("4", 4, False),
        ("5", 5, False),
        ("dk", None, False),
    ]


def test_off_scale_wins_over_value() -> None:
    """A level that is off the scale is in no figure, even where a value was written beside it."""
    stray = Level(id="dk", label="Don't know", value=3, off_scale=True)
    question = SCALE.model_copy(update={"options": (*levels(5)[:5], stray)})
    summary = summary_of(question, chosen("5", "dk"))
    assert isinstance(summary.figures, ScaleFigures)
    assert (summary.figures.on_scale, summary.figures.neutral, summary.rows[-1].value) == (1, 0, None)


@pytest.mark.parametrize("k, positive, neutral", [(2, 1, 0), (3, 1, 1), (4, 2, 0), (5, 2, 1), (6, 3, 0), (7, 3, 1)])
def test_halves_of_a_scale(k: int, positive: int, neutral: int) -> None:
    """The top half of an even scale is positive; of 3, 5, 7 levels the top 1, 2, 3, with the middle neutral."""
    question = SCALE.model_copy(update={"options": levels(k)})
    figures = summary_of(question, chosen(*(str(value) for value in range(1, k + 1)))).figures
    assert isinstance(figures, ScaleFigures)
    assert (figures.positive, figures.neutral, figures.negative) == (positive, neutral, positive)
    assert figures.net == 0


def test_mean_needs_people() -> None:
    """No mean is given below 15 people on the scale, however many are off it."""
    few = summary_of(SCALE, chosen(*["4"] * 14, *["dk"] * 5)).figures
    enough = summary_of(SCALE, chosen(*["4"] * 14, "5")).figures
    assert isinstance(few, ScaleFigures)
    assert isinstance(enough, ScaleFigures)
    assert (few.mean, enough.mean) == (None, 4.1)


def test_none_of_these_is_no_tick() -> None:
    """An exclusive option is counted as an answer but not as a tick."""
    summary = summary_of(MULTI, [Picked(("a", "b")), Picked(("none",))])
    assert summary.figures == MultiFigures(("a", "b", "none"), 1.0)


def test_top_three_with_ties() -> None:
    """Where the third place ties all of it is shown; options that nobody ticked never are."""
    ticks: list[Answer] = [Picked(("a", "b")), Picked(("a", "c")), Picked(("a", "d")), Picked(("b",))]
    assert summary_of(MULTI, ticks).figures == MultiFigures(("a", "b", "c", "d"), 7 / 4)
    assert summary_of(MULTI, ticks[:1]).figures == MultiFigures(("a", "b"), 2.0)


def test_allocation_means_include_zeros() -> None:
    """Means are over all who answered, add to the total, and stand beside the number of givers."""
    summary = summary_of(POINTS, [Shared((("a", 10),)), Shared((("a", 4), ("b", 6))), Skipped()])
    assert summary.figures == AllocationFigures(
        10,
        ("a", "b", "c"),
        {"a": 7.0, "b": 3.0, "c": 0.0},
        {"a": 2, "b": 1, "c": 0},
        {"a": (7.0, 7.0), "b": (3.0, 3.0), "c": (0.0, 0.0)},
    )
    assert [row.percent for row in summary.rows] == [100, 50, 0]


def test_the_median_of_bins_is_told_as_their_bounds() -> None:
    """Of a hundred points only tens are kept, so the middle person gave "21 to 30"; with an even number it may lie between two."""
    figures = summary_of(HUNDRED, [Shared((("a", 25), ("b", 75))), Shared((("a", 30), ("b", 70)))]).figures
    assert isinstance(figures, AllocationFigures)
    assert list(figures.median["a"]) == [21, 30]
    assert median_bin([(0, 0), (1, 10), (11, 20)], [1, 0, 1]) == (5.5, 10)
    with pytest.raises(ValueError, match="nobody"):
        median_bin([(0, 0)], [0])


def test_wilson_test_values() -> None:
    """7 of 20 is 18.1 % to 56.7 % (scipy, binomtest); 0 of 10 still allows 28 %, and a whole group has no range."""
    assert [round(end, 3) for end in wilson(7, 20)] == [0.181, 0.567]
    assert [round(end, 3) for end in wilson(0, 10)] == [0, 0.278]
    assert wilson(10, 10)[1] == 1
    assert wilson(7, 20, 20) == (0.35, 0.35)
    narrow, wide = wilson(7, 20, 25), wilson(7, 20, 10**9)
    assert wide == pytest.approx(wilson(7, 20))
    assert wide[0] < narrow[0] < 0.35 < narrow[1] < wide[1]
    for wrong in ((1, 0, None), (1, 3, 2)):
        with pytest.raises(ValueError, match="sample"):
            wilson(*wrong)


def test_how_alike_orders_are() -> None:
    """All the same is 1, two camps with opposite orders are 0, and a ballot that leaves anything out has no such figure."""
    same, turned = Ranked(("a", "b", "c")), Ranked(("c", "b", "a"))
    cases: list[tuple[list[Answer], int | None]] = [
        ([same] * 4, 1),
        ([same, turned] * 3, 0),
        ([same, Ranked(("a",))], None),
    ]
    for ballots, alike in cases:
        figures = summary_of(RankingQuestion(id="q", text="?", options=options("a", "b", "c")), ballots).figures
        assert isinstance(figures, RankingFigures)
        assert figures.alike == alike


def test_condorcet_cycle() -> None:
    """A circle of preferences has no head-to-head winner; Schulze then names all of the circle."""
    question = RankingQuestion(id="q", text="?", options=options("a", "b", "c", "d"))
    ballots: list[Answer] = [Ranked(("a", "b", "c", "d")), Ranked(("b", "c", "a", "d")), Ranked(("c", "a", "b", "d"))]
    figures = summary_of(question, ballots).figures
    assert isinstance(figures, RankingFigures)
    assert (figures.head_to_head, figures.close) == (None, False)
    assert figures.schulze == (("a", "b", "c"), ("d",))


@pytest.mark.parametrize(
    "ballots",
    [{"acbed": 5, "adecb": 5, "bedac": 8, "cabed": 3, "caebd": 7, "cbade": 2, "dceba": 7, "ebadc": 8}],
)
def test_schulze_example(ballots: dict[str, int]) -> None:
    """The method's own example of 45 voters and 5 options comes out as E, A, C, B, D."""
    question = RankingQuestion(id="q", text="?", options=options("a", "b", "c", "d", "e"))
    answers: list[Answer] = [Ranked(tuple(ballot)) for ballot, voters in ballots.items() for _ in range(voters)]
    assert schulze_order(tally_all(question, answers).above) == (("e",), ("a",), ("c",), ("b",), ("d",))


def test_schulze_ties_are_no_links() -> None:
    """Options that tie head to head give each other no strength: b beats a 2 to 1, c ties with both."""
    question = RankingQuestion(id="q", text="?", options=options("a", "b", "c"))
    answers: list[Answer] = [Ranked(tuple(ballot)) for ballot in ("ba", "bac", "c", "cab")]
    assert schulze_order(tally_all(question, answers).above) == (("b", "c"), ("a",))


@given(st.lists(answers_to(RANKING), max_size=12))
def test_borda_laws(answers: list[Answer]) -> None:
    """Borda points by ballot (ranked m - rank, unranked share the rest) equal those of the pairwise matrix."""
    tally = tally_all(RANKING, answers)
    m, points = 4, dict.fromkeys("abcd", 0.0)
    for ballot in (answer.options for answer in answers if isinstance(answer, Ranked)):
        for option in points:
            points[option] += m - 1 - ballot.index(option) if option in ballot else (m - len(ballot) - 1) / 2
    n = max(tally.answered, 1)
    assert borda_average(doubled_borda(tally.above, tally.answered), tally.answered) == {
        o: pytest.approx(p / n) for o, p in points.items()
    }


@given(st.lists(answers_to(RANKING), min_size=1, max_size=12))
def test_head_to_head_laws(answers: list[Answer]) -> None:
    """A head-to-head winner leads everybody and stands alone at the top of the full Schulze order."""
    above = tally_all(RANKING, answers).above
    order = schulze_order(above)
    assert sorted(option for group in order for option in group) == ["a", "b", "c", "d"]
    if (winner := condorcet_winner(above)) is not None:
        assert narrowest_lead(above, winner) > 0
        assert order[0] == (winner,)


@pytest.mark.parametrize("question", EXAMPLES, ids=lambda question: question.id)
def test_nobody(question: Question) -> None:
    """A question that nobody answered has a summary of zeros."""
    summary = summarise(question, empty(question))
    assert (summary.asked, summary.answered, summary.skipped) == (0, 0, 0)
    assert all((row.count, row.percent) == (0, 0) for row in summary.rows)
    skipped = summary_of(question, [Skipped()])
    assert (skipped.asked, skipped.answered, skipped.skipped) == (1, 0, 1)


def test_one_of_each() -> None:
    """Stances and texts are summarised over those who reacted."""
    stance = summary_of(STANCE, [*chosen("agree", "agree", "pass"), Skipped()])
    assert stance.figures == StanceFigures(agree=2, disagree=0, passed=1, agree_percent=67.0, net=67)
    assert summary_of(TEXT, [Written("Yes."), Skipped()]).figures == TextFigures(1)


def test_refuses_other_tally() -> None:
    """A tally of another question, or of an earlier version of it, is refused."""
    with pytest.raises(ValueError, match="not a tally of single"):
        summarise(SINGLE, empty(MULTI))
    with pytest.raises(ValueError, match="not a tally of points"):
        summarise(POINTS, Tally("points", counts={"a": 0}))
    flow = Flow(id="f", title="F", questions=(SINGLE, HUNDRED, MultiQuestion(id="m", text="?", options=options("x"))))
    assert [summarise(question, empty(question)).question_id for question in flow.questions] == [
        "single",
        "hundred",
        "m",
    ]
