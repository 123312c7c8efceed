"""A flow as its author wrote it, read leniently, with its mistakes left for the checks; must not know files.

`written_out` turns what the YAML says into the data that `flows.definition.flow.Flow` reads. `draft_of` reads the same data
without ever failing, so that one mistake does not hide the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.definition.findings import Finding, Path, did_you_mean
from flows.definition.flow import StanceQuestion, in_brackets
from flows.definition.meanings import AGREEING
from flows.definition.source.yamlfile import Plain

NUMBERS = frozenset({"minutes", "value", "min", "max", "top", "total", "max_options", "most"})
LEVEL_EXTRAS = frozenset({"value", "off_scale", "short", "hint"})
CONDITION_TESTS = ("in", "not_in", "contains", "first", "points")

_WHOLE = re.compile(r"[-+]?[0-9]{1,9}")
_NOTHING = frozenset({"~", "null"})
TRUTHS = frozenset({"off_scale", "sensitive", "spend_all"})
_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass(frozen=True)
class DraftOption:
    """An option; None where the author wrote something else."""

    path: Path
    id: str | None
    label: str | None
    value: int | None = None
    off_scale: bool = False
    short: str = ""
    hint: str = ""

    @property
    def bare(self) -> str:
        """The label without its hint, as the author wrote it."""
        return (self.label or "").removesuffix(in_brackets(self.hint))


@dataclass(frozen=True)
class DraftCondition:
    """What stands under `shown_if`; `tests` has what stands under each of `CONDITION_TESTS` that is there."""

    path: Path
    question: str | None
    tests: Mapping[str, Any]


@dataclass(frozen=True)
class DraftQuestion:
    """A question; None, "" or () where the author wrote something else."""

    path: Path
    id: str | None
    type: str
    text: str
    section: str | None
    options: tuple[DraftOption, ...]
    exclusive: tuple[str, ...]
    numbers: Mapping[str, int]
    condition: DraftCondition | None
    words: Mapping[str, str]
    lists_options: bool
    is_sensitive: bool = False
    spends_all: bool = True

    @property
    def limit(self) -> int | None:
        """How many options may be chosen or are ranked; None where the question sets no such limit."""
        match self.type:
            case "multi":
                return self.numbers.get("max", len(self.options))
            case "ranking":
                return self.numbers.get("top", len(self.options))
            case _:
                return None

    @property
    def points(self) -> int | None:
        """How many points an allocation shares."""
        return self.numbers.get("total", 10) if self.type == "allocation" else None

    @property
    def option_ids(self) -> tuple[str, ...]:
        """The ids that were written, in order."""
        return tuple(option.id for option in self.options if option.id is not None)


@dataclass(frozen=True)
class DraftFlow:
    """A flow; `sections` are (path, id, title), `translations` the data as written."""

    language: str
    title: str
    purpose: str
    sections: tuple[tuple[Path, str, str], ...]
    questions: tuple[DraftQuestion, ...]
    translations: Mapping[str, Any]
    data: Mapping[str, Any]

    def position(self, question_id: str) -> int | None:
        """Where the question with this id stands, from 0."""
        return next((at for at, question in enumerate(self.questions) if question.id == question_id), None)


def written_out(data: Any) -> tuple[Any, list[Finding]]:
    """The data with short options and the values of scales written out, blanks cut, numbers and truth values read."""
    if not isinstance(data, dict):
        return data, [Finding((), "a flow is written as 'key: value' lines, beginning with 'id:'")]
    translations = data.get("translations")
    flow = _typed({key: value for key, value in data.items() if key != "translations"})
    if "translations" in data:
        flow["translations"] = _cut(translations)
    findings: list[Finding] = []
    language = _text(flow.get("language")) or "en"
    for path, question in _questions(flow):
        if question.get("type") == "stance" and "options" not in question and language in AGREEING:
            pairs = zip(("agree", "disagree", "pass"), AGREEING[language], strict=True)
            question["options"] = [{"id": name, "label": label} for name, label in pairs]
        _write_out_options(path, question, findings)
    return flow, findings


def _typed(value: Any, key: str = "") -> Any:
    """The value as its field means it: `key` is the nearest key above it."""
    if isinstance(value, dict):
        return {name: _typed(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_typed(inner, key) for inner in value]
    if isinstance(value, Plain) and key in NUMBERS | TRUTHS:
        return _number_or_truth(str(value))
    return _cut(value)


def _number_or_truth(text: str) -> Any:
    if text in _NOTHING:
        return None
    if _WHOLE.fullmatch(text):
        return int(text)
    return _TRUTH.get(text.casefold(), text)


def _cut(value: Any) -> Any:
    """Without blanks around texts. What is written under a key in a list stays a list, and so on."""
    if isinstance(value, dict):
        return {name: _cut(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_cut(inner) for inner in value]
    return str(value).strip() if isinstance(value, str) else value


def _questions(flow: Mapping[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    questions = flow.get("questions")
    for index, question in enumerate(questions if isinstance(questions, list) else ()):
        if isinstance(question, dict):
            yield ("questions", index), question


def _write_out_options(path: Path, question: dict[str, Any], findings: list[Finding]) -> None:
    options = question.get("options")
    if not isinstance(options, list):
        return
    for index, option in enumerate(options):
        if isinstance(option, dict):
            options[index] = _with_hint(_full(option))
        elif isinstance(option, str):
            findings.append(
                Finding((*path, "options", index), f"write an option as '- id: label', not as '- {option}'")
            )
            options[index] = {"id": f"_{index + 1}", "label": option}
    if question.get("type") == "scale":
        _number_levels([option for option in options if isinstance(option, dict)])


def _full(option: dict[str, Any]) -> dict[str, Any]:
    """`{id: label}`, perhaps with a level's extras, as `{id, label, ...}`; what is full already stays."""
    names = [name for name in option if name not in LEVEL_EXTRAS]
    if len(option) == 1:
        names = list(option)  # an option may be called so
    if len(names) > 1 and all(did_you_mean(name, LEVEL_EXTRAS) for name in names[1:]):
        names = names[:1]  # the others are slips in keys
    if "id" in option or "label" in option or len(names) != 1:
        return option
    extras = {name: value for name, value in option.items() if name != names[0]}
    return {"id": names[0], "label": option[names[0]], **extras}


