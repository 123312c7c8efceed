"""Databases, key stores and a small workshop for the storage tests; must not hold assertions."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import pytest

from flows.counting.release import STANDARD, Policy
from flows.definition.flow import Condition, Flow, MultiQuestion, Option, SingleQuestion, TextQuestion
from flows.dialogue import machine, standing
from flows.dialogue.answers import Answer, Chosen, Skipped, Use, Written
from flows.dialogue.standing import Dialogue, dialogue_to_json
from storage.answers.texts import TextState
from storage.closing.ending import close_workshop
from storage.database import Database, Unit
from storage.keys.stores import FileKeys
from storage.values import ChatState, ClosingReport, Phase, Workshop
from tests.support.prepared import put_database, put_tables

POSTGRES = os.environ.get("ROUNDTABLE_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")
REDIS = os.environ.get("ROUNDTABLE_TEST_REDIS", "redis://127.0.0.1:6379/15")
FIRST_DAY, LAST_DAY = date(2026, 3, 2), date(2026, 3, 4)

YES_NO = (Option(id="yes", label="Yes"), Option(id="no-not-at-all", label="No, not at all"))
FLOW = Flow(
    id="room",
    title="A small room",
    questions=(
        SingleQuestion(id="worth", text="Is it worth it?", options=YES_NO),
        TextQuestion(id="why", text="Why not?", shown_if=Condition(question="worth", any_of=("no-not-at-all",))),
        MultiQuestion(id="what", text="What helps?", options=(*YES_NO, Option(id="time", label="Time"))),
        TextQuestion(id="say", text="What else?"),
    ),
)

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """Where a test's database is. `folder` holds the SQLite file and the keys."""

    kind: str
    url: str
    folder: Path

    def open(self) -> Database:
        """The database, with keys in files."""
        return Database.open(self.url, FileKeys(self.folder / "keys"), random.SystemRandom())

    def bytes(self) -> bytes:
        """Every byte of the database that a thief could have: the files of SQLite, each row and cell of PostgreSQL."""
        if self.kind == "sqlite":
            return b"".join(path.read_bytes() for path in sorted(self.folder.glob("room.db*")))
        return b"\n".join(_cell(cell) for row in self.rows() for cell in row)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Every row of every table of a PostgreSQL."""
        names = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
        for (name,) in query(self.url, names):
            yield from query(self.url, f'SELECT * FROM "{name}"')


def _cell(cell: Any) -> bytes:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell).encode() + b" " + cell.to_bytes(9, "big", signed=True)
    return cell if isinstance(cell, bytes) else str(cell).encode()


@dataclass(frozen=True)
class Room:
    """One open workshop and the acts of a test."""

    db: Database
    workshop: Workshop

    def do(self, work: Callable[[Unit], T]) -> T:
        """Work done and committed."""
        return self.db.run(work).result(timeout=60)

    def join(self, *users: int, dialogue: dict[str, Any] | None = None) -> None:
        """These people join."""
        self.do(lambda unit: unit.workshops.promise(self.workshop.id, FIRST_DAY))
        for user in users:
            self.do(lambda unit, user=user: unit.people.join(self.workshop.id, user, ChatState(user), dialogue))  # type: ignore[misc]

    def agree(self, *users: int) -> None:
        """These people take part: they have tapped the button on the card."""
        self.join(
            *users, dialogue=dialogue_to_json(Dialogue(state=machine.BETWEEN, sent=True, card=self.workshop.rules))
        )

    def answer(self, user: int, **answers: Answer) -> Any:
        """Someone submits these answers."""
        return self.do(lambda unit: unit.answers.put_all(self.workshop.id, user, answers))

    def tick(self) -> list[tuple[str, int]]:
        """The coarse clock; (question, people) of each new release."""
        releases = self.do(lambda unit: unit.answers.tick(self.workshop.id))
        return [(release.question_id, release.n) for release in releases]

    def close(self) -> ClosingReport:
        """The end."""
        return close_workshop(self.db, self.workshop.id, LAST_DAY, leftovers)

    def read_all(self) -> None:
        """Somebody reads all that is at the desk and approves it."""
        for text in self.do(lambda unit: unit.texts.of(self.workshop.id)):
            self.do(lambda unit, text=text: unit.texts.judge(text, TextState.APPROVED))  # type: ignore[misc]
        self.do(lambda unit: unit.texts.rewrite(self.workshop.id))

    def quoted(self, question_id: str) -> list[str]:
        """The open answers that may be shown, sorted."""
        return sorted(self.do(lambda unit: unit.texts.quotable(self.workshop.id)).get(question_id, []))


def leftovers(flow: Flow, dialogue: dict[str, Any]) -> dict[str, Answer]:
    """What a test's dialogue, of which only "answers" and "sent" matter, leaves to be counted."""
    return standing.leftovers(flow, dialogue_to_json(Dialogue()) | dialogue)


