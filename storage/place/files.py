"""The files of a database: whether they are still those that were opened, and how they are rewritten; must not know what is in them.

A file that is deleted, moved or replaced stays open to whoever has it: SQLite goes on writing to it, and nobody will ever read
that. So what was committed counts as stored only while the files stand where they stood. Nothing here opens the file itself:
closing it again would let go of SQLite's own locks on it.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Table

from storage.engine import AT_A_TIME, Patience

_OLDER_END = 5.0
"""Seconds to wait for older transactions to end before what they see is copied once more, and rewritten later."""

_OLDER = """
SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND (datname = current_database() OR datname IS NULL)
AND (age(backend_xmin) > age(%(now)s::xid) OR age(backend_xid) > age(%(now)s::xid))
UNION ALL SELECT 1 FROM pg_replication_slots WHERE age(xmin) > age(%(now)s::xid)
UNION ALL SELECT 1 FROM pg_prepared_xacts WHERE database = current_database() AND age(transaction) > age(%(now)s::xid) LIMIT 1
"""

_Node = tuple[int, int]
_BESIDE = ("-wal", "-shm")


class Replaced(OSError):
    """The database's file is gone, or another one stands in its place, or it was cut off: nothing is stored until it is put right."""


class LogGone(OSError):
    """The database's write-ahead log is gone: what stands in it has to be written to the database first."""


class Files:
    """The files of one database that is open; None for a server, of which there is nothing to see."""

    def __init__(self, path: Path | None) -> None:
        """As they stand now; the log is made by the first transaction."""
        self._path = path
        self._main = _node(path) if path is not None else None
        self._size = 0
        self._beside: dict[str, _Node] = {}

    def check(self) -> None:
        """Raise Replaced or LogGone when they are not what they were. Call it inside a transaction, and after the commit."""
        if self._path is None:
            return
        if self._main is None or _node(self._path) != self._main:
            raise Replaced("the file of the database is not the one that was opened")
        for end in _BESIDE:
            now, before = _node(Path(f"{self._path}{end}")), self._beside.get(end)
            if now is not None and before is None:
                self._beside[end] = now
            elif now != before:
                raise LogGone("the log of the database is not the one that was opened")
        self._check_size(self._path)

    def rewritten(self) -> None:
        """They may be shorter now, and that is right."""
        self._size = 0

    def reopened(self) -> None:
        """The log is made anew by the next transaction."""
        self._beside = {}

    def _check_size(self, path: Path) -> None:
        """A file that is shorter than before was rewritten by another program of ours, or cut off."""
        size = path.stat().st_size
        if size < self._size and not _is_whole(path):
            raise Replaced("the file of the database was cut off")
        self._size = size


def _node(path: Path) -> _Node | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _is_whole(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=1)) as reader:
            return bool(reader.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False


def compact(driver: Any, dialect: str, tables: Iterable[Table], patience: Patience) -> bool:
    """VACUUM on the driver's own connection: it refuses to be part of a transaction. Raises the driver's errors."""
    if dialect == "sqlite":
        before = _set_timeout(driver, AT_A_TIME)
        try:
            patience.wait(lambda: driver.execute("VACUUM").close())
        finally:
            _set_timeout(driver, before)
        return empty_log(driver, dialect)
    driver.autocommit = True
    try:
        is_alone = _nobody_sees_what_is_gone(driver)
        driver.execute("SET lock_timeout = '10s'")
        for table in tables:
            driver.execute(f"VACUUM FULL {table.name}")
    finally:
        driver.execute("RESET lock_timeout")
        driver.autocommit = False
    return is_alone


def _nobody_sees_what_is_gone(driver: Any) -> bool:
    """PostgreSQL: whether nobody can see any more what was deleted so far, after some waiting.

    VACUUM FULL copies what is deleted as long as a transaction that began before could still see it: a backup, a report of another
    program in the same database.
    """
    (now,) = driver.execute("SELECT pg_current_xact_id()::xid::text").fetchone()
    until = time.monotonic() + _OLDER_END
    while driver.execute(_OLDER, {"now": now}).fetchone() is not None:
        if time.monotonic() > until:
            return False
        time.sleep(AT_A_TIME / 1000)
    return True


def empty_log(driver: Any, dialect: str) -> bool:
    """True at once on PostgreSQL, whose log is not ours to empty; on SQLite it waits for nobody."""
    if dialect != "sqlite":
        return True
    before = _set_timeout(driver, 0)
    try:
        is_busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        _set_timeout(driver, before)
    return not is_busy


def _set_timeout(driver: Any, milliseconds: int) -> int:
    """For how long SQLite waits for another; gives what it was."""
    (before,) = driver.execute("PRAGMA busy_timeout").fetchone()
    driver.execute(f"PRAGMA busy_timeout = {milliseconds}")
    return int(before)
