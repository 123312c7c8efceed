"""How many steps a second one writer thread stores, on SQLite and PostgreSQL; must not be part of the tests.

A step is what a tap costs: the update is new, the person is found by a token, their state is sealed and saved.
Run: python -m tests.benchmarks.bench_storage [POSTGRESQL_URL, of an empty database]
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from flows.counting.release import STANDARD
from flows.definition.flow import Flow, Option, SingleQuestion, TextQuestion
from flows.dialogue.answers import Chosen, Skipped, Written
from storage.closing.ending import close_workshop
from storage.database import Database, Unit
from storage.keys.stores import FileKeys
from storage.migrations import migrate
from storage.values import ChatState, Phase
from tests.support.storage_case import FIRST_DAY, LAST_DAY, leftovers

PEOPLE = range(9_000_000_000, 9_000_002_000)
YES_NO = (Option(id="yes", label="Yes"), Option(id="no", label="No"))
WORTH = SingleQuestion(id="worth", text="Is it worth it?", options=YES_NO)
FLOW = Flow(id="bench", title="Bench", questions=(WORTH, TextQuestion(id="say", text="What else?")))
DIALOGUE = {"at": "say", "answers": {"worth": {"k": "chosen", "v": "yes"}}}


def rate(db: Database, work: Callable[[Unit, int], Any]) -> float:
    """Pieces of work a second when all people act at once."""
    start = perf_counter()
    futures = [db.run(lambda unit, user=user: work(unit, user)) for user in PEOPLE]  # type: ignore[misc]
    for future in futures:
        future.result()
    return len(PEOPLE) / (perf_counter() - start)


def run(url: str, folder: Path) -> None:
    """Print one line an act."""
    migrate(url)
    db = Database.open(url, FileKeys(folder / "keys"), random.SystemRandom())
    code = f"B{random.randrange(10**8)}"
    new = db.run(lambda unit: unit.workshops.create("Bench", FLOW, STANDARD, code, FIRST_DAY, "c", "c")).result()
    db.run(lambda unit: unit.workshops.set_phase(new.id, Phase.OPEN, FIRST_DAY)).result()

    def join(unit: Unit, user: int) -> None:
        unit.people.join(new.id, user, ChatState(user), None)
        unit.workshops.count(new.id, joined=1)

    def step(unit: Unit, user: int) -> None:
        unit.updates.first_time(user)
        ((workshop, person),) = unit.people.workshops_of(user)
        chat = replace(person.chat, rev=person.chat.rev + 1)
        unit.people.save(workshop.id, replace(person, dialogue=DIALOGUE, chat=chat))

    def submit(unit: Unit, user: int) -> None:
        text = Written("An open answer of some length.") if user % 2 else Skipped()
        unit.answers.put_all(new.id, user, {"worth": Chosen("yes"), "say": text})

    for name, act in (("joins", join), ("steps", step), ("submits", submit)):
        sys.stdout.write(f"  {rate(db, act):7.0f} {name}/s\n")
    for name, once in (
        ("tick", lambda: db.run(lambda unit: unit.answers.tick(new.id)).result()),
        ("close", lambda: close_workshop(db, new.id, LAST_DAY, leftovers)),
    ):
        start = perf_counter()
        once()
        sys.stdout.write(f"  {1000 * (perf_counter() - start):7.0f} ms for the {name} of {len(PEOPLE)} people\n")
    db.close()


def main() -> None:
    """Measure SQLite, and PostgreSQL where a URL is given."""
    with tempfile.TemporaryDirectory() as folder:
        for url in (f"sqlite:///{folder}/bench.db", *sys.argv[1:]):
            sys.stdout.write(url.split(":", maxsplit=1)[0] + "\n")
            run(url, Path(folder))


if __name__ == "__main__":
    main()
