"""A book of sheets, and how it becomes a file (XLSX, zipped CSV, JSON); must not know workshops, answers or people.

Equal books give equal bytes: no clock, no author, fixed times inside the archives.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # the package carries no type information

from storage.export.lines import HIGHEST, lines_of

Format = Any
Workbook = Any
Worksheet = Any
Cell = str | int | float | None

_LINE = 15
"""Points of a line of Calibri 11."""

PACKED = (".png", ".xlsx", ".docx")
"""Endings of files that are compressed already."""

_UNSEEN = (
    "\x00-\x08\x0e-\x1f\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
"""Signs that take no room on a screen, which a program may pass over."""

FORMULA = re.compile(
    "(^|[;\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029])"
    f"(?=[\\s\"'`{_UNSEEN}]*"
    "[=+\\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20])|^(?=[\t\r\n])"
)
"""Where spreadsheet programs run a text as a formula when it comes in a CSV file: at its begin, and behind whatever they may take
for the end of a cell (a semicolon in half of Europe, a tabulator, a line break), whatever blank, quote or invisible sign stands
before the sign itself; full-width ones are read as plain ones."""


@dataclass(frozen=True)
class Column:
    """A column: its key in CSV and JSON, its heading in XLSX, its width there in characters.

    `alike`: its numbers show as many decimals as the longest of them, at most two; else each those that it has.
    """

    key: str
    heading: str
    width: int = 12
    wrap: bool = False
    alike: bool = False


@dataclass(frozen=True)
class Sheet:
    """A table. `key` names it in CSV and JSON, `name` (at most 31 characters) in XLSX, where `tab` is its colour ("" for none)."""

    key: str
    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    tab: str = ""
    right_to_left: bool = False

    def __post_init__(self) -> None:
        """Refuse a row that is not as long as the columns, or the name too long for a spreadsheet."""
        if len(self.name) > 31 or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"the sheet {self.key} does not fit its columns")

    def filled(self) -> Sheet:
        """Without the columns in which nothing stands, for whoever reads it."""
        kept = [place for place in range(len(self.columns)) if any(row[place] is not None for row in self.rows)]
        rows = tuple(tuple(row[place] for place in kept) for row in self.rows)
        return replace(self, columns=tuple(self.columns[place] for place in kept), rows=rows)


@dataclass(frozen=True)
class ExportBook:
    """The sheets in order; `day` is the only date that the files carry as their own."""

    title: str
    day: date
    sheets: tuple[Sheet, ...]


def to_json(book: ExportBook) -> bytes:
    """UTF-8 JSON: {"title", "day", "sheets": {key: [{column: value}]}}; empty cells are null."""
    sheets = {sheet.key: [_record(sheet, row) for row in sheet.rows] for sheet in book.sheets}
    document = {"title": book.title, "day": book.day.isoformat(), "sheets": sheets}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def to_csv(book: ExportBook) -> bytes:
    """A ZIP archive with one CSV file a sheet: UTF-8 with byte order mark, commas, a header row of column keys."""
    return zipped(csv_files(book, ","), book.day)


def to_csv_for_excel(book: ExportBook) -> bytes:
    """The same for an Excel in whose language a number has a decimal comma: semicolons between cells, "12,5" for 12.5.

    With a point it would be read as the 12th of May.
    """
    return zipped(csv_files(book, ";"), book.day)


def csv_files(book: ExportBook, delimiter: str) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of a CSV file a sheet; behind a semicolon numbers have a decimal comma."""
    yield from ((f"{sheet.key}.csv", _csv(sheet, delimiter)) for sheet in book.sheets)


def zipped(files: Iterable[tuple[str, bytes]], day: date) -> bytes:
    """A ZIP archive of these files, all of this day: equal files give equal bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as inside:
        for name, content in files:
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(PACKED) else zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same bytes on every system
            entry.external_attr = 0o600 << 16  # whoever unpacks it decides who else may read it
            inside.writestr(entry, content)
    return archive.getvalue()


def to_xlsx(book: ExportBook, pages: Sequence[Callable[[Workbook], None]] = ()) -> bytes:
    """An Excel workbook: a frozen bold header on each sheet, no formulas, no links, created on `day` by nobody.

    `pages` draw sheets of their own before those of the book. All print on A4 with their number.
    """
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        workbook.set_properties({"title": book.title, "author": "", "created": datetime.combine(book.day, time())})
        for draw in pages:
            draw(workbook)
        looks = _Looks(workbook)
        for sheet in book.sheets:
            worksheet = workbook.add_worksheet(sheet.name)
            _fill(worksheet, sheet, looks)
            number_pages(worksheet, book.title)
    return file.getvalue()


def number_pages(worksheet: Worksheet, title: str) -> None:
    """The title, the sheet's name and "3 / 7" below every printed page."""
    said = " ".join(title.split())[:80].replace("&", "&&")
    worksheet.set_footer(f"&L&9 {said}&C&9 &A&R&9 &P / &N")


