"""The chats of the emulated Telegram: people, groups, messages and their former versions; no HTTP, no bot methods."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.rehearsal.protocol.refusal import Refused, bad, forbidden
from bot.rehearsal.world.files import Files, StoredFile
from bot.rehearsal.world.flood import FloodGate
from bot.rehearsal.world.polls import Poll

Json = dict[str, Any]


@dataclass
class Stored:
    """One message. `json` is the Message object and is replaced, never changed, so that updates may share it."""

    json: Json
    poll: Poll | None = None
    file: StoredFile | None = None
    keyboard: Json | None = None
    pinned: bool = False
    silent: bool = False
    protected: bool = False
    history: list[Json] = field(default_factory=list)

    @property
    def message_id(self) -> int:
        """Its number in its chat."""
        return int(self.json["message_id"])

    def data(self) -> Json:
        """The Message object with the poll's present state."""
        return {**self.json, "poll": self.poll.json()} if self.poll else self.json


@dataclass
class Chat:
    """A private chat, group or supergroup. `bot` is the bot's status there; `started`: a person has written to it.

    `permissions`: what members may not do, by default everything is allowed; `rights`: the same for a restricted bot.
    """

    id: int
    kind: str
    json: Json
    members: dict[int, Json] = field(default_factory=dict)
    messages: dict[int, Stored] = field(default_factory=dict)
    bot: str = "member"
    started: bool = False
    deactivated: bool = False
    migrated_to: int | None = None
    action: str | None = None
    permissions: dict[str, bool] = field(default_factory=dict)
    rights: dict[str, bool] = field(default_factory=dict)
    topics: set[int] = field(default_factory=set)

    @property
    def inside(self) -> bool:
        """Whether the bot is a member, restricted or not."""
        return self.bot in ("member", "restricted", "administrator")

    def allows(self, right: str) -> bool:
        """Whether the bot has a right that members of a group have unless it is taken away."""
        if self.private or self.bot == "administrator":
            return True
        return self.permissions.get(right, True) and (self.bot != "restricted" or self.rights.get(right, True))

    @property
    def private(self) -> bool:
        """Whether this is a chat between one person and the bot."""
        return self.kind == "private"


class Outbox(Protocol):
    """Where updates for the bot go."""

    def put(self, kind: str, content: Json, *, queue: int | str, life: float, merge: str | None = None) -> None:
        """Queue an update; `life` in seconds; one still waiting with the same `merge` is replaced."""


class Screen(Protocol):
    """Where changes go that a person would see."""

    @property
    def watched(self) -> bool:
        """Whether anybody looks; if not, nothing need be drawn."""

    def show(self, kind: str, chat_id: int, **fields: Any) -> None:
        """Tell whoever watches."""


