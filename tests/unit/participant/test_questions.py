"""Every question of every shipped flow looks right on a phone, and its buttons do what they say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given

from bot.buttons import Button, Scope
from bot.participant.choices.fitting import FITS
from bot.participant.presses import input_of
from bot.participant.questions import ask
from bot.participant.remarks import answer_in_words, settled
from bot.wording import Wording, languages
from flows.definition.flow import (
    AllocationQuestion,
    Flow,
    MultiQuestion,
    Option,
    Question,
    RankingQuestion,
    StanceQuestion,
    TextQuestion,
    options_of,
)
from flows.definition.localise import localise
from flows.dialogue import machine
from flows.dialogue.advancing import advance
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Refusal, Shared, Skipped, Use, Written
from flows.dialogue.composing import Draft, point_unit
from flows.dialogue.effects import Notice
from flows.dialogue.inputs import Agree, Allow, Back, Clear, Done, Input, KeepNames, Pause, Points, Skip, Tap
from flows.dialogue.standing import Dialogue, Proposal, Waits, position
from tests.support.examples.examples import MULTI, SCALE, SINGLE, TEXT
from tests.support.examples.looks import HOSTILE, HOSTILE_FLOW, about_us, asked, buttons, fits, keys, plain
from tests.support.examples.walks import FLOWS, Move, walk, walks
from tests.support.trying import tries

PLACES = [(flow, question) for flow in FLOWS for question in flow]
each_question = pytest.mark.parametrize(
    ("flow", "question"), PLACES, ids=[f"{flow.id}:{question.id}" for flow, question in PLACES]
)
each_language = pytest.mark.parametrize("language", languages())

LONG = tuple(
    Option(id=f"o{n}", label=f"{n}: an option with so long a label that a phone cuts it") for n in range(1, 13)
)
TWELVE = MultiQuestion(id="twelve", text="Which of these twelve?", options=LONG, max=3)
NINE = RankingQuestion(
    id="nine", text="In which order?", options=tuple(Option(id=f"r{n}", label=f"Rank {n}") for n in range(1, 10))
)
SIX = AllocationQuestion(
    id="six",
    text="How many points?",
    options=tuple(Option(id=f"p{n}", label=f"Part {n}") for n in range(1, 7)),
    total=100,
)
WIDE = Flow(id="wide", title="Wide", questions=(SINGLE, SCALE, TWELVE, NINE, SIX, TEXT))


def at(question: Question, draft: Draft = ()) -> Dialogue:
    """Somebody who is asked this."""
    return Dialogue(state=machine.asking(question.id), draft=draft)


def drafts(question: Question) -> list[Draft]:
    """Nothing tapped, something, and as much as there may be."""
    options = [option.id for option in options_of(question)]
    match question:
        case MultiQuestion():
            return [(), ((options[0], 1),), tuple((o, 1) for o in options[: question.max])]
        case RankingQuestion():
            return [(), ((options[-1], 1),), tuple((o, 1) for o in reversed(options))[: question.places]]
        case AllocationQuestion():
            total = question.total
            return [
                (),
                ((options[0], 1),),
                ((options[0], 0),),
                ((options[1], total - 1), (options[0], 1)),
                ((options[2], total),),
            ]
        case _:
            return [()]


def labels(flow: Flow, dialogue: Dialogue) -> list[list[str]]:
    """The keyboard in words."""
    message = ask(asked(flow, dialogue), flow.question(str(dialogue.at)))
    return [[key.label for key in row] for row in message.keyboard]


# --- every shipped question


@each_question
@each_language
def test_a_question_fits_a_phone(flow: Flow, question: Question, language: str) -> None:
    """Text, keyboard and labels stay within Telegram's limits, whatever is tapped, in every language."""
    spoken = localise(flow, language).question(question.id)
    for draft in drafts(question):
        message = ask(asked(flow, at(question, draft), language), spoken)
        fits(message)
        text = plain(message.html)
        assert spoken.text in text
        assert "{" not in text
        assert re.match(r"\d+ \w+ \d+", text)


@each_question
@each_language
def test_a_question_says_what_to_do(flow: Flow, question: Question, language: str) -> None:
    """The last line is a hint, in italics: what to tap or type, and for points how many are left."""
    for draft in drafts(question):
        last = ask(
            asked(flow, at(question, draft), language), localise(flow, language).question(question.id)
        ).html.splitlines()[-1]
        assert last.startswith("<i>")
        assert last.endswith(".</i>")
        if isinstance(question, AllocationQuestion) and (left := question.total - sum(p for _, p in draft)):
            assert str(left) in last


