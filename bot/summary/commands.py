"""What can be typed and tapped about the summary, as a table; must not know how it is drawn."""

from __future__ import annotations

from bot.commands import Command, Day, Keepsake, Serves, Steers, Table, Verb, Who
from bot.summary import afterwards, steering

TABLE = Table(
    commands=(
        Command(
            "summary",
            Who.FACILITATOR,
            lambda words: words.t("what is counted so far, one question at a time; with a number, that question"),
            Steers(steering.typed),
            hint=lambda _words: "3",
            in_menu=True,
            takes=steering.is_meant,
            keyless=True,
        ),
        Command(
            "results",
            Who.EVERYBODY,
            lambda words: words.t("what the room said in a closed workshop, question by question"),
            Serves(afterwards.typed),
            day=Day.AFTER,
        ),
    ),
    verbs=(
        Verb("sum", lambda unit, desk, workshop, _: steering.first(unit, desk, workshop), keyless=True),
        Verb("sumat", steering.turn, keyless=True),
        Verb("sumall", lambda unit, desk, workshop, _: steering.whole(unit, desk, workshop, "picture"), keyless=True),
        Verb("sumtext", lambda unit, desk, workshop, _: steering.whole(unit, desk, workshop, "text"), keyless=True),
        Verb("sumgroup", lambda unit, desk, workshop, _: steering.to_group(unit, desk, workshop)),
    ),
    keepsakes=tuple(Keepsake(name, afterwards.press) for name in (afterwards.OPEN, afterwards.TURN, afterwards.TEXT)),
)
