"""The table of organisers' own flows; must not know who sent one, or which workshop asks it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import LargeBinary, Text
from sqlmodel import Field

from storage.rows import METADATA, Row


class OwnFlowRow(Row, table=True):
    """A version of a flow that an organiser sent: `body` as a workshop pins it, `file` as it was sent. Nothing tells by whom."""

    __tablename__ = "own_flow"
    id: str = Field(primary_key=True, max_length=32)
    version: int = Field(primary_key=True)
    body: str = Field(sa_type=Text)
    file: bytes = Field(sa_type=LargeBinary)
    state: str = Field(max_length=8)
    day: date


OWN_FLOW = METADATA.tables["own_flow"]
