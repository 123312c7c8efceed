"""Questions beside the flow, and where the room stands, on SQLite and PostgreSQL."""

from __future__ import annotations

import pytest

from flows.counting.release import SENSITIVE
from flows.definition.flow import MultiQuestion, Option, StanceQuestion
from flows.dialogue.agenda import Stage, Standing, revealing, room_of
from flows.dialogue.answers import Chosen, Picked
from storage.database import Database
from storage.values import Ballot, BallotKind, BallotState, Put, SendoutKind
from tests.support.storage_case import FLOW, Room, open_room

CROWD = range(8_300_000_000, 8_300_000_012)
STATEMENT = StanceQuestion(id="x", text="“Trust” matters most for us.")
LIST = MultiQuestion(id="x", text="Which three?", max=3, options=tuple(Option(id=o, label=o) for o in "abcd"))


def opened(room: Room, kind: BallotKind = BallotKind.POLL) -> Ballot:
    """A ballot that everybody may answer."""
    question = LIST if kind is BallotKind.VOTE else STATEMENT
    ballot = room.do(lambda u: u.ballots.draft(room.workshop, kind, question))
    assert room.do(lambda u: u.ballots.open(ballot))
    return ballot


def closed(room: Room, ballot: Ballot) -> int | None:
    """The people in the ballot's result once it is closed, None for silence."""
    assert room.do(lambda u: u.ballots.close(ballot))
    release = room.do(lambda u: u.answers.close_ballot(room.workshop.id, ballot))
    return release.n if release else None


def test_poll_has_one_result(room: Room) -> None:
    """A poll is counted at its own close and never before; after it nobody can answer, and the workshop goes on."""
    ballot = opened(room)
    room.join(*CROWD)
    for person in CROWD:
        room.answer(person, **{ballot.id: Chosen("agree")})
    assert room.tick() == []
    assert room.do(lambda u: u.answers.received(room.workshop.id)) == {ballot.id: 12}
    assert closed(room, ballot) == 12
    assert room.answer(1, **{ballot.id: Chosen("agree")}) == {ballot.id: Put.CLOSED}
    assert not room.do(lambda u: u.ballots.close(ballot))
    report = room.close()
    assert report.releases[ballot.id].n == 12
    assert room.do(lambda u: u.workshops.get(room.workshop.id)).ballots[0].state is BallotState.CLOSED


def test_poll_of_a_few(room: Room) -> None:
    """With fewer than k answers a poll stays silent for good, and what waited is deleted."""
    ballot = opened(room)
    for person in CROWD[:4]:
        room.answer(person, **{ballot.id: Chosen("agree")})
    assert closed(room, ballot) is None
    assert room.do(lambda u: u.answers.waiting(room.workshop.id, CROWD[0])) == {}
    assert ballot.id not in room.close().releases


def test_vote_is_live(room: Room) -> None:
    """Votes for the panel are released by the same rule as any question: 8 are in, 5 are shown."""
    ballot = opened(room, BallotKind.VOTE)
    for person in CROWD[:8]:
        room.answer(person, **{ballot.id: Picked(("a", "b"))})
    assert room.tick() == [(ballot.id, 5)]
    assert closed(room, ballot) == 8


def test_sensitive_rule_waits(db: Database) -> None:
    """Where nothing may be shown before the close, the answers to a closed ballot wait for it."""
    room = open_room(db, policy=SENSITIVE)
    ballot = opened(room)
    room.join(*CROWD)
    for person in CROWD:
        room.answer(person, **{ballot.id: Chosen("agree")})
    assert closed(room, ballot) is None
    assert room.close().releases[ballot.id].n == 12


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
