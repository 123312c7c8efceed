"""Tests run in the company and the order they need, and a long run is remembered as it ended."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import literal_column, select
from sqlalchemy.engine.interfaces import CacheStats

from storage.engine import memory_engine
from tests.support.running import noted, together, turn
from tests.support.trying import FEWEST, tries

TODAY = datetime(2026, 3, 2, 23, 59, tzinfo=UTC)
ON_A_SERVER = "tests/integration/test_ballots.py::test_a[postgresql]"
ON_A_DAY = "tests/acceptance/trust/test_canary.py::test_a"
IN_A_ROOM = "tests/acceptance/polls/test_polls.py::test_a"
UNIT = "tests/unit/test_cli.py::test_a"


@pytest.mark.parametrize("other", ["tests/integration/test_mailing.py::test_b[postgresql-1]"])
def test_tests_of_one_server_share_a_process(other: str) -> None:
    """Else one's open transaction keeps what another's close deletes."""
    assert together(ON_A_SERVER) == together(other)
    assert together(ON_A_SERVER) != together("tests/integration/test_ballots.py::test_a[sqlite]")


def test_tests_of_one_day_share_a_process_and_others_are_free() -> None:
    """A day that takes long is held once; rooms are handed out one by one, unit tests by the file."""
    assert together(ON_A_DAY) == together("tests/acceptance/trust/test_bytes.py::test_b[1]")
    assert together(IN_A_ROOM) == IN_A_ROOM
    assert together(UNIT) == together("tests/unit/test_cli.py::test_b[x]") == "tests/unit/test_cli.py"


def test_the_longest_come_first() -> None:
    """A test of half a minute at the end would be half a minute of one idle process."""
    order = [
        ON_A_SERVER,
        ON_A_DAY,
        IN_A_ROOM,
        "tests/integration/test_ballots.py::test_a",
        "tests/attacks/test_a.py::t",
        UNIT,
    ]
    assert [turn(test) for test in order] == sorted(map(turn, set(order)))
    assert len({turn(test) for test in order}) == len(order)


def test_a_property_takes_its_share_of_the_runs_examples() -> None:
    """One setting makes every property large or small."""
    assert tries(100).max_examples == settings().max_examples
    assert tries(1).max_examples == FEWEST
    assert tries(400).max_examples == 4 * settings().max_examples


def test_a_statement_is_compiled_once_for_all_databases() -> None:
    """Each test has a database of its own; what is said to one says the same to the next."""
    found = []
    for _ in range(2):
        engine = memory_engine()
        with engine.connect() as connection:
            result: Any = connection.execute(select(literal_column("41 + 1").label("of a test of running")))
            found.append((result.context.cache_hit is CacheStats.CACHE_HIT, result.scalar_one()))
        engine.dispose()
    assert found == [(False, 42), (True, 42)]


def test_a_long_run_is_remembered_as_it_ended() -> None:
    """With what failed, and whether somebody stopped it."""
    counts = {"passed": 812, "failed": 0, "skipped": 2}
    assert noted(TODAY, counts, complete=True) == "2026-03-02: 812 passed, 2 skipped"
    assert (
        noted(TODAY, counts | {"failed": 1}, complete=False)
        == "2026-03-02: 812 passed, 1 failed, 2 skipped, then interrupted"
    )
    assert noted(TODAY, {"passed": 0}, complete=True) == "2026-03-02: nothing ran"
