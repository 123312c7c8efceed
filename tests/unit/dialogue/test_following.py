"""Where the facilitator sets the pace: only what the room is asked is asked of anybody, and everybody is brought along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from flows.definition.flow import Flow
from flows.definition.loading import load_library
from flows.dialogue import machine
from flows.dialogue.advancing import advance
from flows.dialogue.agenda import (
    Room,
    Stage,
    closing_section,
    going_on,
    holding,
    launching,
    opening,
    room_of,
    section_of,
    sections_of,
    steps_in,
)
from flows.dialogue.answers import Answer, Chosen, Skipped, Use, Written
from flows.dialogue.effects import Notice, Redraw, Retire, Show
from flows.dialogue.inputs import (
    Agree,
    Allow,
    Back,
    Change,
    Clear,
    Done,
    Follow,
    Input,
    KeepNames,
    MoreTime,
    Pause,
    Resume,
    Review,
    Skip,
    Submit,
    TakePart,
    Tap,
    Typed,
)
from flows.dialogue.standing import Dialogue, after_submitting, position, words_kept
from flows.dialogue.steps import due
from tests.support.examples.walks import FLOWS, Counted, Sensibly, Stride, anything, counted, sensible, stored
from tests.support.trying import tries

TABLES = load_library()["round-tables"]
NOW = 1_800_000_000


@dataclass(frozen=True)
class Led:
    """The facilitator does something to the room, drawn from this seed."""

    seed: int


def moved(flow: Flow, stage: Stage, seed: int) -> Stage:
    """The stage after something that a facilitator might do."""
    chance = Random(seed)
    section = chance.choice(sections_of(flow))
    question = chance.choice(steps_in(flow, section)).id
    launched = launching(flow, stage, question, NOW)
    return chance.choice(
        (
            launched,
            launched,
            opening(flow, stage, section, NOW),
            holding(stage),
            going_on(stage),
            closing_section(stage),
        )
    )


class Day(NamedTuple):
    """A shipped flow, and what one person and the facilitator do; a failing test names the flow and does not print it."""

    flow: Flow
    moves: list[Led | Sensibly | Counted | Input]

    def __repr__(self) -> str:
        return f"Day({self.flow.id}, {self.moves})"


@st.composite
def days(draw: st.DrawFn) -> Day:
    """A shipped flow, and a day in it."""
    flow = draw(st.sampled_from(FLOWS))
    seeds = st.integers(0, 9999)
    sensibly, room = st.builds(Sensibly, seeds), st.builds(Led, seeds)
    one = st.one_of(sensibly, sensibly, sensibly, room, anything(flow), st.builds(Counted, seeds))
    return Day(flow, draw(st.lists(one, max_size=50)))


def led(way: Day) -> Iterator[Stride]:
    """Every stride of one person, from what was stored, with the room where it then was."""
    flow, stage, dialogue = way.flow, Stage(), Dialogue()
    for move in way.moves:
        match move:
            case Led(seed):
                stage = moved(flow, stage, seed)
            case Counted():
                dialogue = counted(dialogue, move)
            case _:
                here = replace(dialogue, room=room_of(flow, stage))
                given_input = sensible(flow, here, Random(move.seed)) if isinstance(move, Sensibly) else move
                step = advance(flow, here, given_input)
                yield Stride(here, given_input, step)
                dialogue = stored(step.dialogue)


on_days = given(way=days())
some = tries(60)


def allowed(dialogue: Dialogue) -> bool:
    """Whether the question on the phone may stand there."""
    at, room = dialogue.at, dialogue.room or Room()
    return at is None or dialogue.changing or at in room.open or (at == dialogue.keeps and at in room.kept)


@some
@on_days
def test_any_input_at_any_moment_gives_a_step(way: Day) -> None:
    """Whatever is done wherever the room is, there is a place to stand, and something is shown or said."""
    states = {machine.CONSENT, machine.DECLINED, machine.PAUSED, machine.REVIEW, machine.BETWEEN}
    states |= {machine.asking(q.id) for q in way.flow}
    for stride in led(way):
        assert stride.step.dialogue.state in states
        assert stride.step.effects or stride.step.toast or isinstance(stride.given, Clear | Follow)
        if stride.step.dialogue.state != stride.before.state:
            assert any(isinstance(effect, Show | Redraw) for effect in stride.step.effects)


@some
@on_days
def test_only_what_the_room_is_asked_stands_on_a_phone(way: Day) -> None:
    """After every step the question on the phone is open, or kept, or an answer of one's own that is being changed."""
    for stride in led(way):
        assert allowed(stride.step.dialogue)


