"""What is in the bytes that a workshop leaves behind: database, keys, logs, temporary files, exports (A10, A16 to A19, 3d)."""

from __future__ import annotations

import asyncio
import io
import logging
import sqlite3
import sys
import zipfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from storage.keys.stores import MARKED
from tests.support.leaks import bytescan, canaries
from tests.support.leaks.bytescan import Row, contents_of, of_choice, of_id, of_text, search
from tests.support.leaks.canaries import Traces
from tests.support.leaks.canary_day import evidence, held

WAITING, RELEASED, CLOSED = "open, 4 people's answers wait", "open, 6 of 9 people released", "closed and exported"
USER = 5_412_345_678
TEXT = "Kestrelmøss over gullwing"


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """The search of a whole workshop, from the first answer to the export."""
    return held().rows


def at(rows: list[Row], moment: str) -> Mapping[str, Row]:
    """Place -> what it held at that moment."""
    return {row.place: row for row in rows if row.moment == moment}


def stored(places: Mapping[str, Row], kind: str) -> int:
    """How many of these are in the database or its log; what is in both is found in the fuller one."""
    return max(places[place].hits.get(kind, 0) for place in (bytescan.DATABASE, bytescan.LOG))


def test_nothing_is_where_it_must_not_be(rows: list[Row]) -> None:
    """No id, first name or word of a participant and no answer that waits is in any byte, at any moment."""
    assert {row.moment: row.leaks for row in rows if row.leaks} == {}
    assert {row.moment for row in rows} == {WAITING, RELEASED, CLOSED}


def test_everything_was_sought_everywhere(rows: list[Row]) -> None:
    """Each moment looks for twelve people, fourteen asides and their answers, in files that are not empty."""
    for row in rows:
        assert (row.sought[bytescan.IDS], row.sought[bytescan.NAMES], row.sought[bytescan.WORDS]) == (12, 12, 14)
        choices = row.sought.get(bytescan.CHOICES_WAITING, 0) + row.sought.get(bytescan.CHOICES_RELEASED, 0)
        texts = row.sought.get(bytescan.TEXTS_WAITING, 0) + row.sought.get(bytescan.TEXTS_RELEASED, 0)
        assert (choices, texts) == (10 if row.moment == CLOSED else 11, 13)
    for moment in (WAITING, RELEASED, CLOSED):
        places = at(rows, moment)
        here = (bytescan.DATABASE, bytescan.LINES, bytescan.TABLES, bytescan.SENT)
        assert min(places[place].size for place in here) > 4_000


def test_only_released_counts_while_the_workshop_is_open(rows: list[Row]) -> None:
    """Before the first release no choice is readable, after it exactly the six that were drawn, and no text at all."""
    assert at(rows, WAITING)[bytescan.DATABASE].sought.get(bytescan.CHOICES_RELEASED, 0) == 0
    after = at(rows, RELEASED)
    assert stored(after, bytescan.CHOICES_RELEASED) == 6
    assert after[bytescan.LOG].sought[bytescan.TEXTS_WAITING] == 13


def test_released_texts_are_in_the_database_and_the_export_after_the_close(rows: list[Row]) -> None:
    """All ten wishes are there to read, also that of who never submitted; what two wrote alone or asked to forget is gone."""
    places = at(rows, CLOSED)
    assert places[bytescan.EXPORTS].hits[bytescan.TEXTS_RELEASED] == 10
    assert places[bytescan.DATABASE].hits[bytescan.TEXTS_RELEASED] == 10
    assert places[bytescan.DATABASE].sought[bytescan.TEXTS_WAITING] == 3


def test_the_key_is_gone_after_the_close(rows: list[Row]) -> None:
    """One key of 32 bytes while the workshop is open; afterwards only that of the list of those who want news. And the store's mark."""
    keys = [at(rows, moment)[bytescan.KEYS] for moment in (WAITING, RELEASED, CLOSED)]
    assert [(row.files, row.size - len(MARKED)) for row in keys] == [(2, 32), (2, 32), (2, 32)]


def test_staff_are_known_to_the_database_and_to_nothing_else(rows: list[Row]) -> None:
    """The facilitator's id is stored, for her rights; it is in no log, no key folder and no export."""
    assert all(stored(at(rows, moment), bytescan.STAFF) == 1 for moment in (WAITING, RELEASED, CLOSED))
    kept = {bytescan.DATABASE, bytescan.LOG, bytescan.TABLES}
    assert not any(row.hits.get(bytescan.STAFF) for row in rows if row.place not in kept)


