"""The list of what was done to a workshop: with the act or not at all, a day and a role, nobody's name."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import BigInteger, DateTime, LargeBinary, Text

from storage.closing.ending import close_workshop
from storage.database import Unit
from storage.tables import ACTION
from storage.values import DETAILS, Action, ActionKind, Actor, Place, Role
from tests.support.storage_case import FIRST_DAY, LAST_DAY, Room, leftovers


def done(room: Room) -> list[Action]:
    """The list."""
    return room.do(lambda unit: unit.actions.of(room.workshop.id))


def note(room: Room, kind: ActionKind, day: date = FIRST_DAY, detail: str = "") -> None:
    """A facilitator has done this."""
    room.do(lambda unit: unit.actions.note(room.workshop.id, kind, Actor.FACILITATOR, day, detail))


def test_the_newest_is_the_last(room: Room) -> None:
    """Acts come back in the order in which they were done, several on a day too."""
    kinds = [ActionKind.CREATED, ActionKind.OPENED, ActionKind.LOCKED, ActionKind.UNLOCKED, ActionKind.LOCKED]
    for kind in kinds:
        note(room, kind)
    assert [action.kind for action in done(room)] == kinds


def test_an_act_that_fails_leaves_no_line(room: Room) -> None:
    """The line is part of the transaction of the act."""

    def fail(unit: Unit) -> None:
        unit.actions.note(room.workshop.id, ActionKind.LOCKED, Actor.FACILITATOR, FIRST_DAY)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        room.do(fail)
    assert done(room) == []


def test_looking_again_is_no_new_line(room: Room) -> None:
    """Tapping Summary ten times is one line a day; in the group, or after something else, it is another."""
    for day, detail in ((FIRST_DAY, Place.STAFF), (FIRST_DAY, Place.STAFF), (FIRST_DAY, Place.GROUP)):
        note(room, ActionKind.SHOWN, day, detail)
    note(room, ActionKind.SHOWN, LAST_DAY, Place.GROUP)
    assert [(action.day, action.detail) for action in done(room)] == [
        (FIRST_DAY, "staff"),
        (FIRST_DAY, "group"),
        (LAST_DAY, "group"),
    ]


def test_only_listed_words_can_stand_in_it(room: Room) -> None:
    """Neither a text nor a number of people can be written down."""
    with pytest.raises(ValueError, match="no such detail"):
        note(room, ActionKind.POLL_SENT, detail="Ada")
    with pytest.raises(ValueError, match="no such detail"):
        note(room, ActionKind.EXPORTED, detail="12")
    assert max(map(len, DETAILS)) <= 16 >= max(map(len, Actor))
    assert max(map(len, ActionKind)) <= 24


def test_the_table_has_no_place_for_a_person() -> None:
    """Workshop, number in the list, what, as whom, day, word of a list: no id, no time, no text, no bytes."""
    assert [column.name for column in ACTION.columns] == ["workshop_id", "seq", "kind", "actor", "day", "detail"]
    assert not any(isinstance(c.type, BigInteger | DateTime | LargeBinary | Text) for c in ACTION.columns)


def test_the_close_is_written_once(room: Room) -> None:
    """Whoever closes is named by role, and closing again adds nothing; nobody's close happened by itself."""
    close_workshop(room.db, room.workshop.id, LAST_DAY, leftovers, Actor.ORGANISER)
    close_workshop(room.db, room.workshop.id, LAST_DAY, leftovers)
    assert done(room) == [Action(ActionKind.CLOSED, Actor.ORGANISER, LAST_DAY)]


def test_a_workshop_that_closes_by_itself_says_so(room: Room) -> None:
    """Without anybody's order the actor is the workshop itself."""
    room.close()
    assert done(room) == [Action(ActionKind.CLOSED, Actor.ITSELF, LAST_DAY)]


def test_as_whom_somebody_acts(room: Room) -> None:
    """The highest role; somebody without one did not do it as staff."""
    room.do(lambda unit: unit.staff.grant(1, Role.FACILITATOR, room.workshop.id))
    room.do(lambda unit: unit.staff.grant(2, Role.ORGANISER, None))
    actors = [room.do(lambda unit, user=user: unit.staff.actor(user)) for user in (1, 2, 3)]  # type: ignore[misc]
    assert actors == [Actor.FACILITATOR, Actor.ORGANISER, Actor.ITSELF]
