"""The pages about polls that are drawn anew on the board whenever something changes; must not send or end anything."""

from __future__ import annotations

from collections.abc import Callable

from bot.commands import NOT_CLOSED, Page
from bot.desk import Desk
from bot.messages import Message
from bot.polls import pages, steering
from storage.database import Unit
from storage.values import Ballot, BallotState, Workshop

_Draw = Callable[[Unit, Desk, Workshop, tuple[str, ...]], Message | None]


def _about(draw: Callable[[Unit, Desk, Workshop, Ballot], Message | None]) -> _Draw:
    """A page about one poll, draft or sent; None once it is gone."""

    def drawn(unit: Unit, desk: Desk, workshop: Workshop, about: tuple[str, ...]) -> Message | None:
        ballot = unit.ballots.get(workshop.id, about[0])
        return None if ballot is None else draw(unit, desk, workshop, ballot)

    return drawn


def _draft(unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> Message | None:
    return steering.proposal(unit, desk, workshop, ballot) if ballot.state is BallotState.DRAFT else None


PAGES = (
    Page("poll", lambda _unit, desk, workshop, _: pages.poll_menu(workshop, desk.words), NOT_CLOSED),
    Page("pollq", lambda _unit, desk, workshop, at: pages.poll_about(workshop, int(at[0]), desk.words), NOT_CLOSED),
    Page("bdraft", _about(_draft), NOT_CLOSED),
    Page(
        "bshow", _about(lambda unit, desk, workshop, b: steering.sent_page(unit, desk.words, workshop, b)), NOT_CLOSED
    ),
    Page(
        "bclose", _about(lambda unit, desk, workshop, b: steering.too_early(unit, desk.words, workshop, b)), NOT_CLOSED
    ),
    Page("bpolls", lambda unit, desk, workshop, _: steering.polls_page(unit, desk, workshop), NOT_CLOSED),
)
