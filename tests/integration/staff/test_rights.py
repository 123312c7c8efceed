"""Roles, invites, boards, groups, polls and handled updates, on SQLite and PostgreSQL."""

from __future__ import annotations

from storage.database import Database
from storage.staff.records import Board, BoardWish, Invite, Linked, Poll
from storage.tables import SEEN
from storage.updates import KEPT
from storage.values import Role
from tests.support.storage_case import FIRST_DAY, Room, open_room

OLA, FAY, ANN = 6_100_000_001, 6_100_000_002, 6_100_000_003
GROUP, SUPERGROUP = -4_100_000_001, -1_004_100_000_001


def test_invites_work_once(room: Room) -> None:
    """A one-time link gives its role to the first who opens it, and is then unknown; its token is nowhere stored."""
    room.do(lambda u: u.invitations.add(Role.ORGANISER, None, "secret-token", FIRST_DAY))
    room.do(lambda u: u.invitations.add(Role.FACILITATOR, room.workshop.id, "other-token", FIRST_DAY))
    assert room.do(lambda u: u.invitations.redeem("secret-token", OLA, OLA, FIRST_DAY)) == Invite(Role.ORGANISER, None)
    assert room.do(lambda u: u.invitations.redeem("secret-token", ANN, ANN, FIRST_DAY)) is None
    assert room.do(lambda u: u.invitations.redeem("other-token", FAY, FAY, FIRST_DAY)) == Invite(
        Role.FACILITATOR, room.workshop.id
    )
    roles = room.do(lambda u: [u.staff.role(person) for person in (OLA, FAY, ANN)])
    assert roles == [Role.ORGANISER, Role.FACILITATOR, None]
    assert room.do(lambda u: u.staff.chats(room.workshop.id)) == [FAY]


def test_invites_end_with_the_workshop(room: Room) -> None:
    """An invite for a workshop that has closed since gives nothing."""
    room.do(lambda u: u.invitations.add(Role.FACILITATOR, room.workshop.id, "late", FIRST_DAY))
    room.close()
    assert room.do(lambda u: u.invitations.redeem("late", ANN, ANN, FIRST_DAY)) is None


def test_who_steers(db: Database) -> None:
    """A facilitator steers the workshops they were given, an organiser all of them, everyone else none."""
    mine, other = open_room(db), open_room(db)
    mine.do(lambda u: u.staff.grant(FAY, Role.FACILITATOR, mine.workshop.id))
    mine.do(lambda u: u.staff.grant(FAY, Role.FACILITATOR, mine.workshop.id))
    mine.do(lambda u: u.staff.grant(FAY, Role.FACILITATOR, None))
    mine.do(lambda u: u.staff.grant(OLA, Role.ORGANISER, None))
    steering = {
        person: [mine.do(lambda u, p=person, r=room: u.staff.steers(p, r.workshop.id)) for room in (mine, other)]  # type: ignore[misc]
        for person in (FAY, OLA, ANN)
    }
    assert steering == {FAY: [True, False], OLA: [True, True], ANN: [False, False]}
    assert [w.id for w in mine.do(lambda u: u.staff.workshops_of(FAY))] == [mine.workshop.id]
    assert len(mine.do(lambda u: u.staff.workshops_of(OLA))) == 2
    assert mine.do(lambda u: u.staff.workshops_of(ANN)) == []


def test_chats_and_languages(room: Room) -> None:
    """Focus, language and private chat are what was said last."""
    for workshop_id in ("other", room.workshop.id):
        room.do(lambda u, w=workshop_id: u.staff.set_focus(GROUP, w))  # type: ignore[misc]
    room.do(lambda u: u.staff.set_language(FAY, "nl"))
    room.do(lambda u: u.invitations.add(Role.FACILITATOR, room.workshop.id, "token", FIRST_DAY))
    assert room.do(lambda u: u.invitations.redeem("token", FAY, FAY, FIRST_DAY)) is not None
    room.do(lambda u: u.staff.grant(FAY, Role.FACILITATOR, room.workshop.id))
    assert room.do(lambda u: u.staff.focus(GROUP)) == room.workshop.id
    assert room.do(lambda u: u.staff.focus(OLA)) is None
    assert room.do(lambda u: u.staff.language(FAY)) == "nl"
    assert room.do(lambda u: u.staff.language(OLA)) is None
    assert room.do(lambda u: u.staff.chats(room.workshop.id)) == [FAY]


