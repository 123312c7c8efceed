"""Checks 6 and 7 of the audit find the faults that they are there for: what a close left behind, and keys in the wrong place."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from bot.trust.auditing import Wish, audit
from storage.answers.texts import TextState
from storage.closing.reading import end_desks
from storage.values import READ_WITHIN
from tests.support.audit_case import GOOD_LOGS, Case, our_code
from tests.support.storage_case import LAST_DAY, REDIS, on_sqlite


@pytest.mark.parametrize("table", ["roster", "pending", "spent"])
def test_close_left_a_row(case: Case, table: str) -> None:
    """6: somebody who is still there after the close is found."""
    columns = {"roster": "chat, progress", "pending": "question_id, blob", "spent": ""}[table]
    blob = case.blob(bytes(300))
    values = {"roster": f", {blob}, {blob}", "pending": f", 'worth', {blob}", "spent": ""}[table]
    case.close()
    assert case.failed() == []
    token = case.blob(bytes(range(16)))
    named = f"token, workshop_id{', ' if columns else ''}{columns}"
    case.sql(f"INSERT INTO {table} ({named}) VALUES ({token}, '{case.room.workshop.id}'{values})")
    found = case.failures()
    assert list(found) == [6]
    assert f"{table}: 1 row(s) left" in found[6]
    if case.place.kind == "sqlite":
        case.sql(f"DELETE FROM {table}")
        assert "room.db-wal: " in case.faults(6)
        assert "row(s) of participants left over" in case.faults(6)


@on_sqlite
def test_close_left_the_key(case: Case) -> None:
    """6: a key that is still there, or came back from a backup, is found."""
    key = case.key.read_bytes()
    case.close()
    case.key.write_bytes(key)
    found = case.failures()
    assert list(found) == [6]
    assert found[6] == "the key is still there"


@on_sqlite
def test_somebody_on_no_list(case: Case) -> None:
    """6: somebody who can still be written to, though no list says so, is found."""
    case.close()
    row = f"{case.blob(bytes(range(16)))}, '{UUID(int=4)}', {case.blob(bytes(96))}, ''"
    case.sql(f"INSERT INTO mailing (token, list_id, blob, told, part) VALUES ({row}, '')")
    found = case.failures()
    assert list(found) == [6]
    assert found[6] == "mailing: 1 row(s) on no list"


@on_sqlite
def test_close_cut_short(case: Case) -> None:
    """6: a close that did not finish is no close."""
    case.close()
    case.sql(f"UPDATE workshop SET closing = {'true' if case.place.kind == 'postgresql' else '1'}")
    assert "the close was cut short" in case.faults(6)


def test_close_left_bytes(sqlite_case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    """6: rows of the roster in a copy of the files from before the close, and pages that were only freed, are found."""
    case = sqlite_case
    folder = tmp_path_factory.mktemp("copies")
    case.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(case.place.folder / "room.db", folder / "old.db")
    case.close()
    assert case.failed() == []
    assert "old.db: " in case.faults(6, also=(folder,))
    rows = ",".join(f"({number})" for number in range(5_000))
    case.sql(f"INSERT INTO seen_update VALUES {rows}", "DELETE FROM seen_update")
    case.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert case.failed() == [], "what is deleted later is zeroed"
    for place in _ends_of_free_pages(case.place.folder / "room.db"):
        with (case.place.folder / "room.db").open("r+b", buffering=0) as file:
            file.seek(place)
            file.write(b"x")
            assert "1 free page(s) in the database have something in them" in case.faults(6), place
            file.seek(place)
            file.write(b"\0")
    case.sql("PRAGMA secure_delete = OFF", f"INSERT INTO seen_update VALUES {rows}", "DELETE FROM seen_update")
    case.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert "free page(s) in the database have something in them" in case.faults(6)


def _ends_of_free_pages(path: Path) -> list[int]:
    """Where the first page that lists free ones ends, and the first and the last of those that it lists."""
    data = path.read_bytes()
    size, first = int.from_bytes(data[16:18], "big"), int.from_bytes(data[32:36], "big")
    page = data[(first - 1) * size : first * size]
    leaves = [int.from_bytes(page[at : at + 4], "big") for at in range(8, 8 + 4 * int.from_bytes(page[4:8], "big"), 4)]
    return [number * size - 1 for number in (first, leaves[0], leaves[-1])]


def test_close_left_batches_and_dead_rows(case: Case) -> None:
    """6: on PostgreSQL a transaction number of its own, and deleted rows in the table, are found."""
    if case.place.kind != "postgresql":
        pytest.skip("about PostgreSQL")
    case.close()
    case.sql("UPDATE receipt SET tag = tag WHERE tag = (SELECT tag FROM receipt ORDER BY tag LIMIT 1)")
    assert "receipt: rows still tell in which batch they were written" in case.faults(6)
    token = case.blob(bytes(range(16)))
    case.sql(f"INSERT INTO spent VALUES ({token}, '{case.room.workshop.id}')", "DELETE FROM spent")
    assert "bytes of deleted rows" in case.faults(6)


@on_sqlite
def test_key_for_everybody(case: Case) -> None:
    """7: a key file or folder that others may read, a second name, a wrong length and a link are found."""
    case.key.chmod(0o644)
    found = case.failures()
    assert list(found) == [7]
    assert found[7] == "the key file has mode 0644, not 0600"
    case.key.chmod(0o600)
    case.keys.chmod(0o755)
    assert "the folder of the keys has mode 0755, not 0700" in case.faults(7)
    case.keys.chmod(0o700)
    os.link(case.key, case.keys / "second")
    assert "the key file has a second name" in case.faults(7)
    (case.keys / "second").unlink()
    key = case.key.read_bytes()
    case.key.write_bytes(key[:31])
    assert "the key file has 31 bytes, not 32" in case.faults(7)
    case.key.rename(case.keys / "elsewhere")
    case.key.symlink_to(case.keys / "elsewhere")
    assert "the key is a link to somewhere else" in case.faults(7)


def test_key_of_a_mailing_list(sqlite_case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    """7: after the close the keys of the mailing lists are held to the same, and copies of them are found."""
    case = sqlite_case
    case.close()
    (key,) = case.keys.glob("*.key")
    assert key != case.key
    key.chmod(0o644)
    assert case.failed() == [7]
    copies = tmp_path_factory.mktemp("copies")
    (copies / "notes.txt").write_bytes(key.read_bytes())
    assert f"{copies / 'notes.txt'}: holds a copy of the key" in case.faults(7, also=(copies,))
    key.unlink()
    assert case.failed() == []


@on_sqlite
def test_key_lost(case: Case) -> None:
    """7: an open workshop without a key where the setting says is found."""
    case.key.unlink()
    found = case.failures()
    assert list(found) == [7]
    assert "there is no key where KEYSTORE says" in found[7]


@on_sqlite
def test_key_in_memory_or_redis(case: Case) -> None:
    """7: a key in the bot's memory cannot be looked at; a Redis must answer, and must not write to its disk."""
    in_memory = case.settings.model_copy(update={"keystore": "memory:"})
    report = audit(in_memory, case.code, Wish(), logs=GOOD_LOGS, today=LAST_DAY, ours=our_code())
    assert "in the bot's memory only" in report.findings[6].sentence
    silent = case.settings.model_copy(update={"keystore": "redis://127.0.0.1:1/0"})
    assert audit(silent, case.code, Wish(), logs=GOOD_LOGS, today=LAST_DAY, ours=our_code()).findings[6].faults == (
        "the key store does not answer",
    )
    case.close()
    assert (
        "cannot be seen from here"
        in audit(in_memory, case.code, Wish(), logs=GOOD_LOGS, today=LAST_DAY, ours=our_code()).findings[5].sentence
    )


