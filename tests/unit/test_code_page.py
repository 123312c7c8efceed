"""What docs/code.md and docs/decisions.md say of the house is true: its rooms, its words, and the worked examples."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.wording import DOMAIN
from tests.support.question_places import question_places
from tests.support.shared import ROOT
from tests.unit.test_house import CODE, ROOMS, said
from tests.unit.test_wording import TRANSLATED, extracted, forms, read

PAGE = ROOT / "docs" / "code.md"
HOUSE = ("<!-- house -->", "<!-- end of house -->")
LANGUAGE = "de"
SPEAKING = (
    "tests/unit/participant/test_lobby.py",
    "tests/unit/participant/test_led_screens.py",
    "tests/unit/results/test_findings.py",
)
"""Tests that name languages: a new one must not be more work than the page says."""

_ASKS = """
from bot.wording import Wording, languages
from bot.participant import consent
from flows.definition.flow import Flow, SingleQuestion, Option
from flows.dialogue.standing import Dialogue
from tests.support.examples.looks import asked, workshop
from dataclasses import replace
print(languages())
flow = Flow(id="f", title="A flow", questions=(SingleQuestion(id="q", text="?", options=(Option(id="a", label="A"),)),))
card = consent.card(replace(asked(flow, Dialogue()), words=Wording("de-AT")), workshop(flow))
print([key.label for row in card.keyboard for key in row])
"""


def page() -> str:
    """The page as it is written."""
    return PAGE.read_text(encoding="utf-8")


def between(start: str, end: str) -> str:
    """What stands between two markers of the page."""
    return page().split(start, 1)[1].split(end, 1)[0].strip()


def house() -> str:
    """The rooms as a tree, each with the first line of its docstring."""
    lines = []
    for room in ROOMS:
        depth = len(room.relative_to(ROOT).parts) - 1
        name = "  " * depth + room.name + "/"
        lines.append(f"{name:<18}{said(room / '__init__.py').splitlines()[0]}")
    return "\n".join(("```", *lines, "```"))


def test_the_house_is_drawn_as_it_stands(update_golden: bool) -> None:
    """A room that is added, renamed or emptied is seen on the page. `--update-golden` writes it anew."""
    if update_golden:
        before, rest = page().split(HOUSE[0], 1)
        PAGE.write_text(f"{before}{HOUSE[0]}\n{house()}\n{HOUSE[1]}{rest.split(HOUSE[1], 1)[1]}", encoding="utf-8")
    assert between(*HOUSE) == house(), "pytest --update-golden tests/unit/test_code_page.py writes it anew"


def test_every_folder_of_tests_is_told() -> None:
    """A folder of tests that the table does not name is one that nobody finds."""
    there = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert set(re.findall(r"^\| `tests/([a-z]+)` \|", page(), re.MULTILINE)) == there


def test_the_path_of_one_answer_names_files_as_what_they_are() -> None:
    """The name that a link shows is where it leads."""
    links = re.findall(r"\[([^\]]+\.py)\]\(\.\./([^)]+)\)", page())
    assert len(links) > 10
    assert [name for name, target in links if name != target] == []


def test_the_words_are_those_of_the_code() -> None:
    """Each word in the code's column is a class or function of the file that is named with it."""
    rows = re.findall(
        r"`(\w+)`(?: and `(\w+)`)? in `([a-z_/]+\.py)`", between("## The words", "## How to add a language")
    )
    rows += [("Board", "", "storage/staff/records.py"), ("Cockpit", "", "bot/cockpit/view.py")]
    assert len(rows) > 15
    for first, second, file in rows:
        defined = {node.name for node in ast.walk(ast.parse((ROOT / file).read_text())) if hasattr(node, "name")}
        assert {first, *filter(None, [second])} <= defined, file


def test_the_words_are_those_on_phones() -> None:
    """Each word in the column of phones is said in the bot's messages."""
    table = between("| Thing | On phones and pages | In code |", "A workshop is **closed**")
    words = [word for row in table.splitlines()[1:] for word in row.split("|")[2].split(",")]
    everything = " ".join(m if isinstance(m, str) else " ".join(m) for m in extracted()).casefold()
    assert len(words) > 15
    assert [w for word in words if not re.search(rf"\b{(w := word.strip())}s?\b", everything) and w != "—"] == []


def test_people_never_read_the_words_of_the_code() -> None:
    """What the page says is not said to people is in no message, nor in its translation; the method of an export explains it."""
    assert len(between("<!-- unsaid -->", "<!-- end of unsaid -->").split(", ")) > 3
    said = extracted(("bot",))
    catalogues = [message for language in TRANSLATED for message in read(language) if message.id in said]
    translated = [form for message in catalogues for form in forms(message.string)]
    for text in (*(form for message in said for form in forms(message)), *translated):
        assert unsaid_in(text) == [], text


