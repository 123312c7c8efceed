"""Questions beside the flow, and where the room stands, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from bot.incoming import Sender
from bot.polls.voting import held
from bot.visit import Visit
from flows.counting.release import SENSITIVE, Door, Why
from flows.definition.flow import MultiQuestion, Option, StanceQuestion
from flows.dialogue.agenda import Stage, Standing, revealing, room_of
from flows.dialogue.answers import Chosen, Picked
from flows.dialogue.standing import Dialogue, dialogue_to_json
from storage.database import Database, Unit
from storage.values import Ballot, BallotKind, BallotState, Ended, Put, SendoutKind
from tests.support.storage_case import FLOW, Room, on_sqlite, open_room

pytestmark = on_sqlite

CROWD = range(8_300_000_000, 8_300_000_012)
STATEMENT = StanceQuestion(id="x", text="“Trust” matters most for us.")
LIST = MultiQuestion(id="x", text="Which three?", max=3, options=tuple(Option(id=o, label=o) for o in "abcd"))


def opened(room: Room, kind: BallotKind = BallotKind.POLL) -> Ballot:
    """A ballot that everybody may answer."""
    question = LIST if kind is BallotKind.VOTE else STATEMENT
    ballot = room.do(lambda u: u.ballots.draft(room.workshop, kind, question))
    assert room.do(lambda u: u.ballots.open(ballot))
    return ballot


def ended(room: Room, ballot: Ballot) -> Ended:
    """What ending the ballot did."""
    return room.do(lambda u: u.answers.end(room.workshop.id, ballot.id))


def state(room: Room, ballot: Ballot) -> BallotState:
    """Where the ballot stands."""
    return next(b.state for b in room.do(lambda u: u.workshops.get(room.workshop.id)).ballots if b.id == ballot.id)


def waiting(room: Room, ballot: Ballot) -> set[int]:
    """Whose answer to it waits."""
    return {p for p in CROWD if ballot.id in room.do(lambda u, p=p: u.answers.waiting(room.workshop.id, p))}  # type: ignore[misc]


def vote(room: Room, ballot: Ballot, people: Iterable[int]) -> None:
    """These people agree, or want the first two."""
    given = Picked(("a", "b")) if ballot.kind is BallotKind.VOTE else Chosen("agree")
    for person in people:
        assert room.answer(person, **{ballot.id: given}) == {ballot.id: Put.STORED}


def test_a_poll_is_closed_for_good(room: Room) -> None:
    """Ten of twelve have answered: all are counted, the two who have not as "no answer", and nobody can answer any more."""
    ballot = opened(room)
    room.agree(*CROWD)
    vote(room, ballot, CROWD[:10])
    assert room.tick() == []
    assert room.do(lambda u: u.answers.received(room.workshop.id)) == {ballot.id: 10}
    found = ended(room, ballot)
    assert (found.decision.door, found.decision.members, found.decision.absent) == (Door.FOR_GOOD, 10, 2)
    assert found.release is not None
    assert (found.release.n, found.release.final, found.release.tally.skipped) == (12, True, 2)
    assert found.release.tally.counts["agree"] == 10
    assert state(room, ballot) is BallotState.CLOSED
    assert {room.answer(p, **{ballot.id: Chosen("pass")})[ballot.id] for p in CROWD} == {Put.CLOSED}
    assert ended(room, ballot).release == found.release, "a second tap changes nothing"
    report = room.close()
    assert report.releases[ballot.id].n == 12
    assert len(room.do(lambda u: u.answers.tags(room.workshop.id))[ballot.id]) == 12


def test_of_a_poll_that_has_ended_nobody_is_told_that_they_answered(room: Room) -> None:
    """Who had answered and who had not read the same of it: nobody knows any more. Of a look whoever is counted had answered."""
    ballot, early = opened(room), opened(room)
    room.agree(*CROWD)
    vote(room, ballot, CROWD[:10])
    vote(room, early, CROWD[:8])

    def told(person: int) -> str:
        def work(unit: Unit) -> str:
            found = unit.people.find(room.workshop.id, person)
            assert found is not None
            sender = Sender(person, person, private=True, language="en")
            return "\n".join(held(unit, Visit(unit.workshops.get(room.workshop.id), sender, found)))

        return room.do(work)

    assert (ended(room, ballot).decision.door, ended(room, early).decision.door) == (Door.FOR_GOOD, Door.LOOK)
    said = [told(person) for person in CROWD]
    assert all("Polls that have ended: everybody is counted" in text for text in said)
    assert sum("your answer is counted" in text for text in said) == 5
    assert not any("your answer is counted" in text for text in said[8:])


def test_ending_early_is_a_look(room: Room) -> None:
    """Eight of twelve are no four fifths: five are counted by lot, and the others, who can still answer, at the close."""
    ballot = opened(room)
    room.agree(*CROWD)
    vote(room, ballot, CROWD[:8])
    found = ended(room, ballot)
    assert (found.decision.door, found.decision.members, found.decision.reserve) == (Door.LOOK, 5, 3)
    assert found.release is not None
    assert (found.release.n, found.release.final) == (5, False)
    assert state(room, ballot) is BallotState.ENDED
    assert len(waiting(room, ballot)) == 3
    vote(room, ballot, CROWD[8:11])
    assert room.tick() == [], "what was ended is shown by no clock"
    report = room.close()
    assert (report.releases[ballot.id].n, report.dropped) == (11, {})


def test_ending_again_when_the_others_have_answered(room: Room) -> None:
    """What was ended too early can be ended for good once most have answered: the reserve and the last are counted together."""
    ballot = opened(room)
    room.agree(*CROWD)
    vote(room, ballot, CROWD[:8])
    ended(room, ballot)
    vote(room, ballot, CROWD[8:10])
    found = ended(room, ballot)
    assert found.release is not None
    assert (found.decision.door, found.release.n, found.release.tally.skipped) == (Door.FOR_GOOD, 12, 2)
    assert state(room, ballot) is BallotState.CLOSED


@pytest.mark.parametrize("people", [1, 4, 5, 7])
def test_below_the_first_door_nothing_is_shown_and_nothing_lost(room: Room, people: int) -> None:
    """A poll that five have answered shows nothing, however often it is ended: four accounts and one person are five."""
    ballot = opened(room)
    room.agree(*CROWD)
    vote(room, ballot, CROWD[:people])
    for _ in range(3):
        found = ended(room, ballot)
        assert (found.release, found.decision.why) == (None, Why.TOO_FEW)
    assert room.do(lambda u: u.answers.releases(room.workshop.id)) == []
    assert waiting(room, ballot) == set(CROWD[:people])
    vote(room, ballot, CROWD[people:])
    assert room.close().releases[ballot.id].n == 12


def test_a_small_room_is_counted_at_the_close(room: Room) -> None:
    """Where everybody there is has answered, and that is five, the close counts them: k is enough then, and only then."""
    ballot = opened(room)
    room.agree(*CROWD[:5])
    vote(room, ballot, CROWD[:5])
    assert ended(room, ballot).release is None
    assert room.close().releases[ballot.id].n == 5


def test_who_has_left_does_not_count(room: Room) -> None:
    """Four fifths are of those who take part: who only looked at the card, or has left, is none of them."""
    ballot = opened(room)
    room.agree(*CROWD[:10])
    room.join(CROWD[10], dialogue=dialogue_to_json(Dialogue()))  # has not tapped anything yet
    vote(room, ballot, CROWD[:8])
    room.do(lambda u: u.people.forget(room.workshop.id, CROWD[9]))
    found = ended(room, ballot)
    assert (found.decision.door, found.decision.members, found.decision.absent) == (Door.FOR_GOOD, 8, 1)


def test_vote_is_live(room: Room) -> None:
    """Votes for the panel are released by the same rule as any question: 8 are in, 5 are shown; ended, the rest comes along."""
    ballot = opened(room, BallotKind.VOTE)
    room.agree(*CROWD)
    vote(room, ballot, CROWD[:8])
    assert room.tick() == [(ballot.id, 5)]
    vote(room, ballot, CROWD[8:10])
    found = ended(room, ballot)
    assert found.release is not None
    assert (found.decision.door, found.release.n) == (Door.FOR_GOOD, 12)


def test_sensitive_rule_waits(db: Database) -> None:
    """Where nothing may be shown before the close, the answers to an ended ballot wait for it."""
    room = open_room(db, policy=SENSITIVE)
    ballot = opened(room)
    room.agree(*CROWD)
    vote(room, ballot, CROWD)
    assert (ended(room, ballot).release, ended(room, ballot).decision.why) == (None, Why.AT_CLOSE)
    assert room.close().releases[ballot.id].n == 12


@pytest.mark.parametrize("of", [None, "worth"])
def test_the_same_is_asked_twice_at_most(room: Room, of: str | None) -> None:
    """Before and after the discussion; a third round, under whatever name, is not opened. Other words are another poll."""
    rounds: list[Ballot] = []
    for number in range(4):
        before = rounds[-1].id if rounds and number % 2 else of
        dressed = STATEMENT.model_copy(
            update={"text": f" {STATEMENT.text.upper()} !" if number % 2 else STATEMENT.text}
        )
        rounds.append(room.do(lambda u, b=before, q=dressed: u.ballots.draft(room.workshop, BallotKind.POLL, q, b)))  # type: ignore[misc]
        assert room.do(lambda u: u.ballots.open(rounds[-1])) is (number < (1 if of else 2))
    other = STATEMENT.model_copy(update={"text": "“Money” matters most for us."})
    draft = room.do(lambda u: u.ballots.draft(room.workshop, BallotKind.POLL, other))
    assert room.do(lambda u: u.ballots.open(draft))


def test_draft(room: Room) -> None:
    """A draft can be reworded and thrown away, nobody can answer it, and once open it never changes."""
    draft = room.do(lambda u: u.ballots.draft(room.workshop, BallotKind.POLL, STATEMENT, of="worth"))
    better = room.do(lambda u: u.ballots.reword(draft, STATEMENT.model_copy(update={"text": "Better."})))
    assert (better.question.text, better.question.id, better.of) == ("Better.", draft.id, "worth")
    assert room.do(lambda u: u.workshops.get(room.workshop.id)).ballots == ()
    with pytest.raises(KeyError):
        room.answer(CROWD[0], **{draft.id: Chosen("agree")})
    assert room.do(lambda u: u.ballots.open(better))
    assert not room.do(lambda u: u.ballots.open(better))
    now = room.do(lambda u: u.ballots.get(room.workshop.id, draft.id))
    assert now is not None
    with pytest.raises(ValueError, match="does not change"):
        room.do(lambda u: u.ballots.reword(now, STATEMENT))
    room.do(lambda u: u.ballots.discard(now))
    assert room.do(lambda u: u.ballots.get(room.workshop.id, draft.id)) == now


def test_received_counts_people(room: Room) -> None:
    """Changing an answer does not count its author again, and taking it back takes nobody off."""
    ballot = opened(room)
    room.join(CROWD[0])
    room.answer(CROWD[0], **{ballot.id: Chosen("agree")})
    room.answer(CROWD[0], **{ballot.id: Chosen("pass")})
    room.do(lambda u: u.answers.withdraw(room.workshop.id, CROWD[0], ballot.id))
    assert room.do(lambda u: u.answers.received(room.workshop.id)) == {ballot.id: 1}


def test_stage(room: Room) -> None:
    """Where the room stands is what was last set; only what is asked may be answered."""
    assert room.do(lambda u: u.stage.get(room.workshop.id)) == Stage()
    stage = revealing(Stage(question="worth", state=Standing.ASKING, until=1_700_000_000, asked=("worth",)), "worth")
    for there in (Stage(section="one"), stage):
        room.do(lambda u, there=there: u.stage.set(room.workshop.id, there))  # type: ignore[misc]
    assert room.do(lambda u: u.stage.get(room.workshop.id)) == stage
    assert room_of(FLOW, stage).open == {"worth", "why"}  # what follows from its answer is asked with it
    assert room_of(FLOW, Stage(state=Standing.ASKING)).open == {q.id for q in FLOW.questions}
    assert room_of(FLOW, Stage(question="worth", state=Standing.HELD)).held
    assert revealing(stage, "worth", on=False).revealed == ()


def test_drafts_are_listed(room: Room) -> None:
    """In the order in which they were made; an open ballot is no draft, and the close throws drafts away."""
    first = room.do(lambda u: u.ballots.draft(room.workshop, BallotKind.POLL, STATEMENT))
    second = room.do(lambda u: u.ballots.draft(room.workshop, BallotKind.POLL, LIST, of="worth"))
    assert room.do(lambda u: u.ballots.drafts(room.workshop.id)) == (first, second)
    room.do(lambda u: u.ballots.open(first))
    assert room.do(lambda u: u.ballots.drafts(room.workshop.id)) == (second,)
    room.close()
    assert room.do(lambda u: u.ballots.drafts(room.workshop.id)) == ()


def test_who_has_been_reached(room: Room) -> None:
    """Somebody is reached by a send-out once they were claimed for it, and by no other one."""
    room.join(*CROWD[:2])
    people = room.do(lambda u: u.people.everyone(room.workshop.id))
    ids = [
        room.do(lambda u: u.sendouts.start(room.workshop.id, SendoutKind.BALLOT, {"ballot": "poll-1"})) for _ in "ab"
    ]
    one, other = (room.do(lambda u, name=name: u.sendouts.get(name)) for name in ids)  # type: ignore[misc]
    assert room.do(lambda u: u.sendouts.claim(one, 1)) == [people[0].token]
    assert [room.do(lambda u, p=p: u.sendouts.reached(one, p.token)) for p in people] == [True, False]  # type: ignore[misc]
    assert not room.do(lambda u: u.sendouts.reached(other, people[0].token))
