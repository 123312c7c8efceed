"""The audit: clean workshops pass, and checks 1, 2, 8 and 10 find the faults that they are there for."""

from __future__ import annotations

import gzip
import json
import logging
import random
import zipfile
from pathlib import Path
from uuid import UUID

import pytest

from bot import logs
from bot.trust.auditing import Wish, audit, check_code, code_hash, in_json, in_words, logs_of_the_bot
from storage.afterwards import NEWS_TIME
from storage.audit.byte_scan import Look, _numbers, forms
from storage.audit.evidence import NoSuchWorkshop
from storage.closing.expiring import end_lists
from storage.migrations import NotMigrated, Unreachable
from tests.support.audit_case import FAY, GOOD_LOGS, PEOPLE, Case
from tests.support.storage_case import LAST_DAY, on_sqlite


def test_a_clean_open_workshop_passes(case: Case) -> None:
    """While a workshop is open nine checks pass, and what is about the close does not apply yet."""
    found = case.findings(ids=PEOPLE)
    assert {number: finding.passed for number, finding in found.items()} == {
        **dict.fromkeys(range(1, 12), True),
        6: None,
    }
    assert found[2].looked_at["given ids"] == 12
    assert found[3].looked_at == {"releases": 2, "questions": 2}
    assert all(finding.sentence.endswith(".") for finding in found.values())


def test_a_clean_closed_workshop_passes(case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    """After the close everything passes, with an export beside it; the keys to look at are those of the mailing lists."""
    case.close()
    found = case.findings(ids=PEOPLE, also=(case.export(tmp_path_factory.mktemp("exports")),))
    assert [fault for finding in found.values() for fault in finding.faults] == []
    assert {number: finding.passed for number, finding in found.items()} == dict.fromkeys(range(1, 12), True)
    assert found[6].looked_at["mailing lists"] == found[7].looked_at["keys of mailing lists"] == 1
    end_lists(case.room.db, LAST_DAY + NEWS_TIME)
    assert (case.failed(), case.findings()[7].passed) == ([], None)
    assert found[4].looked_at["exports"] == 2
    assert found[5].looked_at == {"tags": 36, "questions": 3}


def test_the_audit_changes_nothing(sqlite_case: Case) -> None:
    """It reads beside the bot: no byte of the database or the keys is another one afterwards."""
    folders = (sqlite_case.place.folder, sqlite_case.keys)
    before = [{path.name: path.read_bytes() for path in folder.glob("*[!m]")} for folder in folders]
    assert sqlite_case.failed() == []
    assert [{path.name: path.read_bytes() for path in folder.glob("*[!m]")} for folder in folders] == before


@on_sqlite
@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("ALTER TABLE roster ADD COLUMN joined_at TIMESTAMP", "roster.joined_at holds a time"),
        ("ALTER TABLE counted ADD COLUMN number INTEGER", "counted.number holds a number"),
        ("ALTER TABLE release ADD COLUMN user_id BIGINT", "release.user_id is named like an identity"),
        ("ALTER TABLE receipt ADD COLUMN made DATE", "receipt.made holds a day"),
        ("CREATE TABLE visit (token VARCHAR(16) PRIMARY KEY)", "table visit: the code does not know it"),
        ("CREATE VIEW who AS SELECT * FROM roster", "view who"),
        ("ALTER TABLE board ADD COLUMN n INTEGER DEFAULT 3", "board.n fills itself in"),
        ("DROP TABLE asked", "table asked is missing"),
    ],
)
def test_schema_is_held_to_the_code(case: Case, statement: str, word: str) -> None:
    """1: a column, table or view that the code does not know, or that tells who or when, is found."""
    case.sql(statement)
    found = case.failures()
    assert list(found) == [1]
    assert word in found[1]


