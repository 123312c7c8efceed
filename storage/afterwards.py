"""Who may still be written to after a close, as frozen values; must not know tables, keys, SQL, Telegram or the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from storage.values import READ_WITHIN, SendoutKind

RESULT_TIME = READ_WITHIN + timedelta(days=1)
"""After the close people can be told the result for so long, and what was approved at the desk: a day longer than that is open."""

NEWS_TIME = timedelta(days=180)
"""After the close people can be told for so long what came of it: time for a council to decide and to say so, no more."""


class Purpose(StrEnum):
    """What a mailing list is for. RESULT: to tell everybody what the room said, and what people wrote once it is read.

    NEWS: what came of it, to who wants that.
    """

    RESULT = "result"
    NEWS = "news"


AFTERWARDS: Mapping[SendoutKind, Purpose] = {
    SendoutKind.CLOSING: Purpose.RESULT,
    SendoutKind.TEXTS: Purpose.RESULT,
    SendoutKind.NEWS: Purpose.NEWS,
}
"""The send-outs that go to a list, because the roster is gone."""


@dataclass(frozen=True)
class MailingList:
    """Whom a closed workshop may still write to. Its id names a key of its own. `until`: the day it ends, at the latest."""

    id: str
    workshop_id: str
    purpose: Purpose
    until: date


@dataclass(frozen=True)
class Addressee:
    """Somebody on a mailing list: a token of that list's key, and where to reach them."""

    token: bytes
    chat_id: int = field(repr=False)
    language: str
