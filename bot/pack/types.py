"""One sheet a type of question, in words and without ids, to sort and filter; must not know files, or how the summary looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from bot.pack.material import Material
from bot.results.comparing import group_name
from bot.results.findings import Finding
from bot.results.rounds import round_name
from bot.results.written import asked_as
from bot.wording import Wording
from flows.counting.measures import percent_digits, percentage
from flows.counting.segments import UNKNOWN, Group, segment_question
from flows.counting.shown import shown
from flows.counting.summary import AllocationFigures, RankingFigures, Row, StanceFigures, Summary
from flows.definition.flow import Flow, Question, options_of
from flows.definition.localise import localise
from storage.export.books import Cell, Column, Sheet

TAB = "#8ab4ce"
PLACES = 3
"""So many places of a ranking have a column."""
Rows = Iterator[tuple[Cell, ...]]


def type_sheets(material: Material) -> tuple[Sheet, ...]:
    """Those that have anything on them."""
    t = material.words.t
    people, base, share = (
        Column("people", t("People"), 10),
        Column("of", t("of (answered)"), 12),
        _percent(material.words),
    )
    question, answer = Column("question", t("Question"), 50, wrap=True), Column("answer", t("Answer"), 50, wrap=True)
    counted = (question, answer, people, base, share)
    made: tuple[tuple[str, tuple[Column, ...], Rows], ...] = (
        (t("Single choice"), counted, _choices(material, "single")),
        (t("Several answers"), counted, _choices(material, "multi")),
        (t("Scales"), (question, answer, Column("side", t("Side"), 14), people, base, share), _scales(material)),
        (t("Statements"), _statement_columns(material.words), _statements(material)),
        (t("Rankings"), _ranking_columns(material.words), _rankings(material)),
        (t("Points"), _point_columns(material.words), _points(material)),
        (t("Open answers"), (question, Column("theme", t("Theme"), 24, wrap=True),
                             Column("text", t("In their words"), 80, wrap=True)), _texts(material)),
        (t("By group"), (question, Column("group", t("Group"), 30, wrap=True), answer, people, base, share),
         _groups(material)),
        (t("Questions to the panel"), (Column("asked", t("Question to the panel"), 80, wrap=True),
                                       Column("for", t("For"), 20, wrap=True), Column("state", t("Answered"), 11),
                                       Column("votes", t("Votes"), 10)), _panel(material)),
    )  # fmt: skip
    filled = ((name, columns, tuple(rows)) for name, columns, rows in made)
    rtl = material.results.right_to_left
    return tuple(
        Sheet(f"type-{number}", name[:31], columns, rows, TAB, rtl)
        for number, (name, columns, rows) in enumerate(filled, 1)
        if rows
    )


def _percent(words: Wording) -> Column:
    return Column("percent", words.t("Percent"), 10, alike=True)


def _title(material: Material, found: Finding) -> str:
    """The question in words; which round, and that it was asked of tables, is part of it."""
    asked = asked_as(material.workshop, found.question.id, material.words)
    return " · ".join(filter(None, (asked.text, round_name(found.number, material.words))))


def _in_full(question: Question, summary: Summary) -> Summary:
    """With the options as they were asked, where the room's pictures have short names."""
    labels = {option.id: option.label for option in options_of(question)}
    return replace(summary, rows=tuple(replace(row, label=labels[row.option]) for row in summary.rows))


def _released(material: Material, kind: str) -> Iterator[tuple[str, Summary]]:
    for found in chain(material.results.found, material.results.at_tables):
        if found.summary is not None and found.question.type == kind:
            yield _title(material, found), _in_full(found.question, found.summary)


def _choices(material: Material, kind: str) -> Rows:
    for title, summary in _released(material, kind):
        yield from ((title, *_counted(row, summary)) for row in summary.rows)


def _counted(row: Row, summary: Summary) -> tuple[Cell, ...]:
    return row.label, row.count, summary.answered, _share(row.count, summary.answered)


def _share(count: int, base: int) -> Cell:
    """The percentage as everywhere else; empty of nobody."""
    if not base:
        return None
    return percentage(count, base) if percent_digits(base) else int(percentage(count, base))


