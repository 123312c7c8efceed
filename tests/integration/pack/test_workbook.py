"""The workbook: it opens on a summary that a council officer reads and prints, and only its last sheets are for statisticians."""

from __future__ import annotations

import io
import itertools
import re
from functools import partial
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from bot.pack.drawing import PAGE
from flows.definition.flow import options_of
from tests.support.examples.packed import ALL_TYPES, FLOWS, closed, exported

READERS = [
    "Summary",
    "Single choice",
    "Several answers",
    "Scales",
    "Statements",
    "Rankings",
    "Points",
    "Open answers",
    "By group",
]


def workbook(language: str = "", held_as: Any = closed) -> openpyxl.Workbook:
    """The file of one workshop, read."""
    return openpyxl.load_workbook(io.BytesIO(exported("xlsx", language, held_as)))


def texts(sheet: Worksheet) -> list[str]:
    """All words on it, row by row."""
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def test_it_opens_on_the_summary_and_ids_stand_at_the_end() -> None:
    """Nothing that a reader sees first has an id, a tag or a hash; the tables of before are all there, behind."""
    book = workbook()
    assert book.sheetnames[: len(READERS)] == READERS
    assert book.active is not None
    assert book.active.title == "Summary"
    assert book.sheetnames[len(READERS) : len(READERS) + 4] == ["Read me", "Method", "Codebook", "Columns"]
    assert book.sheetnames[-2:] == ["Rankings in pairs (data)", "Receipts"]
    ids = re.compile(r"zq-|[0-9a-f]{16}")
    assert [text for name in READERS for text in texts(book[name]) if ids.search(text)] == []
    assert any(ids.search(text) for text in texts(book["Codebook"]))


def test_a_question_stands_there_in_words_with_its_base_and_whole_numbers() -> None:
    """What was asked, what came out, of how many; then each option with people and percent, as in the data."""
    book = workbook()
    said = texts(book["Summary"])
    assert said[0] == "Riverside & Park <1>"
    assert said[1] == "Results of a workshop of Riverside Council, 2 March 2026 to 4 March 2026"
    for number, question in enumerate(ALL_TYPES.questions, 1):
        assert f"{number} {question.text}" in said, "with its number in the report and the codebook"
    assert any(re.fullmatch(r"\d+ of 30 answered\.", text) for text in said)
    counts = {(row[3], row[5], row[7]) for row in book["Counts (data)"].iter_rows(min_row=2, values_only=True)}
    rows = [row for row in book["Summary"].iter_rows(values_only=True) if row[0] and isinstance(row[2], int)]
    assert len(rows) >= 17
    shown = {(label, people, percent) for label, people, percent, *_ in rows if isinstance(people, int)}
    assert {row for row in shown if row[0] in {"Council", "Level 3", "Agree", "Benches", "=Trees"}} <= counts


def test_charts_are_excels_own_and_refer_to_their_cells() -> None:
    """One a question with options; its bars are the numbers beside it, its names the labels."""
    sheet = workbook()["Summary"]
    charts = sheet._charts  # type: ignore[attr-defined]
    closed_ones = [question for question in ALL_TYPES.questions if options_of(question)]
    assert len(charts) == len(closed_ones), "few were asked why not, and one chart is of the themes"
    for chart in charts:
        (series,) = chart.series
        labels, values = (_cells(sheet, ref) for ref in (series.cat.strRef.f, series.val.numRef.f))
        assert all(isinstance(label, str) for label in labels)
        assert all(isinstance(value, int | float) for value in values)
        assert len(labels) == len(values)
    found = {tuple(sorted(_cells(sheet, chart.series[0].cat.strRef.f))) for chart in charts}
    assert tuple(sorted(option.label for option in ALL_TYPES.questions[0].options)) in found  # type: ignore[union-attr]


def _cells(sheet: Worksheet, reference: str) -> list[Any]:
    name, _, cells = reference.rpartition("!")
    assert name.strip("'") == sheet.title
    return [row[0].value for row in sheet[cells.replace("$", "")]]


