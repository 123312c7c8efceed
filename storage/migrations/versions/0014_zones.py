"""Zones: whose days are meant, by workshop. All days so far were those of UTC, and stay so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_NO_ROWID = {"sqlite_with_rowid": False}


def upgrade() -> None:
    """What was said to people of a workshop that there is goes on meaning what it meant."""
    with op.batch_alter_table("workshop", table_kwargs=_NO_ROWID) as batch:
        batch.add_column(sa.Column("zone", sa.String(64), nullable=False, server_default="UTC"))
    with op.batch_alter_table("workshop", table_kwargs=_NO_ROWID) as batch:
        batch.alter_column("zone", server_default=None)
