"""The house stands as it was drawn: rooms that say what they are for, small enough to look around in, none forgotten."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.support.shared import ROOT

MOST_FILES = 15
MOST_LINES = 300

HOUSES = ("bot", "flows", "storage")
VERSIONS = ROOT / "storage" / "migrations" / "versions"
"""Steps of the past, which nobody changes; the one folder that is no room."""

CODE = sorted(path for house in HOUSES for path in (ROOT / house).rglob("*.py") if path.parent != VERSIONS)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
ROOMS = sorted({path.parent for path in CODE})


def named(path: Path) -> str:
    """A test's name from a file's or folder's."""
    return path.relative_to(ROOT).as_posix()


def said(path: Path) -> str:
    """The docstring of a file."""
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


@pytest.mark.parametrize("room", ROOMS, ids=named)
def test_a_room_says_what_it_is_for(room: Path) -> None:
    """Three lines: what it is for, what it must not know, where to begin reading; and the files it names are there."""
    lines = [line for line in said(room / "__init__.py").splitlines() if line]
    assert len(lines) == 3, lines
    assert all(len(line.split()) >= least for line, least in zip(lines, (4, 4, 3), strict=True)), lines
    assert lines[1].startswith("Must not ")
    assert lines[2].startswith("Begin with `")
    first = lines[2].split("`")[1]
    assert (room / first).is_file() or (ROOT / room.relative_to(ROOT).parts[0] / first).is_file(), first


def test_no_corridor() -> None:
    """No folder of code or tests has more than 15 files: the sixteenth asks for a room."""
    files = Counter(path.parent for path in (*CODE, *TESTS) if path.name != "__init__.py")
    assert {named(folder): count for folder, count in files.items() if count > MOST_FILES} == {}


@pytest.mark.parametrize("path", CODE, ids=named)
def test_a_long_file_says_why(path: Path) -> None:
    """A file of the program over 300 lines has its reason in its docstring, after the word "Long:"."""
    if len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES:
        assert "Long: " in said(path)


def test_no_file_repeats_its_rooms_name() -> None:
    """`panel/asking.py`, not `panel/panel_asking.py`, `panel/all_panels.py` or `panel/thepanel.py`."""
    assert [named(path) for path in CODE if path.parent.name.rstrip("s") in path.stem] == []


def test_tests_stand_in_rooms_that_are_there() -> None:
    """A folder of unit, integration and acceptance tests has the name of a room."""
    rooms = {room.name for room in ROOMS} | {"unit", "integration", "acceptance", "emulator"}
    kinds = [ROOT / "tests" / kind for kind in ("unit", "integration", "acceptance")]
    folders = {path.parent for path in TESTS if any(path.is_relative_to(kind) for kind in kinds)}
    assert {named(folder) for folder in folders if folder.name not in rooms} == set()


def test_a_test_stands_in_the_room_of_what_it_tests() -> None:
    """`test_judging.py` tests `panel/judging.py` from the folder `panel`; what tests share lives in `tests/support`.

    An acceptance test has the name of what people do, which may be a file's elsewhere.
    """
    places: dict[str, set[str]] = {}
    for path in CODE:
        places.setdefault(path.stem, set()).update(path.relative_to(ROOT).parts[1:-1] or {"the ground"})
    for kind in ("unit", "integration", "acceptance"):
        for path in sorted((ROOT / "tests" / kind).rglob("*.py")):
            assert path.name.startswith("test_") or path.name in {"__init__.py", "conftest.py"}, named(path)
            rooms, folders = places.get(path.stem.removeprefix("test_"), set()), set(path.relative_to(ROOT).parts[2:-1])
            assert kind == "acceptance" or not rooms or not folders or rooms & {*folders, "the ground"}, named(path)
