"""Workshops side by side: only what was asked alike is compared, every reason is named, and counts alone are added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from flows.counting.abreast import Place, Why, abreast, furthest, together, why_different
from flows.counting.release import SENSITIVE, STANDARD
from flows.counting.tally import tally_all
from flows.definition.flow import (
    Condition,
    Flow,
    Level,
    Option,
    QuestionWords,
    ScaleQuestion,
    SingleQuestion,
    Translation,
)
from flows.dialogue.answers import Answer, Chosen

YES_NO = (Option(id="yes", label="Yes"), Option(id="no", label="No"))
WORTH = SingleQuestion(id="worth", text="Is it worth it?", options=YES_NO)
AGAIN = SingleQuestion(
    id="again", text="Come again?", options=YES_NO, shown_if=Condition(question="worth", any_of=("yes",))
)
LEVELS = tuple(Level(id=f"l{n}", label=f"Level {n}", value=n) for n in range(1, 6))
TRUST = ScaleQuestion(id="trust", text="How much trust?", options=LEVELS)
FLOW = Flow(id="f", title="F", questions=(WORTH, AGAIN, TRUST))


def place(name: str, flow: Flow = FLOW, **said: Sequence[Answer]) -> Place:
    """A workshop in which people have said this."""
    return Place(name, flow, STANDARD, {q: tally_all(flow.question(q), answers) for q, answers in said.items()})


def changed(question: str, **changes: Any) -> Flow:
    """The flow with one question changed."""
    new = tuple(q.model_copy(update=changes) if q.id == question else q for q in FLOW.questions)
    return FLOW.model_copy(update={"questions": new})


@pytest.mark.parametrize(
    ("flow", "reasons"),
    [
        (FLOW, {}),
        (changed("worth", short="Worth"), {}),
        (changed("worth", text="Is it worth the money?"), {"worth": Why.WORDING, "again": Why.ASKED_OF}),
        (changed("worth", help="Think of last year"), {"worth": Why.WORDING, "again": Why.ASKED_OF}),
        (changed("trust", options=LEVELS[:4]), {"trust": Why.OPTIONS}),
        (changed("trust", options=(*LEVELS[:4], LEVELS[4].model_copy(update={"label": "A lot"}))), {"trust": Why.OPTIONS}),
        (changed("again", shown_if=None), {"again": Why.ASKED_OF}),
        (FLOW.model_copy(update={"questions": (WORTH, AGAIN)}), {"trust": Why.MISSING}),
    ],
)  # fmt: skip
def test_why_a_question_is_not_compared(flow: Flow, reasons: Mapping[str, Why]) -> None:
    """Its words, its answers, whom it was asked of; what depends on a changed question is changed with it."""
    rows = abreast((place("Park"), place("Square", flow)), "en")
    assert {row.id: row.why for row in rows if row.why is not None} == reasons
    assert [row.id for row in rows] == ["worth", "again", "trust"]


def test_a_language_that_both_were_asked_in_counts() -> None:
    """Other Dutch words are another question, if both rooms read Dutch; a language that one room alone has is none."""
    dutch = {"nl": Translation(questions={"worth": QuestionWords(text="Loont het?")})}
    other = {"nl": Translation(questions={"worth": QuestionWords(text="Is het de moeite waard?")})}
    one, two = (Flow(id="f", title="F", questions=FLOW.questions, translations=words) for words in (dutch, other))
    assert why_different(place("Park", one), place("Square", two), "worth") is Why.WORDING
    assert why_different(place("Park", one), place("Square"), "worth") is None


def test_a_rule_that_counts_more_coarsely() -> None:
    """Three points are not five levels; what both rules count alike is compared."""
    square = replace(place("Square"), policy=SENSITIVE)
    assert why_different(place("Park"), square, "trust") is Why.RULE
    assert why_different(place("Park"), square, "worth") is None


def test_counts_are_added_up_and_percentages_are_not() -> None:
    """30 of 40 and 2 of 10 are 32 of 50, and not the middle of 75 and 20; nothing of changed words, nothing where one is silent."""
    many = [Chosen("yes")] * 30 + [Chosen("no")] * 10
    few = [Chosen("yes")] * 2 + [Chosen("no")] * 8
    places = (place("Park", worth=many), place("Square", worth=few))
    (worth, *_) = abreast(places, "en")
    whole = together(places, worth)
    assert whole is not None
    assert ({row.option: row.count for row in whole.rows}, whole.answered) == ({"yes": 32, "no": 18}, 50)
    assert whole.rows[0].percent == 64
    other = (places[0], place("Square", changed("worth", text="Worth?"), worth=few))
    assert together(other, abreast(other, "en")[0]) is None
    silent = (places[0], place("Square"))
    assert together(silent, abreast(silent, "en")[0]) is None
    assert [said.summary is None for said in abreast(silent, "en")[0].said] == [False, True]


def test_the_widest_gap_is_of_shares_of_own_bases() -> None:
    """30 of 40 against 2 of 10; no gap where words differ, or all say the same."""
    many, few = [Chosen("yes")] * 30 + [Chosen("no")] * 10, [Chosen("yes")] * 2 + [Chosen("no")] * 8
    places = (place("Park", worth=many), place("Square", worth=few))
    gap = furthest(abreast(places, "en"))
    assert gap is not None
    assert (gap[0].id, gap[1], gap[2].place, gap[3].place) == ("worth", "yes", "Park", "Square")
    assert furthest(abreast((place("Park", worth=many), place("Square", worth=many)), "en")) is None
    other = (places[0], place("Square", changed("worth", text="Worth?"), worth=few))
    assert furthest(abreast(other, "en")) is None
