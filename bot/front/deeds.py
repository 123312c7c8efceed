"""Carries out what was decided, after the commit: messages, boards, pictures, polls, closing; must not decide what may be shown.

Everything that goes to Telegram leaves through the courier. Long work runs in tasks of its own, never in the path of a tap.

Long: one deed after the other, each a few lines.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Future
from dataclasses import replace
from typing import TypeVar

from bot.across.making import Comparisons
from bot.closing.days import Days, Told
from bot.closing.ending import End
from bot.closing.telling import Telling
from bot.cockpit.boards import Boards
from bot.cockpit.placing import Remote
from bot.desk import House
from bot.facilitator import exporting
from bot.front.chores import Chores
from bot.front.help import menu_in_chat
from bot.front.introducing import Introduction
from bot.front.replies import Replies
from bot.front.tables import PAGES
from bot.groups.deeds import GroupDeeds
from bot.logs import log
from bot.messages import (
    BeginTrial,
    BringBoard,
    ClearBoards,
    CloseWorkshop,
    DeleteWorkshop,
    DrawJoinCard,
    DrawPage,
    DrawResult,
    DrawSummary,
    Edit,
    EmptyLog,
    EndLists,
    EndTrial,
    EnterGroup,
    Flash,
    GroupThemes,
    MakeExport,
    MakeReport,
    Message,
    Op,
    OpenPage,
    Owed,
    ReadFlow,
    RefreshBoards,
    Remove,
    Send,
    SendFlow,
    SendPoll,
    ShowMenu,
    ShowOwed,
    ShowOwedTo,
    StartSendout,
    StopPoll,
    StopSendout,
    Strip,
    TellResult,
    comes_below,
)
from bot.owing.bench import Bench
from bot.owing.engine import Ends, Owing, Unsure
from bot.owing.handing import NotTaken, Once, hand_over
from bot.owing.passing import Passing
from bot.places import ChorePlace, PassingPlace, Place, ReplyPlace
from bot.polls.native import Polls
from bot.reading.grouping import Grouper
from bot.report.handing import Reports
from bot.report.rewording import Rewording
from bot.screen.hub import Hub
from bot.sendouts.sending import Sendouts
from bot.sendouts.showing import Screens
from bot.shelf.fetching import Fetching
from bot.summary.drawing import Drawing
from bot.telegram import render
from bot.telegram.courier import STOPPED, Courier, Delivered, Lane, Leaves, Outcome, Refused, Unknown
from bot.wording import Wording
from storage.database import OUTAGES, Database, Unit

T = TypeVar("T")
_FAILURES: tuple[type[Exception], ...] = (*OUTAGES, RuntimeError, ValueError, LookupError)
Work = Callable[[Unit], T]


def _nothing_is_held(workshop_id: str) -> None:
    del workshop_id


class Deeds:
    """One for the program. `days` tell the date, `clock` the seconds since 1970 (UTC), `house` all that; `bot_username` is for links.

    `bot_id`: whom Telegram shows commands and a description of. `secret`: what staff are owed is sealed with it. `rewording`: puts
    reports into other words. `forgets`: lets go of what memory holds of a closed workshop.
    """

    def __init__(
        self,
        database: Database,
        courier: Courier,
        bot_username: str,
        days: Days | Told,
        clock: Callable[[], float],
        house: Callable[[], House],
        bot_id: int = 0,
        secret: str = "",
        forgets: Callable[[str], None] = _nothing_is_held,
        rewording: Rewording | None = None,
    ) -> None:
        self.trial: Callable[[BeginTrial | EndTrial], Awaitable[None]] = _no_trials
        today = days.today
        self._database = database
        self._courier = courier
        self._today = today
        self._running: set[asyncio.Task[None]] = set()
        self._storing: set[asyncio.Task[None]] = set()
        self.owing = Owing(self.ask, self._post, self._work, self.carry, self._spawn, self._store, courier.pace.again)
        self.showing = Screens(self.ask, self.owing, self.carry)
        remote = Remote(PAGES, house)
        self.boards = Boards(self.ask, courier, self.owing, self.carry, self._spawn, clock, remote)
        self.replies, self.passing, self.chores = Replies(self.ask, secret), Passing(), Chores()
        self.owing.add(self.replies, ReplyPlace)
        self.owing.add(self.passing, PassingPlace)
        self.owing.add(self.chores, ChorePlace)
        self.sendouts = Sendouts(self.ask, self._deliver, self.carry, self.boards.touch)
        self.groups = GroupDeeds(self.ask, courier, self.carry, self._spawn, bot_username)
        self._polls = Polls(self.ask, courier, self.carry, today, self.replies)
        self.screens = Hub(self.ask, bot_username, today, time.monotonic)
        self._fetching = Fetching(self.ask, courier, self._all, house)
        self._drawing = Drawing(self.ask, self._deliver, self._all, bot_username)
        self._once, self._bench = Once(), Bench()
        self._compared = Comparisons(self.ask, self.carry, self._one, bench=self._bench)
        self._reports = Reports(self.ask, self.carry, self._one, today, rewording=rewording, bench=self._bench)
        self._grouper = Grouper(self.ask, self.carry)
        self._introduction = Introduction(self.ask, courier, bot_id)
        self._telling = Telling(self.ask, self._deliver, self._store, self.replies)
        self._end = End(database, self.ask, self.carry, days, self.replies, self._telling, forgets)

    def ask(self, work: Work[T]) -> asyncio.Future[T]:
        """One transaction; done when it has committed."""
        future: Future[T] = self._database.run(work)
        return asyncio.wrap_future(future)

    def carry(self, ops: Iterable[Op]) -> None:
        """Begin everything in order; messages to one chat arrive in this order."""
        for op in ops:
            try:
                self._begin(op)
            except (ValueError, TypeError, LookupError) as error:  # one that cannot be made must not lose the others
                log("deed_failed", error=error)

    def aside(self, op: Send) -> None:
        """Said to somebody who takes part, or tries to: the board of their chat stays where it is."""
        self._post(op)

    def introduce(self) -> None:
        """Tell Telegram what it is to show of the bot, if it does not know yet."""
        self._spawn(self._introduction.tell())

    def resume(self, workshops: Iterable[str]) -> None:
        """After a start: show what is owed, then go on with messages to everybody, so that a screen does not come by both."""
        self._spawn(self._resume(workshops))

    async def _resume(self, workshops: Iterable[str]) -> None:
        for workshop_id in workshops:
            await _guarded(self.showing.show(workshop_id))
        self.chores.sends = True
        await self.owing.to(None)

    async def idle(self) -> None:
        """Until nothing is being done any more, boards included."""
        while True:
            await self._courier.idle()
            await asyncio.sleep(0)  # what follows from its outcomes begins
            if not (self._running or self._storing or self.boards.behind or self.sendouts.busy):
                return
            await self.boards.flush()
            await asyncio.gather(*self._running, *self._storing, self.sendouts.settled(), return_exceptions=True)

    async def stop(self) -> None:
        """Give long work up; what was stored goes on after the next start. Then stop the courier, and call `settled`."""
        self.sendouts.halt()
        self.owing.halt()
        self._grouper.stop()
        for task in set(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def settled(self) -> None:
        """Until it is stored what became of everything that was on its way when the courier stopped."""
        await asyncio.gather(*self._running, *self._storing, self.sendouts.settled(), return_exceptions=True)

    def _begin(self, op: Op) -> None:
        match op:
            case Send() | Edit() | Remove() | Strip() | Flash():
                self._deliver(op)
            case Owed():
                self._owe(op)
            case OpenPage():
                self.boards.open(op)
            case BringBoard(chat_id):
                self.boards.bring(chat_id)
            case RefreshBoards(workshop_id):
                self.boards.touch(workshop_id)
                self.screens.touch(workshop_id)
            case StartSendout(sendout_id):
                self.sendouts.go(sendout_id)
            case _:
                self._spawn(self._work(op, None))

    def _owe(self, op: Owed) -> None:
        """What a member of staff is owed; what was decided by nobody's update finds the board above it when it has come."""
        paid = self.owing.once(op)
        if paid is not None and isinstance(op.place, ReplyPlace) and comes_below(op.op):
            chat_id = op.place.user_id
            paid.add_done_callback(lambda _: self.boards.said(chat_id))

    def _work(self, op: Op, place: Place | None) -> Awaitable[None]:
        """What takes time, to its end; anything else is begun. `place`: where it is owed."""
        match op:
            case TellResult():
                return self._telling.tell(op, place)
            case EmptyLog() | EndLists() | ClearBoards():
                return self._clean(op)
            case ShowOwed(workshop_id):
                return self.showing.show(workshop_id)
            case ShowOwedTo(user_id):
                return self.owing.to(user_id)
            case StopSendout(sendout_id, asked_in):
                return self.sendouts.stopped(sendout_id, asked_in)
            case DrawJoinCard() | DrawSummary() | DrawPage() | DrawResult():
                return self._drawing.draw(op)
            case SendPoll() | StopPoll():
                return self._polls.send(op, place) if isinstance(op, SendPoll) else self._polls.stop(op)
            case CloseWorkshop():
                return self._end.close(op)
            case DeleteWorkshop():
                return self._delete(op)
            case MakeExport() | MakeReport():
                return self._file(op, place)
            case EnterGroup() | ShowMenu():
                return self.groups.enter(op) if isinstance(op, EnterGroup) else self._show_menu(op)
            case BeginTrial() | EndTrial():
                return self.trial(op)
            case ReadFlow() | SendFlow():
                return self._fetching.work(op)
            case GroupThemes():
                return self._grouper.work(op)
            case _:
                self._begin(op)
                return asyncio.sleep(0)

    def _file(self, op: MakeExport | MakeReport, place: Place | None) -> Awaitable[None]:
        """What is made of a closed workshop to be taken away; what of it has come does not come again after a start."""

        async def came(count: int) -> None:
            if place is not None:
                await self.replies.changed(place, replace(op, sent=count) if isinstance(op, MakeReport) else op)

        if isinstance(op, MakeReport):
            return self._compared.make(op, came) if op.beside else self._reports.make(op, came)
        file = exporting.wanted(self._database, self.ask, self._today(), op, bench=self._bench)
        return self._once.make(op, lambda: hand_over(file, Wording(op.language), self.carry, self._one))

    async def _one(self, op: Send, came: Callable[[], Awaitable[None]]) -> None:
        """Send it, and store that it came, although the program ends meanwhile. Raises Ends, Unsure and NotTaken."""
        sent, stored = self._deliver(op), asyncio.Event()

        async def store() -> None:
            try:
                await came()
            finally:
                stored.set()

        def ended(done: asyncio.Future[Outcome]) -> None:
            if not done.cancelled() and isinstance(done.result(), Delivered):
                self._store(store())

        sent.add_done_callback(ended)
        outcome = await asyncio.shield(sent)
        if outcome == STOPPED:
            raise Ends
        if isinstance(outcome, Unknown):
            raise Unsure
        if isinstance(outcome, Refused):
            raise NotTaken
        if isinstance(outcome, Delivered):
            await stored.wait()

    async def _all(self, ops: Iterable[Send]) -> None:
        """Send these. Raises Ends when the end of the program cuts it short, and Unsure, so that it is not taken as done."""
        became = await asyncio.gather(*[self._deliver(op) for op in ops])
        if STOPPED in became:
            raise Ends
        if any(isinstance(outcome, Unknown) for outcome in became):
            raise Unsure

    def _deliver(
        self, op: Send | Edit | Remove | Strip | Flash, leaves: Leaves | None = None
    ) -> asyncio.Future[Outcome]:
        """One call of the Bot API; what pays a debt is looked after until it is known to be paid."""
        if isinstance(op, Send | Edit | Remove) and op.place is not None:
            return self.owing.hand(op)
        outcome = self._post(op, leaves)
        if isinstance(op, Send) and not op.bulk:
            outcome.add_done_callback(lambda _: self.boards.said(op.chat_id))
        return outcome

    def _post(self, op: Send | Edit | Remove | Strip | Flash, leaves: Leaves | None = None) -> asyncio.Future[Outcome]:
        """Messages to everybody go behind every reply and within the bulk budget."""
        match op:
            case Send():
                lane = Lane.BULK if op.bulk else Lane.REPLY
                outcome = self._courier.post(render.sending(op), lane, leaves)
                outcome.add_done_callback(lambda done: None if done.cancelled() else self._arrived(op, done.result()))
                return outcome
            case Edit():
                return self._courier.post(render.editing(op))
            case Remove():
                return self._courier.post(render.removing(op))
            case Strip():
                return self._courier.post(render.stripping(op))
            case Flash():
                return self._courier.post(render.flashing(op))

    def _arrived(self, op: Send, outcome: Outcome) -> None:
        """In a group that takes no pictures what the picture said is said in words."""
        is_refused = outcome == Refused("no_rights") and op.chat_id < 0 and op.message.photo is not None
        if is_refused and op.message.html:
            self.carry((replace(op, message=Message(op.message.html, op.message.keyboard)),))

    async def _show_menu(self, op: ShowMenu) -> None:
        """Raises Ends where the program ends before, and Unsure where nobody knows whether Telegram has it."""
        outcome = await self._courier.post(render.commands(op.chat_id, menu_in_chat(op.role, Wording(op.language))))
        if outcome == STOPPED:
            raise Ends
        if isinstance(outcome, Unknown) or outcome == Refused("gave_up"):
            raise Unsure

    def _clean(self, op: EmptyLog | EndLists | ClearBoards) -> Awaitable[None]:
        """What takes away what is over."""
        match op:
            case EmptyLog(words):
                return self._empty_log(words=words)
            case EndLists():
                return self._end.lists()
            case ClearBoards():
                return self.boards.take_away_replaced()

    async def _empty_log(self, *, words: bool) -> None:
        await asyncio.to_thread(self._database.rewrite_texts if words else self._database.empty_log)

    async def _delete(self, op: DeleteWorkshop) -> None:
        await self._end.delete(op.workshop_id, op.asked_in, op.by)
        await self.boards.take_away_replaced()

    def spawn(self, work: Awaitable[None]) -> None:
        """Begin what nobody waits for; it is given up when the program ends."""
        self._spawn(work)

    def _spawn(self, work: Awaitable[None]) -> None:
        _begun(work, self._running)

    def _store(self, work: Awaitable[None]) -> None:
        """What became of something is stored although the program ends."""
        _begun(work, self._storing)


async def _no_trials(op: BeginTrial | EndTrial) -> None:
    """Where nobody looks after trials there are none: `bot.trial` puts itself in this place."""
    del op


def _begun(work: Awaitable[None], among: set[asyncio.Task[None]]) -> None:
    task = asyncio.ensure_future(_guarded(work))
    among.add(task)
    task.add_done_callback(among.discard)


async def _guarded(work: Awaitable[None]) -> None:
    """Work outside the path of a tap must not vanish silently: its failure is logged by class."""
    try:
        await work
    except (Ends, Unsure):
        return  # no failure: it is owed, and done after the start
    except _FAILURES as error:
        log("deed_failed", error=error)
