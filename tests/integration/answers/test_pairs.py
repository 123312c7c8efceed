"""How many preferred which, pair by pair: sealed while the workshop goes on, kept at its end only where many ranked each pair."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from flows.counting.rankings import verdict_of
from flows.counting.release import STANDARD
from flows.counting.summary import summarise
from flows.counting.tally import tally_all, tally_to_json
from flows.definition.flow import Flow, RankingQuestion
from flows.dialogue.answers import Answer, Ranked
from storage.database import Database
from storage.migrations import migrate
from storage.tables import RELEASE
from storage.values import Phase, Release
from tests.support.examples.examples import options
from tests.support.storage_case import FIRST_DAY, Place, Room, on_sqlite

QUESTION = RankingQuestion(id="ranking", text="In which order?", options=options("a", "b", "c"))
CROWD = range(8_700_000_000, 8_700_000_012)
RARE = [Ranked(("c", "a")), *[Ranked(("a", "b"))] * 6, *[Ranked(("b", "a"))] * 5]
COMMON = [Ranked(("a", "b", "c"))] * 7 + [Ranked(("c", "b", "a"))] * 5


def ranked(db: Database, ballots: list[Ranked]) -> Room:
    """A workshop in which these ballots were handed in."""
    made = db.run(
        lambda u: u.workshops.create("Ranked", Flow(id="f", title="F", questions=(QUESTION,)), STANDARD, "K7QF2M",
                                     FIRST_DAY, "Council", "c@example.org")
    ).result()  # fmt: skip
    db.run(lambda unit: unit.workshops.set_phase(made.id, Phase.OPEN, FIRST_DAY)).result()
    room = Room(db, replace(made, phase=Phase.OPEN))
    for person, ballot in zip(CROWD, ballots, strict=True):
        room.answer(person, ranking=ballot)
    return room


def kept(room: Room) -> list[Release]:
    """The releases as they lie in the tables."""
    return room.do(lambda unit: unit.answers.releases(room.workshop.id))


@on_sqlite
@pytest.mark.parametrize(("ballots", "are_shown"), [(RARE, False), (COMMON, True)], ids=["rare", "common"])
def test_pairs_are_kept_where_they_are_shown(db: Database, ballots: list[Ranked], are_shown: bool) -> None:
    """The last word says the same with and without them; before it nobody can read them."""
    room = ranked(db, ballots)
    assert room.tick() == [("ranking", 9)]
    assert [bool(release.tally.above) for release in kept(room)] == [False]
    room.close()
    assert [bool(release.tally.above) for release in kept(room)] == [False, are_shown]
    sealed = room.do(lambda unit: unit.updates._connection.execute(select(RELEASE.c.pairs)).scalars().all())
    assert sealed == [None, None]
    answers: list[Answer] = [*ballots]
    assert summarise(QUESTION, kept(room)[-1].tally) == summarise(QUESTION, tally_all(QUESTION, answers))


@on_sqlite
def test_damaged_pairs_add_nobody(db: Database) -> None:
    """What cannot be read cannot be added to: the earlier result is the last word, and it is said who was left out."""
    room = ranked(db, RARE)
    room.tick()
    room.do(lambda unit: unit.updates._connection.execute(update(RELEASE).values(pairs="AAAA")))
    report = room.close()
    assert (report.releases["ranking"].n, report.releases["ranking"].final, report.dropped) == (9, True, {"ranking": 3})


def test_old_databases_lose_them(place: Place) -> None:
    """A workshop that an earlier version closed: its tables say who beats whom, and no more."""
    db, answers = place.open(), [*RARE]
    room = ranked(db, RARE)
    room.close()
    old = json.dumps(tally_to_json(tally_all(QUESTION, answers)), sort_keys=True, separators=(",", ":"))
    room.do(lambda unit: unit.updates._connection.execute(update(RELEASE).values(counts=old)))
    for statement in ('ALTER TABLE "release" DROP COLUMN pairs', "UPDATE alembic_version SET version_num = '0006'"):
        room.do(lambda unit, said=statement: unit.updates._connection.exec_driver_sql(said))  # type: ignore[misc]
    db.close()
    migrate(place.url)
    db = place.open()
    assert [bool(release.tally.above) for release in kept(Room(db, room.workshop))] == [False]
    assert kept(Room(db, room.workshop))[0].tally.verdict == verdict_of(tally_all(QUESTION, answers).above, 12)
    db.close()
