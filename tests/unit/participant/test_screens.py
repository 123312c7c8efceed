"""What a participant sees at each place says what is promised, in every language, and is well-formed."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given

from bot.cockpit.message import draw
from bot.cockpit.view import Cockpit
from bot.facilitator.pages import ask_close, export_menu, more_menu, workshop_list
from bot.messages import Message
from bot.participant.consent import card, page
from bot.participant.presses import input_of
from bot.participant.remarks import remark
from bot.participant.screens import review, screen
from bot.polls.pages import poll_about, poll_menu, poll_open
from bot.shelf import pages as shelf
from bot.wording import Wording, languages
from flows.definition.flow import Flow, Option, SingleQuestion, TextQuestion
from flows.dialogue import machine
from flows.dialogue.advancing import advance
from flows.dialogue.agenda import Room
from flows.dialogue.answers import Answer, Chosen, Picked, Refusal, Skipped, Slip, Written
from flows.dialogue.effects import Notice
from flows.dialogue.inputs import Back, Change, Pause, Resume, Review, Submit, TakePart
from flows.dialogue.standing import Dialogue
from storage.staff.records import Poll
from storage.values import Phase
from tests.support.examples.examples import EXAMPLES
from tests.support.examples.looks import HOSTILE, HOSTILE_FLOW, about_us, asked, buttons, fits, keys, plain, workshop
from tests.support.examples.walks import FLOWS, Move, walk, walks
from tests.support.trying import tries

FLOW = Flow(id="f", title="A flow", purpose="the park", minutes=3, questions=EXAMPLES)
STATES = (machine.CONSENT, machine.DECLINED, machine.PAUSED, machine.REVIEW, machine.SUBMITTED)
RECEIPT = "K7QF-2M9D-AAAA"
each_language = pytest.mark.parametrize("language", languages())
each_flow = pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: str(flow.id))


def shown(dialogue: Dialogue, phase: Phase = Phase.OPEN, language: str = "en", flow: Flow = FLOW) -> Message:
    """The screen of somebody who stands there."""
    return screen(asked(flow, dialogue, language), workshop(flow, phase=phase), RECEIPT)


# --- every place


@each_language
@pytest.mark.parametrize(("state", "phase"), list(product(STATES, Phase)))
def test_every_place_has_a_screen_in_every_phase(state: str, phase: Phase, language: str) -> None:
    """Wherever one stands and whatever the facilitator did, there is a well-formed screen with live buttons of one's own."""
    message = shown(
        Dialogue(state=state, answers={"single": Chosen("a")}, sent=state == machine.SUBMITTED), phase, language
    )
    fits(message)
    assert all(about_us(button) for button in buttons(message))


@pytest.mark.parametrize("phase", [Phase.WAITING, Phase.PAUSED])
def test_nothing_is_asked_while_the_workshop_is_not_open(phase: Phase) -> None:
    """Who has taken part waits without buttons; no question, no review."""
    for state in (machine.asking("single"), machine.REVIEW, machine.PAUSED):
        message = shown(Dialogue(state=state), phase)
        assert message.keyboard == ()
        assert "Which one?" not in plain(message.html)
        assert "by itself" in plain(message.html)


def test_the_waiting_room_says_how_many_are_in() -> None:
    """Before the opening one sees that others are there too."""
    assert "11 people have joined." in plain(shown(Dialogue(state=machine.asking("single")), Phase.WAITING).html)


@pytest.mark.parametrize("phase", [Phase.WAITING, Phase.OPEN, Phase.PAUSED])
def test_who_said_no_is_not_told_to_be_in(phase: Phase) -> None:
    """No thanks is respected in every phase, and there is a way back."""
    message = shown(Dialogue(state=machine.DECLINED), phase)
    assert "You are in" not in plain(message.html)
    assert TakePart("") in [input_of(button, FLOW) for button in buttons(message)]


def test_a_pause_has_one_button() -> None:
    """Go on, and nothing else to think about."""
    assert [input_of(button, FLOW) for button in buttons(shown(Dialogue(state=machine.PAUSED)))] == [Resume()]


@pytest.mark.parametrize(("submitted", "said"), [(1, "You are the first."), (12, "You are one of 12.")])
def test_the_thanks_count_and_give_the_receipt(submitted: int, said: str) -> None:
    """Thank you, the number of people, the receipt to copy, and what comes next."""
    event = workshop(FLOW, submitted=submitted)
    message = screen(asked(FLOW, Dialogue(state=machine.SUBMITTED, sent=True)), event, RECEIPT)
    assert said in plain(message.html)
    assert f"<code>{RECEIPT}</code>" in message.html
    assert "when the workshop closes" in plain(message.html)
    assert [input_of(button, FLOW) for button in buttons(message)] == [Review()]


