"""R and PSPP (which reads what SPSS reads) load the CSV files of a pack by the scripts that lie beside them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.examples.packed import exported, unpacked


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder of data of an unpacked pack."""
    return unpacked(exported("pack"), tmp_path) / "data"


def counted(data: Path) -> int:
    """The sum of all counts, from the JSON."""
    return sum(row["count"] for row in json.loads((data / "results.json").read_text("utf-8"))["sheets"]["counts"])


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="needs R (apt-get install r-base-core)")
def test_r_reads_numbers_as_numbers(data: Path) -> None:
    """By the script, and by a plain read.csv with nothing said about encodings."""
    with (data / "read-in-r.R").open("a") as script:
        script.write('cat(sum(results$counts$count), class(results$counts$percent), "\\n")\n')
        script.write('plain <- read.csv("csv/counts.csv"); cat(names(plain)[1], sum(plain$count), "\\n")\n')
    made = subprocess.run(["Rscript", "--vanilla", "read-in-r.R"], cwd=data, capture_output=True, text=True, check=False,
                          env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"})  # fmt: skip
    assert (made.returncode, made.stderr) == (0, "")
    total = counted(data)
    assert made.stdout.splitlines() == [f"{total} {made.stdout.split()[1]} ", f"question {total} "]
    assert made.stdout.split()[1] in {"integer", "numeric"}


@pytest.mark.skipif(shutil.which("pspp") is None, reason="needs PSPP (apt-get install pspp)")
def test_spss_syntax_reads_every_file(data: Path) -> None:
    """Each becomes a data file whose numbers are numbers, as many rows as it has."""
    with (data / "read-in-spss.sps").open("a") as script:
        script.write("GET FILE='counts.sav'.\nDESCRIPTIVES count /STATISTICS=SUM.\n")
    made = subprocess.run(["pspp", "-b", "read-in-spss.sps"], cwd=data, capture_output=True, text=True, check=False)
    assert (made.returncode, made.stderr) == (0, ""), made.stdout
    assert f"{counted(data):.2f}" in made.stdout.replace(",", ""), made.stdout
    assert {"counts.sav", "figures.sav", "segments.sav", "points.sav"} <= {path.name for path in data.glob("*.sav")}
