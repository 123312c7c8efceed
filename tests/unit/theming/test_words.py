"""Words as they are compared: in ten languages, with what says nothing left out."""

from __future__ import annotations

import pytest

from flows.theming.function_words import FUNCTION_WORDS, PALE_WORDS
from flows.theming.labelling import LONGEST, first_words
from flows.theming.quoting import nearest_quote
from flows.theming.standing_for import likeliest
from flows.theming.words import akin, clauses, function_words, language_of, normal, says_something, spoken_in


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("The parking is not near the shops", "en"),
        ("Er zijn niet genoeg plekken in het centrum", "nl"),
        ("Es gibt nicht genug Plätze in der Stadt", "de"),
        ("Il n'y a pas assez de places dans le centre", "fr"),
        ("Det finns inte många platser i centrum", "sv"),
        ("Det er ikke nok plasser i sentrum og mye støy", "no"),
        ("Der er ikke nok pladser ud mod havnen", "da"),
        ("No hay bastantes plazas en el centro", "es"),
        ("Non ci sono abbastanza posti nel centro", "it"),
        ("Não há lugares no centro da cidade", "pt"),
        ("Parking", ""),
    ],
)
def test_a_language_is_known_by_its_small_words(said: str, language: str) -> None:
    """A single noun is of no language."""
    assert language_of(said) == language
    assert set(FUNCTION_WORDS) == set(PALE_WORDS) == {"en", "nl", "de", "fr", "sv", "no", "da", "es", "it", "pt"}


def test_a_word_is_looked_up_in_the_languages_that_are_written() -> None:
    """Swedish "men" is a but, in English it is half of the answer."""
    assert "men" not in function_words(spoken_in(["The men are not here", "It is about the men"]))
    assert "men" in function_words(spoken_in(["Det är bra men dyrt", "Vi ska ha mer av det"]))
    assert spoken_in(["Parking"]) == frozenset(FUNCTION_WORDS)


@pytest.mark.parametrize(
    "said", ["", "  ", "😀", "N/A", "n.v.t.", "geen idee!", "Weiß nicht", "vet ej", "je ne sais pas", "...", "?", "-"]
)
def test_what_says_nothing(said: str) -> None:
    """In every language there are lists of."""
    assert not says_something(said)


@pytest.mark.parametrize("said", ["Yes", "no parking", "停车", "شجر", "Parking?"])
def test_what_says_something(said: str) -> None:
    """A bare yes may be an answer; a letter may be a word."""
    assert says_something(said)


def test_an_answer_is_made_even() -> None:
    """Stretched letters, links, @names, hidden parts and blanks go; a very long one is cut."""
    assert normal("Soooooo  much […] noise, see https://x.example/y @anna_b") == "Soo much noise, see"
    assert len(normal("word " * 900)) <= 400
    assert clauses("More trees, please. No cars")[1:] == [["please"], ["No", "cars"]]


def test_forms_of_a_word_are_akin() -> None:
    """A name does not say the same word twice."""
    assert akin("school", "schools")
    assert akin("parking", "parking")
    assert not akin("train", "tree")


def test_a_quote_reads_well() -> None:
    """Of two that say it equally well the one that fits a wall; without vectors the one whose words the others use."""
    np = pytest.importorskip("numpy")
    rows = np.ones((2, 1), dtype=np.float32)
    assert nearest_quote(["word " * 40, "A short answer about it"], rows, rows[0]) == 1
    assert (
        likeliest(["Completely different thing here", "Parking is expensive here", "Cheaper parking, it is expensive"])
        == 1
    )
    assert likeliest(["alone"]) == 0
    assert first_words("one two three four five six seven eight.") == "‘One two three four five six seven eight’"
    assert first_words("it begins so, and then " + "goes on and on " * 9).endswith(" …’")
    assert len(first_words("x" * 300)) <= LONGEST