@some
@on_days
def test_an_answer_is_taken_only_to_what_is_open(way: Day) -> None:
    """A new answer is to the question on the phone, which the room is asked and not held, or which was kept or answered."""
    for stride in led(way):
        was, now, room = stride.before, stride.step.dialogue.answers, stride.before.room or Room()
        changed = {name for name in now if now[name] != was.answers.get(name)}
        changed -= waits_for_a_tap(was).keys()
        assert changed <= {was.at}
        if changed and was.at not in was.answers:
            assert was.at is not None
            assert allowed(was)
            assert not (room.held and was.at in room.open) or was.at == was.keeps


def waits_for_a_tap(dialogue: Dialogue) -> dict[str, Answer]:
    """The words that wait for their author's, as the answer that they are without it."""
    return {name: a for name, a in words_kept(dialogue).answers.items() if dialogue.answers.get(name) != a}


@some
@on_days
def test_no_word_that_waits_is_lost_when_the_room_goes_on(way: Day) -> None:
    """Unless its author left it or wrote another, it waits on, or it is an answer."""
    leaving = Skip | Back | Review | Clear | Typed | Agree | KeepNames | Allow
    for stride in led(way):
        was, now = waits_for_a_tap(stride.before), stride.step.dialogue
        if was and not isinstance(stride.given, leaving):
            assert waits_for_a_tap(now) == was or was.items() <= now.answers.items()


@some
@on_days
def test_nobody_waits_while_the_room_is_asked_something(way: Day) -> None:
    """Whoever is between questions after a step has answered everything that is open, or it is held."""
    for stride in led(way):
        if stride.step.dialogue.state == machine.BETWEEN:
            assert not due(way.flow, stride.step.dialogue)


@some
@on_days
def test_everything_is_handed_in_at_once(way: Day) -> None:
    """From Take part on nothing waits for a Submit, and nobody can be asked before it."""
    for stride in led(way):
        dialogue = stride.step.dialogue
        assert dialogue.sent == (dialogue.state not in (machine.CONSENT, machine.DECLINED))
        assert dialogue.state != machine.SUBMITTED


def test_a_self_paced_dialogue_knows_no_room() -> None:
    """Without a room nothing is kept or followed, and the state between questions is never reached."""
    asked = advance(TABLES, Dialogue(), TakePart()).dialogue
    for given_input in (MoreTime("org"), Follow()):
        assert advance(TABLES, asked, given_input).dialogue == asked


# --- one step at a time


def at_stage(stage: Stage, dialogue: Dialogue | None = None) -> Dialogue:
    """Somebody who has not consented yet, or this dialogue, in a room that stands there."""
    return replace(dialogue or Dialogue(), room=room_of(TABLES, stage))


def do(dialogue: Dialogue, *inputs: Input) -> Dialogue:
    """The dialogue after these inputs."""
    for one in inputs:
        dialogue = advance(TABLES, dialogue, one).dialogue
    return dialogue


ORG = launching(TABLES, Stage(), "org", NOW)
ASK = launching(TABLES, ORG, "ask", NOW)
TABLE = opening(TABLES, ASK, "table1", NOW)


def test_who_comes_late_lands_where_the_room_is() -> None:
    """Take part brings the question that the room is asked now, whatever came before; nothing asked: the wait."""
    assert do(at_stage(ASK), TakePart()).at == "ask"
    assert do(at_stage(TABLE), TakePart()).at == "t1_do"
    for nothing in (Stage(), closing_section(ASK), holding(ASK)):
        assert do(at_stage(nothing), TakePart()).state == machine.BETWEEN


