"""`make chaos`: the bot is killed and troubled in every way there is, and a table says what happened; about twenty minutes.

Everything is drawn from one seed, which is printed. The table is printed and kept in `.pytest_cache/last-chaos.txt`.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import sys
import time
from collections.abc import Sequence

from rich.console import Console

from tests.chaos.faults.every import FAULTS
from tests.chaos.fuzzed import fuzzed
from tests.chaos.kills import Killing
from tests.chaos.stand import prepare
from tests.chaos.table import Fault, Row, Table, named, tried
from tests.support.shared import ROOT

NOTE = ROOT / ".pytest_cache" / "last-chaos.txt"
LANES = 3
"""Faults that are tried at the same time: most of each is waiting."""

console = Console(highlight=False, soft_wrap=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do all of it; 0 when everything is as expected."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200, help="how many SIGKILLs (%(default)s); 0: none")
    parser.add_argument("--fuzz", type=int, default=100_000, help="how many made-up updates (%(default)s); 0: none")
    parser.add_argument("--seed", type=int, default=None, help="what is drawn by lot; by default another one each time")
    parser.add_argument(
        "--only", action="append", default=[], help="only what has this in its name: kills, fuzz, a fault"
    )
    parser.add_argument("--list", action="store_true", help="list the faults and end")
    wanted = parser.parse_args(arguments)
    if wanted.list:
        for fault in FAULTS:
            console.print(f"{fault.name:<28}{fault.fault}", markup=False)
        return 0
    logging.disable(logging.CRITICAL)  # the emulated server tells of every answer that is lost on purpose
    seed = wanted.seed if wanted.seed is not None else random.SystemRandom().randrange(2**32)
    return asyncio.run(_run(wanted.kills, wanted.fuzz, seed, wanted.only))


async def _run(kills: int, fuzz: int, seed: int, only: Sequence[str]) -> int:
    began = time.monotonic()

    def say(words: str) -> None:
        console.print(f"[{time.monotonic() - began:6.0f} s] {words}", markup=False)

    say(f"seed {seed}")
    prepare()
    table = Table()
    if kills and _is_wanted("kills", only):
        table.rows += await Killing(kills, seed, say).run()
    faults = named(FAULTS, only)
    fuzzing = asyncio.create_task(fuzzed(fuzz, seed)) if fuzz and _is_wanted("fuzz", only) else None
    table.rows += await _side_by_side([fault for fault in faults if not fault.alone], say)
    if fuzzing is not None:
        table.rows.append(await fuzzing)
    for fault in faults:
        if fault.alone:
            table.rows.append(await _tried(fault, say))
    lines = [f"seed {seed}, {(time.monotonic() - began) / 60:.1f} minutes", "", *table.lines()]
    NOTE.parent.mkdir(exist_ok=True)
    NOTE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write("\n" + "\n".join(lines) + "\n")
    return 1 if table.failed else 0


def _is_wanted(name: str, only: Sequence[str]) -> bool:
    return not only or any(word in name for word in only)


async def _side_by_side(faults: Sequence[Fault], say: object) -> list[Row]:
    seats = asyncio.Semaphore(LANES)

    async def one(fault: Fault) -> Row:
        async with seats:
            return await _tried(fault, say)

    return list(await asyncio.gather(*map(one, faults)))


async def _tried(fault: Fault, say: object) -> Row:
    assert callable(say)
    row = await tried(fault)
    mark = {True: "ok", False: "FAILED", None: "not tried"}[row.ok]
    say(f"{fault.name}: {mark}: {row.happened}")
    return row
