"""A call of the Bot API as a value, and what it counts for; must not know how it is sent or what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ANSWER = "answer_callback_query"
_FREE = ("delete_", "get_", "set_", "unpin_", "leave_")


@dataclass(frozen=True)
class Call:
    """One Bot method in the library's spelling; `chat_id` is added to `args` unless it is None."""

    method: str
    chat_id: int | None
    args: Mapping[str, Any] = field(default_factory=dict)


def changes(method: str) -> bool:
    """True if it adds nothing to a chat, and changes or takes away what is there."""
    return method.startswith(("edit_", "delete_"))


def pays(method: str, chat_id: int) -> bool:
    """True if it counts against the chat's limit: what shows in the chat, and in a group edits too.

    An edit in a private chat answers its reader's own tap (a tick, a settled question) or keeps the board right,
    and notifies nobody: a message that changes every second must not use up what its reader's taps need. Telegram names no
    budget for it; should it say 429 after all, the courier waits as long as it says.
    """
    if method.startswith("edit_") and chat_id > 0:
        return False
    return not method.startswith(_FREE) and method != "send_chat_action"
