"""Days: which day it is where a workshop is, and days of later months; must not know what happens on one.

A day is written down, said and compared as that of its workshop's zone: who reads "until 5 December" in a room thinks of that room's
midnight. What hands in today hands in the moment with it (`Today`), and whoever knows the zone asks `there`.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo


class Today(date):
    """The day in one zone that knows its moment, so that it can be asked for in another."""

    moment: float | None = None
    """Seconds since 1970; None for a day that was reckoned from one."""

    @classmethod
    def of(cls, zone: str, seconds: float) -> Today:
        """The day there at this moment."""
        day = day_in(zone, seconds)
        made = cls(day.year, day.month, day.day)
        made.moment = seconds
        return made


def there(today: date, zone: str) -> date:
    """The day in this zone; the same day where no moment is known."""
    moment = today.moment if isinstance(today, Today) else None
    return today if moment is None else day_in(zone, moment)


def day_in(zone: str, seconds: float) -> date:
    """Which day it is there at this moment (seconds since 1970)."""
    return datetime.fromtimestamp(seconds, _clock_of(zone)).date()


@cache
def _clock_of(zone: str) -> tzinfo:
    """The rules of this zone; UTC for a name that is not known any more."""
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return UTC


def months_after(day: date, months: int) -> date:
    """The same day of a later month; in one that is too short for it, its last day."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, monthrange(day.year + years, month + 1)[1]))
