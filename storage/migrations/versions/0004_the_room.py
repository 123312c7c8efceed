"""One facilitator steers a room: pace, ballots, the panel, the screen, sending to all, and the list for afterwards."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """All tables are without rowid in SQLite; new columns of old tables come at the end, with what is true of old rows."""
    op.drop_table("mark")  # Telegram itself keeps where polling stands
    _add("workshop", "paced", sa.Boolean(), sa.false())
    _add("workshop", "asked_beside", sa.Integer(), "0")
    _add("headcount", "tables", sa.Integer(), "0")
    _table("round_table", _id("workshop_id"), _number("number"), _number("seats"), key=("workshop_id", "number"))
    _table("received", _id("workshop_id"), _question("question_id"), _number("n"), key=("workshop_id", "question_id"))
    _table("stage", _id("workshop_id"), _text("body"), key=("workshop_id",))
    _table(
        "ballot", _id("workshop_id"), _column("id", sa.String(40)), _number("seq"), _column("kind", sa.String(8)),
        _text("body"), _column("state", sa.String(8)), _column("of", sa.String(40)), key=("workshop_id", "id"),
    )  # fmt: skip
    _table("panel", _id("workshop_id"), _text("speakers"), key=("workshop_id",))
    _table(
        "panel_question", _id("id"), _id("workshop_id"), _text("words"), _text("speaker"),
        _column("state", sa.String(12)), _column("pinned", sa.Boolean()), _id("same_as"), key=("id",),
    )  # fmt: skip
    op.create_index("ix_panel_question_workshop_id", "panel_question", ["workshop_id"])
    _table("screen", _id("workshop_id"), _column("digest", sa.LargeBinary()), key=("workshop_id",), unique="digest")
    _sending()
    _afterwards()
    _boards()


def _boards() -> None:
    """One board a chat, whatever happens on its way; and the topic of a forum in which a workshop posts."""
    _table("board_wish", _chat("chat_id"), _id("workshop_id"), _number("number"), key=("chat_id",))
    _table("old_board", _chat("chat_id"), _chat("message_id"), key=("chat_id", "message_id"))
    _add("linked_group", "topic", sa.BigInteger(), "0")


def _sending() -> None:
    """What is sent to everybody, and whom it has reached."""
    _table(
        "sendout", _id("id"), _id("workshop_id"), _column("kind", sa.String(16)), _text("body"),
        _column("state", sa.String(8)), _number("total"), _number("arrived"), _number("failed"), _number("unsure"),
        sa.Column("asked_in", sa.BigInteger(), nullable=True), key=("id",),
    )  # fmt: skip
    op.create_index("ix_sendout_workshop_id", "sendout", ["workshop_id"])
    _table(
        "delivery", _column("token", sa.LargeBinary()), _id("workshop_id"), _id("sendout_id"),
        key=("token", "workshop_id", "sendout_id"),
    )  # fmt: skip


def _afterwards() -> None:
    """Who is told the result, and what came of it, when the workshop's own key is gone."""
    _table(
        "mailing_list", _id("id"), _id("workshop_id"), _column("purpose", sa.String(8)), _column("until", sa.Date()),
        key=("id",),
    )  # fmt: skip
    op.create_index("ix_mailing_list_workshop_id", "mailing_list", ["workshop_id"])
    _table(
        "mailing", _column("token", sa.LargeBinary()), _id("list_id"), _column("blob", sa.LargeBinary()), _id("told"),
        key=("token",),
    )  # fmt: skip
    op.create_index("ix_mailing_list_id", "mailing", ["list_id"])


def _add(table: str, name: str, kind: sa.types.TypeEngine[Any], old: Any) -> None:
    """A column that is never empty: old rows get `old`, new ones always say theirs, so no default stays behind."""
    op.add_column(table, sa.Column(name, kind, nullable=False, server_default=old))
    with op.batch_alter_table(table, table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.alter_column(name, server_default=None)


def _table(name: str, *columns: sa.Column[Any], key: tuple[str, ...], unique: str = "") -> None:
    rules: list[Any] = [sa.PrimaryKeyConstraint(*key, name=f"pk_{name}")]
    rules += [sa.UniqueConstraint(unique, name=f"uq_{name}_{unique}")] if unique else []
    op.create_table(name, *columns, *rules, sqlite_with_rowid=False)


def _column(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, autoincrement=False)


def _id(name: str) -> sa.Column[Any]:
    return _column(name, sa.String(36))


def _question(name: str) -> sa.Column[Any]:
    return _column(name, sa.String(32))


def _text(name: str) -> sa.Column[Any]:
    return _column(name, sa.Text())


def _chat(name: str) -> sa.Column[Any]:
    return _column(name, sa.BigInteger())


def _number(name: str) -> sa.Column[Any]:
    return _column(name, sa.Integer())
