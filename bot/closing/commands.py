"""What an organiser can tap after the close, as a table; must not know how it is done."""

from __future__ import annotations

from bot.closing import following_up
from bot.commands import Table, Verb

TABLE = Table(
    verbs=(
        Verb("news", lambda unit, desk, workshop, _: following_up.ask(unit, desk, workshop)),
        Verb("newsgo", following_up.send),
        Verb("newsno", following_up.cancel),
    ),
    answers={following_up.ASKED: following_up.typed},
)
