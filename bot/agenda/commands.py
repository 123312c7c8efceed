"""What a facilitator can type and tap to move the room, as a table; must not know how it is done."""

from __future__ import annotations

from bot.agenda import ending, live, revealing, steering
from bot.buttons import Button
from bot.commands import NOT_CLOSED, Command, Day, Ops, Steers, Table, Verb, Who
from bot.desk import Desk
from storage.database import Unit
from storage.values import Phase, Workshop

_TO_OPEN = frozenset({Phase.WAITING, Phase.PAUSED})


def _open(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> Ops:
    return steering.open_workshop(unit, desk, workshop)


TABLE = Table(
    commands=(
        Command(
            "open",
            Who.FACILITATOR,
            lambda words: words.t("let people answer, or go on after a pause"),
            Steers(lambda unit, desk, workshop, _typed: steering.open_workshop(unit, desk, workshop)),
            in_menu=True,
            day=Day.BEFORE,
            phases=_TO_OPEN,
        ),
        Command(
            "agenda",
            Who.FACILITATOR,
            lambda words: words.t("the sections and questions, to lead the room through"),
            Steers(lambda unit, desk, workshop, _typed: steering.menu(unit, desk, workshop)),
            in_menu=True,
        ),
        Command(
            "next",
            Who.FACILITATOR,
            lambda words: words.t("the next question, where you lead the room"),
            Steers(lambda unit, desk, workshop, _typed: steering.onward(unit, desk, workshop)),
            in_menu=True,
            phases=NOT_CLOSED,
        ),
    ),
    pages=live.PAGES,
    verbs=(
        Verb("open", _open, _TO_OPEN),
        Verb("agenda", lambda unit, desk, workshop, _: steering.menu(unit, desk, workshop)),
        Verb("agback", steering.back),
        Verb("agsec", steering.section),
        Verb("agq", steering.question),
        Verb("agown", steering.open_own_time, NOT_CLOSED),
        Verb("agone", steering.open_one_by_one, NOT_CLOSED),
        Verb("agask", steering.ask, NOT_CLOSED),
        Verb("agover", ending.end_question, NOT_CLOSED),
        Verb("agnext", steering.onward, NOT_CLOSED),
        Verb("aghold", steering.hold, NOT_CLOSED),
        Verb("aggo", steering.go_on, NOT_CLOSED),
        Verb("agmore", steering.extend, NOT_CLOSED),
        Verb("agend", steering.end_section, NOT_CLOSED),
        Verb("agtimer", steering.timer, NOT_CLOSED),
        Verb("agshow", revealing.reveal, NOT_CLOSED),
        Verb("aghide", revealing.hide, NOT_CLOSED),
    ),
)
