"""The trials that go on: who tries what, which updates are theirs, and when one ends; must not know what is asked in one.

One ends by its button, an hour after it began, when the real workshop opens or changes its rules, when its facilitator is none any
more, and with the program. Then it is gone, with its key: it was never anywhere but in memory.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from concurrent.futures import Executor
from html import escape

from bot.closing.days import Days, Told
from bot.commands import Instead
from bot.desk import House
from bot.front.deeds import Deeds
from bot.front.tables import ANYBODY
from bot.incoming import Command, Forwarded, Incoming, Media, Press, Rewritten, Sender, Words
from bot.logs import log
from bot.memory import CODE, normal_code
from bot.messages import BeginTrial, EndTrial, Message, Send
from bot.telegram.courier import Courier
from bot.trial.inventing import CROWD
from bot.trial.walk import MARK, Try, Walk, marked
from bot.wording import Wording
from storage.database import OUTAGES, Unit
from storage.values import Phase, Workshop

LASTS = 3600.0
"""Seconds after which it ends by itself."""

MOST = 20
"""Trials at one time: each has a database in memory."""

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_FAILURES: tuple[type[Exception], ...] = (*OUTAGES, RuntimeError, ValueError, LookupError)


class Trials:
    """One for the program."""

    def __init__(
        self,
        deeds: Deeds,
        courier: Courier,
        days: Days | Told,
        clock: Callable[[], float],
        chance: random.Random,
        searcher: Executor,
        house: Callable[[], House],
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """`steady`: a clock in seconds that only goes forward."""
        self._deeds = deeds
        self._courier = courier
        self._days = days
        self._clock = clock
        self._chance = chance
        self._searcher = searcher
        self._house = house
        self._steady = steady
        self._walks: dict[int, Walk] = {}
        self._gate = asyncio.Lock()
        deeds.trial = self.act

    def __bool__(self) -> bool:
        """Whether anybody tries anything."""
        return bool(self._walks)

    async def act(self, op: BeginTrial | EndTrial) -> None:
        """A facilitator begins or ends one; two taps are one."""
        async with self._gate:
            match op:
                case BeginTrial():
                    await self._begin(op)
                case EndTrial():
                    await self._end_asked(op)

    async def _begin(self, op: BeginTrial) -> None:
        sender = Sender(op.chat_id, op.chat_id, private=True, language=op.language)
        words = Wording(op.language)
        there = self._walks.get(op.chat_id)
        if there is not None and there.tries.workshop.id == op.workshop_id:
            await there.show(self._days.today())
            return
        if there is not None:
            await self._end(there, words.t("The trial of {title} is over.", title=escape(there.tries.workshop.title)))
        if len(self._walks) >= MOST:
            self._say(
                sender,
                words.t("Too many facilitators are trying their workshops now. Please try again in a few minutes."),
            )
            return
        workshop = await self._deeds.ask(lambda unit: unit.workshops.get(op.workshop_id))
        if workshop.phase is not Phase.WAITING:
            return
        tries = Try(workshop, sender, self._steady())
        code = "0" + "".join(self._chance.choice(_LETTERS) for _ in range(5))
        walk = await Walk.begun(
            tries, code, self._courier, self._days, self._clock, self._house, self._chance, self._searcher
        )
        self._walks[op.chat_id] = walk
        self._deeds.aside(Send(op.chat_id, welcome(workshop, words)))
        await walk.show(self._days.today())

    async def _end_asked(self, op: EndTrial) -> None:
        words = Wording(op.language)
        walk = self._walks.get(op.chat_id)
        sender = Sender(op.chat_id, op.chat_id, private=True, language=op.language)
        if walk is None or walk.tries.workshop.id != op.workshop_id:
            self._say(sender, words.t("This trial is over. Nothing of it is kept."))
            return
        self._walks.pop(op.chat_id, None)
        try:
            found = await walk.summary(self._days.today())
            self._deeds.carry(Send(op.chat_id, message) for message in found)
            self._say(sender, invented_said(words))
        finally:
            await walk.vanish()

    async def take(self, incoming: Incoming) -> bool:
        """Whether this update was for a trial; then it is handled."""
        walk = self._walks.get(incoming.sender.user_id)
        if walk is not None and incoming.sender.private and _asks_what_is_held(incoming):
            self._say(incoming.sender, walk.tries.words.t(
                "What you answer in the trial is in no list of what is kept: it is in memory alone, and gone when the trial ends."
            ))  # fmt: skip
        if walk is None or not incoming.sender.private or not await self._is_for(walk, incoming):
            return False
        try:
            await walk.handle(incoming, self._house(), self._steady())
        except _FAILURES as error:
            log("deed_failed", error=error)
        return True

    async def _is_for(self, walk: Walk, incoming: Incoming) -> bool:
        """Buttons of the trial, and words that are asked for nowhere else: a facilitator goes on steering meanwhile."""
        event = incoming.event
        match event:
            case Press(button=button):
                return button is not None and button.code == walk.code
            case Command(name=name):
                return name in ANYBODY and isinstance(ANYBODY[name].does, Instead)
            case Words(text=text, replied=replied):
                if replied is not None and replied.buttons:
                    return any(button.code == walk.code for button in replied.buttons)
                return not await self._deeds.ask(lambda unit: _is_asked_elsewhere(unit, incoming.sender, text))
            case Media() | Forwarded() | Rewritten():
                return not await self._deeds.ask(lambda unit: _is_asked_elsewhere(unit, incoming.sender, ""))
            case _:
                return False

    def soon(self) -> None:
        """Something was done that may have ended one, such as the opening: look without anybody waiting for it."""
        self._deeds.spawn(self.look())

    async def look(self) -> None:
        """End those whose time is over, or whose workshop is not what it was."""
        async with self._gate:
            for walk in list(self._walks.values()):
                await walk.tick()
                if (why := await self._deeds.ask(lambda unit, one=walk: _why_over(unit, one.tries))) is None:  # type: ignore[misc]  # a default
                    why = self._too_old(walk)
                if why:
                    await self._end(walk, why)

    def _too_old(self, walk: Walk) -> str:
        is_over = self._steady() - walk.tries.began >= LASTS
        return walk.tries.words.t("The trial is over: it began an hour ago. Nothing of it is kept.") if is_over else ""

    async def idle(self) -> None:
        """Until every phone has what it is to have."""
        for walk in list(self._walks.values()):
            await walk.idle()

    async def stop(self) -> None:
        """The program ends, and they with it."""
        for user_id in list(self._walks):
            await self._walks.pop(user_id).vanish()

    async def _end(self, walk: Walk, why: str) -> None:
        self._walks.pop(walk.tries.sender.user_id, None)
        try:
            await walk.settle()
        finally:
            await walk.vanish()
        self._say(walk.tries.sender, why)

    def _say(self, sender: Sender, html: str) -> None:
        self._deeds.carry((Send(sender.chat_id, marked(Message(html), Wording(sender.language))),))


def welcome(workshop: Workshop, words: Wording) -> Message:
    """What a trial is, above its first card."""
    t, n = words.t, words.n
    head = t("Trial of {title}", title=escape(workshop.title))
    lines = [
        f"{MARK} <b>{head}</b>",
        "",
        n("You take part in your own workshop, as people will. {count} invented person has answered already.",
          "You take part in your own workshop, as people will. {count} invented people have answered already.", CROWD),
        t("Nobody else can come in, and nothing of it is kept or counted. Your board goes on working. The button at the end "
          "of each message ends it and shows the summary. It also ends when the workshop opens, and after an hour."),
    ]  # fmt: skip
    if workshop.paced:
        lines.append(t("In the room you will ask each question; here the next one comes by itself."))
    return Message("\n".join(lines))


def invented_said(words: Wording) -> str:
    """Below the summary, so that nobody takes it for a result."""
    return words.n(
        "These are the answers of {count} invented person and your own: no result. The trial is over, and nothing of it is kept.",
        "These are the answers of {count} invented people and your own: no result. The trial is over, and nothing of it is kept.",
        CROWD,
    )


def _asks_what_is_held(incoming: Incoming) -> bool:
    """What is answered for the real person says nothing of the trial, and nobody should look for it there."""
    return isinstance(incoming.event, Command) and incoming.event.name in ("mydata", "forget")


def _is_asked_elsewhere(unit: Unit, sender: Sender, text: str) -> bool:
    """Whether a facilitator was asked to type something, or types the join code of a workshop."""
    code = normal_code(text)
    is_code = bool(CODE.fullmatch(code)) and unit.workshops.by_code(code) is not None
    return is_code or unit.staff.asked(sender.chat_id) is not None


def _why_over(unit: Unit, tries: Try) -> str | None:
    """Why the trial of this workshop makes no sense any more."""
    t = tries.words.t
    try:
        now = unit.workshops.get(tries.workshop.id)
    except LookupError:
        return t("The trial is over. Nothing of it is kept.")
    if now.phase is Phase.CLOSED or not unit.staff.steers(tries.sender.user_id, now.id):
        return t("The trial is over. Nothing of it is kept.")
    if now.phase is not Phase.WAITING:
        return t("The trial is over, because the workshop opens now. Nothing of it is kept.")
    if now.rules != tries.workshop.rules:
        return t("The trial is over, because the rules of the workshop have changed. Try it again from its board.")
    return None
