"""An open poll: counted for good or at the close only, of enough authors only; typed, masked with its author's word, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.buttons import Button, Scope
from bot.front.tables import TAPS
from bot.incoming import Press, Sender
from bot.memory import Guesses, Memory, Unsent
from bot.messages import Op, Send
from bot.polls import voting, writing
from bot.visit import Visit
from flows.definition.flow import TextQuestion
from flows.dialogue.answers import Answer, Skipped, Use, Written
from flows.dialogue.inputs import Typed
from storage.database import Database, Unit
from storage.values import Ballot, BallotKind, BallotState
from tests.support.storage_case import Room, on_sqlite, open_room

CROWD = range(8_600_000_000, 8_600_000_015)
ADA = CROWD[0]


@pytest.fixture
def room(db: Database) -> Room:
    """An open workshop in which fifteen take part."""
    made = open_room(db, code="PARK7Q")
    made.agree(*CROWD)
    return made


def asked(room: Room) -> Ballot:
    """An open question, sent to all."""
    draft = room.do(lambda u: u.ballots.draft(room.workshop, BallotKind.POLL, TextQuestion(id="x", text="What helps?")))
    room.do(lambda u: u.ballots.open(draft))
    return draft


def given(room: Room, poll: Ballot) -> Answer | None:
    """What waits of Ada."""
    return room.do(lambda u: u.answers.waiting(room.workshop.id, ADA)).get(poll.id)


@on_sqlite
@pytest.mark.parametrize(("answered", "authors", "texts"), [(9, 9, 0), (12, 12, 12), (12, 3, 0)])
def test_words_are_at_the_desk_once_it_ended_for_good(room: Room, answered: int, authors: int, texts: int) -> None:
    """No look opens it, however many wait: one or two new texts could be matched with who has just written."""
    poll = asked(room)
    for n, person in enumerate(CROWD[:answered]):
        room.answer(person, **{poll.id: Written(f"word {n}", Use.QUOTE) if n < authors else Skipped()})
    ended = room.do(lambda u: u.answers.end(room.workshop.id, poll.id))
    assert (ended.release is None) is (answered == 9)
    assert len(room.do(lambda u: u.texts.of(room.workshop.id))) == texts
    state = room.do(lambda u: u.workshops.get(room.workshop.id)).ballots[0].state
    assert state is (BallotState.ENDED if answered == 9 else BallotState.CLOSED)


@on_sqlite
def test_its_author_has_the_word(room: Room) -> None:
    """A name is hidden until its author says that it is none; only counted until they allow more; taken back it is no answer."""
    poll, memory = asked(room), Memory(Guesses(), Unsent(), 0.0)

    def visit(u: Unit, button: Button | None = None) -> Visit:
        person = u.people.find(room.workshop.id, ADA)
        assert person is not None
        press = Press("q", 5, button) if button else None
        return Visit(u.workshops.get(room.workshop.id), Sender(ADA, ADA, private=True, language="en"), person, press)

    def taps(*arguments: str) -> tuple[Op, ...]:
        button = Button(Scope.PARTICIPANT, "PARK7Q", "v", (str(poll.seq), *arguments))
        return room.do(lambda u: voting.press(u, visit(u, button), button, memory))

    def types(text: str) -> str:
        ops = room.do(lambda u: writing.typed(u, visit(u), Typed(text), memory)) or ()
        return "\n".join(op.message.html for op in ops if isinstance(op, Send))

    taps("w")
    assert "[name]" in types("Ask Peter Smith about it")
    assert given(room, poll) is None
    taps("s", "9")  # of no preview that there was
    assert given(room, poll) is None
    taps("k", "1")
    assert given(room, poll) == Written("Ask Peter Smith about it", Use.COUNT)
    taps("u", "quote")
    taps("c")
    assert "Up to 1000 fit" in types("x" * 1001)
    types("More light")
    assert given(room, poll) == Written("More light", Use.QUOTE)
    taps("n")
    assert given(room, poll) == Skipped()
    held = room.do(lambda u: list(voting.held(u, visit(u))))
    assert any("What helps? no answer" in line for line in held)


@on_sqlite
def test_forgetting_takes_what_only_memory_holds(room: Room) -> None:
    """The words as they were typed, with the name in them, wait for their author's word in memory: whoever is forgotten has none there."""
    poll, memory = asked(room), Memory(Guesses(), Unsent(), 0.0)
    memory.unsent.keep(f"{room.workshop.id}/panel", ADA, "Why does Peter Smith say so?")
    memory.unsent.keep("another", ADA, "stays")

    def visit(u: Unit, button: Button) -> Visit:
        person = u.people.find(room.workshop.id, ADA)
        assert person is not None
        return Visit(
            u.workshops.get(room.workshop.id),
            Sender(ADA, ADA, private=True, language="en"),
            person,
            Press("q", 5, button),
        )

    def taps(act: Callable[..., Any], verb: str, *arguments: str) -> None:
        button = Button(Scope.PARTICIPANT, "PARK7Q", verb, arguments)
        room.do(lambda u: act(u, visit(u, button), button, memory))

    taps(voting.press, "v", str(poll.seq), "w")
    about = Button(Scope.PARTICIPANT, "PARK7Q", "v", (str(poll.seq), "w"))
    room.do(lambda u: writing.typed(u, visit(u, about), Typed("Ask Peter Smith about it"), memory))
    assert "Ask Peter Smith about it" in memory.unsent.texts.values()
    taps(TAPS["fo"].act, "fo")
    assert list(memory.unsent.texts.values()) == ["stays"]
