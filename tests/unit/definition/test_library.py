"""The shipped flows are sound, complete in Dutch, and ask what their source documents ask."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from flows.definition.flow import Flow, Level, MultiQuestion, Question, RankingQuestion, ScaleQuestion, options_of
from flows.definition.labels import BUTTON_WIDTH, SHORT_WIDTH, width_of
from flows.definition.loading import check_file, library, load_library
from flows.definition.localise import localise
from flows.definition.schema import schema, schema_text
from tests.support.shared import ROOT, shared

NAMES = ("place-keeping", "strategic-check", "round-tables", "working-together", "town-partnership")
MODELINE = "# yaml-language-server: $schema=../flow.schema.json"
each_flow = pytest.mark.parametrize("name", ["key-questions", *NAMES])


def sources() -> dict[str, dict[str, Any]]:
    """The flows as their source documents have them, by id."""
    flows = json.loads(shared("flows/flows.json").read_text(encoding="utf-8"))["flows"]
    return {flow["id"]: flow for flow in flows}


def as_editors_read_it(name: str) -> Any:
    """A shipped file as YAML 1.2 has it, with the keys as text."""

    def texts(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): texts(inner) for key, inner in value.items()}
        return [texts(inner) for inner in value] if isinstance(value, list) else value

    return texts(YAML(typ="safe", pure=True).load(library()[name].read_text(encoding="utf-8")))


BY_LEVEL = {"working-together": ["'planner_gap'"]}
"""Questions for which the sensitive rule cannot be chosen: the source document asks by levels of a scale."""


def test_six_flows_are_shipped() -> None:
    """The five flows of the source documents, and the key questions first."""
    assert list(library()) == ["key-questions", *sorted(NAMES)]


@each_flow
def test_shipped_flows_have_no_problem(name: str) -> None:
    """The checker has nothing to say about a shipped file but where it asks by single levels, and its id is its name."""
    checked = check_file(library()[name])
    assert [problem.message.split(" is asked by single levels")[0] for problem in checked.problems] == BY_LEVEL.get(
        name, []
    )
    assert checked.flow is not None
    assert checked.flow.id == name


@each_flow
def test_editors_find_the_schema(name: str) -> None:
    """The first line of every shipped file tells editors where the schema is."""
    assert library()[name].read_text(encoding="utf-8").splitlines()[0] == MODELINE


@each_flow
def test_shipped_flows_are_complete(name: str) -> None:
    """Title, purpose, source and short names are there, and what is on buttons fits, in both languages."""
    flow = load_library()[name]
    assert (flow.language, set(flow.translations) - {"en"}) == ("en", {"nl"})
    for told in (flow, localise(flow, "nl")):
        assert told.title
        assert told.purpose
        assert told.source
        for question in told:
            assert 0 < width_of(question.short) <= SHORT_WIDTH
            assert all(width_of(option.label) <= BUTTON_WIDTH for option in options_of(question))


@each_flow
def test_dutch_is_written_out(name: str) -> None:
    """Every text, short name and label of a shipped flow has Dutch words of its own."""
    flow = load_library()[name]
    dutch = flow.translations["nl"]
    for question in flow:
        words = dutch.questions[question.id]
        assert words.text
        assert words.short
        for option in options_of(question):
            assert words.options.get(option.id) or dutch.labels.get(option.label)


@pytest.mark.parametrize("name", NAMES)
def test_shipped_flows_ask_what_their_documents_ask(name: str) -> None:
    """Ids, types, texts, options, limits, conditions and sections are those of the source."""
    flow, source = load_library()[name], sources()[name]
    for key in ("id", "title", "minutes", "audience"):
        assert getattr(flow, key) == source[key]
    assert flow.source == source["source_document"]
    assert [section.id for section in flow.sections] == source.get("sessions", [])
    assert [question.id for question in flow] == [question["id"] for question in source["questions"]]
    for question, asked in zip(flow, source["questions"], strict=True):
        assert _told(question) == _expected(asked)


def _told(question: Question) -> dict[str, Any]:
    """A shipped question in the words of the source."""
    condition = question.shown_if and question.shown_if.model_dump(exclude_none=True, mode="json")
    return {
        "type": question.type,
        "text": question.text,
        "session": question.section,
        "options": [
            (option.id, option.label, *((option.value, option.off_scale) if isinstance(option, Level) else ()))
            for option in options_of(question)
        ],
        "exclusive": list(getattr(question, "exclusive", ())),
        "shown_if": condition,
        "max": question.max if isinstance(question, MultiQuestion) else None,
        "top": question.places if isinstance(question, RankingQuestion) else None,
        "total": getattr(question, "total", None),
    }


def _named(option: dict[str, Any]) -> str:
    """Beside *Skip* the source's "Pass" would be a second word for something else."""
    return "Unsure" if option["label"] == "Pass" else str(option["label"])


