"""Any input at any moment gives a step, and the laws of the dialogue hold on every way through every shipped flow."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from flows.definition.flow import Flow, TextQuestion
from flows.dialogue import machine
from flows.dialogue.advancing import advance
from flows.dialogue.answers import Skipped, Use, Written, check_answer
from flows.dialogue.effects import Redraw, Settle, Show
from flows.dialogue.inputs import Back, Clear, Points, Skip, TakePart, Tap, Typed
from flows.dialogue.standing import (
    Dialogue,
    Proposal,
    Waits,
    dialogue_from_json,
    dialogue_to_json,
    leftovers,
    position,
    visible,
)
from tests.support.examples.walks import (
    Move,
    Stride,
    anything,
    end_of,
    finish,
    is_choice,
    on_the_phone,
    same_again,
    stored,
    walk,
    walks,
)
from tests.support.trying import tries

on_walks = given(way=walks())
some = tries(40)


def strides(way: tuple[Flow, list[Move]]) -> list[Stride]:
    """The strides of a drawn way."""
    return list(walk(*way))


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
    for press in [*on_the_phone(flow, dialogue), data.draw(anything(flow))]:
        if isinstance(press, Typed | Points) or press in (Skip(), Back()):
            continue
        if isinstance(press, Tap) and press.question == dialogue.at and not is_choice(flow.question(press.question)):
            continue
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
        dialogue = replace(stride.step.dialogue, overtaken=None)  # it is seen anew each time, and never stored
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
    dialogue = replace(end_of(*way), proposal=None)  # words that wait for their author's word are another test's
    flow = way[0]
    left = leftovers(flow, dialogue_to_json(dialogue))
    answered = bool(dialogue.answers) and not dialogue.sent
    assert {q: a for q, a in left.items() if q in dialogue.answers} == (dialogue.answers if answered else {})
    assert set(left) == ({q.id for q in visible(flow, dialogue)} if answered else set()), "the rest counts as no answer"
    assert all(left[q] == Skipped() for q in left.keys() - dialogue.answers.keys())
    sent = {**dialogue_to_json(replace(dialogue, sent=False)), "sent": True}
    assert leftovers(flow, sent) == {}


def test_words_that_wait_for_their_authors_word_are_counted_at_the_close() -> None:
    """Typed, and how they may be used not said yet: the answer counts, and no word of it may be shown."""
    typed = Dialogue(state=machine.asking("a"), proposal=Proposal("My own words", Waits.USE, names=False))
    flow = Flow(id="f", title="A flow", purpose="x", questions=(TextQuestion(id="a", text="And you?"),))
    counted_only = {"a": Written("My own words", Use.COUNT)}
    for one in (typed, replace(typed, sent=True), replace(typed, state=machine.PAUSED, resume="a")):
        assert leftovers(flow, dialogue_to_json(one)) == counted_only
