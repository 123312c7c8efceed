"""A closed workshop with something of everything in it, for tests of the report; must not hold assertions."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from bot.rehearsal import sample
from bot.trial.inventing import invented
from flows.counting.release import STANDARD
from flows.counting.segments import segment_question
from flows.definition.flow import Flow, Question, ScaleQuestion, StanceQuestion, TextQuestion, options_of
from flows.definition.loading import load_library
from flows.definition.localise import localise
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared, Skipped, Use, Written
from storage.answers.panel import vote_question
from storage.database import Database, Unit
from storage.values import BallotKind, Phase
from tests.support.storage_case import FIRST_DAY, Room

OPINIONS = (
    "More people have to know that we meet",
    "Go to where young people are",
    "Meetings in the evening, not at noon",
    "Pay for child care",
    "Write shorter minutes",
    "Ask those who never come",
)
SPEAKERS = ("Ada Lovelace",)


def given(question: Question, chance: random.Random) -> Answer:
    """One person's answer, leaning towards the first options; written words may be quoted."""
    ids = [option.id for option in getattr(question, "options", ())]
    leaning = [name for at, name in enumerate(ids) for _ in range(len(ids) - at)]
    if question.type != "text" and chance.random() < 0.05:
        return Skipped()
    match question.type:
        case "multi":
            some = {chance.choice(leaning) for _ in range(2)} - set(question.exclusive)
            return Picked(tuple(one for one in ids if one in some)) if some else Skipped()
        case "ranking":
            return Ranked(tuple(dict.fromkeys(chance.choice(leaning) for _ in range(question.places))))
        case "allocation":
            cut = chance.randint(0, question.total)
            shares = ((ids[0], cut), (chance.choice(ids[1:]), question.total - cut))
            return Shared(tuple((one, points) for one, points in shares if points))
        case "text":
            return Written(
                chance.choice((*OPINIONS, *OPINIONS[1:3] * 3)),
                chance.choice((Use.QUOTE, Use.QUOTE, Use.QUOTE, Use.THEME)),
            )
        case _:
            return Chosen(chance.choice(leaning))


def held(
    db: Database,
    flow: Flow | None = None,
    people: int = 24,
    *,
    code: str = "PARK7Q",
    title: str = "Riverside Park",
    beside: bool = True,
    seed: int = 1,
    close: bool = True,
) -> Room:
    """A workshop of so many people, with a poll in two rounds, a panel and themes (`beside`), read and closed."""
    chance, asked = random.Random(seed), flow or load_library()["key-questions"]
    workshop = db.run(
        lambda unit: unit.workshops.create(
            title, asked, STANDARD, code, FIRST_DAY, "Riverside Council", "park@example.org"
        )
    ).result()
    db.run(lambda unit: unit.workshops.set_phase(workshop.id, Phase.OPEN, FIRST_DAY)).result()
    room = Room(db, replace(workshop, phase=Phase.OPEN))
    crowd = range(1000, 1000 + people)
    room.agree(*crowd)
    room.do(lambda u: u.workshops.count(workshop.id, joined=people, started=people, submitted=people))
    for person in crowd:
        room.answer(person, **answers_of(asked, chance))
    if beside and people >= 8:
        _beside(room, list(crowd), chance)
    if close:
        room.close()
        room.read_all()
        if beside:
            _sort(room)
    return room


def sampled(db: Database, flow: Flow, language: str, people: int = 60, *, title: str = "") -> Room:
    """The rehearsal's finished workshop without its phones, of seeded people: counted, closed, all of it read and sorted into themes."""
    chance, local = random.Random(11), localise(flow, language)
    workshop = db.run(
        lambda unit: unit.workshops.create(
            title or local.title, flow, STANDARD, "PARK7Q", FIRST_DAY, "Riverside Council", "park@example.org"
        )
    ).result()
    db.run(lambda unit: unit.workshops.set_phase(workshop.id, Phase.OPEN, FIRST_DAY)).result()
    room, segments = Room(db, replace(workshop, phase=Phase.OPEN)), segment_question(flow)
    if segments is not None:
        groups = {option.id: n for option, n in zip(segments.options, sample.EXPECTED, strict=False)}
        room.do(lambda unit: unit.expected.set(workshop.id, groups))
    answers = sample.written(flow, invented(flow, chance, "-", people), language, chance)

    def put(unit: Unit) -> None:
        for number, given in enumerate(answers, 1):
            unit.answers.put_all(workshop.id, -number, given)
        unit.workshops.count(workshop.id, joined=people, started=people, submitted=people)

    room.do(put)
    room.close()
    room.read_all()
    room.do(lambda unit: sample.put_into_themes(unit, workshop, language))
    return room


