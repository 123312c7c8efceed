"""The schedule in made-up time: order, limits, lanes, pauses."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.pacing import Lane, Limit, Pace, Rank
from bot.telegram.schedule import MOST_OF_A_CHAT, MOST_OF_A_RANK, Schedule, Start

ANNE, BILAL, CHIARA, GROUP = 11, 12, 13, -100
REAL = Pace()


@dataclass
class Run:
    """Plays a schedule to its end in made-up time; every call takes `takes` seconds."""

    schedule: Schedule[str]
    takes: float = 0.05
    now: float = 0.0
    left: list[tuple[float, Start[str]]] = field(default_factory=list)
    running: list[tuple[float, int, int]] = field(default_factory=list)
    turn: Iterator[int] = field(default_factory=count)

    def until(self, end: float) -> "Run":
        """Let everything happen that happens up to and including `end`."""
        for _ in range(20_000):
            for start in self.schedule.take(self.now):
                self.left.append((self.now, start))
                heapq.heappush(self.running, (self.now + self.takes, next(self.turn), start.chat))
            times = [self.running[0][0]] if self.running else []
            wake = self.schedule.wake_at()
            times += [] if wake is None else [max(wake, self.now)]
            if not times or min(times) > end:
                self.now = end
                return self
            self.now = min(times)
            while self.running and self.running[0][0] <= self.now:
                self.schedule.done(heapq.heappop(self.running)[2])
        raise AssertionError("the schedule spins without progress")

    def items(self, chat: int | None = None) -> list[str]:
        """What has left, in order."""
        return [start.item for _, start in self.left if chat in (None, start.chat)]

    def when(self, item: str) -> float:
        """When it left."""
        return next(at for at, start in self.left if start.item == item)


def densest(times: list[float], window: float) -> int:
    """The most events within any window of this many seconds, ends included."""
    return max((sum(1 for other in times if at <= other <= at + window) for at in times), default=0)


def test_order_in_a_chat_is_the_order_posted() -> None:
    """What is posted first for a chat leaves first, one at a time."""
    schedule = Schedule[str](REAL)
    for number in range(30):
        schedule.add(ANNE, Lane.REPLY, str(number))
    run = Run(schedule).until(60)
    assert run.items(ANNE) == [str(number) for number in range(30)]
    assert all(later - earlier >= 0.05 - 1e-9 for (earlier, _), (later, _) in pairwise(run.left))


def test_a_reply_overtakes_the_bulk_of_its_own_chat() -> None:
    """Within one chat a waiting reply leaves before a waiting bulk message."""
    schedule = Schedule[str](REAL)
    schedule.add(ANNE, Lane.BULK, "announcement")
    schedule.add(ANNE, Lane.REPLY, "next question")
    assert Run(schedule).until(10).items() == ["next question", "announcement"]


def test_replies_do_not_wait_for_a_bulk_of_thousands() -> None:
    """A reply posted in the middle of a send to 5,000 leaves at that very moment."""
    schedule = Schedule[str](REAL)
    for chat in range(1, 5001):
        schedule.add(chat, Lane.BULK, f"bulk {chat}")
    run = Run(schedule).until(10)
    schedule.add(4000, Lane.REPLY, "reply")
    run.until(10.0)
    assert run.when("reply") == 10.0


def test_bulk_keeps_its_budget_and_uses_it() -> None:
    """300 bulk messages never exceed 28 in any second and take about 12 seconds."""
    schedule = Schedule[str](REAL)
    for chat in range(1, 301):
        schedule.add(chat, Lane.BULK, str(chat))
    times = [at for at, _ in Run(schedule).until(60).left]
    assert len(times) == 300
    assert densest(times, 1.0) <= 28
    assert times[-1] == pytest.approx(300 / 25, abs=0.3)


def test_a_group_sees_twenty_a_minute_at_most() -> None:
    """Sends and edits together stay below 20 in any 60 seconds in a group."""
    schedule = Schedule[str](REAL)
    for number in range(50):
        schedule.add(GROUP, Lane.REPLY, str(number))
    times = [at for at, _ in Run(schedule).until(1000).left]
    assert len(times) == 50
    assert densest(times, 60.0) <= 20


def test_a_private_chat_may_burst_then_one_a_second() -> None:
    """The first replies leave at once; a chatty exchange settles at about one a second."""
    schedule = Schedule[str](REAL)
    for number in range(40):
        schedule.add(ANNE, Lane.REPLY, str(number))
    run = Run(schedule, takes=0.0).until(100)
    assert run.when("18") == 0.0
    assert run.when("39") == pytest.approx(21 * 1.05)


def test_free_calls_do_not_wait_for_the_chats_limit() -> None:
    """A call that does not count against the limit keeps its place but never waits for the bucket."""
    schedule = Schedule[str](Pace(private=Limit(5.0, 1)))
    schedule.add(ANNE, Lane.REPLY, "question")
    schedule.add(ANNE, Lane.REPLY, "delete", pays=False)
    schedule.add(ANNE, Lane.REPLY, "next")
    run = Run(schedule).until(60)
    assert run.items() == ["question", "delete", "next"]
    assert run.when("delete") == pytest.approx(0.05)
    assert run.when("next") == pytest.approx(5.0)


def test_a_pause_is_felt_by_its_chat_alone() -> None:
    """While one chat is paused the others go on, and it continues where it was."""
    schedule = Schedule[str](REAL)
    schedule.add(ANNE, Lane.REPLY, "one")
    (start,) = schedule.take(0.0)
    schedule.put_back(start)
    schedule.pause(ANNE, 7.0)
    schedule.done(ANNE)
    schedule.add(ANNE, Lane.REPLY, "two")
    schedule.add(BILAL, Lane.REPLY, "hello")
    run = Run(schedule).until(60)
    assert run.items() == ["hello", "one", "two"]
    assert run.when("one") == pytest.approx(7.0)


def test_a_pause_of_everything_ends() -> None:
    """During a pause of all chats nothing leaves; afterwards everything does."""
    schedule = Schedule[str](REAL)
    schedule.pause_all(3.0)
    schedule.add(ANNE, Lane.REPLY, "one")
    schedule.add(BILAL, Lane.BULK, "two")
    run = Run(schedule).until(60)
    assert [at for at, _ in run.left] == [pytest.approx(3.0), pytest.approx(3.0)]


def test_what_is_new_passes_changes_that_must_wait() -> None:
    """Told to wait with a change, the question and the message to all go first; the changes follow in their order."""
    schedule = Schedule[str](REAL)
    schedule.add(ANNE, Lane.REPLY, "tick", pays=False, changes=True)
    (start,) = schedule.take(0.0)
    schedule.put_back(start)
    schedule.pause_changes(ANNE, 10.0)
    schedule.done(ANNE)
    schedule.add(ANNE, Lane.REPLY, "buttons off", pays=False, changes=True)
    schedule.add(ANNE, Lane.REPLY, "question")
    schedule.add(ANNE, Lane.BULK, "announcement")
    schedule.add(BILAL, Lane.REPLY, "other tick", pays=False, changes=True)
    run = Run(schedule).until(60)
    assert run.items() == ["other tick", "question", "announcement", "tick", "buttons off"]
    assert run.when("question") == 0.0
    assert run.when("announcement") < 1
    assert run.when("tick") == pytest.approx(10.0)


def test_of_too_many_replies_for_one_chat_the_newest_are_said() -> None:
    """Whoever writes without end gets the last answers, and nothing is kept of the others."""
    schedule = Schedule[str](REAL)
    given_up = [item for n in range(200) for item in schedule.add(ANNE, Lane.REPLY, str(n))]
    assert given_up == [str(n) for n in range(200 - MOST_OF_A_CHAT)]
    assert schedule.waiting(Lane.REPLY) == MOST_OF_A_CHAT
    run = Run(schedule).until(1000)
    assert run.items() == [str(n) for n in range(200 - MOST_OF_A_CHAT, 200)]
    assert set(schedule._waiting.values()) == {0}


@pytest.mark.parametrize("flood", [Rank.STRANGER, Rank.NEWCOMER])
def test_a_flood_does_not_starve_the_room(flood: Rank) -> None:
    """While thousands of others wait for an answer, the room's replies leave at once, and newcomers' before strangers'."""
    schedule = Schedule[str](REAL)
    refused = 0
    for chat in range(10_000, 15_000):
        refused += len(schedule.add(chat, Lane.REPLY, f"{flood.name} {chat}", rank=flood))
    run = Run(schedule).until(5.0)
    for chat in range(1, 101):
        schedule.add(chat, Lane.REPLY, f"room {chat}")
    schedule.add(7, Lane.REPLY, "free", pays=False)
    schedule.add(101, Lane.REPLY, "NEWCOMER 101", rank=Rank.NEWCOMER)
    before = len(run.left)
    run.until(7.0)
    later = [start.item for _, start in run.left[before:]]
    assert {item for item in later[:101] if item.startswith("room")} == {f"room {chat}" for chat in range(1, 101)}
    assert refused == (5000 - MOST_OF_A_RANK[flood] if flood is Rank.STRANGER else 0)
    assert run.when("room 100") <= 6.0
    times = [at for at, start in run.left if start.pays]
    assert densest(times, 1.0) <= 401, "300 at once and 100 a second"
    if flood is Rank.STRANGER:
        assert "NEWCOMER 101" in later
        assert densest([at for at, start in run.left if start.rank is flood], 1.0) <= REAL.strangers.burst + 11


