"""Asks Telegram until it answers; must not know what is asked, or who waits for the answer.

At a start and after it the same holds: floods, gateways, a network that comes late and another program that is just leaving
are waited out, and said in the log. Only a token that never worked ends the program. One that worked before may work again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, TypeVar

from telegram.error import EndPointNotFound, InvalidToken, RetryAfter

from bot.logs import log
from bot.telegram.outcomes import seconds_of

T = TypeVar("T")

FIRST_WAIT, LONGEST_WAIT = 0.2, 2.0
"""Seconds between two tries: after an outage the room is not to wait for us."""

_LOCKED = 5.0  # seconds between two looks whether a token works again


class CannotReceive(Exception):
    """Telegram will not give us updates, and waiting will not change that. The text is one line for the operator."""

    exit_code: Final = 3


class Patience:
    """`stopping`: nothing is waited for any longer. `is_locked`: Telegram does not know our token any more."""

    def __init__(self, stopping: asyncio.Event, *, known: bool = False) -> None:
        """`known`: the token has worked before."""
        self._stopping = stopping
        self._known = known
        self._locked = _LOCKED
        self.is_locked = False

    async def ask(self, what: Callable[[], Awaitable[T]]) -> T | None:
        """What Telegram answers; None if we are to stop before. What waiting cannot change raises CannotReceive."""
        wait = FIRST_WAIT
        while not self._stopping.is_set():
            try:
                found = await _unless(self._stopping, what())
            except CannotReceive:
                raise
            except Exception as error:  # an answer of any form, or none: asking again is the only cure
                await stops_within(self._told(error) or wait, self._stopping)
                wait = min(2 * wait, LONGEST_WAIT)
            else:
                self._known, self.is_locked = True, False
                return found
        return None

    def _told(self, error: Exception) -> float | None:
        """How long this error says to wait, in seconds; None: it does not."""
        is_wrong = isinstance(error, InvalidToken | EndPointNotFound)
        if is_wrong and not self._known:
            raise CannotReceive("Telegram does not know this bot token. Check TELEGRAM_BOT_TOKEN.") from None
        log("token_refused" if is_wrong else "updates_unavailable", handler="intake", error=error)
        self.is_locked = is_wrong
        if is_wrong:
            return self._locked
        return seconds_of(error.retry_after) if isinstance(error, RetryAfter) else None


async def stops_within(seconds: float, stopping: asyncio.Event) -> bool:
    """Wait, but not longer than until we are to stop; True if so."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)
    return stopping.is_set()


async def _unless(stopping: asyncio.Event, work: Awaitable[T]) -> T | None:
    """The result of `work`; None, and `work` is cancelled, if we are to stop first."""
    task, stop = asyncio.ensure_future(work), asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        stop.cancel()
        task.cancel()
        await asyncio.gather(task, stop, return_exceptions=True)
