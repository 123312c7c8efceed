"""What is owed: how far a message to everybody is for each person, so that a kill costs nobody what had not left yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ALL = "all"


def upgrade() -> None:
    """Whoever was claimed before counts as having all of it, as they did then."""
    _part("delivery", _ALL)
    _part("mailing", _ALL)


def _part(table: str, old: str) -> None:
    """New rows always say theirs, so no default stays behind."""
    with op.batch_alter_table(table, table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.add_column(sa.Column("part", sa.String(4), nullable=False, server_default=old))
    with op.batch_alter_table(table, table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.alter_column("part", server_default=None)
