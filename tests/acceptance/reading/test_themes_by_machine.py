"""Themes by machine on a facilitator's phone: proposed with a tap, put right with few, undone with one, and done after a kill."""

from __future__ import annotations

import re

from bot.rehearsal.hands.phone import Phone
from storage.answers.grouping import Wish
from tests.acceptance.participant.test_open_answers import QUOTE, THEME, asking, say, tap
from tests.replay.holding import exported
from tests.support.room import Room
from tests.support.steps import all_as_text, asked, close, joined, read_all

PARKING = (
    "Cheaper parking",
    "Parking is too expensive",
    "Parking near the market",
    "More parking places",
    "Parking for residents",
)
TREES = ("More trees", "Trees along the road", "Plant trees for shade")
OF_FIVE = "Themes of 5 or more that you make are sent to everybody once the last answer is read."
SILENT = "My parking place in Quelthorpe Lane"


async def written(room: Room, code: str) -> list[Phone]:
    """Five about parking, three about trees, one only for themes, and one about nothing else."""
    phones = await joined(room, code, 10)
    for phone, words in zip(phones, (*PARKING, *TREES, "Quiet on Sundays", SILENT), strict=True):
        await say(room, phone, words)
        await tap(room, phone, THEME if words == SILENT else QUOTE)
        await say(room, phone, "skip", "1", "submit")
    return phones


async def pressed(room: Room, phone: Phone, label: str) -> str:
    """A button whose label has this in it; what stands then."""
    phone.tap(lambda button: label in button.label)
    await room.quiet()
    return asked(phone).text


async def test_proposed_put_right_and_told() -> None:
    """One tap makes themes; renamed, moved and undone; everybody is told those of five, and nobody a word that is only for themes."""
    async with asking() as (room, fay, code):
        phones = await written(room, code)
        await close(room, fay)
        await say(room, fay, "/desk")
        await pressed(room, fay, "Read 10")
        for _ in range(9):
            assert "make them first" not in asked(fay).text
            await tap(room, fay, "Approve")
        assert "make them first" in asked(fay).text, "with the last one everybody is told"
        page = await pressed(room, fay, "Themes")
        assert ("poll" in page, OF_FIVE in page) == (False, True), "no polls any more, no themes yet"
        page = await pressed(room, fay, "Propose themes")
        assert "Proposed by machine" in page
        assert "arking" in page
        assert "Trees" in page or "trees" in page
        assert re.search(r"rees.* · not told yet: [23] more needed", page), (
            "three have said it, and one of all is not read yet"
        )
        assert "Everybody is sent these themes once the last answer is read." in page
        assert "Quelthorpe" not in page
        parking = next(label for label in asked(fay).labels if "arking" in label and "(" in label)
        await pressed(room, fay, parking)
        (acts,) = [row for row in asked(fay).buttons if any("Rename" in key.label for key in row)]
        assert [key.label for key in acts] == ["✏️ Rename", "🔗 Merge …"], "two abreast: a phone cuts the words of four"
        page, before_words = asked(fay).text, len(fay.messages())
        await say(room, fay, "Where to leave a car")
        said = [bubble.text for bubble in fay.messages()[before_words - 1 :]]
        assert any(text.startswith("Nothing was asked for. Here you tap first") for text in said), said
        assert (asked(fay).text, any("Help for" in text for text in said)) == (page, False)
        await pressed(room, fay, "Rename")
        await say(room, fay, "Where to leave a car")
        assert "Where to leave a car" in asked(fay).text
        await pressed(room, fay, "Delete")
        await pressed(room, fay, "Delete it")
        assert "Where to leave a car" not in asked(fay).text
        assert "Where to leave a car" in await pressed(room, fay, "Undo")
        assert "Where to leave a car" in await pressed(room, fay, "Group anew"), "the hand wins"
        before = {phone: len(phone.messages()) for phone in phones}
        await say(room, fay, "/desk")
        await pressed(room, fay, "Read 1")
        assert "make them first" not in asked(fay).text, "they are made"
        await say(room, fay, "/desk")
        await read_all(room, fay)
        await say(room, fay, "/desk")
        assert "Everybody has been told already" in await pressed(room, fay, "Themes")
        told = "\n".join(b.text for b in phones[0].messages()[before[phones[0]] :])
        assert "Where to leave a car · 5: “" in told
        assert "Other · 4" in told
        assert "Trees" not in told.split("Where to leave")[0]
        everything = told + await all_as_text(room, phones[1]) + (await exported(room, fay, "json")).decode()
        assert "Quelthorpe" not in everything
        assert '"Where to leave a car"' in everything


async def test_what_was_wished_is_done_after_a_kill() -> None:
    """The wish stands in the database: the next start does it, and a second wish meanwhile is the same one."""
    async with asking() as (room, fay, code):
        await written(room, code)
        await close(room, fay)
        await say(room, fay, "/desk")
        await pressed(room, fay, "Read 10")
        assert "leave the last one for later" in await pressed(room, fay, "All the rest"), (
            "no theme without an approved one"
        )
        left = await pressed(room, fay, "Approve all but the last")
        assert "1 left to read" in left
        assert "make them first" in left, "as on a last card"
        await read_all(room, fay)
        ask = room.app.deeds.ask
        closed = await ask(lambda unit: unit.workshops.by_code(code, include_closed=True))
        assert closed is not None
        workshop = closed.id
        assert await ask(lambda unit: unit.groupings.wish(workshop, "wish", Wish.NEW))
        assert not await ask(lambda unit: unit.groupings.wish(workshop, "wish", Wish.NEW))
        await room.restart()
        await room.quiet()
        found = await room.app.deeds.ask(lambda unit: unit.themes.of(workshop, "wish"))
        assert any("arking" in theme.label for theme in found)
        assert await room.app.deeds.ask(lambda unit: unit.groupings.due()) == []
