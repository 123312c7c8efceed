"""How many preferred which, pair by pair: sealed while the workshop goes on, kept at its end only where many ranked each pair."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import MetaData, Table, select, update

from flows.counting.rankings import Verdict
from flows.counting.release import STANDARD
from flows.counting.summary import summarise
from flows.counting.tally import as_last_word, tally_all, tally_to_json, withheld
from flows.definition.flow import Flow, RankingQuestion
from flows.dialogue.answers import Answer, Ranked
from storage.database import Database
from storage.engine import open_engine
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
    """The last word says what may be said at the end; before it nobody can read them."""
    room = ranked(db, ballots)
    assert room.tick() == [("ranking", 9)]
    assert [bool(release.tally.above) for release in kept(room)] == [False]
    room.close()
    assert [bool(release.tally.above) for release in kept(room)] == [False, are_shown]
    sealed = room.do(lambda unit: unit.updates._connection.execute(select(RELEASE.c.pairs)).scalars().all())
    assert sealed == [None, None]
    whole = tally_all(QUESTION, [*ballots])
    assert summarise(QUESTION, kept(room)[-1].tally) == summarise(QUESTION, as_last_word(whole, STANDARD.k))


@on_sqlite
def test_damaged_pairs_add_nobody(db: Database) -> None:
    """What cannot be read cannot be added to: the earlier result is the last word, and it is said who was left out."""
    room = ranked(db, RARE)
    room.tick()
    room.do(lambda unit: unit.updates._connection.execute(update(RELEASE).values(pairs="AAAA")))
    report = room.close()
    assert (report.releases["ranking"].n, report.releases["ranking"].final, report.dropped) == (9, True, {"ranking": 3})


def test_old_databases_lose_them(empty_place: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A workshop that an earlier version closed: its tables say who beats whom, and no more."""
    today = Place("sqlite", f"sqlite:///{(folder := tmp_path_factory.mktemp('today'))}/room.db", folder)
    migrate(today.url)
    db = today.open()
    answers: list[Answer] = [*RARE]
    room = ranked(db, RARE)
    room.close()
    old = json.dumps(tally_to_json(tally_all(QUESTION, answers)), sort_keys=True, separators=(",", ":"))
    room.do(lambda unit: unit.updates._connection.execute(update(RELEASE).values(counts=old)))
    db.close()
    migrate(empty_place.url, "0006")
    _copy(today.url, empty_place.url, "flow", "workshop", "release")
    migrate(empty_place.url)
    db = empty_place.open()
    assert [bool(release.tally.above) for release in kept(Room(db, room.workshop))] == [False]
    assert kept(Room(db, room.workshop))[0].tally.verdict == Verdict(told=False)
    db.close()


def test_databases_of_before_lose_who_beats_whom(empty_place: Place) -> None:
    """Exact Borda points, who beats whom and the Schulze order stood beside a ranking without its pairs; now who beats everybody."""
    migrate(empty_place.url, "0018")
    said = {
        "beats": {"a": ["b", "c"], "b": [], "c": []},
        "doubled": {"a": 30, "b": 25, "c": 5},
        "schulze": [["a"], ["b", "c"]],
    }
    tally = tally_to_json(withheld(tally_all(QUESTION, [*RARE])))
    counts = json.dumps(tally | {"verdict": said | {"close": True}}, sort_keys=True, separators=(",", ":"))
    engine = open_engine(empty_place.url)
    row = {
        "workshop_id": "w",
        "question_id": "ranking",
        "seq": 1,
        "n": 12,
        "final": True,
        "counts": counts,
        "pairs": None,
    }
    with engine.begin() as connection:
        connection.execute(RELEASE.insert(), [row])
    migrate(empty_place.url)
    with engine.begin() as connection:
        found = json.loads(connection.execute(select(RELEASE.c.counts)).scalar_one())
    engine.dispose()
    assert found == tally | {"verdict": {"winner": None, "close": False, "told": False}}


def _copy(source: str, target: str, *names: str) -> None:
    """The rows of these tables, in the columns that both databases have."""
    engines = open_engine(source), open_engine(target)
    with engines[0].begin() as there, engines[1].begin() as here:
        for name in names:
            old, new = (Table(name, MetaData(), autoload_with=one) for one in (there, here))
            wanted = [column for column in old.columns if column.name in new.columns]
            here.execute(new.insert(), [dict(row) for row in there.execute(select(*wanted)).mappings()])
    for engine in engines:
        engine.dispose()
