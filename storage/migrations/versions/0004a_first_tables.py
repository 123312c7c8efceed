"""0001 was changed after some databases had taken it: those have no table `asked`, and no `use` of a text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004a"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """By what is there. Of old texts nobody has said how they may be used: they are only counted."""
    there = sa.inspect(op.get_bind())
    if "asked" not in there.get_table_names():
        op.create_table(
            "asked",
            sa.Column("chat_id", sa.BigInteger(), nullable=False, autoincrement=False),
            sa.Column("wish", sa.String(64), nullable=False),
            sa.PrimaryKeyConstraint("chat_id", name="pk_asked"),
            sqlite_with_rowid=False,
        )
    if "use" not in {column["name"] for column in there.get_columns("counted")}:
        with op.batch_alter_table("counted", table_kwargs={"sqlite_with_rowid": False}) as batch:
            batch.add_column(sa.Column("use", sa.String(8), nullable=False, server_default="count"))
        with op.batch_alter_table("counted", table_kwargs={"sqlite_with_rowid": False}) as batch:
            batch.alter_column("use", server_default=None)
