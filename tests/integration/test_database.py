"""The writer thread, its group commits, and the migrations, on SQLite and PostgreSQL."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import make_url
from sqlalchemy.exc import IntegrityError

import storage.tables  # noqa: F401  # fills the metadata
from flows.counting.release import STANDARD
from storage import engine as engines
from storage.database import GROUP, OUTAGES, Database, DatabaseClosed, Unit
from storage.engine import normalise, open_engine
from storage.migrations import NotMigrated, is_behind, migrate
from storage.rows import METADATA
from storage.values import Person
from tests.support.storage_case import FIRST_DAY, FLOW, Place, Room, query


class Slip(Exception):
    """Raised by a piece of work of these tests."""


def counter(person: Person | None) -> int:
    """The number a test keeps in a dialogue."""
    assert person is not None
    assert person.dialogue is not None
    return int(person.dialogue["count"])


def test_failing_work_undoes_only_itself(room: Room) -> None:
    """In one group, the work that raises leaves nothing behind and the work beside it is kept."""
    start = threading.Event()
    room.db.run(lambda _: start.wait(10))

    def offset(unit: Unit, number: int) -> int:
        unit.workshops.count(room.workshop.id, joined=1)
        if number % 2:
            raise Slip(number)
        return number

    futures = [room.db.run(lambda unit, number=number: offset(unit, number)) for number in range(20)]  # type: ignore[misc]
    start.set()
    outcomes = [future.exception(timeout=30) for future in futures]
    assert [isinstance(outcome, Slip) for outcome in outcomes] == [bool(number % 2) for number in range(20)]
    assert room.do(lambda unit: unit.workshops.get(room.workshop.id)).joined == 10


def test_result_comes_after_commit(place: Place, room: Room) -> None:
    """When a result arrives, another connection sees what was done."""
    seen: list[int] = []
    done = threading.Event()

    def look(_: Future[bool]) -> None:
        seen.append(_updates(place))
        done.set()

    room.db.run(lambda unit: unit.updates.first_time(77)).add_done_callback(look)
    assert done.wait(30)
    assert seen == [1]


def _updates(place: Place) -> int:
    if place.kind == "postgresql":
        return int(query(place.url, "SELECT count(*) FROM seen_update")[0][0])
    with closing(sqlite3.connect(place.folder / "room.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM seen_update").fetchone()[0])


def test_concurrent_steps_lose_nothing(place: Place, room: Room) -> None:
    """200 read-modify-writes from eight threads over two open databases are all in the end result."""
    room.join(5_000_000_001, dialogue={"count": 0})
    others = [room.db, place.open()]

    def step(unit: Unit) -> None:
        person = unit.people.find(room.workshop.id, 5_000_000_001)
        assert person is not None
        unit.people.save(room.workshop.id, replace(person, dialogue={"count": counter(person) + 1}))
        unit.workshops.count(room.workshop.id, submitted=1)

    def walk(db: Database) -> None:
        for future in [db.run(step) for _ in range(25)]:
            future.result(timeout=60)

    threads = [threading.Thread(target=walk, args=(others[number % 2],)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    others[1].close()
    assert counter(room.do(lambda unit: unit.people.find(room.workshop.id, 5_000_000_001))) == 200
    assert room.do(lambda unit: unit.workshops.get(room.workshop.id)).submitted == 200


def test_more_work_than_a_group(db: Database) -> None:
    """Work beyond one group is done in order, all of it."""
    futures = [db.run(lambda unit, number=number: unit.updates.first_time(number)) for number in range(3 * GROUP)]  # type: ignore[misc]
    assert all(future.result(timeout=30) for future in futures)
    assert not db.run(lambda unit: unit.updates.first_time(2 * GROUP)).result()


def test_cancelled_work_is_left_out(db: Database) -> None:
    """Work that was cancelled while it was queued is not done, and the rest goes on."""
    start = threading.Event()
    db.run(lambda _: start.wait(10))
    futures = [db.run(lambda unit, number=number: unit.updates.first_time(number)) for number in range(3)]  # type: ignore[misc]
    cancelled = futures[1].cancel()
    start.set()
    assert futures[2].result(timeout=30)
    assert db.run(lambda unit: unit.updates.first_time(1)).result() is cancelled


def test_closed_database_says_so(place: Place) -> None:
    """What was queued before the end is done; work after it is refused at once; closing twice is closing once."""
    db = place.open()
    last = db.run(lambda unit: unit.updates.first_time(1))
    db.close()
    db.close()
    assert last.result(timeout=0)
    with pytest.raises(DatabaseClosed):
        db.run(lambda unit: unit.updates.first_time(2))


def test_errors_hold_no_values(room: Room) -> None:
    """An error of the database does not repeat what was to be stored."""
    code = room.workshop.code
    with pytest.raises(IntegrityError) as caught:
        room.do(lambda u: u.workshops.create("CANARY title", FLOW, STANDARD, code, FIRST_DAY, "CANARY", "CANARY"))
    assert "CANARY" not in str(caught.value)
    assert "hidden due to hide_parameters" in str(caught.value)


def test_lost_server_is_survived(place: Place, room: Room) -> None:
    """When the server drops the connection, work fails or succeeds, and later work succeeds."""
    if place.kind != "postgresql":
        pytest.skip("a SQLite file has no server to lose")
    ask = "SELECT pg_backend_pid()"
    pid = room.do(lambda unit: unit.updates._connection.exec_driver_sql(ask).scalar_one())
    query(place.url, f"SELECT pg_terminate_backend({pid})")
    assert room.do(lambda unit: unit.updates.first_time(2))


def test_lost_server_fails_the_whole_group(place: Place, room: Room) -> None:
    """When the connection breaks in the middle of a group, nothing of it was done, and all of it says so in the same way."""
    if place.kind != "postgresql":
        pytest.skip("a SQLite file has no server to lose")
    start = threading.Event()
    room.db.run(lambda _: start.wait(10))
    end = "SELECT pg_terminate_backend(pg_backend_pid())"
    group = [
        room.db.run(lambda unit: unit.updates.first_time(1)),
        room.db.run(lambda unit: bool(unit.updates._connection.exec_driver_sql(end))),
        room.db.run(lambda unit: unit.updates.first_time(2)),
    ]
    start.set()
    assert all(isinstance(future.exception(timeout=30), OUTAGES) for future in group)
    assert room.do(lambda unit: unit.updates.first_time(1))


SERVERS_FAULTS = {
    "25006": "read-only",
    "25P03": "idle for too long",
    "40001": "serialisation",
    "40P01": "deadlock",
    "42P01": "no such table",
    "42501": "no right",
    "53100": "disk full",
    "53300": "no connection left",
    "57014": "cancelled",
    "58030": "disk",
    "XX001": "damaged",
}


def test_whatever_a_server_says_is_an_outage(place: Place, room: Room) -> None:
    """Nothing of it is the fault of what was to be stored, so it is tried again; the rest of the group is done, or fails likewise."""
    if place.kind != "postgresql":
        pytest.skip("a SQLite file has no server")
    for code, name in SERVERS_FAULTS.items():
        fault = f"DO $$ BEGIN RAISE EXCEPTION 'canary' USING ERRCODE = '{code}'; END $$"
        work = room.db.run(lambda unit, fault=fault: unit.updates._connection.exec_driver_sql(fault))  # type: ignore[misc]
        assert isinstance(work.exception(timeout=30), OUTAGES), name
    assert room.do(lambda unit: unit.updates.first_time(1))


def test_a_server_that_can_only_be_read(place: Place, room: Room) -> None:
    """As after a failover: an outage, not a fault of what is to be stored."""
    if place.kind != "postgresql":
        pytest.skip("a SQLite file has no server")
    reader = replace(place, url=f"{place.url}%20-cdefault_transaction_read_only%3Don").open()
    assert isinstance(reader.run(lambda unit: unit.updates.first_time(1)).exception(timeout=30), OUTAGES)
    reader.close()
    assert room.do(lambda unit: unit.updates.first_time(1))


def test_a_server_where_another_holds_the_lock(place: Place, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that hangs in a transaction keeps no other from ending."""
    if place.kind != "postgresql":
        pytest.skip("a SQLite file has no server")
    import psycopg

    monkeypatch.setattr(engines, "_LAST", 0.3)
    with psycopg.connect(place.url) as other:
        other.execute(f"SELECT pg_advisory_xact_lock({engines.WRITER_LOCK})")
        waiting = room.db.run(lambda unit: unit.updates.first_time(1))
        room.db.hurry()
        assert isinstance(waiting.exception(timeout=5), OUTAGES)
    assert room.do(lambda unit: unit.updates.first_time(1))


