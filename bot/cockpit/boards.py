"""Keeps every board up to date, one a chat: one edit for many changes; must not know how a board is worded.

A board gets its buttons by an edit, once the database knows that it is the one. So whatever is lost on the way (a restart,
an answer of Telegram's, two wishes at once), no second message with buttons is left behind.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from bot.cockpit.placing import board_in, new_board, replaced_board
from bot.logs import log
from bot.messages import BoardPlace, Edit, Message, Op, Remove, Send
from bot.telegram.courier import Call, Courier, Delivered, Outcome, Refused, Unknown, Unreachable
from bot.telegram.render import editing, removing
from bot.transaction import Ask
from bot.wording import Wording
from flows.dialogue.agenda import next_ring
from storage.database import OUTAGES, Unit
from storage.staff.records import Board

T = TypeVar("T")
EVERY = 1.0
"""Seconds between two looks at what changed; the courier paces the edits themselves."""

TRIES = 3
"""Sends of one board when no answer comes back; each may have arrived, as a message without buttons."""


@dataclass(frozen=True)
class _Placed:
    """What follows from a board's arrival: messages to be taken away, and the edit that gives it its buttons."""

    old: tuple[Board, ...]
    edit: Edit | None


class Boards:
    """Which boards may have changed, and what was last shown on each. `spawn` begins work of its own."""

    def __init__(
        self,
        ask: Ask,
        courier: Courier,
        carry: Callable[[Iterable[Op]], None],
        spawn: Callable[[Awaitable[None]], None],
        clock: Callable[[], float],
    ) -> None:
        self._ask = ask
        self._courier = courier
        self._carry = carry
        self._spawn = spawn
        self._clock = clock
        self._rings: dict[str, float] = {}
        self.dirty: set[str] = set()
        self._shown: dict[Board, Message] = {}
        self._edits: dict[Board, asyncio.Future[Outcome]] = {}
        self._sends: Counter[tuple[int, int]] = Counter()
        self._going: set[Board] = set()
        self._drawing = asyncio.Lock()

    @property
    def behind(self) -> bool:
        """Whether a board may have to be edited, or is being edited right now."""
        return bool(self.dirty) or self._drawing.locked() or any(at <= self._clock() for at in self._rings.values())

    def touch(self, workshop_id: str) -> None:
        """The boards of this workshop may have changed."""
        self.dirty.add(workshop_id)

    async def recover(self) -> None:
        """After a start: send what was asked for and never arrived, take away what was replaced, look at every board."""
        sends, old, shown = await self._ask(_left_over)
        self._carry(sends)
        for message in old:
            self._take_away(message)
        self.dirty |= set(shown)

    async def run(self) -> None:
        """For ever: look, edit, rest. A board that the database could not be asked about is looked at again."""
        while True:
            try:
                await self.flush()
            except OUTAGES as error:
                log("tick_failed", handler="facilitator", error=error)
            await asyncio.sleep(EVERY)

    async def flush(self) -> None:
        """Edit the boards that changed."""
        async with self._drawing:
            await self._flush()

    async def _flush(self) -> None:
        now = self._clock()
        for workshop_id in [name for name, at in self._rings.items() if at <= now]:
            self._rings.pop(workshop_id)
            self.dirty.add(workshop_id)
        for workshop_id in tuple(self.dirty):
            self.dirty.discard(workshop_id)  # first: what changes while the database is asked makes it dirty again
            try:
                edits, ring = await self._ask(partial(_edits, workshop_id=workshop_id, now=int(now)))
            except OUTAGES:
                self.dirty.add(workshop_id)
                raise
            self._ring_at(workshop_id, ring)
            self._show(edits)

    def _ring_at(self, workshop_id: str, at: int | None) -> None:
        """When what a timer says on these boards changes next."""
        self._rings.pop(workshop_id, None)
        if at is not None:
            self._rings[workshop_id] = at

    def _show(self, edits: Iterable[Edit]) -> None:
        for edit in edits:
            place = Board(edit.chat_id, edit.message_id)
            if self._shown.get(place) != edit.message and place not in self._going:
                self._shown[place] = edit.message
                self._post(place, edit)

    def _post(self, place: Board, edit: Edit) -> None:
        """Of several edits that wait only the newest is sent; they share a future."""
        sent = self._edits[place] = self._courier.post_latest((edit.chat_id, edit.message_id), editing(edit))
        sent.add_done_callback(lambda done: None if done.cancelled() else self._edited(place, done.result()))

    # A board on its way

    def sent(self, op: Send, wish: BoardPlace, outcome: Outcome) -> None:
        """What became of a new board. A refusal leaves the wish as it is, for the next start."""
        match outcome:
            case Delivered(result):
                self._spawn(self._arrived(op.chat_id, wish, result.message_id))
            case Unreachable():
                self._spawn(self._drop(op.chat_id))
            case Unknown() if self._may_repeat(op.chat_id, wish.number):
                self._carry((op,))
            case _:
                return

    def _may_repeat(self, chat_id: int, number: int) -> bool:
        self._sends[chat_id, number] += 1
        return self._sends[chat_id, number] < TRIES

    async def _arrived(self, chat_id: int, wish: BoardPlace, message_id: int) -> None:
        self._sends.pop((chat_id, wish.number), None)
        placed = await self._ask(
            partial(_placed, chat_id=chat_id, wish=wish, message_id=message_id, now=int(self._clock()))
        )
        for old in placed.old:
            self._take_away(old)
        if placed.edit is not None:
            self._show((placed.edit,))
            pin = {"message_id": message_id, "disable_notification": True}
            self._courier.post(Call("pin_chat_message", chat_id, pin))

    async def _drop(self, chat_id: int) -> None:
        await self._ask(lambda unit: unit.boards.drop(chat_id))

    # A board that stands

    def _edited(self, place: Board, outcome: Outcome) -> None:
        """A board that was deleted is sent anew; one in a chat that is gone is forgotten; what failed is shown again."""
        match outcome:
            case Refused("message_not_found" | "not_editable"):
                self._spawn(self._renew(place))
            case Unreachable():
                self._spawn(self._drop(place.chat_id))
            case Refused() | Unknown():
                self._shown.pop(place, None)
            case _:
                return

    async def _renew(self, place: Board) -> None:
        self._shown.pop(place, None)
        self._carry(await self._ask(partial(_renewed, chat_id=place.chat_id, message_id=place.message_id)))

    # A board that was replaced

    async def take_away_replaced(self) -> None:
        """Take away every board that another one has replaced, or whose workshop is gone."""
        for old in await self._ask(lambda unit: unit.boards.replaced()):
            self._take_away(old)

    def _take_away(self, old: Board) -> None:
        if old in self._going:
            return
        self._going.add(old)
        self._shown.pop(old, None)
        if edit := self._edits.pop(old, None):
            edit.cancel()
        deleted = self._courier.post(removing(Remove(old.chat_id, old.message_id)))
        deleted.add_done_callback(lambda done: None if done.cancelled() else self._deleted(old, done.result()))

    def _deleted(self, old: Board, outcome: Outcome) -> None:
        match outcome:
            case Delivered() | Refused("message_not_found") | Unreachable("deactivated" | "chat_not_found"):
                self._spawn(self._gone(old))
            case Refused(code) if code != "stopped":  # older than two days: Telegram lets no bot delete it
                self._spawn(self._put_aside(old))
            case _:  # at the next start, or with the next board of this chat
                self._going.discard(old)

    async def _put_aside(self, old: Board) -> None:
        """No buttons, no pin, and no figures of yesterday."""
        message = replaced_board(Wording(await self._ask(lambda unit: unit.staff.language(old.chat_id))))
        self._courier.post(Call("unpin_chat_message", old.chat_id, {"message_id": old.message_id}))
        match await self._courier.post(editing(Edit(old.chat_id, old.message_id, message))):
            case Delivered() | Refused("message_not_found" | "not_editable"):
                await self._gone(old)
            case _:
                self._going.discard(old)

    async def _gone(self, old: Board) -> None:
        await self._ask(lambda unit: unit.boards.gone(old.chat_id, old.message_id))
        self._going.discard(old)


