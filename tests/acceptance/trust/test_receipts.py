"""Receipts from the phone: given at submit, checked in the chat and offline after the close, silent about everything else."""

from __future__ import annotations

import re
import uuid

from typer.testing import CliRunner

from bot.cli import app
from bot.facilitator.exporting import export
from bot.rehearsal.hands.phone import Phone
from flows.definition.loading import load_library
from flows.definition.localise import localise
from tests.support.room import Room, open_room
from tests.support.steps import close, heard, joined, submit

QUESTIONS = ("Sector", "Worth the effort", "What triggers people", "What motivates us", "Biggest concerns")


def receipt_of(phone: Phone) -> str:
    """The receipt on somebody's phone."""
    found = re.search(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4}){5}-[0-9A-Z]{2}\b", "\n".join(b.text for b in phone.messages()))
    assert found is not None
    return found[0]


async def told(room: Room, phone: Phone, typed: str) -> str:
    """What the bot answers."""
    phone.say(typed)
    await room.quiet()
    return heard(phone).text


async def test_counted_among_how_many_and_nothing_else() -> None:
    """After the close everybody who was counted finds each question, with the number counted; no answer is repeated."""
    async with open_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        people = await joined(room, code, 8)
        await submit(room, *people[:7], worth="1")
        await submit(room, people[7])
        receipts = [receipt_of(phone) for phone in people]
        assert len(set(receipts)) == 8
        await room.look()
        await close(room, fay)
        said = {await told(room, phone, f"/verify {mine}") for phone, mine in zip(people, receipts, strict=True)}
        assert len(said) == 1  # who answered differently, and who was asked one question more, is told the same
        (text,) = said
        assert text.splitlines()[0] == "Riverside Park: your receipt is in the list."
        for name in QUESTIONS:
            assert f"• {name}: you are one of the 8 counted." in text
        assert "Why" not in text
        assert "being asked tells an earlier answer" in text
        assert await told(room, people[0], f"/verify {code} {receipts[1]}") == text
        assert await told(room, people[0], receipts[2].lower().replace("-", " ").replace("0", "o")) == text
        assert await told(room, fay, f"/verify {receipts[3]}") == text
        dutch = await told(room, room.emulator.account("Nel", language="nl"), f"/verify {receipts[3]}")
        for question in localise(load_library()["key-questions"], "nl").questions:
            assert question.shown_if or f"• {question.name}: " in dutch


async def test_before_the_close_and_elsewhere() -> None:
    """Before the close the bot says that it works after it, to anybody; a wrong receipt or workshop is plainly not found."""
    async with open_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        people = await joined(room, code, 5)
        await submit(room, *people)
        mine = receipt_of(people[0])
        assert (await told(room, people[0], f"/verify {mine}")).startswith(
            "This is your receipt for Riverside Park, which"
        )
        stranger = room.emulator.account("Mal")
        for typed in (f"/verify {mine}", f"/verify {code} {mine}", f"/verify ABCDEF {mine}"):
            answer = await told(room, stranger, typed)
            assert "Riverside" not in answer
            assert "try again after the close: before that there is no list." in answer
        unknown = (await told(room, stranger, f"/verify ABCDEF {mine}")).replace("ABCDEF", code)
        assert (
            await told(room, stranger, f"/verify {code} {mine}") == unknown
        )  # open or unknown: an outsider cannot tell
        await close(room, fay)
        second = await room.workshop(fay, title="Another one")
        await close(room, fay)
        assert (await told(room, stranger, f"/verify {second} {mine}")).startswith(
            f"This receipt is not in the list of the workshop {second}."
        )
        wrong = mine[:-1] + ("8" if mine[-1] != "8" else "C")
        assert (await told(room, people[0], f"/verify {wrong}")).startswith(
            "This receipt is not in the list of any closed workshop here. Is every letter right?"
        )


async def test_slips_get_a_friendly_answer() -> None:
    """What cannot be a receipt is told why, in the phone's language; nothing typed here ever joins or answers anything."""
    async with open_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        ada = await room.participant("Ada", code)
        before = [b.text for b in ada.messages()]
        assert "Write /verify and your receipt" in await told(room, ada, "/verify")
        assert "it has 5 letters and digits, a receipt has 26" in await told(room, ada, "/verify hello")
        assert "it has 1 letter or digit" in await told(room, ada, "/verify 1")
        assert "no receipt has 9 in that place" in await told(room, ada, "/verify 9" + "0" * 25)
        assert "&lt;" not in await told(room, ada, "/verify <b>" + "0" * 24 + "</b>")
        assert [b.text for b in ada.messages()][: len(before)] == before
        nel = room.emulator.account("Nel", language="nl")
        assert (await told(room, nel, "/verify hallo")).startswith(
            "Dit kan geen ontvangstbewijs zijn: het heeft 5 letters"
        )


async def test_left_halfway() -> None:
    """Somebody who left halfway is counted in every question, without an answer where there is none: the bases tell nothing."""
    async with open_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        people = await joined(room, code, 5)
        await submit(room, *people[:4])
        people[4].say("1")
        await room.quiet()
        mine = receipt_of(people[0])
        await close(room, fay)
        text = await told(room, people[0], f"/verify {mine}")
        assert "• Sector: you are one of the 5 counted." in text
        assert "• Biggest concerns: you are one of the 5 counted." in text


async def test_offline_with_the_export_alone() -> None:
    """The exported file and the receipt are enough for anybody: no network, no database, no key."""
    async with open_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        people = await joined(room, code, 6)
        await submit(room, *people)
        mine = receipt_of(people[3])
        await close(room, fay)
        _name, content = export(room.settings, code, "json")
        file = room.folder / f"{uuid.uuid4()}.json"
        file.write_bytes(content)
        done = CliRunner().invoke(app, ["verify", str(file), mine])
        assert done.exit_code == 0
        assert done.output.count("you are one of the 6 counted.") == len(QUESTIONS) + 1
