"""The Bot API methods about taps, chats, pins and members; they act on the world and know nothing of HTTP."""

from __future__ import annotations

from bot.rehearsal.protocol.checking import utf16
from bot.rehearsal.protocol.refusal import bad, forbidden
from bot.rehearsal.world.chats import PERMISSIONS, Chat, Json, Query, World, member
from bot.rehearsal.world.markup import formatted, on_screen


def answer_callback_query(world: World, given: Json) -> bool:
    """answerCallbackQuery; refused when the tap is unknown, already answered or too old."""
    query = world.queries.get(given["callback_query_id"])
    if query is None or query.answered or world.clock() - query.at > world.query_life:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    query.answered = True
    world.waiting.get(query.user_id, {}).pop(query.id, None)
    text, alert = given.get("text", ""), given.get("show_alert", False)
    if text:
        world.toasts.setdefault(query.user_id, []).append((text, alert))
    if world.screen.watched:
        spinner(world, query, on=False)
        if text or "url" in given:
            about = {"user_id": query.user_id, "query_id": query.id}
            world.screen.show("toast", query.chat_id, text=text, alert=alert, url=given.get("url"), **about)
    return True


def spinner(world: World, query: Query, *, on: bool) -> None:
    """Show that a tapped button waits, or has stopped waiting."""
    row, column = query.place or (None, None)
    place = {"message_id": query.message_id, "row": row, "column": column}
    world.screen.show("spinner", query.chat_id, user_id=query.user_id, query_id=query.id, on=on, **place)


def send_chat_action(world: World, given: Json) -> bool:
    """sendChatAction."""
    chat = world.writable(given["chat_id"])
    chat.action = given["action"]
    world.screen.show("typing", chat.id, action=given["action"])
    return True


def send_message_draft(world: World, given: Json) -> bool:
    """sendMessageDraft; the preview is shown and not kept."""
    chat = world.writable(given["chat_id"])
    if not chat.private:
        raise bad("message drafts are supported only in private chats")
    if not given["draft_id"]:
        raise bad("draft_id must be non-zero")
    text, entities = formatted(given.get("text", ""), given.get("parse_mode"))
    if utf16(text) > 4096:
        raise bad("message is too long")
    world.screen.show("draft", chat.id, draft_id=given["draft_id"], html=on_screen(text, entities))
    return True


def set_message_reaction(world: World, given: Json) -> bool:
    """setMessageReaction; accepted and not shown."""
    chat = world.writable(given["chat_id"])
    if given["message_id"] not in chat.messages:
        raise bad("message to react not found")
    return True


def pin_chat_message(world: World, given: Json) -> bool:
    """pinChatMessage; in a group the bot has to be an administrator."""
    chat = _pinnable(world, given)
    stored = chat.messages.get(given["message_id"])
    if stored is None:
        raise bad("message to pin not found")
    stored.pinned = True
    world.screen.show("pin", chat.id, message_id=stored.message_id, on=True)
    return True


def unpin_chat_message(world: World, given: Json) -> bool:
    """unpinChatMessage; without a message_id the newest pinned message."""
    chat = _pinnable(world, given)
    wanted = given.get("message_id")
    pinned = [stored for stored in chat.messages.values() if stored.pinned and wanted in (None, stored.message_id)]
    if not pinned:
        raise bad("message to unpin not found")
    pinned[-1].pinned = False
    world.screen.show("pin", chat.id, message_id=pinned[-1].message_id, on=False)
    return True


def _pinnable(world: World, given: Json) -> Chat:
    chat = world.writable(given["chat_id"])
    if not chat.private and chat.bot != "administrator":
        raise bad("not enough rights to manage pinned messages in the chat")
    return chat


def get_chat(world: World, given: Json) -> Json:
    """getChat."""
    chat = _inside(world, given)
    kinds = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    gifts = dict.fromkeys(kinds, False)
    full: Json = {**chat.json, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    pinned = [stored for stored in chat.messages.values() if stored.pinned]
    if not chat.private:
        full["permissions"] = {right: chat.permissions.get(right, True) for right in PERMISSIONS}
    return full | ({"pinned_message": pinned[-1].data()} if pinned else {})


def get_chat_member(world: World, given: Json) -> Json:
    """getChatMember; the first member of a group owns it."""
    chat, user_id = _inside(world, given), given["user_id"]
    if user_id == world.bot_id:
        return member(world.sender(), chat.bot, chat.rights)
    if user_id in chat.members:
        owner = not chat.private and next(iter(chat.members)) == user_id
        return member(chat.members[user_id], "creator" if owner else "member")
    known = world.chats.get(user_id)
    if known is None or not known.private:
        raise bad("user not found")
    return member(known.members[user_id], "left")


def get_chat_member_count(world: World, given: Json) -> int:
    """getChatMemberCount, the bot included."""
    chat = _inside(world, given)
    return len(chat.members) + chat.inside


def leave_chat(world: World, given: Json) -> bool:
    """leaveChat."""
    chat = world.writable(given["chat_id"])
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    world.bot_status(chat, world.sender(), "left")
    world.post(chat, world.sender(), {"left_chat_member": world.sender()})
    world.show_chat(chat)
    return True


def _inside(world: World, given: Json) -> Chat:
    chat = world.chat(given["chat_id"])
    if chat.private and not chat.started:
        raise bad("chat not found")
    if not chat.private and chat.bot in ("left", "kicked"):
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    return chat
