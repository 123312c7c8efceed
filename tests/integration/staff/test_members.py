"""A role taken back takes along all that went with it, and nothing of anybody else's, on SQLite and PostgreSQL."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from storage.database import Database
from storage.migrations import migrate
from storage.staff.records import INVITED_FOR, Board, Expired, Invite
from storage.values import Role, SendoutKind
from tests.support.storage_case import FIRST_DAY, Place, Room, on_sqlite, open_room, query

OLA, FAY, GUS = 6_100_000_001, 6_100_000_002, 6_100_000_003


def staffed(room: Room, *given: tuple[int, Role, str | None]) -> None:
    """These roles, with a private chat, a name, a language, something in hand and something asked."""
    for user, role, workshop_id in given:
        room.do(lambda u, a=(user, role, workshop_id): u.staff.grant(*a))  # type: ignore[misc]
        room.do(lambda u, user=user: u.staff.settle(user, user, f"N{user % 10}"))  # type: ignore[misc]
        room.do(lambda u, user=user: u.staff.set_language(user, "nl"))  # type: ignore[misc]


def test_a_role_takes_along_what_went_with_it(db: Database) -> None:
    """Board, wish, focus, question, drafts, reports, invitations and the screen's link of that workshop, and nothing else."""
    mine, other = open_room(db), open_room(db)
    one, two = mine.workshop.id, other.workshop.id
    staffed(mine, (OLA, Role.ORGANISER, None), (FAY, Role.FACILITATOR, one), (GUS, Role.FACILITATOR, one))
    staffed(mine, (GUS, Role.FACILITATOR, two))
    for user in (FAY, GUS):
        number = mine.do(lambda u, user=user: u.boards.wish(user, one))  # type: ignore[misc]
        mine.do(lambda u, user=user, n=number: u.boards.arrived(user, n, 5))  # type: ignore[misc]
        mine.do(lambda u, user=user: u.staff.set_focus(user, one))  # type: ignore[misc]
        mine.do(lambda u, user=user: u.staff.set_asked(user, f"announce:{one}"))  # type: ignore[misc]
        mine.do(lambda u, user=user: u.sendouts.draft(one, SendoutKind.ANNOUNCEMENT, {"text": "x"}, user))  # type: ignore[misc]
        mine.do(lambda u, user=user: u.sendouts.start(one, SendoutKind.RESULT, {}, user))  # type: ignore[misc]
        for workshop_id in (one, two):
            token = f"{user}{workshop_id}"
            mine.do(lambda u, a=(Role.FACILITATOR, workshop_id, token, FIRST_DAY, user): u.invitations.add(*a))  # type: ignore[misc]
    mine.do(lambda u: u.screens.open(one, "token"))
    mine.do(lambda u: u.screens.open(two, "other"))

    taken = mine.do(lambda u: u.members.withdraw(GUS, one, by_another=True))
    assert taken is not None
    assert (taken.left, taken.language) == (Role.FACILITATOR, "nl")
    assert taken.workshops == taken.dark == frozenset({one})
    assert mine.do(lambda u: [u.staff.steers(GUS, each) for each in (one, two)]) == [False, True]
    assert mine.do(lambda u: u.boards.of(one)) == [Board(FAY, 5)]
    assert mine.do(lambda u: u.boards.replaced()) == [Board(GUS, 5)]
    assert mine.do(lambda u: [u.staff.focus(user) for user in (FAY, GUS)]) == [one, None]
    assert mine.do(lambda u: [u.staff.asked(user) for user in (FAY, GUS)]) == [f"announce:{one}", None]
    running = mine.do(lambda u: u.sendouts.running(one))
    assert sorted(sendout.asked_in or 0 for sendout in running) == [0, FAY]
    drafts = mine.do(lambda u: u.sendouts.held(SendoutKind.ANNOUNCEMENT))
    assert [draft.asked_in for draft in drafts] == [FAY]
    assert mine.do(lambda u: [u.screens.workshop_of(token, FIRST_DAY) for token in ("token", "other")]) == [None, two]
    left = mine.do(lambda u: [(i.workshop_id, i.role) for i in u.invitations.open(FIRST_DAY)])
    assert sorted(left) == sorted([(one, Role.FACILITATOR), (two, Role.FACILITATOR), (two, Role.FACILITATOR)])

    last = mine.do(lambda u: u.members.withdraw(GUS, None, by_another=False))
    assert last is not None
    assert (last.left, last.dark) == (None, frozenset())
    assert mine.do(lambda u: u.staff.held(GUS, GUS)) is None
    assert mine.do(lambda u: u.members.withdraw(GUS, None, by_another=True)) is None
    assert [member.user_id for member in mine.do(lambda u: u.members.all())] == [OLA, FAY]


