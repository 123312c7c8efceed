"""How often a property is tried, as a share of what this run can afford; must not decide what is tried."""

from __future__ import annotations

from typing import Any

from hypothesis import settings

FEWEST = 5
"""Examples of a property that is dear to try."""


def tries(percent: int, **other: Any) -> settings:
    """So many of a hundred of the run's examples (see tests/conftest.py): few in every run, many under `make test-long`."""
    return settings(max_examples=max(FEWEST, settings().max_examples * percent // 100), **other)
