"""Decides which call may leave when: order per chat, lanes, limits. Must not know Telegram, asyncio or a clock.

Every time is a number of seconds that the caller hands in; nothing here waits. `Schedule` answers two questions,
"what may start now" and "when shall I ask again", so all of it is tested without waiting.

Its laws: in one chat one call at a time, in the order posted, replies before bulk; a limit is never exceeded; a reply
waits for its own chat only, whatever the size of the bulk, unless all replies together are too many: then those of the room go
first; a pause of one chat is felt by that chat alone, and a pause of its edits by nothing that is new to its reader.

Long: all that decides what leaves next.
"""

import heapq
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from math import inf
from typing import Generic, NamedTuple, TypeVar

from bot.telegram.pacing import Lane, Limit, Pace, Rank

T = TypeVar("T")

_NEVER_USED = -inf
_ROUNDING = 1e-6  # seconds; so that a sum of floats just short of its due time does not cost a second wake-up
_SWEEP_STEP = 1000  # chats; how many more may be remembered before the idle ones are forgotten


MOST_OF_A_CHAT = 50
"""Replies that may wait for one chat: of more than that the oldest are overtaken by the newest."""

MOST_OF_A_RANK = {Rank.ROOM: 100_000, Rank.NEWCOMER: 10_000, Rank.STRANGER: 500}
"""Replies that may wait for all chats of a rank: what comes then is not said."""


class Start(NamedTuple, Generic[T]):
    """A call that may leave now."""

    chat: int
    lane: Lane
    item: T
    pays: bool
    changes: bool = False
    rank: Rank = Rank.ROOM


class _Queued(NamedTuple, Generic[T]):
    """`changes`: it changes what is in the chat already, and adds nothing."""

    item: T
    pays: bool
    changes: bool
    rank: Rank


@dataclass
class _Line(Generic[T]):
    """What waits for one chat, and what its past allows."""

    limit: Limit
    lanes: tuple[deque[_Queued[T]], deque[_Queued[T]]] = field(default_factory=lambda: (deque(), deque()))
    held: list[tuple[float, int, _Queued[T]]] = field(default_factory=list)
    debt: float = _NEVER_USED
    quiet_until: float = _NEVER_USED
    unchanged_until: float = _NEVER_USED
    busy: bool = False
    entry: float | None = None  # this line's valid entry in the schedule's heap
    stands: set[Lane] = field(default_factory=set)  # in line for these budgets

    def release_held(self, now: float) -> None:
        while self.held and self.held[0][0] <= now + _ROUNDING:
            self.lanes[Lane.REPLY].append(heapq.heappop(self.held)[2])

    def next(self, now: float) -> tuple[Lane, _Queued[T]] | None:
        """What is to leave next; None: nothing may now."""
        return next(((lane, of) for lane, of in self._firsts() if self.gate(of) <= now + _ROUNDING), None)

    def _firsts(self) -> Iterator[tuple[Lane, _Queued[T]]]:
        """Replies before bulk, in order; while changes are paused, what is new passes them."""
        replies, bulk = self.lanes
        if replies:
            yield Lane.REPLY, replies[0]
        if replies and replies[0].changes:
            yield from ((Lane.REPLY, of) for of in islice((of for of in replies if not of.changes), 1))
        if bulk:
            yield Lane.BULK, bulk[0]

    def ready_at(self) -> float | None:
        """When this chat is to be looked at: never, if nothing waits or it stands in line for a budget."""
        firsts = () if Lane.REPLY in self.stands else self._firsts()
        times = [self.gate(of) for lane, of in firsts if lane not in self.stands]
        times += [max(self.held[0][0], self.gate(self.held[0][2]))] if self.held else []
        return min(times, default=None)

    def idle(self, now: float) -> bool:
        empty = next(self.queued(), None) is None
        return empty and not self.busy and max(self.debt, self.quiet_until, self.unchanged_until) <= now

    def queued(self) -> Iterator[tuple[Lane, _Queued[T]]]:
        for lane in Lane:
            yield from ((lane, waiting) for waiting in self.lanes[lane])
        yield from ((Lane.REPLY, waiting) for _, _, waiting in self.held)

    def gate(self, waiting: _Queued[T]) -> float:
        quiet = max(self.quiet_until, self.unchanged_until) if waiting.changes else self.quiet_until
        return max(quiet, self.limit.ready_at(self.debt) if waiting.pays else _NEVER_USED)


