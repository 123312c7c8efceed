"""Reads Telegram's updates into our own words; the only reader of `telegram.Update`; must not know what is done about them.

Names, usernames and texts of messages that are not for the bot go no further than this module. One name does: that of who
follows an invitation, because those who steer must know each other.
"""

from __future__ import annotations

import re
from dataclasses import replace

from telegram import CallbackQuery, ChatMember, ChatMemberRestricted, ChatMemberUpdated, Message, Update, User

from bot.buttons import decode
from bot.incoming import (
    ANONYMOUS,
    INVITATION,
    Command,
    Document,
    Event,
    Forwarded,
    Incoming,
    Media,
    Presence,
    Press,
    Replied,
    Rewritten,
    Sender,
    Upgraded,
    Words,
)
from bot.logs import log
from bot.wording import code_of
from flows.definition.letters import one_line

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

_LARGEST = 2**52
_COMMAND = re.compile(r"/([a-z0-9_]{1,32})(?:@([A-Za-z0-9_]{3,32}))?(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)


def read(update: Update, bot_username: str) -> Incoming | None:
    """The update in our words, or None when there is nothing in it for us, or not what Telegram's types promise."""
    try:
        return _read(update, bot_username)
    except (AttributeError, TypeError, ValueError) as error:
        log("update_given_up", handler="intake", error=error)
        return None


def _read(update: Update, bot_username: str) -> Incoming | None:
    event = _event(update, bot_username)
    sender = _sender(update) or _nobody(update, event)
    if sender is None or event is None or not _is_sound(sender, event):
        return None
    return Incoming(update.update_id, sender, event)


def _is_sound(sender: Sender, event: Event) -> bool:
    """Whether all numbers are as Telegram promises them: whole, and of 52 bits at most. Others fit into no database."""
    numbers: list[object] = [sender.user_id, sender.chat_id, sender.topic]
    match event:
        case Press(_, message_id) if message_id is not None:
            numbers.append(message_id)
        case Upgraded(chat_id):
            numbers.append(chat_id)
        case Words(_, Replied(message_id)):
            numbers.append(message_id)
        case _:
            pass
    return all(type(number) is int and abs(number) < _LARGEST for number in numbers)


def _clean(text: object) -> str:
    """Text without halves of characters, which can be neither stored nor sent; "" for what is none."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(text, str) else ""


def _sender(update: Update) -> Sender | None:
    user, chat = update.effective_user, update.effective_chat
    if user is None or user.is_bot or chat is None:
        return None
    return Sender(user.id, chat.id, chat.type == "private", _language(user), _topic(update))


def _nobody(update: Update, event: Event | None) -> Sender | None:
    """An administrator who stays anonymous (or the bot itself) may have added or removed the bot, or command it."""
    chat, message = update.effective_chat, update.message
    if chat is None or chat.type == "private":
        return None
    is_command = isinstance(event, Command) and message is not None and message.sender_chat is not None
    if not is_command and not isinstance(event, Presence | Upgraded):
        return None
    return Sender(ANONYMOUS, chat.id, private=False, language="en", topic=_topic(update))


def _topic(update: Update) -> int:
    message = update.effective_message
    return message.message_thread_id or 0 if isinstance(message, Message) and message.is_topic_message else 0


def _language(user: User) -> str:
    return code_of(_clean(user.language_code))


def _event(update: Update, bot_username: str) -> Event | None:
    if update.callback_query is not None:
        return _press(update.callback_query)
    if update.my_chat_member is not None:
        return _presence(update.my_chat_member)
    if update.message is not None:
        return _message(update.message, bot_username)
    return _rewritten(update.edited_message)


def _rewritten(message: Message | None) -> Rewritten | None:
    """Words that were changed; a live location that moves on is nobody's edit."""
    if message is None or not (message.text or message.caption):
        return None
    return Rewritten(to_command=_clean(message.text).lstrip().startswith("/"))


def _presence(change: ChatMemberUpdated) -> Presence:
    before, now = change.old_chat_member, change.new_chat_member
    here = _is_inside(now)
    may_write = not isinstance(now, ChatMemberRestricted) or now.can_send_messages
    return Presence(here, here and not _is_inside(before), not here or may_write, change.chat.type == "channel")


def _is_inside(member: ChatMember) -> bool:
    """Somebody restricted may have left meanwhile."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in (ChatMember.LEFT, ChatMember.BANNED)


def _press(query: CallbackQuery) -> Press:
    message_id = query.message.message_id if query.message else None
    return Press(_clean(query.id), message_id, decode(_clean(query.data)))


def _message(message: Message, bot_username: str) -> Event | None:
    if message.migrate_to_chat_id is not None:
        return Upgraded(message.migrate_to_chat_id)
    if message.document is not None and message.chat.type == "private" and message.animation is None:
        return _document(message)
    if message.forward_origin is not None:
        return Forwarded(message.media_group_id or "")
    text = _clean(message.text)
    if message.text is None:
        return None if _service(message) else Media(message.media_group_id or "")
    command = _COMMAND.fullmatch(text.strip())
    if command is None:
        return Words(text, _replied(message, bot_username))
    name, addressee, argument = command.groups()
    if addressee and addressee.casefold() != bot_username.casefold():
        return None
    return _follows(message, Command(name.casefold(), (argument or "").strip(), to_us=bool(addressee)))


def _document(message: Message) -> Document:
    """A file of whatever kind; its name goes no further than to who may send one (`bot.shelf`)."""
    sent = message.document
    name, size = (_clean(sent.file_name)[-100:], sent.file_size or 0) if sent else ("", 0)
    is_forwarded = message.forward_origin is not None
    return Document(_clean(sent.file_id) if sent else "", name, size, is_forwarded, message.media_group_id or "")


def _replied(reply: Message, bot_username: str) -> Replied | None:
    """Our own message that somebody replies to, or theirs; of anybody else's nothing is read."""
    message = reply.reply_to_message
    if message is None or message.from_user is None:
        return None
    if reply.from_user is not None and message.from_user.id == reply.from_user.id:
        return Replied(message.message_id, _clean(message.text), own=True)
    if (message.from_user.username or "").casefold() != bot_username.casefold():
        return None
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    data = [key.callback_data for row in rows for key in row if isinstance(key.callback_data, str)]
    return Replied(message.message_id, message.text or "", tuple(b for b in map(decode, data) if b is not None))


def _follows(message: Message, command: Command) -> Command:
    """With the name on the phone, where somebody follows an invitation."""
    user = message.from_user
    if command.name != "start" or user is None or not INVITATION.fullmatch(command.argument):
        return command
    return replace(command, by=one_line(user.full_name))


def _service(message: Message) -> bool:
    """Messages that Telegram writes itself: somebody joined, a message was pinned, a title changed."""
    return any(getattr(message, mark, None) for mark in _SERVICE)
