"""Join codes as people type and paste them."""

from __future__ import annotations

from contextlib import suppress

import pytest

from bot.memory import CODE, Albums, Guesses, Memory, Unsearched, Unsent, normal_code


@pytest.mark.parametrize(
    "pasted",
    [
        "K7PARK", "k7park", " K7 PARK ", "K7-PARK", "k7p.ark", "#K7PARK", "K7PARK!", "/K7PARK", "“K7PARK”", "'k7park'", "(K7PARK)",
        "code: K7PARK", "Code K7PARK", "join code: k7park", "The code is K7-PARK.", "Deelnamecode: K7PARK", "code=K7PARK",
        "Ｋ７ＰＡＲＫ", "К7РАRК", "Κ7ΡΑRΚ", "K7\u200bPARK", "*K7PARK*", "K 7 P A R K", "K7—PARK", "K7_PARK",
        "https://t.me/roundtable_bot?start=K7PARK", "t.me/roundtable_bot?start=k7park", "tg://resolve?domain=x_bot&start=K7PARK",
        "Join here: https://t.me/roundtable_bot?start=K7PARK now",
    ],
)  # fmt: skip
def test_a_code_is_known_as_it_is_pasted(pasted: str) -> None:
    """Whatever stands around it, and however it is drawn."""
    assert normal_code(pasted) == "K7PARK"


@pytest.mark.parametrize(
    "other", ["K7PAR", "K7PAR0", "K7PARKS", "better benches", "code", "the code of conduct", "١٢٣٤٥٦", ""]
)
def test_other_words_are_no_code(other: str) -> None:
    """Too short, too long, or with signs that no code has."""
    assert not CODE.fullmatch(normal_code(other))


def test_an_album_is_remarked_on_once() -> None:
    """Thirteen pictures are one thing that somebody did; the next album is another."""
    albums = Albums()
    assert [albums.is_new(1, "a"), albums.is_new(1, "a"), albums.is_new(2, "a"), albums.is_new(1, "b")] == [
        True,
        False,
        True,
        True,
    ]


def test_what_is_begun_anew_has_not_happened() -> None:
    """Words that have to be searched for names first: a guess counts once, and what waited waits again."""
    memory = Memory(Guesses(), Unsent(), now=0.0)
    memory.unsent.keep("w", 1, "from before")
    for _ in range(7):
        memory.missed(1)
    for _ in range(2):
        with suppress(Unsearched), memory.attempt(1):
            memory.missed(1)
            assert (memory.must_wait(1), memory.unsent.take("w", 1)) == (True, "from before")
            raise Unsearched("words")
    assert not memory.must_wait(1)
    with memory.attempt(1):
        assert memory.unsent.take("w", 1) == "from before"
    assert memory.unsent.take("w", 1) is None
