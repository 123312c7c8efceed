"""Updates of every form, as many as wanted, to the real bot in a room that is under way; must not know what a right answer is.

`python -m tests.attacks.updates.fuzz --count 100000 --seed 7` prints what became of them, and fails when one raised something.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from bot.logs import configure_logging
from bot.telegram.intake import _read
from tests.support.room import Room, open_room
from tests.support.telegram.fuzzing import Fuzz, Json

AT_ONCE = 50


@dataclass
class Outcome:
    """`counts`: how many were handled, and how many could not even be read; `raised`: what the others raised, with their seed."""

    counts: Counter[str] = field(default_factory=Counter)
    raised: list[tuple[str, Json]] = field(default_factory=list)
    seconds: float = 0.0


async def fuzz(count: int, seed: int) -> Outcome:
    """So many updates; afterwards a newcomer takes part as if nothing had been. Raises AssertionError if they cannot."""
    outcome = Outcome()
    async with open_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        ada = await room.participant("Ada", code)
        group = room.emulator.group("Room", fay, ada)
        await room.quiet()
        made = Fuzz(random.Random(seed), (ada.user_id, fay.user_id), (group.chat_id,), code)
        began = time.monotonic()
        for _ in range(0, count, AT_ONCE):
            await asyncio.gather(*(_one(room, made.update(), outcome) for _ in range(AT_ONCE)))
        await room.quiet()
        await room.look()
        outcome.seconds = time.monotonic() - began
        gus = await room.staff("Gus")
        ben = await room.participant("Ben", await room.workshop(gus, title="Another park"))
        ben.say("1")
        await room.quiet()
        assert any("2 of 6" in bubble.text for bubble in ben.messages()), "the bot does not answer any more"
    return outcome


async def _one(room: Room, raw: Json, outcome: Outcome) -> None:
    update = _read(raw)
    if update is None:
        outcome.counts["not readable"] += 1
        return
    try:
        await room.app.handle(update)
        outcome.counts["handled"] += 1
    except Exception as error:  # noqa: BLE001 - what it is, is what is looked for
        outcome.counts[f"raised {type(error).__name__}"] += 1
        outcome.raised.append((repr(error), raw))


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Updates of every form to the real bot.")
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    wanted = parser.parse_args()
    configure_logging()
    outcome = asyncio.run(fuzz(wanted.count, wanted.seed))
    print(f"seed {wanted.seed}: {dict(outcome.counts)} in {outcome.seconds:.0f} s")  # noqa: T201
    for error, raw in outcome.raised[:20]:
        print(error, raw)  # noqa: T201
    return bool(outcome.raised)


if __name__ == "__main__":
    sys.exit(main())
