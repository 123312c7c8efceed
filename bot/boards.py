"""Keeps every control message up to date: one edit for many changes; must not know how a board is worded or who answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol, TypeVar

from bot.facilitator import covered
from bot.logs import log
from bot.messages import BoardPlace, Edit, Message, Op
from bot.panels import board
from bot.wording import Wording
from storage.database import OUTAGES, Unit
from storage.values import Role

T = TypeVar("T")
EVERY = 1.0
"""Seconds between two looks at what changed; the courier paces the edits themselves."""


class Ask(Protocol):
    """One transaction; done when it has committed."""

    def __call__(self, work: Callable[[Unit], T]) -> asyncio.Future[T]:
        """Begin the work; its future ends after the commit."""
        ...


class Boards:
    """Which boards may have changed, and what was last shown on each."""

    def __init__(self, ask: Ask, carry: Callable[[Iterable[Op]], None]) -> None:
        self._ask = ask
        self._carry = carry
        self.dirty: set[str] = set()
        self._shown: dict[tuple[int, int], Message] = {}
        self._drawing = asyncio.Lock()

    @property
    def behind(self) -> bool:
        """Whether a board may have to be edited, or is being edited right now."""
        return bool(self.dirty) or self._drawing.locked()

    def touch(self, workshop_id: str) -> None:
        """The boards of this workshop may have changed."""
        self.dirty.add(workshop_id)

    def sent(self, chat_id: int, message_id: int, message: Message) -> None:
        """This stands on a fresh board: no edit is needed before something changes."""
        self._shown[chat_id, message_id] = message

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
        for workshop_id in tuple(self.dirty):
            self.dirty.discard(workshop_id)  # first: what changes while the database is asked makes it dirty again
            try:
                edits = await self._ask(partial(_edits, workshop_id=workshop_id))
            except OUTAGES:
                self.dirty.add(workshop_id)
                raise
            fresh = [e for e in edits if self._shown.get((e.chat_id, e.message_id)) != e.message]
            self._shown |= {(e.chat_id, e.message_id): e.message for e in fresh}
            self._carry(fresh)


def _edits(unit: Unit, workshop_id: str) -> list[Edit]:
    workshop = unit.workshops.get(workshop_id)
    released = covered(unit, workshop)
    edits = []
    for place in unit.staff.boards(workshop_id):
        # A board lives in a private chat, whose id is the id of its member of staff.
        words = Wording(unit.staff.language(place.chat_id))
        organiser = unit.staff.role(place.chat_id) is Role.ORGANISER
        message = board(workshop, released, words, organiser=organiser)
        edits.append(Edit(place.chat_id, place.message_id, message, BoardPlace(workshop_id), board=True))
    return edits
