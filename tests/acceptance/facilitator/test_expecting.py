"""Whom a facilitator expects: typed in one go or a line a group, changed, refused whole; who came stands there once it may."""

from __future__ import annotations

from typing import Any

import pytest

from bot.facilitator.expecting import read_groups
from bot.screen.state import state_of
from flows.counting.segments import segment_question
from flows.definition.loading import load_library
from flows.definition.localise import localise
from tests.support.careful import careful_room
from tests.support.room import Room, code_on
from tests.support.steps import board, submit, words_heard

FLOW = load_library()["key-questions"]
ENGLISH, DUTCH = segment_question(FLOW), segment_question(localise(FLOW, "nl"))


@pytest.mark.parametrize(
    ("typed", "read", "unread"),
    [
        ("Residents 40, Business 10, Council 5", {"resident": 40, "private": 10, "public": 5}, ()),
        ("Resident or user group: 40\n• Business / private sector = 10", {"resident": 40, "private": 10}, ()),
        ("40 residents and 3", {}, ("40 residents and",)),
        ("40 residents, 10 business", {"resident": 40, "private": 10}, ()),
        ("Bewoners 12; en gemeente 3", {"resident": 12, "public": 3}, ()),
        ("Bewoners 12, gemeente 3 en bedrijf 5", {"resident": 12, "public": 3, "private": 5}, ()),
        ("Residents ٤٠", {"resident": 40}, ()),
        ("Sector 4", {}, ("Sector",)),
        ("Martians 3, Residents 4", {"resident": 4}, ("Martians",)),
        ("Residents", {}, ("Residents",)),
    ],
)
def test_what_is_typed(typed: str, read: dict[str, int], unread: tuple[str, ...]) -> None:
    """Words in either language, numbers before or behind, a word that two groups share for neither."""
    assert ENGLISH is not None
    assert DUTCH is not None
    assert read_groups(typed, (DUTCH, ENGLISH)) == (read, unread)


async def screen(room: Room) -> dict[str, Any]:
    """What the wall is told."""
    return await room.app.deeds.ask(lambda unit: state_of(unit, unit.workshops.everything()[0].id, "the_bot"))


async def test_who_is_not_in_the_room() -> None:
    """From the expected numbers to the sentence about limits: board, screen and summary say the same, and nothing before a release."""
    async with careful_room() as room:
        fay = await room.staff()
        await room.workshop(fay)
        code = code_on(fay)
        fay.say("/expect council 40, business 10")  # as the help says it
        await room.quiet()
        assert "Public sector / council: 40 expected; Business / private sector: 10 expected" in board(fay).text
        fay.say("/expect\nPublic 20\nBusiness 10")
        await room.quiet()
        assert "Public sector / council: 20 expected; Business / private sector: 10 expected" in board(fay).text
        fay.say("/expect Martians 3, Business 4")
        await room.quiet()
        assert words_heard(fay).startswith("Riverside Park: I do not know this group: Martians.")
        fay.say("Business 0, public 40")
        await room.quiet()
        assert "🪑 Public sector / council: 40 expected\n" in board(fay).text
        people = [await room.participant(f"P{n}", code) for n in range(12)]
        await submit(room, *people)
        assert "🪑 Public sector / council: 40 expected\n" in board(fay).text, "12 are in and none is counted"
        await room.look()
        assert "🪑 Public sector / council 9 of 40 expected" in board(fay).text, "as many as are released"
        assert (await screen(room))["came"] == ""
        fay.say("/close")
        await room.quiet()
        fay.tap("Yes, close it")
        await room.quiet()
        assert "🪑 Public sector / council 12 of 40 expected" in board(fay).text
        limits = "Of the 40 expected under “Public sector / council”, fewer than a third are counted."
        wall = await screen(room)
        assert str(wall["came"]).endswith(limits)
        fay.say("/summary")
        await room.quiet()
        fay.tap("All as text")
        await room.quiet()
        assert any(limits in bubble.text for bubble in fay.messages())
        fay.say("/transparency")
        await room.quiet()
        assert any("how many people of each group are expected was set" in b.text for b in fay.messages())


async def test_a_flow_without_groups_says_so() -> None:
    """There is nothing to expect, and no button for it."""
    async with careful_room() as room:
        fay = await room.staff()
        await room.workshop(fay, flow="town-partnership")
        fay.say("/expect Residents 40")
        await room.quiet()
        assert "ask nobody which group they belong to" in words_heard(fay)
        fay.tap("More …")
        await room.quiet()
        assert "🪑 Who is expected" not in fay.last.labels
