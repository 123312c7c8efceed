"""That one program alone works on a database, for as long as it lives; must not know what it works on.

What only memory holds (words that wait for their author's yes, which message to everybody is under way) is right in one program
alone. So the bot takes a lock that ends with the process, however that ends: SQLite by a lock on a file beside the database,
PostgreSQL by an advisory lock of a connection of its own. Commands that run beside the bot take none.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from storage.engine import normalise, sqlite_file

_TENANT_LOCK = 0x0F10_52E6
_LOOKS_EVERY = 0.2  # seconds


class AnotherRuns(Exception):
    """Another program works on this database. The text is one line for the operator."""

    def __init__(self) -> None:
        super().__init__("Another roundtable works on this database already. Stop it, then start again.")


class Tenancy(Protocol):
    """The lock."""

    def hold(self) -> None:
        """Take it, or see that it is still held. Raises AnotherRuns, and OSError or a database's error in an outage."""

    def release(self) -> None:
        """Let go of it."""


def tenancy_of(url: str) -> Tenancy:
    """The lock of the database at `url`; it is not taken yet."""
    file = sqlite_file(url)
    return _Server(url) if file is None else _File(Path(f"{file}-lock"))


def move_in(tenancy: Tenancy, patience: float) -> None:
    """Take the lock; one that is leaving gets so many seconds to do so. Blocks. Raises AnotherRuns, and what `hold` raises."""
    until = time.monotonic() + patience
    while True:
        try:
            return tenancy.hold()
        except AnotherRuns:
            if time.monotonic() > until:
                raise
            time.sleep(_LOOKS_EVERY)


class _File:
    """`flock` on a file, which the system lets go of when the process ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def hold(self) -> None:
        if self._file is not None and _is_same(self._file, self._path):
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "r+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise AnotherRuns from None
        self.release()
        self._file = file

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _is_same(file: IO[str], path: Path) -> bool:
    """Whether the lock is on the file that another program would find; somebody may have tidied up."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


class _Server:
    """An advisory lock of a connection that does nothing else; the server lets go of it with the connection."""

    def __init__(self, url: str) -> None:
        options = {"isolation_level": "AUTOCOMMIT"}
        self._engine: Engine = create_engine(
            normalise(url), hide_parameters=True, poolclass=NullPool, execution_options=options
        )
        self._connection: Connection | None = None

    def hold(self) -> None:
        if self._connection is not None and self._is_alive(self._connection):
            return
        self.release()
        connection = self._engine.connect()
        wanted = text(f"SELECT pg_try_advisory_lock({_TENANT_LOCK}, hashtext(current_schema()))")
        if not connection.execute(wanted).scalar_one():
            connection.close()
            raise AnotherRuns
        self._connection = connection

    def release(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _is_alive(self, connection: Connection) -> bool:
        try:
            connection.execute(text("SELECT 1"))
        except DBAPIError:
            return False
        return True
