"""The finite-state machines: a participant's way through a flow, and the phases of a workshop; must not know answers' content.

This is the only module that imports transitions. One machine a flow and trigger is shared by everybody: it holds no models, a `Walk`
is handed in for each trigger (transitions documents `Event.trigger(model)`; a machine per participant costs 87 KiB).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from transitions import Event, EventData, Machine
from transitions.extensions.diagrams import GraphMachine

from flows.definition.flow import Condition, Flow, Question, flow_json

CONSENT, DECLINED, PAUSED, REVIEW, SUBMITTED = "consent", "declined", "paused", "review", "submitted"
BETWEEN = "between"
"""In a facilitator's pace: nothing is asked of this person right now."""

_ASK = "ask_"


@dataclass
class Walk:
    """One participant's position during one trigger.

    `wanted(id)`: should this question be asked when going on; `reachable(id)`: may one go back to it; `target`: the
    question that `change` or `resume` names (None: the review).
    """

    state: str
    wanted: Callable[[str], bool] = lambda _question: True
    reachable: Callable[[str], bool] = lambda _question: True
    target: str | None = None


def asking(question_id: str) -> str:
    """The state in which this question is on the phone."""
    return _ASK + question_id


def question_at(state: str) -> str | None:
    """The question of an asking state, None for the other states."""
    return state.removeprefix(_ASK) if state.startswith(_ASK) else None


def move(flow: Flow, walk: Walk, trigger: str) -> str | None:
    """The state that `trigger` leads to from `walk.state`, or None when it leads nowhere from there. KeyError: no such trigger."""
    return _pull(_machine(flow_json(flow), trigger).events[trigger], walk)


def draw(flow: Flow) -> str:
    """The way through a flow as a Mermaid state diagram, drawn from the same transitions that move people."""
    states, transitions = _parts(flow, brief=True)
    machine = GraphMachine(
        model=_Drawn(), states=states, transitions=transitions, initial=CONSENT, auto_transitions=False, send_event=True,
        graph_engine="mermaid", show_conditions=True, title=flow.title,
    )  # fmt: skip
    source = str(cast(Any, machine.get_combined_graph()).source)
    return source.replace(
        f"---\n{flow.title}\n---", f"---\ntitle: {json.dumps(flow.title, ensure_ascii=False)}\n---", 1
    )


def advance_phase(phase: str, trigger: str) -> str | None:
    """The phase of a workshop after `open`, `pause` or `close`, or None when that is not possible from `phase`.

    Raises KeyError for any other trigger.
    """
    return _pull(_PHASES.events[trigger], Walk(phase))


def _pull(event: Event, walk: Walk) -> str | None:
    """The library warns in the log of a trigger that leads nowhere; here that is an answer like any other."""
    possible = walk.state in event.transitions
    return walk.state if possible and event.trigger(walk) else None


class _Drawn:
    """A model for the drawing only: GraphMachine wants one."""


_PHASES = Machine(
    model=None,
    states=["waiting", "open", "paused", "closed"],
    transitions=[
        {"trigger": "open", "source": ["waiting", "paused"], "dest": "open"},
        {"trigger": "pause", "source": "open", "dest": "paused"},
        {"trigger": "close", "source": ["waiting", "open", "paused"], "dest": "closed"},
    ],
    initial="waiting",
    auto_transitions=False,
    ignore_invalid_triggers=True,
    send_event=True,
    model_attribute="state",
)


@lru_cache(maxsize=512)
def _machine(pinned: str, trigger: str) -> Machine:
    """One machine a flow and trigger, found by the flow's canonical JSON so that equal flows share it.

    From every question there is a way to every later one: of hundreds of questions only what somebody does is made.
    """
    states, transitions = _parts(Flow.model_validate_json(pinned), brief=False)
    mine = [transition for transition in transitions if transition["trigger"] == trigger]
    return Machine(
        model=None, states=states, transitions=mine, initial=CONSENT, auto_transitions=False,
        ignore_invalid_triggers=True, send_event=True, model_attribute="state",
    )  # fmt: skip


