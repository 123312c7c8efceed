"""Pays what is owed, and is the one who sends anything again; must not know what a debt says or how it travels.

What is owed is read from the database (`Source.of`) after an answer of Telegram's that never came, after a refusal, an update that
comes twice, a tap on what is overtaken, a transaction of which nobody knows whether it was stored, at the start, and on every tick.
What is on its way in this process is known here, so that nothing goes twice side by side.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any

from bot.desk import Ask
from bot.logs import log
from bot.messages import Edit, Op, Owed, Pays, Remove, Send
from bot.owing.debts import Debt, Settled, Source
from bot.places import BoardPlace, Place, ReplyPlace
from bot.telegram.courier import STOPPED, Delivered, Leaves, Outcome, Unknown
from storage.database import OUTAGES, Unit

_TRIES = 3
"""How often what had no answer is paid again soon, after 1, 2 and 4 times `again` seconds; from then on at every tick."""

_LONG = 10.0
"""Seconds; what takes longer, such as a file, keeps nobody's board from coming."""

_WAITS = (0.2, 10.0)
"""Seconds: the first and the longest wait for a database that cannot be asked."""

_FAILURES: tuple[type[Exception], ...] = (*OUTAGES, RuntimeError, ValueError, TypeError, LookupError)


class Ends(RuntimeError):
    """The program ends before something is done, so it is still owed."""


class Unsure(RuntimeError):
    """Nobody knows whether something was done."""


