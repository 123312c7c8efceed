"""Answers and people from joining to the close, on SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from sqlalchemy import Table

from flows.counting.release import LARGE, SENSITIVE, STANDARD, Policy
from flows.dialogue.answers import Chosen, Picked, Skipped, Use, Written, answer_to_json
from storage.database import Database, Unit
from storage.keys.sealing import receipt_from_code, receipt_tag
from storage.keys.seals import KeyLost
from storage.tables import PENDING, ROSTER
from storage.values import LIFETIME, ChatState, Phase, Put
from storage.workshops import WorkshopClosed
from tests.support.storage_case import FIRST_DAY, FLOW, LAST_DAY, Place, Room, full, on_sqlite, open_room, worth
from tests.support.trying import tries

pytestmark = on_sqlite

ANN, BEN, CAS = 8_100_000_001, 8_100_000_002, 8_100_000_003
CROWD = range(8_200_000_000, 8_200_000_012)


def crowd_answers(room: Room, people: range = CROWD) -> None:
    """All these people join and submit."""
    room.join(*people)
    for person in people:
        room.answer(person, **full(person))


def test_join_and_find(room: Room) -> None:
    """Who has joined is found by their user id, with chat and dialogue as they were left; nobody else is."""
    chat = ChatState(ANN, "nl", message_id=5, rev=2, shown=1, focus=9)
    joined = room.do(lambda u: u.people.join(room.workshop.id, ANN, chat, {"at": "worth"}))
    again = room.do(lambda u: u.people.join(room.workshop.id, ANN, ChatState(1), None))
    found = room.do(lambda u: u.people.find(room.workshop.id, ANN))
    assert found == joined == again
    assert (found.chat, found.dialogue, found.receipt_given) == (chat, {"at": "worth"}, False)
    assert room.do(lambda u: u.people.find(room.workshop.id, BEN)) is None
    assert str(ANN) not in repr(found)


def test_save(room: Room) -> None:
    """A saved state is what is found next; saving someone who has left changes nothing and says so."""
    room.join(ANN, BEN)
    person = room.do(lambda u: u.people.find(room.workshop.id, ANN))
    assert person is not None
    new = replace(person, dialogue={"text": "é" * 70_000}, receipt_given=True, chat=replace(person.chat, rev=1))
    assert room.do(lambda u: u.people.save(room.workshop.id, new))
    assert room.do(lambda u: u.people.find(room.workshop.id, ANN)) == new
    assert {p.chat.chat_id for p in room.do(lambda u: u.people.everyone(room.workshop.id))} == {ANN, BEN}
    assert room.do(lambda u: u.people.forget(room.workshop.id, ANN))
    assert not room.do(lambda u: u.people.save(room.workshop.id, new))
    assert not room.do(lambda u: u.people.forget(room.workshop.id, ANN))


def test_several_workshops(db: Database) -> None:
    """Of the workshops someone takes part in, the one with the highest focus comes first; closed ones are left out."""
    rooms = [open_room(db) for _ in range(4)]
    for focus, room in zip((2, 3, 1), rooms, strict=False):
        room.do(lambda u, r=room, f=focus: u.people.join(r.workshop.id, ANN, ChatState(ANN, focus=f), None))  # type: ignore[misc]
    mine = db.run(lambda u: u.people.workshops_of(ANN)).result()
    assert [workshop.id for workshop, _ in mine] == [rooms[place].workshop.id for place in (1, 0, 2)]
    rooms[1].close()
    assert [w.id for w, _ in db.run(lambda u: u.people.workshops_of(ANN)).result()] == [
        rooms[place].workshop.id for place in (0, 2)
    ]
    assert db.run(lambda u: u.people.workshops_of(BEN)).result() == []


def test_put_and_change(room: Room) -> None:
    """An answer can be changed as often as one likes while it waits, and is read back as it is."""
    room.join(ANN)
    assert room.answer(ANN, worth=Chosen("yes"), say=Written("αβγ", Use.THEME)) == {
        "worth": Put.STORED,
        "say": Put.STORED,
    }
    assert room.do(lambda u: u.answers.put(room.workshop.id, ANN, "worth", Skipped())) is Put.STORED
    assert room.do(lambda u: u.answers.waiting(room.workshop.id, ANN)) == {
        "worth": Skipped(),
        "say": Written("αβγ", Use.THEME),
    }
    assert room.do(lambda u: u.answers.waiting(room.workshop.id, BEN)) == {}


def test_counted_answers_stay(room: Room) -> None:
    """Once released, an answer can neither be changed nor withdrawn, and its author can tell which ones those are."""
    crowd_answers(room)
    assert room.tick() == [("worth", 9), ("what", 9)]
    counted = {p: room.do(lambda u, p=p: u.answers.counted(room.workshop.id, p)) for p in CROWD}  # type: ignore[misc]
    assert sum("worth" in questions for questions in counted.values()) == 9
    assert not any("say" in questions or "why" in questions for questions in counted.values())
    someone = next(p for p, questions in counted.items() if questions >= {"worth", "what"})
    assert room.answer(someone, worth=Chosen("yes"), say=Written("new")) == {
        "worth": Put.ALREADY_COUNTED,
        "say": Put.STORED,
    }
    assert set(room.do(lambda u: u.answers.waiting(room.workshop.id, someone))) <= {"say", "why"}
    assert room.do(lambda u: u.answers.withdraw(room.workshop.id, someone, "worth")) == 0
    latest = room.do(lambda u: u.answers.latest(room.workshop.id, "worth"))
    assert latest is not None
    assert latest.n == 9


def test_withdraw_and_forget(room: Room) -> None:
    """Withdrawing deletes what waits, of one question or of all; forgetting deletes it together with the person."""
    room.join(ANN, BEN)
    room.answer(ANN, **full(1))
    room.answer(BEN, **full(1))
    assert room.do(lambda u: u.answers.withdraw(room.workshop.id, ANN, "say")) == 1
    assert room.do(lambda u: u.answers.withdraw(room.workshop.id, ANN)) == 2
    assert room.do(lambda u: u.people.forget(room.workshop.id, BEN))
    assert room.do(lambda u: _count(u, PENDING)) == 0
    assert room.do(lambda u: _count(u, ROSTER)) == 1


def _count(unit: Unit, table: Table) -> int:
    return len(unit.updates._connection.execute(table.select()).all())


def test_leaving_and_coming_back_is_one_vote(room: Room) -> None:
    """A6, I11: whoever was counted, forgets, joins again and answers again is still counted once."""
    crowd_answers(room)
    room.tick()
    for person in CROWD:
        room.do(lambda u, p=person: u.people.forget(room.workshop.id, p))  # type: ignore[misc]
    crowd_answers(room)
    report = room.close()
    assert report.releases["worth"].n == 12


def test_live_releases(room: Room) -> None:
    """Live questions are released by the rule at a tick, cumulatively; the conditional and the open ones only at the close."""
    seen = []
    room.join(*CROWD)
    for number, person in enumerate(CROWD):
        room.answer(person, **full(number))
        seen.append(room.tick())
    both = [[("worth", n), ("what", n)] for n in (5, 8)]
    assert seen == [[]] * 7 + [both[0]] + [[]] * 2 + [both[1]] + [[]]
    report = room.close()
    assert {q: release.n for q, release in report.releases.items()} == {"worth": 12, "what": 12, "say": 12}
    assert report.dropped == {"why": 4}
    assert report.releases["worth"].tally.counts == {"yes": 8, "no-not-at-all": 4}
    assert report.releases["what"].tally.skipped == 12
    assert room.quoted("say") == [], "nobody has read them"
    room.read_all()
    assert room.quoted("say") == sorted(f"opinion {n}" for n in range(12))
    assert room.quoted("why") == []


def test_an_open_answer_is_kept_as_its_author_allowed(place: Place, room: Room) -> None:
    """All are counted; words for themes are kept but never listed, and those only to be counted are in no byte."""
    uses = [Use.QUOTE, Use.THEME, Use.COUNT]
    for number in range(9):
        room.join(CROWD.start + number)
        room.answer(CROWD.start + number, say=Written(f"a {uses[number % 3].value} wish {number}", uses[number % 3]))
    report = room.close()
    assert report.releases["say"].tally.answered == 9
    room.read_all()
    assert room.quoted("say") == ["a quote wish 0", "a quote wish 3", "a quote wish 6"]
    data = place.bytes()
    held = [n for n in range(9) if f"a {uses[n % 3].value} wish {n}".encode() in data]
    assert held == [0, 1, 3, 4, 6, 7]


def test_the_last_word_on_its_use_counts(place: Place, room: Room) -> None:
    """Allowing a quote and taking it back before the count leaves no byte of it, and the other way round lists it."""
    for number in range(6):
        person, (first, last) = CROWD.start + number, (Use.QUOTE, Use.COUNT) if number % 2 else (Use.COUNT, Use.QUOTE)
        room.join(person)
        room.answer(person, say=Written(f"wish {number}", first))
        room.answer(person, say=Written(f"wish {number}", last))
    room.close()
    room.read_all()
    assert room.quoted("say") == ["wish 0", "wish 2", "wish 4"]
    assert [n for n in range(6) if f"wish {n}".encode() in place.bytes()] == [0, 2, 4]


def test_releases_only_grow(room: Room) -> None:
    """Every release is kept as it was, each counts the one before and at least b people more."""
    crowd_answers(room, range(CROWD.start, CROWD.start + 8))
    room.tick()
    crowd_answers(room, range(CROWD.start + 8, CROWD.start + 12))
    room.tick()
    room.close()
    releases = [r for r in room.do(lambda u: u.answers.releases(room.workshop.id)) if r.question_id == "worth"]
    assert [(r.seq, r.n, r.final) for r in releases] == [(1, 5, False), (2, 9, False), (3, 12, True)]
    for before, after in pairwise(releases):
        assert all(after.tally.counts[option] >= count for option, count in before.tally.counts.items())
        assert sum(after.tally.counts.values()) == after.n
    assert room.do(lambda u: u.answers.finals(room.workshop.id))["worth"] == releases[-1]


@pytest.mark.parametrize(("policy", "people", "shown"), [(SENSITIVE, 12, []), (LARGE, 19, []), (LARGE, 20, [10, 10])])
def test_presets(db: Database, policy: Policy, people: int, shown: list[int]) -> None:
    """The sensitive preset shows nothing before the close, the large one waits for twenty people."""
    room = open_room(db, policy=policy)
    crowd_answers(room, range(CROWD.start, CROWD.start + people))
    assert [n for _, n in room.tick()] == shown
    assert room.close().releases["worth"].n == people


def test_paused_and_waiting(room: Room) -> None:
    """A pause does not stop the clock of releases; a closed workshop releases nothing more."""
    crowd_answers(room)
    room.do(lambda u: u.workshops.set_phase(room.workshop.id, Phase.PAUSED, LAST_DAY))
    assert room.tick() == [("worth", 9), ("what", 9)]
    room.close()
    assert room.tick() == []


def test_too_few_is_silence(room: Room) -> None:
    """I9: below k nothing is ever shown, and the answers are gone."""
    crowd_answers(room, range(CROWD.start, CROWD.start + 4))
    report = room.close()
    assert report.releases == {}
    assert report.dropped == {"worth": 4, "why": 2 if CROWD.start % 3 == 0 else 1, "what": 4, "say": 4}
    assert room.do(lambda u: u.answers.releases(room.workshop.id)) == []
    assert room.do(lambda u: u.answers.tags(room.workshop.id)) == {}


def test_earlier_release_becomes_final(room: Room) -> None:
    """When too few are left to add at the close, the last release is the last word and the rest is dropped."""
    crowd_answers(room, range(CROWD.start, CROWD.start + 8))
    room.tick()
    waiting = [p for p in CROWD if room.do(lambda u, p=p: u.answers.waiting(room.workshop.id, p)).get("worth")]  # type: ignore[misc]
    room.do(lambda u: u.answers.withdraw(room.workshop.id, waiting[0], "worth"))
    report = room.close()
    assert (report.releases["worth"].n, report.releases["worth"].final, report.dropped["worth"]) == (5, True, 2)
    assert len([r for r in room.do(lambda u: u.answers.releases(room.workshop.id)) if r.question_id == "worth"]) == 1


def test_close_terminal(room: Room) -> None:
    """A14: nothing opens a closed workshop again, nothing is added to it, and closing twice is closing once."""
    crowd_answers(room)
    report = room.close()
    assert report.telling is not None
    assert report.compacted
    again = room.close()
    assert (again.releases, again.telling, again.dropped) == (report.releases, report.telling, {})
    assert room.answer(ANN, worth=worth(1)) == {"worth": Put.CLOSED}
    with pytest.raises(WorkshopClosed):
        room.do(lambda u: u.workshops.set_phase(room.workshop.id, Phase.OPEN, LAST_DAY))
    with pytest.raises(KeyLost):
        room.join(ANN)
    closed = room.do(lambda u: u.workshops.get(room.workshop.id))
    assert (closed.phase, closed.closed_on, closed.closing) == (Phase.CLOSED, LAST_DAY, False)


def test_drop_outs_are_counted_at_the_close(room: Room) -> None:
    """What was answered and never submitted joins the last release, together with everyone else's."""
    crowd_answers(room, range(CROWD.start, CROWD.start + 6))
    left = {"answers": {"worth": answer_to_json(Chosen("yes"))}}
    room.join(ANN, dialogue=left)
    room.join(BEN, dialogue={"answers": {}})
    report = room.close()
    assert {question: release.n for question, release in report.releases.items()} == {"worth": 7, "what": 7, "say": 7}
    assert report.releases["say"].tally.skipped == 1


