"""An emulated Telegram: people with phones on one side, the Bot API over HTTP on the other.

It knows nothing of Roundtable: no flows, no storage. Everything lives on one asyncio loop.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.hands.screen import Broadcast
from bot.rehearsal.protocol.bodies import Upload
from bot.rehearsal.protocol.checking import READERS
from bot.rehearsal.protocol.refusal import Refused
from bot.rehearsal.server.delivery import Updates
from bot.rehearsal.server.http import Answer
from bot.rehearsal.server.methods_bot import TABLE, commands_shown
from bot.rehearsal.server.methods_updates import get_updates, webhook_info, webhook_target
from bot.rehearsal.server.webhook import Pusher
from bot.rehearsal.world.chats import Chat, Json, World, title_of
from bot.rehearsal.world.files import Files, StoredFile
from bot.rehearsal.world.flood import FloodGate, FloodLimits
from bot.rehearsal.world.groups import Group

_BY_LOWER_NAME = {name.lower(): name for name in READERS}
CALLS_KEPT = 100_000
REHEARSAL = "42:rehearsal"
LOST, CUT = Refused(0), Refused(0)
"""What becomes of a call whose answer is lost on the way, and of one that never arrives."""


@dataclass(frozen=True)
class Call:
    """One line of the call log; `status` is the HTTP status, `at` the emulator's clock in seconds, `reason` the refusal."""

    method: str
    chat_id: int | None
    status: int
    at: float
    reason: str = ""


