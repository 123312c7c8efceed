"""Of a ranking whose pairs are withheld, only the option that beats every other is kept: more told the ballot of one (rules, 3f).

Exact Borda points, who beats whom and the order by Schulze stood beside every release.
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_RELEASE = sa.table(
    "release", sa.column("workshop_id", sa.String), sa.column("question_id", sa.String), sa.column("seq", sa.Integer),
    sa.column("counts", sa.Text),
)  # fmt: skip


def upgrade() -> None:
    """Whatever was released so far, also by workshops that go on: what is sealed there has the counts."""
    database, mine = op.get_bind(), _RELEASE.c
    for row in database.execute(sa.select(_RELEASE).where(mine.counts.contains('"verdict":'))).all():
        tally = json.loads(row.counts)
        if "beats" not in tally["verdict"]:
            continue
        tally["verdict"] = _kept(tally["verdict"])
        counts = json.dumps(tally, sort_keys=True, separators=(",", ":"))
        here = (mine.workshop_id == row.workshop_id, mine.question_id == row.question_id, mine.seq == row.seq)
        database.execute(sa.update(_RELEASE).where(*here).values(counts=counts))


def _kept(verdict: dict[str, Any]) -> dict[str, Any]:
    beats = verdict["beats"]
    winner = next((a for a, beaten in beats.items() if beaten and len(beaten) == len(beats) - 1), None)
    return {"winner": winner, "close": verdict["close"]}
