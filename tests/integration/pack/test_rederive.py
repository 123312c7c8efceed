"""The script in a pack: it works out every published figure from the counts, and one wrong digit anywhere makes it fail."""

from __future__ import annotations

import json
import random
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.facilitator.exporting import Format, export_of
from flows.counting.segments import segment_table
from flows.counting.tally import tally_all
from flows.definition.flow import (
    AllocationQuestion,
    Flow,
    MultiQuestion,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    StanceQuestion,
    TextQuestion,
)
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared
from storage.database import Database
from storage.export.books import Cell, ExportBook, Sheet, csv_files, to_json
from storage.export.building import build_export
from storage.values import Actor
from tests.support.examples.examples import levels, options
from tests.support.examples.exports import closed as workshop_of
from tests.support.examples.exports import final
from tests.support.examples.packed import closed, exported, unpacked
from tests.support.examples.packed import options as labelled
from tests.support.examples.reported import held as reported
from tests.support.shared import ROOT
from tests.support.storage_case import LAST_DAY, on_sqlite

pytest.importorskip("pandas", reason="needs pandas, which is installed for development")
SCRIPTS = (ROOT / "bot/pack/rederive.py", ROOT / "bot/pack/formulas.py")
KINDS: tuple[Format, Format] = ("csv", "json")
FORMULAS: Mapping[str, Any] = runpy.run_path(str(SCRIPTS[1]))["FORMULAS"]
DERIVED = {
    ("bases", "no_answer"), ("counts", "percent"), ("segments", "percent"), ("across", "consensus"), ("across", "mean"),
    ("apart", "count"), ("apart", "people"), ("apart", "others"), ("apart", "of"), ("figures", "value"),
}  # fmt: skip


def room(people: int = 23, places: int = 3) -> ExportBook:
    """Every type and every figure. `places`: how many of four options a person ranks at most; in another ranking all rank all."""
    draw = random.Random(people)
    asked = (
        SingleQuestion(id="single", text="Which one?", options=options("a", "b", "c")),
        ScaleQuestion(id="scale", text="How much?", options=levels(5)),
        StanceQuestion(id="stance", text="It is so."),
        MultiQuestion(id="multi", text="Which?", options=options("a", "b", "c", "none"), exclusive=("none",), min=0),
        RankingQuestion(id="ranking", text="In which order?", options=options("a", "b", "c", "d"), top=places),
        RankingQuestion(id="whole", text="All in order?", options=options("a", "b", "c"), min=3),
        AllocationQuestion(id="points", text="How many?", options=options("a", "b", "c"), total=10),
        AllocationQuestion(id="hundred", text="Of 100?", options=options("a", "b", "c"), total=100),
        TextQuestion(id="text", text="What else?"),
    )
    flow = Flow(id="room", title="Room", segment_by="single", questions=asked)
    given: dict[str, Sequence[Answer]] = {
        "single": [Chosen("abc"[n % 3]) for n in range(people)],
        "scale": [Chosen(draw.choice("1234455") if n % 9 else "dk") for n in range(people)],
        "stance": [Chosen("agree" if n % 3 == 0 or n % 7 == 0 else "disagree") for n in range(people)],
        "multi": [Picked(tuple(sorted(draw.sample("abc", n % 3)))) for n in range(people)],
        "ranking": [Ranked(tuple(draw.sample("abcd", draw.randint(1, places)))) for _ in range(people)],
        "whole": [Ranked(tuple(draw.sample("abc", 3))) for _ in range(people)],
        "points": [Shared((("a", 7), ("bc"[n % 2], 3))) for n in range(people)],
        "hundred": [Shared((("a", 63 + n % 7), ("b", 37 - n % 7))) for n in range(people)],
    }
    releases = [final(question, given[question.id]) for question in asked[:-1]]
    releases.append(replace(final(asked[-1], []), n=people, tally=tally_all(asked[-1], [])))
    groups = {name: tally_all(asked[2], given["stance"][place::3]) for place, name in enumerate("abc")}
    table = segment_table(asked[2], asked[0], groups, 5, sensitive=False)
    return build_export(workshop_of(flow), releases, {"text": ["One.", "one. ", "Two."]}, {}, {"stance": table})