def guarded(cell: Cell) -> Cell:
    """The cell as a CSV file may hold it: an apostrophe before whatever a spreadsheet would run as a formula."""
    if not isinstance(cell, str) or (cell.isascii() and cell.isalnum()):  # most cells: ids, tags, one word
        return cell
    return FORMULA.sub(r"\1'", cell)


def _record(sheet: Sheet, row: Sequence[Cell]) -> dict[str, Any]:
    return {column.key: cell for column, cell in zip(sheet.columns, row, strict=True)}


def _csv(sheet: Sheet, delimiter: str) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow([column.key for column in sheet.columns])
    for row in sheet.rows:
        cells = [guarded(cell) for cell in row]
        writer.writerow([_with_comma(cell) for cell in cells] if delimiter == ";" else cells)
    return text.getvalue().encode("utf-8-sig")


def _with_comma(cell: Cell) -> Cell:
    return str(cell).replace(".", ",") if isinstance(cell, float) else cell


class _Looks:
    """The few ways in which a cell looks."""

    def __init__(self, workbook: Workbook) -> None:
        plain = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        head = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E5F", "valign": "vcenter", "text_wrap": True}
        head |= {"bottom": 5, "bottom_color": "#FFFFFF"}  # else the first row touches it on paper
        self.head = workbook.add_format(plain | head)
        self.head_right = workbook.add_format(plain | head | {"align": "right"})
        self.text = workbook.add_format(plain)
        self.wrapped = workbook.add_format(plain | {"text_wrap": True})
        self.quoted = workbook.add_format(plain | {"text_wrap": True, "quote_prefix": True})
        self.whole = workbook.add_format(plain | {"num_format": "0"})
        self.decimal = workbook.add_format(plain | {"num_format": "0.0"})
        self.hundredth = workbook.add_format(plain | {"num_format": "0.00"})

    def of(self, cell: Cell, column: Column, least: int) -> Format:
        """Numbers show the decimals they have, `least` to two; what would be a formula stays text when the cell is typed over."""
        if isinstance(cell, int | float):
            return (self.whole, self.decimal, self.hundredth)[max(least, _digits(cell))]
        if guarded(cell) != cell:
            return self.quoted
        return self.wrapped if column.wrap else self.text


def _digits(cell: Cell) -> int:
    """Decimals of a number, at most two."""
    return next((digits for digits in (0, 1) if round(cell, digits) == cell), 2) if isinstance(cell, int | float) else 0


def _fill(worksheet: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    worksheet.set_row(0, 32)  # two lines of heading
    for place, column in enumerate(sheet.columns):
        worksheet.set_column(place, place, column.width, looks.wrapped if column.wrap else looks.text)
        of_numbers = {type(row[place]) for row in sheet.rows} - {type(None)} in ({int}, {float}, {int, float})
        worksheet.write_string(0, place, column.heading, looks.head_right if of_numbers else looks.head)
    least = [
        max((_digits(row[place]) for row in sheet.rows), default=0) if column.alike else 0
        for place, column in enumerate(sheet.columns)
    ]
    for line, row in enumerate(sheet.rows, 1):
        if (lines := _lines(sheet.columns, row)) > 1:
            worksheet.set_row(line, _LINE * lines)
        for place, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _write(worksheet, line, place, cell, looks.of(cell, column, least[place]))
    worksheet.freeze_panes(1, 0)
    if sheet.tab:
        worksheet.set_tab_color(sheet.tab)
    if sheet.right_to_left:
        worksheet.right_to_left()
    if len(sheet.columns) > 2:  # notes are read, tables are filtered
        worksheet.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.columns) - 1)
    worksheet.set_landscape()
    worksheet.set_paper(9)  # A4
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)


def _lines(columns: Sequence[Column], row: Sequence[Cell]) -> int:
    """How high the row is: not every program finds out by itself."""
    wrapped = (lines_of(cell, column.width) for cell, column in zip(row, columns, strict=True)
               if column.wrap and isinstance(cell, str))  # fmt: skip
    return min(max(wrapped, default=1), HIGHEST)


def _write(worksheet: Worksheet, line: int, place: int, cell: Cell, look: Format) -> None:
    match cell:
        case None:
            worksheet.write_blank(line, place, None, look)
        case str():
            worksheet.write_string(line, place, cell, look)
        case _:
            worksheet.write_number(line, place, cell, look)
