"""What comes in, in our own words: who acts and where, and what they did; must not know Telegram's types or what is done about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.buttons import Button

ANONYMOUS = 0
"""The user id of who cannot be known: an administrator of a group who writes as the group."""


INVITATION = re.compile(r"i[A-Za-z0-9_-]{24}")
"""What stands behind /start when somebody follows an invitation."""


WALL = re.compile(r"w[0-9]{4}")
"""What stands behind /start when somebody scans the QR code of a page that waits to be a wall: its digits."""


@dataclass(frozen=True)
class Sender:
    """Who acts and where: the server sets both, so they can be trusted. `language`: that in which they are spoken to, two letters.

    `topic`: in which topic of a forum, 0 for none. `phone`: the language of their phone, "" where it is not known.
    """

    user_id: int
    chat_id: int
    private: bool
    language: str
    topic: int = 0
    phone: str = ""


@dataclass(frozen=True)
class Command:
    """A /command with what stood behind it. `by`: the name on the phone of who follows an invitation, "" with all else.

    `to_us`: it names this bot, as it must where several are in a group.
    """

    name: str
    argument: str
    by: str = field(default="", repr=False)
    to_us: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Replied:
    """A message of this bot that somebody replies to, as it is now. `own`: it is one of their own instead."""

    message_id: int
    text: str = field(repr=False)
    buttons: tuple[Button, ...] = ()
    own: bool = False


@dataclass(frozen=True)
class Words:
    """A text message. `replied`: what it replies to, where that is a message of this bot or their own."""

    text: str
    replied: Replied | None = None


@dataclass(frozen=True)
class Press:
    """A button. `button` None: data this bot never wrote."""

    query_id: str
    message_id: int | None
    button: Button | None


@dataclass(frozen=True)
class Media:
    """A sticker, photo, voice note, document, location, contact ... `album`: of the pictures that were sent with it, "" for none."""

    album: str = ""


@dataclass(frozen=True)
class Document:
    """A file that may hold text, sent in a private chat. `size` in bytes; `forwarded`: somebody else's, or one's own from elsewhere."""

    file_id: str = field(repr=False)
    name: str = field(repr=False)
    size: int = 0
    forwarded: bool = False
    album: str = ""


@dataclass(frozen=True)
class Forwarded:
    """What somebody else said, or oneself somewhere else: no answer and no command. `album` as in `Media`."""

    album: str = ""


@dataclass(frozen=True)
class Rewritten:
    """An earlier message was edited. `to_command`: it is a command now."""

    to_command: bool = False


@dataclass(frozen=True)
class Presence:
    """The bot is in a group or not, or a person unblocked or blocked it.

    `is_new`: it was not there before; `may_write`: it was not muted; `channel`: the chat is none for conversations.
    """

    here: bool
    is_new: bool = False
    may_write: bool = True
    channel: bool = False


@dataclass(frozen=True)
class Upgraded:
    """A group became a supergroup with another id."""

    new_chat_id: int


Event = Command | Words | Press | Media | Document | Forwarded | Rewritten | Presence | Upgraded


@dataclass(frozen=True)
class Incoming:
    """One update, read."""

    update_id: int
    sender: Sender
    event: Event