@each_question
def test_every_button_comes_back_as_its_input(flow: Flow, question: Question) -> None:
    """Each option has its tap; ticks, rankings and points have Done; everything can be skipped, left and paused."""
    message = ask(asked(flow, at(question)), question)
    assert all(about_us(button) for button in buttons(message))
    inputs = [input_of(button, flow) for button in buttons(message)]
    ticks = True if isinstance(question, MultiQuestion | RankingQuestion) else None
    wanted: list[Input] = [Tap(question.id, option.id, ticks) for option in options_of(question)]
    if isinstance(question, AllocationQuestion):
        wanted = [Points(question.id, option.id, point_unit(question.total), 0) for option in question.options]
    assert inputs[: len(wanted)] == wanted
    assert Skip(question.id) in inputs
    assert Pause() in inputs
    assert (Done(question.id) in inputs) is isinstance(question, MultiQuestion | RankingQuestion | AllocationQuestion)
    number, _ = position(flow, at(question))
    assert (Back(question.id) in inputs) is (number > 1)


@each_question
@each_language
def test_every_option_can_be_read_in_full_and_typed(flow: Flow, question: Question, language: str) -> None:
    """Each label is on a button that shows all of it, or in the text; where numbers matter they stand before it."""
    spoken = localise(flow, language).question(question.id)
    message = ask(asked(flow, at(question), language), spoken)
    text, on_buttons = plain(message.html), [key.label for key in keys(message)]
    for number, option in enumerate(options_of(spoken), 1):
        listed = f"\n{number}. {option.label}" in text
        assert listed or (len(option.label) <= FITS and any(label.endswith(option.label) for label in on_buttons))
        shown = option.label if option.label.startswith(f"{number} ") else f"{number} {option.label}"
        numbered = any(label.endswith(shown) for label in on_buttons)
        assert listed or numbered or isinstance(spoken, StanceQuestion | RankingQuestion | AllocationQuestion)


@tries(30)
@given(way=walks())
def test_every_button_on_the_phone_is_alive(way: tuple[Flow, list[Move]]) -> None:
    """On any way, no button of the question that is shown is answered with "that was from earlier"."""
    flow, moves = way
    for dialogue in [stride.step.dialogue for stride in walk(flow, moves)][-8:]:
        if dialogue.at is None:
            continue
        message = ask(asked(flow, dialogue), flow.question(dialogue.at))
        fits(message)
        for button in buttons(message):
            toast = advance(flow, dialogue, input_of(button, flow)).toast
            said = (Notice.NO_POINTS_LEFT, Notice.NOTHING_BEFORE, Notice.LEFT_CHANGE, Notice.LEFT_TICKS)
            assert toast is None or isinstance(toast, Refusal) or toast in said


# --- the three that must be a joy


def test_twelve_long_options_are_listed_in_full() -> None:
    """Many options stand in the text, numbered, and their numbers below it in as few rows as there are thumbs for."""
    message = ask(asked(WIDE, at(TWELVE)), TWELVE)
    fits(message)
    for number, option in enumerate(LONG, 1):
        assert f"\n{number}. {option.label}" in plain(message.html)
    assert [len(row) for row in message.keyboard] == [6, 6, 1, 3]


def test_short_options_are_not_said_twice() -> None:
    """Where every button shows its whole label, the text does not repeat them."""
    assert SINGLE.options[0].label not in plain(ask(asked(WIDE, at(SINGLE)), SINGLE).html)


def test_up_to_three_short_labels_share_a_row() -> None:
    """Three short ones stand side by side; more stand below each other, for thumbs."""
    assert [len(row) for row in labels(WIDE, at(SINGLE))] == [3, 2]
    assert [len(row) for row in labels(WIDE, at(SCALE))][:6] == [1] * 6


def test_ticks_are_seen() -> None:
    """A ticked option looks different, and Done counts."""
    rows = labels(WIDE, at(TWELVE, (("o2", 1), ("o5", 1))))
    marks = [label.split()[0] for row in rows[:2] for label in row]
    assert [label.split()[1] for row in rows[:2] for label in row] == [str(n) for n in range(1, 13)]
    assert [n for n, mark in enumerate(marks, 1) if mark == "✅"] == [2, 5]
    assert len(set(marks)) == 2
    assert rows[2] == ["Clear", "Done (2)"]


def test_nine_places_are_seen() -> None:
    """Ranked options show their place, the others none; nine places are numbered to the end."""
    order = tuple((f"r{n}", 1) for n in (3, 1, 9, 2, 4, 5, 6, 7, 8))
    rows = labels(WIDE, at(NINE, order[:2]))
    assert [row[0] for row in rows[:3]] == ["2️⃣ 1 Rank 1", rows[1][0], "1️⃣ 3 Rank 3"]
    assert rows[1][0].endswith(" Rank 2")
    assert rows[9] == ["Clear", "Done (2)"]
    full = labels(WIDE, at(NINE, order))
    assert {row[0].split()[0] for row in full[:9]} == {f"{n}\ufe0f\u20e3" for n in range(1, 10)}


