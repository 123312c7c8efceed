"""An export that is asked for always brings something: the file, when the close is done, or why it does not come."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.buttons import Button, Scope
from bot.facilitator import exporting
from bot.facilitator.exporting import MOST, export_of, wanted
from bot.messages import MakeExport, Op, Send
from bot.owing.handing import Once, Patience, StillClosing, hand_over
from bot.wording import Wording
from storage.database import Database, Unit
from storage.export.books import to_json
from storage.values import Actor, Role
from tests.support.receiving import Counter, texts
from tests.support.storage_case import LAST_DAY, Room, on_sqlite, open_room

OLA, FAY = 12, 11
SOON = Patience(look=0.01, silent=0.05, most=5.0)


class Asked:
    """One export that Ola has asked for."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.carried: list[Op] = []
        self.handed: list[Send] = []
        self.op = MakeExport(room.workshop.id, OLA, "en", "json", Actor.ORGANISER)
        room.do(lambda unit: unit.staff.grant(OLA, Role.ORGANISER, None))

    def ask(self, work: Callable[[Unit], Any]) -> asyncio.Future[Any]:
        """A transaction, from the loop."""
        return asyncio.wrap_future(self.room.db.run(work))

    async def send(self, op: Send, came: Callable[[], Awaitable[None]]) -> None:
        """Until it has arrived."""
        self.handed.append(op)
        await came()

    async def made(self, patience: Patience = SOON, most: int = MOST) -> None:
        """Until it is over."""
        file = wanted(self.room.db, self.ask, LAST_DAY, self.op, most)
        await hand_over(file, Wording("en"), self.carried.extend, self.send, patience)

    @property
    def files(self) -> list[str]:
        """The names of what was sent."""
        sent = [op.message.document for op in self.handed]
        return [document[0] for document in sent if isinstance(document, tuple)]


@on_sqlite
async def test_while_it_closes_the_file_is_promised_and_comes(db: Database) -> None:
    """Said at once, not half of it written, and sent when the close is done."""
    room = open_room(db, code="PARK7Q")
    asked = Asked(room)
    room.do(lambda unit: unit.workshops.begin_closing(room.workshop.id, LAST_DAY))
    said = Counter(db, LAST_DAY).press(OLA, Button(Scope.FACILITATOR, "PARK7Q", "exp", ("json",)))
    assert texts(said) == "Room is closing. You get the file in a moment, when the last answers are counted."
    assert [op for op in said if isinstance(op, MakeExport)]
    with pytest.raises(StillClosing):
        await asyncio.to_thread(export_of, db, room.workshop.id, "json", Actor.ORGANISER, LAST_DAY)
    making = asyncio.ensure_future(asked.made())
    await asyncio.sleep(0.15)
    assert asked.files == []
    assert texts(asked.carried) == "The file is not ready yet. You get it as soon as it is."
    await asyncio.to_thread(room.close)
    await making
    assert asked.files == ["roundtable-PARK7Q.json"]


@on_sqlite
async def test_a_file_that_takes_long_is_talked_about(db: Database) -> None:
    """While the database is busy it is said that the file comes later; one that never comes is asked for again."""
    room = open_room(db)
    asked = Asked(room)
    room.close()
    release = threading.Event()

    def occupy() -> None:
        with db._writing:
            release.wait()

    threading.Thread(target=occupy).start()
    making = asyncio.ensure_future(asked.made())
    await asyncio.sleep(0.15)
    assert texts(asked.carried) == "The file is not ready yet. You get it as soon as it is."
    hasty = Asked.__new__(Asked)
    hasty.room, hasty.carried, hasty.op = room, [], asked.op
    await hasty.made(Patience(0.01, 0.02, 0.05))
    assert texts(hasty.carried).splitlines()[-1].startswith("The file could not be written just now.")
    release.set()
    await making
    assert len(asked.files) == 1


def _withdraw(room: Room) -> bytes:
    room.do(lambda unit: unit.members.withdraw(OLA, None, by_another=True))
    return b""


@on_sqlite
@pytest.mark.parametrize(
    "hindrance, words",
    [
        ("open", "The export comes after the close"),
        ("deleted", "That is no longer there."),
        ("outage", "The file is not ready yet. You get it as soon as it is.\nThe file could not be written just now."),
        ("withdrawn", ""),
        ("withdrawn meanwhile", ""),
    ],
)
async def test_whatever_happens_something_is_said(
    db: Database, hindrance: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too early, deleted meanwhile, no database for too long: a sentence; to who is no organiser any more, nothing is sent."""
    room = open_room(db)
    asked = Asked(room)
    if hindrance != "open":
        room.close()
    if hindrance == "deleted":
        room.do(lambda unit: unit.deletions.delete(room.workshop.id, LAST_DAY))
        room.do(lambda unit: unit.staff.grant(OLA, Role.ORGANISER, None))
    if hindrance.startswith("withdrawn"):
        room.do(lambda unit: unit.staff.grant(FAY, Role.ORGANISER, None))
    if hindrance == "withdrawn":
        _withdraw(room)
    if hindrance == "withdrawn meanwhile":
        monkeypatch.setitem(exporting._TABLES, "json", lambda book: _withdraw(room) or to_json(book))
    if hindrance == "outage":
        room.do(lambda unit: unit.staff._connection.exec_driver_sql("ALTER TABLE release RENAME TO gone"))
    await asked.made(
        Patience(look=0.01, silent=0.2, most=0.2)
        if hindrance == "outage"
        else Patience(look=0.01, silent=5.0, most=5.0)
    )
    assert texts(asked.carried).startswith(words)
    assert asked.files == []
    assert asked.handed == []
    assert bool(asked.carried) == bool(words)


@on_sqlite
async def test_a_file_that_telegram_does_not_carry_is_not_sent(db: Database) -> None:
    """It is said what to do instead, with the command to type; nothing fails later and nothing is owed for good."""
    room = open_room(db, code="PARK7Q")
    asked = Asked(room)
    room.close()
    await asked.made(Patience(look=0.01, silent=5.0, most=5.0), most=10)
    assert asked.files == []
    assert texts(asked.handed).endswith("<code>roundtable export PARK7Q --format json</code>")


@on_sqlite
async def test_a_second_tap_while_it_is_made_brings_no_second_file(db: Database) -> None:
    """Two taps, one file; another format is another file, and afterwards it can be asked for again."""
    room = open_room(db)
    asked, once = Asked(room), Once()
    room.close()
    csv = replace(asked.op, format="csv")
    other = Asked.__new__(Asked)
    other.room, other.op, other.carried, other.handed = room, csv, [], []
    taps = [once.make(asked.op, asked.made), once.make(asked.op, asked.made), once.make(csv, other.made)]
    await asyncio.gather(*taps)
    assert (len(asked.files), len(other.files)) == (1, 1)
    await once.make(asked.op, asked.made)
    assert len(asked.files) == 2
