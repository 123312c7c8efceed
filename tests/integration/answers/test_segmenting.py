"""Groups from the first answer to the table at the close, on SQLite and PostgreSQL (S1-S4 where it is stored)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import Table, select, update

from flows.counting.release import LARGE, PRESETS, SENSITIVE, STANDARD, Policy
from flows.counting.segments import UNKNOWN, SegmentTable
from flows.definition.flow import Condition, Flow, MultiQuestion, Option, ScaleQuestion, SingleQuestion, TextQuestion
from flows.definition.loading import load_library
from flows.dialogue.answers import Answer, Chosen, Picked, Skipped, Written, answer_to_json
from storage.afterwards import Purpose
from storage.answers.taking import Answers
from storage.answers.waiting import open_waiting
from storage.database import Database, Unit
from storage.keys.sealing import Seal
from storage.keys.stores import FileKeys
from storage.tables import PENDING, SEG_PENDING, SEGMENT_TABLE
from storage.values import Phase, Workshop
from storage.workshops import PolicyFrozen, PolicyUnfit, WorkshopClosed
from tests.support.storage_case import FIRST_DAY, Place, Room, on_sqlite

pytestmark = on_sqlite

SECTORS = (
    Option(id="pub", label="Public"),
    Option(id="business-and-trade", label="Business"),
    Option(id="third", label="Third"),
)
YES_NO = (Option(id="yes", label="Yes"), Option(id="no", label="No"))
FLOW = Flow(
    id="grouped",
    title="Grouped",
    segment_by="sector",
    questions=(
        SingleQuestion(id="sector", text="Which sector?", options=SECTORS),
        SingleQuestion(id="worth", text="Worth it?", options=YES_NO),
        MultiQuestion(id="what", text="What helps?", options=(*YES_NO, Option(id="time", label="Time"))),
        SingleQuestion(id="ill", text="Have you been ill?", options=YES_NO, sensitive=True),
        SingleQuestion(
            id="deeper", text="Really?", options=YES_NO, shown_if=Condition(question="worth", any_of=("yes",))
        ),
        TextQuestion(id="say", text="What else?"),
    ),
)
TABULATED = {"worth", "what", "ill"}
LEVELS = tuple({"id": str(value), "label": f"Level {value}", "value": value} for value in range(1, 6))
SCALE_FLOW = Flow(
    id="scaled",
    title="Scaled",
    segment_by="sector",
    questions=(FLOW.questions[0], ScaleQuestion.model_validate({"id": "how", "text": "How much?", "options": LEVELS})),
)


def grouped(db: Database, flow: Flow = FLOW, policy: Policy = STANDARD) -> Room:
    """An open workshop with groups."""
    workshop = waiting(db, flow, policy).workshop
    db.run(lambda unit: unit.workshops.set_phase(workshop.id, Phase.OPEN, FIRST_DAY)).result()
    return Room(db, replace(workshop, phase=Phase.OPEN))


def waiting(db: Database, flow: Flow = FLOW, policy: Policy = STANDARD) -> Room:
    """The same before its opening."""
    workshop = db.run(
        lambda unit: unit.workshops.create("Room", flow, policy, uuid4().hex[:8], FIRST_DAY, "Council", "c@example.org")
    )
    return Room(db, workshop.result())


def answers(sector: str, number: int) -> dict[str, Answer]:
    """Someone's answers to the whole flow; every third one says no."""
    no = number % 3 == 0
    mine: Answer = Chosen(sector) if sector else Skipped()
    deeper: dict[str, Answer] = {} if no else {"deeper": Chosen("yes")}
    return {
        "sector": mine,
        "worth": Chosen("no" if no else "yes"),
        "what": Picked(("yes", "time")) if no else Skipped(),
        "ill": Chosen("no"),
        **deeper,
        "say": Written(f"opinion {number}"),
    }


def come(room: Room, sectors: Iterable[str], first: int = 8_300_000_000) -> list[int]:
    """People join and submit, one a sector named."""
    people = []
    for number, sector in enumerate(sectors):
        person = first + number
        room.join(person)
        room.answer(person, **answers(sector, number))
        people.append(person)
    return people


def tables(room: Room) -> dict[str, SegmentTable]:
    """The tables there are."""
    return room.do(lambda unit: unit.answers.segments(room.workshop.id))


def rows(room: Room, table: Table) -> list[object]:
    """The rows of a table."""
    return room.do(lambda unit: list(unit.updates._connection.execute(table.select()).all()))


