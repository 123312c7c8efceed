"""Telegram's updates, as its servers send them, are read into our words; what is not for us is left alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from telegram import Bot, Update

from bot.buttons import Button, Scope
from bot.incoming import (
    ANONYMOUS,
    Command,
    Document,
    Event,
    Forwarded,
    Incoming,
    Media,
    Presence,
    Press,
    Rewritten,
    Sender,
    Upgraded,
    Words,
)
from bot.telegram.updates import read

BOT = Bot("42:unit")
ME = "roundtable_bot"
ANNA = {"id": 5551234567, "is_bot": False, "first_name": "Anna", "username": "anna", "language_code": "nl-BE"}
ROBOT = {"id": 77, "is_bot": True, "first_name": "Robot", "username": "robot"}
ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
ITSELF = {"id": 42, "is_bot": True, "first_name": "Roundtable", "username": ME}
PRIVATE = {"id": 5551234567, "type": "private", "first_name": "Anna"}
GROUP = {"id": -4012345678, "type": "group", "title": "The room"}
SUPERGROUP = {"id": -1001234567890, "type": "supergroup", "title": "The room"}
CHANNEL = {"id": -1009876543210, "type": "channel", "title": "News"}
AT_HOME = Sender(5551234567, 5551234567, private=True, language="nl")
IN_GROUP = Sender(5551234567, -4012345678, private=False, language="nl")
STICKER = {
    "file_id": "CAAC", "file_unique_id": "AgAD", "type": "regular", "width": 512, "height": 512, "is_animated": False,
    "is_video": False,
}  # fmt: skip
PHOTO = [{"file_id": "AgAC", "file_unique_id": "AQAD", "width": 90, "height": 67, "file_size": 1253}]
FILE = {"file_id": "BQAC", "file_unique_id": "AgAE"}


def update(kind: str, body: dict[str, Any]) -> Update:
    """An update as JSON from the server, read by the library."""
    made = Update.de_json({"update_id": 900001, kind: body}, BOT)
    assert made is not None
    return made


def message(sender: dict[str, Any] | None = ANNA, chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    """A message's JSON."""
    who = {"from": sender} if sender else {}
    return {"message_id": 17, "date": 1767225600, "chat": chat, **who, **content}


def understood(text: str, chat: dict[str, Any] = PRIVATE) -> Event | None:
    """What a text message is."""
    incoming = read(update("message", message(chat=chat, text=text)), ME)
    return incoming.event if incoming else None


def test_a_text_is_words_from_somebody() -> None:
    """The update's id, who wrote where in which language, and the text as it is; no name goes further."""
    incoming = read(update("message", message(text=" More benches\n")), ME)
    assert incoming == Incoming(900001, AT_HOME, Words(" More benches\n"))
    assert "Anna" not in repr(incoming)
    assert "anna" not in repr(incoming)


@pytest.mark.parametrize(
    ("code", "language"),
    [("en", "en"), ("nl-BE", "nl"), ("pt-br", "pt"), ("zh-hans", "zh"), ("EN-GB", "en"), (None, "en"), ("", "en")],
)
def test_the_phones_language_is_two_letters(code: str | None, language: str) -> None:
    """Regions are dropped, and a phone that says nothing speaks English."""
    incoming = read(update("message", message({**ANNA, "language_code": code}, text="x")), ME)
    assert incoming is not None
    assert incoming.sender.language == language


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("/start", Command("start", "")),
        ("/start PARK7Q", Command("start", "PARK7Q")),
        ("/START  PARK7Q ", Command("start", "PARK7Q")),
        ("/new key-questions Riverside Park", Command("new", "key-questions Riverside Park")),
        ("/new\nkey-questions", Command("new", "key-questions")),
        ("/help@roundtable_bot", Command("help", "")),
        ("/help@Roundtable_Bot now", Command("help", "now")),
        ("/link@roundtable_bot PARK7Q", Command("link", "PARK7Q")),
        ("/2", Command("2", "")),
        ("/", Words("/")),
        ("//", Words("//")),
        ("/help!", Words("/help!")),
        ("/hélp", Words("/hélp")),
        ("see /help", Words("see /help")),
        ("2", Words("2")),
        ("x" * 4096, Words("x" * 4096)),
        ("/" + "x" * 33, Words("/" + "x" * 33)),
    ],
)
def test_commands_are_told_from_words(text: str, event: Event) -> None:
    """A command is a slash and a name, to nobody or to this bot, with what stands behind it."""
    assert understood(text) == event