def test_schema_triggers_and_counters(case: Case) -> None:
    """1: what fires on an arrival, or counts rows, is found."""
    if case.place.kind == "sqlite":
        case.sql(
            "CREATE TRIGGER note AFTER INSERT ON pending BEGIN DELETE FROM asked; END",
            "DROP TABLE spent",
            "CREATE TABLE spent (token BLOB NOT NULL PRIMARY KEY, workshop_id VARCHAR(36) NOT NULL)",
        )
        assert "table spent keeps the order in which rows came" in case.faults(1)
    else:
        case.sql(
            "CREATE SEQUENCE arrivals",
            "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "CREATE TRIGGER note AFTER INSERT ON pending FOR EACH ROW EXECUTE FUNCTION nothing()",
            "ALTER TABLE spent ADD CONSTRAINT link FOREIGN KEY (token) REFERENCES roster (token) NOT VALID",
        )
        assert "sequence arrivals" in case.faults(1)
        assert "table spent points at another one" in case.faults(1)
    assert "trigger note" in case.faults(1)


def test_bytes_an_id_in_a_text(case: Case) -> None:
    """2: a number like an id that was written into an open answer is found, and the audit does not repeat it."""
    case.close()
    case.sql("UPDATE counted SET value = 'ask 7613450001 about it' WHERE id = (SELECT min(id) FROM counted)")
    found = case.failures()
    assert list(found) == ([2] if case.place.kind == "sqlite" else [2, 6])  # the row has a transaction of its own
    assert "counted.value: 1 number(s) of 9 or 10 digits" in found[2]
    assert "7613450001" not in case.faults(2)
    assert "id no. 1 of those given, in decimal" in case.faults(2, ids=(PEOPLE[0],))


@pytest.mark.parametrize(
    ("empty_place", "number"),
    [
        ("sqlite", PEOPLE[3]),
        ("sqlite", 213_450_001),
        ("sqlite", 123_456_789_012),
        pytest.param("postgresql", PEOPLE[3], marks=pytest.mark.postgres),
        pytest.param("postgresql", 213_450_001, marks=(pytest.mark.postgres, pytest.mark.long)),
        pytest.param("postgresql", 123_456_789_012, marks=(pytest.mark.postgres, pytest.mark.long)),
    ],
    indirect=["empty_place"],
)
def test_bytes_a_given_id_in_any_form(case: Case, number: int) -> None:
    """2: an id that staff hand in is found however it was hidden in a token."""
    assert len(forms(number)) == (6 if number < 1 << 31 else 5)
    for form, data in forms(number).items():
        token = case.blob(b"\x00" + data.ljust(15, b"\xfe"))
        case.sql(f"UPDATE pending SET token = {token} WHERE token = (SELECT token FROM pending ORDER BY token LIMIT 1)")
        faults = case.faults(2, ids=(5_000_000_000, number))
        assert f"id no. 2 of those given, {form}" in faults
        assert "id no. 1" not in faults


def test_bytes_an_id_as_a_number(case: Case) -> None:
    """2: a number like an id in a table that is not about staff is found."""
    case.sql("UPDATE release SET n = 2113450001")
    assert "release.n: a number of 9 or 10 digits" in case.faults(2)


def test_bytes_left_in_a_log_of_the_database(sqlite_case: Case) -> None:
    """2: what was deleted and still stands in the write-ahead log is found in its bytes."""
    case = sqlite_case
    case.sql("UPDATE workshop SET controller = 'call'", "UPDATE linked_group SET workshop_id = '' WHERE chat_id = 1")
    with (case.place.folder / "room.db-wal").open("ab") as log:
        log.write(b"opinion of 7613450005.")
    found = case.failures()
    assert list(found) == [2]
    assert "room.db-wal: 1 number(s)" in found[2]


