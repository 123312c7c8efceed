"""SQLite's log, which shows in which order everything was written: emptied at every tick, whoever else reads (3f)."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

from storage.keys.sealing import Seal
from tests.support.careful import careful_room
from tests.support.room import Room
from tests.support.steps import joined, place, submit

PATIENCE = 15
"""Seconds: whoever waited for a reader would wait for 30."""


def log_of(room: Room) -> bytes:
    """What a thief copies."""
    return room.database.with_name(f"{room.database.name}-wal").read_bytes()


async def tokens_of(room: Room, code: str, user_id: int) -> list[bytes]:
    """Under which tokens this person's answers wait, made with the key."""
    workshop = await room.app.deeds.ask(lambda unit: unit.workshops.by_code(code))
    assert workshop is not None
    seal = Seal((room.keys / f"{workshop.id}.key").read_bytes(), workshop.id)
    return [seal.answer(question.id, user_id) for question in workshop.flow.questions]


async def test_a_copy_of_the_log_spans_one_tick() -> None:
    """Before a tick the log has the rows of who has just submitted; after it nothing of before, and then what came since."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        ada, ben = await joined(room, code, 2)
        await submit(room, ada)
        hers, his = [await tokens_of(room, code, phone.chat_id) for phone in (ada, ben)]
        assert all(token in log_of(room) for token in hers)
        await room.look()
        assert log_of(room) == b""
        await submit(room, ben)
        copied = log_of(room)
        assert all(token in copied for token in his)


async def test_a_reader_holds_nobody_up() -> None:
    """While somebody reads the database a tick leaves the log for the next one, and taps are answered at once."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        (ada,) = await joined(room, code, 1)
        with closing(sqlite3.connect(room.database, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM roster").fetchone()
            began = time.monotonic()
            await room.look()
            ada.say("1")
            await room.quiet()
            assert time.monotonic() - began < PATIENCE
            assert place(ada) == "2 of 6"
            assert log_of(room)
        await room.look()
        assert log_of(room) == b""
