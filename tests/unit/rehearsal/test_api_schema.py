"""The emulator's table of the Bot API against Telegram's own description, and what the emulator emits against it."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from telegram.constants import InlineKeyboardMarkupLimit, MessageLimit

from bot.rehearsal.emulator import Emulator
from bot.rehearsal.protocol.api_schema import (
    ENTITIES,
    KEYBOARD_BUTTONS,
    KEYBOARD_ROW,
    METHODS,
    OBJECTS,
    VARIANTS,
    Field,
)
from bot.rehearsal.protocol.bodies import Upload
from bot.rehearsal.protocol.checking import ACTIONS, READERS
from bot.rehearsal.protocol.refusal import Refused
from bot.rehearsal.server.methods_bot import TABLE
from bot.rehearsal.world.files import blank_png
from bot.rehearsal.world.flood import FloodLimits
from tests.support.shared import shared

Entry = dict[str, Any]


@pytest.fixture(scope="module")
def official() -> dict[str, Entry]:
    """Telegram's methods and types by name."""
    found: dict[str, Entry] = {}

    def walk(items: list[Entry]) -> None:
        for item in items:
            if "name" in item:
                found[item["name"]] = {field["name"]: field for field in item.get("annotations", [])}
                found[item["name"]][""] = item
            walk(item.get("children", []))

    walk(json.loads(shared("telegram/bot_api.json").read_text())["items"])
    return found


def _tables() -> list[tuple[str, dict[str, Field]]]:
    return [*METHODS.items(), *OBJECTS.items()]


@pytest.mark.parametrize(("name", "fields"), _tables(), ids=[name for name, _ in _tables()])
def test_every_parameter_exists_with_its_type_and_obligation(
    official: dict[str, Entry], name: str, fields: dict[str, Field]
) -> None:
    """What the table says of a method or object is what Telegram says of it."""
    ours = {field.name: (field.type, field.required) for field in fields.values()}
    theirs = {key: (field["type"], field["required"]) for key, field in official[name].items() if key}
    assert ours.items() <= theirs.items()


@pytest.mark.parametrize(("name", "fields"), _tables(), ids=[name for name, _ in _tables()])
def test_required_parameters_are_all_known(official: dict[str, Entry], name: str, fields: dict[str, Field]) -> None:
    """Nothing that Telegram requires is missing from the table."""
    assert {key for key, field in official[name].items() if key and field["required"]} <= set(fields)


_LIMITS = [(name, field) for name, fields in _tables() for field in fields.values() if field.limit]


@pytest.mark.parametrize(("name", "field"), _LIMITS, ids=[f"{name}.{field.name}" for name, field in _LIMITS])
def test_limits_are_the_documented_ones(official: dict[str, Entry], name: str, field: Field) -> None:
    """Every bound of the table stands in Telegram's description of that very field."""
    words = official[name][field.name]["description"]
    limit = field.limit
    assert limit is not None
    if limit.kind == "of":
        assert all(choice in words for choice in limit.choices)
    elif (name, field.name) == ("setMyCommands", "commands"):
        assert f"At most {limit.high} commands" in words
    else:
        found = re.search(r"(\d+)-(\d+)( characters| bytes)?( after entit)?", words)
        assert found is not None
        kind = "parsed" if found[4] else {" characters": "chars", " bytes": "bytes"}.get(found[3], limit.kind)
        assert (limit.kind, limit.low, limit.high) == (kind, int(found[1]), int(found[2]))


def test_documented_lengths_are_in_the_table(official: dict[str, Entry]) -> None:
    """No field whose description names a length in characters or bytes is without a bound."""
    unbounded = [
        f"{name}.{key}"
        for name, fields in _tables()
        for key, field in fields.items()
        if field.limit is None and re.search(r"\d+-\d+ (characters|bytes)", official[name][key]["description"])
    ]
    assert unbounded == []


def test_every_kind_of_button_action_is_counted(official: dict[str, Entry]) -> None:
    """A button's actions are all its fields but its looks, as Telegram says: exactly one action a button."""
    looks = {"text", "icon_custom_emoji_id", "style"}
    assert set(OBJECTS["InlineKeyboardButton"]) - looks == ACTIONS
    assert "" in official["InlineKeyboardButton"]


