"""The summary of a workbook in words: question by question what was said and by how many, without ids; must not know how it is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.pack.material import Material
from bot.pack.values import Block, Chart, Head, Heading, Line, Part, Summary
from bot.results.charting.palette import PALETTES, diverging
from bot.results.findings import QUOTES, Finding, full_name
from bot.results.headlines import base_of, explained, headline
from bot.results.panel_ranking import PanelItem
from bot.results.rounds import compared, round_name
from bot.results.rules import nothing_at_all
from bot.results.themes import name_of
from bot.wording import Wording
from flows.counting.shown import Shown, shown
from flows.counting.summary import (
    AllocationFigures,
    RankingFigures,
    ScaleFigures,
    StanceFigures,
    TextFigures,
)
from flows.counting.summary import Summary as Counted
from flows.definition.flow import options_of
from flows.definition.localise import localise
from storage.export.books import Cell

COLOURS = PALETTES["light"]
GLANCE_FROM, PANEL_MOST = 4, 30
"""From so many results on there is a list of the main points; so many questions to the panel stand on the summary."""


def summary_of(material: Material) -> Summary:
    """The whole sheet."""
    workshop, words = material.workshop, material.words
    t, n = words.t, words.n
    report = material.results.report
    many = n("{count} person took part", "{count} people took part", workshop.joined)
    handed_in = n("{count} handed in answers.", "{count} handed in answers.", workshop.submitted)
    facts = (
        t("Results of a workshop of {controller}, {day}", controller=workshop.controller, day=report.days),
        " ".join((f"{many}, {handed_in}", *report.people.came)),
        t("Percentages are of those who answered that question. Nobody’s answers are in this file: only how many people "
          "chose what, and the words that may be quoted. A result of fewer than {k} people is not shown.",
          k=workshop.policy.k),
    )  # fmt: skip
    return Summary(
        tab=t("Summary"),
        title=workshop.title,
        top=f"{workshop.title} · {report.days}",
        facts=facts,
        parts=tuple(_parts(material)),
        right_to_left=material.results.right_to_left,
    )


def _parts(material: Material) -> Iterator[Part]:
    words = material.words
    yield from _glance(material)
    yield from _questions(material)
    if material.workshop.tables:
        yield Heading(words.t("The round tables"))
        if material.results.at_tables:
            yield from (_block(material, found) for found in material.results.at_tables)
        else:
            few = words.t("Fewer than {k} tables answered, so nothing of them is shown.", k=material.workshop.policy.k)
            yield Block(words.t("The round tables"), notes=(nothing_at_all(material.workshop, few, words),))
    yield from _panel(material)
    yield from _missing(material)


def _glance(material: Material) -> Iterator[Part]:
    """The one figure of each question, together on the first page."""
    words, released = material.words, [f for f in material.results.found if f.summary is not None]
    if len(released) < GLANCE_FROM:
        return
    yield Heading(words.t("At a glance"))
    yield from (Line("", one.text) for one in material.results.report.glance)
    for found in released:
        if found.summary is not None:
            yield Line(full_name(found, words), headline(found.summary, words))


def _questions(material: Material) -> Iterator[Part]:
    """The flow's sections as parts, then what was asked beside it."""
    words, flow = material.words, localise(material.workshop.flow, material.results.language)
    titles, sections = {section.id: section.title for section in flow.sections}, {q.id: q.section for q in flow}
    plain = words.t("Question by question")
    above = None
    for found in material.results.found:
        is_poll = material.workshop.ballot(found.question.id) is not None and found.number == 1
        section = titles.get(sections.get(found.question.id) or "", plain)
        here = words.t("Polls") if is_poll else above if found.number > 1 and above else section
        if found.summary is not None:
            if here != above:
                yield Heading(here)
            above = here
            yield _block(material, found)


def _block(material: Material, found: Finding) -> Block:
    """One question with a result, or what stands in its place."""
    words, summary = material.words, found.summary
    title = _title(material, found)
    if summary is None:
        return Block(title, notes=(found.note,))
    said = [headline(summary, words)]
    said += [compared(found.first, summary, words)] if found.first else []
    said += [found.groups] if found.groups else []
    about = tuple(one for one in (explained(summary, words), found.reading) if one)
    block = Block(title, tuple(one for one in said if one), f"{base_of(summary, found.room, words)}.", notes=about)
    if isinstance(summary.figures, TextFigures):
        return _written(material, found, block)
    short = tuple(f"{one.name}: {one.label}" for one in options_of(found.question) if one.short)
    return _tabled(summary, replace(block, notes=(*short, *block.notes)), words) if summary.answered else block


def _tabled(summary: Counted, block: Block, words: Wording) -> Block:
    """With its options, their numbers and a chart."""
    t, numbers = words.t, shown(summary)
    label, rows = t("Answer"), summary.rows
    match summary.figures:
        case RankingFigures() as figures:
            return _ranked(summary, figures, block, words)
        case AllocationFigures():
            digits = max(one.digits for one in numbers.values())
            heads = (Head(t("Points on average"), _decimals(digits)), Head(t("Gave any")))
            table: tuple[tuple[Cell, ...], ...] = tuple(
                (row.label, numbers[row.option].value, row.count) for row in rows
            )
            return _with(block, label, heads, table, Chart(1, (COLOURS.lead,)))
        case _:
            colours = _colours(summary, numbers)
            digits = max((one.digits for one in numbers.values()), default=0)
            heads = (Head(t("People")), Head(t("Percent"), _decimals(digits) + '"%"'))
            table = tuple((row.label, row.count, _whole(row.percent, digits)) for row in rows)
            return _with(block, label, heads, table, Chart(2, colours))


