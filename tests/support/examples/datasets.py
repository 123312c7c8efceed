"""Reads a set of real answers into a flow and answers; must not know how they are counted.

A set is a folder `data/<name>` of the shared folder: see its README for the coding. The last answer of a person to a
question counts, `null` is a question shown and left unanswered, and no row is a question not shown.
"""

from __future__ import annotations

import functools
import gzip
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.definition.flow import TEXT_LIMIT, Flow
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared, Skipped, Written
from tests.support.shared import shared

NAMES = (
    "city_ballots",
    "likert_small",
    "mturk_budget_3",
    "nhs_open_answers",
    "polis_freshwater",
    "polis_london_youth",
    "rankings_small",
    "starwars_survey",
    "zurich_formats",
)


@dataclass(frozen=True)
class DataSet:
    """A flow, and what people answered to it: person -> question -> answer, in the order of the file.

    `attrs` are a person's declared attributes (group, gender, arm). `computed` (question -> figures), `segments` and
    `published` are those of `expected_aggregates.json`, with the option ids of the flow.
    """

    name: str
    flow: Flow
    people: Mapping[str, Mapping[str, Answer]]
    attrs: Mapping[str, Mapping[str, Any]]
    computed: Mapping[str, Mapping[str, Any]]
    segments: Mapping[str, Any]
    published: Any

    def answers(self, question: str, who: Callable[[str], bool] = lambda _: True) -> list[Answer]:
        """One answer for each person who saw the question and for whom `who(person)` holds."""
        return [given[question] for person, given in self.people.items() if question in given and who(person)]


def option_id(source: str) -> str:
    """The id of an option of the source as an id of ours: at most 32 of the letters that an id may have."""
    return re.sub(r"[^A-Za-z0-9_\-]", "_", source)[:32]


@functools.cache
def data_set(name: str) -> DataSet:
    """The set of this name; skips the calling test when the shared folder is missing."""
    folder = shared(f"data/{name}")
    source = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    kinds = {question["id"]: question for question in source["questions"]}
    ids = {option["id"] for question in source["questions"] for option in question.get("options", ())}
    expected = json.loads((folder / "expected_aggregates.json").read_text(encoding="utf-8"))
    expected = _with_our_ids(expected, {given: option_id(given) for given in ids})
    people: dict[str, dict[str, Answer]] = {}
    for row in _lines(folder / "answers.jsonl.gz"):
        people.setdefault(row["p"], {})[row["q"]] = _answer(kinds[row["q"]], row["a"])
    return DataSet(
        name=name,
        flow=_flow(source),
        people=people,
        attrs={row["p"]: row.get("attrs", {}) for row in _lines(folder / "participants.jsonl.gz")},
        computed=expected["computed"]["questions"],
        segments=expected["computed"].get("segments", {}),
        published=expected.get("published"),
    )


def _lines(path: Path) -> Iterator[Any]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _flow(source: Mapping[str, Any]) -> Flow:
    """The questions without their conditions (a set may branch on a person's attribute) and with labels that fit."""
    questions = [_question(question) for question in source["questions"]]
    return Flow.model_validate({"id": source["dataset"], "title": source["title"], "questions": questions})


def _question(source: Mapping[str, Any]) -> dict[str, Any]:
    question: dict[str, Any] = {"id": source["id"], "type": source["type"], "text": source["text"][:300]}
    if "options" in source:
        question["options"] = [_option(option) for option in source["options"]]
    if source["type"] == "multi":
        question |= {"min": max(1, source.get("min_select", 1)), "max": source.get("max_select")}
    if source["type"] == "ranking":
        question["top"] = source.get("max_ranked")
    if source["type"] == "allocation":
        question |= {"total": source["total"], "max_options": source.get("max_options")}
    return question


def _option(source: Mapping[str, Any]) -> dict[str, Any]:
    option = {"id": option_id(source["id"]), "label": source["label"][:64]}
    return option | {key: source[key] for key in ("value", "off_scale") if key in source}


def _answer(question: Mapping[str, Any], value: Any) -> Answer:
    """The answer as ours; in the question's order where the order says nothing, without zero points."""
    if value is None:
        return Skipped()
    order = [option["id"] for option in question.get("options", ())]
    match question["type"]:
        case "multi":
            return Picked(tuple(option_id(option) for option in order if option in value))
        case "ranking":
            return Ranked(tuple(option_id(option) for option in value))
        case "allocation":
            return Shared(tuple((option_id(option), value[option]) for option in order if value.get(option)))
        case "text":
            return Written(value[:TEXT_LIMIT])
        case _:
            return Chosen(option_id(value))


def _with_our_ids(expected: Any, renamed: Mapping[str, str]) -> Any:
    """The figures with every option id turned into ours, where it is a key and where it is a value."""
    match expected:
        case dict():
            return {renamed.get(key, key): _with_our_ids(value, renamed) for key, value in expected.items()}
        case list():
            return [_with_our_ids(item, renamed) for item in expected]
        case str():
            return renamed.get(expected, expected)
        case _:
            return expected
