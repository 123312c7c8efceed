"""The board with a page open on it: where the workshop stands above, the page below, and the way back; must not know any page."""

from __future__ import annotations

import re
from html import unescape

from bot.cockpit.message import head_of
from bot.cockpit.view import Cockpit
from bot.messages import Keyboard, Message

_MOST = 3900
"""Characters that Telegram shows of one message are 4,096: a page that needs them has them for itself."""

_TAG = re.compile(r"<[^<>]*>")


def framed(it: Cockpit, page: Message) -> Message:
    """What is true now stands above every page, so that none goes stale."""
    html = "\n".join(head_of(it)) + f"\n\n{page.html}"
    return Message(html if _length(html) <= _MOST else page.html, _with_way_back(it, page.keyboard))


def _length(html: str) -> int:
    return len(unescape(_TAG.sub("", html)).encode("utf-16-le")) // 2


def _with_way_back(it: Cockpit, keyboard: Keyboard) -> Keyboard:
    """One step back is a page's own; where it has none, back is to the board, and elsewhere the board is beside it.

    A page that says itself what becomes of it ("Do not send it", "Keep it open") has that one way out.
    """
    t = it.words.t
    if any(one.out for row in keyboard for one in row):
        return keyboard
    last = keyboard[-1] if keyboard else ()
    if last and len(last) < 3 and last[0].label.startswith("←"):
        return (*keyboard[:-1], (*last, it.key("🎛 " + t("Board"), "fold")))
    return (*keyboard, (it.key("← " + t("Back"), "fold"),))
