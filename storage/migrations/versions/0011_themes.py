"""Themes: answers to an open question that were put together under a name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables; nothing was grouped before."""
    op.create_table(
        "theme",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("workshop_id", sa.String(36), nullable=False),
        sa.Column("question_id", sa.String(32), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("source", sa.String(8), nullable=False),
        sa.Column("into", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_theme"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "theme_text",
        sa.Column("text_id", sa.String(36), nullable=False),
        sa.Column("workshop_id", sa.String(36), nullable=False),
        sa.Column("theme_id", sa.String(36), nullable=False),
        sa.Column("source", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("text_id", name="pk_theme_text"),
        sqlite_with_rowid=False,
    )
    for table in ("theme", "theme_text"):
        op.create_index(f"ix_{table}_workshop_id", table, ["workshop_id"])
