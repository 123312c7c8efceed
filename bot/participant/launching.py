"""What each participant gets when the room is moved; must not know the facilitator's pages, or how messages travel."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from bot.messages import Message, PersonPlace
from bot.parcels import Recipient
from bot.participant import answering
from bot.participant.remarks import remark
from bot.visit import visit_of
from flows.dialogue import machine
from flows.dialogue.advancing import advance
from flows.dialogue.agenda import is_for_some
from flows.dialogue.inputs import Follow
from flows.dialogue.standing import dialogue_to_json
from storage.database import Unit
from storage.values import Phase, Sendout


def launch_message(unit: Unit, sendout: Sendout, recipient: Recipient) -> tuple[Message, PersonPlace] | None:
    """Bring somebody to where the room is now, and show them; nothing for who is there, has answered, or went for a while.

    Whoever is owed a screen gets it by this: the one on its way may have been lost.
    """
    workshop, person = unit.workshops.get(sendout.workshop_id), recipient.person
    if person is None or not workshop.paced or workshop.phase is not Phase.OPEN:
        return None
    visit = visit_of(workshop, person)
    before = answering.standing(unit, visit)
    step = advance(workshop.flow, before, Follow())
    is_owed = person.chat.shown < person.chat.rev
    if before.state in (machine.CONSENT, machine.DECLINED) or not (step.effects or is_owed):
        return None
    moved = replace(person, dialogue=dialogue_to_json(step.dialogue))
    visit = answering.bumped(unit, replace(visit, person=moved))
    message = answering.show(unit, visit, step.dialogue)
    head = f"{escape(remark(visit.words, step.toast))}\n\n" if step.toast else ""
    place = PersonPlace(workshop.id, visit.sender.user_id, visit.person.chat.rev)
    return replace(message, html=head + message.html), place


def depends_on_answers(unit: Unit, sendout: Sendout) -> bool:
    """Whether who gets anything by this launch tells what they answered before."""
    flow, asked = unit.workshops.get(sendout.workshop_id).flow, sendout.body
    return is_for_some(flow, asked.get("question"), asked.get("section"))
