"""One trial: a database in memory, a key that only memory has, and the real dialogue on one phone; must not know when it ends.

Whatever leaves it says on every message that it is a trial, and goes to the phone of the one who tries. All else that a workshop does
(boards, groups, menus, messages to everybody) is not done.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from bot.closing.days import Days, Told
from bot.closing.following_up import tried
from bot.desk import House
from bot.front.deeds import Deeds
from bot.front.reception import Reception, receive
from bot.groups.linking import Chatter
from bot.incoming import Incoming, Sender
from bot.memory import Albums, Guesses, Memory, Searched, Unsearched, Unsent
from bot.messages import Edit, Flash, Message, Op, Owed, Remove, Send, ShowOwedTo, Strip, key
from bot.participant import answering
from bot.results import pictures
from bot.telegram.courier import Courier, Leaves, Outcome
from bot.trial.inventing import CROWD, invented
from bot.wording import Wording
from flows.dialogue.standing import leftovers
from storage.closing.ending import close_workshop
from storage.database import Database, Unit
from storage.keys.stores import MemoryKeys
from storage.values import USUAL, Actor, Phase, Workshop

MARK = "🧪"


@dataclass(frozen=True)
class Try:
    """What is tried, by whom, and since when (seconds of a clock that only goes forward)."""

    workshop: Workshop
    sender: Sender
    began: float

    @property
    def words(self) -> Wording:
        """The words of the one who tries."""
        return Wording(self.sender.language)


class _Here(Deeds):
    """The deeds of a trial: to one phone, marked."""

    tries: Try

    def _begin(self, op: Op) -> None:
        if isinstance(op, Send | Edit | Remove | Strip | Flash | Owed | ShowOwedTo):
            super()._begin(op)

    def _post(self, op: Send | Edit | Remove | Strip | Flash, leaves: Leaves | None = None) -> asyncio.Future[Outcome]:
        if isinstance(op, Send | Edit):
            op = replace(op, message=_with_end(marked(op.message, self.tries.words), self.tries))
        return super()._post(op, leaves)


def marked(message: Message, words: Wording) -> Message:
    """The message as one of a trial, whatever it says."""
    head = words.t("Trial")
    return replace(message, html=f"{MARK} <b>{head}</b>\n{message.html}")


def _with_end(message: Message, tries: Try) -> Message:
    """Whatever asks for something can end it, wherever on the phone that is."""
    if not message.keyboard:
        return message
    label = tries.words.t("End the trial")
    return replace(message, keyboard=(*message.keyboard, (key(tries.workshop.code, f"{MARK} {label}", "tryend"),)))


class Walk:
    """See the module. Make it with `begun`."""

    def __init__(self, tries: Try, database: Database, deeds: _Here, trial: Workshop, searcher: Executor) -> None:
        self.tries = tries
        self.code = trial.code
        self._id = trial.id
        self._database = database
        self._deeds = deeds
        self._searcher = searcher
        self._memory = Memory(Guesses(), Unsent(), 0.0, albums=Albums())
        self._chatter = Chatter()

    @classmethod
    async def begun(
        cls,
        tries: Try,
        code: str,
        courier: Courier,
        days: Days | Told,
        clock: Callable[[], float],
        house: Callable[[], House],
        chance: random.Random,
        searcher: Executor,
    ) -> Walk:
        """Its room is made and the invented people have answered."""
        database = await asyncio.to_thread(Database.in_memory, MemoryKeys(), chance)
        make = partial(_made, tries=tries, code=code, today=days.today(), chance=chance)
        trial = await asyncio.wrap_future(database.run(make))
        deeds = _Here(database, courier, "", days, clock, house)
        deeds.tries = tries
        return cls(tries, database, deeds, trial, searcher)

    async def show(self, today: date) -> None:
        """Where one stands in it: at first the card."""
        self._deeds.carry(
            await self._deeds.ask(partial(_joined, code=self.code, sender=self.tries.sender, today=today))
        )

    async def handle(self, incoming: Incoming, house: House, now: float) -> None:
        """What the one who tries has done, as the real workshop would handle it."""
        searched = Searched()
        while True:
            at = Reception(house, replace(self._memory, find=searched, now=now), self._chatter)
            try:
                ops = await self._deeds.ask(partial(receive, incoming=incoming, at=at))
            except Unsearched as words:
                await asyncio.get_running_loop().run_in_executor(self._searcher, searched.search, words.text)
            else:
                self._deeds.carry(ops)
                return

    async def tick(self) -> None:
        """What was not delivered goes again."""
        await self._deeds.owing.tick()

    async def idle(self) -> None:
        """Until all of it is on the phone."""
        await self._deeds.idle()

    async def summary(self, today: date) -> list[Message]:
        """It closes as the real one would: what the room would see, the invented people's answers and one's own together."""
        words = self.tries.words
        close = partial(close_workshop, self._database, self._id, today, leftovers, Actor.ITSELF)
        await self.settle()
        await asyncio.to_thread(close)
        found = await self._deeds.ask(partial(_results, workshop_id=self._id, words=words))
        return [marked(await asyncio.to_thread(tried, found, words), words)]

    async def settle(self) -> None:
        """The buttons of what stands on the phone go."""
        chat_id, user_id = self.tries.sender.chat_id, self.tries.sender.user_id
        last = await self._deeds.ask(partial(_last_message, workshop_id=self._id, user_id=user_id))
        self._deeds.carry((Strip(chat_id, last),) if last is not None else ())

    async def vanish(self) -> None:
        """Nothing is left of it, here or anywhere."""
        await self._deeds.stop()
        await self._deeds.settled()
        await asyncio.to_thread(self._database.close)


def _made(unit: Unit, tries: Try, code: str, today: date, chance: random.Random) -> Workshop:
    """The same flow and privacy rule under a key of its own. The next question comes by itself, whoever leads the real one."""
    real = tries.workshop
    asking = real.controller, real.contact
    made = unit.workshops.create(
        real.title, real.flow, real.policy, code, today, *asking, real.kept_months or USUAL, real.zone, real.worded_by
    )
    for number, answers in enumerate(invented(real.flow, chance, tries.words.t("An invented answer.")), 1):
        unit.answers.put_all(made.id, -number, answers)
    unit.workshops.count(made.id, joined=CROWD, started=CROWD, submitted=CROWD)
    return unit.workshops.set_phase(made.id, Phase.OPEN, today)


def _joined(unit: Unit, code: str, sender: Sender, today: date) -> tuple[Op, ...]:
    workshop = unit.workshops.by_code(code)
    return answering.join(unit, workshop, sender, today) if workshop is not None else ()


def _last_message(unit: Unit, workshop_id: str, user_id: int) -> int | None:
    person = unit.people.find(workshop_id, user_id)
    return person.chat.message_id if person is not None else None


def _results(unit: Unit, workshop_id: str, words: Wording) -> pictures.Results:
    return pictures.Results.read(unit, workshop_id, words)
