"""Faults around a close: an outage or an end in its middle, pictures without an answer, a backup that comes back."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import time
from contextlib import closing
from functools import partial

from bot.rehearsal.hands.phone import Phone
from tests.chaos.gate import State, gate
from tests.chaos.guests import QUESTIONS
from tests.chaos.stand import KINDS, Kind, Stand, board, stand
from tests.chaos.table import Fault

SAID = "The room said"
PEOPLE = 8


async def full(here: Stand, count: int = PEOPLE) -> tuple[Phone, str, list[Phone]]:
    """A workshop in which everybody has submitted; nobody wrote what has to be read."""
    fay = await here.staff()
    code = await here.workshop(fay)
    people = await here.people(count, code)
    await asyncio.gather(*(_submit(here, phone) for phone in people))
    await here.rest(quiet=1)
    return fay, code, people


async def _submit(here: Stand, phone: Phone) -> None:
    for text, labels in zip(
        (question[0] for question in QUESTIONS.values()), (("A sailor",), ("More light", "Done (1)"), ("Mostly",), ("Skip",)), strict=True
    ):  # fmt: skip
        for label in labels:
            await here.until(partial(_offers, phone, text, label), text)
            phone.tap(lambda button, label=label: label in button.label, message=phone.last)  # type: ignore[misc]
    await here.until(lambda: "Submit" in phone.last.labels, "Submit")
    phone.tap("Submit", message=phone.last)
    await here.until(lambda: any(b.text.startswith("Thank you.") for b in phone.recent(4)), "the receipt")


def _offers(phone: Phone, text: str, label: str) -> bool:
    return text in phone.last.text and any(label in has for has in phone.last.labels)


async def closes(here: Stand, fay: Phone) -> None:
    """Say that it is to close, and mean it."""
    fay.say("/close")
    await here.until(lambda: fay.tap("Yes, close it"), "the question whether to close")


def _told(*phones: Phone) -> list[int]:
    return [sum(SAID in bubble.text for bubble in phone.messages() if bubble.from_bot) for phone in phones]


async def _everybody_told(here: Stand, code: str, fay: Phone, people: list[Phone], seconds: float = 60) -> str:
    """Closed, the key gone, everybody told once, the audit passes."""
    await here.until(lambda: min(_told(fay, *people)) > 0, "what the room said, on each phone", seconds)
    await here.until(lambda: "· closed" in board(fay), "a board that says it is closed", seconds)
    await here.rest(quiet=2)
    told = _told(fay, *people)
    assert max(told[1:]) == 1, f"told {told} times"
    ((workshop,),) = await here.sql(f"SELECT id FROM workshop WHERE code = '{code}'")
    assert not (here.keys / f"{workshop}.key").exists(), "the key is still there"
    await here.audited(code)
    return f"{len(people)} of {len(people)} read once what the room said; key destroyed, audit passes"


async def _sigterm() -> str:
    """SIGTERM while a close is under way, five times at five moments; then it starts again."""
    codes, result = [], ""
    for number in range(5):
        async with stand(KINDS[number % 2]) as here:
            fay, code, people = await full(here)
            before = sum(n for (method, _), n in here.telegram.counts.items() if method == "sendPhoto")
            await closes(here, fay)

            def pictures(here: Stand = here, before: int = before) -> int:
                return sum(n for (method, _), n in here.telegram.counts.items() if method == "sendPhoto") - before

            if number:
                await here.until(lambda number=number, pictures=pictures: pictures() >= 4 * number - 3, "a picture")  # type: ignore[misc]
            codes.append(await here.bot.terminate())
            await here.start()
            result = await _everybody_told(here, code, fay, people)
    assert codes == [0] * 5, f"exit codes {codes}"
    return f"5 times: exit code 0; {result}"


async def _pictures(how: str) -> str:
    """The pictures of the result get no answer on every phone."""
    async with stand() as here:
        fay, code, people = await full(here)
        for phone in (fay, *people):
            match how:
                case "cut":
                    here.telegram.cut_next("sendPhoto", 9, phone.chat_id)
                case "lost":
                    here.telegram.lose_next("sendPhoto", 9, phone.chat_id)
                case _:
                    here.telegram.gateway_next("sendPhoto", 502, 9, phone.chat_id)
        await closes(here, fay)
        return await _everybody_told(here, code, fay, people, 90)


async def _database_away() -> str:
    """PostgreSQL goes away in the middle of a close, for eight seconds."""
    async with stand(Kind("postgresql"), started=False) as here, gate(5432) as line:
        url = here.settings.database_url.replace(":5432", f":{line.port}")
        here.bot.settings = here.settings.model_copy(update={"database_url": url})
        await here.start()
        fay, code, people = await full(here)
        line.watch = b"COMMIT"
        await closes(here, fay)
        await asyncio.sleep(0.2)
        line.turn(State.CUT)
        await asyncio.sleep(8)
        line.turn(State.OPEN)
        result = await _everybody_told(here, code, fay, people, 75)
        await here.bot.kill()
        return f"finished without a restart; {result}"


async def _database_locked() -> str:
    """Another program holds SQLite's lock longer than the bot waits for it, when the close has begun."""
    async with stand() as here:
        fay, code, people = await full(here)
        with closing(sqlite3.connect(here.database, isolation_level=None, timeout=30)) as other:
            await closes(here, fay)
            other.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(40)
            other.execute("ROLLBACK")
        began = time.monotonic()
        result = await _everybody_told(here, code, fay, people, 75)
        return f"finished {time.monotonic() - began:.0f} s after the outage, without a restart; {result}"


