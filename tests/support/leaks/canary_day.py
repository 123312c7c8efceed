"""The day of the canaries: what they say and do, and everything that goes wrong meanwhile; must not search or judge.

Nine people submit, in two groups; one stops half-way; one submits and is forgotten; one says everything that is no answer,
also in a group. There are polls, and two commands are run beside the bot. Things go wrong on the way: a table is missing for
a while, Telegram refuses, cuts off and garbles, a button is forged, the program itself fails with what was said in its hands.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import cast

from telegram import Update

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.protocol.refusal import Refused, bad
from bot.telegram.intake import Polling
from flows.definition.flow import Flow
from tests.replay.holding import FORMATS, close, exported, room_for, watched
from tests.replay.material import Material
from tests.replay.people import Person, Watch
from tests.support.leaks.canaries import (
    CHATTY,
    EARLY,
    EVERYBODY,
    FORGOTTEN,
    HALFWAY,
    LATE,
    Evidence,
    Leak,
    Traces,
    aside,
    canary_flow,
    events_in,
    name,
    part,
    wish,
)
from tests.support.overheard import Wire, overheard, temporary_folder
from tests.support.room import Room
from tests.support.steps import read_all


@cache
def held() -> Evidence:
    """One day, held once in a process."""
    return asyncio.run(evidence())


async def evidence(leak: Leak | None = None) -> Evidence:
    """Hold the workshop and search at three moments: answers wait, some are released, it is closed and exported.

    `leak`: what goes wrong before the first search; the day ends there then.
    """
    flow = canary_flow()
    material = Material(flow.id, flow, tuple(part(number) for number in EVERYBODY), {}, 0)
    with tempfile.TemporaryDirectory() as outside, overheard(Path(outside)) as told:
        async with room_for(material) as room, watched(room) as watch:
            with temporary_folder(Path(outside) / "temporary") as temporary:
                wire = Wire(room.emulator)
                fay = await room.staff("Fay")
                code = await room.workshop(fay, flow.id, "Reed bed")
                phones = {number: _phone(room, number) for number in EVERYBODY}
                traces = Traces(room, code, fay, phones, temporary, told, wire)
                await _workshop(traces, watch, flow, leak)
        return Evidence(traces.rows, events_in(told["log"]))


def _phone(room: Room, number: int) -> Phone:
    """A phone whose number takes more than four bytes: shorter ones would be found by chance."""
    while (phone := room.emulator.account(name(number))).user_id < 1 << 31:
        pass
    return phone


async def _workshop(traces: Traces, watch: Watch, flow: Flow, leak: Leak | None) -> None:
    room, link = traces.room, traces.room.link(traces.code)
    for number in EARLY:
        await Person(part(number), traces.phones[number], watch, flow).take_part(link)
    await _be_forgotten(traces, watch, flow)
    await _stop_halfway(traces, link)
    await _chat(traces, link)
    await _fail(traces)
    await _show_hands(traces)
    if leak is not None:
        leak(traces)
    await traces.look("open, 4 people's answers wait", closed=False)
    if leak is not None:
        return
    for number in LATE:
        await Person(part(number), traces.phones[number], watch, flow).take_part(link)
    await room.look()
    traces.staff.say("/summary")
    await room.quiet()
    await _command(traces, "audit", traces.code)
    await traces.look("open, 6 of 9 people released", closed=False)
    await close(room, traces.staff)
    await read_all(room, traces.staff)
    traces.exports += [await exported(room, traces.staff, kind) for kind in FORMATS]
    traces.exports.append(await _command(traces, "export", traces.code, "--format", "json", "--output", "-"))
    await _command(traces, "audit", traces.code, "--json")
    await traces.look("closed and exported", closed=True)


async def _stop_halfway(traces: Traces, link: str) -> None:
    """Answers everything, but does not submit."""
    phone, room = traces.phones[HALFWAY], traces.room
    phone.open(link)
    await room.quiet()
    for word in ("yes", str(HALFWAY), "1 3", "3 1 2", "2 3 0", wish(HALFWAY), "1"):
        phone.say(word)
        await room.quiet()


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


async def _be_forgotten(traces: Traces, watch: Watch, flow: Flow) -> None:
    """Submits, reads what is kept and what facilitators did, and asks to be forgotten."""
    phone, room = traces.phones[FORGOTTEN], traces.room
    await Person(part(FORGOTTEN), phone, watch, flow).take_part(room.link(traces.code))
    for words in (
        "/mydata",
        "/transparency",
        f"/verify {aside('verified')}",
        f"/transparency {aside('coded')}",
        "/forget",
    ):
        phone.say(words)
        await room.quiet()
    phone.tap("Forget me in Reed bed")
    await room.quiet()


async def _fail(traces: Traces) -> None:
    """Telegram cuts off, has trouble and garbles; our own code fails with an update in its hands, and in a loose task."""
    phone, room = traces.phones[CHATTY], traces.room
    room.emulator.lose_next("sendMessage")
    phone.say("skip")
    await room.quiet()
    room.emulator.fail_next("sendMessage", Refused(502, aside("refused")), times=2)
    room.emulator.fail_next(
        "editMessageText", Refused(502, aside("refused"))
    )  # done again: it may have been done, and adds nothing
    phone.say("skip")
    await room.quiet()
    garbled = {"message_id": aside("garbled"), "from": phone.user, "text": aside("garbled")}
    room.emulator.updates.put("message", garbled, queue=phone.user_id, life=60)
    intake = cast(Polling, room.app._intake)
    handle = intake._handle
    tries: list[Update] = []

    async def stumble(update: Update) -> None:
        if len(tries) < 2:
            tries.append(update)
            raise ValueError(f"cannot read {update}")
        await handle(update)

    intake._handle = stumble
    phone.say(aside("handled"))
    await room.quiet()
    intake._handle = handle
    asyncio.get_running_loop().call_soon(_burst, f"{aside('crashed')} {phone.user_id}")
    await room.quiet()


def _burst(words: str) -> None:
    raise RuntimeError(words)


async def _show_hands(traces: Traces) -> None:
    """A group is linked and talked in, and two polls are held: one for everyone, one in the group."""
    room, fay, chatty = traces.room, traces.staff, traces.phones[CHATTY]
    traces.group = group = room.emulator.group("Reed group", fay, chatty, traces.phones[EARLY[0]])
    await room.quiet()
    fay.say(f"/link {traces.code}", chat=group)
    chatty.say("/" + aside("group"), chat=group)
    await room.quiet()
    voter = traces.phones[EARLY[0]]
    for place in ("Send to everyone", "Post in the group"):
        fay.say("/poll")
        for label in ("Which of these do you like?", "Which one matters most", place):
            await room.quiet()
            fay.tap(label)
        await room.quiet()
        if place == "Send to everyone":
            voter.tap(lambda button: ":v:1:0" in (button.data or ""))
            await room.quiet()
            fay.tap("End the poll")
            await room.quiet()
            fay.tap("End it anyway")
        else:
            voter.vote(next(b for b in reversed(voter.messages(group)) if b.poll).message_id, [0], group)
            fay.tap("End the poll")
        await room.quiet()


async def _command(traces: Traces, *words: str) -> bytes:
    """Run the command line beside the bot. What an audit prints is searched; what an export prints is given back."""
    env = os.environ | _settings(traces.room)
    command = [sys.executable, "-m", "bot", *words]
    done = await asyncio.to_thread(subprocess.run, command, env=env, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{words[0]}: {done.stderr.decode()}{done.stdout.decode()}")
    said = done.stderr if words[0] == "export" else done.stdout + done.stderr
    with traces.told["out"].open("ab") as out:
        out.write(said)
    return done.stdout


def _settings(room: Room) -> dict[str, str]:
    given = room.settings
    return {
        "TELEGRAM_BOT_TOKEN": room.emulator.token,
        "DATABASE_URL": given.database_url,
        "KEYSTORE": given.keystore,
        "CONTROLLER_NAME": given.controller_name or "",
        "CONTROLLER_CONTACT": given.controller_contact or "",
    }


def _sql(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        connection.execute(statement)
