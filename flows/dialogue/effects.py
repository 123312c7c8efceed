"""What a step of the dialogue asks the outside to do, as values; must not know Telegram, languages or people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flows.dialogue.answers import Answer, Refusal


class Notice(StrEnum):
    """A short, friendly remark. The words for each live in the catalogues."""

    ALREADY_NOTED = "already_noted"
    CLOSED_QUESTION = "closed_question"
    ALREADY_COUNTED = "already_counted"
    CONSENT_FIRST = "consent_first"
    NOTHING_BEFORE = "nothing_before"
    NOT_A_TEXT = "not_a_text"
    BORROWED = "borrowed"
    EDITED = "edited"
    EARLIER = "earlier"
    ALREADY_SUBMITTED = "already_submitted"
    NO_POINTS_LEFT = "no_points_left"
    NO_POINTS_THERE = "no_points_there"
    USE_BUTTONS = "use_buttons"
    NOT_YET = "not_yet"
    TYPE_AGAIN = "type_again"
    MOVED_ON = "moved_on"
    WORDS_KEPT = "words_kept"
    TOO_SOON = "too_soon"
    ADDED = "added"
    CHANGED = "changed"
    UNCONFIRMED = "unconfirmed"
    LEFT_WORDS = "left_words"
    LEFT_CHANGE = "left_change"
    LEFT_TICKS = "left_ticks"
    HELD = "held"
    KEPT = "kept"
    NOTHING_ASKED = "nothing_asked"
    NOTHING_YET = "nothing_yet"
    NO_SUBMIT = "no_submit"
    NEW_RULES = "new_rules"
    ENDED = "ended"


@dataclass(frozen=True)
class Settle:
    """Turn the message of this question into its settled form: no buttons, the answer beside the question."""

    question: str
    answer: Answer


@dataclass(frozen=True)
class Show:
    """Show where the participant now stands (consent, question, review, pause, thanks) as a new message."""


@dataclass(frozen=True)
class Redraw:
    """Show where the participant now stands in the message that is already there."""


@dataclass(frozen=True)
class Retire:
    """Take the buttons away from the message that was the current one."""


@dataclass(frozen=True)
class Say:
    """A remark as a message of its own."""

    remark: Notice | Refusal


Effect = Settle | Show | Redraw | Retire | Say
