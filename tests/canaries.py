"""A workshop of people with unmistakable names who say unmistakable things, for `tests.bytescan`; must not judge what is found.

Nine people submit, in two groups; one stops half-way; one says everything that is no answer. A third of them allow to be
quoted, a third only themes, a third only to be counted, and everybody names somebody, which is hidden. Things go wrong on
the way: a table is missing for a while, Telegram refuses a message, a button is forged.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from bot.logs import configure_logging
from bot.rehearsal.phone import Phone
from bot.rehearsal.refusal import bad
from flows.answers import Answer, Chosen, Picked, Ranked, Shared, Use, Written
from flows.definition import (
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
from tests import bytescan
from tests.bytescan import Needle, Row, contents_of, of_choice, of_id, of_text, search
from tests.replay.holding import FORMATS, close, exported, room_for, watched
from tests.replay.material import Material, Part
from tests.replay.people import Person, Watch
from tests.room import Room

EARLY, LATE, HALFWAY, CHATTY = (1, 2, 3, 4), (5, 6, 7, 8, 9), 10, 11
ALONE = (1, 2)
"""Who is asked a question that too few are asked for an answer ever to be shown."""
EVERYBODY = (*EARLY, *LATE, HALFWAY, CHATTY)


def option(number: int) -> str:
    """The option that this person alone chooses."""
    return f"heronstilt{number:02}"


def name(number: int) -> str:
    """A first name that nobody has."""
    return f"Quillonbrýde{number:02}"


def wish(number: int) -> str:
    """What this person writes."""
    return f"Kestrelmøss{number:02} over gullwing"


def use(number: int) -> Use:
    """What this person allows with what they write."""
    return (Use.COUNT, Use.QUOTE, Use.THEME)[number % 3]


def stranger(number: int) -> str:
    """Whom this person names: a first name of the lists, and a surname that nobody has."""
    return f"Hannah Quelthorpe{'abcdefghijk'[number - 1] * 3}"


def hint(number: int, somebody: str = "[name]") -> str:
    """Where this person names somebody."""
    return f"Sandpipær{number:02} was shown to my colleague {somebody}"


def secret(number: int) -> str:
    """What this person writes where too few are asked."""
    return f"Ptarmigånder{number:02} under sedge"


def aside(place: str) -> str:
    """Words that are no answer."""
    return f"Zwirnvögel {place} passing"


def canary_flow() -> Flow:
    """Every kind of question; the first has one option for each person."""
    few = tuple(Option(id=f"reed{letter}", label=f"Reed {letter}") for letter in "abc")
    own = tuple(Option(id=option(number), label=f"Plan {chr(64 + number)}") for number in range(1, 12))
    alone = Condition(question="plan", any_of=tuple(option(number) for number in ALONE))
    questions: tuple[Question, ...] = (
        SingleQuestion(id="plan", text="Which plan is yours?", options=own),
        MultiQuestion(id="ticks", text="Which of these do you like?", options=few),
        RankingQuestion(id="order", text="In which order?", options=few),
        AllocationQuestion(id="points", text="How would you share the points?", options=few, total=5),
        TextQuestion(id="wish", text="What do you wish for?"),
        TextQuestion(id="secret", text="What else?", shown_if=alone),
        TextQuestion(id="hint", text="Who should hear of it?"),
    )
    return Flow(id="canaries", title="Canaries", questions=questions)


def part(number: int) -> Part:
    """What this person answers."""
    answers: dict[str, Answer] = {
        "plan": Chosen(option(number)),
        "ticks": Picked(("reeda", "reedc")),
        "order": Ranked(("reedc", "reeda", "reedb")),
        "points": Shared((("reeda", 2), ("reedb", 3))),
        "wish": Written(wish(number), use(number)),
        "hint": Written(hint(number, stranger(number)), use(number)),
    }
    also: dict[str, Answer] = {"secret": Written(secret(number), use(number))} if number in ALONE else {}
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
    exports: list[bytes] = field(default_factory=list)
    chats: list[bytes] = field(default_factory=list)
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
            **({bytescan.EXPORTS: self.exports} if self.exports else {}),
            **({bytescan.CHATS: self.chats} if self.chats else {}),
        }

    async def look(self, moment: str, *, closed: bool) -> None:
        """Search everything now."""
        needles = await self._needles(closed=closed)
        for place, contents in self.places().items():
            self.rows.append(search(moment, place, contents, needles))

    async def _needles(self, *, closed: bool) -> list[Needle]:
        counted = await self._counted()
        spoke = [number for number in EVERYBODY if number != CHATTY]
        wrote_hint = [number for number in spoke if number != HALFWAY]
        by_use = {
            Use.QUOTE: bytescan.TEXTS_RELEASED,
            Use.THEME: bytescan.TEXTS_THEMED,
            Use.COUNT: bytescan.TEXTS_COUNTED,
        }
        texts = {n: by_use[use(n)] if closed else bytescan.TEXTS_WAITING for n in spoke}
        return [
            *(of_id(bytescan.IDS, phone.user_id) for phone in self.phones.values()),
            *(of_text(bytescan.NAMES, name(number)) for number in EVERYBODY),
            *(of_text(bytescan.WORDS, aside(place)) for place in ASIDES),
            *(of_text(texts[number], wish(number)) for number in spoke),
            *(of_text(texts[number], hint(number)) for number in wrote_hint),
            *(of_text(bytescan.MASKED, stranger(number).split()[1]) for number in wrote_hint),
            *(of_text(bytescan.TEXTS_WAITING, secret(number)) for number in ALONE),
            *(of_choice(bytescan.CHOICES_RELEASED, option(n)) for n in spoke if option(n) in counted),
            *(of_choice(bytescan.CHOICES_WAITING, option(n)) for n in spoke if option(n) not in counted),
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


async def evidence(leak: Leak | None = None) -> list[Row]:
    """Hold the workshop and search at three moments: answers wait, some are released, it is closed and exported."""
    flow = canary_flow()
    material = Material(flow.id, flow, tuple(part(number) for number in EVERYBODY), {}, 0)
    with tempfile.TemporaryDirectory() as outside, _overheard(Path(outside)) as told:
        async with room_for(material) as room, watched(room) as watch:
            with _temporary(Path(outside) / "temporary") as temporary:
                fay = await room.staff("Fay")
                code = await room.workshop(fay, flow.id, "Reed bed")
                phones = {number: room.emulator.account(name(number)) for number in EVERYBODY}
                traces = Traces(room, code, fay, phones, temporary, told)
                await _workshop(traces, watch, flow, leak)
    return traces.rows


async def _workshop(traces: Traces, watch: Watch, flow: Flow, leak: Leak | None) -> None:
    room, link = traces.room, traces.room.link(traces.code)
    for number in EARLY:
        await Person(part(number), traces.phones[number], watch, flow, hides_names=True).take_part(link)
    await _stop_halfway(traces, link)
    await _chat(traces, link)
    if leak is not None:
        leak(traces)
    await traces.look("open, 4 people's answers wait", closed=False)
    for number in LATE:
        await Person(part(number), traces.phones[number], watch, flow, hides_names=True).take_part(link)
    await room.look()
    await traces.look("open, 6 of 9 people released", closed=False)
    heard = {number: len(phone.messages()) for number, phone in traces.phones.items()}
    await close(room, traces.staff)
    told = [bubble for number, before in heard.items() for bubble in traces.phones[number].messages()[before:]]
    traces.chats += [bubble.text.encode() for bubble in (*told, *traces.staff.messages())]
    traces.exports += [await exported(room, traces.staff, kind) for kind in FORMATS]
    await traces.look("closed and exported", closed=True)


async def _stop_halfway(traces: Traces, link: str) -> None:
    """Answers all but the last question, and does not submit."""
    phone, room = traces.phones[HALFWAY], traces.room
    phone.open(link)
    await room.quiet()
    for word in ("yes", str(HALFWAY), "1 3", "3 1 2", "2 3 0", wish(HALFWAY), str([*Use].index(use(HALFWAY)) + 1)):
        phone.say(word)
        await room.quiet()


ASIDES = ("typed", "caption", "file", "command", "edited", "outage", "refused", "long")


async def _chat(traces: Traces, link: str) -> None:
    """Says everything that is no answer, while the database and Telegram have bad moments."""
    phone, room = traces.phones[CHATTY], traces.room
    phone.open(link)
    await room.quiet()
    phone.say("yes")
    await room.quiet()
    typed = phone.say(aside("typed"))
    phone.edit(typed, aside("edited"))
    phone.photo(caption=aside("caption"))
    phone.document(aside("file"), b"sedge", aside("file"))
    phone.sticker()
    phone.voice()
    phone.say("/" + aside("command"))
    phone.say(f"{aside('long')} " * 90)
    phone.press(phone.last.message_id, f"v1:p:{traces.code}:t:99:99")
    await room.quiet()
    room.emulator.fail_next("sendMessage", bad(aside("refused")))
    phone.say("skip")
    await room.quiet()
    await _say_in_an_outage(traces, phone)


async def _say_in_an_outage(traces: Traces, phone: Phone) -> None:
    """A table is missing for a moment: the update is tried again until it is stored."""
    _sql(traces.room.database, "ALTER TABLE roster RENAME TO mislaid")
    phone.say(aside("outage"))
    for _ in range(500):
        if "OperationalError" in traces.told["log"].read_text(encoding="utf-8"):
            break
        await asyncio.sleep(0.02)
    else:
        raise TimeoutError("no update failed while the table was missing")
    _sql(traces.room.database, "ALTER TABLE mislaid RENAME TO roster")
    await traces.room.quiet()


def _sql(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        connection.execute(statement)


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    """Temporary files of Python and of SQLite go to this folder."""
    folder.mkdir()
    before = {key: os.environ.get(key) for key in ("TMPDIR", "SQLITE_TMPDIR")}, tempfile.tempdir
    os.environ |= dict.fromkeys(before[0], str(folder))
    tempfile.tempdir = str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before[1]
        for key, value in before[0].items():
            os.environ.pop(key) if value is None else os.environ.update({key: value})


@contextmanager
def _overheard(folder: Path) -> Iterator[dict[str, Path]]:
    """Everything that is logged at DEBUG, as a library or we wrote it, and everything that is printed, in files."""
    told = {kind: folder / f"{kind}.txt" for kind in ("log", "out", "err")}
    with ExitStack() as stack:
        opened = {kind: stack.enter_context(told[kind].open("a", encoding="utf-8", buffering=1)) for kind in told}
        stack.enter_context(redirect_stdout(opened["out"]))
        stack.enter_context(redirect_stderr(opened["err"]))
        stack.enter_context(_descriptor(1, opened["out"]))
        stack.enter_context(_descriptor(2, opened["err"]))
        stack.enter_context(logged(opened["log"]))
        yield told


@contextmanager
def _descriptor(number: int, file: TextIO) -> Iterator[None]:
    """What is written past Python, by a library in C, goes to the file too."""
    kept = os.dup(number)
    os.dup2(file.fileno(), number)
    try:
        yield
    finally:
        os.dup2(kept, number)
        os.close(kept)


@contextmanager
def logged(file: TextIO) -> Iterator[None]:
    """The program's own log and, below it, every record at DEBUG with its whole message."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook, logging.raiseExceptions
    root.handlers = []
    configure_logging(file, logging.DEBUG)
    root.setLevel(logging.DEBUG)
    root.addHandler(logging.StreamHandler(file))
    try:
        yield
    finally:
        root.handlers, root.level = before, level
        sys.excepthook, sys.unraisablehook, threading.excepthook, logging.raiseExceptions = hooks
        logging.captureWarnings(capture=False)
