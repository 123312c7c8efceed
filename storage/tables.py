"""The tables, as SQLModel classes; must not know what a token or a sealed value means.

What the schema promises (anonymity rules, 3a): no table about participants has a time, a counting id or a rowid; SQLite keeps them in the
order of a random key. `counted`, `receipt`, `release` point at nobody; only staff have Telegram ids. Long: the schema, to be checked whole.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, Index, LargeBinary, Table, Text
from sqlmodel import Field

from storage.rows import METADATA, NO_ROWID, Row
from storage.schema import beside as _beside
from storage.schema import expected as _expected
from storage.schema import seen as _seen
from storage.schema import shelf as _shelf
from storage.schema import themes as _themes  # a table that is not imported is not made


class WorkshopRow(Row, table=True):
    """One event. `closing` is true from the first to the last act of a close."""

    __tablename__ = "workshop"
    id: str = Field(primary_key=True, max_length=36)
    title: str = Field(sa_type=Text)
    code: str = Field(max_length=16, unique=True)
    flow_hash: str = Field(max_length=64)
    policy: str = Field(sa_type=Text)
    policy_hash: str = Field(max_length=64)
    phase: str = Field(max_length=16)
    closing: bool = False
    opened_on: date
    closed_on: date | None = None
    locked: bool = False
    controller: str = Field(sa_type=Text)
    contact: str = Field(sa_type=Text)
    paced: bool = False
    asked_beside: int = 0
    key_until: date | None = None
    kept_months: int | None = None
    zone: str = Field(default="UTC", max_length=64)
    worded_by: str = Field(default="", max_length=255)


class FlowRow(Row, table=True):
    """A flow as it was when a workshop was created, by its hash."""

    __tablename__ = "flow"
    hash: str = Field(primary_key=True, max_length=64)
    body: str = Field(sa_type=Text)


class HeadcountRow(Row, table=True):
    """How many people joined, started and submitted: only ever up; apart from the workshop, as it changes often."""

    __tablename__ = "headcount"
    workshop_id: str = Field(primary_key=True, max_length=36)
    joined: int = 0
    started: int = 0
    submitted: int = 0
    tables: int = 0


class RoundTableRow(Row, table=True):
    """A table in the room that has somebody who takes notes for it, and for how many people; not who."""

    __tablename__ = "round_table"
    workshop_id: str = Field(primary_key=True, max_length=36)
    number: int = Field(primary_key=True)
    seats: int


class ReceivedRow(Row, table=True):
    """How many people have handed in a question of a paced workshop or of a ballot: only ever up."""

    __tablename__ = "received"
    workshop_id: str = Field(primary_key=True, max_length=36)
    question_id: str = Field(primary_key=True, max_length=32)
    n: int = 0


class StageRow(Row, table=True):
    """Where the room stands, as JSON."""

    __tablename__ = "stage"
    workshop_id: str = Field(primary_key=True, max_length=36)
    body: str = Field(sa_type=Text)


class BallotRow(Row, table=True):
    """A question beside the flow; `body` is the question as JSON."""

    __tablename__ = "ballot"
    workshop_id: str = Field(primary_key=True, max_length=36)
    id: str = Field(primary_key=True, max_length=40)
    seq: int
    kind: str = Field(max_length=8)
    body: str = Field(sa_type=Text)
    state: str = Field(max_length=8)
    of: str = Field(default="", max_length=40)


class PanelRow(Row, table=True):
    """Who sits on the panel, as a JSON list of names that the facilitator typed."""

    __tablename__ = "panel"
    workshop_id: str = Field(primary_key=True, max_length=36)
    speakers: str = Field(sa_type=Text)


class ScreenRow(Row, table=True):
    """A presenter's screen: SHA-256 of its link's token, and the token sealed (NULL: older than that, or made after the close)."""

    __tablename__ = "screen"
    workshop_id: str = Field(primary_key=True, max_length=36)
    digest: bytes = Field(sa_type=LargeBinary, unique=True)
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary)


class SendoutRow(Row, table=True):
    """A message to everybody, and how far it has come; whom it has reached is in `delivery`."""

    __tablename__ = "sendout"
    id: str = Field(primary_key=True, max_length=36)
    workshop_id: str = Field(max_length=36, index=True)
    kind: str = Field(max_length=16)
    body: str = Field(sa_type=Text)
    state: str = Field(max_length=8)
    total: int
    arrived: int = 0
    failed: int = 0
    unsure: int = 0
    asked_in: int | None = Field(default=None, sa_type=BigInteger)


class DeliveryRow(Row, table=True):
    """How far a send-out is for somebody on the roster, by token, so that nobody gets it twice: see `ALL` in `storage.values`."""

    __tablename__ = "delivery"
    token: bytes = Field(primary_key=True, sa_type=LargeBinary)
    workshop_id: str = Field(primary_key=True, max_length=36)
    sendout_id: str = Field(primary_key=True, max_length=36)
    part: str = Field(max_length=4)


class MailingListRow(Row, table=True):
    """A list of a closed workshop: a key of its own, under this id, opens what is on it."""

    __tablename__ = "mailing_list"
    id: str = Field(primary_key=True, max_length=36)
    workshop_id: str = Field(max_length=36, index=True)
    purpose: str = Field(max_length=8)
    until: date


class MailingRow(Row, table=True):
    """Somebody on a list: a token and ciphertext of its key. `told`: the last send-out they were claimed for; `part`: how far."""

    __tablename__ = "mailing"
    token: bytes = Field(primary_key=True, sa_type=LargeBinary)
    list_id: str = Field(max_length=36, index=True)
    blob: bytes = Field(sa_type=LargeBinary)
    told: str = Field(default="", max_length=36)
    part: str = Field(max_length=4)


class RosterRow(Row, table=True):
    """Who has joined: `chat` and `progress` are ciphertext bound to the token."""

    __tablename__ = "roster"
    token: bytes = Field(primary_key=True, sa_type=LargeBinary)
    workshop_id: str = Field(max_length=36, index=True)
    chat: bytes = Field(sa_type=LargeBinary)
    progress: bytes = Field(sa_type=LargeBinary)


class PendingRow(Row, table=True):
    """An answer that waits to be changed, withdrawn or drawn for a release: ciphertext bound to the token."""

    __tablename__ = "pending"
    __table_args__ = (Index(None, "workshop_id", "question_id"), NO_ROWID)
    token: bytes = Field(primary_key=True, sa_type=LargeBinary)
    workshop_id: str = Field(max_length=36)
    question_id: str = Field(max_length=32)
    blob: bytes = Field(sa_type=LargeBinary)


class SpentRow(Row, table=True):
    """The token of a counted answer, kept until the close so that nobody is counted twice."""

    __tablename__ = "spent"
    token: bytes = Field(primary_key=True, sa_type=LargeBinary)
    workshop_id: str = Field(max_length=36, index=True)


class CountedRow(Row, table=True):
    """A released text: an open answer, or a question to the panel. The id is a random UUID4; nothing leads to its author."""

    __tablename__ = "counted"
    __table_args__ = (Index(None, "workshop_id", "question_id"), NO_ROWID)
    id: str = Field(primary_key=True, max_length=36)
    workshop_id: str = Field(max_length=36)
    question_id: str = Field(max_length=32)
    value: str = Field(sa_type=Text)
    use: str = Field(max_length=8)
    speaker: str = Field(default="", sa_type=Text)
    state: str = Field(max_length=12)
    pinned: bool = False
    same_as: str = Field(default="", max_length=36)


class ReceiptRow(Row, table=True):
    """One tag per counted answer: whoever holds the receipt code can find it, nobody else can say whose it is."""

    __tablename__ = "receipt"
    workshop_id: str = Field(primary_key=True, max_length=36)
    question_id: str = Field(primary_key=True, max_length=32)
    tag: bytes = Field(primary_key=True, sa_type=LargeBinary)


class ReleaseRow(Row, table=True):
    """What may be shown of a question: cumulative counts of `n` people as JSON."""

    __tablename__ = "release"
    workshop_id: str = Field(primary_key=True, max_length=36)
    question_id: str = Field(primary_key=True, max_length=32)
    seq: int = Field(primary_key=True)
    n: int
    counts: str = Field(sa_type=Text)
    final: bool = False
    pairs: str | None = Field(default=None, sa_type=Text)


class SegmentPendingRow(Row, table=True):
    """Group and answer of somebody who was counted, as ciphertext bound to a random id, until the close."""

    __tablename__ = "seg_pending"
    __table_args__ = (Index(None, "workshop_id", "question_id"), NO_ROWID)
    id: str = Field(primary_key=True, max_length=36)
    workshop_id: str = Field(max_length=36)
    question_id: str = Field(max_length=32)
    blob: bytes = Field(sa_type=LargeBinary)


class SegmentTableRow(Row, table=True):
    """One question by group, made at the close and never again; a table without groups was withheld."""

    __tablename__ = "segment_table"
    workshop_id: str = Field(primary_key=True, max_length=36)
    question_id: str = Field(primary_key=True, max_length=32)
    table_json: str = Field(sa_type=Text)


class StaffRow(Row, table=True):
    """A facilitator or organiser, with the private chat to reach them, their language, and the name under which others know them."""

    __tablename__ = "staff"
    user_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    chat_id: int | None = Field(default=None, sa_type=BigInteger)
    language: str | None = Field(default=None, max_length=16)
    name: str | None = Field(default=None, max_length=64)


class GrantRow(Row, table=True):
    """A role given to a member of staff, for one workshop or ('') in general."""

    __tablename__ = "staff_role"
    user_id: int = Field(primary_key=True, sa_type=BigInteger)
    workshop_id: str = Field(primary_key=True, max_length=36)
    role: str = Field(primary_key=True, max_length=16)


class InviteRow(Row, table=True):
    """A one-time link that was not used yet: only the SHA-256 of its token. `made_by`: who may pass it on; None: the operator."""

    __tablename__ = "invite"
    digest: bytes = Field(primary_key=True, sa_type=LargeBinary)
    role: str = Field(max_length=16)
    workshop_id: str = Field(max_length=36)
    until: date
    made_by: int | None = Field(default=None, sa_type=BigInteger)


class ReplyRow(Row, table=True):
    """What was decided for a member of staff and nobody knows to be done: sealed under a key made from the bot's token."""

    __tablename__ = "reply"
    seq: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    chat_id: int = Field(sa_type=BigInteger)
    blob: bytes = Field(sa_type=LargeBinary)


