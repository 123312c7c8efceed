"""What storage hands out and takes in, as frozen values; must not know tables, SQL, Telegram or the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from flows.definition import Flow
from flows.release import PRESETS, Policy
from flows.tally import Tally

LIFETIME = timedelta(days=14)
"""A workshop that nobody closed closes itself after this time, and its key is destroyed."""


class Phase(StrEnum):
    """Where a workshop stands. WAITING: created, not yet open. CLOSED is terminal and begins when closing begins."""

    WAITING = "waiting"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True)
class Workshop:
    """One event. `joined`, `started` and `submitted` are people, cumulative, and never decrease.

    `id` is a UUID4 in text form. `opened_on` is the day it was created, then the day it first opened. `closing`: the
    close was begun and has not finished (the process was killed): `close_workshop` must be called again.
    """

    id: str
    title: str
    code: str
    flow: Flow
    flow_hash: str
    policy: Policy
    policy_hash: str
    phase: Phase
    opened_on: date
    closed_on: date | None
    joined: int
    started: int
    submitted: int
    locked: bool
    controller: str
    contact: str
    closing: bool = False


@dataclass(frozen=True)
class ChatState:
    """Where one participant's messages go; sealed in the database, in the open only in memory.

    `rev` is bumped by every step, `shown` is the rev last delivered; `message_id` is the message that holds the current
    question. Of all the workshops of one person the one with the highest `focus` is current.
    """

    chat_id: int = field(repr=False)
    language: str = "en"
    message_id: int | None = None
    rev: int = 0
    shown: int = 0
    focus: int = 0


@dataclass(frozen=True)
class Person:
    """A participant of one workshop, known by a keyed token. `dialogue` is the machine's state as JSON data.

    `user_id` is sealed beside the chat, so that a close can count what a drop-out answered; it is never in a column.
    """

    token: bytes
    chat: ChatState
    dialogue: dict[str, Any] | None = field(repr=False)
    receipt_given: bool = False
    user_id: int = field(default=0, repr=False, kw_only=True)


class Put(StrEnum):
    """What became of an answer handed in."""

    STORED = "stored"
    ALREADY_COUNTED = "already counted"
    CLOSED = "closed"


@dataclass(frozen=True)
class Release:
    """What may be shown of one question: the cumulative counts of `n` people. `final`: the workshop's last word."""

    question_id: str
    seq: int
    n: int
    tally: Tally
    final: bool


@dataclass(frozen=True)
class ClosingReport:
    """What a close did.

    `releases`: question -> final release; absent where too few people answered. `dropped`: question -> answers deleted
    uncounted. `audience`: where to say what the room said; it lives in memory only, the database has forgotten it by
    now. `compacted`: the files were rewritten, so that no deleted row is left in them.
    """

    releases: Mapping[str, Release] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    audience: tuple[ChatState, ...] = field(default=(), repr=False)
    compacted: bool = True


class ActionKind(StrEnum):
    """What can be done to a workshop by those who run it. SHOWN: the results so far were looked at."""

    CREATED = "created"
    POLICY = "policy set"
    OPENED = "opened"
    PAUSED = "paused"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    INVITED = "invited"
    GROUP = "group linked"
    SHOWN = "shown"
    POLL_SENT = "poll sent"
    POLL_CLOSED = "poll closed"
    CLOSED = "closed"
    EXPORTED = "exported"


class Actor(StrEnum):
    """In which role something was done. ITSELF: nobody did it. OPERATOR: at the command line of the server."""

    FACILITATOR = "facilitator"
    ORGANISER = "organiser"
    OPERATOR = "operator"
    ITSELF = "itself"


class Place(StrEnum):
    """Where something was shown or sent."""

    EVERYONE = "everyone"
    GROUP = "group"
    STAFF = "staff"


DETAILS = frozenset({"", *Place, "xlsx", "csv", "json", *PRESETS})
"""Everything that may stand beside an act: where to, in which format, which privacy rule."""


@dataclass(frozen=True)
class Action:
    """One act, with one of `DETAILS`."""

    kind: ActionKind
    actor: Actor
    day: date
    detail: str = ""


class Role(StrEnum):
    """What a member of staff may do. A role is given for everything (organisers) or for one workshop."""

    ORGANISER = "organiser"
    FACILITATOR = "facilitator"


@dataclass(frozen=True)
class Invite:
    """What a one-time link gave: a role, for one workshop or (None) in general."""

    role: Role
    workshop_id: str | None


@dataclass(frozen=True)
class StaffRecord:
    """Every row held about a member of staff; workshops by title, "" for a role in general.

    `boards` and `polls`: of which workshops there is one in their chat, a title for each.
    """

    chat_id: int | None
    language: str | None
    roles: tuple[tuple[Role, str], ...]
    focus: str | None
    boards: tuple[str, ...]
    polls: tuple[str, ...]
    asked: str | None


@dataclass(frozen=True)
class Board:
    """A control message that edits itself."""

    chat_id: int
    message_id: int


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
