"""One budget for every way in which a join code, a receipt or an invitation can be guessed, on a real database."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.buttons import Button, Scope
from bot.desk import invitation_token
from bot.messages import Op
from flows.counting.release import STANDARD
from storage.database import Database
from storage.keys.sealing import receipt_code
from storage.keys.stores import FileKeys
from storage.values import Role
from tests.support.prepared import put_database
from tests.support.receiving import Counter, texts
from tests.support.storage_case import LAST_DAY, open_room

EVE, FAY = 31, 11
OPEN, SHUT, GONE = "PARK7Q", "RVER22", "G3NE22"
INVITATION = invitation_token(random.Random(7))
RECEIPT = receipt_code(random.Random(3).randbytes(16))

Try = Callable[[Counter, str], tuple[Op, ...]]


def _button(scope: Scope, verb: str, *arguments: str) -> Try:
    return lambda at, code: at.press(EVE, Button(scope, code, verb, arguments))


WAYS: dict[str, Try] = {
    "typed": lambda at, code: at.type(EVE, code),
    "deep link": lambda at, code: at.type(EVE, f"/start {code}"),
    "transparency": lambda at, code: at.type(EVE, f"/transparency {code}"),
    "verify": lambda at, code: at.type(EVE, f"/verify {code} {RECEIPT}"),
    "verify typed": lambda at, code: at.type(EVE, f"/verify {RECEIPT} {code}"),
    "take part": _button(Scope.PARTICIPANT, "tp", STANDARD.preset),
    "card": _button(Scope.PARTICIPANT, "card"),
    "how": _button(Scope.PARTICIPANT, "how", "1"),
    "answer": _button(Scope.PARTICIPANT, "t", "0", "0"),
    "leave": _button(Scope.PARTICIPANT, "quit"),
    "forget": _button(Scope.PARTICIPANT, "fo"),
    "steer": _button(Scope.FACILITATOR, "close"),
    "export": _button(Scope.FACILITATOR, "exp", "csv"),
}
"""Every way of asking about a workshop by its code."""

OTHERS: dict[str, Try] = {
    "invitation": lambda at, code: at.type(EVE, f"/start {('i' + code * 4)[:25].ljust(25, 'x')}"),
    "receipt": lambda at, code: at.type(EVE, receipt_code((code * 3).encode()[:16])),
    "sentence": lambda at, code: at.type(EVE, f"Use {code} to join"),
}
"""What has no join code in it, or one among other words, and can be guessed all the same."""


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Counter]:
    """An open workshop, a closed one, one that was deleted, and an invitation."""
    put_database(tmp_path / "room.db")
    db = Database.open(f"sqlite:///{tmp_path / 'room.db'}", FileKeys(tmp_path / "keys"), random.Random(1))
    open_room(db, code=OPEN)
    shut = open_room(db, code=SHUT)
    shut.close()
    shut.do(lambda u: u.staff.grant(FAY, Role.FACILITATOR, shut.workshop.id))
    gone = open_room(db, code=GONE)
    gone.close()
    gone.do(lambda u: u.deletions.delete(gone.workshop.id, LAST_DAY))
    yield Counter(db)
    db.close()


def _wrong(seed: int) -> str:
    return "".join(random.Random(seed).choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(6))


@pytest.mark.parametrize("by", [*WAYS, *OTHERS])
def test_whoever_has_guessed_too_often_learns_nothing_by_any_way(at: Counter, by: str) -> None:
    """After eight wrong ones by one way, no way tells an open workshop, a closed one and none apart, until ten minutes are over."""
    guess = (WAYS | OTHERS)[by]
    for number in range(8):
        guess(at, _wrong(number))
    for way in WAYS.values():
        said = {texts(way(at, code)) for code in (OPEN, SHUT, _wrong(99))}
        assert len(said) == 1, said
        assert "wait ten minutes" in said.pop()
    assert "wait ten minutes" in texts(at.type(EVE, f"/start {INVITATION}"))
    assert "wait ten minutes" in texts(at.type(EVE, RECEIPT))
    at.now = 599.0
    assert "wait ten minutes" in texts(at.type(EVE, OPEN))
    at.now = 601.0
    assert "Nobody has joined yet." in texts(at.type(EVE, OPEN))


def test_what_fits_and_what_is_ones_own_is_no_guess(at: Counter) -> None:
    """Old buttons of workshops that there are or were, malformed receipts and one's own workshop use nothing up."""
    for _ in range(12):
        for way in ("how", "leave", "steer", "transparency"):
            WAYS[way](at, SHUT)
        for way in ("how", "leave", "steer"):
            WAYS[way](at, GONE)
        at.type(EVE, f"/verify {OPEN} K7QF")
        at.press(FAY, Button(Scope.FACILITATOR, SHUT, "sum"))
    assert at.guesses.wrong == {}
    for number in range(8):
        at.type(FAY, _wrong(number))
    assert "wait ten minutes" not in texts(at.press(FAY, Button(Scope.FACILITATOR, SHUT, "more")))


@pytest.mark.parametrize(
    "words",
    [f"{OPEN} please", f"Use {OPEN} to join", f"{OPEN} {OPEN}", f"/join {OPEN}", f"رمز: {OPEN}", "we use park7q today"],
)
def test_a_code_among_other_words_is_found(at: Counter, words: str) -> None:
    """In a sentence, twice, behind a command that is none; without a digit only in capitals, so that no word is taken for one."""
    assert "Nobody has joined yet." in texts(at.type(EVE, words))
    assert at.guesses.wrong == {}


def test_of_two_codes_none_is_picked_and_a_misspelt_command_is_no_code(at: Counter) -> None:
    """Two workshops named in one message; a slash and six letters; a sentence of words with six letters."""
    open_room(at.db, code="AUTUMN")
    assert (
        texts(at.type(EVE, f"{OPEN} or AUTUMN?")) == "There are several join codes in that. Please send me one of them."
    )
    assert texts(at.type(FAY, "/sumary")).startswith("I do not know that command.")
    used = {user: len(times) for user, times in at.guesses.wrong.items()}
    assert "Welcome to Roundtable" in texts(at.type(EVE, "please let me attend the autumn thing"))
    assert "Welcome to Roundtable" in texts(at.type(EVE, f"Is it {OPEN} AAAAA2 AAAAA3 or AAAAA4?")), "a list of guesses"
    assert used == {FAY: 1} == {user: len(times) for user, times in at.guesses.wrong.items()}
