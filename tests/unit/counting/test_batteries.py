"""Questions in a row on one scale: which belong together, how they are sorted, and what a group says of them."""

from __future__ import annotations

from fractions import Fraction

from flows.counting.batteries import batteries, in_favour, of_group, sorted_by_lean
from flows.counting.segments import Group
from flows.counting.summary import summarise
from flows.counting.tally import tally_all
from flows.definition.flow import Flow, Question, Section, StanceQuestion
from flows.dialogue.answers import Answer, Chosen
from tests.support.examples.datasets import data_set
from tests.support.examples.examples import SCALE, SINGLE, levels


def scales(*names: str, section: str | None = None) -> tuple[Question, ...]:
    """Questions on one scale."""
    return tuple(SCALE.model_copy(update={"id": name, "section": section}) for name in names)


def test_what_belongs_together() -> None:
    """Three in a row with the same levels, of one section; another scale, a section or a question between ends it."""
    seven = tuple(SCALE.model_copy(update={"id": name, "options": levels(7)}) for name in "pqr")
    stances = tuple(StanceQuestion(id=f"s{n}", text="So") for n in range(4))
    flow = Flow(
        id="f",
        title="F",
        sections=(Section(id="x", title="X"),),
        questions=(*scales("a", "b"), SINGLE, *scales("c", "d", "e"), *scales("g", "h", section="x"), *seven, *stances),
    )
    assert [[q.id for q in run] for run in batteries(flow)] == [
        ["c", "d", "e"],
        ["p", "q", "r"],
        ["s0", "s1", "s2", "s3"],
    ]


def test_real_statements_are_sorted_by_how_positive_people_are() -> None:
    """Fourteen items answered by twenty people: by net agreement, as published percentages give it."""
    people = data_set("likert_small")
    (run,) = batteries(people.flow)
    order = sorted_by_lean(summarise(q, tally_all(q, people.answers(q.id))) for q in run)
    nets = [people.computed[summary.question_id]["net"] for summary in order]
    assert len(nets) == 14
    assert nets == sorted(nets, reverse=True)


def test_what_one_person_saw_is_not_first() -> None:
    """1 of 1 agree with it; 85 of 91 with another, which comes before it."""
    one, many = StanceQuestion(id="one", text="So"), StanceQuestion(id="many", text="So")
    few: list[Answer] = [Chosen("agree")]
    most: list[Answer] = [*[Chosen("agree")] * 85, *[Chosen("disagree")] * 5, Chosen("pass")]
    order = sorted_by_lean([summarise(one, tally_all(one, few)), summarise(many, tally_all(many, most))])
    assert [summary.question_id for summary in order] == ["many", "one"]
    assert [in_favour(summary) for summary in order] == [(85, 5, 91), (1, 0, 1)]


def test_a_group_is_counted_on_the_scale() -> None:
    """Who does not know is in the group and not on the scale; 4 and 5 of five levels are its positive side."""
    group = Group(("x",), 12, 11, {"1": 1, "2": 1, "3": 2, "4": 3, "5": 1, "dk": 3})
    favour, n = of_group(SCALE, group)
    assert Fraction(favour, n) == Fraction(4, 8)
    stance = StanceQuestion(id="s", text="So")
    assert of_group(stance, Group(("x",), 6, 6, {"agree": 2, "disagree": 3, "pass": 1})) == (2, 6)
