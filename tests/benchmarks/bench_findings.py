"""How long what is made of a closed workshop takes, by how many took part, beside the plainest peer; must not be part of the tests.

Run: python -m tests.benchmarks.bench_findings [PEOPLE ...]

The peer is a plain workbook of the same counts by xlsxwriter: nothing is read, said or drawn. "reading" is one transaction of the
database, which others wait for; all else is a worker thread's. Each size has a database of its own.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # the package carries no type information

from bot.facilitator.exporting import Format, export_of
from bot.report.document import to_docx
from bot.report.forward import picture
from bot.report.gathering import gather
from bot.report.pages import to_pdf
from bot.report.values import Report
from bot.results.findings import findings, summary_text
from bot.trial.inventing import invented
from bot.wording import Wording
from flows.counting.release import STANDARD
from flows.definition.flow import Flow
from flows.definition.loading import load_library
from flows.dialogue.answers import Answer, Use, Written
from storage.answers.texts import TextState
from storage.closing.ending import close_workshop
from storage.database import Database, Unit
from storage.keys.stores import FileKeys
from storage.values import Actor, ChatState, Phase
from tests.support.examples.held import SAID
from tests.support.prepared import put_database
from tests.support.storage_case import FIRST_DAY, LAST_DAY, leftovers

SIZES = (60, 1_000, 5_000)
LIMIT = 80
"""Seconds after which no larger room is held."""
KINDS: tuple[Format, ...] = ("xlsx", "pack")


@contextmanager
def held(flow: Flow, people: int) -> Iterator[tuple[Database, str]]:
    """The database of a closed workshop, and the workshop's id: everybody answered, and all that they wrote may be quoted."""
    chance = random.Random(people)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        put_database(folder / "room.db")
        db = Database.open(f"sqlite:///{folder}/room.db", FileKeys(folder / "keys"), random.SystemRandom())
        try:
            yield db, _closed(db, flow, [_worded(one, chance) for one in invented(flow, chance, "", people)])
        finally:
            db.close()


def _closed(db: Database, flow: Flow, given: list[dict[str, Answer]]) -> str:
    """All people act at once, so that many acts share a commit."""
    create = partial(_created, flow)
    workshop_id = db.run(create).result()
    everybody = list(enumerate(given, 1))
    _all(db, (partial(_joined, workshop_id, user) for user, _ in everybody))
    _all(db, (partial(_answered, workshop_id, user, mine) for user, mine in everybody))
    close_workshop(db, workshop_id, LAST_DAY, leftovers)
    db.run(partial(_approved, workshop_id)).result()
    return workshop_id


def _all(db: Database, acts: Iterable[Callable[[Unit], Any]]) -> None:
    for future in [db.run(act) for act in acts]:
        future.result()


def _created(flow: Flow, unit: Unit) -> str:
    new = unit.workshops.create("Park", flow, STANDARD, "PARK7Q", FIRST_DAY, "Council", "council@example.org")
    unit.workshops.set_phase(new.id, Phase.OPEN, FIRST_DAY)
    unit.workshops.promise(new.id, FIRST_DAY)
    return new.id


def _joined(workshop_id: str, user: int, unit: Unit) -> None:
    unit.people.join(workshop_id, user, ChatState(user), None)
    unit.workshops.count(workshop_id, joined=1)


def _answered(workshop_id: str, user: int, answers: dict[str, Answer], unit: Unit) -> None:
    unit.answers.put_all(workshop_id, user, answers)


def _approved(workshop_id: str, unit: Unit) -> None:
    for text in unit.texts.of(workshop_id):
        unit.texts.judge(text, TextState.APPROVED)
    unit.texts.rewrite(workshop_id)


def _worded(given: dict[str, Answer], chance: random.Random) -> dict[str, Answer]:
    return {
        name: Written(chance.choice(SAID), Use.QUOTE) if isinstance(one, Written) else one
        for name, one in given.items()
    }


def peer(db: Database, workshop_id: str) -> bytes:
    """The counts as a workbook, a row an option, and nothing else."""
    releases = db.run(lambda unit: unit.answers.releases(workshop_id)).result()
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        rows = ((one.question_id, option, count) for one in releases for option, count in one.tally.counts.items())
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    return file.getvalue()


def measured(db: Database, workshop_id: str) -> Iterator[tuple[str, float, int]]:
    """What is made, in how many seconds, and of how many bytes."""
    words = Wording("en")
    yield min(
        (_timed("peer: counts by xlsxwriter", lambda: peer(db, workshop_id)) for _ in range(5)), key=lambda one: one[1]
    )
    yield _timed("summary in words", lambda: db.run(partial(_summary, workshop_id, words)).result())
    reports: list[Report] = []
    yield _timed("report: reading", lambda: reports.append(db.run(partial(_gathered, workshop_id)).result()))
    for name, make in (("picture", picture), ("PDF", to_pdf), ("DOCX", to_docx)):
        yield _timed(f"report: {name}", partial(make, reports[0]))
    for kind in KINDS:
        yield _timed(kind, partial(_exported, db, workshop_id, kind))


def _summary(workshop_id: str, words: Wording, unit: Unit) -> str:
    workshop = unit.workshops.get(workshop_id)
    return summary_text(workshop, findings(unit, workshop, words), words)


def _gathered(workshop_id: str, unit: Unit) -> Report:
    return gather(unit, workshop_id, "en")


def _exported(db: Database, workshop_id: str, format: Format) -> bytes:
    return export_of(db, workshop_id, format, Actor.ORGANISER, LAST_DAY)[1]


def _timed(name: str, work: Callable[[], object]) -> tuple[str, float, int]:
    start = perf_counter()
    made = work()
    return name, perf_counter() - start, len(made) if isinstance(made, bytes) else 0


def main() -> None:
    """Print one line a thing that is made: seconds, how many times the peer's, kilobytes; a size that would take too long is left out."""
    flow, begun, each = load_library()["place-keeping"], perf_counter(), 0.0
    for people in map(int, sys.argv[1:]) if sys.argv[1:] else SIZES:
        left = LIMIT - (perf_counter() - begun)
        if not sys.argv[1:] and each * people > left:
            sys.stdout.write(
                f"{people} people: left out, they would take {each * people:.0f} s here (name them: {people})\n"
            )
            continue
        start = perf_counter()
        with held(flow, people) as (db, workshop_id):
            each = (perf_counter() - start) / people
            sys.stdout.write(f"{people} people, {len(flow.questions)} questions (held in {each * people:.0f} s)\n")
            base = 0.0
            for name, taken, size in measured(db, workshop_id):
                base = base or taken
                kilobytes = f"{size / 1000:8.0f} kB" if size else ""
                sys.stdout.write(f"  {name:28} {taken:7.2f} s {taken / base:7.1f} x{kilobytes}\n")


if __name__ == "__main__":
    main()
