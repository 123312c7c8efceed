"""PostgreSQL's pages, byte by byte: what a theme said in words that were hidden, and what was in it before, is on none."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from flows.dialogue.answers import Use, Written
from storage.answers.grouping import Wish
from storage.answers.texts import TextState
from storage.database import Database, Unit
from storage.keys.stores import MemoryKeys
from storage.place import files
from storage.rows import METADATA
from tests.integration.answers.test_grouping import CROWD, PARKING, TREES, grouped, text, themes
from tests.support.prepared import put_tables
from tests.support.storage_case import Place, Room, open_room, query

RARE = "quuxberry"
SAID = (f"{RARE} for children", f"{RARE} near water", f"more {RARE}", f"{RARE} again")


def pages(place: Place) -> bytes:
    """All pages of all tables, their indexes and their long values, as they lie on the server's disk."""
    mine = "', '".join(METADATA.tables)
    here = f"SELECT oid, reltoastrelid FROM pg_class WHERE relname IN ('{mine}') AND relnamespace = current_schema()::regnamespace"
    every = (
        f"WITH mine AS ({here}) SELECT oid FROM mine UNION SELECT reltoastrelid FROM mine WHERE reltoastrelid <> 0 "
        "UNION SELECT indexrelid FROM pg_index WHERE indrelid IN (SELECT oid FROM mine)"
    )
    query(place.url, "CHECKPOINT")
    read = f"SELECT pg_read_binary_file(pg_relation_filepath(oid::regclass)) FROM ({every}) AS relations"
    return b"".join(bytes(page) for (page,) in query(place.url, read))


def sorted_by_machine(room: Room) -> None:
    """Themes by machine, one of them named by a word that four wrote."""
    room.agree(*CROWD)
    for words, person in zip((*PARKING, *TREES, *SAID), CROWD, strict=False):
        room.answer(person, say=Written(words, Use.QUOTE))
    room.do(lambda unit: unit.answers.end(room.workshop.id, "say"))
    room.read_all()
    assert grouped(room, Wish.NEW)
    assert any(RARE in theme.label.casefold() for theme in themes(room))


def hide(room: Room) -> None:
    """All that have the word."""
    mine = [text(room, words) for words in SAID]

    def work(unit: Unit) -> None:
        for one in mine:
            unit.texts.judge(one, TextState.HIDDEN)

    room.do(work)


def _as_the_desk_does(room: Room) -> Callable[[Unit], None]:
    """After the close: the words go at once, and what is left is written again."""

    def work(unit: Unit) -> None:
        unit.texts.forget_hidden(room.workshop.id)
        unit.texts.rewrite(room.workshop.id)

    return work


def test_no_page_has_the_name_of_what_was_hidden(empty_place: Place) -> None:
    """Hidden before the close, or after it: the word that a theme was named by is on no page, nor which texts were in it.

    And all that is left of themes was written in one transaction: nobody sees who was sorted in with whom, and what was moved last.
    """
    if empty_place.kind != "postgresql":
        pytest.skip("SQLite overwrites what it frees")
    put_tables(empty_place.url)
    db = Database.open(empty_place.url, MemoryKeys(), random.Random(5))
    rooms = [open_room(db, code=code) for code in ("BEFORE", "AFTER7")]
    for room, is_before in zip(rooms, (True, False), strict=True):
        sorted_by_machine(room)
        assert RARE.encode() in pages(empty_place).lower()
        if is_before:
            hide(room)
        room.close()
        if not is_before:
            assert RARE.encode() in pages(empty_place).lower()
            hide(room)
            room.do(_as_the_desk_does(room))
            assert db.rewrite_texts()
        assert RARE.encode() not in pages(empty_place).lower()
        xmin = " UNION ".join(
            f"SELECT xmin::text FROM {name} WHERE workshop_id = '{room.workshop.id}'"
            for name in ("theme", "theme_text")
        )
        assert len(query(empty_place.url, xmin)) == 1
    db.close()


def test_whoever_still_sees_it_is_waited_for(empty_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup that runs while a workshop is closed makes PostgreSQL copy what is gone; it is rewritten as soon as that has ended."""
    if empty_place.kind != "postgresql":
        pytest.skip("SQLite's VACUUM waits by itself")
    import psycopg

    monkeypatch.setattr(files, "_OLDER_END", 0.2)
    put_tables(empty_place.url)
    db = Database.open(empty_place.url, MemoryKeys(), random.Random(5))
    room = open_room(db)
    sorted_by_machine(room)
    with psycopg.connect(empty_place.url) as backup:
        backup.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        backup.execute("SELECT 1")  # what it sees is fixed, and no table is locked yet
        hide(room)
        assert not room.close().compacted
        assert RARE.encode() in pages(empty_place).lower()
        assert not db.empty_log()
    monkeypatch.setattr(files, "_OLDER_END", 5.0)
    assert db.empty_log()
    assert RARE.encode() not in pages(empty_place).lower()
    db.close()
