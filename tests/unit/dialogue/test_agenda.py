"""The agenda and the stage of a room: sections, steps, moves, and what the facilitator reads of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agenda.board import agenda_lines, agenda_move, agenda_rows
from bot.agenda.pages import Agenda, agenda_page, question_page, section_page, spot, timer_page
from bot.buttons import decode, encode
from bot.messages import Message
from bot.wording import Wording
from flows.counting.release import STANDARD, policy_hash
from flows.definition.flow import Flow
from flows.dialogue.agenda import (
    MINUTE,
    Room,
    Stage,
    Standing,
    closing_section,
    ending,
    extending,
    going_on,
    has_next_section,
    holding,
    launching,
    next_question,
    next_ring,
    next_section,
    opening,
    questions_in,
    revealing,
    room_of,
    section_of,
    sections_of,
    stage_from_json,
    stage_json,
    steps_in,
    together,
)
from storage.values import Phase, Workshop
from tests.support.examples.walks import FLOWS
from tests.support.trying import tries
from tests.unit.dialogue.test_following import NOW, TABLES, moved

each_flow = pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: str(flow.id))
languages = pytest.mark.parametrize("language", ["en", "nl"])


def workshop(flow: Flow, **changed: object) -> Workshop:
    """An open workshop that the facilitator leads, with 60 people."""
    plain = Workshop(
        id="00000000-0000-4000-8000-000000000000", title="Forum", code="PARK7Q", flow=flow, flow_hash="", policy=STANDARD,
        policy_hash=policy_hash(STANDARD), phase=Phase.OPEN, opened_on=date(2026, 3, 1), closed_on=None, joined=60,
        started=41, submitted=41, locked=False, controller="Riverside Council", contact="x", paced=True,
    )  # fmt: skip
    return replace(plain, **changed)  # type: ignore[arg-type]  # fields by name


@tries(60)
@given(flow=st.sampled_from(FLOWS), seeds=st.lists(st.integers(0, 9999), max_size=20), minutes=st.integers(0, 5))
def test_a_stage_survives_its_way_through_the_database(flow: Flow, seeds: list[int], minutes: int) -> None:
    """Whatever the facilitator does, JSON keeps all of it, and what may be answered belongs to the open section."""
    stage = Stage(minutes=minutes, called=minutes or None)
    for seed in seeds:
        stage = revealing(moved(flow, stage, seed), flow.questions[seed % len(flow.questions)].id)
        assert stage_from_json(stage_json(stage)) == stage
        here = {q.id for q in questions_in(flow, stage.section)} if stage.state is not Standing.IDLE else set()
        room = room_of(flow, stage)
        assert room.open <= room.kept <= here


def test_a_stage_from_before_there_was_a_timer_is_read() -> None:
    """What an earlier version stored has no minutes."""
    old = '{"asked":[],"question":null,"revealed":["org"],"section":null,"state":"idle","until":null}'
    assert stage_from_json(old) == Stage(revealed=("org",))


@each_flow
def test_every_question_is_in_one_section_and_asked_by_one_step(flow: Flow) -> None:
    """Sections share the questions out between them, and so do the steps with what depends on them."""
    in_sections = [q.id for section in sections_of(flow) for q in questions_in(flow, section)]
    in_steps = [name for s in sections_of(flow) for step in steps_in(flow, s) for name in together(flow, step.id)]
    assert sorted(in_sections) == sorted(in_steps) == sorted(q.id for q in flow)


@each_flow
def test_next_leads_through_the_whole_agenda(flow: Flow) -> None:
    """From nothing asked, next question and next section ask every step once, in the flow's order of sections."""
    stage, steps = Stage(), []
    while True:
        name = next_question(flow, stage)
        if name is None:
            if not has_next_section(flow, stage):
                break
            name = steps_in(flow, next_section(flow, stage))[0].id
        stage = launching(flow, stage, name, NOW)
        steps.append(name)
    assert steps == [step.id for section in sections_of(flow) for step in steps_in(flow, section)]
    assert set(stage.asked) == {q.id for q in flow}


def test_a_question_in_no_section_goes_with_the_one_before() -> None:
    """In a flow with sections nothing is left out of the agenda."""
    loose = TABLES.model_copy(
        update={
            "questions": tuple(q.model_copy(update={"section": None}) if q.id == "ask" else q for q in TABLES.questions)
        }
    )
    assert section_of(loose, "ask") == "panel"


def test_a_hold_ends_the_timer_and_a_minute_is_added_from_now() -> None:
    """The timer runs from the launch; after it is over, or without one, one more minute is one minute from now."""
    stage = launching(TABLES, Stage(minutes=2), "org", NOW)
    assert stage.until == NOW + 2 * MINUTE
    assert extending(stage, NOW + 10).until == NOW + 3 * MINUTE
    assert extending(stage, NOW + 500).until == NOW + 560
    assert holding(stage).until is None
    assert going_on(holding(stage)) == replace(stage, until=None)
    assert extending(going_on(holding(stage)), NOW).until == NOW + MINUTE


