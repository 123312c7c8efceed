"""Carries messages to Telegram: the only caller of send and edit methods. Must not know workshops, people or words.

`post` returns at once with a future that always ends in an outcome and never raises. What may leave when is decided in
`bot.telegram.schedule`, what an error means in `bot.telegram.outcomes`; here calls are made, repeated where safe, and answered for.

Long: what may be repeated, and in which order, is one argument from queue to outcome.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from telegram import Bot
from telegram.error import TelegramError

from bot.logs import log
from bot.telegram.calls import ANSWER, Call, changes, pays
from bot.telegram.outcomes import (
    Again,
    Delivered,
    Moved,
    Outcome,
    Refused,
    Unknown,
    Unreachable,
    adds,
    read_error,
)
from bot.telegram.pacing import Lane, Pace, Rank
from bot.telegram.schedule import Schedule, Start

K = TypeVar("K")
V = TypeVar("V")

__all__ = [
    "STOPPED",
    "Call",
    "Courier",
    "Delivered",
    "Lane",
    "Leaves",
    "Moved",
    "Outcome",
    "Pace",
    "Rank",
    "Refused",
    "Unknown",
    "Unreachable",
]

_IN_FLIGHT = 128  # calls at once
_TRIES, _PATIENCE = 20, 480.0  # given up after so many tries that took longer than these seconds
_ANSWER_TRIES = 4  # a button's spinner is gone after some 15 seconds
_ANSWERS = (
    2000  # calls outside every chat's order that may be open: more taps at once than that are answered by their screens
)
_BACKOFF = (0.5, 3.0)  # seconds: the first wait, and the longest; after an outage nobody is to wait for us
_REMEMBERED = 10_000  # chats that are no part of the room, or cannot be reached, or whose last edit is remembered
_STORM_CHATS, _STORM_SECONDS = 3, 1.0  # so many chats told to wait within this time: the bot itself is too fast
_SHORTEST_NAP = 0.001  # seconds


STOPPED = Refused("stopped")
"""What becomes of a call that had not left when the program ended."""

Leaves = Callable[[bool], Awaitable[Refused | None]]
"""Told that a call leaves now (True), and may refuse it; and that it surely did not leave (False)."""


@dataclass(eq=False)
class _Errand:
    """A call on its way, with those who wait for it."""

    call: Call
    future: "asyncio.Future[Outcome]"
    tries: int = 0
    key: Hashable | None = None
    since: float | None = None
    leaves: "Leaves | None" = None


class Courier:
    """One for a bot's token, since the token has one budget. Calls posted before `start` wait for it.

    `topics`: where in a forum messages go, by chat. `heard` is told what became of every call to a group. `is_locked`: Telegram
    does not know our token any more; then everything waits, and goes on when it does.
    """

    def __init__(self, bot: Bot, clock: Callable[[], float], pace: Pace | None = None) -> None:
        self._bot = bot
        self._clock = clock
        self.pace = pace or Pace()
        self._schedule = Schedule[_Errand](self.pace)
        self._latest: dict[Hashable, _Errand] = {}
        self._edit_due: dict[Hashable, float] = {}
        self._unreachable: dict[int, Unreachable] = {}
        self._ranks: dict[int, Rank] = {}
        self._floods: list[tuple[float, int]] = []
        self._open: set[asyncio.Future[Outcome]] = set()
        self._running: set[asyncio.Task[None]] = set()
        self._answering = 0
        self._stirred = asyncio.Event()
        self._slots = asyncio.Semaphore(_IN_FLIGHT)
        self._loop: asyncio.Task[None] | None = None
        self._stopped = False
        self.is_locked = False
        self.topics: dict[int, int] = {}
        self.heard: Callable[[Call, Outcome], None] = _nobody_listens

    async def start(self) -> None:
        """Begin to send."""
        self._loop = asyncio.create_task(self._send_when_due())

    async def stop(self, drain: float = 5.0) -> None:
        """Drop the bulk, send waiting replies for up to `drain` seconds, then refuse what is left (`stopped`)."""
        self._stopped = True
        self._end_all(self._schedule.clear(Lane.BULK), Refused("stopped"))
        if self._open and self._loop is not None:
            await asyncio.wait(set(self._open), timeout=drain)
        self._end_all(self._schedule.clear(), Refused("stopped"))
        tasks = [*self._running, *([self._loop] if self._loop else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for future in set(self._open):  # those that were on their way; one that has just ended is still among them
            if not future.done():
                future.set_result(Unknown())

    def post(self, call: Call, lane: Lane = Lane.REPLY, leaves: "Leaves | None" = None) -> "asyncio.Future[Outcome]":
        """Send in order per chat. Cancel the future to take the call back while it has not left."""
        errand = self._errand(call)
        errand.leaves = leaves
        gone = self._unreachable.get(call.chat_id) if lane is Lane.BULK and call.chat_id is not None else None
        if gone or self._stopped:
            self._end_all([errand], gone or Refused("stopped"))
        elif call.chat_id is None or call.method == ANSWER:
            self._answer_soon(errand)
        else:
            self._add(call.chat_id, lane, errand)
        return errand.future

    def rank(self, chat: int, rank: Rank) -> None:
        """From now on replies to this chat have this turn; nobody's is remembered who is part of the room."""
        if rank is Rank.ROOM:
            self._ranks.pop(chat, None)
        else:
            _remember(self._ranks, chat, rank)

    def _add(self, chat: int, lane: Lane, errand: _Errand) -> None:
        method = errand.call.method
        given_up = self._schedule.add(
            chat,
            lane,
            errand,
            pays=pays(method, chat),
            changes=changes(method),
            rank=self._ranks.get(chat, Rank.ROOM),
        )
        self._end_all(given_up, Refused("too_many"))
        self._stirred.set()

    def post_latest(self, key: Hashable, call: Call, *, soon: bool = False) -> "asyncio.Future[Outcome]":
        """An edit of a message that changes often: of those waiting under one key only the newest is sent.

        They share a future. At most one a second in a private chat, one in four seconds in a group; `soon`: its reader has
        tapped there, so it does not wait for that.
        """
        waiting = self._latest.get(key)
        if waiting is not None and not (soon and call.chat_id is not None):
            waiting.call = call
            return waiting.future
        if call.chat_id is None or self._stopped:
            return self.post(call)
        if waiting is not None:
            self._schedule.discard(call.chat_id, item=waiting)
            waiting.call = call
        errand = self._latest[key] = waiting or self._errand(call, key)
        due = max(self._clock(), 0.0 if soon else self._edit_due.get(key, 0.0))
        self._schedule.hold(call.chat_id, errand, until=due, pays=pays(call.method, call.chat_id))
        self._stirred.set()
        return errand.future

    def seconds_left(self) -> float:
        """How long the waiting bulk takes at best."""
        return self._schedule.seconds_left()

    async def idle(self) -> None:
        """Until nothing waits and nothing is on its way."""
        while self._open:
            await asyncio.wait(set(self._open))

    async def _send_when_due(self) -> None:
        while True:
            self._stirred.clear()
            now = self._clock()
            for start in self._schedule.take(now):
                self._spawn(self._carry(start))
            at = self._schedule.wake_at()
            with suppress(TimeoutError):
                async with asyncio.timeout(None if at is None else max(at - now, _SHORTEST_NAP)):
                    await self._stirred.wait()

    async def _carry(self, start: Start[_Errand]) -> None:
        errand, chat = start.item, start.chat
        async with self._slots:
            self._freeze(errand, chat)
            verdict = await self._attempt(errand)
        if isinstance(verdict, Again) and self._is_patient(errand, verdict) and not errand.future.cancelled():
            self._repeat(start, verdict)
        elif isinstance(verdict, Moved) and adds(errand.call.method) and not self._stopped:
            self._follow(start, verdict)
        else:
            self._settle(errand, chat, verdict)
        self._schedule.done(chat)
        self._stirred.set()

    def _is_patient(self, errand: _Errand, again: Again) -> bool:
        """Whether it is tried again; what waits for our token, however long, has not been tried."""
        if again.locked:
            return True
        now = self._clock()
        errand.since = now if errand.since is None else errand.since
        return errand.tries < _TRIES or now - errand.since < _PATIENCE

    def _answer_soon(self, errand: _Errand) -> None:
        if self._answering >= _ANSWERS:
            self._end_all([errand], Refused("too_many"))
        else:
            self._answering += 1
            self._spawn(self._answer(errand))

    async def _answer(self, errand: _Errand) -> None:
        """A call outside every chat's order, such as the answer to a button: at once or not at all."""
        try:
            await self._answer_now(errand)
        finally:
            self._answering -= 1

    async def _answer_now(self, errand: _Errand) -> None:
        verdict = await self._attempt(errand)
        while isinstance(verdict, Again) and errand.tries < _ANSWER_TRIES:
            await asyncio.sleep(_seconds(errand, verdict))
            verdict = await self._attempt(errand)
        self._settle(errand, None, verdict)

    async def _attempt(self, errand: _Errand) -> Outcome | Again:
        errand.tries += 1
        if errand.future.cancelled():
            return Refused("taken_back")
        if errand.leaves is None:
            return await self._called(errand.call)
        refused = await errand.leaves(True)  # noqa: FBT003
        if refused is not None:
            return refused
        verdict = await self._called(errand.call)
        if isinstance(verdict, Again):
            await errand.leaves(False)  # noqa: FBT003
        return verdict

    async def _called(self, call: Call) -> Outcome | Again:
        place = {} if call.chat_id is None or call.method == ANSWER else {"chat_id": call.chat_id}
        topic = (
            {"message_thread_id": self.topics[call.chat_id]}
            if call.chat_id in self.topics and adds(call.method)
            else {}
        )
        try:
            result = await getattr(self._bot, call.method)(**{**topic, **call.args, **place})
        except TelegramError as error:
            verdict = read_error(call.method, error)
            self.is_locked = isinstance(verdict, Again) and verdict.locked
            _note(verdict, error, call.chat_id)
            return verdict
        except Exception as error:  # a call that cannot be made, or an answer that cannot be read
            _note(Unknown(), error, call.chat_id)
            return Unknown()
        self.is_locked = False
        return Delivered(result)

    def _repeat(self, start: Start[_Errand], again: Again) -> None:
        """First in its lane once more, after a pause of its chat, or of all if several chats are told to wait."""
        now = self._clock()
        until = now + _seconds(start.item, again)
        if start.item.key is not None:
            self._latest.setdefault(start.item.key, start.item)
        self._schedule.put_back(start)
        if again.locked:
            self._schedule.pause_all(until)
        elif again.flood and start.changes:  # the question goes first, the tick behind
            self._schedule.pause_changes(start.chat, until)
            return
        self._schedule.pause(start.chat, until)
        if again.flood and self._is_storm(start.chat, now):
            self._schedule.pause_all(until)

    def _follow(self, start: Start[_Errand], moved: Moved) -> None:
        """What was to be sent to a group goes to the supergroup that it has become. Its old messages stay out of reach."""
        errand = start.item
        self.heard(errand.call, moved)
        errand.call = replace(errand.call, chat_id=moved.new_chat_id)
        self._add(moved.new_chat_id, start.lane, errand)

    def _is_storm(self, chat: int, now: float) -> bool:
        kept = [(at, of) for at, of in self._floods if of != chat and now - at <= _STORM_SECONDS]
        self._floods = [*kept, (now, chat)]
        return len(self._floods) >= _STORM_CHATS

    def _settle(self, errand: _Errand, chat: int | None, verdict: Outcome | Again) -> None:
        outcome = _final(errand.call.method, verdict)
        if isinstance(outcome, Unreachable) and chat is not None:
            _remember(self._unreachable, chat, outcome)
            self._end_all(self._schedule.discard(chat, Lane.BULK), outcome)
        if isinstance(outcome, Delivered) and chat is not None:
            self._unreachable.pop(chat, None)
        if chat is not None and chat < 0:
            self.heard(errand.call, outcome)
        self._end_all([errand], outcome)

    def _errand(self, call: Call, key: Hashable | None = None) -> _Errand:
        errand = _Errand(call, asyncio.get_running_loop().create_future(), key=key)
        self._open.add(errand.future)
        errand.future.add_done_callback(lambda future: self._closed(errand, future))
        return errand

    def _closed(self, errand: _Errand, future: "asyncio.Future[Outcome]") -> None:
        self._open.discard(future)
        if future.cancelled() and errand.call.chat_id is not None:
            self._schedule.discard(errand.call.chat_id, item=errand)
            self._unlist(errand)

    def _freeze(self, errand: _Errand, chat: int) -> None:
        """A coalesced edit leaves: what comes now is the next one."""
        if errand.key is not None:
            self._unlist(errand)
            _remember(self._edit_due, errand.key, self._clock() + self.pace.between_edits(chat))

    def _unlist(self, errand: _Errand) -> None:
        if self._latest.get(errand.key) is errand:
            del self._latest[errand.key]

    def _end_all(self, errands: Iterable[_Errand], outcome: Outcome) -> None:
        for errand in errands:
            self._unlist(errand)
            if not errand.future.done():
                errand.future.set_result(outcome)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)