def test_held_edits_hold_up_nobody() -> None:
    """A held edit waits for its time while replies of that chat and bulk to others pass it."""
    schedule = Schedule[str](REAL)
    schedule.hold(GROUP, "board", until=2.0)
    schedule.add(GROUP, Lane.REPLY, "reply")
    for chat in range(1, 201):
        schedule.add(chat, Lane.BULK, str(chat))
    schedule.add(GROUP, Lane.BULK, "announcement")
    run = Run(schedule).until(60)
    assert run.when("reply") == 0.0
    assert run.when("board") == pytest.approx(2.0)
    assert run.when("announcement") > 2.0


def test_discarded_calls_never_leave() -> None:
    """What is discarded is returned, counted no more, and never leaves."""
    schedule = Schedule[str](REAL)
    schedule.add(ANNE, Lane.REPLY, "reply")
    schedule.add(ANNE, Lane.BULK, "announcement")
    schedule.hold(ANNE, "board", until=1.0)
    schedule.add(BILAL, Lane.BULK, "for bilal")
    assert schedule.discard(ANNE, Lane.BULK) == ["announcement"]
    assert schedule.discard(ANNE, item="board") == ["board"]
    assert schedule.discard(CHIARA) == []
    assert (schedule.waiting(Lane.REPLY), schedule.waiting(Lane.BULK)) == (1, 1)
    assert Run(schedule).until(60).items() == ["reply", "for bilal"]
    schedule.add(ANNE, Lane.BULK, "later")
    assert schedule.clear() == ["later"]
    assert schedule.wake_at() is None or schedule.take(1e6) == []
    for _ in range(MOST_OF_A_CHAT):
        schedule.add(ANNE, Lane.REPLY, "never", rank=Rank.STRANGER)
    schedule.clear()
    assert set(schedule._waiting.values()) == {0}


