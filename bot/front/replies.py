"""What those who steer are owed: kept, sealed, from the transaction that decides it until it is done; must not know any command.

It is sealed under a key made from the bot's token: whoever has a copy of the database cannot read what it says, such as a link
that invites. Kept is only what follows from steering, the same for everybody who steers: what is said to somebody as one who takes
part, or may, never stands beside a chat, and no row tells by being there or not who takes part.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeGuard, get_args

from pydantic import TypeAdapter, ValidationError

from bot.desk import Ask
from bot.logs import log
from bot.messages import (
    CloseWorkshop,
    DeleteWorkshop,
    DrawResult,
    DrawSummary,
    Edit,
    GroupThemes,
    Kept,
    Op,
    Owed,
    Pays,
    Send,
    ShowMenu,
    StartSendout,
    StopPoll,
    StopSendout,
    TellResult,
)
from bot.owing.debts import ANYBODY, Debt, Settled
from bot.places import Place, ReplyPlace
from bot.telegram.courier import Leaves, Outcome, Refused, Unknown
from storage.database import Unit
from storage.keys.sealing import Seal, Unreadable

_TRIES = 3
"""Sends of one answer of which nobody knows whether it came, and tries of what cannot be done."""

_LATER = frozenset({"gave_up", "too_many"})
"""Refusals of the courier's own: nobody has looked at it yet."""

_KINDS: dict[str, TypeAdapter[Any]] = {kind.__name__: TypeAdapter(kind) for kind in get_args(Kept)}
_BOUND = b"reply"


def owed(ops: Sequence[Op], said: Sequence[Op] = ()) -> tuple[Op, ...]:
    """What follows from steering, marked: what can be is kept until it is done.

    `said`: the same with what may be said now and not be kept, such as in which workshop of several it was done.
    """
    return tuple(_marked(op, now) for op, now in zip(ops, said or ops, strict=True))


def _marked(op: Op, now: Op) -> Op:
    if not is_kept(op):
        return now
    return Owed(op, said=now if now != op and isinstance(now, Send | Edit) else None)


def is_kept(op: Op) -> TypeGuard[Kept]:
    """Not what is owed otherwise, and no files: they are drawn anew."""
    if isinstance(op, Send | Edit):
        return op.place is None and op.message.photo is None and op.message.document is None
    return type(op).__name__ in _KINDS


