"""The table of updates that were handled; must not know what was in them, or who sent them."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlmodel import Field

from storage.rows import METADATA, Row


class SeenRow(Row, table=True):
    """An update that was handled. Pruned to the newest."""

    __tablename__ = "seen_update"
    update_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})


SEEN = METADATA.tables["seen_update"]