def test_points_stand_on_the_buttons() -> None:
    """Each option's button shows its points, the hint says what is left, and Done how much is given."""
    message = ask(asked(WIDE, at(SIX, (("p2", 50), ("p1", 5)))), SIX)
    shown = [key.label for key in keys(message)]
    assert shown[0] == "5️⃣ 1 Part 1"
    assert "(50) 2 Part 2" in shown
    assert "Done (55 of 100)" in shown
    assert plain(message.html).splitlines()[-1].startswith("45 points left")


def test_the_option_touched_last_has_finer_steps_below_it() -> None:
    """A tap gives a round number; then one more, one fewer, as many fewer, and all the rest."""
    assert labels(WIDE, at(SIX))[6] == ["Done (0 of 100)"]
    assert labels(WIDE, at(SIX, (("p2", 5),)))[2] == ["−5", "−1", "+1", "+95 all"]
    assert labels(WIDE, at(SIX, (("p1", 90), ("p2", 9))))[2] == ["−5", "−1", "+1"]
    assert labels(WIDE, at(SIX, (("p1", 0),)))[1] == ["+1", "+100 all"]
    assert labels(WIDE, at(SIX, (("p1", 95), ("p2", 5))))[2] == ["−5", "−1"]


def test_fine_steps_do_what_they_say() -> None:
    """Every step offered changes the option touched last by exactly what its label says, and the rest gives all."""
    dialogue = at(SIX)
    taps = ["Part 3", "+1", "−5", "Part 1", "+94 all"]
    for label in taps:
        message = ask(asked(WIDE, dialogue), SIX)
        pressed = next(key.button for key in keys(message) if key.label.endswith(label) and key.button)
        dialogue = advance(WIDE, dialogue, input_of(pressed, WIDE)).dialogue
    assert dialogue.draft == (("p3", 1), ("p1", 99))
    assert plain(ask(asked(WIDE, dialogue), SIX).html).endswith("Tap Done.")


@pytest.mark.parametrize("total", [2, 3, 10, 12, 40, 99, 100, 1000])
def test_the_rest_can_always_be_given_in_one_tap(total: int) -> None:
    """For any total the finer steps add up: "all" ends at the total, no step goes above it or below nothing."""
    question = SIX.model_copy(update={"id": "q", "total": total})
    flow = Flow(id="f", title="F", questions=(question,))
    for given_points in {0, 1, total // 2, total - 1, total}:
        dialogue = at(question, (("p1", given_points),))
        pressed = [input_of(button, flow) for button in buttons(ask(asked(flow, dialogue), question))]
        fine = pressed[1 : len(pressed) - len(question.options)]
        steps = [i.change for i in fine if isinstance(i, Points) and (i.option, i.found) == ("p1", given_points)]
        assert all(0 <= given_points + step <= total for step in steps)
        assert given_points == total or total - given_points in steps
        assert 0 not in steps
        assert len(steps) == len(set(steps))


def test_a_ranking_of_more_than_ten_still_numbers() -> None:
    """Beyond ten there is no keycap, so the number stands in brackets."""
    twelve = RankingQuestion(id="t", text="T?", options=LONG)
    flow = Flow(id="t", title="T", questions=(twelve,))
    rows = labels(flow, at(twelve, tuple((option.id, 1) for option in LONG)))
    assert (rows[1][3], rows[1][5]) == ("🔟 10", "(12) 12")


# --- what has been said


def test_the_answer_given_before_is_marked() -> None:
    """Back at a question, one sees what one said."""
    again = replace(at(SINGLE), answers={"single": Chosen("b")})
    assert labels(WIDE, again)[0] == ["1 Option a", "● 2 Option b", "3 Option c"]


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        (SINGLE, Chosen("b"), "Option b"),
        (SINGLE, Skipped(), "no answer"),
        (MULTI, Picked(("a", "c")), "Option a, Option c"),
        (NINE, Ranked(("r3", "r1")), "1. Rank 3, 2. Rank 1"),
        (SIX, Shared((("p1", 60), ("p2", 40))), "Part 1: 60, Part 2: 40"),
        (TEXT, Written("More\n  benches"), "More benches"),
        (TEXT, Written("x" * 80), "x" * 59 + "…"),
    ],
)
def test_an_answer_is_said_in_words(question: Question, answer: Answer, said: str) -> None:
    """Every kind of answer reads as its author would say it, on one line, cut with an ellipsis."""
    assert answer_in_words(question, answer, Wording("en")) == said