def test_receipts(room: Room) -> None:
    """A receipt proves that an answer is among those counted: a tag for every counted answer, none for any other."""
    crowd_answers(room)
    room.tick()
    codes = {p: room.do(lambda u, p=p: u.answers.receipt(room.workshop.id, p)) for p in (*CROWD, ANN)}  # type: ignore[misc]
    report = room.close()
    tags = room.do(lambda u: u.answers.tags(room.workshop.id))
    assert {question: len(found) for question, found in tags.items()} == {q: r.n for q, r in report.releases.items()}
    mine = {p: receipt_tag(receipt_from_code(code), "worth") in tags["worth"] for p, code in codes.items()}
    assert [p for p, is_counted in mine.items() if not is_counted] == [ANN]


def test_what_cannot_be_counted_never_waits(room: Room) -> None:
    """An answer that does not fit its question is refused when it is handed in, not when it would stop a release."""
    room.join(ANN)
    for question, answer in (("worth", Chosen("maybe")), ("what", Chosen("yes")), ("say", Picked(("time",)))):
        with pytest.raises(ValueError, match=r"."):
            room.answer(ANN, **{question: answer})
    with pytest.raises(KeyError):
        room.answer(ANN, nothing=Skipped())


def test_damaged_answer_does_not_stop_the_close(room: Room) -> None:
    """One unreadable row is left out and said; everyone else is counted."""
    crowd_answers(room)
    rows = room.do(lambda u: u.updates._connection.execute(PENDING.select()).all())
    token = next(row.token for row in rows if row.question_id == "worth")
    damage = PENDING.update().where(PENDING.c.token == token).values(blob=b"x" * 92)
    room.do(lambda u: u.updates._connection.execute(damage))
    report = room.close()
    assert (report.releases["worth"].n, report.dropped["worth"]) == (11, 1)


