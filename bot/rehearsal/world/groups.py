"""A group chat: who is in it and what the bot hears of it (privacy mode is on); knows nothing of HTTP."""

from __future__ import annotations

from collections.abc import Callable

from bot.rehearsal.world.bubbles import Bubble
from bot.rehearsal.world.chats import Chat, Json, Stored, World

DAY = 86_400.0

ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
"""Whom Telegram names as the sender when an administrator stays anonymous."""


class Group:
    """A group or supergroup; the first member owns it. `chat_id` changes when it is upgraded."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self.chat = chat
        self.on_migrate: Callable[[Group, int], None] = _unobserved

    @classmethod
    def create(cls, world: World, title: str, users: list[Json]) -> Group:
        """A new basic group of these people, without the bot."""
        chat_id = -world.chance.randrange(1_000_000_000, 4_000_000_000)
        shown = {"id": chat_id, "type": "group", "title": title}
        members = {user["id"]: user for user in users}
        chat = world.chats[chat_id] = Chat(chat_id, "group", shown, members, bot="never")
        world.show_chat(chat)
        world.post(chat, users[0], {"group_chat_created": True})
        return cls(world, chat)

    @property
    def chat_id(self) -> int:
        """Its present id."""
        return self.chat.id

    @property
    def title(self) -> str:
        """Its name."""
        return str(self.chat.json["title"])

    def messages(self) -> list[Bubble]:
        """Everything said in it, oldest first."""
        return [Bubble.of(stored, self._world.bot_id) for stored in self.chat.messages.values()]

    def add_bot(self, by: Json) -> None:
        """Somebody adds the bot."""
        self._world.bot_status(self.chat, by, "member")
        self._service(by, {"new_chat_members": [self._world.sender()]})

    def kick_bot(self, by: Json) -> None:
        """Somebody removes the bot."""
        self._world.bot_status(self.chat, by, "kicked")
        self._service(by, {"left_chat_member": self._world.sender()})

    def promote_bot(self) -> None:
        """The owner makes the bot an administrator: it hears everything and may pin."""
        self._world.bot_status(self.chat, next(iter(self.chat.members.values())), "administrator")
        self._world.show_chat(self.chat)

    def restrict_bot(self, **rights: bool) -> None:
        """The owner takes rights away from the bot, such as `can_send_messages=False`; none named: all are given back."""
        status = "restricted" if rights else "member"
        self._world.bot_status(self.chat, next(iter(self.chat.members.values())), status, rights)

    def permit(self, **permissions: bool) -> None:
        """The owner changes what members may do; the bot is not told."""
        self.chat.permissions = permissions

    def open_topic(self, name: str) -> int:
        """A topic of a forum; the supergroup is one from then on."""
        self.chat.json = {**self.chat.json, "is_forum": True}
        number = max(self.chat.messages, default=0) + 1
        self.chat.topics.add(number)
        topic = {"name": name, "icon_color": 7322096}
        owner = next(iter(self.chat.members.values()))
        self._service(owner, {"forum_topic_created": topic, "message_thread_id": number, "is_topic_message": True})
        return number

    def add(self, user: Json) -> None:
        """A person joins."""
        self.chat.members[user["id"]] = user
        self._service(user, {"new_chat_members": [user]})

    def remove(self, user: Json) -> None:
        """A person leaves."""
        self._service(user, {"left_chat_member": user})
        self.chat.members.pop(user["id"], None)
        self._world.show_chat(self.chat)

    def migrate(self) -> int:
        """The owner upgrades the group to a supergroup: a new id; the old one only says where it went."""
        world, old = self._world, self.chat
        owner = next(iter(old.members.values()))
        new_id = -1_000_000_000_000 - world.chance.randrange(1_000_000_000, 4_000_000_000)
        shown = {"id": new_id, "type": "supergroup", "title": old.json["title"]}
        new = Chat(new_id, "supergroup", shown, dict(old.members), bot=old.bot, permissions=old.permissions)
        world.chats[new_id] = new
        self._service(owner, {"migrate_to_chat_id": new_id})
        old.migrated_to, self.chat = new_id, new
        self._service(owner, {"migrate_from_chat_id": old.id})
        world.screen.show("chat", old.id, title=self.title, members=[], bot=False, new_chat_id=new_id)
        self.on_migrate(self, old.id)
        return new_id

    def _service(self, by: Json, content: Json) -> None:
        stored = self._world.post(self.chat, by, content)
        tell_bot(self._world, self.chat, stored)
        self._world.show_chat(self.chat)


def tell_bot(world: World, chat: Chat, stored: Stored, kind: str = "message") -> None:
    """An update about what a person said, if the bot hears it."""
    if chat.private or _heard(world, chat, stored.json):
        world.flood.heard(chat.id)
        world.outbox.put(kind, stored.data(), queue=chat.id, life=DAY)


def _heard(world: World, chat: Chat, json: Json) -> bool:
    """Privacy mode: commands, replies to the bot and service messages; an administrator hears everything."""
    if chat.bot not in ("member", "restricted"):
        return chat.bot == "administrator"
    text = json.get("text", json.get("caption"))
    if text is None and not {"photo", "document", "sticker", "voice", "poll"} & json.keys():
        return True
    replied = json.get("reply_to_message", {}).get("from", {}).get("id") == world.bot_id
    return replied or _command_for(world, text or "")


def _command_for(world: World, text: str) -> bool:
    if not text.startswith("/"):
        return False
    _, _, name = text.split(maxsplit=1)[0].partition("@")
    return not name or name.lower() == world.bot["username"].lower()


def _unobserved(group: Group, old_id: int) -> None:
    del group, old_id
