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

EVERYBODY = "everybody"
"""Whom a question without a condition was asked of, in the codebook."""


def codebook_rows(
    flow: Flow,
    beside: Mapping[str, str] = MappingProxyType({}),
    themes: Mapping[str, Sequence[Option]] = MappingProxyType({}),
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
        rules = (rule_in_words(question), condition_in_words(flow, question.shown_if))
        for option in options_of(question) or themes.get(question.id) or (None,):
            yield (*about, *rules, *_option_cells(question, option))


def _option_cells(question: Question, option: Option | None) -> tuple[Cell, ...]:
    if option is None:
        return (None,) * 5
    return option.id, option.label, option.short or None, option.hint or None, _value(question, option)


def _value(question: Question, option: Option) -> Cell:
    if isinstance(question, MultiQuestion) and option.id in question.exclusive:
        return "only alone"
    if not isinstance(option, Level):
        return None
    return "off scale" if option.off_scale else option.value


def rule_in_words(question: Question) -> str:
    """What an answer could be."""
    match question:
        case SingleQuestion():
            return "one option"
        case ScaleQuestion():
            return "one level; the highest value is the most positive"
        case StanceQuestion():
            return "agree, disagree or pass"
        case MultiQuestion():
            most = len(question.options) if question.max is None else question.max
            alone = f"; {_labels(question, question.exclusive)} only alone" if question.exclusive else ""
            return f"{question.min} to {most} options{alone}"
        case RankingQuestion():
            least = f"{question.min} to" if question.min > 1 else "up to"
            return f"{least} {question.places} of {len(question.options)} options, best first"
        case AllocationQuestion():
            on = f", on at most {question.max_options} options" if question.max_options else ""
            each = f", at most {question.most} on one" if question.most else ""
            upto = "" if question.spend_all else "up to "
            return f"{upto}{question.total} points in all{on}{each}"
        case TextQuestion():
            return f"own words, up to {TEXT_LIMIT} characters"
        case _:
            assert_never(question)


def condition_in_words(flow: Flow, condition: Condition | None) -> str:
    """Who was asked: everybody, or those with such an answer to an earlier question, named by its id."""
    if condition is None:
        return EVERYBODY
    earlier = flow.question(condition.question)
    who = f"those who at {earlier.id} "
    if condition.any_of is not None:
        return who + f"chose {_labels(earlier, condition.any_of)}"
    if condition.none_of is not None:
        return who + f"chose something else than {_labels(earlier, condition.none_of)}"
    if condition.contains is not None:
        return who + f"included {_labels(earlier, (condition.contains,))}"
    if condition.first is not None:
        return who + f"ranked {_labels(earlier, (condition.first,))} first"
    if condition.points is not None:
        return who + f"gave {_labels(earlier, (condition.points.option,))} at least {condition.points.min} points"
    raise ValueError("a condition tests nothing")


def _labels(question: Question, options: Iterable[str]) -> str:
    labels = {option.id: option.label for option in options_of(question)}
    return " or ".join(f"“{labels[option]}”" for option in options)
