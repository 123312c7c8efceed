"""Checks what a flow says in other languages against what it asks; must not know conditions, files or phones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flows.definition.drafts import DraftFlow, DraftOption, DraftQuestion, mapping_in
from flows.definition.findings import Finding, Path, did_you_mean, listed, warning
from flows.definition.flow import in_brackets
from flows.definition.labels import Wording, check_wording
from flows.definition.meanings import stance_in


@dataclass(frozen=True)
class _Into:
    """One language of a flow: where it is written, and what is written there."""

    language: str
    path: Path
    data: Mapping[str, Any]


def check_translations(flow: DraftFlow) -> Iterator[Finding]:
    """Everything wrong with the translations of a flow."""
    for language, data in flow.translations.items():
        if not isinstance(data, dict):
            continue  # the shape says so
        into = _Into(language, ("translations", language), data)
        if language == flow.language:
            yield Finding(into.path, f"'{language}' is the flow's own language")
        yield from _check_known(flow, into)
        yield from _check_complete(flow, into)
        for question in flow.questions:
            yield from _check_question(flow, question, into)


def _check_known(flow: DraftFlow, into: _Into) -> Iterator[Finding]:
    options = [option for question in flow.questions for option in question.options]
    labels = {said for one in options for said in (one.label, one.bare, one.short, one.hint) if said}
    questions = {question.id: question for question in flow.questions if question.id}
    yield from _unknown(into, ("sections",), [name for _, name, _ in flow.sections], "section")
    yield from _unknown(into, ("labels",), labels, "label")
    yield from _unknown(into, ("questions",), questions, "question")
    for name, words in mapping_in(into.data, "questions").items():
        if name in questions and isinstance(words, dict):
            yield from _unknown(into, ("questions", name, "options"), questions[name].option_ids, "option")


def _unknown(into: _Into, path: Path, known: Any, kind: str) -> Iterator[Finding]:
    data: Any = into.data
    for step in path:
        data = mapping_in(data, str(step))
    for name in data:
        if name not in known:
            yield Finding((*into.path, *path, name), f"the flow has no {kind} '{name}'{did_you_mean(name, known)}")


def _check_complete(flow: DraftFlow, into: _Into) -> Iterator[Finding]:
    missing = [name for name in ("title", "purpose") if getattr(flow, name) and not _written(into.data, name)]
    titles = mapping_in(into.data, "sections")
    missing += [f"section '{name}'" for _, name, _ in flow.sections if not _written(titles, name)]
    if missing:
        yield warning(into.path, f"{into.language}: no {', no '.join(missing)}: shown in '{flow.language}'")


def _check_question(flow: DraftFlow, question: DraftQuestion, into: _Into) -> Iterator[Finding]:
    words = mapping_in(mapping_in(into.data, "questions"), question.id or "")
    path = (*into.path, "questions", question.id or "")
    missing = [name for name in ("text", "short", "help") if question.words.get(name) and not _written(words, name)]
    labels = [(option.id, _label(option, words, into)) for option in question.options]
    untranslated = [option for option, label in labels if option and label is None]
    if untranslated:
        missing.append(f"options {listed(untranslated)}")
    for kind in ("short", "hint"):
        said = dict.fromkeys(getattr(option, kind) for option in question.options)
        left = [one for one in said if one and not _written(mapping_in(into.data, "labels"), one)]
        if left and not (kind == "hint" and _whole(question, into)):
            missing.append(f"label for the {kind} {listed(left)}")
    if missing:
        what = ", no ".join(missing)
        yield warning(path, f"{into.language}: question '{question.id}' has no {what}: shown in '{flow.language}'")
    yield from check_wording(_wording(question, words, path, into))


def _whole(question: DraftQuestion, into: _Into) -> bool:
    """Whether every label with a hint is translated with it, as one."""
    labels = mapping_in(into.data, "labels")
    return all(_written(labels, option.label or "") for option in question.options if option.hint)


def _label(option: DraftOption, words: Mapping[str, Any], into: _Into) -> str | None:
    """As `localise` puts it: the label with its hint as one, else each by itself; None where the label has no translation."""
    labels, own = mapping_in(into.data, "labels"), _written(mapping_in(words, "options"), option.id or "")
    whole = None if own else _written(labels, option.label or "")
    bare = own or _written(labels, option.bare) or stance_in(into.language, option.bare)
    hint = _written(labels, option.hint) or option.hint
    return whole or (bare + in_brackets(hint) if bare else None)


def _wording(question: DraftQuestion, words: Mapping[str, Any], path: Path, into: _Into) -> Wording:
    """The question as it is read in this language, with what falls back."""
    labels, shorts = [], dict[str, str]()
    for option in question.options:
        if option.id and option.label:
            label = _label(option, words, into)
            labels.append((_label_path(option.id, option.label, words, path, into), option.id, label or option.label))
            short = _written(mapping_in(into.data, "labels"), option.short)
            shorts[option.id] = short or (option.short if label is None else "")
    return Wording(
        path=path,
        text=_written(words, "text") or "",
        short=_written(words, "short") or "",
        more=_written(words, "help") or "",
        labels=tuple(labels),
        limit=question.limit,
        points=question.points,
        shorts={option: short for option, short in shorts.items() if short},
    )


def _label_path(option: str, label: str, words: Mapping[str, Any], path: Path, into: _Into) -> Path:
    if _written(mapping_in(words, "options"), option):
        return (*path, "options", option)
    if _written(mapping_in(into.data, "labels"), label):
        return (*into.path, "labels", label)
    return path


def _written(data: Mapping[str, Any], name: str) -> str | None:
    value = data.get(name)
    return value if isinstance(value, str) and value else None
