"""The files of an export: CSV, XLSX and JSON that open where they should, and run nothing."""

from __future__ import annotations

import csv
import io
import itertools
import zipfile
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest

from storage.export.books import Column, ExportBook, Sheet, guarded, to_csv, to_csv_for_excel, to_xlsx
from tests.support.examples.exports import example_book, sheets


def test_csv_opens_in_excel() -> None:
    """Each sheet is a CSV file with a byte order mark, its header and its rows, quoted as RFC 4180 says."""
    book = example_book({"text": ['He said "no", twice.\nThen left.', "Ordinary"]})
    with zipfile.ZipFile(io.BytesIO(to_csv(book))) as archive:
        names = [f"{sheet.key}.csv" for sheet in book.sheets]
        assert archive.namelist() == names
        assert all(archive.read(name).startswith(b"\xef\xbb\xbf") for name in names)
        texts = list(csv.reader(io.StringIO(archive.read("texts.csv").decode("utf-8-sig"), newline="")))
    assert texts[0] == ["question", "name", "text"]
    assert sorted(row[2] for row in texts[1:]) == ['He said "no", twice.\nThen left.', "Ordinary"]


def test_csv_for_an_excel_that_writes_a_comma() -> None:
    """Semicolons between cells and a comma in numbers: read back it is the same, numbers are numbers, nothing else is touched."""
    sheet = Sheet("s", "S", (Column("a", "A"), Column("b", "B")), ((12.5, "a;b\n1.5"), (3, "=1"), (None, "12.5")))
    book = ExportBook("T", date(2026, 3, 9), (sheet,))
    with zipfile.ZipFile(io.BytesIO(to_csv_for_excel(book))) as archive:
        raw = archive.read("s.csv")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert raw.startswith(b"\xef\xbb\xbf")
    assert rows == [["a", "b"], ["12,5", "a;b\n1.5"], ["3", "'=1"], ["", "12.5"]]


def test_every_column_is_guarded() -> None:
    """Titles, options and questions come from people as well as open answers do."""
    sheet = Sheet("s", "S", (Column("a", "A"), Column("b", "B")), (("\u3164＝1", "\x01@SUM(A1)"),))
    for write, delimiter in ((to_csv, ","), (to_csv_for_excel, ";")):
        with zipfile.ZipFile(io.BytesIO(write(ExportBook("=T", date(2026, 3, 9), (sheet,))))) as archive:
            rows = list(csv.reader(io.StringIO(archive.read("s.csv").decode("utf-8-sig")), delimiter=delimiter))
        assert rows[1] == ["'\u3164＝1", "'\x01@SUM(A1)"]


EVIL = ('=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "＝1", "＋1", "－1", "＠A1", "−1", "﹣1")
"""What a spreadsheet program may run."""


BEFORE = ("", ";", "a;", "a; ", "a\t", "\t", "\r", "a\n", "a\r\n", "a\u2028", 'a;"', "a;\u200b", " ", "\n\n")
"""Where it may take a new cell to begin."""


def test_no_formula_in_any_reading() -> None:
    """However a program cuts the file into cells, none begins with a formula; nothing but apostrophes is added to the words."""
    texts = [before + evil for before, evil in itertools.product(BEFORE, EVIL)]
    book = example_book({"text": texts})
    with zipfile.ZipFile(io.BytesIO(to_csv(book))) as archive:
        read = archive.read("texts.csv").decode("utf-8-sig")
    for delimiter, is_quoted in ((",", True), (";", True), (";", False), ("\t", True), ("\t", False)):
        file = io.StringIO(read, newline="")
        lines = csv.reader(file, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if is_quoted else csv.QUOTE_NONE)
        cells = [cell.lstrip(' "\u200b\t\n\u2028') for line in lines for piece in line for cell in piece.splitlines()]
        assert [cell for cell in cells if cell.startswith(tuple("=+-@＝＋－＠−﹣"))] == [], delimiter
    written = [row[2].replace("'", "") for row in list(csv.reader(io.StringIO(read, newline="")))[1:]]
    assert sorted(written) == sorted(texts)
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(book)))["Open answers (data)"]
    assert {(cell.data_type, cell.quotePrefix) for cell in sheet["C"][1:]} == {("s", True)}


