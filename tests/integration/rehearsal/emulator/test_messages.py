"""python-telegram-bot's own Bot against the emulated Bot API, over real HTTP: messages and refusals."""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
    InputMediaPhoto,
    LinkPreviewOptions,
)
from telegram.error import (
    BadRequest,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
)

from bot.rehearsal.emulator import Emulator
from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.files import blank_png
from tests.support.cast import YES_NO, Clock, everything


async def test_a_deep_link_becomes_a_start_command(emulator: Emulator, bot: Bot) -> None:
    """Following t.me/<bot>?start=XYZ reaches the bot as "/start XYZ" from that person in the private chat."""
    ben = emulator.account("Ben", language="nl")
    ben.open(f"https://t.me/{bot.username}?start=XYZ")
    (update,) = await everything(bot)
    assert update.message is not None
    assert update.message.text == "/start XYZ"
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "nl"
    assert update.message.parse_entities() == {update.message.entities[0]: "/start"}
    with pytest.raises(LookupError):
        ben.open("https://t.me/another_bot?start=XYZ")


async def test_a_tap_shows_a_spinner_until_it_is_answered(ada: Phone, bot: Bot, clock: Clock) -> None:
    """callback_query carries the message and the data; an answer is a toast and comes once and in time."""
    sent = await bot.send_message(ada.chat_id, "<b>Ready?</b>", parse_mode="HTML", reply_markup=YES_NO)
    await everything(bot)
    ada.tap("Yes")
    (update,) = await everything(bot)
    query = update.callback_query
    assert query is not None
    assert (query.data, query.message) == ("v1:y", sent)
    assert ada.unanswered == [query.id]
    await query.answer("Noted")
    assert (ada.unanswered, ada.toasts, ada.alerts) == ([], ["Noted"], [])
    with pytest.raises(BadRequest, match="too old"):
        await query.answer()
    late = ada.press(sent.message_id, "forged")
    clock.now += 16
    with pytest.raises(BadRequest, match="too old"):
        await bot.answer_callback_query(late)


async def test_a_missing_button_is_named_with_what_there_is(ada: Phone, bot: Bot) -> None:
    """Tapping what is not there says what is."""
    await bot.send_message(ada.chat_id, "Ready?", reply_markup=YES_NO)
    with pytest.raises(LookupError, match="Yes, No"):
        ada.tap("Perhaps")


async def test_an_edited_bubble_keeps_its_history(ada: Phone, bot: Bot) -> None:
    """An edit replaces text and keyboard; the same again is refused; former versions stay readable."""
    sent = await bot.send_message(ada.chat_id, "one", reply_markup=YES_NO)
    await sent.edit_text("<i>two</i>", parse_mode="HTML")
    bubble = ada.last
    assert (bubble.text, bubble.html, bubble.labels, bubble.edited) == ("two", "<i>two</i>", [], True)
    assert [(old.text, old.labels) for old in bubble.history] == [("one", ["Yes", "No"])]
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("<i>two</i>", parse_mode="HTML")
    await sent.edit_reply_markup(YES_NO)
    assert ada.last.labels == ["Yes", "No"]
    await sent.delete()
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await sent.edit_text("three")
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await sent.delete()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<b>open", 'find end tag corresponding to start tag "b"'),
        ("<h1>no</h1>", 'unsupported start tag "h1" at byte offset 0'),
        ("<b>a</i>", 'unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "unexpected end tag at byte offset 1"),
        ("<b> </b>", "Message text is empty"),
        ("😀" * 2049, "Message is too long"),
    ],
)
async def test_text_telegram_would_refuse_is_refused(ada: Phone, bot: Bot, text: str, reason: str) -> None:
    """Malformed HTML, nothing to read and more than 4,096 UTF-16 units are a 400."""
    with pytest.raises(BadRequest, match=r"(?i)" + reason):
        await bot.send_message(ada.chat_id, text, parse_mode="HTML")
    assert len(ada.messages()) == 1


async def test_lengths_count_after_the_tags_are_read(ada: Phone, bot: Bot) -> None:
    """4,096 letters pass however many tags stand around them."""
    await bot.send_message(ada.chat_id, "<b>" + "&lt;" * 4096 + "</b>", parse_mode="HTML")
    assert ada.last.text == "<" * 4096


