"""A deletion leaves nothing but that there was a workshop, wherever it is cut short, and nothing of another one goes with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import BigInteger, Boolean, Date, Integer, LargeBinary, Table, func, insert, select, update

from bot.screen.hub import Hub
from storage.afterwards import NEWS_TIME
from storage.closing import deleting
from storage.closing.deleting import NotDeletable, delete_workshop, rewrite
from storage.closing.expiring import end_lists
from storage.closing.reading import begin_telling
from storage.database import Database
from storage.days import months_after
from storage.deletions import ABOUT_A_WORKSHOP
from storage.rows import METADATA
from storage.tables import ACTION, ASKED, BOARD_WISH, DELETED, FLOW, MAILING, MAILING_LIST, OLD_BOARD, STAFF, WORKSHOP
from storage.values import Action, ActionKind, Actor, Deleted, Role, SendoutState
from tests.support.storage_case import FLOW as QUESTIONS
from tests.support.storage_case import LAST_DAY, Place, Room, full, on_sqlite, open_room

CROWD = range(7_613_450_001, 7_613_450_013)
FAY, OLA = 7_999_999_999, 7_999_999_998
TODAY = LAST_DAY + timedelta(30)
MARK = "unmistakable"


def rows(room: Room, table: Table) -> int:
    """How many rows of a table name this workshop."""
    mine = select(func.count()).where(table.c.workshop_id == room.workshop.id)
    return room.do(lambda unit: int(unit.updates._connection.execute(mine).scalar_one()))


def all_rows(room: Room, table: Table) -> list[Any]:
    """Every row of a table."""
    return room.do(lambda unit: list(unit.updates._connection.execute(select(table)).all()))


def closed(db: Database, first: int) -> Room:
    """A closed workshop with answers, texts, receipts, lists and staff; nobody is written to any more."""
    room = open_room(db)
    people = [first + number for number in range(12)]
    room.agree(*people)
    for number, person in enumerate(people):
        room.answer(person, **full(number))
    for user, role in ((FAY, Role.FACILITATOR), (OLA, Role.ORGANISER)):
        mine = room.workshop.id if role is Role.FACILITATOR else None
        room.do(lambda unit, u=user, r=role, w=mine: unit.staff.grant(u, r, w))  # type: ignore[misc]
        room.do(lambda unit, u=user: unit.staff._set(STAFF, {"user_id": u}, {"chat_id": u}))  # type: ignore[misc]
    telling = room.close().telling
    assert telling is not None
    room.do(lambda unit: unit.sendouts.end(telling, SendoutState.DONE))
    room.read_all()
    for told in room.do(begin_telling):
        room.do(lambda unit, t=told: unit.sendouts.end(t.id, SendoutState.DONE))  # type: ignore[misc]
    end_lists(db, LAST_DAY)
    return room


def planted(room: Room) -> None:
    """A row in every table that names a workshop, made up where a short day does not bring one."""
    for number, table in enumerate(ABOUT_A_WORKSHOP):
        if not rows(room, table):
            values = {column.name: _made_up(column.type, column.name, number) for column in table.columns}
            values |= {
                "workshop_id": room.workshop.id,
                **({"state": "done", "kind": "news"} if table.name == "sendout" else {}),
            }
            room.do(lambda unit, t=table, v=values: unit.updates._connection.execute(insert(t).values(v)))  # type: ignore[misc]
    room.do(lambda unit: unit.staff.set_asked(OLA, f"news:{room.workshop.id}"))


def _made_up(kind: Any, name: str, number: int) -> Any:
    if isinstance(kind, LargeBinary):
        return f"{MARK} {number}".encode()
    if isinstance(kind, Date):
        return LAST_DAY
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, BigInteger | Integer):
        return 4_000 + number
    return f"{MARK[:6]}{number}" if name in ("role", "kind", "state", "use") else f"{MARK} {number}"[: kind.length]


def deleted(room: Room, by: Actor = Actor.ORGANISER) -> bool:
    """The workshop is deleted."""
    return delete_workshop(room.db, room.workshop.id, TODAY, by)


@on_sqlite
def test_nothing_of_it_is_left(place: Place, db: Database) -> None:
    """No row in any table, no word and no tag in any byte; but another workshop with the same questions is as it was."""
    room, other = closed(db, CROWD[0]), closed(db, CROWD[0] + 100)
    before = {table.name: rows(other, table) for table in (*ABOUT_A_WORKSHOP, MAILING_LIST, ACTION)}
    planted(room)
    tags = [tag for found in room.do(lambda unit: unit.answers.tags(room.workshop.id)).values() for tag in found]
    own = [person.to_bytes(8, "big") for person in CROWD]
    assert place.bytes().count(MARK.encode()) > 10
    assert all(tag in place.bytes() for tag in tags)
    assert deleted(room)
    assert {table.name: rows(room, table) for table in (*ABOUT_A_WORKSHOP, MAILING_LIST)} == dict.fromkeys(
        [table.name for table in (*ABOUT_A_WORKSHOP, MAILING_LIST)], 0
    )
    data = place.bytes()
    assert [tag for tag in (*tags, *own, MARK.encode(), f"news:{room.workshop.id}".encode()) if tag in data] == []
    assert {table.name: rows(other, table) for table in (*ABOUT_A_WORKSHOP, MAILING_LIST, ACTION)} == before
    assert other.do(lambda unit: unit.workshops.get(other.workshop.id)).flow == QUESTIONS
    assert len(list((place.folder / "keys").glob("*.key"))) == 1, "the list for news of the other one"


def test_it_stays_known_that_there_was_one(place: Place, db: Database) -> None:
    """Its code is never given again and leads to no workshop; what was done to it can still be read, with the deletion."""
    room = closed(db, CROWD[0])
    code = room.workshop.code
    assert end_lists(db, LAST_DAY + NEWS_TIME) == 1
    assert b"opinion" in place.bytes()
    deleted(room)
    assert b"opinion" not in place.bytes(), "also where no list ends with it"
    assert room.do(lambda unit: unit.workshops.by_code(code, include_closed=True)) is None
    assert code in room.do(lambda unit: unit.workshops.codes_in_use())
    assert room.do(lambda unit: unit.deletions.of(code.lower())) == Deleted(code, room.workshop.id, TODAY)
    acts = room.do(lambda unit: unit.actions.of(room.workshop.id))
    assert acts[-1] == Action(ActionKind.DELETED, Actor.ORGANISER, TODAY)
    with pytest.raises(LookupError):
        deleted(room)


@on_sqlite
def test_what_hangs_on_it_goes(db: Database) -> None:
    """The flow that no other one has, staff of this one alone, what they were asked; boards are to be taken away."""
    room = closed(db, CROWD[0])
    room.do(lambda unit: unit.boards.arrived(FAY, unit.boards.wish(FAY, room.workshop.id), 7))
    number = room.do(lambda unit: unit.boards.wish(OLA, room.workshop.id))
    room.do(lambda unit: unit.staff.set_asked(FAY, f"news:{room.workshop.id}"))
    deleted(room)
    assert all_rows(room, FLOW) == []
    assert [row.user_id for row in all_rows(room, STAFF)] == [OLA]
    assert all_rows(room, ASKED) == []
    assert [tuple(row) for row in all_rows(room, OLD_BOARD)] == [(FAY, 7)]
    assert sorted((row.chat_id, row.workshop_id, row.number) for row in all_rows(room, BOARD_WISH)) == [
        (OLA, "", number),
        (FAY, "", 1),
    ]
    assert room.do(lambda unit: unit.staff.held(OLA, OLA)) is not None
    assert all_rows(room, MAILING) == []


def _rows_only(room: Room) -> None:
    room.do(lambda unit: deleting._delete(unit, room.workshop.id, TODAY, Actor.ITSELF))


def _and_lists(room: Room) -> None:
    _rows_only(room)
    end_lists(room.db, TODAY)


def _and_files(room: Room) -> None:
    _and_lists(room)
    room.db.maintain(everything=True)


@on_sqlite
@pytest.mark.parametrize("cut", [_rows_only, _and_lists, _and_files])
def test_what_was_cut_short_is_finished(place: Place, db: Database, cut: Callable[[Room], None]) -> None:
    """Whatever act was the last before a power cut, the next look ends the lists and rewrites the files."""
    room = closed(db, CROWD[0])
    cut(room)
    assert room.do(lambda unit: unit.deletions.unwritten()) == [room.workshop.id]
    end_lists(db, TODAY)
    assert rewrite(db)
    assert room.do(lambda unit: unit.deletions.unwritten()) == []
    assert list((place.folder / "keys").glob("*.key")) == []
    assert b"opinion" not in place.bytes()
    assert all_rows(room, MAILING_LIST) == []


@on_sqlite
def test_not_while_something_goes_on(db: Database) -> None:
    """An open workshop, one whose close was cut short, and one whose people are still being told cannot be deleted."""
    room = open_room(db)
    room.agree(*CROWD)
    for number, person in enumerate(CROWD):
        room.answer(person, **full(number))
    with pytest.raises(NotDeletable):
        deleted(room)
    room.do(lambda unit: unit.workshops.begin_closing(room.workshop.id, LAST_DAY))
    with pytest.raises(NotDeletable):
        deleted(room)
    telling = room.close().telling
    with pytest.raises(NotDeletable):
        deleted(room)
    assert rows(room, WORKSHOP.metadata.tables["release"]) > 0
    room.do(lambda unit: unit.sendouts.end(telling or "", SendoutState.DONE))
    assert deleted(room)


@on_sqlite
def test_its_screen_has_nothing_to_show(db: Database) -> None:
    """Whoever has the presenter's screen open is told that it is over, not an error."""
    room = closed(db, CROWD[0])
    room.do(lambda unit: unit.screens.open(room.workshop.id, "token"))
    hub = Hub(db.run, "the_bot", lambda: LAST_DAY, lambda: 0.0)  # type: ignore[arg-type]  # nothing is awaited here
    seen = partial(hub._read, workshop_id=room.workshop.id, tokens=frozenset({"token"}))
    assert room.do(seen)[1] == {"token"}
    delete_workshop(db, room.workshop.id, LAST_DAY)
    assert room.do(seen) == (None, frozenset())