@pytest.mark.parametrize("text", ["/help@other_bot", "/start@otherbot PARK7Q", "/close@roundtable_bot2"])
def test_a_command_to_another_bot_is_not_for_us(text: str) -> None:
    """In a group with several bots only ours is meant by its name."""
    assert understood(text, GROUP) is None


@pytest.mark.parametrize(
    "text", ["/start PARK7Q", "/help", "/new Anna", "/start i", "/start i" + "x" * 23, "/start x" + "x" * 24]
)
def test_a_name_comes_in_with_an_invitation_alone(text: str) -> None:
    """Who follows an invitation is known by the name on their phone, tidied; nobody else's name goes any further."""
    assert getattr(understood(text), "by", "") == ""
    strange = {**ANNA, "first_name": "An\u202ena\n", "last_name": " de\u200b Wit"}
    read_one = read(update("message", message(strange, text="/start i" + "x" * 24)), "roundtable_bot")
    assert read_one is not None
    assert read_one.event == Command("start", "i" + "x" * 24, "Anna de Wit")
    assert "Anna" not in repr(read_one)


@pytest.mark.parametrize("content", [{"text": "2"}, {"text": "/close"}, {"photo": PHOTO, "caption": "Words"}])
def test_what_is_forwarded_is_nobodys_word(content: dict[str, Any]) -> None:
    """Words and commands of somebody else, or of a channel, or from another chat of one's own."""
    for origin in ({"type": "user", "sender_user": ANNA}, {"type": "hidden_user", "sender_user_name": "Ben"}):
        sent = message(forward_origin={"date": 1767225600, **origin}, **content)
        assert read(update("message", sent), ME) == Incoming(900001, AT_HOME, Forwarded())


def test_a_live_location_is_remarked_on_once() -> None:
    """It comes once as a message; each move is an edit that nobody made."""
    here = {"location": {"latitude": 52.1, "longitude": 4.3, "live_period": 900}}
    assert read(update("message", message(**here)), ME) is not None
    assert read(update("edited_message", message(edit_date=1767225660, **here)), ME) is None


def test_pictures_of_one_album_are_known_as_such() -> None:
    """So that they are remarked on once."""
    sent = read(update("message", message(photo=PHOTO, media_group_id="77")), ME)
    assert sent is not None
    assert sent.event == Media("77")


def test_a_message_in_a_group_is_marked_as_one() -> None:
    """The chat is the group, the sender the person."""
    assert read(update("message", message(chat=GROUP, text="/link PARK7Q")), ME) == Incoming(
        900001, IN_GROUP, Command("link", "PARK7Q")
    )


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": STICKER},
        {"photo": PHOTO},
        {"photo": PHOTO, "caption": "/close"},
        {"voice": {**FILE, "duration": 3}},
        {"video_note": {**FILE, "duration": 3, "length": 240}},
        {"animation": {**FILE, "width": 1, "height": 1, "duration": 1}, "document": FILE},
        {"location": {"latitude": 52.1, "longitude": 4.3}},
        {"contact": {"phone_number": "+31", "first_name": "Ben"}},
        {"dice": {"emoji": "🎲", "value": 3}},
    ],
)
def test_what_is_no_text_is_media(content: dict[str, Any]) -> None:
    """A sticker, a photo with or without words, a voice note, a place: nothing of it is read."""
    assert read(update("message", message(**content)), ME) == Incoming(900001, AT_HOME, Media())


def test_a_file_is_read_as_one() -> None:
    """Its number, name and size, also where it was forwarded; a film without sound is no file, though Telegram says both."""
    sent = {**FILE, "file_name": "park.yaml", "file_size": 7}
    assert read(update("message", message(document=sent)), ME) == Incoming(
        900001, AT_HOME, Document(FILE["file_id"], "park.yaml", 7)
    )


