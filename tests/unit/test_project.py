"""The rules of the house hold: what may import what, what may be called where, and what goes into a release."""

import ast
import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.support.shared import ROOT

PACKAGES = ("bot", "flows", "storage")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
FLOWS = [path for path in SOURCES if path.is_relative_to(ROOT / "flows")]
SENDING = re.compile(r"^(send|edit|copy|forward|pin|unpin|delete|stop)_(message|photo|document|poll|media|chat|all)")


def named(path: Path) -> str:
    """A test's name from a file's."""
    return path.relative_to(ROOT).as_posix()


def project() -> dict[str, Any]:
    """The project as pyproject.toml tells it."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@cache
def called(path: Path) -> tuple[str, ...]:
    """`name` and `thing.name` of every call in a file, as it is written."""
    nodes = ast.walk(ast.parse(path.read_text()))
    return tuple(ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call))


def plain(name: str) -> str:
    """A package's name as an index compares it."""
    return re.sub(r"[._-]+", "-", name).lower()


FORBIDDEN = [
    ("flows", "import asyncio", "asyncio"),
    ("flows", "import time", "time"),
    ("flows", "from storage import keys", "storage"),
    ("storage", "import telegram", "telegram"),
    ("storage", "import bot.wording", "bot.wording"),
    ("storage", "import logging", "logging"),
    ("bot", "import sqlmodel", "sqlmodel"),
    ("bot", "import transitions", "transitions"),
    ("bot.telegram", "import bot.results.findings", "bot.results.findings"),
    ("bot.polls", "import bot.panel.steering", "bot.panel.steering"),
    ("bot.closing", "import bot.groups.linking", "bot.groups.linking"),
    ("bot.results.charting", "import bot.results.findings", "bot.results.findings"),
    ("bot.rehearsal.protocol", "import bot.rehearsal.server.delivery", "bot.rehearsal.server.delivery"),
    ("flows.dialogue", "import flows.counting.release", "flows.counting.release"),
    ("flows.masking", "import flows.definition.flow", "flows.definition.flow"),
    ("storage.keys", "import storage.answers.taking", "storage.answers.taking"),
    ("storage.export", "import storage.closing", "storage.closing"),
    ("storage.migrations", "import storage.workshops", "storage.workshops"),
    ("flows.counting", "import tests.support.shared", "tests"),
]
"""An import that a contract of import-linter must refuse, and what it names then."""


@pytest.fixture(scope="module")
def intrusions(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """What import-linter says of a copy of the program with one file more for each forbidden import."""
    copy = tmp_path_factory.mktemp("house")
    for path in SOURCES:
        place = copy / path.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(path.read_text())
    for number, (layer, line, _) in enumerate(FORBIDDEN):
        (copy / layer.replace(".", "/") / f"intruder{number}.py").write_text(f"{line}\n")
    (copy / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=copy,
        env={"PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("number", range(len(FORBIDDEN)), ids=lambda number: " ".join(FORBIDDEN[number][:2]))
def test_a_forbidden_import_is_noticed(intrusions: subprocess.CompletedProcess[str], number: int) -> None:
    """A contract that lets the wrong import pass guards nothing; that all hold as it stands is checked by `make lint`."""
    layer, _, named_as = FORBIDDEN[number]
    assert intrusions.returncode == 1, intrusions.stdout
    assert re.search(rf"\b{re.escape(layer)}\.intruder{number} -> {named_as}\b", intrusions.stdout), intrusions.stdout


def test_no_house_has_a_back_door() -> None:
    """A contract of floors names every room and ignores no import; an import by a string would pass by all of them."""
    floors = [one for one in project()["tool"]["importlinter"]["contracts"] if one["type"] == "layers"]
    houses = {name for contract in floors for name in contract.get("containers", ())}
    assert houses == {"bot", "bot.rehearsal", "bot.results", "storage", "flows", "flows.masking"}
    for contract in floors:
        assert not {"ignore_imports", "exhaustive_ignores"} & set(contract), contract["name"]
        assert contract.get("exhaustive") or "containers" not in contract, contract["name"]
    words = r"(import_module|__import__|exec|eval|exec_module|run_module|run_path)"
    by_string = re.compile(rf"(^|\.){words}$")
    for path in SOURCES:
        if not re.search(words, path.read_text()):
            continue
        names = (
            ast.unparse(node)
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Name | ast.Attribute)
        )
        assert [name for name in names if by_string.search(name)] == [], path


@pytest.mark.parametrize("path", FLOWS, ids=named)
def test_flows_are_given_time_and_chance(path: Path) -> None:
    """No file of flows asks for the time, for chance, for an id or for the environment."""
    forbidden = re.compile(
        r"(^|\.)(now|today|utcnow|monotonic|perf_counter|getenv|uuid4|token_\w+|shuffle|getrandbits)$"
    )
    allowed = re.compile(r"(^|\.)(chance|draw)\.")
    assert [call for call in called(path) if forbidden.search(call) and not allowed.search(call)] == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_nothing_is_printed_or_caught_blindly(path: Path) -> None:
    """Only the rehearsal prints, and the script in a pack; only what reads Telegram’s answers, the courier and the writer catch all."""
    handlers = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ExceptHandler)]
    blind = [node for node in handlers if node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}]
    ending = [node for node in blind if ast.unparse(node.body[-1]) != "raise"]
    assert not ending or named(path) in {
        "bot/telegram/intake.py",
        "bot/telegram/patience.py",
        "bot/telegram/courier.py",
        "storage/database.py",
        "bot/surroundings/console.py",  # the last place before the end of the program
    }
    assert "print" not in called(path) or named(path) in {"bot/rehearsal/session.py", "bot/pack/rederive.py"}


