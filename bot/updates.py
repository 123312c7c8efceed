"""Reads Telegram's updates into our own words; the only reader of `telegram.Update`; must not know what is done about them.

Names, usernames and texts of messages that are not for the bot go no further than this module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import CallbackQuery, ChatMember, Message, Update, User

from bot.buttons import Button, decode

_SERVICE = (
    "boost_added", "channel_chat_created", "chat_background_set", "chat_owner_changed", "chat_owner_left", "chat_shared",
    "checklist_tasks_added", "checklist_tasks_done", "connected_website", "delete_chat_photo",
    "direct_message_price_changed", "forum_topic_closed", "forum_topic_created", "forum_topic_edited",
    "forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden", "gift", "giveaway_completed",
    "giveaway_created", "group_chat_created", "left_chat_member", "managed_bot_created",
    "message_auto_delete_timer_changed", "migrate_from_chat_id", "new_chat_members", "new_chat_photo", "new_chat_title",
    "paid_message_price_changed", "pinned_message", "poll_option_added", "poll_option_deleted",
    "proximity_alert_triggered", "refunded_payment", "supergroup_chat_created", "unique_gift", "users_shared",
    "video_chat_ended", "video_chat_participants_invited", "video_chat_scheduled", "video_chat_started",
    "write_access_allowed",
)  # fmt: skip
"""Fields of the messages that nobody typed; older versions of the library lack some."""

_COMMAND = re.compile(r"/([a-z0-9_]{1,32})(?:@([A-Za-z0-9_]{3,32}))?(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Sender:
    """Who acts and where: the server sets both, so they can be trusted. `language` is the phone's, two letters."""

    user_id: int
    chat_id: int
    private: bool
    language: str


@dataclass(frozen=True)
class Command:
    """A /command with what stood behind it."""

    name: str
    argument: str


@dataclass(frozen=True)
class Words:
    """A text message."""

    text: str


@dataclass(frozen=True)
class Press:
    """A button. `button` None: data this bot never wrote."""

    query_id: str
    message_id: int | None
    button: Button | None


@dataclass(frozen=True)
class Media:
    """A sticker, photo, voice note, document, location, contact ..."""


@dataclass(frozen=True)
class Rewritten:
    """An earlier message was edited."""


@dataclass(frozen=True)
class Presence:
    """The bot was added to a group (True) or removed, or a person unblocked or blocked it."""

    here: bool


@dataclass(frozen=True)
class Upgraded:
    """A group became a supergroup with another id."""

    new_chat_id: int


Event = Command | Words | Press | Media | Rewritten | Presence | Upgraded


@dataclass(frozen=True)
class Incoming:
    """One update, read."""

    update_id: int
    sender: Sender
    event: Event


def read(update: Update, bot_username: str) -> Incoming | None:
    """The update in our words, or None when there is nothing in it for us."""
    sender, event = _sender(update), _event(update, bot_username)
    if isinstance(event, Upgraded) and update.effective_chat is not None:
        sender = sender or Sender(
            0, update.effective_chat.id, private=False, language="en"
        )  # an anonymous admin did it
    if sender is None or event is None:
        return None
    return Incoming(update.update_id, sender, event)


def _sender(update: Update) -> Sender | None:
    user, chat = update.effective_user, update.effective_chat
    if user is None or user.is_bot or chat is None:
        return None
    return Sender(user.id, chat.id, chat.type == "private", _language(user))


def _language(user: User) -> str:
    return (user.language_code or "en").split("-")[0].lower()[:2]


def _event(update: Update, bot_username: str) -> Event | None:
    if update.callback_query is not None:
        return _press(update.callback_query)
    if update.my_chat_member is not None:
        status = update.my_chat_member.new_chat_member.status
        return Presence(status not in (ChatMember.LEFT, ChatMember.BANNED))
    if update.message is not None:
        return _message(update.message, bot_username)
    return Rewritten() if update.edited_message is not None else None


def _press(query: CallbackQuery) -> Press:
    message_id = query.message.message_id if query.message else None
    return Press(query.id, message_id, decode(query.data or ""))


def _message(message: Message, bot_username: str) -> Event | None:
    if message.migrate_to_chat_id is not None:
        return Upgraded(message.migrate_to_chat_id)
    if message.text is None:
        return None if _service(message) else Media()
    command = _COMMAND.fullmatch(message.text.strip())
    if command is None:
        return Words(message.text)
    name, addressee, argument = command.groups()
    if addressee and addressee.casefold() != bot_username.casefold():
        return None
    return Command(name.casefold(), (argument or "").strip())


def _service(message: Message) -> bool:
    """Messages that Telegram writes itself: somebody joined, a message was pinned, a title changed."""
    return any(getattr(message, mark, None) for mark in _SERVICE)
