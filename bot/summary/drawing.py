"""Draws the summary outside the path of a tap, and turns its pages; must not decide what may be shown.

Whoever taps quickly wants the last page only: what another tap has overtaken is not shown any more once it is drawn.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from bot.desk import Ask
from bot.messages import DrawPage, DrawSummary, Edit, Message, Send
from bot.results.findings import summary_text
from bot.results.pictures import summary_messages
from bot.summary.pages import Pages, everything, in_words, page
from bot.telegram.courier import Outcome, Refused
from bot.wording import Wording

_GONE = frozenset({"message_not_found", "not_editable"})
"""Refusals of a page whose message cannot be turned any more: it comes as a new one."""


class Drawing:
    """One for the program. `deliver` hands one message to the courier, `send` all of several, to the end."""

    def __init__(
        self,
        ask: Ask,
        deliver: Callable[[Send | Edit], asyncio.Future[Outcome]],
        send: Callable[[Iterable[Send]], Awaitable[None]],
    ) -> None:
        self._ask = ask
        self._deliver = deliver
        self._send = send
        self._wanted: dict[tuple[int, int], DrawPage] = {}

    async def page(self, op: DrawPage) -> None:
        """One page: in a new message, or in the one that was tapped."""
        place = op.chat_id, op.message_id
        if op.message_id:
            self._wanted[place] = op
        try:
            words = Wording(op.language)
            pages = await self._ask(partial(Pages.read, workshop_id=op.workshop_id, words=words))
            message = await asyncio.to_thread(page, pages, op.question_id, words)
            if not op.message_id:
                await self._send((Send(op.chat_id, message),))
            elif self._wanted.get(place) is op:
                await self._turn(op, message)
        finally:
            if self._wanted.get(place) is op:
                del self._wanted[place]

    async def _turn(self, op: DrawPage, message: Message) -> None:
        outcome = await self._deliver(Edit(op.chat_id, op.message_id, message))
        if isinstance(outcome, Refused) and outcome.code in _GONE:
            await self._send((Send(op.chat_id, message),))

    async def summary(self, op: DrawSummary) -> None:
        """All of it: to a group as pictures and words, to a private chat in the one form that was asked for."""
        words = Wording(op.language)
        pages = await self._ask(partial(Pages.read, workshop_id=op.workshop_id, words=words))
        messages = await asyncio.to_thread(_all, pages, op.form, words)
        await self._send(Send(op.chat_id, message) for message in messages)


def _all(pages: Pages, form: str, words: Wording) -> list[Message]:
    results = pages.results
    match form:
        case "picture":
            return [everything(pages, words)]
        case "text":
            return [*in_words(pages, summary_text(results.workshop, tuple(results.found), words))]
        case _:
            return summary_messages(results, words)
