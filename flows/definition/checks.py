"""Finds everything wrong with a flow's data at once: shape, questions, conditions, words; must not know files or lines.

It never fails on any data. What one check cannot judge because the shape is wrong, it leaves to `flows.definition.shape`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flows.definition.drafts import DraftFlow, DraftOption, DraftQuestion, draft_of, written_out
from flows.definition.findings import Finding, Path, did_you_mean, listed, repeated, warning
from flows.definition.flow import Flow
from flows.definition.labels import MOST_OPTIONS, Wording, check_wording, is_negative, same
from flows.definition.letters import hidden_in, is_seen
from flows.definition.meanings import is_none
from flows.definition.routes import check_routes
from flows.definition.shape import read_shape
from flows.definition.sides import asked_by_level
from flows.definition.translations import check_translations

OPTIONS_ON_A_PHONE = 12
"""More full-width buttons than this do not fit one screen of a phone."""
FULL_RANKING = 9
"""Ranking more options than this in full is a burden: people remember about seven, and later places are noise."""
STANCES = ("agree", "disagree", "pass")
SECONDS = {"text": 60, "stance": 8}
"""About how long such a question takes; each other one `A_QUESTION`. People are told how long it is before they begin."""
A_QUESTION = 25
LONGEST = 240
"""Minutes that a flow may say."""


def check_data(data: Any) -> tuple[Flow | None, list[Finding]]:
    """The flow in what a YAML file says, None when there are errors, and everything that is wrong."""
    data, findings = written_out(data)
    if not isinstance(data, dict):
        return None, findings
    data.setdefault("minutes", about_minutes(data.get("questions")))
    flow, shape = read_shape(data)
    draft = draft_of(data)
    findings += [*_check_letters(data, ()), *shape, *_check_sections(draft), *_check_ids(draft), *_check_texts(draft)]
    for question in draft.questions:
        findings += _check_question(question)
    findings += [*_check_groups(draft), *check_routes(draft), *check_translations(draft)]
    if flow is None or any(finding.severity == "error" for finding in findings):
        return None, findings
    return flow, [*findings, *_check_sides(flow, draft)]


def about_minutes(questions: Any) -> int:
    """How many minutes it takes to answer all of these, as read from a file, where its author does not say."""
    kinds = [one.get("type") for one in questions if isinstance(one, dict)] if isinstance(questions, list) else []
    seconds = sum(SECONDS.get(kind, A_QUESTION) if isinstance(kind, str) else A_QUESTION for kind in kinds)
    return min(LONGEST, max(1, round(seconds / 60)))


def _check_letters(data: Any, path: Path) -> Iterator[Finding]:
    """No words anywhere have signs that nobody sees: they could make one option read as another."""
    match data:
        case str():
            signs = hidden_in(data)
            if signs:
                which = ", ".join(signs[:3])
                yield Finding(path, f"has signs that cannot be seen ({which}): type the words anew, without them")
            elif data and not is_seen(data):
                yield Finding(path, "nothing of it can be seen: write words")
        case dict():
            for key, value in data.items():
                yield from _check_letters(value, (*path, str(key)))
        case list():
            for place, value in enumerate(data):
                yield from _check_letters(value, (*path, place))


def _check_sides(flow: Flow, draft: DraftFlow) -> Iterator[Finding]:
    """Under the sensitive rule a condition names whole sides of a scale: said here, refused where that rule is chosen."""
    refused = {question.id for question in asked_by_level(flow)}
    for question in draft.questions:
        if question.condition is not None and question.id in refused:
            yield warning(
                question.condition.path,
                f"'{question.id}' is asked by single levels of '{question.condition.question}': name whole sides of the scale, "
                "or the sensitive rule cannot be chosen for this flow",
            )


def _check_groups(flow: DraftFlow) -> Iterator[Finding]:
    """`segment_by` names a question that puts everybody into one group, and that may be shown beside others."""
    name, where = flow.data.get("segment_by"), ("segment_by",)
    if not isinstance(name, str):
        return  # there is none, or the shape says what is wrong
    at = flow.position(name)
    if at is None:
        near = did_you_mean(name, [question.id for question in flow.questions if question.id])
        yield Finding(where, f"there is no question '{name}'{near}")
        return
    question = flow.questions[at]
    if question.type != "single":
        yield Finding(where, f"'{name}' is a {question.type} question: groups come from a single question")
    if question.condition is not None:
        yield Finding(where, f"'{name}' is asked only of some people: groups come from a question without 'shown_if'")
    if question.is_sensitive:
        yield Finding(where, f"'{name}' is sensitive: it cannot say who belongs to which group")


def _check_ids(flow: DraftFlow) -> Iterator[Finding]:
    questions = [question for question in flow.questions if question.id]
    for position, name, _ in repeated(question.id or "" for question in questions):
        yield Finding((*questions[position].path, "id"), f"there is already a question '{name}'")


def _check_texts(flow: DraftFlow) -> Iterator[Finding]:
    questions = [question for question in flow.questions if question.text]
    for position, _, first in repeated(same(question.text) for question in questions):
        where = (*questions[position].path, "text")
        yield warning(where, f"asks the same as '{questions[first].id}': people cannot tell the two apart")


def _check_sections(flow: DraftFlow) -> Iterator[Finding]:
    names = [name for _, name, _ in flow.sections]
    for position, name, _ in repeated(names):
        yield Finding((*flow.sections[position][0], "id"), f"there is already a section '{name}'")
    used = [question.section for question in flow.questions if question.section]
    for path, name, _ in flow.sections:
        if name not in used:
            yield warning(path, f"no question belongs to section '{name}'")
    yield from _check_agenda(flow, names)


def _check_agenda(flow: DraftFlow, names: list[str]) -> Iterator[Finding]:
    """Questions name a section that exists, and follow the agenda."""
    seen: list[str] = []
    for question in flow.questions:
        name, where = question.section, (*question.path, "section")
        if name is None:
            if names:
                yield warning(question.path, f"question '{question.id}' is in no section")
        elif name not in names:
            yield Finding(where, f"there is no section '{name}'{did_you_mean(name, names)}")
        elif name in seen[:-1]:
            yield warning(where, f"section '{name}' was left before: its questions should follow each other")
        elif seen and name != seen[-1] and names.index(name) < names.index(seen[-1]):
            yield warning(where, f"section '{name}' comes before '{seen[-1]}' on the agenda, but is asked after it")
        if name in names and (not seen or name != seen[-1]):
            seen.append(str(name))


def _check_question(question: DraftQuestion) -> Iterator[Finding]:
    yield from _check_options(question)
    yield from _check_numbers(question)
    if question.type == "scale":
        yield from _check_levels(question)
    if question.type == "stance" and sorted(question.option_ids) != sorted(STANCES):
        yield Finding((*question.path, "options"), f"the options of a stance have the ids {listed(STANCES)}")
    short, more = question.words.get("short", ""), question.words.get("help", "")
    labels = tuple((option.path, option.id, option.label) for option in question.options if option.id and option.label)
    shorts = {option.id: option.short for option in question.options if option.id and option.short}
    yield from check_wording(
        Wording(question.path, question.text, short, labels, question.limit, question.points, more, shorts)
    )


def _check_options(question: DraftQuestion) -> Iterator[Finding]:
    where = (*question.path, "options")
    count = len(question.options)
    if question.lists_options and count < 2:
        yield Finding(where, "a question to choose from needs two options or more: nobody could answer this one")
    if count > MOST_OPTIONS:
        yield Finding(where, f"{count} options are more than a message has buttons for: {MOST_OPTIONS} at most")
    elif count > OPTIONS_ON_A_PHONE:
        yield warning(where, f"{count} options are a long list on a phone: {OPTIONS_ON_A_PHONE} fit a screen")
    named = [option for option in question.options if option.id]
    for position, name, _ in repeated(option.id or "" for option in named):
        yield Finding(named[position].path, f"there is already an option '{name}' in this question")
    yield from _check_exclusive(question)


def _check_exclusive(question: DraftQuestion) -> Iterator[Finding]:
    where = (*question.path, "exclusive")
    for name in question.exclusive:
        if name not in question.option_ids:
            yield Finding(where, f"there is no option '{name}'{did_you_mean(name, question.option_ids)}")
    if question.exclusive and question.options and set(question.option_ids) <= set(question.exclusive):
        yield warning(where, "every option excludes the others: this is a single question")


def _check_numbers(question: DraftQuestion) -> Iterator[Finding]:
    match question.type:
        case "multi":
            yield from _check_multi(question)
        case "ranking":
            yield from _check_ranking(question)
        case "allocation":
            yield from _check_allocation(question)


def _check_multi(question: DraftQuestion) -> Iterator[Finding]:
    together = len(set(question.option_ids) - set(question.exclusive))
    least, most = question.numbers.get("min", 1), question.numbers.get("max")
    if most is not None and least > most:
        yield Finding((*question.path, "min"), f"'min' is {least}, more than 'max', which is {most}")
    if most is not None and together and most > together:
        yield Finding((*question.path, "max"), f"'max' is {most}, but only {together} options can be chosen together")
    named = next((one for one in question.options if is_none(one.label or "")), None)
    if least == 0 and named is not None:
        yield warning(
            named.path,
            f"'{named.label}' says the same as the button for ticking nothing, which 'min: 0' brings: leave the option or 'min' out",
        )
    if together and least > together:
        yield Finding((*question.path, "min"), f"'min' is {least}, but only {together} options can be chosen together")


def _check_ranking(question: DraftQuestion) -> Iterator[Finding]:
    count, top = len(question.options), question.numbers.get("top")
    least = question.numbers.get("min", 1)
    if least > (top or count) > 0:
        yield Finding((*question.path, "min"), f"'min' is {least}, but only {top or count} can be ranked")
    if top is not None and count and top > count:
        yield Finding((*question.path, "top"), f"'top' is {top}, but there are {count} options")
    elif (top or count) > FULL_RANKING:
        yield warning(
            question.path, f"ranking {top or count} options is hard on a phone: ask for the first few, 'top: 3'"
        )


def _check_allocation(question: DraftQuestion) -> Iterator[Finding]:
    count, total = len(question.options), question.numbers.get("total", 10)
    most = question.numbers.get("max_options")
    if most is not None and count and most > count:
        yield Finding((*question.path, "max_options"), f"'max_options' is {most}, but there are {count} options")
    each = question.numbers.get("most")
    if each is not None and count and question.spends_all and each * (most or count) < total:
        yield Finding(
            (*question.path, "most"),
            f"with {each} points an option at most nobody can give all {total}: say 'spend_all: false', or raise 'most'",
        )
    if total < (most or count):
        yield warning(
            (*question.path, "total"), f"with {total} points nobody can give some to each of {most or count} options"
        )


def _check_levels(question: DraftQuestion) -> Iterator[Finding]:
    on_scale = [option for option in question.options if not option.off_scale]
    values = [option.value for option in on_scale if option.value is not None]
    for option in question.options:
        if option.off_scale and option.value is not None:
            yield Finding(option.path, f"'{option.id}' is off the scale, so it has no value")
        if not option.off_scale and option.value is None:
            yield Finding(
                option.path, f"'{option.id}' has no value: number all levels, or none, or say 'off_scale: true'"
            )
    if len(question.options) >= 2 and len(on_scale) < 2:
        yield Finding((*question.path, "options"), "a scale needs two levels or more that are on it")
    if len(values) == len(on_scale):
        yield from _check_values(question, on_scale, values)


def _check_values(question: DraftQuestion, levels: list[DraftOption], values: list[int]) -> Iterator[Finding]:
    for position, value, first in repeated(str(value) for value in values):
        yield Finding(levels[position].path, f"value {value} is already that of '{levels[first].id}'")
    gaps = sorted(set(range(1, len(values) + 1)) - set(values))
    if gaps and len(set(values)) == len(values):
        yield Finding((*question.path, "options"), f"the values must be 1 to {len(values)}: {gaps[0]} is missing")
    if gaps or len(levels) < 2:
        return
    lowest, highest = (pick(levels, key=lambda level: level.value or 0) for pick in (min, max))
    if is_negative(highest.label or "") and not is_negative(lowest.label or ""):
        why = "the highest value is the most positive"
        yield warning(
            highest.path, f"'{highest.label}' has the highest value, {highest.value}: is the scale upside down? {why}"
        )
    elif values != sorted(values):
        yield warning((*question.path, "options"), "list the levels from the lowest value to the highest: charts do")
