"""Migrations: a database is brought up to date, and it is found out whether it is.

Must not know what the tables are for, or what a workshop is.
Begin with `__init__.py`, at `migrate`; the steps are in the folder `versions`.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from storage.engine import open_engine

_SILENT = "The database cannot be opened. Is DATABASE_URL right, and does the server run?"


class NotMigrated(Exception):
    """The PostgreSQL database is not up to date; `roundtable migrate` brings it there."""


class Unreachable(Exception):
    """The database server does not answer, or does not let us in."""


def migrate(url: str, to: str = "head") -> None:
    """Bring the database at `url` up to date; nothing happens when it is. `to`: an earlier state, for tests of what follows it."""
    engine = open_engine(url)
    try:
        _upgrade(engine, to)
    except OperationalError as error:
        raise Unreachable(_SILENT) from error
    finally:
        engine.dispose()


def prepare(engine: Engine) -> None:
    """Migrate an embedded SQLite file; of a PostgreSQL only ask that someone did. Raises NotMigrated."""
    if engine.dialect.name == "sqlite":
        _upgrade(engine)
        return
    try:
        with engine.begin() as connection:
            behind = is_behind(connection)
    except OperationalError as error:
        raise Unreachable(_SILENT) from error
    if behind:
        raise NotMigrated("The database is not up to date. Run: roundtable migrate")


def _upgrade(engine: Engine, to: str = "head") -> None:
    with engine.begin() as connection:
        if is_behind(connection):
            command.upgrade(_config(connection), to)


def is_behind(connection: Connection) -> bool:
    """Whether the database was made by another version of the code."""
    heads = ScriptDirectory.from_config(_config(connection)).get_heads()
    return set(MigrationContext.configure(connection).get_current_heads()) != set(heads)


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
