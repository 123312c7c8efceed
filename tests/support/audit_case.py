"""Workshops to audit, and somebody who changes their database, files and keys behind our back; holds no tests."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.facilitator.exporting import export_of
from bot.settings import Settings
from bot.trust.auditing import Code, Wish, audit
from storage.audit.evidence import Finding
from storage.database import Database
from storage.keys.stores import FileKeys
from storage.tables import PERSONAL
from storage.values import Actor, Role
from tests.integration.answers.test_segmenting import answers, grouped
from tests.support.storage_case import LAST_DAY, Place, Room, full, open_room, query

PEOPLE = tuple(range(7_613_450_001, 7_613_450_013))
FAY = 7_999_999_999
GOOD_LOGS: Callable[[], Any] = lambda: ({"loggers": 1}, ())  # noqa: E731  # asked of a process of its own in one test


@cache
def our_code() -> Code:
    """Nobody changes it while tests run; one that asks about its hash has it read anew."""
    return Code.read()


@dataclass
class Case:
    """One workshop of twelve people, eight of whom were there at the first look, and acts upon its database."""

    place: Place
    keys: Path
    room: Room
    today: date = LAST_DAY

    @property
    def code(self) -> str:
        """The join code."""
        return self.room.workshop.code

    @property
    def settings(self) -> Settings:
        """Those the bot would run with."""
        return Settings(database_url=self.place.url, keystore=f"file:{self.keys}")

    @property
    def key(self) -> Path:
        """The key's file."""
        return self.keys / f"{self.room.workshop.id}.key"

    def findings(self, **wish: Any) -> dict[int, Finding]:
        """What the audit says, by check."""
        ours = None if "code_hash" in wish else our_code()
        report = audit(self.settings, self.code, Wish(**wish), logs=GOOD_LOGS, today=self.today, ours=ours)
        return {finding.number: finding for finding in report.findings}

    def failures(self, **wish: Any) -> dict[int, str]:
        """The checks that fail, and what each finds wrong."""
        found = self.findings(**wish).items()
        return {number: "\n".join(finding.faults) for number, finding in found if finding.passed is False}

    def failed(self, **wish: Any) -> list[int]:
        """The checks that fail."""
        return list(self.failures(**wish))

    def faults(self, number: int, **wish: Any) -> str:
        """What one check finds wrong."""
        return "\n".join(self.findings(**wish)[number].faults)

    def sql(self, *statements: str) -> None:
        """What somebody does to the database behind our back."""
        if self.place.kind == "postgresql":
            for statement in statements:
                query(self.place.url, statement)
            return
        with closing(sqlite3.connect(self.place.folder / "room.db", timeout=30)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    def read(self, statement: str) -> Any:
        """The first cell of the first row."""
        if self.place.kind == "postgresql":
            return query(self.place.url, statement)[0][0]
        with closing(sqlite3.connect(self.place.folder / "room.db", timeout=30)) as connection:
            return connection.execute(statement).fetchone()[0]

    def blob(self, data: bytes) -> str:
        """Bytes as a literal."""
        return f"'\\x{data.hex()}'::bytea" if self.place.kind == "postgresql" else f"X'{data.hex()}'"

    def close(self) -> None:
        """The end of the workshop."""
        assert self.room.close().compacted
        for _ in range(
            100 if self.place.kind == "postgresql" else 0
        ):  # VACUUM keeps what another test's moment may see
            sizes = [self.read(f"SELECT pg_relation_size('{table.name}')") for table in PERSONAL]
            if not any(sizes):
                return
            self.sql(*(f"VACUUM FULL {table.name}" for table in PERSONAL))

    def export(self, folder: Path) -> Path:
        """The export as a file."""
        name, content = export_of(self.room.db, self.room.workshop.id, "json", Actor.OPERATOR, LAST_DAY)
        (folder / name).write_bytes(content)
        return folder / name


@pytest.fixture
def case(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """On both databases in turn; the keys are in a folder of their own."""
    yield from _case(place, tmp_path_factory.mktemp("keyring"))


@pytest.fixture
def sqlite_case(case: Case) -> Case:
    """On SQLite only: about its files."""
    if case.place.kind != "sqlite":
        pytest.skip("about SQLite")
    return case


def _case(place: Place, keys: Path) -> Iterator[Case]:
    db = Database.open(place.url, FileKeys(keys), random.SystemRandom())
    room = open_room(db)
    room.do(lambda unit: unit.staff.grant(FAY, Role.FACILITATOR, room.workshop.id))
    room.join(*PEOPLE, dialogue={"answers": {}})
    room.do(lambda unit: unit.workshops.count(room.workshop.id, joined=12, started=12, submitted=12))
    for number, person in enumerate(PEOPLE[:8]):
        room.answer(person, **full(number))
    assert room.tick()
    for number, person in enumerate(PEOPLE[8:], 8):
        room.answer(person, **full(number))
    yield Case(place, keys, room)
    db.close()


@pytest.fixture
def grouped_case(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A workshop with groups: seven people of each of two, eight of a third."""
    keys = tmp_path_factory.mktemp("keyring")
    db = Database.open(place.url, FileKeys(keys), random.SystemRandom())
    room = grouped(db)
    people = range(PEOPLE[0], PEOPLE[0] + 22)
    room.join(*people)
    room.do(lambda unit: unit.workshops.count(room.workshop.id, joined=22, started=22, submitted=22))
    for number, person in enumerate(people):
        room.answer(person, **answers(("pub", "business-and-trade", "third")[number % 3], number))
    room.tick()
    yield Case(place, keys, room)
    db.close()


def changed(case: Case, question: str, seq: int, **values: Any) -> None:
    """A release gets other numbers."""
    where = f"WHERE question_id = '{question}' AND seq = {seq}"
    data = json.loads(case.read(f"SELECT counts FROM release {where}"))
    n = values.pop("n", data["asked"])
    data |= values
    case.sql(f"UPDATE release SET n = {n}, counts = '{json.dumps(data)}' {where}")