def _edits(unit: Unit, workshop_id: str, now: int) -> tuple[list[Edit], int | None]:
    """Every board of the workshop as it is now, and when a timer on it says something else."""
    boards = unit.boards.of(workshop_id)
    edits = [_edit(unit, workshop_id, place.chat_id, place.message_id, now) for place in boards]
    return edits, next_ring(unit.stage.get(workshop_id), now) if boards else None


def _edit(unit: Unit, workshop_id: str, chat_id: int, message_id: int, now: int) -> Edit:
    return Edit(chat_id, message_id, board_in(unit, workshop_id, chat_id, now))


def _placed(unit: Unit, chat_id: int, wish: BoardPlace, message_id: int, now: int) -> _Placed:
    is_newest = unit.boards.arrived(chat_id, wish.number, message_id)
    edit = _edit(unit, wish.workshop_id, chat_id, message_id, now) if is_newest else None
    return _Placed(tuple(unit.boards.replaced(chat_id)), edit)


def _renewed(unit: Unit, chat_id: int, message_id: int) -> tuple[Send, ...]:
    workshop_id = unit.boards.lost(chat_id, message_id)
    return () if workshop_id is None else (new_board(unit, workshop_id, chat_id),)


def _left_over(unit: Unit) -> tuple[list[Send], list[Board], list[str]]:
    sends = [new_board(unit, wish.workshop_id, wish.chat_id) for wish in unit.boards.wishes()]
    return sends, unit.boards.replaced(), unit.boards.shown()
