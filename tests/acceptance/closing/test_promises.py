"""Days that are promised: by when the key goes, and for how long the results are kept, unless they are deleted before."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.rehearsal.hands.phone import Phone
from storage.closing import deleting
from storage.days import months_after
from storage.values import LIFETIME, Actor
from tests.support.careful import careful_room
from tests.support.leaks.bytescan import contents_of
from tests.support.room import Room, code_on
from tests.support.steps import board, close, heard, joined, read_all, submit, words_heard

DAY = timedelta(1)


def said(day: date) -> str:
    """A day as phones say it."""
    return f"{day.day} {day:%B %Y}"


async def test_the_day_on_the_first_card_holds() -> None:
    """Prepared a month ahead, first shown while it waits, opened ten days later: every card says one day, and on it the key goes."""
    async with careful_room() as room:
        fay = await room.staff()
        fay.say("/new key-questions Riverside Park")
        await room.quiet()
        code, started = code_on(fay), room.today
        room.set_day(started + 30 * DAY)
        await room.look()
        assert "· not open yet" in board(fay).text
        assert "by itself" not in board(fay).text
        ada = room.emulator.account("Ada")
        ada.open(room.link(code))
        await room.quiet()
        promised = room.today + LIFETIME
        on_card = f"on {said(promised)} at the latest"
        assert on_card in await behind_the_card(room, ada)
        ada.tap("Take part")
        room.set_day(started + 40 * DAY)
        fay.say("/open")
        await room.quiet()
        ben = room.emulator.account("Ben")
        ben.open(room.link(code))
        await room.quiet()
        assert on_card in await behind_the_card(room, ben)
        ben.tap("Take part")
        await room.quiet()
        assert on_card in await told(room, ben, "/privacy")
        assert f"Closes by itself on {said(promised)}" in board(fay).text
        await submit(room, ada, ben)
        (key,) = room.keys.glob("*.key")
        room.set_day(promised - DAY)
        await room.look()
        assert key.exists()
        room.set_day(promised)
        await room.look()
        assert "· closed" in board(fay).text
        assert not key.exists()


async def behind_the_card(room: Room, phone: Phone) -> str:
    """The last page behind the consent card; then the card again."""
    for label in ("How it works", "Next →", "Next →", "Next →"):
        phone.tap(label)
        await room.quiet()
    page = phone.last.text
    phone.tap("Take part or not")
    await room.quiet()
    return page


async def told(room: Room, phone: Phone, words: str) -> str:
    """What is answered to something typed."""
    phone.say(words)
    await room.quiet()
    return words_heard(phone)


async def tap(room: Room, phone: Phone, label: str) -> str:
    """Tap a button, and give what is then the last message."""
    phone.tap(label)
    await room.quiet()
    return words_heard(phone)


async def pressed(room: Room, phone: Phone, data: str) -> str:
    """Press a button that may no longer stand there, and give what flashes by."""
    phone.press(phone.last.message_id, data)
    await room.quiet()
    return phone.toasts[-1]


def receipt_of(phone: Phone) -> str:
    """The receipt that somebody got when they submitted."""
    text = next(b.text for b in phone.messages() if "receipt" in b.text)
    return next(word for word in text.split() if word.count("-") >= 5)


def on_disk(room: Room) -> bytes:
    """The database with its log."""
    return b"".join(contents_of(*sorted(room.database.parent.glob("room.sqlite3*"))))


async def held(room: Room, fay: Phone) -> tuple[str, list[Phone]]:
    """A workshop of six that is closed; gives its code and its people."""
    code = await room.workshop(fay)
    phones = await joined(room, code, 6)
    await submit(room, *phones, worth="1")
    await close(room, fay)
    await read_all(room, fay)
    return code, phones


async def test_an_organiser_deletes_what_is_kept() -> None:
    """Asked twice, told what is lost; afterwards nothing is left, everybody is told the truth, and the list of acts says who."""
    async with careful_room() as room:
        ola, gus = await room.staff(), await room.staff("Gus", "facilitator")
        assert "Only organisers can delete" in await told(room, gus, "/delete ABCDEF")
        assert "Write /delete and the join code" in await told(room, ola, "/delete")
        assert "There is no workshop" in await told(room, ola, "/delete ABCDEF")
        code = await room.workshop(gus)
        assert "Only a closed workshop can be deleted" in await told(room, ola, f"/delete {code}")
        phones = await joined(room, code, 6)
        await submit(room, *phones, worth="1")
        await close(room, gus)
        assert b"better minutes" in on_disk(room)
        assert "Only organisers can delete" in await pressed(room, gus, f"v1:f:{code}:delyes")
        lost = await told(room, ola, f"/delete {code.lower()}")
        for words in ("the results", "open answers", "the list of receipts", "news", "backups", "messages on phones"):
            assert words in lost
        await tap(room, ola, "Keep it")
        assert ola.toasts[-1].endswith("Nothing was deleted.")
        await told(room, ola, f"/delete {code}")
        assert await told(room, ola, "yes") == "Nothing was deleted."
        assert "Delete it …" not in ola.last.labels, "the question is not asked any more"
        for data in (f"v1:f:{code}:delsure", f"v1:f:{code}:delyes"):
            ola.press(heard(ola).message_id, data)
            await room.quiet()
            assert words_heard(ola).startswith("Riverside Park: This was answered already, or the question has lapsed.")
        await told(room, ola, f"/delete {code}")
        assert await tap(room, ola, "Delete it …") == "Delete Riverside Park for good? Nobody can bring it back."
        gone = (
            f"Riverside Park ({code}) is deleted: nothing of its results, open answers and receipts is kept any more."
        )
        assert await tap(room, ola, "Yes, delete it for good") == gone
        assert words_heard(gus) == gone
        assert not any("joined" in b.text and "submitted" in b.text for b in gus.messages())
        await truth_afterwards(room, code, ola, gus, phones[0])


async def truth_afterwards(room: Room, code: str, ola: Phone, gus: Phone, ada: Phone) -> None:
    """What is said of a workshop that was deleted, to those who steered it and to those who took part."""
    sentence = f"The workshop {code} was deleted on {said(room.today)}: nothing of its"
    for phone, words in (
        (ola, f"/delete {code}"),
        (ada, f"/verify {code} {receipt_of(ada)}"),
        (ada, f"/transparency {code}"),
    ):
        assert sentence in await told(room, phone, words)
    assert "all that was kept was deleted · an organiser" in ada.last.text
    assert "its list goes too" in await told(room, ada, f"/verify {receipt_of(ada)}")
    assert "There is no open workshop with that code." in await told(room, ada, code)
    assert await told(room, gus, "/workshops") != ""
    assert "Riverside Park" not in str(heard(gus).labels)
    for data in (f"v1:f:{code}:sum", f"v1:f:{code}:delyes", f"v1:f:{code}:news"):
        assert sentence in await pressed(room, ola, data)
    for data in (f"v1:p:{code}:quit", f"v1:p:{code}:su"):
        assert sentence in await pressed(room, ada, data)
    assert "Nothing is kept about you" in await told(room, ada, "/mydata")
    assert [word for word in (b"better minutes", b"Riverside Park") if word in on_disk(room)] == []
    assert list(room.keys.glob("*.key")) == []


async def test_results_are_kept_as_long_as_was_said() -> None:
    """The board and /privacy say how long; a lower setting holds from then on, a higher one for new ones; then all goes by itself."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        await set_retention(room, 2)
        phones = await joined(room, code, 6)
        assert "2 months after the close, or earlier" in await told(room, phones[0], "/privacy")
        await submit(room, *phones, worth="1")
        await close(room, fay)
        day = months_after(room.today, 2)
        assert f"The results are kept until {said(day)}." in board(fay).text
        await read_all(room, fay)
        (key,) = room.keys.glob("*.key")
        await set_retention(room, 60)
        zoe = await room.participant("Zoe", await room.workshop(fay, title="Elsewhere"))
        assert "60 months after the close, or earlier" in await told(room, zoe, "/privacy")
        await close(room, fay)
        room.set_day(day - DAY)
        await room.look()
        assert b"better minutes" in on_disk(room)
        room.set_day(day)
        await room.look()
        assert words_heard(fay).startswith(f"Riverside Park ({code}) is deleted")
        assert b"better minutes" not in on_disk(room)
        assert not key.exists(), "of those who wanted news"
        assert "all that was kept was deleted · by itself" in await told(room, phones[0], f"/transparency {code}")
        await room.look()
        await room.restart()
        assert words_heard(fay).startswith(f"Riverside Park ({code}) is deleted")