@pytest.mark.redis
def test_key_in_a_redis_that_writes_to_its_disk(sqlite_case: Case) -> None:
    """7: a Redis that saves its memory now and then is found, and one that keeps nothing passes."""
    case = sqlite_case
    redis = pytest.importorskip("redis", reason="needs the extra redis")
    server = redis.Redis.from_url(REDIS, decode_responses=True)
    try:
        saved = server.config_get("save")["save"]
    except redis.RedisError:
        pytest.skip("needs a Redis server; name one with ROUNDTABLE_TEST_REDIS")
    place = case.settings.model_copy(update={"keystore": REDIS})
    name = f"roundtable:key:{case.room.workshop.id}"
    server.set(name, "x" * 32, ex=60)
    try:
        server.config_set("save", "3600 1")
        assert (
            "Redis writes keys to its disk: save 3600 1"
            in audit(place, case.code, Wish(), logs=GOOD_LOGS, today=LAST_DAY, ours=our_code()).findings[6].faults
        )
        server.config_set("save", "")
        assert audit(place, case.code, Wish(), logs=GOOD_LOGS, today=LAST_DAY, ours=our_code()).findings[6].passed
        server.delete(name)
        assert not audit(place, case.code, Wish(), logs=GOOD_LOGS, today=LAST_DAY, ours=our_code()).findings[6].passed
    finally:
        server.config_set("save", saved)
        server.delete(name)


