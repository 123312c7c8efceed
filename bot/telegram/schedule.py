"""Decides which call may leave when: order per chat, lanes, limits. Must not know Telegram, asyncio or a clock.

Every time is a number of seconds that the caller hands in; nothing here waits. `Schedule` answers two questions,
"what may start now" and "when shall I ask again", so all of it is tested without waiting.

Its laws: in one chat one call at a time, in the order posted, replies before bulk; a limit is never exceeded; a reply
waits for its own chat only, whatever the size of the bulk; a pause of one chat is felt by that chat alone.
"""

import heapq
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from math import inf
from typing import Generic, NamedTuple, TypeVar

from bot.telegram.pacing import Lane, Limit, Pace

T = TypeVar("T")

_NEVER_USED = -inf
_ROUNDING = 1e-6  # seconds; so that a sum of floats just short of its due time does not cost a second wake-up
_SWEEP_STEP = 1000  # chats; how many more may be remembered before the idle ones are forgotten


class Start(NamedTuple, Generic[T]):
    """A call that may leave now."""

    chat: int
    lane: Lane
    item: T
    pays: bool


class _Queued(NamedTuple, Generic[T]):
    item: T
    pays: bool


@dataclass
class _Line(Generic[T]):
    """What waits for one chat, and what its past allows."""

    limit: Limit
    lanes: tuple[deque[_Queued[T]], deque[_Queued[T]]] = field(default_factory=lambda: (deque(), deque()))
    held: list[tuple[float, int, _Queued[T]]] = field(default_factory=list)
    debt: float = _NEVER_USED
    quiet_until: float = _NEVER_USED
    busy: bool = False
    entry: float | None = None  # this line's valid entry in the schedule's heap
    in_bulk: bool = False

    def release_held(self, now: float) -> None:
        while self.held and self.held[0][0] <= now + _ROUNDING:
            self.lanes[Lane.REPLY].append(heapq.heappop(self.held)[2])

    def lane(self) -> Lane | None:
        return next((lane for lane in Lane if self.lanes[lane]), None)

    def ready_at(self) -> float | None:
        """When this chat is to be looked at: never, if nothing waits or it stands in the line for the bulk budget."""
        lane = self.lane()
        standing = lane is None or (lane is Lane.BULK and self.in_bulk)
        times = [] if lane is None or standing else [self._gate(self.lanes[lane][0])]
        times += [max(self.held[0][0], self._gate(self.held[0][2]))] if self.held else []
        return min(times, default=None)

    def idle(self, now: float) -> bool:
        empty = next(self.queued(), None) is None
        return empty and not self.busy and max(self.debt, self.quiet_until) <= now

    def queued(self) -> Iterator[tuple[Lane, T]]:
        for lane in Lane:
            yield from ((lane, waiting.item) for waiting in self.lanes[lane])
        yield from ((Lane.REPLY, waiting.item) for _, _, waiting in self.held)

    def _gate(self, waiting: _Queued[T]) -> float:
        return max(self.quiet_until, self.limit.ready_at(self.debt) if waiting.pays else _NEVER_USED)


