"""Closing a workshop and telling everyone what the room said; must not know how answers are counted or keys destroyed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

from bot.closing.days import Days, Told
from bot.closing.deleting import busy, farewell
from bot.closing.following_up import result_messages
from bot.messages import CloseWorkshop, Message, Op, RefreshBoards, Send, ShowMenu, StartSendout, StopPoll, key
from bot.results import pictures
from bot.results.unread import unread
from bot.results.written import written
from bot.telegram import render
from bot.telegram.courier import Courier, Delivered
from bot.transaction import Ask
from bot.wording import SOURCE_LANGUAGE, Wording
from flows.dialogue.standing import leftovers
from storage.closing.deleting import NotDeletable, delete_workshop, rewrite
from storage.closing.ending import close_workshop
from storage.closing.expiring import end_lists
from storage.closing.reading import begin_telling, end_desks
from storage.database import Database, Unit
from storage.values import Actor, Sendout


class End:
    """Closes workshops, one at a time each."""

    def __init__(
        self,
        database: Database,
        ask: Ask,
        courier: Courier,
        carry: Callable[[Iterable[Op]], None],
        days: Days | Told,
    ) -> None:
        self._database = database
        self._ask = ask
        self._courier = courier
        self._carry = carry
        self._days = days
        self._today = days.today
        self._closing: set[str] = set()
        self._cut_short: dict[str, CloseWorkshop] = {}

    async def close(self, op: CloseWorkshop) -> None:
        """Count the rest, destroy the key, say the result. A second call while it runs does nothing.

        One that an outage cuts short raises it, and is gone on with by the next call, whoever made the first.
        """
        if op.workshop_id in self._closing:
            return
        self._closing.add(op.workshop_id)
        first = self._cut_short.setdefault(op.workshop_id, op)
        try:
            await self._close(replace(op, asked_in=first.asked_in, by=first.by))
            del self._cut_short[op.workshop_id]
        finally:
            self._closing.discard(op.workshop_id)

    async def delete(self, workshop_id: str, asked_in: int | None, by: Actor) -> None:
        """Delete all that is kept of a closed workshop, and tell those who steered it; not while somebody is still written to."""
        if workshop_id in self._closing:
            return
        self._closing.add(workshop_id)
        try:
            goodbye = await self._ask(lambda unit: _goodbye(unit, workshop_id, asked_in))
            menus = await self._ask(lambda unit: unit.staff.menus())
            await asyncio.to_thread(delete_workshop, self._database, workshop_id, self._today(), by)
            left = {chat: role for chat, role, _ in await self._ask(lambda unit: unit.staff.menus())}
            gone = [
                ShowMenu(chat, None, language or SOURCE_LANGUAGE) for chat, _, language in menus if chat not in left
            ]
            self._carry((*goodbye, *gone))
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
        for sendout in await self._ask(begin_telling):
            self._carry((*await self._ask(partial(_to_group, sendout=sendout)), StartSendout(sendout.id)))
        await asyncio.to_thread(end_lists, self._database, self._days.over())
        await asyncio.to_thread(rewrite, self._database)

    async def _close(self, op: CloseWorkshop) -> None:
        workshop_id, asked_in, by = op.workshop_id, op.asked_in, op.by
        polls = await self._ask(lambda unit: [p for p in unit.staff.polls(workshop_id) if not p.closed])
        self._carry(StopPoll(poll.id, asked_in or poll.chat_id, by) for poll in polls)
        close = partial(close_workshop, self._database, workshop_id, self._today(), leftovers, by)
        report = await asyncio.to_thread(close, without_key=op.without_key)
        self._carry((RefreshBoards(workshop_id),))
        try:
            await self._tell_staff(workshop_id, asked_in)
        finally:  # whatever becomes of that, everybody else is told
            self._carry((StartSendout(report.telling),) if report.telling else ())

    async def _tell_staff(self, workshop_id: str, asked_in: int | None) -> None:
        """Those who steer it and its group get the result first, without waiting for everybody else's."""
        by_language: dict[str, list[int]] = {}
        for chat, language in (await self._ask(lambda unit: _staff_chats(unit, workshop_id, asked_in))).items():
            by_language.setdefault(language, []).append(chat)
        for language, chats in by_language.items():
            await self._tell(workshop_id, Wording(language), chats)
        await self._show_desk(workshop_id, by_language)

    async def _show_desk(self, workshop_id: str, by_language: Mapping[str, list[int]]) -> None:
        """To those who steer it: what they have to read, if anything is."""
        for language, chats in by_language.items():
            message = await self._ask(partial(_to_read, workshop_id=workshop_id, words=Wording(language)))
            self._carry(Send(chat, message) for chat in chats if message is not None and chat > 0)

    async def _tell(self, workshop_id: str, words: Wording, chats: list[int]) -> None:
        """Send the result in one language; a picture is uploaded once and then sent by its id."""
        results = await self._ask(lambda unit: pictures.Results.read(unit, workshop_id, words))
        messages = await asyncio.to_thread(result_messages, results, words)
        first, rest = chats[0], chats[1:]
        known = [await self._upload(first, message) for message in messages]
        self._carry(Send(chat, message) for chat in rest for message in known)

    async def _upload(self, chat: int, message: Message) -> Message:
        """Send it and return it with the file's id at Telegram in place of its bytes."""
        outcome = await self._courier.post(render.sending(Send(chat, message)))
        if not isinstance(outcome, Delivered):
            return message
        if message.photo is not None:
            return replace(message, photo=outcome.result.photo[-1].file_id)
        return replace(message, document=outcome.result.document.file_id) if message.document is not None else message