def unsaid_in(text: str) -> list[str]:
    """The words of the code that a text says, whole or as a plural."""
    words = between("<!-- unsaid -->", "<!-- end of unsaid -->").split(", ")
    return [word for word in words if re.search(rf"\b{word}(s|es)?\b", text, re.IGNORECASE)]


@pytest.mark.parametrize(
    "name",
    ["facilitator.md", "workshop.md", "organising.md", "taking-part.md", "questions.md", "../README.md"],
)
def test_pages_for_people_do_without_the_words_of_the_code(name: str) -> None:
    """Who facilitates, organises or takes part reads the words that the bot says; hosts also read the names of the audit's checks."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8").split("## I change the code", 1)[0]
    assert unsaid_in(text) == []


def test_the_places_of_a_question_type_are_all_listed() -> None:
    """Whoever adds a type finds every place that treats types apart, and knows where mypy will not help."""
    table = between("<!-- places -->", "<!-- end of places -->")
    rows = re.findall(r"^\| `([a-z_/]+\.py)` \| [^|]+ \| (mypy|) ?\|", table, re.MULTILINE)
    places = question_places()
    assert {file: found == "mypy" for file, found in rows} == places
    assert len(rows) == len(places)


def example(name: str) -> str:
    """A block of the page that begins with this mark."""
    block = page().split(f"<!-- language: {name} -->", 1)[1].split("```", 2)[1]
    return re.sub(r"^ +", "", block.strip("\n "), flags=re.MULTILINE).strip()


@pytest.mark.slow
@pytest.mark.long
def test_a_language_is_added_as_the_page_says(tmp_path: Path) -> None:
    """The steps, taken on a copy: the catalogue is made, a translation is heard on a phone, the rest is English."""
    kept = shutil.ignore_patterns("__pycache__")
    for name in ("bot", "flows", "storage", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=kept)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    makefile = (ROOT / "Makefile").read_text()
    line = example("makefile")
    assert line.endswith(LANGUAGE)
    (tmp_path / "Makefile").write_text(re.sub(r"^LANGUAGES := .*$", line, makefile, flags=re.MULTILINE))
    collected = messages_of(tmp_path)
    catalogue = tmp_path / "bot" / "locales" / LANGUAGE / "LC_MESSAGES" / f"{DOMAIN}.po"
    assert catalogue.exists(), collected
    assert "not translated" in collected

    words = example("catalogue")
    message, translation = (line.partition(" ")[2].strip('"') for line in words.splitlines())
    told = catalogue.read_text()
    assert f'msgid "{message}"\nmsgstr ""' in told
    catalogue.write_text(told.replace(f'msgid "{message}"\nmsgstr ""', words))
    heard = subprocess.run(
        [sys.executable, "-c", _ASKS], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert heard[0] == "('en', 'de', 'nl')"
    assert translation in heard[1]
    assert "No thanks" in heard[1]
    told = pytest_in(tmp_path, "-q", *SPEAKING)
    assert re.search(r"^\d+ passed", told, re.MULTILINE), told
    assert "failed" not in told, told


def messages_of(copy: Path) -> str:
    """What `make messages` prints in a copy of the project, with the tools of this environment."""
    tools = Path(sys.executable).parent.parent
    only = {"PYTEST_ADDOPTS": "-p no:cacheprovider -k test_everything_said_to_people_is_translated"}
    done = subprocess.run(
        ["make", "--old-file", f"{tools}/.stamp", "messages", f"VENV={tools}"],
        cwd=copy,
        env={**os.environ, **only, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def pytest_in(copy: Path, *arguments: str) -> str:
    """What pytest says in a copy of the project."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("heading", re.findall(r"^## (.*)$", (ROOT / "docs/decisions.md").read_text(), re.MULTILINE))
def test_decisions_are_told_by_room(heading: str) -> None:
    """Each group of decisions names rooms that are there, or is one of the two that belong to no room; none is empty."""
    rooms = re.findall(r"`([^`]+)`", heading)
    assert rooms or heading in {"Libraries", "The house"}
    assert [room for room in rooms if ROOT / room not in ROOMS] == []
    group = (ROOT / "docs/decisions.md").read_text().split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [row for row in group.splitlines() if row.startswith("| ")][2:]
    assert rows
    assert [row for row in rows if row.count(" |") != 4] == []


def test_files_that_decisions_name_are_there() -> None:
    """A file in a decision is found, by its path or by its name alone."""
    named = re.findall(r"`([a-z_/]+\.py)`", (ROOT / "docs/decisions.md").read_text())
    stems = {path.name for path in CODE}
    assert [name for name in named if not ((ROOT / name).exists() if "/" in name else name in stems)] == []
