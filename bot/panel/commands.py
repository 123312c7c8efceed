"""What can be typed and tapped about questions to the panel, as a table; must not know how it is done."""

from __future__ import annotations

from bot.commands import Command, Ops, Reply, Serves, Steers, Table, Takes, Tap, Verb, Who
from bot.desk import Desk
from bot.memory import Memory
from bot.panel import cards, dialogue, live, pages, steering
from bot.participant.answering import current
from bot.participant.lobby import welcome
from bot.visit import Visit
from storage.database import Unit


def _panel(unit: Unit, desk: Desk, _typed: str, _memory: Memory) -> Ops:
    """The panel of the current workshop."""
    now = current(unit, desk.sender)
    return dialogue.show(unit, Visit(now[0], desk.sender, now[1])) if now is not None else welcome(desk.sender)


TABLE = Table(
    commands=(
        Command(
            "panel",
            Who.EVERYBODY,
            lambda words: words.t("questions to the panel: what the room asks, and a vote on it"),
            Serves(_panel),
        ),
        Command(
            "panel",
            Who.FACILITATOR,
            lambda words: words.t("collect questions to the panel, judge them, put them to the vote"),
            Steers(steering.open_panel),
            hint=lambda words: words.t("Ada, Grace"),
            in_menu=True,
            takes=True,
        ),
    ),
    pages=live.PAGES,
    verbs=(Verb(cards.VERB, steering.press),),
    taps=(Tap(pages.VERB, dialogue.press),),
    replies=(Reply(cards.VERB, Takes(steering.typed)),),
    newcomer=dialogue.for_newcomer,
    offers=dialogue.offers,
    words=dialogue.typed,
)
