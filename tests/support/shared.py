"""Finds the folder of real input data that stands beside the repository; must not know what is in it.

The folder is too large and too foreign to be part of the repository, so a test that needs it is skipped where it is
missing, except in continuous integration, where a missing folder would hide a missing test.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
"""The repository."""


def shared_folder() -> Path:
    """The folder named by ROUNDTABLE_SHARED, by default `shared` beside the repository; it may not exist."""
    return Path(os.environ.get("ROUNDTABLE_SHARED") or ROOT.parent / "shared")


def shared(name: str) -> Path:
    """The file or folder `name` below the shared folder; skips the calling test when it is missing, fails it in CI."""
    path = shared_folder() / name
    if not path.exists():
        reason = f"needs {name} in the shared data folder; name that folder with ROUNDTABLE_SHARED"
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return path
