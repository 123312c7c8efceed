"""The fuzz of `tests.attacks.updates` in a process of its own, as a row of the table."""

from __future__ import annotations

import asyncio
import sys

from tests.chaos.table import Row
from tests.support.shared import ROOT


async def fuzzed(count: int, seed: int) -> Row:
    """So many updates of every form; what became of them."""
    command = (sys.executable, "-m", "tests.attacks.updates.fuzz", "--count", str(count), "--seed", str(seed))
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    out, _ = await process.communicate()
    return Row(
        f"{count} made-up updates of every form",
        out.decode().strip()[:600],
        "none raises, and a newcomer takes part afterwards",
        process.returncode == 0,
    )
