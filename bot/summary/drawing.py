"""Draws what takes a picture outside the path of a tap, and turns the summary's pages; must not decide what may be shown.

Whoever taps quickly wants the last page only: what another tap has overtaken is not shown any more once it is drawn.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from bot.desk import Ask
from bot.messages import DrawJoinCard, DrawPage, DrawResult, DrawSummary, Edit, Message, Send
from bot.polls.result import Result, result_messages
from bot.results import pictures
from bot.results.findings import summary_text
from bot.summary.pages import Pages, everything, in_words, page, page_for_everybody, picture_of_page
from bot.telegram.courier import Delivered, Outcome, Refused
from bot.wording import Wording

_GONE = frozenset({"message_not_found", "not_editable"})
"""Refusals of a page whose message cannot be turned any more: it comes as a new one."""

_KEPT = 200
"""Pictures that are kept for those who took part: a few closed workshops in a few languages."""


class Drawing:
    """One for the program. `deliver` hands one message to the courier, `send` all of several, to the end; `username`: the bot's."""

    def __init__(
        self,
        ask: Ask,
        deliver: Callable[[Send | Edit], asyncio.Future[Outcome]],
        send: Callable[[Iterable[Send]], Awaitable[None]],
        username: str,
    ) -> None:
        self._ask = ask
        self._deliver = deliver
        self._send = send
        self._username = username
        self._wanted: dict[tuple[int, int], DrawPage] = {}
        self._pictures: OrderedDict[tuple[str, str, str], asyncio.Future[bytes | str]] = OrderedDict()

    def draw(self, op: DrawJoinCard | DrawSummary | DrawPage | DrawResult) -> Awaitable[None]:
        """Any of them."""
        match op:
            case DrawJoinCard():
                return self.card(op)
            case DrawSummary():
                return self.summary(op)
            case DrawPage():
                return self.page(op)
            case DrawResult():
                return self.result(op)

    async def card(self, op: DrawJoinCard) -> None:
        """What is scanned to join."""
        workshop = await self._ask(lambda unit: unit.workshops.get(op.workshop_id))
        drawn = await asyncio.to_thread(pictures.join_card_of, workshop, self._username, Wording(op.language))
        await self._send((Send(op.chat_id, drawn),))

    async def result(self, op: DrawResult) -> None:
        """What a question or a poll gave, and in a private chat what can be done with it."""
        words = Wording(op.language)
        result = await self._ask(lambda unit: Result.read(unit, op.workshop_id, op.question_id, words))
        keys = result.keys(words) if op.chat_id > 0 else ()  # a private chat's id is positive, a group's is not
        messages = await asyncio.to_thread(result_messages, result, words, keys)
        await self._send(Send(op.chat_id, message) for message in messages)

    async def page(self, op: DrawPage) -> None:
        """One page: in a new message, or in the one that was tapped."""
        place = op.chat_id, op.message_id
        if not op.message_id and self._wanted.get(place) == op:
            return  # tapped twice, and it is being drawn
        self._wanted[place] = op
        try:
            words = Wording(op.language)
            pages = await self._ask(partial(Pages.read, workshop_id=op.workshop_id, words=words))
            if op.for_everybody and not pages.is_empty:
                message = page_for_everybody(pages, op.question_id, words, await self._picture(pages, op, words))
            else:
                message = await asyncio.to_thread(page, pages, op.question_id, words)
            if not op.message_id:
                await self._begin(op, message)
            elif self._wanted.get(place) is op:
                await self._turn(op, message)
        finally:
            if self._wanted.get(place) is op:
                del self._wanted[place]

    async def _begin(self, op: DrawPage, message: Message) -> None:
        if op.for_everybody:
            self._keep(op, await self._deliver(Send(op.chat_id, message)))
        else:
            await self._send((Send(op.chat_id, message),))

    async def _turn(self, op: DrawPage, message: Message) -> None:
        outcome = await self._deliver(Edit(op.chat_id, op.message_id, message))
        if isinstance(outcome, Refused) and outcome.code in _GONE:
            await self._begin(op, message)
        elif op.for_everybody:
            self._keep(op, outcome)

    # Thousands who took part turn the same pages: each picture is drawn once, and sent once

    async def _picture(self, pages: Pages, op: DrawPage, words: Wording) -> bytes | str:
        name = _name(op)
        if name not in self._pictures:
            drawing = asyncio.to_thread(picture_of_page, pages, op.question_id, words)
            self._pictures[name] = asyncio.ensure_future(drawing)
        self._pictures.move_to_end(name)
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        try:
            return await asyncio.shield(self._pictures[name])
        except (RuntimeError, ValueError, LookupError):
            self._pictures.pop(name, None)
            raise

    def _keep(self, op: DrawPage, outcome: Outcome) -> None:
        """From now on it is sent by the id that Telegram keeps it under, or drawn anew where that did not work."""
        photo = getattr(outcome.result, "photo", None) if isinstance(outcome, Delivered) else None
        if photo:
            known: asyncio.Future[bytes | str] = asyncio.get_running_loop().create_future()
            known.set_result(photo[-1].file_id)
            self._pictures[_name(op)] = known
        elif isinstance(outcome, Refused):
            self._pictures.pop(_name(op), None)

    async def summary(self, op: DrawSummary) -> None:
        """All of it: to a group as pictures and words, to a private chat in the one form that was asked for."""
        words = Wording(op.language)
        pages = await self._ask(partial(Pages.read, workshop_id=op.workshop_id, words=words))
        messages = await asyncio.to_thread(_all, pages, op.form, words)
        await self._send(Send(op.chat_id, message) for message in messages)


def _name(op: DrawPage) -> tuple[str, str, str]:
    return op.workshop_id, op.question_id, op.language


def _all(pages: Pages, form: str, words: Wording) -> list[Message]:
    results = pages.results
    match form:
        case "picture":
            return [everything(pages, words)]
        case "text":
            return [*in_words(pages, summary_text(results.workshop, tuple(results.found), words))]
        case _:
            said = in_words(pages, summary_text(results.workshop, tuple(results.found), words))
            return [*([] if pages.is_empty else [everything(pages, words)]), *said]
