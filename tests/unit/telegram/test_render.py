"""Messages become Bot API calls within Telegram's limits; long texts are cut without losing or breaking anything."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup, InputFile, InputPollOption

from bot.buttons import Button, Scope, decode
from bot.messages import Edit, Flash, Key, Message, Send, Strip
from bot.telegram.render import editing, flashing, markup, parts, polling, sending, stripping
from tests.support.examples.looks import HOSTILE, plain

BUTTON = Button(Scope.PARTICIPANT, "PARK7Q", "t", ("1", "2"))
KEY = Key("Tap me", BUTTON)


# --- cutting texts

WORDS = st.text(alphabet="ab \n<>&\U0001f642é", max_size=60)


def html_of(words: str, tag: str) -> str:
    """Words as a message would hold them."""
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<{tag}>{escaped}</{tag}>" if tag else escaped


HTML = st.lists(st.builds(html_of, WORDS, st.sampled_from(["", "b", "i", "code"])), max_size=12).map("\n".join)


@given(text=HTML, limit=st.integers(20, 120))
def test_pages_are_well_formed_and_lose_nothing(text: str, limit: int) -> None:
    """Every page is HTML that Telegram takes, and all pages together say every letter in order."""
    pages = parts(text, limit)
    assert "".join("".join(map(plain, pages)).split()) == "".join(plain(text).split())
    assert all(len(plain(page).encode("utf-16-le")) // 2 <= limit for page in pages)
    assert all(plain(page).strip() for page in pages)


def test_a_short_text_is_one_page() -> None:
    """What fits is left as it is."""
    assert parts("<b>Title</b>\n\nText") == ("<b>Title</b>\n\nText",)
    assert parts("") == ()


def test_pages_end_between_blocks_then_lines_then_words() -> None:
    """The most natural place to cut is taken."""
    assert parts("aaaa aaaa\n\nbbbb\nbbbb\n\ncc", 14) == ("aaaa aaaa", "bbbb\nbbbb\n\ncc")
    assert parts("aaaa\nbbbb\ncccc", 10) == ("aaaa\nbbbb", "cccc")
    assert parts("aaaa bbbb cccc", 10) == ("aaaa bbbb", "cccc")
    assert parts("abcdefghij", 4) == ("abcd", "efgh", "ij")


def test_a_tag_open_at_a_cut_is_closed_and_opened_again() -> None:
    """Bold text stays bold on the next page, nested tags too."""
    assert parts("<b>aaaa <i>bbbb cccc</i></b>", 17) == ("<b>aaaa <i>bbbb</i></b>", "<b><i>cccc</i></b>")


def test_no_entity_or_tag_is_cut() -> None:
    """An ampersand that is written as five characters stays whole, and so does a tag with blanks in it."""
    assert parts('aa <a href="t.me/x y">bb</a> cc', 25) == ("aa", '<a href="t.me/x y">bb</a>', "cc")
    assert parts("aa&amp;bb", 6) == ("aa", "&amp;b", "b")
    assert all(re.fullmatch(r"(&lt;)+", page) for page in parts("&lt;" * 50, 15))


def test_length_is_counted_as_telegram_counts() -> None:
    """Emoji count twice there, so 4,000 of them are two messages and no refusal."""
    pages = parts("\U0001f642" * 4000)
    assert [len(page) for page in pages] == [2000, 2000]


def test_a_long_summary_is_cut_within_reason() -> None:
    """Two hundred blocks become a few full pages."""
    block = "<b>Question</b>\nOption: 3 (60%)\n<i>5 of 6 answered.</i>"
    pages = parts("\n\n".join([block] * 200))
    assert len(pages) == 3
    assert sum(page.count("<b>Question</b>") for page in pages) == 200


# --- keyboards


def made(*rows: tuple[Key, ...]) -> InlineKeyboardMarkup:
    """The markup of a keyboard that has keys."""
    keyboard = markup(rows)
    assert keyboard is not None
    return keyboard


def test_no_buttons_are_no_markup() -> None:
    """A message without keys has no keyboard at all."""
    assert markup(()) is None


def test_rows_stay_rows() -> None:
    """Keys keep their places, and a button its data."""
    keyboard = made((KEY, KEY), (KEY,))
    assert [len(row) for row in keyboard.inline_keyboard] == [2, 1]
    assert decode(str(keyboard.inline_keyboard[0][0].callback_data)) == BUTTON


@pytest.mark.parametrize(("rows", "width", "kept"), [(100, 1, 100), (101, 1, 100), (30, 4, 25), (15, 8, 12)])
def test_telegrams_hundred_buttons_are_kept(rows: int, width: int, kept: int) -> None:
    """Rows beyond 100 buttons are left out, whole rows only."""
    keyboard = made(*[(KEY,) * width] * rows)
    assert len(keyboard.inline_keyboard) == kept
    assert sum(map(len, keyboard.inline_keyboard)) <= 100


def test_a_long_label_is_cut_with_an_ellipsis() -> None:
    """Sixty characters and no more, never ending in a blank."""
    assert made((Key("x" * 60, BUTTON),)).inline_keyboard[0][0].text == "x" * 60
    assert made((Key("x" * 61, BUTTON),)).inline_keyboard[0][0].text == "x" * 59 + "…"
    assert made((Key("x" * 58 + " yyy", BUTTON),)).inline_keyboard[0][0].text == "x" * 58 + "…"


def test_a_key_does_one_thing() -> None:
    """It presses, opens or copies; a key without anything to do is our mistake."""
    (pressing, opening, copying) = made(
        (KEY, Key("Open", url="https://t.me/b"), Key("Copy", copy="PARK7Q"))
    ).inline_keyboard[0]
    assert (pressing.callback_data, pressing.url, pressing.copy_text) == ("v1:p:PARK7Q:t:1:2", None, None)
    assert (opening.url, opening.callback_data) == ("https://t.me/b", None)
    assert copying.copy_text is not None
    assert copying.copy_text.text == "PARK7Q"
    with pytest.raises(ValueError, match="something to do"):
        made((Key("Nothing"),))


def test_a_style_is_sent_only_where_there_is_one() -> None:
    """Colours are new in the Bot API; a plain button does not mention them."""
    primary, plain_one = made((Key("Go", BUTTON, style="primary"), KEY)).inline_keyboard[0]
    assert primary.to_dict()["style"] == "primary"
    assert "style" not in plain_one.to_dict()


# --- calls


def test_a_text_is_sent_as_html() -> None:
    """A message without a file is a text."""
    call = sending(Send(7, Message("<b>Hi</b>", ((KEY,),))))
    assert (call.method, call.chat_id) == ("send_message", 7)
    assert call.args["text"] == "<b>Hi</b>"
    assert call.args["parse_mode"] == "HTML"
    assert isinstance(call.args["reply_markup"], InlineKeyboardMarkup)


def test_a_picture_and_a_document_carry_their_text_as_caption() -> None:
    """Bytes are uploaded under a name, an id of a file that Telegram has is passed on."""
    picture = sending(Send(7, Message("Result", photo=b"png")))
    assert (picture.method, picture.args["caption"]) == ("send_photo", "Result")
    assert isinstance(picture.args["photo"], InputFile)
    assert picture.args["photo"].filename == "result.png"
    document = sending(Send(7, Message("Export", document=("PARK7Q.xlsx", b"x"))))
    assert (document.method, document.args["document"].filename) == ("send_document", "PARK7Q.xlsx")
    assert sending(Send(7, Message("", photo="AgAC"))).args["photo"] == "AgAC"
    assert sending(Send(7, Message("", document="BQAC"))).args["document"] == "BQAC"


def test_an_edit_replaces_text_and_buttons() -> None:
    """The message is named, and a message without keys loses its buttons."""
    call = editing(Edit(7, 9, Message("New")))
    assert (call.method, call.chat_id) == ("edit_message_text", 7)
    assert call.args == {"message_id": 9, "text": "New", "parse_mode": "HTML", "reply_markup": None}


def test_stripping_takes_the_buttons_only() -> None:
    """The text stays."""
    call = stripping(Strip(7, 9))
    assert (call.method, call.chat_id) == ("edit_message_reply_markup", 7)
    assert call.args == {"message_id": 9, "reply_markup": None}


@pytest.mark.parametrize(
    ("op", "said"),
    [
        (Flash("q"), {}),
        (Flash("q", "Short"), {"text": "Short", "show_alert": False}),
        (Flash("q", "Short", alert=True), {"text": "Short", "show_alert": True}),
        (Flash("q", "x" * 61), {"text": "x" * 61, "show_alert": True}),
        (Flash("q", "x" * 300), {"text": "x" * 200, "show_alert": True}),
    ],
)
def test_a_press_is_answered_with_a_toast_or_a_box(op: Flash, said: dict[str, object]) -> None:
    """Short words flash by, long ones stay until they are closed, 200 characters at most; it belongs to no chat."""
    call = flashing(op)
    assert (call.method, call.chat_id) == ("answer_callback_query", None)
    assert call.args == {"callback_query_id": "q", **said}


def test_a_poll_is_anonymous_and_hides_its_result() -> None:
    """A native poll with its options as they are, and nothing that would show who or how many before it is closed."""
    call = polling(-5, HOSTILE, ("Yes", HOSTILE))
    assert (call.method, call.chat_id) == ("send_poll", -5)
    assert call.args["question"] == HOSTILE
    assert [option.text for option in call.args["options"]] == ["Yes", HOSTILE]
    assert all(isinstance(option, InputPollOption) for option in call.args["options"])
    assert call.args["is_anonymous"] is True
    assert call.args["api_kwargs"] == {"hide_results_until_closes": True}
