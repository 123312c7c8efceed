"""Holds a workshop again with real answers: everybody joins, answers and submits, it closes, it is exported; must not compare."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from bot.memory import Memory
from bot.rehearsal.hands.phone import Phone
from tests.replay.comparing import sheets_of
from tests.replay.material import Material
from tests.replay.people import Person, Surprised, Watch
from tests.support.room import Room, open_room
from tests.support.steps import read_all

FORMATS = {"json": "JSON", "xlsx": "Excel", "csv": "CSV (,)"}
"""The export's formats, and the words on their buttons."""
AT_ONCE = 30
"""People who answer at the same time."""
TICK = 2.0
"""Seconds between two looks at the releases; 30 in earnest, but people here read fifteen times as fast."""

Progress = Callable[[int, int], None]
"""Told with (people who are done, updates so far) at every look at the releases, and at the end."""


@dataclass(frozen=True)
class Held:
    """What was seen. `answering` and `seconds`: until the last person submitted, and until the last export.

    `exports`: format -> the document as the organiser got it, twice. `told`: people whose phone says what the room said.
    `names`: how often somebody was asked whether a word in an open answer is a name.
    `left_behind`: buttons that stand on a phone above the last message, though they were overtaken.
    """

    people: int
    told: int
    names: int
    left_behind: int
    answering: float
    seconds: float
    updates: int
    calls: int
    refused: int
    releases: int
    exports: dict[str, tuple[bytes, bytes]]


@asynccontextmanager
async def room_for(*materials: Material) -> AsyncIterator[Room]:
    """A room whose operator has put the flows of these materials into the folder of own flows."""
    after_a_minute = patch.object(Memory, "since_words", return_value=60.0)  # people who think before they type again
    async with open_room() as room:
        with after_a_minute, TemporaryDirectory() as folder:
            for material in materials:
                material.write(Path(folder))
            room.settings = room.settings.model_copy(update={"flows": Path(folder)})
            await room.restart()
            yield room


async def hold(
    room: Room, material: Material, *, at_once: int = AT_ONCE, tick: float = TICK, progress: Progress | None = None
) -> Held:
    """Hold the workshop. Raises Surprised when the bot does what nobody expects."""
    began, updates, calls = time.monotonic(), room.emulator.updates.made, _calls(room)
    fay = await room.staff("Fay")
    code = await room.workshop(fay, material.flow.id, material.flow.title[:100])
    people: list[Person] = []

    def told() -> None:
        if progress is not None:
            progress(len(people), room.emulator.updates.made - updates)

    async with watched(room) as watch, _looking(room, tick, told):
        await _everybody(room, material, watch, code, at_once, people)
        answered = time.monotonic()
    told()
    left_behind = sum(_buttons_left(person.phone) for person in people)
    await close(room, fay)
    await read_all(room, fay)
    exports = {kind: (await exported(room, fay, kind), await exported(room, fay, kind)) for kind in FORMATS}
    return Held(
        people=len(people),
        told=sum(any(b.text.startswith("The room said") for b in p.phone.messages()) for p in people),
        names=sum(person.asked_about_names for person in people),
        left_behind=left_behind,
        answering=answered - began,
        seconds=time.monotonic() - began,
        updates=room.emulator.updates.made - updates,
        calls=_calls(room) - calls,
        refused=sum(n for (_, status), n in room.emulator.counts.items() if status >= 400),
        releases=sum(len(str(row["releases"] or "").split(", ")) for row in sheets_of(exports["json"][0])["bases"]),
        exports=exports,
    )


async def _everybody(room: Room, material: Material, watch: Watch, code: str, at_once: int, done: list[Person]) -> None:
    """All people, in an order drawn once, at most `at_once` of them on their phones at a time; who is done joins `done`."""
    seats = asyncio.Semaphore(at_once)
    parts = random.Random(2023).sample(material.parts, len(material.parts))

    async def one(number: int) -> None:
        async with seats:
            part = parts[number]
            person = Person(part, room.emulator.account(f"Person {part.number}"), watch, material.flow)
            await person.take_part(room.link(code))
            done.append(person)

    async with asyncio.TaskGroup() as everyone:
        for number in range(len(parts)):
            everyone.create_task(one(number))


@asynccontextmanager
async def watched(room: Room) -> AsyncIterator[Watch]:
    """People can wait for what happens on their phones meanwhile."""
    watch = Watch(room.emulator)
    running = asyncio.create_task(watch.run())
    await asyncio.sleep(0)
    try:
        yield watch
    finally:
        await _ended(running)


@asynccontextmanager
async def _looking(room: Room, every: float, told: Callable[[], None]) -> AsyncIterator[None]:
    """The coarse clock of the releases ticks meanwhile."""

    async def look() -> None:
        while True:
            await asyncio.sleep(every)
            await room.app.tick()
            told()

    running = asyncio.create_task(look())
    try:
        yield
    finally:
        await _ended(running)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def close(room: Room, fay: Phone) -> None:
    """The facilitator closes by the command and the button that asks once more. Raises Surprised."""
    fay.say("/close")
    await room.quiet()
    fay.tap("Yes, close it")
    await room.quiet()
    if not any(bubble.text.startswith("The room said") for bubble in fay.messages()):
        raise Surprised(f"the workshop does not close: {fay.last.text[:200]}")


async def exported(room: Room, fay: Phone, kind: str) -> bytes:
    """The organiser asks for the export and gets a document; `kind` is a key of `FORMATS`. Raises Surprised."""
    before = fay.last.message_id
    fay.say("/export")
    await room.quiet()
    fay.tap(FORMATS[kind])
    await room.quiet()
    came = [b.document for b in fay.messages() if b.document is not None and b.message_id > before]
    if len(came) != 1:  # the board comes below it
        raise Surprised(f"{len(came)} documents came: {fay.last.text[:200]}")
    return came[0]


def _buttons_left(phone: Phone) -> int:
    bubbles = [bubble for bubble in phone.messages() if bubble.from_bot]
    return sum(1 for bubble in bubbles[:-1] if bubble.labels)


def _calls(room: Room) -> int:
    """Calls of the Bot API but for those that wait for updates, which are not counted by the emulator."""
    return room.emulator.counts.total()


def unequal(held: Held) -> Iterator[str]:
    """Formats whose bytes were not the same the second time."""
    for kind, (once, again) in held.exports.items():
        if once != again:
            yield f"{kind}: not the same bytes when asked for again"
