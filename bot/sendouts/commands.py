"""What a facilitator can type and tap to say something to everybody, as a table; must not know how it travels."""

from __future__ import annotations

from bot.commands import NOT_CLOSED, Command, Steers, Table, Verb, Who
from bot.sendouts import announcing

TABLE = Table(
    commands=(
        Command(
            "announce",
            Who.FACILITATOR,
            lambda words: words.t("say something to everybody, shown to you before it goes"),
            Steers(lambda unit, desk, workshop, _typed: announcing.ask(unit, desk, workshop)),
            in_menu=True,
            phases=NOT_CLOSED,
        ),
    ),
    verbs=(
        Verb("announce", lambda unit, desk, workshop, _: announcing.ask(unit, desk, workshop), NOT_CLOSED),
        Verb("annsend", announcing.send),
        Verb("annedit", announcing.change),
        Verb("anncancel", announcing.cancel),
        Verb("stopsend", announcing.stop),
    ),
    answers={announcing.ASKED: announcing.typed},
)
