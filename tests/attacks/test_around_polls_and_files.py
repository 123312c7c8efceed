"""What else gave people away: rounds in two languages, the order of rows, what was left behind.

Each attack is played on real storage, once as the code is and once with its defence taken out.
"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert

from bot.buttons import Button, Scope
from bot.front import replies, upkeep
from bot.messages import Key, Message, Send
from bot.polls import steering
from bot.rehearsal.hands.phone import Phone
from flows.dialogue.answers import Chosen, Skipped, Use, Written
from storage.answers import counting
from storage.answers.texts import TextState
from storage.database import Database
from storage.tables import DELETED
from storage.values import Ballot, Role
from tests.support.careful import careful_room
from tests.support.room import Room as Rehearsal
from tests.support.storage_case import FIRST_DAY, Place, Room, db, empty_place, place, query, room

__all__ = ["db", "empty_place", "place", "room"]

HONEST = range(8_600_000_101, 8_600_000_113)
ON_SQLITE = pytest.mark.parametrize("empty_place", ["sqlite"], indirect=True)
ON_POSTGRES = pytest.mark.parametrize(
    "empty_place", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


@ON_POSTGRES
@pytest.mark.parametrize("is_broken", [False, True], ids=["as it is", "broken"])
def test_the_order_of_rows_does_not_tell_who_is_held_back(
    place: Place, room: Room, monkeypatch: pytest.MonkeyPatch, is_broken: bool
) -> None:
    """A thief of one dump after a look, who saw who submitted when: in PostgreSQL rows stand with the number of their transaction."""
    if is_broken:
        monkeypatch.setattr(counting.Counting, "_mix", lambda *_: None)
    room.agree(*HONEST[:8])
    for person in HONEST[:8]:
        room.answer(person, worth=Chosen("yes"), what=Skipped(), say=Skipped())
    assert room.tick()
    told = query(place.url, "SELECT xmin::text::bigint, count(*) FROM pending WHERE question_id = 'worth' GROUP BY 1")
    assert (len(told), sum(held for _, held in told)) == ((3, 3) if is_broken else (1, 3))


@ON_POSTGRES
@pytest.mark.parametrize("is_broken", [False, True], ids=["as it is", "broken"])
def test_words_that_were_hidden_are_on_no_page(
    place: Place, room: Room, db: Database, monkeypatch: pytest.MonkeyPatch, is_broken: bool
) -> None:
    """PostgreSQL keeps the old row on its page until the table is rewritten."""
    room.agree(*HONEST)
    for number, person in enumerate(HONEST):
        room.answer(person, say=Written(f"gullwing{number} kestrel", Use.QUOTE))
    room.close()
    text = room.do(lambda u: u.texts.of(room.workshop.id))[0]
    room.do(lambda u: u.texts.judge(text, TextState.HIDDEN))
    room.do(lambda u: u.texts.forget_hidden(room.workshop.id))
    if is_broken:
        monkeypatch.setattr(db, "rewrite_texts", db.empty_log)
    where = "SELECT pg_relation_filepath('counted')"
    before = query(place.url, where)
    assert db.rewrite_texts()
    assert (query(place.url, where) == before) == is_broken, (
        "it lies in another file, where only rows that stand were copied to"
    )


@ON_SQLITE
@pytest.mark.parametrize("is_deleted", [False, True])
def test_what_staff_are_owed_is_not_sent_once_the_workshop_is_deleted(room: Room, is_deleted: bool) -> None:
    """A page of the desk that was on its way when the workshop was deleted stays on no shelf and goes to no phone."""
    asks: Any = None  # nothing is asked for here
    kept = replies.Replies(asks, "token")
    page = Message("“Our neighbour”", ((Key("Approve", Button(Scope.FACILITATOR, "K7QF2M", "rd")),),))
    room.do(lambda u: u.staff.grant(1, Role.FACILITATOR, room.workshop.id))
    room.do(lambda u: kept.note(u, 1, Send(1, page)))
    if is_deleted:
        row = {"code": "K7QF2M", "workshop_id": "w", "deleted_on": FIRST_DAY, "rewritten": True}
        room.do(lambda u: u.updates._connection.execute(insert(DELETED).values(row)))
    assert len(room.do(lambda u: list(kept.of(u, None, frozenset())))) == (not is_deleted)
    assert len(room.do(lambda u: list(u.replies.owed(None)))) == (not is_deleted)


async def sent(room: Rehearsal, phone: Phone, code: str, *about: str) -> bool:
    """Propose a poll by a button and send it; whether there is one more."""
    before = len(await _ballots(room, code))
    phone.press(phone.last.message_id, f"v1:f:{code}:pollwhat:{':'.join(about)}")
    await room.quiet()
    send = ("Send to everyone", "Naar iedereen sturen", "Stuur naar iedereen")
    if any(label in send for label in phone.last.labels):
        phone.tap(lambda key: key.label in send)
        await room.quiet()
    return len(await _ballots(room, code)) > before


async def _ballots(room: Rehearsal, code: str) -> tuple[Ballot, ...]:
    workshop = await room.app.deeds.ask(lambda unit: unit.workshops.by_code(code))
    assert workshop is not None
    return workshop.ballots


@pytest.mark.parametrize("is_broken", [False, True], ids=["as it is", "broken"])
async def test_two_who_steer_in_two_languages_ask_no_third_round(
    monkeypatch: pytest.MonkeyPatch, is_broken: bool
) -> None:
    """The same statement, which everybody reads in their own language; and nothing counts how often anybody has tapped."""
    if is_broken:
        monkeypatch.setattr(steering, "asked_the_same", lambda *_: frozenset())
    monkeypatch.setattr(upkeep, "REMEMBERED", 10_000.0 if is_broken else 0.0)
    async with careful_room() as room:
        fay, fem = await room.staff(), await room.staff("Fem", language="nl")
        code = await room.workshop(fay)
        rounds = [await sent(room, phone, code, "5", "0") for phone in (fay, fay, fem)]
        assert rounds == [True, True, is_broken]
        assert await sent(room, fay, code, "3", "again")
        assert not await sent(room, fay, code, "3", "again"), "asked in the flow, and once as a poll"
        await room.look()
        assert bool(await room.app.deeds.ask(lambda unit: unit.updates.held())) == is_broken