class FocusRow(Row, table=True):
    """The workshop last used in a facilitator's chat, and which page of menus is open on its board there ("": none)."""

    __tablename__ = "focus"
    chat_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    workshop_id: str = Field(max_length=36)
    page: str = Field(default="", max_length=64)


class AskedRow(Row, table=True):
    """What a facilitator was asked to type next in a chat; under a group, which workshop it was asked for."""

    __tablename__ = "asked"
    chat_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    wish: str = Field(max_length=64)


class BoardRow(Row, table=True):
    """The board of a workshop in a chat."""

    __tablename__ = "board"
    workshop_id: str = Field(primary_key=True, max_length=36)
    chat_id: int = Field(primary_key=True, sa_type=BigInteger)
    message_id: int = Field(sa_type=BigInteger)


class BoardWishRow(Row, table=True):
    """The newest board that was asked for in a chat; `workshop_id` is empty once it has arrived."""

    __tablename__ = "board_wish"
    chat_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    workshop_id: str = Field(default="", max_length=36)
    number: int


class OldBoardRow(Row, table=True):
    """A board that another one has replaced, until it is taken away."""

    __tablename__ = "old_board"
    chat_id: int = Field(primary_key=True, sa_type=BigInteger)
    message_id: int = Field(primary_key=True, sa_type=BigInteger)


