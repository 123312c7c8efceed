"""`make rehearse` from the first line printed to the goodbye; must not know what is said on the phones.

The real bot runs against the emulated server over real HTTP; database and keys are in a folder that is gone at the end.
"""

from __future__ import annotations

import asyncio
import errno
import random
import signal
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial

from pydantic import SecretStr

from bot.app import App
from bot.facilitator.invitations import invite
from bot.logs import configure_logging
from bot.rehearsal.hands.crowd import crowd
from bot.rehearsal.sample import finish
from bot.rehearsal.serving import serve
from bot.rehearsal.showing import Sample, Stage
from bot.rehearsal.stage import Rehearsal
from bot.rehearsal.web import page
from bot.settings import Settings
from flows.definition.loading import load_library

TITLE = "Riverside Park"
FLOW = "key-questions"
TICK = 5.0
"""Seconds between two looks at whether a summary may grow; a rehearsal need not wait as long as a workshop."""

HASTE = 2.0
"""How much faster than people the crowd is."""

PORTS = 20
WELCOME = """
  Roundtable rehearsal: {address}

  A workshop is open and waiting: Fay facilitates, Ada and Ben take part.
  Press Start on Ada's phone and answer; then "Let 20 people answer" on top,
  and Summary, Poll and Close on Fay's phone.

  Nothing leaves this machine. Ctrl-C ends it and leaves nothing behind.
"""
MAKING = "\n  Sixty invented people answer, then the workshop is closed. It takes a few seconds …"
WELCOME_SAMPLE = """
  Roundtable rehearsal: {address}

  A workshop of 60 invented people is closed: Fay's phone has the board with
  what there is now, the screen beside it shows what the room said.
  "Start over" begins one that you can take part in.

  Nothing leaves this machine. Ctrl-C ends it and leaves nothing behind.
"""
GOODBYE = "\n  Goodbye. Phones, answers and keys are gone."


def samples() -> Mapping[str, str]:
    """The finished workshops there are to see: flow -> title."""
    return {name: flow.title for name, flow in load_library().items()}


def rehearse(port: int = 8080, *, open_browser: bool = True, sample: str = "") -> int:
    """Show three phones in the browser until Ctrl-C (or SIGTERM, or the terminal closes). Returns the exit code.

    `port` on 127.0.0.1, or the next free one. `sample`: the flow of a finished workshop to begin with, one of `samples`.
    """
    configure_logging(level="WARNING")
    try:
        asyncio.run(_until_interrupted(port, open_browser=open_browser, sample=Sample(sample) if sample else None))
    except _NoPort:
        _say(f"No port from {port} to {port + PORTS - 1} is free on this machine.")
        return 2
    return 0


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


class _NoPort(Exception):
    """None of the ports that were tried is free."""


async def _until_interrupted(port: int, *, open_browser: bool, sample: Sample | None) -> None:
    playing = asyncio.ensure_future(_play(port, open_browser=open_browser, sample=sample))
    loop = asyncio.get_running_loop()
    ending = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
    for number in ending:
        loop.add_signal_handler(number, playing.cancel)
    await asyncio.wait({playing})
    for number in ending:
        loop.remove_signal_handler(number)
    if not playing.cancelled():
        playing.result()
    _say(GOODBYE)


async def _play(port: int, *, open_browser: bool, sample: Sample | None) -> None:
    if sample is not None:
        _say(MAKING)
    curtain = Rehearsal(real_bot, let_answer, samples=samples(), sample=sample)
    async with curtain as rehearsal, _on_free_port(rehearsal, port) as address:
        _say((WELCOME if sample is None else WELCOME_SAMPLE).format(address=address))
        if open_browser:
            webbrowser.open(address)
        try:
            await asyncio.Event().wait()
        finally:
            rehearsal.dismiss()


@asynccontextmanager
async def _on_free_port(rehearsal: Rehearsal, first: int) -> AsyncIterator[str]:
    for port in range(first, first + PORTS):
        serving = serve(page(rehearsal), port)
        try:
            address = await serving.__aenter__()
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            _say(f"Port {port} is taken, trying {port + 1}.")
            continue
        try:
            yield address
        finally:
            await serving.__aexit__(None, None, None)
        return
    raise _NoPort


@asynccontextmanager
async def real_bot(stage: Stage) -> AsyncIterator[None]:
    """The product itself on the stage's server, with a workshop open on the facilitator's phone."""
    settings = _settings(stage)
    app = App.build(settings, tick_seconds=TICK)
    await app.start()
    try:
        await _open_workshop(stage, app, settings)
        if stage.sample is not None:
            await finish(stage, app, partial(_quiet, stage, app))
        yield
    finally:
        await app.stop()


def _settings(stage: Stage) -> Settings:
    data = stage.folder / "data"
    data.mkdir()
    port = free_port()
    return Settings(
        telegram_bot_token=SecretStr(stage.emulator.token),
        telegram_api_url=stage.url,
        database_url=f"sqlite:///{data / 'rehearsal.sqlite3'}",
        keystore=f"file:{stage.folder / 'keys'}",
        controller_name="Riverside Council",
        controller_contact="park@riverside.example",
        screen_url=f"http://127.0.0.1:{port}",
        port=port,
    )


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _open_workshop(stage: Stage, app: App, settings: Settings) -> None:
    """What a facilitator does: follow the invitation, start a workshop, open it, and get the link for the projector."""
    facilitator = stage.facilitator
    facilitator.open(await asyncio.to_thread(invite, settings, "organiser"))
    await _quiet(stage, app)
    facilitator.say(f"/new {stage.sample.flow if stage.sample is not None else FLOW} {TITLE}")
    await _quiet(stage, app)
    facilitator.say("/open")
    await _quiet(stage, app)
    facilitator.say("/screen")
    await _quiet(stage, app)
    facilitator.say("/board")
    await _quiet(stage, app)


async def _quiet(stage: Stage, app: App) -> None:
    """Until the bot has read everything and has said all it has to say."""
    for _ in range(2):  # what arrives may have something follow it, as a board has its pin
        await stage.emulator.drained()
        await app.idle()
        await stage.emulator.settled()


async def let_answer(stage: Stage, link: str, size: int, told: Callable[[int, int], None]) -> None:
    """Let `size` simulated people join by the link, answer, and follow the room until it closes."""
    await crowd(stage.emulator.account, size, link, chance=random.Random(), speed=HASTE, on_progress=told, stays=True)
