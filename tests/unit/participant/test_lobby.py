"""The way in: codes are read as people type them, and guessing them is limited."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incoming import Sender
from bot.memory import CODE, Guesses, normal_code
from bot.messages import Send
from bot.participant.lobby import choose_language, privacy, welcome
from bot.wording import Wording, language_name, languages
from flows.definition.flow import Flow
from tests.support.examples.examples import EXAMPLES
from tests.support.examples.looks import HOSTILE, buttons, fits, keys, plain, workshop

FLOW = Flow(id="f", title="F", questions=EXAMPLES)
each_language = pytest.mark.parametrize("language", languages())


def guessed(*times: float, user: int = 1) -> Guesses:
    """Somebody's wrong codes at these seconds."""
    guesses = Guesses()
    for now in times:
        guesses.note(user, now)
    return guesses


def test_seven_wrong_codes_are_forgiven_and_the_eighth_is_not() -> None:
    """Eight within ten minutes are too many."""
    assert not guessed(*range(7)).too_many(1, 7.0)
    assert guessed(*range(8)).too_many(1, 8.0)


def test_after_ten_minutes_one_may_try_again() -> None:
    """The window slides: when the oldest is more than ten minutes old, one more code may be tried."""
    guesses = guessed(*range(0, 80, 10))
    assert guesses.too_many(1, 600.0)
    assert not guesses.too_many(1, 600.1)
    guesses.note(1, 601.0)
    assert guesses.too_many(1, 602.0)
    assert not guesses.too_many(1, 611.0)


def test_one_persons_guesses_are_not_anothers() -> None:
    """In a room of two hundred nobody pays for a neighbour."""
    guesses = guessed(*range(8), user=1)
    assert guesses.too_many(1, 9.0)
    assert not guesses.too_many(2, 9.0)


def test_a_patient_guesser_gets_no_further() -> None:
    """In a day of guessing whenever it is allowed, under 1,200 of a billion codes are tried."""
    guesses, tried = Guesses(), 0
    for now in range(0, 86_400, 5):
        if not guesses.too_many(1, float(now)):
            guesses.note(1, float(now))
            tried += 1
    assert tried < 1200 < 32**6


def test_guesses_do_not_fill_the_memory() -> None:
    """Of ten thousand people the first is forgotten, and of one person eight times are kept."""
    guesses = Guesses()
    for user in range(10_050):
        guesses.note(user, float(user))
    assert len(guesses.wrong) <= 10_001
    for now in range(100):
        guesses.note(7_000, 20_000.0 + now)
    assert len(guesses.wrong[7_000]) == 8


@pytest.mark.parametrize(
    "typed", ["PARK7Q", "park7q", " park7q ", "PAR-K7Q", "par k7q", "P.A.R.K.7.Q", "par–k7q", "PARK7Q.", "par\nk7q"]
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    """Small letters, blanks, hyphens and full stops make no difference."""
    assert normal_code(typed) == "PARK7Q"
    assert CODE.fullmatch(normal_code(typed))


@pytest.mark.parametrize(
    "typed", ["PARK7", "PARK7QQ", "PARK70", "PARK71", "PARKIQ", "PARKOQ", "PARK7É", "PÄRK7Q", "٧ARK7Q", ""]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    """Six of 32 letters and digits, without I, O, 0 and 1."""
    assert not CODE.fullmatch(normal_code(typed))


@given(st.text(max_size=40))
def test_any_text_can_be_looked_at_as_a_code(text: str) -> None:
    """Reading a code never raises and is done once."""
    assert normal_code(normal_code(text)) == normal_code(text)


@each_language
def test_what_everybody_can_ask_for_is_well_formed(language: str) -> None:
    """Help, privacy and the welcome fit a message, and privacy names who asks, or says where that stands."""
    words = Wording(language)
    sender = Sender(1, 1, private=True, language=language)
    event = workshop(FLOW, controller=HOSTILE, contact=HOSTILE)
    greetings = [op.message for op in welcome(sender) if isinstance(op, Send)]
    messages = [privacy(words, None, 12), privacy(words, event, 12), *greetings]
    assert len(messages) == 3
    for message in messages:
        fits(message)
    assert plain(privacy(words, event, 12).html).count(HOSTILE) == 2


def test_privacy_is_honest_about_telegram_and_the_operator() -> None:
    """It says what Telegram, the server's operator and a unanimous room could tell."""
    text = plain(privacy(Wording("en"), None, 12).html)
    for shown in ("not end-to-end encrypted", "Telegram can read", "running server", "same answer", "/forget"):
        assert shown in text


def test_privacy_says_by_when_the_key_goes() -> None:
    """The day is the one on the card, not one counted from the opening."""
    event = workshop(FLOW, opened_on=date(2026, 3, 12), key_until=date(2026, 3, 16))
    assert "at the close, on 16 March 2026 at the latest" in plain(privacy(Wording("en"), event, 12).html)


def test_every_language_is_offered_by_its_own_name() -> None:
    """One button a language, for anybody."""
    (op,) = choose_language(Sender(1, 1, private=True, language="en"))
    assert isinstance(op, Send)
    assert [key.label for key in keys(op.message)] == list(map(language_name, languages()))
    assert [button.arguments for button in buttons(op.message)] == [(language,) for language in languages()]
