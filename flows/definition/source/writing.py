"""A flow is written down as a file, so that an editor can go on with it; must not know chats.

Read again it is the same flow, with the same hash: what a workshop asked can be asked again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flows.definition.flow import Flow, Question, StanceQuestion, in_brackets, options_of

_PLAIN = re.compile(r"[A-Za-z0-9\u00c0-\u024f][^:#\n\"'\[\]{},&*!|>%@`]*[^:#\n\"'\[\]{},&*!|>%@`\s]")
_META = ("id", "title", "purpose", "minutes", "audience", "source", "language", "segment_by")
_WORDS = (
    "text",
    "short",
    "help",
    "section",
    "sensitive",
    "shown_if",
    "min",
    "max",
    "exclusive",
    "top",
    "total",
    "max_options",
    "most",
    "spend_all",
)
_NUMBERS = frozenset({"min", "max", "top", "total", "max_options", "most", "value"})


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
    if flow.translations:
        yield "translations:"
        spoken = {language: into.model_dump(exclude_defaults=True) for language, into in flow.translations.items()}
        yield from _block(spoken, "  ")


def _question(question: Question) -> Iterator[str]:
    yield f"  - id: {question.id}"
    yield f"    type: {question.type}"
    said = question.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    for name in _WORDS:
        if name in said:
            yield f"    {name}: {_inline(name, said[name])}"
    options = options_of(question)
    if options and not (isinstance(question, StanceQuestion) and "options" not in said):
        yield "    options:"
        yield from (f"      - {_option(one, place)}" for place, one in enumerate(said["options"], 1))


def _option(option: Mapping[str, Any], place: int) -> str:
    """`id: label`, and written out where it is off its scale or has another value than its place."""
    extras = {name: option[name] for name in ("hint", "short", "off_scale", "value") if name in option}
    label = option["label"].removesuffix(in_brackets(option.get("hint", "")))
    if extras in ({}, {"value": place}):
        return f"{option['id']}: {_said(label)}"
    more = ", ".join(f"{name}: {_inline(name, value)}" for name, value in extras.items())
    return f"{{id: {option['id']}, label: {_quoted(label)}, {more}}}"


def _inline(name: str, value: Any) -> str:
    """A value on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() if name in _NUMBERS:
            return str(value)
        case Mapping():
            return "{" + ", ".join(f"{key}: {_inline(key, inner)}" for key, inner in value.items()) + "}"
        case Sequence() if not isinstance(value, str):
            return "[" + ", ".join(_inline("", inner) for inner in value) + "]"
        case _:
            return _quoted(value) if name in {"in", ""} else _said(value)


def _block(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    """Mappings in mappings, a line each; their keys may be labels."""
    for key, inner in value.items():
        name = _said(key)
        if isinstance(inner, Mapping):
            if inner:
                yield f"{indent}{name}:"
                yield from _block(inner, indent + "  ")
        else:
            yield f"{indent}{name}: {_said(inner)}"


def _said(value: Any) -> str:
    return str(value) if isinstance(value, int) or _PLAIN.fullmatch(value) else _quoted(value)


def _quoted(value: str) -> str:
    """JSON's strings are YAML's."""
    return json.dumps(value, ensure_ascii=False)