@pytest.mark.parametrize(
    "text", ["a - b", "well-being", "3+4", "a@example.org", "5 = 2 + 3", "Yes; no", "it’s -3°", "a, b"]
)
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    """A sign in the middle is no formula; what begins with a break, which programs pass over, is marked as text all the same."""
    assert guarded(text) == text
    assert [guarded(sign + text) for sign in "\t\r\n"] == [f"'{sign}{text}" for sign in "\t\r\n"]


@pytest.mark.parametrize("evil", ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)"])
def test_no_formula(evil: str) -> None:
    """A text that looks like a formula is never run: text in XLSX, an apostrophe before it in CSV."""
    book = example_book({"text": [evil]})
    with zipfile.ZipFile(io.BytesIO(to_csv(book))) as archive:
        texts = list(csv.reader(io.StringIO(archive.read("texts.csv").decode("utf-8-sig"), newline="")))
    assert texts[1][2] == f"'{evil}"
    assert sheets(book)["texts"][0]["text"] == evil
    cell = openpyxl.load_workbook(io.BytesIO(to_xlsx(book)))["Open answers (data)"]["C2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)


def test_links_stay_text() -> None:
    """A web address in an open answer is no link in the workbook."""
    book = example_book({"text": ["https://example.org/", "mailto:a@example.org"]})
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(book)))["Open answers (data)"]
    assert [cell.hyperlink for cell in sheet["C"]] == [None, None, None]


def test_workbook() -> None:
    """The workbook has the sheets in order, frozen bold headers, no author, and the closing day as its date."""
    book = example_book()
    workbook = openpyxl.load_workbook(io.BytesIO(to_xlsx(book)))
    assert workbook.sheetnames[:3] == ["Read me", "Codebook", "Columns"]
    assert workbook.sheetnames == [sheet.name for sheet in book.sheets]
    for worksheet, sheet in zip(workbook.worksheets, book.sheets, strict=True):
        assert worksheet.freeze_panes == "A2"
        assert [cell.value for cell in worksheet[1]] == [column.heading for column in sheet.columns]
        assert all(cell.font.b for cell in worksheet[1])
        read = [
            tuple(cell.value for cell in row) for row in worksheet.iter_rows(min_row=2, max_row=len(sheet.rows) + 1)
        ]
        assert tuple(read) == sheet.rows
    assert workbook.properties.creator in {None, ""}
    assert workbook.properties.lastModifiedBy in {None, ""}
    assert {workbook.properties.created, workbook.properties.modified} == {datetime.fromisoformat("2026-03-09")}


def test_number_formats() -> None:
    """Numbers show the decimals they have: none, one or two."""
    sheet = Sheet("s", "S", (Column("a", "A"),), ((3,), (12.0,), (12.5,), (12.25,)))
    book = ExportBook("T", date(2026, 3, 9), (sheet,))
    worksheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(book)))["S"]
    assert [cell.number_format for cell in worksheet["A"][1:]] == ["0", "0", "0.0", "0.00"]


def test_book_can_grow() -> None:
    """A later sheet (such as the list of receipts) is one more in the tuple; a row that does not fit is refused."""
    extra = Sheet("receipts", "Receipts", (Column("tag", "Tag"),), (("K7QF",),))
    book = example_book()
    grown = replace(book, sheets=(*book.sheets, extra))
    assert sheets(grown)["receipts"] == [{"tag": "K7QF"}]
    with pytest.raises(ValueError, match="does not fit"):
        replace(extra, rows=(("a", "b"),))
    with pytest.raises(ValueError, match="does not fit"):
        replace(extra, name="A name far too long for a spreadsheet")
