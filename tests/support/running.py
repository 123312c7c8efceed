"""In which order and company tests run, and what is remembered of a run; must not know what any of them tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

KINDS = ("acceptance", "integration", "attacks", "unit")
"""Folders of tests, those with the longest tests first."""

SHARED_DAYS = {
    "test_bytes.py": "canaries", "test_canary.py": "canaries", "test_replay.py": "replay", "test_page.py": "browser",
}  # fmt: skip
"""Files whose tests look at one workshop that takes long to hold, or into one browser."""


def together(nodeid: str) -> str:
    """The group of tests that this one shares a process with; a group of its own for most.

    An open transaction of a PostgreSQL test keeps what another's close deletes. Handing a unit test to a process takes longer
    than the test does, so a file of them goes as a whole.
    """
    file, _, name = nodeid.partition("::")
    if "postgresql" in name:
        return "postgres"
    return SHARED_DAYS.get(Path(file).name) or (file if "tests/unit/" in file else nodeid)


def turn(nodeid: str) -> int:
    """When a test's turn comes: rooms full of people take seconds, unit tests milliseconds."""
    file = nodeid.partition("::")[0]
    if together(nodeid) == "postgres":
        return 0
    if Path(file).name in SHARED_DAYS:
        return 1
    return next((place for place, kind in enumerate(KINDS, 2) if f"tests/{kind}/" in file), 2)


def noted(now: datetime, counts: Mapping[str, int], *, complete: bool) -> str:
    """What is remembered of a run: the day, and how many tests ended how."""
    found = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "nothing ran"
    return f"{now:%Y-%m-%d}: {found}{'' if complete else ', then interrupted'}"
