"""What stands on the board, read in one transaction; must not know how it is worded, chats or how it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.cockpit.progress import is_asked_again
from bot.messages import Key, key
from bot.results.comparing import expected_of, who_came
from bot.results.findings import progress_of
from bot.results.tables import tables_line
from bot.results.unread import Unread, on_the_board
from bot.screen.state import ready
from bot.wording import Wording
from flows.dialogue.agenda import Stage
from storage.database import Unit
from storage.values import Phase, Sendout, Workshop


@dataclass(frozen=True)
class Cockpit:
    """Everything that stands on it, read in one transaction. `covered`: people in the latest release; `now`: epoch seconds.

    `ready`: the ids of what has a result; `has_screen`: whether there is a presenter's screen to reveal it on; `came`: how many are
    counted of each group that is expected.
    """

    workshop: Workshop
    words: Wording
    covered: int = 0
    organiser: bool = False
    now: int | None = None
    stage: Stage = field(default_factory=Stage)
    received: Mapping[str, int] = field(default_factory=dict)
    running: tuple[Sendout, ...] = ()
    sharing: int = 1
    unread: Unread = field(default_factory=lambda: Unread({}, frozenset()))
    tables: str = ""
    result: str = ""
    stands_still: bool = False
    asked_again: bool = False
    ready: tuple[str, ...] = ()
    has_screen: bool = False
    came: str = ""

    def key(self, label: str, verb: str, *arguments: str, style: str = "") -> Key:
        """A button about this workshop."""
        return key(self.workshop.code, label, verb, *arguments, style=style)


def read(
    unit: Unit,
    workshop: Workshop,
    covered: int,
    words: Wording,
    *,
    organiser: bool,
    now: int | None = None,
    has_screen: bool = False,
) -> Cockpit:
    """What the board of a workshop shows now. It costs the same whether ten or five thousand people have joined."""
    everywhere = unit.sendouts.running()
    stage = unit.stage.get(workshop.id)
    led = next((q for q in workshop.flow.questions if q.id == stage.question), None) if is_led(workshop) else None
    return Cockpit(
        workshop,
        words,
        covered,
        organiser,
        now,
        stage if now is not None else replace(stage, until=None),
        unit.answers.received(workshop.id),
        tuple(one for one in everywhere if one.workshop_id == workshop.id),
        len(everywhere),
        on_the_board(unit, workshop),
        tables_line(unit, workshop, words),
        progress_of(unit, workshop, led, words) if led is not None else "",
        asked_again=is_asked_again(unit, workshop),
        ready=ready(unit, workshop),
        has_screen=has_screen,
        came=who_came(expected_of(unit, workshop, words), words),
        stands_still=workshop.phase is not Phase.CLOSED and not unit.workshops.has_key(workshop.id),
    )


def is_led(workshop: Workshop) -> bool:
    """Whether the facilitator moves the room now: the agenda then says what comes next."""
    return workshop.paced and workshop.phase is Phase.OPEN


def phase_name(phase: Phase, words: Wording) -> str:
    """The phase of a workshop, as facilitators read it."""
    t = words.t
    names = {
        Phase.WAITING: t("not open yet"),
        Phase.OPEN: t("open"),
        Phase.PAUSED: t("paused"),
        Phase.CLOSED: t("closed"),
    }
    return names[phase]
