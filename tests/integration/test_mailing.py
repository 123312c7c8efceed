"""Who is written to after the close: lists with keys of their own, that say nothing of anybody's answers, and their end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from flows.dialogue import machine
from storage.afterwards import NEWS_TIME, RESULT_TIME, MailingList, Purpose
from storage.closing.expiring import end_lists
from storage.closing.reading import begin_telling
from storage.database import Database
from storage.keys.sealing import Seal
from storage.tables import MAILING, MAILING_LIST, PERSONAL
from storage.values import ChatState, Sendout, SendoutKind, SendoutState
from tests.integration.test_forensics import found, ids, tokens
from tests.support.storage_case import LAST_DAY, Place, Room, full, on_sqlite

pytestmark = on_sqlite

CROWD = range(7_613_450_001, 7_613_450_013)
QUIET, LOOKER = 7_613_450_100, 7_613_450_101
"""Somebody who wants no news, and somebody who has only looked at the consent card."""

AGREED = {"answers": {}, "state": machine.REVIEW}


def fill(room: Room) -> None:
    """Twelve who want news, one who does not, one who has only looked; the twelve have submitted."""
    room.join(*CROWD, dialogue=AGREED)
    room.do(lambda u: u.people.join(room.workshop.id, QUIET, ChatState(QUIET, "nl", news=False), AGREED))
    room.join(LOOKER, dialogue={"answers": {}, "state": machine.CONSENT})
    for number, person in enumerate(CROWD):
        room.answer(person, **full(number))


def closed(room: Room) -> Sendout:
    """Close, and give the send-out that tells everybody."""
    fill(room)
    telling = room.close().telling
    assert telling is not None
    return sendout(room, telling)


def sendout(room: Room, sendout_id: str) -> Sendout:
    """How a send-out stands."""
    there = room.do(lambda u: u.sendouts.get(sendout_id))
    assert there is not None
    return there


def claimed(room: Room, of: Sendout, most: int) -> Sequence[bytes]:
    """The next people it is for."""
    return room.do(lambda u: u.mailing.claim(of, most))


def chats(room: Room, of: Sendout, some: Sequence[bytes]) -> set[int]:
    """Where they are reached."""
    return {one.chat_id for one in room.do(lambda u: u.mailing.those(of, some))}


def lists(room: Room) -> dict[Purpose, MailingList]:
    """The lists that there are, as one who is on all of them finds them."""
    return {one.purpose: one for one, _ in room.do(lambda u: u.mailing.own(CROWD[0]))}


def news(room: Room) -> Sendout:
    """What came of it, to who wants to know."""
    started = room.do(lambda u: u.sendouts.start(room.workshop.id, SendoutKind.NEWS, {"text": "A bench"}, total=12))
    return sendout(room, started)


def test_everybody_is_told_and_those_who_want_news_are_kept(room: Room) -> None:
    """The result goes to the whole roster, each once; news later to those who took part and did not decline."""
    telling = closed(room)
    assert (telling.kind, telling.total) == (SendoutKind.CLOSING, 14)
    first = claimed(room, telling, 10)
    rest = claimed(room, telling, 10)
    assert (len(first), len(rest), claimed(room, telling, 10)) == (10, 4, [])
    assert chats(room, telling, [*first, *rest]) == {*CROWD, QUIET, LOOKER}
    assert room.do(lambda u: u.mailing.claimed(telling)) == 14
    room.do(lambda u: u.mailing.unclaim(telling, first[:3]))
    assert claimed(room, telling, 10) == first[:3]
    after = news(room)
    assert chats(room, after, claimed(room, after, 50)) == set(CROWD)
    again = news(room)
    assert chats(room, again, claimed(room, again, 50)) == set(CROWD)
    dutch = room.do(lambda u: u.mailing.own(QUIET))
    assert [(one.purpose, held.language) for one, held in dutch] == [(Purpose.RESULT, "nl")]


def test_a_list_has_nothing_of_the_workshop(place: Place, room: Room) -> None:
    """Fresh keys and tokens, equal lengths, no id of anybody in any byte; the workshop's key is gone at once."""
    fill(room)
    old = tokens(room, CROWD)
    room.close()
    rows = room.do(lambda u: u.updates._connection.execute(MAILING.select()).all())
    made = lists(room)
    assert set(made) == set(Purpose)
    keys = {path.stem for path in (place.folder / "keys").glob("*.key")}
    assert keys == {one.id for one in made.values()}
    assert room.workshop.id not in keys
    assert (len(rows), len({row.token for row in rows}), len({len(row.blob) for row in rows})) == (14 + 12, 26, 1)
    assert not {row.token for row in rows} & set(old)
    assert found(place.bytes(), [*ids([*CROWD, QUIET, LOOKER]), *old]) == 0
    assert all(room.workshop.id not in str(row) for row in rows)
    for table in PERSONAL:
        assert room.do(lambda u, t=table: u.updates._connection.execute(t.select()).all()) == []  # type: ignore[misc]


def test_the_files_are_rewritten_at_the_end_of_a_list(place: Place, room: Room) -> None:
    """No page that a list has filled is left free in the file, for SQLite to fill with something else some day."""
    if place.kind != "sqlite":
        pytest.skip("about SQLite")
    room.join(*range(7_800_000_000, 7_800_000_200), dialogue=AGREED)
    room.close()
    size = (place.folder / "room.db").stat().st_size
    assert end_lists(room.db, LAST_DAY + NEWS_TIME) == 2
    assert (place.folder / "room.db").stat().st_size < size - 200 * 100


