"""Attacks on availability: connections that idle, texts without end."""

from __future__ import annotations

import asyncio
import resource
import time
from contextlib import AsyncExitStack, suppress
from statistics import median

from bot.rehearsal.hands.phone import Phone
from tests.chaos.faults.line import NEXT
from tests.chaos.stand import Kind, Stand, stand
from tests.chaos.table import Fault, Skipped

IDLE = 1010
LONG = ("Hannah Smith of 12 Elm Road, 07700 900222, said so. " * 90)[:4096]
ALLOWED = 0.1
"""Seconds by which one person's texts may delay another's tap."""


async def _idle(files: int | None) -> str:
    """So many connections to the port of the webhook that say nothing, or half of a head; people go on answering."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < IDLE + 200:
        raise Skipped("this process may not open so many files")
    resource.setrlimit(
        resource.RLIMIT_NOFILE, (max(soft, IDLE + 200) if soft != resource.RLIM_INFINITY else soft, hard)
    )
    async with stand(Kind(way="webhook"), started=False) as here, AsyncExitStack() as stack:
        if files is not None:
            here.bot.before = ("prlimit", f"--nofile={files}:{files}")
        await here.start()
        people = await here.people(3, await here.workshop(await here.staff()))
        before, answered = len(here.log), 0
        for number in range(IDLE):
            with suppress(OSError):
                _, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", here.settings.port), 5)
                stack.callback(writer.transport.abort)
                if number % 2:
                    writer.write(b"POST /telegram HTTP/1.1\r\nHost: x\r\n")
        for phone in people:
            await here.tap(phone, "A sailor")
            await here.until(lambda phone=phone: NEXT in phone.last.text, f"the next question ({phone.name})", 30)  # type: ignore[misc]
            answered += 1
        await asyncio.sleep(5)
        lines = here.log[before:].count("\n")
        assert lines < 100, f"{lines} lines in the log"
        assert here.bot.runs
        return f"{answered} of {len(people)} people are answered meanwhile; {lines} lines in the log"


async def _tap(here: Stand, phone: Phone) -> float:
    """One tap on an option of the multi question; the seconds until the tick is on the phone."""
    before = [b.labels for b in phone.recent(1)]
    began = time.monotonic()
    phone.tap(lambda button: "More light" in button.label)
    while [b.labels for b in phone.recent(1)] == before:
        if time.monotonic() - began > 20:
            return 20.0
        await asyncio.sleep(0.002)
    del here
    return time.monotonic() - began


async def _texts() -> str:
    """A hundred texts of 4,096 characters of one person, twenty at a time; another one taps right behind them."""
    async with stand() as here:
        ada, ben = await here.people(2, await here.workshop(await here.staff()))
        await here.tap(ben, "A sailor")
        await here.until(lambda: NEXT in ben.last.text, "the second question")
        for label in ("A sailor", "More light", "Done (1)", "Mostly"):
            await here.until(lambda label=label: any(label in has for has in ada.last.labels), label)  # type: ignore[misc]
            await here.tap(ada, label)
        await here.until(lambda: "4 of 4" in ada.last.text, "the open question")
        await here.rest(quiet=1)
        calm = []
        for _ in range(5):
            calm.append(await _tap(here, ben))
            await asyncio.sleep(1.2)
        busy, left = [], []
        for _ in range(5):
            for number in range(20):
                ada.say(LONG if number % 2 else LONG[:990])
            left.append(len(here.telegram.updates.pending))
            busy.append(await _tap(here, ben))
            await asyncio.sleep(1.2)
        delay = median(busy) - median(calm)
        told = (
            f"a tap takes {median(calm) * 1000:.0f} ms before and {median(busy) * 1000:.0f} ms among them "
            f"(medians of 5; at least {min(left)} texts waited at each tap)"
        )
        assert min(left) > 0, told
        assert delay < ALLOWED, told
        return told


FAULTS = (
    Fault("attack-idle", f"{IDLE} idle connections to the webhook", "people are answered, the log does not grow", lambda: _idle(None)),
    Fault("attack-idle-few-files", f"{IDLE} idle connections, 256 files allowed", "people are answered, the log does not grow", lambda: _idle(256)),
    Fault("attack-texts", "100 texts of one person, 4,096 characters each second one", "another's tap is not delayed by 100 ms", _texts, alone=True),
)  # fmt: skip
