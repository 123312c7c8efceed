"""What stands beside the dialogue on a participant's phone: a poll, a vote, a round; must not know what any of them says.

Each has a step of its own (`Person.beside`), which is owed from the moment it is decided until it has arrived, as the screen is.
"""

from __future__ import annotations

from dataclasses import replace

from bot.messages import Edit, Message, Op, Send
from bot.places import PersonPlace
from bot.visit import Visit
from storage.database import Unit
from storage.values import Ballot, Beside, Workshop


def beside(unit: Unit, visit: Visit, ballot: Ballot, message: Message) -> tuple[Op, ...]:
    """It stands there from now on: in the place of the message that was tapped, else as a new one."""
    pressed, chat = visit.press.message_id if visit.press else None, visit.sender.chat_id
    place = place_beside(unit, visit.workshop, visit.sender.user_id, ballot, pressed)
    return (Send(chat, message, place) if pressed is None else Edit(chat, pressed, message, place),)


def place_beside(
    unit: Unit, workshop: Workshop, user_id: int, ballot: Ballot, message_id: int | None = None
) -> PersonPlace | None:
    """One more step of it is on its way to this person: saved. `message_id`: where it stands; None: in no message yet.

    None for who has left. What has ended is not remembered any longer.
    """
    person = unit.people.find(workshop.id, user_id)  # as it is now: other work of the same transaction has saved it
    if person is None:
        return None
    taken = {known.seq for known in workshop.ballots if known.takes_answers}
    stood = person.beside.get(ballot.seq, Beside())
    kept = {seq: at for seq, at in person.beside.items() if seq in taken}
    now = replace(stood, rev=stood.rev + 1, message_id=message_id)
    unit.people.save(workshop.id, replace(person, beside={**kept, ballot.seq: now}))
    return PersonPlace(workshop.id, user_id, now.rev, ballot.seq)
