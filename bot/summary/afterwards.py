"""All results for those who took part, once a workshop is closed: the button below what the room said, and /results.

Must not know who took part: nobody does any more. What the room said went to those on its list and to nobody else, and its button
carries a ticket that is the same for all of them. Who has the button may read; who only knows the join code may not.
"""

from __future__ import annotations

import hashlib
import hmac
from html import escape

from bot.buttons import Button, Scope
from bot.commands import word
from bot.desk import Desk
from bot.memory import Memory
from bot.messages import DrawPage, DrawSummary, Key, Message, Op, Send
from bot.results.rounds import in_order
from bot.results.together.batteries import address
from bot.wording import Wording
from storage.database import Unit
from storage.values import Phase, Workshop

OPEN, TURN, TEXT = "all", "allat", "alltext"
_LETTERS = 16
"""Of a ticket, four bits each: far beyond guessing, and it leaves room in a button for a place."""


def ticket(workshop: Workshop) -> str:
    """What says that somebody was told what this room said. A workshop's id is random, and stands in nothing that leaves the server."""
    return hashlib.sha256(f"all results of {workshop.id}".encode()).hexdigest()[:_LETTERS]


def ticket_key(workshop: Workshop, label: str, verb: str, *arguments: object) -> Key:
    """A button for those who were told."""
    return Key(label, Button(Scope.PARTICIPANT, workshop.code, verb, (ticket(workshop), *map(str, arguments))))


def all_results(workshop: Workshop, words: Wording) -> Key:
    """Where the rest is to be read."""
    return ticket_key(workshop, "📊 " + words.t("All results"), OPEN)


def press(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """A page, in a new message or in the one that was tapped, or all of it in words."""
    if not hmac.compare_digest(word(button, 0), ticket(workshop)):
        return desk.say(desk.words.t("That is for those who took part: the button stands below what they were told."))
    if workshop.closing:
        return desk.say(desk.words.t("This workshop is being closed right now. Please try again in a minute."))
    chat, language = desk.sender.chat_id, desk.words.language
    if button.verb == TEXT:
        return (*desk.noted(), DrawSummary(workshop.id, chat, language, "text"))
    tapped = desk.press.message_id if desk.press is not None and button.verb == TURN else None
    asked = [one.question.id for one in in_order(workshop, language)]
    place = button.number(1)
    name = asked[place] if 0 <= place < len(asked) else address(place - len(asked))
    name = name if place >= 0 else _first(unit, workshop, asked)
    return (*desk.noted(), DrawPage(workshop.id, chat, language, name, tapped or 0, for_everybody=True))


def typed(unit: Unit, desk: Desk, _typed: str, _memory: Memory) -> tuple[Op, ...]:
    """/results: of the closed workshop on whose lists somebody still is, or a button for each of several."""
    t, chat = desk.words.t, desk.sender.chat_id
    found = {one.workshop_id: unit.workshops.get(one.workshop_id) for one, _ in unit.mailing.own(desk.sender.user_id)}
    closed = [workshop for workshop in found.values() if workshop.phase is Phase.CLOSED and not workshop.closing]
    if not closed:
        return desk.say(
            t("When a workshop is closed, everybody who took part is told what the room said, and the button All results below that "
              "opens every question, as long as the results are kept. It is not kept in which closed workshops you took part, so "
              "without that message I cannot find them.")
        )  # fmt: skip
    if len(closed) == 1:
        (workshop,) = closed
        first = _first(unit, workshop, [one.question.id for one in in_order(workshop, desk.words.language)])
        return (*desk.noted(), DrawPage(workshop.id, chat, desk.words.language, first, for_everybody=True))
    keys = tuple((ticket_key(workshop, workshop.title, OPEN),) for workshop in closed)
    return (Send(chat, Message(escape(t("Which workshop?")), keys)),)


def _first(unit: Unit, workshop: Workshop, asked: list[str]) -> str:
    """The first question that has a result."""
    counted = {release.question_id for release in unit.answers.releases(workshop.id)}
    return next((one for one in asked if one in counted), asked[0] if asked else "")
