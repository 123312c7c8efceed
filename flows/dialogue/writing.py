"""An open answer in the dialogue: written, judged with its author, added to; must not know Telegram or storage.

A thought that is typed in two bubbles is one answer: more words are added to those that wait for their author's.
"""

from __future__ import annotations

from dataclasses import replace

from flows.definition.flow import Flow, TextQuestion
from flows.dialogue import machine
from flows.dialogue.answers import Refusal, Use, Written, read_answer
from flows.dialogue.effects import Notice, Redraw, Retire, Say, Show
from flows.dialogue.following import is_over
from flows.dialogue.inputs import Agree, Allow, KeepNames, Typed
from flows.dialogue.openanswers import masked, together, with_names
from flows.dialogue.standing import Dialogue, Proposal, Waits, visible, words_kept
from flows.dialogue.steps import Step, counted, onward, record, remind


def write(flow: Flow, dialogue: Dialogue, question: TextQuestion, given: Typed) -> Step:
    """What is typed to the open question on the phone: its author is asked first about what would be hidden, and about its use."""
    waiting, text = dialogue.proposal, given.text
    if waiting is not None:
        text = together(waiting.text if given.before is None else given.before, text)
    answer = read_answer(question, text)
    if not isinstance(answer, Written):
        return _refused(dialogue, answer)
    proposal = masked(answer.text, given.hide, find=given.find)
    if waiting is not None and waiting.waits is Waits.MASK:
        proposal = replace(proposal, waits=Waits.MASK, names=proposal.names or waiting.names)
    if proposal.waits is Waits.MASK:
        return Step(replace(dialogue, proposal=proposal), (Retire(), Show()))
    return _take(flow, dialogue, proposal.text)


def _refused(dialogue: Dialogue, refusal: object) -> Step:
    return Step(dialogue, (Say(refusal), Show()) if isinstance(refusal, Refusal) else (Show(),))


def elsewhere(flow: Flow, dialogue: Dialogue, name: str, given: Typed) -> Step:
    """Words for another question than the one on the phone: its answer is changed, or added to, as long as it can be."""
    question, first = flow.question(name), dialogue.answers.get(name)
    if name in dialogue.settled or (dialogue.room is not None and name in dialogue.room.ended):
        return remind(dialogue, counted(dialogue, name))
    if is_over(dialogue, name):
        return Step(dialogue, (), Notice.HELD)
    if first is None or (given.adds and not isinstance(first, Written)):
        return remind(dialogue, Notice.CLOSED_QUESTION)
    adds = given.adds and isinstance(first, Written)
    answer = read_answer(
        question, together(first.text, given.text) if adds and isinstance(first, Written) else given.text
    )
    if isinstance(answer, Refusal):
        return _refused(dialogue, replace(answer, about=question.name))
    if isinstance(answer, Written):
        proposal = masked(answer.text, given.hide, find=given.find)
        use = first.use if isinstance(first, Written) else dialogue.use
        if proposal.waits is Waits.MASK or use is None:
            there = replace(
                words_kept(dialogue), state=machine.asking(name), changing=True, draft=(), proposal=proposal
            )
            return Step(there, (Retire(), Show()))
        answer = replace(answer, text=proposal.text, use=use)
    changed = replace(dialogue, answers={**dialogue.answers, name: answer})
    shown = {q.id for q in visible(flow, changed)}
    kept = replace(changed, answers={q: a for q, a in changed.answers.items() if q in shown})
    said = Notice.ADDED if adds else Notice.CHANGED
    if dialogue.at is not None and dialogue.at not in shown:
        there = replace(kept, state=machine.asking(name), changing=dialogue.room is None, draft=(), proposal=None)
        return replace(onward(flow, there, before=(Retire(),)), toast=said)
    return Step(kept, (Show(),), said)


def _take(flow: Flow, dialogue: Dialogue, text: str) -> Step:
    """Take the words of an open answer, once its author has said how they may be used."""
    before = dialogue.answers.get(dialogue.at or "")
    use = before.use if isinstance(before, Written) else dialogue.use
    if use is None:
        return Step(replace(dialogue, proposal=Proposal(text, Waits.USE)), (Retire(), Show()))
    return record(flow, dialogue, Written(text, use))


def on_proposal(flow: Flow, dialogue: Dialogue, given: Agree | KeepNames | Allow) -> Step:
    """The author's word about an open answer. Without one that waits, `Allow` changes the answer that stands there."""
    match given, dialogue.proposal:
        case Agree(), Proposal(text, Waits.MASK):
            return _take(flow, dialogue, text)
        case KeepNames(), Proposal(_, Waits.MASK):
            kept = _with_names(flow, dialogue, given)
            if kept is None:
                return Step(replace(dialogue, proposal=None), (Retire(), Show()), Notice.TYPE_AGAIN)
            return _take(flow, dialogue, kept)
        case Allow(use), Proposal(text, Waits.USE):
            return record(flow, replace(dialogue, use=use), Written(text, use))
        case Allow(use), None:
            return _allow(flow, dialogue, use)
        case _:
            return remind(dialogue, Notice.CLOSED_QUESTION)


def _with_names(flow: Flow, dialogue: Dialogue, given: KeepNames) -> str | None:
    """What was typed, with names, if it is what the author was shown; None for other words than those, or none."""
    if dialogue.at is None or given.text is None:
        return None
    answer = read_answer(flow.question(dialogue.at), given.text)
    if not isinstance(answer, Written) or masked(answer.text, given.hide, find=given.find) != dialogue.proposal:
        return None
    return with_names(answer.text, given.hide, given.find)


def _allow(flow: Flow, dialogue: Dialogue, use: Use) -> Step:
    """Of the answer that stands there; before there is one, of what is typed from now on."""
    given = dialogue.answers.get(dialogue.at or "")
    is_asked = dialogue.at is not None and isinstance(flow.question(dialogue.at), TextQuestion)
    if is_asked and given is None and dialogue.use is not None:
        drawn = (Redraw(),) if use is not dialogue.use else ()
        return Step(replace(dialogue, use=use), drawn, None if drawn else Notice.ALREADY_NOTED)
    if dialogue.at is None or not isinstance(given, Written):
        return remind(dialogue, Notice.CLOSED_QUESTION)
    if given.use is use:
        return Step(dialogue, (), Notice.ALREADY_NOTED)
    return Step(replace(dialogue, answers={**dialogue.answers, dialogue.at: replace(given, use=use)}), (Redraw(),))
