"""What real ballots ask: nothing ticked, places or points from so many on, points left over, numbers and long names as options."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.counting.summary import summarise
from flows.counting.tally import tally_all
from flows.definition.checks import check_data
from flows.definition.flow import (
    AllocationQuestion,
    Flow,
    MultiQuestion,
    Option,
    Question,
    RankingQuestion,
    SingleQuestion,
    flow_from_json,
    flow_hash,
    flow_json,
    options_of,
)
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Refusal, Shared, Slip, check_answer, read_answer
from flows.dialogue.composing import Draft, draft_answer, place, share, toggle
from flows.dialogue.effects import Notice
from tests.support.examples.examples import MULTI, POINTS, RANKING, options
from tests.support.trying import tries

TICKS = MultiQuestion(id="ticks", text="Which?", options=options("a", "b", "c", "d"), min=0, max=3)
PLACES = RankingQuestion(id="places", text="In which order?", options=options("a", "b", "c", "d"), top=3, min=2)
UP_TO = AllocationQuestion(id="up", text="Share", options=options("a", "b", "c"), total=10, most=4, spend_all=False)
KINDS: tuple[Question, ...] = (TICKS, PLACES, UP_TO)


def tapped(question: Question, taps: list[tuple[int, int]]) -> Draft:
    """What stands there after these taps: (which option, how many points more); what is refused changes nothing."""
    draft: Draft = ()
    ids = [option.id for option in options_of(question)]
    for which, change in taps:
        option = ids[which % len(ids)]
        after: Draft | Refusal | Notice
        match question:
            case MultiQuestion():
                after = toggle(draft, question, option)
            case RankingQuestion():
                after = place(draft, question, option)
            case AllocationQuestion():
                after = share(draft, question, option, change)
            case _:
                raise AssertionError(question.type)
        draft = after if isinstance(after, tuple) else draft
    return draft


@given(question=st.sampled_from(KINDS), taps=st.lists(st.tuples(st.integers(0, 9), st.integers(-12, 12)), max_size=12))
@tries(200)
def test_taps_lead_to_an_answer_or_to_too_little(question: Question, taps: list[tuple[int, int]]) -> None:
    """Whatever is tapped in whatever order: Done takes it and it can be counted, or says that more is needed, and nothing else."""
    answer = draft_answer(question, tapped(question, taps))
    judged = check_answer(question, answer)
    if isinstance(judged, Refusal):
        assert judged.slip in {Slip.TOO_FEW, Slip.WRONG_TOTAL}
    else:
        assert check_answer(question, judged) == judged
        assert summarise(question, tally_all(question, [judged])).answered == 1


@pytest.mark.parametrize(
    ("question", "typed", "answer"),
    [
        (TICKS, "none", Picked(())),
        (TICKS, "0", Picked(())),
        (TICKS, "Geen", Picked(())),
        (TICKS, "1 and 3", Picked(("a", "c"))),
        (MULTI, "0", Refusal(Slip.NOT_AN_OPTION, need=5)),
        (PLACES, "2, 1", Ranked(("b", "a"))),
        (PLACES, "2", Refusal(Slip.TOO_FEW, need=2, got=1)),
        (RANKING, "2", Ranked(("b",))),
        (UP_TO, "4 4 1", Shared((("a", 4), ("b", 4), ("c", 1)))),
        (UP_TO, "1:3", Shared((("a", 3),))),
        (UP_TO, "5 1 1", Refusal(Slip.MOST_POINTS, need=4, got=5)),
        (UP_TO, "0 0 0", Refusal(Slip.WRONG_TOTAL, need=10, got=0)),
        (UP_TO, "4 4 4", Refusal(Slip.WRONG_TOTAL, need=10, got=12)),
        (POINTS, "4 4 1", Refusal(Slip.WRONG_TOTAL, need=10, got=9)),
    ],
)
def test_typed(question: Question, typed: str, answer: Answer | Refusal) -> None:
    """What is typed goes by the same judge as what is tapped."""
    assert read_answer(question, typed) == answer


def test_nothing_ticked_is_counted_apart() -> None:
    """It is in the base, in no option, and told from skipping; "none of these" as an option clears the rest."""
    figures = summarise(TICKS, tally_all(TICKS, [Picked(()), Picked(("a",))])).figures
    assert figures.nothing == 1  # type: ignore[union-attr]
    draft = toggle(((MULTI.options[0].id, 1),), MULTI, MULTI.exclusive[0])
    assert draft == ((MULTI.exclusive[0], 1),)
    assert toggle(draft, MULTI, "a") == (("a", 1),)


def ages(*labels: str) -> SingleQuestion:
    """Options whose labels are numbers, or ranges of them."""
    return SingleQuestion(
        id="n", text="How many?", options=tuple(Option(id=f"o{n}", label=x) for n, x in enumerate(labels))
    )


def test_numbers_as_labels_are_typed_as_they_are() -> None:
    """Five of 5, 10, 20 is that one; 0 of "0", "1 to 3", "4 or more" is no place, 2 is one."""
    assert [read_answer(ages("5", "10", "20"), typed) for typed in ("5", "20")] == [Chosen("o0"), Chosen("o2")]
    mixed = ages("0", "1 to 3", "4 or more")
    assert [read_answer(mixed, typed) for typed in ("0", "2")] == [Chosen("o0"), Chosen("o1")]


BALLOT = {
    "id": "ballot",
    "title": "Ballot",
    "questions": [
        {
            "id": "q",
            "type": "multi",
            "text": "Which?",
            "min": 0,
            "options": [
                {"id": "n", "label": "Library", "hint": "north side"},
                {"id": "s", "label": "Library", "hint": "south side"},
                {"id": "l", "label": "A path along the river from the old bridge to the station, lit, with benches", "short": "Path"},
            ],
        },
        {"id": "size", "type": "single", "text": "How many?", "options": [{"x": "5"}, {"y": "10"}, {"z": "20"}]},
        {
            "id": "r", "type": "ranking", "text": "Order?", "min": 2, "top": 3,
            "options": [{"a": "A"}, {"b": "B"}, {"c": "C"}, {"d": "D"}],
        },
        {
            "id": "p", "type": "allocation", "text": "Share", "total": 10, "most": 4, "spend_all": False,
            "options": [{"a": "A"}, {"b": "B"}],
        },
    ],
}  # fmt: skip


def test_a_real_ballot_is_read() -> None:
    """No error, and only what is new is in its JSON: flows of before keep their hash."""
    flow, found = check_data(BALLOT)
    assert flow is not None, found
    assert [option.label for option in options_of(flow.question("q"))][:2] == [
        "Library (north side)",
        "Library (south side)",
    ]
    assert options_of(flow.question("q"))[2].name == "Path"
    again = flow_from_json(flow_json(flow))
    assert (again, flow_hash(again)) == (flow, flow_hash(flow))
    plain = flow_json(Flow(id="f", title="F", questions=(RANKING, POINTS)))
    assert not any(key in plain for key in ('"most"', '"spend_all"', '"short":"A"'))
    assert '"min"' not in plain


@pytest.mark.parametrize(
    ("question", "change", "problem"),
    [
        (2, {"min": 4}, "'min' is 4, but only 3 can be ranked"),
        (3, {"most": 4, "spend_all": True}, "with 4 points an option at most nobody can give all 10"),
    ],
)
def test_what_nobody_could_answer_is_refused(question: int, change: dict[str, object], problem: str) -> None:
    """`check` says so before anybody is asked."""
    questions = [dict(one) for one in BALLOT["questions"]]  # type: ignore[call-overload]
    questions[question] |= change
    _, found = check_data({**BALLOT, "questions": questions})
    assert any(problem in one.message for one in found)


@pytest.mark.parametrize("typed", ["2", "4", "2 3"])
def test_numbers_that_may_be_options_are_no_points_where_some_may_be_kept(typed: str) -> None:
    """Only as many numbers as options, or pairs, say which option gets them."""
    assert read_answer(UP_TO, typed) == Refusal(Slip.NOT_POINTS, need=10)
    assert read_answer(UP_TO, "2: 3") == Shared((("b", 3),))
    assert read_answer(UP_TO, "2 3 0") == Shared((("a", 2), ("b", 3)))


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("Parking 4, Trees 6", {"a": 4, "c": 6}), ("trees: 10", {"c": 10}), ("Block 2 3; parking = 7 points", {"b": 3, "a": 7}),
        ("شارع ٤، Trees 6", {"d": 4, "c": 6}), ("Parking 4, Park 6", None), ("Parking -4, Trees 6", None), ("Parking, Trees", None),
        ("Parking 4, Parking 6", None),
    ],
)  # fmt: skip
def test_points_are_typed_by_label_as_they_are_said(typed: str, given: dict[str, int] | None) -> None:
    """What the bot says of an answer can be typed; what names no option, or one twice, is no answer."""
    labels = {"a": "Parking", "b": "Block 2", "c": "Trees", "d": "شارع"}
    options = tuple(Option(id=name, label=label) for name, label in labels.items())
    read = read_answer(AllocationQuestion(id="q", text="?", options=options, total=10), typed)
    assert (dict(read.points) if isinstance(read, Shared) else None) == given
