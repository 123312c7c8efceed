"""Invented people who have answered already: answers that fit their questions, by chance; must not know chats or a database.

They are nobody: no chat, no place in the dialogue, only answers under ids that Telegram gives no person. So nothing can be sent to them.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import assert_never

from flows.counting.segments import segment_question
from flows.definition.flow import (
    AllocationQuestion,
    Flow,
    MultiQuestion,
    Question,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    StanceQuestion,
    TextQuestion,
)
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared, Skipped, Written
from flows.dialogue.standing import Dialogue, visible

CROWD = 20
"""As many as sit in a small room; more than the strictest rule asks for before anything is shown."""

_Moods = Mapping[str, Sequence[float]]
"""How much the room likes each option, by question."""

_SKIPS = 0.05
_SPEAKS = 0.5


def invented(
    flow: Flow, chance: random.Random, sentence: str, people: int = CROWD, *, apart: bool = False
) -> list[dict[str, Answer]]:
    """The answers of so many people, each by question; a conditional one is answered by those whom it is asked of.

    `sentence`: what those write who write anything. It is only counted, so nobody has to read it. `apart`: on every third
    question some groups like what the others do not, so that there is a difference to see.
    """
    moods = {question.id: _mood(question, chance) for question in flow.questions}
    others = dict(moods)
    if apart:
        closed = [one for one in flow.questions if not isinstance(one, TextQuestion) and one.id != flow.segment_by]
        for question in closed[::3]:
            moods[question.id], others[question.id] = _two_camps(question)
    return [_answers(flow, moods, others, chance, sentence) for _ in range(people)]


def _answers(flow: Flow, moods: _Moods, others: _Moods, chance: random.Random, sentence: str) -> dict[str, Answer]:
    given: dict[str, Answer] = {}
    for question in flow.questions:
        if question in visible(flow, Dialogue(answers=given)):
            liked = others if _is_of_the_others(flow, given) else moods
            given[question.id] = _answer(question, liked[question.id], chance, sentence)
    return given


def _is_of_the_others(flow: Flow, given: Mapping[str, Answer]) -> bool:
    """Every second group thinks otherwise."""
    segment, mine = segment_question(flow), given.get(flow.segment_by or "")
    if segment is None or not isinstance(mine, Chosen):
        return False
    return [option.id for option in segment.options].index(mine.option) % 2 == 1


def _two_camps(question: Question) -> tuple[list[float], list[float]]:
    """What one camp likes most the other likes least; of statements and single options, another one."""
    options = () if isinstance(question, TextQuestion) else question.options
    levels = [not getattr(option, "off_scale", False) for option in options]
    falling = [0.3**at for at in range(sum(levels))]
    if isinstance(question, ScaleQuestion | RankingQuestion):
        seldom = [0.05] * levels.count(False)
        return falling + seldom, falling[::-1] + seldom
    return falling, [*falling[1:2], *falling[:1], *falling[2:]]


def _mood(question: Question, chance: random.Random) -> list[float]:
    """How much the room likes each option: some a lot, some hardly, so that a picture of it looks like one of a room."""
    return [] if isinstance(question, TextQuestion) else [chance.uniform(0.2, 1.0) ** 2 for _ in question.options]


def _answer(question: Question, mood: Sequence[float], chance: random.Random, sentence: str) -> Answer:
    if not isinstance(question, TextQuestion) and chance.random() < _SKIPS:
        return Skipped()
    match question:
        case SingleQuestion() | ScaleQuestion() | StanceQuestion():
            return Chosen(_drawn([option.id for option in question.options], mood, 1, chance)[0])
        case MultiQuestion():
            return _picked(question, mood, chance)
        case RankingQuestion():
            return Ranked(tuple(_drawn([o.id for o in question.options], mood, question.top or 99, chance)))
        case AllocationQuestion():
            return _shared(question, mood, chance)
        case TextQuestion():
            return Written(sentence) if chance.random() < _SPEAKS else Skipped()
        case _:
            assert_never(question)


def _picked(question: MultiQuestion, mood: Sequence[float], chance: random.Random) -> Answer:
    """As many ticks as may be, of options that go together."""
    ids = [option.id for option in question.options if option.id not in question.exclusive]
    liked = [weight for option, weight in zip(question.options, mood, strict=True) if option.id in ids]
    most = min(question.max or len(ids), len(ids))
    if most < question.min:
        return Picked(question.exclusive[:1]) if question.exclusive else Skipped()
    chosen = set(_drawn(ids, liked, chance.randint(question.min, min(most, question.min + 2)), chance))
    return Picked(tuple(option.id for option in question.options if option.id in chosen))


def _shared(question: AllocationQuestion, mood: Sequence[float], chance: random.Random) -> Answer:
    ids = [option.id for option in question.options]
    some = _drawn(ids, mood, min(question.max_options or len(ids), len(ids), question.total, 4), chance)
    points = dict.fromkeys(some, 1)
    for _ in range(question.total - len(some)):
        open_ones = [name for name in some if question.most is None or points[name] < question.most]
        if open_ones:
            points[chance.choice(open_ones)] += 1
    return Shared(tuple((name, points[name]) for name in ids if name in points))


def _drawn(ids: Sequence[str], mood: Sequence[float], most: int, chance: random.Random) -> list[str]:
    """So many different ones, those that the room likes rather early."""
    left, drawn = dict(zip(ids, mood, strict=True)), list[str]()
    while left and len(drawn) < most:
        drawn.append(chance.choices(list(left), list(left.values()))[0])
        del left[drawn[-1]]
    return drawn
