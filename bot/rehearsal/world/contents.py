"""The parts of a message that a method's parameters describe: words with entities, a picture, a document."""

from __future__ import annotations

from bot.rehearsal.protocol.api_schema import METHODS
from bot.rehearsal.protocol.bodies import Upload
from bot.rehearsal.protocol.checking import utf16
from bot.rehearsal.protocol.refusal import bad
from bot.rehearsal.world.chats import Json
from bot.rehearsal.world.files import StoredFile
from bot.rehearsal.world.markup import formatted

_LONGEST = {"text": METHODS["sendMessage"]["text"].limit, "caption": METHODS["sendPhoto"]["caption"].limit}


def written(given: Json, name: str) -> Json:
    """Text or caption with its entities as fields of a message; {} when there are no words."""
    text, entities = formatted(given.get(name, ""), given.get("parse_mode"))
    entities = given.get("entities" if name == "text" else "caption_entities") or entities
    limit = _LONGEST[name]
    if limit is not None and utf16(text) > limit.high:
        raise bad("message is too long" if name == "text" else "message caption is too long")
    if not text:
        return {}
    marked = {"entities" if name == "text" else "caption_entities": list(entities)} if entities else {}
    return {name: text, **marked}


def uploaded(given: Json, value: Upload | str) -> Upload | str:
    """The upload behind `attach://name`, or the value itself."""
    if isinstance(value, str) and value.startswith("attach://"):
        attached: dict[str, Upload] = given.get("attached", {})
        name = value.removeprefix("attach://")
        if name not in attached:
            raise bad("wrong file identifier/HTTP URL specified")
        return attached[name]
    return value


def photo_json(file: StoredFile) -> Json:
    """The field `photo`: the sizes of a picture, here only the one that was sent."""
    size = {"width": file.width, "height": file.height, "file_size": len(file.data)}
    return {"photo": [{"file_id": file.file_id, "file_unique_id": file.unique_id, **size}]}


def document_json(file: StoredFile) -> Json:
    """The field `document`."""
    document = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_name": file.name}
    return {"document": {**document, "mime_type": file.mime, "file_size": len(file.data)}}
