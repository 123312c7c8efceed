"""Any input at any moment gives a step, and the laws of the dialogue hold on every way through every shipped flow."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flows import machine
from flows.answers import Answer, Chosen, Picked, Ranked, Refusal, Shared, Skipped, Slip, Written, check_answer
from flows.definition import Condition, Flow, PointsAtLeast
from flows.dialogue import Step, advance, draft_answer, point_unit
from flows.effects import Effect, Notice, Redraw, Retire, Say, Settle, Show
from flows.inputs import (
    Back,
    Change,
    Clear,
    Decline,
    Done,
    Edited,
    Input,
    NotText,
    Pause,
    Points,
    Resume,
    Review,
    Skip,
    Submit,
    TakePart,
    Tap,
    Typed,
)
from flows.standing import (
    Dialogue,
    after_submitting,
    dialogue_from_json,
    dialogue_to_json,
    leftovers,
    meets,
    position,
    unanswered,
    visible,
)
from tests.unit.examples import EXAMPLES, HUNDRED, MULTI, POINTS, RANKING, SCALE, SINGLE, TEXT
from tests.unit.walks import FLOWS, Move, Stride, anything, end_of, finish, is_choice, same_again, stored, walk, walks

FLOW = Flow(id="f", title="A flow", questions=EXAMPLES)
WHY = TEXT.model_copy(update={"id": "why", "shown_if": Condition(question="single", any_of=("a",))})
BRANCHING = Flow(id="b", title="A flow", questions=(SINGLE, WHY, SCALE, MULTI))

EVERYTHING: tuple[Input, ...] = (TakePart(), *(Skip() for _ in FLOW.questions))
"""As far as the review."""

on_walks = given(way=walks())
some = settings(max_examples=40)


def after(flow: Flow, *inputs: Input) -> Dialogue:
    """Where these inputs lead."""
    return end_of(flow, inputs)


def last_step(flow: Flow, *inputs: Input) -> Step:
    """What the last of these inputs did."""
    return list(walk(flow, inputs))[-1].step


def strides(way: tuple[Flow, list[Move]]) -> list[Stride]:
    """The strides of a drawn way."""
    return list(walk(*way))


# --- laws, on every way


@some
@on_walks
def test_any_input_at_any_moment_gives_a_step_and_says_something(way: tuple[Flow, list[Move]]) -> None:
    """Whatever is done, there is a place to stand, and something is shown or said; only clearing nothing says nothing."""
    states = {machine.CONSENT, machine.DECLINED, machine.PAUSED, machine.REVIEW, machine.SUBMITTED}
    states |= {machine.asking(q.id) for q in way[0]}
    for stride in strides(way):
        assert stride.step.dialogue.state in states
        assert stride.step.effects or stride.step.toast or isinstance(stride.given, Clear)
        if stride.step.dialogue.state != stride.before.state:
            assert any(isinstance(effect, Show | Redraw) for effect in stride.step.effects)


@some
@on_walks
def test_every_flow_can_be_finished_from_anywhere(way: tuple[Flow, list[Move]]) -> None:
    """From every place that can be reached, taking part, skipping and submitting lead to the thanks."""
    flow, moves = way
    places = finish(flow, end_of(flow, moves))
    assert places[-1].state == machine.SUBMITTED
    assert len(places) <= len(flow.questions) + 4


@some
@on_walks
def test_nothing_is_asked_before_consent(way: tuple[Flow, list[Move]]) -> None:
    """Until somebody takes part no question is on the phone and no answer is kept."""
    consented = False
    for stride in strides(way):
        consented = consented or isinstance(stride.given, TakePart)
        if not consented:
            assert stride.step.dialogue.at is None
            assert not stride.step.dialogue.answers
            assert stride.step.dialogue.state in (machine.CONSENT, machine.DECLINED)


@some
@on_walks
def test_only_shown_questions_are_asked_and_answered(way: tuple[Flow, list[Move]]) -> None:
    """The question on the phone is shown, and no answer is kept for a question that is not."""
    for stride in strides(way):
        shown = {q.id for q in visible(way[0], stride.step.dialogue)}
        assert set(stride.step.dialogue.answers) <= shown
        assert stride.step.dialogue.at is None or stride.step.dialogue.at in shown


@some
@on_walks
def test_every_answer_kept_fits_its_question(way: tuple[Flow, list[Move]]) -> None:
    """What is kept has been judged: it is the canonical form of an answer to that question."""
    for stride in strides(way):
        for name, answer in stride.step.dialogue.answers.items():
            assert check_answer(way[0].question(name), answer) == answer


@some
@on_walks
def test_a_counted_question_is_never_asked_or_changed(way: tuple[Flow, list[Move]]) -> None:
    """What is counted stays counted: it is not on the phone, has no answer that could change, and is never settled anew."""
    for stride in strides(way):
        settled = stride.before.settled
        assert stride.step.dialogue.settled == settled
        assert stride.step.dialogue.at not in settled
        assert not settled & stride.step.dialogue.answers.keys()
        assert not [e for e in stride.step.effects if isinstance(e, Settle) and e.question in settled]


@some
@on_walks
def test_whoever_submits_has_answered_or_skipped_every_unconditional_question(way: tuple[Flow, list[Move]]) -> None:
    """The first submission holds an answer to everything that everybody is asked, so that the base tells nothing."""
    everybodys = {q.id for q in way[0] if q.shown_if is None}
    for stride in strides(way):
        if stride.step.dialogue.sent and not stride.before.sent:
            assert everybodys <= stride.step.dialogue.answers.keys()


@some
@on_walks
def test_the_position_is_one_of_the_total(way: tuple[Flow, list[Move]]) -> None:
    """The visible position is within 1 and the number of shown questions, and says which question it is."""
    for stride in strides(way):
        dialogue = stride.step.dialogue
        shown = visible(way[0], dialogue)
        number, total = position(way[0], dialogue)
        assert 1 <= number <= total == len(shown)
        assert dialogue.at is None or shown[number - 1].id == dialogue.at


@some
@on_walks
def test_only_the_question_on_the_phone_takes_an_answer(way: tuple[Flow, list[Move]]) -> None:
    """A step changes the answer to the question on the phone, or drops some; it never adds or changes another."""
    for stride in strides(way):
        was, now = stride.before.answers, stride.step.dialogue.answers
        assert {q for q in now if now[q] != was.get(q)} <= {stride.before.at}


@some
@given(data=st.data(), way=walks(longest=25))
def test_the_same_tap_twice_counts_once(data: st.DataObject, way: tuple[Flow, list[Move]]) -> None:
    """A button that names its question, pressed twice, leaves things as one press does; ticks and points go both ways."""
    flow, moves = way
    dialogue = end_of(flow, moves)
    press = data.draw(anything(flow))
    both_ways = (Typed, Points)
    assume(not isinstance(press, both_ways) and press not in (Skip(), Back()))
    if isinstance(press, Tap) and press.question == dialogue.at:
        assume(is_choice(flow.question(press.question)))
    once = stored(advance(flow, dialogue, press).dialogue)
    assert advance(flow, once, press).dialogue == once


@some
@on_walks
def test_back_and_the_same_answer_return(way: tuple[Flow, list[Move]]) -> None:
    """One question back, and the same answer again, is where one was, with all answers."""
    flow, moves = way
    for dialogue in [stride.step.dialogue for stride in walk(flow, moves)]:
        if dialogue.at is None or dialogue.changing or dialogue.sent or position(flow, dialogue)[0] == 1:
            continue
        earlier = stored(advance(flow, dialogue, Back(dialogue.at)).dialogue)
        assert position(flow, earlier)[0] == position(flow, dialogue)[0] - 1
        question = flow.question(str(earlier.at))
        again = advance(flow, earlier, same_again(question, dialogue.answers[question.id])).dialogue
        assert (again.state, again.answers) == (dialogue.state, dialogue.answers)


@some
@on_walks
def test_a_dialogue_survives_its_way_through_the_database(way: tuple[Flow, list[Move]]) -> None:
    """JSON keeps all of it; once it was sent, its answers and what is counted come from their own rows instead."""
    for stride in strides(way):
        dialogue = stride.step.dialogue
        data = json.loads(json.dumps(dialogue_to_json(dialogue)))
        assert stored(dialogue) == dialogue
        if dialogue.sent:
            assert data["answers"] == {}
            assert dialogue_from_json(data) == replace(dialogue, answers={}, settled=frozenset())
        else:
            assert dialogue_from_json(data) == dialogue


@some
@on_walks
def test_leftovers_are_the_unsubmitted_answers(way: tuple[Flow, list[Move]]) -> None:
    """What a drop-out leaves is exactly what was answered and not submitted; after submitting it is nothing."""
    dialogue = end_of(*way)
    assert leftovers(dialogue_to_json(dialogue)) == ({} if dialogue.sent else dialogue.answers)


# --- single steps


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


def test_a_change_that_opens_a_question_asks_it() -> None:
    """Changing an answer asks what it newly shows, and only that, before the review."""
    everything: tuple[Input, ...] = (TakePart(), Tap("single", "b"), Skip(), Skip())
    changed = after(BRANCHING, *everything, Change("single"), Tap("single", "a"))
    assert (changed.at, unanswered(BRANCHING, changed)) == ("why", (WHY,))
    assert after(BRANCHING, *everything, Change("single"), Tap("single", "a"), Typed("so")).state == machine.REVIEW


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


# --- drafts


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
    given_all = advance(FLOW, at("points"), Points("points", "a", 99)).dialogue
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
