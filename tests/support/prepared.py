"""Migrated databases, made once a process and copied: migrating anew would take longer than many a test."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from storage.migrations import migrate

CHANGES = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE", "COMMENT")
"""What a migration does to a database, as opposed to what it asks."""


def put_database(path: Path) -> None:
    """An empty database with today's tables at `path`."""
    path.write_bytes(_made())


@lru_cache(maxsize=1)
def _made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.sqlite3"
        migrate(f"sqlite:///{path}")
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return path.read_bytes()


def put_tables(url: str) -> None:
    """Today's tables in an empty PostgreSQL schema: the first time by the migrations, later by what those did."""
    import psycopg

    if not _done:
        _done.extend(_migrated(url))
        return
    with psycopg.connect(url) as connection:
        connection.execute("\n".join(f"{statement};" for statement in _done).encode())


_done: list[str] = []


def _migrated(url: str) -> list[str]:
    """Migrate, and tell by which statements."""
    statements: list[str] = []

    def heard(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(CHANGES):
            assert not parameters, f"a migration with parameters cannot be repeated word by word: {statement}"
            statements.append(statement.strip())

    event.listen(Engine, "before_cursor_execute", heard)
    try:
        migrate(url)
    finally:
        event.remove(Engine, "before_cursor_execute", heard)
    return statements