async def test_a_deletion_that_was_cut_short_is_finished_at_the_start() -> None:
    """Killed right after the rows were deleted: the next start ends the list with its key, and rewrites the files."""
    async with careful_room() as room:
        await held(room, await room.staff())
        ids = await room.app.deeds.ask(lambda unit: [w.id for w in unit.workshops.everything()])
        await room.app.deeds.ask(lambda unit: deleting._delete(unit, ids[0], room.today, Actor.ITSELF))
        assert len(list(room.keys.glob("*.key"))) == 1
        await room.restart()
        assert list(room.keys.glob("*.key")) == []
        assert b"better minutes" not in on_disk(room)
        assert await room.app.deeds.ask(lambda unit: unit.deletions.unwritten()) == []


async def set_retention(room: Room, months: int) -> None:
    """The operator changes the setting, and starts the bot again."""
    room.settings = room.settings.model_copy(update={"retention_months": months})
    await room.restart()


@pytest.mark.parametrize("beside", [True, False])
async def test_the_operator_deletes_at_the_command_line(beside: bool) -> None:
    """Asked twice unless told not to ask, with the bot running or not; whatever is answered, it says what was done."""
    async with careful_room() as room:
        code, _ = await held(room, await room.staff())
        if not beside:
            await room.app.stop()
        other = "" if code != "ABCDEF" else "Z"
        assert "No workshop has the join code" in (await delete(room, f"ABCDEF{other}")).output
        for answers in ("n\n", f"y\n{code}X\n"):
            kept = await delete(room, code, answers)
            assert (kept.exit_code, kept.output.endswith("Nothing was deleted.\n")) == (1, True)
            assert "the list of receipts" in kept.output
        done = await delete(room, code, f"y\n{code.lower()}\n") if beside else await delete(room, code, "", "--yes")
        assert done.exit_code == 0
        assert "“Riverside Park” is deleted." in done.output
        again = await delete(room, code, "", "--yes")
        assert again.exit_code == 2
        assert f"The workshop {code} was deleted on" in again.output
        if not beside:
            await room.restart()
        await room.look()
        assert b"better minutes" not in on_disk(room)
        with closing(sqlite3.connect(room.database)) as database:
            acts = database.execute("SELECT kind, actor FROM action ORDER BY seq DESC LIMIT 1").fetchone()
        assert acts == ("deleted", "operator")


async def delete(room: Room, code: str, answers: str = "", *options: str) -> Result:
    """`roundtable delete` in a thread of its own, as it would run beside the bot."""
    env = {"DATABASE_URL": room.settings.database_url, "KEYSTORE": room.settings.keystore}
    runner = CliRunner(env=env)
    return await asyncio.to_thread(runner.invoke, app, ["delete", code, *options], input=answers)
