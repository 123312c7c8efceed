"""A workshop of people with unmistakable names who say unmistakable things, for `bytescan`; must not judge what is found."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.groups import Group
from flows.definition.flow import (
    AllocationQuestion,
    Condition,
    Flow,
    MultiQuestion,
    Option,
    Question,
    RankingQuestion,
    SingleQuestion,
    TextQuestion,
)
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared, Use, Written
from tests.replay.material import Part
from tests.support.leaks import bytescan
from tests.support.leaks.bytescan import Needle, Row, contents_of, of_choice, of_id, of_text, search
from tests.support.overheard import Wire
from tests.support.room import Room

EARLY, LATE, HALFWAY, CHATTY, FORGOTTEN = (1, 2, 3, 4), (5, 6, 7, 8, 9), 10, 11, 12
ALONE = (1, 2)
"""Who is asked a question that too few are asked for an answer ever to be shown."""
EVERYBODY = (*EARLY, *LATE, HALFWAY, CHATTY, FORGOTTEN)


ASIDES = (
    "typed", "caption", "file", "command", "edited", "outage", "refused", "long",
    "group", "garbled", "handled", "crashed", "verified", "coded",
)  # fmt: skip


def option(number: int) -> str:
    """The option that this person alone chooses."""
    return f"heronstilt{number:02}"


def name(number: int) -> str:
    """A first name that nobody has."""
    return f"Quillonbrýde{number:02}"


def wish(number: int) -> str:
    """What this person writes."""
    return f"Kestrelmøss{number:02} over gullwing"


def secret(number: int) -> str:
    """What this person writes where too few are asked."""
    return f"Ptarmigånder{number:02} under sedge"


def aside(place: str) -> str:
    """Words that are no answer."""
    return f"Zwirnvögel {place} passing"


def canary_flow() -> Flow:
    """Every kind of question; the first has one option for each person."""
    few = tuple(Option(id=f"reed{letter}", label=f"Reed {letter}") for letter in "abc")
    own = tuple(Option(id=option(number), label=f"Plan {chr(64 + number)}") for number in EVERYBODY)
    alone = Condition(question="plan", any_of=tuple(option(number) for number in ALONE))
    questions: tuple[Question, ...] = (
        SingleQuestion(id="plan", text="Which plan is yours?", options=own),
        MultiQuestion(id="ticks", text="Which of these do you like?", options=few),
        RankingQuestion(id="order", text="In which order?", options=few),
        AllocationQuestion(id="points", text="How would you share the points?", options=few, total=5),
        TextQuestion(id="wish", text="What do you wish for?"),
        TextQuestion(id="secret", text="What else?", shown_if=alone),
    )
    return Flow(id="canaries", title="Canaries", questions=questions)


def part(number: int) -> Part:
    """What this person answers."""
    answers: dict[str, Answer] = {
        "plan": Chosen(option(number)),
        "ticks": Picked(("reeda", "reedc")),
        "order": Ranked(("reedc", "reeda", "reedb")),
        "points": Shared((("reeda", 2), ("reedb", 3))),
        "wish": Written(wish(number), Use.QUOTE),
    }
    also: dict[str, Answer] = {"secret": Written(secret(number), Use.QUOTE)} if number in ALONE else {}
    return Part(name(number), number, answers | also, {})


@dataclass
class Traces:
    """Where everything is that the workshop leaves behind, and who is in it. `told`: the log and what was printed."""

    room: Room
    code: str
    staff: Phone
    phones: dict[int, Phone]
    temporary: Path
    told: dict[str, Path]
    wire: Wire
    group: Group | None = None
    exports: list[bytes] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def places(self) -> dict[str, list[bytes]]:
        """Every place with the contents of its files."""
        database = self.room.database
        return {
            bytescan.DATABASE: contents_of(database),
            bytescan.LOG: contents_of(database.with_name(database.name + "-wal")),
            bytescan.MEMORY: contents_of(database.with_name(database.name + "-shm")),
            bytescan.KEYS: contents_of(self.room.keys),
            bytescan.LINES: contents_of(self.told["log"]),
            bytescan.PRINTED: contents_of(self.told["out"], self.told["err"]),
            bytescan.TEMPORARY: contents_of(self.temporary),
            bytescan.TABLES: _tables(database),
            bytescan.SENT: self.wire.to(self.staff.chat_id, *([self.group.chat_id] if self.group else [])),
            **({bytescan.EXPORTS: self.exports} if self.exports else {}),
        }

    async def look(self, moment: str, *, closed: bool) -> None:
        """Search everything now."""
        needles = await self._needles(closed=closed)
        for place, contents in self.places().items():
            self.rows.append(search(moment, place, contents, needles))

    async def _needles(self, *, closed: bool) -> list[Needle]:
        counted = await self._counted()
        spoke = [number for number in EVERYBODY if number != CHATTY]
        texts = bytescan.TEXTS_RELEASED if closed else bytescan.TEXTS_WAITING
        return [
            *(of_id(bytescan.IDS, phone.user_id) for phone in self.phones.values()),
            *(of_text(bytescan.NAMES, name(number)) for number in EVERYBODY),
            *(of_text(bytescan.WORDS, aside(place)) for place in ASIDES),
            *(of_text(texts, wish(number)) for number in spoke if number != FORGOTTEN),
            of_text(bytescan.TEXTS_WAITING, wish(FORGOTTEN)),
            *(of_text(bytescan.TEXTS_WAITING, secret(number)) for number in ALONE),
            *(of_choice(bytescan.CHOICES_RELEASED, option(n)) for n in spoke if option(n) in counted),
            *(of_choice(bytescan.CHOICES_WAITING, option(n)) for n in spoke if option(n) not in counted and not closed),
            of_id(bytescan.STAFF, self.staff.user_id),
        ]

    async def _counted(self) -> frozenset[str]:
        """Options that somebody is shown to have chosen."""
        workshop = await self.room.app.deeds.ask(lambda unit: unit.workshops.by_code(self.code, include_closed=True))
        if workshop is None:
            raise LookupError("the workshop is gone")
        latest = await self.room.app.deeds.ask(lambda unit: unit.answers.latest(workshop.id, "plan"))
        return frozenset(o for o, people in latest.tally.counts.items() if people) if latest else frozenset()


Leak = Callable[[Traces], None]
"""Puts something where it must not be, to see that it is found."""


@dataclass(frozen=True)
class Evidence:
    """What was found where, and how often each event stands in the log: whether what was to go wrong did."""

    rows: list[Row]
    events: Counter[str]

    @property
    def searched(self) -> tuple[int, int, int]:
        """Files, bytes and needles of all places at all moments; something that is there three times counts three times."""
        rows = self.rows
        return sum(r.files for r in rows), sum(r.size for r in rows), sum(sum(r.sought.values()) for r in rows)


def events_in(log: Path) -> Counter[str]:
    """How often each event of ours, and each class of error, stands in the log."""
    lines = [
        line for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("20")
    ]  # with a time: ours
    words = [word for line in lines for word in line.split() if word.startswith(("event=", "error="))]
    return Counter(word.partition("=")[2] for word in words)


def _tables(database: Path) -> list[bytes]:
    """Every row of every table, cell by cell: what a file could hide by splitting it between two pages."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=20)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    return [b"\n".join(_cell(cell) for row in found for cell in row) for found in rows.values()]


def _cell(cell: object) -> bytes:
    return cell if isinstance(cell, bytes) else str(cell).encode(errors="surrogatepass")
