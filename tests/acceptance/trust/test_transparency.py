"""What people can ask the bot about itself: what facilitators did, what is held about me, and that it is gone."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date
from typing import Any

from typer.testing import CliRunner

from bot.cli import app
from bot.rehearsal.hands.phone import Phone
from flows.counting.release import STANDARD, policy_hash
from tests.support.careful import careful_room
from tests.support.leaks.bytescan import contents_of
from tests.support.room import Room
from tests.support.steps import close, joined, submit

DAY = date(2026, 3, 2)
KEPT = frozenset({"headcount", "seen_update"})
"""Tables that move on without knowing anybody: how many joined, started and submitted, and which updates were handled."""


async def asked(room: Room, phone: Phone, command: str) -> str:
    """What the bot says to a command."""
    before = phone.last.message_id
    phone.say(command)
    await room.quiet()
    return "\n".join(b.text for b in phone.messages() if b.from_bot and b.message_id > before)


def acts(said: str) -> list[str]:
    """What was done, without the day: "opened for answers · an organiser"."""
    return [line.removeprefix("2 March 2026 · ") for line in said.splitlines() if line.startswith("2 March 2026 · ")]


async def tapped(room: Room, fay: Phone, *labels: str) -> None:
    """One button after the other."""
    for label in labels:
        fay.tap(label)
        await room.quiet()


async def everything(room: Room, fay: Phone, code: str) -> None:
    """All that a facilitator can do, twice where it changes nothing."""
    await tapped(room, fay, "⏸ Pause", "▶️ Open", "More …", "Let nobody else join", "Let people join again")
    await tapped(room, fay, "Invite a co-facilitator", "📊 Summary", "📊 Summary")
    group = room.emulator.group("Riverside group", fay)
    await room.quiet()
    fay.say(f"/link {code}", chat=group)
    await room.quiet()
    for place, sure in (("Post in the group", ()), ("Send to everyone", ("End it anyway",))):
        await tapped(room, fay, "🗳 Poll", "Sector", "The question with all its options", place, "End the poll", *sure)
    await tapped(room, fay, "More …", "Post the summary to the group")
    await close(room, fay)
    await tapped(room, fay, "📄 Export", "CSV (,)")


async def test_everybody_can_read_what_facilitators_did() -> None:
    """Every act is a line with day and role, the newest last, below the rule; nothing in it is about participants."""
    async with careful_room() as room:
        room.set_day(DAY)
        fay = await room.staff()
        code = await room.workshop(fay)
        ada = (await joined(room, code, 6))[0]
        open_yet = await asked(room, ada, "/transparency")
        assert acts(open_yet) == [
            "created · an organiser",
            "privacy rule: standard · an organiser",
            "opened for answers · an organiser",
        ]
        assert "groups of 5 or more, and grow by 3 or more at a time" in open_yet
        assert policy_hash(STANDARD) in open_yet
        await everything(room, fay, code)
        done = CliRunner().invoke(app, ["export", code, "--format", "json", "--output", "-"], env=settings(room))
        assert done.exit_code == 0, done.output
        said = await asked(room, ada, f"/transparency {code.lower()}")
        assert acts(said)[3:] == [
            "paused · an organiser",
            "opened for answers · an organiser",
            "nobody else may join · an organiser",
            "people may join again · an organiser",
            "a co-facilitator was invited · an organiser",
            "results so far looked at · an organiser",
            "a group was linked · an organiser",
            "poll posted in the group · an organiser",
            "poll ended · an organiser",
            "poll sent to everyone · an organiser",
            "poll ended · an organiser",
            "results so far shown in the group · an organiser",
            "closed for good · an organiser",
            "results exported (CSV) · an organiser",
        ]
        assert said.splitlines()[-3].endswith("results exported (JSON) · the operator of the server")
        assert not re.search(r"\b(6|six|Fay|P0|Ada)\b", said)


def settings(room: Room) -> dict[str, str]:
    """The room's settings for the command line."""
    given = room.settings
    return {"DATABASE_URL": given.database_url, "KEYSTORE": given.keystore}


async def test_a_workshop_that_closes_by_itself_says_so() -> None:
    """A facilitator is called one, and the close after two weeks was nobody's."""
    async with careful_room() as room:
        room.set_day(DAY)
        fay = await room.staff(role="facilitator")
        code = await room.workshop(fay)
        room.set_day(date(2026, 3, 16))
        await room.look()
        said = await asked(room, fay, f"/transparency {code}")
        assert "2 March 2026 · opened for answers · a facilitator" in said
        assert "16 March 2026 · closed for good · by itself" in said


async def test_whoever_has_no_workshop_needs_its_code() -> None:
    """Without a code nothing is shown; wrong codes are slowed down like guesses at the door."""
    async with careful_room() as room:
        room.set_day(DAY)
        code = await room.workshop(await room.staff())
        mal = room.emulator.account("Mal")
        mal.say("/start")
        await room.quiet()
        assert "/transparency K7PARK" in await asked(room, mal, "/transparency")
        for guess in range(8):
            assert await asked(room, mal, f"/transparency AAAAA{'ABCDEFGH'[guess]}") == (
                "There is no workshop with that join code."
            )
        assert "wait ten minutes" in await asked(room, mal, f"/transparency {code}")