def test_the_list_of_the_result_ends_when_all_are_told(place: Place, room: Room) -> None:
    """It keeps its key while the sending goes on; afterwards key, rows and every trace of them are gone."""
    telling = closed(room)
    assert end_lists(room.db, LAST_DAY) == 0
    made = lists(room)[Purpose.RESULT]
    key = room.db.keys.get(made.id)
    assert key is not None
    traces = [Seal(key, made.id).person(person) for person in (*CROWD, QUIET, LOOKER)]
    assert found(place.bytes(), traces) == 14
    claimed(room, telling, 20)
    room.do(lambda u: u.sendouts.end(telling.id, SendoutState.DONE))
    assert end_lists(room.db, LAST_DAY) == 0, "what people wrote is not read yet"
    room.read_all()
    (texts,) = room.do(begin_telling)
    assert (texts.kind, room.do(begin_telling), end_lists(room.db, LAST_DAY)) == (SendoutKind.TEXTS, [], 0)
    assert len(claimed(room, texts, 20)) == 14
    room.do(lambda u: u.sendouts.end(texts.id, SendoutState.DONE))
    assert end_lists(room.db, LAST_DAY) == 1
    assert set(lists(room)) == {Purpose.NEWS}
    assert room.db.keys.get(made.id) is None
    assert found(place.bytes(), [*traces, key, made.id.encode()]) == 0
    assert end_lists(room.db, LAST_DAY) == 0


def test_a_list_ends_after_its_time(place: Place, room: Room) -> None:
    """The result after 15 days even if the bot was away, news after 180; what was still being sent is stopped."""
    telling = closed(room)
    assert end_lists(room.db, LAST_DAY + RESULT_TIME - timedelta(1)) == 0
    assert end_lists(room.db, LAST_DAY + RESULT_TIME) == 1
    assert sendout(room, telling.id).state is SendoutState.STOPPED
    after = news(room)
    room.do(lambda u: u.sendouts.draft(room.workshop.id, SendoutKind.NEWS, {"text": "never sent"}, 1))
    traces = [held.token for person in CROWD for _, held in room.do(lambda u, p=person: u.mailing.own(p))]  # type: ignore[misc]
    assert len(traces) == 12
    assert end_lists(room.db, LAST_DAY + NEWS_TIME - timedelta(1)) == 0
    assert end_lists(room.db, LAST_DAY + NEWS_TIME) == 1
    assert sendout(room, after.id).state is SendoutState.STOPPED
    assert room.do(lambda u: u.updates._connection.execute(MAILING_LIST.select()).all()) == []
    assert found(place.bytes(), [*traces, b"never sent", b"A bench"]) == 0
    assert list((place.folder / "keys").glob("*.key")) == []
    assert claimed(room, after, 5) == []


def test_leaving_a_list(room: Room) -> None:
    """Who leaves is on no list of this workshop any more; the last to leave the list for news takes the list along."""
    closed(room)
    ann = CROWD[0]
    assert room.do(lambda u: u.mailing.leave(room.workshop.id, ann))
    assert room.do(lambda u: u.mailing.own(ann)) == []
    assert not room.do(lambda u: u.mailing.leave(room.workshop.id, ann))
    assert room.do(lambda u: u.mailing.size(room.workshop.id, Purpose.NEWS)) == 11
    for person in CROWD[1:]:
        room.do(lambda u, p=person: u.mailing.leave(room.workshop.id, p))  # type: ignore[misc]
    assert end_lists(room.db, LAST_DAY) == 1
    assert room.do(lambda u: u.mailing.size(room.workshop.id, Purpose.NEWS)) is None


def test_nobody_there_leaves_no_list(place: Place, room: Room) -> None:
    """A workshop that nobody joined, or of which nobody wants news, makes no list and no key for it."""
    room.do(lambda u: u.people.join(room.workshop.id, QUIET, ChatState(QUIET, news=False), AGREED))
    room.close()
    assert [one.purpose for one, _ in room.do(lambda u: u.mailing.own(QUIET))] == [Purpose.RESULT]
    assert len(list((place.folder / "keys").glob("*.key"))) == 1


def test_a_list_without_its_key_is_dropped(place: Place, room: Room) -> None:
    """A key that was lost cannot be replaced: the rows, which nobody can read, go at the next look, and nothing is sent."""
    telling = closed(room)
    for key in (place.folder / "keys").glob("*.key"):
        key.unlink()
    assert claimed(room, telling, 5)
    assert chats(room, telling, claimed(room, telling, 5)) == set()
    assert end_lists(room.db, LAST_DAY) == 2
    assert room.do(lambda u: u.updates._connection.execute(MAILING.select()).all()) == []


def test_a_key_of_an_attempt_cut_short_does_not_stay(place: Place, db: Database, room: Room) -> None:
    """Killed after the lists' keys are made and before anything is stored: the row names them, and the next attempt renews them."""
    fill(room)
    room.do(lambda u: u.workshops.begin_closing(room.workshop.id, LAST_DAY))
    room.do(lambda u: u.mailing.prepare(room.workshop.id, LAST_DAY))
    assert end_lists(room.db, LAST_DAY + NEWS_TIME) == 0, "a list without a key is none that has served, during a close"

    def torn(unit: object) -> None:
        people = unit.people.everyone(room.workshop.id)  # type: ignore[attr-defined]
        unit.mailing.hand_over(room.workshop.id, dict.fromkeys(Purpose, people))  # type: ignore[attr-defined]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        db.run(torn).result()
    made = {
        path.name: path.read_bytes() for path in (place.folder / "keys").glob("*.key") if path.stem != room.workshop.id
    }
    assert len(made) == 2
    room.close()
    now = {path.name: path.read_bytes() for path in (place.folder / "keys").glob("*.key")}
    assert now.keys() == made.keys()
    assert not set(now.values()) & set(made.values())
