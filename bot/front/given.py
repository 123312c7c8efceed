"""What somebody who takes part gives, by tapping or typing: for the room or the question that it is meant for; knows no command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.commands import Offer, Ops
from bot.front.tables import TABLES, TAPS
from bot.incoming import Replied, Sender
from bot.memory import Memory
from bot.messages import Message, Send, Strip
from bot.participant import answering, meant
from bot.participant.spoken import hidden, understand
from bot.visit import Visit
from bot.wording import Wording
from flows.dialogue.inputs import Earlier, Input, TakePart, Typed
from flows.dialogue.standing import Dialogue
from storage.database import Unit
from storage.values import Person, Phase, Workshop

Found = Sequence[tuple[Workshop, Person]]
"""The workshops that somebody takes part in, the current one first."""


def answer(unit: Unit, sender: Sender, found: Found, text: str, replied: Replied | None, memory: Memory) -> Ops:
    """Words of somebody who takes part: for what they reply to, for a room that expects them, else for the newest question."""
    visit = Visit(found[0][0], sender, found[0][1])
    if replied is not None and not replied.own:
        here = [Visit(workshop, sender, answering.in_focus(person, found)) for workshop, person in found]
        about = meant.workshops_of(here, replied)
        if len(about) > 1:
            return meant.ask_workshop(about, text, replied, memory)
        visit = about[0] if about and about[0].workshop.id != visit.workshop.id else visit
    dialogue = answering.standing(unit, visit)
    offers = [o for table in TABLES if table.offers is not None for o in table.offers(unit, visit, text)]
    given = understand(text, dialogue, Wording(visit.sender.language))
    if replied is not None:
        words = Typed(text, hidden(visit.words), memory.find)
        told = _to_replied(unit, visit, words, replied, offers, dialogue, memory)
        if told is not None:
            return told
    given = replace(given, find=memory.find) if isinstance(given, Typed) else given
    takers = (table.words for table in TABLES if table.words is not None)
    taken = next((ops for ops in (take(unit, visit, given, memory) for take in takers) if ops is not None), None)
    if taken is not None:
        return taken
    if isinstance(given, Typed) and visit.takes_part and visit.workshop.phase is Phase.OPEN:
        to = meant.target(visit, offers, dialogue, text)
        if isinstance(to, Offer):
            return _beside(unit, visit, to, memory)
        half = meant.second_half(visit, dialogue, text, memory)
        if to or half is not None:
            return meant.ask(visit, dialogue, text, memory, offers=to, half=half)
        if meant.is_for_neither(visit, dialogue, text):
            said = visit.words.t(
                "That fits neither this nor the question above it, so I kept nothing. Please tap a button."
            )
            return (Send(visit.sender.chat_id, Message(said)),)
    return act(unit, visit, meant.with_words(given, visit, memory, dialogue))


def _to_replied(
    unit: Unit,
    visit: Visit,
    given: Typed,
    replied: Replied,
    offers: Sequence[Offer],
    dialogue: Dialogue,
    memory: Memory,
) -> Ops | None:
    """Words for the message that they reply to; None: it asks nothing, or what stands on the phone anyway."""
    if not replied.own and meant.is_beside(visit, replied):
        taken = (t.replied(unit, visit, given, replied.message_id, memory) for t in TABLES if t.replied is not None)
        ops = next((ops for ops in taken if ops is not None), None)
        if ops is not None:
            return ops
        offer = next((o for o in offers if meant.is_about(visit, replied, o)), None)
        said = visit.words.t("Please tap one of its buttons.")
        return _beside(unit, visit, offer, memory) if offer else (Send(visit.sender.chat_id, Message(said)),)
    name = meant.replied_to(visit, replied, dialogue)
    if name is None and replied.own and dialogue.proposal is None and meant.is_above(visit, replied):
        return act(unit, visit, Earlier())
    if name is None or name == dialogue.at:
        return None
    if meant.may_add(dialogue, name):
        return meant.ask_how(visit, name, given.text, memory)
    ops = act(unit, visit, meant.with_words(replace(given, to=name), visit, memory, dialogue))
    return (*ops, *(() if replied.own else meant.said_there(unit, visit, replied.message_id, name, dialogue)))


def _beside(unit: Unit, visit: Visit, offer: Offer, memory: Memory) -> Ops:
    """As its button does; what is said of it stands below the words, so the buttons above go."""
    stood = visit.person.beside[offer.seq].message_id
    strip = (Strip(visit.sender.chat_id, stood),) if stood is not None else ()
    return (*strip, *TAPS[offer.button.verb].act(unit, visit, offer.button, memory))


def act(unit: Unit, visit: Visit, given: Input) -> Ops:
    """One input of the dialogue; whoever takes part by it is asked what everybody is being asked beside it."""
    ops = answering.act(unit, visit, given)
    if not isinstance(given, TakePart):
        return ops
    beside = (table.newcomer(unit, visit) for table in TABLES if table.newcomer is not None)
    return (*ops, *(op for asked in beside for op in asked))
