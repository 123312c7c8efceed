"""How statistics programs read the CSV files of a pack: a script for R and one for SPSS; must not know workshops or what is counted."""

from __future__ import annotations

from collections.abc import Iterator

from storage.export.books import ExportBook, Sheet
from storage.export.described import DESCRIBED

_RESERVED = {"to": "points_to", "from": "points_from", "with": "with_", "by": "by_"}
"""Words that SPSS keeps for itself, and what stands beside them."""


def for_r(book: ExportBook) -> bytes:
    """Every CSV file as a data frame of a list, texts as texts."""
    names = ", ".join(f'"{sheet.key}"' for sheet in book.sheets)
    return (
        "# Reads the CSV files of this folder: results$counts, results$figures, ...\n"
        "# Begin R in the folder data, or say setwd() first.\n"
        f"sheets <- c({names})\n"
        "results <- lapply(setNames(sheets, sheets), function(name)\n"
        '  read.csv(file.path("csv", paste0(name, ".csv")), fileEncoding = "UTF-8-BOM",\n'
        '           na.strings = "", stringsAsFactors = FALSE))\n'
        "columns <- results$columns\n"
        'numbers <- columns[columns$holds %in% c("whole", "number"), ]\n'
        "for (i in seq_len(nrow(numbers))) {\n"
        "  column <- results[[numbers$sheet[i]]][[numbers$column[i]]]\n"
        "  stopifnot(is.numeric(column) || all(is.na(column)))\n"
        "}\n"
    ).encode()


def for_spss(book: ExportBook) -> bytes:
    """A .sav file of each CSV file, UTF-8, with a label a column; but for those in which a text has more lines than one."""
    sheets = [sheet for sheet in book.sheets if sheet.rows and not _is_broken(sheet)]
    left = ", ".join(sheet.key for sheet in book.sheets if _is_broken(sheet))
    lines = [
        "* Reads the CSV files of this folder and writes each as a file for SPSS: counts.sav, figures.sav, and so on.",
        "* Begin SPSS in the folder data, or say CD with its name first.",
        *([f"* Not read, for the end of a line in a text is taken for that of a row: {left}."] if left else []),
        "SET DECIMAL=DOT.",
        *(line for sheet in sheets for line in _spss(sheet)),
    ]
    return ("\n".join(lines) + "\n").encode()


def _spss(sheet: Sheet) -> Iterator[str]:
    columns = [(_name(column.key), DESCRIBED[sheet.key, column.key]) for column in sheet.columns]
    yield ""
    yield f"GET DATA /TYPE=TXT /FILE='csv/{sheet.key}.csv' /ENCODING='UTF8' /ARRANGEMENT=DELIMITED"
    yield "  /DELCASE=LINE /FIRSTCASE=2 /DELIMITERS=',' /QUALIFIER='\"' /VARIABLES="
    for place, (name, described) in enumerate(columns):
        kind = (
            "F8.2"
            if described.holds == "number"
            else "F8.0"
            if described.holds == "whole"
            else f"A{_wide(sheet, place)}"
        )
        yield f"  {name} {kind}{'.' if place == len(columns) - 1 else ''}"
    yield "VARIABLE LABELS"
    for place, (name, described) in enumerate(columns):
        said = described.meaning.replace("'", "''")[:120]
        yield f"  {'/' if place else ''}{name} '{said}'{'.' if place == len(columns) - 1 else ''}"
    yield f"SAVE OUTFILE='{sheet.key}.sav'."


def _is_broken(sheet: Sheet) -> bool:
    return any(isinstance(cell, str) and not {"\n", "\r"}.isdisjoint(cell) for row in sheet.rows for cell in row)


def _name(key: str) -> str:
    return _RESERVED.get(key, key)


def _wide(sheet: Sheet, place: int) -> int:
    """Bytes of the longest text in a column."""
    return max(8, *(len(str(row[place] or "").encode("utf-8", "replace")) + 2 for row in sheet.rows))