@tries(25)
@given(way=walks())
def test_every_screen_on_every_way_is_alive(way: tuple[Flow, list[Move]]) -> None:
    """Wherever a way leads, the screen fits a phone, and no button of it is answered with "that was from earlier"."""
    flow, moves = way
    for dialogue in [stride.step.dialogue for stride in walk(flow, moves)][-6:]:
        for language in languages():
            fits(shown(dialogue, language=language, flow=flow))
        for button in buttons(shown(dialogue, flow=flow)):
            if button.verb not in ("how", "nw"):
                toast = advance(flow, dialogue, input_of(button, flow)).toast
                assert toast not in (
                    Notice.CLOSED_QUESTION,
                    Notice.ALREADY_COUNTED,
                    Notice.CONSENT_FIRST,
                    Notice.NOT_YET,
                )


# --- the review


def test_the_review_lists_every_answer_as_a_button() -> None:
    """Number, name and answer; a tap changes that one; then Submit, Back and Pause."""
    dialogue = Dialogue(
        state=machine.REVIEW, answers={"single": Chosen("b"), "scale": Skipped(), "multi": Picked(("a", "c"))}
    )
    message = review(asked(FLOW, dialogue))
    assert [key.label for key in keys(message)] == [
        "1 Which one? Option b",
        "2 How much? no answer",
        "4 Which ones? Option a, Option c",
        "Submit",
        "← Back",
        "Pause",
    ]
    pressed = [input_of(button, FLOW) for button in buttons(message)]
    assert pressed == [Change("single"), Change("scale"), Change("multi"), Submit(), Back(), Pause()]


def test_the_review_leaves_room_for_the_answer() -> None:
    """Beside a long question the answer is still seen."""
    long = SingleQuestion(
        id="q", text="Long " * 60, options=(Option(id="a", label="The answer"), Option(id="b", label="B"))
    )
    flow = Flow(id="f", title="F", questions=(long,))
    message = review(asked(flow, Dialogue(state=machine.REVIEW, answers={"q": Chosen("a")})))
    fits(message)
    assert next(keys(message)).label.endswith("…: The answer")


def test_submit_is_in_reach_of_a_flow_of_two_hundred_questions() -> None:
    """Telegram takes 100 buttons; Submit is always one of them."""
    flow = Flow(id="f", title="F", questions=tuple(TextQuestion(id=f"q{n}", text="Q?") for n in range(200)))
    dialogue = Dialogue(state=machine.REVIEW, answers={q.id: Written("yes") for q in flow})
    message = review(asked(flow, dialogue))
    fits(message)
    assert Submit() in [input_of(button, flow) for button in buttons(message)]


def test_after_submitting_the_review_says_what_is_counted() -> None:
    """Counted answers are no buttons any more, and their number is said."""
    dialogue = Dialogue(
        state=machine.REVIEW, answers={"scale": Chosen("4")}, sent=True, settled=frozenset({"single", "stance"})
    )
    message = review(asked(FLOW, dialogue))
    assert [key.label for key in keys(message)] == ["2 How much? Level 4", "Done"]
    assert "2 answers are already part of an anonymous summary" in plain(message.html)
    room = Room(ended=frozenset({"stance"}))
    over = plain(review(asked(FLOW, replace(dialogue, room=room))).html)
    assert "1 answer is already part of an anonymous summary" in over
    assert "1 question has ended: everybody is counted, whoever had not answered as “no answer”." in over
    nothing = plain(review(asked(FLOW, Dialogue(state=machine.REVIEW, sent=True, settled=room.ended, room=room))).html)
    assert "None of your answers" not in nothing
    assert "anonymous summary" not in nothing
    everything = Dialogue(state=machine.REVIEW, sent=True, settled=frozenset(q.id for q in FLOW))
    assert [key.label for key in keys(review(asked(FLOW, everything)))] == ["Done"]


# --- remarks


