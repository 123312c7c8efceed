"""One program alone works on a database: the second is told so in a sentence, and a kill lets go of the lock."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.place.tenancy import AnotherRuns, Tenancy, move_in, tenancy_of
from tests.support.storage_case import Place, query

HOLDER = """
import sys, time
from storage.place.tenancy import tenancy_of
mine = tenancy_of(sys.argv[1])
mine.hold()
print("held", flush=True)
time.sleep(60)
"""


@contextmanager
def another(place: Place) -> Iterator[subprocess.Popen[str]]:
    """Another program that works on it; killed at the end, without a chance to tidy up."""
    command = [sys.executable, "-c", HOLDER, place.url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        try:
            yield child
        finally:
            child.kill()


@contextmanager
def held(place: Place) -> Iterator[Tenancy]:
    """The lock of this program, let go of at the end."""
    mine = tenancy_of(place.url)
    mine.hold()
    try:
        yield mine
    finally:
        mine.release()


def test_only_one(place: Place) -> None:
    """The second is refused as long as the first one lives, if that is killed not a moment longer."""
    with another(place) as first:
        with pytest.raises(AnotherRuns, match="Another roundtable works on this database already"):
            move_in(tenancy_of(place.url), 0.0)
        first.kill()
        first.wait()
        mine = tenancy_of(place.url)
        move_in(mine, 5.0)
        mine.hold()
    mine.release()
    with held(place):
        pass


def test_a_lock_that_was_lost(place: Place) -> None:
    """It is taken again at the next look; if another one has it by then, that is said."""
    with held(place) as mine:
        _lose(place)
        mine.hold()
        with pytest.raises(AnotherRuns):
            tenancy_of(place.url).hold()
        _lose(place)
        with another(place), pytest.raises(AnotherRuns):
            mine.hold()


def _lose(place: Place) -> None:
    """Somebody tidies up beside the database; or the server drops the connection."""
    if place.kind == "sqlite":
        (place.folder / "room.db-lock").unlink()
        return
    lost = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = "
    query(place.url, f"{lost} (hashtext(current_schema())::bigint & 4294967295)::oid")