@pytest.mark.parametrize("content", [{"text": "new words"}, {"photo": PHOTO, "caption": "new"}])
def test_an_edited_message_is_only_that(content: dict[str, Any]) -> None:
    """What it says now is not looked at."""
    edited = message(**content, edit_date=1767225660)
    assert read(update("edited_message", edited), ME) == Incoming(900001, AT_HOME, Rewritten())


# --- presses


def press(**changes: Any) -> dict[str, Any]:
    """A callback query's JSON; a change to None leaves the field out."""
    body = {
        "id": "4382bfdwdsb323b2d9", "from": ANNA, "chat_instance": "-123", "data": "v1:p:PARK7Q:t:0:2",
        "message": message(ITSELF, text="Which?"),
    }  # fmt: skip
    return {name: value for name, value in {**body, **changes}.items() if value is not None}


def test_a_press_is_its_button_on_its_message() -> None:
    """Who pressed is the person, not the bot that wrote the message."""
    button = Button(Scope.PARTICIPANT, "PARK7Q", "t", ("0", "2"))
    assert read(update("callback_query", press()), ME) == Incoming(
        900001, AT_HOME, Press("4382bfdwdsb323b2d9", 17, button)
    )


@pytest.mark.parametrize("data", ["", "hello", "v1:p:PARK7Q:t:0:2:3:4:5", "v0:f:PARK7Q:closeyes", None])
def test_foreign_data_is_a_press_of_no_button(data: str | None) -> None:
    """It is answered, so that nobody waits for a spinner, and it asks for nothing."""
    changes: dict[str, Any] = {"data": data} if data is not None else {"data": None, "game_short_name": "chess"}
    incoming = read(update("callback_query", press(**changes)), ME)
    assert incoming is not None
    assert incoming.event == Press("4382bfdwdsb323b2d9", 17, None)


def test_a_press_on_an_old_message_still_names_it() -> None:
    """Telegram gives only chat and id of a message that is too old; that is enough."""
    old = {"message_id": 17, "date": 0, "chat": PRIVATE}
    incoming = read(update("callback_query", press(message=old)), ME)
    assert incoming is not None
    assert isinstance(incoming.event, Press)
    assert incoming.event.message_id == 17


def test_a_press_from_nowhere_is_left_alone() -> None:
    """Without a message there is no chat to answer in: this bot writes no inline messages."""
    assert read(update("callback_query", press(message=None, inline_message_id="AAAA")), ME) is None


# --- the bot's own place


def membership(status: str, chat: dict[str, Any] = GROUP) -> dict[str, Any]:
    """A change of the bot's membership; a status may need more fields."""
    more: dict[str, dict[str, Any]] = {
        "kicked": {"until_date": 0},
        "restricted": dict.fromkeys(
            [
                "is_member", "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos",
                "can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_send_polls",
                "can_send_other_messages", "can_add_web_page_previews", "can_change_info", "can_invite_users",
                "can_pin_messages", "can_manage_topics", "can_edit_tag", "can_react_to_messages",
            ],
            True,
        ) | {"until_date": 0},
    }  # fmt: skip
    new = {"user": ITSELF, "status": status, **more.get(status, {})}
    return {
        "chat": chat, "from": ANNA, "date": 1767225600, "old_chat_member": {"user": ITSELF, "status": "member"},
        "new_chat_member": new,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "here"), [("member", True), ("restricted", True), ("left", False), ("kicked", False)]
)
def test_the_bot_knows_whether_it_is_there(status: str, here: bool) -> None:
    """Added or removed in a group, unblocked or blocked by a person."""
    for chat, sender in ((GROUP, IN_GROUP), (PRIVATE, AT_HOME)):
        incoming = read(update("my_chat_member", membership(status, chat)), ME)
        assert incoming == Incoming(900001, sender, Presence(here))


