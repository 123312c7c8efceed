"""Shows people the screens they are owed, some at a time; must not know what a screen says or how it travels.

What is owed stands in each person's row (`ChatState.rev` and `shown`), so a restart loses nothing. It has no place among
the messages to everybody, which can be stopped: nobody may be left without the question that they are to answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial

from bot.messages import Op, Send
from bot.participant.launching import owed
from bot.telegram.courier import Outcome
from bot.transaction import Ask
from storage.database import Unit
from storage.values import Phase, SendoutKind

PAGE = 50
"""People read in one transaction: with thousands on the roster nobody's tap waits for more than these."""

SCREENS = frozenset({SendoutKind.QUESTION, SendoutKind.CONSENT, SendoutKind.LAST_CALL})
"""Kinds that bring people a screen."""

_PATIENCE = 5.0  # seconds for the stragglers of a page: a chat that Telegram slows down holds up nobody else


class Owing:
    """One for the program. `deliver` hands one screen to the courier's bulk lane and remembers it on arrival."""

    def __init__(
        self,
        ask: Ask,
        deliver: Callable[[Send], asyncio.Future[Outcome]],
        carry: Callable[[Iterable[Op]], None],
    ) -> None:
        self._ask = ask
        self._deliver = deliver
        self._carry = carry
        self._wanted: dict[str, bool] = {}

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
            ops, after = await self._ask(partial(_page, workshop_id=workshop_id, after=after))
            self._carry(op for op in ops if not isinstance(op, Send))
            sent = {self._deliver(op) for op in ops if isinstance(op, Send)}
            if sent:
                await asyncio.wait(sent, timeout=_PATIENCE)


def _page(unit: Unit, workshop_id: str, after: bytes) -> tuple[tuple[Op, ...], bytes | None]:
    """What the next people are owed, and the last of them; None when there is nobody else, or the workshop is not open.

    Not to whom a send-out under way has brought a screen: after a kill it may have arrived, and nobody is to get it twice. Who
    has it not is counted there, and gets it with whatever they do next, or when the room moves on.
    """
    workshop = unit.workshops.get(workshop_id)
    people = unit.people.next_ones(workshop_id, PAGE, after) if workshop.phase is Phase.OPEN else []
    sending = [sendout for sendout in unit.sendouts.running(workshop_id) if sendout.kind in SCREENS]
    left = [p for p in people if not any(unit.sendouts.reached(sendout, p.token) for sendout in sending)]
    return owed(unit, workshop, left), people[-1].token if people else None
