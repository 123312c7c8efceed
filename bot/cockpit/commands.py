"""What a facilitator can type and tap to have the board, as a table; must not know what stands on it."""

from __future__ import annotations

from bot.buttons import Button
from bot.cockpit.placing import show_board
from bot.commands import Command, Ops, Steers, Table, Verb, Who
from bot.desk import Desk
from storage.database import Unit
from storage.values import Workshop


def _fold(unit: Unit, desk: Desk, _workshop: Workshop, _button: Button) -> Ops:
    """Back from a page to the board; what was to be typed for it is not asked for any more."""
    unit.staff.set_asked(desk.sender.chat_id, None)
    return (*desk.noted(), *desk.fold())


TABLE = Table(
    commands=(
        Command(
            "board",
            Who.FACILITATOR,
            lambda words: words.t("where the workshop stands and what comes next, at the bottom of this chat"),
            Steers(lambda unit, desk, workshop, _typed: show_board(unit, desk, workshop)),
            in_menu=True,
            keyless=True,
        ),
    ),
    verbs=(
        Verb("fold", _fold, keyless=True),
        Verb("board", lambda unit, desk, workshop, _: (*desk.noted(), *show_board(unit, desk, workshop)), keyless=True),
    ),
)
