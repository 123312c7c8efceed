"""The command line is kind to people and hands over to the right part."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.support.prepared import put_database
from tests.support.shared import ROOT

COMMANDS = (
    "rehearse",
    "run",
    "invite",
    "check",
    "draw",
    "export",
    "compare",
    "delete",
    "verify",
    "audit",
    "keys",
    "migrate",
)
RUNNER = CliRunner(env={"COLUMNS": "120", "TERM": "dumb"})

FLOW = """\
id: lunch
title: Lunch
questions:
  - id: soup
    type: single
    text: Soup today?
    options:
      - {id: yes-please, label: Yes}
      - {id: no-thanks, label: No}
"""


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every command runs in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)


def roundtable(*arguments: str, **env: str) -> Result:
    """What a command prints and how it ends."""
    return RUNNER.invoke(app, list(arguments), env=env)


def program(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """The same, as a program of its own: two seconds, so one for each command is enough."""
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **env}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_without_a_command_it_says_what_there_is() -> None:
    """A newcomer sees every command and where to begin."""
    told = roundtable()
    assert told.exit_code == 2
    assert all(re.search(rf"^│ {command} ", told.output, re.MULTILINE) for command in COMMANDS)
    assert "Try it without an account: roundtable rehearse" in told.output


def test_it_says_its_version() -> None:
    """What is installed is named as the package is, so that a report of a fault can say it."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    told = roundtable("--version")
    assert (told.exit_code, told.output) == (0, f"roundtable {version}\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    """Help says what the command does and shows it used."""
    told = roundtable(command, "--help")
    assert told.exit_code == 0
    assert re.search(rf"Example:.*roundtable {command}", " ".join(told.output.split()))


def test_python_m_bot_is_the_same_program() -> None:
    """Where the console script is not on the path, `python -m bot` is."""
    done = program("check", "--help")
    assert done.returncode == 0
    assert "roundtable check" in done.stdout


def test_settings_that_are_missing_are_listed_without_a_traceback() -> None:
    """All complaints come at once on standard error, with exit code 2."""
    done, told = program("run"), roundtable("invite", "organiser")
    assert (done.returncode, told.exit_code) == (2, 2)
    assert (done.stdout, told.stdout) == ("", "")
    for stderr in (done.stderr, told.stderr):
        assert stderr.splitlines()[0] == "The settings are not right yet:"
        assert "TELEGRAM_BOT_TOKEN is missing" in stderr
        assert "Traceback" not in stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("dance",),
        ("invite",),
        ("invite", "king"),
        ("invite", "facilitator", "--anew"),
        ("check",),
        ("check", "nowhere.yaml"),
        ("draw", "nowhere"),
        ("export",),
        ("export", "PARK7Q", "--format", "pdf"),
        ("export", "NOSUCH"),
        ("verify", "nowhere.json", "K7QF-2M9D"),
        ("audit",),
        ("audit", "NOSUCH"),
        ("audit", "NOSUCH", "--id", "me"),
        ("rehearse", "--port", "0"),
        ("rehearse", "--port", "80x"),
        ("rehearse", "--sample", "nowhere"),
    ],
    ids=" ".join,
)
def test_a_slip_gets_a_sentence_and_exit_code_2(arguments: tuple[str, ...]) -> None:
    """Nobody who mistypes sees Python."""
    told = roundtable(*arguments)
    assert told.exit_code == 2, told.output
    assert told.output.strip()
    assert "Traceback" not in told.output
    assert told.exception is None or isinstance(told.exception, SystemExit)


def test_check_says_when_a_flow_is_ready(tmp_path: Path) -> None:
    """A flow without errors ends with exit code 0 and the number of its questions."""
    (tmp_path / "lunch.yaml").write_text(FLOW)
    told = roundtable("check", "lunch.yaml")
    assert told.exit_code == 0, told.output
    assert told.output.splitlines()[-1] == "lunch.yaml: ready to use, 1 questions"


def test_check_lists_problems_with_file_and_line(tmp_path: Path) -> None:
    """Every file is read, every problem has its line, and the exit code is 1."""
    (tmp_path / "lunch.yaml").write_text(FLOW.replace("type: single", "type: singel"))
    (tmp_path / "tea.yaml").write_text(FLOW.replace("label: No", "label: Yes"))
    told = roundtable("check", "lunch.yaml", "tea.yaml")
    assert told.exit_code == 1
    assert re.search(r"^lunch\.yaml:\d+: ", told.output, re.MULTILINE)
    assert re.search(r"^tea\.yaml:9: ", told.output, re.MULTILINE)


def test_draw_prints_a_shipped_flow_and_a_file(tmp_path: Path) -> None:
    """A flow is named by its id or by its file, and what is printed is Mermaid."""
    (tmp_path / "lunch.yaml").write_text(FLOW)
    for name in ("key-questions", "lunch.yaml"):
        told = roundtable("draw", name)
        assert told.exit_code == 0, told.output
        assert re.search(r"^stateDiagram-v2$", told.output, re.MULTILINE)
    assert "key-questions" in roundtable("draw", "nowhere").output


def test_verify_needs_an_export_and_a_receipt_and_nothing_else(tmp_path: Path) -> None:
    """In an empty folder, without settings: counted is 0, not in the list or a list that is not whole is 1, a slip is 2."""
    from storage.export.books import to_json
    from storage.keys.sealing import receipt_code
    from tests.support.examples.exports import example_book

    export, mine = to_json(example_book()), receipt_code((3).to_bytes(16, "big"))
    (tmp_path / "park.json").write_bytes(export)
    told = roundtable("verify", "park.json", *mine.lower().split("-"))
    assert (told.exit_code, told.output.splitlines()[0]) == (0, "“Riverside Park”: this receipt is in the list.")
    assert told.output.count("you are one of the 12 counted.") == 8
    other = roundtable("verify", "park.json", receipt_code((99).to_bytes(16, "big")))
    assert other.exit_code == 1
    assert other.output.startswith("“Riverside Park”: this receipt is not in the list.")
    cut = json.loads(export)
    cut["sheets"]["receipts"].pop()
    (tmp_path / "less.json").write_text(json.dumps(cut))
    less = roundtable("verify", "less.json", mine)
    assert (less.exit_code, "The list is not whole" in less.output) == (1, True)
    (tmp_path / "flow.json").write_text("{}")
    for file, typed, word in (
        ("park.json", "K7QF", "has 4 letters and digits, a receipt has 26"),
        ("park.json", "9" + "0" * 25, "no receipt has 9 in that place"),
        ("flow.json", mine, "is no export of Roundtable in JSON"),
    ):
        slip = roundtable("verify", file, typed)
        assert (slip.exit_code, word in slip.output) == (2, True), slip.output


def test_audit_passes_and_fails_with_exit_codes_and_prints_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside a running bot nothing is touched; a fault that is found is exit code 1, an unknown workshop 2."""
    import json
    import random

    from bot.trust import auditing
    from storage.database import Database
    from storage.keys.stores import FileKeys
    from tests.support.audit_case import GOOD_LOGS
    from tests.support.storage_case import open_room

    (tmp_path / "data").mkdir()
    db = Database.open(f"sqlite:///{tmp_path}/data/room.db", FileKeys(tmp_path / "keys"), random.SystemRandom())
    code = open_room(db).workshop.code
    env = {"DATABASE_URL": "sqlite:///data/room.db", "KEYSTORE": "file:keys"}
    done = program("audit", code.lower(), "--id", "7613450001", **env)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Audit of {code} “Room”: open, 0 joined, 0 submitted.\n\n✓  1 schema")
    monkeypatch.setattr(auditing, "logs_of_the_bot", GOOD_LOGS)  # that process was asked above
    (tmp_path / "keys").chmod(0o755)
    told = roundtable("audit", code, "--json", **env)
    assert (told.exit_code, json.loads(told.stdout)["passed"]) == (1, False)
    told = roundtable("audit", code, **{**env, "KEYSTORE": "file:data/keys"})
    assert (told.exit_code, told.stderr) == (1, "")
    assert "there is no key where KEYSTORE says" in told.stdout
    assert roundtable("audit", "NOSUCH", **env).exit_code == 2
    missing = roundtable("audit", code, DATABASE_URL="sqlite:///nowhere.db", KEYSTORE="file:keys")
    assert (missing.exit_code, missing.stderr) == (2, "There is no database where DATABASE_URL says.\n")
    assert not (tmp_path / "nowhere.db").exists()
    db.close()


def test_migrate_makes_the_database_and_may_be_repeated(tmp_path: Path) -> None:
    """The release step of a deployment creates what is missing and leaves alone what is there."""
    env = {"DATABASE_URL": "sqlite:///data/roundtable.sqlite3"}
    done = program("migrate", **env)
    assert (done.returncode, done.stdout) == (0, "The database is up to date.\n"), done.stderr
    told = roundtable("migrate", **env)
    assert (told.exit_code, told.stdout) == (0, "The database is up to date.\n"), told.stderr
    assert (tmp_path / "data" / "roundtable.sqlite3").stat().st_size > 0


def _changed(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(statement)


def _written(path: Path, begin: int, end: int, data: bytes = b"") -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:begin] + (data or b"\xa5" * (end - begin)) + whole[end:])


