"""Worded: which machine may put a workshop's results into other words. People of the workshops that there are were told of none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_NO_ROWID = {"sqlite_with_rowid": False}


def upgrade() -> None:
    """No workshop that there is has one."""
    with op.batch_alter_table("workshop", table_kwargs=_NO_ROWID) as batch:
        batch.add_column(sa.Column("worded_by", sa.String(255), nullable=False, server_default=""))
    with op.batch_alter_table("workshop", table_kwargs=_NO_ROWID) as batch:
        batch.alter_column("worded_by", server_default=None)