def test_one_table_a_question_at_the_close(db: Database) -> None:
    """S1-S3: closed questions that everybody is asked get their table, it equals the final release, nothing else stays."""
    room = grouped(db)
    come(room, ["pub"] * 8 + ["business-and-trade"] * 5 + ["third"] * 2 + [""] * 2)
    assert room.tick()
    assert rows(room, SEG_PENDING)
    assert tables(room) == {}
    report = room.close()
    found = tables(room)
    assert set(found) == TABULATED
    assert [(g.segments, g.asked) for g in found["worth"].groups] == [
        (("pub",), 8),
        (("business-and-trade", "third", UNKNOWN), 9),
    ]
    for question in ("worth", "what"):
        final = report.releases[question].tally
        for option, people in final.counts.items():
            assert sum(group.counts[option] for group in found[question].groups) == (
                people if found[question].groups else 0
            )
    assert found["what"].groups == ()  # a third of the room has answered: no group has five
    assert sum(group.asked for group in found["worth"].groups) == report.releases["worth"].n
    assert rows(room, SEG_PENDING) == []
    room.close()
    assert tables(room) == found


def test_sensitive_questions(db: Database) -> None:
    """S4: where everybody in a group says the same, a question flagged sensitive has no table."""
    room = grouped(db)
    come(room, ["pub"] * 6 + ["third"] * 6)
    room.close()
    assert tables(room)["ill"].groups == ()
    assert len(tables(room)["worth"].groups) == 2


@pytest.mark.parametrize("policy", [SENSITIVE, Policy("own", 5, 3)])
def test_rules_without_groups(db: Database, policy: Policy) -> None:
    """Under a rule without groups no segment is sealed, kept or tabulated."""
    room = grouped(db, policy=policy)
    people = come(room, ["pub"] * 8 + ["third"] * 8)
    key = db.keys.get(room.workshop.id)
    assert key is not None
    seal = Seal(key, room.workshop.id)
    token = seal.answer("worth", people[0])
    blobs = {row.token: row.blob for row in rows(room, PENDING)}  # type: ignore[attr-defined]
    assert open_waiting(seal, token, blobs[token]).segment == UNKNOWN
    room.tick()
    assert rows(room, SEG_PENDING) == []
    room.close()
    assert tables(room) == {}
    assert rows(room, SEGMENT_TABLE) == []


def test_large_rooms_need_ten(db: Database) -> None:
    """Under the large rule a group of nine is merged."""
    room = grouped(db, policy=LARGE)
    come(room, ["pub"] * 11 + ["business-and-trade"] * 9 + ["third"] * 9)
    room.close()
    assert [(g.segments, g.asked) for g in tables(room)["worth"].groups] == [
        (("pub",), 11),
        (("business-and-trade", "third"), 18),
    ]


def groups_of(room: Room, question: str = "worth") -> dict[tuple[str, ...], int]:
    """Segments -> people, of one table."""
    return {group.segments: group.asked for group in tables(room)[question].groups}


def test_changing_the_group_moves_all_that_waits(db: Database) -> None:
    """Whoever corrects their sector is in the new one with everything that still waits."""
    room = grouped(db)
    people = come(room, ["pub"] * 7 + ["third"] * 5)
    before = {row.token: row.blob for row in rows(room, PENDING)}  # type: ignore[attr-defined]
    room.answer(people[0], sector=Chosen("third"))
    after = {row.token: row.blob for row in rows(room, PENDING)}  # type: ignore[attr-defined]
    assert before.keys() == after.keys()
    assert sum(before[token] != after[token] for token in before) == len(room.workshop.flow.questions), (
        "all rows, alike"
    )
    room.close()
    assert groups_of(room) == {("pub",): 6, ("third",): 6}


def test_changing_another_answer_keeps_the_group(db: Database) -> None:
    """A changed answer stays in its author's group, also when the sector itself has been counted meanwhile."""
    room = grouped(db)
    people = come(room, ["pub"] * 6 + ["third"] * 6)
    room.tick()
    for person in people:
        room.answer(person, worth=Chosen("no"))
    room.close()
    assert groups_of(room) == {("pub",): 6, ("third",): 6}


def test_without_a_sector_one_is_in_the_remainder(db: Database) -> None:
    """Who skips the sector, or takes that answer back, is counted in no named group."""
    room = grouped(db)
    people = come(room, ["pub"] * 7 + ["third"] * 7)
    room.answer(people[0], sector=Skipped())
    assert room.do(lambda unit: unit.answers.withdraw(room.workshop.id, people[1], "sector")) == 1
    room.close()
    assert groups_of(room) == {("third",): 7, ("pub", UNKNOWN): 7}


