"""The counts of pairs of a ranking lie sealed beside the release; a workshop that is closed keeps them only where the rule shows them.

Imports what says who beats whom: written here a second time, it could say something else. Should `flows` change, old workshops
still migrate, since their counts are read as they are written today.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from flows.counting.rankings import may_show_pairs
from flows.counting.tally import tally_from_json, tally_to_json, withheld

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_WORKSHOP = sa.table(
    "workshop", sa.column("id", sa.String), sa.column("phase", sa.String), sa.column("policy", sa.Text)
)
_RELEASE = sa.table(
    "release", sa.column("workshop_id", sa.String), sa.column("question_id", sa.String), sa.column("seq", sa.Integer),
    sa.column("counts", sa.Text), sa.column("final", sa.Boolean),
)  # fmt: skip


def upgrade() -> None:
    """Those of workshops that go on are rewritten at their end, where the key is at hand."""
    op.add_column("release", sa.Column("pairs", sa.Text(), nullable=True))
    database, mine = op.get_bind(), _RELEASE.c
    closed = sa.select(_RELEASE, _WORKSHOP.c.policy).join(_WORKSHOP, mine.workshop_id == _WORKSHOP.c.id)
    for row in database.execute(closed.where(_WORKSHOP.c.phase == "closed", mine.counts.contains('"above":'))).all():
        tally = tally_from_json(json.loads(row.counts))
        if row.final and may_show_pairs(tally.above, tally.positions, json.loads(row.policy)["k"]):
            continue
        counts = json.dumps(tally_to_json(withheld(tally)), sort_keys=True, separators=(",", ":"))
        here = (
            mine.workshop_id == row.workshop_id, mine.question_id == row.question_id, mine.seq == row.seq,
        )  # fmt: skip
        database.execute(sa.update(_RELEASE).where(*here).values(counts=counts))
