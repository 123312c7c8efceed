"""What an organiser can type and tap after the close, as a table; must not know how it is done."""

from __future__ import annotations

from bot.closing import deleting, following_up
from bot.commands import Command, Day, Serves, Table, Verb, Who
from bot.wording import Wording
from storage.values import Phase


def _not_yours(words: Wording) -> str:
    return words.t("Only organisers can delete what is kept. Ask yours for an invitation.")


_CLOSED = frozenset({Phase.CLOSED})

TABLE = Table(
    commands=(
        Command(
            "delete",
            Who.ORGANISER,
            lambda words: words.t("delete all that is kept of a closed workshop; asks twice"),
            Serves(lambda unit, desk, typed, _memory: deleting.ask(unit, desk, typed)),
            hint=lambda words: words.t("CODE"),
            day=Day.AFTER,
            only=_not_yours,
        ),
    ),
    verbs=(
        Verb("news", lambda unit, desk, workshop, _: following_up.ask(unit, desk, workshop)),
        Verb("newsgo", following_up.send),
        Verb("newsno", following_up.cancel),
        Verb(
            "delsure",
            lambda unit, desk, workshop, _: deleting.ask_again(unit, desk, workshop),
            _CLOSED,
            who=Who.ORGANISER,
            only=_not_yours,
        ),
        Verb(
            "delyes",
            lambda unit, desk, workshop, _: deleting.go(unit, desk, workshop),
            _CLOSED,
            who=Who.ORGANISER,
            only=_not_yours,
        ),
        Verb("delno", deleting.keep),
    ),
    answers={following_up.ASKED: following_up.typed, deleting.ASKED: deleting.typed},
)