@dataclass
class Query:
    """A tapped button that waits for answerCallbackQuery."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    place: tuple[int, int] | None
    at: float
    answered: bool = False


@dataclass
class World:
    """Everything the emulated server remembers."""

    bot: Json
    clock: Callable[[], float]
    wall: Callable[[], float]
    chance: random.Random
    outbox: Outbox
    screen: Screen
    files: Files
    flood: FloodGate
    query_life: float = 15.0
    chats: dict[int, Chat] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    waiting: dict[int, dict[str, Query]] = field(default_factory=dict)  # by user: taps not yet answered
    toasts: dict[int, list[tuple[str, bool]]] = field(default_factory=dict)  # by user: (text, alert)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)  # (scope, language)
    about: dict[tuple[str, str], str] = field(default_factory=dict)  # (what, language)
    menu: dict[int, Json] = field(default_factory=dict)  # by private chat, 0 for all
    last_message_id: int = 0

    @property
    def now(self) -> int:
        """Unix time in whole seconds, as in every date of the Bot API."""
        return int(self.wall())

    @property
    def bot_id(self) -> int:
        """The bot's user id."""
        return int(self.bot["id"])

    def sender(self) -> Json:
        """The bot as the `from` of a message."""
        return {key: self.bot[key] for key in ("id", "is_bot", "first_name", "username")}

    def chat(self, chat_id: int | str) -> Chat:
        """The chat a method names, or the refusal it gets: unknown, upgraded, never started."""
        if isinstance(chat_id, str):
            raise bad("chat not found")
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad("chat not found")
        if chat.migrated_to is not None:
            raise Refused(400, "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        if not chat.private and chat.bot == "never":
            raise bad("chat not found")
        return chat

    def writable(self, chat_id: int | str) -> Chat:
        """The chat a method writes to, or the 403 it gets: blocked, deactivated, kicked, not started."""
        chat = self.chat(chat_id)
        if chat.private:
            if chat.deactivated:
                raise forbidden("user is deactivated")
            if chat.bot == "kicked":
                raise forbidden("bot was blocked by the user")
            if not chat.started:
                raise self._not_started(chat)
        elif chat.bot == "kicked":
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        elif chat.bot == "left":
            raise forbidden(f"bot is not a member of the {chat.kind} chat")
        return chat

    def _not_started(self, chat: Chat) -> Refused:
        met = any(chat.id in other.members for other in self.chats.values() if not other.private)
        return forbidden("bot can't initiate conversation with a user") if met else bad("chat not found")

    def post(self, chat: Chat, sender: Json, content: Json, **extras: Any) -> Stored:
        """Put a new message into a chat and on the screens; `extras` are fields of Stored."""
        number = self._next_id(chat)
        base: Json = {"message_id": number, "from": sender, "chat": chat.json, "date": self.now}
        stored = Stored({**base, **content}, **extras)
        chat.messages[number] = stored
        if stored.poll:
            stored.poll.shown_in.append((chat.id, number))
        self.show("message", chat, stored)
        return stored

    def _next_id(self, chat: Chat) -> int:
        if chat.kind == "supergroup":  # numbered by itself; all other chats share one box
            return max(chat.messages, default=0) + 1
        self.last_message_id += 1
        return self.last_message_id

    def replace(self, chat: Chat, stored: Stored, json: Json) -> None:
        """A new version of a message; the former one is remembered."""
        stored.history.append(stored.data())
        stored.json = json
        self.show("edit", chat, stored)

    def remove(self, chat: Chat, numbers: Iterable[int]) -> None:
        """Delete messages that exist."""
        gone = [number for number in numbers if chat.messages.pop(number, None)]
        if gone:
            self.screen.show("delete", chat.id, message_ids=gone)

    def show(self, kind: str, chat: Chat, stored: Stored) -> None:
        """Tell the screens about a message."""
        if self.screen.watched:
            self.screen.show(kind, chat.id, stored=stored)

    def show_chat(self, chat: Chat, **more: Any) -> None:
        """Tell the screens who is in a chat."""
        about = {"title": title_of(chat), "members": list(chat.members), "bot": chat.inside}
        self.screen.show("chat", chat.id, **about, **more)

    def poll_changed(self, poll: Poll) -> None:
        """Votes or state of a poll changed: the bot gets a `poll` update, every message that shows it is redrawn."""
        self.outbox.put("poll", poll.json(), queue=f"poll:{poll.id}", life=86_400, merge=f"poll:{poll.id}")
        if not self.screen.watched:
            return
        for chat_id, number in poll.shown_in:
            chat = self.chats[chat_id]
            if number in chat.messages:
                self.show("edit", chat, chat.messages[number])

    def bot_status(self, chat: Chat, by: Json, status: str, rights: dict[str, bool] | None = None) -> None:
        """The bot was added, promoted, restricted, removed, blocked or unblocked: a my_chat_member update."""
        before, chat.bot = chat.bot, status
        former, chat.rights = chat.rights, rights or {}
        change = {
            "chat": chat.json,
            "from": by,
            "date": self.now,
            "old_chat_member": member(self.sender(), "left" if before == "never" else before, former),
            "new_chat_member": member(self.sender(), status, rights or {}),
        }
        self.outbox.put("my_chat_member", change, queue=f"member:{chat.id}", life=86_400)


def title_of(chat: Chat) -> str:
    """What stands above a chat."""
    return str(chat.json.get("title") or chat.json.get("first_name", ""))


_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
)
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
"""What members of a group may do unless it is taken away from all, or from one."""

_OF_ADMINISTRATORS = ("can_manage_chat", "can_delete_messages", "can_pin_messages")


def member(user: Json, status: str, rights: dict[str, bool] | None = None) -> Json:
    """A ChatMember object; `rights` of a restricted one, all that are not named are given."""
    found: Json = {"user": user, "status": status}
    if status == "kicked":
        found["until_date"] = 0
    elif status == "creator":
        found["is_anonymous"] = False
    elif status == "administrator":
        found |= {right: right in _OF_ADMINISTRATORS for right in _RIGHTS}
    elif status == "restricted":
        found |= {"is_member": True, "until_date": 0}
        found |= {right: (rights or {}).get(right, True) for right in PERMISSIONS}
    return found
