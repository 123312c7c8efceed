"""The table of whom those who steer a workshop expect; must not know who came, or what anybody answered."""

from __future__ import annotations

from sqlmodel import Field

from storage.rows import METADATA, Row


class ExpectedRow(Row, table=True):
    """How many people of one group (an option of the question that makes the groups) are expected, as somebody typed it."""

    __tablename__ = "expected"
    workshop_id: str = Field(primary_key=True, max_length=36)
    option: str = Field(primary_key=True, max_length=40)
    people: int


EXPECTED = METADATA.tables["expected"]
