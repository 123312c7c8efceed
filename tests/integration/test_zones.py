"""The days of a workshop are those of its own zone, to the minute of its midnight, whatever the zone of the machine."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from flows.counting.release import STANDARD
from flows.definition.loading import load_library
from storage.closing.ending import close_workshop
from storage.database import Database
from storage.days import Today, there
from storage.values import LIFETIME, ActionKind, Actor, Phase
from storage.workshops import PolicyFrozen
from tests.support.storage_case import on_sqlite

KIRITIMATI, PAGO, AMSTERDAM = "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Amsterdam"


def at(when: str, house: str = "UTC") -> Today:
    """This moment, given in UTC, as the day of the house."""
    return Today.of(house, datetime.fromisoformat(when).replace(tzinfo=UTC).timestamp())


@on_sqlite
@pytest.mark.parametrize(
    ("zone", "moment", "day", "midnight"),
    [
        (KIRITIMATI, "2026-03-01T12:00", date(2026, 3, 2), "2026-03-15T10:00"),
        (PAGO, "2026-03-02T09:00", date(2026, 3, 1), "2026-03-15T11:00"),
        (AMSTERDAM, "2026-03-15T23:30", date(2026, 3, 16), "2026-03-29T22:00"),  # the night in between has 23 hours
        ("UTC", "2026-03-01T23:59", date(2026, 3, 1), "2026-03-15T00:00"),
    ],
)
def test_a_day_is_the_rooms(db: Database, zone: str, moment: str, day: date, midnight: str) -> None:
    """Made, promised, closed by itself, the screen dark, deleted: each at the room's midnight, not a minute earlier."""
    flow, now = load_library()["key-questions"], at(moment)
    made = db.run(
        lambda unit: unit.workshops.create("Park", flow, STANDARD, "PARK7Q", now, "Council", "a@b.example", 1, zone)
    ).result()
    db.run(lambda unit: unit.workshops.set_phase(made.id, Phase.OPEN, now)).result()
    told = db.run(lambda unit: unit.workshops.promise(made.id, now)).result()
    assert (told.opened_on, told.key_until) == (day, day + LIFETIME)
    over = at(midnight) if zone != AMSTERDAM else at("2026-03-29T22:00")
    before = Today.of("UTC", (over.moment or 0) - 60)
    assert not told.has_outlived(before)
    assert told.has_outlived(over)
    db.run(lambda unit: unit.screens.open(made.id, "token")).result()
    close_workshop(db, made.id, over, lambda *_: {}, Actor.ITSELF)
    closed = db.run(lambda unit: unit.workshops.get(made.id)).result()
    assert closed.closed_on == day + LIFETIME
    acts = db.run(lambda unit: unit.actions.of(made.id)).result()
    assert [act.day for act in acts if act.kind is ActionKind.CLOSED] == [closed.closed_on]
    tomorrow = Today.of("UTC", (over.moment or 0) + timedelta(days=1).total_seconds())
    last_minute = Today.of("UTC", (tomorrow.moment or 0) - 60)
    assert db.run(lambda unit: unit.screens.workshop_of("token", last_minute)).result() == made.id
    assert db.run(lambda unit: unit.screens.workshop_of("token", tomorrow)).result() is None
    assert closed.kept_until is not None
    left = closed.kept_until - there(over, zone)
    assert db.run(lambda unit: unit.workshops.kept_enough(last_minute)).result() == []
    late = Today.of("UTC", (over.moment or 0) + left.total_seconds() + 7200)
    assert db.run(lambda unit: unit.workshops.kept_enough(late)).result() == [made.id]


@on_sqlite
def test_the_zone_stays_once_a_day_was_told(db: Database) -> None:
    """Before the first card it may be changed, and the day it was made goes along."""
    flow, now = load_library()["key-questions"], at("2026-03-01T12:00")
    made = db.run(
        lambda unit: unit.workshops.create("Park", flow, STANDARD, "PARK7Q", now, "C", "a@b.example")
    ).result()
    moved = db.run(lambda unit: unit.workshops.set_zone(made.id, KIRITIMATI, now)).result()
    assert (moved.zone, moved.opened_on) == (KIRITIMATI, date(2026, 3, 2))
    db.run(lambda unit: unit.workshops.promise(made.id, now)).result()
    with pytest.raises(PolicyFrozen):
        db.run(lambda unit: unit.workshops.set_zone(made.id, "UTC", now)).result()


def test_a_day_that_was_reckoned_is_the_same_everywhere() -> None:
    """Only a moment is another day elsewhere; a stored day and one so many days later are what they are."""
    now = at("2026-03-01T12:00")
    assert there(now, KIRITIMATI) == date(2026, 3, 2)
    assert there(now + timedelta(days=1), KIRITIMATI) == date(2026, 3, 2)
    assert there(date(2026, 3, 1), KIRITIMATI) == date(2026, 3, 1)