@pytest.mark.parametrize("name", ["all types", "thirty"])
def test_it_prints_on_a4_and_no_question_is_cut_in_two(name: str) -> None:
    """Portrait, numbered, with the title on every page; each page begins with a question and none is fuller than a page."""
    sheet = workbook(held_as=partial(closed, name))["Summary"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (
        9,
        "portrait",
        None,
    )
    assert sheet.oddFooter is not None
    assert sheet.oddHeader is not None
    assert sheet.oddFooter.right.text == "&P / &N"
    assert "Riverside && Park" in str(sheet.oddHeader.right.text)
    asked = {f"{number} {question.text}" for number, question in enumerate(FLOWS[name].questions, 1)}
    asked |= {question.text for question in FLOWS[name].questions}  # a line at a glance
    heights = [sheet.row_dimensions[row].height or 15.0 for row in range(1, sheet.max_row + 1)]
    begins = [0, *(one.id for one in sheet.row_breaks.brk), len(heights)]
    for first, last in itertools.pairwise(begins):
        assert sum(heights[first:last]) <= PAGE + 0.01
        first_words = [cell.value for row in sheet.iter_rows(first + 1, first + 3) for cell in row if cell.value]
        assert first == 0 or set(first_words) & (asked | {"You", "The park", "Not shown", "Question by question"}), (
            first_words
        )
    assert len(begins) > 2


def test_it_speaks_the_language_that_was_tapped() -> None:
    """Dutch around the numbers and in the questions, in codebook and method; cells of the data stay as programs read them."""
    book = workbook("nl")
    assert book.sheetnames[:2] == ["Samenvatting", "Eén keuze"]
    said = texts(book["Samenvatting"])
    assert "Gemeente" in said
    assert "Council" not in said
    method, codebook = texts(book["Methode"]), texts(book["Codeboek"])
    assert "Hoe je ernaar verwijst" in method
    assert {"Gevraagd aan", "iedereen", "1 tot 4 opties; “Nothing” alleen op zichzelf", "Gemeente"} <= set(codebook)
    data = texts(book["Tellingen (data)"])
    assert {"Vraag", "Council", "chose it"} <= set(data)


def test_what_is_read_from_the_right_stands_on_the_right() -> None:
    """The sheets for readers are turned round; the tables behind them are in English and stay."""
    book = workbook(held_as=partial(closed, "arabic", 24))
    turned = [sheet.title for sheet in book.worksheets if sheet.sheet_view.rightToLeft]
    assert turned == ["Summary", "Single choice", "Points", "Open answers"]
    cell = next(
        cell for row in book["Summary"].iter_rows() for cell in row if str(cell.value).endswith(" ما الذي يساعد؟")
    )
    assert (cell.alignment.readingOrder, cell.alignment.horizontal) == (2.0, "right")


def test_of_nobody_there_is_a_summary_too() -> None:
    """Four people are too few for anything: each question stands there with why nothing is shown."""
    book = workbook(held_as=partial(closed, "all types", 4))
    assert book.sheetnames[:2] == ["Summary", "Read me"]
    said = texts(book["Summary"])
    assert said.count("Fewer than 5 people answered, so nothing is shown.") == len(ALL_TYPES.questions)
    assert book["Summary"]._charts == []  # type: ignore[attr-defined]


def test_a_short_name_is_explained() -> None:
    """On the summary it stands beside the bar, with the option as it was asked below; a sheet a type has that alone."""
    book = workbook()
    said = texts(book["Summary"])
    assert "East side" in said
    assert "East side: Renewal of the east side" in said
    assert "Renewal of the east side" in texts(book["Points"])
    assert "East side" not in texts(book["Points"])


def test_numbers_below_one_another_have_as_many_decimals() -> None:
    """An average place of 2 stands as 2.0 below one of 1.8; and the side of a level stands beside its name."""
    book = workbook()
    places = [row[2] for row in book["Rankings"].iter_rows(min_row=2)]
    assert {cell.number_format for cell in places} == {"0.0"}
    assert 2 in {cell.value for cell in places}
    assert [cell.value for cell in book["Scales"][1]][:3] == ["Question", "Answer", "Side"]
