"""The questions of a flow in a few lines each, as they will be asked; must not know chats, buttons or who asks."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import assert_never

from bot.wording import Wording
from flows.definition.flow import (
    AllocationQuestion,
    Condition,
    Flow,
    MultiQuestion,
    Question,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    StanceQuestion,
    TextQuestion,
    options_of,
)

_OPTIONS = 220
"""Characters of the options of one question; of more the first are shown, and how many there are."""


def asked_lines(flow: Flow, words: Wording) -> Iterator[str]:
    """A block of lines a question, with the titles of sections between them."""
    section = None
    for number, question in enumerate(flow.questions, start=1):
        if question.section != section:
            section = question.section
            title = next((one.title for one in flow.sections if one.id == section), "")
            if title:
                yield f"\n<b>{escape(title)}</b>"
        yield "\n".join(_question(number, question, flow, words))


def _question(number: int, question: Question, flow: Flow, words: Wording) -> Iterator[str]:
    yield f"{number}. {escape(question.text)}"
    if question.help:
        yield f"    {escape(question.help)}"
    yield f"    <i>{escape(_kind(question, words))}</i>"
    if question.shown_if is not None:
        yield f"    <i>{escape(only_if(question.shown_if, flow, words))}</i>"


def _kind(question: Question, words: Wording) -> str:
    """What people do, and with which options."""
    t, n, options = words.t, words.n, _options(question, words)
    match question:
        case SingleQuestion():
            return t("Choose one: {options}", options=options)
        case ScaleQuestion():
            return t("Scale: {options}", options=options)
        case StanceQuestion():
            return t("Statement: {options}", options=options)
        case MultiQuestion():
            return _ticks(question, options, words)
        case RankingQuestion(min=least, places=most) if 1 < least < most:
            return t("Top {count}, at least {least}: {options}", count=most, least=least, options=options)
        case RankingQuestion(min=least, places=most) if least > 1:
            return t("Put exactly {count} in order: {options}", count=most, options=options)
        case RankingQuestion():
            return n("Top {count}: {options}", "Top {count}: {options}", question.places, options=options)
        case AllocationQuestion():
            return _points(question, options, words)
        case TextQuestion():
            return t("Open answer, in people’s own words")
        case _:
            assert_never(question)


def _ticks(question: MultiQuestion, options: str, words: Wording) -> str:
    """From how many to how many may be ticked, and that none may be."""
    t, n, most, least = words.t, words.n, question.max or len(question.options), question.min
    is_any = most >= len(question.options)
    if least == most:
        return n("Choose exactly {count}: {options}", "Choose exactly {count}: {options}", most, options=options)
    if least > 1 and is_any:
        return t("Choose at least {least}: {options}", least=least, options=options)
    if least > 1:
        return t("Choose {least} to {most}: {options}", least=least, most=most, options=options)
    if least == 0 and is_any:
        return t("Choose any, or none of them: {options}", options=options)
    if least == 0:
        return t("Choose up to {count}, or none of them: {options}", count=most, options=options)
    if is_any:
        return t("Choose any: {options}", options=options)
    return n("Choose up to {count}: {options}", "Choose up to {count}: {options}", most, options=options)


def _points(question: AllocationQuestion, options: str, words: Wording) -> str:
    """How many points there are, whether some may be kept, and how many one option may get."""
    n, total, most = words.n, question.total, question.most
    if most is not None and most < total and question.spend_all:
        return words.t(
            "Share {count} points, at most {most} to one: {options}", count=total, most=most, options=options
        )
    if most is not None and most < total:
        return words.t("Share up to {count} points, at most {most} to one: {options}",
                       count=total, most=most, options=options)  # fmt: skip
    if question.spend_all:
        return n("Share {count} point: {options}", "Share {count} points: {options}", total, options=options)
    return n("Share up to {count} point: {options}", "Share up to {count} points: {options}", total, options=options)


def _options(question: Question, words: Wording) -> str:
    labels = [option.label for option in options_of(question)]
    between = " – " if isinstance(question, ScaleQuestion) else " · "
    whole = between.join(labels)
    if len(whole) <= _OPTIONS:
        return whole
    shown: list[str] = []
    for label in labels:
        if len(between.join((*shown, label))) > _OPTIONS:
            break
        shown.append(label)
    more = len(labels) - len(shown)
    return between.join(shown) + " " + words.n("… and {count} more", "… and {count} more", more)


def only_if(condition: Condition, flow: Flow, words: Wording) -> str:
    """Whom a question is asked of, where not everybody is."""
    t, parent = words.t, flow.question(condition.question)
    labels = {option.id: option.label for option in options_of(parent)}

    def named(ids: tuple[str, ...]) -> str:
        return ", ".join(labels[one] for one in ids if one in labels)

    if condition.any_of is not None:
        return t("Only after “{question}”: {answers}", question=parent.name, answers=named(condition.any_of))
    if condition.none_of is not None:
        return t("Only after “{question}”, not: {answers}", question=parent.name, answers=named(condition.none_of))
    other = condition.contains or condition.first or (condition.points.option if condition.points else "")
    return t("Only after “{question}”: {answers}", question=parent.name, answers=named((other,)))