def _expected(asked: dict[str, Any]) -> dict[str, Any]:
    """A question of the source in the same words."""
    scale = asked["type"] == "scale"
    names = {"q": "question", "in_": "any_of", "not_in": "none_of"}
    condition = asked.get("shown_if")
    return {
        "type": asked["type"],
        "text": asked["text"],
        "session": asked.get("session"),
        "options": [
            (
                option["id"],
                _named(option),
                *((option["value"], option.get("off_scale", False)) if scale else ()),
            )
            for option in asked.get("options", [])
        ],
        "exclusive": asked.get("exclusive", []),
        "shown_if": condition and {names.get(key, key): value for key, value in condition.items()},
        "max": asked.get("max_select"),
        "top": asked.get("max_ranked"),
        "total": asked.get("total"),
    }


def test_the_default_asks_the_key_questions() -> None:
    """Seven questions in five minutes; what would make it worth it is asked of the doubtful only."""
    flow = load_library()["key-questions"]
    assert flow.minutes == 5
    assert [(question.id, question.type) for question in flow] == [
        ("sector", "single"),
        ("worth", "scale"),
        ("worth_why", "text"),
        ("triggers", "multi"),
        ("motives", "ranking"),
        ("concerns", "multi"),
        ("represent", "text"),
    ]
    condition = flow.question("worth_why").shown_if
    assert condition is not None
    assert (condition.question, condition.any_of) == ("worth", ("1", "2"))
    _same_options(flow, load_library()["place-keeping"])


def _same_options(flow: Flow, place_keeping: Flow) -> None:
    """The options of the key questions are those of place-keeping, with "don't know" on the scale."""
    for name, origin in {
        "sector": "role",
        "triggers": "triggers",
        "motives": "motives",
        "concerns": "concerns",
    }.items():
        assert options_of(flow.question(name)) == options_of(place_keeping.question(origin))
    worth = flow.question("worth")
    assert isinstance(worth, ScaleQuestion)
    assert worth.options[:-1] == options_of(place_keeping.question("worth"))
    assert worth.options[-1] == Level(id="dk", label="Don't know", off_scale=True)


def test_the_published_schema_is_current() -> None:
    """flow.schema.json is what the models say.

    Write it anew with:
    python -c "from flows.definition.schema import schema_text; print(schema_text(), end='')" > flows/flow.schema.json
    """
    assert (ROOT / "flows/flow.schema.json").read_text(encoding="utf-8") == schema_text()
    jsonschema.Draft202012Validator.check_schema(schema())


@each_flow
def test_shipped_flows_fit_the_schema(name: str) -> None:
    """An editor that knows the schema marks nothing in a shipped file."""
    jsonschema.Draft202012Validator(schema()).validate(as_editors_read_it(name))


MISTAKES: dict[str, dict[str, Any]] = {
    "an unknown type": {"id": "q", "type": "singel", "text": "Why?"},
    "no type": {"id": "q", "text": "Why?"},
    "an unknown key": {"id": "q", "type": "text", "text": "Why?", "txt": "Why?"},
    "an id with a blank": {"id": "q q", "type": "text", "text": "Why?"},
    "a long label": {"id": "q", "type": "single", "text": "Why?", "options": [{"a": "x" * 201}, {"b": "B"}]},
    "two options in one": {"id": "q", "type": "single", "text": "Why?", "options": [{"a": "A", "b": "B"}, {"c": "C"}]},
    "two tests": {
        "id": "q",
        "type": "text",
        "text": "Why?",
        "shown_if": {"question": "a", "first": "x", "contains": "x"},
    },
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_schema_refuses_mistakes(mistake: str) -> None:
    """An editor that knows the schema marks what the shape of a flow forbids."""
    flow = {"id": "tea", "title": "Tea", "questions": [{"id": "a", "type": "text", "text": "And?"}, MISTAKES[mistake]]}
    assert not jsonschema.Draft202012Validator(schema()).is_valid(flow)


def test_the_schema_takes_both_ways_to_write_an_option() -> None:
    """Options may be short or full, levels may say that they are off the scale, ids may be numbers."""
    options = [{"1": "Bad"}, {"id": 2, "label": "Good"}, {"dk": "Don't know", "off_scale": True}]
    question = {"id": "a", "type": "scale", "text": "How?", "options": options}
    flow = {"id": "tea", "title": "Tea", "questions": [question]}
    jsonschema.Draft202012Validator(schema()).validate(flow)