def test_the_web_server_brings_no_log_lines_of_its_own() -> None:
    """Uvicorn leaves logging to bot/logs.py: its access lines hold addresses and paths."""
    configs = [
        ast.unparse(node)
        for path in SOURCES
        if "uvicorn" in path.read_text()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"uvicorn.Config", "uvicorn.run"}
    ]
    assert configs
    assert [config for config in configs if "log_config=None" not in config or "access_log=False" not in config] == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    """The first line of a module is a sentence, files are short and a reader need not scroll for ever."""
    text = path.read_text()
    tree = ast.parse(text)
    assert path.name == "__init__.py" or ast.get_docstring(tree), "no docstring"
    assert len(text.splitlines()) <= 400, "too long for one thought; over 300 test_house asks for a reason"


def test_only_the_courier_sends() -> None:
    """Every message leaves through one door, which keeps Telegram's pace and the order of each chat."""
    senders = {
        f"{named(path)}: {call}"
        for path in SOURCES
        for call in called(path)
        if SENDING.search(call.rpartition(".")[2]) and re.search(r"(^|[._])bot\.\w+$", call)
    }
    assert {
        sender for sender in senders if not sender.startswith(("bot/telegram/courier.py", "bot/rehearsal/"))
    } == set()


def test_every_file_of_the_packages_is_released() -> None:
    """A wheel holds every flow, catalogue, template and page that the code reads."""
    listed = subprocess.run(["git", "ls-files", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    patterns = project()["tool"]["setuptools"]["package-data"]["*"]
    others = [name for name in listed.splitlines() if not name.endswith((".py", ".md"))]
    assert [name for name in others if not any(fnmatch(Path(name).name, pattern) for pattern in patterns)] == []


def test_the_lock_names_every_dependency_with_a_hash_and_no_address() -> None:
    """What is installed is exactly what was resolved, from whichever index a person uses."""
    lock = (ROOT / "requirements.lock").read_text()
    entries = re.findall(
        r"^([A-Za-z0-9._-]+)==\S+(?: ; [^\\]+)? \\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", lock, re.MULTILINE
    )
    names = {plain(name) for name, _hashes in entries}
    assert len(entries) == len(re.findall(r"^[A-Za-z0-9]", lock, re.MULTILINE))
    assert not re.search(r"https?://|file:/|--(index|extra|find|trusted)|^/", lock, re.MULTILINE)
    wanted = chain(project()["project"]["dependencies"], *project()["project"]["optional-dependencies"].values())
    assert {plain(re.split(r"[^\w.-]", line)[0]) for line in wanted} <= names


def test_make_alone_prints_what_there_is() -> None:
    """Somebody who types `make` sees each target with a line about it, and nothing is installed."""
    done = subprocess.run(["make", "--dry-run", "help"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("install", "rehearse", "test", "replay", "bench", "lock", "messages", "clean"):
        assert re.search(rf"^  make {target} +\S", shown, re.MULTILINE)


def test_make_says_which_python_it_needs(tmp_path: Path) -> None:
    """An old Python gets a sentence that says what to do."""
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2"\nexit 1\n')
    old.chmod(0o755)
    arguments = ["make", "install", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}"]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "needs Python 3.11 or newer" in done.stdout
    assert "is Python 3.9.2" in done.stdout


def test_the_files_of_a_deployment_call_commands_that_exist() -> None:
    """The Procfile migrates first and then runs."""
    assert (ROOT / "Procfile").read_text() == "release: roundtable migrate\nweb: LISTEN=0.0.0.0 roundtable run\n"
