"""The composition root: puts the parts together, owns the clock and the source of chance; must not hold rules of its own.

Long: one part after the other, from the start to the end.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress
from datetime import date
from functools import partial
from typing import Self

import uvloop
from starlette.routing import BaseRoute
from telegram import Update

from bot.closing.days import Days, Told
from bot.desk import House
from bot.front.deeds import Deeds
from bot.front.opening import open_alone
from bot.front.reception import Handled, Reception, only_asks, rank_of, receive
from bot.front.standstill import UNANSWERABLE, excuse
from bot.front.upkeep import LOOKS_EVERY, Upkeep
from bot.groups.linking import Chatter
from bot.incoming import Incoming
from bot.logs import configure_logging, log, silence_loop
from bot.memory import Albums, Guesses, Insiders, Memory, Searched, Unsearched, Unsent
from bot.report.rewording import Rewording, host_of
from bot.screen.hallway import Hallway, wall_routes
from bot.screen.walls import Walls
from bot.screen.web import Projection, routes
from bot.settings import Settings
from bot.shelf.folder import all_flows
from bot.surroundings import departing, weights
from bot.telegram import updates
from bot.telegram.api import Api, make_bot
from bot.telegram.courier import Courier, Pace, Rank
from bot.telegram.intake import Polling, Webhook
from bot.telegram.patience import Patience
from bot.telegram.serving import allow_files, make_app, serving
from bot.trial.running import Trials
from storage.database import OUTAGES, Unit
from storage.place.tenancy import tenancy_of

_FAILURES: tuple[type[Exception], ...] = (*OUTAGES, RuntimeError, LookupError)


class App:
    """The whole program around one bot token."""

    def __init__(
        self,
        settings: Settings,
        tick_seconds: float,
        pace: Pace | None,
        days: Days | Told,
        clock: Callable[[], float],
        chance: random.Random,
    ) -> None:
        """See `build`."""
        self._settings = settings
        self._tick_seconds = tick_seconds
        self._days = days
        self._clock = clock
        self._chance = chance
        self._guesses, self._unsent, self._albums = Guesses(), Unsent(), Albums()
        self._lately: dict[int, float] = {}
        self._began = time.monotonic()
        self._searcher = ThreadPoolExecutor(1, thread_name_prefix="searcher")
        self._insiders = Insiders()
        self._walls = Walls(self._chance, time.monotonic)
        self._chatter = Chatter()
        self._patience = Patience(asyncio.Event())
        self._flows = all_flows(settings.flows)
        self._tenancy = tenancy_of(settings.database_url)
        self._database = open_alone(settings, self._tenancy, self._chance)
        token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
        self.bot: Api = make_bot(token, settings.telegram_api_url)
        self.courier = Courier(self.bot, time.monotonic, pace)
        self._intake: Polling | Webhook | None = None
        self._trials: Trials | None = None
        self._deeds: Deeds | None = None
        self._upkeep: Upkeep | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._resources = AsyncExitStack()

    @classmethod
    def build(
        cls,
        settings: Settings,
        *,
        tick_seconds: float | None = None,
        pace: Pace | None = None,
        today: Callable[[], date] | None = None,
        clock: Callable[[], float] = time.time,
        chance: random.Random | None = None,
    ) -> Self:
        """Open the database and the flows. Raises FlowError, AnotherRuns, KeysMissing, DatabaseMissing, and what `Database.open` raises.

        `tick_seconds`: between two looks at whether a summary may grow, never at the moment of an answer. `today`: tells the day,
        in tests; by default the machine's clock does, as far as it can be believed (`Days`). `clock`: seconds since 1970 (UTC).
        `chance`: the operating system's, but for a test that is to go the same way each time.
        """
        tick = settings.release_tick_seconds if tick_seconds is None else tick_seconds
        days = Days(zone=settings.zone) if today is None else Told(today)
        return cls(settings, tick, pace, days, clock, chance or random.SystemRandom())

    @property
    def deeds(self) -> Deeds:
        """What carries decisions out. Raises RuntimeError before `start`."""
        if self._deeds is None:
            raise RuntimeError("the program has not started")
        return self._deeds

    @property
    def upkeep(self) -> Upkeep:
        """What looks after everything. Raises RuntimeError before `start`."""
        if self._upkeep is None:
            raise RuntimeError("the program has not started")
        return self._upkeep

    async def start(self) -> None:
        """Finish what was cut short, show what is owed, then take updates."""
        silence_loop(asyncio.get_running_loop())
        self._resources.push_async_callback(self.bot.shutdown)
        await self._patience.ask(self.bot.initialize)  # however long Telegram, or the network, is away
        self._deeds = Deeds(
            self._database,
            self.courier,
            self.bot.username,
            self._days,
            self._clock,
            self._house,
            self.bot.id,
            self.bot.token,
            self._unsent.forget_all,
            self._rewording(),
        )
        self._upkeep = Upkeep(self._deeds, self._days, self._tenancy)
        self._trials = Trials(
            self._deeds, self.courier, self._days, self._clock, self._chance, self._searcher, self._house
        )
        await self.courier.start()
        await self.deeds.ask(lambda unit: unit.workshops.keep(self._settings.retention_months))
        await self.upkeep.recover()
        self._tasks = [asyncio.create_task(self._tick_for_ever()), asyncio.create_task(self.deeds.boards.run())]
        await self._take_updates()
        self.deeds.introduce()
        log("started")

    async def stop(self) -> None:
        """Store what is being handled, send waiting replies for a few seconds, and end. Also a start that was cut short."""
        self._database.hurry()
        if isinstance(self._intake, Polling):
            self._intake.stop()
        for task in self._tasks:
            if task is not self._polling:
                task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._trials is not None:
            await self._trials.stop()
        if self._deeds is not None:
            self._deeds.screens.close()
            await self._deeds.stop()
        await self.courier.stop()
        if self._deeds is not None:
            await self._deeds.settled()
        await self._resources.aclose()
        self._searcher.shutdown(wait=False, cancel_futures=True)
        self._database.close()
        self._tenancy.release()
        log("stopped")

    async def idle(self) -> None:
        """Until nothing is being handled, carried out or sent. For tests and rehearsals."""
        if self._intake is not None:
            await self._intake.idle()
        await self.deeds.idle()
        if self._trials:
            await self._trials.idle()
            await self.deeds.idle()

    async def tick(self) -> None:
        """Look once after everything that nobody asks for: see `Upkeep.look`."""
        self.deeds.introduce()
        await self.upkeep.look()
        if self._trials:
            await self._trials.look()

    async def run(self) -> None:
        """Start, then `wait`."""
        await self.start()
        await self.wait()

    async def wait(self) -> None:
        """Until taking updates ends. Raises CannotReceive when Telegram will not give any."""
        await asyncio.gather(*self._tasks)

    async def handle(self, update: Update) -> asyncio.Future[None] | None:
        """Store one update; what follows from it is carried out after the commit. Returns when it is stored.

        What comes of one that only asks is not stored: the future ends when the answer has left.
        """
        incoming = updates.read(update, self.bot.username)
        if incoming is None:
            return None
        if self._trials and await self._trials.take(incoming):
            return None
        handled = await self._handled(incoming)
        if handled.rank is Rank.ROOM:
            self._insiders.add(incoming.sender.chat_id)
        self.courier.rank(incoming.sender.chat_id, handled.rank)
        ops, left = self.deeds.passing.noted(incoming.sender.chat_id, handled.ops)
        self.deeds.carry(ops)
        if self._trials:
            self._trials.soon()
        return left[-1] if left and handled.only_asks and handled.rank is Rank.ROOM else None

    async def _handled(self, incoming: Incoming) -> Handled:
        """Words that names are looked for in are searched in a thread: neither taps nor transactions wait for that."""
        searched = Searched()
        while True:
            now, lately = time.monotonic(), self._lately
            memory = Memory(self._guesses, self._unsent, now, searched, self._albums, lately, self._began)
            at = Reception(self._house(), memory, self._chatter)
            try:
                return await self.deeds.ask(partial(self._receive, incoming=incoming, at=at))
            except UNANSWERABLE as error:
                return Handled(await self.deeds.ask(lambda unit, why=error: excuse(unit, incoming, why)), Rank.ROOM)  # type: ignore[misc]  # a default
            except Unsearched as words:
                await asyncio.get_running_loop().run_in_executor(self._searcher, searched.search, words.text)

    def _receive(self, unit: Unit, incoming: Incoming, at: Reception) -> Handled:
        ops = self.deeds.replies.noted(unit, incoming.sender.user_id, receive(unit, incoming, at))
        rank = Rank.ROOM if incoming.sender.chat_id in self._insiders.chats else rank_of(unit, incoming)
        return Handled(ops, rank, only_asks(unit, incoming))

    def _rewording(self) -> Rewording | None:
        """The endpoint that reports are put into other words by; None where the host has set none."""
        url, key, model = self._settings.wording_url, self._settings.wording_key, self._settings.wording_model
        return Rewording(url, key.get_secret_value() if key else "", model) if url and model else None

    def _house(self) -> House:
        return House(
            today=self._days.today(),
            chance=self._chance,
            bot_username=self.bot.username,
            controller=self._settings.controller_name or "",
            contact=self._settings.controller_contact or "",
            flows=self._flows,
            now=int(self._clock()),
            screen_url=self._settings.screen_base,
            kept_months=self._settings.retention_months,
            walls=self._walls if self._settings.screen_base else None,
            zone=self._settings.zone,
            worded_by=host_of(self._settings.wording_url or ""),
        )

    async def _take_updates(self) -> None:
        """By webhook where Telegram can reach us, else by long polling; the presenter's screen is served beside either."""
        if self._settings.public_url is None:
            await self._serve(self._screen())
            self._intake = polling = Polling(self.bot, self.handle, OUTAGES)
            self._polling = asyncio.create_task(polling.run())
            self._tasks.append(self._polling)
            return
        secret = self._settings.webhook_secret.get_secret_value() if self._settings.webhook_secret else ""
        self._polling = None
        self._intake = webhook = Webhook(self.handle, secret, OUTAGES)
        await self._serve([webhook.route(), *self._screen()])
        await webhook.register(self.bot, self._settings.public_url)

    def _screen(self) -> list[BaseRoute]:
        """The pages of the presenter's screen; none where browsers have no address for it."""
        if not self._settings.screen_base:
            return []
        deeds, base = self.deeds, self._settings.screen_base
        of = Projection(deeds.screens, deeds.ask, deeds.carry, self._days.today, base)
        return [*routes(of), *wall_routes(Hallway(self._walls, deeds.screens, base, self.bot.username))]

    async def _serve(self, pages: list[BaseRoute]) -> None:
        if pages:
            upkeep = self.upkeep
            app = make_app(
                pages,
                healthy=lambda: upkeep.is_well and not self._is_locked(),
                troubles=lambda: (*upkeep.troubles, *(("token_refused",) if self._is_locked() else ())),
            )
            host = self._settings.listens_on
            await self._resources.enter_async_context(serving(app, host=host, port=self._settings.port))

    def _is_locked(self) -> bool:
        """Whether Telegram does not know our token any more."""
        return self.courier.is_locked or (isinstance(self._intake, Polling) and self._intake.is_locked)

    _polling: asyncio.Task[None] | None = None

    async def _tick_for_ever(self) -> None:
        """Every tick a look; in between what was cut short is gone on with, at the latest after half a minute."""
        looked = time.monotonic()
        while True:
            await asyncio.sleep(min(self._tick_seconds, LOOKS_EVERY))
            is_time = time.monotonic() - looked >= self._tick_seconds
            looked = time.monotonic() if is_time else looked
            try:
                await (self.tick() if is_time else self.upkeep.mend())
            except _FAILURES as error:
                log("tick_failed", handler="releases", error=error)


def run(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM. Raises CannotReceive when Telegram will not give updates, OtherWeights for an embedder not ours."""
    os.umask(0o077)  # database and keys are nobody else's business on a shared machine
    configure_logging()
    weights.check()
    allow_files()
    uvloop.run(_run(settings))


async def _run(settings: Settings) -> None:
    app = App.build(settings)
    running = asyncio.ensure_future(app.run())
    loop = asyncio.get_running_loop()
    aside = ThreadPoolExecutor(thread_name_prefix="aside")
    loop.set_default_executor(aside)
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, running.cancel)
    try:
        with suppress(asyncio.CancelledError):
            await running
    finally:
        await app.stop()
    aside.shutdown(wait=False, cancel_futures=True)
    if departing.is_held():
        departing.leave()