def written(book: ExportBook, folder: Path) -> Path:
    """The folder of data of such a pack."""
    (folder / "csv").mkdir(parents=True)
    for name, content in csv_files(book, ","):
        (folder / "csv" / name).write_bytes(content)
    (folder / "results.json").write_bytes(to_json(book))
    for script in SCRIPTS:
        shutil.copy(script, folder)
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """Runs the script of a folder without another start of Python: its exit code and what it says."""

    def ran(data: Path) -> tuple[int, str]:
        monkeypatch.syspath_prepend(str(data))
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(str(data / "rederive.py"), run_name="__main__")
        sys.modules.pop("formulas", None)
        return int(ended.value.code or 0), capsys.readouterr().out

    yield ran
    sys.modules.pop("formulas", None)


def figures(said: str) -> tuple[int, int, int]:
    """How many agree, of how many, and how many of them only within bounds."""
    found = re.search(
        r"^(\d+) of (\d+) figures agree(?:, (\d+) of them only within bounds, because .+)?$", said, re.MULTILINE
    )
    assert found is not None, said
    return int(found[1]), int(found[2]), int(found[3] or 0)


def changed(book: ExportBook, wrong: Mapping[tuple[str, int, str], Cell]) -> ExportBook:
    """The book with other cells: (sheet, row, column) -> what stands there."""
    return replace(book, sheets=tuple(_changed(sheet, wrong) for sheet in book.sheets))


def _changed(sheet: Sheet, wrong: Mapping[tuple[str, int, str], Cell]) -> Sheet:
    keys = [column.key for column in sheet.columns]
    rows = (
        tuple(wrong.get((sheet.key, at, key), cell) for key, cell in zip(keys, row, strict=True))
        for at, row in enumerate(sheet.rows)
    )
    return replace(sheet, rows=tuple(rows))


def complaints(said: str) -> set[tuple[str, int, str]]:
    """The (sheet, row, column) that the script names."""
    found = re.finditer(r"^(\w+)\.csv, line (\d+): (\w+) ", said, re.MULTILINE)
    return {(one[1], int(one[2]) - 2, one[3]) for one in found}


def rows_of(book: ExportBook, key: str) -> list[dict[str, Any]]:
    """The rows of a sheet."""
    sheet = next(sheet for sheet in book.sheets if sheet.key == key)
    return [dict(zip((one.key for one in sheet.columns), row, strict=True)) for row in sheet.rows]


def test_all_figures_agree_in_a_python_of_its_own(tmp_path: Path) -> None:
    """As whoever got the pack runs it: from nowhere near the project, and each published figure is looked at."""
    data = unpacked(exported("pack"), tmp_path) / "data"
    made = subprocess.run(
        [sys.executable, "-E", "-s", "rederive.py"], cwd=data, capture_output=True, text=True, check=False
    )
    agree, of, _ = figures(made.stdout)
    assert (made.returncode, agree, made.stderr) == (0, of, "")
    book = json.loads((data / "results.json").read_text("utf-8"))["sheets"]
    bases = [row for row in book["bases"] if row["asked"] is not None]
    once = (book["counts"], book["figures"], book["segments"], bases)
    assert of == sum(map(len, once)) + 2 * len(book["across"]) + 4 * len(book.get("apart", []))


@pytest.mark.parametrize("people, places, bounded", [(23, 3, 4), (7, 4, 4), (120, 1, 4), (240, 3, 3)])
def test_every_figure_agrees(people: int, places: int, bounded: int, tmp_path: Path, run: Any) -> None:
    """Where pairs are withheld, where percentages have a decimal, and where a ballot has one place; `bounded`: how many only so far."""
    book = room(people, places)
    code, said = run(written(book, tmp_path / "data"))
    agree, of, within = figures(said)
    assert (code, agree, within) == (0, of, bounded), said
    named = {row["figure"] for row in rows_of(book, "figures")}
    few = {"mean", "place by the Schulze method, equals share one"}
    assert named == set(FORMULAS) - (few if people < 15 else set())


def test_a_script_of_forty_lines() -> None:
    """What a statistician reads first fits on one screen."""
    lines = (ROOT / "bot/pack/rederive.py").read_text("utf-8").splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 120


