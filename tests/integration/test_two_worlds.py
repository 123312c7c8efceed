"""Two databases that differ in what one person has said are laid side by side, row by row: their waiting answers tell them apart nowhere.

Every table is compared, the newer ones too: themes and what is in them, questions of an organiser's own, open pages, boards.
"""

from __future__ import annotations

import random
import re
import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from flows.definition.flow import StanceQuestion
from flows.dialogue import machine
from flows.dialogue.answers import Answer, Chosen, Picked, Skipped, Use, Written
from flows.dialogue.standing import Dialogue, Proposal, Waits, dialogue_to_json
from storage.answers.grouping import Wish
from storage.database import Database
from storage.keys.stores import FileKeys
from storage.rows import METADATA
from storage.values import BallotKind, Beside, Role
from tests.support.prepared import put_database, put_tables
from tests.support.storage_case import FIRST_DAY, FLOW, Place, Room, on_sqlite, open_room, query

CROWD = range(8_800_000_001, 8_800_000_013)
ODD = CROWD[-1]
FAY = 8_999_999_999
NEWER = ("theme", "theme_text", "grouping", "expected", "beside", "own_flow", "focus", "board", "board_wish", "asked")
_RANDOM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32,64}\b")

Shapes = Mapping[str, Counter[tuple[Any, ...]]]

WORLDS: tuple[tuple[str, dict[str, Answer], Dialogue], ...] = (
    (
        "said much",
        {"worth": Chosen("no-not-at-all"), "why": Written("x" * 900, Use.QUOTE), "what": Picked(("yes", "time")), "say": Skipped()},
        Dialogue(state=machine.asking("say"), proposal=Proposal("y" * 900, Waits.MASK, names=True)),
    ),
    (
        "said little",
        {"worth": Chosen("yes"), "what": Skipped(), "say": Skipped()},
        Dialogue(state=machine.BETWEEN),
    ),
)  # fmt: skip


def world(place: Place, folder: Path, given: dict[str, Answer], dialogue: Dialogue) -> tuple[Shapes, Shapes]:
    """All that happens in one of them: as it is while the room answers, and after the close."""
    url = place.url if place.kind == "postgresql" else f"sqlite:///{folder}/room.db"
    db = Database.open(url, FileKeys(folder / "keys"), random.Random(5))
    try:
        room = open_room(db, code="PARK7Q")
        _fill(room, given, dialogue)
        open_now = shapes(place, folder)
        room.close()
        return open_now, shapes(place, folder)
    finally:
        db.close()


def _fill(room: Room, given: dict[str, Answer], dialogue: Dialogue) -> None:
    name = room.workshop.id
    room.agree(*CROWD)
    for number, person in enumerate(CROWD[:-1]):
        room.answer(person, worth=Chosen("yes"), what=Skipped(), say=Written(f"sentence {number:02}", Use.QUOTE))
    room.answer(ODD, **given)
    stood = dialogue_to_json(dialogue) | {"card": room.workshop.rules, "sent": True}

    def about_the_odd_one(unit: Any) -> None:
        person = unit.people.find(name, ODD)
        beside = {1: Beside(3, 3, 120)} if dialogue.proposal else {}
        unit.people.save(name, type(person)(person.token, person.chat, stood, user_id=ODD, beside=beside))

    room.do(about_the_odd_one)
    room.do(lambda unit: unit.answers.end(name, "say"))
    room.read_all()

    def steered(unit: Any) -> None:
        unit.staff.grant(FAY, Role.FACILITATOR, name)
        unit.staff.set_focus(FAY, name)
        theme = unit.themes.make(name, "say", "Parking")
        unit.themes.put(theme, unit.texts.of(name)[:4])
        other = unit.themes.make(name, "say", "Trees")
        unit.themes.put(other, unit.texts.of(name)[4:6])
        unit.themes.merge(other, theme)
        unit.groupings.wish(name, "say", Wish.NEW)
        unit.expected.set(name, {"yes": 7, "no-not-at-all": 5})
        unit.beside.put([name, str(UUID(int=7))])
        unit.staff.set_page(FAY, f"theme:open:{theme.handle}:0")
        unit.staff.set_asked(FAY, f"theme:{name}:put:{theme.handle}:abc123")
        unit.boards.arrived(FAY, unit.boards.wish(FAY, name), 77)
        own = unit.shelf.show(FLOW, b"id: room", FIRST_DAY)
        unit.shelf.keep(FLOW.id, own.version, FIRST_DAY)
        poll = unit.ballots.draft(unit.workshops.get(name), BallotKind.POLL, StanceQuestion(id="new", text="Go on?"))
        unit.ballots.open(poll)

    room.do(steered)
    for person in CROWD[:-1]:
        room.do(lambda unit, person=person: unit.answers.put(name, person, "poll-1", Chosen("agree")))  # type: ignore[misc]
    room.do(lambda unit: unit.answers.put(name, ODD, "poll-1", Chosen("disagree") if dialogue.proposal else Skipped()))


