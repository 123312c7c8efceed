"""What somebody gets who did nothing: the room was moved, the rules were changed, the close is near, a screen is owed.

Each is their screen from now on. Must not know the facilitator's pages, or how messages travel.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape

from bot.messages import Message, Send, Strip
from bot.owing.debts import Debt
from bot.parcels import Recipient
from bot.participant import answering
from bot.participant.questions import Asked
from bot.places import PersonPlace
from bot.visit import Visit, visit_of
from flows.dialogue import machine
from flows.dialogue.agenda import is_for_some
from flows.dialogue.standing import Dialogue, card_shown, position
from storage.database import Unit
from storage.values import Person, Phase, Sendout, Workshop

Screen = tuple[Message, PersonPlace]


def launch_message(unit: Unit, sendout: Sendout, recipient: Recipient) -> Screen | None:
    """Bring somebody to where the room is now, and show them; nothing for who is there, has answered, or went for a while.

    Whoever is owed a screen gets it by this: the one on its way may have been lost.
    """
    workshop, person = unit.workshops.get(sendout.workshop_id), recipient.person
    if person is None or not workshop.paced or workshop.phase is not Phase.OPEN:
        return None
    visit = visit_of(workshop, person)
    before, step = answering.standing(unit, visit), answering.follow_room(unit, visit)
    is_owed = person.chat.shown < person.chat.rev
    if before.state in (machine.CONSENT, machine.DECLINED) or not (step.effects or is_owed):
        return None
    return _screen(unit, visit, step.dialogue, answering.said_first(visit, step))


def depends_on_answers(unit: Unit, sendout: Sendout) -> bool:
    """Whether who gets anything by this launch tells what they answered before."""
    flow, asked = unit.workshops.get(sendout.workshop_id).flow, sendout.body
    return is_for_some(flow, asked.get("question"), asked.get("section"))


def card_again(unit: Unit, sendout: Sendout, recipient: Recipient) -> Screen | None:
    """The new consent card for somebody who had agreed to other rules; nothing for who agrees, or never has."""
    if recipient.person is None:
        return None
    visit = visit_of(unit.workshops.get(sendout.workshop_id), recipient.person)
    dialogue = answering.standing(unit, visit)
    if dialogue.state != machine.CONSENT or not dialogue.again:
        return None
    return _screen(unit, visit, card_shown(dialogue))


def last_call(unit: Unit, sendout: Sendout, recipient: Recipient) -> Screen | None:
    """Before the close: that it is time, to somebody who is still answering; nothing for everybody else.

    Only the way back to their place stands below it: a question with its options would push the words off a small phone.
    """
    workshop, person = unit.workshops.get(sendout.workshop_id), recipient.person
    if person is None or workshop.phase is not Phase.OPEN:
        return None
    visit = visit_of(workshop, person)
    dialogue = answering.standing(unit, visit)
    if dialogue.sent or not visit.takes_part:
        return None
    t = visit.words.t
    asked = answering.asked_of(workshop, person.chat.language, dialogue)
    lines = [
        "<b>" + t("⏰ Last call: {title} closes soon.", title=escape(workshop.title)) + "</b>",
        "",
        *_stands(asked),
        t("Answers you do not submit are counted when the workshop closes."),
    ]
    go_on = asked.key(t("Go on"), "re", style="primary")
    keys = ((asked.key(t("Submit"), "su", style="success"),), (asked.key(t("Your answers"), "re"),))
    now = answering.bumped(unit, answering.standing_at(visit, dialogue), visit)
    is_ready = dialogue.state == machine.REVIEW
    return Message("\n".join(lines), keys if is_ready else ((go_on,),)), answering.place_of(now)


def _stands(asked: Asked) -> list[str]:
    """What is left to do before Submit, from where somebody is."""
    t, at = asked.words.t, asked.dialogue.at
    if asked.dialogue.state == machine.REVIEW:
        return [t("All is answered: tap Submit, or look at your answers first.")]
    number, total = position(asked.flow, asked.dialogue)
    place = t("You are at {number} of {total}: {question}", number=number, total=total,
              question=escape(asked.flow.question(at).name)) if at else ""  # fmt: skip
    please = t("Please answer what you still want to answer, skip the rest, and tap Submit.")
    return [*([place, ""] if place else []), please]


def _screen(unit: Unit, visit: Visit, dialogue: Dialogue, head: str = "") -> Screen:
    """Where somebody stands from now on, saved, and the message that shows it."""
    now = answering.bumped(unit, answering.standing_at(visit, dialogue), visit)
    message = answering.show(unit, now, dialogue)
    return replace(message, html=head + message.html), answering.place_of(now)


def owed(unit: Unit, workshop: Workshop, person: Person, *, is_lost: bool = False) -> Debt | None:
    """The screen that somebody is owed who did not just act; None: it stands there.

    Before the workshop opens, and while it is paused, a waiting room stands there and the screen is owed all along: who has
    nothing at all is shown it, and those whose last message `is_lost`.
    """
    chat = person.chat
    if chat.shown >= chat.rev or not (workshop.phase is Phase.OPEN or is_lost or chat.message_id is None):
        return None
    visit, head = answering.caught_up(unit, visit_of(workshop, person))
    unit.people.save(workshop.id, visit.person)
    strip = (Strip(chat.chat_id, chat.message_id),) if chat.message_id else ()
    message, place = answering.show(unit, visit, answering.standing(unit, visit)), answering.place_of(visit)
    return Debt((*strip, Send(chat.chat_id, replace(message, html=head + message.html), place)))