def test_a_timer_rings_when_its_minutes_change_and_never_after() -> None:
    """The next moment at which the board says another number of minutes."""
    stage = replace(Stage(), until=NOW + 90)
    assert [next_ring(stage, at) for at in (NOW, NOW + 30, NOW + 89, NOW + 90)] == [NOW + 30, NOW + 90, NOW + 90, None]
    assert next_ring(Stage(), NOW) is None


def test_what_has_ended_is_asked_of_nobody() -> None:
    """Neither launched nor in its section, nor kept for who asked for more time; the others of the section still are."""
    org = ending(launching(TABLES, Stage(), "org", NOW), "org")
    assert (room_of(TABLES, org).open, room_of(TABLES, org).kept) == (frozenset(), frozenset())
    assert ending(org, "org") == org
    section = room_of(TABLES, opening(TABLES, org, "panel", NOW))
    assert section.open == section.kept == {"ask", "ask_vote"}
    assert next_question(TABLES, org) == "ask"


def test_nothing_may_be_answered_in_a_closed_section() -> None:
    """Closed, nothing is open, kept or held; what was asked and revealed stays known."""
    stage = revealing(opening(TABLES, Stage(), "table1", NOW), "t1_help")
    closed = closing_section(stage)
    assert room_of(TABLES, closed) == Room()
    assert (closed.asked, closed.revealed) == (stage.asked, ("t1_help",))


# --- what the facilitator reads


STAGES = (
    Stage(),
    launching(TABLES, Stage(minutes=2), "org", NOW),
    holding(launching(TABLES, Stage(), "t2_support", NOW)),
    opening(TABLES, Stage(minutes=5), "table1", NOW),
    closing_section(opening(TABLES, Stage(), "close", NOW)),
)


@languages
@pytest.mark.parametrize("stage", STAGES)
def test_every_page_has_buttons_that_survive_the_way_back(stage: Stage, language: str) -> None:
    """Each button is within 64 bytes and says what it did before it was sent, on every page at every place."""
    event = workshop(TABLES)
    agenda = Agenda(event, stage, Wording(language), {"org": 41}, NOW)
    pages = [agenda_page(agenda), timer_page(agenda), Message("", agenda_rows(event, stage, {}, Wording(language)))]
    pages += [section_page(agenda, n, leaving=True) for n in range(len(sections_of(TABLES)))]
    pages += [question_page(agenda, n, "soon") for n in range(len(TABLES.questions))]
    for page in pages:
        for key in (key for row in page.keyboard for key in row):
            assert key.button is not None
            assert decode(encode(key.button)) == key.button


def lines(stage: Stage, now: int = NOW, **received: int) -> str:
    """What the board says of the room."""
    words, event = Wording("en"), workshop(TABLES)
    _, move = agenda_move(event, stage, received, frozenset(), words)
    return "\n".join([*agenda_lines(event, stage, received, words, now), move])


def test_the_board_says_how_many_are_in() -> None:
    """41 of 60 in, what is left of the timer, and that nothing was cut when it is over."""
    stage = launching(TABLES, Stage(minutes=2), "org", NOW)
    assert "41 of 60 in · about 2 min left" in lines(stage, org=41)
    assert "41 of 60 in · about 1 min left" in lines(stage, NOW + 61, org=41)
    assert "time is up: 41 of 60 in" in lines(stage, NOW + 120, org=41)
    assert "Next: wait until most are in." in lines(stage, org=41)
    assert "Next: talk, then go on." in lines(stage, org=48)
    assert "41 of 60 have begun · 12 through" in lines(opening(TABLES, Stage(), "close", NOW), c_learn=41, c_act=12)


def test_an_empty_room_is_waited_for() -> None:
    """Where nobody has joined, nobody reads that most are in."""
    event, stage = replace(workshop(TABLES), joined=0), launching(TABLES, Stage(), "org", NOW)
    _, move = agenda_move(event, stage, {}, frozenset(), Wording("en"))
    assert move == "Next: wait until most are in."


def test_how_many_were_asked_a_conditional_question_is_never_said() -> None:
    """How many have answered a question with a condition would tell the answers to the one before."""
    stage = opening(TABLES, Stage(), "table2", NOW)
    agenda = Agenda(
        workshop(TABLES), stage, Wording("en"), {"t2_topic": 7, "t2_value": 41, "t2_more": 41, "t2_support": 41}
    )
    place = [q.id for q in TABLES.questions].index("t2_topic")
    seen = [section_page(agenda, 2), question_page(agenda, place, ""), agenda_page(agenda)]
    assert not any("7 of 60" in page.html or "7 through" in page.html for page in seen)
    assert "7" not in lines(stage, t2_topic=7, t2_value=41, t2_more=41, t2_support=41).replace("about", "")
    alone = launching(TABLES, Stage(), "t2_topic", NOW)
    assert "7 of 60" not in lines(alone, t2_topic=7)


def test_a_place_has_a_name_that_tells_it_from_every_other() -> None:
    """Buttons name where the room was: another place, another name."""
    places = {spot(workshop(TABLES), launching(TABLES, Stage(), q.id, NOW)) for q in TABLES}
    places |= {spot(workshop(TABLES), opening(TABLES, Stage(), section, NOW)) for section in sections_of(TABLES)}
    assert len({*places, spot(workshop(TABLES), Stage())}) == len(TABLES.questions) + len(sections_of(TABLES)) + 1
