"""Turns a set of real answers into a workshop to be held again: its flow, and who says what; must not know phones or counts.

Two things are added to what people answered. The arm of the study, on which two questions of one set depend, is asked in
front, as a workshop would ask it. And now and then somebody first gives another answer and corrects it, because people do.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from flows.definition.flow import Condition, Flow, Option, Question, SingleQuestion, options_of
from flows.dialogue.answers import Answer, Chosen, Skipped, Use, Written
from tests.support.examples.datasets import data_set, option_id
from tests.support.shared import shared

ARM = "arm"
"""The attribute that some questions of zurich_formats depend on, as the id of the question that asks for it."""

SLIPS = 97
"""One answer in so many is first given wrongly."""


@dataclass(frozen=True)
class Part:
    """One person's part: what they answer in the end, and `first`, what they said before they changed it.

    `number` counts people from 1 and decides how they answer: odd people tap, even people type.
    """

    name: str
    number: int
    answers: Mapping[str, Answer]
    first: Mapping[str, Answer]


@dataclass(frozen=True)
class Material:
    """A workshop to be held again. `computed`: question -> figures, in the form of `expected_aggregates.json`.

    `revised` is how many of the changed answers the data set itself holds; the others are slips of ours.
    """

    name: str
    flow: Flow
    parts: tuple[Part, ...]
    computed: Mapping[str, Mapping[str, Any]]
    revised: int

    def some(self, people: Collection[str], questions: Collection[str]) -> Material:
        """Only these people and questions, without figures: those hold for everybody only."""
        flow = self.flow.model_copy(update={"questions": tuple(q for q in self.flow if q.id in questions)})
        parts = tuple(_only(part, questions) for part in self.parts if part.name in people)
        return Material(self.name, flow, parts, {}, 0)

    def write(self, folder: Path) -> Path:
        """The flow as an operator would give it to the bot: a YAML file in `folder`."""
        path = folder / f"{self.name}.yaml"
        data = self.flow.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"translations", "sections"})
        with path.open("w", encoding="utf-8") as file:
            YAML(typ="safe").dump({key: value for key, value in data.items() if value != ""}, file)
        return path


def material(name: str) -> Material:
    """A set as a workshop. Stops the test, or raises, when the shared folder is missing (`tests.support.shared`)."""
    folder, found = shared(f"data/{name}"), data_set(name)
    source = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    flow, arms = _with_arm(found.flow, source["questions"], found.attrs)
    answers = {person: {**_arm_of(arms, person), **given} for person, given in found.people.items()}
    earlier = _earlier(folder)
    parts = tuple(_part(flow, n, p, answers[p], earlier.get(p, {})) for n, p in enumerate(sorted(answers), 1))
    computed = {**found.computed, **_arm_counts(arms, answers)}
    return Material(name, flow, parts, computed, sum(len(first) for first in earlier.values()))


def _only(part: Part, questions: Collection[str]) -> Part:
    keep = {q: a for q, a in part.answers.items() if q in questions}
    return replace(part, answers=keep, first={q: a for q, a in part.first.items() if q in questions})


def _with_arm(
    flow: Flow, source: Sequence[Mapping[str, Any]], attrs: Mapping[str, Mapping[str, Any]]
) -> tuple[Flow, Mapping[str, str]]:
    """The flow with the question about the arm in front where others depend on it, and each person's arm."""
    depends = {q["id"]: q["shown_if"]["equals"] for q in source if "shown_if" in q}
    if not depends:
        return flow, {}
    arms = {person: str(attrs[person][ARM]) for person in attrs}
    options = tuple(Option(id=arm, label=arm.capitalize()) for arm in sorted(set(arms.values())))
    first = SingleQuestion(id=ARM, text="Which arm of the study are you in?", options=options)
    questions = (first, *(_depending(question, depends.get(question.id)) for question in flow))
    return flow.model_copy(update={"questions": questions, "minutes": 30}), arms


def _depending(question: Question, arm: str | None) -> Question:
    if arm is None:
        return question
    condition = Condition(question=ARM, any_of=(arm,))
    return question.model_copy(update={"shown_if": condition})


def _arm_of(arms: Mapping[str, str], person: str) -> dict[str, Answer]:
    return {ARM: Chosen(arms[person])} if arms else {}


def _arm_counts(arms: Mapping[str, str], people: Iterable[str]) -> dict[str, dict[str, Any]]:
    here = [arms[person] for person in people if arms]
    if not here:
        return {}
    counts = {arm: here.count(arm) for arm in sorted(set(here))}
    return {ARM: {"type": "single", "n_asked": len(here), "n_answered": len(here), "n_no_answer": 0, "counts": counts}}


def _earlier(folder: Path) -> dict[str, dict[str, Answer]]:
    """Person -> question -> the vote they changed later; only stance questions have such in these sets."""
    first: dict[str, dict[str, Any]] = {}
    changed: dict[str, dict[str, Answer]] = {}
    with gzip.open(folder / "answers.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            before = first.setdefault(row["p"], {}).setdefault(row["q"], row)
            if before is not row:
                changed.setdefault(row["p"], {}).setdefault(row["q"], Chosen(option_id(before["a"])))
    return changed


def _part(flow: Flow, number: int, person: str, given: Mapping[str, Answer], earlier: Mapping[str, Answer]) -> Part:
    """Unseen statements of a conversation are shown to everybody here, so they are skipped; conditions keep their right.

    Whoever writes allows it to be quoted: the sets were published with every text.
    """
    said = {q: replace(a, use=Use.QUOTE) if isinstance(a, Written) else a for q, a in given.items()}
    answers = {q.id: said.get(q.id, Skipped()) for q in flow if q.id in said or q.shown_if is None}
    return Part(person, number, answers, {**_slips(flow, number, answers), **earlier})


def _slips(flow: Flow, number: int, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """A wrong first choice here and there. Who corrects in the review gives no slip that would lead elsewhere."""
    decides = {question.shown_if.question for question in flow if question.shown_if}
    slips: dict[str, Answer] = {}
    for place, question in enumerate(flow):
        answer = answers.get(question.id)
        steers = question.id in decides and number % 2 == 0
        if isinstance(answer, Chosen) and (7 * number + place) % SLIPS == 0 and not steers:
            ids = [option.id for option in options_of(question)]
            slips[question.id] = Chosen(ids[(ids.index(answer.option) + 1) % len(ids)])
    return slips
