"""What storage hands out and takes in, as frozen values; must not know tables, SQL, Telegram or the clock.

Long: the vocabulary between storage and bot, one value after the other, no behaviour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from flows.counting.release import PRESETS, Decision, Policy
from flows.counting.tally import Tally
from flows.definition.flow import Flow, Question, for_tables, with_questions
from storage.days import months_after, there

LIFETIME = timedelta(days=14)
"""So long after the first consent card, at the latest, a workshop closes itself and its key is destroyed."""


SHORTEST, LONGEST, USUAL = 1, 60, 12
"""Months after the close for which the results, texts and receipts of a workshop may be kept, and are if nobody says otherwise."""

READ_WITHIN = timedelta(days=14)
"""After the close the desk stays open for so long; what nobody has approved by then is deleted."""


class Phase(StrEnum):
    """Where a workshop stands. WAITING: created, not yet open. CLOSED is terminal and begins when closing begins."""

    WAITING = "waiting"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class BallotKind(StrEnum):
    """POLL: a statement or choice sent to everybody; ASK: questions to the panel; VOTE: which of those are put to it."""

    POLL = "poll"
    ASK = "ask"
    VOTE = "vote"


class BallotState(StrEnum):
    """DRAFT: only the facilitator has seen it; OPEN: everybody may answer; CLOSED: nobody can any more, for good.

    ENDED: the facilitator has gone on before enough people had answered to close it. It is asked of nobody any more, but whoever
    has it can answer until the workshop's close: else a facilitator could choose behind whom a result is shown.
    """

    DRAFT = "draft"
    OPEN = "open"
    ENDED = "ended"
    CLOSED = "closed"


@dataclass(frozen=True)
class Ballot:
    """A question beside the flow, which everybody is asked while the workshop is open.

    Its id is no question's of the flow. `of`: the question or ballot of which this is the second round.
    """

    id: str
    workshop_id: str
    seq: int
    kind: BallotKind
    question: Question
    state: BallotState
    of: str | None = None

    @property
    def takes_answers(self) -> bool:
        """Whether what is answered to it is still taken."""
        return self.state in (BallotState.OPEN, BallotState.ENDED)


@dataclass(frozen=True)
class Workshop:
    """One event. `joined`, `started` and `submitted` are people, cumulative, and never decrease.

    `id` is a UUID4 in text form. `opened_on` is the day it was created, then the day it first opened. `closing`: the
    close was begun and has not finished (the process was killed): `close_workshop` must be called again. `paced`: the
    facilitator sets the pace. `tables`: people who have taken notes for a round table, cumulative. `ballots`: what was asked
    beside the flow, drafts left out. `key_until`: the day by which its key goes, as the first consent card said; None while
    nobody was shown one. `kept_months`: for how many months after the close anything of it is kept; None before the bot said.
    `key_lost`: at its close the key was gone, so that what waited could not be counted. `zone`: whose days all of these are.
    `worded_by`: the machine that may put its results into other words, as the consent card says; "": none.
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
    paced: bool = False
    tables: int = 0
    ballots: tuple[Ballot, ...] = ()
    key_until: date | None = None
    kept_months: int | None = None
    key_lost: bool = False
    zone: str = "UTC"
    worded_by: str = ""

    @property
    def key_goes(self) -> date:
        """The day by which its key goes: the promised one, or as long after it was opened where nobody was shown a card."""
        return self.key_until or self.opened_on + LIFETIME

    def has_outlived(self, today: date) -> bool:
        """Whether it closes itself now. Not while it waits and nobody was shown a card: it may be prepared long before."""
        is_prepared = self.phase is Phase.WAITING and self.key_until is None
        return self.phase is not Phase.CLOSED and not is_prepared and there(today, self.zone) >= self.key_goes

    @property
    def kept_until(self) -> date | None:
        """On which day all that is kept of a closed workshop is deleted."""
        return months_after(self.closed_on, self.kept_months) if self.closed_on and self.kept_months else None

    @property
    def rules(self) -> str:
        """What *Take part* agrees to, as its button carries it: the privacy rule by its hash, and who sets the pace."""
        return f"{self.policy_hash[:8]}-{'led' if self.paced else 'own'}"

    @cached_property
    def everything(self) -> Flow:
        """The flow, and after its own questions those of round tables and ballots: all that anybody can have answered."""
        return with_questions(self.flow, (*self.at_tables.values(), *(ballot.question for ballot in self.ballots)))

    @cached_property
    def at_tables(self) -> Mapping[str, Question]:
        """The flow's questions as note-takers answer them, by the id of the flow's own: counted apart, at the close only.

        Empty while nobody has taken notes for a table.
        """
        return for_tables(self.flow) if self.tables else {}

    def slot(self, question_id: str, *, table: bool) -> str:
        """Under which id an answer to the flow's question is handed in: by a note-taker for a table, or for oneself."""
        return self.at_tables[question_id].id if table else question_id

    def ballot(self, ballot_id: str) -> Ballot | None:
        """The ballot with this id, None for a question of the flow or an unknown one."""
        return next((ballot for ballot in self.ballots if ballot.id == ballot_id), None)


@dataclass(frozen=True)
class Deleted:
    """What is left of a workshop that was deleted, beside what was done to it."""

    code: str
    workshop_id: str
    deleted_on: date


@dataclass(frozen=True)
class ChatState:
    """Where one participant's messages go; sealed in the database, in the open only in memory.

    `rev` is bumped by every step, `shown` is the rev last delivered; `message_id` is the message that holds the current
    question. Of all the workshops of one person the one with the highest `focus` is current. `news`: may be written to once
    more after the close. `table`, `seats`: takes notes for this table of so many people; 0: answers for themselves.
    `chosen`: the language that this person has asked for, in whatever workshop; "" while it is their phone's.
    """

    chat_id: int = field(repr=False)
    language: str = "en"
    message_id: int | None = None
    rev: int = 0
    shown: int = 0
    focus: int = 0
    news: bool = True
    table: int = 0
    seats: int = 0
    chosen: str = ""


