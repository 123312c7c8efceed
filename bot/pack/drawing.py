"""The summary as the first sheet of a workbook: words, tables, native charts, laid out for A4; must not know workshops.

Every row has a height of its own, because only then is it known where a page ends, and no question is cut in two.
"""

from __future__ import annotations

from math import ceil
from typing import Any

from bot.pack.values import Block, Heading, Line, Part, Summary
from bot.results.charting.fonts import legible
from bot.wording import reads_right_to_left
from storage.export.books import Workbook, number_pages
from storage.export.lines import lines_of

Worksheet = Any
Format = Any

WIDTHS = (34, 9, 9, 9, 9, 16)
"""Characters of the columns: labels, four of numbers, and what is left of the page for a chart."""
SCALE = 88
"""Percent: so printed, the sheet fits a page also where Calibri is missing and columns are a fifth wider."""
ROW, PIXEL = 15.0, 0.75
"""Points of a line of text, and of a pixel."""
PAGE = (842 - 72 * (0.75 + 0.8)) * 100 / SCALE
"""Points of an A4 page between its margins (ISO 216: 297 mm)."""
_INK, _MUTED, _RULE = "#23262b", "#63676e", "#cfc9bf"
_LEAST, _BAR = 96, 30
"""Pixels: of the lowest chart, and of each bar in a wide one."""


def draw(workbook: Workbook, summary: Summary) -> None:
    """The first sheet of this workbook."""
    _Drawing(workbook, summary).draw()