def test_coming_back_does_not_tell_the_sector_again(db: Database) -> None:
    """A6: who leaves after their sector was counted and answers the rest again is in no named group: the link was gone."""
    room = grouped(db)
    people = come(room, ["pub"] * 8 + ["third"] * 8)
    room.tick()
    counted = {p: room.do(lambda unit, p=p: unit.answers.counted(room.workshop.id, p)) for p in people}  # type: ignore[misc]
    back = [person for person, questions in counted.items() if "sector" in questions and "worth" not in questions]
    for person in back:
        room.do(lambda unit, p=person: unit.people.forget(room.workshop.id, p))  # type: ignore[misc]
        room.join(person)
        room.answer(person, **answers("pub", 1))
    room.close()
    named = sum(people for segments, people in groups_of(room).items() if UNKNOWN not in segments)
    assert sum(groups_of(room).values()) == 16
    assert not back or named < 16


def test_drop_outs_are_in_their_group(db: Database) -> None:
    """What a drop-out has answered is counted at the close, in the group they had named; without one in the remainder."""
    room = grouped(db)
    come(room, ["pub"] * 6 + ["third"] * 5)
    left = {"sector": answer_to_json(Chosen("third")), "worth": answer_to_json(Chosen("yes"))}
    room.join(8_400_000_001, dialogue={"answers": left})
    room.close()
    assert groups_of(room) == {("pub",): 6, ("third",): 6}
    assert sum(groups_of(room, "what").values()) in (0, 11)


def test_too_few_people(db: Database) -> None:
    """With a question withheld there is no table; with fewer than two groups an empty one, which says that it was withheld."""
    quiet, one = grouped(db), grouped(db)
    come(quiet, ["pub"] * 4)
    quiet.close()
    assert tables(quiet) == {}
    come(one, ["pub"] * 9 + ["third"] * 2)
    one.close()
    assert tables(one)["worth"] == SegmentTable("worth", 5)


def test_a_lost_key(place: Place, db: Database) -> None:
    """Without the key what was sealed is gone: no table, and the close goes on."""
    room = grouped(db)
    come(room, ["pub"] * 8 + ["third"] * 8)
    room.tick()
    FileKeys(place.folder / "keys").destroy(room.workshop.id)
    report = room.close()
    assert report.releases["worth"].n == 13
    assert tables(room)["worth"].groups == ()
    assert rows(room, SEG_PENDING) == []


def test_damaged_bytes(db: Database) -> None:
    """All or nothing: when one counted person's group cannot be read, the whole table is withheld, not just their part."""
    room = grouped(db)
    come(room, ["pub"] * 8 + ["third"] * 8)
    room.tick()
    damaged = room.do(lambda unit: _damage_one(unit, "worth"))
    room.close()
    assert damaged == 1
    assert tables(room)["worth"].groups == ()
    assert rows(room, SEG_PENDING) == []


def _damage_one(unit: Unit, question: str) -> int:
    connection = unit.updates._connection
    first = select(SEG_PENDING.c.id).where(SEG_PENDING.c.question_id == question).limit(1)
    row_id = connection.execute(first).scalar_one()
    return connection.execute(update(SEG_PENDING).where(SEG_PENDING.c.id == row_id).values(blob=b"x" * 92)).rowcount


def test_what_a_thief_finds(place: Place, db: Database) -> None:
    """A16-A18: while the workshop is open no byte names a person's group; after the close only the table and totals do."""
    room = grouped(db)
    come(room, ["pub"] * 12 + ["business-and-trade"] * 6)
    room.tick()
    kept = rows(room, SEG_PENDING)
    data = place.bytes()
    assert b'"s":' not in data
    assert len({len(row.blob) for row in kept}) == 1  # type: ignore[attr-defined]
    assert len({len(row.blob) for row in rows(room, PENDING) if row.question_id in TABULATED}) == 1  # type: ignore[attr-defined]
    blobs = [row.blob for row in kept]  # type: ignore[attr-defined]
    assert all(blob in data for blob in blobs)
    room.close()
    after = place.bytes()
    assert not any(blob in after or blob[12:44] in after for blob in blobs)
    assert b"business-and-trade" in data  # the flow itself names its options: the scan does find them


