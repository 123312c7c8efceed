"""Settings that all tests share; must not hold fixtures of a single subject."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # it brings no types

hypothesis.settings.register_profile("default", deadline=None, print_blob=True)
hypothesis.settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --update-golden: write what is expected anew instead of comparing with it."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files of the scenarios")


class Together(LoadScopeScheduling):  # type: ignore[misc]  # for the same reason
    """Tests that share a day's work stay in one process, and so do those of a PostgreSQL server.

    An open transaction of one of those keeps what another's close deletes. (The groups of xdist 3.8 itself do nothing under
    pytest 9.2: it looks for them in names of tests that pytest now makes anew.)
    """

    def _split_scope(self, nodeid: str) -> str:
        """The group of a test; a group of its own for most."""
        file, _, name = nodeid.partition("::")
        if "postgresql" in name:
            return "postgres"
        return SHARED_DAYS.get(Path(file).name, nodeid)


SHARED_DAYS = {"test_bytes.py": "canaries", "test_canary.py": "canaries", "test_replay.py": "replay"}
"""Files whose tests look at one workshop that takes long to hold."""


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together | None:
    """Our own groups, where groups are asked for."""
    return Together(config, log) if config.getoption("dist") == "loadgroup" else None


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten (review the difference before you commit it)."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the tester's own token and database out of every test."""
    for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "KEYSTORE", "PUBLIC_URL", "PORT", "WEBHOOK_SECRET"):
        monkeypatch.delenv(name, raising=False)
    for name in ("DATABASE_URL", "CONTROLLER_NAME", "CONTROLLER_CONTACT", "RELEASE_TICK_SECONDS", "FLOWS"):
        monkeypatch.delenv(name, raising=False)