class _Drawing:
    """One sheet being filled from the top. `row`: the next one; `heights`: of the rows so far, in points."""

    def __init__(self, workbook: Workbook, summary: Summary) -> None:
        self.workbook, self.summary = workbook, summary
        self.sheet: Worksheet = workbook.add_worksheet(summary.tab)
        self.row = 0
        self.used = 0.0
        self.breaks: list[int] = []
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def draw(self) -> None:
        """Title, facts, parts; then how it prints."""
        sheet, summary = self.sheet, self.summary
        for place, width in enumerate(WIDTHS):
            sheet.set_column(place, place, width)
        self._wide(summary.title, bold=True, size=20)
        for number, fact in enumerate(summary.facts):
            self._wide(fact, color=_MUTED if number > 1 else _INK, size=10 if number > 1 else 12)
        for place, part in enumerate(summary.parts):
            following = (
                summary.parts[place + 1] if isinstance(part, Heading) and place + 1 < len(summary.parts) else None
            )
            self._keep_together(_height(part) + (_height(following) if following else 0))
            self._part(part)
        self._print()

    def _print(self) -> None:
        sheet, summary = self.sheet, self.summary
        sheet.hide_gridlines(2)
        sheet.set_portrait()
        sheet.set_paper(9)  # A4
        sheet.set_print_scale(SCALE)
        sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.8)
        sheet.set_header("&R&9" + _printed(summary.top), {"margin": 0.35})
        number_pages(sheet, summary.title)
        sheet.center_horizontally()
        sheet.print_area(0, 0, max(self.row - 1, 0), len(WIDTHS) - 1)
        sheet.set_h_pagebreaks(self.breaks)
        sheet.set_tab_color("#1f6a96")
        if summary.right_to_left:
            sheet.right_to_left()

    # --- where a page ends

    def _keep_together(self, height: float) -> None:
        """Begin a page where what comes does not fit on this one; what fits on none begins where it is."""
        if self.used + height > PAGE and self.used and height <= PAGE:
            self.breaks.append(self.row)
            self.used = 0.0

    def _next(self, height: float) -> int:
        """The next row, this high in points. A page that is full goes on overleaf."""
        if self.used + height > PAGE:
            self.breaks.append(self.row)
            self.used = 0.0
        self.sheet.set_row(self.row, height)
        self.used += height
        self.row += 1
        return self.row - 1

    # --- words

    def _look(self, **look: Any) -> Format:
        """The format with these properties, made once."""
        full = {"font_name": "Calibri", "font_color": _INK, "valign": "top", **look}
        known = tuple(sorted(full.items()))
        if known not in self.formats:
            self.formats[known] = self.workbook.add_format(full)
        return self.formats[known]

    def _wide(self, text: str, *, bold: bool = False, italic: bool = False, color: str = _INK, size: int = 11) -> None:
        """A text over the whole width, as many lines high as it needs."""
        row = self._next(lines_of(text, sum(WIDTHS), size) * ROW * size / 11)
        look = self._look(bold=bold, italic=italic, font_color=color, font_size=size, text_wrap=True, **_side(text))
        self.sheet.merge_range(row, 0, row, len(WIDTHS) - 1, "", look)
        self.sheet.write_string(row, 0, text, look)

    def _part(self, part: Part) -> None:
        match part:
            case Heading(text):
                self._next(ROW * 0.8)
                row = self._next(ROW * 1.5)
                look = self._look(
                    bold=True, font_size=14, font_color="#1f6a96", bottom=1, bottom_color=_RULE, **_side(text)
                )
                self.sheet.merge_range(row, 0, row, len(WIDTHS) - 1, "", look)
                self.sheet.write_string(row, 0, text, look)
            case Line(name, said):
                self._line(name, said)
            case Block():
                self._block(part)

    def _line(self, name: str, said: str) -> None:
        if not name:
            self._wide(said)
            return
        row = self._next(_height(Line(name, said)))
        self.sheet.write_string(row, 0, name, self._look(bold=True, font_size=10, text_wrap=True, **_side(name)))
        look = self._look(font_size=10, text_wrap=True, **_side(said))
        self.sheet.merge_range(row, 1, row, len(WIDTHS) - 1, "", look)
        self.sheet.write_string(row, 1, said, look)

    def _block(self, block: Block) -> None:
        self._next(ROW * 0.6)
        self._wide(block.title, bold=True, size=12)
        for text in block.said:
            self._wide(text)
        if block.base:
            self._wide(block.base, color=_MUTED, size=10)
        if block.table:
            self._table(block)
        for text in block.quotes:
            self._wide(text, italic=True)
        for text in block.notes:
            self._wide(text, color=_MUTED, size=10)

    # --- numbers

    def _table(self, block: Block) -> None:
        top, wide = self.row, _label_width(block)
        head = {"font_size": 9, "font_color": _MUTED, "bottom": 1, "bottom_color": _RULE, "text_wrap": True}
        row = self._next(_head_height(block))
        last = len(WIDTHS) - 1
        place = 1 if block.chart else last  # without a chart the words have all of the width
        self._label(row, place, block.label, self._look(**head, valign="bottom", **self._beside(block.label)))
        for at, one in enumerate(block.heads, place):
            self.sheet.write_string(row, at, one.name, self._look(**head, valign="bottom", align="right"))
        for label, *numbers in block.table:
            text = str(label)
            row = self._next(_row_height(text, wide))
            self._label(row, place, text, self._look(text_wrap=True, valign="vcenter", **self._beside(text)))
            for at, (number, one) in enumerate(zip(numbers, block.heads, strict=True), place):
                if number is not None:
                    self.sheet.write_number(
                        row, at, number, self._look(num_format=one.format, align="right", valign="vcenter")
                    )
        if block.chart is not None:
            self._chart(block, top)

    def _beside(self, text: str) -> dict[str, Any]:
        """A label stands on the side of its column, whichever way it is read."""
        return _side(text) | ({"align": "right"} if self.summary.right_to_left else {})

    def _label(self, row: int, place: int, text: str, look: Format) -> None:
        if place > 1:
            self.sheet.merge_range(row, 0, row, place - 1, "", look)
        self.sheet.write_string(row, 0, text, look)

    def _chart(self, block: Block, top: int) -> None:
        """Beside the table; where that is lower than the chart, the rows below make up for it."""
        if block.chart is None:
            return
        high = _chart_pixels(block)
        rest = high * PIXEL - _table_height(block)
        if rest > 0:
            self._next(rest)
        chart = self.workbook.add_chart({"type": "bar"})
        first, end = top + 1, top + len(block.table)
        name = self.summary.tab
        column, colours = block.chart.column, block.chart.colours
        head = block.heads[column - 1]
        chart.add_series(
            {
                "name": [name, top, column],
                "categories": [name, first, 0, end, 0],
                "values": [name, first, column, end, column],
                "gap": 40,
                "fill": {"color": colours[0]},
                "points": [{"fill": {"color": colour}} for colour in colours] if len(colours) > 1 else None,
                "data_labels": {"value": True, "num_format": head.format, "font": {"size": 8, "color": _INK}},
            }
        )
        plain = {"line": {"none": True}, "major_gridlines": {"visible": False}}
        chart.set_y_axis(plain | {"reverse": True, "num_font": {"size": 8, "color": _INK}, "major_tick_mark": "none"})
        most = max((float(row[column] or 0) for row in block.table), default=0)
        chart.set_x_axis(plain | {"min": 0, "max": most * 1.25 or 1, "visible": False})
        chart.set_legend({"none": True})
        font = {"size": 8, "bold": False, "color": _MUTED}
        chart.set_title({"name": head.name, "name_font": font, "overlay": False})
        chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
        chart.set_plotarea({"fill": {"none": True}})
        at = 1 + len(block.heads)
        width = sum(_pixels(chars) for chars in WIDTHS[at:])
        chart.set_size({"width": width - 4, "height": high})
        said = "; ".join(f"{label}: {_said(block, numbers)}" for label, *numbers in block.table)
        place = {"object_position": 1, "description": legible(f"{block.title} {said}")[:2000], "x_offset": 4}
        self.sheet.insert_chart(top, at, chart, place)


