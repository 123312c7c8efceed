"""The pages of the panel that are drawn anew on the board whenever something changes; must not move anything."""

from __future__ import annotations

from bot.commands import NOT_CLOSED, Page
from bot.desk import Desk
from bot.messages import Message
from bot.panel.cards import VERB, Cards
from bot.panel.judging import DESK, panel_page, standing
from storage.database import Unit
from storage.values import Workshop


def _panel(unit: Unit, desk: Desk, workshop: Workshop, _about: tuple[str, ...]) -> Message:
    return (
        Cards(workshop.code, desk.words).close_only()
        if workshop.policy.close_only
        else panel_page(unit, desk, workshop)
    )


def _ending(unit: Unit, desk: Desk, workshop: Workshop, about: tuple[str, ...]) -> Message:
    """Asked before a round or a vote is ended; once it is over, the panel."""
    now = standing(unit, desk, workshop)
    ballot, received = (now.asking, now.in_round) if about[0] == "collect" else (now.voting, now.in_vote)
    cards = Cards(workshop.code, desk.words)
    return cards.panel(now) if ballot is None else cards.ask_first(about[0], received, now)


PAGES = (
    Page(VERB, _panel),
    Page("panelend", _ending, NOT_CLOSED),
    Page(DESK.card_page, lambda unit, desk, workshop, about: DESK.live(unit, desk, workshop, about[0])),
)
