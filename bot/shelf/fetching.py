"""Fetches a file that was sent, judges it and answers; sends one back; must not decide who may, or pace anything.

What is fetched twice is shown twice at worst: it is kept only when somebody says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from bot.desk import Ask, House
from bot.messages import Message, ReadFlow, Send, SendFlow
from bot.owing.engine import Ends, Unsure
from bot.shelf import receiving
from bot.shelf.checking import LARGEST, check_sent
from bot.telegram.calls import Call
from bot.telegram.courier import STOPPED, Courier, Delivered, Unknown
from bot.wording import Wording
from storage.values import Role


class Fetching:
    """One for the program. `send`: until these have left. `house`: as the next update would find it."""

    def __init__(
        self,
        ask: Ask,
        courier: Courier,
        send: Callable[[Iterable[Send]], Awaitable[None]],
        house: Callable[[], House] | None,
    ) -> None:
        self._ask = ask
        self._courier = courier
        self._send = send
        self._house = house

    def work(self, op: ReadFlow | SendFlow) -> Awaitable[None]:
        """To its end."""
        return self.read(op) if isinstance(op, ReadFlow) else self.send(op)

    async def read(self, op: ReadFlow) -> None:
        """Fetch, judge, answer. Raises Ends when the program ends before, and Unsure where the line did not hold."""
        words = Wording(op.language)
        outcome = await self._courier.post(Call("get_content", None, {"file_id": op.file_id, "most": LARGEST}))
        if outcome == STOPPED:
            raise Ends
        if isinstance(outcome, Unknown):
            raise Unsure
        if not isinstance(outcome, Delivered):
            text = words.t("I could not fetch that file from Telegram. Please send it again.")
            await self._send((Send(op.chat_id, Message(text)),))
            return
        content: bytes = outcome.result
        checked = await asyncio.to_thread(check_sent, op.name, content, op.language)
        if self._house is None:
            raise Unsure
        house = self._house()
        said = await self._ask(
            lambda unit: (
                receiving.judged(unit, house, words, checked, content, organises=True)
                if unit.staff.role(op.chat_id) is Role.ORGANISER  # a private chat's id is its user's
                else (Message(receiving.not_yours(words)),)
            )
        )
        await self._send(Send(op.chat_id, one) for one in said)

    async def send(self, op: SendFlow) -> None:
        """The file of one version."""
        words = Wording(op.language)
        found = await self._ask(
            lambda unit: (unit.shelf.get(op.flow_id, op.version), unit.shelf.file(op.flow_id, op.version))
        )
        own, content = found
        if own is None or content is None:
            await self._send((Send(op.chat_id, Message(words.t("That is no longer there."))),))
            return
        text = receiving.caption(own.flow.title, own.version, words)
        await self._send((Send(op.chat_id, Message(text, document=(f"{op.flow_id}.yaml", content))),))
