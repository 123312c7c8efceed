"""People's ways through the shipped flows, drawn at random; must not know what has to be true on them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st

from flows.definition.flow import (
    AllocationQuestion,
    ChoiceQuestion,
    Flow,
    MultiQuestion,
    Question,
    RankingQuestion,
    TextQuestion,
    options_of,
)
from flows.definition.loading import load_library
from flows.dialogue import machine
from flows.dialogue.advancing import advance
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared, Skipped, Written
from flows.dialogue.inputs import (
    Back,
    Change,
    Clear,
    Decline,
    Done,
    Edited,
    Follow,
    Input,
    MoreTime,
    NotText,
    Pause,
    Points,
    Resume,
    Review,
    Skip,
    Submit,
    TakePart,
    Tap,
    Turn,
    Typed,
)
from flows.dialogue.standing import Dialogue, after_submitting, dialogue_from_json, dialogue_to_json, visible
from flows.dialogue.steps import Step

FLOWS: tuple[Flow, ...] = tuple(load_library().values())
"""The shipped flows."""

NOWHERE = "?"
"""An id that no question or option has."""

SAID = ("2", "1,3", "2 1 3", "5 3 2", "0", "99", "-1", "some", "skip", "٢", "", " ", "x" * 4096, "مرحبا", "🙂", "\x00")


@dataclass(frozen=True)
class Sensibly:
    """Something that makes sense where one stands, drawn from this seed."""

    seed: int


@dataclass(frozen=True)
class Counted:
    """Some of the answers that wait are counted, drawn from this seed."""

    seed: int


@dataclass(frozen=True)
class Straight:
    """All the way to the thanks, with answers drawn from this seed."""

    seed: int


Move = Input | Sensibly | Counted | Straight


@dataclass(frozen=True)
class Stride:
    """One input on a walk: where it was given, and what it did."""

    before: Dialogue
    given: Input
    step: Step


def anything(flow: Flow) -> st.SearchStrategy[Input]:
    """Any input there is, about questions and options of this flow and about some that it does not have."""
    ids = st.sampled_from([*(q.id for q in flow.questions), NOWHERE])
    options = st.sampled_from([*sorted({o.id for q in flow.questions for o in options_of(q)}), NOWHERE])
    maybe = st.none() | ids
    return st.one_of(
        st.sampled_from([TakePart(), Decline(), Pause(), Resume(), Review(), Submit(), NotText(), Edited(), Follow()]),
        st.builds(Tap, ids, options),
        st.builds(Points, ids, options, st.integers(-9999, 9999)),
        st.builds(Turn, maybe, st.integers(-3, 99)),
        st.builds(Done, ids),
        st.builds(Clear, ids),
        st.builds(Change, ids),
        st.builds(Skip, maybe),
        st.builds(MoreTime, maybe),
        st.builds(Back, maybe),
        st.builds(Typed, st.sampled_from(SAID) | st.text(max_size=30)),
    )


def ways(flow: Flow, longest: int = 40) -> st.SearchStrategy[list[Move]]:
    """Moves of somebody who mostly does what makes sense, and now and then anything at all."""
    seeds = st.integers(0, 9999)
    sensibly = st.builds(Sensibly, seeds)
    moves = st.lists(
        st.one_of(sensibly, sensibly, sensibly, sensibly, anything(flow), st.builds(Counted, seeds)), max_size=longest
    )
    submitted = st.tuples(st.builds(Straight, seeds), moves).map(lambda way: [way[0], *way[1]])
    return moves | submitted


class Way(NamedTuple):
    """A shipped flow and moves through it; a failing test names the flow and does not print it."""

    flow: Flow
    moves: list[Move]

    def __repr__(self) -> str:
        return f"Way({self.flow.id}, {self.moves})"


def walks(longest: int = 40) -> st.SearchStrategy[Way]:
    """A shipped flow, and a way through it."""
    return st.sampled_from(FLOWS).flatmap(lambda flow: st.builds(Way, st.just(flow), ways(flow, longest)))


def walk(flow: Flow, moves: Sequence[Move]) -> Iterator[Stride]:
    """Every stride of a way, each from what was stored of the one before, as the database gives it back."""
    dialogue = Dialogue()
    for move in moves:
        if isinstance(move, Counted):
            dialogue = counted(dialogue, move)
            continue
        for turn in range(len(flow.questions) + 2 if isinstance(move, Straight) else 1):
            given = _input(flow, dialogue, move, turn)
            step = advance(flow, dialogue, given)
            yield Stride(dialogue, given, step)
            dialogue = stored(step.dialogue)


def _input(flow: Flow, dialogue: Dialogue, move: Input | Sensibly | Straight, turn: int) -> Input:
    match move:
        case Sensibly(seed):
            return sensible(flow, dialogue, Random(seed))
        case Straight(seed):
            return _quickly(flow, dialogue, Random(seed + turn))
        case _:
            return move


def end_of(flow: Flow, moves: Sequence[Move]) -> Dialogue:
    """Where a way ends."""
    dialogue = Dialogue()
    for stride in walk(flow, moves):
        dialogue = stored(stride.step.dialogue)
    return dialogue


def stored(dialogue: Dialogue) -> Dialogue:
    """The dialogue after it was written and read again; sent answers come from their own table."""
    again = dialogue_from_json(json.loads(json.dumps(dialogue_to_json(dialogue))))
    return after_submitting(again, dialogue.answers, dialogue.settled) if dialogue.sent else again


def counted(dialogue: Dialogue, move: Counted) -> Dialogue:
    """The dialogue after a tick has counted some of its answers; nothing is counted before it was sent."""
    if not dialogue.sent:
        return dialogue
    chance = Random(move.seed)
    gone = {q for q in sorted(dialogue.answers) if chance.random() < 0.4}
    waiting = {q: a for q, a in dialogue.answers.items() if q not in gone}
    return after_submitting(dialogue, waiting, dialogue.settled | gone)


def finish(flow: Flow, dialogue: Dialogue, most: int = 200) -> list[Dialogue]:
    """The places on the straight way to the end, skipping every question; ends at the thanks or after `most` steps."""
    places = [dialogue]
    while places[-1].state != machine.SUBMITTED and len(places) < most:
        places.append(stored(advance(flow, places[-1], _straight_on(places[-1])).dialogue))
    return places


def _straight_on(dialogue: Dialogue) -> Input:
    match dialogue.state:
        case machine.CONSENT | machine.DECLINED:
            return TakePart()
        case machine.PAUSED:
            return Resume()
        case machine.REVIEW:
            return Submit()
        case machine.SUBMITTED:
            return NotText()
        case _:
            return Skip(dialogue.at)


def _quickly(flow: Flow, dialogue: Dialogue, chance: Random) -> Input:
    question = flow.question(dialogue.at) if dialogue.at else None
    if isinstance(question, ChoiceQuestion):
        return Tap(question.id, chance.choice(question.options).id)
    return _straight_on(dialogue)


def sensible(flow: Flow, dialogue: Dialogue, chance: Random) -> Input:
    """What somebody who understands the screen might do there."""
    if dialogue.at is not None:
        question = flow.question(dialogue.at)
        aside: tuple[Input, ...] = (Skip(question.id), Back(question.id), Pause(), Review())
        return chance.choice(aside) if chance.random() < 0.12 else _answering(question, dialogue, chance)
    shown = [q.id for q in visible(flow, dialogue)]
    choices: dict[str, tuple[Input, ...]] = {
        machine.CONSENT: (TakePart(), TakePart(), TakePart(), Decline()),
        machine.DECLINED: (TakePart(),),
        machine.PAUSED: (Resume(), Resume(), Review()),
        machine.REVIEW: (Submit(), Submit(), Change(chance.choice(shown)), Back(), Pause()),
        machine.SUBMITTED: (Review(), Change(chance.choice(shown))),
        machine.BETWEEN: (Review(), Review(), Resume(), Pause()),
    }
    return chance.choice(choices[dialogue.state])


def _answering(question: Question, dialogue: Dialogue, chance: Random) -> Input:
    if isinstance(question, TextQuestion):
        return Typed(f"words {chance.randint(1, 9)}")
    option = chance.choice(question.options).id
    match question:
        case MultiQuestion() | RankingQuestion():
            return Done(question.id) if dialogue.draft and chance.random() < 0.5 else Tap(question.id, option)
        case AllocationQuestion():
            spent = sum(points for _, points in dialogue.draft)
            if spent == question.total:
                return Done(question.id)
            return Points(question.id, option, chance.choice((question.total, 3, -1)))
        case _:
            return Tap(question.id, option)


def on_the_phone(flow: Flow, dialogue: Dialogue) -> list[Input]:
    """The buttons of the question that is shown, or of the review."""
    if dialogue.at is None:
        return [Submit(), Pause(), Resume(), Review(), TakePart(), *(Change(q.id) for q in visible(flow, dialogue))]
    name = dialogue.at
    taps = [Tap(name, option.id) for option in options_of(flow.question(name))]
    return [*taps, Skip(name), Back(name), Done(name), Clear(name), Pause()]


def same_again(question: Question, answer: Answer) -> Input:
    """The input that gives the answer which is already there."""
    match answer:
        case Chosen(option):
            return Tap(question.id, option)
        case Written(text):
            return Typed(text)
        case Skipped():
            return Skip(question.id)
        case Picked() | Ranked() | Shared():
            return Done(question.id)


def is_choice(question: Question) -> bool:
    """Whether one tap answers it."""
    return isinstance(question, ChoiceQuestion)
