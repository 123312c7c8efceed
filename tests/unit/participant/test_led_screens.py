"""What people see in a room that the facilitator leads: before it, in it, and between two questions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.messages import Message
from bot.participant.consent import card, page
from bot.participant.presses import input_of
from bot.participant.questions import Asked
from bot.participant.screens import screen
from bot.wording import Wording, languages
from flows.definition.localise import localise
from flows.dialogue import machine
from flows.dialogue.agenda import Stage, launching, opening, room_of
from flows.dialogue.answers import Chosen
from flows.dialogue.inputs import MoreTime, Review
from flows.dialogue.standing import Dialogue
from storage.values import Workshop
from tests.unit.dialogue.test_agenda import workshop
from tests.unit.dialogue.test_following import NOW, TABLES

each_language = pytest.mark.parametrize("language", languages())
ORG = launching(TABLES, Stage(minutes=2), "org", NOW)


def shown(dialogue: Dialogue, stage: Stage, receipt: str = "", language: str = "en") -> Message:
    """The screen of somebody who stands there in a room that stands there."""
    here = replace(dialogue, room=room_of(TABLES, stage))
    event = workshop(TABLES)
    return screen(Asked(localise(TABLES, language), event.code, here, Wording(language)), event, receipt)


def labels(message: Message) -> list[str]:
    """The words on the buttons."""
    return [key.label for row in message.keyboard for key in row]


@pytest.mark.parametrize(
    ("language", "sets_the_pace", "submit"),
    [
        ("en", "The facilitator sets the pace", "do not submit"),
        ("nl", "De begeleider bepaalt het tempo", "niet inlevert"),
    ],
)
def test_the_consent_card_says_who_sets_the_pace(language: str, sets_the_pace: str, submit: str) -> None:
    """Before the first question people read when their answers are handed in; nothing is said of a Submit that is not there."""
    event = workshop(TABLES)
    asked = Asked(localise(TABLES, language), event.code, Dialogue(), Wording(language))
    led, own = (whole(asked, replace(event, paced=paced)) for paced in (True, False))
    assert (sets_the_pace in led, submit in led) == (True, False)
    assert (sets_the_pace in own, submit in own) == (False, True)
    assert card(asked, event) != card(asked, replace(event, paced=False))


def whole(asked: Asked, event: Workshop) -> str:
    """The card and all pages behind it."""
    return "".join([card(asked, event).html, *(page(asked.words, event, number).html for number in range(4))])


def test_a_launched_question_offers_more_time_instead_of_a_pause() -> None:
    """The section stands above, the soft timer below; whoever has taken more time is told that the question stays."""
    asked = Dialogue(state=machine.asking("org"), sent=True)
    message = shown(asked, ORG)
    assert message.html.startswith("<b>Panel</b>\n")
    assert "About 2 minutes, no hurry." in message.html
    assert labels(message)[-2:] == ["Skip", "More time"]
    button = message.keyboard[-1][-1].button
    assert button is not None
    assert input_of(button, TABLES) == MoreTime("org")
    kept = shown(replace(asked, keeps="org"), launching(TABLES, ORG, "ask", NOW))
    assert "This question stays here" in kept.html
    assert labels(kept)[-1] == "Skip"
    changing = shown(replace(asked, changing=True, answers={"org": Chosen("vcs")}), ORG)
    assert labels(changing)[-2:] == ["← Back", "Skip"]


def test_a_section_in_ones_own_time_counts_its_own_questions() -> None:
    """Two of six, not five of fifteen."""
    message = shown(Dialogue(state=machine.asking("t1_kinds"), sent=True), opening(TABLES, Stage(), "table1", NOW))
    assert message.html.startswith("<b>2 of 6</b> · Round table 1")
    assert "no hurry" not in message.html


def test_between_two_questions_what_waits_can_be_changed() -> None:
    """The receipt stands there once something was answered, and a button as long as something can be changed."""
    between = Dialogue(state=machine.BETWEEN, sent=True)
    early = shown(between, Stage())
    assert early.html.startswith("<b>You are in.</b> The next question comes here by itself.")
    assert early.keyboard == ()
    answered = shown(replace(between, answers={"org": Chosen("vcs")}), ORG, "K7QF-2M9D")
    assert answered.html.startswith("<b>Noted.</b>")
    assert "K7QF-2M9D" in answered.html
    button = answered.keyboard[0][0].button
    assert button is not None
    assert input_of(button, TABLES) == Review()
    counted = shown(replace(between, settled=frozenset({"org"})), ORG, "K7QF-2M9D")
    assert counted.keyboard == ()
