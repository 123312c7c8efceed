"""What is looked after without anybody asking: summaries that may grow, what ends by itself, what was cut short; must not know chats.

A workshop that has a trouble of its own (a key that cannot be read, something damaged) is passed over, and the others go on. A
trouble of the whole database ends a look; the next one is half a minute later.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable
from functools import partial

from bot.closing.days import Days, Told
from bot.front.deeds import Deeds
from bot.logs import log
from bot.messages import CloseWorkshop, DeleteWorkshop, EmptyLog, EndLists, RefreshBoards, ShowOwed
from storage.database import OUTAGES, Unit
from storage.keys.sealing import Unreadable
from storage.keys.stores import KeysOutOfReach, KeyUnreadable
from storage.place.tenancy import Tenancy
from storage.values import Phase

LOOKS_EVERY = 30.0
"""Seconds after which a close that was cut short is taken up again at the latest, however seldom summaries grow."""

REMEMBERED = 600.0
"""Seconds for which it is known that an update was handled: far longer than it takes until one that was stored comes again."""

ITS_OWN: tuple[type[Exception], ...] = (KeyUnreadable, Unreadable, RuntimeError, LookupError, ValueError)
"""What may be wrong with one workshop alone."""


class Upkeep:
    """One for the program.

    `is_well`: whether answers can be stored, as the last look found it. `troubles`: what an operator has to put right; no word
    about anybody.
    """

    def __init__(self, deeds: Deeds, days: Days | Told, tenancy: Tenancy) -> None:
        self._deeds = deeds
        self._days = days
        self._tenancy = tenancy
        self._stopped: frozenset[str] = frozenset()
        self._handled: deque[tuple[float, frozenset[int]]] = deque()
        self.troubles: tuple[str, ...] = ()
        self.is_well = True

    async def recover(self) -> None:
        """What was cut short is gone on with, and what is owed is paid; boards that are behind, lists that have served."""
        deeds = self._deeds
        lost = await deeds.ask(_lost)
        await deeds.sendouts.recover()
        deeds.carry(CloseWorkshop(workshop_id, without_key=True) for workshop_id in lost)
        self._tell(await deeds.ask(_stopped))
        going_on = set(await deeds.ask(lambda unit: unit.workshops.open_ids())) - self._stopped
        await deeds.groups.recover()
        await deeds.boards.hold()
        await deeds.owing.to(None)
        await deeds.boards.look()
        deeds.resume(sorted(going_on))
        deeds.carry((EndLists(),))

    async def look(self) -> None:
        """Whether summaries may grow, and whether a time is over; then empty the database's log.

        The log shows in which order everything was written since it was last emptied, to whoever has a copy of it.
        """
        try:
            await self.mend()
            for workshop_id in await self._deeds.ask(_open_ones):
                await self._alone(self._grow(workshop_id))
            await self._end()
            await self._forget_updates()
        finally:
            self._deeds.carry((EmptyLog(),))

    async def mend(self) -> None:
        """Pay what is owed and go on with what was cut short; see which workshops stand still, and whether we are alone.

        Raises AnotherRuns.
        """
        try:
            await asyncio.to_thread(self._tenancy.hold)
            stopped = await self._deeds.ask(_stopped)
        except OUTAGES as error:
            self.is_well = False
            is_keys = isinstance(error, KeysOutOfReach)
            self.troubles = ("The key store cannot be reached." if is_keys else "The database cannot be used.",)
            raise
        self.is_well = True
        self._tell(stopped)
        await self._deeds.owing.tick()
        await self._deeds.boards.tick()

    def _tell(self, stopped: frozenset[str]) -> None:
        """Boards say it when a workshop stands still, and when it goes on; then everybody is shown what they missed."""
        changed, self._stopped = stopped ^ self._stopped, stopped
        self._deeds.carry(RefreshBoards(workshop_id) for workshop_id in sorted(changed))
        self._deeds.carry(ShowOwed(workshop_id) for workshop_id in sorted(changed - stopped))
        n = len(stopped)
        self.troubles = (f"{n} workshop(s) stand still: the key cannot be read. See: roundtable keys",) if n else ()

    async def _grow(self, workshop_id: str) -> None:
        if await self._deeds.ask(lambda unit: bool(unit.answers.tick(workshop_id))):
            log("release_made")
            self._deeds.carry((RefreshBoards(workshop_id),))

    async def _end(self) -> None:
        """What ends by the day."""
        over, deeds = self._days.over(), self._deeds
        outlived = await deeds.ask(lambda unit: [w.id for w in unit.workshops.all_open() if w.has_outlived(over)])
        deeds.carry(CloseWorkshop(workshop_id, without_key=True) for workshop_id in outlived)
        kept_enough = await deeds.ask(lambda unit: unit.workshops.kept_enough(over))
        deeds.carry(DeleteWorkshop(workshop_id) for workshop_id in kept_enough)
        deeds.carry((EndLists(),))
        await deeds.ask(lambda unit: unit.screens.sweep(over))

    async def _forget_updates(self) -> None:
        """Telegram brings nothing again after so long; how many updates there were would tell how much people were asked."""
        now = time.monotonic()
        before = frozenset[int]().union(*(ids for _, ids in self._handled))
        if came := await self._deeds.ask(lambda unit: unit.updates.held()) - before:
            self._handled.append((now, came))
        while self._handled and now - self._handled[0][0] >= REMEMBERED:
            _, ids = self._handled.popleft()
            await self._deeds.ask(partial(_forget, ids=ids))

    async def _alone(self, work: Awaitable[None]) -> None:
        """What goes wrong with one workshop must not stop the others."""
        try:
            await work
        except ITS_OWN as error:
            log("tick_failed", handler="releases", error=error)


def _forget(unit: Unit, ids: frozenset[int]) -> None:
    unit.updates.forget(ids)


def _open_ones(unit: Unit) -> list[str]:
    return [w.id for w in unit.workshops.all_open() if w.phase is Phase.OPEN]


def _stopped(unit: Unit) -> frozenset[str]:
    return frozenset(workshop.id for workshop in unit.workshops.stopped())


def _lost(unit: Unit) -> frozenset[str]:
    """Workshops whose key is gone for good, though their store is there. Only a start may say so: see `Workshops.stopped`."""
    return frozenset(w.id for w in unit.workshops.orphans())
