"""How many people of each group are expected, where somebody said so: numbers of groups, nothing about people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table; nobody had said anything."""
    op.create_table(
        "expected",
        sa.Column("workshop_id", sa.String(36), nullable=False),
        sa.Column("option", sa.String(40), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "option", name="pk_expected"),
        sqlite_with_rowid=False,
    )
