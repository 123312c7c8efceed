"""What people wrote is read before it is shown: open answers and questions to the panel are one table, with what became of each."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Open answers of before were shown when they were counted: they are approved. Questions to the panel keep their state."""
    _add(speaker=(sa.Text(), ""), state=(sa.String(12), "approved"), pinned=(sa.Boolean(), sa.false()),
         same_as=(sa.String(36), ""))  # fmt: skip
    op.execute(
        "INSERT INTO counted (id, workshop_id, question_id, value, use, speaker, state, pinned, same_as) "
        "SELECT q.id, q.workshop_id, "
        "(SELECT b.id FROM ballot b WHERE b.workshop_id = q.workshop_id AND b.kind = 'ask' ORDER BY b.seq LIMIT 1), "
        "q.words, 'quote', q.speaker, q.state, q.pinned, q.same_as FROM panel_question q ORDER BY q.id"
    )
    op.drop_index("ix_panel_question_workshop_id", "panel_question")
    op.drop_table("panel_question")


def _add(**columns: tuple[sa.types.TypeEngine[Any], Any]) -> None:
    """Columns that are never empty: old rows get what is true of them, new ones always say theirs, so no default stays behind."""
    with op.batch_alter_table("counted", table_kwargs={"sqlite_with_rowid": False}) as batch:
        for name, (kind, old) in columns.items():
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=old))
    with op.batch_alter_table("counted", table_kwargs={"sqlite_with_rowid": False}) as batch:
        for name in columns:
            batch.alter_column(name, server_default=None)
