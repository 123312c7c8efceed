"""Agreeing is to the rules on one card: an old card brings the new one, and other rules ask everybody again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.definition.flow import Flow
from flows.dialogue import machine
from flows.dialogue.advancing import advance
from flows.dialogue.agenda import Stage, launching, room_of
from flows.dialogue.effects import Notice, Redraw, Retire, Show
from flows.dialogue.inputs import Decline, NotText, Resume, TakePart, Tap, Typed
from flows.dialogue.standing import (
    Dialogue,
    card_shown,
    dialogue_from_json,
    dialogue_to_json,
    has_agreed,
    under_rules,
)
from tests.support.examples.examples import EXAMPLES
from tests.unit.dialogue.test_following import NOW, TABLES

FLOW = Flow(id="f", title="A flow", questions=EXAMPLES)
OLD, NEW = "0ld-own", "new-led"


def looking(card: str, rules: str) -> Dialogue:
    """Somebody before the card with the rules `card` while `rules` hold."""
    return under_rules(dialogue_from_json(dialogue_to_json(Dialogue(card=card))), rules)


def took_part(rules: str = OLD) -> Dialogue:
    """Somebody who has agreed to these rules, as stored."""
    taken = advance(FLOW, looking(rules, rules), TakePart(rules)).dialogue
    return dialogue_from_json(dialogue_to_json(taken))


def test_agreeing_is_to_the_card_that_was_tapped() -> None:
    """The rules of now, whichever card was shown last, begin the questions, and they are what was agreed to."""
    step = advance(FLOW, looking(OLD, NEW), TakePart(NEW))
    assert (step.dialogue.at, step.dialogue.card, step.toast) == ("single", NEW, None)
    assert has_agreed(dialogue_to_json(step.dialogue), NEW)
    assert not has_agreed(dialogue_to_json(step.dialogue), OLD)


@pytest.mark.parametrize("card", [OLD, ""])
def test_an_old_card_becomes_the_new_one(card: str) -> None:
    """A tap on it draws the new card in its place, with the reason; the next tap, on that one, takes part."""
    step = advance(FLOW, looking(NEW, NEW), TakePart(card))
    assert (step.dialogue.state, step.effects, step.toast) == (machine.CONSENT, (Redraw(),), Notice.NEW_RULES)
    assert advance(FLOW, step.dialogue, TakePart(NEW)).dialogue.at == "single"


def test_typed_words_agree_to_the_card_shown_last() -> None:
    """Whoever types yes below an old card is shown the new one first; below the new one they take part."""
    step = advance(FLOW, looking(OLD, NEW), TakePart())
    assert (step.dialogue.state, step.effects, step.toast) == (machine.CONSENT, (Retire(), Show()), Notice.NEW_RULES)
    assert advance(FLOW, step.dialogue, TakePart()).dialogue.at == "single"


@pytest.mark.parametrize("given", [NotText(), Typed("7"), Resume(), Tap("single", "a")])
def test_any_input_before_taking_part_shows_the_card_of_now(given: NotText | Typed | Resume | Tap) -> None:
    """Whatever brings the card again brings the rules of now with it."""
    assert advance(FLOW, looking(OLD, NEW), given).dialogue.card == NEW


def test_who_said_no_sees_a_card_before_taking_part_after_all() -> None:
    """The way back leads past the card: there are no rules on the button."""
    declined = advance(FLOW, looking(NEW, NEW), Decline()).dialogue
    step = advance(FLOW, declined, TakePart(""))
    assert (step.dialogue.state, step.effects) == (machine.CONSENT, (Redraw(),))


def test_other_rules_ask_again_and_the_same_do_not() -> None:
    """Whoever has agreed stands before the card under other rules, knows why, and is let in by agreeing anew."""
    assert under_rules(took_part(), OLD).at == "single"
    again = under_rules(took_part(), NEW)
    assert (again.state, again.again, again.card, again.answers) == (machine.CONSENT, True, OLD, {})
    assert advance(FLOW, again, TakePart(OLD)).toast is Notice.NEW_RULES
    anew = advance(FLOW, card_shown(again), TakePart(NEW)).dialogue
    assert (anew.at, anew.again) == ("single", True)
    assert has_agreed(dialogue_to_json(anew), NEW)


def test_a_led_room_asks_again_too() -> None:
    """Where the facilitator leads, nobody is brought to a question under rules that they have not agreed to."""
    room = room_of(TABLES, launching(TABLES, Stage(), "org", NOW))
    again = replace(under_rules(took_part(), NEW), room=room)
    assert advance(TABLES, again, Tap("org", "vcs")).toast is Notice.CONSENT_FIRST
    assert advance(TABLES, again, TakePart(OLD)).dialogue.state == machine.CONSENT
    assert advance(TABLES, again, TakePart(NEW)).dialogue.at == "org"


def test_who_agreed_under_an_earlier_version_still_agrees() -> None:
    """What that version stored says nothing about a card, because rules were fixed by the first one."""
    stored = dialogue_to_json(replace(took_part(), answers={}))
    del stored["card"], stored["again"]
    assert has_agreed(stored, NEW)
    assert under_rules(dialogue_from_json(stored), NEW).at == "single"
    assert not has_agreed(dialogue_to_json(Dialogue()), "")
    assert not has_agreed(None, "")
