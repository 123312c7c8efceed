"""A question that is counted while it stands on a phone: whatever is said to it, its owner hears what became of it."""

from __future__ import annotations

import pytest

from flows.dialogue import machine
from flows.dialogue.advancing import advance
from flows.dialogue.agenda import Room
from flows.dialogue.answers import Chosen, Use
from flows.dialogue.effects import Notice, Show
from flows.dialogue.inputs import (
    Agree,
    Allow,
    Back,
    Change,
    Clear,
    Done,
    Follow,
    Input,
    KeepNames,
    MoreTime,
    Skip,
    Tap,
    Typed,
)
from flows.dialogue.standing import Dialogue, after_submitting
from tests.unit.dialogue.test_following import TABLES

NAMELESS: tuple[Input, ...] = (
    Typed("1"), Typed("What about the park?"), Skip(None), Back(None), MoreTime(None), Agree(), KeepNames(None), Allow(Use.QUOTE),
)  # fmt: skip
NAMED: tuple[Input, ...] = (
    Tap("org", "vcs"), Skip("org"), Back("org"), MoreTime("org"), Done("org"), Clear("org"), Change("org"),
)  # fmt: skip


@pytest.mark.parametrize("given", [*NAMELESS, *NAMED], ids=lambda given: type(given).__name__)
@pytest.mark.parametrize("changing", [False, True])
@pytest.mark.parametrize("due", [frozenset[str](), frozenset({"ask"})])
def test_in_a_led_room_it_has_ended(given: Input, *, changing: bool, due: frozenset[str]) -> None:
    """Typed, tapped or skipped, first answer or changed one: it ended, and she is shown where the room is."""
    room = Room(open=due, ended=frozenset({"org"}))
    asked = Dialogue(state=machine.asking("org"), sent=True, changing=changing, room=room)
    step = advance(TABLES, after_submitting(asked, {}, frozenset({"org"})), given)
    assert step.toast is Notice.ENDED
    assert Show() in step.effects
    assert step.dialogue.state == (machine.asking("ask") if due else machine.BETWEEN)
    assert step.dialogue.answers == {}


@pytest.mark.parametrize("given", [*NAMELESS, *NAMED], ids=lambda given: type(given).__name__)
def test_at_ones_own_pace_it_is_counted(given: Input) -> None:
    """What was meant to change a counted answer changes no other: a number is not taken for the one on the review."""
    asked = Dialogue(state=machine.asking("org"), sent=True, changing=True)
    step = advance(TABLES, after_submitting(asked, {"ask": Chosen("x")}, frozenset({"org"})), given)
    assert step.toast is Notice.ALREADY_COUNTED
    assert (step.dialogue.state, step.dialogue.changing) == (machine.REVIEW, False)


def test_said_once_also_when_the_room_moves_on() -> None:
    """Whoever did nothing hears it with the next question; the words after that are for what stands there."""
    room = Room(open=frozenset({"ask"}), ended=frozenset({"org"}))
    asked = after_submitting(Dialogue(state=machine.asking("org"), sent=True, room=room), {}, frozenset({"org"}))
    step = advance(TABLES, asked, Follow())
    assert (step.toast, step.dialogue.at) == (Notice.ENDED, "ask")
    settled = after_submitting(step.dialogue, {}, frozenset({"org"}))
    assert advance(TABLES, settled, Typed("What about the park?")).toast is not Notice.ENDED