class Schedule(Generic[T]):
    """Calls waiting to leave. Items are opaque and compared by identity."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._lines: dict[int, _Line[T]] = {}
        self._due: list[tuple[float, int, int]] = []  # heap of (ready at, turn, chat)
        self._bulk: deque[int] = deque()  # chats whose next call is bulk and that are ready themselves
        self._bulk_debt = _NEVER_USED
        self._hush_until = _NEVER_USED
        self._turn = count()
        self._sweep_at = _SWEEP_STEP

    def add(self, chat: int, lane: Lane, item: T, *, pays: bool = True) -> None:
        """Queue behind everything of this lane in this chat; `pays`: it counts against the chat's limit."""
        line = self._line(chat)
        line.lanes[lane].append(_Queued(item, pays))
        self._enter(chat, line)

    def hold(self, chat: int, item: T, until: float, *, pays: bool = True) -> None:
        """Keep back until then; from then on it is a reply like any other and holds up nothing before."""
        line = self._line(chat)
        heapq.heappush(line.held, (until, next(self._turn), _Queued(item, pays)))
        self._enter(chat, line)

    def put_back(self, start: Start[T]) -> None:
        """The call did not arrive: it is again the first of its lane. Call `done` as well."""
        self._line(start.chat).lanes[start.lane].appendleft(_Queued(start.item, start.pays))

    def done(self, chat: int) -> None:
        """The call that this chat was busy with has an end; the next one may leave."""
        line = self._line(chat)
        line.busy = False
        self._enter(chat, line)

    def pause(self, chat: int, until: float) -> None:
        """Nothing leaves for this chat before then."""
        line = self._line(chat)
        line.quiet_until = max(line.quiet_until, until)

    def pause_all(self, until: float) -> None:
        """Nothing leaves for any chat before then."""
        self._hush_until = max(self._hush_until, until)

    def take(self, now: float) -> list[Start[T]]:
        """Everything that may leave now; each chat taken is busy until `done`."""
        if now + _ROUNDING < self._hush_until:
            return []
        self._sweep(now)
        return [*self._due_now(now), *self._bulk_now(now)]

    def wake_at(self) -> float | None:
        """When `take` has something next, if nothing is added and no chat is done before."""
        while self._due and self._expected(self._due[0]) is None:
            heapq.heappop(self._due)
        times = [self._due[0][0]] if self._due else []
        times += [self._pace.bulk.ready_at(self._bulk_debt)] if self._bulk else []
        return max(self._hush_until, min(times)) if times else None

    def waiting(self, lane: Lane) -> int:
        """How many calls of this lane have not left."""
        return sum(1 for line in self._lines.values() for of, _ in line.queued() if of is lane)

    def seconds_left(self) -> float:
        """How long the waiting bulk takes at best."""
        return self.waiting(Lane.BULK) * self._pace.bulk.interval

    def discard(self, chat: int, lane: Lane | None = None, item: T | None = None) -> list[T]:
        """Forget what waits for a chat, of one lane or all, one item or all; returns what was forgotten."""
        line = self._lines.get(chat)
        if line is None:
            return []
        gone = [of for at, of in line.queued() if (lane is None or at is lane) and (item is None or of is item)]
        out = {id(of) for of in gone}
        for queue in line.lanes:
            keep = [waiting for waiting in queue if id(waiting.item) not in out]
            queue.clear()
            queue.extend(keep)
        line.held = [entry for entry in line.held if id(entry[2].item) not in out]
        heapq.heapify(line.held)
        return gone

    def clear(self, lane: Lane | None = None) -> list[T]:
        """Forget everything that waits, of one lane or all; returns it."""
        return [item for chat in list(self._lines) for item in self.discard(chat, lane)]

    def _due_now(self, now: float) -> Iterator[Start[T]]:
        while self._due and self._due[0][0] <= now + _ROUNDING:
            entry = heapq.heappop(self._due)
            line, chat = self._expected(entry), entry[2]
            if line is None:
                continue
            line.entry = None
            line.release_held(now)
            if self._not_yet(chat, line, now):
                continue
            if line.lane() is Lane.REPLY:
                yield self._start(chat, line, now)
            else:
                self._stand_in_line(chat, line)

    def _bulk_now(self, now: float) -> Iterator[Start[T]]:
        while self._bulk and self._pace.bulk.ready_at(self._bulk_debt) <= now + _ROUNDING:
            chat = self._bulk.popleft()
            line = self._lines[chat]
            line.in_bulk = False
            if self._not_yet(chat, line, now):
                continue
            self._bulk_debt = self._pace.bulk.take(self._bulk_debt, now)
            yield self._start(chat, line, now)

    def _stand_in_line(self, chat: int, line: _Line[T]) -> None:
        line.in_bulk = True
        self._bulk.append(chat)
        self._enter(chat, line)

    def _not_yet(self, chat: int, line: _Line[T], now: float) -> bool:
        """Busy, empty, or its time has moved: then it is entered again for later."""
        if line.busy:
            return True
        at = line.ready_at()
        if at is None or at > now + _ROUNDING:
            self._enter(chat, line)
            return True
        return False

    def _start(self, chat: int, line: _Line[T], now: float) -> Start[T]:
        lane = line.lane() or Lane.REPLY
        waiting = line.lanes[lane].popleft()
        line.busy = True
        line.entry = None
        if waiting.pays:
            line.debt = line.limit.take(line.debt, now)
        return Start(chat, lane, waiting.item, waiting.pays)

    def _enter(self, chat: int, line: _Line[T]) -> None:
        at = line.ready_at()
        if line.busy or at is None or (line.entry is not None and line.entry <= at):
            return
        line.entry = at
        heapq.heappush(self._due, (at, next(self._turn), chat))

    def _expected(self, entry: tuple[float, int, int]) -> _Line[T] | None:
        """The line whose valid entry this is; None: overtaken by a later one, or the chat is forgotten."""
        line = self._lines.get(entry[2])
        return line if line is not None and line.entry == entry[0] else None

    def _line(self, chat: int) -> _Line[T]:
        if chat not in self._lines:
            self._lines[chat] = _Line(self._pace.of_chat(chat))
        return self._lines[chat]

    def _sweep(self, now: float) -> None:
        """Forget idle chats, so that memory follows the room and not the year."""
        if len(self._lines) < self._sweep_at:
            return
        self._lines = {chat: line for chat, line in self._lines.items() if line.in_bulk or not line.idle(now)}
        self._sweep_at = len(self._lines) + _SWEEP_STEP
