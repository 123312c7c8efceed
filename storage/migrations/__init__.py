"""Migrations: a database is brought up to date, and it is found out whether it is.

Must not know what the tables are for, or what a workshop is.
Begin with `__init__.py`, at `migrate`; the steps are in the folder `versions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import DBAPIError

import storage.tables  # noqa: F401  # fills the metadata
from storage.engine import open_engine
from storage.rows import METADATA

_SILENT = "The database cannot be opened. Is DATABASE_URL right, and does the server run?"
_DAMAGED = "What DATABASE_URL names is damaged, or is no database of Roundtable. Restore a backup, or name another one."
_LOCKED = "The database is locked: another program is writing to it, and does not end. Stop that, then try again."
_REASONS: dict[int | str, str] = {
    1: _DAMAGED,
    5: _LOCKED,
    6: _LOCKED,
    8: "The database cannot be written. May this user write the file and its folder?",
    10: "The disk of the database gives errors. Nothing can be read or written.",
    11: _DAMAGED,
    13: "The disk of the database is full. Make room, then try again.",
    26: _DAMAGED,
    "25006": "The database cannot be written: its server is read-only now.",
    "53100": "The disk of the database is full. Make room, then try again.",
    "53300": "The database's server has no connection left. Are other programs using them all?",
    "55P03": _LOCKED,
}
"""What an operator can see to, by the code of SQLite or PostgreSQL. What either says itself may hold values."""
_NEWER = (
    "The database was made by a newer version of Roundtable. Nothing was changed. Run that version, or restore the backup from before "
    "the upgrade."
)
_NAMELESS = (
    "The database has tables and does not say of which version: it is not Roundtable's, or a part of it is missing. Nothing was "
    "changed. Restore a backup, or name another one with DATABASE_URL."
)


class NotMigrated(Exception):
    """The database is not of this version; the text says what to do."""


class Unreachable(Exception):
    """The database server does not answer, or does not let us in; or there is no database where it should be."""


def migrate(url: str, to: str = "head") -> None:
    """Bring the database at `url` up to date; nothing happens when it is. `to`: an earlier state, for tests of what follows it.

    Raises NotMigrated for one that is newer or not ours, and Unreachable.
    """
    engine = open_engine(url)
    try:
        _upgrade(engine, to)
    finally:
        engine.dispose()


def prepare(engine: Engine) -> None:
    """Migrate an embedded SQLite file; of a PostgreSQL only ask that someone did. Raises NotMigrated and Unreachable."""
    if engine.dialect.name == "sqlite":
        _upgrade(engine)
        return
    with said_plainly(), engine.begin() as connection:
        behind = is_behind(connection)
    if behind:
        raise NotMigrated("The database is not up to date. Run: roundtable migrate")


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn what a database says at the start into a sentence: it is silent, full, locked, or none. Raises Unreachable."""
    try:
        yield
    except DBAPIError as error:
        raise Unreachable(reason(error)) from error


def reason(error: Exception) -> str:
    """Why a database cannot be used, in a sentence for the operator."""
    said = getattr(error, "orig", None)
    code = getattr(said, "sqlite_errorcode", 0) & 0xFF or getattr(said, "sqlstate", None)
    return _REASONS.get(code or "", _SILENT)


def _upgrade(engine: Engine, to: str = "head") -> None:
    with said_plainly(), engine.begin() as connection:
        if is_behind(connection):
            command.upgrade(_config(connection), to)


def is_behind(connection: Connection) -> bool:
    """Whether the database was made by an earlier version of the code. Raises NotMigrated when by a later one, or by another program."""
    there = set(MigrationContext.configure(connection).get_current_heads())
    if there - _steps():
        raise NotMigrated(_NEWER)
    if not there and _has_tables(connection):
        raise NotMigrated(_NAMELESS)
    return there != _last_steps()


@cache
def _scripts() -> ScriptDirectory:
    """The folder of steps, read once: nobody adds one while a program runs."""
    return ScriptDirectory.from_config(_config())


@cache
def _steps() -> frozenset[str]:
    return frozenset(step.revision for step in _scripts().walk_revisions())


@cache
def _last_steps() -> frozenset[str]:
    return frozenset(_scripts().get_heads())


def _has_tables(connection: Connection) -> bool:
    """Of ours; in a file of SQLite, which is nobody else's, any."""
    found = set(inspect(connection).get_table_names()) - {"alembic_version"}
    return bool(found if connection.dialect.name == "sqlite" else found & set(METADATA.tables))


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