def open_room(db: Database, *, policy: Policy = STANDARD, code: str | None = None, title: str = "Room") -> Room:
    """A workshop that is open."""
    join_code = code or uuid4().hex[:8]
    workshop = db.run(
        lambda unit: unit.workshops.create(title, FLOW, policy, join_code, FIRST_DAY, "Council", "council@example.org")
    ).result()
    db.run(lambda unit: unit.workshops.set_phase(workshop.id, Phase.OPEN, FIRST_DAY)).result()
    return Room(db, replace(workshop, phase=Phase.OPEN))


def worth(number: int) -> Answer:
    """Every third one says no."""
    return Chosen("no-not-at-all" if number % 3 == 0 else "yes")


def full(number: int) -> dict[str, Answer]:
    """Someone's answers to the whole flow; their words may be quoted."""
    no = number % 3 == 0
    why: dict[str, Answer] = {"why": Written(f"because {number}", Use.QUOTE)} if no else {}
    return {"worth": worth(number), **why, "what": Skipped(), "say": Written(f"opinion {number}", Use.QUOTE)}


def query(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Rows of a statement on a connection of its own to PostgreSQL."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def _postgres(folder: Path) -> Iterator[Place]:
    psycopg = pytest.importorskip("psycopg", reason="needs the extra postgres")
    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.OperationalError:
        pytest.skip("needs a PostgreSQL server; name one with ROUNDTABLE_TEST_POSTGRES")
    schema = f"room_{uuid4().hex[:12]}"
    query(POSTGRES, f"CREATE SCHEMA {schema}")
    try:
        yield Place("postgresql", f"{POSTGRES}?options=-csearch_path%3D{schema}", folder)
    finally:
        query(POSTGRES, f"SET client_min_messages = warning; DROP SCHEMA {schema} CASCADE")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Both databases in turn, without tables; PostgreSQL in a schema of its own."""
    if request.param == "sqlite":
        yield Place("sqlite", f"sqlite:///{tmp_path}/room.db", tmp_path)
    else:
        yield from _postgres(tmp_path)


on_sqlite = pytest.mark.parametrize(
    "empty_place",
    ["sqlite", pytest.param("postgresql", marks=(pytest.mark.postgres, pytest.mark.long))],
    indirect=True,
)
"""For a test to which it is all one where rows are kept: PostgreSQL as well under `make test-long`."""


@pytest.fixture
def place(empty_place: Place) -> Place:
    """Both databases in turn, migrated."""
    if empty_place.kind == "sqlite":
        put_database(empty_place.folder / "room.db")
    else:
        put_tables(empty_place.url)
    return empty_place


@pytest.fixture
def db(place: Place) -> Iterator[Database]:
    """Both databases in turn, open."""
    database = place.open()
    yield database
    database.close()


@pytest.fixture
def room(db: Database) -> Room:
    """An open workshop on both databases in turn."""
    return open_room(db)