def test_an_answer_is_followed_by_the_wait_for_the_next_question() -> None:
    """A launched question answered leads to the wait; the next launch leads on, with nothing said about being late."""
    answered = do(at_stage(ORG), TakePart(), Tap("org", "vcs"))
    assert (answered.state, answered.answers) == (machine.BETWEEN, {"org": Chosen("vcs")})
    step = advance(TABLES, at_stage(ASK, answered), Follow())
    assert (step.dialogue.at, step.effects, step.toast) == ("ask", (Retire(), Show()), None)


def test_what_is_half_done_is_dropped_when_the_room_goes_on() -> None:
    """Ticks of a question that the room has left are gone, and it is said why."""
    ticked = do(at_stage(TABLE), TakePart(), Skip("t1_do"), Tap("t1_kinds", "food"))
    assert ticked.draft
    step = advance(TABLES, at_stage(launching(TABLES, TABLE, "t2_value", NOW), ticked), Follow())
    assert (step.dialogue.at, step.dialogue.draft, step.toast) == ("t2_value", (), Notice.UNCONFIRMED)


def test_words_for_one_question_are_never_taken_for_the_next() -> None:
    """Typed while the next question is on its way: it is shown, and the words answer nothing."""
    step = advance(TABLES, at_stage(ASK, do(at_stage(ORG), TakePart())), Typed("2"))
    assert (step.dialogue.at, step.dialogue.answers, step.toast) == ("ask", {}, Notice.MOVED_ON)
    waiting = do(at_stage(ORG), TakePart(), Tap("org", "vcs"))
    step = advance(TABLES, at_stage(ASK, waiting), Typed("my words"))
    assert (step.dialogue.at, "ask" in step.dialogue.answers) == ("ask", False)


def test_words_that_wait_for_a_tap_are_not_lost_when_the_room_goes_on() -> None:
    """Typed, and how they may be used not said yet: they are the answer, for nobody to read, and that is said; or ended: nothing."""
    typed = do(at_stage(ASK), TakePart(), Typed("A bench by the pond"))
    later = launching(TABLES, ASK, "org", NOW)
    for what in (Follow(), Tap("org", "vcs"), Allow(Use.QUOTE)):
        step = advance(TABLES, at_stage(later, typed), what)
        assert step.dialogue.answers == {"ask": Written("A bench by the pond", Use.COUNT)}
        assert (step.dialogue.at, step.dialogue.proposal, step.toast) == ("org", None, Notice.WORDS_KEPT)
    allowed_now = do(at_stage(ASK, typed), Allow(Use.QUOTE))
    assert allowed_now.answers == {"ask": Written("A bench by the pond", Use.QUOTE)}
    over = replace(later, ended=("ask",))
    assert do(at_stage(over, typed), Follow()).answers == {}


def test_more_time_keeps_a_question_until_it_is_answered() -> None:
    """Whoever asks for it stays when the room goes on, and then gets what the room is asked now."""
    launched = launching(TABLES, TABLE, "t1_do", NOW)
    keeping = do(at_stage(launched), TakePart(), MoreTime("t1_do"))
    later = at_stage(launching(TABLES, launched, "t1_help", NOW), keeping)
    assert advance(TABLES, later, Follow()).effects == ()
    answered = do(later, Skip("t1_do"))
    assert (answered.at, answered.answers, answered.keeps) == ("t1_help", {"t1_do": Skipped()}, None)


def test_more_time_ends_with_its_section() -> None:
    """When another section opens, or this one is closed, nobody is left in the one before."""
    keeping = do(at_stage(ASK), TakePart(), MoreTime("ask"))
    assert advance(TABLES, at_stage(TABLE, keeping), Follow()).dialogue.at == "t1_do"
    assert do(at_stage(closing_section(ASK), keeping), Typed("words")).state == machine.BETWEEN


def test_a_hold_stops_everybody_but_those_who_keep() -> None:
    """Held, a tap changes nothing and says why, and the question stays; who asked for more time before goes on."""
    asked = do(at_stage(ORG), TakePart())
    step = advance(TABLES, at_stage(holding(ORG), asked), Tap("org", "vcs"))
    assert (step.dialogue.at, step.dialogue.answers, step.effects, step.toast) == ("org", {}, (), Notice.HELD)
    assert advance(TABLES, at_stage(holding(ORG), asked), MoreTime("org")).toast is Notice.HELD
    keeping = do(asked, MoreTime("org"))
    assert do(at_stage(holding(ORG), keeping), Tap("org", "vcs")).answers == {"org": Chosen("vcs")}
    assert do(at_stage(going_on(holding(ORG)), asked), Tap("org", "vcs")).answers == {"org": Chosen("vcs")}


