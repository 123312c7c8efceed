"""What single inputs do to a dialogue: consent, answers, back, pause, review, change, submit, and what was sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.definition.flow import Condition, Flow, PointsAtLeast
from flows.dialogue import machine
from flows.dialogue.advancing import advance
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Refusal, Shared, Skipped, Slip, Use, Written
from flows.dialogue.effects import Effect, Notice, Redraw, Retire, Say, Settle, Show
from flows.dialogue.inputs import (
    Allow,
    Back,
    Change,
    Decline,
    Done,
    Edited,
    Input,
    NotText,
    Pause,
    Resume,
    Review,
    Skip,
    Submit,
    TakePart,
    Tap,
    Typed,
)
from flows.dialogue.standing import Dialogue, after_submitting, meets, unanswered, visible
from flows.dialogue.steps import Step
from tests.support.examples.examples import EXAMPLES, MULTI, SCALE, SINGLE, TEXT
from tests.support.examples.walks import FLOWS, end_of, finish, walk

FLOW = Flow(id="f", title="A flow", questions=EXAMPLES)
WHY = TEXT.model_copy(update={"id": "why", "shown_if": Condition(question="single", any_of=("a",))})
BRANCHING = Flow(id="b", title="A flow", questions=(SINGLE, WHY, SCALE, MULTI))

EVERYTHING: tuple[Input, ...] = (TakePart(), *(Skip() for _ in FLOW.questions))
"""As far as the review."""


def after(flow: Flow, *inputs: Input) -> Dialogue:
    """Where these inputs lead."""
    return end_of(flow, inputs)


def last_step(flow: Flow, *inputs: Input) -> Step:
    """What the last of these inputs did."""
    return list(walk(flow, inputs))[-1].step


def test_taking_part_asks_the_first_question() -> None:
    """Consent closes the card and shows the first question."""
    step = last_step(FLOW, TakePart())
    assert step.dialogue == Dialogue(state=machine.asking("single"))
    assert step.effects == (Retire(), Show())


def test_who_declines_can_still_take_part() -> None:
    """No thanks is no dead end."""
    assert after(FLOW, Decline()).state == machine.DECLINED
    assert after(FLOW, Decline(), TakePart()).at == "single"


@pytest.mark.parametrize(
    "early",
    [Tap("single", "a"), Typed("1"), Skip(), Back(), Pause(), Review(), Change("single"), Submit(), Done("multi")],
)
def test_everything_before_consent_is_answered_with_the_card(early: Input) -> None:
    """Before taking part every input shows the consent card again, and says so."""
    assert last_step(FLOW, early) == Step(Dialogue(), (Show(),), Notice.CONSENT_FIRST)


def test_an_answer_settles_its_question_and_shows_the_next() -> None:
    """The answered question is closed with its answer, and the next one appears."""
    step = last_step(FLOW, TakePart(), Tap("single", "b"))
    assert step.effects == (Settle("single", Chosen("b")), Show())
    assert step.dialogue.at == "scale"


def test_a_double_tap_is_noted_and_an_old_button_explained() -> None:
    """The same option of an answered question is simply noted; another one belongs to an earlier moment."""
    start: tuple[Input, ...] = (TakePart(), Tap("single", "b"))
    assert last_step(FLOW, *start, Tap("single", "b")).toast is Notice.ALREADY_NOTED
    assert not last_step(FLOW, *start, Tap("single", "b")).effects
    late = last_step(FLOW, *start, Tap("single", "a"))
    assert late.toast is Notice.CLOSED_QUESTION
    assert late.dialogue.answers == {"single": Chosen("b")}


def test_typed_words_answer_the_question_on_the_phone() -> None:
    """A number answers as the button does, and what is no answer is refused with the question again."""
    assert after(FLOW, TakePart(), Typed("2")).answers == {"single": Chosen("b")}
    refused = last_step(FLOW, TakePart(), Typed("99"))
    assert refused.effects == (Say(Refusal(Slip.NOT_AN_OPTION, need=3)), Show())


@pytest.mark.parametrize(("given_input", "notice"), [(NotText(), Notice.NOT_A_TEXT), (Edited(), Notice.EDITED)])
def test_what_is_no_text_is_answered_kindly_everywhere(given_input: Input, notice: Notice) -> None:
    """A sticker or an edited message gets its remark and the place one is at, before consent, within and after."""
    places: tuple[tuple[Input, ...], ...] = ((), (TakePart(),), EVERYTHING, (*EVERYTHING, Submit()))
    for start in places:
        step = last_step(FLOW, *start, given_input)
        assert step.effects == (Say(notice), Show())
        assert step.dialogue == after(FLOW, *start)


def test_an_answer_opens_a_question_and_another_closes_it() -> None:
    """A condition that is met shows its question; changing the answer drops what was said there."""
    assert after(BRANCHING, TakePart(), Tap("single", "a")).at == "why"
    assert after(BRANCHING, TakePart(), Tap("single", "b")).at == "scale"
    back: tuple[Input, ...] = (TakePart(), Tap("single", "a"), Typed("because"), Back(), Back(), Tap("single", "c"))
    assert after(BRANCHING, *back).answers == {"single": Chosen("c")}
    assert after(BRANCHING, *back).at == "scale"


def test_back_from_the_first_question_stays() -> None:
    """There is nothing before the first question, and that is said."""
    step = last_step(FLOW, TakePart(), Back("single"))
    assert step == Step(after(FLOW, TakePart()), (), Notice.NOTHING_BEFORE)


def test_a_pause_keeps_the_place() -> None:
    """After a pause one goes on at the same question, and from the review at the review."""
    assert after(FLOW, TakePart(), Skip(), Pause()).state == machine.PAUSED
    assert after(FLOW, TakePart(), Skip(), Pause(), Resume()).at == "scale"
    assert after(FLOW, *EVERYTHING, Pause(), Resume()).state == machine.REVIEW


def test_a_pause_is_no_way_round_the_questions() -> None:
    """The review opens when every question was asked, not through a pause either."""
    ways: tuple[tuple[Input, ...], ...] = ((Review(),), (Pause(), Review()), (Pause(), Submit()), (Submit(),))
    for way in ways:
        step = last_step(FLOW, TakePart(), Tap("single", "a"), *way)
        assert step.toast is Notice.NOT_YET
        assert step.dialogue.state != machine.REVIEW


def test_one_answer_is_changed_from_the_review_and_nothing_else_is_asked() -> None:
    """Change goes to that question with its answer, and straight back to the review, with a pause between or without."""
    pauses: tuple[tuple[Input, ...], ...] = ((), (Pause(), Resume()))
    for pause in pauses:
        changed = after(FLOW, *EVERYTHING, Change("scale"), *pause, Tap("scale", "4"))
        assert changed.state == machine.REVIEW
        assert changed.answers["scale"] == Chosen("4")


@pytest.mark.parametrize(("typed", "question"), [("2", "scale"), (" #3. ", "stance"), ("٢", "scale")])
def test_a_number_at_the_review_is_its_button(typed: str, question: str) -> None:
    """The numbers on the review's buttons can be typed, before and after submitting."""
    assert after(FLOW, *EVERYTHING, Typed(typed)) == after(FLOW, *EVERYTHING, Change(question))
    submitted_too = after(FLOW, *EVERYTHING, Submit(), Review(), Typed(typed))
    assert (submitted_too.at, submitted_too.changing) == (question, True)


