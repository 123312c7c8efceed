"""Beside: the workshops that the report of a closed one lays beside it, where those who steer put them there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table; no report had any."""
    op.create_table(
        "beside",
        sa.Column("workshop_id", sa.String(36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "place", name="pk_beside"),
        sqlite_with_rowid=False,
    )
