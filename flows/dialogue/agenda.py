"""Where the room stands when the facilitator sets the pace: what may be answered now; must not know people, chats or clocks.

A stage is the whole room's, never one person's. In a self-paced workshop only `revealed` and `called` are used: everything may
be answered.
A question is launched with those that depend on it: whoever is asked one of these is asked it right after the answer it hangs on.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from flows.definition.flow import Flow, Question

MINUTE = 60


class Standing(StrEnum):
    """IDLE: nothing is asked; ASKING: people can answer; HELD: the question stays on the phones, answers wait."""

    IDLE = "idle"
    ASKING = "asking"
    HELD = "held"


@dataclass(frozen=True)
class Stage:
    """Where the room is.

    `section`: the part of the agenda that is open; `question`: the question launched in it, None where the whole section may
    be answered in people's own time. `until`: when the soft timer ends, in seconds since 1970 (UTC), None without one.
    `asked`: every question that was opened so far, in that order. `revealed`: questions whose released result may stand on
    the presenter's screen, the newest last. `minutes`: the soft timer that each launch starts, 0 for none. `ended`: questions
    that have their last word (the second door of `flows.counting.release`): nobody is asked them any more. `called`: when the
    last call before the close went out, as `until`. `told`: results that were sent to everybody, each as it was counted then
    (`told_as`).
    """

    section: str | None = None
    question: str | None = None
    state: Standing = Standing.IDLE
    until: int | None = None
    asked: tuple[str, ...] = ()
    revealed: tuple[str, ...] = ()
    minutes: int = 0
    ended: tuple[str, ...] = ()
    called: int | None = None
    told: tuple[str, ...] = ()


def told_as(question_id: str, seq: int) -> str:
    """A result as it is counted now; once more people are counted it is another one."""
    return f"{question_id}/{seq}"


@dataclass(frozen=True)
class Room:
    """What a stage means for people. `open`: questions they may answer now, `held`: unless the facilitator holds them.

    `kept`: questions that somebody who asked for more time may still answer; `minutes`: the soft timer, 0 for none. `ended`:
    those that have their last word.
    """

    open: frozenset[str] = frozenset()
    held: bool = False
    kept: frozenset[str] = frozenset()
    minutes: int = 0
    ended: frozenset[str] = frozenset()


def stage_json(stage: Stage) -> str:
    """The stage as canonical JSON."""
    return json.dumps(asdict(stage), sort_keys=True, separators=(",", ":"))


def stage_from_json(text: str) -> Stage:
    """The stage that `stage_json` wrote. Raises ValueError, KeyError or TypeError on anything else."""
    data = json.loads(text)
    lists = {name: tuple(data.get(name, ())) for name in ("asked", "revealed", "ended", "told")}
    return Stage(**data | lists | {"state": Standing(data["state"])})


# --- reading the agenda


def sections_of(flow: Flow) -> tuple[str | None, ...]:
    """The sections that have questions, in the order of their first one; just None where the flow has none.

    Questions that stand in no section of a flow that has some belong to the one before them, or to the first.
    """
    return tuple(dict.fromkeys(_sections(flow).values()))


def section_of(flow: Flow, question_id: str) -> str | None:
    """The section that a question is asked in."""
    return _sections(flow)[question_id]


def questions_in(flow: Flow, section: str | None) -> tuple[Question, ...]:
    """The questions of a section in their order; all questions where the flow has no sections."""
    placed = _sections(flow)
    return tuple(q for q in flow.questions if placed[q.id] == section)


def steps_in(flow: Flow, section: str | None) -> tuple[Question, ...]:
    """The questions of a section that are launched one by one; the others depend on one of these and come with it."""
    mine = questions_in(flow, section)
    names = {q.id for q in mine}
    return tuple(q for q in mine if q.shown_if is None or q.shown_if.question not in names)


def together(flow: Flow, question_id: str) -> tuple[str, ...]:
    """A question and those of its section that depend on it, directly or not, in the flow's order."""
    found = [question_id]
    for question in questions_in(flow, section_of(flow, question_id)):
        if question.shown_if is not None and question.shown_if.question in found:
            found.append(question.id)
    return tuple(found)


def is_for_some(flow: Flow, question_id: str | None, section: str | None) -> bool:
    """Whether it depends on people's answers who is asked what, when a question, or a section in people's own time, is opened."""
    whole = questions_in(flow, section) if question_id is None else map(flow.question, together(flow, question_id))
    return any(question.shown_if is not None for question in whole)


def _sections(flow: Flow) -> dict[str, str | None]:
    named = [q.section for q in flow.questions if q.section is not None]
    current, found = (named[0] if named else None), dict[str, str | None]()
    for question in flow.questions:
        current = question.section or current
        found[question.id] = current
    return found