def spill(traces: Traces) -> None:
    """One leak in every place but the exports."""
    ada = traces.phones[1]
    logging.getLogger("elsewhere").debug("%s wrote something", ada.name)
    sys.stdout.write(f"{ada.user_id}\n")
    traces.wire.calls.append(("sendMessage", traces.staff.chat_id, f"text={ada.name} has come".encode()))
    (traces.room.keys / "stray").write_bytes(canaries.option(2).encode("utf-16-le"))
    (traces.temporary / "stray").write_bytes(b"\0\1" + ada.user_id.to_bytes(6, "little") + b"\2")
    with closing(sqlite3.connect(traces.room.database, timeout=20)) as database, database:
        database.execute("INSERT INTO asked (chat_id, wish) VALUES (?, ?)", (ada.user_id, canaries.wish(3)))


def test_a_planted_leak_is_found_in_every_place() -> None:
    """A name in a log line, an id printed, a choice among the keys, an id in a temporary file, a text in a table."""
    found = {row.place: row.leaks for row in asyncio.run(evidence(spill)).rows if row.moment == WAITING and row.leaks}
    assert found == {
        bytescan.LINES: {bytescan.NAMES: 1},
        bytescan.PRINTED: {bytescan.IDS: 1},
        bytescan.KEYS: {bytescan.CHOICES_WAITING: 1},
        bytescan.TEMPORARY: {bytescan.IDS: 1},
        bytescan.LOG: {bytescan.TEXTS_WAITING: 1, bytescan.IDS: 1},
        bytescan.TABLES: {bytescan.TEXTS_WAITING: 1, bytescan.IDS: 1},
        bytescan.SENT: {bytescan.NAMES: 1},
    }


@pytest.mark.parametrize(
    "written",
    [
        b"user=5412345678 said",
        USER.to_bytes(8, "big"),
        USER.to_bytes(8, "little"),
        USER.to_bytes(6, "big"),
        USER.to_bytes(6, "little"),
    ],
)
def test_an_id_is_found_however_it_is_written(written: bytes) -> None:
    """Digits, and 8 or 6 bytes with either end first, in the middle of other bytes."""
    row = search("now", bytescan.LINES, [b"\x07\x01" + written + b"\x99"], [of_id(bytescan.IDS, USER)])
    assert row.leaks == {bytescan.IDS: 1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "ascii"])
def test_a_text_is_found_however_it_is_written(encoding: str) -> None:
    """UTF-8, UTF-16 of both kinds, and with the escapes of JSON."""
    written = rb"Kestrelm\u00f8ss over gullwing" if encoding == "ascii" else TEXT.encode(encoding)
    row = search("now", bytescan.LINES, [b"{" + written + b"}"], [of_text(bytescan.TEXTS_WAITING, TEXT)])
    assert row.leaks == {bytescan.TEXTS_WAITING: 1}


def test_archives_are_searched_unpacked(tmp_path: Path) -> None:
    """What a compressed file hides is found."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", f"<t>{TEXT}</t>" * 50)
    (tmp_path / "book.xlsx").write_bytes(packed.getvalue())
    row = search("now", bytescan.EXPORTS, contents_of(tmp_path), [of_text(bytescan.TEXTS_WAITING, TEXT)])
    assert row.leaks == {bytescan.TEXTS_WAITING: 1}


def test_a_choice_counts_in_a_database_only_as_an_answer() -> None:
    """The option of a flow, or nobody's count of it, is no answer; the value of an answer and a count of people are."""
    needle = of_choice(bytescan.CHOICES_WAITING, "heronstilt")
    harmless, sealed = b'{"id":"heronstilt","label":"Plan"} {"heronstilt":0}', b'{"k":"chosen","v":"heronstilt"}'
    assert not search("now", bytescan.DATABASE, [harmless], [needle]).leaks
    assert search("now", bytescan.DATABASE, [sealed], [needle]).leaks
    assert search("now", bytescan.DATABASE, [b'{"heronstilt":1}'], [needle]).leaks
    assert search("now", bytescan.LINES, [harmless], [needle]).leaks


def test_the_table_tells_every_row(rows: list[Row]) -> None:
    """One line for each place at each moment."""
    assert bytescan.table_of(rows).row_count == len(rows)
