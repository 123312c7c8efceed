"""What every table has in common: one set of metadata, names of constraints, no rowid; must not know any table."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import MetaData
from sqlmodel import SQLModel

NAMES = {kind: f"{kind}_%(table_name)s_%(column_0_N_name)s" for kind in ("ix", "uq")} | {"pk": "pk_%(table_name)s"}
NO_ROWID = {"sqlite_with_rowid": False}
METADATA = MetaData(naming_convention=NAMES)


class Row(SQLModel):
    """A row of any table here: own metadata, and no rowid in SQLite."""

    metadata: ClassVar[MetaData] = METADATA
    __table_args__: Any = NO_ROWID
