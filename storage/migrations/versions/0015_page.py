"""Which page of menus is open on the board of a chat: a short name and what it is about, nothing about people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No page is open on the boards that stand; new rows always say theirs, so no default stays behind."""
    with op.batch_alter_table("focus", table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.add_column(sa.Column("page", sa.String(64), nullable=False, server_default=""))
    with op.batch_alter_table("focus", table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.alter_column("page", server_default=None)
