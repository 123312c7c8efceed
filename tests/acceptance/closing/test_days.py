"""Days that are promised: by when the key goes."""

from __future__ import annotations

from datetime import timedelta

from bot.rehearsal.hands.phone import Phone
from storage.values import LIFETIME
from tests.support.careful import careful_room
from tests.support.room import Room, code_on
from tests.support.steps import board, submit

DAY = timedelta(1)


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
        said = f"on {promised.day} {promised:%B %Y} at the latest"
        assert said in await behind_the_card(room, ada)
        ada.tap("Take part")
        room.set_day(started + 40 * DAY)
        fay.say("/open")
        await room.quiet()
        ben = room.emulator.account("Ben")
        ben.open(room.link(code))
        await room.quiet()
        assert said in await behind_the_card(room, ben)
        ben.tap("Take part")
        await room.quiet()
        ben.say("/privacy")
        await room.quiet()
        assert said in ben.last.text
        assert f"Closes by itself on {promised.day} {promised:%B %Y}" in board(fay).text
        await submit(room, ada, ben)
        (key,) = room.keys.iterdir()
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
