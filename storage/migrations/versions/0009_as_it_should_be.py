"""Earlier steps were changed after some databases had taken them: whatever such a database lacks or has too much is put right.

0004 kept `mark`, counted seats in the headcount instead of by round table, and knew one list a workshop; the desk and the
days of 0005 and 0006 came under the numbers 0006 and 0007, so that such a database has missed what has those numbers now. One that
took the steps as they are stays as it is.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_WORKSHOP = sa.table(
    "workshop", sa.column("id", sa.String), sa.column("phase", sa.String),
    sa.column("opened_on", sa.Date), sa.column("key_until", sa.Date),
)  # fmt: skip
_ROSTER = sa.table("roster", sa.column("workshop_id", sa.String))
_NO_ROWID = {"sqlite_with_rowid": False}


def upgrade() -> None:
    """Every part by itself, and only where it is needed: by what is there, not by what should have been done."""
    _the_room()
    _missed_steps()
    _days()


def _the_room() -> None:
    if "mark" in _tables():
        op.drop_table("mark")
    if "round_table" not in _tables():
        numbers = (_column("number", sa.Integer()), _column("seats", sa.Integer()))
        _make("round_table", _column("workshop_id", sa.String(36)), *numbers, key=("workshop_id", "number"))
    if "seated" in _columns("headcount"):
        with op.batch_alter_table("headcount", table_kwargs=_NO_ROWID) as batch:
            batch.drop_column("seated")
    _lists()


def _lists() -> None:
    """The one list there was is for whoever wanted to know what came of it."""
    rules = sa.inspect(op.get_bind()).get_unique_constraints("mailing_list")
    if any(rule["column_names"] == ["workshop_id"] for rule in rules):
        with op.batch_alter_table("mailing_list", table_kwargs=_NO_ROWID) as batch:
            batch.drop_constraint("uq_mailing_list_workshop_id", type_="unique")
    _add("mailing_list", purpose=(sa.String(8), "news"))
    if "ix_mailing_list_workshop_id" not in _indexes("mailing_list"):
        op.create_index("ix_mailing_list_workshop_id", "mailing_list", ["workshop_id"])


def _missed_steps() -> None:
    """Steps that look after what is in the tables too, as they are."""
    if "state" not in _columns("counted"):
        _take("0005")
    if "pairs" not in _columns("release"):
        _take("0007")


def _take(step: str) -> None:
    steps = op.get_context().script
    if steps is not None:
        steps.get_revision(step).module.upgrade()


def _days() -> None:
    """As 0006: workshops that are going on and have people get the day that their cards have said so far."""
    is_promised = "key_until" in _columns("workshop")
    for name, kind in (("key_until", sa.Date()), ("kept_months", sa.Integer())):
        if name not in _columns("workshop"):
            op.add_column("workshop", sa.Column(name, kind, nullable=True))
    if "deleted_workshop" not in _tables():
        names = (_column("code", sa.String(16)), _column("workshop_id", sa.String(36)))
        days = (_column("deleted_on", sa.Date()), _column("rewritten", sa.Boolean()))
        _make("deleted_workshop", *names, *days, key=("code",))
    if not is_promised:
        _promise()


def _promise() -> None:
    database, mine = op.get_bind(), _WORKSHOP.c
    have_people = sa.select(mine.id, mine.opened_on).where(
        mine.phase != "closed", mine.id.in_(sa.select(_ROSTER.c.workshop_id))
    )
    for workshop in database.execute(have_people).all():
        promised = sa.update(_WORKSHOP).where(mine.id == workshop.id)
        database.execute(promised.values(key_until=workshop.opened_on + timedelta(days=14)))


def _tables() -> set[str]:
    return set(sa.inspect(op.get_bind()).get_table_names())


def _columns(table: str) -> set[str]:
    return {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}


def _indexes(table: str) -> set[str | None]:
    return {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}


def _make(name: str, *columns: sa.Column[Any], key: tuple[str, ...]) -> None:
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"), sqlite_with_rowid=False)


def _column(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, autoincrement=False)


def _add(table: str, **columns: tuple[sa.types.TypeEngine[Any], Any]) -> None:
    """Those that are missing, never empty: old rows get what is true of them, new ones always say theirs, so no default stays."""
    missing = {name: about for name, about in columns.items() if name not in _columns(table)}
    if not missing:
        return
    with op.batch_alter_table(table, table_kwargs=_NO_ROWID) as batch:
        for name, (kind, old) in missing.items():
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=old))
    with op.batch_alter_table(table, table_kwargs=_NO_ROWID) as batch:
        for name in missing:
            batch.alter_column(name, server_default=None)
