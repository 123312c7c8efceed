"""What people are owed, as a source of debts: their screens, polls, votes and rounds; must not know what they say or how they travel.

What is owed stands in each person's row (`ChatState.rev` and `shown`, and the same for whatever stands beside the dialogue), so a
restart loses nothing. It has no place among the messages to everybody, which can be stopped: nobody may be left without the question
that they are to answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from bot.desk import Ask
from bot.messages import Edit, Op, Pays, Remove, Send
from bot.owing.debts import Debt, Settled
from bot.owing.engine import Owing
from bot.places import PersonPlace, Place
from bot.sendouts.owed import PAGE, owed_by_everybody, owed_to
from bot.telegram.courier import Delivered, Leaves, Outcome, Refused, Unknown
from bot.visit import WAITING_ROOM
from storage.database import Unit
from storage.values import Beside, Person

_PATIENCE = 5.0
"""Seconds for the stragglers of a page: a chat that Telegram slows down holds up nobody else."""


class Screens:
    """One for the program."""

    def __init__(self, ask: Ask, owing: Owing, carry: Callable[[Iterable[Op]], None]) -> None:
        self._ask = ask
        self._owing = owing
        self._carry = carry
        self._wanted: dict[str, bool] = {}
        owing.add(self, PersonPlace)

    def of(self, unit: Unit, who: int | None, lost: frozenset[Place]) -> Iterable[Debt]:
        """One person's, in all their workshops; everybody's are read a page at a time (`show`)."""
        if who is None:
            return ()
        screens = {place.workshop_id for place in lost if isinstance(place, PersonPlace) and not place.beside}
        return owed_to(unit, who, frozenset(screens))

    def ended(self, op: Pays, outcome: Outcome, tries: int) -> Settled | Send | Edit | None:
        """Rather twice than never. Who cannot be reached gets it with whatever they do next."""
        del tries
        place = op.place
        if not isinstance(place, PersonPlace) or not isinstance(op, Send | Edit):
            raise TypeError("a screen is a message at somebody's place")
        match outcome:
            case Delivered(result):
                message_id = op.message_id if isinstance(op, Edit) else result.message_id
                store = partial(_arrived, place=place, message_id=message_id)
                return Settled(store, lambda is_overtaken: self._overtaken(op.chat_id, message_id, yes=is_overtaken))
            case Refused("message_not_found" | "not_editable") if isinstance(op, Edit):  # its reader has deleted it
                return Send(op.chat_id, op.message, place)
            case Refused() | Unknown():
                return None
            case _:
                return Settled()

    def leaves(self, op: Pays) -> Leaves | None:
        """Nothing waits for that."""
        del op
        return None

    def _overtaken(self, chat_id: int, message_id: int, *, yes: bool) -> None:
        """A screen that its reader has overtaken, typing faster than it came, goes again."""
        if yes:
            self._carry((Remove(chat_id, message_id),))

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
            sent = self._owing.pay(_behind(debt) for debt in debts)
            if sent:
                await asyncio.wait(sent, timeout=_PATIENCE)


def _behind(debt: Debt) -> Debt:
    """Nobody asked for it, so replies go first."""
    *before, shows = debt.ops
    return Debt((*before, replace(shows, bulk=True))) if isinstance(shows, Send) else debt


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
