"""Tables by group: what is counted and sealed until the close, and the one table a question that is made there."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Both tables are without rowid in SQLite, as all others."""
    op.create_table(
        "seg_pending",
        _column("id", sa.String(36)),
        *_place(),
        _column("blob", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name="pk_seg_pending"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_seg_pending_workshop_id_question_id", "seg_pending", ["workshop_id", "question_id"])
    op.create_table(
        "segment_table",
        *_place(),
        _column("table_json", sa.Text()),
        sa.PrimaryKeyConstraint("workshop_id", "question_id", name="pk_segment_table"),
        sqlite_with_rowid=False,
    )


def _place() -> list[sa.Column[Any]]:
    return [_column("workshop_id", sa.String(36)), _column("question_id", sa.String(32))]


def _column(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, autoincrement=False)
