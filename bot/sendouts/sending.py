"""Carries out messages to everybody, a few people at a time; must not know what they say or what may be shown.

Somebody is claimed in the database before their message leaves, and only a few are claimed and without an outcome at any
moment. So a program that is killed goes on after its restart, nobody gets anything twice, and of no more than `WINDOW`
people it is not known whether they got it. Replies to people's own taps go first: the courier's lanes see to that.

Long: what becomes of one person's message, from the claim to the count, is one argument.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

from bot.closing import following_up
from bot.cockpit.progress import tells_its_end, was_sent, was_stopped
from bot.desk import Ask
from bot.logs import log
from bot.messages import EndLists, Message, Op, Send, ShowOwed, in_words
from bot.panel import dialogue as panel_dialogue
from bot.parcels import BEFORE_OPEN, FOR_SOME, Audience, Kind, Parcel, Same, first_of
from bot.participant.launching import card_again, depends_on_answers, last_call, launch_message
from bot.polls.result import FOR_EVERYONE
from bot.polls.voting import ballot_message
from bot.sendouts.announcing import announcement
from bot.sendouts.claims import FAILURES, Due, Report, Step, Tables, Want, recovered, said, step, strips
from bot.sendouts.owed import PLACED
from bot.telegram.courier import Delivered, Leaves, Outcome, Refused, Unknown, Unreachable
from bot.telegram.outcomes import is_for_words
from bot.wording import Wording
from storage.afterwards import AFTERWARDS
from storage.database import OUTAGES, Unit
from storage.values import ALL, Sendout, SendoutKind, SendoutState

T = TypeVar("T")

WINDOW = 16
"""People claimed whose outcome is not stored; at 25 a second this is the work of two thirds of a second."""

_LONGEST_REST = 1.0  # seconds
_WAITS = (0.2, 10.0)  # seconds: the first and the longest wait for a database that cannot be asked

KINDS: dict[SendoutKind, Kind] = {
    SendoutKind.CONSENT: card_again,
    SendoutKind.QUESTION: launch_message,
    SendoutKind.ANNOUNCEMENT: Same(announcement),
    SendoutKind.CLOSING: following_up.RESULT,
    SendoutKind.TEXTS: following_up.TEXTS,
    SendoutKind.NEWS: following_up.NEWS,
    SendoutKind.BALLOT: first_of(panel_dialogue.ballot_message, ballot_message),
    SendoutKind.LAST_CALL: last_call,
    SendoutKind.RESULT: FOR_EVERYONE,
}
"""What each kind says, one line a kind: a function for each person (`sending.MessageFor`), or `Same` for all of a language."""

AUDIENCES: dict[SendoutKind, Audience] = {
    SendoutKind.CONSENT: BEFORE_OPEN,
    **dict.fromkeys(AFTERWARDS, following_up.LISTED),
}
"""Kinds that are not for the roster as long as it is there: until the opening only, or after the close."""

OF_SOME: dict[SendoutKind, Callable[[Unit, Sendout], bool]] = {
    SendoutKind.QUESTION: depends_on_answers,
    **dict.fromkeys(FOR_SOME, lambda _unit, _sendout: True),
}
"""Kinds of which it may tell what people did, who gets anything: nothing is counted then of what became of it."""

TABLES = Tables(KINDS, AUDIENCES, OF_SOME)


@dataclass
class _Run:
    """One send-out under way: who is in flight, what is not stored yet, and what was made for each language.

    `counts`: what becomes of people is counted (see `Tables.counts`).
    """

    flying: set[asyncio.Task[None]] = field(default_factory=set)
    report: Report = field(default_factory=Report)
    counts: bool = True
    cursor: bytes = b""
    made: dict[str, asyncio.Future[Parcel | None]] = field(default_factory=dict)
    files: dict[Any, str] = field(default_factory=dict)
    uploads: dict[Any, asyncio.Lock] = field(default_factory=dict)


class Sendouts:
    """One for the program.

    `deliver` hands one message to the courier's bulk lane and remembers its place on arrival; `touch`: the boards of this
    workshop may have changed.
    """

    def __init__(
        self,
        ask: Ask,
        deliver: Callable[[Send, Leaves | None], asyncio.Future[Outcome]],
        carry: Callable[[Iterable[Op]], None],
        touch: Callable[[str], None],
    ) -> None:
        self._ask = ask
        self._deliver = deliver
        self._carry = carry
        self._touch = touch
        self._runs: dict[str, asyncio.Task[None]] = {}
        self._halted = asyncio.Event()

    @property
    def busy(self) -> bool:
        """Whether anything is being sent."""
        return bool(self._runs)

    async def recover(self) -> list[str]:
        """After a start: the ids of those that are not over, for `go`. Call it before anything new is begun."""
        return await self._ask(lambda unit: recovered(unit, TABLES))

    def go(self, sendout_id: str) -> None:
        """Begin to send it, or go on; does nothing when it is being sent already."""
        if not self._halted.is_set() and sendout_id not in self._runs:
            task = self._runs[sendout_id] = asyncio.create_task(self._guarded(sendout_id))
            task.add_done_callback(lambda _: self._runs.pop(sendout_id, None))

    async def stopped(self, sendout_id: str, asked_in: int) -> None:
        """A facilitator has stopped it: when those on their way have arrived, say how many got it."""
        run = self._runs.get(sendout_id)
        if run is not None:
            await asyncio.wait({run})
        self._carry(await self._ask(lambda unit: said(unit, sendout_id, asked_in, was_stopped)))

    def halt(self) -> None:
        """Claim nobody any more: the program ends. What is on its way is stored by `settled`."""
        self._halted.set()

    async def settled(self) -> None:
        """Until what became of everybody in flight is stored; after `halt` and the courier's `stop`."""
        while self._runs:
            await asyncio.wait(set(self._runs.values()))

    async def _guarded(self, sendout_id: str) -> None:
        try:
            await self._run(sendout_id)
        except (*FAILURES, *OUTAGES) as error:  # it stays as it is, and goes on at the next start
            log("deed_failed", error=error)

    async def _run(self, sendout_id: str) -> None:
        run = _Run()
        while True:
            most = 0 if self._halted.is_set() else WINDOW - len(run.flying)
            report, run.report = run.report, Report()
            want, began = Want(most, run.cursor, may_end=most == WINDOW), time.monotonic()
            now = await self._insist(partial(step, sendout_id=sendout_id, tables=TABLES, report=report, want=want))
            if now.sendout is None:
                return
            self._touch(now.sendout.workshop_id)
            rest = asyncio.create_task(self._give_way(time.monotonic() - began))
            self._begin(run, now.sendout, now)
            if not run.flying and (now.is_over or most == 0):
                rest.cancel()
                await self._say_end(now.sendout, now.asked_in)
                return
            await self._some(run, everyone=not now.due)
            await rest

    async def _give_way(self, took: float) -> None:
        """Rest as long as the last transaction took, which had to wait for people's own answers: those go first.

        On an idle machine this is shorter than the messages are on their way. On a busy one it halves what a message to
        everybody asks of it, so that the answers to the message are not stuck behind the message.
        """
        with suppress(TimeoutError):
            await asyncio.wait_for(self._halted.wait(), min(took, _LONGEST_REST))

    def _begin(self, run: _Run, sendout: Sendout, now: Step) -> None:
        run.cursor = now.cursor
        run.counts = now.counts if now.due else run.counts
        self._carry(strips(now.due))
        for due in now.due:
            task = asyncio.create_task(self._hand_over(run, sendout, due, self._screen(due)))
            run.flying.add(task)
            task.add_done_callback(run.flying.discard)

    async def _some(self, run: _Run, *, everyone: bool) -> None:
        """Until half of the window is free; until it is empty, when nobody is left to be claimed or the program ends."""
        halted = asyncio.ensure_future(self._halted.wait())
        try:
            while run.flying and (everyone or self._halted.is_set() or len(run.flying) > WINDOW // 2):
                extra = set() if self._halted.is_set() else {halted}
                await asyncio.wait({*run.flying, *extra}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            halted.cancel()

    async def _say_end(self, sendout: Sendout, asked_in: int | None) -> None:
        if sendout.kind in PLACED and sendout.state is not SendoutState.RUNNING:
            self._carry((ShowOwed(sendout.workshop_id),))
        if sendout.kind in AFTERWARDS and sendout.state is not SendoutState.RUNNING:
            self._carry((EndLists(),))
        if sendout.state is SendoutState.DONE and asked_in is not None and tells_its_end(sendout):
            self._carry(await self._insist(lambda unit: said(unit, sendout.id, asked_in, was_sent)))

    async def _insist(self, work: Callable[[Unit], T]) -> T:
        """One transaction, tried again while the database cannot be asked and the program goes on."""
        wait, longest = _WAITS
        while True:
            try:
                return await self._ask(work)
            except OUTAGES as error:
                if self._halted.is_set():
                    raise
                log("tick_failed", handler="sendouts", error=error)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._halted.wait(), wait)
                wait = min(longest, 2 * wait)

    # One person

    def _screen(self, due: Due) -> asyncio.Future[Outcome] | None:
        """What stands on the phone from now on leaves at once: whoever reads next what is owed knows it is on its way."""
        if due.place is None or due.parcel is None:
            return None
        try:
            return self._deliver(Send(due.recipient.chat_id, due.parcel[0], due.place, bulk=True), None)
        except FAILURES as error:
            log("deed_failed", error=error)
            return None

    async def _hand_over(self, run: _Run, sendout: Sendout, due: Due, screen: asyncio.Future[Outcome] | None) -> None:
        """Send one person's messages one after the other and note what became of them."""
        try:
            if screen is not None:
                outcome = await screen
            else:
                parcel = (
                    due.parcel if due.parcel is not None else await self._made(run, sendout, due.recipient.language)
                )
                outcome = await self._post_all(run, sendout, due, parcel)
        except FAILURES as error:
            log("deed_failed", error=error)
            outcome = Refused("bad_request")
        match outcome:
            case Refused("stopped"):
                run.report.back.append(due.recipient.token)
                return
            case Refused("taken_back"):  # it was stopped, or they have left, before it left
                return
            case _ if not run.counts:
                pass
            case Delivered():
                run.report.arrived += 1
            case Unknown():
                run.report.unsure += 1
            case _:
                run.report.failed += 1
        run.report.ended.append(due.recipient.token)

    async def _post_all(self, run: _Run, sendout: Sendout, due: Due, parcel: Parcel | None) -> Outcome:
        """What became of the worst of them; the words below a picture go on their own where it was refused.

        After the close also where it had no answer: there they are asked for nowhere else.
        """
        if parcel is None:
            return Refused("bad_request")
        worst: Outcome = Delivered(None)
        for number in range(due.recipient.part, len(parcel)):
            then = ALL if number + 1 == len(parcel) else str(number + 1)
            leaves = partial(self._mark, sendout, due.recipient.token, str(number), then)
            outcome = await self._post(run, due, parcel[number], leaves)
            said = in_words(parcel[number])
            if said is not None and is_for_words(outcome, unsure=sendout.kind in AFTERWARDS):
                outcome = await self._post(
                    run, due, said, partial(self._mark, sendout, due.recipient.token, then, then)
                )
            if isinstance(outcome, Unreachable) or outcome in (Refused("stopped"), Refused("taken_back")):
                return outcome
            worst = worst if isinstance(outcome, Delivered) or isinstance(worst, Unknown) else outcome
        return worst

    async def _mark(self, sendout: Sendout, token: bytes, number: str, then: str, leaves: bool) -> Refused | None:  # noqa: FBT001
        """Stored before the call leaves: what was not marked when the program is killed surely did not leave."""
        before, after = (number, then) if leaves else (then, number)
        audience = TABLES.audience(sendout)
        try:
            is_theirs = await self._insist(lambda unit: audience.leave(unit, sendout, token, before, after))
        except OUTAGES:  # the program ends
            return Refused("stopped")
        return None if is_theirs else Refused("taken_back")

    async def _post(self, run: _Run, due: Due, item: Message, leaves: Leaves) -> Outcome:
        chat = due.recipient.chat_id
        file = item.photo if item.photo is not None else item.document
        if file is None or isinstance(file, str):
            return await self._deliver(Send(chat, item, due.place, bulk=True), leaves)
        async with run.uploads.setdefault(file, asyncio.Lock()) if file not in run.files else asyncio.Lock():
            outcome = await self._deliver(
                Send(chat, with_file(item, run.files.get(file)), due.place, bulk=True), leaves
            )
            if isinstance(outcome, Delivered) and file not in run.files:
                run.files[file] = file_id(outcome.result)
            return outcome

    async def _made(self, run: _Run, sendout: Sendout, language: str) -> Parcel | None:
        if language not in run.made:
            run.made[language] = asyncio.ensure_future(self._make(sendout, Wording(language)))
        return await run.made[language]

    async def _make(self, sendout: Sendout, words: Wording) -> Parcel | None:
        """What all who read this language get; None when it cannot be made: then nobody of them gets anything."""
        kind = KINDS[sendout.kind]
        if not isinstance(kind, Same):
            return None
        read, draw = kind.read, kind.draw
        try:
            found = await self._insist(lambda unit: read(unit, sendout, words))
            return await asyncio.to_thread(draw, found, words)
        except FAILURES as error:
            log("deed_failed", error=error)
            return None


def with_file(message: Message, known: str | None) -> Message:
    """The message with the file that Telegram has already instead of its bytes; unchanged when it has none."""
    if known is None:
        return message
    return replace(message, photo=known) if message.photo is not None else replace(message, document=known)


def file_id(sent: Any) -> str:
    """Under which id Telegram keeps the picture or document of a message that has arrived."""
    return str(sent.photo[-1].file_id if sent.photo else sent.document.file_id)
