"""The board as a facilitator reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.cockpit.message import draw
from bot.cockpit.view import Cockpit
from bot.results.unread import Unread
from bot.wording import Wording
from flows.counting.release import SENSITIVE
from flows.definition.flow import Flow, MultiQuestion, Option, StanceQuestion, TextQuestion
from flows.definition.loading import load_library
from flows.dialogue.agenda import Stage, Standing
from storage.values import Ballot, BallotKind, BallotState, Phase, Sendout, SendoutKind, SendoutState, Workshop
from tests.support.examples.looks import workshop

ENGLISH = Wording("en")
KEY_QUESTIONS = load_library()["key-questions"]
ROUND_TABLES = load_library()["round-tables"]


def room(**changes: object) -> Workshop:
    """Sixty have joined, fifty answer, forty have submitted."""
    return replace(workshop(KEY_QUESTIONS), joined=60, started=50, submitted=40, **changes)  # type: ignore[arg-type]


def labels(it: Cockpit) -> list[list[str]]:
    """The words on its buttons, row by row."""
    return [[key.label for key in row] for row in draw(it).keyboard]


def test_what_waits() -> None:
    """It says how many are counted, how many wait and why, and how many more make it grow."""
    html = draw(Cockpit(room(), ENGLISH, covered=35)).html
    assert "joined 60 · answering 20 · submitted 40" in html
    assert "35 of 40 counted, 5 wait so that nobody can be singled out" in html
    assert "Next: 1 more and the summary grows." in html


@pytest.mark.parametrize(
    ("submitted", "covered", "move"),
    [
        (3, 0, "5 more must submit, and the first summary comes"),
        (6, 0, "2 more and the first summary comes"),
        (8, 0, "grows within a minute"),
        (12, 8, "2 more and the summary grows"),
    ],
)
def test_one_threshold_at_a_time(submitted: int, covered: int, move: str) -> None:
    """The next move names the one number that is missing now."""
    html = draw(Cockpit(replace(room(), submitted=submitted), ENGLISH, covered)).html
    assert move in html
    assert html.count(" more ") <= 1


@pytest.mark.parametrize(("joined", "big", "says"), [(0, "QR code", "show the QR code."), (12, "📊 Summary", "wait.")])
def test_what_it_says_comes_next_is_what_the_big_button_does(joined: int, big: str, says: str) -> None:
    """With hardly anybody in the room that is the code, not waiting; also under the rule that shows nothing before the close."""
    for policy in (room().policy, SENSITIVE):
        it = Cockpit(replace(room(policy=policy), joined=joined, started=joined, submitted=0), ENGLISH)
        assert labels(it)[0] == [big]
        assert f"Next: {says}" in draw(it).html


@pytest.mark.parametrize(
    ("submitted", "covered", "locked", "big", "says"),
    [
        (4, 0, False, "QR code", "Next: let more people in. Closing now deletes the answers."),
        (4, 0, True, "Close", "Results need 5 people or more. Closing now deletes the answers."),
        (6, 0, False, "Close", "Next: close."),
        (8, 0, False, "📊 Summary", "grows within a minute"),
        (8, 5, False, "📊 Summary", "Next: talk about the results, or close."),
    ],
)
def test_all_who_came_have_submitted(submitted: int, covered: int, locked: bool, big: str, says: str) -> None:
    """The big button does what the words say comes next, and is no close that would delete while people can come in."""
    here = replace(room(), joined=submitted, submitted=submitted, locked=locked)
    it = Cockpit(here, ENGLISH, covered)
    assert labels(it)[0] == [big]
    assert says in draw(it).html


@pytest.mark.parametrize(
    ("kind", "count", "ready", "unread", "big", "offers_end"),
    [
        ("written", 60, (), 0, "🏁 End this question", False),
        ("written", 40, (), 0, "⏭ Next", False),
        ("written", 60, ("written",), 9, "📖 Read 9 open answers", True),
        ("written", 60, ("written",), 0, "👁 Reveal", True),
        ("counted", 60, ("counted",), 0, "👁 Reveal", True),
        ("counted", 40, (), 0, "⏭ Next", False),
    ],
)
def test_ending_the_question_in_the_room(
    kind: str, count: int, ready: tuple[str, ...], unread: int, big: str, offers_end: bool
) -> None:
    """Once most are in it is on the board, and the big button where nothing can be shown before; what is unread is read first."""
    questions = ROUND_TABLES.questions
    ids = {"counted": questions[0].id, "written": next(q.id for q in questions if isinstance(q, TextQuestion))}
    name = ids[kind]
    led = replace(room(paced=True), flow=ROUND_TABLES)
    stage = Stage(section=led.flow.question(name).section, question=name, state=Standing.ASKING, asked=(name,))
    found = tuple(ids[one] for one in ready)
    it = Cockpit(
        led,
        ENGLISH,
        now=0,
        stage=stage,
        received={name: count},
        ready=found,
        unread=Unread({name: unread}, frozenset()),
    )
    assert labels(it)[0] == [big]
    assert any("🏁 End this question" in row for row in labels(it)[1:]) == offers_end


def test_nothing_live() -> None:
    """Under a rule that shows nothing before the close it promises no summary."""
    html = draw(Cockpit(room(policy=SENSITIVE), ENGLISH)).html
    assert "Next: wait, or close to see the results." in html
    assert "counted" not in html


def test_what_goes_on() -> None:
    """A send-out, an open poll, the panel and round tables have a line each, and what stops the send-out comes after the next move."""
    question = StanceQuestion(id="poll-1", text="Trust matters most for us.")
    poll = Ballot("poll-1", "w", 1, BallotKind.POLL, question, BallotState.OPEN)
    sendout = Sendout("s", "w", SendoutKind.ANNOUNCEMENT, {}, SendoutState.RUNNING, total=900, arrived=312)
    unread = Unread({"ask-2": 3, "why": 4}, frozenset({"ask-2"}))
    it = Cockpit(
        room(ballots=(poll,)), ENGLISH, received={"poll-1": 12}, running=(sendout,), unread=unread, tables="3 tables"
    )
    html = draw(it).html
    assert "312 of 900, 24 s left" in html
    assert "Trust matters most for us. · 12 of 60 in" in html
    assert "3 questions to look at" in html
    assert "4 open answers to read" in html
    assert "3 tables" in html
    assert labels(it)[0] == ["End the poll"]
    assert "⏹" in labels(it)[1][0]
    assert ["🗳 Polls running", "🙋 Panel"] in labels(it)
    assert ["📖 Read 4 open answers"] in labels(it)


def test_led_room() -> None:
    """Where the facilitator leads, the question in the room, how many are in and what its result waits for stand together."""
    led = room(paced=True)
    name = led.flow.questions[0].id
    stage = Stage(section=led.flow.questions[0].section, question=name, state=Standing.ASKING)
    it = Cockpit(led, ENGLISH, now=0, stage=stage, received={name: 41}, result="35 of 41 counted, 6 wait")
    html = draw(it).html
    assert "joined 60 · have answered 40" in html
    assert "41 of 60 in" in html
    assert "Result: 35 of 41 counted, 6 wait" in html
    assert html.count("<i>") == 1


def test_the_day_on_the_consent_card() -> None:
    """The board says by which day it closes by itself, from the first card on, and not once it is closed."""
    day = date(2026, 3, 16)
    assert "Closes by itself on 16 March 2026" in draw(Cockpit(room(key_until=day), ENGLISH)).html
    assert "by itself" not in draw(Cockpit(room(key_until=None), ENGLISH)).html
    assert "by itself" not in draw(Cockpit(room(key_until=day, phase=Phase.CLOSED), ENGLISH)).html


def test_closed() -> None:
    """A closed workshop says how many were counted, names nobody as answering, and offers what is left to do."""
    it = Cockpit(room(phase=Phase.CLOSED), ENGLISH, covered=48, organiser=True)
    assert "48 of 48 counted." in draw(it).html
    assert "answering" not in draw(it).html
    assert labels(it)[:2] == [["📊 Summary"], ["📑 Report", "📄 Export"]]


def test_closed_and_not_read() -> None:
    """What is left at the desk after the close is on the board with its number, and the way there comes first."""
    it = Cockpit(room(phase=Phase.CLOSED), ENGLISH, covered=48, unread=Unread({"why": 9}, frozenset()))
    assert "9 open answers to read" in draw(it).html
    assert labels(it)[0] == ["📖 Read 9 open answers"]
    steers = replace(it, organiser=True)
    assert ["📊 Summary", "📑 Report"] in labels(steers), "three of them are cut off where words are long"
    assert ["📑 Report", "📄 Export"] in labels(replace(steers, unread=Unread({}, frozenset())))


@pytest.mark.parametrize(
    ("ready", "revealed", "has_screen", "big"),
    [
        (("poll-1",), (), True, "👁 Reveal the poll"),
        (("poll-1",), ("poll-1",), True, "Collect the questions"),
        (("poll-1",), (), False, "Collect the questions"),
        ((), (), True, "Collect the questions"),
    ],
)
@pytest.mark.parametrize("kind", [BallotKind.ASK, BallotKind.VOTE])
def test_a_result_is_revealed_before_the_panel_goes_on(
    kind: BallotKind, ready: tuple[str, ...], revealed: tuple[str, ...], has_screen: bool, big: str
) -> None:
    """What the room waits for comes first: then the questions are collected, or the vote is counted."""
    question = StanceQuestion(id="poll-1", text="Trust matters most for us.")
    poll = Ballot("poll-1", "w", 1, BallotKind.POLL, question, BallotState.ENDED)
    panel = Ballot("ask-2", "w", 2, kind, TextQuestion(id="ask-2", text="?"), BallotState.OPEN)
    it = Cockpit(
        room(ballots=(poll, panel)), ENGLISH, stage=Stage(revealed=revealed), received={"ask-2": 60}, ready=ready,
        has_screen=has_screen,
    )  # fmt: skip
    expected = big if kind is BallotKind.ASK else big.replace("Collect the questions", "Count the vote")
    assert labels(it)[0] == [expected]


def test_what_people_wrote_to_a_poll_is_read_before_it_is_revealed() -> None:
    """The wall would have nothing to show; whoever wants that all the same finds it below."""
    poll = Ballot(
        "poll-1", "w", 1, BallotKind.POLL, TextQuestion(id="poll-1", text="What is missing?"), BallotState.CLOSED
    )
    it = Cockpit(room(ballots=(poll,)), ENGLISH, ready=("poll-1",), has_screen=True)
    assert labels(it)[0] == ["👁 Reveal the poll"]
    unread = replace(it, unread=Unread({"poll-1": 5}, frozenset()))
    assert labels(unread)[:2] == [["📖 Read 5 open answers"], ["👁 Reveal the poll"]]


@pytest.mark.parametrize(("count", "big"), [(60, "👁 Reveal the poll"), (40, "⏭ Next")])
def test_a_room_that_has_gone_on_is_past_the_poll(count: int, big: str) -> None:
    """While most have still to answer what is asked now, that comes first; the poll can be revealed below. The board stays low."""
    name = ROUND_TABLES.questions[0].id
    ended, running = (
        Ballot(f"poll-{n}", "w", n, BallotKind.POLL, StanceQuestion(id=f"poll-{n}", text=f"Trust {n}."), state)
        for n, state in enumerate((BallotState.CLOSED, BallotState.OPEN), 1)
    )
    led = replace(room(paced=True, ballots=(ended,)), flow=ROUND_TABLES)
    stage = Stage(section=led.flow.questions[0].section, question=name, state=Standing.ASKING, asked=(name,))
    it = Cockpit(led, ENGLISH, now=0, stage=stage, received={name: count}, ready=("poll-1",), has_screen=True)
    assert labels(it)[0] == [big]
    assert any("👁 Reveal the poll" in row for row in labels(it))
    assert len(labels(replace(it, workshop=replace(led, ballots=(running,))))) <= 7


@pytest.mark.parametrize(("count", "big"), [(60, "👁 Reveal"), (40, "Collect the questions")])
def test_the_question_in_the_room_is_revealed_before_the_panel_goes_on(count: int, big: str) -> None:
    """Once most are in, its result comes first; before that nobody waits for it."""
    name = ROUND_TABLES.questions[0].id
    asks = Ballot("ask-2", "w", 2, BallotKind.ASK, TextQuestion(id="ask-2", text="?"), BallotState.OPEN)
    led = replace(room(paced=True, ballots=(asks,)), flow=ROUND_TABLES)
    stage = Stage(section=led.flow.questions[0].section, question=name, state=Standing.ASKING, asked=(name,))
    it = Cockpit(led, ENGLISH, now=0, stage=stage, received={name: count, "ask-2": 60}, ready=(name,))
    assert labels(it)[0] == [big]


@pytest.mark.parametrize("phase", [Phase.WAITING, Phase.OPEN])
@pytest.mark.parametrize("locked", [False, True])
def test_nobody_is_shown_a_code_that_lets_nobody_in(phase: Phase, locked: bool) -> None:
    """While it is locked there is no QR code to show, and the board does not ask for one."""
    it = Cockpit(room(phase=phase, locked=locked), ENGLISH)
    assert ("QR code" in [label for row in labels(it) for label in row]) is not locked
    assert ("show the QR code" in draw(it).html) == (phase is Phase.WAITING and not locked)


@pytest.mark.parametrize(("count", "says"), [(0, True), (60, False)])
def test_typed_words_count_once_their_use_is_said(count: int, says: bool) -> None:
    """An open answer whose author has not said how it may be used is not in, and the board says why."""
    name = next(q.id for q in ROUND_TABLES.questions if isinstance(q, TextQuestion))
    led = replace(room(paced=True), flow=ROUND_TABLES)
    stage = Stage(section=led.flow.question(name).section, question=name, state=Standing.ASKING, asked=(name,))
    html = draw(Cockpit(led, ENGLISH, now=0, stage=stage, received={name: count})).html
    assert ("What somebody has typed is in once they have said how it may be used." in html) is says


def test_a_question_that_no_phone_can_show_is_named_to_who_steers() -> None:
    """Before anybody is asked and after it, alike, in whatever language it is too long; not after the close, and no other question."""
    options = tuple(Option(id=f"o{n}", label=f"{n} ".ljust(199, "x"), short=f"Some {n}") for n in range(19))
    long = MultiQuestion(
        id="q", text="Which & why?".ljust(300, "?"), help="h" * 300, short="Which & why", options=options
    )
    flow = Flow(id="f", title="F", questions=(TextQuestion(id="t", text="What else?"), long))
    for joined in (0, 60):
        html = draw(Cockpit(replace(workshop(flow), joined=joined), ENGLISH)).html
        assert "⚠️ Too long for a phone, so nobody can be asked it: Which &amp; why\n" in html
    assert "⚠️" not in draw(Cockpit(replace(workshop(flow), phase=Phase.CLOSED), ENGLISH)).html
    assert "⚠️" not in draw(Cockpit(room(), ENGLISH)).html
