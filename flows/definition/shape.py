"""Says in plain words how data differs from a flow in keys, types and lengths; must not know what questions mean."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from flows.definition.findings import Finding, Path, did_you_mean, listed
from flows.definition.flow import (
    AllocationQuestion,
    Condition,
    Flow,
    Level,
    MultiQuestion,
    Option,
    PointsAtLeast,
    QuestionWords,
    RankingQuestion,
    ScaleQuestion,
    Section,
    SingleQuestion,
    StanceQuestion,
    TextQuestion,
    Translation,
)

QUESTION_TYPES: Mapping[str, type[BaseModel]] = {
    "single": SingleQuestion,
    "multi": MultiQuestion,
    "scale": ScaleQuestion,
    "stance": StanceQuestion,
    "ranking": RankingQuestion,
    "allocation": AllocationQuestion,
    "text": TextQuestion,
}
_SYNONYMS = {
    "answers": "options",
    "choices": "options",
    "condition": "shown_if",
    "if": "shown_if",
    "group_by": "segment_by",
    "groups": "segment_by",
    "hint": "help",
    "in_": "in",
    "is": "in",
    "kind": "type",
    "name": "title",
    "at_least": "min",
    "at_most": "max top most",
    "button": "short",
    "each": "most",
    "keep": "spend_all",
    "least": "min",
    "limit": "max top most",
    "max": "top most",
    "max_points": "most",
    "maximum": "max top most",
    "minimum": "min",
    "note": "hint",
    "per_option": "most",
    "short_label": "short",
    "max_ranked": "top",
    "max_select": "max",
    "points": "total",
    "q": "question",
    "segment": "segment_by",
    "segments": "segment_by",
    "session": "section",
    "sessions": "sections",
    "source_document": "source",
    "translation": "translations",
    "when": "shown_if",
}
"""What authors write in place of a key: the right one, or those of which the first is meant that a question of this type has."""
_COMMA = "; between { and } a comma ends a text: put it in quotes"
_BRACKETS = "'{name}' must be text: put one that begins with '[' or '{{' in quotes"
_MAPPING = "'{name}' must have 'key: value' lines under it"
_NOT_A_MAPPING = {"dict_type", "mapping_type", "model_attributes_type", "model_type", "union_tag_not_found"}
_LIST = "'{name}' must be a list: every line begins with '- '"
_WHOLE = "'{name}' must be a whole number, without quotes"
_TRUTH = "'{name}' must be true or false"
_EMPTY = "'{name}' is empty"
_SENTENCES = {
    "bool_parsing": _TRUTH,
    "bool_type": _TRUTH,
    "dict_type": _MAPPING,
    "greater_than_equal": "'{name}' must be {ge} or more",
    "int_from_float": _WHOLE,
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "less_than_equal": "'{name}' must be {le} or less",
    "list_type": _LIST,
    "mapping_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "model_type": _MAPPING,
    "string_too_short": _EMPTY,
    "string_type": "'{name}' must be text",
    "too_short": _EMPTY,
    "tuple_type": _LIST,
}
"""pydantic's kinds of errors in plain words; `ge` and `le` are pydantic's names for the limits."""
_ID = "an id has 1 to 32 letters (a to z), digits, '_' or '-'"


def read_shape(data: Any) -> tuple[Flow | None, list[Finding]]:
    """The flow in data that `drafts.written_out` made, or None; and everything about its shape that is wrong."""
    unknown = list(_unknown_keys(data))
    try:
        return Flow.model_validate_json(json.dumps(data), strict=True), unknown
    except ValidationError as error:
        problems = [_in_plain_words(detail, data) for detail in error.errors(include_url=False, include_context=True)]
        return None, unknown + [problem for problem in problems if problem is not None]


def keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a model as an author writes them."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _unknown_keys(data: Any) -> Iterator[Finding]:
    for path, mapping, model in _mappings(data):
        known = keys_of(model)
        for key in mapping:
            if key not in known:
                comma = "" if mapping[key] is not None else _COMMA
                yield Finding((*path, key), f"there is no key '{key}' here{_hint(key, known)}{comma}")


def _hint(key: str, known: tuple[str, ...]) -> str:
    right = next((one for one in _SYNONYMS.get(key.casefold(), "").split() if one in known), None)
    if right is not None:
        return f": did you mean '{right}'?"
    return did_you_mean(key, known) or f" (keys: {', '.join(known)})"


def _mappings(data: Any) -> Iterator[tuple[Path, Mapping[str, Any], type[BaseModel]]]:
    """Every mapping in the data whose keys are fixed, with the model that says which."""
    if not isinstance(data, dict):
        return
    yield (), data, Flow
    for index, section in _dicts(data.get("sections")):
        yield ("sections", index), section, Section
    for index, question in _dicts(data.get("questions")):
        yield from _question_mappings(("questions", index), question)
    for language, translation in _dicts(data.get("translations")):
        yield ("translations", language), translation, Translation
        for name, words in _dicts(translation.get("questions")):
            yield ("translations", language, "questions", name), words, QuestionWords


def _question_mappings(
    path: Path, data: Mapping[str, Any]
) -> Iterator[tuple[Path, Mapping[str, Any], type[BaseModel]]]:
    kind = data.get("type")
    if not isinstance(kind, str) or kind not in QUESTION_TYPES:
        return  # which keys fit depends on the type
    yield path, data, QUESTION_TYPES[kind]
    option_model = Level if kind == "scale" else Option
    for index, option in _dicts(data.get("options")):
        yield (*path, "options", index), option, option_model
    condition = data.get("shown_if")
    if isinstance(condition, dict):
        yield (*path, "shown_if"), condition, Condition
        if isinstance(condition.get("points"), dict):
            yield (*path, "shown_if", "points"), condition["points"], PointsAtLeast


def _dicts(container: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The mappings in a list or mapping, with their positions or keys."""
    pairs = (
        enumerate(container)
        if isinstance(container, list)
        else container.items()
        if isinstance(container, dict)
        else ()
    )
    for key, value in pairs:
        if isinstance(value, dict):
            yield key, value


