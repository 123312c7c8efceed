"""Whole conversations, read as people read them: every transcript in tests/scenarios is played on emulated phones."""

from __future__ import annotations

import asyncio
import difflib
import random
from datetime import date
from pathlib import Path

import pytest

from flows.definition.loading import load_library
from tests.support.careful import careful_room
from tests.support.transcript import perform

SUNDAY = date(2026, 3, 1)
SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.chat"))


@pytest.mark.parametrize("path", SCENARIOS, ids=[path.stem for path in SCENARIOS])
def test_a_conversation_goes_as_written(path: Path, update_golden: bool) -> None:
    """Every bubble, button and notice is the one in the transcript."""
    expected = path.read_text(encoding="utf-8")
    happened = asyncio.run(played(expected, path.name))
    if update_golden:
        path.write_text(happened, encoding="utf-8")
        return
    lines = difflib.unified_diff(expected.splitlines(), happened.splitlines(), "written", "happened", lineterm="", n=2)
    assert happened == expected, "\n".join(["pytest --update-golden writes it anew:", *lines])


async def played(text: str, name: str) -> str:
    """The transcript as it goes in a room of its own, with a wall where it is looked at."""
    async with careful_room(chance=random.Random(4), screen="* the wall" in text) as room:
        room.set_day(SUNDAY)
        return await perform(text, room, name)


def test_every_shipped_flow_has_a_conversation() -> None:
    """Each flow of the library is the subject of a transcript."""
    told = {
        flow for path in SCENARIOS for flow in load_library() if f"/new {flow} " in path.read_text(encoding="utf-8")
    }
    assert told == set(load_library())
