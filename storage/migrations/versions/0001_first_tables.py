"""The first tables. A migration stays as it was written, so it repeats what `storage.tables` says today."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

Column = sa.Column[Any]

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Workshops, participants' ciphertext, what was counted, staff, and what was seen."""
    _workshops()
    _participants()
    _counted()
    _staff()
    _places()
    _updates()


def _table(name: str, key: tuple[str, ...], *columns: Column, unique: str | None = None) -> None:
    """A table without rowid in SQLite, so that its order on disk is the order of its key."""
    parts: list[sa.schema.SchemaItem] = [*columns, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}")]
    if unique is not None:
        parts.append(sa.UniqueConstraint(unique, name=f"uq_{name}_{unique}"))
    op.create_table(name, *parts, sqlite_with_rowid=False)


def _column(name: str, kind: sa.types.TypeEngine[Any], *, nullable: bool = False) -> Column:
    return sa.Column(name, kind, nullable=nullable, autoincrement=False)


def _workshops() -> None:
    _table("flow", ("hash",), _column("hash", sa.String(64)), _column("body", sa.Text()))
    _table(
        "workshop",
        ("id",),
        _column("id", sa.String(36)),
        _column("title", sa.Text()),
        _column("code", sa.String(16)),
        _column("flow_hash", sa.String(64)),
        _column("policy", sa.Text()),
        _column("policy_hash", sa.String(64)),
        _column("phase", sa.String(16)),
        _column("closing", sa.Boolean()),
        _column("opened_on", sa.Date()),
        _column("closed_on", sa.Date(), nullable=True),
        _column("locked", sa.Boolean()),
        _column("controller", sa.Text()),
        _column("contact", sa.Text()),
        unique="code",
    )
    counts = [_column(name, sa.Integer()) for name in ("joined", "started", "submitted")]
    _table("headcount", ("workshop_id",), _column("workshop_id", sa.String(36)), *counts)


def _participants() -> None:
    def token() -> Column:
        return _column("token", sa.LargeBinary())

    def workshop() -> Column:
        return _column("workshop_id", sa.String(36))

    sealed = [_column(name, sa.LargeBinary()) for name in ("chat", "progress")]
    _table("roster", ("token",), token(), workshop(), *sealed)
    op.create_index("ix_roster_workshop_id", "roster", ["workshop_id"])
    question, blob = _column("question_id", sa.String(32)), _column("blob", sa.LargeBinary())
    _table("pending", ("token",), token(), workshop(), question, blob)
    op.create_index("ix_pending_workshop_id_question_id", "pending", ["workshop_id", "question_id"])
    _table("spent", ("token",), token(), workshop())
    op.create_index("ix_spent_workshop_id", "spent", ["workshop_id"])


def _counted() -> None:
    def place() -> list[Column]:
        return [_column("workshop_id", sa.String(36)), _column("question_id", sa.String(32))]

    _table(
        "counted",
        ("id",),
        _column("id", sa.String(36)),
        *place(),
        _column("value", sa.Text()),
        _column("use", sa.String(8)),
    )
    op.create_index("ix_counted_workshop_id_question_id", "counted", ["workshop_id", "question_id"])
    _table("receipt", ("workshop_id", "question_id", "tag"), *place(), _column("tag", sa.LargeBinary()))
    numbers = [_column("seq", sa.Integer()), _column("n", sa.Integer())]
    outcome = [_column("counts", sa.Text()), _column("final", sa.Boolean())]
    _table("release", ("workshop_id", "question_id", "seq"), *place(), *numbers, *outcome)


def _staff() -> None:
    chat = _column("chat_id", sa.BigInteger(), nullable=True)
    language = _column("language", sa.String(16), nullable=True)
    _table("staff", ("user_id",), _column("user_id", sa.BigInteger()), chat, language)
    role, workshop = _column("role", sa.String(16)), _column("workshop_id", sa.String(36))
    _table("staff_role", ("user_id", "workshop_id", "role"), _column("user_id", sa.BigInteger()), workshop, role)
    given = [_column("role", sa.String(16)), _column("workshop_id", sa.String(36))]
    _table("invite", ("digest",), _column("digest", sa.LargeBinary()), *given)


def _places() -> None:
    def chat() -> Column:
        return _column("chat_id", sa.BigInteger())

    def workshop() -> Column:
        return _column("workshop_id", sa.String(36))

    def message() -> Column:
        return _column("message_id", sa.BigInteger())

    _table("focus", ("chat_id",), chat(), workshop())
    _table("asked", ("chat_id",), chat(), _column("wish", sa.String(64)))
    _table("board", ("workshop_id", "chat_id"), workshop(), chat(), message())
    _table("linked_group", ("chat_id",), chat(), workshop(), unique="workshop_id")
    words = [_column("question", sa.Text()), _column("options", sa.Text())]
    outcome = [_column("closed", sa.Boolean()), _column("counts", sa.Text(), nullable=True)]
    telegram = _column("telegram_poll_id", sa.String(64))
    poll = (_column("id", sa.String(36)), workshop(), *words, chat(), message(), telegram, *outcome)
    _table("poll", ("id",), *poll, unique="telegram_poll_id")
    op.create_index("ix_poll_workshop_id", "poll", ["workshop_id"])


def _updates() -> None:
    _table("seen_update", ("update_id",), _column("update_id", sa.BigInteger()))
    _table("mark", ("name",), _column("name", sa.String(32)), _column("value", sa.BigInteger()))
