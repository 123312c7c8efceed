"""Open answers: what is hidden, what the author is asked, and what the author allows."""

from __future__ import annotations

import pytest

from flows.definition.flow import Flow
from flows.dialogue import machine
from flows.dialogue.advancing import advance
from flows.dialogue.answers import Use, Written, answer_from_json, answer_to_json
from flows.dialogue.effects import Notice, Redraw, Retire, Say, Settle, Show
from flows.dialogue.inputs import (
    Agree,
    Allow,
    Back,
    Change,
    Clear,
    Done,
    Input,
    KeepNames,
    Pause,
    Resume,
    Review,
    Skip,
    TakePart,
    Typed,
    Unclear,
)
from flows.dialogue.openanswers import masked, with_names
from flows.dialogue.standing import Dialogue, Proposal, Waits, dialogue_from_json, dialogue_to_json
from flows.dialogue.steps import Step
from tests.support.examples.examples import SINGLE, TEXT

MORE = TEXT.model_copy(update={"id": "more"})
FLOW = Flow(id="f", title="A flow", questions=(TEXT, MORE, SINGLE))
NAMED = "Speak to Hannah Smith, 07700 900222"


def run(*inputs: Input) -> Step:
    """The last of these inputs, after Take part, with the stored form in between."""
    step = advance(FLOW, Dialogue(), TakePart())
    for given in inputs:
        step = advance(FLOW, dialogue_from_json(dialogue_to_json(step.dialogue)), given)
    return step


def test_a_harmless_first_answer_only_asks_how_it_may_be_used() -> None:
    """Nothing to hide: no extra step but the one question how the words may be used, once."""
    step = run(Typed("More benches"))
    assert step.dialogue.proposal == Proposal("More benches", Waits.USE)
    assert step.effects == (Retire(), Show())
    taken = run(Typed("More benches"), Allow(Use.QUOTE))
    assert taken.dialogue.answers[TEXT.id] == Written("More benches", Use.QUOTE)
    assert taken.effects[0] == Settle(TEXT.id, Written("More benches", Use.QUOTE))


def test_the_choice_holds_for_the_next_answers() -> None:
    """The second open answer is taken at once, under what its author allowed with the first."""
    step = run(Typed("More benches"), Allow(Use.THEME), Typed("And a lamp"))
    assert step.dialogue.at == SINGLE.id
    assert step.dialogue.answers[MORE.id] == Written("And a lamp", Use.THEME)


def test_what_would_be_hidden_is_shown_first() -> None:
    """A name and a number: the author sees the answer without them and decides; what was typed is stored nowhere."""
    step = run(Typed(NAMED))
    assert step.dialogue.proposal == Proposal("Speak to [name], [phone]", Waits.MASK, names=True)
    assert "Hannah" not in str(dialogue_to_json(step.dialogue))
    agreed = run(Typed(NAMED), Agree(), Allow(Use.QUOTE))
    assert agreed.dialogue.answers[TEXT.id] == Written("Speak to [name], [phone]", Use.QUOTE)


def test_not_a_name_keeps_the_words_but_never_the_number() -> None:
    """The author may keep names; what has the form of a phone number stays hidden."""
    kept = with_names(NAMED, {})
    assert kept == "Speak to Hannah Smith, [phone]"
    step = run(Typed(NAMED), KeepNames(NAMED), Allow(Use.COUNT))
    assert step.dialogue.answers[TEXT.id] == Written(kept, Use.COUNT)


def test_names_are_kept_in_the_form_of_every_answer() -> None:
    """What is kept as typed still has no control characters, no blanks around it, and composed letters."""
    typed = "  Ask Mrs\u202e Zoe\u0308 Quelthorpe\x07 "
    step = run(Typed(typed), KeepNames(typed), Allow(Use.COUNT))
    assert step.dialogue.answers[TEXT.id] == Written("Ask Mrs Zo\u00eb Quelthorpe", Use.COUNT)


@pytest.mark.parametrize("other", ["Speak to Peter Jones", "x" * 1001, "", NAMED + "!"])
def test_only_the_words_that_were_shown_can_be_kept(other: str) -> None:
    """Memory may hold other words than those of the preview, even such that no judge has seen: they are asked for again."""
    step = run(Typed(NAMED), KeepNames(other))
    assert step.toast is Notice.TYPE_AGAIN
    assert (step.dialogue.at, step.dialogue.proposal, step.dialogue.answers) == (TEXT.id, None, {})


def test_words_that_memory_has_lost_are_asked_for_again() -> None:
    """After a restart nothing typed is known any more: it is said so, and nothing is recorded."""
    step = run(Typed(NAMED), KeepNames(None))
    assert step.toast is Notice.TYPE_AGAIN
    assert (step.dialogue.at, step.dialogue.proposal, step.dialogue.answers) == (TEXT.id, None, {})