def test_the_estimate_is_the_bulk_that_waits() -> None:
    """900 waiting at 25 a second are 36 seconds; replies do not count."""
    schedule = Schedule[str](REAL)
    for chat in range(1, 901):
        schedule.add(chat, Lane.BULK, str(chat))
    schedule.add(ANNE, Lane.REPLY, "reply")
    assert schedule.seconds_left() == pytest.approx(36)


def test_idle_chats_are_forgotten() -> None:
    """Memory follows the chats in use: after ten thousand quiet ones only the recent are remembered."""
    schedule, run = Schedule[str](REAL), None
    for chat in range(1, 10_001):
        schedule.add(chat, Lane.REPLY, str(chat))
        run = Run(schedule, takes=0.0, now=chat * 1.0).until(chat * 1.0)
    assert run is not None
    assert len(schedule._lines) < 2100


def test_a_chat_in_line_for_a_budget_is_not_forgotten() -> None:
    """What stood in line is taken back, and idle chats are forgotten: everybody else goes on."""
    for lane, rank in ((Lane.BULK, Rank.ROOM), (Lane.REPLY, Rank.STRANGER)):
        schedule = Schedule[str](Pace(bulk=Limit(1.0), strangers=Limit(1.0)))
        for chat in (ANNE, BILAL, CHIARA):
            schedule.add(chat, lane, str(chat), rank=rank)
        run = Run(schedule).until(0.5)
        assert schedule.discard(BILAL) == [str(BILAL)]
        schedule._sweep_at = 0
        assert run.until(10.0).items() == [str(ANNE), str(CHIARA)]


