"""A report as a document to edit (DOCX): heading styles, pictures with their words, tables; must not know chats or storage.

Equal reports give equal bytes: the only date in it is the day of the close, also inside the archive.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.document import Document as Written
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from bot.across import section
from bot.across.saying import asked_as, bases, how_far, spoken, widest
from bot.across.saying import columns as places_columns
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
from bot.report.pictures import alt_of, as_png, counts_of, figure_for
from bot.report.values import Item, Report, Sentence
from bot.results.charting.fonts import legible
from bot.results.charting.paged import COLOURS, in_sentence
from bot.wording import Wording, reads_right_to_left

_WIDTH = Cm(14.6)
_FONT = "Calibri"
_MUTED = RGBColor(0x56, 0x5A, 0x61)
_COLUMNS = {
    "people": (12.6, 4.0),
    "panel": (1.4, 10.8, 2.0, 2.4),
    "groups": (10.6, 3.0, 3.0),
    "next": (9.6, 3.5, 3.5),
    "beside": (8.6, 3.6, 2.2, 2.2),
}
"""Centimetres."""

_COUNTED = ("people", "groups")
"""Tables with numbers behind the first column."""


def to_docx(report: Report) -> bytes:
    """The document. Equal reports give equal bytes."""
    words = Wording(report.language)
    made = _Made(report, words)
    made.write()
    file = io.BytesIO()
    made.document.save(file)
    return _dated(file.getvalue(), report)


class _Made:
    """One document being written."""

    def __init__(self, report: Report, words: Wording) -> None:
        self.report, self.words, self.document = report, words, Document()
        self.heads = headings(words)
        drawn = [(one, figure) for one in (*report.items, *report.tables) if (figure := figure_for(one, words))]
        self.beside = section.picture_of(report.beside, words) if report.beside is not None else None
        also = [self.beside[1]] if self.beside is not None else []
        *pictures, self.abreast = (
            *as_png([*(figure for _, figure in drawn), *also], report.language),
            *([] if also else [b""]),
        )
        self.pictures = {one.id: (alt_of(one, figure), png) for (one, figure), png in zip(drawn, pictures, strict=True)}
        _prepare(self.document, report)

    def write(self) -> None:
        """From the title to the empty lines."""
        report, heads = self.report, self.heads
        self._line(heads["what"], "Subtitle")
        self._own(legible(report.title) or report.code, "Title")
        for text in about(report, self.words):
            self._line(text)
        self._head(heads["glance"], 1)
        for one in report.glance:
            self._sentence(one, "List Bullet")
        if not report.glance:
            self._line(heads["none"])
        self._head(heads["method"], 1)
        for text in report.method:
            self._line(text, "List Number")
        self._line(read_as(report, self.words))
        self._head(heads["people"], 1)
        self._table("people", people_rows(report.people, self.words))
        if report.people.groups:
            self._table("groups", group_rows(report.people, self.words))
        if report.people.missing:
            self._line(report.people.missing)
        self._items(heads["findings"], report.items)
        if report.tables:
            self._items(heads["tables"], report.tables, heads["apart"])
        self._panel()
        self._beside()
        self._withheld()
        self._head(heads["next"], 1)
        self._line(heads["agree"])
        for row in self._table("next", [("", "", "")] * ROOM_TO_WRITE).rows[1:]:
            row.height = Cm(0.9)

    def _items(self, heading: str, items: Iterable[Item], above: str = "") -> None:
        self._head(heading, 1)
        shown = [item for item in items if item.sentences]
        if above or not shown:
            self._line(above if shown else self.heads["few"])
        for item in shown:
            self._head(f"{item.number}  {legible(item.heading) or item.id}", 3 if item.within else 2)
            if item.id not in self.pictures:
                self._line(item.base, small=True)
            for at, one in enumerate(item.sentences):
                self._sentence(one, bold=at == 0).paragraph_format.keep_with_next = item.id in self.pictures
            if item.id in self.pictures:
                self._picture(*self.pictures[item.id])
                self._line(item.base, "Caption")
            if counts := counts_of(item, self.words):
                self._line(counts, small=True, stays=False)
            for name, label in item.legend:
                self._own(f"{name}: {label}", "Normal")
            for group in item.groups:
                self._head(group_heading(group.label, group.count, self.words), 3)
                for quote in group.quotes:
                    self._own(f"“{legible(quote)}”", "List Bullet")
            if item.note:
                self._line(item.note)

    def _panel(self) -> None:
        panel = self.report.panel
        if panel is None:
            return
        self._head(self.heads["panel"], 1)
        self._table("panel", [panel_cells(one, self.words) for one in panel.lines])
        if base := panel_base(panel, self.words):
            self._line(base)

    def _beside(self) -> None:
        found, words = self.report.beside, self.words
        if found is None:
            return
        self._head(section.heading_of(words), 1)
        self._table("beside", bases(found, words), places_columns(words))
        for text in filter(None, (widest(found, words), *how_far(found, words))):
            self._line(text)
        for at, row in enumerate(section.in_order(found)):
            self._head(asked_as(row, words), 2)
            if at == 0 and self.beside is not None:
                self._picture(self.beside[0], self.abreast)
            for said in row.said:
                self._line(f"{said.place}: {spoken(said, words)}", "List Bullet")
        if found.apart:
            self._head(section.apart_heading(found, words), 2)
        for name, why in section.apart(found, words):
            self._line(f"{name}: {why}", "List Bullet")

    def _withheld(self) -> None:
        self._head(self.heads["withheld"], 1)
        for why, names in withheld_lines(self.report):
            self._line(f"{' · '.join(names)}: {why}", "List Bullet")
        if not self.report.withheld:
            self._line(self.heads["nothing"])

    # --- pieces

    def _head(self, text: str, level: int) -> None:
        _turn(self.document.add_heading(legible(text), level), text)

    def _line(self, text: str, style: str = "Normal", *, small: bool = False, stays: bool = True) -> None:
        """`small`: what stands below a heading; `stays`: with what comes next, which it is about."""
        paragraph = self.document.add_paragraph(style=style)
        run = paragraph.add_run(_shown(text))
        if small:
            run.font.size, run.font.color.rgb = Pt(9), _MUTED
            paragraph.paragraph_format.keep_with_next = stays

    def _own(self, text: str, style: str) -> None:
        """What somebody wrote, in its own direction."""
        _turn(self.document.add_paragraph(text, style), text)

    def _sentence(self, one: Sentence, style: str = "Normal", *, bold: bool = False) -> Paragraph:
        paragraph = self.document.add_paragraph(style=style)
        paragraph.add_run(_shown(one.text)).bold = bold
        source = paragraph.add_run(f"  [{one.source}]")
        source.font.size, source.font.color.rgb = Pt(8), _MUTED
        return paragraph

    def _picture(self, alt: str, png: bytes) -> None:
        shape = self.document.add_picture(io.BytesIO(png), width=_WIDTH)
        about = shape._inline.docPr  # noqa: SLF001  # the library has no other way to the words of a picture
        about.set("descr", alt)
        about.set("title", "")
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True

    def _table(self, name: str, rows: Sequence[Sequence[str]], heads: Sequence[str] = ()) -> Table:
        heads = heads or columns(self.words)[name]
        table: Table = self.document.add_table(1, len(heads), style="Table Grid")
        for cell, text in zip(table.rows[0].cells, heads, strict=True):
            cell.paragraphs[0].add_run(text).bold = True
        _repeat(table)
        table.autofit = False
        for texts in rows:
            row: Any = table.add_row()  # type: ignore[no-untyped-call]  # the library left this one out
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = _shown(text)
                _turn(cell.paragraphs[0], text)
        for column, width in zip(table.columns, _COLUMNS[name], strict=True):
            column.width = Cm(width)  # some programs go by the columns, others by the cells
        rows_made = list(table.rows)
        for row in rows_made:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  # no other way to it
            for at, (cell, width) in enumerate(zip(row.cells, _COLUMNS[name], strict=True)):
                cell.width, look = Cm(width), cell.paragraphs[0].paragraph_format
                look.space_after, look.keep_with_next = Pt(1), row is not rows_made[-1]
                if at and name in _COUNTED:
                    look.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)
        return table


def _shown(text: str) -> str:
    """On one line; what a word processor has no letters for it replaces itself."""
    return in_sentence(text) or legible(text)


def _prepare(document: Written, report: Report) -> None:
    """Page, letters, language, and what the file says of itself: no author, no time but the day."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(4), 1.1
    _number_pages(section.footer.paragraphs[0], report.title)
    lead = RGBColor.from_string(COLOURS.lead.removeprefix("#").upper())
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Caption"):
        style: Any = document.styles[name]
        style.font.name, style.font.color.rgb = _FONT, lead
        style.element.rPr.rFonts.attrib.clear()
        style.element.rPr.rFonts.set(qn("w:ascii"), _FONT)
        style.element.rPr.rFonts.set(qn("w:hAnsi"), _FONT)
    caption = document.styles["Caption"]
    caption.font.size, caption.font.bold, caption.font.color.rgb = Pt(9), False, _MUTED
    normal.element.get_or_add_rPr().append(OxmlElement("w:lang", attrs={qn("w:val"): report.language}))
    day = datetime.combine(report.day, time(), UTC)
    about = document.core_properties
    about.title, about.language, about.author, about.comments = report.title, report.language, "", ""
    about.created = about.modified = day
    about.last_modified_by, about.revision = "", 1


def _number_pages(footer: Paragraph, title: str) -> None:
    """Title and number of the page, which the word processor counts."""
    run = footer.add_run(f"{legible(title)}\t\t")
    number = OxmlElement("w:fldSimple", attrs={qn("w:instr"): "PAGE"})
    footer._p.append(number)  # noqa: SLF001  # the library knows no fields
    run.font.size = Pt(9)


def _turn(paragraph: Paragraph, text: str) -> None:
    """What begins with a script that is read from the right is read from there."""
    if reads_right_to_left(text):
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  # the library has no other way to a direction
        properties.append(OxmlElement("w:bidi"))
        for run in paragraph.runs:
            run.font.rtl = True


def _repeat(table: Table) -> None:
    """The first row is the head of its columns, for readers and on every page."""
    row = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001  # the library has no other way to it
    row.append(OxmlElement("w:tblHeader"))


def _dated(file: bytes, report: Report) -> bytes:
    """The same archive with the day of the close as the time of everything in it."""
    dated = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as made, zipfile.ZipFile(dated, "w", zipfile.ZIP_DEFLATED) as files:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, (report.day.year, report.day.month, report.day.day, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            files.writestr(entry, made.read(name))
    return dated.getvalue()
