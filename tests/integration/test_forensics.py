"""What a thief of the database finds: while a workshop is open, after its close, and in a close cut short (A10, A16-A19)."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import BigInteger, Date, DateTime, Integer, LargeBinary, Time

from flows.dialogue.answers import Chosen, Use, Written, answer_to_json
from storage.closing.ending import close_workshop
from storage.database import Database
from storage.keys.sealing import Seal
from storage.keys.stores import FileKeys
from storage.rows import METADATA
from storage.tables import COUNTED, PENDING, PERSONAL, RECEIPT, RELEASE, ROSTER, SPENT
from storage.values import ChatState, ClosingReport, Role
from tests.support.storage_case import LAST_DAY, Place, Room, full, leftovers, on_sqlite, open_room, query

CROWD = range(7_613_450_001, 7_613_450_013)
FAY = 7_999_999_999
ABOUT_ANSWERS = (PENDING, SPENT, COUNTED, RECEIPT, RELEASE)


def forms(user_id: int) -> list[bytes]:
    """A Telegram id as text, as 8 bytes and as 6 bytes (how SQLite keeps a ten-digit number), either end first."""
    return [str(user_id).encode(), *(user_id.to_bytes(n, order) for n in (8, 6) for order in ("big", "little"))]


def found(data: bytes, needles: Iterable[bytes]) -> int:
    """How many of the needles are in the data."""
    return sum(needle in data for needle in needles)


def ids(people: Iterable[int]) -> list[bytes]:
    """Every form of these people's ids."""
    return [form for person in people for form in forms(person)]


def tokens(room: Room, people: Iterable[int]) -> list[bytes]:
    """Every token of these people, made with the key while there is one."""
    key = room.db.keys.get(room.workshop.id)
    assert key is not None
    seal, questions = Seal(key, room.workshop.id), [question.id for question in room.workshop.flow.questions]
    return [made for p in people for made in (seal.person(p), *(seal.answer(q, p) for q in questions), seal.receipt(p))]


def fill(room: Room) -> None:
    """Twelve people join with a dialogue and submit; a facilitator runs the workshop; one look was had."""
    room.do(lambda u: u.staff.grant(FAY, Role.FACILITATOR, room.workshop.id))
    room.join(*CROWD, dialogue={"answers": {}, "note": "opinion in a dialogue"})
    for number, person in enumerate(CROWD):
        room.answer(person, **full(number))
    room.tick()


def test_schema_no_time_no_rowid() -> None:
    """A10: tables about participants have no time, no number that counts them and no foreign key; SQLite gives no rowid."""
    for table in METADATA.sorted_tables:
        assert not table.foreign_keys
        assert table.dialect_options["sqlite"]["with_rowid"] is False
        assert not any(isinstance(column.type, DateTime | Time) for column in table.columns)
        assert not any(column.autoincrement is True for column in table.columns)
    for table in (*ABOUT_ANSWERS, ROSTER):
        assert not any(isinstance(column.type, Date | BigInteger) for column in table.columns)
    assert not any(
        isinstance(column.type, Integer) for table in (*PERSONAL, COUNTED, RECEIPT) for column in table.columns
    )
    assert {column.name for column in COUNTED.columns} == {
        "id", "workshop_id", "question_id", "value", "use", "speaker", "state", "pinned", "same_as",
    }  # fmt: skip
    assert {column.name for column in RECEIPT.columns} == {"workshop_id", "question_id", "tag"}
    assert {column.name for column in SPENT.columns} == {"token", "workshop_id"}
    assert [c.name for c in ROSTER.columns if isinstance(c.type, LargeBinary)] == ["token", "chat", "progress"]


def test_sqlite_tables_have_no_rowid(place: Place) -> None:
    """A10: the migrations make every table WITHOUT ROWID."""
    if place.kind != "sqlite":
        pytest.skip("about SQLite")
    with closing(sqlite3.connect(place.folder / "room.db")) as connection:
        made = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall())
    assert {name for name, sql in made.items() if "WITHOUT ROWID" not in sql} == {"alembic_version"}
    assert set(made) == set(METADATA.tables) | {"alembic_version"}


def test_database_holds_no_times(place: Place, room: Room) -> None:
    """No cell of the database is a moment; the only dates are days: opened, promised, closed, acted on, a list's last."""
    fill(room)
    room.close()
    if place.kind == "postgresql":
        cells = [cell for row in place.rows() for cell in row]
        assert not any(isinstance(cell, datetime | time) for cell in cells)
        assert sum(isinstance(cell, date) for cell in cells) == 5


