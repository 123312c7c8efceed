"""What stood around the rule: seven attacks that worked on real storage, and the break in the code that lets each work again (3f).

The eighth, a blocked phone that tells who was asked, needs Telegram: `tests/acceptance/sendouts/test_conditional.py`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from flows.counting import release, tally
from flows.counting.release import SENSITIVE, STANDARD, Crowd, Policy
from flows.definition.flow import Condition, Flow, RankingQuestion, StanceQuestion, TextQuestion
from flows.definition.loading import load_library
from flows.dialogue import machine, standing
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Skipped, Use, Written
from flows.dialogue.standing import Dialogue, dialogue_to_json, visible
from storage import ballots, workshops
from storage.answers import counting, pairs, taking
from storage.database import Database
from storage.export.building import build_export
from storage.values import BallotKind, Phase
from storage.workshops import PolicyUnfit
from tests.support.examples.examples import SCALE, options
from tests.support.examples.exports import closed, final, rows_of
from tests.support.prepared import put_database
from tests.support.storage_case import FIRST_DAY, FLOW, Place, Room

OWN, HONEST = range(8_600_000_001, 8_600_000_005), range(8_600_000_101, 8_600_000_113)
ZOE = 8_600_000_200
SECRET = "Wherefore quodlibet"
DEFAULT = load_library()["key-questions"]


@dataclass
class Scene:
    """A database of its own for one attack."""

    place: Place
    db: Database

    def room(self, flow: Flow = FLOW, policy: Policy = STANDARD) -> Room:
        """A workshop that is open."""
        made = self.db.run(
            lambda u: u.workshops.create("Room", flow, policy, "K7QF2M", FIRST_DAY, "Council", "c@example.org")
        ).result()
        self.db.run(lambda u: u.workshops.set_phase(made.id, Phase.OPEN, FIRST_DAY)).result()
        return Room(self.db, replace(made, phase=Phase.OPEN))


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """An empty database."""
    place = Place("sqlite", f"sqlite:///{tmp_path}/room.db", tmp_path)
    put_database(tmp_path / "room.db")
    db = place.open()
    yield Scene(place, db)
    db.close()


def poll_asked_again(scene: Scene) -> int:
    """1: four accounts and one person vote, the poll is ended at "5 in" and asked again, for each of twelve people."""
    room, known = scene.room(), 0
    room.agree(*OWN, *HONEST)
    for victim in HONEST:
        poll = room.do(
            lambda u: u.ballots.draft(room.workshop, BallotKind.POLL, StanceQuestion(id="x", text="Agreed?"))
        )
        if not room.do(lambda u, poll=poll: u.ballots.open(poll)):  # type: ignore[misc]
            break
        for person in (*OWN, victim):
            room.answer(person, **{poll.id: Chosen("pass" if person in OWN else "agree")})
        shown = room.do(lambda u, poll=poll: u.answers.end(room.workshop.id, poll.id)).release  # type: ignore[misc]
        known += shown is not None and sum(shown.tally.counts.values()) - shown.tally.counts["pass"] == 1
    return known


def round_of_one(scene: Scene) -> int:
    """2: four times "Nothing from me", one person writes, and the round is collected."""
    room = scene.room()
    room.agree(*OWN, *HONEST)
    asked = TextQuestion(id="ask", text="Questions to the panel")
    ballot = room.do(lambda u: u.ballots.draft(room.workshop, BallotKind.ASK, asked))
    room.do(lambda u: u.ballots.open(ballot))
    for person in OWN:
        room.answer(person, **{ballot.id: Skipped()})
    room.answer(HONEST[0], **{ballot.id: Written(SECRET, Use.QUOTE)})
    room.do(lambda u: u.answers.end(room.workshop.id, ballot.id))
    return len(room.do(lambda u: u.panel.questions(room.workshop.id)))


def rows_as_they_come(scene: Scene) -> int:
    """3: a thief without the key who saw in which order people submitted compares the rows that each of them brought."""
    room, before = scene.room(), set[bytes]()
    brought: list[list[tuple[str, int]]] = []
    for number, person in enumerate(HONEST):
        no = number % 3 == 0
        why: dict[str, Answer] = {"why": Written("because")} if no else {}
        room.answer(person, worth=Chosen("no-not-at-all" if no else "yes"), **why, what=Skipped(), say=Skipped())
        with closing(sqlite3.connect(scene.place.folder / "room.db")) as stolen:
            rows = stolen.execute("SELECT token, question_id, length(blob) FROM pending").fetchall()
        brought.append(sorted((question, size) for token, question, size in rows if token not in before))
        before |= {token for token, _, _ in rows}
    return len(HONEST) if any(one != brought[0] for one in brought) else 0


def who_stopped(scene: Scene) -> int:
    """4: twelve submit, Zoe stops after "worth": bases that differ tell what she said there, and in which group she is."""
    room = scene.room(DEFAULT)
    for number, person in enumerate(HONEST):
        given: dict[str, Answer] = {q.id: Skipped() for q in DEFAULT.questions if q.shown_if is None}
        given |= {"sector": Chosen("public" if number % 2 else "private"), "worth": Chosen("1" if number < 6 else "5")}
        given |= {"triggers": Picked(("money",))}
        room.answer(person, **given, **({"worth_why": Skipped()} if number < 6 else {}))
    hers = {"sector": Chosen("private"), "worth": Chosen("1")}
    left = Dialogue(state=machine.BETWEEN, answers=hers)
    room.join(ZOE, dialogue=dialogue_to_json(left))
    finals = room.close().releases
    doubtful = finals["worth"].tally.counts["1"] + finals["worth"].tally.counts["2"]
    tables = room.do(lambda u: u.answers.segments(room.workshop.id))
    bases = {tuple(sorted((g.segments, g.asked) for g in table.groups)) for table in tables.values() if table.groups}
    return int(doubtful != finals["worth_why"].n) + int(len(bases) > 1)


def an_option_of_one(_scene: Scene) -> int:
    """5: the pairs with an option that Ada alone ranked tell what she put above it."""
    question = RankingQuestion(id="ranking", text="In which order?", options=options("a", "b", "c"))
    room = [Ranked(("a", "b"))] * 6 + [Ranked(("b", "a"))] * 5
    seen = []
    for hers in (("c", "a"), ("a", "c")):
        book = build_export(
            closed(Flow(id="f", title="F", questions=(question,))), [final(question, [*room, Ranked(hers)])], {}
        )
        seen.append([row for row in rows_of(book, "pairs", "ranking") if "c" in (row["option"], row["other"])])
    return int(seen[0] != seen[1])


def pairs_in_the_tables(scene: Scene) -> int:
    """5: the same read by a thief, in the tables of a workshop that goes on and of one that is closed."""
    question = RankingQuestion(id="ranking", text="In which order?", options=options("a", "b", "c"))
    room = scene.room(Flow(id="f", title="F", questions=(question,)))
    for number, person in enumerate(HONEST):
        room.answer(person, ranking=Ranked(("c", "a") if not number else ("a", "b") if number < 7 else ("b", "a")))
    room.tick()
    kept = room.do(lambda u: u.answers.releases(room.workshop.id))
    room.close()
    kept += room.do(lambda u: u.answers.releases(room.workshop.id))
    assert [one.n for one in kept] == [9, 9, 12]
    return sum(bool(one.tally.above) for one in kept)


def text_of_one(scene: Scene) -> int:
    """6: of twelve people one writes; the result shows no such answer, and nothing that is kept has the words."""
    room = scene.room()
    for person in HONEST:
        said: Answer = Written(SECRET, Use.QUOTE) if person == HONEST[0] else Skipped()
        room.answer(person, worth=Chosen("yes"), what=Skipped(), say=said)
    room.close()
    return int(SECRET.encode() in scene.place.bytes()) + len(room.do(lambda u: u.texts.of(room.workshop.id)))


def one_level(scene: Scene) -> int:
    """7: under the sensitive rule a question asked by one level: as many were asked as chose that level."""
    why = TextQuestion(id="why", text="Why?", shown_if=Condition(question="scale", any_of=("1",)))
    try:
        room = scene.room(Flow(id="f", title="F", questions=(SCALE, why)), SENSITIVE)
    except PolicyUnfit:
        return 0
    for number, person in enumerate(HONEST):
        lowest = number < 9
        room.answer(person, scale=Chosen("1" if lowest else "2"), **({"why": Skipped()} if lowest else {}))
    shown = room.close().releases
    return int("1" not in shown["scale"].tally.counts and shown["why"].n == 9)


def _behind_k(policy: Policy, crowd: Crowd) -> int:
    return max(0, policy.k - crowd.handed_in)


def _given_alone(_workshop: object, given: dict[str, Any], spent: frozenset[str]) -> dict[str, Any]:
    return {name: answer for name, answer in given.items() if name not in spent}


def _only_what_was_said(flow: Flow, data: dict[str, Any]) -> dict[str, Answer]:
    dialogue = standing.dialogue_from_json(data)
    return {
        q.id: dialogue.answers[q.id] for q in visible(flow, dialogue) if q.id in dialogue.answers and not dialogue.sent
    }


Break = tuple[object, str, object]
"""(module or class, name, what stands there instead)."""
TOO_SOON: Break = (release, "missing_for_good", _behind_k)
ATTACKS: tuple[tuple[Callable[[Scene], int], tuple[Break, ...], int], ...] = (
    (poll_asked_again, (TOO_SOON,), 2),
    (poll_asked_again, (TOO_SOON, (ballots, "MOST_ROUNDS", 99)), 12),
    (round_of_one, (TOO_SOON,), 1),
    (rows_as_they_come, ((taking, "filled", _given_alone),), 12),
    (who_stopped, ((standing, "leftovers", _only_what_was_said), (counting, "_at_the_close", lambda one: one)), 2),
    (an_option_of_one, ((tally, "may_show_pairs", lambda *_: True),), 1),
    (pairs_in_the_tables, ((pairs, "withheld", lambda one: one), (tally, "withheld", lambda one: one)), 3),
    (text_of_one, ((counting.Counting, "_drop_small_texts", lambda *_: None),), 2),
    (one_level, ((workshops, "unfit_for", lambda *_: ()),), 1),
)
"""The attack, what lets it work again, and how much it then gives away."""


@pytest.mark.parametrize("attack", dict.fromkeys(attack for attack, _, _ in ATTACKS), ids=lambda one: one.__name__)
def test_gives_nobody_away(scene: Scene, attack: Callable[[Scene], int]) -> None:
    """What worked once gives nobody away any more."""
    assert attack(scene) == 0


@pytest.mark.parametrize(
    ("attack", "breaks", "gives"), ATTACKS, ids=[f"{a.__name__}, {len(b)} broken" for a, b, _ in ATTACKS]
)
def test_works_again_when_the_code_is_broken(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, attack: Callable[[Scene], int], breaks: tuple[Break, ...], gives: int
) -> None:
    """The attack is no blind one: with the defence taken out it gives away as many as it did."""
    for where, name, instead in breaks:
        monkeypatch.setattr(where, name, instead)
    assert attack(scene) == gives
