"""A key that cannot be read, a store that is not there, half a close, a backup: nothing is closed that need not be, and it is said."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest

from bot.app import App
from bot.closing.days import Days
from bot.rehearsal.hands.phone import Phone
from storage.closing import ending
from storage.database import OUTAGES
from storage.keys.stores import DatabaseMissing, FileKeys, KeyNotMade, KeysMissing
from storage.place.tenancy import AnotherRuns
from storage.values import Phase, Workshop
from storage.workshops import Workshops
from tests.support.careful import careful_room
from tests.support.room import FAST, NEVER, Room
from tests.support.steps import board, close, joined, place, submit, words_heard

DAY = timedelta(days=1).total_seconds()
STILL = "stands still: the key to its answers cannot be read"


def workshops(room: Room) -> dict[str, Workshop]:
    """All there are, by their title."""
    everything = room.app._database.run(lambda unit: unit.workshops.everything()).result()
    return {workshop.title: workshop for workshop in everything}


def said(phone: Phone) -> str:
    """What stands last on a phone."""
    return phone.last.text


async def test_one_key_that_cannot_be_read_stops_its_workshop_alone() -> None:
    """Who acts there is told, the board says it, the workshop beside it goes on and closes; when the key is back all goes on."""
    async with careful_room(allow=("tick_failed", "deed_failed")) as room:
        fay, gus = await room.staff(), await room.staff("Gus", "facilitator")
        code, other = await room.workshop(fay, title="Park"), await room.workshop(gus, title="River")
        ada, cat = await joined(room, code, 2)
        (ben,) = [await room.participant("Ben", other)]
        file = room.keys / f"{workshops(room)['Park'].id}.key"
        key = file.read_bytes()
        file.write_bytes(key[:7])
        await room.look()
        assert "⚠️ Stands still" in board(fay).text
        assert "Stands still" not in board(gus).text
        ada.tap("1 Public sector / council")
        cat.say("2")
        ben.say("2")
        dan = room.emulator.account("Dan")
        dan.open(room.link(code))
        fay.tap("Close")
        await room.quiet()
        assert STILL in said(ada)
        assert "A workshop stands still" in said(cat)
        assert "That was not stored: the key to the answers of this workshop" in said(dan)
        assert STILL in fay.toasts[-1]
        assert place(ben) == "2 of 6"
        fay.say("/pause")
        await room.quiet()
        assert STILL in words_heard(fay)
        fay.say("/summary")
        await room.quiet()
        assert words_heard(fay).startswith("Park\n"), "what only looks at what is counted needs no key"
        await close(room, gus)
        assert workshops(room)["River"].phase is Phase.CLOSED
        assert (workshops(room)["Park"].phase, workshops(room)["Park"].joined) == (Phase.OPEN, 2)
        assert room.app.upkeep.is_well
        assert list(room.app.upkeep.troubles) == [
            "1 workshop(s) stand still: the key cannot be read. See: roundtable keys"
        ]
        await room.restart()
        assert workshops(room)["Park"].phase is Phase.OPEN, "a start does not take it for lost either"
        file.write_bytes(key)
        await room.look()
        assert not room.app.upkeep.troubles
        assert "Stands still" not in board(fay).text
        cat.say("2")
        await room.quiet()
        assert place(cat) == "2 of 6"


def _full(_store: FileKeys, _workshop_id: str) -> bytes:
    raise KeyNotMade


async def test_a_full_store_of_keys_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A workshop that cannot have its key is not made, and whoever wanted it is told so."""
    async with careful_room() as room:
        fay = await room.staff()
        with monkeypatch.context() as patch:
            patch.setattr(FileKeys, "create", _full)
            fay.say("/new key-questions Riverside Park")
            await room.quiet()
        assert "the place where keys are kept is full, or cannot be written. Nothing was made" in words_heard(fay)
        assert workshops(room) == {}
        await room.workshop(fay)
        assert len(workshops(room)) == 1


