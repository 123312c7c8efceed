"""Results by group as rows of an export: the tables as they were made at the close; must not know answers or people.

There is nothing to choose here: a question has the one table that the close made, or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flows.counting.across import SIDES, apart, by_weight, consensus, consensus_of_groups, declared
from flows.counting.coarse import shown_as
from flows.counting.measures import percent_digits, percentage
from flows.counting.segments import UNKNOWN, Group, SegmentTable, is_tabulated, segment_question
from flows.definition.flow import Question, StanceQuestion, options_of
from storage.export.books import Cell
from storage.export.words.saying import Say, in_english
from storage.values import Workshop

MEASURES: Mapping[str, str] = {"multi": "ticked it", "ranking": "put it first", "allocation": "gave it points"}
NO_GROUP = "no group given"
TOGETHER = "other groups together"


def segment_rows(workshop: Workshop, tables: Mapping[str, SegmentTable]) -> Iterable[tuple[Cell, ...]]:
    """One row a question, group and option. Raises ValueError for the table of a question that cannot have one."""
    for question in workshop.flow.questions:
        table = tables.get(question.id)
        if table is not None and not is_tabulated(workshop.flow, question):
            raise ValueError(f"a table by group of {question.id}, which has none")
        for group in table.groups if table is not None else ():
            yield from _of_group(workshop, shown_as(question, workshop.policy), group)


def across_rows(workshop: Workshop, tables: Mapping[str, SegmentTable]) -> Iterable[tuple[Cell, ...]]:
    """One row a statement and side: how far all groups take it. Nothing where fewer than two declared groups are shown."""
    for question, table in _statements(workshop, tables):
        groups = len(declared(table))
        for side in SIDES if groups else ():
            product, mean = consensus(table, side), consensus_of_groups(table, side)
            if product is not None and mean is not None:
                yield question.id, question.name, side, groups, round(product, 4), round(mean, 4)


def apart_rows(workshop: Workshop, tables: Mapping[str, SegmentTable]) -> Iterable[tuple[Cell, ...]]:
    """The groups that a statement tells from the others, the furthest apart first."""
    statements = {question.id: (question, table) for question, table in _statements(workshop, tables)}
    for one in by_weight(one for question, table in statements.values() for one in apart(question, table)):
        name = statements[one.question_id][0].name
        yield one.question_id, name, _name(workshop, one.group), one.side, one.count, one.people, one.others, one.of


def _statements(workshop: Workshop, tables: Mapping[str, SegmentTable]) -> Iterable[tuple[Question, SegmentTable]]:
    for question in workshop.flow.questions:
        if isinstance(question, StanceQuestion) and question.id in tables:
            yield question, tables[question.id]


def segment_notes(
    workshop: Workshop, tables: Mapping[str, SegmentTable], t: Say = in_english
) -> Iterable[tuple[str, str]]:
    """By which question results are compared, and what was merged or withheld; nothing where there are no groups."""
    segments, k = segment_question(workshop.flow), workshop.policy.k_seg
    if segments is None:
        return
    if k is None:
        yield t("Groups"), t("Under this release rule results are not compared by group.")
        return
    compared = t(
        "Results are compared by {id} (“{text}”), once, at the close, for groups in which {k} people or more answered the "
        "question. Smaller groups, people without a group, and if need be the next smallest groups are counted together. "
        "The groups of a question add up to its totals. Questions that only some people were asked, and open answers, are "
        "not compared.",
        id=segments.id,
        text=segments.text,
        k=k,
    )
    yield t("Groups"), compared
    for question in workshop.flow.questions:
        if (table := tables.get(question.id)) is not None:
            yield t("Groups at {id}", id=question.id), _what_became(workshop, question, table, t)


def _of_group(workshop: Workshop, question: Question, group: Group) -> Iterable[tuple[Cell, ...]]:
    name, measure = _name(workshop, group), MEASURES.get(question.type, "chose it")
    for option in options_of(question):
        count = group.counts[option.id]
        percent = percentage(count, group.answered)
        about = (question.id, question.name, name, group.asked, group.answered)
        yield (
            *about,
            option.id,
            option.label,
            measure,
            count,
            percent if percent_digits(group.answered) else int(percent),
        )


def _name(workshop: Workshop, group: Group) -> str:
    """The group's label; of merged ones all labels, so that nobody has to guess who they are."""
    labels = _labels(workshop, group.segments)
    return labels if len(group.segments) == 1 else f"{TOGETHER}: {labels}"


def _labels(workshop: Workshop, names: tuple[str, ...], nobody: str = NO_GROUP) -> str:
    segments = segment_question(workshop.flow)
    known = {option.id: option.label for option in segments.options} if segments else {}
    return ", ".join(nobody if name == UNKNOWN else known.get(name, name) for name in names)


def _what_became(workshop: Workshop, question: Question, table: SegmentTable, t: Say) -> str:
    if not table.groups and question.sensitive:
        return t(
            "withheld: a group of one mind or nearly so, or fewer than two groups of {k} people or more", k=table.k
        )
    if not table.groups:
        return t("withheld: fewer than two groups of {k} people or more", k=table.k)
    merged = [
        _labels(workshop, group.segments, t("no group given")) for group in table.groups if len(group.segments) > 1
    ]
    return "; ".join(t("counted together: {labels}", labels=one) for one in merged) or t("none merged")
