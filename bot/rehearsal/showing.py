"""What stands on the stage, and how the page is told of it as JSON; must not know HTTP, HTML or how the bot works."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from bot.rehearsal.emulator import Emulator
from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.groups import Group

Json = dict[str, Any]

DEEP_LINK = re.compile(r"https://t\.me/\w+\?start=[\w-]+")
SCREEN_LINK = re.compile(r"http://(127\.0\.0\.1|localhost):\d+/screen#.+")


@dataclass(frozen=True)
class Sample:
    """A finished workshop that is wanted: which questions, and in which language Fay reads and people write."""

    flow: str
    language: str = "en"


def _nobody_told(_step: str, _done: int, _of: int) -> None:
    """Nobody watches."""


@dataclass
class Stage:
    """What stands on the stage: `cast` are the phones shown on the page, `folder` is gone with the stage.

    `screen`: the newest link to the presenter's screen. It stands on a page of the board, which the next page takes away.
    `sample`: the finished workshop that is to stand on it; `told`: how far that is, as step, how many, of how many.
    """

    emulator: Emulator
    url: str
    folder: Path
    cast: list[Phone] = field(default_factory=list)
    roles: dict[int, str] = field(default_factory=dict)
    group: Group | None = None
    screen: str = ""
    sample: Sample | None = None
    told: Callable[[str, int, int], None] = _nobody_told

    @property
    def facilitator(self) -> Phone:
        """The phone that steers: the first of the cast."""
        return self.cast[0]

    def phone(self, user_id: int) -> Phone | None:
        """A phone that is shown on the page."""
        return next((phone for phone in self.cast if phone.user_id == user_id), None)

    def invitation(self) -> str | None:
        """The link of the newest picture of a QR code on the facilitator's phone."""
        pictures = [
            bubble for chat in self.facilitator.chats for bubble in self.facilitator.messages(chat) if bubble.photo
        ]
        for bubble in sorted(pictures, key=lambda bubble: bubble.message_id, reverse=True):
            buttons = chain.from_iterable(bubble.buttons)
            words = [bubble.text, bubble.html, *(button.url or button.copy or "" for button in buttons)]
            if found := DEEP_LINK.search(" ".join(words)):
                return found[0]
        return None


def notice_screen(stage: Stage, event: Json) -> None:
    """Keep the link to the presenter's screen that a message of this event has."""
    for button in chain.from_iterable(event.get("bubble", {}).get("buttons") or ()):
        if SCREEN_LINK.fullmatch(button.get("url") or ""):
            stage.screen = button["url"]


def shown(stage: Stage) -> Json:
    """Everything that is on the phones of the cast."""
    chats = dict.fromkeys(chat for phone in stage.cast for chat in phone.chats)
    return {
        "kind": "snapshot",
        "bot": _bot(stage),
        "screen": stage.screen,
        "phones": [_phone(stage, phone) for phone in stage.cast],
        "chats": [_chat(stage, chat) for chat in chats],
    }


def changes_everything(stage: Stage, event: Json) -> bool:
    """Whether the page needs the whole state: a chat is gone from all phones or has a new number."""
    in_sight = any(event["chat_id"] in phone.chats for phone in stage.cast)
    return event["kind"] == "chat" and (not in_sight or "new_chat_id" in event)


def for_page(stage: Stage, event: Json) -> Json | None:
    """An emulator's event as the page needs it; None if no phone of the cast could see it."""
    match event["kind"]:
        case "commands":
            return {**event, "bot": _bot(stage), "phones": [_phone(stage, phone) for phone in stage.cast]}
        case "toast" | "spinner":
            return event if stage.phone(event["user_id"]) else None
        case "phone":
            phone = stage.phone(event["user_id"])
            return {**event, "phone": _phone(stage, phone), "chat": _chat(stage, phone.user_id)} if phone else None
        case _ if not any(event["chat_id"] in phone.chats for phone in stage.cast):
            return None
        case "chat":
            return {**event, "chat": _chat(stage, event["chat_id"])}
        case _:
            return event


def _bot(stage: Stage) -> Json:
    bot = stage.emulator.world.bot
    return {"name": bot["first_name"], "username": bot["username"]}


def _phone(stage: Stage, phone: Phone) -> Json:
    return {
        "user_id": phone.user_id,
        "name": phone.name,
        "role": stage.roles.get(phone.user_id, ""),
        "language": phone.language,
        "blocked": phone.blocked,
        "description": stage.emulator.description(phone.language),
        "commands": _commands(stage, phone),
    }


def _commands(stage: Stage, phone: Phone) -> Json:
    return {str(chat): stage.emulator.commands_for(phone, chat) for chat in phone.chats}


def _chat(stage: Stage, chat_id: int) -> Json:
    members = [phone for phone in stage.cast if chat_id in phone.chats]
    return {
        "chat_id": chat_id,
        "title": stage.emulator.chat_title(chat_id),
        "members": [phone.user_id for phone in members],
        "bot": chat_id > 0 or stage.emulator.groups[chat_id].chat.inside,
        "bubbles": [bubble.as_json() for bubble in members[0].messages(chat_id)],
    }
