"""A member of staff during one update, and what the house lends every room; must not know menus, HTTP or the courier."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape, unescape
from typing import Protocol, TypeVar

from bot.incoming import Press, Sender
from bot.messages import Edit, Flash, Message, Op, OpenPage, RefreshBoards, Send, ShowOwed
from bot.wording import Wording
from flows.definition.flow import Flow
from flows.dialogue.machine import advance_phase
from storage.database import Unit
from storage.values import USUAL, ActionKind, Phase, Workshop

T = TypeVar("T")

_SHORT = 40
"""Characters of a title before what is said of it: a toast has 200."""


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
    `zone`: whose days are its own. `worded_by`: the machine that results of a workshop made now may be put into words by.
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
    worded_by: str = ""


@dataclass(frozen=True)
class Desk:
    """One member of staff during one update.

    `remote`: menus open on the board of their chat, else in messages of their own. `about`: the title of the workshop that is
    acted on; whatever is said of it names it, since they may steer several in one day.
    """

    sender: Sender
    words: Wording
    house: House
    press: Press | None = None
    remote: bool = False
    about: str = ""

    def say(self, html: str) -> tuple[Op, ...]:
        """Answer: a toast on a press where it fits, else a message. It names the workshop that it is about."""
        html = self._named(html)
        if self.press and len(html) <= 200 and "<" not in html:
            return (Flash(self.press.query_id, unescape(html)),)  # a toast is plain text
        return (*self.noted(), Send(self.sender.chat_id, Message(html), topic=self.sender.topic))

    def noted(self, told: str = "") -> tuple[Op, ...]:
        """The press is answered: its spinner ends, and a toast says what was `told`, in plain text."""
        named = unescape(self._named(escape(told, quote=False))) if told else ""
        return (Flash(self.press.query_id, named[:200]),) if self.press else ()

    def _named(self, html: str) -> str:
        title = escape(self.about, quote=False)
        if not title or title in html or escape(self.about) in html:
            return html
        short = self.about if len(self.about) <= _SHORT else self.about[: _SHORT - 1].rstrip() + "…"
        return f"{escape(short)}: {html}"

    def did(self, unit: Unit, workshop_id: str, kind: ActionKind, detail: str = "") -> None:
        """Write down what was done, without who did it, for the participants to read."""
        unit.actions.note(workshop_id, kind, unit.staff.actor(self.sender.user_id), self.house.today, detail)

    def expect(self, unit: Unit, name: str, workshop: Workshop, *about: str) -> None:
        """The next words in this chat are for the `Reply` of this name, about this workshop."""
        unit.staff.set_asked(self.sender.chat_id, ":".join((name, workshop.id, *about)))

    def reply(self, message: Message, *page: str | int) -> tuple[Op, ...]:
        """A menu: on the board, else a new message. `page`: the name of the `Page` that draws it anew, and its arguments."""
        if self.remote:
            return self.turn(message, "", *page)
        return (*self.noted(), Send(self.sender.chat_id, message))

    def turn(self, message: Message, told: str = "", *page: str | int) -> tuple[Op, ...]:
        """The next page of a menu: on the board, else in the message that was pressed; `told`: a toast beside it."""
        if self.remote:
            return (*self.noted(told), OpenPage(self.sender.chat_id, message, ":".join(map(str, page))))
        if self.press and self.press.message_id is not None:
            return (*self.noted(told), Edit(self.sender.chat_id, self.press.message_id, message))
        return (*self.noted(told), Send(self.sender.chat_id, message))

    def tell(self, message: Message) -> tuple[Op, ...]:
        """A message of its own, which stays: what is to be passed on, or is a record; the board folds and comes below it."""
        return (*self.noted(), Send(self.sender.chat_id, message), *self.fold())

    def done(self, html: str) -> tuple[Op, ...]:
        """A page has done its work: what became of it is said, and the board shows the next move again."""
        return (*self.say(html), *self.fold()) if self.remote else self.turn(Message(html))

    def fold(self) -> tuple[Op, ...]:
        """What was open on the board is done with: it shows the next move again."""
        return (OpenPage(self.sender.chat_id),) if self.remote else ()


def change_phase(unit: Unit, desk: Desk, workshop: Workshop, trigger: str) -> tuple[Op, ...]:
    """Open or pause. Participants who wait get their question by themselves when it opens."""
    t, title = desk.words.t, escape(workshop.title)
    to = advance_phase(workshop.phase.value, trigger)
    if to is None:
        return desk.say(impossible(workshop, desk.words))
    unit.workshops.set_phase(workshop.id, Phase(to), desk.house.today)
    desk.did(unit, workshop.id, ActionKind.PAUSED if to == Phase.PAUSED else ActionKind.OPENED)
    if to == Phase.PAUSED:
        paused = t("Paused: {title}. Nobody can answer until you open it again.", title=title)
        return (*desk.say(paused), RefreshBoards(workshop.id))
    opened = t("Open: {title}. People can answer now.", title=title)
    return (*desk.say(opened), RefreshBoards(workshop.id), ShowOwed(workshop.id))


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
