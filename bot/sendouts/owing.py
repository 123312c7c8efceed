"""Shows people what they are owed, and is the one who sends anything again; must not know what a screen says or how it travels.

What is owed stands in each person's row (`ChatState.rev` and `shown`, and the same for whatever stands beside the dialogue), so a
restart loses nothing. It is read after an answer of Telegram's that never came, after a refusal, an update that comes twice, a tap
on what is overtaken, a transaction of which nobody knows whether it was stored, at the start, and on every tick. What is on its
way in this process is known here, so that nothing goes twice side by side. It has no place among the messages to everybody,
which can be stopped: nobody may be left without the question that they are to answer.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from functools import partial

from bot.logs import log
from bot.messages import Edit, Op, PersonPlace, Remove, Send
from bot.parcels import Debt
from bot.sendouts.owed import PAGE, owed_by_everybody, owed_to
from bot.telegram.courier import Delivered, Outcome, Refused, Unknown
from bot.transaction import Ask
from bot.visit import WAITING_ROOM
from storage.database import OUTAGES, Unit
from storage.values import Beside, Person

_PATIENCE = 5.0
"""Seconds for the stragglers of a page: a chat that Telegram slows down holds up nobody else."""

_TRIES = 3
"""How often what had no answer is shown again soon, after 1, 2 and 4 times `again` seconds; from then on at every tick."""

_WAITS = (0.2, 10.0)
"""Seconds: the first and the longest wait for a database that cannot be asked."""

Post = Callable[[Send | Edit], "asyncio.Future[Outcome]"]
Place = tuple[str, int, int]
"""Workshop, person, and what of theirs: see `PersonPlace.beside`."""


class Owing:
    """One for the program.

    `post` hands one message to the courier; `spawn` begins work of its own; `again`: seconds before what had no answer, or was
    refused, is shown again.
    """

    def __init__(
        self,
        ask: Ask,
        post: Post,
        carry: Callable[[Iterable[Op]], None],
        spawn: Callable[[Awaitable[None]], None],
        again: float,
    ) -> None:
        self._ask = ask
        self._post = post
        self._carry = carry
        self._spawn = spawn
        self._again = again
        self._wanted: dict[str, bool] = {}
        self._flying: Counter[PersonPlace] = Counter()
        self._by_place: dict[Place, set[PersonPlace]] = {}
        self._unpaid: dict[Place, int] = {}

    # What leaves, and what becomes of it

    def hand(self, op: Send | Edit, place: PersonPlace) -> asyncio.Future[Outcome]:
        """A message that shows where somebody stands leaves; where it stands is remembered on its arrival."""
        outcome = self._post(op)
        self._flying[place] += 1
        self._by_place.setdefault(_key(place), set()).add(place)
        outcome.add_done_callback(lambda done: self._ended(op, place, done))
        return outcome

    def _ended(self, op: Send | Edit, place: PersonPlace, done: asyncio.Future[Outcome]) -> None:
        match None if done.cancelled() else done.result():
            case Delivered(result):
                self._spawn(self._arrived(op, place, op.message_id if isinstance(op, Edit) else result.message_id))
            case Refused("message_not_found" | "not_editable") if isinstance(op, Edit):  # its reader has deleted it
                self.hand(Send(op.chat_id, op.message, place), place)
                self._landed(place)
            case Refused("stopped") | None:
                self._landed(place)
            case Refused() | Unknown():
                self._landed(place)
                self._later(place)
            case _:  # who cannot be reached gets it with whatever they do next
                self._landed(place)

    def _landed(self, place: PersonPlace) -> None:
        self._flying[place] -= 1
        if self._flying[place] <= 0:
            del self._flying[place]
            here = self._by_place[_key(place)]
            here.discard(place)
            if not here:
                del self._by_place[_key(place)]

    async def _arrived(self, op: Send | Edit, place: PersonPlace, message_id: int) -> None:
        """It is stored that it stands there; a screen that its reader has overtaken, typing faster than it came, goes again."""
        try:
            is_overtaken = await self._insist(partial(_arrived, place=place, message_id=message_id))
        finally:
            self._landed(place)
        self._unpaid.pop(_key(place), None)
        if is_overtaken:
            self._carry((Remove(op.chat_id, message_id),))

    async def _insist(self, work: Callable[[Unit], bool]) -> bool:
        wait, longest = _WAITS
        while True:
            try:
                return await self._ask(work)
            except OUTAGES as error:
                log("tick_failed", handler="owing", error=error)
            await asyncio.sleep(wait)
            wait = min(longest, 2 * wait)

    def is_on_its_way(self, place: PersonPlace) -> bool:
        """Whether this screen, or a newer one of the same person, has been handed over and has no end yet."""
        return any(flying.rev >= place.rev for flying in self._by_place.get(_key(place), ()))

    # What is shown again

    def _later(self, place: PersonPlace) -> None:
        tries = self._unpaid[_key(place)] = self._unpaid.get(_key(place), 0) + 1
        if tries <= _TRIES:
            self._spawn(self._after(self._again * 2.0 ** (tries - 1), place))

    async def _after(self, seconds: float, place: PersonPlace) -> None:
        await asyncio.sleep(seconds)
        await self.to(place.user_id)

    async def to(self, user_id: int) -> None:
        """One person's debts, unless they are on their way."""
        lost = frozenset(workshop for workshop, user, beside in self._unpaid if user == user_id and not beside)
        debts = await self._ask(partial(owed_to, user_id=user_id, lost=lost))
        for key in {key for key in self._unpaid if key[1] == user_id} - {_key(debt.place) for debt in debts}:
            del self._unpaid[key]  # overtaken, or they have left
        for debt in self._unsent(debts):
            self._carry(debt.ops)

    async def tick(self) -> None:
        """Once more for those whose message had no answer several times."""
        for user_id in sorted({user for (_, user, _), tries in self._unpaid.items() if tries > _TRIES}):
            await self.to(user_id)

    async def show(self, workshop_id: str) -> None:
        """Until everybody has theirs; asked for again meanwhile, it is done again afterwards and not side by side."""
        if workshop_id in self._wanted:
            self._wanted[workshop_id] = True
            return
        try:
            self._wanted[workshop_id] = True
            while self._wanted[workshop_id]:
                self._wanted[workshop_id] = False
                await self._all(workshop_id)
        finally:
            del self._wanted[workshop_id]

    async def _all(self, workshop_id: str) -> None:
        after: bytes | None = b""
        while after is not None:
            debts, after = await self._ask(partial(owed_by_everybody, workshop_id=workshop_id, after=after, most=PAGE))
            sent = set()
            for debt in self._unsent(debts):
                *before, shows = debt.ops
                self._carry(before)
                if isinstance(shows, Send | Edit):
                    sent.add(self.hand(replace(shows, bulk=True) if isinstance(shows, Send) else shows, debt.place))
            if sent:
                await asyncio.wait(sent, timeout=_PATIENCE)

    def _unsent(self, debts: Iterable[Debt]) -> list[Debt]:
        """Those that are not on their way. What was stored before them has been handed over by now: both come here in order."""
        return [debt for debt in debts if not self.is_on_its_way(debt.place)]


def _key(place: PersonPlace) -> Place:
    return place.workshop_id, place.user_id, place.beside


def _arrived(unit: Unit, place: PersonPlace, message_id: int) -> bool:
    """Remember, sealed, which message shows where this participant stands; True when another one does, or is on its way."""
    person = unit.people.find(place.workshop_id, place.user_id)
    if person is None:
        return False
    now, is_overtaken = _stands(person, place, message_id)
    unit.people.save(place.workshop_id, now)
    return is_overtaken


def _stands(person: Person, place: PersonPlace, message_id: int) -> tuple[Person, bool]:
    chat = person.chat
    if place.beside:
        stood = person.beside.get(place.beside, Beside())
        return replace(person, beside={**person.beside, place.beside: stood.arrived(place.rev, message_id)}), False
    is_overtaken = WAITING_ROOM != place.rev < chat.rev and message_id != chat.message_id
    stays = chat.message_id if is_overtaken else message_id
    return replace(person, chat=replace(chat, shown=max(chat.shown, place.rev), message_id=stays)), is_overtaken
