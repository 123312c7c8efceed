"""A workshop held in storage alone, by invented people, and closed: for what is made from its results; must not hold assertions."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.trial.inventing import invented
from flows.counting.release import STANDARD, Policy
from flows.definition.flow import Flow
from flows.dialogue.answers import Answer, Use, Written
from storage.answers.themes import Source
from storage.database import Database
from storage.values import Phase
from tests.support.storage_case import FIRST_DAY, Room

SAID = (
    "More benches by the water",
    "Light on the path at night",
    "Somebody who answers the phone",
    "Less talk, more done: one small thing a month, and tell us when it is finished.",
    "A place for young people where nobody sends them away",
    "=Keep the old trees",
    "Money for those who do the work",
)


def held(
    db: Database,
    flow: Flow,
    people: int = 20,
    *,
    policy: Policy = STANDARD,
    code: str = "PARK7Q",
    title: str = "Riverside Park",
    themes: Mapping[str, Sequence[str]] | None = None,
    answers: Sequence[Mapping[str, Answer]] | None = None,
    seed: int = 7,
) -> Room:
    """Everybody answers and submits, it closes, and all that they wrote is approved. `themes`: question -> names."""
    chance = random.Random(seed)
    workshop = db.run(
        lambda unit: unit.workshops.create(
            title, flow, policy, code, FIRST_DAY, "Riverside Council", "park@example.org"
        )
    ).result()
    db.run(lambda unit: unit.workshops.set_phase(workshop.id, Phase.OPEN, FIRST_DAY)).result()
    room = Room(db, replace(workshop, phase=Phase.OPEN))
    room.agree(*range(1, people + 1))
    given = answers if answers is not None else invented(flow, chance, "", people)
    for user, mine in enumerate(given, 1):
        room.answer(user, **{name: _worded(one, chance) for name, one in mine.items()})
    room.close()
    room.read_all()
    for question_id, names in (themes or {}).items():
        _sort(room, question_id, names)
    return room


def _worded(answer: Answer, chance: random.Random) -> Answer:
    return Written(chance.choice(SAID), Use.QUOTE) if isinstance(answer, Written) and not answer.text else answer


def _sort(room: Room, question_id: str, names: Sequence[str]) -> None:
    texts = [text for text in room.do(lambda unit: unit.texts.of(room.workshop.id)) if text.question_id == question_id]
    for place, name in enumerate(names):
        mine = [text for text in texts if SAID.index(text.words) % len(names) == place]
        theme = room.do(lambda unit, name=name: unit.themes.make(room.workshop.id, question_id, name, Source.HAND))  # type: ignore[misc]
        room.do(lambda unit, theme=theme, mine=mine: unit.themes.put(theme, mine))  # type: ignore[misc]
