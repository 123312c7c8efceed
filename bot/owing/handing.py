"""Hands over a file that somebody asked for, made outside the path of a tap; must not know what stands in it.

Whatever becomes of it, something is said: that it takes long, that it is too early, that it could not be made.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable
from dataclasses import dataclass

from bot.messages import Message, Op, Send
from bot.wording import Wording
from storage.database import OUTAGES

_FAILURES: tuple[type[Exception], ...] = (
    *OUTAGES,
    TimeoutError,
    RuntimeError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
)
"""Also a file that cannot be made of something that somebody wrote: who waits for it is told."""


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


@dataclass(frozen=True)
class Wanted:
    """A file that is wanted. `make` gives its messages, or raises NotClosed or StillClosing; `may_have` is asked before and after.

    `early`: said before the close; `failed`: where it could not be made.
    """

    chat_id: int
    make: Callable[[], Awaitable[tuple[Message, ...]]]
    may_have: Callable[[], Awaitable[bool]]
    early: str
    failed: str


async def hand_over(
    wanted: Wanted,
    words: Wording,
    carry: Callable[[Iterable[Op]], None],
    send: Callable[[Iterable[Send]], Awaitable[None]],
    patience: Patience = PATIENT,
) -> None:
    """Send what was asked for, once the close is done; whatever becomes of it, something is said.

    Raises what the making raised, after it was said, and what `send` raises where nobody knows that the file came.
    """

    def say(text: str) -> None:
        carry((Send(wanted.chat_id, Message(text)),))

    making = asyncio.ensure_future(_made(wanted, patience.look))
    try:
        done, _ = await asyncio.wait({making}, timeout=patience.silent)
        if not done:
            say(words.t("The file is not ready yet. You get it as soon as it is."))
        found = await asyncio.wait_for(making, patience.most)
    except NotClosed:
        say(wanted.early)
    except _FAILURES:
        say(wanted.failed)
        raise
    except LookupError:
        say(words.t("That is no longer there."))
    else:
        await send(Send(wanted.chat_id, message) for message in found)
    finally:
        making.cancel()


async def _made(wanted: Wanted, look: float) -> tuple[Message, ...]:
    """The messages, when the close is done; none for who may not have them any more, also once they are made."""
    while await wanted.may_have():
        try:
            made = await wanted.make()
        except StillClosing:
            await asyncio.sleep(look)
        else:
            return made if await wanted.may_have() else ()
    return ()
