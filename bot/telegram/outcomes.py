"""What became of a Bot API call: Telegram's refusals read into a few words. Must not pace, retry or log anything.

The texts are those of the official Bot API server (tdlib/telegram-bot-api, Client.cpp, fail_query_with_error). Only a
code word of ours leaves this module, never Telegram's own text, which may quote what was sent.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.telegram.api import NotDone

_FLOOD_MARGIN = 0.1  # seconds; Telegram rounds its figure to whole seconds
_LOCKED = 5.0  # seconds between two looks whether the token works again


@dataclass(frozen=True)
class Delivered:
    """Telegram did it. `result` is what the Bot method returned; None where nothing had to change."""

    result: Any


@dataclass(frozen=True)
class Unreachable:
    """Not to be written to: `blocked`, `deactivated`, `kicked`, `not_started`, `forbidden` or `chat_not_found`."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """Telegram or the courier said no, and nothing was delivered. `code` is one word from the tables below."""

    code: str


@dataclass(frozen=True)
class Unknown:
    """No answer came back: it may or may not have been delivered."""


@dataclass(frozen=True)
class Moved:
    """The group has become a supergroup with this id; nothing was delivered."""

    new_chat_id: int


Outcome = Delivered | Unreachable | Refused | Unknown | Moved


@dataclass(frozen=True)
class Again:
    """Not done and safe to repeat: after so many seconds if Telegram named them (`flood`), else after a backoff.

    `locked`: our token is not known any more. That is nobody's fault who is written to, and may be put right.
    """

    after: float | None = None
    flood: bool = False
    locked: bool = False


_FORBIDDEN = {
    "blocked by the user": "blocked",
    "user is deactivated": "deactivated",
    "kicked": "kicked",
    "not a member": "kicked",
    "can't initiate conversation": "not_started",
}
_GONE = {"chat not found": "chat_not_found", "peer_id_invalid": "chat_not_found", "user not found": "chat_not_found"}
_BAD_REQUEST = {
    "query is too old": "query_too_old",
    "query id is invalid": "query_too_old",
    "message to edit not found": "message_not_found",
    "message to delete not found": "message_not_found",
    "message to forward not found": "message_not_found",
    "message to copy not found": "message_not_found",
    "message_id_invalid": "message_not_found",
    "message with poll to stop not found": "message_not_found",
    "message can't be": "not_editable",
    "there is no text in the message": "not_editable",
    "there is no caption in the message": "not_editable",
    "poll has already been closed": "poll_closed",
    "poll can't be stopped": "poll_closed",
    "can't parse entities": "bad_markup",
    "reply markup is too long": "markup_too_long",
    "too long": "too_long",
    "is empty": "empty",
    "button": "bad_button",
    "thread not found": "no_topic",
    "topic_closed": "no_topic",
    "not enough rights": "no_rights",
    "have no rights": "no_rights",
    "chat_write_forbidden": "no_rights",
    "chat_restricted": "no_rights",
    "_forbidden": "no_rights",
    "administrator rights": "no_rights",
    "wrong file": "bad_file",
    "photo": "bad_file",
    "file": "bad_file",
}
_NOT_MODIFIED = ("message is not modified", "message_not_modified")
"""A page that is pressed and has no news is no failure, in either of Telegram's wordings."""


def adds(method: str) -> bool:
    """True if doing it twice would show twice; then a call without an answer is never repeated."""
    return method.startswith(("send_", "forward_", "copy_")) and method != "send_chat_action"


def is_for_words(outcome: Outcome, *, unsure: bool) -> bool:
    """Whether the words below a picture go on their own now: it was refused, or (`unsure`) nobody knows what became of it."""
    if isinstance(outcome, Refused):
        return outcome.code not in {"stopped", "taken_back"}
    return unsure and isinstance(outcome, Unknown)


def read_error(method: str, error: TelegramError) -> Outcome | Again:
    """The meaning of an error raised by `method` of a Bot made by `bot.telegram.api.make_bot`."""
    match error:
        case RetryAfter():
            return Again(seconds_of(error.retry_after) + _FLOOD_MARGIN, flood=True)
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Unreachable(_word(_FORBIDDEN, error, "forbidden"))
        case BadRequest():
            return _read_bad_request(error)
        case InvalidToken():
            return Again(_LOCKED, locked=True)
        case EndPointNotFound():
            return Refused("unknown_token_or_method")
        case NotDone():
            return Again()
        case _:  # timed out, torn connection, unreadable answer: it may have been done
            return Unknown() if adds(method) else Again()


def seconds_of(retry_after: float | timedelta) -> float:
    """Telegram's waiting time, which the library gives as a number or, from 22.2 on if asked, as a timedelta."""
    return retry_after.total_seconds() if isinstance(retry_after, timedelta) else float(retry_after)


def _read_bad_request(error: BadRequest) -> Outcome:
    if any(words in error.message.lower() for words in _NOT_MODIFIED):
        return Delivered(None)
    gone = _word(_GONE, error, "")
    return Unreachable(gone) if gone else Refused(_word(_BAD_REQUEST, error, "bad_request"))


def _word(table: dict[str, str], error: TelegramError, otherwise: str) -> str:
    text = error.message.lower()
    return next((word for part, word in table.items() if part in text), otherwise)
