"""The real bot in a process of its own, so that it can be killed as a machine kills it, and shares no processor with the phones.

Arguments: the API's address, the folder of its data, how many times faster than life it runs. Prints `started`.
"""

import asyncio
import sys
from pathlib import Path

from bot.app import App
from bot.logs import configure_logging
from bot.telegram.courier import Pace
from tests.fullroom.house import settings_for


async def main(url: str, folder: Path, faster: float) -> None:
    """Run until killed."""
    app = App.build(settings_for(url, folder), tick_seconds=10 / faster, pace=Pace().faster(faster))
    await app.start()
    print("started", flush=True)  # noqa: T201 - the parent reads it
    await app.wait()


configure_logging(level="WARNING")
asyncio.run(main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])))