def test_segments_cannot_be_filtered(db: Database) -> None:
    """A8: whoever reads results can name a workshop and a question, and nothing that would pick out people."""
    assert list(inspect.signature(Answers.segments).parameters) == ["self", "workshop_id"]
    allowed = {"self", "workshop_id", "question_id"}
    for name in ("latest", "releases", "finals", "tags", "segments", "tick"):
        assert set(inspect.signature(getattr(Answers, name)).parameters) <= allowed
    assert db.dialect in {"sqlite", "postgresql"}


def test_the_rules_are_free_until_the_opening(db: Database) -> None:
    """A14: rule and pace can change while nobody can answer, whoever has joined; the opening fixes both, and a close does."""
    room = waiting(db)
    workshop = room.workshop
    room.agree(8_500_000_001)
    for policy in PRESETS.values():
        now = room.do(lambda unit, p=policy: unit.workshops.set_policy(workshop.id, p))  # type: ignore[misc]
        assert (now.policy, len(now.policy_hash)) == (policy, 64)
    paced = room.do(lambda unit: unit.workshops.set_paced(workshop.id, paced=True))
    assert paced.rules == f"{paced.policy_hash[:8]}-led" != workshop.rules
    for phase in (Phase.OPEN, Phase.PAUSED):
        room.do(lambda unit, to=phase: unit.workshops.set_phase(workshop.id, to, FIRST_DAY))  # type: ignore[misc]
        with pytest.raises(PolicyFrozen):
            room.do(lambda unit: unit.workshops.set_policy(workshop.id, STANDARD))
        with pytest.raises(PolicyFrozen):
            room.do(lambda unit: unit.workshops.set_paced(workshop.id, paced=False))
    room.close()
    with pytest.raises(WorkshopClosed):
        room.do(lambda unit: unit.workshops.set_policy(workshop.id, STANDARD))


def test_only_those_count_who_agreed_to_the_rules_that_hold(db: Database) -> None:
    """Whoever had agreed to other rules takes part no more until they agree again, in a count or on a list of the close."""
    room = waiting(db)
    workshop = room.workshop
    room.agree(8_500_000_001)
    now = room.do(lambda unit: unit.workshops.set_policy(workshop.id, LARGE))
    Room(db, now).agree(8_500_000_002)
    assert room.do(lambda unit: unit.people.taking_part(workshop.id)) == [8_500_000_002]
    room.close()
    assert room.do(lambda unit: unit.mailing.size(workshop.id, Purpose.NEWS)) == 1
    assert room.do(lambda unit: unit.mailing.size(workshop.id, Purpose.RESULT)) == 2


def test_the_sensitive_rule_is_not_for_questions_asked_by_level(db: Database) -> None:
    """Nobody gets a workshop that shows sides of a scale only and asks by its levels: not anew, not by a change of rule."""
    flow = load_library()["working-together"]

    def made(policy: Policy) -> Callable[[Unit], Workshop]:
        return lambda unit: unit.workshops.create(
            "Room", flow, policy, policy.preset, FIRST_DAY, "Council", "c@example.org"
        )

    with pytest.raises(PolicyUnfit):
        db.run(made(SENSITIVE)).result()
    workshop = db.run(made(STANDARD)).result()
    with pytest.raises(PolicyUnfit):
        db.run(lambda unit: unit.workshops.set_policy(workshop.id, SENSITIVE)).result()
    assert db.run(lambda unit: unit.workshops.set_policy(workshop.id, LARGE)).result().policy == LARGE


def test_sensitive_workshops_store_three_points(place: Place, db: Database) -> None:
    """Under the sensitive rule a scale is stored in three points: no count of a single level is anywhere."""
    room = grouped(db, SCALE_FLOW, SENSITIVE)
    for number in range(10):
        room.join(8_600_000_000 + number)
        room.answer(8_600_000_000 + number, sector=Chosen("pub"), how=Chosen(str(1 + number % 5)))
    assert room.tick() == []
    report = room.close()
    assert dict(report.releases["how"].tally.counts) == {"negative": 4, "neutral": 2, "positive": 4}
    assert b'"5":' not in place.bytes()


def test_plain_workshops_are_as_before(room: Room) -> None:
    """A flow without groups keeps nothing about any."""
    for number in range(9):
        room.join(8_700_000_000 + number)
        room.answer(8_700_000_000 + number, worth=Chosen("yes"), say=Written("x"))
    room.tick()
    assert rows(room, SEG_PENDING) == []
    room.close()
    assert tables(room) == {}