def test_a_settled_question_shows_its_answer_and_no_buttons() -> None:
    """The name and the answer, marked, with one sign between them; a skipped one is marked differently."""
    done = settled(asked(WIDE, at(SCALE)).words, SINGLE, Chosen("b"))
    assert plain(done.html) == "✓ Which one? Option b"
    assert done.keyboard == ()
    assert not settled(asked(WIDE, at(SCALE)).words, SINGLE, Skipped()).html.startswith("✓")


def test_the_position_and_the_section_stand_first() -> None:
    """One sees how far one is, and in which part of the agenda."""
    flow = Flow.model_validate(
        {
            "id": "s",
            "title": "S",
            "sections": [{"id": "x", "title": "A & B"}],
            "questions": [{"type": "text", "id": "q", "text": "Q?", "section": "x"}],
        }
    )
    assert plain(ask(asked(flow, at(flow.questions[0])), flow.questions[0]).html).startswith("1 of 1 · A & B\n\nQ?")


def test_hostile_words_stay_words() -> None:
    """Tags, quotes, ampersands and braces in a flow are shown as they are and break nothing."""
    for question in HOSTILE_FLOW:
        message = ask(asked(HOSTILE_FLOW, at(question)), question)
        fits(message)
        assert plain(message.html).count(HOSTILE) >= (4 if question.id == "one" else 1)
        answer: Answer = Chosen("a") if question.id == "one" else Written(HOSTILE)
        assert HOSTILE in plain(settled(asked(HOSTILE_FLOW, at(question)).words, question, answer).html)


def test_a_text_question_has_nothing_to_tap_but_the_ways_on() -> None:
    """Words are typed, so only Back, Skip and Pause are buttons."""
    assert labels(WIDE, at(TEXT)) == [["← Back", "Skip", "Pause"]]
    assert isinstance(TEXT, TextQuestion)


def test_clear_is_there_when_there_is_something_to_clear() -> None:
    """Clear appears with the first tick and empties it."""
    empty = [input_of(b, WIDE) for b in buttons(ask(asked(WIDE, at(TWELVE)), TWELVE))]
    ticked = [input_of(b, WIDE) for b in buttons(ask(asked(WIDE, at(TWELVE, (("o1", 1),))), TWELVE))]
    assert Clear("twelve") not in empty
    assert Clear("twelve") in ticked


# --- what the author of an open answer is asked

PROPOSALS = (
    Proposal(f"{HOSTILE} [name]", Waits.MASK, names=True),
    Proposal(f"{HOSTILE} [phone number]", Waits.MASK),
    Proposal("x" * 2200, Waits.USE),
)


@each_language
@pytest.mark.parametrize("proposal", PROPOSALS, ids=["a name", "a number", "its use"])
def test_what_an_author_is_asked_fits_and_does_what_it_says(language: str, proposal: Proposal) -> None:
    """The words stand there as words, each button means one input, and "not a name" is offered only where there is one."""
    flow = HOSTILE_FLOW
    message = ask(asked(flow, Dialogue(state="ask_two", proposal=proposal), language), flow.question("two"))
    fits(message)
    assert proposal.text in plain(message.html)
    meant = [input_of(button, flow) for button in buttons(message)]
    agree = [Agree(), *([KeepNames()] if proposal.names else [])]
    first = agree if proposal.waits is Waits.MASK else [Allow(use) for use in Use]
    assert meant[: len(first)] == first
    assert {type(one) for one in meant[len(first) :]} == {Back, Skip, Pause, Clear}
    assert all(about_us(button) for button in buttons(message))


@each_language
@pytest.mark.parametrize("use", list(Use))
def test_a_given_answer_shows_its_use(language: str, use: Use) -> None:
    """An open answer that is looked at again has its use marked, the others numbered as they can be tapped."""
    dialogue = Dialogue(state="ask_two", answers={"two": Written(HOSTILE, use)}, changing=True)
    message = ask(asked(HOSTILE_FLOW, dialogue, language), HOSTILE_FLOW.question("two"))
    fits(message)
    marks = [key.label.split()[0] for key in keys(message)][:3]
    assert marks == ["●" if one is use else str(n) for n, one in enumerate(Use, 1)]


@pytest.mark.parametrize("argument", ["", "all", "QUOTE", "1"])
def test_a_forged_use_is_no_use(argument: str) -> None:
    """Only the three words of the buttons allow anything."""
    assert isinstance(input_of(Button(Scope.PARTICIPANT, "PARK7Q", "us", (argument,)), HOSTILE_FLOW), Tap)