def test_an_anonymous_administrator_is_nobody() -> None:
    """A command is heard, and who adds or removes the bot, but who it was is not known: no id that anybody has."""
    said = message(
        ANONYMOUS_ADMIN, SUPERGROUP, sender_chat=SUPERGROUP, text="/link X", message_thread_id=7, is_topic_message=True
    )
    nobody = Sender(ANONYMOUS, -1001234567890, private=False, language="en")
    assert read(update("message", said), ME) == Incoming(900001, replace(nobody, topic=7), Command("link", "X"))
    removed = membership("left", SUPERGROUP) | {"from": ANONYMOUS_ADMIN}
    assert read(update("my_chat_member", removed), ME) == Incoming(900001, nobody, Presence(here=False))


def test_what_the_bot_may_do_is_told() -> None:
    """Newly added, muted, and in a channel are told apart."""
    added = membership("member", CHANNEL) | {"old_chat_member": {"user": ITSELF, "status": "left"}}
    muted = membership("restricted", GROUP)
    muted["new_chat_member"]["can_send_messages"] = False
    events = [incoming.event for body in (added, muted) if (incoming := read(update("my_chat_member", body), ME))]
    assert events == [Presence(here=True, is_new=True, channel=True), Presence(here=True, may_write=False)]


@pytest.mark.parametrize("sender", [ANNA, ANONYMOUS_ADMIN, None])
def test_a_group_that_becomes_a_supergroup_has_a_new_id(sender: dict[str, Any] | None) -> None:
    """Whoever did it, anonymous admins too, the old chat's id and the new one are known."""
    moved = message(sender, GROUP, migrate_to_chat_id=SUPERGROUP["id"])
    incoming = read(update("message", moved), ME)
    assert incoming is not None
    assert incoming.event == Upgraded(-1001234567890)
    assert (incoming.sender.chat_id, incoming.sender.private) == (-4012345678, False)


@pytest.mark.parametrize(
    "content",
    [
        {"new_chat_members": [ITSELF]},
        {"new_chat_members": [ANNA]},
        {"left_chat_member": ANNA},
        {"new_chat_title": "Another room"},
        {"new_chat_photo": PHOTO},
        {"delete_chat_photo": True},
        {"group_chat_created": True},
        {"supergroup_chat_created": True},
        {"migrate_from_chat_id": -4012345678},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"pinned_message": {**message(ITSELF, GROUP, text="board")}},
        {"video_chat_started": {}},
        {"video_chat_ended": {"duration": 60}},
        {"forum_topic_created": {"name": "A topic", "icon_color": 7322096}},
        {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "🌷"}}},
        {"boost_added": {"boost_count": 1}},
        {"write_access_allowed": {}},
    ],
)
def test_what_telegram_writes_itself_is_no_message(content: dict[str, Any]) -> None:
    """Somebody joined, a title changed, a message was pinned: nobody said anything to the bot."""
    assert read(update("message", message(chat=SUPERGROUP, **content)), ME) is None


# --- not for us


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("channel_post", message(None, CHANNEL, text="/close")),
        ("edited_channel_post", message(None, CHANNEL, text="/close")),
        ("message", message(ROBOT, GROUP, text="/close")),
        ("message", message(ANONYMOUS_ADMIN, SUPERGROUP, sender_chat=SUPERGROUP, text="close it")),
        ("message", message(ITSELF, GROUP, text="/close")),
        ("edited_message", message(ROBOT, GROUP, text="x")),
        ("callback_query", press(**{"from": ROBOT})),
        ("inline_query", {"id": "1", "from": ANNA, "query": "x", "offset": ""}),
        ("poll_answer", {"poll_id": "1", "user": ANNA, "option_ids": [0], "option_persistent_ids": ["a"]}),
        (
            "poll",
            {
                "id": "1", "question": "Q?", "options": [], "total_voter_count": 0, "is_closed": False,
                "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
                "allows_revoting": True, "members_only": False,
            },
        ),
        ("business_message", message(text="/close")),
    ],
)  # fmt: skip
def test_what_is_not_said_to_us_by_a_person_is_left_alone(kind: str, body: dict[str, Any]) -> None:
    """Channels, other bots, anonymous admins, inline queries and polls that run elsewhere: nothing is done."""
    assert read(update(kind, body), ME) is None
