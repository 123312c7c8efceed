"""Of a ranking whose pairs are withheld, only the option that beats every other is kept: more told the ballot of one (rules, 3f).

Exact Borda points, who beats whom and the order by Schulze stood beside every release; and pairs were kept where one person put an
option first. Imports what says where pairs are kept, as step 0007 does.
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from flows.counting.tally import PLAIN_BY_PLACES, as_last_word, tally_from_json, tally_to_json

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_WORKSHOP = sa.table("workshop", sa.column("id", sa.String), sa.column("policy", sa.Text))
_RELEASE = sa.table(
    "release", sa.column("workshop_id", sa.String), sa.column("question_id", sa.String), sa.column("seq", sa.Integer),
    sa.column("counts", sa.Text),
)  # fmt: skip


def upgrade() -> None:
    """Whatever was released so far, also by workshops that go on: what is sealed there has the counts."""
    database, mine = op.get_bind(), _RELEASE.c
    closed = sa.select(_RELEASE, _WORKSHOP.c.policy).outerjoin(_WORKSHOP, mine.workshop_id == _WORKSHOP.c.id)
    for row in database.execute(
        closed.where(mine.counts.contains('"verdict":') | mine.counts.contains('"above":'))
    ).all():
        tally = json.loads(row.counts)
        if "beats" in tally.get("verdict", ()):
            tally["verdict"] = _kept(tally["verdict"])
        elif "above" in tally and row.policy:
            tally = tally_to_json(as_last_word(tally_from_json(tally), json.loads(row.policy)["k"]))
        counts = json.dumps(tally, sort_keys=True, separators=(",", ":"))
        here = (mine.workshop_id == row.workshop_id, mine.question_id == row.question_id, mine.seq == row.seq)
        database.execute(sa.update(_RELEASE).where(*here).values(counts=counts))


def _kept(verdict: dict[str, Any]) -> dict[str, Any]:
    beats = verdict["beats"]
    winner = next((a for a, beaten in beats.items() if beaten and len(beaten) == len(beats) - 1), None)
    if len(beats) == PLAIN_BY_PLACES:
        return {"winner": None, "close": False, "told": False}
    return {"winner": winner, "close": verdict["close"], "told": True}
