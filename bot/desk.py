"""A member of staff during one update, and what the house lends every room; must not know menus, HTTP or the courier."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Protocol, TypeVar

from bot.incoming import Press, Sender
from bot.messages import Edit, Flash, Message, Op, RefreshBoards, Send, ShowOwed
from bot.wording import Wording
from flows.definition.flow import Flow
from flows.dialogue.machine import advance_phase
from storage.database import Unit
from storage.values import USUAL, ActionKind, Phase, Workshop

T = TypeVar("T")


class Ask(Protocol):
    """One transaction of the database, for whoever is no update; done when it has committed."""

    def __call__(self, work: Callable[[Unit], T]) -> asyncio.Future[T]:
        """Begin the work; its future ends after the commit."""
        ...


class Walls(Protocol):
    """Pages that wait to become a workshop's wall, known by the four digits they show: see `bot.screen.walls`."""

    def must_wait(self, user_id: int) -> bool:
        """Whether too many digits were named that no page shows."""

    def is_shown(self, digits: str, workshop_id: str, user_id: int) -> bool:
        """Whether a page shows them; if not, it counts as a wrong try."""

    def give(self, digits: str, workshop_id: str, token: str) -> None:
        """Make that page the workshop's wall."""


@dataclass(frozen=True)
class House:
    """What a use case needs to know from outside: day, chance, the bot's name, who asks, and the flows on offer.

    `screen_url`: under which browsers reach the presenter's screen, "" where they cannot. `now`: seconds since 1970 (UTC).
    `kept_months`: for how long after its close a workshop that is made now is kept. `walls`: None where browsers have no address.
    `zone`: whose days are its own.
    """

    today: date
    chance: random.Random
    bot_username: str
    controller: str
    contact: str
    flows: Mapping[str, Flow]
    screen_url: str = ""
    now: int = 0
    kept_months: int = USUAL
    walls: Walls | None = None
    zone: str = "UTC"


@dataclass(frozen=True)
class Desk:
    """One member of staff during one update."""

    sender: Sender
    words: Wording
    house: House
    press: Press | None = None

    def say(self, html: str) -> tuple[Op, ...]:
        """Answer: a toast on a press where it fits, else a message."""
        if self.press and len(html) <= 200 and "<" not in html:
            return (Flash(self.press.query_id, unescape(html)),)  # a toast is plain text
        return (*self.noted(), Send(self.sender.chat_id, Message(html), topic=self.sender.topic))

    def noted(self, told: str = "") -> tuple[Op, ...]:
        """The press is answered: its spinner ends, and a toast says what was `told`."""
        return (Flash(self.press.query_id, told),) if self.press else ()

    def did(self, unit: Unit, workshop_id: str, kind: ActionKind, detail: str = "") -> None:
        """Write down what was done, without who did it, for the participants to read."""
        unit.actions.note(workshop_id, kind, unit.staff.actor(self.sender.user_id), self.house.today, detail)

    def expect(self, unit: Unit, name: str, workshop: Workshop, *about: str) -> None:
        """The next words in this chat are for the `Reply` of this name, about this workshop."""
        unit.staff.set_asked(self.sender.chat_id, ":".join((name, workshop.id, *about)))

    def reply(self, message: Message) -> tuple[Op, ...]:
        """A menu: in the place of the one that was pressed when `press` is a menu's, else a new message."""
        return (*self.noted(), Send(self.sender.chat_id, message))

    def turn(self, message: Message, told: str = "") -> tuple[Op, ...]:
        """The next page of a menu, in the message that was pressed; `told`: a toast beside it."""
        if self.press and self.press.message_id is not None:
            return (*self.noted(told), Edit(self.sender.chat_id, self.press.message_id, message))
        return (*self.noted(told), Send(self.sender.chat_id, message))


def change_phase(unit: Unit, desk: Desk, workshop: Workshop, trigger: str) -> tuple[Op, ...]:
    """Open or pause. Participants who wait get their question by themselves when it opens."""
    t = desk.words.t
    to = advance_phase(workshop.phase.value, trigger)
    if to is None:
        return desk.say(impossible(workshop, desk.words))
    unit.workshops.set_phase(workshop.id, Phase(to), desk.house.today)
    desk.did(unit, workshop.id, ActionKind.PAUSED if to == Phase.PAUSED else ActionKind.OPENED)
    if to == Phase.PAUSED:
        return (*desk.say(t("Paused. Nobody can answer until you open it again.")), RefreshBoards(workshop.id))
    return (*desk.say(t("Open. People can answer now.")), RefreshBoards(workshop.id), ShowOwed(workshop.id))


def impossible(workshop: Workshop, words: Wording) -> str:
    """Why the workshop does not do that in its phase."""
    t = words.t
    match workshop.phase:
        case Phase.CLOSED:
            return t("This workshop is closed for good.")
        case Phase.OPEN:
            return t("It is open already.")
        case Phase.PAUSED:
            return t("It is paused already.")
        case _:
            return t("It is not open yet.")


def invitation_token(chance: random.Random) -> str:
    """144 random bits in 24 letters and digits of base64url, fit for a deep link."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return "i" + "".join(chance.choice(letters) for _ in range(24))


def start_link(bot_username: str, parameter: str) -> str:
    """The deep link that opens the chat and sends /start with this parameter."""
    return f"https://t.me/{bot_username}?start={parameter}"
