"""Days that are promised: by when the key of a workshop goes, how long it is kept after its close; and what is left when it was deleted."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_LIFETIME = timedelta(days=14)
_WORKSHOP = sa.table(
    "workshop", sa.column("id", sa.String), sa.column("phase", sa.String),
    sa.column("opened_on", sa.Date), sa.column("key_until", sa.Date),
)  # fmt: skip
_ROSTER = sa.table("roster", sa.column("workshop_id", sa.String))


def upgrade() -> None:
    """Workshops that are going on and have people get the day that their cards have said so far; the rest the bot says at its start."""
    op.add_column("workshop", sa.Column("key_until", sa.Date(), nullable=True))
    op.add_column("workshop", sa.Column("kept_months", sa.Integer(), nullable=True))
    op.create_table(
        "deleted_workshop",
        *(sa.Column(name, sa.String(size), nullable=False) for name, size in (("code", 16), ("workshop_id", 36))),
        sa.Column("deleted_on", sa.Date(), nullable=False),
        sa.Column("rewritten", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_deleted_workshop"),
        sqlite_with_rowid=False,
    )
    database, mine = op.get_bind(), _WORKSHOP.c
    have_people = sa.select(mine.id, mine.opened_on).where(
        mine.phase != "closed", mine.id.in_(sa.select(_ROSTER.c.workshop_id))
    )
    for workshop in database.execute(have_people).all():
        promised = sa.update(_WORKSHOP).where(mine.id == workshop.id)
        database.execute(promised.values(key_until=workshop.opened_on + _LIFETIME))
