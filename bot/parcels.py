"""What a message to everybody is made of, as values: to whom, what, and how it is made; must not know how it travels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.messages import Message
from bot.places import PersonPlace
from bot.wording import Wording
from storage.database import Unit
from storage.values import ALL, Person, Phase, Sendout, SendoutKind


@dataclass(frozen=True)
class Recipient:
    """Somebody a send-out is for, claimed for it. `person`: their row of the roster, None after the close.

    `part`: how many of its messages have left for them before a restart.
    """

    token: bytes
    chat_id: int = field(repr=False)
    language: str
    person: Person | None = field(default=None, repr=False)
    part: int = 0


Parcel = tuple[Message, ...]
"""What one person gets, in this order; nothing: they have it already, or need not have it."""

MessageFor = Callable[[Unit, Sendout, Recipient], tuple[Message, PersonPlace | None] | None]
"""What this one person gets, decided in the transaction that claims them, in which it may also save them.

None: nothing (counted as arrived). With a `PersonPlace` the message is their screen from now on, and the buttons of the
screen before it are taken away.
"""


def first_of(*makers: MessageFor) -> MessageFor:
    """For a kind that several features send: the first that has something for this person says it."""

    def message(unit: Unit, sendout: Sendout, recipient: Recipient) -> tuple[Message, PersonPlace | None] | None:
        made = (maker(unit, sendout, recipient) for maker in makers)
        return next((found for found in made if found is not None), None)

    return message


@dataclass(frozen=True)
class Same:
    """The same for all who read one language: `read` in a transaction of its own, then `draw` outside it, in a thread.

    Both are done once for each language; a picture is uploaded once and then sent by its file id.
    """

    read: Callable[[Unit, Sendout, Wording], Any]
    draw: Callable[[Any, Wording], Parcel] = lambda parcel, _words: tuple(parcel)


Kind = MessageFor | Same
"""How one kind of send-out says what it says."""


@dataclass(frozen=True)
class Audience:
    """Whom a kind of send-out is for.

    `claim`: up to so many people beyond this token who have not had it, ordered by token, who from now on have all of it, or
    (False) none yet; `leave`: the next message leaves for somebody; `finish`: these have an outcome;
    `unclaim`: what is left surely did not leave for these;
    `release`: nor for anybody for whom nothing says that it left; `claimed`: how many have all; `is_gone`: nobody will be claimed.
    """

    claim: Callable[[Unit, Sendout, int, bytes, bool], list[Recipient]]
    leave: Callable[[Unit, Sendout, bytes, str, str], bool]
    finish: Callable[[Unit, Sendout, Sequence[bytes]], None]
    unclaim: Callable[[Unit, Sendout, Sequence[bytes]], None]
    release: Callable[[Unit, Sendout], None]
    claimed: Callable[[Unit, Sendout], int]
    is_gone: Callable[[Unit, Sendout], bool]


def begun(part: str) -> int:
    """How many messages of a parcel need not leave any more for somebody who was claimed."""
    return 0 if part == ALL else int(part)


def _from_roster(unit: Unit, sendout: Sendout, most: int, after: bytes, whole: bool) -> list[Recipient]:  # noqa: FBT001
    tokens = unit.sendouts.claim(sendout, most, after, whole=whole)
    people, parts = unit.people.those(sendout.workshop_id, tokens), unit.sendouts.parts(sendout, tokens)
    return [Recipient(p.token, p.chat.chat_id, p.chat.language, p, begun(parts[p.token])) for p in people]


def _is_waiting(unit: Unit, sendout: Sendout) -> bool:
    return unit.workshops.get(sendout.workshop_id).phase is Phase.WAITING


def _is_closed(unit: Unit, sendout: Sendout) -> bool:
    return unit.workshops.get(sendout.workshop_id).phase is Phase.CLOSED


ROSTER = Audience(
    claim=_from_roster,
    leave=lambda unit, sendout, token, before, after: unit.sendouts.mark(sendout, token, before, after),
    finish=lambda unit, sendout, tokens: unit.sendouts.finish(sendout, tokens),
    unclaim=lambda unit, sendout, tokens: unit.sendouts.unclaim(sendout, tokens),
    release=lambda unit, sendout: unit.sendouts.release(sendout),
    claimed=lambda unit, sendout: unit.sendouts.claimed(sendout),
    is_gone=_is_closed,
)
"""Everybody who has joined, as long as the workshop is not closed; who joins while it runs gets it too."""

BEFORE_OPEN = replace(ROSTER, is_gone=lambda unit, sendout: not _is_waiting(unit, sendout))
"""The same until the workshop opens: from then on whoever is owed a card is shown it (`sendouts/showing.py`)."""

FOR_SOME = frozenset({SendoutKind.CONSENT, SendoutKind.LAST_CALL})
"""Kinds of which everybody is looked at and only some get something.

How many these are, or cannot be reached, would be a figure about what people did: nothing is counted but that everybody was
looked at.
"""
