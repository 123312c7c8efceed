"""A small full room: real limits in a world that runs faster, and the bot in a process of its own that is killed."""

from __future__ import annotations

import pytest

from bot.sendouts.sending import WINDOW
from tests.fullroom.house import open_house
from tests.fullroom.story import KILLED, Story

FASTER = 20.0


@pytest.mark.long  # `make room` has the large form; every run sends to everybody and kills in test_sending.py
async def test_a_small_room_gets_everything_once_and_telegram_refuses_nothing() -> None:
    """A crowd answers a question launched to all, and one whose launch is cut by SIGKILL: who was in flight may see it twice."""
    async with open_house(FASTER) as house:
        story = Story(house, 16, lambda _line: None)
        await story.play("A question", KILLED)
        assert house.emulator.count(429) == 0
    asked, killed = story.sent
    assert (asked.reached, asked.twice, asked.stored) == (16, 0, ("done", 16, 16, 0, 0))
    assert asked.answered == 16
    assert killed.reached == 16
    assert (killed.needless, killed.twice <= WINDOW) == (0, True)
    assert killed.stored == ("done", 16, 16, 0, 0)
