"""What Telegram shows of the bot by itself: commands behind the Menu button, the words before Start; must not know any single command.

None of it is needed to hold a workshop, so nothing waits for it. It is told once and again when it has become another.
"""

from __future__ import annotations

import asyncio
import hashlib

from bot.desk import Ask
from bot.front.help import menu
from bot.telegram import render
from bot.telegram.courier import Call, Courier, Delivered
from bot.wording import Wording, languages
from storage.database import Unit
from storage.values import Role


class Introduction:
    """One for the program. `bot_id`: whose commands they are; another bot has been told nothing yet."""

    def __init__(self, ask: Ask, courier: Courier, bot_id: int) -> None:
        self._ask = ask
        self._courier = courier
        self._bot_id = bot_id
        self._rest, self._pause = 0, 1

    async def tell(self) -> None:
        """Tell Telegram what it was not told before; what it does not take is tried again at a later call, ever more seldom."""
        if self._rest:
            self._rest -= 1
            return
        self._rest = self._pause = min(2 * self._pause, 100)
        digest = _digest()
        told, staff = await self._ask(lambda unit: (unit.staff.told(self._bot_id), unit.staff.menus()))
        if told != digest:
            calls = [*_calls(), *(_menu(*one) for one in staff)]
            outcomes = await asyncio.gather(*(self._courier.post(call) for call in calls))
            if not all(isinstance(outcome, Delivered) for outcome in outcomes[: len(calls) - len(staff)]):
                return
            await self._ask(lambda unit: _remember(unit, self._bot_id, digest))
        self._rest = self._pause = 1_000_000_000  # ticks: for good


def _remember(unit: Unit, bot_id: int, digest: str) -> None:
    unit.staff.set_told(bot_id, digest)


def _calls() -> list[Call]:
    """For everybody, in every language."""
    calls = []
    for language in languages():
        words, code = Wording(language), None if language == "en" else language
        calls.append(Call("set_my_commands", None, {"commands": menu(None, words), "language_code": code}))
        calls.append(Call("set_my_description", None, {"description": _description(words), "language_code": code}))
    return calls


def _menu(chat_id: int, role: Role, language: str | None) -> Call:
    """For a member of staff, in their own chat."""
    return render.commands(chat_id, menu(role, Wording(language or "en")))


def _digest() -> str:
    """Another one when anything of it has changed."""
    spoken = [Wording(language) for language in languages()]
    all_of_it = [[menu(role, words) for role in (None, *Role)] + [_description(words)] for words in spoken]
    return hashlib.sha256(repr(all_of_it).encode()).hexdigest()


def _description(words: Wording) -> str:
    """What the empty chat says before Start (512 characters at most)."""
    return words.t(
        "I ask the questions of a workshop, one at a time. Your name is not stored with your answers. "
        "Scan the QR code in the room, or send me its join code."
    )
