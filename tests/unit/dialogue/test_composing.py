"""Ticks, places and points come and go before they are confirmed, and stay within their question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.definition.flow import Flow
from flows.dialogue import machine
from flows.dialogue.advancing import advance
from flows.dialogue.answers import Picked, Ranked, Refusal, Shared, Skipped, Slip
from flows.dialogue.composing import draft_answer, point_unit
from flows.dialogue.effects import Notice, Redraw, Settle, Show
from flows.dialogue.inputs import Back, Clear, Done, Pause, Points, Resume, Tap
from flows.dialogue.standing import Dialogue, dialogue_from_json, dialogue_to_json
from flows.dialogue.steps import Step
from tests.support.examples.examples import EXAMPLES, HUNDRED, MULTI, POINTS, RANKING, TEXT

FLOW = Flow(id="f", title="A flow", questions=EXAMPLES)


def at(question: str, draft: tuple[tuple[str, int], ...] = ()) -> Dialogue:
    """Somebody at this question."""
    return Dialogue(state=machine.asking(question), draft=draft)


def tapped(dialogue: Dialogue, *options: str) -> Step:
    """What the last of these taps on the current question did."""
    step = Step(dialogue)
    for option in options:
        step = advance(FLOW, step.dialogue, Tap(str(dialogue.at), option))
    return step


def test_ticks_toggle_in_the_asked_order() -> None:
    """A tick comes and goes, and the draft stands in the question's order."""
    assert tapped(at("multi"), "c", "a").dialogue.draft == (("a", 1), ("c", 1))
    assert tapped(at("multi"), "c", "a", "c").dialogue.draft == (("a", 1),)
    assert tapped(at("multi"), "c").effects == (Redraw(),)


def test_none_of_these_clears_the_rest_and_gives_way() -> None:
    """An exclusive option stands alone, whichever was ticked first."""
    assert tapped(at("multi"), "a", "b", "none").dialogue.draft == (("none", 1),)
    assert tapped(at("multi"), "none", "b").dialogue.draft == (("b", 1),)


def test_one_tick_too_many_is_refused() -> None:
    """The most that may be ticked is said, and the draft stays."""
    flow = Flow(id="m", title="M", questions=(MULTI.model_copy(update={"id": "m", "max": 2}),))
    full = at("m", (("a", 1), ("b", 1)))
    assert advance(flow, full, Tap("m", "c")) == Step(full, (), Refusal(Slip.TOO_MANY, need=2, got=3))
    assert advance(flow, full, Tap("m", "none")).dialogue.draft == (("none", 1),)


def test_a_ranking_is_tapped_best_first() -> None:
    """Taps rank in their order, a second tap frees the place, and there are only so many places."""
    assert tapped(at("ranking"), "c", "a").dialogue.draft == (("c", 1), ("a", 1))
    assert tapped(at("ranking"), "c", "a", "c").dialogue.draft == (("a", 1),)
    assert tapped(at("ranking"), "a", "b", "c", "d").toast == Refusal(Slip.TOO_MANY, need=3, got=4)


@pytest.mark.parametrize(
    ("total", "unit"), [(2, 1), (10, 1), (20, 1), (39, 1), (40, 2), (100, 5), (200, 10), (1000, 10)]
)
def test_a_tap_gives_about_a_twentieth_of_the_points(total: int, unit: int) -> None:
    """One tap is a round number of points, small enough to be exact."""
    assert point_unit(total) == unit


def test_points_stay_between_none_and_what_is_left() -> None:
    """No option goes below nothing and all together not above the total."""
    given_all = advance(FLOW, at("points"), Points("points", "a", 99, found=0)).dialogue
    twice = advance(FLOW, given_all, Points("points", "a", -1, found=0))
    assert (twice.dialogue.draft, twice.effects) == (given_all.draft, (Redraw(),)), "the screen had not changed yet"
    assert given_all.draft == (("a", 10),)
    assert tapped(given_all, "b") == Step(given_all, (), Notice.NO_POINTS_LEFT)
    assert advance(FLOW, given_all, Points("points", "b", -1)).toast is Notice.NO_POINTS_THERE
    assert advance(FLOW, given_all, Points("points", "a", -99)).dialogue.draft == (("a", 0),)


