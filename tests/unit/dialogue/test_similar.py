"""When a question to the panel is offered as one that was asked before."""

from __future__ import annotations

import pytest

from flows.dialogue.similar import ENOUGH, likeness, similar

ALIKE = (
    ("How will you measure whether the partnership works?", "How do you measure that the partnership is working?"),
    ("Who pays for the maintenance of the park?", "Who will be paying for maintaining the park?"),
    ("What happens to the allotments?", "ALLOTMENTS – what will happen?"),
    ("When does the bridge open?", "When is the bridge opening"),
    ("Is there money for the pond?", "Is there any money left for the pond in 2027?"),
    ("Will the park be accessible for wheelchairs?", "Is the park accessible by wheelchair?"),
    ("Wie betaalt het onderhoud van het park?", "Wie gaat het onderhoud van het park betalen?"),
    ("Hoe weten jullie of de samenwerking werkt?", "Hoe weet je of die samenwerking werkt"),
    ("Hoeveel bomen worden er gekapt?", "Hoeveel bomen gaan jullie kappen?"),
    ("Komt er een café in het park?", "Komt er nou een cafe in het park"),
)
OTHER = (
    ("Who pays for the maintenance of the park?", "Who pays for the new playground?"),
    ("How many trees will be cut?", "How many jobs will be cut?"),
    ("When does the bridge open?", "Why does the bridge cost so much?"),
    ("Should we build more homes?", "Should we build more schools?"),
    ("How do you measure success?", "How do you involve residents?"),
    ("Why is the park closed at night?", "Why is the park not lit at night?"),
    ("Wie betaalt het onderhoud van het park?", "Wie beslist over het onderhoud van de weg?"),
    ("Hoe houden we vrijwilligers?", "Hoe vinden we geld?"),
    ("What is it?", "Why is that?"),
    ("???", "🤷"),
)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_other_words_for_the_same_are_offered(one: str, other: str) -> None:
    """Another order, other endings, other small words, capitals and accents: still the same question, both ways."""
    assert similar(one, {"a": other}) == ("a",)
    assert likeness(one, other) == likeness(other, one) >= ENOUGH


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_question_is_not_offered(one: str, other: str) -> None:
    """The same frame about something else, or nothing to go by, is another question."""
    assert similar(one, {"a": other}) == ()


def test_the_most_alike_come_first_and_no_more_than_three() -> None:
    """Whatever the order in which they are known."""
    known = {str(n): text for n, text in enumerate(["Is there money?", *["Is there money for a pond?"] * 4])}
    known["exact"] = "Is there money for the big pond?"
    assert similar("Is there money for the big pond?", known) == ("exact", "1", "2")
