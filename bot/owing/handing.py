"""Hands over a file that somebody asked for, made outside the path of a tap; must not know what stands in it.

Whatever becomes of it, something is said: that it takes long, that it is too early, that it could not be made.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable
from dataclasses import dataclass

from bot.logs import log
from bot.messages import Message, Op, Send
from bot.owing.engine import Unsure
from bot.wording import Wording
from storage.database import OUTAGES

Sender = Callable[[Send, Callable[[], Awaitable[None]]], Awaitable[None]]
"""Sends one message, and has it stored that it came. Raises Ends, Unsure, and NotTaken where Telegram refuses it."""

_SENDS = 2
"""Of one file of which nobody knows whether it came."""


class NotTaken(RuntimeError):
    """Telegram has refused a message: it is too large, or not what Telegram takes."""


class NotClosed(Exception):
    """The workshop is not closed yet: a file comes after the close, so that it cannot be compared with an earlier one."""


class StillClosing(NotClosed):
    """The workshop is being closed right now: some of it is counted, some is not."""


@dataclass(frozen=True)
class Patience:
    """Seconds: between two looks at a close, before it is said that a file takes long, and until it is given up."""

    look: float = 1.0
    silent: float = 8.0
    most: float = 900.0


class Once:
    """What is asked for again while it is being made comes once: a second tap waits for the first. One for the program."""

    def __init__(self) -> None:
        self._making: dict[Hashable, asyncio.Future[None]] = {}

    async def make(self, name: Hashable, work: Callable[[], Awaitable[None]]) -> None:
        """Until it has come, or it was said why not. Raises what `work` raises."""
        if name not in self._making:
            self._making[name] = asyncio.ensure_future(work())
            self._making[name].add_done_callback(lambda _: self._making.pop(name, None))
        made = self._making[name]
        try:
            await asyncio.shield(made)
        except asyncio.CancelledError:  # the program ends
            made.cancel()
            raise


PATIENT = Patience()
"""As people are served."""


Came = Callable[[int], Awaitable[None]]
"""Told how many messages of a file have come by now."""


async def nothing(_count: int) -> None:
    """Where nobody keeps it."""


@dataclass(frozen=True)
class Wanted:
    """A file that is wanted. `make` gives its messages, or raises NotClosed or StillClosing; `may_have` is asked before and after.

    `early`: said before the close; `failed`: where it could not be made. `had`: so many of its messages have come before;
    `came` is told how many have come by now.
    """

    chat_id: int
    make: Callable[[], Awaitable[tuple[Message, ...]]]
    may_have: Callable[[], Awaitable[bool]]
    early: str
    failed: str
    had: int = 0
    came: Came = nothing


async def hand_over(
    wanted: Wanted, words: Wording, carry: Callable[[Iterable[Op]], None], send: Sender, patience: Patience = PATIENT
) -> None:
    """Send what was asked for, once the close is done; whatever becomes of it, something is said, once.

    A database that cannot be asked is waited for. Raises Ends where the end of the program cuts it short.
    """

    def say(text: str) -> None:
        carry((Send(wanted.chat_id, Message(text)),))

    making = asyncio.ensure_future(_made(wanted, patience))
    try:
        done, _ = await asyncio.wait({making}, timeout=patience.silent)
        if not done:
            say(words.t("The file is not ready yet. You get it as soon as it is."))
            await asyncio.wait({making}, timeout=patience.most)
        error = making.exception() if making.done() else TimeoutError()
        if error is None:
            await _send(wanted, making.result(), words, say, send, patience)
        elif isinstance(error, NotClosed):
            say(wanted.early)
        elif isinstance(error, Exception):  # whatever it is, who waits is told; made again it would fail again
            is_gone = isinstance(error, LookupError) and not isinstance(error, KeyError | IndexError)
            say(words.t("That is no longer there.") if is_gone else wanted.failed)
            log("deed_failed", handler="export", error=error)
        else:
            raise error
    finally:
        making.cancel()


async def _send(
    wanted: Wanted,
    found: tuple[Message, ...],
    words: Wording,
    say: Callable[[str], None],
    send: Sender,
    patience: Patience,
) -> None:
    """One after the other, so that after a kill only those come that are missing."""
    for number, message in enumerate(found[wanted.had :], wanted.had + 1):
        name = message.document[0] if isinstance(message.document, tuple) else words.t("the rest of it")
        try:
            await _sent(Send(wanted.chat_id, message), lambda number=number: wanted.came(number), send, patience.look)  # type: ignore[misc]  # used at once
        except NotTaken:
            say(words.t("Telegram does not take {name} from me. Please ask for it again in a while.", name=name))
        except Unsure:
            say(words.t("Telegram did not say whether it has {name}. If it is missing, ask for it again.", name=name))


async def _sent(op: Send, came: Callable[[], Awaitable[None]], send: Sender, pause: float) -> None:
    """Rather twice than never. Raises NotTaken, Ends, and Unsure when nobody knows after that."""
    for sends in range(1, _SENDS + 1):
        try:
            return await send(op, came)
        except Unsure:
            if sends == _SENDS:
                raise
            await asyncio.sleep(pause)
    return None


async def _made(wanted: Wanted, patience: Patience) -> tuple[Message, ...]:
    """The messages, when the close is done; none for who may not have them any more, also once they are made."""
    pause = patience.look
    while True:
        try:
            if not await wanted.may_have():
                return ()
            made = await wanted.make()
            return made if await wanted.may_have() else ()
        except StillClosing:
            await asyncio.sleep(patience.look)
        except OUTAGES:  # the database: it is put right, or we give up
            await asyncio.sleep(pause)
            pause = min(2 * pause, 10 * patience.look)
