"""`make replay`: the people of two real surveys answer through emulated phones, and the export is compared with the figures.

Everything is real but Telegram: the bot polls over HTTP, stores, releases, closes and exports. Flood limits are off and
the courier's pace is a thousand times faster, because people here do not think between two taps.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Sequence

from rich.console import Console

from tests.replay.comparing import altered, differences, format_differences, sheets_of, text_differences
from tests.replay.holding import AT_ONCE, TICK, Held, hold, room_for, unequal
from tests.replay.material import Material, material
from tests.replay.people import Surprised
from tests.support.shared import shared_folder

SETS = ("polis_london_youth", "zurich_formats")
EVERY = 5.0
"""Seconds between two lines of progress."""

console = Console(highlight=False, soft_wrap=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the replays asked for; 0 when every figure is as computed."""
    asked = _parser().parse_args(arguments)
    missing = [name for name in asked.sets if not (shared_folder() / "data" / name).is_dir()]
    if missing:
        console.print(f"Missing in the shared data folder (ROUNDTABLE_SHARED): {', '.join(missing)}")
        return 1
    return asyncio.run(_run(asked.sets, asked.phones, asked.tick))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.replay", description=__doc__.partition("\n")[0])
    parser.add_argument("sets", nargs="*", default=SETS, metavar="SET", help=f"which sets: {', '.join(SETS)}")
    parser.add_argument("--phones", type=int, default=AT_ONCE, help="people who answer at the same time (%(default)s)")
    parser.add_argument("--tick", type=float, default=TICK, help="seconds between two looks at releases (%(default)s)")
    return parser


async def _run(names: Sequence[str], phones: int, tick: float) -> int:
    wrong = 0
    for name in names:
        played = material(name)
        console.print(f"{name}: {len(played.parts)} people, {len(played.flow.questions)} questions, {phones} at once")
        async with room_for(played) as room:
            try:
                held = await hold(room, played, at_once=phones, tick=tick, progress=Progress(len(played.parts)))
            except ExceptionGroup as group:
                surprises, others = group.split(Surprised)
                if surprises is None or others is not None:
                    raise
                console.print(*(f"  {surprise}" for surprise in surprises.exceptions[:5]), sep="\n")
                return 1
        wrong += _report(played, held)
    return 1 if wrong else 0


class Progress:
    """Prints a line now and then."""

    def __init__(self, people: int) -> None:
        """From now on."""
        self._people = people
        self._began = self._last = time.monotonic()

    def __call__(self, done: int, updates: int) -> None:
        """So many people are done after so many updates; every few seconds this is a line."""
        now = time.monotonic()
        if now - self._last >= EVERY or done == self._people:
            self._last = now
            console.print(
                f"  {done:>3} of {self._people} people done, {updates:>6} updates, {now - self._began:5.0f} s"
            )


def found_wrong(played: Material, held: Held) -> list[str]:
    """Everything that is not as it was computed or given."""
    (once, _), (xlsx, _), (archive, _) = (held.exports[kind] for kind in ("json", "xlsx", "csv"))
    sheets = sheets_of(once)
    return [
        *differences(sheets, played.computed, len(played.parts)),
        *text_differences(sheets, played.flow, (part.answers for part in played.parts)),
        *format_differences(once, xlsx, archive),
        *unequal(held),
        *([f"{held.people - held.told} people were not told the result"] if held.told != held.people else []),
        *([f"{held.left_behind} overtaken messages kept their buttons"] if held.left_behind else []),
        *([f"{held.refused} calls were refused"] if held.refused else []),
    ]


def _report(played: Material, held: Held) -> int:
    wrong = found_wrong(played, held)
    slips = sum(len(part.first) for part in played.parts)
    answers = sum(len(part.answers) for part in played.parts)
    texts, masked = altered(part.answers for part in played.parts)
    rate = held.updates / held.answering
    console.print(
        f"  {answers} answers by {held.people} people; {slips} were changed on the way "
        f"({played.revised} in the data, {slips - played.revised} slips of ours)\n"
        f"  {texts} open answers, all to be quoted; masking changed {masked}; "
        f"{held.names} times a name was asked about, and kept\n"
        f"  {held.answering:.1f} s until the last Submit, {held.seconds:.1f} s with close and six exports\n"
        f"  {held.updates} updates, {rate:.0f} a second while answering; {held.calls} API calls, {held.refused} refused\n"
        f"  {held.releases} releases; all were told: {held.told} of {held.people}; flood limits off\n"
        f"  differences: {len(wrong)}"
    )
    for line in wrong[:40]:
        console.print(f"    {line}")
    return len(wrong)