def _goodbye(unit: Unit, workshop_id: str, asked_in: int | None) -> list[Send]:
    """What those who steer it are told, each in their language, read while it is known who they are."""
    workshop = unit.workshops.get(workshop_id)
    chats = dict.fromkeys([*([asked_in] if asked_in else []), *unit.staff.chats(workshop_id)])
    return [Send(chat, farewell(workshop.title, workshop.code, Wording(unit.staff.language(chat)))) for chat in chats]


def _to_read(unit: Unit, workshop_id: str, words: Wording) -> Message | None:
    """What is to be read now that the workshop is closed, and why it matters; None when nothing is."""
    workshop, n = unit.workshops.get(workshop_id), words.n
    found = unread(unit, workshop)
    if not found.answers:
        return None
    lies = n("{count} open answer is at the desk: nobody is shown it before you have read it.",
             "{count} open answers are at the desk: nobody is shown one before you have read it.", found.answers)  # fmt: skip
    follows = words.t("When all is read, everybody is sent what you have approved and may be quoted.")
    read = n("Read {count} open answer", "Read {count} open answers", found.answers)
    return Message(f"{lies} {follows}", ((key(workshop.code, f"📖 {read}", "desk", "new", style="success"),),))


def _to_group(unit: Unit, sendout: Sendout) -> list[Send]:
    """What people wrote, to the linked group, in the language of those who steer."""
    workshop_id = sendout.workshop_id
    group = unit.staff.group_of(workshop_id)
    words = Wording(next((unit.staff.language(chat) for chat in unit.staff.chats(workshop_id)), SOURCE_LANGUAGE))
    return [Send(group, message) for message in written(unit, sendout, words)] if group is not None else []


def _staff_chats(unit: Unit, workshop_id: str, asked_in: int | None) -> Mapping[int, str]:
    """The chats of those who steer the workshop, and its group, each with its language."""
    chats = [*([asked_in] if asked_in else []), *unit.staff.chats(workshop_id)]
    languages = {chat: Wording(unit.staff.language(chat)).language for chat in chats}
    group = unit.staff.group_of(workshop_id)
    if group is not None:  # a group has no language of its own: it is spoken to as its facilitator is
        languages[group] = next(iter(languages.values()), SOURCE_LANGUAGE)
    return languages