WRITER = """
import random, sys
from storage.database import Database
from storage.keys.stores import FileKeys
db = Database.open(sys.argv[1], FileKeys(__import__("pathlib").Path(sys.argv[2])), random.SystemRandom())
for number in range(1_000_000):
    db.run(lambda unit: unit.updates.first_time(number)).result()
    print(number, flush=True)
"""


def test_acknowledged_work_survives_a_kill(place: Place) -> None:
    """A process killed in the middle of its work loses nothing that it had acknowledged."""
    command = [sys.executable, "-c", WRITER, place.url, str(place.folder / "keys")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as child:
        assert child.stdout is not None
        acknowledged = [int(child.stdout.readline()) for _ in range(40)]
        child.send_signal(signal.SIGKILL)
        acknowledged += [int(line) for line in child.stdout.read().splitlines()]
    assert _updates(place) >= len(acknowledged)


def test_models_and_migrations_agree(place: Place) -> None:
    """The migrations make exactly the tables that the code describes."""
    engine = open_engine(place.url)
    with engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def behind(url: str) -> bool:
    """Whether the database at `url` is behind the code."""
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            return is_behind(connection)
    finally:
        engine.dispose()


def test_migrating(empty_place: Place) -> None:
    """A new database is behind until it is migrated; an open SQLite migrates itself, an open PostgreSQL asks for it."""
    assert behind(empty_place.url)
    if empty_place.kind == "postgresql":
        with pytest.raises(NotMigrated, match="roundtable migrate"):
            empty_place.open()
        migrate(empty_place.url)
    empty_place.open().close()
    assert not behind(empty_place.url)
    migrate(empty_place.url)


def test_a_room_that_goes_on_keeps_its_day(tmp_path: Path) -> None:
    """A workshop with people gets the day that its cards have said so far; one without, or a closed one, gets none."""
    url = f"sqlite:///{tmp_path}/room.db"
    migrate(url, "0004")
    known = "id, title, code, flow_hash, policy, policy_hash, phase, closing, opened_on, locked, controller, contact, paced, asked_beside"
    engine = open_engine(url)
    with engine.begin() as connection:
        for name, phase in (("open", "open"), ("empty", "waiting"), ("over", "closed")):
            row = f"'{name}', 'T', '{name}', '', '', '', '{phase}', 0, '2026-03-02', 0, '', '', 0, 0"
            connection.exec_driver_sql(f"INSERT INTO workshop ({known}) VALUES ({row})")
        connection.exec_driver_sql("INSERT INTO roster VALUES (x'01', 'open', x'', x''), (x'02', 'over', x'', x'')")
    migrate(url)
    with engine.begin() as connection:
        days = connection.exec_driver_sql("SELECT id, key_until FROM workshop ORDER BY id").all()
    engine.dispose()
    assert days == [("empty", None), ("open", "2026-03-16"), ("over", None)]


def test_sqlite_is_durable_and_tidy(place: Place) -> None:
    """Every SQLite connection waits for the disk, uses the write-ahead log and wipes what is deleted."""
    if place.kind != "sqlite":
        pytest.skip("about SQLite")
    engine = open_engine(place.url)
    with engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "secure_delete", "busy_timeout")
        ]
    engine.dispose()
    assert found == ["wal", 2, 1, 30000]


@pytest.mark.parametrize("url", ["postgres://me@host/db", "postgresql://me@host/db", "postgresql+psycopg://me@host/db"])
def test_postgres_urls(url: str) -> None:
    """All spellings of a PostgreSQL URL mean the driver that is installed."""
    assert normalise(url) == make_url("postgresql+psycopg://me@host/db")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://host/db"])
def test_other_databases_are_refused(url: str) -> None:
    """A database that would lose answers or is not known is refused with a sentence that names the setting."""
    with pytest.raises(ValueError, match="DATABASE_URL"):
        open_engine(url)
