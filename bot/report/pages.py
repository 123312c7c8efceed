"""A report as pages: a PDF in A4 that is tagged, has real headings and says each picture in words; must not know chats or storage.

Texts reach the template as values, so that nothing that people wrote can act as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from bot.across import section
from bot.report.labels import (
    ROOM_TO_WRITE,
    about,
    columns,
    group_heading,
    group_rows,
    headings,
    panel_base,
    panel_cells,
    people_rows,
    read_as,
    withheld_lines,
)
from bot.report.pictures import IN_A_COLUMN, alt_of, counts_of, figure_for
from bot.report.values import Item, Report, Sentence
from bot.results.charting.figures import line
from bot.results.charting.paged import COPIED, LAID_OUT, Data, sentence
from bot.results.charting.press import print_document
from bot.wording import Wording

TEMPLATE = Path(__file__).parent / "report.typ"

ROOMY = 5
"""So many pages a report may have in one column; a longer one is set in two, with smaller pictures, on two thirds of its pages."""

_PAGES = re.compile(rb"/Type/Pages/Count (\d+)")


def to_pdf(report: Report) -> bytes:
    """The pages. Equal reports give equal bytes. Raises typst.TypstError where they would not be accessible."""
    data = data_of(report)
    roomy = print_document(TEMPLATE, {**LAID_OUT, **data, "abreast": 1}, report.day)
    if pages_of(roomy) <= ROOMY:
        return roomy
    return print_document(TEMPLATE, {**IN_A_COLUMN, **data, "abreast": 2}, report.day)


def pages_of(pdf: bytes) -> int:
    """How many pages a file of this press has: what the root of its tree of pages counts, which is the largest of all counts."""
    return max(int(count) for count in _PAGES.findall(pdf))


def data_of(report: Report) -> Data:
    """What the template says, however it is laid out: still without `abreast`, and the width of its pictures."""
    words = Wording(report.language)
    return {
        "language": report.language,
        "title": line(report.title, report.code),
        "day": [report.day.year, report.day.month, report.day.day],
        "about": [sentence(text, COPIED) for text in about(report, words)],
        "headings": {
            name: sentence(text) for name, text in (headings(words) | {"read": read_as(report, words)}).items()
        },
        "columns": {name: [sentence(text) for text in heads] for name, heads in columns(words).items()},
        "page": words.raw("{number} of {total}"),
        "glance": _sentences(report.glance),
        "method": [sentence(text) for text in report.method],
        "items": [_item(item, words) for item in report.items if item.sentences],
        "tables": [_item(item, words) for item in report.tables if item.sentences],
        "panel": _panel(report, words),
        "beside": section.to_data(report.beside, words) if report.beside is not None else None,
        "people": [[sentence(cell) for cell in row] for row in people_rows(report.people, words)],
        "groups": [[line(cell) for cell in row] for row in group_rows(report.people, words)],
        "missing": sentence(report.people.missing),
        "lines": ROOM_TO_WRITE,
        "withheld": [
            {"why": sentence(why), "names": [line(name) for name in names]} for why, names in withheld_lines(report)
        ],
    }


def _sentences(found: Iterable[Sentence]) -> list[Data]:
    return [
        {"said": sentence(one.text), "source": sentence(one.source, COPIED), "kind": one.kind.value} for one in found
    ]


def _item(item: Item, words: Wording) -> Data:
    figure = figure_for(item, words)
    return {
        "number": str(item.number),
        "heading": line(item.heading, item.id),
        "base": sentence(item.base),
        "sentences": _sentences(item.sentences),
        "figure": figure.data if figure is not None else None,
        "alt": alt_of(item, figure) if figure is not None else "",
        "groups": [
            {
                "heading": line(group_heading(group.label, group.count, words), group.id),
                "quotes": [line(f"“{quote}”") for quote in group.quotes],
            }
            for group in item.groups
        ],
        "within": item.within,
        "counts": sentence(counts_of(item, words)),
        "note": sentence(item.note),
        "legend": [line(f"{name}: {label}") for name, label in item.legend],
    }


def _panel(report: Report, words: Wording) -> Data | None:
    if report.panel is None:
        return None
    rows = [[line(cell, cell) for cell in panel_cells(one, words)] for one in report.panel.lines]
    return {"rows": rows, "base": sentence(panel_base(report.panel, words))}