def _with_hint(option: dict[str, Any]) -> dict[str, Any]:
    """A hint tells options with the same label apart: it stands in brackets behind the label, wherever that is read."""
    hint, label = option.get("hint"), option.get("label")
    if not isinstance(hint, str) or not isinstance(label, str):
        return option
    return {**option, "label": label + in_brackets(hint)}


def _number_levels(levels: Sequence[dict[str, Any]]) -> None:
    """Values 1, 2, ... in the order written, unless the author gave any."""
    if any(level.get("value") is not None for level in levels):
        return
    on_scale = [level for level in levels if level.get("off_scale") is not True]
    for value, level in enumerate(on_scale, start=1):
        level["value"] = value


def draft_of(data: Mapping[str, Any]) -> DraftFlow:
    """The draft in data that `written_out` made. Never fails."""
    sections = data.get("sections")
    return DraftFlow(
        language=_text(data.get("language")) or "en",
        title=_text(data.get("title")) or "",
        purpose=_text(data.get("purpose")) or "",
        sections=tuple(
            (("sections", index), section["id"], _text(section.get("title")) or "")
            for index, section in enumerate(sections if isinstance(sections, list) else ())
            if isinstance(section, dict) and isinstance(section.get("id"), str)
        ),
        questions=tuple(_draft_question(path, question) for path, question in _questions(data)),
        translations=mapping_in(data, "translations"),
        data=data,
    )


def mapping_in(data: Any, key: str) -> dict[str, Any]:
    """The mapping under this key, or {} where there is none."""
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, dict) else {}


def _draft_question(path: Path, data: Mapping[str, Any]) -> DraftQuestion:
    return DraftQuestion(
        path=path,
        id=_text(data.get("id")),
        type=_text(data.get("type")) or "",
        text=_text(data.get("text")) or "",
        section=_text(data.get("section")),
        options=_draft_options(path, data),
        exclusive=tuple(option for option in _list(data.get("exclusive")) if isinstance(option, str)),
        numbers={key: data[key] for key in NUMBERS if _is_number(data.get(key))},
        condition=_draft_condition((*path, "shown_if"), data.get("shown_if")),
        words={name: data[name] for name in ("text", "short", "help") if isinstance(data.get(name), str)},
        lists_options=isinstance(data.get("options"), list) and data.get("type") != "text",
        is_sensitive=data.get("sensitive") is True,
        spends_all=data.get("spend_all") is not False,
    )


def _draft_options(path: Path, data: Mapping[str, Any]) -> tuple[DraftOption, ...]:
    if data.get("type") == "stance" and "options" not in data:
        stance = StanceQuestion.model_fields["options"].default
        return tuple(DraftOption(path, option.id, option.label) for option in stance)
    return tuple(
        _draft_option((*path, "options", index), option)
        for index, option in enumerate(_list(data.get("options")))
        if isinstance(option, dict)
    )


def _draft_option(path: Path, data: Mapping[str, Any]) -> DraftOption:
    value = data.get("value")
    number = value if _is_number(value) else None
    label, short, hint = _text(data.get("label")), _text(data.get("short")) or "", _text(data.get("hint")) or ""
    return DraftOption(path, _text(data.get("id")), label, number, data.get("off_scale") is True, short, hint)


def _draft_condition(path: Path, data: Any) -> DraftCondition | None:
    if not isinstance(data, dict):
        return None
    tests = {key: data[key] for key in CONDITION_TESTS if data.get(key) is not None}
    return DraftCondition(path, _text(data.get("question")), tests)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
