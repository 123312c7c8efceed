"""The pack: what is in it, that it is whole, that the same workshop gives the same bytes, and that office programs open it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from functools import partial
from pathlib import Path

import jsonschema
import pytest

from bot.pack.archive import MANIFEST
from flows.definition.flow import flow_hash, options_of
from flows.definition.loading import check_bytes
from tests.support.examples.packed import ALL_TYPES, closed, exported, unpacked
from tests.support.shared import ROOT


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack, unpacked."""
    return unpacked(exported("pack"), tmp_path_factory.mktemp("pack"))


def test_everything_is_in_it(folder: Path) -> None:
    """Workbook, pictures, data in three forms with schema and scripts, the questions, the method, what is not shown."""
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {
        "README.txt", MANIFEST, "report.pdf", "report.docx", "report.png", "results.xlsx", "questions.yaml",
        "about/codebook.html", "about/method.html", "about/not-shown.html", "data/results.json",
        "data/results.schema.json", "data/rederive.py", "data/formulas.py", "data/read-in-r.R", "data/read-in-spss.sps",
    } <= names  # fmt: skip
    csv = {name.rpartition("/")[2] for name in names if name.startswith("data/csv/")}
    assert csv == {name.rpartition("/")[2] for name in names if name.startswith("data/csv-for-excel/")}
    assert {"counts.csv", "figures.csv", "columns.csv", "codebook.csv"} <= csv
    drawn = sum(1 for question in ALL_TYPES.questions if options_of(question)) - 1  # few were asked why not
    assert [
        sum(1 for name in names if name.startswith("pictures/") and name.endswith(end)) for end in (".png", ".svg")
    ] == [drawn] * 2
    told = (folder / "README.txt").read_text(encoding="utf-8")
    assert all(name.partition("/")[0] in told for name in names - {"README.txt"})


def test_the_manifest_has_each_file(folder: Path) -> None:
    """`sha256sum -c` reads it, and finds the one file that was changed."""
    pairs = (line.split("  ", 1) for line in (folder / MANIFEST).read_text("utf-8").splitlines())
    lines = {name: digest for digest, name in pairs}
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert set(lines) == set(files) - {MANIFEST}
    assert {name: hashlib.sha256(files[name].read_bytes()).hexdigest() for name in lines} == lines
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--quiet", "--strict", "-c", MANIFEST], cwd=folder, check=True)


def test_the_flow_and_the_schema_in_it_are_of_use(folder: Path) -> None:
    """What was asked can be asked again, to the letter; the JSON fits its schema."""
    checked = check_bytes("zq-flow", (folder / "questions.yaml").read_bytes())
    assert checked.flow is not None
    assert flow_hash(checked.flow) == flow_hash(ALL_TYPES)
    schema = json.loads((folder / "data/results.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads((folder / "data/results.json").read_text("utf-8")), schema)


def test_what_is_not_shown_is_listed_with_its_reason() -> None:
    """In the language of the files; a page that fetches nothing and runs nothing."""
    with zipfile.ZipFile(io.BytesIO(exported("pack", "nl", partial(closed, "all types", 4)))) as archive:
        page = archive.read("about/not-shown.html").decode()
        told = archive.read("about/method.html").decode() + archive.read("about/codebook.html").decode()
        data = [archive.read(f"data/csv/{name}.csv") for name in ("codebook", "method", "columns")]
    with zipfile.ZipFile(io.BytesIO(exported("pack", "en", partial(closed, "all types", 4)))) as archive:
        assert data == [archive.read(f"data/csv/{name}.csv") for name in ("codebook", "method", "columns")]
    assert {"Hoe je ernaar verwijst", "Gevraagd aan", "Gemeente"} <= set(re.findall(r">([^<]+)<", told))
    assert page.count("Minder dan 5 mensen hebben geantwoord") == len(ALL_TYPES.questions)
    assert '<html lang="nl">' in page
    assert "Riverside &amp; Park &lt;1&gt;" in page
    assert not {"<script", "http://", "https://", "src="} & {
        one for one in ("<script", "http://", "https://", "src=") if one in page
    }


AGAIN = """
import hashlib, sys
from pathlib import Path
from tests.support.examples.packed import _exported
for kind in ("pack", "xlsx", "csv", "json"):
    print(hashlib.sha256(_exported(Path(sys.argv[1]), sys.argv[2], kind, "")).hexdigest())
"""


def test_the_same_workshop_gives_the_same_bytes() -> None:
    """In another process, with another order of sets and in another time zone."""
    folder, workshop_id = closed()
    around = os.environ | {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", AGAIN, str(folder), workshop_id], env=around, cwd=ROOT, check=True,
                         capture_output=True, text=True)  # fmt: skip
    mine = [hashlib.sha256(exported(kind)).hexdigest() for kind in ("pack", "xlsx", "csv", "json")]
    assert run.stdout.split() == mine


@pytest.mark.slow
def test_libreoffice_opens_all_without_a_warning(folder: Path, tmp_path: Path) -> None:
    """Workbook, documents and tables, read and written as PDF by the real program, which has nothing to say."""
    if shutil.which("soffice") is None or not any(Path("/usr/lib/libreoffice").rglob("libsclo.so")):
        pytest.skip("needs LibreOffice with Calc (apt-get install libreoffice-calc)")
    files = [folder / "results.xlsx", folder / "data/csv/counts.csv", folder / "data/csv-for-excel/counts.csv"]
    files += sorted(folder.glob("*.docx"))
    named = [shutil.copy(file, tmp_path / f"{number}{file.suffix}") for number, file in enumerate(files)]
    run = subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path / "made"), *map(str, named)],
        capture_output=True, text=True, timeout=240, check=True, env=os.environ | {"HOME": str(tmp_path)},
    )  # fmt: skip
    said = [line for line in run.stderr.splitlines() if line.strip() and "javaldx" not in line]  # Java is not asked for
    assert said == []
    made = sorted((tmp_path / "made").glob("*.pdf"))
    assert len(made) == len(files)
    assert all(path.read_bytes().startswith(b"%PDF") for path in made)
