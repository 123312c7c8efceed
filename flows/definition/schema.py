"""The JSON Schema of a flow as authors write it in YAML, so that editors complete and check it; must not know files.

It is drawn from the models in `flows.definition.flow`, with what authors may also write: short options, numbers as ids.
What a schema cannot say (ids that exist, conditions that can be met) is left to `flows.definition.checks`.
"""

from __future__ import annotations

import json
from typing import Any

from flows.definition.drafts import CONDITION_TESTS, LEVEL_EXTRAS
from flows.definition.flow import LABEL_LIMIT, Flow

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ID_PATTERN = r"^[A-Za-z0-9_\-]{1,32}$"
_DESCRIPTIONS = {
    ("Flow", "id"): "The file's name without .yaml: facilitators type it.",
    ("Flow", "purpose"): "Completes 'asks your views on ...' before people take part.",
    ("Flow", "minutes"): "How long answering takes.",
    ("Flow", "audience"): "Who it is for.",
    ("Flow", "source"): "The title of the document that the questions come from.",
    ("Flow", "language"): "The language it is written in, such as en.",
    (
        "Flow",
        "segment_by",
    ): "The id of a single question without shown_if: after the close results are compared by its options.",
    ("Flow", "sections"): "The agenda, in order. Questions name a section by its id.",
    ("Option", "short"): "What stands on a button and beside a bar, where the label is long.",
    ("Level", "short"): "What stands on a button and beside a bar, where the label is long.",
    ("Option", "hint"): "Tells options with the same label apart: in brackets behind it.",
    ("Level", "hint"): "Tells options with the same label apart: in brackets behind it.",
    ("Flow", "translations"): "Other languages, such as nl. What is missing is shown in the flow's own language.",
    (
        "Translation",
        "labels",
    ): "Labels, short ones and hints that occur in several questions: as written above, and their translation.",
}
_QUESTION_DESCRIPTIONS = {
    "text": "What is asked. Telegram polls take up to 300 characters.",
    "short": "A few words that name the question beside an answer: up to 30 characters.",
    "help": "A line under the question.",
    "section": "The id of a section.",
    "shown_if": "Asked only of people who gave this answer to an earlier question.",
    "sensitive": "true: no comparison by group where a group is of one mind.",
    "min": "How many options have to be chosen or ranked; 0: to choose none is an answer.",
    "max": "How many options can be chosen; all when it is left out.",
    "exclusive": "Ids of options that clear the others, such as 'none of these'.",
    "top": "How many places to ask for; all when it is left out.",
    "total": "How many points there are to share.",
    "most": "How many points one option can get at most.",
    "spend_all": "false: not all points need be given.",
    "max_options": "On how many options points can be put.",
    "options": "One a line: '- id: label'.",
}


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a flow as it is written in YAML."""
    drawn = Flow.model_json_schema(by_alias=True)
    definitions: dict[str, Any] = drawn.pop("$defs")
    for name, definition in {**definitions, "Flow": drawn}.items():
        _tidy(name, definition)
    definitions["Option"] = _either(definitions["Option"], extras={})
    definitions["Level"] = _levels(definitions["Level"])
    definitions["Condition"]["oneOf"] = [{"required": [test]} for test in CONDITION_TESTS]
    body = {"type": "object", **drawn, "$defs": definitions}
    return {"$schema": DIALECT, "title": "A Roundtable flow", **_with_numbers_as_ids(body)}


def schema_text() -> str:
    """What `flows/flow.schema.json` has to say."""
    return json.dumps(schema(), indent=2, ensure_ascii=False, sort_keys=False) + "\n"


def _tidy(name: str, definition: dict[str, Any]) -> None:
    """Without pydantic's titles; with a description where the name of a field does not say enough."""
    definition.pop("title", None)
    for field, about in definition.get("properties", {}).items():
        about.pop("title", None)
        description = _DESCRIPTIONS.get((name, field))
        if description is None and name.endswith("Question"):
            description = _QUESTION_DESCRIPTIONS.get(field)
        if description:
            about["description"] = description
    if name.endswith("Question"):
        definition["required"] = sorted({*definition["required"], "type"})


def _levels(full: dict[str, Any]) -> dict[str, Any]:
    extras = {name: full["properties"][name] for name in sorted(LEVEL_EXTRAS)}
    return _either(full, extras)


def _either(full: dict[str, Any], extras: dict[str, Any]) -> dict[str, Any]:
    """An option in full, `{id: public, label: Public sector}`, or short, `public: Public sector`."""
    short = {
        "type": "object",
        "description": "Short: 'id: label'.",
        "minProperties": 1,
        "maxProperties": 1 + len(extras),
        "propertyNames": {"pattern": _ID_PATTERN, "not": {"enum": ["id", "label"]}},
        "properties": extras,
        "additionalProperties": {"type": ["string", "number", "boolean"], "maxLength": LABEL_LIMIT},
    }
    return {"anyOf": [short, full]}


def _with_numbers_as_ids(value: Any) -> Any:
    """The schema in which an id may also be written as a number, as in `in: [1, 2]`."""
    if isinstance(value, list):
        return [_with_numbers_as_ids(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if "patternProperties" in value:
        value = {**value, "additionalProperties": False}
    if value.get("type") == "string" and value.get("pattern") == _ID_PATTERN:
        value = {**value, "type": ["string", "integer"]}
    return {key: _with_numbers_as_ids(inner) for key, inner in value.items()}
