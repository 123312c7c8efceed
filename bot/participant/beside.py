"""What stands beside the dialogue on a participant's phone: a poll, a vote, a round; must not know what any of them says.

Each has a step of its own (`Person.beside`), which is owed from the moment it is decided until it has arrived, as the screen is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.messages import Edit, Message, Op, Send
from bot.places import PersonPlace
from bot.visit import Visit
from storage.database import Unit
from storage.values import Ballot, Beside, Person, Workshop


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


ASKING, WRITING = "asking", "writing"
"""What somebody is writing beside the dialogue: a question to the panel, an answer to an open poll. One at a time."""


def hold_aside(unit: Unit, visit: Visit, what: str, data: dict[str, Any] | None) -> None:
    """What they are about to answer, sealed with where they stand; None: nothing any more. Of two texts only the newer is kept."""
    person = unit.people.find(visit.workshop.id, visit.sender.user_id) or visit.person
    gone = {ASKING, WRITING} if data is not None and what in (ASKING, WRITING) else {what}
    others = {name: held for name, held in (person.panel or {}).items() if name not in gone}
    held = others | ({what: data} if data is not None else {})
    unit.people.save(visit.workshop.id, replace(person, panel=held or None))


def held_aside(person: Person, what: str) -> dict[str, Any] | None:
    """What `hold_aside` kept."""
    return (person.panel or {}).get(what)


def is_coming(person: Person, seq: int) -> bool:
    """Whether what stands there for this ballot is on its way, and nobody can have read it."""
    stood = person.beside.get(seq)
    return stood is not None and stood.shown < stood.rev


def is_newest(person: Person, seq: int) -> bool:
    """Whether it came last of all that stands on this phone, or is coming."""
    stood, chat = person.beside.get(seq), person.chat
    if stood is None or is_coming(person, seq) or chat.shown < chat.rev:
        return stood is not None and chat.shown >= chat.rev
    last = max([chat.message_id or 0, *(other.message_id or 0 for other in person.beside.values())])
    return stood.message_id == last
