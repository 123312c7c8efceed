"""Holds an export against figures computed by somebody else; must not know how the bot counts.

The figures have the form of `computed` in the sets' `expected_aggregates.json`; what a question's entry does not hold is
not compared. An export is compared as people get it: the bytes of the document.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from openpyxl import load_workbook

from bot.participant.spoken import hidden
from bot.wording import Wording
from flows.counting.rankings import may_show_pairs, shared_out
from flows.counting.release import STANDARD
from flows.definition.flow import Flow
from flows.definition.letters import tidy
from flows.dialogue.answers import Answer, Use, Written
from flows.dialogue.openanswers import with_names
from storage.export.building import NAMES

Sheets = Mapping[str, list[Mapping[str, Any]]]
Figures = Mapping[str, Any]


def sheets_of(document: bytes) -> Sheets:
    """The sheets of a JSON export: key -> rows -> column -> cell."""
    sheets: Sheets = json.loads(document)["sheets"]
    return sheets


def differences(sheets: Sheets, computed: Mapping[str, Figures], people: int) -> list[str]:
    """Everything in the export that is not as computed, one line each; `people` took part."""
    found = [f"{question}: not in the export" for question in computed.keys() - _questions(sheets)]
    found += [f"{question}: nobody computed it" for question in _questions(sheets) - computed.keys()]
    for question, figures in computed.items():
        for name, ours, theirs in _pairs(_Export(sheets, question), figures, people):
            if ours != theirs:
                found.append(f"{question}: {name} is {ours} in the export, {theirs} was computed")
    return found


def text_differences(sheets: Sheets, flow: Flow, answers: Iterable[Mapping[str, Answer]]) -> list[str]:
    """Open answers of the export that nobody gave, and given ones that are missing, each as often as it was given.

    Missing are those only that may be quoted, of questions with k authors or more; phone numbers and the like are hidden in
    them, and names are not.
    """
    given, exported = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    written = [(q, a) for person in answers for q, a in person.items() if isinstance(a, Written)]
    authors = Counter(q for q, _ in written)
    given.update((q, sent(a.text)) for q, a in written if a.use is Use.QUOTE and authors[q] >= STANDARD.k)
    exported.update((row["question"], row["text"]) for row in sheets["texts"])
    known = {question.id for question in flow}
    strange = [f"{q}: an open answer that nobody gave" for q, _ in (exported - given).elements()]
    return strange + [f"{q}: an open answer is missing" for q, _ in (given - exported).elements() if q in known]


def sent(text: str) -> str:
    """A text as it is taken from somebody who answers "that is not a name"."""
    return with_names(normal(text), hidden(Wording()))


def altered(answers: Iterable[Mapping[str, Answer]]) -> tuple[int, int]:
    """How many open answers there are, and in how many of them something is hidden though names are not."""
    texts = [a.text for person in answers for a in person.values() if isinstance(a, Written)]
    return len(texts), sum(sent(text) != normal(text) for text in texts)


def normal(text: str) -> str:
    """A text as the bot takes it: composed characters (NFC), no signs that nobody sees, no blanks around it."""
    return unicodedata.normalize("NFC", tidy(text)).strip()


def format_differences(json_bytes: bytes, xlsx: bytes, archive: bytes) -> list[str]:
    """Where the tables of the workbook and the CSV files do not say what the JSON document says."""
    sheets = sheets_of(json_bytes)
    wanted = [[_plain(row.values()) for row in rows] for rows in sheets.values()]
    book = load_workbook(io.BytesIO(xlsx), read_only=True)
    tables = [book[NAMES[key]] for key in sheets]  # behind the summary and the sheets by type
    in_book = [[_plain(row) for row in sheet.iter_rows(min_row=2, values_only=True)] for sheet in tables]
    in_book = [[row for row in rows if any(row)] for rows in in_book]
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        in_csv = [_csv_rows(files.read(name)) for name in files.namelist()]
    lost = [
        f"xlsx: sheet {name} differs"
        for name, a, b in zip(sheets, wanted, in_book, strict=True)
        if _filled(a) != _filled(b)
    ]
    return lost + [
        f"csv: file {name} differs" for name, a, b in zip(sheets, wanted, in_csv, strict=True) if not _said(a, b)
    ]


def _filled(rows: list[list[str]]) -> list[tuple[str, ...]]:
    """The columns in which anything stands: the workbook's codebook shows no others."""
    return [column for column in zip(*rows, strict=True) if any(column)]


def _said(wanted: list[list[str]], in_csv: list[list[str]]) -> bool:
    """Whether rows of a CSV file say the same, but for apostrophes where a spreadsheet program may take a cell to begin."""
    if [len(row) for row in wanted] != [len(row) for row in in_csv]:
        return False
    cells = zip((cell for row in wanted for cell in row), (cell for row in in_csv for cell in row), strict=True)
    return all(there == cell or _is_guarded(cell, there) for cell, there in cells)


def _is_guarded(cell: str, there: str) -> bool:
    """Whether nothing but apostrophes was added, and only to a cell with a sign in it that formulas begin with."""
    has_sign = any(sign in cell for sign in "=+-@\u2212\uff0b\uff0d\uff1d\uff20")
    return has_sign and there.replace("'", "") == cell.replace("'", "") and there.count("'") > cell.count("'")


def _csv_rows(data: bytes) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]
    return [_plain(row) for row in rows]


def _plain(row: Iterable[Any]) -> list[str]:
    """Cells as text: 3.0 is 3, nothing is empty, and a line break is one character."""
    cells = ("" if cell is None else cell for cell in row)
    whole = (int(c) if isinstance(c, float) and c.is_integer() else c for c in cells)
    return [_number_or_text(str(cell).replace("\r\n", "\n")) for cell in whole]