class Emulator:
    """The server, its people and its groups; `query_life` is how long (s) a tap can be answered."""

    def __init__(
        self,
        token: str = REHEARSAL,
        *,
        limits: FloodLimits | None = None,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        chance: random.Random | None = None,
        bot_username: str = "roundtable_rehearsal_bot",
        bot_name: str = "Roundtable",
        query_life: float = 15.0,
        webhook_pace: float = 1.0,
    ) -> None:
        self.token = token
        self.webhook_pace = webhook_pace
        chance = chance or random.Random()
        bot = _bot(int(token.partition(":")[0]), bot_username, bot_name)
        self.updates = Updates(clock, chance.randrange(100_000_000, 900_000_000))
        self.screen = Broadcast(bot["id"])
        gate = FloodGate(limits or FloodLimits.real(), clock)
        self.world = World(
            bot, clock, wall, chance, self.updates, self.screen, Files(chance), gate, query_life=query_life
        )
        self.phones: dict[int, Phone] = {}
        self.groups: dict[int, Group] = {}
        self.calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        self.counts: Counter[tuple[str, int]] = Counter()
        self.pusher: Pusher | None = None
        self.faults: dict[tuple[str, int | None], deque[Refused]] = {}
        self.line = 0.0
        self._in_flight = 0
        self._last_call = clock()

    # --- people -----------------------------------------------------------------------------------------------------

    def account(self, first_name: str, *, language: str = "en") -> Phone:
        """A new person with a phone; the private chat exists for the bot once the person writes to it.

        Ids do not fit 32 bits, as those of new accounts do not: what cannot take them fails here, not in a workshop.
        """
        user_id = self.world.chance.randrange(5_000_000_000, 8_000_000_000)
        while user_id in self.world.chats:
            user_id += 1
        user = {"id": user_id, "is_bot": False, "first_name": first_name, "language_code": language}
        shown = {"id": user_id, "type": "private", "first_name": first_name}
        self.world.chats[user_id] = Chat(user_id, "private", shown, {user_id: user})
        phone = self.phones[user_id] = Phone(self.world, user)
        self.screen.show("phone", user_id, user_id=user_id, name=first_name, language=language, blocked=False)
        return phone

    def group(self, title: str, *members: Phone, bot: bool = True) -> Group:
        """A group made by the first of `members`; with `bot` the bot is in it from the start and told so."""
        if not members:
            raise ValueError("a group needs somebody who makes it")
        group = Group.create(self.world, title, [phone.user for phone in members])
        self.groups = {**self.groups, group.chat_id: group}
        group.on_migrate = self._migrated
        if bot:
            group.add_bot(members[0].user)
        return group

    def _migrated(self, group: Group, old_id: int) -> None:
        self.groups.pop(old_id, None)
        self.groups[group.chat_id] = group

    def chat_title(self, chat_id: int) -> str:
        """What stands above a chat."""
        return title_of(self.world.chats[chat_id])

    def download(self, name: str) -> bytes | None:
        """What stands under this name on the server's file paths."""
        file = self.world.files.at(name)
        return None if file is None else file.data

    def file(self, file_id: str) -> StoredFile:
        """A stored picture or document; raises KeyError when there is none."""
        try:
            return self.world.files.known(file_id)
        except Refused:
            raise KeyError(file_id) from None

    def commands_for(self, phone: Phone, chat: int | None = None) -> list[Json]:
        """The commands behind the menu button of a phone in a chat."""
        place = self.world.chats[chat or phone.chat_id]
        return commands_shown(self.world, place, phone.user_id, phone.language)

    def description(self, language: str = "") -> str | None:
        """What a newcomer reads before pressing Start."""
        about = self.world.about
        return about.get(("description", language)) or about.get(("description", ""))

    # --- watching ---------------------------------------------------------------------------------------------------

    def subscribe(self) -> AsyncIterator[Json]:
        """Everything that changes on the phones from now on, as JSON events."""
        return self.screen.subscribe()

    def count(self, status: int) -> int:
        """How many calls ended with this HTTP status."""
        return sum(count for (_, ended), count in self.counts.items() if ended == status)

    async def drained(self, timeout: float = 30) -> None:
        """Returns when every update is acknowledged; raises TimeoutError otherwise."""
        async with asyncio.timeout(timeout):
            await self.updates.empty()

    async def settled(self, quiet: float = 0.05, timeout: float = 30) -> None:
        """Returns when nothing waits for the bot and it has called nothing for `quiet` seconds."""
        async with asyncio.timeout(timeout):
            while True:
                await self.updates.empty()
                idle = self.world.clock() - self._last_call
                if not self._in_flight and idle >= quiet and not self.updates.pending:
                    return
                await asyncio.sleep(0.005 if self._in_flight else max(0.001, quiet - idle))

    def fail_next(self, method: str, refusal: Refused, times: int = 1, chat: int | None = None) -> None:
        """Refuse the next calls of a method, whatever they say; `chat`: those to this chat alone."""
        self.faults.setdefault((method, chat), deque()).extend([refusal] * times)

    def lose_next(self, method: str, times: int = 1, chat: int | None = None) -> None:
        """Carry out the next calls of a method and cut the connection before the answer."""
        self.fail_next(method, LOST, times, chat)

    def cut_next(self, method: str, times: int = 1, chat: int | None = None) -> None:
        """Cut the connection of the next calls of a method before anything is carried out."""
        self.fail_next(method, CUT, times, chat)

    # --- the Bot API ------------------------------------------------------------------------------------------------

    async def call(self, method: str, given: Json) -> Answer:
        """Carry out one method with raw parameters; raises Refused."""
        name = _BY_LOWER_NAME.get(method.lower())
        if name is None:
            self._log(method, None, 404)
            raise Refused(404)
        if name == "getUpdates":
            return Answer(raw=await get_updates(self.updates, READERS[name](given)))
        self._in_flight += 1
        try:
            await asyncio.sleep(self.line)  # until it is there
            return await self._logged(name, given)
        finally:
            self._in_flight -= 1
            self._last_call = self.world.clock()

    async def _logged(self, name: str, given: Json) -> Answer:
        chat_id = _chat_id(given.get("chat_id"))
        try:
            fault = self._fault(name, chat_id)
            answer = Answer(lost=True) if fault is CUT else await self._carry_out(name, given)
        except Refused as refusal:
            self._log(name, chat_id, refusal.code, refusal.description)
            raise
        self._log(name, chat_id, 0 if fault is CUT else 200)
        return Answer(lost=True) if fault else answer

    def _fault(self, name: str, chat_id: int | None) -> Refused | None:
        """LOST or CUT, if that is to become of this call; raises what it is to be refused with."""
        faults = self.faults.get((name, chat_id)) or self.faults.get((name, None))
        fault = faults.popleft() if faults else None
        if fault not in (None, LOST, CUT):
            raise fault
        return fault

    async def _carry_out(self, name: str, given: Json) -> Answer:
        attached = {key: value for key, value in given.items() if isinstance(value, Upload)}
        if attached:
            given = {key: value for key, value in given.items() if key not in attached or key in _FILE_FIELDS}
        values = READERS[name](given)
        if attached:
            values["attached"] = attached
        if name in TABLE:
            return Answer(TABLE[name](self.world, values))
        return Answer(await self._webhook(name, values))

    async def _webhook(self, name: str, values: Json) -> Any:
        if name == "getWebhookInfo":
            return webhook_info(self.updates, self.pusher)
        target = webhook_target(values, self.webhook_pace) if name == "setWebhook" else None
        if self.pusher is not None:
            await self.pusher.stop()
            self.pusher = None
        if values.get("drop_pending_updates"):
            self.updates.drop_all()
        self.updates.allow(values.get("allowed_updates"))
        self.updates.webhook_set = target is not None
        if target is not None:
            self.updates.end_poll()
            self.pusher = Pusher(self.updates, target, self.call, self.world.wall, self.world.clock)
            self.pusher.start()
        return True

    def _log(self, method: str, chat_id: int | None, status: int, reason: str = "") -> None:
        self.calls.append(Call(method, chat_id, status, self.world.clock(), reason))
        self.counts[method, status] += 1

    async def close(self) -> None:
        """Let nobody wait any more: polls answer, webhooks stop, subscriptions end."""
        self.updates.close()
        self.screen.close()
        if self.pusher is not None:
            await self.pusher.stop()
            self.pusher = None


_FILE_FIELDS = frozenset({"photo", "document", "thumbnail", "certificate"})


def _chat_id(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _bot(bot_id: int, username: str, name: str) -> Json:
    can = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }
    return {"id": bot_id, "is_bot": True, "first_name": name, "username": username, **can}
