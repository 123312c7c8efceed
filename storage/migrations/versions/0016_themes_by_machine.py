"""Themes by machine: which answer stands for one, what is still to be grouped, and how things stood before the last act."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column, empty so far, and one table; nothing was grouped by machine before."""
    with op.batch_alter_table("theme", table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.add_column(sa.Column("quote", sa.String(36), nullable=False, server_default=""))
    with op.batch_alter_table("theme", table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.alter_column("quote", server_default=None)
    op.create_table(
        "grouping",
        sa.Column("workshop_id", sa.String(36), nullable=False),
        sa.Column("question_id", sa.String(32), nullable=False),
        sa.Column("wish", sa.String(8), nullable=False),
        sa.Column("about", sa.String(36), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("undo", sa.String(8), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "question_id", name="pk_grouping"),
        sqlite_with_rowid=False,
    )
