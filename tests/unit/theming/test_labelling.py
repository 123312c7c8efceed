"""Names of themes: words that two of its answers have in common, as they wrote them, never a small word or one person's."""

from __future__ import annotations

import numpy as np
import pytest

from flows.theming.labelling import LONGEST, Said, candidates, first_words, is_makeshift, names
from flows.theming.words import language_of, tokens

OTHERS = ("Quiet evenings", "A market on Saturdays", "Music in the square", "Longer opening hours")


def named(*texts: str, question: str = "") -> str:
    """The name of these, beside others; "" where they have none in common."""
    every = [*texts, *OTHERS]
    labels = np.array([0] * len(texts) + [-1] * len(OTHERS), dtype=np.int64)
    found = candidates(Said(every, labels, [language_of(text) for text in every], question))
    return names(found, {n: [1.0] * len(best) for n, best in found.items()}).get(0, "")


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (("We want the right to choose", "A right to choose", "choose what is right"), "Right to choose"),
        (("I think people need more shade", "Trees make shade", "people love trees", "Think of trees"), "Trees, shade"),
        (("Meer bomen langs de weg", "Ik denk dat bomen schaduw geven", "schaduw en bomen op het plein"), "Bomen, schaduw"),
        (("Flere trær langs veien", "Trær gir skygge", "Vi trenger skygge og trær"), "Trær, skygge"),
        (("Mehr Bäume in der Stadt", "Wir brauchen Bäume und Schatten", "Schatten durch Bäume"), "Bäume, Schatten"),
        (("WiFi is slow", "Slow wifi", "The WiFi in here", "our WiFi"), "WiFi, slow"),
        (("Ask Wilhelmina about parking", "Parking is dear", "No parking left"), "Parking"),
    ],
)  # fmt: skip
def test_a_name_is_what_they_have_in_common(texts: tuple[str, ...], name: str) -> None:
    """In capitals as most wrote them inside a sentence; no hedge and no small word of English, Dutch, Norwegian or German."""
    assert named(*texts) == name
    assert named(*texts[::-1]) == name


def test_nothing_in_common_is_no_name() -> None:
    """Then its quote stands there, as a quote, until there is one; what only one of them says is none."""
    assert named("Zebra crossings", "Slower cars") == ""
    assert named("I think so", "We think that too") == ""
    assert is_makeshift(first_words("Slower cars, and more of them in the evening than there are now"))
    assert not is_makeshift(named("Slower cars", "cars are fast"))


@pytest.mark.parametrize("count", [2, 5, 12])
def test_no_word_of_a_name_is_one_person_s(count: int) -> None:
    """Whatever they say beside it."""
    ones = [
        "alpha",
        "bravo",
        "charlie",
        "delta",
        "echo",
        "foxtrot",
        "golf",
        "hotel",
        "india",
        "juliett",
        "kilo",
        "lima",
    ]
    said = named(*(f"{one} garden near {other}" for one, other in zip(ones[:count], ones[::-1], strict=False)))
    assert "garden" in tokens(said)
    both = {one for one, other in zip(ones[:count], ones[::-1], strict=False) if one in ones[::-1][:count]}
    assert set(tokens(said)) <= {"garden", "near"} | both
    assert len(said) <= LONGEST
