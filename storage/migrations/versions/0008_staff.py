"""Invitations end, and it is known whose they are; members of staff have the name under which the others know them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_LIVES = timedelta(days=7)


def upgrade() -> None:
    """Links that were made before live as long as if they had been made today; nobody knows whose they are."""
    until = datetime.now(UTC).date() + _LIVES
    with op.batch_alter_table("invite", table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.add_column(sa.Column("until", sa.Date(), nullable=False, server_default=until.isoformat()))
        batch.add_column(sa.Column("made_by", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("invite", table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.alter_column("until", server_default=None)
    op.add_column("staff", sa.Column("name", sa.String(64), nullable=True))
