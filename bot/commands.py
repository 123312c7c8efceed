"""What a room brings for people to type and tap, as one table; must not know any single command, or how tables are joined.

A line of the table says the name, who may, in which phase, what it does and what it is for in words. Help pages, the menus
behind Telegram's Menu button, README's table and the role tests are made from the same lines; see `bot/front/tables.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.buttons import Button
from bot.desk import Desk
from bot.memory import Memory
from bot.messages import Message, Op
from bot.visit import Visit
from bot.wording import Wording
from flows.dialogue.inputs import Input, Typed
from storage.database import Unit
from storage.values import Phase, Workshop

Ops = tuple[Op, ...]
Line = Callable[[Wording], str]
"""Words for people, in their language."""

EVER = frozenset(Phase)
CLOSED = frozenset({Phase.CLOSED})
NOT_CLOSED = EVER - CLOSED


class Who(StrEnum):
    """Who may, as README's table calls them."""

    EVERYBODY = "everybody"
    PARTICIPANT = "participants, instead of buttons"
    FACILITATOR = "facilitators"
    ORGANISER = "organisers"

    @property
    def is_staff(self) -> bool:
        """Whether a role is needed."""
        return self in (Who.FACILITATOR, Who.ORGANISER)


class Day(IntEnum):
    """When in a facilitator's day it is used, which is the order of help pages and menus. ROOM: while people are there."""

    BEFORE = 0
    ROOM = 1
    AFTER = 2


@dataclass(frozen=True)
class Steers:
    """Acts on the workshop last used in this chat, with what was typed behind the command."""

    act: Callable[[Unit, Desk, Workshop, str], Ops]


@dataclass(frozen=True)
class Serves:
    """Acts without a workshop in hand, with what was typed behind the command."""

    act: Callable[[Unit, Desk, str, Memory], Ops]


@dataclass(frozen=True)
class Instead:
    """Typed instead of a button of the dialogue."""

    given: Input


@dataclass(frozen=True)
class Command:
    """Something to type. `line`: what it is for; `hint`: what may be typed behind it; `day`: when, for its place in the help.

    `takes`: it uses words typed behind it, all or those of which this says so; any others can only name the workshop that is meant,
    else it is said that they are not used.

    `phases`: in which the workshop it acts on must be, else `otherwise` is said (not once it is closed: then that is).
    `only`: said to staff who may not. `keyless`: it may be done while the key of its workshop cannot be read.
    """

    name: str
    who: Who
    line: Line
    does: Steers | Serves | Instead
    hint: Line | None = None
    takes: bool | Callable[[str], bool] = False
    in_menu: bool = False
    day: Day = Day.ROOM
    phases: frozenset[Phase] = EVER
    otherwise: Line | None = None
    only: Line | None = None
    keyless: bool = False

    def uses(self, words: str) -> bool:
        """Whether it does something with these words behind it, other than to find the workshop that they name."""
        return self.takes if isinstance(self.takes, bool) else self.takes(words)


@dataclass(frozen=True)
class Verb:
    """What a facilitator's button does; the right to steer that workshop is looked up each time. The rest as in `Command`."""

    name: str
    act: Callable[[Unit, Desk, Workshop, Button], Ops]
    phases: frozenset[Phase] = EVER
    otherwise: Line | None = None
    who: Who = Who.FACILITATOR
    only: Line | None = None
    keyless: bool = False


@dataclass(frozen=True)
class Errand:
    """What a button of staff does that is about no single workshop. The rest as in `Command`."""

    name: str
    act: Callable[[Unit, Desk, Button], Ops]
    who: Who = Who.FACILITATOR
    only: Line | None = None
    phases: frozenset[Phase] = EVER
    otherwise: Line | None = None


@dataclass(frozen=True)
class Tap:
    """What a participant's button does that is no input of the dialogue."""

    name: str
    act: Callable[[Unit, Visit, Button, Memory], Ops]


@dataclass(frozen=True)
class Keepsake:
    """What a participant's button does once its workshop is closed, when nobody is known to have taken part: it shows its own right."""

    name: str
    act: Callable[[Unit, Desk, Workshop, Button], Ops]


@dataclass(frozen=True)
class Takes:
    """Acts on the workshop that was asked about, with what else was asked (`Desk.expect`) and the words."""

    act: Callable[[Unit, Desk, Workshop, str, str], Ops]


@dataclass(frozen=True)
class Begins:
    """Acts without a workshop, with what was asked and the words."""

    act: Callable[[Unit, Desk, str, str], Ops]


@dataclass(frozen=True)
class Reply:
    """What a member of staff types when asked for words; the right to steer that workshop is looked up each time.

    `name`: what they were asked for, as in `Desk.expect`. `fits`: whether words are meant for it at all, with what else was asked;
    others are taken as if nothing had been asked. The rest as in `Command`.
    """

    name: str
    does: Takes | Begins
    phases: frozenset[Phase] = EVER
    otherwise: Line | None = None
    who: Who = Who.FACILITATOR
    only: Line | None = None
    fits: Callable[[Desk, str, str], bool] | None = None


@dataclass(frozen=True)
class Offer:
    """What words would do beside the dialogue, as the button that does the same.

    `text`: the question; `seq`: the ballot; `open`: not answered yet.
    """

    name: str
    text: str
    seq: int
    button: Button
    open: bool = True


@dataclass(frozen=True)
class Page:
    """A page of menus that is drawn anew on the board whenever something changes: from its arguments, by what is stored.

    `draw` gives None once there is no such page any more, and in other `phases` there is none: then the board folds back. `wide`: it
    is about all workshops, and drawn anew whichever of them changes. `wordless`: said, once, to words typed while it is open and nothing
    asked for them: what can be done there; None: the help.
    """

    name: str
    draw: Callable[[Unit, Desk, Workshop, tuple[str, ...]], Message | None]
    phases: frozenset[Phase] = EVER
    wide: bool = False
    wordless: Callable[[Wording], str] | None = None


@dataclass(frozen=True)
class Table:
    """All that one room brings.

    `newcomer`: what somebody who has just agreed to take part is asked beside the dialogue. `words`: a participant's typed
    words, for this room if it expects them, else None. `offers`: what typed words would answer of what stands beside the dialogue.
    `replied`: words that reply to this message, if it is the room's and takes words, else None.
    """

    commands: tuple[Command, ...] = ()
    verbs: tuple[Verb, ...] = ()
    errands: tuple[Errand, ...] = ()
    taps: tuple[Tap, ...] = ()
    keepsakes: tuple[Keepsake, ...] = ()
    replies: tuple[Reply, ...] = ()
    pages: tuple[Page, ...] = ()
    newcomer: Callable[[Unit, Visit], Ops] | None = None
    words: Callable[[Unit, Visit, Input, Memory], Ops | None] | None = None
    offers: Callable[[Unit, Visit, str], tuple[Offer, ...]] | None = None
    replied: Callable[[Unit, Visit, Typed, int, Memory], Ops | None] | None = None


def word(button: Button, place: int) -> str:
    """The argument of a button at this place, "" where there is none."""
    return button.arguments[place] if place < len(button.arguments) else ""
