"""A flow is written down as a file, so that a typed list can be gone on with in an editor; must not know chats."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from flows.definition.flow import Flow, Question, StanceQuestion, options_of

_PLAIN = re.compile(r"[A-Za-z0-9\u00c0-\u024f][^:#\n\"'\[\]{},&*!|>%@`]*[^:#\n\"'\[\]{},&*!|>%@`\s]")
_META = ("id", "title", "purpose", "minutes", "language")


def in_yaml(flow: Flow) -> str:
    """The flow as an author would write it; what is as it is by default is left out."""
    return "\n".join(_lines(flow)) + "\n"


def _lines(flow: Flow) -> Iterator[str]:
    for name in _META:
        value = getattr(flow, name)
        if value:
            yield f"{name}: {_said(value)}"
    if flow.sections:
        yield "sections:"
        yield from (f"  - {{id: {one.id}, title: {_quoted(one.title)}}}" for one in flow.sections)
    yield "questions:"
    for question in flow.questions:
        yield from _question(question)


def _question(question: Question) -> Iterator[str]:
    yield f"  - id: {question.id}"
    yield f"    type: {question.type}"
    for name in ("text", "short", "help", "section"):
        value = getattr(question, name)
        if value:
            yield f"    {name}: {_said(value)}"
    options = () if isinstance(question, StanceQuestion) else options_of(question)
    if options:
        yield "    options:"
    for option in options:
        if getattr(option, "off_scale", False):
            yield f"      - {{id: {option.id}, label: {_quoted(option.label)}, off_scale: true}}"
        else:
            yield f"      - {option.id}: {_said(option.label)}"


def _said(value: Any) -> str:
    return str(value) if isinstance(value, int) or _PLAIN.fullmatch(value) else _quoted(value)


def _quoted(value: str) -> str:
    """JSON's strings are YAML's."""
    return json.dumps(value, ensure_ascii=False)
