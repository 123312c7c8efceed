"""The JSON Schema of an export as JSON, drawn from its columns; must not know workshops or numbers.

`storage/export/results.schema.json` is what it says, published so that a program can check a file before it reads it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from storage.export.books import Column
from storage.export.building import ALWAYS, COLUMNS
from storage.export.described import DESCRIBED, Holds

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILE = Path(__file__).with_name("results.schema.json")
_TYPES: Mapping[Holds, list[str]] = {
    "text": ["string", "null"],
    "whole": ["integer", "null"],
    "number": ["number", "null"],
    "mixed": ["string", "integer", "null"],
}


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of what `books.to_json` writes."""
    sheets = {key: _sheet(key, columns) for key, columns in COLUMNS.items()}
    return {
        "$schema": DIALECT,
        "title": "An export of Roundtable",
        "description": "The results of a closed workshop: totals, and open answers that may be quoted. No row is a person.",
        "type": "object",
        "properties": {
            "title": {"type": "string", "description": "The workshop's title."},
            "day": {"type": "string", "format": "date", "description": "The day it was closed."},
            "sheets": {
                "type": "object",
                "properties": sheets,
                "required": [key for key in COLUMNS if key in ALWAYS],
                "additionalProperties": False,
            },
        },
        "required": ["title", "day", "sheets"],
        "additionalProperties": False,
    }


def schema_text() -> str:
    """What `results.schema.json` has to say."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def _sheet(key: str, columns: tuple[Column, ...]) -> dict[str, Any]:
    known = {column.key: DESCRIBED[key, column.key] for column in columns}
    properties = {name: {"type": _TYPES[one.holds], "description": one.meaning} for name, one in known.items()}
    optional = {"theme"} if key == "texts" else set()
    row = {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }
    return {"type": "array", "items": row}