async def test_unknown_methods_chats_and_tokens(ada: Phone, bot: Bot, url: str) -> None:
    """What does not exist is refused as the real server refuses it."""
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendTelepathy")
    with pytest.raises(BadRequest, match="Unknown parameter"):
        await bot.send_message(ada.chat_id, "x", api_kwargs={"colour": "red"})
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(1, "x")
    with pytest.raises(InvalidToken):
        await Bot("43:other", base_url=f"{url}/bot").get_me()


async def test_the_bot_cannot_write_first_nor_to_who_blocked_it(emulator: Emulator, ada: Phone, bot: Bot) -> None:
    """A chat exists once the person has written; blocking is a my_chat_member update and then a 403."""
    ben = emulator.account("Ben")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(ben.chat_id, "hello")
    emulator.group("Room", ada, ben)
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(ben.chat_id, "hello")
    await everything(bot)
    ada.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ada.chat_id, "hello")
    with pytest.raises(ValueError, match="blocked"):
        ada.say("hello")
    ada.open("again")
    changes = [u.my_chat_member.new_chat_member.status for u in await everything(bot) if u.my_chat_member]
    assert changes == ["kicked", "member"]
    ada.deactivate()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(ada.chat_id, "hello")


async def test_pictures_and_documents_keep_their_bytes(ada: Phone, bot: Bot) -> None:
    """What is uploaded is what the phone shows, what a file_id sends again and what can be downloaded."""
    picture = blank_png(40, 30)
    sent = await bot.send_photo(ada.chat_id, picture, caption="<b>Room</b>", parse_mode="HTML", reply_markup=YES_NO)
    assert (ada.last.photo, ada.last.html, sent.photo[-1].width) == (picture, "<b>Room</b>", 40)
    await bot.send_photo(ada.chat_id, sent.photo[-1].file_id)
    assert ada.last.photo == picture
    await sent.edit_media(InputMediaPhoto(blank_png(8, 8), caption="new"), reply_markup=YES_NO)
    assert [bubble.photo for bubble in ada.messages() if bubble.photo] == [blank_png(8, 8), picture]
    await sent.edit_caption("newer")
    await bot.send_document(ada.chat_id, b"a;b\r\n--1;2", filename="räume.csv")
    assert (ada.last.document, ada.last.document_name) == (b"a;b\r\n--1;2", "räume.csv")
    upload = await bot.get_file(sent.photo[-1].file_id)
    assert bytes(await upload.download_as_bytearray()) == picture
    for wrong in (b"no picture", blank_png(2100, 100)):
        with pytest.raises(BadRequest):
            await bot.send_photo(ada.chat_id, wrong)
    with pytest.raises(BadRequest, match=r"(?i)wrong file identifier"):
        await bot.send_photo(ada.chat_id, "https://example.org/a.png")


async def test_the_rest_of_what_a_bot_does(emulator: Emulator, ada: Phone, bot: Bot) -> None:
    """Pins, copies, replies, chat actions, descriptions and many deletions work."""
    group = emulator.group("Room", ada)
    sent = await bot.send_message(
        ada.chat_id, "look", reply_parameters=None, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    seen = []
    for change in (sent.pin, sent.unpin):
        await change()
        seen.append(ada.last.pinned)
    assert seen == [True, False]
    with pytest.raises(BadRequest, match=r"(?i)not enough rights"):
        await bot.pin_chat_message(group.chat_id, 1)
    copy = await sent.copy(group.chat_id)
    assert group.messages()[-1].message_id == copy.message_id
    await sent.reply_text("again", do_quote=True)
    assert ada.last.as_json()["reply_to"] == sent.message_id
    await bot.send_chat_action(ada.chat_id, "typing")
    await bot.set_my_description("A workshop", language_code="")
    assert emulator.description("nl") == "A workshop"
    await bot.delete_messages(ada.chat_id, [sent.message_id, 999])
    assert sent.message_id not in [bubble.message_id for bubble in ada.messages()]
    assert (await bot.get_chat(ada.chat_id)).first_name == "Ada"
    assert (await bot.get_chat_member(group.chat_id, ada.user_id)).status == "creator"


async def test_a_long_text_is_cut_as_the_apps_cut_it(ada: Phone) -> None:
    """More than 4,096 UTF-16 units leave the phone as several messages, none cut inside a character."""
    ada.say("x" + "😀" * 4096)
    texts = [bubble.text for bubble in ada.messages()][1:]
    assert [len(text.encode("utf-16-le")) // 2 for text in texts] == [4095, 4096, 2]
    assert "".join(texts) == "x" + "😀" * 4096
