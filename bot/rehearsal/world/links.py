"""Links to the bot as a phone follows them, and texts as a phone cuts them; knows nothing of chats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from bot.rehearsal.protocol.checking import utf16

LONGEST = 4096
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}$")


def start_payload(link: str, username: str) -> tuple[str, bool]:
    """The start code of a t.me or tg:// link (or the code itself), and whether it is for a group.

    Raises LookupError for a link to another bot and ValueError for a code Telegram would not pass on.
    """
    payload, group = _parts(link, username) if "://" in link else (link, False)
    if payload and not _PAYLOAD.match(payload):
        raise ValueError("a start code is 1 to 64 of A-Z a-z 0-9 _ -")
    return payload, group


def _parts(link: str, username: str) -> tuple[str, bool]:
    parts = urlsplit(link)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    name = query.get("domain", "") if parts.scheme == "tg" else parts.path.strip("/")
    if name.lower() != username.lower():
        raise LookupError("the link leads to another bot")
    return query.get("start", query.get("startgroup", "")), "startgroup" in query


def pieces(text: str) -> Iterator[str]:
    """A long text in messages of at most 4,096 UTF-16 units, as the apps send it."""
    while utf16(text) > LONGEST:
        size = LONGEST
        while utf16(text[:size]) > LONGEST:
            size -= (utf16(text[:size]) - LONGEST + 1) // 2
        yield text[:size]
        text = text[size:]
    yield text