@pytest.mark.parametrize("typed", ["0", "9", "99", "-1", "1,2", "two", "9999", "²", ""])
def test_other_words_at_the_review_change_nothing(typed: str) -> None:
    """What names no answer there is answered with the review again."""
    here = after(FLOW, *EVERYTHING)
    assert advance(FLOW, here, Typed(typed)) == Step(here, (Show(),), Notice.USE_BUTTONS)


def test_a_change_that_opens_a_question_asks_it() -> None:
    """Changing an answer asks what it newly shows, and only that, before the review."""
    everything: tuple[Input, ...] = (TakePart(), Tap("single", "b"), Skip(), Skip())
    changed = after(BRANCHING, *everything, Change("single"), Tap("single", "a"))
    assert (changed.at, unanswered(BRANCHING, changed)) == ("why", (WHY,))
    said = (Typed("so"), Allow(Use.COUNT))
    assert after(BRANCHING, *everything, Change("single"), Tap("single", "a"), *said).state == machine.REVIEW


def test_a_change_button_of_an_old_review_changes_nothing() -> None:
    """Away from the review, the review's buttons leave one where one is."""
    here = after(FLOW, TakePart(), Tap("single", "a"))
    step = advance(FLOW, here, Change("single"))
    assert (step.dialogue, step.toast) == (here, Notice.CLOSED_QUESTION)
    twice = last_step(FLOW, *EVERYTHING, Change("scale"), Change("scale"))
    assert (twice.effects, twice.toast) == ((), Notice.ALREADY_NOTED)


def test_back_from_a_change_leaves_the_answer() -> None:
    """Back while changing returns to the review with nothing changed."""
    everything: tuple[Input, ...] = (TakePart(), Tap("single", "a"), *(Skip() for _ in FLOW.questions[1:]))
    assert after(FLOW, *everything, Change("single"), Back("single")) == after(FLOW, *everything)


