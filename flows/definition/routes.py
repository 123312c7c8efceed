"""Finds questions that nobody is ever shown and conditions that cannot be read; must not know labels, texts or files.

A question has at most one condition, on one earlier question, and a question that was not shown meets none. So a
question can be reached exactly when some answer meets its own test and the question it depends on can be reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flows.definition.drafts import CONDITION_TESTS, DraftCondition, DraftFlow, DraftQuestion
from flows.definition.findings import Finding, Path, did_you_mean, listed, repeated, warning

TESTS_OF_TYPE = {
    "single": ("in", "not_in"),
    "scale": ("in", "not_in"),
    "stance": ("in", "not_in"),
    "multi": ("contains",),
    "ranking": ("contains", "first"),
    "allocation": ("points",),
    "text": (),
}


def check_routes(flow: DraftFlow) -> Iterator[Finding]:
    """Everything wrong with the conditions of a flow, in the order of its questions."""
    unreachable: dict[str, str] = {}
    for position, question in enumerate(flow.questions):
        if question.condition is None:
            continue
        findings = list(_check_condition(flow, position, question.condition))
        yield from findings
        if not any(finding.severity == "error" for finding in findings):
            yield from _check_reachable(flow, question, question.condition, unreachable)


def _check_condition(flow: DraftFlow, position: int, condition: DraftCondition) -> Iterator[Finding]:
    if condition.question is None:
        return  # the shape says so
    if len(condition.tests) != 1:
        yield Finding(condition.path, _how_many_tests(condition))
    parent = _parent(flow, condition)
    where = (*condition.path, "question")
    if parent is None:
        ids = [question.id for question in flow.questions if question.id]
        yield Finding(where, f"there is no question '{condition.question}'{did_you_mean(condition.question, ids)}")
        return
    at = flow.questions.index(parent)
    if at >= position:
        itself = "itself" if at == position else f"'{condition.question}', which is asked later"
        yield Finding(where, f"a question cannot depend on {itself}")
    for test, wanted in condition.tests.items():
        yield from _check_test(parent, (*condition.path, test), test, wanted)


def _how_many_tests(condition: DraftCondition) -> str:
    if not condition.tests:
        return f"a condition needs a test: one of {listed(CONDITION_TESTS)}"
    return f"a condition has one test, and here are {len(condition.tests)}: {listed(condition.tests)}"


def _parent(flow: DraftFlow, condition: DraftCondition) -> DraftQuestion | None:
    at = flow.position(condition.question) if condition.question else None
    return None if at is None else flow.questions[at]


def _check_test(parent: DraftQuestion, path: Path, test: str, wanted: Any) -> Iterator[Finding]:
    fitting = TESTS_OF_TYPE.get(parent.type)
    if fitting is None:
        return  # the shape says that there is no such type
    if test not in fitting:
        yield Finding(path, _does_not_fit(parent, test, fitting))
        return
    options = _named_options(wanted)
    for option in options:
        if option not in parent.option_ids:
            near = did_you_mean(option, parent.option_ids)
            yield Finding(path, f"question '{parent.id}' has no option '{option}'{near}")
    for _, option, _ in repeated(options):
        yield warning(path, f"'{option}' is listed twice")


def _does_not_fit(parent: DraftQuestion, test: str, fitting: tuple[str, ...]) -> str:
    kind = f"'{parent.id}' is a {parent.type} question"
    if not fitting:
        return f"{kind}: nothing can depend on an open answer"
    return f"'{test}' does not fit: {kind}, which can be tested with {listed(fitting)}"


def _named_options(wanted: Any) -> list[str]:
    if isinstance(wanted, dict):
        wanted = wanted.get("option")
    return [option for option in (wanted if isinstance(wanted, list) else [wanted]) if isinstance(option, str)]


def _check_reachable(
    flow: DraftFlow, question: DraftQuestion, condition: DraftCondition, unreachable: dict[str, str]
) -> Iterator[Finding]:
    parent = _parent(flow, condition)
    if parent is None:
        return
    why = _never_met(parent, condition)
    if not why and parent.id in unreachable:
        why = f"it depends on '{parent.id}', which nobody is shown"
    if why:
        unreachable[question.id or ""] = why
        yield Finding(condition.path, f"nobody is ever shown this question: {why}")


def _never_met(parent: DraftQuestion, condition: DraftCondition) -> str:
    """Why no answer to the question it depends on meets the condition; "" when one does."""
    ((test, wanted),) = condition.tests.items()
    match test, wanted:
        case "in", []:
            return "'in' is empty"
        case "not_in", list():
            ids = parent.option_ids
            return f"'not_in' lists every option of '{parent.id}'" if ids and set(ids) <= set(wanted) else ""
        case "points", {"min": int(least)}:
            total = parent.numbers.get("total", 10)
            return f"{least} points are more than the {total} there are to share" if least > total else ""
        case _:
            return ""
