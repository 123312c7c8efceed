"""A closed workshop with an export, for tests; must not know what an export should contain."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flows.counting.release import STANDARD, policy_hash
from flows.counting.segments import UNKNOWN, SegmentTable, segment_table
from flows.counting.tally import tally_all
from flows.definition.flow import Condition, Flow, Question, Section, TextQuestion, flow_hash
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared, Use, Written
from storage.answers.texts import Text, TextState
from storage.export.building import ExportBook, build_export, to_csv, to_json, to_xlsx
from storage.keys.sealing import receipt_tag
from storage.values import Phase, Release, Workshop
from tests.support.examples.examples import EXAMPLES, SINGLE, STANCE

WHY = TextQuestion(id="why", text="Why a?", shown_if=Condition(question="single", any_of=("a",)))
FLOW = Flow(
    id="all-types",
    title="One of each",
    source="A paper",
    segment_by="single",
    sections=(Section(id="s", title="First part"),),
    questions=(EXAMPLES[0].model_copy(update={"section": "s"}), *EXAMPLES[1:], WHY),
)
FORMATS = (to_xlsx, to_csv, to_json)


def closed(flow: Flow = FLOW, **changes: Any) -> Workshop:
    """A closed workshop of 24 people who joined and 20 who submitted."""
    workshop = Workshop(
        id="7c9f6a52-2f6e-4b1a-9c39-0a8f6d2f1d11",
        title="Riverside Park",
        code="K7QF2M",
        flow=flow,
        flow_hash=flow_hash(flow),
        policy=STANDARD,
        policy_hash=policy_hash(STANDARD),
        phase=Phase.CLOSED,
        opened_on=date(2026, 3, 2),
        closed_on=date(2026, 3, 9),
        joined=24,
        started=22,
        submitted=20,
        locked=True,
        controller="The Park Trust",
        contact="park@example.org",
    )
    return replace(workshop, **changes)


def panel_question(number: int, state: TextState, same_as: str = "") -> Text:
    """A question to the panel that was collected."""
    row_id = f"{number:08d}-0000-4000-8000-000000000000"
    words = f"What of {state} {number}?"
    return Text(row_id, "w", "ask-1", words, Use.QUOTE, "Ada Lovelace", state, pinned=False, same_as=same_as)


PANEL = (
    panel_question(1, TextState.HIDDEN),
    panel_question(2, TextState.ANSWERED),
    panel_question(3, TextState.ANSWERED, panel_question(2, TextState.ANSWERED).id),
    panel_question(4, TextState.NEW),
    panel_question(5, TextState.APPROVED),
)


def final(question: Question, answers: Sequence[Answer], seq: int = 1) -> Release:
    """A final release of these answers."""
    return Release(question.id, seq, len(answers), tally_all(question, answers), final=True)


def example_book(texts: Mapping[str, Sequence[str]] | None = None) -> ExportBook:
    """Everybody answered everything but the last question, which is withheld."""
    answers = data_for(FLOW)
    releases = [final(question, answers[question.id]) for question in FLOW.questions if question.id != "why"]
    said = {"text": ["One.", "Two.", "Three."]} if texts is None else texts
    tags = {release.question_id: tags_for(release) for release in releases}
    return build_export(closed(), releases, said, tags, grouped(answers), PANEL)


def grouped(answers: Mapping[str, Sequence[Answer]]) -> dict[str, SegmentTable]:
    """The stance by group: the first six people chose "a", the next four "b", the last two skipped that."""
    given = answers["stance"]
    parts = {"a": given[:6], "b": given[6:10], UNKNOWN: given[10:]}
    tallies = {segment: tally_all(STANCE, part) for segment, part in parts.items()}
    table = segment_table(STANCE, SINGLE, tallies, 5, sensitive=False)
    return {"stance": table, "multi": SegmentTable("multi", 5)}


def tags_for(release: Release) -> list[bytes]:
    """The tags of as many receipts as people were counted; receipt number n is n in 16 bytes."""
    return [receipt_tag(number.to_bytes(16, "big"), release.question_id) for number in range(release.n)]


def data_for(flow: Flow) -> dict[str, list[Answer]]:
    """Twelve fitting answers to each question, the same ones each time."""
    return {question.id: [fitting(question, number) for number in range(12)] for question in flow.questions}


def fitting(question: Question, number: int) -> Answer:
    """The number-th of a few fitting answers."""
    ids = [option.id for option in getattr(question, "options", ())]
    turned = ids[number % max(len(ids), 1) :] + ids[: number % max(len(ids), 1)]
    match question.type:
        case "multi":
            return Picked(tuple(option for option in ids if option in turned[:2] and option != "none"))
        case "ranking":
            return Ranked(tuple(turned[:3]))
        case "allocation":
            return Shared(((turned[0], question.total - 1), (turned[1], 1)))
        case "text":
            return Written(f"Words {number}")
        case _:
            return Chosen(turned[0])


def sheets(book: ExportBook) -> dict[str, list[dict[str, Any]]]:
    """The rows of each sheet, read back from the JSON file."""
    read: dict[str, list[dict[str, Any]]] = json.loads(to_json(book))["sheets"]
    return read


def rows_of(book: ExportBook, sheet: str, question: str) -> list[dict[str, Any]]:
    """The rows of one question."""
    return [row for row in sheets(book)[sheet] if row["question"] == question]


def rows_of_optional(book: ExportBook, sheet: str, question: str) -> list[dict[str, Any]]:
    """The rows of one question in a sheet that only some workshops have."""
    return [row for row in sheets(book).get(sheet, []) if row["question"] == question]
