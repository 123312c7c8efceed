"""What stands below a question: from how many to how many, points at most; and the worst of every kind still fits a message."""

from __future__ import annotations

import pytest

from bot.buttons import LIMIT, encode
from bot.participant.choices.fitting import fits
from bot.participant.questions import Asked, whole
from bot.polls.shown import Picking, asked, picking_of
from bot.shelf.looks import asked_lines
from bot.wording import Wording, languages
from flows.definition.flow import (
    LABEL_LIMIT,
    AllocationQuestion,
    Flow,
    Level,
    MultiQuestion,
    Option,
    Question,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    StanceQuestion,
    options_of,
)
from flows.definition.labels import LONGEST_MESSAGE, MOST_OPTIONS, units_of
from flows.dialogue import machine
from flows.dialogue.answers import Chosen
from flows.dialogue.composing import Draft
from flows.dialogue.standing import Dialogue
from storage.values import Ballot, BallotKind, BallotState
from tests.support.examples.looks import workshop

FIVE = tuple(Option(id=f"o{n}", label=f"Path {n}") for n in range(1, 6))
TOLD: dict[str, tuple[Question, str, str]] = {
    "at least": (
        MultiQuestion(id="q", text="?", options=FIVE, min=2),
        "Tap at least 2, then Done",
        "Choose at least 2",
    ),
    "between": (MultiQuestion(id="q", text="?", options=FIVE, min=2, max=4), "Tap 2 to 4, then Done", "Choose 2 to 4"),
    "exactly": (MultiQuestion(id="q", text="?", options=FIVE, min=3, max=3), "Tap exactly 3", "Choose exactly 3"),
    "up to": (MultiQuestion(id="q", text="?", options=FIVE, max=3), "Tap up to 3", "Choose up to 3:"),
    "or none": (MultiQuestion(id="q", text="?", options=FIVE, min=0, max=3), "Tap up to 3", "Choose up to 3, or none"),
    "all or none": (MultiQuestion(id="q", text="?", options=FIVE, min=0), "Tap all", "Choose any, or none of them"),
    "ranks": (RankingQuestion(id="q", text="?", options=FIVE, top=3, min=2), "Tap at least 2", "Top 3, at least 2"),
    "all ranks": (RankingQuestion(id="q", text="?", options=FIVE, min=5), "Tap at least 5", "Put exactly 5 in order"),
    "most": (
        AllocationQuestion(id="q", text="?", options=FIVE, most=5),
        "10 points left. Tap an option to give some. At most 5 to one option.",
        "Share 10 points, at most 5 to one",
    ),
    "kept": (
        AllocationQuestion(id="q", text="?", options=FIVE, most=5, spend_all=False),
        "you may keep some. At most 5 to one option.",
        "Share up to 10 points, at most 5 to one",
    ),
}


def flow_of(question: Question) -> Flow:
    """A flow of this alone."""
    return Flow(id="f", title="F", questions=(question,))


@pytest.mark.parametrize("kind", TOLD)
def test_how_many_is_said_to_who_answers_and_to_who_wrote_it(kind: str) -> None:
    """Below the question, and where a facilitator looks at their own questions."""
    question, told, looked_at = TOLD[kind]
    flow = flow_of(question)
    stands = whole(Asked(flow, "ABCDEF", Dialogue(state=machine.asking("q")), Wording("en")), question)
    assert told in stands.html
    assert looked_at in "\n".join(asked_lines(flow, Wording("en")))


LONG = "ü" * LABEL_LIMIT
IDS = [f"{n:_>32}" for n in range(1, MOST_OPTIONS + 1)]
TWELVE = tuple(Option(id=name, label=f"{n}{LONG}"[:LABEL_LIMIT]) for n, name in enumerate(IDS[:12]))
MANY = tuple(Option(id=name, label=f"{n}{LONG}"[:LABEL_LIMIT], short=f"{n:->40}") for n, name in enumerate(IDS))
TEXT, HELP = "T" * 300, "H" * 300
ELEVEN = tuple(Level(id=IDS[n], label=LONG, value=n) for n in range(1, 12))
LISTS: tuple[Question, ...] = tuple(
    kind
    for options in (TWELVE, MANY)
    for kind in (
        SingleQuestion(id="q" * 32, text=TEXT, help=HELP, options=options),
        MultiQuestion(id="q" * 32, text=TEXT, help=HELP, options=options, min=2),
        RankingQuestion(id="q" * 32, text=TEXT, help=HELP, options=options, min=2),
        AllocationQuestion(id="q" * 32, text=TEXT, help=HELP, options=options, total=1000, most=999),
    )
)
WORST = (*LISTS, ScaleQuestion(id="q" * 32, text=TEXT, help=HELP, options=ELEVEN))


def as_full_as_can_be(question: Question) -> tuple[Draft, ...]:
    """Nothing tapped, and as much as there may be; points on every option, the last one touched last."""
    ids = [option.id for option in options_of(question)]
    if isinstance(question, AllocationQuestion):
        return (), tuple((option, 7) for option in ids)
    return (), tuple((option, 1) for option in ids)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("question", WORST, ids=lambda one: f"{one.type}-{len(options_of(one))}")
def test_the_worst_of_every_kind_fits_what_telegram_takes(question: Question, language: str) -> None:
    """4,096 units, 100 buttons, 64 bytes each: with the longest words, on every page, with nothing and with everything tapped."""
    others = tuple(StanceQuestion(id=f"s{n}", text="So?") for n in range(400))
    flow = Flow(id="f", title="F", questions=(*others, question))
    for draft in as_full_as_can_be(question):
        for page in range(9):
            given = {question.id: Chosen(options_of(question)[0].id)}
            state = machine.asking(question.id)
            dialogue = Dialogue(state=state, draft=draft, answers=given, turned=(state, page), changing=True)
            stands = whole(Asked(flow, "ABCDEFGH", dialogue, Wording(language)), question)
            assert fits(stands)
            assert units_of(stands.html) <= LONGEST_MESSAGE
            assert all(len(encode(key.button)) <= LIMIT for row in stands.keyboard for key in row if key.button)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("question", WORST, ids=lambda one: f"{one.type}-{len(options_of(one))}")
def test_as_a_poll_it_fits_too(question: Question, language: str) -> None:
    """The same page, with whom the poll goes to; what is tapped is kept in few letters, and read back."""
    held_at = workshop(flow_of(question))
    for number, draft in enumerate(as_full_as_can_be(question)):
        for page in range(9):
            ballot = Ballot(
                "b" * 32, held_at.id, 999, BallotKind.POLL, question, BallotState.ENDED, "q" * 32 if number else None
            )
            stands = asked(held_at, ballot, Wording(language), Picking(draft, page))
            assert fits(stands)
            assert all(len(encode(key.button)) <= LIMIT for row in stands.keyboard for key in row if key.button)
            kept = Picking(draft, page).kept(ballot)
            assert picking_of({"polls": [kept]}, ballot, None) == Picking(draft, page)
            assert len(str(kept)) < 1000
