"""The published schema of an export: it says what the columns say, and every flow's export fits it."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from flows.definition.flow import Flow
from flows.definition.loading import load_library
from storage.answers.texts import Text, TextState
from storage.answers.themes import Source, Theme
from storage.answers.told import Sorted, Themed
from storage.export.building import COLUMNS, build_export, to_json
from storage.export.described import DESCRIBED
from storage.export.schema import FILE, schema, schema_text
from tests.support.examples.exports import closed, data_for, example_book, final, panel_question
from tests.unit.export.test_compared import APART

PUBLISHED: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
CHECK = jsonschema.Draft202012Validator(PUBLISHED, format_checker=jsonschema.FormatChecker())


def test_the_published_schema_is_what_the_columns_say() -> None:
    """results.schema.json is drawn from the columns.

    When a column is added:
    python -c "from storage.export.schema import schema_text; print(schema_text(), end='')" > storage/export/results.schema.json
    """
    assert FILE.read_text(encoding="utf-8") == schema_text()
    jsonschema.Draft202012Validator.check_schema(schema())


def test_every_column_is_described_and_no_other() -> None:
    """In the order of the sheets, so that a new column is found where it is looked for."""
    assert list(DESCRIBED) == [(key, column.key) for key, columns in COLUMNS.items() for column in columns]


@pytest.mark.parametrize("flow", load_library().values(), ids=lambda flow: flow.id)
def test_the_export_of_every_flow_fits(flow: Flow) -> None:
    """Twelve people answered everything that is shipped."""
    answers = data_for(flow)
    book = build_export(closed(flow), [final(question, answers[question.id]) for question in flow.questions], {})
    assert list(CHECK.iter_errors(json.loads(to_json(book)))) == []


def test_a_book_with_every_sheet_fits() -> None:
    """Groups, panel, receipts; and the one with themes, whose texts have a column more, and statements across groups."""
    book = json.loads(to_json(example_book()))
    assert set(COLUMNS) - set(book["sheets"]) == {"themes", "across", "apart", "expected"}
    assert list(CHECK.iter_errors(book)) == []
    card = panel_question(1, TextState.APPROVED)
    theme = Theme("t", "w", "text", "Trees", Source.HAND, frozenset({card.id}))
    themed = Sorted((Themed(theme, (_of(card, "text"),), 4, 0),), ())
    answers = data_for(closed().flow)
    releases = [final(question, answers[question.id]) for question in closed().flow.questions]
    groups = {"stance": APART}
    book = build_export(closed(), releases, {"text": [card.words]}, {}, groups, themes={"text": themed})
    book = json.loads(to_json(book))
    assert {"across", "apart"} <= set(book["sheets"])
    assert book["sheets"]["texts"][0]["theme"] == "Trees"
    assert list(CHECK.iter_errors(book)) == []


def _of(text: Text, question_id: str) -> Text:
    return Text(text.id, "w", question_id, text.words, text.use, "", text.state, pinned=False, same_as="")


@pytest.mark.parametrize(
    "sheet, column, wrong",
    [("counts", "count", "3"), ("counts", "percent", None), ("bases", "asked", 2.5), ("counts", "who", 1), ("", "", 0)],
)
def test_what_does_not_fit_is_found(sheet: str, column: str, wrong: object) -> None:
    """A number written as text, half a person, a column that no export has, a sheet that is missing."""
    book = json.loads(to_json(example_book()))
    if sheet:
        book["sheets"][sheet][0][column] = wrong
    else:
        del book["sheets"]["bases"]
    assert (wrong is None) == (list(CHECK.iter_errors(book)) == [])