# --- where the room is


def room_of(flow: Flow, stage: Stage) -> Room:
    """What the stage means for people."""
    ended = frozenset(stage.ended)
    if stage.state is Standing.IDLE:
        return Room(ended=ended)
    here = {q.id for q in questions_in(flow, stage.section)}
    kept = frozenset(name for name in stage.asked if name in here and name not in stage.ended)
    return Room(_asked_now(flow, stage), stage.state is Standing.HELD, kept, stage.minutes, ended)


def _asked_now(flow: Flow, stage: Stage) -> frozenset[str]:
    if stage.state is Standing.IDLE:
        return frozenset()
    if stage.question is not None:
        return frozenset(together(flow, stage.question)) - frozenset(stage.ended)
    return frozenset(q.id for q in questions_in(flow, stage.section)) - frozenset(stage.ended)


def has_ended(flow: Flow, stage: Stage) -> bool:
    """Whether what the room was asked last has ended for good, all of it: nobody can answer it, so it is neither held nor timed."""
    return stage.state is not Standing.IDLE and not _asked_now(flow, stage)


def next_question(flow: Flow, stage: Stage) -> str | None:
    """The step of the open section after the launched one; None at its end, in a section in people's own time, or when idle."""
    if stage.question is None or stage.state is Standing.IDLE:
        return None
    steps = [q.id for q in steps_in(flow, stage.section)]
    later = steps[steps.index(stage.question) + 1 :] if stage.question in steps else steps
    return next((name for name in later if name not in stage.asked), None)


def next_section(flow: Flow, stage: Stage) -> str | None:
    """The first section after the open one that nothing was asked of, or else before it. See `has_next_section`."""
    return next(iter(_untouched(flow, stage)), None)


def has_next_section(flow: Flow, stage: Stage) -> bool:
    """Whether nothing was asked yet of some section: in a flow without sections its one section is named None."""
    return bool(_untouched(flow, stage))


def _untouched(flow: Flow, stage: Stage) -> list[str | None]:
    """Sections of which nothing was asked, those after the open one first."""
    order = list(sections_of(flow))
    asked = {section_of(flow, name) for name in stage.asked}
    here = order.index(stage.section) if stage.section in order and stage.state is not Standing.IDLE else -1
    return [s for s in (*order[here + 1 :], *order[: here + 1]) if s not in asked]


# --- moves


def opening(flow: Flow, stage: Stage, section: str | None, now: int) -> Stage:
    """The whole section may be answered in people's own time. `now`: seconds since 1970."""
    names = tuple(q.id for q in questions_in(flow, section))
    return _asking(replace(stage, section=section, question=None), names, now)


def launching(flow: Flow, stage: Stage, question_id: str, now: int) -> Stage:
    """One question is put to everybody, with those that depend on it."""
    placed = replace(stage, section=section_of(flow, question_id), question=question_id)
    return _asking(placed, together(flow, question_id), now)


def _asking(stage: Stage, names: tuple[str, ...], now: int) -> Stage:
    asked = (*stage.asked, *(name for name in names if name not in stage.asked))
    until = now + stage.minutes * MINUTE if stage.minutes else None
    return replace(stage, state=Standing.ASKING, asked=asked, until=until)


def holding(stage: Stage) -> Stage:
    """Nobody can answer for the moment; the timer ends."""
    return replace(stage, state=Standing.HELD, until=None) if stage.state is Standing.ASKING else stage


def going_on(stage: Stage) -> Stage:
    """People can answer again."""
    return replace(stage, state=Standing.ASKING) if stage.state is Standing.HELD else stage


def extending(stage: Stage, now: int) -> Stage:
    """One minute more on the soft timer, counted from now where it is over or there was none."""
    return replace(stage, until=max(now, stage.until or now) + MINUTE)


def next_ring(stage: Stage, now: int) -> int | None:
    """When the whole minutes left on the soft timer change next, in seconds since 1970; None without one, or when it is over."""
    if stage.until is None or now >= stage.until:
        return None
    return now + ((stage.until - now) % MINUTE or MINUTE)


def ending(stage: Stage, question_id: str) -> Stage:
    """A question has its last word: whoever has not answered it is not asked any more."""
    return replace(stage, ended=(*stage.ended, question_id)) if question_id not in stage.ended else stage


def closing_section(stage: Stage) -> Stage:
    """Nothing is asked any more; what is unanswered stays unanswered."""
    return replace(stage, section=None, question=None, state=Standing.IDLE, until=None)


def revealing(stage: Stage, question_id: str, *, on: bool = True) -> Stage:
    """The stage with a question's result on the screen as the newest, or taken off it."""
    others = tuple(shown for shown in stage.revealed if shown != question_id)
    return replace(stage, revealed=(*others, question_id) if on else others)
