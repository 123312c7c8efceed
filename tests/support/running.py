"""In which order and company tests run, what a process does once for all of them, and what is remembered of a run.

Must not know what any of them tests, nor change what the program does.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

KINDS = ("acceptance", "integration", "attacks", "unit")
"""Folders of tests, those with the longest tests first."""

SHARED_DAYS = {
    "test_bytes.py": "canaries", "test_canary.py": "canaries", "test_replay.py": "replay", "test_page.py": "browser",
}  # fmt: skip
"""Files whose tests look at one workshop that takes long to hold, or into one browser."""


def together(nodeid: str) -> str:
    """The group of tests that this one shares a process with; a group of its own for most.

    An open transaction of a PostgreSQL test keeps what another's close deletes. Handing a unit test to a process takes longer
    than the test does, so a file of them goes as a whole.
    """
    file, _, name = nodeid.partition("::")
    if "postgresql" in name:
        return "postgres"
    return SHARED_DAYS.get(Path(file).name) or (file if "tests/unit/" in file else nodeid)


def turn(nodeid: str) -> int:
    """When a test's turn comes: rooms full of people take seconds, unit tests milliseconds."""
    file = nodeid.partition("::")[0]
    if together(nodeid) == "postgres":
        return 0
    if Path(file).name in SHARED_DAYS:
        return 1
    return next((place for place, kind in enumerate(KINDS, 2) if f"tests/{kind}/" in file), 2)


STATEMENTS = 5_000
"""More than all that the program ever says to a database."""

_COMPILED: LRUCache[Any, Any] = LRUCache(STATEMENTS)


def share_statements() -> None:
    """Compile a statement once a process: each test opens a database of its own, and SQLAlchemy keeps what it compiled by database.

    What it keeps is told apart by the dialect, so here two dialects of one class count as the same one.
    """
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        dialect.__eq__ = _is_of_one_class  # type: ignore[method-assign]
        dialect.__hash__ = _by_class  # type: ignore[method-assign]
    Engine._compiled_cache = property(lambda _: _COMPILED, lambda _, __: None)  # type: ignore[assignment]


def _is_of_one_class(self: object, other: object) -> bool:
    return type(self) is type(other)


def _by_class(self: object) -> int:
    return hash(type(self))


def rarely_collect() -> None:
    """Look for garbage after a hundred thousand new objects instead of seven hundred."""
    gc.set_threshold(100_000, 20, 20)


def keep_what_is_there() -> None:
    """Thousands of collected tests live as long as the process: looking through them for garbage took a sixth of its time."""
    gc.collect()
    gc.freeze()


def noted(now: datetime, counts: Mapping[str, int], *, complete: bool) -> str:
    """What is remembered of a run: the day, and how many tests ended how."""
    found = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "nothing ran"
    return f"{now:%Y-%m-%d}: {found}{'' if complete else ', then interrupted'}"