async def test_a_store_that_is_not_there_closes_nothing() -> None:
    """At the start it is refused in a sentence; while running it is an outage; back again, everybody goes on where they were."""
    async with careful_room(allow=("update_failed", "tick_failed", "deed_failed")) as room:
        fay = await room.staff()
        ada, ben = await joined(room, await room.workshop(fay), 2)
        away = room.folder / "away"
        room.keys.rename(away)
        room.keys.mkdir()
        ada.say("1")
        with pytest.raises(OUTAGES):
            await room.app.tick()
        assert not room.app.upkeep.is_well
        room.keys.rmdir()
        away.rename(room.keys)
        await room.quiet()
        assert place(ada) == "2 of 6", "what she said waited"
        await room.app.stop()
        room.keys.rename(away)
        for is_made in (False, True):
            if is_made:
                room.keys.mkdir()
            with pytest.raises(KeysMissing, match="Is it mounted, and the right one"):
                room._build()
        room.keys.rmdir()
        away.rename(room.keys)
        data = room.database.rename(away)
        with pytest.raises(DatabaseMissing, match="Is it mounted, and the right one"):
            room._build()
        assert not room.database.exists(), "no empty one is made in its place"
        data.rename(room.database)
        room.app = room._build()
        await room.app.start()
        ben.say("2")
        await room.quiet()
        assert place(ben) == "2 of 6"
        assert [workshop.phase for workshop in workshops(room).values()] == [Phase.OPEN]


async def test_a_store_begun_by_an_earlier_version_is_known_by_its_keys() -> None:
    """It has no mark yet, and one of the keys that are needed."""
    async with careful_room() as room:
        await room.workshop(await room.staff())
        (room.keys / ".roundtable").unlink()
        await room.restart()
        assert (room.keys / ".roundtable").is_file()
        assert [workshop.phase for workshop in workshops(room).values()] == [Phase.OPEN]


