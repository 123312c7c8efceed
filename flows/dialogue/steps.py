"""What one input comes to: the next place, effects and a remark; must not know which input it was, Telegram or storage."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flows.definition.flow import Flow
from flows.dialogue import machine
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Refusal, Shared, Written
from flows.dialogue.composing import Draft
from flows.dialogue.effects import Effect, Notice, Retire, Settle, Show
from flows.dialogue.standing import Dialogue, visible, words_kept


@dataclass(frozen=True)
class Step:
    """The dialogue after an input, what to do about it, and a remark that flashes by (a toast on a tap, a message otherwise)."""

    dialogue: Dialogue
    effects: tuple[Effect, ...] = ()
    toast: Notice | Refusal | None = None


def onward(flow: Flow, dialogue: Dialogue, *, before: tuple[Effect, ...] = ()) -> Step:
    """On from an answer: to the next question or the review; where the room is led, to what it is asked now."""
    if dialogue.room is None:
        return go(flow, dialogue, "proceed", before=before)
    if dialogue.changing:
        return go(flow, dialogue, "review", before=before)
    return follow(flow, dialogue, before=before)


def record(flow: Flow, dialogue: Dialogue, answer: Answer) -> Step:
    """Record the answer to the current question, drop what it hides, go on."""
    if dialogue.at is None:
        return remind(dialogue, Notice.CLOSED_QUESTION)
    answered = replace(dialogue, answers={**dialogue.answers, dialogue.at: answer}, proposal=None)
    shown = {q.id for q in visible(flow, answered)}
    kept = replace(answered, answers={q: a for q, a in answered.answers.items() if q in shown})
    return onward(flow, kept, before=(Settle(dialogue.at, answer),))


def follow(
    flow: Flow, dialogue: Dialogue, *, before: tuple[Effect, ...] = (), toast: Notice | Refusal | None = None
) -> Step:
    """To where the room is: the first question that is open, shown and without an answer, else to wait for one.

    What waits for a tap is kept as `words_kept` says; what was ticked and not confirmed is no answer. Both are said.
    """
    kept = words_kept(dialogue)
    if kept is not dialogue and toast in (None, Notice.MOVED_ON):
        toast = Notice.WORDS_KEPT
    elif has_ticks(dialogue) and (toast is Notice.MOVED_ON or (toast is None and dialogue.state == machine.PAUSED)):
        toast = Notice.UNCONFIRMED
    free = replace(kept, changing=False, keeps=None)
    return replace(go(flow, free, "follow", before=before), toast=toast)


def due(flow: Flow, dialogue: Dialogue) -> frozenset[str]:
    """The questions that the room is asked now and this person has not answered."""
    room = dialogue.room
    if room is None or room.held:
        return frozenset()
    shown = {q.id for q in visible(flow, dialogue)} - dialogue.settled
    return frozenset(shown & room.open) - dialogue.answers.keys()


def go(
    flow: Flow,
    dialogue: Dialogue,
    trigger: str,
    *,
    before: tuple[Effect, ...] = (),
    target: str | None = None,
    effect: Effect | None = None,
) -> Step:
    """Pull a trigger of the machine; where it leads nowhere, remind of the place one is at.

    A pause keeps everything; who leaves by another way is told what becomes of what they had not finished (`_leaving`).
    """
    stood, (dialogue, toast) = dialogue, _leaving(dialogue) if trigger in ("back", "review") else (dialogue, None)
    shown = frozenset(q.id for q in visible(flow, dialogue)) - dialogue.settled
    changing = dialogue.changing and trigger == "proceed"
    wanted = shown - dialogue.answers.keys() if changing else shown
    if dialogue.room is not None:
        wanted, shown = due(flow, dialogue), shown & dialogue.room.open
    walk = machine.Walk(dialogue.state, wanted=wanted.__contains__, reachable=shown.__contains__, target=target)
    state = machine.move(flow, walk, trigger)
    if state is None:
        return remind(stood, Notice.CLOSED_QUESTION)
    keeps_changing = dialogue.changing and state != machine.REVIEW  # a pause does not end it
    proposal = dialogue.proposal if trigger in {"pause", "resume"} else None
    leaf = dialogue.leaf if dialogue.changing or trigger in {"change", "pause", "resume"} else 0
    moved = replace(dialogue, state=state, changing=keeps_changing, proposal=proposal, leaf=leaf)
    is_kept = trigger == "pause" or (state == machine.asking(dialogue.resume or "") and trigger == "resume")
    draft = dialogue.draft if is_kept and dialogue.draft else _prefilled(moved)
    return Step(replace(moved, draft=draft), (*before, effect or Show()), toast)


def _leaving(dialogue: Dialogue) -> tuple[Dialogue, Notice | None]:
    """Words that wait for a tap are kept as `words_kept` says, unless there is an answer already, which stays; ticks are no answer."""
    if dialogue.proposal is not None and (dialogue.at or dialogue.resume) in dialogue.answers:
        return dialogue, Notice.LEFT_CHANGE
    kept = words_kept(dialogue)
    if kept is not dialogue:
        return kept, Notice.LEFT_WORDS
    return dialogue, Notice.LEFT_TICKS if has_ticks(dialogue) else None


def has_ticks(dialogue: Dialogue) -> bool:
    """Whether something is ticked, ranked or given that is no answer yet, also by somebody who has paused."""
    there = replace(dialogue, state=machine.asking(dialogue.resume or "")) if dialogue.at is None else dialogue
    return bool(dialogue.draft) and dialogue.draft != _prefilled(there)


def _prefilled(dialogue: Dialogue) -> Draft:
    """An answer given before comes back as the draft, so that changing it starts from there."""
    match dialogue.answers.get(dialogue.at or ""):
        case Picked(options) | Ranked(options):
            return tuple((o, 1) for o in options)
        case Shared(points):
            return points
        case _:
            return ()


def stale(dialogue: Dialogue, question: str | None, answer: Answer | None) -> Step:
    """A tap on a question that is not the current one: a double tap is simply noted, an old button is explained."""
    if question in dialogue.settled:
        return remind(dialogue, counted(dialogue, question))
    given = dialogue.answers.get(question or "")
    twice = given is not None and (given == answer or (answer is None and not isinstance(given, Chosen | Written)))
    return Step(dialogue, (), Notice.ALREADY_NOTED) if twice else remind(dialogue, Notice.CLOSED_QUESTION)


def counted(dialogue: Dialogue, question: str | None) -> Notice:
    """Why a counted question stays as it is: it has ended for everybody, or this person's answer is in a summary."""
    has_ended = dialogue.room is not None and question in dialogue.room.ended
    return Notice.ENDED if has_ended else Notice.ALREADY_COUNTED  # of an ended one nobody knows who had answered it


def too_late(flow: Flow, dialogue: Dialogue, named: str | None) -> Step | None:
    """What is said to an answer to a question that is counted for good: why it stays as it is, and where one is now.

    `named`: the question that a button was for; None for words, which are for the one on the phone. None: it is not counted.
    """
    about = named or dialogue.overtaken
    if about is None or about == dialogue.at or about not in dialogue.settled:
        return None
    toast = counted(dialogue, about)
    if dialogue.room is not None and dialogue.state == machine.BETWEEN:
        return follow(flow, dialogue, before=(Retire(),), toast=toast)
    return remind(dialogue, toast)


def remind(dialogue: Dialogue, notice: Notice) -> Step:
    """Nothing changes: show again where one is, and say why."""
    return Step(dialogue, (Show(),), notice)
