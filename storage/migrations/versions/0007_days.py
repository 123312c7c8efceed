"""Days that are promised: by when the key of a workshop goes."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0004"
branch_labels = None
depends_on = None

_LIFETIME = timedelta(days=14)
_WORKSHOP = sa.table(
    "workshop", sa.column("id", sa.String), sa.column("phase", sa.String),
    sa.column("opened_on", sa.Date), sa.column("key_until", sa.Date),
)  # fmt: skip
_ROSTER = sa.table("roster", sa.column("workshop_id", sa.String))


def upgrade() -> None:
    """Workshops that are going on and have people get the day that their cards have said so far."""
    op.add_column("workshop", sa.Column("key_until", sa.Date(), nullable=True))
    database, mine = op.get_bind(), _WORKSHOP.c
    have_people = sa.select(mine.id, mine.opened_on).where(
        mine.phase != "closed", mine.id.in_(sa.select(_ROSTER.c.workshop_id))
    )
    for workshop in database.execute(have_people).all():
        promised = sa.update(_WORKSHOP).where(mine.id == workshop.id)
        database.execute(promised.values(key_until=workshop.opened_on + _LIFETIME))