@pytest.mark.parametrize("act", ["begin", "forget", "destroy", "end"])
async def test_half_a_close_is_finished_by_itself(act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An outage at any act of it: no restart is needed, the key goes, and everybody is told once."""
    async with careful_room(allow=("deed_failed", "tick_failed")) as room:
        fay = await room.staff()
        phones = await joined(room, await room.workshop(fay), 5)
        await submit(room, *phones)
        outage = _cut(act, monkeypatch)
        await close(room, fay)
        assert outage(), "the close met it"
        (workshop,) = workshops(room).values()
        assert (workshop.phase, workshop.closing) == (Phase.CLOSED, False)
        assert not (room.keys / f"{workshop.id}.key").exists()
        await room.look()
        told = [sum(b.text.startswith("The room said") for b in phone.messages()) for phone in (fay, *phones)]
        assert told == [1] * 6
        acts = [a for a in room.app._database.run(lambda u: u.actions.of(workshop.id)).result() if a.kind == "closed"]
        assert [a.actor for a in acts] == ["organiser"], "who closed it is known still"


def _cut(act: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """The database, or the store of keys, is out of order once, at this act of a close; gives whether it was."""
    met: list[str] = []

    def once(do: Callable[..., object]) -> Callable[..., object]:
        def may_fail(*args: object, **kwargs: object) -> object:
            if not met:
                met.append(act)
                raise OSError("out of order")
            return do(*args, **kwargs)

        return may_fail

    match act:
        case "begin":
            monkeypatch.setattr(ending, "_begin", once(ending._begin))
        case "forget":
            monkeypatch.setattr(ending, "_forget_everyone", once(ending._forget_everyone))
        case "destroy":
            monkeypatch.setattr(FileKeys, "destroy", once(FileKeys.destroy))
        case _:
            monkeypatch.setattr(Workshops, "end_closing", once(Workshops.end_closing))
    return lambda: bool(met)


async def test_a_backup_from_before_the_close_says_that_its_key_is_gone() -> None:
    """Restored, its workshop closes without its answers; who steers it reads why, not that too few had answered."""
    async with careful_room(
        allow=("deed_failed", "courier_refused")
    ) as room:  # the board of the backup was taken away since
        fay = await room.staff()
        code = await room.workshop(fay)
        await submit(room, *await joined(room, code, 6))
        await room.app.stop()
        backup = shutil.copy(room.database, room.folder / "backup.sqlite3")
        room.app = room._build()
        await room.app.start()
        await close(room, fay)
        await room.app.stop()
        shutil.move(backup, room.database)
        room.app = room._build()
        await room.app.start()
        await room.quiet()
        (workshop,) = workshops(room).values()
        assert (workshop.phase, workshop.closing, workshop.key_lost) == (Phase.CLOSED, False, True)
        gone = "Its key was gone at the close, so what was answered could not be counted."
        result = next(b.text for b in reversed(fay.messages()) if b.text.startswith("The room said"))
        assert (gone in result, "Fewer than" in result) == (True, False)
        assert "Closed: its key was gone" in board(fay).text
        fay.say(f"/transparency {code}")
        await room.quiet()
        assert "its key was gone: what waited to be counted was lost" in words_heard(fay)


async def test_two_programs_on_one_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is refused in a sentence, and has touched nothing; when the first has ended it may start."""
    monkeypatch.setattr("bot.front.opening.TO_LEAVE", 0.0)
    async with careful_room() as room:
        with pytest.raises(AnotherRuns):
            await asyncio.to_thread(App.build, room.settings)
        await room.restart()


async def test_ending_while_another_program_holds_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes a moment, not as long as the other one; what could not be stored is handed over again, and answered then."""
    monkeypatch.setattr("storage.engine._LAST", 0.3)
    async with careful_room(allow=("update_failed", "deed_failed", "tick_failed")) as room:
        (ada,) = await joined(room, await room.workshop(await room.staff()), 1)
        with closing(sqlite3.connect(room.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            ada.say("1")
            await asyncio.sleep(0.1)
            began = time.monotonic()
            await room.app.stop()
            assert time.monotonic() - began < 15  # half of what is waited otherwise
            other.execute("ROLLBACK")
        room.app = room._build()
        await room.app.start()
        await room.quiet()
        assert place(ada) == "2 of 6"


class Clock:
    """A machine's clock, as it is set, and the one that nobody can set."""

    def __init__(self) -> None:
        self.wall, self.steady = time.time(), 1000.0

    def run(self, **time_that_goes_by: float) -> None:
        """Both go on."""
        seconds = timedelta(**time_that_goes_by).total_seconds()
        self.wall, self.steady = self.wall + seconds, self.steady + seconds


async def test_a_clock_that_jumps_closes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifteen days for some seconds, forward, backward, also right at the start; when the days have really gone by it closes."""
    clock = Clock()
    monkeypatch.setattr("bot.app.Days", lambda zone: Days(lambda: clock.wall, lambda: clock.steady, zone=zone))
    async with careful_room() as room:
        await room.app.stop()
        room.app = App.build(room.settings, tick_seconds=NEVER, pace=FAST)
        await room.app.start()
        await joined(room, await room.workshop(await room.staff()), 1)
        clock.run(minutes=2)
        for jump in (15, -15, -400):
            clock.wall += jump * DAY
            await room.look()
            clock.run(seconds=5)
            await room.look()
            assert [w.phase for w in workshops(room).values()] == [Phase.OPEN]
            clock.wall -= jump * DAY
            await room.look()
        clock.wall += 15 * DAY
        await room.app.stop()
        room.app = App.build(room.settings, tick_seconds=NEVER, pace=FAST)
        await room.app.start()
        await room.look()
        assert [w.phase for w in workshops(room).values()] == [Phase.OPEN], "it may still ask for the time"
        clock.wall -= 15 * DAY
        clock.run(days=13)
        await room.look()
        assert [w.phase for w in workshops(room).values()] == [Phase.OPEN]
        clock.run(days=1, minutes=2)
        await room.look()
        assert [w.phase for w in workshops(room).values()] == [Phase.CLOSED]
