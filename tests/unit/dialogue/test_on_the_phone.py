"""Words are for what is on the phone: nothing answers a question that is still on its way, and no half of a thought is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.definition.flow import Flow
from flows.dialogue import machine
from flows.dialogue.advancing import advance
from flows.dialogue.agenda import Room
from flows.dialogue.answers import Chosen, Use, Written
from flows.dialogue.effects import Notice, Show
from flows.dialogue.inputs import Agree, Allow, Done, Input, KeepNames, Skip, Tap, Typed
from flows.dialogue.standing import Dialogue, Proposal, Waits, dialogue_from_json, dialogue_to_json
from tests.support.examples.examples import SINGLE, TEXT
from tests.support.examples.walks import Move, stored, walk, walks
from tests.support.trying import tries

MORE, OTHER = TEXT.model_copy(update={"id": "more"}), SINGLE.model_copy(update={"id": "other"})
FLOW = Flow(id="f", title="A flow", questions=(SINGLE, OTHER, TEXT, MORE))
FIRST = SINGLE.options[0].id


def coming(at: str, seen: str, **changed: object) -> Dialogue:
    """Somebody to whom the question `at` is on its way, while `seen` stands on the phone."""
    there = Dialogue(state=machine.asking(at), seen=machine.asking(seen), coming=True, use=Use.QUOTE)
    return replace(there, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words", [Typed("2"), Typed("1"), Skip(), Done(OTHER.id), Allow(Use.QUOTE), Agree(), KeepNames()]
)
def test_words_never_answer_what_is_on_its_way(words: Input) -> None:
    """A number, and it again before the next question is there: the second answers nothing, and that is said above it."""
    there = coming(OTHER.id, SINGLE.id, answers={SINGLE.id: Chosen(FIRST)})
    step = advance(FLOW, there, words)
    assert (step.dialogue, step.effects, step.toast) == (there, (Show(),), Notice.TOO_SOON)
    assert advance(FLOW, replace(there, coming=False), Typed("1")).dialogue.answers[OTHER.id] == Chosen(FIRST)


def test_a_button_is_tapped_where_it_stands() -> None:
    """Somebody who taps has the question on the phone, whatever is known of its arrival; so is one that was only drawn anew."""
    tapped = advance(FLOW, coming(OTHER.id, SINGLE.id), Tap(OTHER.id, FIRST))
    assert tapped.dialogue.answers == {OTHER.id: Chosen(FIRST)}
    typed = advance(FLOW, coming(OTHER.id, OTHER.id), Typed("1"))
    assert typed.dialogue.answers == {OTHER.id: Chosen(FIRST)}


def test_the_second_half_joins_the_first() -> None:
    """Typed below an open answer that was just taken, or whose card is on its way: one answer, and it is said."""
    said = coming(MORE.id, TEXT.id, answers={TEXT.id: Written("More benches", Use.QUOTE)})
    step = advance(FLOW, said, Typed("and lamps"))
    assert step.dialogue.answers == {TEXT.id: Written("More benches\nand lamps", Use.QUOTE)}
    assert (step.dialogue.at, step.toast) == (MORE.id, Notice.ADDED)
    card = coming(TEXT.id, TEXT.id, use=None, proposal=Proposal("More benches", Waits.USE))
    assert advance(FLOW, card, Typed("1")).dialogue.proposal == Proposal("More benches\n1", Waits.USE)


def test_a_name_in_the_second_half_is_shown_to_its_author_first() -> None:
    """Back to that question, with what would be hidden; the answer stands until its author has spoken."""
    said = coming(OTHER.id, TEXT.id, answers={TEXT.id: Written("More benches", Use.QUOTE)})
    step = advance(FLOW, said, Typed("ask Hannah Berg"))
    assert step.dialogue.proposal == Proposal("More benches\nask [name]", Waits.MASK, names=True)
    assert (step.dialogue.at, step.dialogue.changing, step.dialogue.answers) == (TEXT.id, True, said.answers)
    agreed = advance(FLOW, stored(step.dialogue), Agree())
    assert agreed.dialogue.answers == {TEXT.id: Written("More benches\nask [name]", Use.QUOTE)}


@pytest.mark.parametrize(
    "over", [{"settled": frozenset({TEXT.id})}, {"room": Room(frozenset({MORE.id}), ended=frozenset({TEXT.id}))}]
)
def test_what_is_counted_or_has_ended_takes_no_second_half(over: dict[str, object]) -> None:
    """Nothing is added to it, and nothing lands in the next question."""
    there = coming(MORE.id, TEXT.id, answers={TEXT.id: Written("More benches", Use.QUOTE)}, **over)
    step = advance(FLOW, there, Typed("and lamps"))
    assert step.dialogue.answers == there.answers
    assert step.toast in (Notice.TOO_SOON, Notice.ENDED)


def test_what_was_seen_is_stored_and_what_is_coming_is_not() -> None:
    """The arrival is known outside."""
    there = dialogue_from_json(dialogue_to_json(coming(OTHER.id, SINGLE.id)))
    assert (there.seen, there.coming, there.on_phone) == (machine.asking(SINGLE.id), False, machine.asking(OTHER.id))


@tries(60)
@given(way=walks(), text=st.text(max_size=20) | st.sampled_from(["1", "2", "1,2", "skip", "5 3 2"]))
def test_nothing_is_stored_for_a_question_that_was_not_shown(way: tuple[Flow, list[Move]], text: str) -> None:
    """Wherever somebody is brought by whatever they do: until it is on the phone, typed words are no answer to it."""
    flow, moves = way
    for stride in walk(flow, moves):
        now = replace(stored(stride.step.dialogue), seen=stride.before.screen, coming=True)
        if now.at is None or now.at == stride.before.at:
            continue
        for words in (Typed(text), Skip()):
            after = advance(flow, now, words).dialogue
            assert after.answers.get(now.at) == now.answers.get(now.at)