@dataclass(frozen=True)
class Beside:
    """Where a poll, a vote or a round stands on one participant's phone: `rev`, `shown` and `message_id` as in `ChatState`."""

    rev: int = 0
    shown: int = 0
    message_id: int | None = None

    def arrived(self, rev: int, message_id: int) -> Beside:
        """Step `rev` of it stands in this message; an older step that comes late changes nothing."""
        return self if rev < self.shown else replace(self, shown=rev, message_id=message_id)


@dataclass(frozen=True)
class Person:
    """A participant of one workshop, known by a keyed token. `dialogue` is the machine's state as JSON data.

    `panel`: a question to the panel that they are writing, or votes that they have not confirmed, as JSON data.
    `user_id` is sealed beside the chat, so that a close can count what a drop-out answered; it is never in a column.
    `beside`: what stands beside the dialogue, by the number of the ballot.
    """

    token: bytes
    chat: ChatState
    dialogue: dict[str, Any] | None = field(repr=False)
    receipt_given: bool = False
    panel: dict[str, Any] | None = field(default=None, repr=False)
    beside: Mapping[int, Beside] = field(default_factory=dict, repr=False)
    user_id: int = field(default=0, repr=False, kw_only=True)

    @property
    def is_owed(self) -> bool:
        """Whether something was decided that nobody knows them to have on the phone."""
        return self.chat.shown < self.chat.rev or any(at.shown < at.rev for at in self.beside.values())


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
class Ended:
    """What ending a question, a poll, a vote or a round did. `release`: what may be shown of it now, None: nothing yet."""

    decision: Decision
    release: Release | None


@dataclass(frozen=True)
class ClosingReport:
    """What a close did.

    `releases`: question -> final release; absent where too few people answered. `dropped`: question -> answers deleted
    uncounted. `telling`: the send-out that tells everybody the result, None when nobody is left. `compacted`: the files were rewritten.
    """

    releases: Mapping[str, Release] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    telling: str | None = None
    compacted: bool = True


class ActionKind(StrEnum):
    """What can be done to a workshop by those who run it. SHOWN: the results were looked at; READ: the desk was."""

    CREATED = "created"
    POLICY = "policy set"
    PACED = "pace set"
    OPENED = "opened"
    PAUSED = "paused"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    EXPECTED = "expected set"
    INVITED = "invited"
    GROUP = "group linked"
    SHOWN = "shown"
    POLL_SENT = "poll sent"
    POLL_CLOSED = "poll closed"
    ANNOUNCED = "announced"
    LAST_CALL = "last call"
    QUESTION_ENDED = "question ended"
    PANEL_ASKED = "panel asked"
    PANEL_COLLECTED = "panel collected"
    VOTE_OPENED = "vote opened"
    VOTE_CLOSED = "vote closed"
    CLOSED = "closed"
    KEY_LOST = "key lost"
    EXPORTED = "exported"
    NEWS_SENT = "news sent"
    DELETED = "deleted"
    JOINED = "role taken"
    UNINVITED = "invitation withdrawn"
    WITHDRAWN = "role withdrawn"
    LEFT = "role given up"
    GROUP_ASKED = "group asked for"
    GROUP_LENT = "group given up"
    READ = "texts read"


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
    SCREEN = "screen"


class Role(StrEnum):
    """What a member of staff may do. A role is given for everything (organisers) or for one workshop."""

    ORGANISER = "organiser"
    FACILITATOR = "facilitator"


DETAILS = frozenset({"", *Place, "pack", "xlsx", "csv", "json", "pdf", *PRESETS, "own", "led", *Role})
"""Everything that may stand beside an act: where to, in which format, which privacy rule, whose pace, which role."""


@dataclass(frozen=True)
class Action:
    """One act, with one of `DETAILS`."""

    kind: ActionKind
    actor: Actor
    day: date
    detail: str = ""


class SendoutKind(StrEnum):
    """What is sent to everybody. CONSENT: the new consent card, to those who had agreed to other rules."""

    CONSENT = "consent"
    QUESTION = "question"
    BALLOT = "ballot"
    LAST_CALL = "last call"
    RESULT = "result"
    ANNOUNCEMENT = "announcement"
    CLOSING = "closing"
    TEXTS = "texts"
    NEWS = "news"


ALL, NONE = "all", "0"
"""How many messages of a send-out have left for somebody, as a word; "-1": one had left when the program ended."""


class SendoutState(StrEnum):
    """DRAFT: only its facilitator has seen it. STOPPED (by a facilitator, or the close) and DONE are terminal."""

    DRAFT = "draft"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True)
class Sendout:
    """One message to everybody. Numbers are people: `total` when it began, `arrived`, `failed` (blocked or gone), `unsure`.

    `body`: what it is about, by ids, or the words of a facilitator; never an answer. `asked_in`: the chat it was asked for in.
    """

    id: str
    workshop_id: str
    kind: SendoutKind
    body: Mapping[str, Any]
    state: SendoutState
    total: int
    arrived: int = 0
    failed: int = 0
    unsure: int = 0
    asked_in: int | None = None

    @property
    def done(self) -> int:
        """People whose outcome is known, whatever it is."""
        return self.arrived + self.failed + self.unsure

    @property
    def left(self) -> int:
        """People who are still to be told; late joiners are not among them."""
        return max(0, self.total - self.done)