def _said(block: Block, numbers: list[Any]) -> str:
    return ", ".join(f"{head.name} {number}" for head, number in zip(block.heads, numbers, strict=True))


# --- how high things are, in points


def _height(part: Part) -> float:
    match part:
        case Heading():
            return ROW * 2.3
        case Line("", said):
            return lines_of(said, sum(WIDTHS)) * ROW
        case Line(name, said):
            return max(lines_of(name, WIDTHS[0], 10), lines_of(said, sum(WIDTHS[1:]), 10)) * ROW * 0.95 + 2
        case Block():
            texts = [(block, 11) for block in (*part.said, *part.quotes)] + [(part.title, 12)]
            texts += [(text, 10) for text in (part.base, *part.notes) if text]
            words = sum(lines_of(text, sum(WIDTHS), size) * ROW * size / 11 for text, size in texts)
            chart = _chart_pixels(part) * PIXEL if part.chart else 0
            return ROW * 0.6 + words + max(_table_height(part) if part.table else 0, chart)


def _label_width(block: Block) -> int:
    return WIDTHS[0] if block.chart else sum(WIDTHS[:-1])


def _table_height(block: Block) -> float:
    wide = _label_width(block)
    return _head_height(block) + sum(_row_height(str(row[0]), wide) for row in block.table)


def _row_height(label: str, wide: float) -> float:
    return lines_of(label, wide, 11) * ROW + 2


def _head_height(block: Block) -> float:
    return ROW * max((lines_of(head.name, WIDTHS[1], 9) for head in block.heads), default=1)


def _chart_pixels(block: Block) -> int:
    """As high as the table, and high enough for its bars and their labels."""
    least = 26 * len(block.table) + 40
    return max(_LEAST, least, ceil(_table_height(block) / PIXEL))


def _pixels(chars: float) -> int:
    """Of a column (Calibri 11: seven a character, and five around them)."""
    return int(chars * 7 + 5)


def _side(text: str) -> dict[str, Any]:
    """A text that is read from the right stands right, whatever the sheet's own side is."""
    return (
        {"reading_order": 2, "align": "right"} if reads_right_to_left(text) else {"reading_order": 1, "align": "left"}
    )


def _printed(text: str) -> str:
    return " ".join(text.split())[:120].replace("&", "&&")
