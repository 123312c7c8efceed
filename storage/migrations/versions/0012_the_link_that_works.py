"""The link to a screen can be shown again: its token, sealed with the workshop's key. Of links made before it is not known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """NULL for the links there are: only their digests were kept."""
    with op.batch_alter_table("screen", table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.add_column(sa.Column("sealed", sa.LargeBinary(), nullable=True))