def answers_of(flow: Flow, chance: random.Random) -> Mapping[str, Answer]:
    """One person's answers to what they are asked."""
    found: dict[str, Answer] = {}
    for question in flow.questions:
        if question.shown_if is None or _is_met(question, found):
            found[question.id] = given(question, chance)
    scale = next((one for one in flow.questions if isinstance(one, ScaleQuestion)), None)
    if scale is not None and found.get(flow.segment_by or "") == Chosen("public"):
        found[scale.id] = Chosen(
            scale.options[3].id
        )  # one group is of another mind, so that there is a difference to tell
    return found


def _is_met(question: Question, found: Mapping[str, Answer]) -> bool:
    when = question.shown_if
    answer = found.get(when.question) if when else None
    return when is not None and isinstance(answer, Chosen) and answer.option in (when.any_of or ())


def _beside(room: Room, crowd: list[int], chance: random.Random) -> None:
    """A poll, its second round, and questions to the panel that are voted for."""
    said = StanceQuestion(id="x", text="“Time” matters most for us.")
    first = room.do(lambda u: u.ballots.draft(room.workshop, BallotKind.POLL, said))
    asks = room.do(
        lambda u: u.ballots.draft(room.workshop, BallotKind.ASK, TextQuestion(id="x", text="Questions to the panel"))
    )
    for ballot in (first, asks):
        room.do(lambda u, ballot=ballot: u.ballots.open(ballot))  # type: ignore[misc]
    for person in crowd:
        agrees: Answer = Chosen(chance.choice(("agree", "agree", "disagree", "pass")))
        asked: Answer = Written(f"When does {chance.choice(('the bridge', 'the school', 'the park'))} open?", Use.QUOTE)
        room.answer(person, **{first.id: agrees, asks.id: asked})
    for ballot in (first, asks):
        room.do(lambda u, ballot=ballot: u.answers.end(room.workshop.id, ballot.id))  # type: ignore[misc]
    again = room.do(lambda u: u.ballots.draft(room.workshop, BallotKind.POLL, said, first.id))
    room.read_all()
    votable = room.do(lambda u: u.panel.votable(room.workshop.id))
    vote = room.do(
        lambda u: u.ballots.draft(room.workshop, BallotKind.VOTE, vote_question(votable[:5], "Which of these?"))
    )
    for ballot in (again, vote):
        room.do(lambda u, ballot=ballot: u.ballots.open(ballot))  # type: ignore[misc]
    for person in crowd:
        agrees = Chosen(chance.choice(("agree", "disagree", "disagree")))
        wanted: Answer = Picked((chance.choice([option.id for option in options_of(vote.question)]),))
        room.answer(person, **{again.id: agrees, vote.id: wanted})
    for ballot in (again, vote):
        room.do(lambda u, ballot=ballot: u.answers.end(room.workshop.id, ballot.id))  # type: ignore[misc]


def _sort(room: Room) -> None:
    """Two themes for the last open question, by hand."""
    texts = [t for t in room.do(lambda u: u.texts.of(room.workshop.id)) if t.question_id == "represent"]
    for label, told in (("Time of meetings", "evening"), ("Reaching others", "young")):
        theme = room.do(lambda u, label=label: u.themes.make(room.workshop.id, "represent", label))  # type: ignore[misc]
        mine = [text for text in texts if told in text.words]
        room.do(lambda u, theme=theme, mine=mine: u.themes.put(theme, mine))  # type: ignore[misc]
