"""Settings that all tests share; must not hold fixtures of a single subject."""

from __future__ import annotations

import os

import hypothesis
import pytest

hypothesis.settings.register_profile("default", deadline=None, print_blob=True)
hypothesis.settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --update-golden: write what is expected anew instead of comparing with it."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files of the scenarios")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of a PostgreSQL server one after the other: an open transaction of one keeps what another's close deletes."""
    for item in items:
        if item.get_closest_marker("postgres") is not None:
            item.add_marker(pytest.mark.xdist_group("postgres"))


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