def _scales(material: Material) -> Rows:
    """Each level with the side it is on: of k levels the upper and the lower half, rounded down."""
    t = material.words.t
    for title, summary in _released(material, "scale"):
        values = sorted(row.value for row in summary.rows if row.value is not None)
        half = len(values) // 2
        low, high = set(values[:half]), set(values[len(values) - half :])
        for row in summary.rows:
            side = (
                t("not on the scale")
                if row.value is None
                else t("positive")
                if row.value in high
                else t("negative")
                if row.value in low
                else t("in between")
            )
            label, *numbers = _counted(row, summary)
            yield title, label, side, *numbers


def _statement_columns(words: Wording) -> tuple[Column, ...]:
    t = words.t
    return (
        Column("statement", t("Statement"), 60, wrap=True), Column("agree", t("Agree"), 10),
        Column("disagree", t("Disagree"), 10), Column("unsure", t("Unsure"), 10),
        Column("of", t("of (answered)"), 12), Column("percent", t("Percent who agree"), 12, alike=True),
    )  # fmt: skip


def _statements(material: Material) -> Rows:
    for title, summary in _released(material, "stance"):
        if isinstance(summary.figures, StanceFigures):
            one = summary.figures
            share = _share(one.agree, summary.answered)
            yield title, one.agree, one.disagree, one.passed, summary.answered, share


def _ranking_columns(words: Wording) -> tuple[Column, ...]:
    t = words.t
    return (
        Column("question", t("Question"), 50, wrap=True), Column("option", t("Answer"), 50, wrap=True),
        Column("place", t("Average place"), 10, alike=True), Column("first", t("First choices"), 10),
        Column("ranked", t("Ranked it"), 10), Column("of", t("of (answered)"), 12),
    )  # fmt: skip


def _rankings(material: Material) -> Rows:
    for title, summary in _released(material, "ranking"):
        if isinstance(summary.figures, RankingFigures) and summary.answered:
            numbers = shown(summary)
            for row in summary.rows:
                one = numbers[row.option]
                yield title, row.label, one.value, one.people, row.count, summary.answered


def _point_columns(words: Wording) -> tuple[Column, ...]:
    t = words.t
    return (
        Column("question", t("Question"), 50, wrap=True), Column("option", t("Answer"), 50, wrap=True),
        Column("points", t("Points on average"), 11, alike=True), Column("total", t("of (points)"), 11),
        Column("gave", t("Gave any"), 10), Column("of", t("of (answered)"), 12),
    )  # fmt: skip


def _points(material: Material) -> Rows:
    for title, summary in _released(material, "allocation"):
        if isinstance(summary.figures, AllocationFigures) and summary.answered:
            numbers = shown(summary)
            for row in summary.rows:
                yield title, row.label, numbers[row.option].value, summary.figures.total, row.count, summary.answered


def _texts(material: Material) -> Rows:
    """Those of the book: shuffled there, and only what may be quoted."""
    rows = next((sheet.rows for sheet in material.book.sheets if sheet.key == "texts"), ())
    for question_id, _, text, *theme in rows:
        asked = asked_as(material.workshop, str(question_id), material.words)
        yield asked.text, theme[0] if theme else None, text


def _groups(material: Material) -> Rows:
    flow = localise(material.workshop.flow, material.results.language)
    for found in material.results.found:
        table = material.results.groups.get(found.question.id)
        labels = {option.id: option.label for option in options_of(found.question)}
        for group in table.groups if table is not None else ():
            name = _group(flow, group, material.words)
            for option, count in group.counts.items():
                share = _share(count, group.answered)
                yield _title(material, found), name, labels[option], count, group.answered, share


def _group(flow: Flow, group: Group, words: Wording) -> str:
    """Its label; of groups that are counted together all of them, so that nobody has to guess."""
    name = group_name(flow, group, words)
    if len(group.segments) == 1:
        return name
    segments = segment_question(flow)
    known = {option.id: option.label for option in segments.options} if segments else {}
    none = words.t("no group given")
    return f"{name}: " + ", ".join(none if one == UNKNOWN else known.get(one, one) for one in group.segments)


def _panel(material: Material) -> Rows:
    items = material.results.panel.items if material.results.panel is not None else ()
    t = material.words.t
    for item in sorted(items, key=lambda item: -(item.votes if item.votes is not None else -1)):
        yield item.text, item.speaker or None, t("yes") if item.answered else None, item.votes