def _ranked(summary: Counted, figures: RankingFigures, block: Block, words: Wording) -> Block:
    """The average place, and how many people put an option first."""
    t, numbers = words.t, shown(summary)
    digits = max(one.digits for one in numbers.values())
    heads = (Head(t("Average place"), _decimals(digits)), Head(t("First choices")))
    table: tuple[tuple[str | float, ...], ...] = tuple(
        (row.label, numbers[row.option].value, figures.first_choices[row.option]) for row in summary.rows
    )
    return _with(block, t("Answer"), heads, table, Chart(2, (COLOURS.lead,)))


def _with(
    block: Block, label: str, heads: tuple[Head, ...], table: tuple[tuple[Cell, ...], ...], chart: Chart
) -> Block:
    return Block(block.title, block.said, block.base, label, heads, table, chart, block.quotes, block.notes)


def _decimals(digits: int) -> str:
    return "0" if not digits else "0." + "0" * digits


def _whole(value: float, digits: int) -> float | int:
    return value if digits else int(value)


def _colours(summary: Counted, numbers: Mapping[str, Shown]) -> tuple[str, ...]:
    """Scales from one side to the other, statements by their sides, choices with those in front darker."""
    match summary.figures:
        case ScaleFigures():
            values = sorted(row.value for row in summary.rows if row.value is not None)
            middle, half = (values[0] + values[-1]) / 2, max((values[-1] - values[0]) / 2, 1)
            sides = [None if row.value is None else (row.value - middle) / half for row in summary.rows]
            return tuple(COLOURS.aside if side is None else diverging(COLOURS, side) for side in sides)
        case StanceFigures():
            sides_of = {"agree": 1.0, "disagree": -1.0}
            return tuple(
                diverging(COLOURS, sides_of[row.option]) if row.option in sides_of else COLOURS.aside
                for row in summary.rows
            )
        case _:
            return tuple(COLOURS.lead if numbers[row.option].front else COLOURS.rest for row in summary.rows)


def _written(material: Material, found: Finding, block: Block) -> Block:
    """Open answers: their themes as a table, a few in their words, and where all are."""
    words, sorted_in = material.words, material.results.themes.get(found.question.id)
    quotes = tuple(f"“{' '.join(text.split())}”" for text in found.texts[:QUOTES])
    where = words.t("All that may be quoted stand on the sheet “{sheet}”.", sheet=words.t("Open answers"))
    notes = (*block.notes, *((where,) if len(found.texts) > QUOTES else ()))
    block = Block(block.title, block.said, block.base, quotes=quotes, notes=notes)
    if sorted_in is None or not sorted_in.themes:
        return block
    told = [(name_of(one.theme, words), one.count) for one in sorted_in.themes]
    themes = (*told, *([(words.t("Other"), sorted_in.other)] if sorted_in.other else []))
    used = words.n("{count} answer may be used.", "{count} answers may be used.", sorted_in.total)
    block = replace(block, base=f"{block.base} {used}")
    chart = Chart(1, (COLOURS.lead,))
    return _with(block, words.t("Theme"), (Head(words.t("Answers")),), themes, chart)


def _panel(material: Material) -> Iterator[Part]:
    view, words = material.results.panel, material.words
    if view is None or not view.items:
        return
    yield Heading(words.t("Questions to the panel"))
    items = sorted(view.items, key=lambda item: -(item.votes if item.votes is not None else -1))
    table = tuple((_asked(item, words), item.votes) for item in items[:PANEL_MOST])
    left = len(items) - PANEL_MOST
    more = (words.n("and {count} more", "and {count} more", left),) if left > 0 else ()
    notes = (*more, *((view.base,) if view.base else ()))
    title = words.t("What the room asked the panel")
    yield Block(title, label=words.t("Question"), heads=(Head(words.t("Votes")),), table=table, notes=notes)


def _asked(item: PanelItem, words: Wording) -> str:
    about = [words.t("for {name}", name=item.speaker)] if item.speaker else []
    about += [words.t("answered")] if item.answered else []
    text = " ".join(item.text.split())
    return f"{text} ({', '.join(about)})" if about else text


def _missing(material: Material) -> Iterator[Part]:
    """What has no result, and why."""
    missing = [found for found in material.results.found if found.summary is None]
    if missing:
        yield Heading(material.words.t("Not shown"))
        yield from (Block(_title(material, found), notes=(found.note,)) for found in missing)


def _title(material: Material, found: Finding) -> str:
    """With the number that it has in the report and the codebook, so that whoever has both finds it."""
    report = material.results.report
    numbers = {item.id: item.number for item in (*report.questions, *report.tables)}
    text = " · ".join(filter(None, (found.question.text, round_name(found.number, material.words))))
    return f"{numbers[found.question.id]} {text}" if found.question.id in numbers else text