class Owing:
    """One for the program.

    `heard` is told what is not on its way any more.
    `post` hands one message to the courier; `work` does anything else to its end; `spawn` begins work of its own, `store` such
    as the end of the program waits for; `again`: seconds before what had no answer, or was refused, is paid again.
    """

    def __init__(
        self,
        ask: Ask,
        post: Callable[[Send | Edit | Remove, Leaves | None], asyncio.Future[Outcome]],
        work: Callable[[Op, Place], Awaitable[None]],
        carry: Callable[[Iterable[Op]], None],
        spawn: Callable[[Awaitable[None]], None],
        store: Callable[[Awaitable[None]], None],
        again: float,
    ) -> None:
        self._ask = ask
        self._post = post
        self._work = work
        self._carry = carry
        self._spawn = spawn
        self._store = store
        self._halted = False
        self._again = again
        self._sources: dict[type[Place], Source] = {}
        self._flying: Counter[Place] = Counter()
        self._since: dict[Place, float] = {}
        self._by_key: dict[Any, set[Place]] = {}
        self._unpaid: dict[Any, tuple[Place, int]] = {}
        self.heard: Callable[[Place], None] = _nobody_listens

    def add(self, source: Source, *places: type[Place]) -> None:
        """Debts at these places are this source's."""
        self._sources |= dict.fromkeys(places, source)

    # What leaves, and what becomes of it

    def hand(self, op: Pays) -> asyncio.Future[Outcome]:
        """What pays a debt leaves; by its outcome it is known whether it is paid."""
        place = _place(op)
        outcome = self._begin(op)
        self._flying[place] += 1
        self._since.setdefault(place, asyncio.get_running_loop().time())
        self._by_key.setdefault(place.key, set()).add(place)
        outcome.add_done_callback(lambda done: self._ended(op, place, done))
        return outcome

    def once(self, op: Pays) -> asyncio.Future[Outcome] | None:
        """As `hand`, unless it is on its way."""
        return None if self.is_on_its_way(_place(op)) else self.hand(op)

    def is_on_its_way(self, place: Place) -> bool:
        """Whether this, or something newer in its place, has been handed over and has no end yet."""
        return any(flying.rev >= place.rev for flying in self._by_key.get(place.key, ()))

    def is_busy(self, who: int) -> bool:
        """Whether something that was decided by what a member of staff did is on its way, or being made; a board that was asked for too.

        Not what takes long: the board comes, and once more below it when it has come.
        """
        late = asyncio.get_running_loop().time() - _LONG
        flying = (place for place, since in self._since.items() if since > late)
        return any(isinstance(place, ReplyPlace | BoardPlace) and place.who == who for place in flying)

    def _begin(self, op: Pays) -> asyncio.Future[Outcome]:
        says = (op.said or op.op) if isinstance(op, Owed) else op
        if isinstance(says, Send | Edit | Remove):
            return self._post(says, self._sources[type(_place(op))].leaves(op))
        return self._done(says, _place(op))

    def _done(self, op: Op, place: Place) -> asyncio.Future[Outcome]:
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._spawn(self._to_its_end(op, place, outcome))
        return outcome

    async def _to_its_end(self, op: Op, place: Place, outcome: asyncio.Future[Outcome]) -> None:
        became: Outcome = STOPPED  # also where it is cancelled
        try:
            await self._work(op, place)
            became = Delivered(None)
        except Ends:
            return  # no failure: it is owed, and done after the start
        except Unsure:
            became = Unknown()
        except _FAILURES as error:
            log("deed_failed", error=error)
            became = Unknown()
        finally:
            if not outcome.done():
                outcome.set_result(became)

    def _ended(self, op: Pays, place: Place, done: asyncio.Future[Outcome]) -> None:
        outcome = STOPPED if done.cancelled() else done.result()
        if outcome == STOPPED:
            self._landed(place)
            return
        _, tries = self._unpaid.get(place.key, (place, 0))
        match self._sources[type(place)].ended(op, outcome, tries + 1):
            case Settled() as settled:
                self._store(self._settle(place, settled))
            case Send() | Edit() as instead:
                self.hand(instead)
                self._landed(place)
            case _:
                self._landed(place)
                self._later(place, tries + 1)

    async def _settle(self, place: Place, settled: Settled) -> None:
        """It is stored what became of it, however long the database cannot be asked."""
        try:
            result = await self._insist(settled.store)
        finally:
            self._landed(place)
        self._unpaid.pop(place.key, None)
        settled.then(result)

    def _landed(self, place: Place) -> None:
        self._flying[place] -= 1
        if self._flying[place] <= 0:
            del self._flying[place], self._since[place]
            here = self._by_key[place.key]
            here.discard(place)
            if not here:
                del self._by_key[place.key]
            self.heard(place)

    def halt(self) -> None:
        """The program ends: what cannot be stored now is owed after the start."""
        self._halted = True

    async def _insist(self, work: Callable[[Unit], Any]) -> Any:
        wait, longest = _WAITS
        while True:
            try:
                return await self._ask(work)
            except OUTAGES as error:
                if self._halted:
                    raise
                log("tick_failed", handler="owing", error=error)
            await asyncio.sleep(wait)
            wait = min(longest, 2 * wait)

    # What is paid again

    def _later(self, place: Place, tries: int) -> None:
        self._unpaid[place.key] = (place, tries)
        if tries <= _TRIES:
            self._spawn(self._after(self._again * 2.0 ** (tries - 1), place))

    async def _after(self, seconds: float, place: Place) -> None:
        await asyncio.sleep(seconds)
        await self.to(place.who)

    async def to(self, who: int | None) -> None:
        """What is owed to one person or member of staff, or (None) all that is not read a page at a time; not what is on its way.

        For one person however long the database cannot be asked: no tick looks for what they alone are owed.
        """
        await self._to(who, self._ask if who is None else self._insist)

    async def _to(self, who: int | None, ask: Callable[[Callable[[Unit], list[Debt]]], Awaitable[list[Debt]]]) -> None:
        mine = {key: place for key, (place, _) in self._unpaid.items() if who in (None, place.who)}
        debts = await ask(partial(self._read, who=who, lost=frozenset(mine.values())))
        owed = {debt.pays.place.key for debt in debts if debt.pays.place is not None}
        for key in mine.keys() - owed:
            if mine[key].who == who:
                self._unpaid.pop(key, None)  # overtaken, or they have left
        self.pay(debts)

    def _read(self, unit: Unit, who: int | None, lost: frozenset[Place]) -> list[Debt]:
        return [debt for source in dict.fromkeys(self._sources.values()) for debt in source.of(unit, who, lost)]

    async def tick(self) -> None:
        """Once more for everything that is owed, and for those whose message had no answer several times."""
        failed = {place.who for place, tries in self._unpaid.values() if tries > _TRIES}
        for who in sorted(who for who in failed if who is not None):
            await self._to(who, self._ask)
        await self.to(None)

    def pay(self, debts: Iterable[Debt]) -> list[asyncio.Future[Outcome]]:
        """Those that are not on their way. What was stored before they were read has been handed over by now."""
        paid = []
        for debt in debts:
            if not self.is_on_its_way(_place(debt.pays)):
                self._carry(debt.ops[:-1])
                paid.append(self.hand(debt.pays))
        return paid


def _nobody_listens(place: Place) -> None:
    del place


def _place(op: Pays) -> Place:
    if op.place is None:
        raise TypeError("nothing is paid by this")
    return op.place
