"""Closing a workshop and telling everyone what the room said; must not know how answers are counted or keys destroyed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial

from bot.closing.days import Days, Told
from bot.closing.deleting import busy, farewell
from bot.closing.telling import Telling
from bot.desk import Ask
from bot.messages import (
    CloseWorkshop,
    Message,
    Op,
    Owed,
    RefreshBoards,
    Send,
    ShowMenu,
    ShowOwedTo,
    StartSendout,
    StopPoll,
)
from bot.owing.debts import ANYBODY, Keeps
from bot.results.written import written
from bot.wording import SOURCE_LANGUAGE, Wording
from flows.dialogue.standing import leftovers
from storage.closing.deleting import NotDeletable, delete_workshop, rewrite
from storage.closing.ending import close_workshop
from storage.closing.expiring import end_lists
from storage.closing.reading import begin_telling, end_desks
from storage.database import Database, Unit
from storage.values import Actor, Sendout


class End:
    """Closes workshops, one at a time each. `forgets`: lets go of what memory alone holds of a workshop, in a transaction."""

    def __init__(
        self,
        database: Database,
        ask: Ask,
        carry: Callable[[Iterable[Op]], None],
        days: Days | Told,
        keeps: Keeps,
        telling: Telling,
        forgets: Callable[[str], None],
    ) -> None:
        self._forgets = forgets
        self._database = database
        self._ask = ask
        self._keeps = keeps
        self._telling = telling
        self._carry = carry
        self._days = days
        self._today = days.today
        self._closing: set[str] = set()
        self._wanted: dict[str, CloseWorkshop] = {}

    async def close(self, op: CloseWorkshop) -> None:
        """Count the rest, destroy the key, say the result. A second call while it runs does nothing.

        One that an outage cuts short raises it, and is gone on with by the next call, whoever made the first.
        """
        if op.asked_in is not None or op.workshop_id not in self._wanted:
            self._wanted[op.workshop_id] = op
        if op.workshop_id in self._closing:
            return
        self._closing.add(op.workshop_id)
        try:
            await self._close(op)
            del self._wanted[op.workshop_id]
        finally:
            self._closing.discard(op.workshop_id)

    async def delete(self, workshop_id: str, asked_in: int | None, by: Actor) -> None:
        """Delete all that is kept of a closed workshop, and tell those who steered it; not while somebody is still written to."""
        if workshop_id in self._closing:
            return
        self._closing.add(workshop_id)
        try:
            goodbye: list[Owed] = []

            def note(unit: Unit) -> None:
                found = _goodbye(unit, workshop_id, asked_in)
                goodbye.extend(self._keeps.note(unit, ANYBODY, send) for send in found)

            menus = await self._ask(lambda unit: unit.staff.menus())
            await asyncio.to_thread(delete_workshop, self._database, workshop_id, self._today(), by, note)
            left = {chat: role for chat, role, _ in await self._ask(lambda unit: unit.staff.menus())}
            gone = [
                ShowMenu(chat, None, language or SOURCE_LANGUAGE) for chat, _, language in menus if chat not in left
            ]
            menus_owed = await self._ask(lambda unit: [self._keeps.note(unit, ANYBODY, menu) for menu in gone])
            self._carry((*goodbye, *menus_owed))
        except LookupError:  # another one was faster
            return
        except NotDeletable:
            words = Wording(await self._ask(lambda unit: unit.staff.language(asked_in or 0)))
            self._carry((Send(asked_in, Message(busy(words))),) if asked_in else ())
        finally:
            self._closing.discard(workshop_id)

    async def lists(self) -> None:
        """Let what has served end: desks that are over, mailing lists with their keys, a deletion that was cut short.

        People are told what was approved where all is read.
        """
        ended = await asyncio.to_thread(end_desks, self._database, self._days.over())
        self._carry(RefreshBoards(workshop_id) for workshop_id in ended)
        self._carry(await self._ask(self._begin_telling))
        await asyncio.to_thread(end_lists, self._database, self._days.over())
        await asyncio.to_thread(rewrite, self._database)

    def _begin_telling(self, unit: Unit) -> list[Op]:
        """What people wrote is told from now on; the group is owed it."""
        ops: list[Op] = []
        for sendout in begin_telling(unit):
            ops += [self._keeps.note(unit, send.chat_id, send) for send in _to_group(unit, sendout)]
            ops.append(StartSendout(sendout.id))
        return ops

    async def _close(self, op: CloseWorkshop) -> None:
        workshop_id = op.workshop_id
        first = self._wanted[workshop_id]
        asked_in = first.asked_in
        polls = await self._ask(lambda unit: _ending(unit, workshop_id))
        self._carry(StopPoll(poll, asked_in or chat, first.by) for poll, chat in polls)
        owed = partial(self._telling.note, workshop_id=workshop_id, asked_in=asked_in)
        close = partial(close_workshop, self._database, workshop_id, self._today(), leftovers, first.by)
        report = await asyncio.to_thread(close, without_key=op.without_key, owed=owed)
        await self._ask(
            lambda _unit: self._forgets(workshop_id)
        )  # words whose authors were being asked: nobody can send them now
        told = (StartSendout(report.telling),) if report.telling else ()
        self._carry((RefreshBoards(workshop_id), ShowOwedTo(None), *told))


def _ending(unit: Unit, workshop_id: str) -> list[tuple[str, int]]:
    """Its native polls that are not over are being ended from now on."""
    polls = [p for p in unit.staff.polls(workshop_id) if not p.closed]
    return [(poll.id, poll.chat_id) for poll in polls if unit.staff.ending_poll(poll.id) is not None]


def _goodbye(unit: Unit, workshop_id: str, asked_in: int | None) -> list[Send]:
    """What those who steer it are told, each in their language, read while it is known who they are."""
    workshop = unit.workshops.get(workshop_id)
    chats = dict.fromkeys([*([asked_in] if asked_in else []), *unit.staff.chats(workshop_id)])
    return [Send(chat, farewell(workshop.title, workshop.code, Wording(unit.staff.language(chat)))) for chat in chats]


def _to_group(unit: Unit, sendout: Sendout) -> list[Send]:
    """What people wrote, to the linked group, in the language of those who steer."""
    workshop_id = sendout.workshop_id
    group = unit.staff.group_of(workshop_id)
    words = Wording(next((unit.staff.language(chat) for chat in unit.staff.chats(workshop_id)), SOURCE_LANGUAGE))
    return [Send(group, message) for message in written(unit, sendout, words)] if group is not None else []
