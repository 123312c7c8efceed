"""Signs that nobody sees, or that turn others round, are left out of all that anybody types, at the one door it comes in by."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.front.tables import REPLIES
from storage.database import Database
from storage.keys.stores import FileKeys
from storage.values import Role
from tests.support.prepared import put_database
from tests.support.receiving import Counter, rows, texts
from tests.support.storage_case import open_room

FAY, ADA = 11, 21
BAD = "\u202e\u2066\u200b\ufeff\u2028\u0007" + "\u0301" * 9
ACCENT = BAD[-1]
LEFT_OUT = "I left out signs that cannot be seen."


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Counter]:
    """A facilitator with an open workshop."""
    put_database(tmp_path / "room.db")
    db = Database.open(f"sqlite:///{tmp_path / 'room.db'}", FileKeys(tmp_path / "keys"), random.Random(1))
    room = open_room(db, code="PARK7Q")
    for workshop_id in (None, room.workshop.id):
        room.do(lambda u, w=workshop_id: u.staff.grant(FAY, Role.FACILITATOR, w))  # type: ignore[misc]
    room.do(lambda u: u.staff.set_focus(FAY, room.workshop.id))
    yield Counter(db)
    db.close()


def _is_clean(at: Counter) -> bool:
    """Whether nothing of it stands anywhere in the database."""
    held = repr(rows(at.db))
    return (
        not any(repr(sign)[1:-1] in held or sign in held for sign in "\u202e\u2066\u200b\ufeff\u2028")
        and "\u0301" * 5 not in held
    )


def test_a_title_in_one_go(at: Counter) -> None:
    """Typed behind the command: clean in the database and on the phone, and it is said."""
    said = texts(at.type(FAY, f"/new key-questions Park{BAD} day"))
    assert said.splitlines()[-1] == LEFT_OUT
    assert _is_clean(at)
    assert LEFT_OUT not in texts(at.type(FAY, "/new key-questions Park day"))


@pytest.mark.parametrize("name", REPLIES)
def test_words_that_staff_were_asked_for(at: Counter, name: str) -> None:
    """A title, an announcement, words of a poll, names of a panel, news, words at the desk, digits: none keeps such a sign."""
    (workshop,) = at.db.run(lambda unit: unit.workshops.everything()).result()
    about = {"title": "key-questions", "panel": f"{workshop.id}:who", "wall": f"{workshop.id}:0"}.get(name, workshop.id)
    at.db.run(lambda unit: unit.staff.set_asked(FAY, f"{name}:{about}")).result()
    words = {"wall": f"12{BAD.rstrip(ACCENT)}34", "expect": f"Par{BAD}k 40"}  # others are not meant for them
    said = texts(at.type(FAY, words.get(name, f"Par{BAD}k day")))
    assert LEFT_OUT in said
    assert not set("\u202e\u2066\u200b\ufeff\u2028\u0007") & set(said)
    assert _is_clean(at)


def test_what_people_write(at: Counter) -> None:
    """A participant is told nothing of it: their words are taken without such signs."""
    at.type(ADA, "PARK7Q")
    assert LEFT_OUT not in texts(at.type(ADA, f"PAR\u200bK7Q{BAD}"))
    for words in ("\u202e", "\u200b\u2060", BAD):
        assert texts(at.type(ADA, words))
