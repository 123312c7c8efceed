"""What would hold the end of the program is known."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from bot.surroundings.departing import is_held


def test_a_thread_that_hangs_and_no_idle_one() -> None:
    """Idle ones of a pool end when it is shut down."""
    others = set(threading.enumerate())
    pool, release = ThreadPoolExecutor(2), threading.Event()
    pool.submit(int).result()
    hanging = pool.submit(release.wait)
    pool.shutdown(wait=False)
    assert is_held(0.01)
    release.set()
    hanging.result()
    for thread in set(threading.enumerate()) - others:
        thread.join(5)
        assert not thread.is_alive()