def test_one_wrong_digit_is_found_whatever_the_figure(tmp_path: Path, run: Any) -> None:
    """The last digit of one figure of each kind is one more, in the CSV and in the JSON alike; those rows are named and no others."""
    book = room()
    wrong: dict[tuple[str, int, str], Cell] = {}
    for name in FORMULAS:
        kind = [(at, row) for at, row in enumerate(rows_of(book, "figures")) if row["figure"] == name]
        at, row = next(((at, row) for at, row in kind if row["question"] in {"points", "whole"}), kind[0])
        wrong["figures", at, "value"] = _more(
            name, row["value"], [one["value"] for _, one in kind if one["question"] == row["question"]]
        )
    for sheet, column in DERIVED - {("figures", "value")}:
        at, row = next((at, row) for at, row in enumerate(rows_of(book, sheet)) if row[column] is not None)
        wrong[sheet, at, column] = round(row[column] + (1e-4 if sheet == "across" else 1), 4)
    code, said = run(written(changed(book, wrong), tmp_path / "data"))
    assert (code, complaints(said) ^ set(wrong)) == (1, set()), said
    agree, of, _ = figures(said)
    assert of - agree == len(wrong)


def _more(name: str, value: float | None, alike: Sequence[float | None]) -> float:
    """One more at the last digit that figures of this kind have; of one that can only be bounded, more than people are."""
    if value is None or name == "people who answered and ticked nothing":
        return 99
    written = [len(str(one).rstrip("0").partition(".")[2]) for one in alike if one is not None]
    return round(value + 10 ** -max(*written, 2 if FORMULAS[name][1] == 2 else 0), 4)


def test_what_is_another_number_in_the_csv_is_found(tmp_path: Path, run: Any) -> None:
    """In each column of numbers of each sheet, though no figure follows from it."""
    book = room()
    wrong: dict[tuple[str, int, str], Cell] = {}
    for sheet in (sheet for sheet in book.sheets if sheet.key != "codebook"):
        for place, column in enumerate(sheet.columns):
            at = next((at for at, row in enumerate(sheet.rows) if isinstance(row[place], int)), None)
            if at is not None:
                wrong[sheet.key, at, column.key] = 77
    data = written(book, tmp_path / "data")
    (data / "results.json").write_bytes(to_json(changed(book, wrong)))
    code, said = run(data)
    assert (code, complaints(said) ^ set(wrong)) == (1, set()), said
    assert len(wrong) > 20


@pytest.mark.parametrize("is_beside", [False, True], ids=["names like sums", "a round of questions to the panel"])
@on_sqlite
def test_all_figures_agree_of_what_is_written_otherwise(
    db: Database, tmp_path: Path, run: Any, is_beside: bool
) -> None:
    """Groups that a spreadsheet would take for sums, and words that stand on the panel's sheet."""
    ages = labelled("-18", "+18", "=65")
    stances = (StanceQuestion(id="paths", text="More paths."), StanceQuestion(id="lamps", text="More lamps."))
    asked = (SingleQuestion(id="age", text="How old?", options=ages), *stances)
    flow = None if is_beside else Flow(id="ages", title="Ages", segment_by="age", questions=asked)
    held = reported(db, flow, 24, beside=is_beside)
    csv, book = (export_of(db, held.workshop.id, kind, Actor.ORGANISER, LAST_DAY)[1] for kind in KINDS)
    unpacked(csv, tmp_path / "csv")
    (tmp_path / "results.json").write_bytes(book)
    for script in SCRIPTS:
        shutil.copy(script, tmp_path)
    code, said = run(tmp_path)
    agree, of, _ = figures(said)
    assert (code, agree) == (0, of), said
    assert of > 20


@pytest.mark.long
def test_all_figures_agree_where_nothing_but_pandas_is_installed(tmp_path: Path) -> None:
    """A new environment, pandas from the package index, and the pack."""
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "clean")], check=True)
    python = tmp_path / "clean/bin/python"
    subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pandas"], check=True
    )
    data = unpacked(exported("pack", "", closed), tmp_path) / "data"
    made = subprocess.run([str(python), "rederive.py"], cwd=data, capture_output=True, text=True, check=True)
    agree, of, _ = figures(made.stdout)
    assert agree == of > 100
