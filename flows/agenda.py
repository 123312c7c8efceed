"""Where the room stands when the facilitator sets the pace: what may be answered now; must not know people, chats or clocks.

A stage is the whole room's, never one person's. In a self-paced workshop only `revealed` is used: everything may be answered.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from flows.definition import Flow, Question


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
    the presenter's screen, the newest last.
    """

    section: str | None = None
    question: str | None = None
    state: Standing = Standing.IDLE
    until: int | None = None
    asked: tuple[str, ...] = ()
    revealed: tuple[str, ...] = ()


def stage_json(stage: Stage) -> str:
    """The stage as canonical JSON."""
    return json.dumps(asdict(stage), sort_keys=True, separators=(",", ":"))


def stage_from_json(text: str) -> Stage:
    """The stage that `stage_json` wrote. Raises ValueError, KeyError or TypeError on anything else."""
    data = json.loads(text)
    asked, revealed = tuple(data["asked"]), tuple(data["revealed"])
    return Stage(data["section"], data["question"], Standing(data["state"]), data["until"], asked, revealed)


def questions_in(flow: Flow, section: str | None) -> tuple[Question, ...]:
    """The questions of a section in their order; all questions where the flow has no sections."""
    return tuple(q for q in flow.questions if section is None or q.section == section)


def open_now(flow: Flow, stage: Stage) -> frozenset[str]:
    """The questions that may be answered now: the one launched, or all of the open section; none when idle or held."""
    if stage.state is not Standing.ASKING:
        return frozenset()
    if stage.question is not None:
        return frozenset({stage.question})
    return frozenset(q.id for q in questions_in(flow, stage.section))


def revealing(stage: Stage, question_id: str, *, on: bool = True) -> Stage:
    """The stage with a question's result on the screen as the newest, or taken off it."""
    others = tuple(shown for shown in stage.revealed if shown != question_id)
    return replace(stage, revealed=(*others, question_id) if on else others)