async def _keys_away() -> str:
    """The store of keys goes away when the close begins, for ten seconds."""
    async with stand() as here:
        fay, code, people = await full(here)
        away = here.folder / "away"
        fay.say("/close")
        await here.until(lambda: "Yes, close it" in fay.last.labels, "the question whether to close")
        fay.tap("Yes, close it")
        await here.until(
            lambda: "Closing" in fay.last.text or "Yes, close it" not in fay.recent(2)[1].labels, "the close"
        )
        here.keys.rename(away)
        await asyncio.sleep(10)
        away.rename(here.keys)
        return f"finished without a restart; {await _everybody_told(here, code, fay, people, 75)}"


async def _backup() -> str:
    """A backup from before the close is put in place of the database."""
    async with stand() as here:
        fay, code, people = await full(here)
        await here.bot.terminate()
        backup = shutil.copy(here.database, here.folder / "backup.sqlite3")
        await here.start()
        await closes(here, fay)
        await _everybody_told(here, code, fay, people)
        await here.bot.terminate()
        before = len(fay.messages())
        shutil.move(backup, here.database)
        await here.start()
        gone = "Its key was gone at the close"
        await here.until(lambda: any(gone in b.text for b in fay.messages()[before:]), f"“{gone}”")
        said = "\n".join(b.text for b in fay.messages()[before:])
        assert "Fewer than 5" not in said, "it says that fewer than 5 people answered"
        return f"“{gone}, so what was answered could not be counted”"


_TOLD = "everybody reads what the room said, once; the key is gone"

FAULTS = (
    Fault("close-sigterm", "SIGTERM during a close, 5 times", f"exit code 0; {_TOLD}", _sigterm),
    Fault("close-picture-cut", "the result's pictures are reset before they went out", _TOLD, lambda: _pictures("cut")),
    Fault("close-picture-lost", "the result's pictures get no answer", _TOLD, lambda: _pictures("lost")),
    Fault("close-picture-502", "502 for the result's pictures, carried out", _TOLD, lambda: _pictures("502")),
    Fault("close-db-away", "the database (PostgreSQL) goes away in the middle of a close", f"finished by the next tick; {_TOLD}", _database_away),
    Fault("close-db-locked", "SQLite is locked for 40 s in the middle of a close", f"finished by the next tick; {_TOLD}", _database_locked),
    Fault("close-keys-away", "the key store goes away in the middle of a close", f"finished by the next tick; {_TOLD}", _keys_away),
    Fault("close-backup", "a backup from before the close is restored", "it says that its key is gone", _backup),
)  # fmt: skip
