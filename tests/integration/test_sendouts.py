"""Who has had a message to everybody: claimed once, whoever claims, and forgotten when it is over."""

from __future__ import annotations

from storage.database import Database, Unit
from storage.tables import DELIVERY
from storage.values import ALL, NONE, Sendout, SendoutKind, SendoutState
from tests.support.storage_case import Place, Room, db, empty_place, open_room, place, room

__all__ = ["db", "empty_place", "place", "room"]

TEXT = {"text": "Coffee"}


def started(room: Room) -> Sendout:
    """A message to everybody who has joined."""
    return get(room, room.do(lambda unit: unit.sendouts.start(room.workshop.id, SendoutKind.ANNOUNCEMENT, TEXT, 77)))


def get(room: Room, sendout_id: str) -> Sendout:
    """As it stands now."""
    found = room.do(lambda unit: unit.sendouts.get(sendout_id))
    assert found is not None
    return found


def test_two_programs_never_claim_the_same_person(place: Place, db: Database) -> None:
    """Two programs that send the same message at once share the people between them; nobody is claimed twice or left out."""
    room = open_room(db)
    room.join(*range(1, 121))
    sendout = started(room)
    other = place.open()
    claims = [base.run(lambda unit: unit.sendouts.claim(sendout, 7)) for _ in range(10) for base in (db, other)]
    tokens = [token for claim in claims for token in claim.result(timeout=60)]
    other.close()
    assert len(tokens) == len(set(tokens)) == 120
    assert room.do(lambda unit: unit.sendouts.claimed(sendout)) == 120


def test_a_cursor_passes_over_nobody(room: Room) -> None:
    """Beyond a token come the next ones; who joined before it, or was given back, is found from the beginning."""
    room.join(*range(1, 21))
    sendout = started(room)
    first = room.do(lambda unit: unit.sendouts.claim(sendout, 12))
    assert first == sorted(first)
    rest = room.do(lambda unit: unit.sendouts.claim(sendout, 12, first[-1]))
    assert len({*first, *rest}) == 20
    room.join(21)
    room.do(lambda unit: unit.sendouts.unclaim(sendout, first[:2]))
    assert len(room.do(lambda unit: unit.sendouts.claim(sendout, 12))) == 3
    assert room.do(lambda unit: unit.sendouts.claim(sendout, 12)) == []


def test_after_a_kill_who_was_claimed_is_unsure(room: Room) -> None:
    """Claimed and without an outcome when the program starts again: perhaps, once; who is forgotten is in no row."""
    room.join(1, 2, 3, 4, 5)
    sendout = started(room)
    room.do(lambda unit: unit.sendouts.claim(sendout, 4))
    room.do(lambda unit: unit.sendouts.count(sendout.id, arrived=1, failed=1))
    for _ in range(2):
        room.do(lambda unit: unit.sendouts.recover(sendout.id, unit.sendouts.claimed(sendout)))
        now = get(room, sendout.id)
        assert (now.arrived, now.failed, now.unsure, now.left) == (1, 1, 2, 1)
    for user in (1, 2, 3, 4, 5):
        room.do(lambda unit, user=user: unit.people.forget(room.workshop.id, user))  # type: ignore[misc]
    assert room.do(lambda unit: unit.sendouts.claimed(sendout)) == 0


def test_what_had_not_left_when_the_program_ended_leaves_later(room: Room) -> None:
    """Claimed costs nothing; one of two messages left: the other follows; all of it left: never again, and once for who left it."""
    room.join(1, 2, 3)
    sendout = started(room)
    waits, half, whole = room.do(lambda unit: unit.sendouts.claim(sendout, 3, whole=False))
    for token, before, after in ((half, NONE, "1"), (whole, NONE, "1"), (whole, "1", ALL), (whole, "1", ALL)):
        assert room.do(lambda unit, m=(token, before, after): unit.sendouts.mark(sendout, *m))  # type: ignore[misc]
    assert not room.do(lambda unit: unit.sendouts.mark(sendout, half, NONE, "2"))
    assert room.do(lambda unit: unit.sendouts.claim(sendout, 3, whole=False)) == []
    room.do(lambda unit: unit.sendouts.release(sendout))
    assert room.do(lambda unit: unit.sendouts.claim(sendout, 3, whole=False)) == sorted([waits, half])
    assert room.do(lambda unit: unit.sendouts.parts(sendout, [waits, half])) == {waits: NONE, half: "1"}
    room.do(lambda unit: unit.sendouts.finish(sendout, [waits, half]))
    assert room.do(lambda unit: unit.sendouts.claimed(sendout)) == 3


def test_what_is_over_is_forgotten(room: Room) -> None:
    """The words, who asked and whom it reached are gone with the end, which comes once; the numbers stay."""
    room.join(1, 2)
    sendout = started(room)
    room.do(lambda unit: unit.sendouts.claim(sendout, 1))
    assert room.do(lambda unit: unit.sendouts.end(sendout.id, SendoutState.STOPPED))
    assert not room.do(lambda unit: unit.sendouts.end(sendout.id, SendoutState.DONE))
    now = get(room, sendout.id)
    assert (now.state, now.body, now.asked_in, now.total) == (SendoutState.STOPPED, {}, None, 2)
    assert room.do(lambda unit: unit.sendouts._connection.execute(DELIVERY.select()).all()) == []


def test_a_draft_is_sent_once_or_thrown_away(room: Room) -> None:
    """A draft runs from when it is sent, for those who are there then; a newer one in the same chat takes its place."""

    def draft(unit: Unit) -> str:
        return unit.sendouts.draft(room.workshop.id, SendoutKind.ANNOUNCEMENT, TEXT, 77)

    old, new = room.do(draft), room.do(draft)
    room.join(1, 2, 3)
    assert room.do(lambda unit: unit.sendouts.running()) == []
    assert not room.do(lambda unit: unit.sendouts.launch(old))
    assert [room.do(lambda unit: unit.sendouts.launch(new)) for _ in range(2)] == [True, False]
    assert (get(room, new).state, get(room, new).total) == (SendoutState.RUNNING, 3)
    assert not room.do(lambda unit: unit.sendouts.discard(new))
