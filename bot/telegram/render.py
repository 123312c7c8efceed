"""Messages as Bot API calls: the one place that knows Telegram's keyboards and parse modes; must not decide or send anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from telegram import (
    BotCommandScopeChat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaPhoto,
    InputPollOption,
)
from telegram.constants import InlineKeyboardMarkupLimit, ParseMode

from bot.buttons import encode
from bot.messages import Edit, Flash, Key, Keyboard, Remove, Send, Strip
from bot.telegram.courier import Call

_LABEL = 60
"""Characters of a button's label: more is cut by every phone, and Telegram refuses a markup that is too long as a whole."""

_TAG = re.compile(r"<[^<>]*>")
_TOKEN = re.compile(r"<[^<>]*>|&#?\w+;|.", re.DOTALL)
_NOT_IN_A_TAG = r"(?![^<>]*>)"


def sending(op: Send) -> Call:
    """A new message: text, picture or document."""
    message = op.message
    common: dict[str, Any] = {"parse_mode": ParseMode.HTML, "reply_markup": markup(message.keyboard)}
    common |= {"message_thread_id": op.topic} if op.topic else {}
    if message.document is not None:
        file = message.document
        document = file if isinstance(file, str) else InputFile(file[1], filename=file[0])
        return Call("send_document", op.chat_id, {"document": document, "caption": message.html, **common})
    if message.photo is not None:
        photo = message.photo if isinstance(message.photo, str) else InputFile(message.photo, filename="result.png")
        return Call("send_photo", op.chat_id, {"photo": photo, "caption": message.html, **common})
    return Call("send_message", op.chat_id, {"text": message.html, **common})


def editing(op: Edit) -> Call:
    """Another text and other buttons; another picture with its caption, which may also take the place of a text."""
    if op.message.photo is not None:
        photo = op.message.photo
        media = InputMediaPhoto(
            photo if isinstance(photo, str) else InputFile(photo, filename="result.png", attach=True),
            caption=op.message.html,
            parse_mode=ParseMode.HTML,
        )
        pictured = {"message_id": op.message_id, "media": media, "reply_markup": markup(op.message.keyboard)}
        return Call("edit_message_media", op.chat_id, pictured)
    arguments = {
        "message_id": op.message_id,
        "text": op.message.html,
        "parse_mode": ParseMode.HTML,
        "reply_markup": markup(op.message.keyboard),
    }
    return Call("edit_message_text", op.chat_id, arguments)


def removing(op: Remove) -> Call:
    """Gone; Telegram lets a bot do so for two days."""
    return Call("delete_message", op.chat_id, {"message_id": op.message_id})


def stripping(op: Strip) -> Call:
    """No buttons any more."""
    return Call("edit_message_reply_markup", op.chat_id, {"message_id": op.message_id, "reply_markup": None})


def flashing(op: Flash) -> Call:
    """The answer to a press."""
    text = {"text": op.text[:200], "show_alert": op.alert or len(op.text) > 60} if op.text else {}
    return Call("answer_callback_query", None, {"callback_query_id": op.query_id, **text})


def polling(chat_id: int, question: str, options: tuple[str, ...]) -> Call:
    """A native poll: anonymous, and nobody sees the result before it is closed."""
    arguments = {
        "question": question,
        "options": [InputPollOption(option) for option in options],
        "is_anonymous": True,
        "api_kwargs": {"hide_results_until_closes": True},
    }
    return Call("send_poll", chat_id, arguments)


def markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """The buttons, within Telegram's limit of 100."""
    if not keyboard:
        return None
    rows: list[list[InlineKeyboardButton]] = []
    left = int(InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER)
    for row in keyboard:
        left -= len(row)
        if left >= 0:
            rows.append([_button(key) for key in row])
    return InlineKeyboardMarkup(rows)


def _button(key: Key) -> InlineKeyboardButton:
    label = key.label if len(key.label) <= _LABEL else key.label[: _LABEL - 1].rstrip() + "…"
    extra = {"style": key.style} if key.style else {}
    if key.url:
        return InlineKeyboardButton(label, url=key.url, api_kwargs=extra)
    if key.copy:
        return InlineKeyboardButton(label, copy_text=CopyTextButton(key.copy), api_kwargs=extra)
    if key.button is None:
        raise ValueError("a key needs something to do")
    return InlineKeyboardButton(label, callback_data=encode(key.button), api_kwargs=extra)


def commands(chat_id: int, shown: Sequence[tuple[str, str]] | None) -> Call:
    """What stands behind the Menu button in one chat; None: what stands there for everybody."""
    if shown is None:
        return Call("delete_my_commands", None, {"scope": BotCommandScopeChat(chat_id)})
    return Call("set_my_commands", None, {"commands": tuple(shown), "scope": BotCommandScopeChat(chat_id)})


def parts(text: str, limit: int = 4000) -> tuple[str, ...]:
    """HTML text cut into messages that Telegram takes: between blocks (empty lines), else between lines, else words.

    Nothing is lost, no tag or entity is cut, and a tag that is open at a cut is closed there and opened again in the next
    message. `limit` counts UTF-16 units, as Telegram does (tags too, which Telegram would not count).
    """
    pages = _balanced(_pieces(text, limit, ("\n\n", "\n", " ")))
    return tuple(page for page in pages if _TAG.sub("", page).strip())


def _pieces(text: str, limit: int, separators: tuple[str, ...]) -> list[str]:
    """The text in pieces of at most `limit`, cut at the first separator that does, else within a word."""
    if _units(text) <= limit:
        return [text]
    if not separators:
        return _joined(_TOKEN.findall(text), "", limit)
    between, *finer = separators
    parts_of_text = re.split(between + _NOT_IN_A_TAG, text)
    return _joined((piece for part in parts_of_text for piece in _pieces(part, limit, tuple(finer))), between, limit)


def _joined(parts_of_text: Iterable[str], between: str, limit: int) -> list[str]:
    """As many parts in each piece as fit."""
    pieces: list[str] = []
    for part in parts_of_text:
        if pieces and _units(joined := pieces[-1] + between + part) <= limit:
            pieces[-1] = joined
        else:
            pieces.append(part)
    return pieces


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _balanced(pages: Iterable[str]) -> Iterator[str]:
    still_open: list[str] = []
    for page in pages:
        before = "".join(still_open)
        for tag in _TAG.findall(page):
            still_open = still_open[:-1] if tag.startswith("</") else [*still_open, tag]
        yield before + page + "".join(f"</{tag.strip('<>').split()[0]}>" for tag in reversed(still_open))