def test_physical_order_random(place: Place, room: Room) -> None:
    """A10: the order of rows on the disk is not the order of arrival: in SQLite at any time, in PostgreSQL after the close."""
    people = range(7_700_000_000, 7_700_000_200)
    room.join(*people)
    for person in people:
        room.answer(person, say=Written(f"opinion {person}", Use.QUOTE))
    if place.kind == "sqlite":
        arrival = {seal: place for place, seal in enumerate(tokens(room, people)[4::6])}
        tokens_there = [token for (token,) in _sqlite_rows(place, "SELECT token FROM pending")]
        stored = [arrival[token] for token in tokens_there if token in arrival]
        assert len(stored) == 200
        assert 0.35 < _in_order(stored) < 0.65
    room.close()
    said = "SELECT value FROM counted" + (" ORDER BY ctid" if place.kind == "postgresql" else "")
    rows = query(place.url, said) if place.kind == "postgresql" else _sqlite_rows(place, said)
    stored = [int(value.split()[-1]) for (value,) in rows]
    assert len(stored) == 200
    assert 0.35 < _in_order(stored) < 0.65


def _sqlite_rows(place: Place, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(place.folder / "room.db")) as connection:
        return connection.execute(statement).fetchall()


def _in_order(stored: list[int]) -> float:
    """The share of neighbours that stand in the order of arrival: 1 when nothing was shuffled, 0.5 by chance."""
    return sum(before < after for before, after in pairwise(stored)) / (len(stored) - 1)


def test_postgres_keeps_no_batches(place: Place, room: Room) -> None:
    """A10: after the close every receipt has the same xmin, so that nobody can tell in which batch it was counted."""
    if place.kind != "postgresql":
        pytest.skip("about PostgreSQL")
    fill(room)
    for person in range(7_800_000_000, 7_800_000_009):
        room.answer(person, **full(person))
    room.tick()
    assert query(place.url, "SELECT count(DISTINCT xmin::text) FROM receipt")[0][0] == 2
    room.close()
    for name in ("receipt", "counted"):
        assert query(place.url, f"SELECT count(DISTINCT xmin::text), count(*) > 9 FROM {name}") == [(1, True)]
    for table in PERSONAL:
        assert query(place.url, f"SELECT pg_relation_size('{table.name}')") == [(0,)]


def test_db_bytes_contain_only_released(place: Place, room: Room) -> None:
    """A16: a thief of the open database finds no participant's id, no answer and no dialogue; only what was released."""
    fill(room)
    data = place.bytes()
    assert found(data, ids(CROWD)) == 0
    assert found(data, [b"opinion", b"because", b'"k":"', b"chosen", b'skipped","v', b"dialogue"]) == 0
    assert found(data, [str(FAY).encode(), FAY.to_bytes(6, "big")]) >= 1  # staff are known: the scan does find ids
    assert b'"asked":9' in data
    assert b'"asked":12' not in data
    assert found(data, tokens(room, CROWD)) == 60  # 12 on the roster, 12 for each question, the conditional one too


def test_scan_would_find_an_answer(place: Place, room: Room) -> None:
    """The scan is no blind one: after the close it finds every released text."""
    fill(room)
    room.close()
    assert found(place.bytes(), [f"opinion {number}".encode() for number in range(12)]) == 12


def test_answers_to_a_closed_question_look_alike(room: Room) -> None:
    """A16: no length of a ciphertext tells which option was chosen, or whether a question was skipped."""
    fill(room)
    rows = room.do(lambda u: u.updates._connection.execute(PENDING.select()).all())
    lengths = {
        question: {len(row.blob) for row in rows if row.question_id == question} for question in ("worth", "say")
    }
    assert {question: len(found) for question, found in lengths.items()} == {"worth": 1, "say": 1}
    roster = room.do(lambda u: u.updates._connection.execute(ROSTER.select()).all())
    assert len({(len(row.chat), len(row.progress)) for row in roster}) == 1


def test_forensic_scan_after_close(place: Place, room: Room) -> None:
    """A18: after the close no token, no ciphertext and no id is in any file; of the answers only the released ones."""
    fill(room)
    room.join(7_900_000_001, dialogue={"secret": "left unsaid"})
    traces = tokens(room, [*CROWD, 7_900_000_001])
    rows = room.do(lambda u: u.updates._connection.execute(PENDING.select()).all())
    traces += [row.blob[start : start + 32] for row in rows for start in range(0, len(row.blob) - 31, 32)]
    key = room.db.keys.get(room.workshop.id)
    assert key is not None
    assert found(place.bytes(), traces) > 200
    assert room.close().compacted
    data = place.bytes()
    assert found(data, traces) == 0
    assert found(data, [*ids(CROWD), key, b"because", b"left unsaid"]) == 0
    assert [path.stem == room.workshop.id for path in (place.folder / "keys").glob("*.key")] == [
        False
    ]  # a mailing list's
    if place.kind == "sqlite":
        assert (place.folder / "room.db-wal").stat().st_size == 0
        assert _sqlite_rows(place, "PRAGMA freelist_count") == [(0,)]
    else:
        assert query(place.url, "SELECT count(*) FROM roster") == [(0,)]


