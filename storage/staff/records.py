"""What this room hands out and takes in, as frozen values; must not know tables or SQL."""

from __future__ import annotations

from dataclasses import dataclass

from storage.values import Role


@dataclass(frozen=True)
class Invite:
    """What a one-time link gave: a role, for one workshop or (None) in general."""

    role: Role
    workshop_id: str | None


@dataclass(frozen=True)
class StaffRecord:
    """Every row held about a member of staff; workshops by title, "" for a role in general.

    `boards`, `polls` and `sendouts`: of which workshops there is one in their chat, a title for each.
    """

    chat_id: int | None
    language: str | None
    roles: tuple[tuple[Role, str], ...]
    focus: str | None
    boards: tuple[str, ...]
    polls: tuple[str, ...]
    asked: str | None
    sendouts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Board:
    """A board: the message about a workshop that edits itself."""

    chat_id: int
    message_id: int


@dataclass(frozen=True)
class BoardWish:
    """A board that was asked for in a chat and has not arrived."""

    chat_id: int
    workshop_id: str
    number: int


@dataclass(frozen=True)
class Linked:
    """The group a workshop posts to. `topic`: where in a forum, 0 for none."""

    chat_id: int
    workshop_id: str
    topic: int = 0


@dataclass(frozen=True)
class Poll:
    """A native poll. `counts`: people per option, known once it is closed; running totals are never stored."""

    id: str
    workshop_id: str
    question: str
    options: tuple[str, ...]
    chat_id: int
    message_id: int
    telegram_poll_id: str
    closed: bool = False
    counts: tuple[int, ...] | None = None