class Replies:
    """One for the program; `secret`: the bot's token."""

    def __init__(self, ask: Ask, secret: str) -> None:
        self._ask = ask
        self._last = 0  # what is still on its way must not share its number with something new
        self._seal = Seal(hmac.digest(secret.encode(), b"replies", "sha256"), "")

    def noted(self, unit: Unit, user_id: int, ops: Iterable[Op]) -> tuple[Op, ...]:
        """In the transaction that has decided them: what is marked is kept from now on."""
        return tuple(self._kept(unit, user_id, op) for op in ops)

    def _kept(self, unit: Unit, user_id: int, op: Op) -> Op:
        if not isinstance(op, Owed) or op.place is not None or isinstance(op.op, StartSendout | GroupThemes):
            return op
        return replace(op, place=self.note(unit, user_id, op.op).place)

    def note(self, unit: Unit, who: int, op: Kept) -> Owed:
        """In a transaction: from now on this is owed to a member of staff, or to a room."""
        self._last = unit.replies.keep(who, self._sealed(op), self._last)
        return Owed(op, ReplyPlace(who, self._last))

    async def changed(self, place: Place, op: Kept) -> None:
        """What is left of it, now that some is done or has left."""
        if isinstance(place, ReplyPlace):
            await self._ask(partial(_changed, seq=place.seq, blob=self._sealed(op)))

    def of(self, unit: Unit, who: int | None, lost: frozenset[Place]) -> Iterable[Debt]:
        """In the order in which it was decided; given up is what cannot be read, and what its owner may not have any more."""
        del lost
        gone = unit.deletions.codes()
        for seq, user_id, blob in unit.replies.owed(who):
            op = self._opened(blob)
            if op is None or _names(op, gone) or not _may_have(unit, user_id, op):
                unit.replies.paid(seq)
            else:
                yield Debt((Owed(_as_it_is_now(unit, op), ReplyPlace(user_id, seq)),))

    def ended(self, op: Pays, outcome: Outcome, tries: int) -> Settled | Send | Edit | None:
        """Rather twice than never in a private chat; in a room nothing comes twice."""
        place = op.place
        if not isinstance(place, ReplyPlace) or not isinstance(op, Owed):
            raise TypeError("no answer is kept there")
        is_unsure = isinstance(outcome, Unknown) and not _is_in_a_room(op.op)
        is_later = isinstance(outcome, Refused) and outcome.code in _LATER
        if (is_unsure or is_later) and tries < _TRIES:
            return None
        return Settled(partial(_paid, seq=place.seq))

    def leaves(self, op: Pays) -> Leaves | None:
        """What goes to a room is paid when it leaves, so that a kill does not say it twice."""
        place = op.place
        if not isinstance(op, Owed) or not isinstance(place, ReplyPlace) or not _is_in_a_room(op.op):
            return None
        blob = self._sealed(op.op)

        async def left(is_so: bool) -> Refused | None:  # noqa: FBT001  # as the courier calls it
            await self._ask(partial(_paid, seq=place.seq) if is_so else partial(_kept_again, place=place, blob=blob))
            return None

        return left

    def _sealed(self, op: Op) -> bytes:
        kind = type(op).__name__
        return self._seal.close("reply", _BOUND, json.dumps([kind, _KINDS[kind].dump_python(op, mode="json")]).encode())

    def _opened(self, blob: bytes) -> Kept | None:
        try:
            kind, data = json.loads(self._seal.open("reply", _BOUND, blob))
            op: Kept = _KINDS[kind].validate_python(data)
        except (Unreadable, ValueError, LookupError, ValidationError) as error:  # another token, or an earlier version
            log("deed_failed", error=error)
            return None
        return op


def _as_it_is_now(unit: Unit, op: Kept) -> Kept:
    """A menu that did not come is that of the role and the language they have by now. A private chat's id is its user's."""
    if not isinstance(op, ShowMenu):
        return op
    return replace(op, role=unit.staff.role(op.chat_id), language=unit.staff.language(op.chat_id) or op.language)


def _names(op: Kept, codes: Iterable[str]) -> bool:
    """Whether it is about a workshop with one of these codes: what was to be shown of it was deleted with it."""
    keyboard = op.message.keyboard if isinstance(op, Send | Edit) else ()
    about = {key.button.code for row in keyboard for key in row if key.button is not None}
    return not about.isdisjoint(codes)


def _paid(unit: Unit, seq: int) -> None:
    unit.replies.paid(seq)


def _changed(unit: Unit, seq: int, blob: bytes) -> None:
    unit.replies.change(seq, blob)


def _kept_again(unit: Unit, place: ReplyPlace, blob: bytes) -> None:
    unit.replies.keep_at(place.seq, place.user_id, blob)


def _is_in_a_room(op: Op) -> bool:
    """A group's id is negative."""
    return isinstance(op, Send | DrawSummary | DrawResult) and op.chat_id < 0


def _may_have(unit: Unit, who: int, op: Kept) -> bool:
    """Whether they steer what it is about as it is paid, whatever they did when it was decided; a group: whether it is linked."""
    about = getattr(op, "workshop_id", None)
    if who == ANYBODY:
        return True
    if who < 0:
        return not isinstance(op, TellResult) or unit.staff.group_of(op.workshop_id) == who
    if isinstance(op, Send | Edit | StopPoll | StopSendout) or about is None:
        return unit.staff.role(who) is not None
    return unit.staff.steers(who, about) or isinstance(op, CloseWorkshop | DeleteWorkshop)
