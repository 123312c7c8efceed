"""What a facilitator can type and tap to have the board, as a table; must not know what stands on it."""

from __future__ import annotations

from bot.cockpit.placing import show_board
from bot.commands import Command, Steers, Table, Verb, Who

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
        Verb("board", lambda unit, desk, workshop, _: (*desk.noted(), *show_board(unit, desk, workshop)), keyless=True),
    ),
)
