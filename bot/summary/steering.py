"""What a facilitator asks of the summary: a page, all of it, all of it to the group; unit first, never waits.

Who may, and in which phase, is in the room's table (`commands.py`) and was checked before.
"""

from __future__ import annotations

from typing import Literal

from bot.buttons import Button
from bot.commands import word
from bot.desk import Desk
from bot.messages import DrawPage, DrawSummary, Message, Op, Send
from bot.results.findings import findings
from bot.results.rounds import in_order
from bot.summary.ranges import people_of, ranges
from bot.telegram.render import parts
from storage.database import Unit
from storage.values import ActionKind, Place, Workshop


def typed(unit: Unit, desk: Desk, workshop: Workshop, number: str) -> tuple[Op, ...]:
    """/summary, /summary 3 for the third question, or /summary of 400 for the ranges in a group of 400."""
    said = number.strip()
    if (people := people_of(said)) is not None:
        desk.did(unit, workshop.id, ActionKind.SHOWN, Place.STAFF)
        text = ranges(findings(unit, workshop, desk.words), people, desk.words)
        return (*desk.noted(), *(Send(desk.sender.chat_id, Message(one)) for one in parts(text)))
    if not said:
        return first(unit, desk, workshop)
    asked = in_order(workshop, desk.words.language)
    place = int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else 0
    if not 1 <= place <= len(asked):
        return desk.say(
            desk.words.n(
                "There is {count} question. Type its number: <code>/summary 1</code>",
                "There are {count} questions. Type the number of one: <code>/summary 1</code>",
                len(asked),
            )
        )
    return _page(unit, desk, workshop, asked[place - 1].question.id, 0)


def is_meant(said: str) -> bool:
    """Whether words behind /summary are for it: a question's number, or a larger group's."""
    return said.isdecimal() or people_of(said) is not None


def first(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """The first page that has a result, in a new message."""
    asked = [one.question.id for one in in_order(workshop, desk.words.language)]
    counted = {release.question_id for release in unit.answers.releases(workshop.id)}
    name = next((one for one in asked if one in counted), asked[0] if asked else "")
    return _page(unit, desk, workshop, name, 0)


def turn(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Another page, in the message that was tapped."""
    message_id = desk.press.message_id if desk.press is not None else None
    return _page(unit, desk, workshop, word(button, 0), message_id or 0)


def whole(unit: Unit, desk: Desk, workshop: Workshop, form: Literal["picture", "text"]) -> tuple[Op, ...]:
    """All of it, in a message of its own."""
    desk.did(unit, workshop.id, ActionKind.SHOWN, Place.STAFF)
    return (*desk.noted(), DrawSummary(workshop.id, desk.sender.chat_id, desk.words.language, form))


def to_group(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """All of it to the group, as pictures and words."""
    group = unit.staff.group_of(workshop.id)
    if group is None:
        return desk.say(desk.words.t("No group is linked."))
    desk.did(unit, workshop.id, ActionKind.SHOWN, Place.GROUP)
    return (*desk.noted(), DrawSummary(workshop.id, group, desk.words.language))


def _page(unit: Unit, desk: Desk, workshop: Workshop, question_id: str, message_id: int) -> tuple[Op, ...]:
    desk.did(unit, workshop.id, ActionKind.SHOWN, Place.STAFF)
    drawn = DrawPage(workshop.id, desk.sender.chat_id, desk.words.language, question_id, message_id)
    return (*desk.noted(), drawn)