def test_a_faster_pace_is_the_same_in_shorter_seconds() -> None:
    """Ten times faster means a tenth of the waiting and the same bursts."""
    fast = REAL.faster(10)
    assert fast.group.interval == pytest.approx(0.41)
    assert fast.group.burst == REAL.group.burst
    assert fast.between_edits(GROUP) == pytest.approx(0.41)
    assert fast.between_edits(ANNE) == pytest.approx(0.105)


CALLS = st.lists(
    st.tuples(
        st.floats(0, 30, allow_nan=False),
        st.sampled_from([ANNE, BILAL, GROUP]),
        st.sampled_from(["reply", "bulk", "held", "free"]),
    ),
    max_size=50,
)


@given(CALLS, st.sampled_from([0.0, 0.05, 3.0]))
def test_every_call_leaves_once_in_order_within_the_limits(calls: list[tuple[float, int, str]], takes: float) -> None:
    """Whatever is posted whenever: all of it leaves, once, in order per chat and lane, and no limit is exceeded."""
    pace = Pace(bulk=Limit(0.5, 2), private=Limit(1.0, 3), group=Limit(4.1, 5))
    schedule = Schedule[str](pace)
    run, posted = Run(schedule, takes=takes), list[tuple[int, str, str]]()
    for number, (at, chat, kind) in enumerate(sorted(calls)):
        item = f"{kind} {number}"
        run.until(at)
        posted.append((chat, kind, item))
        if kind == "held":
            schedule.hold(chat, item, until=at + 2)
        else:
            schedule.add(chat, Lane.BULK if kind == "bulk" else Lane.REPLY, item, pays=kind != "free")
    run.until(10_000)
    assert sorted(run.items()) == sorted(item for _, _, item in posted)
    for chat in (ANNE, BILAL, GROUP):
        for kinds in (("reply", "free"), ("bulk",)):
            wanted = [item for of, kind, item in posted if of == chat and kind in kinds]
            assert [item for item in run.items(chat) if item in wanted] == wanted
        paid = [at for at, start in run.left if start.chat == chat and start.pays]
        limit = pace.of_chat(chat)
        for window in (1.0, 10.0, 60.0):
            assert densest(paid, window - 0.001) <= limit.burst + window / limit.interval
        own = [at for at, start in run.left if start.chat == chat]
        assert all(later - earlier >= takes - 1e-6 for earlier, later in pairwise(own))
    bulk = [at for at, start in run.left if start.lane is Lane.BULK]
    assert densest(bulk, 10.0 - 0.001) <= 2 + 10.0 / 0.5
