"""What ten workshops one after the other leave behind in one program: memory, open files, threads, tasks, the database.

`python -m tests.benchmarks.bench_workshops`. Memory, files and threads are those of the bot in a process of its own; tasks are
counted where the server that plays Telegram shares the process with it.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvloop

from bot.rehearsal.emulator import Emulator
from bot.rehearsal.hands.phone import Phone
from tests.fullroom.house import BOT, House, open_house
from tests.support.room import code_on, open_room

WORKSHOPS, PEOPLE, FASTER = 10, 20, 1000.0
ANSWERS = ("1", "4", "1 2", "1 2 3", "1", "skip", "submit")

Quiet = Callable[[], Awaitable[None]]


async def a_workshop(emulator: Emulator, fay: Phone, quiet: Quiet) -> None:
    """From `/new` to the result on everybody's phone."""
    fay.say("/new key-questions Riverside Park")
    await quiet()
    fay.say("/open")
    await quiet()
    link = f"https://t.me/{BOT}?start={code_on(fay)}"
    phones = [emulator.account(f"P{number}") for number in range(PEOPLE)]
    for phone in phones:
        phone.open(link)
    await quiet()
    for phone in phones:
        phone.tap("Take part")
    await quiet()
    for words in ANSWERS:
        for phone in phones:
            phone.say(words)
        await quiet()
    fay.say("/close")
    await quiet()
    fay.tap("Yes, close it")
    await quiet()
    async with asyncio.timeout(60):
        while not all(any("The room said" in b.text for b in phone.messages()) for phone in phones):  # noqa: ASYNC110
            await asyncio.sleep(0.1)


def of_process(number: int) -> tuple[float, int, int]:
    """Megabytes in memory, open files, threads."""
    status = Path(f"/proc/{number}/status").read_text()
    kilobytes, threads = (
        int(re.findall(rf"^{name}:\s+(\d+)", status, re.MULTILINE)[0]) for name in ("VmRSS", "Threads")
    )
    return kilobytes / 1024, len(list(Path(f"/proc/{number}/fd").iterdir())), threads


async def from_outside() -> None:
    """The bot in a process of its own."""
    async with open_house(FASTER) as house:
        fay = await house.invited("Fay")
        print("workshops  memory MB  files  threads  database KB")  # noqa: T201 - this is its output
        for done in range(WORKSHOPS + 1):
            if done:
                await a_workshop(house.emulator, fay, _settled(house))
            memory, files, threads = of_process(house.number)
            print(f"{done:9}  {memory:9.1f}  {files:5}  {threads:7}  {house.database.stat().st_size / 1024:11.0f}")  # noqa: T201 - so is this


def _settled(house: House) -> Quiet:
    async def settled() -> None:
        for _ in range(3):
            await house.emulator.settled()
            await asyncio.sleep(0.2)

    return settled


async def from_inside() -> None:
    """Tasks, where nothing is under way."""
    async with open_room() as room:
        fay = await room.staff()
        for done in range(WORKSHOPS + 1):
            if done:
                await a_workshop(room.emulator, fay, room.quiet)
            await room.quiet()
            await asyncio.sleep(0.5)
            print(f"after {done} workshops: {len(asyncio.all_tasks())} tasks")  # noqa: T201 - so is this


if __name__ == "__main__":
    uvloop.run(from_outside())
    uvloop.run(from_inside())
