"""How the program ends although a thread of it hangs; must not know what the thread was doing.

Python waits for every thread before it ends, however long. What was to be stored is stored by then, and what was cut short is owed.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import NoReturn

PATIENT = 3.0
"""Seconds that what is being made has to end by itself."""


def is_held(seconds: float = PATIENT) -> bool:
    """Whether a thread still runs after so many seconds. Idle ones of a pool end when it is shut down; daemons hold nobody."""
    ends = time.monotonic() + seconds
    for thread in _others():
        thread.join(max(0.0, ends - time.monotonic()))
    return bool(_others())


def leave() -> NoReturn:
    """End now, as after a normal end."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _others() -> list[threading.Thread]:
    mine = (threading.main_thread(), threading.current_thread())
    return [thread for thread in threading.enumerate() if thread not in mine and not thread.daemon]
