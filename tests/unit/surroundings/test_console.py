"""Poor consoles, closed pipes and crashes: what is said arrives, and the exit code says what happened."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.shared import ROOT

FLOW = """\
id: lunch
title: Lunch – “déjà vu” 你好
questions:
  - {id: soup, type: single, text: "Soup — très “chaude”?", options: [{id: a, label: "Oui…"}, {id: b, label: Non}]}
"""
POOR = {
    "ascii": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"},
    "cp850": {"PYTHONIOENCODING": "cp850"},
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
}
SURROUNDINGS = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "COLUMNS": "20"}
"""No HOME, no locale, a terminal that is very narrow."""

ALL = """
import sys
from bot.cli import main
for line in sys.stdin.buffer.read().decode().splitlines():
    sys.argv[1:] = line.split("|")
    try:
        main()
    except SystemExit as end:
        print(f"[exit {end.code}]", flush=True)
"""
"""All commands in one program: a new one for each would take two seconds each."""


@pytest.mark.parametrize(
    "poor", [pytest.param(v, id=k, marks=() if k == "ascii" else pytest.mark.long) for k, v in POOR.items()]
)  # what the poorest can write, the others can
def test_no_letter_is_too_much_for_a_console(tmp_path: Path, poor: dict[str, str]) -> None:
    """Every command of the operator's ends as it should where curly quotes and lines cannot be written."""
    (tmp_path / "lunch.yaml").write_text(FLOW, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(FLOW.replace("type: single", "type: “single”"), encoding="utf-8")
    commands = {
        "--help": 0,
        "audit|--help": 0,
        "check|lunch.yaml": 0,
        "check|bad.yaml": 1,
        "draw|lunch.yaml": 0,
        "draw|naïve": 2,
        "audit|NOSUCH": 2,
        "delete|NOSUCH": 2,
        "export|NOSUCH": 2,
        "run": 2,
        "invite|boss “me”": 2,
    }
    done = subprocess.run(
        [sys.executable, "-c", ALL],
        input="\n".join(commands).encode(),
        env=SURROUNDINGS | poor,
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=60,
    )
    codes = [int(code) for code in re.findall(rb"\[exit (\d+)\]", done.stdout)]
    assert codes == list(commands.values()), done.stderr.decode("latin-1")
    assert b"Traceback" not in done.stderr
    assert b"UnicodeEncodeError" not in done.stderr
    assert "你好".encode() in done.stdout or "Oui…".encode() in done.stdout, "a diagram is a file: always UTF-8"


CRASH = "from bot import cli; from bot.surroundings import console\n"


@pytest.mark.parametrize(
    ("code", "ends"),
    [
        ("import flows.definition.loading as l; l.check_file = lambda f: 1 / 0; cli.main()", 70),
        (
            "import flows.definition.loading as l; exec('def f(x): raise KeyboardInterrupt'); l.check_file = f; cli.main()",
            130,
        ),
        ("import os; r, w = os.pipe(); os.close(r); os.dup2(w, 1); cli.main()", 141),
        ("import os; os.dup2(os.open('/dev/full', os.O_WRONLY), 1); cli.main()", 2),
    ],
    ids=["a crash", "Ctrl-C", "| head", "a full disk"],
)
def test_only_a_failed_check_ends_like_one(tmp_path: Path, code: str, ends: int) -> None:
    """A crash, an interruption and a closed pipe have codes of their own."""
    (tmp_path / "lunch.yaml").write_text(FLOW, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CRASH + code, "check", "lunch.yaml"],
        env=SURROUNDINGS,
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == ends, done.stderr.decode()
    assert b"Exception ignored" not in done.stderr
