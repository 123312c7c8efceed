"""Where files are made: in threads of their own, few at a time, that nobody waits for at the end; must not know what is made.

The loop's own threads are the room's: a close, the pictures of a summary. A file that hangs, or ten that are asked for at once, must
not take their places.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Broken(RuntimeError):
    """What makes files is broken on this machine: a disk that is full, a font that is gone, a library that gave up."""


class Bench:
    """One for the program. `places`: files that are made at the same time."""

    def __init__(self, places: int = 2) -> None:
        self._free = asyncio.Semaphore(places)

    async def make(self, work: Callable[[], T]) -> T:
        """What `work` gives, in a thread; given up, its place is free again, whatever the thread does.

        Raises what `work` raises, and Broken for what is no outage of a database although it looks like one (OSError).
        """
        async with self._free:
            pool = ThreadPoolExecutor(1, thread_name_prefix="file")  # of its own: one that hangs is left behind
            made = asyncio.wrap_future(pool.submit(work))
            try:
                await asyncio.wait({made})
                error = made.exception()
            finally:
                made.cancel()
                pool.shutdown(wait=False, cancel_futures=True)
        if isinstance(error, OSError) or not isinstance(error, Exception | None):  # or a panic of what is not Python
            raise Broken from error
        return made.result()
