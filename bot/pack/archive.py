"""The pack: one archive with all that a workshop said, each file with its SHA-256 in a manifest; must not know storage or chats.

The same material gives the same bytes: no clock, no order of arrival, fixed times inside the archive.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.pack.material import Material
from bot.pack.papers import codebook, method, read_me, withheld
from bot.pack.syntax import for_r, for_spss
from bot.pack.workbook import to_workbook
from bot.report.document import to_docx
from bot.report.forward import picture
from bot.report.pages import to_pdf
from bot.report.values import Report
from bot.results.charts import chart
from bot.results.findings import chart_words, full_name
from bot.results.pictures import drawn
from flows.definition.source.writing import in_yaml
from storage.export.books import csv_files, to_json, zipped
from storage.export.schema import FILE as SCHEMA

MANIFEST = "MANIFEST.sha256"
_SCRIPTS = ("rederive.py", "formulas.py")


def to_pack(material: Material) -> bytes:
    """The archive."""
    files = dict(_files(material))
    files["README.txt"] = read_me(material, files).encode()
    files[MANIFEST] = manifest(files).encode()
    return zipped(sorted(files.items()), material.book.day)


def manifest(files: Mapping[str, bytes]) -> str:
    """A line a file, as `sha256sum -c` reads it."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))


def _files(material: Material) -> Iterator[tuple[str, bytes]]:
    book = material.book
    yield "results.xlsx", to_workbook(material)
    yield from _report(material.results.report)
    yield from _pictures(material)
    yield from ((f"data/csv/{name}", content) for name, content in csv_files(book, ","))
    yield from ((f"data/csv-for-excel/{name}", content) for name, content in csv_files(book, ";"))
    yield "data/results.json", to_json(book)
    yield "data/results.schema.json", SCHEMA.read_bytes()
    yield from ((f"data/{name}", Path(__file__).with_name(name).read_bytes()) for name in _SCRIPTS)
    yield "data/read-in-spss.sps", for_spss(book)
    yield "data/read-in-r.R", for_r(book)
    yield "questions.yaml", in_yaml(material.workshop.flow).encode()
    yield "about/codebook.html", codebook(material)
    yield "about/method.html", method(material)
    yield "about/not-shown.html", withheld(material)


def _report(report: Report) -> Iterator[tuple[str, bytes]]:
    """To print, to write on in, and as one picture where anything is counted."""
    yield "report.pdf", to_pdf(report)
    yield "report.docx", to_docx(report)
    drawn_once = picture(report)
    if drawn_once is not None:
        yield "report.png", drawn_once


def _pictures(material: Material) -> Iterator[tuple[str, bytes]]:
    """One a question, to look at and to put into a text of one's own; what people wrote has none."""
    words = material.words
    look = chart_words(words, material.workshop.title, "")
    shown = [found for found in (*material.results.found, *material.results.at_tables) if found.summary is not None]
    for number, found in enumerate((one for one in shown if one.question.type != "text"), 1):
        name = f"pictures/{number:02}{_slug(full_name(found, words))}"
        yield f"{name}.svg", chart(drawn(found, words), look, format="svg")
        yield f"{name}.png", chart(drawn(found, words), look, format="png")


def _slug(text: str) -> str:
    """A name as any machine's folder can have it, with a hyphen before it; "" of one without Latin letters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    words = "".join(char if char.isalnum() else " " for char in plain).split()
    return "".join(f"-{word}" for word in words)[:41].rstrip("-")
