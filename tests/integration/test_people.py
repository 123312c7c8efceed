"""The roster tells nobody, by the length of a row, what somebody has answered, what they were asked, or how far they are."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select

from flows.counting.release import STANDARD
from flows.definition.flow import (
    TEXT_LIMIT,
    AllocationQuestion,
    MultiQuestion,
    Question,
    RankingQuestion,
    TextQuestion,
    options_of,
)
from flows.definition.loading import load_library
from flows.dialogue import machine
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared, Use, Written
from flows.dialogue.standing import Dialogue, Proposal, Waits, dialogue_to_json
from storage.database import Database
from storage.tables import ROSTER
from storage.values import Beside, ChatState
from tests.support.storage_case import FIRST_DAY, on_sqlite

ADA = 8_900_000_001
LONGEST = "\U0001f9d1" * TEXT_LIMIT
FLOWS = load_library()


def longest(question: Question) -> Answer:
    """An answer that takes as much room as any."""
    options = tuple(option.id for option in options_of(question))
    match question:
        case TextQuestion():
            return Written(LONGEST, Use.QUOTE)
        case MultiQuestion():
            return Picked(options)
        case RankingQuestion():
            return Ranked(options)
        case AllocationQuestion():
            return Shared(tuple((option, question.total) for option in options))
        case _:
            return Chosen(max(options, key=len))


@on_sqlite
@pytest.mark.parametrize("name", FLOWS)
@pytest.mark.parametrize("paced", [False, True], ids=["own pace", "led"])
def test_a_row_of_the_roster_never_grows(db: Database, name: str, paced: bool) -> None:
    """From joining to the last of the longest answers: one length, whatever was answered, typed or ticked."""
    flow = FLOWS[name]
    workshop = db.run(
        lambda u: u.workshops.create("Room", flow, STANDARD, uuid4().hex[:8], FIRST_DAY, "Council", "c@example.org")
    ).result()
    if paced:
        db.run(lambda unit: unit.workshops.set_paced(workshop.id, paced=True)).result()
    person = db.run(lambda unit: unit.people.join(workshop.id, ADA, ChatState(ADA), None)).result()
    given: dict[str, Answer] = {}
    lengths = {_length(db)}
    for question in flow.questions:
        given[question.id] = longest(question)
        draft = tuple((option.id, 1000) for option in options_of(question))
        words = Proposal(LONGEST, Waits.MASK, names=True)
        before = Dialogue(
            state=machine.asking(question.id),
            answers=dict(given),
            sent=paced,
            draft=draft,
            proposal=words,
            card="0" * 64,
        )
        panel = {"asking": LONGEST}
        for dialogue in (before, replace(before, draft=(), proposal=None)):
            now = replace(person, dialogue=dialogue_to_json(dialogue), panel=panel)
            db.run(lambda unit, now=now: unit.people.save(workshop.id, now)).result()  # type: ignore[misc]
            lengths.add(_length(db))
    assert len(lengths) == 1


@on_sqlite
@pytest.mark.parametrize("paced", [False, True], ids=["own pace", "led"])
def test_a_hundred_and_fifty_polls_make_no_row_longer(db: Database, paced: bool) -> None:
    """Of whoever was sent so many the row is as long as that of who has just joined; where the newest stand is known."""
    flow = FLOWS["town-partnership"]
    workshop = db.run(
        lambda u: u.workshops.create("Room", flow, STANDARD, uuid4().hex[:8], FIRST_DAY, "Council", "c@example.org")
    ).result()
    db.run(lambda unit: unit.workshops.set_paced(workshop.id, paced=paced)).result()
    person = db.run(lambda unit: unit.people.join(workshop.id, ADA, ChatState(ADA), None)).result()
    before = _length(db)
    given = {q.id: longest(q) for q in flow.questions}
    full = Dialogue(
        state=machine.asking(flow.questions[-1].id), answers=given, sent=paced, card="0" * 64, resume="x" * 32,
        proposal=Proposal(LONGEST, Waits.MASK, names=True), keeps="x" * 32, seen="x" * 32,
        draft=tuple((option.id, 1000) for question in flow.questions for option in options_of(question))[:40],
    )  # fmt: skip
    stands = {seq: Beside(999, 999, 2**31 - 1) for seq in range(9_001, 9_151)}
    now = replace(person, dialogue=dialogue_to_json(full), panel={"asking": LONGEST}, beside=stands)
    db.run(lambda unit: unit.people.save(workshop.id, now)).result()
    assert _length(db) == before
    found = db.run(lambda unit: unit.people.find(workshop.id, ADA)).result()
    assert found is not None
    assert found.beside == {seq: at for seq, at in stands.items() if seq > 9_100}


def _length(db: Database) -> int:
    return db.run(lambda unit: len(unit.updates._connection.execute(select(ROSTER.c.progress)).scalar_one())).result()