def test_a_long_review_says_what_it_is_next_to_its_buttons() -> None:
    """Many answers stand in the text, each with the number that changes it, and Submit is no more than a screen below."""
    many = tuple(EXAMPLES[0].model_copy(update={"id": f"q{n}"}) for n in range(1, 60))
    for count in (9, 23, 59):  # more come in pages
        flow = Flow(id="f", title="F", questions=many[:count])
        message = review(
            asked(flow, Dialogue(state=machine.REVIEW, answers={q.id: Chosen("a") for q in flow.questions}))
        )
        fits(message)
        *listed, last = plain(message.html).split("\n\n")[:-1]
        assert (last, len(listed[1].splitlines())) == ("Ready to submit? Tap a number to change that answer.", count)
        numbers = [key for row in message.keyboard for key in row if key.label.isdecimal()]
        assert [(key.label, input_of(key.button, flow)) for key in numbers if key.button] == [
            (str(n), Change(q.id)) for n, q in enumerate(flow.questions, 1)
        ]
        assert len(message.keyboard) <= 2 + -(-count // 5)


@each_language
@pytest.mark.parametrize("said", [*Notice, *(Refusal(slip, need=3, got=1001) for slip in Slip)], ids=str)
def test_every_remark_fits_a_toast(said: Notice | Refusal, language: str) -> None:
    """Each notice and each refusal has words of up to 200 characters that end as a sentence, and never blame or shout."""
    text = remark(Wording(language), said)
    assert 0 < len(text) <= 200
    assert "{" not in text
    assert "!" not in text
    assert language == "en" or text != remark(Wording("en"), said)


def test_no_two_notices_say_the_same() -> None:
    """What happened can be told from the words."""
    assert len({remark(Wording("en"), notice) for notice in Notice}) == len(Notice)


@pytest.mark.parametrize(
    ("refusal", "numbers"),
    [
        (Refusal(Slip.NOT_AN_OPTION, need=7), ("1", "7")),
        (Refusal(Slip.TOO_FEW, need=2), ("2",)),
        (Refusal(Slip.TOO_MANY, need=3, got=4), ("3",)),
        (Refusal(Slip.WRONG_TOTAL, need=10, got=8), ("8", "10")),
        (Refusal(Slip.TOO_MANY_OPTIONS, need=4), ("4",)),
        (Refusal(Slip.TOO_LONG, need=1000, got=4096), ("1000", "4096")),
    ],
)
@each_language
def test_a_refusal_says_what_would_fit(refusal: Refusal, numbers: tuple[str, ...], language: str) -> None:
    """The numbers that help to do it right are in it."""
    assert all(number in remark(Wording(language), refusal) for number in numbers)


@pytest.mark.parametrize(
    ("state", "phase", "sent", "paced", "said"),
    [
        (machine.PAUSED, Phase.OPEN, False, False, True),
        (machine.PAUSED, Phase.OPEN, False, True, False),
        (machine.PAUSED, Phase.OPEN, True, False, False),
        (machine.PAUSED, Phase.PAUSED, False, False, True),
        (machine.asking("single"), Phase.PAUSED, False, False, True),
        (machine.REVIEW, Phase.PAUSED, False, False, True),
        (machine.REVIEW, Phase.PAUSED, True, False, False),
        (machine.asking("single"), Phase.PAUSED, True, True, False),
        (machine.asking("single"), Phase.WAITING, False, False, False),
    ],
)
def test_whoever_is_stopped_hears_what_becomes_of_their_answers(
    state: str, phase: Phase, *, sent: bool, paced: bool, said: bool
) -> None:
    """Paused by oneself or by the facilitator: what is not submitted is counted at the close, where there is a Submit to come."""
    event = workshop(FLOW, phase=phase, paced=paced)
    message = screen(asked(FLOW, Dialogue(state=state, sent=sent)), event, RECEIPT)
    assert ("Answers you do not submit are counted when the workshop closes." in plain(message.html)) == said


# --- hostile words


@each_language
def test_hostile_words_stay_words_everywhere(language: str) -> None:
    """A title, a controller, a contact, an answer or a purpose full of HTML is shown as it is, on every screen."""
    event = workshop(HOSTILE_FLOW, title=HOSTILE, controller=HOSTILE, contact=HOSTILE)
    answered: dict[str, Answer] = {"one": Chosen("a"), "two": Written(HOSTILE)}
    for state, phase in product(STATES, Phase):
        dialogue = Dialogue(state=state, answers=answered)
        message = screen(asked(HOSTILE_FLOW, dialogue, language), event, HOSTILE)
        fits(message)
        assert HOSTILE in plain(message.html) or state == machine.REVIEW, phase
    assert plain(card(asked(HOSTILE_FLOW, Dialogue(), language), event).html).count(HOSTILE) == 3
    assert "".join(plain(page(Wording(language), event, number).html) for number in range(4)).count(HOSTILE) == 3


@each_language
def test_hostile_words_stay_words_for_facilitators(language: str) -> None:
    """The board, the menus and the questions asked back hold them too, and keep within Telegram's limits."""
    words = Wording(language)
    poll = Poll("0" * 36, "w", HOSTILE, (HOSTILE, "b"), 1, 2, "3")
    for phase in Phase:
        event = workshop(HOSTILE_FLOW, title=HOSTILE, phase=phase, locked=phase is Phase.PAUSED)
        fits(draw(Cockpit(event, words, organiser=True)))
        fits(draw(Cockpit(event, words, covered=5)))
    event = workshop(HOSTILE_FLOW, title=HOSTILE)
    messages = [
        more_menu(event, words, grouped=True),
        more_menu(event, words, grouped=False),
        shelf.menu([*FLOWS, HOSTILE_FLOW], words, 0, organises=True),
        shelf.ask_title(HOSTILE_FLOW, words),
        *(
            shelf.preview(shelf.Shown(flow, organises=True), words, page)
            for flow in [*FLOWS, HOSTILE_FLOW]
            for page in range(9)
        ),
        ask_close(event, words),
        ask_close(workshop(HOSTILE_FLOW, title=HOSTILE, started=2, submitted=1), words),
        poll_menu(event, words),
        poll_about(event, 0, words),
        poll_open(poll, event.code, words),
        export_menu(event, words),
        workshop_list([event] * 120, words),
    ]
    for message in messages:
        fits(message)
        assert "{count" not in plain(message.html)
