"""Whether a message is one that Telegram takes; must not know what it says."""

from __future__ import annotations

import re

from bot.messages import Message
from flows.definition.labels import LONGEST_MESSAGE, units_of

_BUTTONS = 100
"""What Telegram takes below one message."""
_TAG = re.compile("<[^<>]*>")


def fits(message: Message) -> bool:
    """Whether Telegram takes it; tags do not count, and are looked at only where it is close."""
    is_short = units_of(message.html) <= LONGEST_MESSAGE or units_of(_TAG.sub("", message.html)) <= LONGEST_MESSAGE
    return is_short and sum(len(row) for row in message.keyboard) <= _BUTTONS
