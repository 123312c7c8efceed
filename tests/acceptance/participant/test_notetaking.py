"""Note-takers: one person answers for a table, counted apart from single people, and shown as such."""

from __future__ import annotations

from bot.rehearsal.hands.phone import Phone
from tests.support.room import Room, open_room
from tests.support.steps import all_as_text, close


async def say(room: Room, phone: Phone, words: str) -> str:
    """Type something, and give the newest answer."""
    phone.say(words)
    await room.quiet()
    return phone.last.text


async def led(room: Room, people: int) -> tuple[Phone, list[Phone]]:
    """A room that Fay leads, asked for its organisations, and people in it."""
    fay = await room.staff()
    await say(room, fay, "/new round-tables Spring Forum")
    fay.tap("I lead the room")
    await room.quiet()
    await say(room, fay, "/open")
    code = next(b.text for b in fay.messages() if "Join code" in b.text).split("Join code: ")[1][:6]
    phones = [await room.participant(f"P{n}", code) for n in range(people)]
    await say(room, fay, "/next")
    fay.tap("▶️ Question by question")
    await room.quiet()
    return fay, phones


async def test_tables_and_people() -> None:
    """Five tables and six people get a result each, in one message, and nobody is counted in both."""
    async with open_room() as room:
        fay, phones = await led(room, 6)
        for number, phone in enumerate(phones[:5], 1):
            await say(room, phone, f"/table {number} 6")
            assert phone.last.text.startswith(f"✍️ Table {number}, for 6 people")
            assert "Noted" in await say(room, phone, "1")
            await say(room, phone, "/table off")
            assert "✍️" not in phone.last.text
        for phone in phones:
            assert "Noted" in await say(room, phone, "4")
        assert "have answered 6" in next(b.text for b in reversed(fay.messages()) if "have answered" in b.text)
        await close(room, fay)
        alone, tables = (await all_as_text(room, phones[0])).split("The round tables")
        assert "Most chosen: Business, 6 of 6." in alone
        assert "Most chosen: District or county council, 5 of 5." in tables
        assert "5 tables counted" in tables


async def test_one_note_taker_a_table() -> None:
    """A table that has a note-taker is refused to another, slips are explained, and whoever leaves frees it."""
    async with open_room() as room:
        _, (ada, ben) = await led(room, 2)
        assert "/table 3 6" in await say(room, ada, "/table")
        assert "2 to 30 people" in await say(room, ada, "/table 3 99")
        await say(room, ada, "/table 3 6")
        assert "table 3 already" in await say(room, ben, "/table table 3, we are 7")
        assert "table 3, 6 people" in await say(room, ada, "/table")
        ada.say("/forget")
        await room.quiet()
        ada.tap("Forget me in Spring Forum")
        await room.quiet()
        await say(room, ben, "/table 3 7")
        assert ben.last.text.startswith("✍️ Table 3, for 7 people")


async def test_my_data_names_the_table() -> None:
    """Whoever takes notes reads for which table, and which answers are the table's and which their own, also afterwards."""
    async with open_room() as room:
        _, (ada,) = await led(room, 1)
        await say(room, ada, "4")
        before = await say(room, ada, "/mydata")
        assert "table" not in before.lower()
        assert "• Organisation: Business" in before
        await say(room, ada, "/table 3 6")
        await say(room, ada, "1")
        lines = (await say(room, ada, "/mydata")).splitlines()
        assert "– that you take notes for table 3, 6 people" in lines
        own = lines.index("Handed in for yourself before, waiting, an encrypted row for each:")
        tables = lines.index(
            "Waiting answers for your table, an encrypted row for each, which only the key ties to you:"
        )
        assert (lines[own + 1], lines[tables + 1]) == (
            "• Organisation: Business",
            "• Organisation: District or county council",
        )
        await say(room, ada, "/table off")
        after = (await say(room, ada, "/mydata")).splitlines()
        assert "– that you take notes for table 3, 6 people" not in after
        was = after.index("Handed in for a table before, waiting, an encrypted row for each:")
        assert after[was + 1] == "• Organisation: District or county council"


async def test_only_where_somebody_leads() -> None:
    """Where everybody answers at their own pace nobody takes notes for a table."""
    async with open_room() as room:
        fay = await room.staff()
        ada = await room.participant("Ada", await room.workshop(fay))
        assert "answers for themselves" in await say(room, ada, "/table 3 6")