def test_numbers_without_a_field_are_those_of_the_client_library() -> None:
    """Keyboard and entity limits equal what python-telegram-bot publishes."""
    assert int(InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER) == KEYBOARD_BUTTONS
    assert int(InlineKeyboardMarkupLimit.BUTTONS_PER_ROW) == KEYBOARD_ROW
    assert int(MessageLimit.MESSAGE_ENTITIES) == ENTITIES


def test_every_method_of_the_table_is_carried_out() -> None:
    """A method in the table has code, and code has a line in the table."""
    travelling = {"getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo"}
    assert set(TABLE) | travelling == set(METHODS) == set(READERS)


def test_variants_lead_to_known_objects() -> None:
    """Every alternative of a union type has a table of its own."""
    assert {name for kinds in VARIANTS.values() for name in kinds.values()} <= set(OBJECTS)


class _Judge:
    """Holds emitted JSON to Telegram's types: no unknown field, none required missing, right types."""

    def __init__(self, official: dict[str, Entry]) -> None:
        self._official = official
        self.seen: set[str] = set()

    def check(self, value: Any, kind: str, where: str) -> None:
        if kind.startswith("Array of "):
            assert isinstance(value, list), where
            for number, item in enumerate(value):
                self.check(item, kind.removeprefix("Array of "), f"{where}[{number}]")
        elif kind in _PLAIN:
            assert type(value) in _PLAIN[kind], where
        else:
            self._object(value, _CHOICES[kind](value) if kind in _CHOICES else kind, where)

    def _object(self, value: Any, kind: str, where: str) -> None:
        self.seen.add(kind)
        fields = {key: field for key, field in self._official[kind].items() if key}
        assert isinstance(value, dict), where
        assert set(value) <= set(fields), f"{where}: unknown {set(value) - set(fields)}"
        missing = {key for key, field in fields.items() if field["required"]} - set(value)
        assert not missing, f"{where}: missing {missing}"
        for key, item in value.items():
            self.check(item, fields[key]["type"], f"{where}.{key}")


_PLAIN: dict[str, set[type]] = {
    "Integer": {int},
    "String": {str},
    "Boolean": {bool},
    "True": {bool},
    "Integer or String": {int, str},
}
_MEMBERS = {
    "creator": "ChatMemberOwner",
    "administrator": "ChatMemberAdministrator",
    "member": "ChatMemberMember",
    "restricted": "ChatMemberRestricted",
    "left": "ChatMemberLeft",
    "kicked": "ChatMemberBanned",
}
_CHOICES: dict[str, Callable[[Any], str]] = {
    "ChatMember": lambda value: _MEMBERS[value["status"]],
    "MaybeInaccessibleMessage": lambda _: "Message",
    "MessageOrigin": lambda _: "MessageOriginUser",
}


class _Day:
    """Two people, a group, and everything that was emitted with the type it is said to be."""

    def __init__(self) -> None:
        self.emulator = Emulator(limits=FloodLimits.off(), chance=random.Random(7))
        self.emitted: list[tuple[str, Any]] = []
        self.ada = self.emulator.account("Ada")
        self.ben = self.emulator.account("Ben", language="nl")
        self.group = self.emulator.group("Room", self.ada, self.ben)

    async def call(self, kind: str, method: str, **given: Any) -> Any:
        """Call a method and keep what it returns."""
        result = (await self.emulator.call(method, given)).result
        self.emitted.append((kind, result))
        return result


