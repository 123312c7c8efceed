"""Taking notes for a round table: `/table 3 6` answers for the six people at table 3; must not know HTTP or how tables are counted."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.incoming import Sender
from bot.messages import Message, Op, Send
from bot.participant import answering
from bot.participant.lobby import welcome
from bot.visit import Visit
from bot.wording import Wording
from flows.dialogue.inputs import Resume
from storage.answers.round_tables import MOST_SEATS, MOST_TABLES
from storage.database import Unit
from storage.values import Person, Workshop

_NUMBERS = re.compile(r"\D*(\d{1,4})\D+(\d{1,4})\D*")
_OFF = frozenset({"off", "stop", "no", "uit", "nee", "0"})


def table(unit: Unit, sender: Sender, typed: str) -> tuple[Op, ...]:
    """`typed`: a table's number and how many sit there, "off", or nothing to be told how."""
    found = answering.current(unit, sender)
    if found is None:
        return welcome(sender)
    workshop, person = found
    t = Wording(sender.language).t
    if not workshop.paced:
        return _say(sender, t("Notes for a table are taken where the facilitator leads from question to question. Here "
                              "everybody answers for themselves."))  # fmt: skip
    if not Visit(workshop, sender, person).takes_part:
        return _say(sender, t("Please tap Take part first. Nothing is asked before that."))
    if typed.strip().casefold() in _OFF:
        return _leave(unit, sender, workshop, person)
    numbers = _NUMBERS.fullmatch(typed)
    return _take(unit, sender, workshop, person, *map(int, numbers.groups())) if numbers else _how(sender, person)


def _take(unit: Unit, sender: Sender, workshop: Workshop, person: Person, number: int, seats: int) -> tuple[Op, ...]:
    """From now on this person's answers are those of a table; another one before is free again."""
    t, before = Wording(sender.language).t, person.chat.table
    if not (1 <= number <= MOST_TABLES and 2 <= seats <= MOST_SEATS):
        return _say(sender, t("A table has a number from 1 to {tables} and 2 to {seats} people, like this: {example}",
                              tables=MOST_TABLES, seats=MOST_SEATS, example="<code>/table 3 6</code>"))  # fmt: skip
    if before:
        unit.tables.leave(workshop.id, before)
    if not unit.tables.take(workshop.id, number, seats):
        if before:
            unit.tables.take(workshop.id, before, person.chat.seats)
        return _say(
            sender, t("Somebody takes notes for table {number} already. One note-taker a table.", number=number)
        )
    said = t("You take notes for table {number}, {seats} people. What you answer from now on is the table’s, counted apart "
             "from single people, and shown at the close if {k} tables or more have answered. {off}: for yourself again.",
             number=number, seats=seats, k=workshop.policy.k, off="/table off")  # fmt: skip
    return (*_say(sender, said), *_as(unit, sender, workshop, person, number, seats))


def _leave(unit: Unit, sender: Sender, workshop: Workshop, person: Person) -> tuple[Op, ...]:
    t = Wording(sender.language).t
    if not person.chat.table:
        return _say(sender, t("You answer for yourself."))
    unit.tables.leave(workshop.id, person.chat.table)
    said = t("From now on you answer for yourself. What you answered for the table stays the table’s.")
    return (*_say(sender, said), *_as(unit, sender, workshop, person, 0, 0))


def _as(unit: Unit, sender: Sender, workshop: Workshop, person: Person, number: int, seats: int) -> tuple[Op, ...]:
    """Keep for whom this person answers, and show where they stand as such."""
    now = replace(person, chat=replace(person.chat, table=number, seats=seats))
    unit.people.save(workshop.id, now)
    visit = Visit(unit.workshops.get(workshop.id), sender, now)
    return answering.act(unit, visit, Resume())


def _how(sender: Sender, person: Person) -> tuple[Op, ...]:
    t, chat = Wording(sender.language).t, person.chat
    how = t("Does one person write for a whole table? That person sends the number of the table and how many sit at it: "
            "{example}", example="<code>/table 3 6</code>")  # fmt: skip
    now = t("You take notes for table {number}, {seats} people. {off}: for yourself again.",
            number=chat.table, seats=chat.seats, off="/table off")  # fmt: skip
    return _say(sender, now if chat.table else how)


def _say(sender: Sender, html: str) -> tuple[Op, ...]:
    return (Send(sender.chat_id, Message(html)),)
