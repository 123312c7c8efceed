"""One closed workshop for all tests that only read it: making it takes longer than most of them."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from storage.database import Database
from storage.keys.stores import FileKeys
from tests.support.examples.reported import held
from tests.support.prepared import put_database
from tests.support.storage_case import Room


@pytest.fixture(scope="session")
def riverside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A closed workshop with something of everything, of 24 people."""
    folder = tmp_path_factory.mktemp("riverside")
    put_database(folder / "room.db")
    db = Database.open(f"sqlite:///{folder}/room.db", FileKeys(folder / "keys"), random.SystemRandom())
    yield held(db)
    db.close()
