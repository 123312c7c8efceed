"""The Bot API methods that send, change and remove messages; they act on the world and know nothing of HTTP."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.protocol.refusal import bad, too_many
from bot.rehearsal.world.chats import Chat, Json, Stored, World
from bot.rehearsal.world.contents import document_json, photo_json, uploaded, written
from bot.rehearsal.world.polls import Poll


def send_message(world: World, given: Json) -> Json:
    """sendMessage."""
    content = written(given, "text")
    if not content:
        raise bad("message text is empty")
    return _send(world, given, content)


def send_photo(world: World, given: Json) -> Json:
    """sendPhoto."""
    file = world.files.photo(uploaded(given, given["photo"]))
    return _send(world, given, {**photo_json(file), **written(given, "caption")}, file=file)


def send_document(world: World, given: Json) -> Json:
    """sendDocument."""
    file = world.files.document(uploaded(given, given["document"]))
    return _send(world, given, {**document_json(file), **written(given, "caption")}, file=file)


def send_poll(world: World, given: Json) -> Json:
    """sendPoll."""
    texts = [option["text"].strip() for option in given["options"]]
    if not given["question"].strip() or not all(texts):
        raise bad("poll question and options must be non-empty")
    poll = Poll(
        id=str(world.chance.getrandbits(62)),
        question=given["question"].strip(),
        options=tuple((str(number), text) for number, text in enumerate(texts)),
        anonymous=given.get("is_anonymous", True),
        multiple=given.get("allows_multiple_answers", False),
        revoting=given.get("allows_revoting", given.get("type") != "quiz"),
        hidden_until_closed=given.get("hide_results_until_closes", False),
        kind=given.get("type", "regular"),
        closed=given.get("is_closed", False),
    )
    return _send(world, given, {"poll": poll.json()}, poll=poll)


def forward_message(world: World, given: Json) -> Json:
    """forwardMessage; a forwarded poll is the same poll."""
    chat, stored = world.writable(given["chat_id"]), _source(world, given, "forward")
    if stored.protected or _is_service(stored.json):
        raise bad("message can't be forwarded")
    _allow(chat, stored.json)
    _pass(world, chat)
    origin = stored.json.get("forward_origin") or {
        "type": "user",
        "date": stored.json["date"],
        "sender_user": stored.json["from"],
    }
    content = {**_content(stored.data()), "forward_origin": origin}
    return _post(world, chat, given, content, poll=stored.poll, file=stored.file).data()


def copy_message(world: World, given: Json) -> Json:
    """copyMessage; a copied poll is a new poll."""
    chat, stored = world.writable(given["chat_id"]), _source(world, given, "copy")
    if stored.protected or _is_service(stored.json):
        raise bad("message can't be copied")
    if stored.poll:
        options = [{"text": text} for _, text in stored.poll.options]
        sent = send_poll(world, {**given, "question": stored.poll.question, "options": options})
        return {"message_id": sent["message_id"]}
    _allow(chat, stored.json)
    _pass(world, chat)
    content = _content(stored.json)
    if "caption" in given and "text" not in content:
        content = {key: value for key, value in content.items() if not key.startswith("caption")}
        content |= written(given, "caption")
    content |= _inline(given)
    return {"message_id": _post(world, chat, given, content, file=stored.file).message_id}


def edit_text(world: World, given: Json) -> Json:
    """editMessageText."""
    chat, stored = _editable(world, given)
    if "text" not in stored.json:
        raise bad("there is no text in the message to edit")
    content = written(given, "text")
    if not content:
        raise bad("message text is empty")
    return _change(world, chat, stored, given, ("text", "entities"), content)


def edit_caption(world: World, given: Json) -> Json:
    """editMessageCaption."""
    chat, stored = _editable(world, given)
    if stored.file is None:
        raise bad("there is no caption in the message to edit")
    return _change(world, chat, stored, given, ("caption", "caption_entities"), written(given, "caption"))


def edit_media(world: World, given: Json) -> Json:
    """editMessageMedia."""
    chat, stored = _editable(world, given)
    if stored.poll:
        raise bad("message can't be edited")
    media = given["media"]
    upload = uploaded(given, media["media"])
    photo = media["type"] == "photo"
    file = world.files.photo(upload) if photo else world.files.document(upload)
    content = {**(photo_json(file) if photo else document_json(file)), **written(media, "caption")}
    parts = ("text", "entities", "photo", "document", "caption", "caption_entities")
    changed = _change(world, chat, stored, given, parts, content)
    stored.file = file
    return changed


def edit_markup(world: World, given: Json) -> Json:
    """editMessageReplyMarkup."""
    chat, stored = _editable(world, given)
    return _change(world, chat, stored, given, (), {})


def delete_message(world: World, given: Json) -> bool:
    """deleteMessage."""
    chat = world.chat(given["chat_id"])
    stored = chat.messages.get(given["message_id"])
    if stored is None:
        raise bad("message to delete not found")
    if not _deletable(world, chat, stored):
        raise bad("message can't be deleted")
    world.remove(chat, [stored.message_id])
    return True


def delete_messages(world: World, given: Json) -> bool:
    """deleteMessages; what cannot be deleted is passed over."""
    chat = world.chat(given["chat_id"])
    found = [chat.messages[number] for number in given["message_ids"] if number in chat.messages]
    world.remove(chat, [stored.message_id for stored in found if _deletable(world, chat, stored)])
    return True


def stop_poll(world: World, given: Json) -> Json:
    """stopPoll."""
    chat = world.chat(given["chat_id"])
    stored = chat.messages.get(given["message_id"])
    if stored is None or stored.poll is None:
        raise bad("message with poll to stop not found")
    if stored.json["from"]["id"] != world.bot_id or "forward_origin" in stored.json:
        raise bad("poll can't be stopped")
    if stored.poll.closed:
        raise bad("poll has already been closed")
    _pass(world, chat, edit=True)
    stored.poll.closed = True
    stored.json = {key: value for key, value in stored.json.items() if key != "reply_markup"} | _inline(given)
    world.poll_changed(stored.poll)
    return stored.poll.json()


def _deletable(world: World, chat: Chat, stored: Stored) -> bool:
    young = world.now - stored.json["date"] < 48 * 3600
    mine = stored.json["from"]["id"] == world.bot_id
    return young and (mine or chat.private or chat.bot == "administrator")


def _source(world: World, given: Json, verb: str) -> Stored:
    stored = world.chat(given["from_chat_id"]).messages.get(given["message_id"])
    if stored is None:
        raise bad(f"message to {verb} not found")
    return stored


def _editable(world: World, given: Json) -> tuple[Chat, Stored]:
    if "chat_id" not in given:
        raise bad("chat_id is empty")
    if "message_id" not in given:
        raise bad("message identifier is not specified")
    chat = world.writable(given["chat_id"])
    stored = chat.messages.get(given["message_id"])
    if stored is None:
        raise bad("message to edit not found")
    if stored.json["from"]["id"] != world.bot_id or "forward_origin" in stored.json or stored.keyboard:
        raise bad("message can't be edited")
    return chat, stored


def _change(world: World, chat: Chat, stored: Stored, given: Json, parts: tuple[str, ...], content: Json) -> Json:
    """Replace `parts` of a message by `content` and its keyboard by the one given (none given: none left)."""
    kept = {key: value for key, value in stored.json.items() if key not in parts and key != "reply_markup"}
    changed = kept | content | _inline(given)
    if changed == stored.json:
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    _pass(world, chat, edit=True)
    if parts:
        changed["edit_date"] = world.now
    world.replace(chat, stored, changed)
    return stored.data()


def _send(world: World, given: Json, content: Json, **extras: Any) -> Json:
    chat = world.writable(given["chat_id"])
    _allow(chat, content)
    reply = _reply(chat, given)
    _pass(world, chat)
    return _post(world, chat, given, {**content, **reply, **_inline(given)}, **extras).data()


def _allow(chat: Chat, content: Json) -> None:
    """What a group takes away from its members, it takes away from a bot that is no administrator."""
    right, what = next(found for key, found in _NEEDED.items() if key in content or key == "text")
    if not chat.allows(right):
        raise bad(f"not enough rights to send {what} to the chat")


_NEEDED = {
    "poll": ("can_send_polls", "polls"),
    "photo": ("can_send_photos", "photos"),
    "document": ("can_send_documents", "documents"),
    "text": ("can_send_messages", "text messages"),
}


def _post(world: World, chat: Chat, given: Json, content: Json, **extras: Any) -> Stored:
    topic = given.get("message_thread_id")
    if topic is not None:
        if topic not in chat.topics:
            raise bad("message thread not found")
        content |= {"message_thread_id": topic, "is_topic_message": True}
    markup = given.get("reply_markup")
    keyboard = markup if markup and "inline_keyboard" not in markup else None
    protected = given.get("protect_content", False)
    if protected:
        content["has_protected_content"] = True
    if "message_effect_id" in given:
        content["effect_id"] = given["message_effect_id"]
    silent = given.get("disable_notification", False)
    return world.post(chat, world.sender(), content, keyboard=keyboard, silent=silent, protected=protected, **extras)


def _pass(world: World, chat: Chat, *, edit: bool = False) -> None:
    seconds = world.flood.wait(chat.id, group=not chat.private, edit=edit)
    if seconds:
        raise too_many(seconds)


def _inline(given: Json) -> Json:
    markup = given.get("reply_markup")
    return {"reply_markup": markup} if markup and markup.get("inline_keyboard") else {}


def _reply(chat: Chat, given: Json) -> Json:
    wanted = given.get("reply_parameters", {})
    if "message_id" not in wanted:
        return {}
    stored = chat.messages.get(wanted["message_id"])
    if stored is None:
        if wanted.get("allow_sending_without_reply"):
            return {}
        raise bad("message to be replied not found")
    return {"reply_to_message": {k: v for k, v in stored.data().items() if k != "reply_to_message"}}


_FRAME = {
    "message_thread_id",
    "is_topic_message",
    "message_id",
    "from",
    "chat",
    "date",
    "edit_date",
    "reply_markup",
    "reply_to_message",
    "has_protected_content",
}


def _content(json: Json) -> Json:
    return {key: value for key, value in json.items() if key not in _FRAME}


def _is_service(json: Json) -> bool:
    return not ({"text", "photo", "document", "sticker", "voice", "poll"} & json.keys())