async def _messages(day: _Day) -> None:
    ada, ben, group, call = day.ada, day.ben, day.group, day.call
    ada.open("abc")
    ada.say("look at https://example.org #now", reply_to=ada.messages()[0].message_id)
    for act in (ada.sticker, ada.voice, ada.photo):
        act()
    ada.document("a.txt", b"a", "hello")
    ada.edit(ada.messages()[0].message_id, "changed")
    group.promote_bot()
    ben.say("hello all", chat=group)
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y", "style": "primary"}]]}
    sent = await call("Message", "sendMessage", chat_id=ada.chat_id, text="<b>Hi</b>", parse_mode="HTML",
                      reply_markup=keyboard, protect_content=False, message_effect_id="1",
                      reply_parameters={"message_id": ada.messages()[0].message_id})  # fmt: skip
    ada.tap("Yes")
    ada.press(sent["message_id"], "forged")
    changes = {"chat_id": ada.chat_id, "message_id": sent["message_id"]}
    await call("Message", "editMessageText", **changes, text="<pre>x</pre>", parse_mode="HTML")
    await call("Message", "editMessageReplyMarkup", **changes, reply_markup=keyboard)
    picture = Upload("a.png", "image/png", blank_png(9, 9))
    photo = await call("Message", "sendPhoto", chat_id=ada.chat_id, photo=picture, caption="c")
    changes["message_id"] = photo["message_id"]
    await call("Message", "editMessageCaption", **changes, caption="<i>d</i>", parse_mode="HTML")
    media = {"type": "document", "media": "attach://x", "caption": "e"}
    await call("Message", "editMessageMedia", **changes, media=media, x=Upload("b.csv", "text/csv", b"1"))
    await call("Message", "sendDocument", chat_id=ada.chat_id, document=Upload("b.csv", "text/csv", b"1"))
    await call("File", "getFile", file_id=photo["photo"][0]["file_id"])


async def _polls(day: _Day) -> None:
    ada, ben, group, call = day.ada, day.ben, day.group, day.call
    poll = await call(
        "Message", "sendPoll", chat_id=group.chat_id, question="Q", options=[{"text": "a"}, {"text": "b"}]
    )
    named = await call("Message", "sendPoll", chat_id=group.chat_id, question="Q", options=[{"text": "a"}],
                       is_anonymous=False, type="quiz")  # fmt: skip
    ben.vote(poll["message_id"], [1], group)
    ben.vote(named["message_id"], [0], group)
    source = {"from_chat_id": group.chat_id, "message_id": poll["message_id"]}
    await call("Message", "forwardMessage", chat_id=ada.chat_id, **source)
    await call("MessageId", "copyMessage", chat_id=ada.chat_id, **source)
    await call("Poll", "stopPoll", chat_id=group.chat_id, message_id=poll["message_id"])
    await call("Boolean", "pinChatMessage", chat_id=group.chat_id, message_id=poll["message_id"])


async def _chats(day: _Day) -> None:
    ada, ben, group, call = day.ada, day.ben, day.group, day.call
    for chat in (ada.chat_id, group.chat_id):
        await call("ChatFullInfo", "getChat", chat_id=chat)
        for user in (ada.user_id, ben.user_id, 42):
            await call("ChatMember", "getChatMember", chat_id=chat, user_id=user)
    await call("Integer", "getChatMemberCount", chat_id=group.chat_id)
    await call("User", "getMe")
    await call("WebhookInfo", "getWebhookInfo")
    await call("Boolean", "setMyCommands", commands=[{"command": "help", "description": "Help"}])
    await call("Array of BotCommand", "getMyCommands")
    group.migrate()
    ben.leave(group)
    ben.join(group)
    group.restrict_bot(can_send_polls=False)
    group.permit(can_send_photos=False)
    await call("ChatFullInfo", "getChat", chat_id=group.chat_id)
    topic = group.open_topic("Table 1")
    ben.say("/link", chat=group, topic=topic, anonymous=True)
    await call("Message", "sendMessage", chat_id=group.chat_id, text="here", message_thread_id=topic)
    await call("Boolean", "leaveChat", chat_id=group.chat_id)
    ada.add_bot(group)
    ada.kick_bot(group)
    ada.block()
    ada.unblock()


async def _busy_day() -> list[tuple[str, Any]]:
    """Everything the emulator can emit, each with the type it is said to be."""
    day = _Day()
    for part in (_messages, _polls, _chats):
        await part(day)
    updates = json.loads((await day.emulator.call("getUpdates", {})).raw or b"")
    return day.emitted + [("Update", update) for update in updates]


