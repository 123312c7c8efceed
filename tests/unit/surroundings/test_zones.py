"""Zones have names, a wrong one brings the nearest, and a day begins at their midnight."""

from datetime import UTC, date, datetime

import pytest

from bot.surroundings.zones import host_zone, is_zone, nearest
from storage.days import day_in


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("amsterdam", "Europe/Amsterdam"),
        ("europe/amsterdam", "Europe/Amsterdam"),
        ("Europe/Amsterdm", "Europe/Amsterdam"),
        ("Europe/New York", "America/New_York"),
        ("new york", "America/New_York"),
        ("Zürich", "Europe/Zurich"),
        ("Atlantis Prime", ""),
        ("GMT+1", ""),
        ("UTC +2", ""),
        ("+02:00", ""),
        ("Etc/GMT+1", "Etc/GMT+1"),
        ("", ""),
    ],
)
def test_the_nearest_name_is_found(typed: str, meant: str) -> None:
    """By the place alone, in small letters, with a slip in it."""
    assert nearest(typed) == meant


def test_a_day_begins_at_its_own_midnight() -> None:
    """The same moment is two days apart on two islands, and a night in which clocks change is a night like any other."""
    noon = datetime(2026, 3, 28, 10, 30, tzinfo=UTC).timestamp()
    assert (day_in("Pacific/Pago_Pago", noon), day_in("Pacific/Kiritimati", noon)) == (
        date(2026, 3, 27),
        date(2026, 3, 29),
    )
    before, after = datetime(2026, 3, 28, 22, 59, tzinfo=UTC), datetime(2026, 3, 29, 22, 0, tzinfo=UTC)
    assert day_in("Europe/Amsterdam", before.timestamp()) == date(2026, 3, 28)
    assert day_in("Europe/Amsterdam", after.timestamp()) == date(2026, 3, 30)


def test_a_machine_has_a_zone_whatever_it_says() -> None:
    """A name that is known."""
    assert is_zone(host_zone())
    assert not is_zone("localtime")
    assert day_in("Atlantis/Prime", 0.0) == date(1970, 1, 1)
