"""The part of the Bot API the emulator understands; a contract test holds it to Telegram's own description.

What is not in the table is refused, so that a bot cannot lean on a slip that Telegram would not forgive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.rehearsal.protocol.api_table import METHOD_LINES, OBJECT_LINES, SHARED

KEYBOARD_BUTTONS: Final = 100
KEYBOARD_ROW: Final = 8
ENTITIES: Final = 100
RAW_TEXT_BYTES: Final = 32_768
UPLOAD_BYTES: Final = 50_000_000
PHOTO_BYTES: Final = 10_000_000
DOWNLOAD_BYTES: Final = 20_000_000
PHOTO_SIDES: Final = 10_000
PHOTO_RATIO: Final = 20

# A type that stands for several: which one it is, is said by the field `type`.
VARIANTS: Final[dict[str, dict[str, str]]] = {
    "InputMedia": {"photo": "InputMediaPhoto", "document": "InputMediaDocument"},
    "ReactionType": {"emoji": "ReactionTypeEmoji"},
    "MenuButton": {"commands": "MenuButtonCommands", "default": "MenuButtonDefault", "web_app": "MenuButtonWebApp"},
    "BotCommandScope": {
        "default": "BotCommandScopeDefault",
        "all_private_chats": "BotCommandScopeAllPrivateChats",
        "all_group_chats": "BotCommandScopeAllGroupChats",
        "all_chat_administrators": "BotCommandScopeAllChatAdministrators",
        "chat": "BotCommandScopeChat",
        "chat_member": "BotCommandScopeChatMember",
    },
}

# The four kinds of reply_markup: each is recognised by the one field it must have.
MARKUP_BY_FIELD: Final = {
    "inline_keyboard": "InlineKeyboardMarkup",
    "keyboard": "ReplyKeyboardMarkup",
    "remove_keyboard": "ReplyKeyboardRemove",
    "force_reply": "ForceReply",
}


@dataclass(frozen=True)
class Limit:
    """A bound on a value; `choices` is empty unless `kind` is "of"."""

    kind: str
    low: int = 0
    high: int = 0
    choices: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Field:
    """A parameter of a method or a field of an object."""

    name: str
    type: str
    required: bool
    limit: Limit | None


_LINE = re.compile(r"(?P<name>\w+)(?P<star>\*?) (?P<type>[\w ]+?)(?: ; (?P<kind>\w+) (?P<bound>\S+))?$")


def _limit(kind: str | None, bound: str) -> Limit | None:
    if kind is None:
        return None
    if kind == "of":
        return Limit("of", choices=frozenset(bound.split("|")))
    low, high = bound.split("..")
    return Limit(kind, int(low), int(high))


def _field(line: str) -> Field:
    found = _LINE.match(line)
    if found is None:
        raise ValueError(f"not a line of the table: {line}")
    return Field(found["name"], found["type"], found["star"] == "*", _limit(found["kind"], found["bound"] or ""))


def _read(table: str) -> dict[str, dict[str, Field]]:
    entries: dict[str, dict[str, Field]] = {}
    fields: dict[str, Field] = {}
    for line in table.strip().splitlines():
        if not line.startswith(" "):
            fields = entries.setdefault(line.strip(), {})
            continue
        name = line.strip()
        shared = SHARED[name[1:]].strip().splitlines() if name.startswith("&") else [name]
        fields.update((field.name, field) for field in map(_field, map(str.strip, shared)))
    return entries


METHODS: Final = _read(METHOD_LINES)
OBJECTS: Final = _read(OBJECT_LINES)