def _in_plain_words(detail: Mapping[str, Any], data: Any) -> Finding | None:
    path, is_key = _path(detail["loc"])
    name = _named(path)
    if detail["type"] == "extra_forbidden":
        return None  # _unknown_keys says it better
    if is_key and len(path) == 2:
        return Finding(path, _bad_language(path[-1]))
    if is_key:
        return Finding(path, f"'{name}' cannot be an id: {_ID}")
    if detail["type"] == "missing":
        return Finding(path[:-1], f"'{path[-1]}' is missing")
    found, value = _value_at(data, path)
    if detail["type"] == "too_short" and value:
        return None  # pydantic counts only the entries that are right
    if found and value is None:
        return Finding(path, f"'{name}' has no value")
    if isinstance(path[-1], int) and not isinstance(value, dict) and detail["type"] in _NOT_A_MAPPING:
        return Finding(path, f"every entry of '{name}' has 'key: value' lines")
    return Finding(path, _sentence(detail, name, value))


def _named(path: Path) -> str:
    """The key at the end of the path; for an item of a list, the key of the list."""
    return next((step for step in reversed(path) if isinstance(step, str)), "the flow")


def _path(location: tuple[int | str, ...]) -> tuple[Path, bool]:
    """The path in the data, without pydantic's own words in it; and whether it is about a key rather than its value."""
    tagged = len(location) > 2 and location[0] == "questions" and location[2] in QUESTION_TYPES
    path = location[:2] + location[3:] if tagged else location
    return (path[:-1], True) if path and path[-1] == "[key]" else (path, False)


def _value_at(data: Any, path: Path) -> tuple[bool, Any]:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return False, None
    return True, data


def _sentence(detail: Mapping[str, Any], name: str, value: Any) -> str:
    match detail["type"]:
        case "string_too_long":
            return f"'{name}' has {len(value):,} characters; at most {detail['ctx']['max_length']} fit"
        case "string_pattern_mismatch":
            return _bad_language(value) if name == "language" else _bad_id(value)
        case "union_tag_not_found":
            return "'type' is missing"
        case "union_tag_invalid":
            return _bad_type(value)
        case "string_type" if isinstance(value, list | dict):
            return _BRACKETS.format(name=name)
        case kind:
            limits = {"name": name, **detail.get("ctx", {})}
            return _SENTENCES[kind].format(**limits) if kind in _SENTENCES else f"'{name}': {detail['msg']}"


def _bad_id(value: Any) -> str:
    return f"'{value}' cannot be an id: {_ID}"


def _bad_language(value: Any) -> str:
    return f"'{value}' cannot be a language: use two letters, such as 'nl'"


def _bad_type(value: Any) -> str:
    kind = str(value.get("type")) if isinstance(value, dict) else ""
    near = did_you_mean(kind, QUESTION_TYPES) or f"; there are {listed(QUESTION_TYPES)}"
    return f"there is no question type '{kind}'{near}"