def test_one_board_a_chat(db: Database) -> None:
    """Only the newest wish becomes the board; what it replaces, and what came too late, waits to be taken away."""
    one, two = open_room(db), open_room(db)
    first = one.do(lambda u: u.boards.wish(FAY, one.workshop.id))
    second = one.do(lambda u: u.boards.wish(FAY, two.workshop.id))
    assert one.do(lambda u: u.boards.wishes()) == [BoardWish(FAY, two.workshop.id, second)]
    assert not one.do(lambda u: u.boards.arrived(FAY, first, 10))
    assert one.do(lambda u: u.boards.arrived(FAY, second, 11))
    assert not one.do(lambda u: u.boards.arrived(FAY, second, 12))
    third = one.do(lambda u: u.boards.wish(FAY, one.workshop.id))
    assert one.do(lambda u: u.boards.arrived(FAY, third, 13))
    assert one.do(lambda u: (u.boards.wishes(), u.boards.shown())) == ([], [one.workshop.id])
    assert one.do(lambda u: (u.boards.of(one.workshop.id), u.boards.of(two.workshop.id))) == ([Board(FAY, 13)], [])
    assert [old.message_id for old in one.do(lambda u: u.boards.replaced())] == [10, 11, 12]
    for message in (10, 11, 12):
        one.do(lambda u, m=message: u.boards.gone(FAY, m))  # type: ignore[misc]
    assert one.do(lambda u: u.boards.lost(FAY, 11)) is None
    one.do(lambda u: u.boards.drop(FAY))
    assert one.do(lambda u: (u.boards.shown(), u.boards.replaced(FAY))) == ([], [Board(FAY, 13)])


def test_groups(db: Database) -> None:
    """A workshop has one group, and a group one workshop; the link moves with a group that gets a new id."""
    one, two = open_room(db), open_room(db)
    one.do(lambda u: u.staff.link_group(GROUP, one.workshop.id))
    one.do(lambda u: u.staff.link_group(GROUP, two.workshop.id))
    assert one.do(lambda u: u.staff.group_of(one.workshop.id)) is None
    one.do(lambda u: u.staff.link_group(-5, two.workshop.id))
    one.do(lambda u: u.staff.link_group(GROUP, two.workshop.id, 7))
    for _ in range(2):
        one.do(lambda u: u.staff.migrate_chat(GROUP, SUPERGROUP))
    assert one.do(lambda u: u.staff.groups()) == [Linked(SUPERGROUP, two.workshop.id, 7)]
    assert one.do(lambda u: u.staff.workshop_in(SUPERGROUP)) == two.workshop.id
    assert one.do(lambda u: u.staff.unlink_group(SUPERGROUP)) == two.workshop.id
    assert one.do(lambda u: u.staff.unlink_group(SUPERGROUP)) is None
    assert one.do(lambda u: u.staff.group_of(two.workshop.id)) is None


def test_polls(room: Room) -> None:
    """A poll is found by its id; its counts are written once, when it closes."""
    poll = Poll("a-b", room.workshop.id, "Ça va ?", ("Oui", "Non"), GROUP, 7, "5_000_000_000_000_000_001")
    room.do(lambda u: u.staff.add_poll(poll))
    assert room.do(lambda u: u.staff.poll("a-b")) == poll
    assert room.do(lambda u: u.staff.close_poll("a-b", (3, 4)))
    assert not room.do(lambda u: u.staff.close_poll("a-b", (9, 9)))
    (closed,) = room.do(lambda u: u.staff.polls(room.workshop.id))
    assert (closed.closed, closed.counts) == (True, (3, 4))


def test_updates_once(db: Database) -> None:
    """The same update is new once, also after old ones were pruned and when Telegram begins counting elsewhere."""
    start = 900_000_000

    def first(*numbers: int) -> list[bool]:
        return db.run(lambda u: [u.updates.first_time(number) for number in numbers]).result()

    def known() -> int:
        return len(db.run(lambda u: u.updates._connection.execute(SEEN.select()).all()).result())

    assert first(start, start + 1, start, start + 2 * KEPT, start + 2 * KEPT) == [True, True, False, True, False]
    assert known() == 1
    assert first(7_500, 7_501, 8_000, 7_500, 7_501) == [True, True, True, False, False]
    assert known() == 3
    assert first(8_501, 8_500, 8_501) == [True, True, False]
