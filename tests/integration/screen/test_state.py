"""What a presenter's screen is told, and which links lead to it: released numbers alone, on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from bot.screen.state import state_of
from bot.screen.steering import reveal
from flows.dialogue.agenda import launching
from flows.dialogue.answers import Chosen, Picked
from storage.values import Actor, BallotKind
from tests.support.storage_case import FIRST_DAY, LAST_DAY, Place, Room

TOKEN, LATER = "iAAAAAAAAAAAAAAAAAAAAAAAA", "iBBBBBBBBBBBBBBBBBBBBBBBB"
CROWD = range(8_300_000_000, 8_300_000_008)


def state(room: Room) -> dict[str, Any]:
    """What the screen is told now."""
    return room.do(lambda unit: state_of(unit, room.workshop.id, "the_bot"))


def reveals(room: Room, question: str) -> bool:
    """A facilitator shows a result."""

    def work(unit: Any) -> bool:
        return reveal(unit, unit.workshops.get(room.workshop.id), question, Actor.FACILITATOR, FIRST_DAY)

    return room.do(work)


def say_yes(room: Room) -> None:
    """Eight people join; all answer "yes" to the one question and tick "Time" in the other."""
    room.join(*CROWD)
    for person in CROWD:
        room.answer(person, worth=Chosen("yes"), what=Picked(("time",)))
        room.do(lambda unit: unit.workshops.count(room.workshop.id, joined=1, started=1, submitted=1))


def test_nothing_that_waits_is_on_the_screen(room: Room) -> None:
    """Before a release the screen knows who has joined and what is asked, and no count of any answer."""
    before = state(room)
    say_yes(room)
    after = state(room)
    assert (after["join"]["joined"], after["results"], after["ready"]) == (8, [], [])
    assert not reveals(room, "worth")
    changed = {key for key in after if after[key] != before[key]}
    assert changed == {"version", "join", "closing"}


def test_a_result_is_hidden_until_it_is_revealed(room: Room) -> None:
    """A release alone changes no figure on the screen: it can be revealed from then on, one question at a time."""
    say_yes(room)
    room.tick()
    assert (state(room)["results"], state(room)["ready"]) == ([], ["worth", "what"])
    assert "5 (100%)" not in json.dumps(state(room))
    assert reveals(room, "worth")
    (shown,) = state(room)["results"]
    assert [(row["id"], row["value"], row["text"], row["share"]) for row in shown["rows"]] == [
        ("yes", 5, "5 (100%)", 1.0), ("no-not-at-all", 0, "0 (0%)", 0.0),
    ]  # fmt: skip
    assert state(room)["ready"] == ["what"]
    assert not reveals(room, "why")
    assert not reveals(room, "no-such-question")


def test_only_questions_for_everybody_say_how_many_are_in(room: Room) -> None:
    """How many were asked a question with a condition would tell the answers to the one before, so it shows no count."""

    def launch(question: str) -> dict[str, Any]:
        def work(unit: Any) -> None:
            workshop, stage = unit.workshops.get(room.workshop.id), unit.stage.get(room.workshop.id)
            unit.stage.set(workshop.id, launching(workshop.flow, stage, question, 0))

        room.do(work)
        asked: dict[str, Any] = state(room)["question"]
        return asked

    say_yes(room)
    assert (launch("worth")["of"], launch("worth")["count"]) == (8, f"{launch('worth')['in']} of 8 in")
    assert (launch("why")["in"], launch("why")["of"], launch("why")["count"]) == (None, None, "")


def test_two_rounds_know_of_each_other(room: Room) -> None:
    """A second round stands beside the first once both are revealed; after the close everything final is shown."""

    def work(unit: Any) -> str:
        question = room.workshop.flow.question("worth")
        ballot = unit.ballots.draft(unit.workshops.get(room.workshop.id), BallotKind.POLL, question, "worth")
        unit.ballots.open(ballot)
        return str(ballot.id)

    again = room.do(work)
    say_yes(room)
    room.answer(CROWD[0], **{again: Chosen("no-not-at-all")})
    assert state(room)["question"]["id"] == again
    for person in CROWD:
        room.answer(person, **{again: Chosen("no-not-at-all")})
    room.close()
    results = {result["id"]: result for result in state(room)["results"]}
    assert set(results) == {"worth", "what", again}
    assert (results["worth"]["round"], results["worth"]["pairs"]) == (1, again)
    assert (results[again]["round"], results[again]["pairs"]) == (2, "worth")
    assert [(row["id"], row["value"]) for row in results[again]["rows"]] == [("no-not-at-all", 8), ("yes", 0)]
    assert state(room)["question"] is None


def test_an_ended_poll_stays_until_its_result_is_shown(room: Room) -> None:
    """While a question of the agenda goes on below it, too; it says that the result comes only where there is one."""

    def ballot(act: str) -> Any:
        def work(unit: Any) -> Any:
            workshop = unit.workshops.get(room.workshop.id)
            if act == "open":
                drawn = unit.ballots.draft(workshop, BallotKind.POLL, workshop.flow.question("worth"), "worth")
                unit.ballots.open(drawn)
                return drawn.id
            return unit.ballots.close(workshop.ballots[-1])

        return room.do(work)

    poll = ballot("open")
    say_yes(room)
    assert (state(room)["question"]["id"], state(room)["ended"]) == (poll, [])
    before = state(room)["led"]
    ballot("close")
    now = state(room)
    assert (now["question"], now["led"]) == (None, before)
    assert [(one["id"], one["text"], len(one["options"]), one["said"]) for one in now["ended"]] == [
        (poll, room.workshop.flow.question("worth").text, 2, "Voting has ended.")
    ]
    assert now["results"] == []


def test_a_link_is_known_by_its_digest_and_dies(room: Room, place: Place) -> None:
    """A new link ends the old one, a link ends with the day its workshop closed; the one that works can be shown until the close.

    No token is in the database.
    """
    where = room.workshop.id
    room.do(lambda unit: unit.screens.open(where, TOKEN))
    room.do(lambda unit: unit.screens.open(where, LATER))

    def leads(token: str, day: Any = LAST_DAY) -> str | None:
        return room.do(lambda unit: unit.screens.workshop_of(token, day))

    assert (leads(TOKEN), leads(LATER), leads("")) == (None, where, None)
    assert room.do(lambda unit: (unit.screens.token(where), unit.screens.token("another"))) == (LATER, None)
    room.close()
    assert room.do(lambda unit: (unit.screens.token(where), bool(unit.screens.mark(where)))) == (None, True)
    tomorrow = LAST_DAY + timedelta(days=1)
    assert (leads(LATER), leads(LATER, tomorrow)) == (where, None)
    assert TOKEN.encode() not in place.bytes()
    assert LATER.encode() not in place.bytes()
    assert room.do(lambda unit: unit.screens.sweep(LAST_DAY)) == 0
    assert room.do(lambda unit: unit.screens.sweep(tomorrow)) == 1
    assert leads(LATER) is None
