"""Checks 3 and 4 of the audit find a door that opened too soon, a third round, rows and exports that give somebody away (3f)."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from flows.counting import tally
from flows.counting.release import STANDARD, Door
from flows.definition.flow import Flow, RankingQuestion, StanceQuestion, TextQuestion
from flows.dialogue.answers import Chosen, Ranked, Skipped
from storage.database import Database
from storage.keys.stores import FileKeys
from storage.values import Ballot, BallotKind, Phase
from tests.support.audit_case import PEOPLE, Case
from tests.support.examples.examples import options
from tests.support.prepared import put_database
from tests.support.storage_case import FIRST_DAY, Place, Room


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A SQLite file with today's tables."""
    put_database(tmp_path / "room.db")
    return Place("sqlite", f"sqlite:///{tmp_path}/room.db", tmp_path)


VOTERS = range(PEOPLE[-1] + 1, PEOPLE[-1] + 13)
"""People who take part in polls alone."""


def come(case: Case) -> None:
    """The voters take part."""
    case.room.agree(*VOTERS)
    case.room.do(lambda u: u.workshops.count(case.room.workshop.id, joined=len(VOTERS)))


def poll(case: Case, *voters: int, of: str | None = None) -> Ballot:
    """A poll in the same words each time, answered by these people."""
    room = case.room
    ballot = room.do(
        lambda u: u.ballots.draft(room.workshop, BallotKind.POLL, StanceQuestion(id="x", text="Agreed?"), of)
    )
    room.do(lambda u: u.ballots.open(ballot))
    for person in voters:
        room.answer(person, **{ballot.id: Chosen("agree")})
    return ballot


def test_a_poll_closed_for_good(case: Case) -> None:
    """3: a poll behind which most of the room stands may be final before the close; behind fewer it is found, before and after."""
    room = case.room
    come(case)
    ballot = poll(case, *VOTERS[:10])
    assert room.do(lambda u: u.answers.end(room.workshop.id, ballot.id)).decision.door is Door.FOR_GOOD
    assert case.failed() == []
    for handed_in, word in (
        (9, "closed for good behind 9 of 12 people"),
        (5, "closed for good behind 5 people, fewer than 8"),
    ):
        case.sql(f"UPDATE received SET n = {handed_in} WHERE question_id = '{ballot.id}'")
        assert f"{ballot.id}: {word}" in case.faults(3)
    case.close()
    assert f"{ballot.id}: closed for good behind 5 people" in case.faults(3)


def test_a_question_of_a_led_room_closed_for_good(case: Case) -> None:
    """3: in a led room a question may be final before the close, behind four fifths; one with a condition may not."""
    case.sql("UPDATE workshop SET paced = 1")
    room = replace(case.room, workshop=replace(case.room.workshop, paced=True))
    room.agree(*VOTERS)  # to the rules as they are now
    for person in VOTERS:
        room.answer(person, worth=Chosen("no-not-at-all"))
    room.do(lambda u: u.answers.end(room.workshop.id, "worth"))
    room.do(lambda u: u.workshops.count(room.workshop.id, joined=len(VOTERS)))
    case.sql("DELETE FROM received")  # who handed in before it was led was not counted
    case.sql(*(f"INSERT INTO received VALUES ('{room.workshop.id}', '{name}', 24)" for name in ("worth", "what")))
    assert case.failed() == []
    case.sql("UPDATE received SET n = 17 WHERE question_id = 'worth'")
    assert "worth: closed for good behind 17 of 24 people, fewer than four fifths" in case.faults(3)
    case.sql("UPDATE release SET question_id = 'why' WHERE final")
    assert "why: a release is final before the close" in case.faults(3)


def test_a_look_at_written_questions(case: Case) -> None:
    """3: a round of questions may be collected by a look; a table of note-takers, and a question with a condition, may not."""
    room = case.room
    come(case)
    ballot = room.do(
        lambda u: u.ballots.draft(room.workshop, BallotKind.ASK, TextQuestion(id="ask", text="To the panel"))
    )
    room.do(lambda u: u.ballots.open(ballot))
    for person in VOTERS[:9]:
        room.answer(person, **{ballot.id: Skipped()})
    assert room.do(lambda u: u.answers.end(room.workshop.id, ballot.id)).decision.door is Door.LOOK
    assert case.failed() == []
    case.sql("UPDATE headcount SET tables = 8")
    case.sql("UPDATE release SET question_id = 'table-1' WHERE question_id = 'worth'")
    assert "table-1: released before the close, which is not for this question" in case.faults(3)


def test_a_third_round(case: Case) -> None:
    """3: the same poll a third time, in the same words or as another round of the first, is found."""
    first = poll(case)
    second = poll(case, of=first.id)
    assert case.failed() == []
    words = case.read(f"SELECT body FROM ballot WHERE id = '{second.id}'")
    values = f"'{case.room.workshop.id}', 'third', 3, 'poll', '{words}', 'open', ''"
    case.sql(f"INSERT INTO ballot (workshop_id, id, seq, kind, body, state, of) VALUES ({values})")
    assert case.faults(3) == "third: asked more than 2 times"


def test_rows_that_tell_who_was_asked(case: Case) -> None:
    """4: while open, a question with fewer rows than people who handed in, or with a row of another length, is found."""
    one = "(SELECT token FROM pending WHERE question_id = 'why' ORDER BY token LIMIT 1)"
    case.sql(f"UPDATE pending SET blob = {case.blob(bytes(300))} WHERE token = {one}")
    assert "why: rows of 300 and of " in case.faults(4)
    case.sql(f"DELETE FROM pending WHERE token = {one}")
    found = case.failures()
    assert list(found) == [4]
    assert found[4] == "why: 11 rows wait, 12 people have handed in"


def test_texts_of_too_few(case: Case) -> None:
    """4: after the close an open answer of fewer than k authors that is kept is found."""
    case.close()
    assert case.failed() == []
    row = f"'{UUID(int=7)}', '{case.room.workshop.id}', 'why', 'because', use, speaker, state, pinned, same_as"
    case.sql(f"INSERT INTO counted SELECT {row} FROM counted LIMIT 1")
    assert "why: texts of 0 authors are kept, fewer than 5" in case.faults(4)


def test_pairs_that_give_a_ballot_away(
    monkeypatch: pytest.MonkeyPatch, place: Place, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """4: an export that counts the pairs of an option which one person ranked is found."""
    ranking = RankingQuestion(id="ranking", text="In which order?", options=options("a", "b", "c"))
    keys = tmp_path_factory.mktemp("keyring")
    db = Database.open(place.url, FileKeys(keys), random.SystemRandom())
    flow = Flow(id="ranked", title="Ranked", questions=(ranking,))
    made = db.run(
        lambda u: u.workshops.create("Ranked", flow, STANDARD, "K7QF2M", FIRST_DAY, "C", "c@example.org")
    ).result()
    db.run(lambda u: u.workshops.set_phase(made.id, Phase.OPEN, FIRST_DAY)).result()
    case = Case(place, keys, Room(db, made))
    case.room.join(*PEOPLE)
    case.room.do(lambda u: u.workshops.count(made.id, joined=12, started=12, submitted=12))
    for number, person in enumerate(PEOPLE):
        case.room.answer(person, ranking=Ranked(("a", "b") if number else ("c", "a")))
    monkeypatch.setattr(tally, "may_show_pairs", lambda *_: True)
    case.close()
    assert case.faults(3) == "ranking: release 1: it keeps how many preferred which, pair by pair (3f)"
    assert case.faults(4) == "ranking: the export counts pairs that 0 people ranked together, fewer than 5"
    db.close()
