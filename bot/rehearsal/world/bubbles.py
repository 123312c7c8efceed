"""A message as a person sees it: words, buttons, picture, poll; made from what the emulated server stores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.rehearsal.world.chats import Json, Stored
from bot.rehearsal.world.markup import on_screen
from bot.rehearsal.world.polls import Poll


@dataclass(frozen=True)
class Button:
    """One inline button; `kind` is data, url, copy, web_app, disabled or other."""

    label: str
    kind: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None
    style: str | None = None

    @classmethod
    def of(cls, button: Json) -> Button:
        """From an InlineKeyboardButton."""
        kinds = {"callback_data": "data", "url": "url", "copy_text": "copy", "web_app": "web_app"}
        kind = next((name for key, name in kinds.items() if key in button), None)
        if kind is None:
            kind = "disabled" if "disabled" in button else "other"
        url = button.get("url") or button.get("web_app", {}).get("url")
        copied = button.get("copy_text", {}).get("text")
        return cls(button["text"], kind, button.get("callback_data"), url, copied, button.get("style"))


@dataclass(frozen=True)
class Bubble:
    """What one message looks like. `stored` and `json` are the server's; everything else is read from them."""

    stored: Stored
    json: Json
    bot_id: int
    viewer: int | None = None

    @classmethod
    def of(cls, stored: Stored, bot_id: int, viewer: int | None = None) -> Bubble:
        """The message as it is now."""
        return cls(stored, stored.data(), bot_id, viewer)

    @property
    def message_id(self) -> int:
        """Its number in its chat."""
        return int(self.json["message_id"])

    @property
    def chat_id(self) -> int:
        """The chat it stands in."""
        return int(self.json["chat"]["id"])

    @property
    def from_bot(self) -> bool:
        """Whether the bot under rehearsal sent it."""
        return bool(self.json["from"]["id"] == self.bot_id)

    @property
    def mine(self) -> bool:
        """Whether the owner of the phone sent it."""
        return bool(self.json["from"]["id"] == self.viewer)

    @property
    def text(self) -> str:
        """The words, or the caption of a picture or document."""
        return str(self.json.get("text", self.json.get("caption", "")))

    @property
    def html(self) -> str:
        """The words as safe HTML."""
        return on_screen(self.text, self.json.get("entities") or self.json.get("caption_entities") or ())

    @property
    def buttons(self) -> list[list[Button]]:
        """Rows of inline buttons."""
        rows = self.json.get("reply_markup", {}).get("inline_keyboard", [])
        return [[Button.of(button) for button in row] for row in rows]

    @property
    def labels(self) -> list[str]:
        """The words on all buttons, in reading order."""
        return [button.label for row in self.buttons for button in row]

    @property
    def photo(self) -> bytes | None:
        """The bytes of the picture."""
        return self.stored.file.data if self.stored.file and "photo" in self.json else None

    @property
    def document(self) -> bytes | None:
        """The bytes of the attached file."""
        return self.stored.file.data if self.stored.file and "document" in self.json else None

    @property
    def document_name(self) -> str | None:
        """The name of the attached file."""
        name: str | None = self.json.get("document", {}).get("file_name")
        return name

    @property
    def poll(self) -> Poll | None:
        """The poll it shows."""
        return self.stored.poll

    @property
    def edited(self) -> bool:
        """Whether its content was changed after sending."""
        return "edit_date" in self.json

    @property
    def pinned(self) -> bool:
        """Whether it is pinned."""
        return self.stored.pinned

    @property
    def history(self) -> list[Bubble]:
        """Its former versions, oldest first."""
        return [Bubble(self.stored, json, self.bot_id, self.viewer) for json in self.stored.history]

    @property
    def service(self) -> str | None:
        """The sentence Telegram shows for an event in the chat, such as somebody joining."""
        who = self.json["from"]["first_name"]
        for key, sentence in _SERVICE.items():
            if key in self.json:
                return sentence.format(who=who, what=_named(self.json[key]))
        return None

    def as_json(self) -> Json:
        """For a page; see the fields below."""
        sender, markup = self.json["from"], self.stored.keyboard
        return {
            "chat_id": self.chat_id,
            "message_id": self.message_id,
            "from_id": sender["id"],
            "from_name": sender["first_name"],
            "bot": self.from_bot,
            "date": self.json["date"],
            "edited": self.edited,
            "service": self.service,
            "text": self.text,
            "html": self.html,
            "buttons": [[vars(button) for button in row] for row in self.buttons],
            "keyboard": _keyboard(markup) if markup else None,
            **self._attachments(),
            "forwarded_from": _origin(self.json.get("forward_origin")),
            "reply_to": self.json.get("reply_to_message", {}).get("message_id"),
            "pinned": self.pinned,
            "silent": self.stored.silent,
            "effect": self.json.get("effect_id"),
        }

    def _attachments(self) -> Json:
        photo = self.json.get("photo", [None])[-1]
        document = self.json.get("document")
        return {
            "photo": photo and {key: photo[key] for key in ("file_id", "width", "height")},
            "document": document
            and {
                "file_id": document["file_id"],
                "name": document.get("file_name", "file"),
                "size": document.get("file_size", 0),
                "mime": document.get("mime_type", ""),
            },
            "media": next((kind for kind in ("sticker", "voice") if kind in self.json), None),
            "poll": _poll(self.stored.poll) if self.stored.poll else None,
        }


_SERVICE = {
    "new_chat_members": "{what} joined the group",
    "left_chat_member": "{what} left the group",
    "group_chat_created": "{who} created the group",
    "migrate_to_chat_id": "The group was upgraded to a supergroup",
    "migrate_from_chat_id": "The group was upgraded to a supergroup",
    "pinned_message": "{who} pinned a message",
}


def _named(value: Any) -> str:
    users = value if isinstance(value, list) else [value]
    return ", ".join(user["first_name"] for user in users if isinstance(user, dict) and "first_name" in user)


def _origin(origin: Json | None) -> str | None:
    return None if origin is None else str(origin["sender_user"]["first_name"])


def _keyboard(markup: Json) -> Json:
    if "keyboard" in markup:
        rows = [[button["text"] for button in row] for row in markup["keyboard"]]
        return {"kind": "reply", "rows": rows, "placeholder": markup.get("input_field_placeholder")}
    if "remove_keyboard" in markup:
        return {"kind": "remove"}
    return {"kind": "force", "placeholder": markup.get("input_field_placeholder")}


def _poll(poll: Poll) -> Json:
    counts: list[int | None] = [None] * len(poll.options) if poll.hidden else [*poll.counts()]
    return {
        "id": poll.id,
        "question": poll.question,
        "options": [{"text": text, "voters": count} for (_, text), count in zip(poll.options, counts, strict=True)],
        "total": len(poll.votes),
        "closed": poll.closed,
        "multiple": poll.multiple,
        "anonymous": poll.anonymous,
        "hidden": poll.hidden,
        "votes": {str(user): list(chosen) for user, chosen in poll.votes.items()},
    }