def test_backup_then_close_is_undecryptable(place: Place, room: Room) -> None:
    """A17: a backup taken while the workshop was open is ciphertext that no key opens once the workshop is closed."""
    if place.kind != "sqlite":
        pytest.skip("a file is copied")
    fill(room)
    backup = place.folder / "backup"
    backup.mkdir()
    for path in place.folder.glob("room.db*"):
        shutil.copy(path, backup)
    shutil.copytree(place.folder / "keys", backup / "keys-with-the-backup")
    old = Place("sqlite", f"sqlite:///{backup}/room.db", backup)
    with_keys = Database.open(old.url, FileKeys(backup / "keys-with-the-backup"), room.db._chance)
    assert len(Room(with_keys, room.workshop).do(lambda u: u.people.everyone(room.workshop.id))) == 12
    with_keys.close()
    room.close()
    thief = Database.open(old.url, FileKeys(place.folder / "keys"), room.db._chance)
    stolen = Room(thief, room.workshop)
    assert stolen.do(lambda u: u.people.everyone(room.workshop.id)) == []
    assert [w.id for w in stolen.do(lambda u: u.workshops.orphans())] == [room.workshop.id]
    thief.close()
    assert found(old.bytes(), [*ids(CROWD), b"opinion", b"because"]) == 0


def test_one_person_two_workshops(place: Place, db: Database) -> None:
    """A19: the same people in two workshops share no value, so that nobody can see they are the same."""
    rooms = [open_room(db), open_room(db)]
    for room in rooms:
        fill(room)
    one, other = (set(tokens(room, CROWD)) for room in rooms)
    assert not one & other
    assert found(place.bytes(), ids(CROWD)) == 0


class PowerCut(Exception):
    """The process dies here."""


class Unlucky:
    """A database on which the power is cut after so many acts."""

    def __init__(self, db: Database, acts: int) -> None:
        self.db, self.acts, self.keys = db, acts, self

    def _act(self) -> None:
        self.acts -= 1
        if self.acts < 0:
            raise PowerCut

    def run(self, work: object) -> object:
        """See Database."""
        self._act()
        return self.db.run(work)  # type: ignore[arg-type]

    def destroy(self, workshop_id: str) -> None:
        """See KeyStore."""
        self._act()
        self.db.keys.destroy(workshop_id)

    def maintain(self) -> bool:
        """See Database."""
        self._act()
        return self.db.maintain()

    def empty_log(self) -> bool:
        """See Database."""
        self._act()
        return self.db.empty_log()


@on_sqlite
@pytest.mark.parametrize("acts", range(14))
def test_close_cut_short_is_finished(place: Place, db: Database, acts: int) -> None:
    """Wherever a close is cut short, closing again after a restart counts everyone once, leaves nothing behind, and tells all."""
    room = open_room(db)
    fill(room)
    left = {"answers": {"worth": answer_to_json(Chosen("yes"))}}
    room.do(lambda u: u.people.join(room.workshop.id, FAY + 1, ChatState(1), left))
    traces = tokens(room, CROWD)
    with pytest.raises(PowerCut):
        close_workshop(Unlucky(db, acts), room.workshop.id, LAST_DAY, leftovers)  # type: ignore[arg-type]
    db.close()
    report = _after_restart(place, room)
    assert {question: release.n for question, release in report.releases.items()} == {
        "worth": 13,
        "what": 13,
        "say": 13,
    }
    assert found(place.bytes(), traces) == 0
    assert [path.stem == room.workshop.id for path in (place.folder / "keys").glob("*.key")] == [False]


def _after_restart(place: Place, room: Room) -> ClosingReport:
    """Open again, finish what `unfinished` lists, close what is still open."""
    db = place.open()
    again = Room(db, room.workshop)
    unfinished = [workshop.id for workshop in again.do(lambda u: u.workshops.unfinished())]
    assert unfinished in ([], [room.workshop.id])
    report = again.close()
    (telling,) = again.do(lambda u: u.sendouts.running())
    assert (telling.id, len(again.do(lambda u: u.mailing.claim(telling, 99)))) == (report.telling, 13)
    assert again.do(lambda u: u.workshops.unfinished()) == []
    tags = again.do(lambda u: u.answers.tags(room.workshop.id))
    assert {question: len(found) for question, found in tags.items()} == {q: r.n for q, r in report.releases.items()}
    db.close()
    return report
