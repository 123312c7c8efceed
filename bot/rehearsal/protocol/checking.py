"""Reads the parameters of one call by the table and refuses what Telegram would refuse; knows nothing of chats.

Every parameter's check is compiled once, because a replay makes tens of thousands of calls.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from bot.rehearsal.protocol.api_schema import (
    KEYBOARD_BUTTONS,
    KEYBOARD_ROW,
    MARKUP_BY_FIELD,
    METHODS,
    OBJECTS,
    RAW_TEXT_BYTES,
    VARIANTS,
    Field,
    Limit,
)
from bot.rehearsal.protocol.bodies import Upload
from bot.rehearsal.protocol.refusal import Refused, bad

Check = Callable[[Any, str], Any]
Values = dict[str, Any]

ACTIONS = frozenset(OBJECTS["InlineKeyboardButton"]) - {"text", "icon_custom_emoji_id", "style"}

_MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "media": "media isn't specified",
    "question": "poll question must be non-empty",
    "options": "poll options must be specified",
    "user_id": "user not found",
    "file_id": "file_id not specified",
    "action": "wrong parameter action in request",
}
_WRONG_SIZE = {  # by owner and name
    "answerCallbackQuery.text": "MESSAGE_TOO_LONG",
    "InlineKeyboardButton.callback_data": "BUTTON_DATA_INVALID",
    "CopyTextButton.text": "BUTTON_COPY_TEXT_INVALID",
    "sendPoll.question": "poll question length must not exceed 300",
    "InputPollOption.text": "poll options length must not exceed 100",
    "sendPoll.options": "poll can't have more than 12 options",
    "BotCommand.command": "BOT_COMMAND_INVALID",
    "BotCommand.description": "BOT_COMMAND_DESCRIPTION_INVALID",
}
_WHOLE = re.compile(r"-?\d{1,19}$")


def utf16(text: str) -> int:
    """The length of `text` in UTF-16 units, which is how Telegram counts characters."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _wrong(name: str, kind: str) -> Refused:
    return bad(f'parameter "{name}" must be of type {kind}')


