"""The script in the pack works every published figure out anew from the counts, and finds a number that is not as counted."""

from __future__ import annotations

import csv
import json
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.facilitator.exporting import export_of
from flows.definition.flow import Flow, SingleQuestion, StanceQuestion
from storage.database import Database
from storage.values import Actor
from tests.support.examples.packed import closed, exported, options, unpacked
from tests.support.examples.reported import held as reported
from tests.support.storage_case import LAST_DAY, on_sqlite

pytest.importorskip("pandas", reason="needs pandas, which is installed for development")


def data_of(tmp_path: Path, held_as: Any = closed) -> Path:
    """The folder of data of an unpacked pack."""
    return unpacked(exported("pack", "", held_as), tmp_path) / "data"


def run(data: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The script's exit code and what it says, without another start of Python."""
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(data / "rederive.py"), run_name="__main__")
    return int(ended.value.code or 0), capsys.readouterr().out


def figures(said: str) -> tuple[int, int]:
    """How many agree, of how many."""
    found = re.search(r"(\d+) of (\d+) figures agree", said)
    assert found is not None, said
    return int(found[1]), int(found[2])


def test_all_figures_agree_in_a_python_of_its_own(tmp_path: Path) -> None:
    """As whoever got the pack runs it: isolated, from nowhere near the project."""
    data = data_of(tmp_path)
    made = subprocess.run([sys.executable, "-I", "rederive.py"], cwd=data, capture_output=True, text=True, check=False)
    agree, of = figures(made.stdout)
    assert (made.returncode, agree, made.stderr) == (0, of, "")
    book = json.loads((data / "results.json").read_text("utf-8"))["sheets"]
    bases = [row for row in book["bases"] if row["asked"] is not None]
    once = (book["counts"], book["figures"], book["segments"], bases)
    assert of == sum(map(len, once)) + 2 * len(book["across"]) + 4 * len(book.get("apart", []))


@pytest.mark.parametrize("people", [7, 120])
def test_all_figures_agree(people: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a room where pairs are withheld, and in one whose percentages have a decimal."""
    code, said = run(data_of(tmp_path, partial(closed, "all types", people)), capsys)
    assert (code, len(set(figures(said)))) == (0, 1), said


NAMED = sorted(
    {
        "people on the scale", "people on its positive side", "people in its middle", "people on its negative side",
        "net agreement, -100 to 100", "median", "mean", "mean number of options ticked", "ranked it first",
        "mean place, 1 is the top", "mean Borda points", "mean points, zeros included",
        "agreement (Tastle and Wierman), 0 to 1", "percentage who agree, of those who took a side",
        "median points, zeros included, at least", "different open answers among those listed",
        "place by the Schulze method, equals share one",
    }
)  # fmt: skip


@pytest.mark.parametrize("figure", NAMED)
def test_one_wrong_figure_is_found(figure: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whichever it is: the last digit that is written is one more."""

    def wrong(book: dict[str, Any]) -> None:
        alike = [row for row in book["figures"] if row["figure"] == figure and row["question"] != "zq-money"]
        mine = [row for row in alike if row["question"] == alike[0]["question"]]
        written = (str(row["value"]).partition(".")[2] for row in mine if row["value"] != int(row["value"]))
        digits = (
            2 if figure.startswith(("agreement", "mean Borda", "mean number")) else max(map(len, written), default=0)
        )
        mine[0]["value"] = round(mine[0]["value"] + 10**-digits, 4)

    data = data_of(tmp_path)
    _changed(data, wrong)
    code, said = run(data, capsys)
    assert code == 1
    assert figures(said)[0] == figures(said)[1] - 1


@pytest.mark.parametrize(
    "sheet, column", [("counts", "percent"), ("segments", "percent"), ("bases", "no_answer"), ("pairs", "preferring"), ("points", "count")]
)  # fmt: skip
def test_one_wrong_number_is_found(sheet: str, column: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the JSON, and then in the CSV."""

    def wrong(book: dict[str, Any]) -> None:
        row = next(row for row in book[sheet] if row[column] is not None)
        row[column] += 1

    data = data_of(tmp_path)
    _changed(data, wrong)
    assert run(data, capsys)[0] == 1
    data = data_of(tmp_path)
    rows = list(csv.reader((data / f"csv/{sheet}.csv").open(encoding="utf-8-sig", newline="")))
    place = rows[0].index(column)
    rows[1][place] = str(int(float(rows[1][place])) + 1)
    with (data / f"csv/{sheet}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    assert run(data, capsys)[0] == 1


@pytest.mark.parametrize("is_beside", [False, True], ids=["names like sums", "a round of questions to the panel"])
@on_sqlite
def test_all_figures_agree_of_what_is_written_otherwise(
    db: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str], is_beside: bool
) -> None:
    """Groups that a spreadsheet would take for sums, and words that stand on the panel's sheet."""
    ages = options("-18", "+18", "=65")
    stances = (StanceQuestion(id="paths", text="More paths."), StanceQuestion(id="lamps", text="More lamps."))
    asked = (SingleQuestion(id="age", text="How old?", options=ages), *stances)
    flow = None if is_beside else Flow(id="ages", title="Ages", segment_by="age", questions=asked)
    room = reported(db, flow, 24, beside=is_beside)
    pack = export_of(db, room.workshop.id, "pack", Actor.ORGANISER, LAST_DAY)[1]
    code, said = run(unpacked(pack, tmp_path) / "data", capsys)
    assert (code, len(set(figures(said)))) == (0, 1), said


def _changed(data: Path, change: Callable[[dict[str, Any]], None]) -> None:
    book = json.loads((data / "results.json").read_text("utf-8"))
    change(book["sheets"])
    (data / "results.json").write_text(json.dumps(book), "utf-8")


@pytest.mark.long
def test_all_figures_agree_where_nothing_but_pandas_is_installed(tmp_path: Path) -> None:
    """A new environment, pandas from the package index, and the pack."""
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "clean")], check=True)
    python = tmp_path / "clean/bin/python"
    subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pandas"], check=True
    )
    made = subprocess.run(
        [str(python), "rederive.py"], cwd=data_of(tmp_path), capture_output=True, text=True, check=True
    )
    assert len(set(figures(made.stdout))) == 1
