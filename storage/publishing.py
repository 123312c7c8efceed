"""Which receipt tags are given out; must not know receipts or people.

Only those of questions that everybody is asked: having been asked a conditional one tells an earlier answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flows.definition.flow import Flow


def is_published(flow: Flow, question_id: str) -> bool:
    """Whether tags of this question are given out: see the module."""
    return flow.question(question_id).shown_if is None


def published_tags(flow: Flow, tags: Mapping[str, Collection[bytes]]) -> dict[str, tuple[bytes, ...]]:
    """The tags that may be given out, by question in the flow's order, sorted."""
    asked_of_all = (question.id for question in flow.questions if is_published(flow, question.id))
    return {question: tuple(sorted(tags[question])) for question in asked_of_all if tags.get(question)}
