"""Decides who handles an update: one transaction's worth of work; must not know HTTP, the courier, SQL or any command.

A second copy of an update decides nothing. Whatever comes, there is an answer: never silence, never an error.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from bot.commands import Ops
from bot.desk import Desk, House
from bot.front import presses, typed
from bot.front.replies import owed
from bot.front.standstill import hint
from bot.groups import linking as groups_linking
from bot.groups.linking import Chatter
from bot.incoming import (
    Command,
    Document,
    Event,
    Forwarded,
    Incoming,
    Media,
    Presence,
    Press,
    Rewritten,
    Upgraded,
    Words,
)
from bot.memory import Memory
from bot.messages import Flash, ShowOwedTo
from bot.telegram.courier import Rank
from bot.wording import Wording
from flows.dialogue.inputs import Borrowed, Edited, NotText
from flows.dialogue.standing import has_agreed
from storage.database import Unit


@dataclass(frozen=True)
class Reception:
    """What one update is handled with: the house, and what only memory holds."""

    house: House
    memory: Memory
    chatter: Chatter


@dataclass(frozen=True)
class Handled:
    """What was decided, whose turn it is for an answer, and whether it was only asked for (`only_asks`)."""

    ops: Ops
    rank: Rank
    only_asks: bool = False


def rank_of(unit: Unit, incoming: Incoming) -> Rank:
    """Whose turn it is for an answer, once the update is handled: the room's, a newcomer's or a stranger's."""
    sender = incoming.sender
    if not sender.private:
        known = unit.staff.workshop_in(sender.chat_id) is not None or unit.staff.role(sender.user_id) is not None
        return Rank.ROOM if known else Rank.STRANGER
    found = unit.people.workshops_of(sender.user_id)
    if any(has_agreed(person.dialogue, workshop.rules) for workshop, person in found):
        return Rank.ROOM
    if unit.staff.role(sender.user_id) is not None:
        return Rank.ROOM
    return Rank.NEWCOMER if found else Rank.STRANGER


def receive(unit: Unit, incoming: Incoming, at: Reception) -> Ops:
    """Handle one update. Its second copy changes nothing: it shows what is owed, if that is not on its way, or answers again.

    So does whatever somebody does while they are owed something: they get what they missed. Raises Unsearched, and then
    nothing has happened.
    """
    with at.memory.attempt(incoming.sender.user_id):
        return _receive(unit, incoming, at)


def _receive(unit: Unit, incoming: Incoming, at: Reception) -> Ops:
    user_id = incoming.sender.user_id
    if not unit.updates.first_time(incoming.update_id) and not only_asks(unit, incoming):
        return _again(incoming) if incoming.sender.private else ()
    found = unit.people.workshops_of(user_id)
    chosen = found[0][1].chat.language if found else unit.staff.language(incoming.sender.user_id)
    phone, event = incoming.sender.language, incoming.event
    sender = replace(incoming.sender, language=chosen or phone, phone=phone)
    if isinstance(event, Upgraded):
        unit.staff.migrate_chat(sender.chat_id, event.new_chat_id)
        return ()
    desk = Desk(sender, Wording(sender.language), at.house)
    if not sender.private:
        desk = replace(desk, press=event if isinstance(event, Press) else None)
        if isinstance(event, Command) and not (event.to_us or typed.is_known(event.name)):
            return ()  # another bot's
        ops = groups_linking.in_group(unit, desk, event, at.chatter, at.memory.now)
        return owed(ops) if unit.staff.role(user_id) is not None else ops
    ops = _in_private(unit, typed.At(desk, found, at.memory), event)
    if not found and not isinstance(event, Press | Presence):
        return (*ops, *hint(unit, desk))
    return (*ops, *((ShowOwedTo(user_id),) if any(person.is_owed for _, person in found) else ()))


def only_asks(unit: Unit, incoming: Incoming) -> bool:
    """Whether an update may be answered as often as it comes, because it changes nothing the second time.

    So nobody need store who asked: it is acknowledged once its answer has left. What follows from steering is kept instead.
    """
    event, user_id = incoming.event, incoming.sender.user_id
    if not isinstance(event, Command) or not incoming.sender.private:
        return False
    return typed.is_question(event.name, unit.staff.role(user_id))


def _again(incoming: Incoming) -> Ops:
    """An update that was stored and perhaps never answered: nobody knows that it was when the answer to a COMMIT is lost."""
    spins = (Flash(incoming.event.query_id),) if isinstance(incoming.event, Press) else ()
    return (*spins, ShowOwedTo(incoming.sender.user_id))


def _in_private(unit: Unit, at: typed.At, event: Event) -> Ops:
    match event:
        case Command(name, argument, by):
            return typed.command(unit, at, name, argument, by)
        case Words(text, replied):
            return typed.words(unit, at, text, replied)
        case Press():
            return presses.press(unit, at, event)
        case Document():
            return typed.document(unit, at, event)
        case Media(album) | Forwarded(album):
            if album and not at.memory.albums.is_new(at.sender.user_id, album):
                return ()
            return typed.aside(unit, at, Borrowed() if isinstance(event, Forwarded) else NotText())
        case Rewritten(to_command):
            return typed.aside(unit, at, Edited(to_command=to_command))
        case Presence() | Upgraded():
            return ()
        case _:
            assert_never(event)
