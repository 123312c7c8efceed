"""Databases that took earlier steps while those had another form come out as the code wants them, with what was in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

import storage.tables  # noqa: F401  # fills the metadata
from storage.audit.schema import check_schema
from storage.engine import open_engine
from storage.migrations import migrate
from storage.rows import METADATA
from tests.support.storage_case import Place

NO_ROWID = {"sqlite": " WITHOUT ROWID", "postgresql": ""}


@dataclass(frozen=True)
class Old:
    """A database of before: the steps as they are now up to `after`, then what was different, and by which number it went."""

    after: str
    statements: Sequence[str]
    number: str


def table(name: str, key: str, columns: str, unique: str = "") -> str:
    """The statement that makes it, for either database; no column is ever empty."""
    filled = columns.replace(", ", " NOT NULL, ")
    rules = f", CONSTRAINT uq_{name}_{unique} UNIQUE ({unique})" if unique else ""
    return f"CREATE TABLE {name} ({filled} NOT NULL, CONSTRAINT pk_{name} PRIMARY KEY ({key}){rules}){{no_rowid}}"


MARK = table("mark", "name", "name VARCHAR(32), value BIGINT")
DELETED = "code VARCHAR(16), workshop_id VARCHAR(36), deleted_on DATE, rewritten BOOLEAN"
WORKSHOP = "id, title, code, flow_hash, policy, policy_hash, phase, closing, opened_on, locked, controller, contact"

FORMS = {
    "the first tables": Old(
        "0003",
        (
            "DROP TABLE asked",
            "DROP TABLE counted",
            table("counted", "id", "id VARCHAR(36), workshop_id VARCHAR(36), question_id VARCHAR(32), value TEXT"),
            "CREATE INDEX ix_counted_workshop_id_question_id ON counted (workshop_id, question_id)",
            "INSERT INTO counted VALUES ('1', 'w', 'q', 'words')",
        ),
        "0003",
    ),
    "the room, at first": Old(
        "0004",
        (
            MARK,
            "DROP TABLE round_table",
            "ALTER TABLE headcount ADD COLUMN seated INTEGER NOT NULL DEFAULT 0",
            "DROP TABLE mailing_list",
            table("mailing_list", "id", "id VARCHAR(36), workshop_id VARCHAR(36), until DATE", unique="workshop_id"),
            "INSERT INTO mailing_list VALUES ('1', 'w', '2026-09-01')",
        ),
        "0004",
    ),
    "the room, with a mark": Old(
        "0004",
        (MARK,),
        "0004",
    ),
    "the desk, by the number of the days": Old("0005", (), "0006"),
    "the days without the desk, by the number of another": Old(
        "0004",
        (
            "ALTER TABLE workshop ADD COLUMN key_until DATE",
            "ALTER TABLE workshop ADD COLUMN kept_months INTEGER",
            table("deleted_workshop", "code", DELETED),
            "INSERT INTO ballot VALUES ('w', 'a1', 1, 'ask', '', 'closed', '')",
            "INSERT INTO panel_question VALUES ('2', 'w', 'a question', '', 'new', {no}, '')",
        ),
        "0007",
    ),
    "the desk and the days, by the numbers of another": Old("0006", (), "0007"),
}  # fmt: skip


def put_workshop(connection: Connection, *, led: bool, no: str) -> None:
    """A workshop of seven; `led`: rooms could be led by then. `no`: how the database says it."""
    also, more = (", paced, asked_beside", f", {no}, 0") if led else ("", "")
    row = f"'w', 'T', 'CODE', '', '', '', 'open', {no}, '2026-03-02', {no}, '', ''{more}"
    connection.exec_driver_sql(f"INSERT INTO workshop ({WORKSHOP}{also}) VALUES ({row})")
    also, more = (", tables", ", 0") if led else ("", "")
    heads = f"workshop_id, joined, started, submitted{also}"
    connection.exec_driver_sql(f"INSERT INTO headcount ({heads}) VALUES ('w', 7, 5, 3{more})")


@pytest.mark.parametrize("form", FORMS)
def test_an_old_database_comes_out_as_a_new_one(empty_place: Place, form: str) -> None:
    """The audit finds nothing wrong with its tables, nor does the comparison with the code; what was in it is there."""
    old, url = FORMS[form], empty_place.url
    migrate(url, old.after)
    engine = open_engine(url)
    with engine.begin() as connection:
        words = {"no_rowid": NO_ROWID[empty_place.kind], "no": "0" if empty_place.kind == "sqlite" else "false"}
        for statement in old.statements:
            connection.exec_driver_sql(statement.format(**words))
        put_workshop(connection, led=old.after > "0003", no=words["no"])
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{old.number}'")
    migrate(url)
    with engine.begin() as connection:
        found = check_schema(connection)
        assert (found.passed, found.faults) == (True, ())
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        assert connection.exec_driver_sql("SELECT joined, started, submitted FROM headcount").all() == [(7, 5, 3)]
        texts = connection.exec_driver_sql("SELECT value, use, state FROM counted").all()
        lists = connection.exec_driver_sql("SELECT id, purpose FROM mailing_list").all()
    engine.dispose()
    assert texts == {"the first tables": [("words", "count", "approved")],
                     "the days without the desk, by the number of another": [("a question", "quote", "new")]}.get(form, [])  # fmt: skip
    assert lists == ([("1", "news")] if form == "the room, at first" else [])


def test_a_room_that_goes_on_keeps_its_day_by_either_way(empty_place: Place) -> None:
    """One that took the desk by the number of the days gets the day that its cards have said."""
    migrate(empty_place.url, "0005")
    engine = open_engine(empty_place.url)
    with engine.begin() as connection:
        put_workshop(connection, led=True, no="0" if empty_place.kind == "sqlite" else "false")
        blob = "x'01'" if empty_place.kind == "sqlite" else "'\\x01'::bytea"
        connection.exec_driver_sql(f"INSERT INTO roster VALUES ({blob}, 'w', {blob}, {blob})")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0006'")
    migrate(empty_place.url)
    with engine.begin() as connection:
        assert [str(day) for (day,) in connection.exec_driver_sql("SELECT key_until FROM workshop").all()] == [
            "2026-03-16"
        ]
    engine.dispose()
