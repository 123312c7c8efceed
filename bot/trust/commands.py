"""What anybody can type to check us, as a table; must not know how it is checked."""

from __future__ import annotations

from bot.commands import Command, Serves, Table, Who
from bot.trust import receipts
from bot.trust.my_data import my_data
from bot.trust.transparency import transparency

TABLE = Table(
    commands=(
        Command(
            "mydata",
            Who.EVERYBODY,
            lambda words: words.t("what is kept about you right now"),
            Serves(lambda unit, desk, _typed, _memory: my_data(unit, desk.sender)),
            in_menu=True,
        ),
        Command(
            "verify",
            Who.EVERYBODY,
            lambda words: words.t("whether your answers were counted, after the close"),
            Serves(lambda unit, desk, typed, memory: receipts.verify(unit, desk.sender, typed, memory)),
            hint=lambda words: words.t("RECEIPT"),
            takes=True,
        ),
        Command(
            "transparency",
            Who.EVERYBODY,
            lambda words: words.t("what the facilitators did"),
            Serves(
                lambda unit, desk, typed, memory: transparency(unit, desk.sender, typed, memory.guesses, memory.now)
            ),
            hint=lambda words: words.t("CODE"),
            takes=True,
        ),
    )
)