def _parts(flow: Flow, *, brief: bool) -> tuple[list[str], list[dict[str, Any]]]:
    """States and transitions. `brief` leaves out what only a changed or counted answer needs, so that a drawing stays readable."""
    questions = flow.questions
    states = [CONSENT, DECLINED, *(asking(q.id) for q in questions), REVIEW, PAUSED, SUBMITTED]
    asks = [asking(q.id) for q in questions]
    moves: list[dict[str, Any]] = [{"trigger": "decline", "source": CONSENT, "dest": DECLINED}]
    moves += _onward("take_part", CONSENT, questions, brief=brief)
    moves += [] if brief else _onward("take_part", DECLINED, questions, brief=brief)
    for index in range(len(questions)):
        moves += _onward("proceed", asks[index], questions[index + 1 :], brief=brief)
        before = tuple(reversed(questions[:index]))
        moves += [] if brief else [_to(asks[index], "back", q, _Reachable(q.id)) for q in before]
    if brief:
        return states, [*moves, {"trigger": "submit", "source": REVIEW, "dest": SUBMITTED}]
    moves += [_to(PAUSED, "resume", q, _Targeted(q.id)) for q in questions]
    moves += [_to(source, "change", q, _Targeted(q.id)) for source in (REVIEW, SUBMITTED) for q in questions]
    moves += [
        {"trigger": "back", "source": REVIEW, "dest": asks[i], "conditions": [_Reachable(q.id)]}
        for i, q in reversed(list(enumerate(questions)))
    ]
    moves += [
        {"trigger": "pause", "source": [*asks, REVIEW, BETWEEN], "dest": PAUSED},
        {"trigger": "resume", "source": PAUSED, "dest": REVIEW},
        {"trigger": "review", "source": [SUBMITTED, PAUSED, BETWEEN, *asks], "dest": REVIEW},
        {"trigger": "submit", "source": REVIEW, "dest": SUBMITTED},
    ]
    anywhere = [*states, BETWEEN]
    moves += [{"trigger": "follow", "source": anywhere, "dest": asking(q.id), "conditions": [_Wanted(q.id, q.shown_if)]}
              for q in questions]  # fmt: skip
    return anywhere, [*moves, {"trigger": "follow", "source": anywhere, "dest": BETWEEN}]


def _onward(trigger: str, source: str, later: tuple[Question, ...], *, brief: bool) -> list[dict[str, Any]]:
    moves: list[dict[str, Any]] = []
    for question in later:
        unconditional = question.shown_if is None
        guard = None if brief and unconditional else _Wanted(question.id, question.shown_if)
        moves.append(_to(source, trigger, question, guard))
        if brief and unconditional:
            return moves
    return [*moves, {"trigger": trigger, "source": source, "dest": REVIEW}]


def _to(source: str, trigger: str, question: Question, guard: _Guard | None) -> dict[str, Any]:
    return {"trigger": trigger, "source": source, "dest": asking(question.id), "conditions": [guard] if guard else []}


class _Guard:
    """A condition of a transition; its `__name__` is what a drawing shows."""

    def __init__(self, question: str, name: str) -> None:
        self.question = question
        self.__name__ = name


class _Wanted(_Guard):
    def __init__(self, question: str, condition: Condition | None) -> None:
        super().__init__(question, _in_words(condition))

    def __call__(self, event: EventData) -> bool:
        return _walk(event).wanted(self.question)


class _Reachable(_Guard):
    def __init__(self, question: str) -> None:
        super().__init__(question, f"{question} was shown")

    def __call__(self, event: EventData) -> bool:
        return _walk(event).reachable(self.question)


class _Targeted(_Guard):
    def __init__(self, question: str) -> None:
        super().__init__(question, f"at {question}")

    def __call__(self, event: EventData) -> bool:
        return _walk(event).target == self.question


def _walk(event: EventData) -> Walk:
    return cast(Walk, event.model)


def _in_words(condition: Condition | None) -> str:
    match condition:
        case None:
            return "shown"
        case Condition(any_of=tuple(options)):
            return f"{condition.question} in {' '.join(options)}"
        case Condition(none_of=tuple(options)):
            return f"{condition.question} not in {' '.join(options)}"
        case Condition(contains=str(option)):
            return f"{condition.question} contains {option}"
        case Condition(first=str(option)):
            return f"{condition.question} first is {option}"
        case Condition(points=points) if points is not None:
            return f"{condition.question} gives {points.option} {points.min} or more"
        case _:
            return f"{condition.question} answered"