def _remember(kept: dict[K, V], key: K, value: V) -> None:
    """The newest of so many."""
    kept.pop(key, None)
    kept[key] = value
    if len(kept) > _REMEMBERED:
        del kept[next(iter(kept))]


def _nobody_listens(call: Call, outcome: Outcome) -> None:
    del call, outcome


def _seconds(errand: _Errand, again: Again) -> float:
    first, longest = _BACKOFF
    return again.after if again.after is not None else min(longest, first * 2.0 ** (errand.tries - 1))


def _final(method: str, verdict: Outcome | Again) -> Outcome:
    """Given up after many tries: a send was never done, anything else may have been."""
    if not isinstance(verdict, Again):
        return verdict
    return Refused("gave_up") if adds(method) or verdict.flood else Unknown()


def _note(verdict: Outcome | Again, error: Exception, chat_id: int | None) -> None:
    """One log line for what did not go as wished; a late answer to a button and an unchanged text are no news.

    None for a person who cannot be reached: where a question with a condition is sent, it would tell that they were asked it.
    """
    match verdict:
        case Again(locked=True):
            log("token_refused", handler="courier", error=error)
        case Again(after, flood=True):
            log("courier_flooded", handler="courier", duration=after, error=error)
        case Again():
            log("courier_retried", handler="courier", error=error)
        case Unreachable() if chat_id is not None and chat_id < 0:
            log("courier_unreachable", handler="courier", error=error)
        case Unknown():
            log("courier_gave_up", handler="courier", error=error)
        case Refused(code) if code != "query_too_old":
            log("courier_refused", handler="courier", error=error)
        case _:
            pass
