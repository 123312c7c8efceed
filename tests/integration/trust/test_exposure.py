"""What this program leaves on a disk is its owner's alone, and what others can open all the same is said."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.trust.exposure import exposed
from storage.engine import open_engine
from tests.support.audit_case import Case
from tests.support.shared import ROOT
from tests.support.storage_case import on_sqlite


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder on a machine that others use too: everybody can get at it."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def modes(folder: Path) -> dict[str, int]:
    """The mode of everything in a folder."""
    return {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in sorted(folder.rglob("*"))}


def program(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """A command of its own process, for which new files may be read by everybody."""
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **env}
    command = ["sh", "-c", 'umask 000; exec "$@"', "sh", sys.executable, "-m", "bot", *arguments]
    return subprocess.run(
        command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False, timeout=60
    )


@on_sqlite
def test_what_a_command_leaves_is_its_owners(shared: Path, case: Case) -> None:
    """An export is for its owner alone, whatever the mask of whoever types; an older file of that name is closed too."""
    case.close()
    (shared / "old.json").touch()
    (shared / "old.json").chmod(0o666)
    where = {"DATABASE_URL": case.place.url, "KEYSTORE": f"file:{case.keys}"}
    done = program(shared, "export", case.code, "--format", "json", "--output", "old.json", **where)
    assert done.returncode == 0, done.stderr
    assert json.loads((shared / "old.json").read_text())["sheets"]
    assert modes(shared) == {"old.json": 0o600}


def test_a_new_database_is_its_owners(shared: Path) -> None:
    """With the folders that are made for it, and the logs beside it."""
    mask = os.umask(0)
    try:
        engine = open_engine(f"sqlite:///{shared / 'a' / 'b' / 'room.db'}")
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE t (x)")
            found = modes(shared)
        engine.dispose()
    finally:
        os.umask(mask)
    assert {found.pop(name) for name in ("a", "a/b")} == {0o700}
    assert set(found) >= {"a/b/room.db", "a/b/room.db-wal"}
    assert set(found.values()) == {0o600}


def test_an_old_database_is_closed_to_others(shared: Path) -> None:
    """A file and logs that were made with another mask are their owner's from the next start on."""
    names = ("room.db", "room.db-wal", "room.db-shm", "room.db-journal")
    for name in names:
        (shared / name).touch()
        (shared / name).chmod(0o664)
    engine = open_engine(f"sqlite:///{shared / 'room.db'}")
    engine.dispose()
    assert {mode for name, mode in modes(shared).items() if name in names} == {0o600}


def test_what_others_can_open_is_said(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The data folder, the file of settings, an export and a backup; not what lies in a folder that only its owner can enter."""
    monkeypatch.chdir(shared)
    url = f"sqlite:///{shared}/room.db"
    assert exposed(url) == [f"Others on this machine can open {shared}. To close it to them: chmod 700 {shared}"]
    for name in (".env", "copies/room.db"):
        (shared / name).parent.mkdir(exist_ok=True)
        (shared / name).touch()
        (shared / name).chmod(0o640)
    (shared / "copies").chmod(0o750)
    told = exposed(url, [shared / "copies"])
    named = [sentence.removeprefix("Others on this machine can open ").partition(". ")[0] for sentence in told]
    assert named == [str(shared / name) for name in ("", ".env", "copies", "copies/room.db")]
    shared.chmod(0o700)
    assert exposed(url, [shared / "copies"]) == []
    assert exposed("postgresql://db/room") == []


def test_run_says_it(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything else, on standard error."""
    monkeypatch.chdir(shared)
    (shared / "flows").mkdir()
    (shared / "flows" / "bad.yaml").write_text("id: [")
    given = {"TELEGRAM_BOT_TOKEN": "1:AA", "CONTROLLER_NAME": "Council", "CONTROLLER_CONTACT": "x@example.org"}
    where = {"DATABASE_URL": "sqlite:///room.db", "KEYSTORE": "memory:", "FLOWS": "flows"}
    done = CliRunner().invoke(app, ["run"], env={**given, **where})
    assert done.exit_code == 2
    assert done.stderr.startswith(f"Others on this machine can open {shared}.")
