"""The table of what a report has beside its own workshop; must not know what either of them said."""

from __future__ import annotations

from sqlmodel import Field

from storage.rows import METADATA, Row


class BesideRow(Row, table=True):
    """A workshop that stands in the comparison which the report of `workshop_id` has; that one too. `place`: from 1, as they stand."""

    __tablename__ = "beside"
    workshop_id: str = Field(primary_key=True, max_length=36)
    place: int = Field(primary_key=True)
    other_id: str = Field(max_length=36)


BESIDE = METADATA.tables["beside"]