def test_what_waits_can_be_changed_and_nothing_else_is_reached() -> None:
    """The review changes an answer that waits, wherever the room is; what was not asked and what is counted is not reached."""
    answered = at_stage(ASK, do(at_stage(ORG), TakePart(), Tap("org", "vcs")))
    changing = do(answered, Review(), Change("org"))
    assert (changing.at, changing.changing) == ("org", True)
    changed = do(changing, Tap("org", "parish"))
    assert (changed.state, changed.answers) == (machine.REVIEW, {"org": Chosen("parish")})
    assert do(changed, Submit()).at == "ask"
    assert advance(TABLES, changed, Change("t1_help")).toast is Notice.CLOSED_QUESTION
    gone = after_submitting(changing, {}, frozenset({"org"}))
    assert gone.state == machine.BETWEEN
    assert advance(TABLES, gone, Tap("org", "vcs")).toast is Notice.ALREADY_COUNTED


def test_a_pause_ends_where_the_room_is() -> None:
    """Whoever pauses is left in peace by a launch, and comes back to the question that is open then."""
    paused = do(at_stage(ORG), TakePart(), Pause())
    assert advance(TABLES, at_stage(ASK, paused), Follow()).effects == ()
    assert do(at_stage(ORG, paused), Resume()).at == "org"
    assert do(at_stage(ASK, paused), Resume()).at == "ask"


def test_in_a_section_in_ones_own_time_one_goes_back_and_on() -> None:
    """Back stays within what is open, positions count what is open, and the end of it is the wait."""
    there = do(at_stage(TABLE), TakePart(), Skip("t1_do"))
    assert (there.at, position(TABLES, there)) == ("t1_kinds", (2, 6))
    assert do(there, Back("t1_kinds")).at == "t1_do"
    assert advance(TABLES, do(there, Back("t1_kinds")), Back("t1_do")).toast is Notice.NOTHING_BEFORE
    for name in ("t1_kinds", "t1_success", "t1_help", "t1_kick", "t1_chall"):
        there = do(there, Skip(name))
    assert there.state == machine.BETWEEN


def test_a_question_comes_with_those_that_depend_on_it() -> None:
    """A launched question asks its follow-up of those whose answer it hangs on, at once, and of nobody else."""
    stage = launching(TABLES, Stage(), "t2_support", NOW)
    asked = do(at_stage(stage), TakePart(), Tap("t2_support", "workshops"), Done("t2_support"))
    assert asked.at == "t2_topic"
    others = do(at_stage(stage), TakePart(), Tap("t2_support", "comm"), Done("t2_support"))
    assert others.state == machine.BETWEEN
    assert "t2_topic" not in [q.id for q in steps_in(TABLES, section_of(TABLES, "t2_support"))]


def test_nothing_to_look_at_is_said() -> None:
    """Without an answer there is no review, and without Submit nothing is lost."""
    early = do(at_stage(Stage()), TakePart())
    assert advance(TABLES, early, Review()).toast is Notice.NOTHING_YET
    assert advance(TABLES, early, Submit()).toast is Notice.NO_SUBMIT
    assert advance(TABLES, early, Typed("hello")).toast is Notice.NOTHING_ASKED


def test_looking_for_answers_leaves_nobody_behind() -> None:
    """Whoever asks for their answers before the next question has reached them, and has none, gets that question."""
    waiting = do(at_stage(Stage()), TakePart())
    asked = do(at_stage(ORG), TakePart())
    for behind, stage, at in ((waiting, ORG, "org"), (asked, ASK, "ask")):
        step = advance(TABLES, at_stage(stage, behind), Review())
        assert (step.dialogue.at, step.effects, step.toast) == (at, (Retire(), Show()), Notice.NOTHING_YET)
    assert advance(TABLES, at_stage(holding(ORG), waiting), Review()).dialogue.state == machine.BETWEEN
