"""What those who steer are owed: kept, sealed, from the transaction that decides it until it is done; must not know any command.

It is sealed under a key made from the bot's token: whoever has a copy of the database cannot read what it says, such as a link
that invites. Whoever takes part in a workshop as well is kept nothing: no answer ever stands beside a chat.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from typing import Any, TypeGuard, get_args

from pydantic import TypeAdapter, ValidationError

from bot.incoming import Incoming
from bot.logs import log
from bot.messages import DrawJoinCard, Edit, Kept, Op, Owed, Send
from bot.telegram.courier import Outcome, Refused, Unknown
from bot.transaction import Ask
from storage.database import Unit
from storage.keys.sealing import Seal, Unreadable

_TRIES = 3
"""Sends of one answer of which nobody knows whether it came."""

_KINDS: dict[str, TypeAdapter[Any]] = {kind.__name__: TypeAdapter(kind) for kind in get_args(Kept)}
_BOUND = b"reply"


class Replies:
    """One for the program. `deliver` sends one message, `begin` does anything else to its end, `again` as in `Owing`."""

    def __init__(
        self,
        ask: Ask,
        deliver: Callable[[Send | Edit], asyncio.Future[Outcome]],
        begin: Callable[[Kept], Awaitable[None]],
        secret: str,
        again: float,
    ) -> None:
        self._ask = ask
        self._deliver = deliver
        self._begin = begin
        self._seal = Seal(hmac.digest(secret.encode(), b"replies", "sha256"), "")
        self._again = again
        self._doing: set[int] = set()

    def noted(self, unit: Unit, incoming: Incoming, ops: Iterable[Op]) -> tuple[Op, ...]:
        """In the transaction that has decided them: what is kept until it is done."""
        user_id = incoming.sender.user_id
        if unit.staff.role(user_id) is None or unit.people.workshops_of(user_id):
            return tuple(ops)
        return tuple(Owed(unit.replies.keep(user_id, self._sealed(op)), op) if _is_kept(op) else op for op in ops)

    async def owed(self, user_id: int | None = None) -> list[Owed]:
        """What is not being done already, for one member of staff or all; what cannot be read any more is given up."""
        found = []
        gone = await self._ask(lambda unit: unit.deletions.codes())
        for seq, blob in await self._ask(lambda unit: unit.replies.owed(user_id)):
            if seq not in self._doing:
                op = self._opened(blob)
                if op is not None and _names(op, gone):
                    op = None
                await (self._paid(seq) if op is None else asyncio.sleep(0))
                found += [Owed(seq, op)] if op is not None else []
        return found

    def take(self, owed: Owed) -> Awaitable[None]:
        """Do it, in its turn: messages leave in the order in which this is called."""
        if owed.seq in self._doing:
            return asyncio.sleep(0)
        self._doing.add(owed.seq)
        sent = self._deliver(owed.op) if isinstance(owed.op, Send | Edit) else None
        return self._done(owed, sent)

    async def _done(self, owed: Owed, sent: asyncio.Future[Outcome] | None) -> None:
        try:
            if sent is None:
                await self._begin(owed.op)
            elif await self._sent(owed, sent) == Refused("stopped"):
                return
            await self._paid(owed.seq)
        finally:
            self._doing.discard(owed.seq)

    async def _sent(self, owed: Owed, sent: asyncio.Future[Outcome]) -> Outcome:
        outcome = await sent
        for tries in range(1, _TRIES):
            if not isinstance(outcome, Unknown) or not isinstance(owed.op, Send):
                break
            await asyncio.sleep(self._again * tries)
            outcome = await self._deliver(owed.op)
        return outcome

    async def _paid(self, seq: int) -> None:
        await self._ask(lambda unit: unit.replies.paid(seq))

    def _sealed(self, op: Op) -> bytes:
        kind = type(op).__name__
        if isinstance(op, DrawJoinCard):  # the board below it is looked after otherwise
            op = replace(op, then=tuple(below for below in op.then if below.place is None))
        return self._seal.close("reply", _BOUND, json.dumps([kind, _KINDS[kind].dump_python(op, mode="json")]).encode())

    def _opened(self, blob: bytes) -> Kept | None:
        try:
            kind, data = json.loads(self._seal.open("reply", _BOUND, blob))
            op: Kept = _KINDS[kind].validate_python(data)
        except (Unreadable, ValueError, LookupError, ValidationError) as error:  # another token, or an earlier version
            log("deed_failed", error=error)
            return None
        return op


def _names(op: Kept, codes: Iterable[str]) -> bool:
    """Whether it is about a workshop with one of these codes: what was to be shown of it was deleted with it."""
    keyboard = op.message.keyboard if isinstance(op, Send | Edit) else ()
    about = {key.button.code for row in keyboard for key in row if key.button is not None}
    return not about.isdisjoint(codes)


def _is_kept(op: Op) -> TypeGuard[Kept]:
    """Not what is looked after otherwise, and no files: they are drawn anew."""
    if isinstance(op, Send | Edit):
        return op.place is None and op.message.photo is None and op.message.document is None
    return type(op).__name__ in _KINDS
