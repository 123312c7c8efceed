"""`make room`: three hundred phones, one facilitator, Telegram's real limits; says how fast everybody gets a message.

The emulated server refuses as Telegram does, and the bot runs in a process of its own at its real pace. Before each message
to everybody the room is silent for long enough that the server takes it for what it is, a notification to many and no answer.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Sequence

from rich.console import Console

from tests.fullroom.house import open_house
from tests.fullroom.story import Story

console = Console(highlight=False, soft_wrap=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Hold the workshop; 0 when Telegram refused nothing and everybody got everything once."""
    parser = argparse.ArgumentParser(prog="python -m tests.fullroom", description=__doc__.partition("\n")[0])
    parser.add_argument("--phones", type=int, default=300, help="people in the room (%(default)s)")
    parser.add_argument("--faster", type=float, default=1.0, help="than life, limits and pace alike (%(default)s)")
    asked = parser.parse_args(arguments)
    problems = asyncio.run(_hold(asked.phones, asked.faster))
    for problem in problems:
        console.print(f"PROBLEM {problem}")
    return 1 if problems else 0


async def _hold(phones: int, faster: float) -> list[str]:
    began = time.monotonic()
    async with open_house(faster) as house:
        story = Story(house, phones, console.print)
        await story.play()
        counts = house.emulator.counts
    refused = sum(count for (_, status), count in counts.items() if status == 429)
    console.print(f"\n{counts.total()} calls, {refused} answers 429, {time.monotonic() - began:.0f} s in all")
    return story.problems
