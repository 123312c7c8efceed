"""What is owed: how far a message to everybody is for each person, and what staff are to be answered."""

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
    op.create_table(
        "reply",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_reply"),
        sqlite_with_rowid=False,
    )


def _part(table: str, old: str) -> None:
    """New rows always say theirs, so no default stays behind."""
    with op.batch_alter_table(table, table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.add_column(sa.Column("part", sa.String(4), nullable=False, server_default=old))
    with op.batch_alter_table(table, table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.alter_column("part", server_default=None)
