"""Settings that all tests share; must not hold fixtures of a single subject."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # it brings no types

from tests.support.running import keep_what_is_there, noted, rarely_collect, share_statements, together, turn

EXAMPLES, MANY = 25, 500
"""How many examples a property is tried on: in every run, and under `make test-long`. `tries` takes its share of either."""

hypothesis.settings.register_profile("default", deadline=None, print_blob=True, max_examples=EXAMPLES)
hypothesis.settings.register_profile("ci", hypothesis.settings.get_profile("default"), derandomize=True, database=None)
hypothesis.settings.register_profile("long", hypothesis.settings.get_profile("default"), max_examples=MANY)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")


share_statements()
rarely_collect()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --update-golden: write what is expected anew instead of comparing with it; and --note, see `noted`."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files of the scenarios")
    parser.addoption(
        "--note", metavar="FILE", help="write the date and the result of this run into a file, as one line"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that at the end no process waits for another's last half minute."""
    items.sort(key=lambda item: (turn(item.nodeid), item.get_closest_marker("slow") is None))


def pytest_collection_finish() -> None:
    """What is there now stays."""
    keep_what_is_there()


class Together(LoadScopeScheduling):  # type: ignore[misc]  # for the same reason
    """Groups of tests that stay in one process, see `together`.

    (The groups of xdist 3.8 itself do nothing under pytest 9.2: it looks for them in names of tests that pytest now makes anew.)
    """

    def __init__(self, config: pytest.Config, log: Any) -> None:
        """In the order of the tests, not by how many there are in a group."""
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        """The group of a test."""
        return together(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together | None:
    """Our own groups, where groups are asked for."""
    return Together(config, log) if config.getoption("dist") == "loadgroup" else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    """Keep the result where the next `.ci/run` finds it, if asked to; in the one process that has all of it."""
    if config.getoption("note"):
        stats = terminalreporter.stats
        counts = {kind: len(stats.get(kind, ())) for kind in ("passed", "failed", "error", "skipped")}
        line = noted(datetime.now(UTC), counts, complete=exitstatus != pytest.ExitCode.INTERRUPTED)
        Path(config.getoption("note")).write_text(f"{line}\n", encoding="utf-8")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten (review the difference before you commit it)."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the tester's own token and database out of every test."""
    for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "KEYSTORE", "PUBLIC_URL", "PORT", "WEBHOOK_SECRET"):
        monkeypatch.delenv(name, raising=False)
    for name in (
        "DATABASE_URL",
        "CONTROLLER_NAME",
        "CONTROLLER_CONTACT",
        "RELEASE_TICK_SECONDS",
        "RETENTION_MONTHS",
        "FLOWS",
    ):
        monkeypatch.delenv(name, raising=False)