def test_a_damaged_row_of_the_roster_does_not_stop_the_close(room: Room) -> None:
    """Whoever stands in it cannot be told; everybody else is, and all are counted."""
    crowd_answers(room)
    token = room.do(lambda u: u.people.everyone(room.workshop.id))[0].token
    damage = ROSTER.update().where(ROSTER.c.token == token).values(progress=b"x" * 92)
    room.do(lambda u: u.updates._connection.execute(damage))
    assert len(room.do(lambda u: u.people.everyone(room.workshop.id))) == 11
    assert room.close().releases["worth"].n == 12


def test_lost_key(place: Place, room: Room) -> None:
    """A workshop whose key is gone is found at the start and closes without it: what was released stays, the rest is dropped."""
    crowd_answers(room)
    room.tick()
    assert room.do(lambda u: u.workshops.orphans()) == []
    room.db.keys.destroy(room.workshop.id)
    assert [w.id for w in room.do(lambda u: u.workshops.orphans())] == [room.workshop.id]
    assert room.do(lambda u: u.people.find(room.workshop.id, CROWD[0])) is None
    assert room.tick() == []
    report = room.close()
    assert {q: (r.n, r.final) for q, r in report.releases.items()} == {"worth": (9, True), "what": (9, True)}
    assert report.dropped == {"worth": 3, "why": 12, "what": 3, "say": 12}, (
        "without the key nobody knows which are blank"
    )
    assert room.do(lambda u: _count(u, ROSTER)) == 0
    assert room.do(lambda u: u.workshops.orphans()) == []
    assert place.kind == room.db.dialect


