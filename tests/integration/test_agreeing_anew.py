"""How many have joined is a number of people who agree to the rules of now: other rules begin it anew, as long as it is not open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.counting.release import LARGE, STANDARD
from flows.dialogue import machine
from flows.dialogue.standing import Dialogue, dialogue_to_json
from storage.database import Database, Unit
from storage.values import ChatState, Phase
from storage.workshops import PolicyFrozen
from tests.support.storage_case import FIRST_DAY, FLOW, Room, on_sqlite

ADA, BEN, CAT, DAN = range(8_600_000_000, 8_600_000_004)


@pytest.fixture
def room(db: Database) -> Room:
    """A workshop that is not open yet."""
    asking = ("Council", "council@example.org")
    return Room(db, db.run(lambda u: u.workshops.create("Room", FLOW, STANDARD, "PARK7Q", FIRST_DAY, *asking)).result())


def joined(room: Room) -> int:
    """What boards, cards and screens say."""
    return room.do(lambda unit: unit.workshops.get(room.workshop.id)).joined


def agrees(room: Room, person: int) -> None:
    """Takes part under the rules of now."""

    def work(unit: Unit) -> None:
        workshop = unit.workshops.get(room.workshop.id)
        stands = dialogue_to_json(Dialogue(state=machine.BETWEEN, card=workshop.rules))
        known = unit.people.join(workshop.id, person, ChatState(person), None)
        unit.people.save(workshop.id, replace(known, dialogue=stands))
        unit.workshops.count(workshop.id, joined=1)

    room.do(work)


@on_sqlite
def test_who_does_not_agree_again_has_not_joined(room: Room) -> None:
    """Three had agreed and one only looked: other rules leave nobody in; back again, who never looked at the others is in."""
    for person in (ADA, BEN, CAT):
        agrees(room, person)
    room.join(DAN, dialogue=dialogue_to_json(Dialogue(card=room.workshop.rules)))
    assert joined(room) == 3
    room.do(lambda unit: unit.people.forget(room.workshop.id, CAT))
    room.do(lambda unit: unit.workshops.set_policy(room.workshop.id, LARGE))
    assert room.do(lambda unit: unit.people.agree_anew(room.workshop.id))
    assert joined(room) == 0
    agrees(room, ADA)
    assert joined(room) == 1 == len(room.do(lambda unit: unit.people.taking_part(room.workshop.id)))
    room.do(lambda unit: unit.workshops.set_policy(room.workshop.id, STANDARD))
    assert room.do(lambda unit: unit.people.agree_anew(room.workshop.id)), "Ada is asked about the first ones again"
    assert joined(room) == 1, "Ben has never been asked anything else"
    room.do(lambda unit: unit.people.forget(room.workshop.id, ADA))
    assert not room.do(lambda unit: unit.people.agree_anew(room.workshop.id)), (
        "who only looks is shown the card as it is"
    )
    room.do(lambda unit: unit.workshops.set_phase(room.workshop.id, Phase.OPEN, FIRST_DAY))
    with pytest.raises(PolicyFrozen):
        room.do(lambda unit: unit.people.agree_anew(room.workshop.id))
