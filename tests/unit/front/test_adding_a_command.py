"""The worked example of docs/code.md: a command is added by the steps it names, and no code elsewhere has to know."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

from tests.support.shared import ROOT

LOOK = """
from bot.front.help import menu, page, readme_table
from bot.front.tables import ANYBODY
from bot.incoming import Sender
from bot.desk import Desk, House
from bot.wording import Wording
import random, datetime

class Nobody:
    class people:
        workshops_of = staticmethod(lambda user: [])

words = Wording("en")
house = House(datetime.date(2026, 1, 1), random.Random(1), "bot", "", "", {})
(said,) = ANYBODY["joined"].does.act(Nobody, Desk(Sender(1, 1, True, "en"), words, house), "", None)
print(said.message.html)
print("/joined: how many have joined" in page(None, words).html)
print(("joined", "how many have joined") in menu(None, words))
print("`/joined`" in readme_table())
"""


def example(name: str) -> str:
    """A block of code of the document, as it would stand at the beginning of a line."""
    text = (ROOT / "docs" / "code.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- example: command, {name} -->\n\s*```python\n(.*?)\n\s*```", text, re.DOTALL)
    assert found, name
    return textwrap.dedent(found[1])


def test_the_worked_example_works(tmp_path: Path) -> None:
    """On a copy of the program the example's function and line are all it takes: the command answers, and help, menu and table have it."""
    for package in ("bot", "flows", "storage"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    table = tmp_path / "bot" / "trust" / "commands.py"
    before, after = table.read_text(encoding="utf-8").split("\n\nTABLE = Table(\n    commands=(\n", 1)
    line = textwrap.indent(example("line"), " " * 8)
    imports = f"{example('imports')}\n"
    head = before.replace("from bot.trust import receipts\n", f"{imports}from bot.trust import receipts\n")
    table.write_text(
        f"{head}\n\n{example('function')}\n\n\nTABLE = Table(\n    commands=(\n{line},\n{after}", encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == ["0 people have joined.", "True", "True", "True"], done.stderr
