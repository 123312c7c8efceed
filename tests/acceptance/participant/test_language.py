"""In which language somebody is spoken to who takes part in several workshops: what they asked for, else their phone's."""

from __future__ import annotations

from bot.rehearsal.hands.phone import Phone
from tests.support.careful import careful_room
from tests.support.room import Room
from tests.support.steps import asked

EN, NL = "Which sector do you speak for today?", "Namens welke sector spreek je vandaag?"


async def join(room: Room, phone: Phone, code: str, words: str) -> str:
    """Follow the link and take part; gives the question that stands there then."""
    phone.open(room.link(code))
    await room.quiet()
    phone.tap(words)
    await room.quiet()
    return asked(phone).text


async def test_the_first_workshop_does_not_decide_the_language_of_the_next() -> None:
    """A phone that has become English is asked in English, the workshop before stays; what was asked for goes everywhere."""
    async with careful_room() as room:
        fay = await room.staff()
        first, second, third = [await room.workshop(fay, title=title) for title in ("Park", "Seaside", "Forest")]
        ben = room.emulator.account("Ben", language="nl")
        assert NL in await join(room, ben, first, "Doe mee")
        ben.user["language_code"] = "en"
        assert EN in await join(room, ben, second, "Take part")
        ben.open(room.link(first))
        await room.quiet()
        assert NL in asked(ben).text
        ada = room.emulator.account("Ada")
        assert EN in await join(room, ada, first, "Take part")
        ada.say("/language nl")
        await room.quiet()
        assert NL in asked(ada).text
        assert NL in await join(room, ada, second, "Doe mee")
        await room.restart()
        assert NL in await join(room, ada, third, "Doe mee")
        ada.say("/language en")
        await room.quiet()
        ada.open(room.link(first))
        await room.quiet()
        assert EN in asked(ada).text