def test_an_organiser_takes_all_their_invitations_along(db: Database) -> None:
    """Links to be organiser, to workshops that they do not steer any more, and to screens, do nothing once their role is gone."""
    room = open_room(db)
    staffed(room, (OLA, Role.ORGANISER, None), (FAY, Role.ORGANISER, None))
    for user in (OLA, FAY):
        for token, workshop_id in ((f"a{user}", None), (f"b{user}", room.workshop.id)):
            room.do(lambda u, a=(Role.ORGANISER, workshop_id, token, FIRST_DAY, user): u.invitations.add(*a))  # type: ignore[misc]
    room.do(lambda u: u.sendouts.draft(room.workshop.id, SendoutKind.NEWS, {"text": "x"}, OLA))
    room.do(lambda u: u.screens.open(room.workshop.id, "token"))
    taken = room.do(lambda u: u.members.withdraw(OLA, None, by_another=True))
    assert taken is not None
    assert taken.dark == {room.workshop.id}, "who may steer every workshop may have kept the link of every screen"
    assert room.do(lambda u: u.screens.workshop_of("token", FIRST_DAY)) is None
    assert room.do(lambda u: [u.invitations.redeem(f"{kind}{OLA}", GUS, GUS, FIRST_DAY) for kind in "ab"]) == [
        None,
        None,
    ]
    assert room.do(lambda u: u.invitations.redeem(f"a{FAY}", GUS, GUS, FIRST_DAY)) == Invite(Role.ORGANISER, None)
    assert room.do(lambda u: u.sendouts.held(SendoutKind.NEWS)) == []


@on_sqlite
@pytest.mark.parametrize("days, works", [(0, True), (7, True), (8, False), (97, False), (98, None)])
def test_an_invitation_ends(room: Room, days: int, works: bool | None) -> None:
    """Good for seven days; then it says so, until nobody can remember having got it."""
    until = room.do(lambda u: u.invitations.add(Role.FACILITATOR, None, "token", FIRST_DAY, OLA))
    assert until == FIRST_DAY + INVITED_FOR == FIRST_DAY + timedelta(days=7)
    today = FIRST_DAY + timedelta(days=days)
    room.do(lambda u: u.invitations.add(Role.FACILITATOR, None, "another", today, OLA))
    assert len(room.do(lambda u: u.invitations.open(today))) == (2 if works else 1)
    found = room.do(lambda u: u.invitations.redeem("token", FAY, FAY, today, "Fay"))
    expected = {True: Invite(Role.FACILITATOR, None), False: Expired(until), None: None}
    assert found == expected[works]
    assert room.do(lambda u: u.staff.role(FAY)) == (Role.FACILITATOR if works else None)


def test_an_invitation_is_withdrawn(room: Room) -> None:
    """Once withdrawn it gives nothing, and nothing that is shown of it is its token."""
    room.do(lambda u: u.invitations.add(Role.ORGANISER, None, "token", FIRST_DAY))
    (one,) = room.do(lambda u: u.invitations.open(FIRST_DAY))
    assert "token" not in one.handle
    assert room.do(lambda u: u.invitations.withdraw(one.handle)) == one
    assert room.do(lambda u: u.invitations.withdraw(one.handle)) is None
    assert room.do(lambda u: u.invitations.redeem("token", FAY, FAY, FIRST_DAY)) is None


def test_an_old_database_gets_days_for_its_invitations(empty_place: Place) -> None:
    """A link from before invitations ended works for a week from the migration on; it is nobody's, and staff have no names yet."""
    migrate(empty_place.url, "0007")
    digest = hashlib.sha256(b"old").hexdigest()
    made = f"X'{digest}'" if empty_place.kind == "sqlite" else f"decode('{digest}', 'hex')"
    for statement in (
        f"INSERT INTO invite (digest, role, workshop_id) VALUES ({made}, 'organiser', '')",
        f"INSERT INTO staff (user_id, chat_id, language) VALUES ({FAY}, {FAY}, 'nl')",
        f"INSERT INTO staff_role (user_id, workshop_id, role) VALUES ({FAY}, '', 'facilitator')",
    ):
        if empty_place.kind == "sqlite":
            with closing(sqlite3.connect(empty_place.folder / "room.db")) as connection, connection:
                connection.execute(statement)
        else:
            query(empty_place.url, statement)
    migrate(empty_place.url)
    database, today = empty_place.open(), datetime.now(UTC).date()
    try:
        (one,) = database.run(lambda u: u.invitations.open(today)).result()
        assert (one.role, one.until - today) in [(Role.ORGANISER, timedelta(days=n)) for n in (6, 7)]
        assert [(m.user_id, m.name) for m in database.run(lambda u: u.members.all()).result()] == [(FAY, "")]
        assert database.run(lambda u: u.invitations.redeem("old", GUS, GUS, today, "Gus")).result() is not None
    finally:
        database.close()