def test_workshop_details(room: Room) -> None:
    """A workshop keeps its flow, its policy and their hashes; is found by its code in any case; and counts people upwards."""
    workshop = room.do(lambda u: u.workshops.get(room.workshop.id))
    assert (workshop.flow, workshop.policy, workshop.phase) == (FLOW, STANDARD, Phase.OPEN)
    assert len(workshop.flow_hash) == len(workshop.policy_hash) == 64
    assert room.do(lambda u: u.workshops.by_code(f" {workshop.code.lower()} ")) == workshop
    assert room.do(lambda u: u.workshops.by_code("NOSUCH")) is None
    room.do(lambda u: u.workshops.count(workshop.id, joined=2, submitted=1))
    room.do(lambda u: u.workshops.count(workshop.id, joined=1, started=1))
    assert room.do(lambda u: u.workshops.set_locked(workshop.id, locked=True)).locked
    counted = room.do(lambda u: u.workshops.get(workshop.id))
    assert (counted.joined, counted.started, counted.submitted) == (3, 1, 1)
    with pytest.raises(ValueError, match="never"):
        room.do(lambda u: u.workshops.count(workshop.id, joined=-1))
    with pytest.raises(ValueError, match="close_workshop"):
        room.do(lambda u: u.workshops.set_phase(workshop.id, Phase.CLOSED, LAST_DAY))
    with pytest.raises(LookupError):
        room.do(lambda u: u.workshops.get("no"))


