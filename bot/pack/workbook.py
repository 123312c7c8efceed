"""The workbook: a summary that anybody understands, a sheet a type of question, then the tables for statisticians; must not know storage.

The same material gives the same bytes.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.pack.drawing import draw
from bot.pack.material import Material
from bot.pack.summary import summary_of
from bot.pack.types import type_sheets
from storage.export.books import to_xlsx

_ORDER = {"read_me": 0, "method": 1, "pairs": 3, "receipts": 4}
"""What explains the tables before them, what only few need behind them."""
ASIDE = "#a09c95"


def to_workbook(material: Material) -> bytes:
    """The XLSX file."""
    book = material.told
    shown = (sheet.filled() if sheet.key == "codebook" else sheet for sheet in book.sheets)
    tables = sorted(shown, key=lambda sheet: _ORDER.get(sheet.key, 2))
    sheets = (*type_sheets(material), *(replace(sheet, tab=ASIDE) for sheet in tables))
    summary = summary_of(material)
    return to_xlsx(replace(book, sheets=sheets), (partial(draw, summary=summary),))
