"""What fits: a message that Telegram takes, buttons on a narrow phone; must not know what they say."""

from __future__ import annotations

import re

from bot.messages import Key, Keyboard, Message
from flows.definition.labels import A_PAGE, LONGEST_MESSAGE, PAGED_FROM, units_of

FITS = 36
"""Characters of a full-width button that a narrow phone (360 px) still shows; measured on the rehearsal's phones."""

_SHORT, _ROW, _GRID = 12, 3, 6
_BUTTONS = 100
"""What Telegram takes below one message."""
_TAG = re.compile("<[^<>]*>")


def fits(message: Message) -> bool:
    """Whether Telegram takes it; tags do not count, and are looked at only where it is close."""
    is_short = units_of(message.html) <= LONGEST_MESSAGE or units_of(_TAG.sub("", message.html)) <= LONGEST_MESSAGE
    return is_short and sum(len(row) for row in message.keyboard) <= _BUTTONS


def window(count: int, page: int, *, paged_from: int = PAGED_FROM, most: int = A_PAGE) -> tuple[range, int, int]:
    """Which of `count` are on this page, which page that is (of a page that there is not, the last), and how many pages there are."""
    pages = 1 if count < paged_from else -(-count // most)
    here, size = min(max(page, 0), pages - 1), -(-count // pages) if count else 0
    return range(here * size, min(count, (here + 1) * size)), here, pages


def grid(keys: list[Key], across: int = _GRID) -> Keyboard:
    """Short keys in rows of so many at most, about as many in each."""
    rows = -(-len(keys) // across)
    wide = -(-len(keys) // rows) if rows else 1
    return tuple(tuple(keys[at : at + wide]) for at in range(0, len(keys), wide))


def rows_of(keys: list[Key]) -> Keyboard:
    """Three short labels share a row; otherwise one a row, for thumbs."""
    if 0 < len(keys) <= _ROW and all(len(key.label) <= _SHORT for key in keys):
        return (tuple(keys),)
    return tuple((key,) for key in keys)
