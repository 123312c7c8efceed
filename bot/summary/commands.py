"""What can be typed and tapped about the summary, as a table; must not know how it is drawn."""

from __future__ import annotations

from bot.commands import Command, Steers, Table, Verb, Who
from bot.summary import steering

TABLE = Table(
    commands=(
        Command(
            "summary",
            Who.FACILITATOR,
            lambda words: words.t("what is counted so far, one question at a time; with a number, that question"),
            Steers(steering.typed),
            in_menu=True,
            takes=str.isdecimal,
            keyless=True,
        ),
    ),
    verbs=(
        Verb("sum", lambda unit, desk, workshop, _: steering.first(unit, desk, workshop), keyless=True),
        Verb("sumat", steering.turn, keyless=True),
        Verb("sumall", lambda unit, desk, workshop, _: steering.whole(unit, desk, workshop, "picture"), keyless=True),
        Verb("sumtext", lambda unit, desk, workshop, _: steering.whole(unit, desk, workshop, "text"), keyless=True),
        Verb("sumgroup", lambda unit, desk, workshop, _: steering.to_group(unit, desk, workshop)),
    ),
)