class GroupRow(Row, table=True):
    """The group a workshop posts to: one group a workshop, one workshop a group. `topic` of a forum; 0: no topic."""

    __tablename__ = "linked_group"
    chat_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    workshop_id: str = Field(max_length=36, unique=True)
    topic: int = Field(default=0, sa_type=BigInteger)


class PollRow(Row, table=True):
    """A native anonymous poll; `counts` (JSON) are written when it is closed, never before."""

    __tablename__ = "poll"
    id: str = Field(primary_key=True, max_length=36)
    workshop_id: str = Field(max_length=36, index=True)
    question: str = Field(sa_type=Text)
    options: str = Field(sa_type=Text)
    chat_id: int = Field(sa_type=BigInteger)
    message_id: int = Field(sa_type=BigInteger)
    telegram_poll_id: str = Field(max_length=64, unique=True)
    closed: bool = False
    counts: str | None = Field(default=None, sa_type=Text)


class ActionRow(Row, table=True):
    """Something that was done to a workshop by those who run it: a day and a role, never a time or a person."""

    __tablename__ = "action"
    workshop_id: str = Field(primary_key=True, max_length=36)
    seq: int = Field(primary_key=True)
    kind: str = Field(max_length=24)
    actor: str = Field(max_length=16)
    day: date
    detail: str = Field(default="", max_length=16)


class DeletedRow(Row, table=True):
    """A workshop that was deleted: its join code, which is never given again, and the day. `rewritten`: the files were, since."""

    __tablename__ = "deleted_workshop"
    code: str = Field(primary_key=True, max_length=16)
    workshop_id: str = Field(max_length=36)
    deleted_on: date
    rewritten: bool = False


def _tables(*models: type[Row]) -> tuple[Table, ...]:  # without the object mapper a step is several times faster
    return tuple(METADATA.tables[str(model.__tablename__)] for model in models)


WORKSHOP, FLOW, HEADCOUNT, ROUND_TABLE, DELETED = _tables(WorkshopRow, FlowRow, HeadcountRow, RoundTableRow, DeletedRow)
RECEIVED, STAGE, BALLOT, PANEL, SCREEN = _tables(ReceivedRow, StageRow, BallotRow, PanelRow, ScreenRow)
SENDOUT, DELIVERY, MAILING_LIST, MAILING, REPLY = _tables(SendoutRow, DeliveryRow, MailingListRow, MailingRow, ReplyRow)
ROSTER, PENDING, SPENT, COUNTED, RECEIPT = _tables(RosterRow, PendingRow, SpentRow, CountedRow, ReceiptRow)
RELEASE, SEG_PENDING, SEGMENT_TABLE, SEEN = *_tables(ReleaseRow, SegmentPendingRow, SegmentTableRow), _seen.SEEN
STAFF, GRANT, INVITE, FOCUS, ASKED, BOARD = _tables(StaffRow, GrantRow, InviteRow, FocusRow, AskedRow, BoardRow)
BOARD_WISH, OLD_BOARD, GROUP, POLL, ACTION = _tables(BoardWishRow, OldBoardRow, GroupRow, PollRow, ActionRow)
THEME, THEME_TEXT, GROUPING, OWN_FLOW = *_themes.TABLES, _shelf.OWN_FLOW
EXPECTED, BESIDE = _expected.EXPECTED, _beside.BESIDE
PERSONAL = (ROSTER, PENDING, SPENT, SEG_PENDING, DELIVERY)  # deleted by a close: it could lead back to people
