"""Tells those who steered a workshop, and its group, what the room said; must not know answers, or how everybody else is told.

Each chat is owed it from the last act of the close on, message by message, so that no kill, outage or end of the program loses it.
In a private chat a message comes rather twice than never; in a room nothing comes twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial

from bot.closing.following_up import result_messages
from bot.desk import Ask
from bot.messages import Message, Send, TellResult, in_words, key
from bot.owing.debts import Keeps
from bot.owing.engine import Ends, Unsure
from bot.places import Place
from bot.results import pictures
from bot.results.unread import unread
from bot.telegram.courier import STOPPED, Leaves, Outcome, Refused, Unknown
from bot.telegram.outcomes import is_for_words
from bot.wording import SOURCE_LANGUAGE, Wording
from storage.database import Unit

Deliver = Callable[[Send, Leaves | None], asyncio.Future[Outcome]]


class Telling:
    """One for the program. `spawn` begins work of its own."""

    def __init__(self, ask: Ask, deliver: Deliver, spawn: Callable[[Awaitable[None]], None], keeps: Keeps) -> None:
        self._ask = ask
        self._spawn = spawn
        self._deliver = deliver
        self._keeps = keeps
        self._drawn: dict[tuple[str, str, bool], asyncio.Future[list[Message]]] = {}

    def note(self, unit: Unit, workshop_id: str, asked_in: int | None) -> None:
        """In a transaction: from now on those who steer it, its group and who asked for the close are owed the result."""
        for chat, language in _chats(unit, workshop_id, asked_in).items():
            self._keeps.note(unit, chat, TellResult(workshop_id, chat, language))

    async def tell(self, op: TellResult, place: Place | None) -> None:
        """What is left of it for one chat. Raises Ends and Unsure where it is not done."""
        messages = [*await self._messages(op)]
        if op.chat_id > 0:
            to_read = await self._ask(partial(_to_read, workshop_id=op.workshop_id, words=Wording(op.language)))
            messages += [to_read] if to_read is not None else []
        for number in range(op.part, len(messages)):
            await self._one(replace(op, part=number), place, messages[number])

    async def _one(self, op: TellResult, place: Place | None, message: Message) -> None:
        then = replace(op, part=op.part + 1)
        is_room = op.chat_id < 0
        twice = message.photo is None and not is_room  # a picture that is perhaps there is not worth a second one
        said = in_words(message)

        def is_owed(outcome: Outcome) -> bool:
            """Also words of which nobody knows whether they came, and those below a picture that did not."""
            goes_on = said is not None and is_for_words(outcome, unsure=not is_room)
            return goes_on or outcome == STOPPED or (isinstance(outcome, Unknown) and twice)

        async def left(is_so: bool) -> Refused | None:  # noqa: FBT001  # as the courier calls it
            await self._mark(place, then if is_so else op)
            return None

        sent = self._deliver(Send(op.chat_id, message), left if is_room else None)
        marked = asyncio.Event()
        if not is_room:  # also when the program ends meanwhile: what is on its way arrives after this task
            sent.add_done_callback(
                lambda done: self._spawn(self._arrived(place, then, marked, owed=is_owed(done.result())))
            )
        outcome = await asyncio.shield(sent)
        if outcome == STOPPED:
            raise Ends
        if not is_room:
            await marked.wait()
        if isinstance(outcome, Unknown) and twice:
            raise Unsure
        if said is not None and is_for_words(outcome, unsure=not is_room):
            await self._one(op, place, said)

    async def _arrived(self, place: Place | None, then: TellResult, marked: asyncio.Event, *, owed: bool) -> None:
        """What became of it is known."""
        try:
            await (asyncio.sleep(0) if owed else self._mark(place, then))
        finally:
            marked.set()

    async def _mark(self, place: Place | None, op: TellResult) -> None:
        if place is not None:
            await self._keeps.changed(place, op)

    async def _messages(self, op: TellResult) -> list[Message]:
        """Drawn once for all who read it now in one language; to a room with everything in words, since nobody turns pages there."""
        name = op.workshop_id, op.language, op.chat_id < 0
        if name not in self._drawn:
            self._drawn[name] = asyncio.ensure_future(self._draw(*name))
            self._drawn[name].add_done_callback(lambda _: self._drawn.pop(name, None))
        return await asyncio.shield(self._drawn[name])

    async def _draw(self, workshop_id: str, language: str, in_room: bool) -> list[Message]:  # noqa: FBT001
        words = Wording(language)
        results = await self._ask(lambda unit: pictures.Results.read(unit, workshop_id, words))
        return await asyncio.to_thread(partial(result_messages, in_words=in_room), results, words)


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


def _chats(unit: Unit, workshop_id: str, asked_in: int | None) -> Mapping[int, str]:
    """The chats of those who steer the workshop, and its group, each with its language."""
    asker = [asked_in] if asked_in and unit.staff.steers(asked_in, workshop_id) else []
    chats = [*asker, *unit.staff.chats(workshop_id)]
    languages = {chat: Wording(unit.staff.language(chat)).language for chat in chats}
    group = unit.staff.group_of(workshop_id)
    if group is not None:  # a group has no language of its own: it is spoken to as its facilitator is
        languages[group] = next(iter(languages.values()), SOURCE_LANGUAGE)
    return languages
