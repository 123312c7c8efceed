"""A flow is a value: it survives JSON, has one hash, and takes nothing that it does not know."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from flows.definition.flow import (
    AllocationQuestion,
    Condition,
    Flow,
    Option,
    PointsAtLeast,
    RankingQuestion,
    SingleQuestion,
    Translation,
    flow_from_json,
    flow_hash,
    flow_json,
    options_of,
)
from flows.definition.localise import localise
from tests.support.examples.examples import EXAMPLES, MULTI, RANKING, SCALE, SINGLE, STANCE, TEXT
from tests.support.examples.walks import FLOWS
from tests.support.trying import tries

each_flow = pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: str(flow.id))


def flow(**changes: object) -> Flow:
    """A small flow with these fields changed."""
    return Flow.model_validate({"id": "f", "title": "A flow", "questions": EXAMPLES} | changes)


@each_flow
def test_a_flow_survives_json(flow: Flow) -> None:
    """What a workshop pins is read back as an equal flow with the same hash, translations and conditions included."""
    again = flow_from_json(flow_json(flow))
    assert again == flow
    assert flow_json(again) == flow_json(flow)
    assert flow_hash(again) == flow_hash(flow)


def test_the_canonical_json_has_one_form() -> None:
    """Sorted keys, no blanks, and conditions under the names that authors write."""
    text = flow_json(Flow(id="f", title="É", questions=(TEXT, SINGLE.model_copy(update={"shown_if": _asked_if_a()}))))
    assert '"title":"É"' in text
    assert '"in":["a"]' in text
    assert ": " not in text.replace('"What else?"', "")
    assert text.index('"id"') < text.index('"questions"') < text.index('"title"')


def _asked_if_a() -> Condition:
    return Condition(question="text", any_of=("a",))


def test_any_change_of_what_is_asked_changes_the_hash() -> None:
    """Two flows with one hash ask exactly the same: a letter, an order or a limit makes another."""
    changes: list[dict[str, object]] = [
        {"title": "A Flow"},
        {"questions": tuple(reversed(EXAMPLES))},
        {"questions": (*EXAMPLES[:-1], TEXT.model_copy(update={"help": "Take your time."}))},
        {"questions": (*EXAMPLES[:4], RANKING.model_copy(update={"top": 2}), *EXAMPLES[5:])},
        {"translations": {"nl": Translation(title="Een flow")}},
        {"minutes": 6},
    ]
    hashes = {flow_hash(flow()), *(flow_hash(flow(**change)) for change in changes)}
    assert len(hashes) == 1 + len(changes)
    assert all(len(hash_) == 64 for hash_ in hashes)


@given(text=st.text(min_size=1, max_size=64))
@tries(60)
def test_any_label_survives(text: str) -> None:
    """Labels of any script come back letter by letter."""
    one = flow(questions=(SingleQuestion(id="q", text="Q?", options=(Option(id="a", label=text),)),))
    assert options_of(flow_from_json(flow_json(one)).questions[0])[0].label == text


@pytest.mark.parametrize("id_", ["a", "A-1_z", "x" * 32, "0"])
def test_ids_are_short_and_plain(id_: str) -> None:
    """1 to 32 letters, digits, hyphens or underscores."""
    assert Option(id=id_, label="A").id == id_


@pytest.mark.parametrize("id_", ["", "x" * 33, "a b", "a:b", "é", "a\n", "?"])
def test_other_ids_are_refused(id_: str) -> None:
    """Nothing that could break a button, a column name or a diagram."""
    with pytest.raises(ValidationError):
        Option(id=id_, label="A")


@pytest.mark.parametrize(
    "broken",
    [
        {"questions": ()},
        {"title": ""},
        {"title": "x" * 129},
        {"language": "English"},
        {"minutes": 0},
        {"colour": "red"},
        {"questions": ({"type": "essay", "id": "q", "text": "Q?"},)},
        {"questions": ({"type": "text", "id": "q", "text": "x" * 301},)},
        {"questions": ({"type": "text", "id": "q", "text": "Q?", "options": []},)},
        {"questions": ({"type": "allocation", "id": "q", "text": "Q?", "options": [], "total": 1},)},
        {"questions": ({"type": "single", "id": "q", "text": "Q?", "options": [{"id": "a", "label": "x" * 201}]},)},
    ],
)
def test_what_is_no_flow_is_refused(broken: dict[str, object]) -> None:
    """Unknown fields, unknown types and values outside their limits do not make a flow."""
    with pytest.raises(ValidationError):
        flow(**broken)


def test_a_complaint_does_not_repeat_what_was_written() -> None:
    """Error messages hold no input: a flow may be somebody's draft, and errors reach logs."""
    with pytest.raises(ValidationError) as caught:
        flow(title=["somebody's secret"])
    assert "secret" not in str(caught.value)


def test_a_flow_cannot_be_changed() -> None:
    """Flows, questions and options are frozen: a workshop's flow is the one it was created with."""
    one = flow()
    for value, name in ((one, "title"), (one.questions[0], "text"), (SINGLE.options[0], "label")):
        with pytest.raises(ValidationError):
            setattr(value, name, "changed")


def test_a_question_is_found_by_its_id() -> None:
    """`question` finds it or raises KeyError, and a flow reads as its questions."""
    assert flow().question("scale") == SCALE
    assert list(flow()) == list(EXAMPLES)
    with pytest.raises(KeyError):
        flow().question("?")


def test_a_question_has_a_name() -> None:
    """The short name where there is one, else the text."""
    assert TEXT.name == "What else?"
    assert TEXT.model_copy(update={"short": "More"}).name == "More"


@pytest.mark.parametrize(("top", "places"), [(None, 4), (1, 1), (3, 3), (9, 4)])
def test_a_ranking_has_as_many_places_as_options_at_most(top: int | None, places: int) -> None:
    """The top n of a ranking are never more than its options."""
    assert RankingQuestion(id="r", text="R?", options=RANKING.options, top=top).places == places


def test_options_are_what_can_be_chosen() -> None:
    """Every closed type has them in the asked order, a stance has its three, a text has none."""
    assert options_of(TEXT) == ()
    assert options_of(MULTI) == MULTI.options
    assert [option.id for option in options_of(STANCE)] == ["agree", "disagree", "pass"]


def test_authors_may_write_in_and_not_in() -> None:
    """The names of a condition in YAML are the ones of the schema, and Python's own are understood too."""
    assert Condition.model_validate({"question": "q", "in": ["a"]}) == Condition(question="q", any_of=("a",))
    assert Condition.model_validate({"question": "q", "not_in": ["a"]}) == Condition(question="q", none_of=("a",))
    with pytest.raises(ValidationError):
        PointsAtLeast(option="a", min=0)


@each_flow
def test_a_localised_flow_asks_the_same(flow: Flow) -> None:
    """Translation changes words only: ids, types, order, limits and conditions stay."""

    def bones(one: Flow) -> list[tuple[object, ...]]:
        return [
            (
                q.id,
                q.type,
                q.shown_if,
                [o.id for o in options_of(q)],
                q.total if isinstance(q, AllocationQuestion) else 0,
            )
            for q in one
        ]

    assert bones(localise(flow, "nl")) == bones(flow)
