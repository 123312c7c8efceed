"""What happens in the room, act by act; must not know how the bot does it. Words on buttons are those of English phones."""

from __future__ import annotations

import asyncio
import math
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

from bot.rehearsal.hands.crowd import Habits, Progress, crowd
from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.bubbles import Bubble
from tests.fullroom.bells import Arrivals, Fits, Wait, is_board
from tests.fullroom.figures import Sent, Waits, busiest, reached
from tests.fullroom.house import House

SILENCE = 11.0
"""Seconds after which the server no longer takes a message for an answer (`FloodLimits.silence` and one)."""

Act = Callable[[], Coroutine[Any, Any, None]]
"""Something that somebody does; it may go on for ever."""

THINKS = (2.0, 8.0)
"""Seconds between what somebody sees and what they do."""

JOINING = 50.0
"""Seconds within which everybody joins."""

FIDGETING = 60
"""People who type and tap other things while an announcement is sent."""

KILLED = "A question, the bot killed half-way"
COFFEE = "Coffee is ready at the back. We go on at eleven."
SMALL_TALK = ("/mydata", "/help", "/privacy", "hello", "Is there tea as well?")


class Story:
    """One workshop. `tell` gets the lines of the report; `problems` fills up."""

    def __init__(self, house: House, size: int, tell: Callable[[str], object]) -> None:
        """Nothing has happened."""
        self._house = house
        self._emulator = house.emulator
        self._bells = house.bells
        self._size = size
        self._tell = tell
        self._chance = random.Random(7)
        self._arrivals = Arrivals(_has(""))
        self._people: list[Phone] = []
        self._in_flight: frozenset[int] = frozenset()
        self.problems: list[str] = []
        self.sent: list[Sent] = []

    async def play(self, *wanted: str) -> None:
        """From the invitation to the close; with `wanted` only these acts of it."""
        self._fay = await self._house.invited("Fay")
        await self._open()
        acts: dict[str, tuple[Fits, Act, Act | None]] = {
            "A question": (_has("Which kind of organisation"), self._launch, None),
            "An announcement, while some type and tap": (_has(COFFEE), self._announce, self._fidget),
            "A poll": (_has("🗳"), self._poll, None),
            "A result": (_has("Most chosen:"), self._show_result, None),
            KILLED: (_has("Your question to the"), self._next, self._kill),
            "The close with its results": (_has("The room said"), self._close, None),
        }
        async with self._room():
            for name, (fits, begin, meanwhile) in acts.items():
                if not wanted or name in wanted:
                    await self._measure(name, fits, begin, meanwhile)
        self._tell(f"calls in the group within a minute, at most: {self._calls_in_group()}")

    # --- the facilitator

    async def _open(self) -> None:
        fay = self._fay
        fay.say("/new round-tables Spring Forum")
        await self._press("I lead the room")
        await self._until(lambda: "have answered" in _board(fay).text)
        self._code = re.findall(r"\b[A-HJ-NP-Z2-9]{6}\b", _board(fay).text)[0]
        self._group = self._emulator.group("Riverside group", fay)
        fay.say(f"/link {self._code}", chat=self._group)
        fay.say("/open")
        await self._until(lambda: "· open" in _board(fay).text)

    async def _press(self, label: str) -> None:
        """Tap a button as soon as it is there."""
        await self._until(lambda: self._fay.tap(label) is not None)

    async def _launch(self) -> None:
        await self._until(lambda: self._fay.tap(lambda key: key.label.startswith("▶️ Ask: ")) is not None)

    async def _next(self) -> None:
        with suppress(LookupError):  # a page was left open
            self._fay.tap("← Back", message=_board(self._fay))
        await self._press("⏭ Next")

    async def _announce(self) -> None:
        self._fay.say("/announce")
        await self._until(lambda: "Type what" in self._fay.last.text)
        self._fay.say(COFFEE)
        await self._press("📣 Send to everyone")

    async def _poll(self) -> None:
        self._fay.say("/poll")
        for label in ("Organisation", "Business", "Send to everyone"):
            await self._press(label)

    async def _show_result(self) -> None:
        await self._press("👁 Reveal")
        await self._press("Send to everyone …")
        await self._press("📣 Send to everyone")

    async def _close(self) -> None:
        self._fay.say("/close")
        await self._press("Yes, close it")

    async def _kill(self) -> None:
        """The machine ends the bot in the middle of the sending, and starts it again."""
        arrivals = self._arrivals
        await self._bells.until(lambda: len(arrivals.at) >= self._size // 2)
        await self._house.kill()
        self._in_flight = await asyncio.to_thread(self._house.in_flight)
        await self._house.start()

    async def _fidget(self) -> None:
        """Some people type and tap while a message to everybody is on its way."""
        restless = self._chance.sample(self._people, min(FIDGETING, self._size))
        while True:
            await self._house.rest(THINKS[0] / len(restless))
            who = self._chance.choice(restless)
            if self._chance.random() < 0.5 and "Change an answer" in who.last.labels:
                who.tap("Change an answer")
            else:
                who.say(self._chance.choice(SMALL_TALK))

    # --- the room

    @asynccontextmanager
    async def _room(self) -> AsyncIterator[None]:
        """Everybody joins; then they follow the room until the end of the block."""
        link = f"https://t.me/{self._emulator.world.bot['username']}?start={self._code}"
        habits = Habits(thinks=THINKS, arrives_within=JOINING / self._size, patience=1e6)
        known, progress = set(self._emulator.phones), Progress()

        def told(joined: int, _finished: int) -> None:
            progress.joined = joined

        about = {
            "chance": self._chance,
            "speed": self._house.faster,
            "on_progress": told,
            "habits": habits,
            "stays": True,
        }
        everyone = asyncio.create_task(crowd(self._emulator.account, self._size, link, **about))  # type: ignore[arg-type]
        try:
            began = self._now
            await self._bells.until(lambda: f"joined {self._size} " in _board(self._fay).text, 3 * JOINING)
            self._people = [phone for number, phone in self._emulator.phones.items() if number not in known]
            took, waits = (self._now - began) * self._house.faster, Waits.of(self._theirs(self._bells.waits))
            self._tell(f"{self._size} people joined in {took:.0f} s; their taps waited {waits}\n")
            yield
        finally:
            await _ended(everyone)

    async def _measure(
        self,
        name: str,
        fits: Fits,
        begin: Act,
        meanwhile: Act | None = None,
    ) -> None:
        """Silence, the message to everybody, and what people do about it; lines of the report."""
        await self._silence()
        known, first, log = set(self._house.sendouts()), len(self._bells.waits), len(self._emulator.calls)
        self._arrivals, self._in_flight = self._bells.watch(fits), frozenset()
        await begin()
        began = max(wait.at for wait in self._bells.waits if wait.chat_id == self._fay.chat_id)
        killed = meanwhile == self._kill
        others = [meanwhile] if killed else [self._steer, meanwhile]
        busy = [asyncio.create_task(act()) for act in others if act is not None]
        await (self._recovered(busy[0]) if killed else self._has_come())
        for task in busy:
            await _ended(task)
        await asyncio.sleep(max(THINKS[1] / self._house.faster + 1, 2))
        stored = [row for number, row in self._house.sendouts().items() if number not in known]
        sent = self._figures(name, began, self._bells.waits[first:], log)
        sent = replace(sent, stored=stored[0] if stored else None)
        for line in sent.lines():
            self._tell(line)
        self.problems += sent.problems(killed=killed)
        self.sent.append(sent)

    async def _recovered(self, killing: asyncio.Task[None]) -> None:
        """Until the bot has been killed, is back, and has sent it to everybody it had not."""
        await killing
        await self._is_stored()

    async def _has_come(self) -> None:
        with suppress(TimeoutError):
            await self._bells.until(self._has_everybody, 120 / self._house.faster + 10)
            await self._is_stored()

    async def _is_stored(self) -> None:
        """Until the bot has written down what became of all it sent. Raises TimeoutError."""
        async with asyncio.timeout(60):
            while any(row[0] == "running" for row in self._house.sendouts().values()):  # noqa: ASYNC110 - it is in a database
                await asyncio.sleep(0.1)

    def _has_everybody(self) -> bool:
        return len(self._arrivals.copies) >= self._size

    def _figures(self, name: str, began: float, waits: list[Wait], log: int) -> Sent:
        arrivals = self._arrivals
        calls = list(self._emulator.calls)[log:]
        ended = max((at for at, _ in arrivals.at), default=began)
        got, twice = reached(arrivals, (phone.chat_id for phone in self._people))
        sends = [c.at for c in calls if c.status == 200 and c.method.startswith(("send", "forward")) and c.at <= ended]
        boards = [at for at, chat in self._bells.boards if at >= began and chat == self._fay.chat_id]
        came = {chat: at for at, chat in reversed(arrivals.at)}
        second = 1 / self._house.faster
        return Sent(
            name=name,
            people=len(self._people),
            reached=got,
            twice=twice,
            needless=sum(n > 1 and chat not in self._in_flight for chat, n in arrivals.copies.items()),
            seconds=(ended - began) * self._house.faster,
            busiest=busiest([at for at, _ in arrivals.at], second),
            sends=busiest(sends, second),
            flooded=sum(1 for call in calls if call.status == 429),
            refused=Counter(f"{c.method} {c.status}" for c in calls if c.status not in (200, 429)),
            answered=len({w.chat_id for w in self._theirs(waits) if w.at > came.get(w.chat_id, math.inf)}),
            waits=Waits.of(w for w in self._theirs(waits) if w.at <= ended),
            own=Waits.of(w for w in waits if w.chat_id == self._fay.chat_id and began <= w.at <= ended),
            board=busiest(boards, second),
            stored=None,
        )

    async def _steer(self) -> None:
        """The facilitator taps on the cockpit meanwhile."""
        while True:
            await self._house.rest(2)
            with suppress(LookupError):  # a board is on its way
                board = _board(self._fay)
                self._fay.tap("← Back" if "← Back" in board.labels else "More …", message=board)

    async def _silence(self) -> None:
        """Until nobody has done anything for long enough."""
        left = SILENCE / self._house.faster
        while left > 0:
            await asyncio.sleep(left)
            left = self._last_act + SILENCE / self._house.faster - self._now

    @property
    def _last_act(self) -> float:
        return max((wait.at for wait in self._bells.waits), default=0.0)

    def _theirs(self, waits: list[Wait]) -> list[Wait]:
        chats = {phone.chat_id for phone in self._people}
        return [wait for wait in waits if wait.chat_id in chats]

    @property
    def _now(self) -> float:
        return self._emulator.world.clock()

    def _calls_in_group(self) -> int:
        """The most within 60 seconds; Telegram allows 20."""
        mine = [c.at for c in self._emulator.calls if c.chat_id == self._group.chat_id and c.method.startswith(_PAID)]
        return busiest(mine, 60 / self._house.faster)

    async def _until(self, ready: Callable[[], bool]) -> None:
        def has() -> bool:
            try:
                return ready()
            except LookupError:
                return False

        await self._bells.until(has)


_PAID = ("send", "edit", "forward", "copy")


def _board(phone: Phone) -> Bubble:
    """The board, with or without a page that is open on it."""
    for bubble in reversed(phone.messages()):
        if bubble.from_bot and is_board(bubble.text):
            return bubble
    raise LookupError("no board")


def _has(words: str) -> Fits:
    return lambda text: words in text


async def _ended(task: asyncio.Task[Any]) -> None:
    """Stop what goes on for ever; what went wrong in it is raised."""
    if not task.done():
        task.cancel()
    with suppress(asyncio.CancelledError):
        await task
