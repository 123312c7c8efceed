"""What a person reads beside the numbers: where to begin, codebook, method, what is not shown; must not know storage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from html import escape

from bot.pack.material import Material
from bot.wording import Wording
from storage.export.books import Cell, Sheet

_STYLE = (
    "body{font:16px/1.5 Calibri,Carlito,system-ui,sans-serif;color:#23262b;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-size:1.6rem}table{border-collapse:collapse;width:100%}td,th{text-align:start;vertical-align:top;"
    "padding:.4rem .8rem .4rem 0;border-bottom:1px solid #e6e0d6;overflow-wrap:anywhere}th{color:#63676e;font-weight:600}"
    "tr{break-inside:avoid}"
)


def read_me(material: Material, files: Collection[str]) -> str:
    """Where to begin, in the language of the files. `files`: the names of those that there are."""
    t = material.words.t
    there = [(name, said) for name, said in _contents(material.words) if _is_there(name, files)]
    wide = max(len(name) for name, _ in there)
    lines = [material.workshop.title, "=" * min(len(material.workshop.title), 70), ""]
    lines.append(t("Results of a workshop of {controller}, {day}", controller=material.workshop.controller,
                   day=material.results.report.days))  # fmt: skip
    lines += ["", *(f"{name:<{wide}}  {said}" for name, said in there), ""]
    lines += [
        t("Is it whole, and as it was sent? In this folder, on Linux: sha256sum -c {manifest} (on a Mac: shasum -a 256 -c {manifest}).",
          manifest="MANIFEST.sha256"),
        t("Do the figures follow from the counts? In the folder data, with Python and pandas: python rederive.py"),
        t("No row in any of these files is a person. What people wrote may still tell who wrote it: read it before you pass it on."),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _contents(words: Wording) -> Iterator[tuple[str, str]]:
    t = words.t
    yield "report.pdf", t("The report, to send on and to print.")
    yield "report.docx", t("The report, to write on in.")
    yield "report.png", t("The report in one picture.")
    yield (
        "results.xlsx",
        t("The workbook: it opens on a summary that prints on A4; the last sheets are for statisticians."),
    )
    yield "pictures/", t("A picture of each question, as PNG and as SVG.")
    yield "questions.yaml", t("What was asked, as a file: send it to the bot, and it asks the same again.")
    yield "about/codebook.html", t("The questions and the ids that stand for them in the data.")
    yield "about/method.html", t("How it was counted, what the figures mean, and how to cite them.")
    yield "about/not-shown.html", t("What is not shown, and why.")
    yield "data/csv/", t("The numbers as CSV, UTF-8 with commas; columns.csv says what each column means.")
    yield "data/csv-for-excel/", t("The same with semicolons, for an Excel that writes 12,5.")
    yield "data/results.json", t("The same as JSON; results.schema.json says what is in it.")
    yield "data/rederive.py", t("Works out every figure anew from the counts.")
    yield "data/formulas.py", t("The formula of each figure, and where it is from; rederive.py uses it.")
    yield "data/read-in-r.R", t("Reads the CSV files in R.")
    yield "data/read-in-spss.sps", t("Reads the CSV files in SPSS and PSPP.")


def _is_there(name: str, files: Collection[str]) -> bool:
    return name in files or (name.endswith("/") and any(one.startswith(name) for one in files))


def codebook(material: Material) -> bytes:
    """Each question with its rule, its options and the ids of both, as a page."""
    sheet = next(one for one in material.told.sheets if one.key == "codebook").filled()
    heads = [column.heading for column in sheet.columns]
    return _page(material.words.t("Codebook"), material, heads, _once(sheet))


def _once(sheet: Sheet) -> Iterator[tuple[Cell, ...]]:
    """What is the same for all options of a question stands on its first line only."""
    before: Cell = None
    keys = [column.key for column in sheet.columns]
    options = keys.index("option") if "option" in keys else len(keys)
    for row in sheet.rows:
        yield (*(None,) * options, *row[options:]) if row[1] == before else row
        before = row[1]


def method(material: Material) -> bytes:
    """The sheet of the method, as a page."""
    sheet = next(one for one in material.told.sheets if one.key == "method")
    return _page(material.words.t("Method"), material, [], sheet.rows)


def withheld(material: Material) -> bytes:
    """What is not shown and why, as a page."""
    t = material.words.t
    rows = [(one.name, one.why) for one in material.results.report.withheld] or [
        (t("Nothing"), t("Every question has a result here."))
    ]
    return _page(t("What is not shown, and why"), material, [], rows)


def _page(title: str, material: Material, heads: Iterable[str], rows: Iterable[tuple[Cell, ...]]) -> bytes:
    """A page that needs nothing from anywhere else."""
    side, name = " dir=rtl" if material.results.right_to_left else "", escape(f"{title} · {material.workshop.title}")
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in row) + "</tr>\n" for row in rows)
    table = f"<table>{f'<tr>{head}</tr>' if head else ''}\n{body}</table>"
    page = (
        f'<!doctype html>\n<html lang="{material.words.spoken}"{side}>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{name}</title>\n'
        f"<style>{_STYLE}</style>\n<h1>{name}</h1>\n{table}\n</html>\n"
    )
    return page.encode("utf-8", "replace")


def _cell(cell: Cell) -> str:
    return "" if cell is None else f'<span dir="auto">{escape(str(cell))}</span>'
