"""Engines for the two databases, set up so that a commit is durable and nothing leaks; must not know the tables."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import StaticPool

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "busy_timeout=30000", "temp_store=MEMORY")
"""WAL with FULL: an acknowledged answer survives a power cut. secure_delete: freed pages are zeroed (not in the WAL:
see `Database.maintain`). temp_store: a sort never spills an answer into a temporary file."""

WRITER_LOCK = 0x0F10_52E5
"""Key of the PostgreSQL advisory lock that makes all processes one writer."""

_SERVER = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""A server that has vanished is noticed within half a minute, not after a quarter of an hour. Seconds; the last one milliseconds."""

_SQLITE = "sqlite:///"

_LONGEST, _LAST = 30.0, 2.0
"""Seconds that a transaction waits for its turn; seconds that all of them together wait once the program ends."""

AT_A_TIME = 250
"""Milliseconds of one attempt, after which it is seen whether the program ends."""

_WAITS = f"PRAGMA {next(pragma for pragma in PRAGMAS if pragma.startswith('busy_timeout'))}"


class Patience:
    """How long a transaction waits for another program that is writing: not long any more once this one ends."""

    def __init__(self) -> None:
        """It does not end yet."""
        self._until: float | None = None

    def hurry(self) -> None:
        """The program ends: what is waiting fails soon, as in an outage."""
        self._until = self._until or time.monotonic() + _LAST

    def wait(self, attempt: Callable[[], None]) -> None:
        """Attempt it again as long as another is in the way. Raises what the last attempt raised."""
        began = time.monotonic()
        while True:
            try:
                return attempt()
            except (DBAPIError, sqlite3.Error) as error:
                if not _is_taken(getattr(error, "orig", error)) or time.monotonic() > (self._until or began + _LONGEST):
                    raise


def _is_taken(error: BaseException | None) -> bool:
    """SQLite: busy or locked; PostgreSQL: a lock that is not available."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in {5, 6} or getattr(error, "sqlstate", "") == "55P03"


def normalise(url: str) -> URL:
    """The URL with the driver that is used here: postgres:// and postgresql:// mean psycopg 3.

    Of SQLite all that follows is the path, whatever signs are in it: a ? begins no options. Raises ValueError.
    """
    if url.startswith(_SQLITE):
        return URL.create("sqlite", database=url.removeprefix(_SQLITE))
    try:
        parsed = make_url(url)
    except ArgumentError:  # it repeats the URL, which may hold a password
        raise ValueError("is no address of a database") from None
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername in {"postgres", "postgresql"} else parsed


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite database, None for a server."""
    parsed = normalise(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def open_engine(url: str, patience: Patience | None = None) -> Engine:
    """An engine with serial transactions whose errors never hold a value. Raises ValueError for other databases.

    SQLite: every transaction is BEGIN IMMEDIATE, so a read in it cannot be overtaken. PostgreSQL: every transaction
    takes one advisory lock first, which gives several processes the same guarantee; group commit makes up for the
    lost parallelism.
    """
    parsed, patience = normalise(url), patience or Patience()
    match parsed.get_backend_name():
        case "sqlite":
            return _sqlite(parsed, patience)
        case "postgresql":
            return _postgresql(parsed, patience)
        case _:
            raise ValueError("DATABASE_URL must begin with sqlite:/// or postgresql://")


def _sqlite(url: URL, patience: Patience) -> Engine:
    if not url.database or url.database == ":memory:":
        raise ValueError("DATABASE_URL must name a SQLite file")
    path = Path(url.database)
    _make_private(path)
    # mode=rw: a file that was deleted is not made anew by the next connection, empty
    there = URL.create("sqlite", database=f"file:{quote(str(path))}", query={"mode": "rw", "uri": "true"})
    engine = create_engine(there, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late: after the first read
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        raw: Any = connection.connection.driver_connection  # a setting of the connection, that asks nothing of the file
        raw.execute(f"PRAGMA busy_timeout={AT_A_TIME}")
        try:
            patience.wait(lambda: connection.exec_driver_sql("BEGIN IMMEDIATE").close())
        finally:
            raw.execute(_WAITS)

    return engine


def memory_engine() -> Engine:
    """A database that is in memory alone and goes with its engine: one connection, for the writer and who comes after it."""
    there = URL.create("sqlite")
    return create_engine(there, hide_parameters=True, poolclass=StaticPool, connect_args={"check_same_thread": False})


def _make_private(path: Path) -> None:
    """The file and its logs for their owner alone, and the folders that are made for it; SQLite gives a new log the mode of the file."""
    for folder in reversed([path.parent, *path.parent.parents]):
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
    path.touch(mode=0o600)
    for file in (path, *(path.with_name(path.name + log) for log in ("-wal", "-shm", "-journal"))):
        with suppress(OSError):  # there is none, or it is another user's, who has let us in
            if file.stat().st_mode & 0o077:
                file.chmod(0o600)


def _postgresql(url: URL, patience: Patience) -> Engine:
    options = {name: value for name, value in _SERVER.items() if name not in url.query}
    engine = create_engine(
        url, hide_parameters=True, pool_pre_ping=True, pool_size=2, max_overflow=0, connect_args=options
    )
    turn = f"SET LOCAL lock_timeout = '{AT_A_TIME}ms'; SELECT pg_advisory_xact_lock({WRITER_LOCK}); SET LOCAL lock_timeout = '30s'"

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        def attempt() -> None:
            try:
                connection.exec_driver_sql(turn)
            except DBAPIError as error:
                if _is_taken(error.orig):
                    connection.connection.rollback()
                raise

        patience.wait(attempt)

    return engine