def test_the_option_touched_last_stands_last() -> None:
    """The phone offers finer steps for the last one in the draft, so a tap moves it there."""
    assert tapped(at("hundred"), "a", "b", "a").dialogue.draft == (("b", 5), ("a", 10))


def test_points_on_too_many_options_are_refused() -> None:
    """Where points may go to two options only, the third is refused."""
    two = POINTS.model_copy(update={"max_options": 2})
    flow = Flow(id="p", title="P", questions=(two,))
    here = at("points", (("a", 5), ("b", 1)))
    assert advance(flow, here, Tap("points", "c")).toast == Refusal(Slip.TOO_MANY_OPTIONS, need=2, got=3)


@pytest.mark.parametrize(
    ("question", "draft", "refusal"),
    [
        ("multi", (), Refusal(Slip.TOO_FEW, need=1)),
        ("ranking", (), Refusal(Slip.TOO_FEW, need=1)),
        ("points", (("a", 4), ("b", 3)), Refusal(Slip.WRONG_TOTAL, need=10, got=7)),
    ],
)
def test_an_unfinished_draft_is_not_taken(question: str, draft: tuple[tuple[str, int], ...], refusal: Refusal) -> None:
    """Done says what is missing, and the draft stays."""
    assert advance(FLOW, at(question, draft), Done(question)) == Step(at(question, draft), (), refusal)


def test_done_takes_the_draft() -> None:
    """Done makes the draft the answer and goes on."""
    step = advance(FLOW, at("multi", (("a", 1), ("c", 1))), Done("multi"))
    assert step.effects == (Settle("multi", Picked(("a", "c"))), Show())
    assert step.dialogue.at == "ranking"
    assert step.dialogue.draft == ()


def test_clear_starts_again() -> None:
    """Clear empties the draft in place."""
    assert advance(FLOW, at("points", (("a", 4),)), Clear("points")) == Step(at("points"), (Redraw(),))
    assert advance(FLOW, at("points"), Clear("points")) == Step(at("points"), ())


def test_an_answer_comes_back_as_the_draft() -> None:
    """Back to a ticked, ranked or shared answer shows it as it was given."""
    given_points = Shared((("a", 4), ("c", 6)))
    there = replace(at("hundred"), answers={"points": given_points, "ranking": Ranked(("c", "a"))})
    back = advance(FLOW, there, Back("hundred")).dialogue
    assert (back.at, back.draft) == ("points", given_points.points)
    assert advance(FLOW, back, Back("points")).dialogue.draft == (("c", 1), ("a", 1))


def test_a_draft_is_the_answer_it_would_be() -> None:
    """Ticks, places and points read as their answers; points of nothing are left out."""
    assert draft_answer(MULTI, (("a", 1),)) == Picked(("a",))
    assert draft_answer(RANKING, (("b", 1), ("a", 1))) == Ranked(("b", "a"))
    assert draft_answer(HUNDRED, (("b", 0), ("a", 100))) == Shared((("a", 100),))
    assert draft_answer(TEXT, ()) == Skipped()


@pytest.mark.parametrize("question", ["multi", "ranking", "points"])
def test_what_is_tapped_outlives_a_pause_and_its_loss_is_told(question: str) -> None:
    """Go on brings the same ticks back, from the database too; Back leaves them behind and says so."""
    draft = (("b", 1), ("a", 1))
    there = replace(at(question, draft), answers={"single": Skipped()})
    paused = dialogue_from_json(dialogue_to_json(advance(FLOW, there, Pause()).dialogue))
    again = advance(FLOW, paused, Resume())
    assert (again.dialogue.at, again.dialogue.draft, again.toast) == (question, draft, None)
    left = advance(FLOW, there, Back())
    assert (left.dialogue.draft, left.toast) == ((), Notice.LEFT_TICKS)
    assert advance(FLOW, replace(paused, settled=frozenset({question})), Resume()).dialogue.draft == ()
