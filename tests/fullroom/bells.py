"""Times what happens on the phones, the moment it happens: how long a tap waits, and who got a message to everybody when.

It takes the place of the page that shows the phones; must not know what the bot is for.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.emulator import Emulator
from bot.rehearsal.world.chats import Stored

Fits = Callable[[str], bool]
"""Whether a message with this text is the one that goes to everybody."""


@dataclass
class Wait:
    """One tap, or words typed: when, and when the bot had answered it. `query`: the tap's id."""

    chat_id: int
    at: float
    query: str | None = None
    changed: float | None = None
    answered: float | None = None

    @property
    def seconds(self) -> float | None:
        """Until the phone showed something else and, after a tap, its button stopped spinning; None: never."""
        if self.query is None:
            return None if self.changed is None else self.changed - self.at
        if self.answered is None:
            return None
        return max(self.answered, self.changed or self.answered) - self.at


@dataclass
class Arrivals:
    """A message to everybody: when it reached whom."""

    fits: Fits
    at: list[tuple[float, int]] = field(default_factory=list)

    @property
    def copies(self) -> Counter[int]:
        """Chat -> how many it got."""
        return Counter(chat for _, chat in self.at)


class Bells:
    """What changes on whose phone. `watch` begins to count a message to everybody."""

    watched = True

    def __init__(self, emulator: Emulator) -> None:
        """From now on `emulator` tells everything here."""
        self._clock = emulator.world.clock
        self._bot = emulator.world.bot_id
        self.waits: list[Wait] = []
        self.boards: list[tuple[float, int]] = []  # when the board of which chat was edited
        self._open: defaultdict[int, list[Wait]] = defaultdict(list)
        self._arrivals: Arrivals | None = None
        self._rung = asyncio.Event()
        emulator.world.screen = self

    def watch(self, fits: Fits) -> Arrivals:
        """Count the messages that fit from now on; they are nobody's answer."""
        self._arrivals = Arrivals(fits)
        return self._arrivals

    def show(self, kind: str, chat_id: int, **fields: Any) -> None:
        """One change, told by the emulator."""
        now = self._clock()
        match kind:
            case "message" | "edit":
                self._bubble(kind, chat_id, fields["stored"], now)
            case "spinner" if fields["on"]:
                self._begin(Wait(chat_id, now, fields["query_id"]))
            case "spinner":
                self._answered(chat_id, fields["query_id"], now)
            case _:
                return
        self._rung.set()

    async def until(self, ready: Callable[[], bool], seconds: float = 60.0) -> None:
        """Until something that happens on the phones makes it true. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not ready():
                self._rung.clear()
                await self._rung.wait()

    def _bubble(self, kind: str, chat_id: int, stored: Stored, now: float) -> None:
        if stored.json["from"]["id"] != self._bot:
            if kind == "message":
                self._begin(Wait(chat_id, now))
            return
        arrivals = self._arrivals
        if arrivals is not None and kind == "message" and arrivals.fits(_text(stored)):
            arrivals.at.append((now, chat_id))
            return
        if kind == "edit" and is_board(_text(stored)):
            self.boards.append((now, chat_id))
        for wait in self._open[chat_id]:
            wait.changed = wait.changed or now
        self._settle(chat_id)

    def _begin(self, wait: Wait) -> None:
        self._open[wait.chat_id] = [w for w in self._open[wait.chat_id] if w.answered is None]
        self._open[wait.chat_id].append(wait)
        self.waits.append(wait)

    def _answered(self, chat_id: int, query: str, now: float) -> None:
        for wait in self._open[chat_id]:
            if wait.query == query:
                wait.answered = now
        self._settle(chat_id)

    def _settle(self, chat_id: int) -> None:
        """Those that are over wait no more; a tap that changed nothing is over when somebody acts again."""
        is_over = [w.changed is not None and (w.query is None or w.answered is not None) for w in self._open[chat_id]]
        self._open[chat_id] = [w for w, over in zip(self._open[chat_id], is_over, strict=True) if not over]


def is_board(text: str) -> bool:
    """Whether a message is a facilitator's board: its title with the phase, then how many have joined."""
    title, _, rest = text.partition("\n")
    return " · " in title and "\njoined " in f"\n{rest}"


def _text(stored: Stored) -> str:
    return str(stored.json.get("text") or stored.json.get("caption") or "")