def _number_or_text(cell: str) -> str:
    return re.sub(r"\A(-?\d+)\.0\Z", r"\1", cell)


def _questions(sheets: Sheets) -> set[str]:
    return {row["question"] for row in sheets["bases"]}


class _Export:
    """What the export says of one question."""

    def __init__(self, sheets: Sheets, question: str) -> None:
        self._sheets = sheets
        self._question = question

    def rows(self, sheet: str) -> list[Mapping[str, Any]]:
        """The question's rows of a sheet; none where the sheet is missing."""
        return [row for row in self._sheets.get(sheet, []) if row["question"] == self._question]

    def base(self, column: str) -> Any:
        """One cell of its row of bases."""
        return self.rows("bases")[0][column]

    def counts(self) -> dict[str, int]:
        """Option -> people."""
        return {row["option"]: row["count"] for row in self.rows("counts")}

    def figure(self, name: str) -> dict[str | None, float]:
        """Option (None: the question's own) -> figure."""
        return {row["option"]: row["value"] for row in self.rows("figures") if row["figure"] == name}

    def pairs(self, column: str) -> dict[tuple[str, str], Any]:
        """(option, other) -> one cell of its row."""
        return {(row["option"], row["other"]): row[column] for row in self.rows("pairs")}

    def positions(self) -> dict[str, list[int]]:
        """Option -> people who put it first, second, ..."""
        rows = sorted(self.rows("positions"), key=lambda row: int(row["place"]))
        return {option: [row["count"] for row in rows if row["option"] == option] for option in self.counts()}

    def texts(self) -> int:
        """Open answers."""
        return len(self.rows("texts"))


Compared = Iterator[tuple[str, Any, Any]]
"""Name, what the export says, what was computed."""


def _pairs(export: _Export, figures: Figures, people: int) -> Compared:
    if not export.rows("bases"):
        return
    if figures["type"] == "stance":
        yield from _stance(export, figures, people)
        return
    yield "asked", export.base("asked"), figures["n_asked"]
    yield "answered", export.base("answered"), figures["n_answered"]
    yield "no answer", export.base("no_answer"), figures["n_no_answer"]
    match figures["type"]:
        case "single" | "multi":
            yield from _equal("people", export.counts(), figures["counts"])
        case "scale":
            yield from _scale(export, figures)
        case "ranking":
            yield from _ranking(export, figures)
        case "allocation":
            yield from _equal("people giving any", export.counts(), figures["n_giving_any"])
            yield from _close("mean points", export.figure("mean points, zeros included"), figures["mean_points"], 1)
        case "text":
            enough = figures["n_answered"] >= STANDARD.k
            yield "open answers", export.texts(), figures["n_answered"] if enough else 0


def _stance(export: _Export, figures: Figures, people: int) -> Compared:
    yield "asked", export.base("asked"), people
    yield "answered", export.base("answered"), figures["n_votes"]
    yield "no answer", export.base("no_answer"), people - figures["n_votes"]
    yield from _equal("people", export.counts(), {name: figures[name] for name in ("agree", "disagree", "pass")})


def _scale(export: _Export, figures: Figures) -> Compared:
    yield from _equal("people", export.counts(), figures["counts"])
    yield "on the scale", export.figure("people on the scale").get(None), figures["n_on_scale"]
    yield "median", export.figure("median").get(None), figures["median"]


def _ranking(export: _Export, figures: Figures) -> Compared:
    """How many prefer which, and exact points, only where that gives nobody's ballot away; else what the places say."""
    yield from _equal("people ranking it", export.counts(), figures["times_ranked"])
    positions = export.positions()
    yield from _equal("first choices", export.figure("ranked it first"), figures["first_choice_counts"])
    yield from _equal("first places", {o: row[0] for o, row in positions.items()}, figures["first_choice_counts"])
    above = figures.get("pairwise", {})
    is_told = may_show_pairs(above, positions, STANDARD.k) if above else any(export.pairs("beats").values())
    ballots = figures["n_answered"]
    by_places = {o: float(points / (2 * ballots)) for o, points in shared_out(positions, ballots).items()}
    borda = figures.get("borda_unranked_average_mean", {}) if is_told else by_places
    yield from _close("mean Borda points", export.figure("mean Borda points"), borda, 2)
    yield from _ranked_in_pairs(export, above, is_told=is_told)


def _ranked_in_pairs(export: _Export, above: Mapping[str, Mapping[str, int]], *, is_told: bool) -> Compared:
    counts, beats = export.pairs("preferring"), export.pairs("beats")
    for a, row in above.items():
        for b, number in row.items():
            lead = "tie" if number == above[b][a] else "yes" if number > above[b][a] else "no"
            yield f"{a} before {b}", counts.get((a, b)), number if is_told else None
            yield f"{a} beats {b}", beats.get((a, b)), lead if is_told else None


def _equal(name: str, ours: Mapping[Any, Any], theirs: Mapping[str, Any]) -> Compared:
    for option in sorted({*ours, *theirs}, key=str):
        yield f"{name}, {option}", ours.get(option, 0), theirs.get(option, 0)


def _close(name: str, ours: Mapping[Any, float], theirs: Mapping[str, float], digits: int) -> Compared:
    """Equal to so many decimals: half a step of difference is the other way to round."""
    for option in sorted({*ours, *theirs}, key=str):
        a, b = ours.get(option, 0.0), theirs.get(option, 0.0)
        near = abs(a - b) <= 0.5 * 10**-digits + 1e-6
        yield f"{name}, {option}", a, a if near else b