class Schedule(Generic[T]):
    """Calls waiting to leave. Items are opaque and compared by identity."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._lines: dict[int, _Line[T]] = {}
        self._due: list[tuple[float, int, int]] = []  # heap of (ready at, turn, chat)
        self._ready: dict[Rank, deque[int]] = {rank: deque() for rank in Rank}  # chats whose next reply may leave
        self._bulk: deque[int] = deque()  # chats whose next call is bulk and that are ready themselves
        self._debts = {Rank.ROOM: _NEVER_USED, Rank.STRANGER: _NEVER_USED}  # of all replies, and of strangers' alone
        self._bulk_debt = _NEVER_USED
        self._hush_until = _NEVER_USED
        self._turn = count()
        self._sweep_at = _SWEEP_STEP
        self._waiting = dict.fromkeys(Rank, 0)

    def add(
        self, chat: int, lane: Lane, item: T, *, pays: bool = True, changes: bool = False, rank: Rank = Rank.ROOM
    ) -> list[T]:
        """Queue behind everything of this lane in this chat; gives what is given up for it, perhaps itself.

        `pays`: it counts against the chat's limit; `changes`: it adds nothing to the chat.
        """
        if lane is Lane.REPLY and self._waiting[rank] >= MOST_OF_A_RANK[rank]:
            return [item]
        line = self._line(chat)
        queue = line.lanes[lane]
        given_up = [self._drop(queue).item] if lane is Lane.REPLY and len(queue) >= MOST_OF_A_CHAT else []
        queue.append(self._counted(_Queued(item, pays, changes, rank), lane))
        self._enter(chat, line)
        return given_up

    def hold(self, chat: int, item: T, until: float, *, pays: bool = True) -> None:
        """Keep this change back until then; from then on it is a reply like any other and holds up nothing before."""
        line = self._line(chat)
        kept = self._counted(_Queued(item, pays, changes=True, rank=Rank.ROOM), Lane.REPLY)
        heapq.heappush(line.held, (until, next(self._turn), kept))
        self._enter(chat, line)

    def put_back(self, start: Start[T]) -> None:
        """The call did not arrive: it is again the first of its lane. Call `done` as well."""
        of = self._counted(_Queued(start.item, start.pays, start.changes, start.rank), start.lane)
        self._line(start.chat).lanes[start.lane].appendleft(of)

    def done(self, chat: int) -> None:
        """The call that this chat was busy with has an end; the next one may leave."""
        line = self._line(chat)
        line.busy = False
        self._enter(chat, line)

    def pause(self, chat: int, until: float) -> None:
        """Nothing leaves for this chat before then."""
        line = self._line(chat)
        line.quiet_until = max(line.quiet_until, until)

    def pause_changes(self, chat: int, until: float) -> None:
        """Nothing that is there is changed in this chat before then; what is new goes on."""
        line = self._line(chat)
        line.unchanged_until = max(line.unchanged_until, until)

    def pause_all(self, until: float) -> None:
        """Nothing leaves for any chat before then."""
        self._hush_until = max(self._hush_until, until)

    def take(self, now: float) -> list[Start[T]]:
        """Everything that may leave now; each chat taken is busy until `done`."""
        if now + _ROUNDING < self._hush_until:
            return []
        self._sweep(now)
        return [*self._free_now(now), *self._replies_now(now), *self._bulk_now(now)]

    def wake_at(self) -> float | None:
        """When `take` has something next, if nothing is added and no chat is done before."""
        while self._due and self._expected(self._due[0]) is None:
            heapq.heappop(self._due)
        times = [self._due[0][0]] if self._due else []
        times += [self._pace.bulk.ready_at(self._bulk_debt)] if self._bulk else []
        times += [self._budget(rank) for rank, ready in self._ready.items() if ready][:1]
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
        gone = [
            (at, of) for at, of in line.queued() if (lane is None or at is lane) and (item is None or of.item is item)
        ]
        for at, of in gone:
            self._counted(of, at, by=-1)
        out = {id(of) for _, of in gone}
        for queue in line.lanes:
            keep = [waiting for waiting in queue if id(waiting) not in out]
            queue.clear()
            queue.extend(keep)
        line.held = [entry for entry in line.held if id(entry[2]) not in out]
        heapq.heapify(line.held)
        return [of.item for _, of in gone]

    def clear(self, lane: Lane | None = None) -> list[T]:
        """Forget everything that waits, of one lane or all; returns it."""
        return [item for chat in list(self._lines) for item in self.discard(chat, lane)]

    def _free_now(self, now: float) -> Iterator[Start[T]]:
        """What waits for no budget; every other chat whose time has come gets in line for that of what it has next."""
        while self._due and self._due[0][0] <= now + _ROUNDING:
            entry = heapq.heappop(self._due)
            line, chat = self._expected(entry), entry[2]
            if line is not None:
                line.entry = None
                line.release_held(now)
                yield from self._stand(chat, line, now)

    def _stand(self, chat: int, line: _Line[T], now: float) -> Iterator[Start[T]]:
        """In line for its budget, if something may leave now and is not free; else it is looked at later."""
        lane, of = (None if line.busy else line.next(now)) or (None, None)
        if lane is Lane.REPLY and of is not None and not of.pays:
            yield self._start(chat, line, lane, of, now)
        elif lane is not None and of is not None and lane not in line.stands:
            line.stands.add(lane)
            (self._bulk if lane is Lane.BULK else self._ready[of.rank]).append(chat)
        self._enter(chat, line)

    def _replies_now(self, now: float) -> Iterator[Start[T]]:
        """The room's, then newcomers', then strangers', while there is a budget."""
        for rank, ready in self._ready.items():
            while ready and self._budget(rank) <= now + _ROUNDING:
                chat = ready.popleft()
                line = self._lines[chat]
                line.stands.discard(Lane.REPLY)
                found = None if line.busy else line.next(now)
                if found is None or found[0] is not Lane.REPLY or not found[1].pays:
                    yield from self._stand(chat, line, now)
                    continue
                self._spend(rank, now)
                yield self._start(chat, line, *found, now)

    def _budget(self, rank: Rank) -> float:
        """When a paid reply of this rank may leave."""
        own = self._pace.strangers.ready_at(self._debts[Rank.STRANGER]) if rank is Rank.STRANGER else _NEVER_USED
        return max(own, self._pace.replies.ready_at(self._debts[Rank.ROOM]))

    def _spend(self, rank: Rank, now: float) -> None:
        self._debts[Rank.ROOM] = self._pace.replies.take(self._debts[Rank.ROOM], now)
        if rank is Rank.STRANGER:
            self._debts[rank] = self._pace.strangers.take(self._debts[rank], now)

    def _bulk_now(self, now: float) -> Iterator[Start[T]]:
        while self._bulk and self._pace.bulk.ready_at(self._bulk_debt) <= now + _ROUNDING:
            chat = self._bulk.popleft()
            line = self._lines[chat]
            line.stands.discard(Lane.BULK)
            found = None if line.busy else line.next(now)
            if found is None or found[0] is not Lane.BULK:
                yield from self._stand(chat, line, now)
                continue
            self._bulk_debt = self._pace.bulk.take(self._bulk_debt, now)
            yield self._start(chat, line, *found, now)

    def _start(self, chat: int, line: _Line[T], lane: Lane, of: _Queued[T], now: float) -> Start[T]:
        queue = line.lanes[lane]
        del queue[next(place for place, one in enumerate(queue) if one is of)]
        self._counted(of, lane, by=-1)
        line.busy = True
        line.entry = None
        if of.pays:
            line.debt = line.limit.take(line.debt, now)
        return Start(chat, lane, of.item, of.pays, of.changes, of.rank)

    def _counted(self, of: _Queued[T], lane: Lane, by: int = 1) -> _Queued[T]:
        if lane is Lane.REPLY:
            self._waiting[of.rank] += by
        return of

    def _drop(self, queue: deque[_Queued[T]]) -> _Queued[T]:
        return self._counted(queue.popleft(), Lane.REPLY, by=-1)

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
        self._lines = {chat: line for chat, line in self._lines.items() if line.stands or not line.idle(now)}
        self._sweep_at = len(self._lines) + _SWEEP_STEP