def test_a_thought_in_two_bubbles_is_one_answer() -> None:
    """More words at either card are added to those that wait; what is hidden in either half stays hidden, and its author sees it."""
    step = run(Typed(NAMED), Typed("Speak to us first"))
    assert step.dialogue.proposal == Proposal("Speak to [name], [phone]\nSpeak to us first", Waits.MASK, names=True)
    step = run(Typed("More benches"), Typed("and ask Hannah Berg"))
    assert step.dialogue.proposal == Proposal("More benches\nand ask [name]", Waits.MASK, names=True)
    kept = run(Typed(NAMED), Typed("first", before=NAMED), KeepNames(f"{NAMED}\nfirst"))
    assert kept.dialogue.proposal is not None
    assert kept.dialogue.proposal.text.endswith("\nfirst")
    assert "[name]" not in kept.dialogue.proposal.text


def test_what_waits_can_be_written_anew_and_is_never_replaced_by_a_slip() -> None:
    """Write it anew clears it; a number that is no button, a yes where there are three, and too long a second half do not."""
    assert run(Typed(NAMED), Clear(TEXT.id)).dialogue.proposal is None
    waiting = run(Typed("More benches")).dialogue
    for slip in (Unclear(3), Typed("x" * 1000)):
        step = advance(FLOW, waiting, slip)
        assert step.dialogue == waiting
        assert any(isinstance(effect, Say) for effect in step.effects)


@pytest.mark.parametrize("leaving", [Skip(), Pause()])
def test_leaving_a_proposal_records_nothing(leaving: Input) -> None:
    """Skip and Pause do not take an answer its author has not agreed to."""
    step = run(Skip(), Typed("Hidden wish"), leaving)
    assert not any(isinstance(a, Written) for a in step.dialogue.answers.values())


def test_words_that_wait_are_not_lost_by_going_elsewhere() -> None:
    """Back counts them, as the card says of who says nothing, and tells; an answer from before stays, and that is told too."""
    step = run(Skip(), Typed("A wish"), Back())
    assert (step.dialogue.at, step.toast) == (TEXT.id, Notice.LEFT_WORDS)
    assert step.dialogue.answers[MORE.id] == Written("A wish", Use.COUNT)
    there = (Typed("One"), Allow(Use.QUOTE), Skip(), Skip(), Change(TEXT.id), Typed(NAMED))
    assert run(*there).dialogue.proposal is not None
    for leaving in (Back(), Review()):
        step = run(*there, leaving)
        assert (step.dialogue.state, step.toast) == (machine.REVIEW, Notice.LEFT_CHANGE)
        assert step.dialogue.answers[TEXT.id] == Written("One", Use.QUOTE)


def test_a_pause_keeps_the_proposal() -> None:
    """After a pause the author is asked again about the same words."""
    step = run(Typed("More benches"), Pause(), Resume())
    assert step.dialogue.proposal == Proposal("More benches", Waits.USE)


def test_what_is_allowed_can_be_changed_for_one_answer() -> None:
    """From the review the use of one answer is changed, and the others keep theirs."""
    there = (Typed("One"), Allow(Use.QUOTE), Typed("Two"), Skip())
    assert run(*there).dialogue.state == machine.REVIEW
    step = run(*there, Change(MORE.id), Allow(Use.COUNT))
    assert step.effects == (Redraw(),)
    uses = {q: a.use for q, a in step.dialogue.answers.items() if isinstance(a, Written)}
    same = advance(FLOW, step.dialogue, Allow(Use.COUNT))
    assert (same.dialogue, same.effects, same.toast) == (step.dialogue, (), Notice.ALREADY_NOTED)
    assert uses == {TEXT.id: Use.QUOTE, MORE.id: Use.COUNT}


def test_a_word_about_no_answer_changes_nothing() -> None:
    """Agree, not-a-name and allow without an open answer are old buttons."""
    for given in (Agree(), KeepNames("x"), Allow(Use.QUOTE)):
        step = run(given)
        assert (step.dialogue.answers, step.toast) == ({}, Notice.CLOSED_QUESTION)


def test_without_a_word_an_answer_is_only_counted() -> None:
    """The least is the default, and JSON carries what was allowed."""
    assert Written("x").use is Use.COUNT
    for use in Use:
        assert answer_from_json(answer_to_json(Written("x", use))) == Written("x", use)


def test_placeholders_speak_the_authors_language() -> None:
    """What stands in the place of a name is given by the caller; a kind it does not know stays English."""
    assert masked(NAMED, {"person": "[naam]"}).text == "Speak to [naam], [phone]"


def test_how_words_may_be_used_can_be_changed_before_they_are_typed() -> None:
    """At the second open question the choice from the first is there to be changed; Done takes an answer as it stands."""
    chosen = run(Typed("One"), Allow(Use.QUOTE), Allow(Use.COUNT))
    assert (chosen.effects, chosen.dialogue.at) == ((Redraw(),), MORE.id)
    assert advance(FLOW, chosen.dialogue, Typed("Two")).dialogue.answers[MORE.id] == Written("Two", Use.COUNT)
    back = advance(FLOW, chosen.dialogue, Back()).dialogue
    assert advance(FLOW, back, Done(TEXT.id)).dialogue.at == MORE.id
    assert advance(FLOW, back, Done(TEXT.id)).dialogue.answers == back.answers