def test_submitting_twice_submits_once() -> None:
    """The second Submit is told that the answers are in."""
    step = last_step(FLOW, TakePart(), *(Skip() for _ in FLOW.questions), Submit(), Submit())
    assert step == Step(
        after(FLOW, TakePart(), *(Skip() for _ in FLOW.questions), Submit()), (), Notice.ALREADY_SUBMITTED
    )


# --- conditions, and what was sent


@pytest.mark.parametrize(
    ("condition", "answer", "met"),
    [
        (Condition(question="q", any_of=("a", "b")), Chosen("b"), True),
        (Condition(question="q", any_of=("a", "b")), Chosen("c"), False),
        (Condition(question="q", none_of=("a",)), Chosen("b"), True),
        (Condition(question="q", none_of=("a",)), Chosen("a"), False),
        (Condition(question="q", none_of=("a",)), Skipped(), False),
        (Condition(question="q", none_of=("a",)), None, False),
        (Condition(question="q", contains="a"), Picked(("b", "a")), True),
        (Condition(question="q", contains="a"), Ranked(("b",)), False),
        (Condition(question="q", any_of=("a", "c")), Picked(("b", "c")), True),
        (Condition(question="q", none_of=("a", "c")), Picked(("b",)), True),
        (Condition(question="q", none_of=("a", "c")), Picked(("b", "c")), False),
        (Condition(question="q", first="a"), Ranked(("a", "b")), True),
        (Condition(question="q", first="a"), Ranked(("b", "a")), False),
        (Condition(question="q", first="a"), Picked(("a",)), False),
        (Condition(question="q", points=PointsAtLeast(option="a", min=3)), Shared((("a", 3), ("b", 7))), True),
        (Condition(question="q", points=PointsAtLeast(option="a", min=3)), Shared((("a", 2), ("b", 8))), False),
        (Condition(question="q", points=PointsAtLeast(option="c", min=1)), Shared((("a", 10),)), False),
        (Condition(question="q", any_of=("a",)), Written("a"), False),
    ],
)
def test_a_condition_is_met_by_an_answer(condition: Condition, answer: Answer | None, met: bool) -> None:
    """Each kind of condition is met as the flow's author reads it; a skipped or missing answer meets none."""
    assert meets(condition, answer) is met


def submitted(**answers: Answer) -> Dialogue:
    """Somebody who has submitted these."""
    return Dialogue(state=machine.SUBMITTED, answers=answers, sent=True)


def test_counted_answers_leave_a_submitted_dialogue() -> None:
    """What waits can be changed, what is counted is settled."""
    dialogue = after_submitting(submitted(), {"scale": Chosen("4")}, frozenset({"single"}))
    assert dialogue.answers == {"scale": Chosen("4")}
    assert dialogue.settled == frozenset({"single"})
    assert dialogue.state == machine.SUBMITTED


def test_a_question_counted_while_it_is_on_the_phone_is_left() -> None:
    """Counted in the middle of a change: the draft is dropped and the review is next."""
    changing = replace(submitted(multi=Picked(("a",))), state=machine.asking("multi"), draft=(("a", 1),), changing=True)
    left = after_submitting(changing, {}, frozenset({"multi"}))
    assert (left.state, left.draft, left.changing) == (machine.REVIEW, (), False)
    kept = after_submitting(changing, {"multi": Picked(("a",))}, frozenset({"single"}))
    assert (kept.state, kept.draft, kept.changing) == (changing.state, changing.draft, True)


def test_a_counted_answer_cannot_be_changed() -> None:
    """The button of a counted answer is explained."""
    counted = replace(submitted(scale=Chosen("4")), settled=frozenset({"single"}))
    for given_input in (Change("single"), Tap("single", "a"), Skip("single")):
        step = advance(FLOW, counted, given_input)
        assert (step.dialogue, step.toast) == (counted, Notice.ALREADY_COUNTED)


def test_a_question_stays_shown_once_its_parent_is_counted() -> None:
    """A counted parent says nothing any more; its follow-up stays because it was answered, and does not appear anew."""
    parent = frozenset({"single"})
    answered = Dialogue(answers={"why": Written("so")}, settled=parent, sent=True)
    assert WHY in visible(BRANCHING, answered)
    assert WHY not in visible(BRANCHING, replace(answered, answers={}))


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: str(flow.id))
def test_the_straight_way_asks_every_unconditional_question_once(flow: Flow) -> None:
    """Whoever skips everything sees each question without a condition exactly once, in order."""
    seen = [place.at for place in finish(flow, Dialogue()) if place.at]
    assert seen == [q.id for q in flow if q.shown_if is None]


def test_effects_are_a_closed_set() -> None:
    """Five effects are all that a step can ask for; a new one must be carried out by the bot too."""
    assert set(Effect.__args__) == {Settle, Show, Redraw, Retire, Say}
