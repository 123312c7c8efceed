"""A migrated SQLite file, made once a process and copied: migrating anew would take longer than many a test."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from storage.migrations import migrate


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
