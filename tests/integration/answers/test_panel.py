"""Questions to the panel in the database: whose they are is gone, and what the facilitator makes of them."""

from __future__ import annotations

from flows.definition.flow import TextQuestion
from flows.dialogue.answers import Picked, Skipped, Use, Written, answer_from_json, answer_to_json
from storage.answers.panel import ballot_of, vote_question
from storage.answers.texts import Text, TextState
from storage.values import Ballot, BallotKind
from tests.support.storage_case import Place, Room, on_sqlite

CROWD = range(8_400_000_000, 8_400_000_009)
ASKED = TextQuestion(id="ask", text="Questions to the panel")


def written(number: int) -> Written:
    """A question that is nobody else's."""
    return Written(f"Wherefore quodlibet {number}", Use.QUOTE, about="Ada Lovelace" if number % 2 else "")


def a_round(room: Room, *askers: int) -> Ballot:
    """An open round in which everybody has answered, these people with a question."""
    ballot = room.do(lambda u: u.ballots.draft(room.workshop, BallotKind.ASK, ASKED))
    room.do(lambda u: u.ballots.open(ballot))
    room.agree(*CROWD)
    for number, person in enumerate(CROWD):
        room.answer(person, **{ballot.id: written(number) if number in askers else Skipped()})
    return ballot


def collect(room: Room, ballot: Ballot) -> list[Text]:
    """End the round; every question of the workshop."""
    room.do(lambda u: u.answers.end(room.workshop.id, ballot.id))
    return room.do(lambda u: u.panel.questions(room.workshop.id))


def collected(room: Room) -> list[Text]:
    """Nine questions, just collected."""
    return collect(room, a_round(room, *range(9)))


@on_sqlite
def test_released_questions_have_no_author(room: Room, place: Place) -> None:
    """Before the round is collected no word of it is in the database; after it the words, and beside them nobody's token."""
    ballot = a_round(room, 1, 4)
    assert b"quodlibet" not in place.bytes()
    assert room.do(lambda u: u.panel.questions(room.workshop.id)) == []
    tokens = [room.do(lambda u, p=p: u.answers._tokens(room.workshop.id, p)[1][ballot.id]) for p in CROWD]  # type: ignore[misc]
    found = collect(room, ballot)
    assert sorted((q.words, q.speaker, q.state) for q in found) == [
        ("Wherefore quodlibet 1", "Ada Lovelace", TextState.NEW),
        ("Wherefore quodlibet 4", "", TextState.NEW),
    ]
    assert room.do(lambda u: u.texts.quotable(room.workshop.id)) == {}
    assert room.do(lambda u: u.answers.waiting(room.workshop.id, CROWD[1])) == {}
    content = place.bytes()
    assert all(token in content for token in tokens), "they are spent, all of them alike"
    for question in found:
        at = content.index(question.words.encode())
        assert not any(token in content[max(0, at - 300) : at + 300] for token in tokens)


@on_sqlite
def test_order_is_chance(room: Room) -> None:
    """Questions come back in the order of random ids, which is not that of their authors: 9! to 1."""
    found = collected(room)
    assert [q.id for q in found] == sorted(q.id for q in found)
    assert [q.words for q in found] != [written(n).text for n in range(9)]


@on_sqlite
def test_a_round_of_a_few_shows_nothing_and_loses_nothing(room: Room) -> None:
    """Four who said "nothing from me" and one who wrote are too few to collect: the question waits for more, or the close."""
    ballot = room.do(lambda u: u.ballots.draft(room.workshop, BallotKind.ASK, ASKED))
    room.do(lambda u: u.ballots.open(ballot))
    room.agree(*CROWD)
    for number, person in enumerate(CROWD[:5]):
        room.answer(person, **{ballot.id: Skipped() if number < 4 else written(number)})
    assert collect(room, ballot) == []
    assert room.do(lambda u: u.answers.waiting(room.workshop.id, CROWD[4])) == {ballot.id: written(4)}
    for person in CROWD[5:]:
        room.answer(person, **{ballot.id: Skipped()})
    assert [q.words for q in collect(room, ballot)] == [written(4).text]


@on_sqlite
def test_a_round_that_is_not_full_is_collected_by_lot(room: Room) -> None:
    """Eight of eleven have written: five questions, drawn by lot, go to the desk, and the other three at the close."""
    ballot = room.do(lambda u: u.ballots.draft(room.workshop, BallotKind.ASK, ASKED))
    room.do(lambda u: u.ballots.open(ballot))
    room.agree(*CROWD, 1, 2)
    for number, person in enumerate(CROWD[:8]):
        room.answer(person, **{ballot.id: written(number)})
    assert len(collect(room, ballot)) == 5
    room.close()
    assert len(room.do(lambda u: u.panel.questions(room.workshop.id))) == 8