def shapes(place: Place, folder: Path) -> Shapes:
    """Table -> its rows as a thief without the key sees them: ciphertext and random ids by their lengths, all else as it is."""
    found = {}
    for name in METADATA.tables:
        if place.kind == "postgresql":
            rows = query(place.url, f'SELECT * FROM "{name}"')
        else:
            with closing(sqlite3.connect(folder / "room.db")) as connection:
                rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
        found[name] = Counter(tuple(_shape(cell) for cell in row) for row in rows)
    return found


def _shape(cell: Any) -> Any:
    if isinstance(cell, bytes | memoryview):
        return "bytes", len(cell)
    return _RANDOM.sub("random", cell) if isinstance(cell, str) else cell


@on_sqlite
def test_no_row_tells_what_one_person_has_said(empty_place: Place, tmp_path: Path) -> None:
    """While the room answers not one row differs, in number, length or words; after the close none of what is not a result."""
    seen = []
    for name, given, dialogue in WORLDS:
        folder = tmp_path / name.replace(" ", "-")
        folder.mkdir()
        if empty_place.kind == "sqlite":
            put_database(folder / "room.db")
        else:
            query(empty_place.url, _EMPTY)
            put_tables(empty_place.url)
        seen.append(world(empty_place, folder, given, dialogue))
    (open_one, closed_one), (open_other, closed_other) = seen
    assert {name: rows for name, rows in open_one.items() if rows != open_other[name]} == {}
    assert all(open_one[name] for name in NEWER if name != "board_wish"), "there is something to compare"
    assert {name for name, rows in closed_one.items() if rows != closed_other[name]} <= {
        "release",
        "counted",
        "receipt",
    }


@on_sqlite
def test_a_difference_would_be_seen(empty_place: Place, tmp_path: Path) -> None:
    """Laid side by side, a row that is longer by a letter, and one row more, are found."""
    if empty_place.kind != "sqlite":
        pytest.skip("the comparison is the same")
    put_database(tmp_path / "room.db")
    db = Database.open(f"sqlite:///{tmp_path}/room.db", FileKeys(tmp_path / "keys"), random.Random(5))
    try:
        room = open_room(db, code="PARK7Q")
        before = shapes(empty_place, tmp_path)
        theme = room.do(lambda unit: unit.themes.make(room.workshop.id, "say", "Parking"))
        one = shapes(empty_place, tmp_path)
        room.do(lambda unit: unit.themes.rename(theme, "Parking!"))
        assert before["theme"] != one["theme"] != shapes(empty_place, tmp_path)["theme"]
    finally:
        db.close()


_EMPTY = """DO $$ DECLARE r record; BEGIN
FOR r IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
EXECUTE 'DROP TABLE ' || quote_ident(r.tablename) || ' CASCADE'; END LOOP; END $$"""