async def test_in_dutch() -> None:
    """The list is in the language of who reads it."""
    async with careful_room() as room:
        room.set_day(DAY)
        nia = await room.participant("Nia", await room.workshop(await room.staff()), language="nl")
        assert "2 maart 2026 · geopend voor antwoorden · een organisator" in await asked(room, nia, "/transparency")


def rows_of(room: Room) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but those that move on without knowing anybody."""
    with closing(sqlite3.connect(f"{room.database.as_uri()}?mode=ro", uri=True)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names if name not in KEPT}


def secrets_in(rows: dict[str, list[tuple[Any, ...]]]) -> set[bytes]:
    """Tokens and ciphertexts of participants."""
    return {cell for table in ("roster", "pending") for row in rows[table] for cell in row if isinstance(cell, bytes)}


def on_disk(room: Room) -> bytes:
    """The database with its log."""
    return b"".join(contents_of(*sorted(room.database.parent.glob("room.sqlite3*"))))


async def forget_me(room: Room, phone: Phone) -> None:
    """By the command and its button."""
    await asked(room, phone, "/forget")
    phone.tap("Forget me in Riverside Park")
    await room.quiet()


async def test_forget_leaves_no_trace() -> None:
    """Every table is as it was before somebody came, and no byte on the disk is theirs, not even as ciphertext."""
    async with careful_room() as room:
        code = await room.workshop(await room.staff())
        await submit(room, await room.participant("Ben", code))
        before = rows_of(room)
        ada = await room.participant("Ada", code)
        seen: set[bytes] = set()
        for words in ("1", "2", "better minutes", "1 2", "1 2 3", "1", "skip", "submit"):
            ada.say(words)
            await room.quiet()
            seen |= secrets_in(rows_of(room))
        theirs = seen - secrets_in(before)
        assert len(theirs) > 15
        assert any(secret in on_disk(room) for secret in theirs)
        await forget_me(room, ada)
        assert rows_of(room) == before
        assert [secret for secret in theirs if secret in on_disk(room)] == []
        assert await asked(room, ada, "/mydata") == "Nothing is kept about you in any open workshop."


async def test_no_thanks_leaves_no_trace() -> None:
    """Reading the consent card and saying no is as if one had never come."""
    async with careful_room() as room:
        code = await room.workshop(await room.staff())
        await room.participant("Ben", code)  # the first card sets the day by which the key goes
        before = rows_of(room)
        ada = room.emulator.account("Ada")
        ada.open(room.link(code))
        await room.quiet()
        theirs = secrets_in(rows_of(room)) - secrets_in(before)
        assert len(theirs) == 3
        ada.tap("No thanks")
        await room.quiet()
        assert rows_of(room) == before
        assert [secret for secret in theirs if secret in on_disk(room)] == []


async def test_mydata_tells_every_row_on_the_way() -> None:
    """Before submitting: number, chat, language, message, place, what is ticked, and the answers so far."""
    async with careful_room() as room:
        ada = await room.participant("Ada", await room.workshop(await room.staff()))
        for words in ("1", "4"):
            ada.say(words)
            await room.quiet()
        ada.tap(lambda button: button.label.startswith("⬜ 1"))
        await room.quiet()
        told = await asked(room, ada, "/mydata")
        assert f"your Telegram number, {ada.user_id}" in told
        assert f"the number of this chat, {ada.chat_id}" in told
        assert "your language, English" in told
        assert re.search(r"the message on screen: \d+", told)
        assert "where you stand: question “What triggers people”" in told
        assert "tapped and not confirmed: " in told
        assert "Your answers so far, in that same row:\n• Sector: Public sector / council" in told
        assert "2 answers wait and can be changed." in told


async def test_mydata_tells_what_waits_and_what_is_counted() -> None:
    """After submitting the answers are read from their own rows; of counted ones only the marks are left."""
    async with careful_room() as room:
        phones = await joined(room, await room.workshop(await room.staff()), 8)
        await submit(room, *phones)
        assert "6 answers wait and can be changed." in await asked(room, phones[0], "/mydata")
        await room.look()
        told = [await asked(room, phone, "/mydata") for phone in phones]
        waits = ["• Sector: Public" in text for text in told]
        counted = [bool(re.search("that you have answered: .*Sector", text)) for text in told]
        assert sum(waits) == 3
        assert counted == [not wait for wait in waits]


async def test_mydata_tells_staff_their_rows() -> None:
    """Number, chat, language, roles, the workshop in hand, boards and polls."""
    async with careful_room() as room:
        fay = await room.staff()
        await room.workshop(fay)
        await joined(room, await room.workshop(fay, title="Market Square"), 1)
        await tapped(room, fay, "🗳 Poll", "Sector", "The question with all its options", "Send to everyone")
        told = await asked(room, fay, "/mydata")
        for line in (
            f"your Telegram number, {fay.user_id}",
            f"the number of this chat, {fay.chat_id}",
            "your language, English",
            "organiser in general",
            "facilitator of Riverside Park",
            "facilitator of Market Square",
            "workshop used last in this chat: Market Square",
            "boards in this chat: Market Square\n",
            "polls posted in this chat: none",
            "messages to everyone that you are writing or sending: none",
        ):
            assert line in told, line