def test_key_beside_the_database(sqlite_case: Case) -> None:
    """7: keys in the folder of the database are found."""
    case = sqlite_case
    inside = case.place.folder / "keys"
    shutil.copytree(case.keys, inside)
    inside.chmod(0o700)
    beside = replace(case, keys=inside)
    found = beside.failures()
    assert list(found) == [7]
    assert "the keys lie in the folder of the database" in found[7]


@on_sqlite
def test_key_where_copies_are_made(case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    """7: keys below a folder that is backed up, by its name or because it was said, and copies of a key, are found."""
    assert "the keys lie below" in case.faults(7, backups=(case.keys.parent,))
    copies = tmp_path_factory.mktemp("copies")
    (copies / "notes.txt").write_text(f"key {case.key.read_bytes().hex()}")
    assert f"{copies / 'notes.txt'}: holds a copy of the key" in case.faults(7, also=(copies,))
    assert "holds a copy of the key" in case.faults(7, backups=(copies,))
    kept = tmp_path_factory.mktemp("disk") / "Backups" / "keys"
    shutil.copytree(case.keys, kept)
    kept.chmod(0o700)
    assert "the keys lie in a folder named Backups" in replace(case, keys=kept).faults(7)


def test_texts_that_should_be_gone(case: Case) -> None:
    """6: hidden words that are there still, and what nobody has approved when the desk is over, are found; a day earlier it is right."""
    case.close()
    case.today = LAST_DAY + READ_WITHIN - timedelta(1)
    assert case.faults(6) == ""
    case.today = LAST_DAY + READ_WITHIN
    assert case.faults(6) == "12 text(s) that nobody has approved are older than 14 days"
    case.room.read_all()
    assert case.faults(6) == ""
    case.sql("UPDATE counted SET state = 'hidden' WHERE id = (SELECT min(id) FROM counted)")
    assert "1 text(s) that were hidden have their words still" in case.faults(6)


def test_the_desk_ends(case: Case) -> None:
    """After 14 days what nobody has approved has lost its words, in every byte; what was approved has them."""
    case.close()
    (first, *others) = case.room.do(lambda unit: unit.texts.of(case.room.workshop.id))
    case.room.do(lambda unit: unit.texts.judge(first, TextState.APPROVED))
    assert end_desks(case.room.db, LAST_DAY + READ_WITHIN - timedelta(1)) == []
    assert end_desks(case.room.db, LAST_DAY + READ_WITHIN) == [case.room.workshop.id]
    data = case.place.bytes()
    kept = [text for text in (first, *others) if re.search(rb"%s(?!\d)" % text.words.encode(), data)]
    assert kept == [first]
    case.today = LAST_DAY + READ_WITHIN
    assert case.faults(6) == ""
