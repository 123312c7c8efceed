"""Whether somebody may be told afterwards what came of a workshop: their choice, before and after the close; must not know SQL.

While a workshop is open the choice stands sealed in the person's own row. After the close whoever wanted it is on a list, to
be found by nobody but themselves, and the only choice left is to leave it: what is deleted cannot be put back.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape

from bot.buttons import Button, Scope
from bot.incoming import Press, Sender
from bot.messages import Edit, EmptyLog, Flash, Key, Message, Op, Send, Strip
from bot.participant.lobby import turn_to_card
from bot.visit import Visit
from bot.wording import Wording
from storage.afterwards import MailingList, Purpose
from storage.database import Unit
from storage.values import Workshop

Listed = list[tuple[MailingList, Workshop]]


def lists_of(unit: Unit, sender: Sender) -> Listed:
    """The lists of closed workshops on which this person is."""
    return [(one, unit.workshops.get(one.workshop_id)) for one, _ in unit.mailing.own(sender.user_id)]


def choose(unit: Unit, sender: Sender) -> tuple[Op, ...]:
    """`/news`: how it stands in each workshop, and a button to change it."""
    return (Send(sender.chat_id, _choices(unit, sender)),)


def _choices(unit: Unit, sender: Sender) -> Message:
    words = Wording(sender.language)
    t = words.t
    lines: list[str] = []
    keys: list[tuple[Key, ...]] = []
    for workshop, person in unit.people.workshops_of(sender.user_id):
        title, wants = escape(workshop.title), person.chat.news
        lines.append(t("{title}: you will be told afterwards what came of it, if there is something to tell.", title=title)
                     if wants else t("{title}: you will not be told afterwards what came of it.", title=title))  # fmt: skip
        label = t("Rather not: {title}", title=workshop.title) if wants else t("Tell me: {title}", title=workshop.title)
        keys.append((Key(label, Button(Scope.PARTICIPANT, workshop.code, "nw")),))
    for one, workshop in lists_of(unit, sender):
        if one.purpose is Purpose.NEWS:
            lines.append(t("{title} is closed. Until {day} you may be told what came of it.",
                           title=escape(workshop.title), day=words.day(one.until)))  # fmt: skip
            label = t("No more of these: {title}", title=workshop.title)
            keys.append((Key(label, Button(Scope.PARTICIPANT, workshop.code, "quit", ("list",))),))
    if not lines:
        return Message(t("You are in no open workshop, and on no list of a closed one: nobody will write to you."))
    return Message("\n\n".join(lines), tuple(keys))


def switch(unit: Unit, visit: Visit, button: Button) -> tuple[Op, ...]:
    """The other choice from now on, and the message with the button says so."""
    wants, t = not visit.person.chat.news, visit.words.t
    person = replace(visit.person, chat=replace(visit.person.chat, news=wants))
    unit.people.save(visit.workshop.id, person)
    said = t("You will be told afterwards what came of it.") if wants else t("You will not be told afterwards.")
    press, chat = visit.press, visit.sender.chat_id
    if press is None or press.message_id is None:
        return (Send(chat, Message(said)),)
    after = replace(visit, person=person)
    if button.arguments != ("card",):
        return (Flash(press.query_id, said), Edit(chat, press.message_id, _choices(unit, visit.sender)))
    return (Flash(press.query_id, said), *turn_to_card(unit, after))


def leave(unit: Unit, sender: Sender, press: Press, button: Button, workshop: Workshop) -> tuple[Op, ...]:
    """Off the lists of a closed workshop, at once and for good."""
    t = Wording(sender.language).t
    if workshop.closing:
        return (Flash(press.query_id, t("This workshop is being closed right now. Please try again in a minute.")),)
    was_there = unit.mailing.leave(workshop.id, sender.user_id)
    said = (
        t("Done. You are on no list of this workshop any more, and nothing that is kept of it leads to you.")
        if was_there
        else t("You are on no list of this workshop.")
    )
    done: tuple[Op, ...] = (Flash(press.query_id, said, alert=True), *((EmptyLog(),) if was_there else ()))
    if press.message_id is None:
        return done
    if button.arguments == ("list",):
        return (*done, Edit(sender.chat_id, press.message_id, _choices(unit, sender)))
    return (*done, Strip(sender.chat_id, press.message_id))
