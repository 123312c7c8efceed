"""The state machines: their drawings are true, and nobody moves along an edge that is not drawn."""

from __future__ import annotations

import logging
import re
from itertools import product

import pytest
from hypothesis import given

from flows.definition.flow import Flow
from flows.dialogue import machine
from flows.dialogue.inputs import Back, Change, Decline, Input, Pause, Resume, Review, Submit, TakePart, Typed
from flows.dialogue.machine import Walk, advance_phase, asking, draw, move, question_at
from storage.values import Phase
from tests.support.examples.walks import FLOWS, Move, walk, walks
from tests.support.shared import ROOT
from tests.support.trying import tries

GOLDEN = ROOT / "tests" / "golden" / "key-questions.mmd"
KEY_QUESTIONS = next(flow for flow in FLOWS if flow.id == "key-questions")
each_flow = pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: str(flow.id))


def edges(flow: Flow) -> set[tuple[str, str, str]]:
    """Every (trigger, source, destination) of a flow's machine."""
    _states, transitions = machine._parts(flow, brief=False)
    sources = [(t, [t["source"]] if isinstance(t["source"], str) else t["source"]) for t in transitions]
    return {(t["trigger"], source, t["dest"]) for t, several in sources for source in several}


def drawn(flow: Flow) -> set[tuple[str, str, str]]:
    """Every (trigger, source, destination) of a flow's drawing."""
    arrows = re.findall(r"^\s*(\w[\w-]*) --> (\w[\w-]*): (\w+)", draw(flow), re.MULTILINE)
    return {(trigger, source, dest) for source, dest, trigger in arrows}


def test_the_drawing_of_the_default_flow_is_the_golden_one(update_golden: bool) -> None:
    """What the README shows is what the code draws."""
    drawing = draw(KEY_QUESTIONS) + "\n"
    if update_golden:
        GOLDEN.write_text(drawing, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == drawing


@each_flow
def test_a_drawing_is_mermaid_with_every_question(flow: Flow) -> None:
    """A drawing is a Mermaid state diagram in which each question is a state that people come to and leave."""
    lines = draw(flow).splitlines()
    assert lines[0] == "---"
    assert "stateDiagram-v2" in lines
    arrows = drawn(flow)
    for question in flow:
        assert f'  state "{asking(question.id)}" as {asking(question.id)}' in lines
        assert any(dest == asking(question.id) for _, _, dest in arrows)
        assert any(source == asking(question.id) for _, source, _ in arrows)


@each_flow
def test_every_arrow_drawn_is_one_that_people_move_along(flow: Flow) -> None:
    """A drawing leaves some edges out, and invents none."""
    assert drawn(flow) <= edges(flow)


@each_flow
def test_a_drawing_says_when_a_conditional_question_is_asked(flow: Flow) -> None:
    """The arrow to a question with a condition carries the condition, with the question it depends on."""
    text = draw(flow)
    for question in flow:
        if question.shown_if is not None:
            assert re.search(rf"--> {asking(question.id)}: proceed \[{question.shown_if.question} ", text)


TRIGGERS: dict[type[Input], set[str]] = {
    TakePart: {"take_part"},
    Decline: {"decline"},
    Pause: {"pause"},
    Resume: {"resume"},
    Review: {"review"},
    Change: {"change"},
    Submit: {"submit"},
    Back: {"back", "review"},
    Typed: {"proceed", "change"},
}


@tries(40)
@given(way=walks())
def test_people_move_along_declared_edges_only(way: tuple[Flow, list[Move]]) -> None:
    """On any way through any flow each change of place is an edge of the machine, with the trigger of that input."""
    flow, moves = way
    declared = edges(flow)
    for stride in walk(flow, moves):
        before, after = stride.before.state, stride.step.dialogue.state
        triggers = TRIGGERS.get(type(stride.given), {"proceed"})
        assert before == after or any((trigger, before, after) in declared for trigger in triggers)


def test_a_trigger_that_leads_nowhere_is_no_move() -> None:
    """From a place where it has no edge, a trigger changes nothing."""
    for trigger, state in (("submit", "consent"), ("back", "ask_sector"), ("pause", "paused"), ("decline", "review")):
        assert move(KEY_QUESTIONS, Walk(state), trigger) is None


def test_a_trigger_that_leads_nowhere_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Where people stand is nothing for a log, not even when they tap Back on the first question."""
    with caplog.at_level(logging.DEBUG):
        move(KEY_QUESTIONS, Walk("ask_sector"), "back")
        advance_phase("closed", "open")
    assert not [record for record in caplog.records if record.levelno >= logging.INFO]


@pytest.mark.parametrize("trigger", ["", "fly", "to_submitted"])
def test_an_unknown_trigger_is_our_mistake(trigger: str) -> None:
    """A trigger that the machine does not have raises KeyError, for people and for phases."""
    with pytest.raises(KeyError):
        move(KEY_QUESTIONS, Walk("consent"), trigger)
    with pytest.raises(KeyError):
        advance_phase("open", trigger)


def test_going_on_stops_at_the_first_wanted_question() -> None:
    """The next question is the first later one that is wanted; when none is, the review."""
    only = Walk("consent", wanted=lambda question: question in {"triggers", "concerns"})
    assert move(KEY_QUESTIONS, only, "take_part") == "ask_triggers"
    assert move(KEY_QUESTIONS, Walk("ask_sector", wanted=lambda _: False), "proceed") == "review"


def test_back_goes_to_the_nearest_reachable_question() -> None:
    """Back passes over what was not shown, from a question and from the review."""
    shown = {"sector", "worth", "triggers"}
    assert move(KEY_QUESTIONS, Walk("ask_triggers", reachable=shown.__contains__), "back") == "ask_worth"
    assert move(KEY_QUESTIONS, Walk("review", reachable=shown.__contains__), "back") == "ask_triggers"


def test_a_walk_is_shared_by_nobody() -> None:
    """Two people on one flow do not see each other's place."""
    one, other = Walk("consent"), Walk("ask_worth")
    assert move(KEY_QUESTIONS, one, "take_part") == "ask_sector"
    assert (one.state, other.state) == ("ask_sector", "ask_worth")
    again = Flow.model_validate_json(KEY_QUESTIONS.pinned)
    assert move(again, other, "pause") == "paused"


@pytest.mark.parametrize(("state", "question"), [("ask_sector", "sector"), ("ask_ask_x", "ask_x"), ("review", None)])
def test_a_state_names_its_question(state: str, question: str | None) -> None:
    """Asking states carry the question's id, other states none."""
    assert question_at(state) == question
    assert question is None or asking(question) == state


PHASES = {
    ("waiting", "open"): "open",
    ("paused", "open"): "open",
    ("open", "pause"): "paused",
    ("waiting", "close"): "closed",
    ("open", "close"): "closed",
    ("paused", "close"): "closed",
}


@pytest.mark.parametrize(("phase", "trigger"), list(product(map(str, Phase), ("open", "pause", "close"))))
def test_a_workshop_opens_pauses_and_closes(phase: str, trigger: str) -> None:
    """Each of the three verbs works where it makes sense, and closed is the end."""
    assert advance_phase(phase, trigger) == PHASES.get((phase, trigger))
