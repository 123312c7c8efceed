"""How many updates a second pass from Telegram and back, and how long a reply waits during a send to all.

`python -m tests.benchmarks.bench_intake`. The server that plays Telegram shares the process: figures are a lower bound.
"""

import asyncio
import resource
import time
from collections.abc import Awaitable, Callable

import uvloop
from telegram import Update

from bot.telegram.courier import Call, Courier, Delivered, Lane, Pace
from bot.telegram.intake import Polling
from bot.telegram.pacing import Limit
from tests.support.telegram.bot_api_stub import Stub, bot_of, message, stub_server
from tests.support.telegram.bulk import bulk

UPDATES, PEOPLE = 3000, 1000
UNLIMITED = Pace(bulk=Limit(0.0), private=Limit(0.0), group=Limit(0.0))


async def updates_a_second(answers: int) -> float:
    """Long polling, each update answered with so many calls."""
    stub, done = Stub(), asyncio.Event()
    stub.queue(*(message(number, number % PEOPLE + 1) for number in range(1, UPDATES + 1)))
    async with stub_server(stub), bot_of(stub) as bot:
        courier, stored = Courier(bot, time.monotonic, UNLIMITED), 0
        await courier.start()

        async def handle(update: Update) -> None:
            nonlocal stored
            for _ in range(answers):
                courier.post(
                    Call("send_message", update.effective_user.id if update.effective_user else 0, {"text": "next"})
                )
            stored += 1
            if stored == UPDATES:
                done.set()

        polling, began = Polling(bot, handle), time.monotonic()
        running = asyncio.create_task(polling.run())
        await done.wait()
        await courier.idle()
        took = time.monotonic() - began
        polling.stop()
        await running
        await courier.stop()
    return UPDATES / took


async def waits_during_bulk(people: int = 300, delay: float = 0.03) -> tuple[float, list[float]]:
    """Seconds for a send to all at the real pace, and the waits of one reply every 100 ms meanwhile."""
    stub = Stub(delay=delay)
    async with stub_server(stub), bot_of(stub) as bot:
        courier, waits = Courier(bot, time.monotonic), list[float]()
        await courier.start()
        began = time.monotonic()
        progress = bulk(courier, (Call("send_message", 1000 + n, {"text": "announcement"}) for n in range(people)))
        while progress.left:
            asked = time.monotonic()
            await courier.post(Call("send_message", 1000 + len(waits) % people, {"text": "next"}), Lane.REPLY)
            waits.append(time.monotonic() - asked)
            await asyncio.sleep(0.1)
        took = time.monotonic() - began
        await courier.stop()
    if progress.count(Delivered) != people:
        raise RuntimeError("a message was lost")
    return took, sorted(waits)


async def report(name: str, measure: Callable[[], Awaitable[str]]) -> None:
    """One line a measurement, with its processor time."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    text = await measure()
    used = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
    print(f"{name}: {text} ({used:.1f} s of processor time)")  # noqa: T201 - this is its output


async def main() -> None:
    """All measurements."""

    async def polling(answers: int) -> str:
        return f"{await updates_a_second(answers):,.0f} updates/s"

    async def bulk() -> str:
        took, waits = await waits_during_bulk()
        middle, last = waits[len(waits) // 2] * 1000, waits[-1] * 1000
        return f"300 in {took:.1f} s; {len(waits)} replies waited {middle:.0f} ms (median), {last:.0f} ms (longest)"

    await report("polling, no answer", lambda: polling(0))
    await report("polling, one message each", lambda: polling(1))
    await report("polling, one edit and one message each", lambda: polling(2))
    await report("send to all, 30 ms a call", bulk)


if __name__ == "__main__":
    uvloop.run(main())
