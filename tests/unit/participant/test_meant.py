"""Whether words go on with what was typed before: by how soon they came, and how they begin."""

from __future__ import annotations

import pytest

from bot.incoming import Sender
from bot.memory import Guesses, Memory, Unsent
from bot.participant.meant import in_one_go
from bot.visit import Visit
from flows.definition.flow import Flow
from storage.values import ChatState, Person
from tests.support.examples.examples import EXAMPLES
from tests.support.examples.looks import workshop

ADA = 7
EVENT = workshop(Flow(id="f", title="F", questions=EXAMPLES))


def heard(text: str, seconds: float, language: str = "en", *, before: float | None = 0.0) -> bool:
    """These words, so many seconds after the last ones, or (None) after the program has started."""
    memory = Memory(Guesses(), Unsent(), 100.0 + seconds, began=100.0)
    memory.lately.update({} if before is None else {ADA: 100.0})
    person = Person(b"", ChatState(ADA, language), None)
    return in_one_go(Visit(EVENT, Sender(ADA, ADA, private=True, language=language), person), text, memory)


@pytest.mark.parametrize(
    ("text", "seconds", "goes_on"),
    [
        ("too dear", 3, True),
        ("too dear", 8, False),  # somebody quick who has read the next question and answered it
        ("nobody has asked any of us", 12, True),  # a slow hand
        ("Lamps along the whole of the path", 19, False),
        ("and the rent", 19, True),
        ("But not at night", 40, True),
        ("and the rent", 61, False),
        ("x" * 900, 59, True),
    ],
)
def test_what_can_be_one_thought_is_told_by_its_time_and_its_first_word(
    text: str, seconds: float, *, goes_on: bool
) -> None:
    """As long as a slow hand needs for so many characters; longer for what begins as the rest of a sentence does."""
    assert heard(text, seconds) is goes_on


def test_after_a_start_nobody_is_taken_for_somebody_who_paused() -> None:
    """What was typed last before it is not known, so that words soon after it may go on with that; in Dutch too."""
    assert heard("too dear", 3, before=None)
    assert not heard("too dear", 30, before=None)
    assert heard("want niemand luistert", 30, "nl")
    assert not heard("want niemand luistert", 30)
