"""What those who run a workshop did to it, for every participant to read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Without rowid in SQLite, as all others; a day, never a time; a role, never a person."""
    op.create_table(
        "action",
        sa.Column("workshop_id", sa.String(36), nullable=False, autoincrement=False),
        sa.Column("seq", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("actor", sa.String(16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("detail", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "seq", name="pk_action"),
        sqlite_with_rowid=False,
    )
