"""The Bot API methods about the bot itself: who it is, its commands, its words, its files; nothing of HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.rehearsal.protocol.api_schema import DOWNLOAD_BYTES
from bot.rehearsal.protocol.refusal import bad
from bot.rehearsal.server import methods_chats as chats
from bot.rehearsal.server import methods_messages as messages
from bot.rehearsal.world.chats import Chat, Json, World

_COMMAND = re.compile(r"[a-z0-9_]{1,32}$")
_LANGUAGE = re.compile(r"([a-z]{2})?$")


def get_me(world: World, given: Json) -> Json:
    """getMe."""
    del given
    return world.bot


def get_file(world: World, given: Json) -> Json:
    """getFile; 20 MB at most."""
    file = world.files.known(given["file_id"])
    if len(file.data) > DOWNLOAD_BYTES:
        raise bad("file is too big")
    names = {"file_id": file.file_id, "file_unique_id": file.unique_id}
    return {**names, "file_size": len(file.data), "file_path": file.path}


def set_my_commands(world: World, given: Json) -> bool:
    """setMyCommands."""
    for command in given["commands"]:
        if not _COMMAND.match(command["command"].removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
    if len(given["commands"]) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    world.commands[_place(world, given)] = given["commands"]
    world.screen.show("commands", 0)
    return True


def get_my_commands(world: World, given: Json) -> list[Json]:
    """getMyCommands: what was set for exactly this scope and language."""
    return world.commands.get(_place(world, given), [])


def delete_my_commands(world: World, given: Json) -> bool:
    """deleteMyCommands."""
    world.commands.pop(_place(world, given), None)
    world.screen.show("commands", 0)
    return True


def _place(world: World, given: Json) -> tuple[str, str]:
    scope = given.get("scope", {"type": "default"})
    if "chat_id" in scope:
        world.chat(scope["chat_id"])
    parts = [str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope]
    return ":".join(parts), _language(given)


def _language(given: Json) -> str:
    language = str(given.get("language_code", ""))
    if not _LANGUAGE.match(language):
        raise bad("invalid language code specified")
    return language


def commands_shown(world: World, chat: Chat, user_id: int, language: str) -> list[Json]:
    """The menu of a person in a chat: the narrowest scope that has commands, in their language or for everyone."""
    wide = "all_private_chats" if chat.private else "all_group_chats"
    for scope in (f"chat_member:{chat.id}:{user_id}", f"chat:{chat.id}", wide, "default"):
        for code in (language, ""):
            if (scope, code) in world.commands:
                return world.commands[scope, code]
    return []


def _setter(what: str) -> Callable[[World, Json], bool]:
    def set_words(world: World, given: Json) -> bool:
        """setMyName, setMyDescription, setMyShortDescription."""
        world.about[what, _language(given)] = given.get(what, "")
        return True

    return set_words


def set_chat_menu_button(world: World, given: Json) -> bool:
    """setChatMenuButton; without a chat for all."""
    chat_id = given.get("chat_id", 0)
    if chat_id and not world.chat(chat_id).private:
        raise bad("chat not found")
    world.menu[chat_id] = given.get("menu_button", {"type": "default"})
    world.screen.show("commands", 0)
    return True


TABLE: dict[str, Callable[[World, Json], Any]] = {
    "getMe": get_me,
    "getFile": get_file,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name"),
    "setMyDescription": _setter("description"),
    "setMyShortDescription": _setter("short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "sendMessage": messages.send_message,
    "sendPhoto": messages.send_photo,
    "sendDocument": messages.send_document,
    "sendPoll": messages.send_poll,
    "stopPoll": messages.stop_poll,
    "forwardMessage": messages.forward_message,
    "copyMessage": messages.copy_message,
    "editMessageText": messages.edit_text,
    "editMessageCaption": messages.edit_caption,
    "editMessageMedia": messages.edit_media,
    "editMessageReplyMarkup": messages.edit_markup,
    "deleteMessage": messages.delete_message,
    "deleteMessages": messages.delete_messages,
    "answerCallbackQuery": chats.answer_callback_query,
    "sendChatAction": chats.send_chat_action,
    "sendMessageDraft": chats.send_message_draft,
    "setMessageReaction": chats.set_message_reaction,
    "pinChatMessage": chats.pin_chat_message,
    "unpinChatMessage": chats.unpin_chat_message,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatMemberCount": chats.get_chat_member_count,
    "leaveChat": chats.leave_chat,
}
