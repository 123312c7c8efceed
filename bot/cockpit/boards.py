"""Keeps every board up to date, one a chat: one edit for many changes; must not know how a board is worded.

A board gets its buttons by an edit, once the database knows that it is the one. So whatever is lost on the way (a restart,
an answer of Telegram's, two wishes at once), no second message with buttons is left behind. A board that was asked for and one
that was replaced are debts: see `of`.

Long: how one message is asked for, moved, edited, lost and taken away is one argument.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial

from bot.cockpit.placing import Remote, replaced_board, wish_for
from bot.desk import Ask
from bot.logs import log
from bot.messages import BringBoard, Edit, Message, Op, OpenPage, Pays, Remove, Send
from bot.owing.debts import Debt, Settled
from bot.owing.engine import Owing
from bot.places import BoardPlace, OldBoardPlace, Place, ReplyPlace
from bot.telegram.courier import Courier, Delivered, Leaves, Outcome, Refused, Unknown, Unreachable
from bot.telegram.render import editing
from bot.wording import Wording
from flows.dialogue.agenda import next_ring
from storage.database import OUTAGES, Unit
from storage.staff.records import Board

EVERY = 1.0
"""Seconds between two looks at what changed; the courier paces the edits themselves."""


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
        owing: Owing,
        carry: Callable[[Iterable[Op]], None],
        spawn: Callable[[Awaitable[None]], None],
        clock: Callable[[], float],
        remote: Remote,
    ) -> None:
        self._ask = ask
        self.remote = remote
        self._courier = courier
        self._carry = carry
        self._spawn = spawn
        self._clock = clock
        self._owing = owing
        self._failed = False
        self._rings: dict[str, float] = {}
        self.dirty: set[str] = set()
        self._shown: dict[Board, Message] = {}
        self._sent_edits: dict[Board, asyncio.Future[Outcome]] = {}
        self._drawing = asyncio.Lock()
        self._wanted: set[int] = set()
        self._turned: set[int] = set()
        self._rests: set[int] = set()
        owing.add(self, BoardPlace, OldBoardPlace)
        owing.heard = self._landed

    @property
    def behind(self) -> bool:
        """Whether a board may have to be edited, or is being edited right now."""
        waits = self.dirty or self._wanted or self._turned or self._drawing.locked()
        return bool(waits) or any(at <= self._clock() for at in self._rings.values())

    def touch(self, workshop_id: str) -> None:
        """The boards of this workshop may have changed."""
        self.dirty.add(workshop_id)

    def open(self, op: OpenPage) -> None:
        """A page opens on the board of a chat, or folds back: its reader has tapped there and does not wait."""
        self.remote.open(op)
        self._turned.add(op.chat_id)
        self._spawn(self._soon())

    def bring(self, chat_id: int) -> None:
        """The board of this chat comes to its bottom, once nothing else of what its reader did is on its way there.

        At once, unless it has come since the last look: whoever asks ten times in a breath sees it come twice.
        """
        self._wanted.add(chat_id)
        self._spawn(self._soon())

    def said(self, chat_id: int) -> None:
        """Something was said in a private chat that nobody had foreseen: a board that stands there comes below it."""
        if chat_id not in self._wanted and any(place.chat_id == chat_id for place in self._shown):
            self._spawn(self._below(chat_id))

    async def _below(self, chat_id: int) -> None:
        if await self._ask(partial(_wished_again, chat_id=chat_id)):
            self.bring(chat_id)

    def _landed(self, place: Place) -> None:
        if isinstance(place, ReplyPlace | BoardPlace) and place.who in self._wanted:
            self._spawn(self._soon())

    async def hold(self) -> None:
        """At the start: a board that was wished for comes below whatever else its reader is owed."""
        self._wanted |= {wish.chat_id for wish in await self._ask(lambda unit: unit.boards.wishes())}

    async def look(self) -> None:
        """At the start, and after an edit that failed: look at every board."""
        self._failed = False
        self.dirty |= set(await self._ask(lambda unit: unit.boards.shown()))

    async def tick(self) -> None:
        """What could not be edited is edited now."""
        if self._failed:
            await self.look()

    async def run(self) -> None:
        """For ever: look, edit, rest. A board that the database could not be asked about is looked at again."""
        while True:
            try:
                await self.flush()
            except OUTAGES as error:
                log("tick_failed", handler="facilitator", error=error)
            await asyncio.sleep(EVERY)

    async def flush(self) -> None:
        """A look: edit the boards that changed, and move those that are to come."""
        async with self._drawing:
            self._rests.clear()
            await self._flush()

    async def _soon(self) -> None:
        async with self._drawing:
            await self._flush()

    async def _flush(self) -> None:
        await self._move()
        now = self._clock()
        for workshop_id in [name for name, at in self._rings.items() if at <= now]:
            self._rings.pop(workshop_id)
            self.dirty.add(workshop_id)
        for workshop_id in tuple(self.dirty):
            self.dirty.discard(workshop_id)  # first: what changes while the database is asked makes it dirty again
            try:
                edits, ring = await self._ask(partial(self._edits, workshop_id=workshop_id, now=int(now)))
            except OUTAGES:
                self.dirty.add(workshop_id)
                raise
            self._ring_at(workshop_id, ring)
            self._show(edits)

    async def _move(self) -> None:
        """Boards that were asked for are sent; those on which a page was opened, and that stay where they are, show it at once."""
        for chat_id in [chat for chat in self._wanted - self._rests if not self._owing.is_busy(chat)]:
            self._wanted.discard(chat_id)
            self._turned.discard(chat_id)
            self._rests.add(chat_id)
            for send in await self._ask(partial(self._wished, chat_id=chat_id)):
                self._owing.once(send)
        for chat_id in tuple(self._turned):
            self._turned.discard(chat_id)
            edit = await self._ask(partial(self._here, chat_id=chat_id))
            self._show((edit,) if edit is not None and chat_id not in self._wanted else (), soon=True)

    def _wished(self, unit: Unit, chat_id: int) -> list[Send]:
        return [self.remote.wished(unit, wish) for wish in unit.boards.wishes() if wish.chat_id == chat_id]

    def _here(self, unit: Unit, chat_id: int) -> Edit | None:
        found = unit.boards.at(chat_id)
        return None if found is None else self._edit(unit, found[0], found[1])

    def _edit(self, unit: Unit, workshop_id: str, place: Board) -> Edit:
        return Edit(place.chat_id, place.message_id, self.remote.board_in(unit, workshop_id, place.chat_id))

    def _edits(self, unit: Unit, workshop_id: str, now: int) -> tuple[list[Edit], int | None]:
        """Every board of the workshop, and those with a page about all of them open; and when a timer on it says something else."""
        boards = unit.boards.of(workshop_id)
        edits = [self._edit(unit, workshop_id, place) for place in boards]
        edits += [self._edit(unit, *there) for there in self.remote.wide(unit) if there[1] not in boards]
        return edits, next_ring(unit.stage.get(workshop_id), now) if boards else None

    def _ring_at(self, workshop_id: str, at: int | None) -> None:
        """When what a timer says on these boards changes next."""
        self._rings.pop(workshop_id, None)
        if at is not None:
            self._rings[workshop_id] = at

    def _show(self, edits: Iterable[Edit], *, soon: bool = False) -> None:
        for edit in edits:
            place = Board(edit.chat_id, edit.message_id)
            if self._shown.get(place) != edit.message:
                self._shown[place] = edit.message
                self._post(place, edit, soon=soon)

    def _post(self, place: Board, edit: Edit, *, soon: bool) -> None:
        """Of several edits that wait only the newest is sent; they share a future."""
        key = (edit.chat_id, edit.message_id)
        sent = self._sent_edits[place] = self._courier.post_latest(key, editing(edit), soon=soon)
        sent.add_done_callback(lambda done: None if done.cancelled() else self._edited(place, done.result()))

    # A board that was asked for, and one that was replaced: both are owed until it is known what became of them

    def of(self, unit: Unit, who: int | None, lost: frozenset[Place]) -> Iterable[Debt]:
        """In one chat or in all: what was asked for and has not arrived, and what is to be taken away.

        Not one that waits to be moved below what is still on its way: it comes when that has come.
        """
        del lost
        wishes = [
            wish for wish in unit.boards.wishes() if who in (None, wish.chat_id) and wish.chat_id not in self._wanted
        ]
        yield from (Debt((self.remote.wished(unit, wish),)) for wish in wishes)
        yield from (Debt((_removal(old),)) for old in unit.boards.replaced(who))

    def ended(self, op: Pays, outcome: Outcome, tries: int) -> Settled | Send | Edit | None:
        """A refused wish stays one; a board that may have arrived twice is two without buttons, and one of them goes."""
        del tries
        match op.place:
            case BoardPlace() as wish:
                return self._sent(wish, outcome)
            case OldBoardPlace(chat_id, message_id) as old:
                return self._left(old, outcome, Board(chat_id, message_id), is_edit=isinstance(op, Edit))
            case _:
                raise TypeError("no board is there")

    def leaves(self, op: Pays) -> Leaves | None:
        """Nothing waits for that."""
        del op
        return None

    def _sent(self, wish: BoardPlace, outcome: Outcome) -> Settled | None:
        match outcome:
            case Delivered(result):
                return Settled(partial(self._arrived, wish=wish, message_id=result.message_id), self._placed)
            case Unreachable():
                return Settled(lambda unit: unit.boards.drop(wish.chat_id))
            case _:
                return None

    def _arrived(self, unit: Unit, wish: BoardPlace, message_id: int) -> _Placed:
        is_newest = unit.boards.arrived(wish.chat_id, wish.rev, message_id)
        edit = self._edit(unit, wish.workshop_id, Board(wish.chat_id, message_id)) if is_newest else None
        return _Placed(tuple(unit.boards.replaced(wish.chat_id)), edit)

    def _placed(self, placed: _Placed) -> None:
        self._let_go(placed.old)
        if placed.edit is not None:
            self._show((placed.edit,), soon=True)

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
                self._failed = True
            case _:
                return

    async def _drop(self, chat_id: int) -> None:
        await self._ask(lambda unit: unit.boards.drop(chat_id))

    async def _renew(self, place: Board) -> None:
        self._shown.pop(place, None)
        self._carry(await self._ask(partial(_renewed, chat_id=place.chat_id, message_id=place.message_id)))

    # A board that was replaced

    async def take_away_replaced(self) -> None:
        """Take away every board that another one has replaced, or whose workshop is gone."""
        self._let_go(await self._ask(lambda unit: unit.boards.replaced()))

    def _let_go(self, boards: Iterable[Board]) -> None:
        for old in boards:
            self._shown.pop(old, None)
            if edit := self._sent_edits.pop(old, None):
                edit.cancel()
            self._owing.once(_removal(old))

    def _left(self, place: OldBoardPlace, outcome: Outcome, old: Board, *, is_edit: bool) -> Settled | Edit | None:
        """Taken away; or, where Telegram lets no bot do so after two days: no buttons, no pin, and no figures of yesterday."""
        match outcome:
            case Delivered() | Refused("message_not_found") | Unreachable("deactivated" | "chat_not_found"):
                return Settled(lambda unit: unit.boards.gone(old.chat_id, old.message_id))
            case Refused("not_editable") if is_edit:
                return Settled(lambda unit: unit.boards.gone(old.chat_id, old.message_id))
            case Refused() if not is_edit:
                self._spawn(self._put_aside(place))
                return Settled()
            case _:
                return None

    async def _put_aside(self, place: OldBoardPlace) -> None:
        words = Wording(await self._ask(lambda unit: unit.staff.language(place.chat_id)))
        self._owing.hand(Edit(place.chat_id, place.message_id, replaced_board(words), place))


def _removal(old: Board) -> Remove:
    return Remove(old.chat_id, old.message_id, OldBoardPlace(old.chat_id, old.message_id))


def _renewed(unit: Unit, chat_id: int, message_id: int) -> tuple[BringBoard, ...]:
    workshop_id = unit.boards.lost(chat_id, message_id)
    return () if workshop_id is None else (wish_for(unit, workshop_id, chat_id),)


def _wished_again(unit: Unit, chat_id: int) -> bool:
    """A board that stands is wished for anew; one that is on its way is not."""
    found = unit.boards.at(chat_id)
    if found is None:
        return False
    wish_for(unit, unit.boards.about(chat_id) or found[0], chat_id)
    return True
