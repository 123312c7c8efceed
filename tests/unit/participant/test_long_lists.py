"""Long lists on a phone: options in pages whose numbers count on, and the answers of hundreds of questions at the review."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import LIMIT, encode
from bot.messages import Message
from bot.participant.choices.fitting import fits, window
from bot.participant.presses import input_of
from bot.participant.questions import Asked, ask
from bot.participant.screens import review
from bot.wording import Wording
from flows.definition.flow import (
    AllocationQuestion,
    Flow,
    MultiQuestion,
    Option,
    Question,
    RankingQuestion,
    StanceQuestion,
)
from flows.dialogue import machine
from flows.dialogue.advancing import advance
from flows.dialogue.answers import Chosen, Picked
from flows.dialogue.inputs import Back, Done, Pause, Resume, Review, Submit, Tap, Turn, Typed
from flows.dialogue.standing import Dialogue, dialogue_from_json, dialogue_to_json

OPTIONS = tuple(
    Option(id=f"o{n}", label=f"Project {n} of the neighbourhood, told at length " + "x" * 60) for n in range(1, 34)
)
LISTS: tuple[Question, ...] = (
    MultiQuestion(id="q", text="Which?", options=OPTIONS),
    RankingQuestion(id="q", text="Which first?", options=OPTIONS, top=5),
    AllocationQuestion(id="q", text="How many?", options=OPTIONS, total=100),
)


def flow_of(*questions: Question) -> Flow:
    """A flow of these questions."""
    return Flow(id="f", title="F", questions=questions)


def at() -> Dialogue:
    """Somebody at the question."""
    return Dialogue(state=machine.asking("q"))


def shown(flow: Flow, dialogue: Dialogue) -> Message:
    """What stands on the phone."""
    asked = Asked(flow, "ABCDEF", dialogue, Wording("en"))
    return ask(asked, flow.question(dialogue.at)) if dialogue.at else review(asked)


@given(count=st.integers(0, 400), page=st.integers(-5, 99))
def test_pages_have_everything_once(count: int, page: int) -> None:
    """Whatever page is asked for there is one, none is longer than it may be, and together they are all."""
    here, at_page, pages = window(count, page)
    assert 0 <= at_page < max(pages, 1)
    assert pages == 1 or len(here) <= 12
    assert [n for one in range(pages) for n in window(count, one)[0]] == list(range(count))


@pytest.mark.parametrize("question", LISTS, ids=lambda question: question.type)
def test_a_long_list_is_turned_and_keeps_its_numbers(question: Question) -> None:
    """Three pages; a tap stays on its page; what is chosen on another one is said; buttons fit and typed numbers are global."""
    flow = flow_of(question)
    dialogue, seen = at(), set[str]()
    for page in range(3):
        message = shown(flow, dialogue)
        assert fits(message)
        keys = [key for row in message.keyboard for key in row if key.button]
        assert all(len(encode(key.button)) <= LIMIT for key in keys if key.button)
        seen |= {key.button.arguments[1] for key in keys if key.button and key.button.verb in {"t", "pt"}}
        turning = [key for key in keys if key.button and key.button.verb == "pg"]
        assert [key.label[-1] == "→" for key in turning] == [[True], [False, True], [False]][page]
        if page < 2:
            assert turning[-1].button is not None
            step = advance(flow, dialogue, input_of(turning[-1].button, flow))
            dialogue = dialogue_from_json(dialogue_to_json(step.dialogue))
    assert seen == {str(n) for n in range(33)}
    dialogue = advance(flow, dialogue, Tap("q", "o30")).dialogue
    assert dialogue.page == 2
    first = advance(flow, dialogue, Turn("q", 0)).dialogue
    assert "Chosen so far: 30" in shown(flow, first).html
    if isinstance(question, MultiQuestion):
        typed = advance(flow, first, Typed("3 and 31")).dialogue
        assert typed.answers["q"] == Picked(("o3", "o31"))


def test_hundreds_of_answers_are_reviewed_in_pages() -> None:
    """371 statements: every one can be reached, each page fits a message, and a number that is typed is that of all pages."""
    flow = flow_of(*(StanceQuestion(id=f"s{n}", text=f"Statement {n} of the room") for n in range(1, 372)))
    dialogue = Dialogue(state=machine.REVIEW, answers={q.id: Chosen("agree") for q in flow.questions})
    reached: list[int] = []
    for _ in range(10):
        message = shown(flow, dialogue)
        assert fits(message)
        keys = [key for row in message.keyboard for key in row if key.button]
        reached += [int(key.label) for key in keys if key.button and key.button.verb == "ch"]
        onwards = [key for key in keys if key.button and key.button.verb == "pg" and key.label.endswith("→")]
        if onwards and onwards[0].button is not None:
            dialogue = advance(flow, dialogue, input_of(onwards[0].button, flow)).dialogue
    assert reached == list(range(1, 372))
    assert re.search(r"Page 10 of 10", shown(flow, dialogue).html)
    assert advance(flow, dialogue, Typed("205")).dialogue.at == "s205"


def test_the_review_stands_where_it_was_left_and_turns_by_typing() -> None:
    """Back from a change it is the page that one came from, after a restart too; asked for anew it begins at the first."""
    flow = flow_of(LISTS[0], *(StanceQuestion(id=f"s{n}", text=f"Statement {n}") for n in range(1, 120)))
    dialogue = Dialogue(state=machine.REVIEW, answers={q.id: Chosen("agree") for q in flow.questions[1:]})
    dialogue = replace(dialogue, answers={**dialogue.answers, "q": Picked(("o3",))})
    for typed, page in (("3 →", 2), ("← 2", 1), ("page 3", 2), ("Pagina 2", 1)):
        dialogue = advance(flow, dialogue, Typed(typed)).dialogue
        assert dialogue.page == page, typed
    changing = advance(flow, advance(flow, dialogue, Typed("1")).dialogue, Turn("q", 2)).dialogue
    assert (changing.at, changing.page) == ("q", 2)
    stored = dialogue_from_json(dialogue_to_json(changing))
    for ended in (Done("q"), Back("q"), Typed("5")):
        assert (advance(flow, stored, ended).dialogue.state, advance(flow, stored, ended).dialogue.page) == (
            "review",
            1,
        )
    paused = advance(flow, advance(flow, stored, Pause()).dialogue, Resume()).dialogue
    assert (paused.at, paused.page) == ("q", 2)
    sent = advance(flow, advance(flow, stored, Back("q")).dialogue, Submit()).dialogue
    assert advance(flow, sent, Review()).dialogue.page == 0


def test_a_page_of_elsewhere_turns_nothing() -> None:
    """An old button, of a question that is answered or of the review, leaves the page as it is."""
    flow = flow_of(LISTS[0], StanceQuestion(id="s", text="So"))
    dialogue = at()
    assert advance(flow, dialogue, Turn(None, 1)).dialogue.page == 0
    assert advance(flow, dialogue, Turn("s", 1)).dialogue.page == 0
    assert advance(flow, dialogue, Turn("q", 1)).dialogue.page == 1
