"""What day it is, for a program that destroys by the day: a clock that jumps is not believed at once; must not know what ends.

The machine's clock is held to one that nobody can set, and that runs on while the machine sleeps. Where the two part, the day goes
on as before until the machine's clock has kept its new time for an hour: a wrong clock is put right sooner, and what was promised
for a day may be done an hour into it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from storage.days import Today

STEP = 300.0
"""Seconds that the clock may be put right by at a time: as drift, or by a server of time."""

BELIEVED = 3600.0
"""Seconds for which a clock that has jumped has to keep its new time."""

SETTLED = 60.0
"""Seconds after the start before anything ends by the day: a machine that has just started may still ask for the time."""

_NOTHING_IS_OVER = date(1970, 1, 1)


def since_start_of_machine() -> float:
    """Seconds that nobody can set; on Linux those of the machine's sleep among them."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


@dataclass(frozen=True)
class _Doubt:
    """A time that the clock tells of late: how far it is from the other clock, and since when."""

    offset: float
    since: float


class Days:
    """`wall`: seconds since 1970 as the machine tells them; `steady`: seconds since any moment, which nobody can set.

    `zone`: whose days are meant where nobody says whose.
    """

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = since_start_of_machine,
        zone: str = "UTC",
    ) -> None:
        """The clock is believed as it is found; only nothing ends by it at first."""
        self._wall, self._steady, self._zone = wall, steady, zone
        self._started = steady()
        self._offset = wall() - self._started
        self._doubt: _Doubt | None = None

    def today(self) -> date:
        """The day that is written down, and said to people; it knows its moment (`Today`), for zones of workshops."""
        now = self._steady()
        self._look(now)
        return Today.of(self._zone, now + self._offset)

    def over(self) -> date:
        """The day by which something may end for good: long ago while the clock is not to be trusted, so that nothing does."""
        today, now = self.today(), self._steady()
        return today if self._doubt is None and now - self._started >= SETTLED else _NOTHING_IS_OVER

    def _look(self, now: float) -> None:
        offset = self._wall() - now
        if abs(offset - self._offset) <= STEP:
            self._offset, self._doubt = offset, None
        elif (
            now - self._started < SETTLED
        ):  # put right after the start; nothing was known before that it could contradict
            self._offset, self._started = offset, now
        elif self._doubt is None or abs(offset - self._doubt.offset) > STEP:
            self._doubt = _Doubt(offset, now)
        elif now - self._doubt.since >= BELIEVED:
            self._offset, self._doubt = offset, None


class Told:
    """The day as somebody tells it: in tests."""

    def __init__(self, today: Callable[[], date]) -> None:
        """It is believed."""
        self.today = self.over = today