_EMITTED = frozenset(
    [
        "Update",
        "Message",
        "CallbackQuery",
        "ChatMemberUpdated",
        "ChatPermissions",
        "ForumTopicCreated",
        "Poll",
        "PollAnswer",
        "PollOption",
        "Sticker",
        "Voice",
        "PhotoSize",
        "Document",
        "MessageEntity",
        "ChatFullInfo",
        "MessageOriginUser",
        "WebhookInfo",
        "File",
        "BotCommand",
        "MessageId",
        "User",
        "Chat",
    ]
)


async def test_what_the_emulator_emits_are_telegrams_types(official: dict[str, Entry]) -> None:
    """Every result and update has only documented fields of the documented types, and all the required ones."""
    judge = _Judge(official)
    for number, (kind, value) in enumerate(await _busy_day()):
        judge.check(value, kind, f"{number} {kind}")
    assert _EMITTED | set(_MEMBERS.values()) <= judge.seen


LONG_OPTION = json.dumps([{"text": "o" * 101}])


@pytest.mark.parametrize(
    ("method", "given", "reason"),
    [
        ("sendMessage", {"chat_id": "1", "text": "x", "colour": "red"}, 'unknown parameter "colour"'),
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": "1"}, "message text is empty"),
        ("sendMessage", {"chat_id": "1", "text": 5}, 'parameter "text" must be of type String'),
        ("sendMessage", {"chat_id": "1", "text": "x" * 32_769}, "text is too long"),
        ("getUpdates", {"limit": "101"}, "limit must be at most 100 value, not 101"),
        ("getUpdates", {"timeout": "soon"}, 'parameter "timeout" must be of type Integer'),
        ("deleteWebhook", {"drop_pending_updates": "perhaps"}, 'parameter "drop_pending_updates" must be of type'),
        ("sendChatAction", {"chat_id": "1", "action": "dance"}, "wrong parameter action in request"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ("deleteMessages", {"chat_id": "1", "message_ids": "[]"}, "message identifiers are not specified"),
        ("deleteMessages", {"chat_id": "1", "message_ids": "[1"}, "can't parse message ids JSON object"),
        ("sendPoll", {"chat_id": "1", "question": "q" * 301, "options": "[]"}, "poll question length must not"),
        (
            "setMyCommands",
            {"commands": "[]", "scope": '{"type":"planet"}'},
            "can't parse scope: unsupported BotCommandScope type",
        ),
    ],
)
def test_wrong_parameters_are_refused(method: str, given: dict[str, Any], reason: str) -> None:
    """A parameter Telegram would not accept is a 400 that says which and why."""
    with pytest.raises(Refused, match="^Bad Request: " + re.escape(reason)) as refused:
        READERS[method](given)
    assert refused.value.code == 400


def _keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"chat_id": "1", "text": "x", "reply_markup": json.dumps({"inline_keyboard": rows})}


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([[{"text": "a"}]], "Text buttons are unallowed in the inline keyboard"),
        ([[{"text": "a", "callback_data": "x", "url": "https://a.b"}]], "exactly one action"),
        ([[{"text": "a", "callback_data": "é" * 33}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "a", "callback_data": ""}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "a", "url": "javascript:1"}]], "Wrong HTTP URL"),
        ([[{"text": "a", "callback_data": "x", "style": "pink"}]], "wrong parameter style"),
        ([[{"text": " ", "callback_data": "x"}]], "BUTTON_TEXT_INVALID"),
        ([[{"text": "a", "callback_data": "x"}] * 9], "reply markup is too long"),
        ([[{"text": "a", "callback_data": "x"}]] * 101, "reply markup is too long"),
        ([[{"text": "a", "copy_text": {"text": "c" * 257}}]], "BUTTON_COPY_TEXT_INVALID"),
    ],
)
def test_wrong_keyboards_are_refused(rows: list[list[dict[str, Any]]], reason: str) -> None:
    """A keyboard Telegram would not show is a 400."""
    with pytest.raises(Refused, match=reason):
        READERS["sendMessage"](_keyboard(*rows))


def test_a_keyboard_at_its_limits_passes() -> None:
    """100 buttons, 8 a row, 64 bytes of data are allowed."""
    rows = [[{"text": "a", "callback_data": "é" * 32}] * 8] * 12
    READERS["sendMessage"](_keyboard(*rows, [{"text": "a", "url": "https://a.b"}] * 4))
