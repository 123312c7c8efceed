"""What a facilitator can type and tap about the presenter's screen, as a table; must not know how it is done."""

from __future__ import annotations

from bot.commands import NOT_CLOSED, Command, Steers, Table, Verb, Who, word
from bot.screen import steering

TABLE = Table(
    commands=(
        Command(
            "screen",
            Who.FACILITATOR,
            lambda words: words.t("a link for the projector: what the room sees on the wall"),
            Steers(lambda unit, desk, workshop, _typed: steering.new_link(unit, desk, workshop)),
            in_menu=True,
        ),
    ),
    verbs=(
        Verb("screen", lambda unit, desk, workshop, _: steering.menu(unit, desk, workshop)),
        Verb("screennew", lambda unit, desk, workshop, _: steering.new_link(unit, desk, workshop)),
        Verb(
            "screenset",
            lambda unit, desk, workshop, button: steering.toggle(
                unit, desk, workshop, *(word(button, n) for n in (0, 1))
            ),
            NOT_CLOSED,
        ),
    ),
)