@on_sqlite
def test_how_long_it_is_kept(db: Database) -> None:
    """As long as was said when it was made, or less where the bot is told less later; never longer."""
    room = closed(db, CROWD[0])
    room.do(lambda unit: unit.workshops.keep(60))
    assert room.do(lambda unit: unit.workshops.get(room.workshop.id)).kept_until == months_after(LAST_DAY, 12)
    room.do(lambda unit: unit.workshops.keep(2))
    day = months_after(LAST_DAY, 2)
    assert room.do(lambda unit: unit.workshops.get(room.workshop.id)).kept_until == day
    assert room.do(lambda unit: unit.workshops.kept_enough(day - timedelta(1))) == []
    assert room.do(lambda unit: unit.workshops.kept_enough(day)) == [room.workshop.id]
    forget = update(WORKSHOP).values(kept_months=None)  # as in a database from before there was such a setting
    room.do(lambda unit: unit.updates._connection.execute(forget))
    assert room.do(lambda unit: unit.workshops.kept_enough(day)) == []
    room.do(lambda unit: unit.workshops.keep(12))
    day = months_after(LAST_DAY, 12)
    assert room.do(lambda unit: unit.workshops.kept_enough(day - timedelta(1))) == []
    assert room.do(lambda unit: unit.workshops.kept_enough(day)) == [room.workshop.id]
    running = open_room(db)
    assert running.do(lambda unit: unit.workshops.kept_enough(day + timedelta(999))) == [room.workshop.id]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 4), 12, date(2027, 3, 4)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2028, 2, 29), 60, date(2033, 2, 28)),
    ],
)
def test_months(day: date, months: int, later: date) -> None:
    """The same day of a later month, or its last one where it is too short."""
    assert months_after(day, months) == later


def test_no_table_is_forgotten() -> None:
    """Every table that names a workshop is emptied of it, but for the three that are told of in the module."""
    named = {table.name for table in METADATA.sorted_tables if "workshop_id" in table.c}
    assert named - {table.name for table in ABOUT_A_WORKSHOP} == {ACTION.name, DELETED.name, MAILING_LIST.name}
