"""When the files of a SQLite database are deleted, replaced, cut off, damaged or full, nothing is said to be stored."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from storage import engine
from storage.database import OUTAGES, Database
from storage.migrations import migrate
from tests.support.prepared import put_database
from tests.support.storage_case import Place, open_room


@pytest.fixture
def here(tmp_path: Path) -> Place:
    """A SQLite database with today's tables."""
    put_database(tmp_path / "room.db")
    return Place("sqlite", f"sqlite:///{tmp_path}/room.db", tmp_path)


@pytest.fixture
def db(here: Place) -> Iterator[Database]:
    """It is open, and something was written."""
    database = here.open()
    open_room(database)
    yield database
    database.close()


def stored(db: Database, number: int) -> bool:
    """Whether the database says that it has stored this; all else it may say is an outage."""
    error = db.run(lambda unit: unit.updates.first_time(number)).exception(timeout=30)
    assert error is None or isinstance(error, OUTAGES), error
    return error is None


def numbers(file: Path) -> list[int]:
    """What somebody reads who opens the file afterwards."""
    with closing(sqlite3.connect(file)) as reader:
        return [number for (number,) in reader.execute("SELECT update_id FROM seen_update ORDER BY 1")]


def test_a_file_that_is_moved_away(here: Place, db: Database) -> None:
    """Nothing is stored while it is gone, and no empty one is made in its place; when it is back all goes on."""
    file, away = here.folder / "room.db", here.folder / "away.db"
    assert stored(db, 1)
    file.rename(away)
    assert [stored(db, number) for number in (2, 3)] == [False, False]
    assert not file.exists()
    away.rename(file)
    assert [stored(db, number) for number in (2, 4)] == [True, True]
    db.close()
    assert numbers(file) == [1, 2, 4]


@pytest.mark.parametrize("again", [False, True], ids=["deleted", "replaced"])
def test_a_file_that_is_gone_for_good(here: Place, db: Database, again: bool) -> None:
    """Deleted, or another one in its place, if only a copy of itself: nothing is stored until somebody starts the bot anew."""
    file = here.folder / "room.db"
    copy = shutil.copy(file, here.folder / "copy.db")
    file.unlink()
    if again:
        Path(copy).rename(file)
    assert [stored(db, number) for number in (1, 2)] == [False, False]


@pytest.mark.parametrize("end", ["-wal", "-shm"])
def test_a_log_that_somebody_deletes(here: Place, db: Database, end: str) -> None:
    """What it held is saved, and everything said to be stored is there afterwards; nothing is, of the transaction in which it goes."""
    log = here.folder / f"room.db{end}"
    assert stored(db, 1)
    log.unlink()
    assert stored(db, 2)
    meanwhile = db.run(lambda unit: (unit.updates.first_time(3), shutil.move(log, here.folder / "gone")))
    assert isinstance(meanwhile.exception(timeout=30), OUTAGES)
    assert stored(db, 4)
    shutil.copy(here.folder / "room.db", here.folder / "copy.db")
    shutil.copy(here.folder / "room.db-wal", here.folder / "copy.db-wal")
    assert numbers(here.folder / "copy.db") == [1, 2, 4]


@pytest.mark.parametrize("size", [0, 4096, 20_000])
def test_a_file_that_is_cut_off(here: Place, db: Database, size: int) -> None:
    """Nothing is stored in what is left of it."""
    assert stored(db, 1)
    os.truncate(here.folder / "room.db", size)
    assert [stored(db, number) for number in (2, 3)] == [False, False]


def test_another_program_may_rewrite_it(here: Place, db: Database) -> None:
    """A file that VACUUM has made shorter is no file that was cut off."""
    with closing(sqlite3.connect(here.folder / "room.db")) as other, other:
        other.execute("INSERT INTO flow VALUES ('x', ?)", ("x" * 500_000,))
    assert db.empty_log()
    assert stored(db, 1)
    long = (here.folder / "room.db").stat().st_size
    with closing(sqlite3.connect(here.folder / "room.db", isolation_level=None)) as other:
        other.execute("DELETE FROM flow WHERE hash = 'x'")
        other.execute("VACUUM")
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert (here.folder / "room.db").stat().st_size < long
    assert stored(db, 2)
    assert db.maintain()
    assert stored(db, 3)


def test_damaged_pages(here: Place) -> None:
    """Pages that are no pages any more, while the bot runs: an outage, not something wrong with what was to be stored."""
    db, file = here.open(), here.folder / "room.db"
    with closing(sqlite3.connect(file)) as reader:
        (page,) = reader.execute("SELECT rootpage FROM sqlite_master WHERE name = 'seen_update'").fetchone()
    with file.open("r+b") as pages:
        pages.seek((page - 1) * 4096)
        pages.write(b"\xa5" * 4096)
    assert [stored(db, number) for number in (1, 2)] == [False, False]
    db.close()


@contextmanager
def full() -> Iterator[None]:
    """A disk on which no file can grow."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk(db: Database) -> None:
    """It is an outage as long as it lasts."""
    assert stored(db, 1)
    with full():
        assert not stored(db, 2)
    assert stored(db, 2)


def test_a_lock_that_is_not_let_go(here: Place, db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for another program waits no longer when the bot ends, and what was not stored is not said to be."""
    monkeypatch.setattr(engine, "_LAST", 0.3)
    with closing(sqlite3.connect(here.folder / "room.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = db.run(lambda unit: unit.updates.first_time(1))
        began = time.monotonic()
        db.hurry()
        assert isinstance(waiting.exception(timeout=30), OUTAGES)
        assert not db.maintain()
        assert time.monotonic() - began < 15  # half of what is waited otherwise
        other.execute("ROLLBACK")
        other.execute("INSERT INTO flow VALUES ('x', ?)", ("x" * 200_000,))
        other.execute("DELETE FROM flow WHERE hash = 'x'")
        assert other.execute("PRAGMA freelist_count").fetchone() > (0,)
        assert db.empty_log(), "what could not be rewritten then is now"
        assert other.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert stored(db, 1)


@pytest.mark.parametrize(
    "name", ["what? 50%20 of #1.sqlite3", "é’ü你.sqlite3", "C:\\data\\new.sqlite3", "a&b=c;d.sqlite3"]
)
def test_a_file_has_the_name_that_was_given(tmp_path: Path, name: str) -> None:
    """Whatever signs are in it: what is stored is in this file when it is opened again."""
    url = f"sqlite:///{tmp_path}/{name}"
    for _ in range(2):
        migrate(url)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".sqlite3"] == [name]
