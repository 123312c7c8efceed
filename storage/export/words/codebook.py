"""A flow in plain words for the reader of an export: conditions and rules; must not know answers, counts or files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import assert_never

from flows.definition.flow import (
    TEXT_LIMIT,
    AllocationQuestion,
    Condition,
    Flow,
    Level,
    MultiQuestion,
    Option,
    Question,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    StanceQuestion,
    TextQuestion,
    options_of,
)
from storage.export.books import Cell
from storage.export.words.saying import Say, in_english

EVERYBODY = "everybody"
"""Whom a question without a condition was asked of, in the codebook of a JSON file."""


def codebook_rows(
    flow: Flow,
    beside: Mapping[str, str] = MappingProxyType({}),
    themes: Mapping[str, Sequence[Option]] = MappingProxyType({}),
    t: Say = in_english,
) -> Iterable[tuple[Cell, ...]]:
    """One row an option, one for a question without options; see the columns of the codebook in `storage.export.building`.

    `beside`: what a question was that is not in the flow's sections, such as the second round of another one; `themes`: of an
    open question, under which its answers were put together afterwards.
    """
    sections = {section.id: section.title for section in flow.sections}
    for number, question in enumerate(flow.questions, 1):
        section = beside.get(question.id, sections.get(question.section or "", ""))
        about = (
            number,
            question.id,
            section,
            question.type,
            question.text,
            question.short or None,
            question.help or None,
        )
        rules = (rule_in_words(question, t), condition_in_words(flow, question.shown_if, t))
        for option in options_of(question) or themes.get(question.id) or (None,):
            yield (*about, *rules, *_option_cells(question, option, t))


def _option_cells(question: Question, option: Option | None, t: Say) -> tuple[Cell, ...]:
    if option is None:
        return (None,) * 5
    return option.id, option.label, option.short or None, option.hint or None, _value(question, option, t)


def _value(question: Question, option: Option, t: Say) -> Cell:
    if isinstance(question, MultiQuestion) and option.id in question.exclusive:
        return t("only alone")
    if not isinstance(option, Level):
        return None
    return t("off scale") if option.off_scale else option.value


def rule_in_words(question: Question, t: Say = in_english) -> str:
    """What an answer could be."""
    match question:
        case SingleQuestion():
            return t("one option")
        case ScaleQuestion():
            return t("one level; the highest value is the most positive")
        case StanceQuestion():
            return t("agree, disagree or pass")
        case MultiQuestion():
            most = len(question.options) if question.max is None else question.max
            said = t("{least} to {most} options", least=question.min, most=most)
            alone = _labels(question, question.exclusive, t)
            return t("{said}; {labels} only alone", said=said, labels=alone) if alone else said
        case RankingQuestion():
            places, options = question.places, len(question.options)
            if question.min > 1:
                return t(
                    "{least} to {places} of {options} options, best first",
                    least=question.min,
                    places=places,
                    options=options,
                )
            return t("up to {places} of {options} options, best first", places=places, options=options)
        case AllocationQuestion():
            return _sharing(question, t)
        case TextQuestion():
            return t("own words, up to {count} characters", count=TEXT_LIMIT)
        case _:
            assert_never(question)


def _sharing(question: AllocationQuestion, t: Say) -> str:
    total = question.total
    parts = [
        t("{total} points in all", total=total) if question.spend_all else t("up to {total} points in all", total=total)
    ]
    if question.max_options:
        parts.append(t("on at most {count} options", count=question.max_options))
    if question.most:
        parts.append(t("at most {count} on one", count=question.most))
    return ", ".join(parts)


def condition_in_words(flow: Flow, condition: Condition | None, t: Say = in_english) -> str:
    """Who was asked: everybody, or those with such an answer to an earlier question, named by its id."""
    if condition is None:
        return t("everybody")
    earlier = flow.question(condition.question)
    at = earlier.id
    if condition.any_of is not None:
        return t("those who at {at} chose {labels}", at=at, labels=_labels(earlier, condition.any_of, t))
    if condition.none_of is not None:
        labels = _labels(earlier, condition.none_of, t)
        return t("those who at {at} chose something else than {labels}", at=at, labels=labels)
    if condition.contains is not None:
        return t("those who at {at} included {labels}", at=at, labels=_labels(earlier, (condition.contains,), t))
    if condition.first is not None:
        return t("those who at {at} ranked {labels} first", at=at, labels=_labels(earlier, (condition.first,), t))
    if condition.points is not None:
        return t(
            "those who at {at} gave {labels} at least {count} points",
            at=at,
            labels=_labels(earlier, (condition.points.option,), t),
            count=condition.points.min,
        )
    raise ValueError("a condition tests nothing")


def _labels(question: Question, options: Iterable[str], t: Say) -> str:
    labels = {option.id: option.label for option in options_of(question)}
    return t(" or ").join(f"“{labels[option]}”" for option in options)
