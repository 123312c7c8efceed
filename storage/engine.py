"""Engines for the two databases, set up so that a commit is durable and nothing leaks; must not know the tables."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "busy_timeout=30000", "temp_store=MEMORY")
"""WAL with FULL: an acknowledged answer survives a power cut. secure_delete: freed pages are zeroed (not in the WAL:
see `Database.maintain`). temp_store: a sort never spills an answer into a temporary file."""

WRITER_LOCK = 0x0F10_52E5
"""Key of the PostgreSQL advisory lock that makes all processes one writer."""


def normalise(url: str) -> URL:
    """The URL with the driver that is used here: postgres:// and postgresql:// mean psycopg 3."""
    parsed = make_url(url)
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername in {"postgres", "postgresql"} else parsed


def open_engine(url: str) -> Engine:
    """An engine with serial transactions whose errors never hold a value. Raises ValueError for other databases.

    SQLite: every transaction is BEGIN IMMEDIATE, so a read in it cannot be overtaken. PostgreSQL: every transaction
    takes one advisory lock first, which gives several processes the same guarantee; group commit makes up for the
    lost parallelism.
    """
    parsed = normalise(url)
    match parsed.get_backend_name():
        case "sqlite":
            return _sqlite(parsed)
        case "postgresql":
            return _postgresql(parsed)
        case _:
            raise ValueError("DATABASE_URL must begin with sqlite:/// or postgresql://")


def _sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise ValueError("DATABASE_URL must name a SQLite file")
    _make_private(Path(url.database))
    engine = create_engine(url, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late: after the first read
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


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


def _postgresql(url: URL) -> Engine:
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=2, max_overflow=0)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")

    return engine
