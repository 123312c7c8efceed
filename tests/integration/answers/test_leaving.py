"""Whoever leaves, or walks out, tells nothing by it: the bases of later questions are what they would have been with them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from flows.dialogue.agenda import Stage, launching
from flows.dialogue.answers import Answer, Chosen, Skipped, Use, Written
from storage.database import Database
from storage.tables import COUNTED, WORKSHOP
from storage.values import Put
from tests.integration.answers.test_segmenting import come, grouped
from tests.support.storage_case import FLOW, Place, Room, on_sqlite

CROWD = range(8_600_000_000, 8_600_000_012)
NO, YES = Chosen("no-not-at-all"), Chosen("yes")


def led(room: Room) -> Room:
    """The same workshop with a facilitator who leads, and everybody in it; two questions were asked."""
    mine = update(WORKSHOP).where(WORKSHOP.c.id == room.workshop.id).values(paced=True)
    room.do(lambda unit: unit.updates._connection.execute(mine))
    led_one = replace(room, workshop=replace(room.workshop, paced=True))
    led_one.agree(*CROWD)
    stage = launching(FLOW, launching(FLOW, Stage(), "worth", 0), "what", 0)
    led_one.do(lambda unit: unit.stage.set(room.workshop.id, stage))
    return led_one


def forget(room: Room, person: int) -> None:
    """Somebody asks to be forgotten, or has come to facilitate."""
    room.do(lambda unit: unit.answers.withdraw(room.workshop.id, person))
    room.do(lambda unit: unit.people.forget(room.workshop.id, person))


def bases(room: Room) -> dict[str, int]:
    """How many people stand behind each question after the close."""
    room.close()
    return {name: release.n for name, release in room.do(lambda u: u.answers.finals(room.workshop.id)).items()}


@on_sqlite
@pytest.mark.parametrize("leaver", [0, 11], ids=["was asked why", "was not"])
def test_leaving_does_not_tell_what_was_counted(place: Place, room: Room, leaver: int) -> None:
    """Seven said no and are asked why; one person leaves after all were counted, and seven stand behind "why" all the same."""
    room.agree(*CROWD)
    for number, person in enumerate(CROWD):
        why: dict[str, Answer] = {"why": Written(f"because {number}", Use.QUOTE)} if number < 7 else {}
        room.answer(person, worth=NO if number < 7 else YES, what=Skipped(), say=Skipped(), **why)
    room.do(lambda unit: unit.answers.end(room.workshop.id, "worth"))
    forget(room, CROWD[leaver])
    assert f"because {leaver}".encode() not in place.bytes()
    assert bases(room) == {"worth": 12, "why": 7, "what": 12, "say": 12}


@on_sqlite
def test_who_was_not_counted_leaves_nothing(room: Room) -> None:
    """Before anything of somebody is counted every row of theirs goes."""
    room.agree(*CROWD)
    for number, person in enumerate(CROWD):
        room.answer(person, worth=NO if number < 7 else YES, what=Skipped(), say=Skipped())
    forget(room, CROWD[0])
    assert bases(room) == {"worth": 11, "why": 6, "what": 11, "say": 11}


@on_sqlite
def test_who_walks_out_of_a_led_room_counts_on(room: Room) -> None:
    """One person of twelve stops after the first question: the second, which all were asked, has all twelve behind it."""
    here = led(room)
    for number, person in enumerate(CROWD):
        here.answer(person, worth=NO if number < 7 else YES)
    for person in CROWD[1:]:
        here.answer(person, what=Skipped())
    assert bases(here) == {"worth": 12, "why": 7, "what": 12}


@on_sqlite
def test_words_of_one_are_not_kept_by_ending_a_question_early(place: Place, room: Room) -> None:
    """Where four fifths have not answered nothing that was written is counted: no text of one author lies open for the others."""
    here = led(room)
    for number, person in enumerate(CROWD[:8]):
        here.answer(person, say=Written("a lonely opinion", Use.QUOTE) if number == 0 else Skipped())
    ended = here.do(lambda unit: unit.answers.end(here.workshop.id, "say"))
    assert (ended.release, ended.decision.door) == (None, None)
    assert here.do(lambda unit: unit.updates._connection.execute(COUNTED.select()).all()) == []
    assert b"a lonely opinion" not in place.bytes()


@on_sqlite
def test_note_takers_take_part_at_their_table(room: Room) -> None:
    """Four of twelve write for tables: the eight others are all that is needed to end a question for good."""
    room.agree(*CROWD)
    for person in CROWD[8:]:
        mine = room.do(lambda unit, p=person: unit.people.find(room.workshop.id, p))  # type: ignore[misc]
        assert mine is not None
        there = replace(mine, chat=replace(mine.chat, table=person - CROWD[0], seats=4))
        room.do(lambda unit, p=there: unit.people.save(room.workshop.id, p))  # type: ignore[misc]
    for person in CROWD[:8]:
        room.answer(person, worth=YES)
    ended = room.do(lambda unit: unit.answers.end(room.workshop.id, "worth"))
    assert ended.release is not None
    assert (ended.release.final, ended.release.n, ended.release.tally.skipped) == (True, 8, 0)


@on_sqlite
@pytest.mark.parametrize("waiting", ["sector", "worth"])
def test_leaving_does_not_tell_the_group(db: Database, waiting: str) -> None:
    """Somebody leaves of whom some answers are counted and one waits: their group, or an answer in it. No number moves."""
    room = grouped(db)
    people = come(room, ["pub"] * 8 + ["business-and-trade"] * 8)
    assert room.tick()
    counted = {p: room.do(lambda unit, p=p: unit.answers.counted(room.workshop.id, p)) for p in people}  # type: ignore[misc]
    forget(room, next(person for person in people if waiting not in counted[person] and counted[person]))
    told = bases(room)
    finals = room.do(lambda unit: unit.answers.finals(room.workshop.id))
    asked_more = finals["worth"].tally.counts["yes"]
    assert told == {"sector": 16, "worth": 16, "what": 16, "ill": 16, "deeper": asked_more, "say": 16}
    assert finals["sector"].tally.counts == {"pub": 8, "business-and-trade": 8, "third": 0}
    groups = room.do(lambda unit: unit.answers.segments(room.workshop.id))["worth"].groups
    assert {group.segments: group.asked for group in groups} == {("pub",): 8, ("business-and-trade",): 8}


@on_sqlite
@pytest.mark.parametrize("leaver", [0, 11], ids=["had answered", "had said nothing"])
def test_leaving_does_not_tell_who_said_nothing(room: Room, leaver: int) -> None:
    """A question ended for good counts the silent; whoever then leaves is missing nowhere, and nowhere one too many."""
    here = led(room)
    for person in CROWD[:11]:
        here.answer(person, worth=YES)
    here.do(lambda unit: unit.answers.end(here.workshop.id, "worth"))
    forget(here, CROWD[leaver])
    stayed = [person for number, person in enumerate(CROWD) if number != leaver]
    for person in stayed[:10]:
        here.answer(person, what=Skipped())
    ended = here.do(lambda unit: unit.answers.end(here.workshop.id, "what"))
    assert ended.release is not None
    assert (ended.release.final, ended.release.n) == (True, 12)
    assert bases(here) == {"worth": 12, "what": 12}


@on_sqlite
@pytest.mark.parametrize("is_back", [False, True], ids=["says nothing more", "answers again"])
def test_nobody_counts_twice_by_leaving(room: Room, is_back: bool) -> None:
    """Somebody who leaves and comes back, three times, is one person in every number."""
    here = led(room)
    for person in CROWD:
        here.answer(person, worth=YES)
    here.do(lambda unit: unit.answers.end(here.workshop.id, "worth"))
    for _ in range(3):
        forget(here, CROWD[0])
        here.agree(CROWD[0])
        if is_back:
            here.answer(CROWD[0], what=Skipped())
    for person in CROWD[1:11]:
        here.answer(person, what=Skipped())
    ended = here.do(lambda unit: unit.answers.end(here.workshop.id, "what"))
    assert ended.release is not None
    assert (ended.release.final, ended.release.n) == (True, 12)
    assert bases(here) == {"worth": 12, "what": 12}


@on_sqlite
def test_nothing_is_counted_of_what_a_led_room_was_not_asked(room: Room) -> None:
    """Seven are due for a follow-up that nobody was asked, and five left: no result says that they gave no answer."""
    here = led(room)
    here.do(lambda unit: unit.stage.set(room.workshop.id, replace(Stage(), asked=("worth",))))
    for number, person in enumerate(CROWD):
        here.answer(person, worth=NO if number < 7 else YES)
    here.do(lambda unit: unit.answers.end(here.workshop.id, "worth"))
    for person in CROWD[:5]:
        forget(here, person)
    assert bases(here) == {"worth": 12}


@on_sqlite
@pytest.mark.parametrize("leaver", [0, 11], ids=["was asked why", "was not"])
def test_coming_back_does_not_tell_what_was_counted(room: Room, leaver: int) -> None:
    """Somebody of whom the answer that a follow-up hangs on is counted leaves, comes back, and answers something else."""
    room.agree(*CROWD)
    for number, person in enumerate(CROWD):
        why: dict[str, Answer] = {"why": Written("because", Use.QUOTE)} if number < 7 else {}
        room.answer(person, worth=NO if number < 7 else YES, what=Skipped(), say=Skipped(), **why)
    room.do(lambda unit: unit.answers.end(room.workshop.id, "worth"))
    forget(room, CROWD[leaver])
    room.agree(CROWD[leaver])
    room.answer(CROWD[leaver], what=Skipped())
    assert bases(room) == {"worth": 12, "why": 7, "what": 12, "say": 12}


@on_sqlite
@pytest.mark.parametrize("act", ["changes", "comes back"])
def test_nobody_moves_from_group_to_group(db: Database, act: str) -> None:
    """Something of somebody is counted in their group and the group itself waits: it is theirs for good, and one table is as the next."""
    room = grouped(db)
    people = come(room, ["pub"] * 8 + ["business-and-trade"] * 8)
    while not (found := [p for p in people if counted_of(room, p) & {"worth"} and "sector" not in counted_of(room, p)]):
        room = grouped(db)  # by lot: now and then all who wait for one are those who wait for the other
        people = come(room, ["pub"] * 8 + ["business-and-trade"] * 8)
        room.tick()
    mover = found[0]
    if act == "comes back":
        forget(room, mover)
        room.agree(mover)
    assert room.answer(mover, sector=Chosen("third"))["sector"] is Put.ALREADY_COUNTED
    assert "sector" in room.do(lambda unit: unit.answers.own(room.workshop.id, mover))[1]
    room.close()
    finals = room.do(lambda unit: unit.answers.finals(room.workshop.id))
    assert finals["sector"].tally.counts == {"pub": 8, "business-and-trade": 8, "third": 0}
    groups = room.do(lambda unit: unit.answers.segments(room.workshop.id))["worth"].groups
    assert {group.segments: group.asked for group in groups} == {("pub",): 8, ("business-and-trade",): 8}


def test_nobody_joins_a_group_between_two_tables(db: Database) -> None:
    """In a led room the groups are what they are when the first question is counted by them for good, for those who come later too."""
    room = grouped(db)
    mine = update(WORKSHOP).where(WORKSHOP.c.id == room.workshop.id).values(paced=True)
    room.do(lambda unit: unit.updates._connection.execute(mine))
    here = replace(room, workshop=replace(room.workshop, paced=True))
    here.do(lambda unit: unit.stage.set(room.workshop.id, replace(Stage(), asked=("sector", "worth", "what"))))
    here.agree(*CROWD)
    for number, person in enumerate(CROWD[:11]):
        here.answer(person, sector=Chosen("pub" if number < 6 else "business-and-trade"))
    for person in CROWD:
        here.answer(person, worth=Chosen("yes"))
    here.do(lambda unit: unit.answers.end(here.workshop.id, "worth"))
    late = CROWD.stop
    here.agree(late)
    for person in (CROWD[11], late):
        assert here.answer(person, sector=Chosen("pub"))["sector"] is Put.ALREADY_COUNTED
        here.answer(person, what=Skipped())
    here.close()
    finals = here.do(lambda unit: unit.answers.finals(here.workshop.id))
    assert (finals["sector"].n, finals["sector"].tally.counts["pub"]) == (13, 6)


def counted_of(room: Room, person: int) -> frozenset[str]:
    """What is counted of this person."""
    return room.do(lambda unit: unit.answers.counted(room.workshop.id, person))