def _string(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise _wrong(name, "String")
    if len(value.encode("utf-8", "replace")) > RAW_TEXT_BYTES:
        raise bad("text is too long")
    return value


def _integer(value: Any, name: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _WHOLE.match(value):
        return int(value)
    raise _wrong(name, "Integer")


def _boolean(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "True", "1"):
        return True
    if value in ("false", "False", "0"):
        return False
    raise _wrong(name, "Boolean")


def _true(value: Any, name: str) -> bool:
    if not _boolean(value, name):
        raise _wrong(name, "True")
    return True


def _integer_or_string(value: Any, name: str) -> int | str:
    if isinstance(value, str) and not _WHOLE.match(value):
        if not value:
            raise bad(_MISSING.get(name, f"{name} is empty"))
        return value
    return _integer(value, name)


def _file(value: Any, name: str) -> Upload:
    if isinstance(value, Upload):
        return value
    raise _wrong(name, "InputFile")


def _file_or_string(value: Any, name: str) -> Upload | str:
    return value if isinstance(value, Upload) else _string(value, name)


_SCALARS: dict[str, Check] = {
    "String": _string,
    "Integer": _integer,
    "Boolean": _boolean,
    "True": _true,
    "Integer or String": _integer_or_string,
    "InputFile": _file,
    "InputFile or String": _file_or_string,
}


def _parsed_json(value: Any, name: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad(f"can't parse {name.replace('_', ' ')} JSON object") from None


def _array(of: Check) -> Check:
    def check(value: Any, name: str) -> list[Any]:
        items = _parsed_json(value, name)
        if not isinstance(items, list):
            raise _wrong(name, "Array")
        return [of(item, name) for item in items]

    return check


def _object(kind: str) -> Check:
    read = _reader(kind, OBJECTS[kind])

    def check(value: Any, name: str) -> Values:
        fields = _parsed_json(value, name)
        if not isinstance(fields, dict):
            raise _wrong(name, kind)
        return read(fields)

    return check


def _variant(kind: str) -> Check:
    readers = {value: _object(name) for value, name in VARIANTS[kind].items()}

    def check(value: Any, name: str) -> Values:
        fields = _parsed_json(value, name)
        read = readers.get(fields.get("type", "")) if isinstance(fields, dict) else None
        if read is None:
            raise bad(f"can't parse {name.replace('_', ' ')}: unsupported {kind} type specified")
        found: Values = read(fields, name)
        return found

    return check


def _button(value: Any, name: str) -> Values:
    fields: Values = _INLINE_BUTTON(value, name)
    actions = ACTIONS & fields.keys()
    if not actions:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad("can't parse inline keyboard button: exactly one action must be specified for a button")
    if not fields["text"].strip():
        raise bad("can't parse inline keyboard button: BUTTON_TEXT_INVALID")
    if "url" in fields and not re.match(r"(https?|tg)://\S+", fields["url"]):
        raise bad(f"inline keyboard button URL '{fields['url']}' is invalid: Wrong HTTP URL")
    return fields


def _bounded(markup: Values) -> Values:
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    if sum(map(len, rows)) > KEYBOARD_BUTTONS or any(len(row) > KEYBOARD_ROW for row in rows):
        raise bad("reply markup is too long")
    return markup


def _markup(allowed: frozenset[str]) -> Check:
    readers = {field: _object(kind) for field, kind in MARKUP_BY_FIELD.items() if kind in allowed}

    def check(value: Any, name: str) -> Values:
        fields = _parsed_json(value, name)
        if not isinstance(fields, dict):
            raise bad("object expected as reply markup")
        for field, read in readers.items():
            if field in fields:
                return _bounded(read(fields, name))
        raise bad("can't parse reply keyboard markup JSON object")

    return _remembering(check)


def _remembering(check: Check) -> Check:
    """The same check, remembering its verdict for texts: a flow shows the same keyboards again and again."""

    @lru_cache(maxsize=4096)
    def known(value: str, name: str) -> Any:
        return check(value, name)

    return lambda value, name: known(value, name) if isinstance(value, str) else check(value, name)


def _limited(check: Check, limit: Limit, owner: str) -> Check:
    if limit.kind == "parsed":  # counted after the entities are parsed, by `contents`
        return check

    def checked(value: Any, name: str) -> Any:
        found = check(value, name)
        if limit.kind == "of":
            if found not in limit.choices:
                raise bad(f"wrong parameter {name} in request")
        else:
            _measure(_size(found, limit.kind), name, limit, owner)
        return found

    return checked


def _size(value: Any, kind: str) -> int:
    if kind == "chars":
        return utf16(value)
    if kind == "bytes":
        return len(value.encode())
    return int(value) if kind == "value" else len(value)


def _measure(size: int, name: str, limit: Limit, owner: str) -> None:
    words = _WRONG_SIZE.get(f"{owner}.{name}")
    if size > limit.high:
        raise bad(words or f"{name} must be at most {limit.high} {limit.kind}, not {size}")
    if size < limit.low:
        raise bad(_MISSING.get(name) or words or f"{name} must be at least {limit.low} {limit.kind}, not {size}")


def _check_for(kind: str) -> Check:
    if kind.startswith("Array of "):
        return _array(_check_for(kind.removeprefix("Array of ")))
    if kind == "InlineKeyboardButton":
        return _button
    if kind in _SCALARS:
        return _SCALARS[kind]
    if kind in VARIANTS:
        return _variant(kind)
    parts = frozenset(kind.split(" or "))
    return _markup(parts) if parts <= set(MARKUP_BY_FIELD.values()) else _object(kind)


def _reader(owner: str, fields: Mapping[str, Field]) -> Callable[[Mapping[str, Any]], Values]:
    checks = {
        name: _limited(_check_for(field.type), field.limit, owner) if field.limit else _check_for(field.type)
        for name, field in fields.items()
    }
    required = tuple(name for name, field in fields.items() if field.required)

    def read(given: Mapping[str, Any]) -> Values:
        for name in required:
            if name not in given:
                raise bad(_MISSING.get(name, f'parameter "{name}" is required'))
        values: Values = {}
        for name, value in given.items():
            check = checks.get(name)
            if check is None:
                raise bad(f'unknown parameter "{name}"')
            values[name] = check(value, name)
        return values

    return read


_INLINE_BUTTON = _object("InlineKeyboardButton")
READERS: dict[str, Callable[[Mapping[str, Any]], Values]] = {
    name: _reader(name, fields) for name, fields in METHODS.items()
}