def test_codes_are_not_reused(room: Room) -> None:
    """A closed workshop is not joined by its code any more, is still found for its export, and keeps the code."""
    code = room.workshop.code
    room.close()
    assert room.do(lambda u: u.workshops.by_code(code)) is None
    closed = room.do(lambda u: u.workshops.by_code(code, include_closed=True))
    assert closed is not None
    assert closed.id == room.workshop.id
    assert code in room.do(lambda u: u.workshops.codes_in_use())
    assert room.do(lambda u: u.workshops.all_open()) == []


def test_opened_on_first_opening(db: Database) -> None:
    """The day of opening is the day of the first opening, not of a later one."""
    new = db.run(lambda u: u.workshops.create("T", FLOW, STANDARD, "abc", date(2026, 1, 1), "c", "c")).result()
    assert (new.phase, new.opened_on, new.code) == (Phase.WAITING, date(2026, 1, 1), "ABC")
    for phase, day in ((Phase.OPEN, FIRST_DAY), (Phase.PAUSED, LAST_DAY), (Phase.OPEN, LAST_DAY)):
        db.run(lambda u, p=phase, d=day: u.workshops.set_phase(new.id, p, d)).result()  # type: ignore[misc]
    assert db.run(lambda u: u.workshops.get(new.id)).result().opened_on == FIRST_DAY


def test_the_day_on_the_first_card_stays(db: Database) -> None:
    """The day by which the key goes is set by the first card; neither a later card nor the opening moves it."""
    day = timedelta(1)
    new = db.run(lambda u: u.workshops.create("T", FLOW, STANDARD, "abc", FIRST_DAY, "c", "c")).result()
    assert not new.has_outlived(FIRST_DAY + 99 * day)  # prepared, and nobody was shown anything
    said = db.run(lambda u: u.workshops.promise(new.id, FIRST_DAY + 9 * day)).result()
    assert said.key_until == FIRST_DAY + 9 * day + LIFETIME
    db.run(lambda u: u.workshops.promise(new.id, FIRST_DAY + 12 * day)).result()
    opened = db.run(lambda u: u.workshops.set_phase(new.id, Phase.OPEN, FIRST_DAY + 20 * day)).result()
    assert opened.key_goes == said.key_until
    assert not opened.has_outlived(said.key_until - day)
    assert opened.has_outlived(said.key_until)


def test_opened_and_never_shown(db: Database) -> None:
    """An open workshop that nobody has come to ends as long after its opening."""
    room = open_room(db)
    assert not room.workshop.has_outlived(FIRST_DAY + LIFETIME - timedelta(1))
    assert room.workshop.has_outlived(FIRST_DAY + LIFETIME)


STORY = st.lists(st.one_of(st.integers(0, 15), st.none()), min_size=20, max_size=45)


@tries(15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STORY)
def test_storage_follows_the_rule(place: Place, story: list[int | None]) -> None:
    """Whatever order people come in and whenever the clock ticks, the releases are those of the rule on paper."""
    db = place.open()
    room = open_room(db)
    voters: set[int] = set()
    n, expected, seen = 0, [], []
    for number in (*range(8), None, *story, None):
        if number is None:
            seen += [m for question, m in room.tick() if question == "worth"]
            if len(voters) - n >= (8 if n == 0 else 6):
                n = len(voters) - 3
                expected.append(n)
        else:
            voters.add(number)
            room.answer(9_000_000_000 + number, worth=worth(number))
    report = room.close()
    db.close()
    assert seen == expected
    assert report.releases["worth"].n == len(voters)
    assert report.releases["worth"].tally.counts["no-not-at-all"] <= len(voters)