@on_sqlite
def test_an_open_round_is_collected_at_the_close(room: Room, place: Place) -> None:
    """What nobody judged stays new, and what was hidden is a number from then on: its words are gone from every byte."""
    first = collect(room, a_round(room, 0, 1))
    room.do(lambda u: u.texts.judge(first[0], TextState.HIDDEN))
    a_round(room, 5)
    room.close()
    after = room.do(lambda u: u.panel.questions(room.workshop.id))
    assert sorted(q.state for q in after) == [TextState.HIDDEN, TextState.NEW, TextState.NEW]
    assert written(5).text in {q.words for q in after}
    assert first[0].words not in {q.words for q in after}
    assert first[0].words.encode() not in place.bytes()


@on_sqlite
def test_judging(room: Room) -> None:
    """Only approved ones are shown, pinned first; a group is shown as one, goes together, and falls apart when taken back."""
    a, b, c, *_ = collected(room)
    assert shown(room) == []
    assert not room.do(lambda u: u.texts.group(b, a)), "nothing is grouped with what is not shown"
    for question in (a, c):
        room.do(lambda u, q=question: u.texts.judge(q, TextState.APPROVED))  # type: ignore[misc]
    approved = now(room, a)
    assert room.do(lambda u: u.texts.group(b, approved))
    room.do(lambda u: u.texts.pin(c, pinned=True))
    assert shown(room) == [c.id, a.id]
    room.do(lambda u: u.texts.judge(approved, TextState.ANSWERED))
    assert now(room, b).state is TextState.ANSWERED
    assert [q.id for q in room.do(lambda u: u.panel.votable(room.workshop.id))] == [c.id]
    room.do(lambda u: u.texts.judge(approved, TextState.NEW))
    assert now(room, b) == b
    assert shown(room) == [c.id]


def now(room: Room, question: Text) -> Text:
    """The question as it is now, found as a button finds it."""
    found = room.do(lambda u: u.texts.find(room.workshop.id, question.short))
    assert found is not None
    return found


def shown(room: Room) -> list[str]:
    """What the room sees."""
    return [q.id for q in room.do(lambda u: u.panel.shown(room.workshop.id))]


@on_sqlite
def test_covering_words(room: Room) -> None:
    """Words are hidden wherever they stand, in any case, for good; words that do not stand there change nothing."""
    question = collected(room)[0]
    assert room.do(lambda u: u.texts.cover(question, "nowhere")) is None
    assert room.do(lambda u: u.texts.cover(question, "  ")) is None
    covered = room.do(lambda u: u.texts.cover(question, "WHEREFORE  quod"))
    assert covered is not None
    assert covered.words == question.words.replace("Wherefore quod", "[…]")
    assert room.do(lambda u: u.texts.find(room.workshop.id, question.short)) == covered


@on_sqlite
def test_the_vote_is_over_a_frozen_list(room: Room) -> None:
    """Votes are counted under the ids of the questions, by the rule, whatever becomes of the questions meanwhile."""
    questions = collected(room)[:4]
    asked = vote_question(questions, "Which first?")
    ballot = room.do(lambda u: u.ballots.draft(room.workshop, BallotKind.VOTE, asked))
    room.do(lambda u: u.ballots.open(ballot))
    for person in CROWD[:8]:
        room.answer(person, **{ballot.id: Picked(tuple(q.option for q in questions[:3]))})
    assert room.tick() == [(ballot.id, 5)]
    latest = room.do(lambda u: u.answers.latest(room.workshop.id, ballot.id))
    assert latest is not None
    assert [latest.tally.counts[q.option] for q in questions] == [5, 5, 5, 0]
    now = room.do(lambda u: u.workshops.get(room.workshop.id))
    assert ballot_of(now, BallotKind.VOTE, is_open=True) == now.ballots[-1]
    assert ballot_of(now, BallotKind.ASK, is_open=True) is None


@on_sqlite
def test_speakers(room: Room) -> None:
    """Eight at most, in the order in which they were typed; the last word counts."""
    assert room.do(lambda u: u.panel.speakers(room.workshop.id)) == ()
    for names in (("Ada",), tuple(f"Speaker {n}" for n in range(10))):
        room.do(lambda u, names=names: u.panel.set_speakers(room.workshop.id, names))  # type: ignore[misc]
    assert room.do(lambda u: u.panel.speakers(room.workshop.id)) == tuple(f"Speaker {n}" for n in range(8))


def test_the_speaker_travels_with_the_question() -> None:
    """An answer without a speaker looks as it always did, so that older ones are read."""
    assert answer_to_json(Written("x")) == {"k": "written", "v": "x", "u": "count"}
    for one in (written(1), written(2)):
        assert answer_from_json(answer_to_json(one)) == one
