"""What else gave people away: moments that a facilitator chose, rounds in two languages, the order of rows, what was left behind.

Each attack is played on real storage, once as the code is and once with its defence taken out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert, update

from bot.buttons import Button, Scope
from bot.front import replies, upkeep
from bot.messages import Key, Message, Send
from bot.polls import steering
from bot.rehearsal.hands.phone import Phone
from bot.results.proposals import panel_asked
from bot.wording import Wording
from flows.counting import release
from flows.counting.release import Crowd, Decision, Door, Policy, Why
from flows.definition.flow import StanceQuestion
from flows.dialogue.agenda import Stage, launching
from flows.dialogue.answers import Answer, Chosen, Skipped, Use, Written
from storage.answers import counting
from storage.answers.texts import TextState
from storage.database import Database, Unit
from storage.tables import DELETED, WORKSHOP
from storage.values import Ballot, BallotKind
from tests.support.careful import careful_room
from tests.support.examples.examples import options
from tests.support.room import Room as Rehearsal
from tests.support.storage_case import FIRST_DAY, FLOW, Place, Room, db, empty_place, place, query, room

__all__ = ["db", "empty_place", "place", "room"]

OWN, HONEST = range(8_600_000_001, 8_600_000_005), range(8_600_000_101, 8_600_000_113)
ON_SQLITE = pytest.mark.parametrize("empty_place", ["sqlite"], indirect=True)
ON_POSTGRES = pytest.mark.parametrize(
    "empty_place", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


def _asked(room: Room, kind: BallotKind, n: int) -> Ballot:
    question = (
        panel_asked(Wording("en"), f"Speaker {n}")
        if kind is BallotKind.ASK
        else StanceQuestion(id="x", text=f"Statement {n}", options=options("agree", "disagree", "pass"))
    )
    ballot = room.do(lambda u: u.ballots.draft(u.workshops.get(room.workshop.id), kind, question))
    assert room.do(lambda u: u.ballots.open(ballot))
    return ballot


def ended_behind_one_each(room: Room, kind: BallotKind, own: Answer, one: Answer) -> int:
    """Twelve polls or rounds, each ended when four accounts and one person are in; then everything comes at the close."""
    room.agree(*OWN, *HONEST)
    asked = [_asked(room, kind, n) for n in range(len(HONEST))]
    for ballot, victim in zip(asked, HONEST, strict=True):
        for person in OWN:
            room.answer(person, **{ballot.id: own})
        room.answer(victim, **{ballot.id: one})
        assert room.do(lambda u, b=ballot: u.answers.end(room.workshop.id, b.id)).release is None  # type: ignore[misc]
    room.close()
    finals = room.do(lambda u: u.answers.finals(room.workshop.id))
    return sum(ballot.id in finals for ballot in asked)


def votes(room: Room) -> int:
    """Whose vote in one of twelve polls is known at the close."""
    return ended_behind_one_each(room, BallotKind.POLL, Chosen("pass"), Chosen("agree"))


def authors(room: Room) -> int:
    """Whose question to the panel is known at the close."""
    return ended_behind_one_each(room, BallotKind.ASK, Skipped(), Written("What about the pond?", Use.QUOTE))


def led_on_behind_one(room: Room) -> int:
    """A led room is moved on as soon as four accounts and one person have answered, another one each time."""
    mine = update(WORKSHOP).where(WORKSHOP.c.id == room.workshop.id).values(paced=True)
    room.do(lambda u: u.updates._connection.execute(mine))
    room.agree(*OWN, *HONEST)
    stage = Stage()
    for name in ("worth", "what", "say"):
        stage = launching(FLOW, stage, name, 0)
    room.do(lambda u: u.stage.set(room.workshop.id, stage))
    for person in (*OWN, HONEST[0]):
        room.answer(person, worth=Chosen("yes"))
    for person in (*OWN, HONEST[1]):
        room.answer(person, what=Skipped())
    for person in HONEST[2:]:
        room.answer(person, say=Skipped())
    room.close()
    return len(room.do(lambda u: u.answers.finals(room.workshop.id)).keys() & {"worth", "what"})


def _from_k_on(policy: Policy, crowd: Crowd) -> Decision:
    smallest = policy.k if crowd.counted == 0 else policy.b
    few = smallest - crowd.waiting
    return Decision(None, why=Why.TOO_FEW, missing=few) if few > 0 else Decision(Door.CLOSE, members=crowd.waiting)


@ON_SQLITE
@pytest.mark.parametrize(("attack", "gives"), [(votes, 12), (authors, 12), (led_on_behind_one, 2)])
@pytest.mark.parametrize("is_broken", [False, True], ids=["as it is", "broken"])
def test_a_moment_that_a_facilitator_chose(
    room: Room, monkeypatch: pytest.MonkeyPatch, attack: Callable[[Room], int], gives: int, is_broken: bool
) -> None:
    """What was cut short behind one person is not shown at the close either."""
    if is_broken:
        monkeypatch.setattr(release, "_at_close", _from_k_on)
    assert attack(room) == (gives if is_broken else 0)


@ON_SQLITE
def test_a_small_room_has_its_polls_at_the_close(room: Room) -> None:
    """Five of six have voted: that is most of the room, and more there will not be."""
    room.agree(*HONEST[:6])
    ballot = _asked(room, BallotKind.POLL, 0)
    for person in HONEST[:5]:
        room.answer(person, **{ballot.id: Chosen("agree")})
    room.close()
    assert room.do(lambda u: u.answers.finals(room.workshop.id))[ballot.id].n == 5


@ON_POSTGRES
@pytest.mark.parametrize("is_broken", [False, True], ids=["as it is", "broken"])
def test_the_order_of_rows_does_not_tell_who_is_held_back(
    place: Place, room: Room, monkeypatch: pytest.MonkeyPatch, is_broken: bool
) -> None:
    """A thief of one dump after a look, who saw who submitted when: in PostgreSQL rows stand with the number of their transaction."""
    if is_broken:
        monkeypatch.setattr(counting.Counting, "_mix", lambda _: None)
    room.agree(*HONEST[:8])
    for person in HONEST[:8]:
        room.answer(person, worth=Chosen("yes"), what=Skipped(), say=Skipped())
    assert room.tick()
    told = query(
        place.url, "SELECT xmin::text::bigint, count(*) FILTER (WHERE question_id = 'worth') FROM pending GROUP BY 1"
    )
    assert (len(told), sum(held for _, held in told)) == ((8, 3) if is_broken else (1, 3))


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
    asyncio.run(_owed(room, is_deleted=is_deleted))


async def _owed(room: Room, *, is_deleted: bool) -> None:
    async def nothing(_: Any) -> None: ...

    def ask(work: Callable[[Unit], Any]) -> asyncio.Future[Any]:
        return asyncio.wrap_future(room.db.run(work))

    kept = replies.Replies(ask, lambda _: asyncio.Future(), nothing, "token", 0)
    page = Message("“Our neighbour”", ((Key("Approve", Button(Scope.FACILITATOR, "K7QF2M", "rd")),),))
    blob = kept._sealed(Send(1, page))
    await ask(lambda u: u.replies.keep(1, blob))
    if is_deleted:
        row = {"code": "K7QF2M", "workshop_id": "w", "deleted_on": FIRST_DAY, "rewritten": True}
        await ask(lambda u: u.updates._connection.execute(insert(DELETED).values(row)))
    assert len(await kept.owed()) == (not is_deleted)
    assert len(await ask(lambda u: u.replies.owed())) == (not is_deleted)


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
