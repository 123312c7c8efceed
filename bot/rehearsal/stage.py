"""One rehearsal after another: phones, server, bot and a crowd on one stage; must not know HTML or how the bot works.

A `Stage` lives from one "start over" to the next. `Rehearsal` keeps the present one and tells every page what happens.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from itertools import chain, count
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from bot.rehearsal.emulator import Emulator
from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.serving import serve
from bot.rehearsal.showing import Json, Sample, Stage, changes_everything, for_page, notice_screen, shown
from bot.rehearsal.world.flood import FloodLimits
from bot.rehearsal.world.groups import Group

News = asyncio.Queue[Json | None]

NAMES = ("Ada", "Ben", "Cleo", "Dina", "Emil", "Farah", "Goran", "Hana", "Ines", "Jonas", "Kofi", "Lena")


Produce = Callable[[Stage], AbstractAsyncContextManager[None]]
"""Starts a bot against `stage.url`, opens a workshop with `stage.facilitator`, and stops the bot at the end."""

Gather = Callable[[Stage, str, int, Callable[[int, int], None]], Any]
"""Lets people join by a link and answer: (stage, link, how many, told (joined, finished)); ends when they have all gone."""


class Rehearsal:
    """The stage now playing and everyone who watches it. All of it lives on one event loop.

    `samples`: flow -> title of the finished workshops on offer; `sample`: the one that it begins with.
    """

    def __init__(
        self,
        produce: Produce,
        gather: Gather,
        limits: FloodLimits | None = None,
        *,
        samples: Mapping[str, str] = MappingProxyType({}),
        sample: Sample | None = None,
    ) -> None:
        self._produce, self._gather = produce, gather
        self.samples = samples
        self._sample = sample
        self._limits = limits or FloodLimits.real()
        self._watchers: list[News] = []
        self._changing = asyncio.Lock()
        self._open = AsyncExitStack()
        self._crowd: Json | None = None
        self._answering: set[asyncio.Task[None]] = set()
        self.stage: Stage
        self.run = 0

    async def __aenter__(self) -> Self:
        try:
            await self._raise_curtain()
        except BaseException:
            await self._drop_curtain()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        self.dismiss()
        await self._drop_curtain()

    def dismiss(self) -> None:
        """End the stream of everyone who watches."""
        for news in self._watchers:
            news.put_nowait(None)

    async def start_over(self, sample: Sample | None = None) -> None:
        """A new server, bot, folder and cast, with a workshop that begins or a finished one; pages get the new state."""
        async with self._changing:
            self._sample = sample
            await self._drop_curtain()
            try:
                await self._raise_curtain()
            except BaseException:
                self._sample = None
                await self._drop_curtain()
                raise
        self._tell(self.snapshot())

    def add_phone(self, language: str = "en") -> Phone:
        """One more person who takes part; a group that exists takes them in."""
        taken = {phone.name for phone in self.stage.cast}
        name = next(name for name in chain(NAMES, (f"Guest {number}" for number in count(1))) if name not in taken)
        phone = _cast(self.stage, name, language=language)
        if self.stage.group:
            phone.join(self.stage.group)
        return phone

    def add_group(self) -> Group:
        """A group with all phones of the cast and the bot in it; the same one if it exists."""
        if self.stage.group is None:
            self.stage.group = self.stage.emulator.group("Riverside group", *self.stage.cast)
        return self.stage.group

    def let_answer(self, size: int) -> bool:
        """Send a crowd in; False if there is no open door or one is still at it. Who is through stays and follows the room."""
        link = self.stage.invitation()
        if link is None or (self._crowd or {}).get("running"):
            return False
        self._crowd = {"size": size, "joined": 0, "finished": 0, "running": True}
        self._tell_crowd()
        task = asyncio.create_task(self._gathering(link, size))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)
        return True

    async def _gathering(self, link: str, size: int) -> None:
        mine = self._crowd

        def told(joined: int, finished: int) -> None:
            nonlocal mine
            self._crowd = mine = {"size": size, "joined": joined, "finished": finished, "running": finished < size}
            self._tell_crowd()

        try:
            await self._gather(self.stage, link, size, told)
        finally:
            if self._crowd is mine:  # not the next crowd's
                self._crowd = {**(mine or {}), "running": False}
                self._tell_crowd()

    def _tell_crowd(self) -> None:
        self._tell({"kind": "crowd", "chat_id": 0, "crowd": self._crowd})

    def _tell_sample(self, step: str, done: int, of: int) -> None:
        self._tell({"kind": "sample", "chat_id": 0, "sample": {"step": step, "done": done, "of": of}})

    @contextmanager
    def watch(self) -> Iterator[News]:
        """Everything from now on: a snapshot first, then events; None when the rehearsal ends."""
        news: News = asyncio.Queue()
        news.put_nowait(self.snapshot())
        self._watchers.append(news)
        try:
            yield news
        finally:
            self._watchers.remove(news)

    def snapshot(self) -> Json:
        """The whole state a page needs."""
        samples = [{"flow": flow, "title": title} for flow, title in self.samples.items()]
        return {**shown(self.stage), "run": self.run, "crowd": self._crowd, "samples": samples}

    def _tell(self, event: Json) -> None:
        for news in self._watchers:
            news.put_nowait(event)

    async def _raise_curtain(self) -> None:
        self.run += 1
        self._crowd = None
        folder = Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix="roundtable-")))
        emulator = Emulator(limits=self._limits)
        url = await self._open.enter_async_context(serve(emulator, port=0))
        self.stage = Stage(emulator, url, folder, sample=self._sample, told=self._tell_sample)
        language = self._sample.language if self._sample is not None else "en"
        _cast(self.stage, "Fay", role="facilitator", language=language)
        _cast(self.stage, "Ada", language=language)
        _cast(self.stage, "Ben", language=language)
        await self._open.enter_async_context(self._relaying(emulator))
        await self._open.enter_async_context(self._produce(self.stage))

    async def _drop_curtain(self) -> None:
        for task in tuple(self._answering):
            await _ended(task)
        await self._open.aclose()

    @asynccontextmanager
    async def _relaying(self, emulator: Emulator) -> AsyncIterator[None]:
        task = asyncio.create_task(self._relay(emulator))
        await asyncio.sleep(0)  # the subscription exists from here on
        try:
            yield
        finally:
            await _ended(task)

    async def _relay(self, emulator: Emulator) -> None:
        async for event in emulator.subscribe():
            notice_screen(self.stage, event)
            if self._watchers:
                self._tell_of(event)

    def _tell_of(self, event: Json) -> None:
        if changes_everything(self.stage, event):
            self._tell(self.snapshot())
        elif told := for_page(self.stage, event):
            self._tell(told)


def _cast(stage: Stage, name: str, *, role: str = "", language: str = "en") -> Phone:
    phone = stage.emulator.account(name, language=language)
    stage.cast.append(phone)
    stage.roles[phone.user_id] = role
    return phone


async def _ended(task: asyncio.Task[None]) -> None:
    """Cancel a task and wait until it has let go."""
    task.cancel()
    await asyncio.wait({task})