NO_DATABASES: dict[str, tuple[Callable[[Path], object], str]] = {
    "newer": (lambda file: _changed(file, "UPDATE alembic_version SET version_num = '9999'"), "a newer version of Roundtable"),
    "nameless": (lambda file: _changed(file, "DROP TABLE alembic_version"), "does not say of which version"),
    "without a version": (lambda file: _changed(file, "DELETE FROM alembic_version"), "does not say of which version"),
    "words": (lambda file: file.write_text("This is no database, but it is long enough to be one. " * 20), "damaged"),
    "cut off": (lambda file: file.write_bytes(file.read_bytes()[:20_000]), "damaged"),
    "overwritten": (lambda file: _written(file, 4096, 40_000), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("kind", NO_DATABASES)
def test_a_database_that_is_none_of_ours_is_told_in_a_sentence(tmp_path: Path, kind: str) -> None:
    """Whatever the command: what is wrong and what to do, exit code 2, and the file is as it was."""
    spoil, words = NO_DATABASES[kind]
    file = tmp_path / "data" / "room.db"
    file.parent.mkdir()
    put_database(file)
    spoil(file)
    before = file.read_bytes()
    env = {"DATABASE_URL": f"sqlite:///{file}", "KEYSTORE": "file:keys", "TELEGRAM_BOT_TOKEN": "1:a",
           "CONTROLLER_NAME": "Council", "CONTROLLER_CONTACT": "c@example.org"}  # fmt: skip
    for arguments in (("migrate",), ("run",), ("audit", "ABCDEF"), ("export", "ABCDEF"), ("keys",)):
        told = roundtable(*arguments, **env)
        assert (told.exit_code, told.stdout, words in told.stderr) == (2, "", True), (arguments, told.output)
        assert told.exception is None or isinstance(told.exception, SystemExit)
    assert file.read_bytes() == before


def test_keys_says_which_can_be_read(tmp_path: Path) -> None:
    """All there is 0; one that cannot be read, one that is gone, and a store that is not there are 1; --lost begins a new one."""
    import random

    from storage.database import Database
    from storage.keys.stores import FileKeys
    from tests.support.storage_case import open_room

    (tmp_path / "data").mkdir()
    db = Database.open(f"sqlite:///{tmp_path}/data/room.db", FileKeys(tmp_path / "keys"), random.SystemRandom())
    one, two = (open_room(db, code=code).workshop for code in ("PARK7Q", "RIVER8"))
    env = {"DATABASE_URL": "sqlite:///data/room.db", "KEYSTORE": "file:keys"}
    told = roundtable("keys", **env)
    assert (told.exit_code, sorted(told.stdout.splitlines())) == (
        0,
        ["PARK7Q: the key is there.", "RIVER8: the key is there."],
    )
    (tmp_path / "keys" / f"{one.id}.key").write_bytes(b"short")
    (tmp_path / "keys" / f"{two.id}.key").unlink()
    told = roundtable("keys", **env)
    assert told.exit_code == 1
    assert "PARK7Q: the key cannot be read (it is no whole key). The workshop stands still" in told.stdout
    assert "RIVER8: the key is gone. The workshop stands still, and is closed at the next start" in told.stdout
    (tmp_path / "keys").rename(tmp_path / "away")
    told = roundtable("keys", **env)
    assert (told.exit_code, "The store of keys is not there" in told.stdout) == (1, True)
    assert not (tmp_path / "keys").exists()
    assert "An empty store of keys is begun" in roundtable("keys", "--lost", **env).stdout
    assert "nothing was changed" in roundtable("keys", "--lost", **env).stdout
    assert roundtable("keys", **{**env, "KEYSTORE": "redis://127.0.0.1:1/0"}).stdout.startswith(
        "The store of keys does not answer"
    )
    db.close()


def test_a_folder_that_cannot_be_made_is_named() -> None:
    """What the operating system refuses is told in its own words, with the path."""
    told = roundtable("migrate", DATABASE_URL="sqlite:////proc/nowhere/roundtable.sqlite3")
    assert (told.exit_code, told.stderr) == (2, "/proc/nowhere: No such file or directory\n")


def test_a_crash_says_only_where() -> None:
    """Even when the program is wrong, what it held in its hands stays out of the terminal."""
    crash = """
import sys, bot.cli
def load_settings(command):
    raise RuntimeError("canary")
bot.cli.load_settings = load_settings
sys.argv[1:] = ["migrate"]
bot.cli.main()
"""
    done = subprocess.run([sys.executable, "-c", crash], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 70  # not the code of a check that failed
    assert done.stdout == ""
    assert re.fullmatch(
        r"\S+ error event=crashed error=RuntimeError at=bot/surroundings/console\.py:\d+(,bot/cli\.py:\d+)*\n",
        done.stderr,
    )


def test_help_is_there_before_anything_heavy_is_loaded() -> None:
    """`--help` does not wait for the database, Telegram or the web server."""
    code = (
        "import sys, bot.cli; print(sorted({'telegram', 'sqlmodel', 'uvicorn', 'typst', 'aiohttp'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
