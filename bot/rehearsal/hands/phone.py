"""A person's phone: says, taps, votes, reads; the hands of tests, of the page and of the crowd.

Long: whatever hands can do with a phone is a method here, so that tests and the page need no other door.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from bot.rehearsal.protocol.bodies import Upload
from bot.rehearsal.server.methods_chats import spinner
from bot.rehearsal.world.bubbles import Bubble, Button
from bot.rehearsal.world.chats import Chat, Json, Query, Stored, World
from bot.rehearsal.world.contents import document_json, photo_json
from bot.rehearsal.world.files import blank_png
from bot.rehearsal.world.groups import ANONYMOUS, DAY, Group, tell_bot
from bot.rehearsal.world.links import pieces, start_payload
from bot.rehearsal.world.markup import plain

PICTURE = blank_png(8, 8)
Wanted = str | Callable[[Button], bool]


class Phone:
    """One person. `chat` is a chat id or Group, by default the private chat with the bot."""

    def __init__(self, world: World, user: Json) -> None:
        self._world = world
        self.user = user
        self.clipboard: str | None = None

    @property
    def user_id(self) -> int:
        """The person's Telegram id."""
        return int(self.user["id"])

    @property
    def chat_id(self) -> int:
        """The private chat with the bot; Telegram gives it the person's id."""
        return self.user_id

    @property
    def name(self) -> str:
        """The first name."""
        return str(self.user["first_name"])

    @property
    def language(self) -> str:
        """The phone's language, such as "en"."""
        return str(self.user["language_code"])

    @property
    def blocked(self) -> bool:
        """Whether this person has blocked the bot."""
        return self._world.chats[self.user_id].bot == "kicked"

    @property
    def chats(self) -> list[int]:
        """The private chat, then the groups this person is in."""
        groups = [chat for chat in self._world.chats.values() if not chat.private and chat.migrated_to is None]
        return [self.user_id, *(chat.id for chat in groups if self.user_id in chat.members)]

    # --- reading ----------------------------------------------------------------------------------------------------

    def messages(self, chat: int | Group | None = None) -> list[Bubble]:
        """Everything on the screen, oldest first."""
        return list(self._newest_first(chat))[::-1]

    def _newest_first(self, chat: int | Group | None = None) -> Iterator[Bubble]:
        bot_id = self._world.bot_id
        for stored in reversed(self._chat(chat).messages.values()):
            yield Bubble.of(stored, bot_id, self.user_id)

    def newest(self, chat: int | Group | None = None) -> Bubble:
        """The newest bubble of the bot; raises LookupError when it has said nothing."""
        for bubble in self.recent(1, chat):
            return bubble
        raise LookupError("the bot has said nothing")

    def recent(self, count: int, chat: int | Group | None = None) -> list[Bubble]:
        """Up to so many of the bot's bubbles, the newest first."""
        return list(islice((bubble for bubble in self._newest_first(chat) if bubble.from_bot), count))

    @property
    def last(self) -> Bubble:
        """The newest bubble of the bot in the private chat."""
        return self.newest()

    @property
    def toasts(self) -> list[str]:
        """Every notice answerCallbackQuery showed, alerts included."""
        return [text for text, _ in self._world.toasts.get(self.user_id, [])]

    @property
    def alerts(self) -> list[str]:
        """Only the notices shown as a dialog."""
        return [text for text, alert in self._world.toasts.get(self.user_id, []) if alert]

    @property
    def unanswered(self) -> list[str]:
        """Ids of taps whose button still shows a spinner."""
        return list(self._world.waiting.get(self.user_id, {}))

    # --- writing ----------------------------------------------------------------------------------------------------

    def say(self, text: str, *, chat: int | Group | None = None, reply_to: int | None = None, **how: int | bool) -> int:
        """Send a text (a long one in pieces, as the apps do); gives the last one's id. `how`: `topic`, `anonymous`, `forwarded`."""
        message_id = 0
        for piece in pieces(text):
            words, entities = plain(piece)
            if not words:
                raise ValueError("an empty text cannot be sent")
            content: Json = {"text": words, **({"entities": list(entities)} if entities else {})}
            content |= {"message_thread_id": how["topic"], "is_topic_message": True} if "topic" in how else {}
            content |= {"from": ANONYMOUS, "sender_chat": self._chat(chat).json} if "anonymous" in how else {}
            if "forwarded" in how:
                content["forward_origin"] = {
                    "type": "hidden_user",
                    "sender_user_name": "Somebody",
                    "date": self._world.now,
                }
            message_id = self._send(content, chat, reply_to=reply_to)
        return message_id

    def open(self, link: str, *, chat: int | Group | None = None) -> int:
        """Follow a link to the bot, or type its start code; with `startgroup=` and a group, add the bot there."""
        payload, group = start_payload(link, self._world.bot["username"])
        if self.blocked:
            self.unblock()
        if not group:
            return self.say(f"/start {payload}".strip())
        if not isinstance(chat, Group):
            raise TypeError("a startgroup link needs a group")
        chat.add_bot(self.user)
        return self.say(f"/start@{self._world.bot['username']} {payload}".strip(), chat=chat)

    def sticker(self, chat: int | Group | None = None) -> int:
        """Send a sticker."""
        file = self._file("sticker.webp", "image/webp", b"sticker")
        shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._send({"sticker": {**file, **shape, "emoji": "👍"}}, chat)

    def voice(self, chat: int | Group | None = None) -> int:
        """Send a voice note."""
        file = self._file("voice.ogg", "audio/ogg", b"voice")
        return self._send({"voice": {**file, "duration": 3, "mime_type": "audio/ogg"}}, chat)

    def photo(self, data: bytes = PICTURE, caption: str | None = None, *, chat: int | Group | None = None) -> int:
        """Send a picture."""
        file = self._world.files.photo(Upload("photo.png", "image/png", data))
        return self._send({**photo_json(file), **({"caption": caption} if caption else {})}, chat, file=file)

    def document(self, name: str, data: bytes, caption: str | None = None, *, chat: int | Group | None = None) -> int:
        """Send a file."""
        file = self._world.files.document(Upload(name, "application/octet-stream", data))
        return self._send({**document_json(file), **({"caption": caption} if caption else {})}, chat, file=file)

    def _file(self, name: str, mime: str, data: bytes) -> Json:
        file = self._world.files.document(Upload(name, mime, data))
        return {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": len(data)}

    def edit(self, message_id: int, text: str, chat: int | Group | None = None) -> None:
        """Change an own text."""
        place, stored = self._stored(message_id, chat)
        if stored.json["from"]["id"] != self.user_id or "text" not in stored.json:
            raise ValueError("only an own text can be changed")
        words, entities = plain(text)
        kept = {key: value for key, value in stored.json.items() if key != "entities"}
        found = {"entities": list(entities)} if entities else {}
        self._world.replace(place, stored, {**kept, "text": words, **found, "edit_date": self._world.now})
        tell_bot(self._world, place, stored, "edited_message")

    def delete(self, message_id: int, chat: int | Group | None = None) -> None:
        """Delete a message; the bot is not told, as on Telegram."""
        place, stored = self._stored(message_id, chat)
        self._world.remove(place, [stored.message_id])

    def vote(self, message_id: int, options: Sequence[int], chat: int | Group | None = None) -> None:
        """Vote in a poll, change the vote, or (empty) retract it; raises ValueError when it is not possible."""
        _, stored = self._stored(message_id, chat)
        if stored.poll is None:
            raise ValueError("the message shows no poll")
        stored.poll.vote(self.user_id, options)
        self._world.poll_changed(stored.poll)
        if not stored.poll.anonymous:
            keys = [stored.poll.options[option][0] for option in options]
            answer = {"poll_id": stored.poll.id, "user": self.user, "option_ids": list(options)}
            answer["option_persistent_ids"] = keys
            self._world.outbox.put("poll_answer", answer, queue=f"poll:{stored.poll.id}", life=DAY)

    # --- tapping ----------------------------------------------------------------------------------------------------

    def tap(
        self, wanted: Wanted, *, message: Bubble | int | None = None, chat: int | Group | None = None
    ) -> str | None:
        """Tap a button by its label or a predicate, on the newest message that has it; returns the query's id.

        A label may be said without the number before it, as people do: "Agree" is "1 Agree".
        """
        fits = (lambda button: _is_called(button.label, wanted)) if isinstance(wanted, str) else wanted
        if message is None:
            bubbles = self._newest_first(chat)
        else:
            number = message if isinstance(message, int) else message.message_id
            bubbles = iter([Bubble.of(self._stored(number, chat)[1], self._world.bot_id, self.user_id)])
        seen: list[str] = []
        for bubble in bubbles:
            for row, buttons in enumerate(bubble.buttons):
                for column, button in enumerate(buttons):
                    if fits(button):
                        return self._tapped(bubble, row, column, button)
            seen += bubble.labels
        raise LookupError(f"no such button; there is {', '.join(seen) or 'none'}")

    def click(self, message_id: int, row: int, column: int, *, chat: int | Group | None = None) -> str | None:
        """Tap the button at a place; raises LookupError when there is none."""
        bubble = Bubble.of(self._stored(message_id, chat)[1], self._world.bot_id, self.user_id)
        try:
            button = bubble.buttons[row][column]
        except IndexError:
            raise LookupError("no button there") from None
        return self._tapped(bubble, row, column, button)

    def press(self, message_id: int, data: str, *, chat: int | Group | None = None) -> str:
        """Send forged callback data for a message, as a changed app can."""
        place, stored = self._stored(message_id, chat)
        return self._query(place, stored, data, None)

    def _tapped(self, bubble: Bubble, row: int, column: int, button: Button) -> str | None:
        if button.data is not None:
            return self._query(self._chat(bubble.chat_id), bubble.stored, button.data, (row, column))
        if button.copy is not None:
            self.clipboard = button.copy
        elif button.url is not None and f"t.me/{self._world.bot['username']}?start=" in button.url:
            self.open(button.url)
        return None

    def _query(self, chat: Chat, stored: Stored, data: str, place: tuple[int, int] | None) -> str:
        world = self._world
        query = Query(str(world.chance.getrandbits(62)), self.user_id, chat.id, stored.message_id, place, world.clock())
        world.queries[query.id] = query
        world.waiting.setdefault(self.user_id, {})[query.id] = query
        world.flood.heard(chat.id)
        if world.screen.watched:
            spinner(world, query, on=True)
        content = {"id": query.id, "from": self.user, "message": stored.data(), "data": data}
        content["chat_instance"] = str(chat.id * 7919)
        world.outbox.put("callback_query", content, queue=self.user_id + (3 << 33), life=150)
        return query.id

    # --- blocking and groups ----------------------------------------------------------------------------------------

    def block(self) -> None:
        """Block the bot."""
        self._set_bot("kicked")

    def unblock(self) -> None:
        """Let the bot write again."""
        self._set_bot("member")

    def deactivate(self) -> None:
        """The account is gone."""
        self._world.chats[self.user_id].deactivated = True

    def _set_bot(self, status: str) -> None:
        chat = self._world.chats[self.user_id]
        self._world.bot_status(chat, self.user, status)
        about = {"user_id": self.user_id, "name": self.name, "language": self.language}
        self._world.screen.show("phone", self.user_id, blocked=self.blocked, **about)

    def join(self, group: Group) -> None:
        """Join a group."""
        group.add(self.user)

    def leave(self, group: Group) -> None:
        """Leave a group."""
        group.remove(self.user)

    def add_bot(self, group: Group) -> None:
        """Add the bot to a group."""
        group.add_bot(self.user)

    def kick_bot(self, group: Group) -> None:
        """Remove the bot from a group."""
        group.kick_bot(self.user)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _chat(self, chat: int | Group | None) -> Chat:
        number = self.user_id if chat is None else chat if isinstance(chat, int) else chat.chat_id
        found = self._world.chats.get(number)
        if found is None or self.user_id not in found.members:
            raise LookupError("this person is not in that chat")
        return found

    def _stored(self, message_id: int, chat: int | Group | None) -> tuple[Chat, Stored]:
        place = self._chat(chat)
        if message_id not in place.messages:
            raise LookupError("no such message on this phone")
        return place, place.messages[message_id]

    def _send(self, content: Json, chat: int | Group | None, reply_to: int | None = None, **extras: object) -> int:
        place = self._chat(chat)
        if place.private:
            if place.bot == "kicked" or place.deactivated:
                raise ValueError("who has blocked the bot cannot write to it")
            place.started = True
        if reply_to is not None:
            replied = self._stored(reply_to, chat)[1].data()
            content["reply_to_message"] = {key: value for key, value in replied.items() if key != "reply_to_message"}
        stored = self._world.post(place, self.user, content, **extras)
        tell_bot(self._world, place, stored)
        return stored.message_id


def _is_called(label: str, wanted: str) -> bool:
    return label == wanted or re.sub(r"(^|[⬜✅] )\d{1,2} (?=\D)", r"\1", label) == wanted
