"""Puts a flow into another language, string by string, falling back to its own; must not know chats or catalogues."""

from __future__ import annotations

from functools import lru_cache

from flows.definition.flow import (
    Flow,
    Option,
    Question,
    QuestionWords,
    Section,
    TextQuestion,
    Translation,
    flow_from_json,
    in_brackets,
)
from flows.definition.meanings import stance_in


def localise(flow: Flow, language: str) -> Flow:
    """The flow as people with this language read it; "nl" and "nl-BE" are one language here.

    Ids, order, values and conditions stay, so answers to one are answers to the other. What has no translation stays in
    the flow's own language; without any the flow itself comes back. Always localise the flow that the workshop has
    pinned: a localised flow has no translations left, and another hash.
    """
    language = language.replace("_", "-").split("-")[0].lower()
    if language == flow.language or language not in flow.translations:
        return flow
    return _localised(flow.pinned, language)


def asked_in(flow: Flow) -> tuple[str, ...]:
    """The languages that the flow has words in, its own first."""
    return tuple(dict.fromkeys((flow.language, *flow.translations)))


@lru_cache(maxsize=64)
def _localised(pinned: str, language: str) -> Flow:
    """Once a flow and language: every step of every participant reads it."""
    flow = flow_from_json(pinned)
    into = flow.translations[language]
    changed = {
        "title": into.title or flow.title,
        "purpose": into.purpose or flow.purpose,
        "language": language,
        "sections": tuple(_section(section, into) for section in flow.sections),
        "questions": tuple(_question(question, into, language) for question in flow.questions),
        "translations": {},
    }
    unchanged = {name: getattr(flow, name) for name in Flow.model_fields if name not in changed}
    return Flow.model_validate(unchanged | changed)  # anew, for a copy would keep the cached JSON of the original


def _section(section: Section, into: Translation) -> Section:
    return section.model_copy(update={"title": into.sections.get(section.id) or section.title})


def _question(question: Question, into: Translation, language: str) -> Question:
    words = into.questions.get(question.id, QuestionWords())
    changes: dict[str, object] = {
        "text": words.text or question.text,
        "short": words.short or question.short,
        "help": words.help or question.help,
    }
    if not isinstance(question, TextQuestion):
        changes["options"] = tuple(_option(option, words, into, language) for option in question.options)
    return question.model_copy(update=changes)


def _option(option: Option, words: QuestionWords, into: Translation, language: str) -> Option:
    hint = into.labels.get(option.hint, option.hint)
    named = words.options.get(option.id)
    bare = named or into.labels.get(option.bare) or stance_in(language, option.bare) or option.bare
    whole = into.labels.get(option.label) if option.hint and not named else None  # translated with its hint, as one
    label = whole or bare + in_brackets(hint)
    own = option.short if label == option.label else ""
    return option.model_copy(
        update={"label": label, "short": into.labels.get(option.short, own), "hint": "" if whole else hint}
    )