@on_sqlite
def test_bytes_in_other_files(case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    """2: logs, dumps and archives that are handed in are searched too; what is not there is not passed over."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "fine.log").write_text(f"2026-03-02T10:00:00Z info event=started\n{code_hash()}\n")
    assert case.failed(ids=PEOPLE, also=(folder,)) == []
    (folder / "bot.log").write_text("2026-03-02T10:00:00Z info chat=7613450001 answered\n")
    (folder / "dump.sql.gz").write_bytes(gzip.compress(b"INSERT INTO x VALUES (7613450002);"))
    with zipfile.ZipFile(folder / "results.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sheet1.xml", "<c><v>7613450003</v></c>")
    faults = case.faults(2, ids=(PEOPLE[1],), also=(folder, folder / "nowhere"))
    for place in ("bot.log: 1 number", "dump.sql.gz: 1 number", "xl/sheet1.xml: 1 number", "nowhere: not there"):
        assert place in faults
    assert "dump.sql.gz: id no. 1 of those given, in decimal" in faults


def test_bytes_of_hashes_and_uuids_are_nobodys_number() -> None:
    """2: digits in a hash, a tag or a UUID are no id, even where SQLite puts a digit right before or behind."""
    chance = random.Random(3)
    for _ in range(20_000):
        digits = [UUID(int=chance.getrandbits(128), version=4), UUID(int=chance.getrandbits(128), version=4)]
        edges = [str(chance.randrange(100)), str(chance.randrange(100)), chance.randbytes(32).hex()]
        data = f"worth{edges[0]}{digits[0]}{digits[1]}{edges[1]} {edges[2]} {chance.randbytes(10).hex()}"
        assert list(_numbers(data.encode())) == [], data
    beside = b"21203434214767384093445f6a6-6a3c-4845-b82b-ec575848798b"  # a poll's id, then the id of its row
    assert list(_numbers(beside)) == []
    assert list(_numbers(b"x7613450001y 213450001, 76134500011 1.123456789")) == [7_613_450_001, 213_450_001]


@on_sqlite
def test_bytes_of_staff_are_allowed(case: Case) -> None:
    """2: those who steer are known by their ids, in their own tables and nowhere else."""
    assert case.failed(ids=(FAY,)) == []
    assert "1 of the given ids belong to staff" in case.findings(ids=(FAY,))[2].sentence
    case.close()
    case.sql(f"UPDATE counted SET value = 'ask {FAY}' WHERE id = (SELECT min(id) FROM counted)")
    assert "counted.value: id no. 1" in case.faults(2, ids=(FAY,))


def test_bytes_left_of_a_polls_id_are_nobodys_number() -> None:
    """A piece of a poll's id on a page that was written over is no person; the same digits without such a poll may be."""
    look = Look(polls={b"412761345000199"})
    look.numbers("room.db-wal", b"\x00 7613450001\x01")
    assert look.faults == []
    look.numbers("room.db-wal", b"\x00 7613450002\x01")
    assert len(look.faults) == 1


def test_logs_of_the_bot_say_nothing() -> None:
    """8: a process set up as the bot is has no way to log what a library or a row holds."""
    looked_at, faults = logs_of_the_bot()
    assert faults == ()
    assert looked_at["loggers"] > 20
    assert looked_at["handlers"] >= 1


@on_sqlite
def test_logs_that_say_too_much(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """8: a handler of its own form, a talkative library, a core file and an engine with values are found."""
    library = logging.getLogger("sqlalchemy.engine.Engine.audit-test")
    library.addHandler(logging.StreamHandler())
    library.setLevel(logging.INFO)
    monkeypatch.setattr(logs, "_core_files", lambda: True)
    try:
        found = "\n".join(logs.weaknesses()[1])
    finally:
        library.handlers.clear()
        library.setLevel(logging.NOTSET)
    for word in ("StreamHandler writes in a form of its own", "audit-test: level 20", "a core file"):
        assert word in found
    report = audit(case.settings, case.code, Wish(), logs=lambda: ({}, ("logger x: too much",)), today=LAST_DAY)
    assert [finding.number for finding in report.findings if finding.passed is False] == [8]
    monkeypatch.setattr("bot.trust.auditing.hides_values", lambda _url: False)
    assert case.faults(8) == "errors of the database hold the values of a statement"


def test_logs_of_an_error_reporter(monkeypatch: pytest.MonkeyPatch) -> None:
    """8: a module that sends errors elsewhere with the values of variables is found."""
    monkeypatch.setitem(__import__("sys").modules, "sentry_sdk", logging)
    assert "module sentry_sdk is loaded: it reports errors with their values" in logs.weaknesses()[1]


@on_sqlite
def test_code_that_was_changed(case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """10: the hash follows every file of ours, and another hash than the one asked for is found."""
    for package in ("bot", "flows", "storage"):
        (tmp_path / "copy" / package).mkdir(parents=True)
        (tmp_path / "copy" / package / "file.py").write_text("print()")
    monkeypatch.setattr("bot.trust.auditing.HOME", tmp_path / "copy")
    known = code_hash()
    assert case.failed(code_hash=known[:16]) == []
    assert case.failed(code_hash="0" * 64) == [10]
    assert case.failed(code_hash="") == [10]
    (tmp_path / "copy" / "flows" / "file.py").write_text("print(1)")
    assert case.failed(code_hash=known) == [10]
    assert code_hash() != known


def test_code_that_is_not_what_was_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """10: a file of an installed package that was edited afterwards is found."""
    from importlib.metadata import Distribution

    info = tmp_path / "roundtable-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: roundtable\nVersion: 0.1.0\n")
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "app.py").write_text("")
    of_nothing = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
    (info / "RECORD").write_text(f"bot/app.py,sha256={of_nothing},0\n")
    monkeypatch.setattr("bot.trust.auditing._installed", lambda: Distribution.at(info))
    assert check_code(None).passed
    (tmp_path / "bot" / "app.py").write_text("edited = True")
    assert check_code(None).faults == ("bot/app.py: not as it was installed",)


@on_sqlite
def test_report_in_words_and_json(case: Case) -> None:
    """The report has a mark and a sentence for each check, and the same in JSON; no name, id or answer."""
    case.key.chmod(0o644)
    report = audit(case.settings, case.code.lower(), Wish(ids=PEOPLE), logs=GOOD_LOGS, today=LAST_DAY)
    assert not report.passed
    said, data = in_words(report), json.loads(in_json(report))
    assert said.splitlines()[0] == f"Audit of {case.code} “Room”: open, 12 joined, 12 submitted."
    assert [line[0] for line in said.splitlines() if line[2:4].strip().isdigit()] == list("✓✓✓✓✓–✗✓✓✓✓")
    assert said.splitlines()[-1] == "11 checks: 9 passed, 1 failed, 1 does not apply."
    assert "               ✗ the key file has mode 0644, not 0600" in said.splitlines()
    assert [check["check"] for check in data["checks"]] == list(range(1, 12))
    assert {check["result"] for check in data["checks"]} == {"passed", "failed", "does not apply"}
    assert data["passed"] is False
    assert data["policy_hash"] == case.room.workshop.policy_hash
    for secret in (*map(str, PEOPLE), str(FAY), "opinion", case.key.read_bytes().hex()):
        assert secret not in said + in_json(report)


def test_no_such_workshop_and_no_such_database(case: Case, tmp_path: Path) -> None:
    """A wrong code, a file that is not there and a database of another version are told apart."""
    with pytest.raises(NoSuchWorkshop):
        audit(case.settings, "NOSUCH", Wish(), logs=GOOD_LOGS, today=LAST_DAY)
    nowhere = case.settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/nowhere.db"})
    with pytest.raises(Unreachable):
        audit(nowhere, case.code, Wish(), logs=GOOD_LOGS, today=LAST_DAY)
    assert not (tmp_path / "nowhere.db").exists()
    case.sql("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(NotMigrated):
        audit(case.settings, case.code, Wish(), logs=GOOD_LOGS, today=LAST_DAY)
