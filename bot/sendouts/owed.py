"""What people are owed now, read in one transaction; must not know what has been sent, or what is on its way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from bot.messages import Edit, Message, Send
from bot.owing.debts import Debt
from bot.panel import dialogue as panel_dialogue
from bot.participant.launching import owed
from bot.places import PersonPlace
from bot.polls import voting
from bot.visit import Visit, visit_of
from storage.database import Unit
from storage.values import Ballot, BallotKind, Person, Phase, SendoutKind, Workshop

PAGE = 50
"""People read in one transaction: with thousands on the roster nobody's tap waits for more than these."""

PLACED = frozenset({SendoutKind.QUESTION, SendoutKind.CONSENT, SendoutKind.LAST_CALL, SendoutKind.BALLOT})
"""Kinds that bring people what stands on their phones from then on."""

STANDS: Mapping[BallotKind, Callable[[Unit, Visit, Ballot], Message]] = {
    BallotKind.POLL: voting.standing,
    BallotKind.ASK: panel_dialogue.standing,
    BallotKind.VOTE: panel_dialogue.standing,
}
"""What stands on a phone for a ballot, by what the person has done about it."""


def owed_by_everybody(unit: Unit, workshop_id: str, after: bytes, most: int = PAGE) -> tuple[list[Debt], bytes | None]:
    """What the next people of a workshop are owed, and the last of them; None: there is nobody else, or it is closed.

    Not what a send-out under way will still bring; what it has nothing for is looked for when it is over.
    """
    workshop = unit.workshops.get(workshop_id)
    people = unit.people.next_ones(workshop_id, most, after) if workshop.phase is not Phase.CLOSED else []
    sending = [sendout for sendout in unit.sendouts.running(workshop_id) if sendout.kind in PLACED]
    left = [p for p in people if all(unit.sendouts.reached(sendout, p.token) for sendout in sending)]
    debts = [debt for person in left for debt in _debts(unit, workshop, person)]
    return debts, people[-1].token if people else None


def owed_to(unit: Unit, user_id: int, lost: frozenset[str] = frozenset()) -> list[Debt]:
    """What one person is owed in all their workshops; `lost`: those in which their last screen may not have come."""
    found = unit.people.workshops_of(user_id)
    return [debt for workshop, person in found for debt in _debts(unit, workshop, person, is_lost=workshop.id in lost)]


def _debts(unit: Unit, workshop: Workshop, person: Person, *, is_lost: bool = False) -> Iterator[Debt]:
    screen = owed(unit, workshop, person, is_lost=is_lost)
    if screen is not None:
        yield screen
    if workshop.phase is Phase.OPEN:
        yield from _beside(unit, workshop, person)


def _beside(unit: Unit, workshop: Workshop, person: Person) -> Iterator[Debt]:
    """Polls, votes and rounds of which something newer was decided than stands there."""
    for ballot in workshop.ballots:
        at = person.beside.get(ballot.seq)
        if at is None or at.shown >= at.rev or not ballot.takes_answers:
            continue
        visit = visit_of(workshop, person)
        message, chat = STANDS[ballot.kind](unit, visit, ballot), person.chat.chat_id
        place = PersonPlace(workshop.id, person.user_id, at.rev, ballot.seq)
        shows = Edit(chat, at.message_id, message, place) if at.message_id else Send(chat, message, place)
        yield Debt((shows,))
