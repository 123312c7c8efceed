"""The day by which something ends for good: a clock that jumps ends nothing, and one that is put right is believed in the end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.closing.days import BELIEVED, SETTLED, STEP, Days
from storage.days import there

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC).timestamp()
TODAY, LONG_AGO = date(2026, 3, 2), date(1970, 1, 1)
DAY = timedelta(days=1).total_seconds()


class Machine:
    """A machine whose clock can be set; `run` lets time go by, with a look at the day every half minute."""

    def __init__(self) -> None:
        self.steady, self.wrong = 1000.0, 0.0
        self.start()

    def start(self) -> None:
        """The program starts."""
        self.days = Days(lambda: NOON + self.steady - 1000.0 + self.wrong, lambda: self.steady)

    def run(self, seconds: float) -> None:
        """Time goes by."""
        until = self.steady + seconds
        while self.steady < until:
            self.steady = min(until, self.steady + 30.0)
            self.days.over()

    def seen(self) -> tuple[date, date]:
        """The day that is written down, and the day by which something may end."""
        return self.days.today(), self.days.over()


@pytest.fixture
def machine() -> Machine:
    """One that has run for a while."""
    made = Machine()
    made.run(SETTLED)
    return made


@pytest.mark.parametrize("days", [15, -15, 400, -20_000])
def test_a_jump_of_some_seconds_ends_nothing_and_is_not_written_down(machine: Machine, days: int) -> None:
    """Forward or backward: the day stays, nothing is over meanwhile, and when the clock is right again all is as before."""
    assert machine.seen() == (TODAY, TODAY)
    machine.wrong = days * DAY
    assert machine.seen() == (TODAY, LONG_AGO)
    machine.run(5)
    assert machine.seen() == (TODAY, LONG_AGO)
    machine.wrong = 0.0
    assert machine.seen() == (TODAY, TODAY)


def test_a_new_time_that_is_kept_is_believed(machine: Machine) -> None:
    """As of a machine that stood still without knowing it: an hour later its day counts."""
    machine.wrong = 3 * DAY
    machine.run(BELIEVED - 60)
    assert machine.seen() == (TODAY, LONG_AGO)
    machine.run(90)
    assert machine.seen() == (TODAY + timedelta(days=3), TODAY + timedelta(days=3))


def test_a_clock_that_jumps_about_is_not_believed(machine: Machine) -> None:
    """The hour begins anew with each jump."""
    for days in (1, 15, 30, 2):
        machine.wrong = days * DAY
        machine.run(0.9 * BELIEVED)
        assert machine.seen() == (TODAY, LONG_AGO)


def test_small_steps_and_the_days_that_go_by(machine: Machine) -> None:
    """A server of time may put the clock right; midnight comes when it comes, also for a machine that slept."""
    for _ in range(10):
        machine.wrong += 0.9 * STEP
        machine.run(60)
    assert machine.seen() == (TODAY, TODAY)
    machine.steady += 2 * DAY
    assert machine.seen() == (TODAY + timedelta(days=2),) * 2


def test_right_after_the_start_nothing_is_over() -> None:
    """A machine that has just started may have a wrong clock still; a minute later it has asked."""
    machine = Machine()
    assert machine.seen() == (TODAY, LONG_AGO)
    machine.run(SETTLED - 1)
    assert machine.seen() == (TODAY, LONG_AGO)
    machine.run(1)
    assert machine.seen() == (TODAY, TODAY)


def test_a_clock_that_is_put_right_after_the_start() -> None:
    """It is believed at once, and the minute begins anew."""
    machine = Machine()
    machine.wrong = 15 * DAY
    machine.start()
    assert machine.seen() == (TODAY + timedelta(days=15), LONG_AGO)
    machine.run(20)
    machine.wrong = 0.0
    machine.run(SETTLED)
    assert machine.seen() == (TODAY, LONG_AGO)
    machine.run(30)
    assert machine.seen() == (TODAY, TODAY)


def test_the_machines_own_clocks() -> None:
    """By default it is today."""
    assert Days().today() == datetime.now(UTC).date()


def test_the_day_is_that_of_the_houses_zone() -> None:
    """And knows its moment, so that a workshop elsewhere has its own."""
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC).timestamp()
    days = Days(lambda: late, lambda: 0.0, "Europe/Amsterdam")
    assert days.today() == date(2026, 3, 3)
    assert there(days.today(), "UTC") == TODAY
