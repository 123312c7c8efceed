"""A bot in a process of its own that can be killed: stores each update as a line of a file, after a delay.

Arguments: the API's address, the file, the delay in seconds. Prints `begun` for each update it begins with.
"""

import asyncio
import os
import sys
from pathlib import Path

from telegram import Update

from bot.telegram.api import make_bot
from bot.telegram.intake import Polling
from tests.support.telegram.bot_api_stub import TOKEN


async def main(url: str, file: Path, delay: float) -> None:
    """Poll until killed."""

    async def store(update: Update) -> None:
        print("begun", flush=True)  # noqa: T201 - the parent reads it
        await asyncio.sleep(delay)
        with file.open("a") as lines:
            lines.write(f"{update.update_id}\n")
            lines.flush()
            os.fsync(lines.fileno())

    async with make_bot(TOKEN, url) as bot:
        await Polling(bot, store).run()


asyncio.run(main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])))
