"""Two approved questions to the panel that say the same count as one, until the vote; a wrong one is undone, by whoever sees it."""

from __future__ import annotations

import random
from typing import Any

from bot.buttons import Button, Scope
from bot.desk import Desk, House
from bot.incoming import Press, Sender
from bot.messages import Edit, Flash, Op
from bot.panel.judging import ACTS
from bot.wording import Wording
from flows.definition.flow import options_of
from storage.answers.panel import vote_question
from storage.answers.texts import Text, TextState
from storage.values import BallotKind
from tests.integration.answers.test_panel import collected
from tests.support.storage_case import LAST_DAY, Room, on_sqlite

EN = Wording("en")
HOUSE = House(LAST_DAY, random.Random(1), "bot", "Council", "x@example.org", {})


def tap(room: Room, *arguments: str) -> tuple[str, list[str], str]:
    """A button of the panel's desk: the page it leads to, the labels of its buttons, and what is said beside it."""
    button = Button(Scope.FACILITATOR, "PARK7Q", "panel", arguments)
    desk = Desk(Sender(1, 1, private=True, language="en"), EN, HOUSE, Press("q", 5, button))

    def work(unit: Any) -> tuple[Op, ...]:
        return ACTS[arguments[0]](unit, desk, unit.workshops.get(room.workshop.id), button)

    ops = room.do(work)
    page = next(op.message for op in ops if isinstance(op, Edit))
    flash = next((op.text for op in ops if isinstance(op, Flash)), "")
    return page.html, [key.label for row in page.keyboard for key in row], flash


def approved(room: Room) -> list[Text]:
    """Nine questions, approved."""
    collected(room)
    room.read_all()
    return questions(room)


def questions(room: Room) -> list[Text]:
    """All of the panel."""
    return room.do(lambda unit: unit.panel.questions(room.workshop.id))


def shown(room: Room) -> int:
    """How many the room sees."""
    return len(room.do(lambda unit: unit.panel.shown(room.workshop.id)))


@on_sqlite
def test_two_become_one_and_two_again(room: Room) -> None:
    """The one that was picked stands for both; its page names the other, and a tap parts them: each is approved by itself."""
    one, other, *_ = approved(room)
    page, keys, _ = tap(room, "item", one.short)
    assert "🔗 Same as …" in keys
    page, keys, _ = tap(room, "alike", one.short)
    assert "The same as which one? They count as one from then on." in page
    assert keys[-1] == "← Back"
    page, keys, _ = tap(room, "join", one.short, other.short)
    assert f"1 other says the same.\n• {one.words}" in page
    assert f"↩️ Apart again: {one.words}" in keys
    assert shown(room) == 8
    assert "Something has changed" in tap(room, "join", one.short, other.short)[2], "a second tap does nothing twice"
    tap(room, "apart", one.short)
    assert "Something has changed" in tap(room, "apart", one.short)[2]
    assert shown(room) == 9
    assert {q.state for q in questions(room)} == {TextState.APPROVED}


@on_sqlite
def test_what_goes_to_the_vote_stays_as_it_is(room: Room) -> None:
    """Joined before it they are one option; once people vote neither is joined, or parted, any more."""
    one, other, third, *rest = approved(room)
    tap(room, "join", one.short, other.short)
    ready = room.do(lambda unit: unit.panel.votable(room.workshop.id))
    assert one.id not in {q.id for q in ready}
    vote = room.do(lambda unit: unit.ballots.draft(room.workshop, BallotKind.VOTE, vote_question(ready, "Which?")))
    room.do(lambda unit: unit.ballots.open(vote))
    assert len(options_of(vote.question)) == 8
    _, keys, _ = tap(room, "item", other.short)
    assert not [key for key in keys if "Apart" in key or "Same" in key]
    for act in (("alike", third.short), ("join", third.short, rest[0].short), ("apart", one.short)):
        assert "Something has changed" in tap(room, *act)[2]
    assert shown(room) == 8


@on_sqlite
def test_a_wrong_same_as_at_judging_is_undone_too(room: Room) -> None:
    """It was never approved by itself, and whoever said that it is the same has read it: it is approved then."""
    one, other, *_ = collected(room)
    room.do(lambda unit: unit.texts.judge(other, TextState.APPROVED))
    found = {q.id: q for q in questions(room)}
    room.do(lambda unit: unit.texts.group(found[one.id], found[other.id]))
    tap(room, "apart", one.short)
    assert [q.state for q in questions(room) if q.id == one.id] == [TextState.APPROVED]
    hidden = next(q for q in questions(room) if q.id == one.id)
    room.do(lambda unit: unit.texts.judge(hidden, TextState.HIDDEN))
    assert "nobody is shown it" in tap(room, "apart", one.short)[2], "nothing that is hidden comes back by it"
