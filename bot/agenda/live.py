"""The pages of the agenda that are drawn anew on the board whenever something changes; must not move the room."""

from __future__ import annotations

from bot.agenda.pages import agenda_page, section_page, timer_page
from bot.agenda.steering import agenda_of, question_message
from bot.commands import NOT_CLOSED, Page
from bot.desk import Desk
from bot.messages import Message
from flows.dialogue.agenda import sections_of
from storage.database import Unit
from storage.values import Workshop


def _agenda(unit: Unit, desk: Desk, workshop: Workshop, _about: tuple[str, ...]) -> Message:
    return agenda_page(agenda_of(unit, desk, workshop))


def _section(unit: Unit, desk: Desk, workshop: Workshop, about: tuple[str, ...]) -> Message | None:
    place = int(about[0])
    if not 0 <= place < len(sections_of(workshop.flow)):
        return None
    return section_page(agenda_of(unit, desk, workshop), place, leaving="leaving" in about)


def _question(unit: Unit, desk: Desk, workshop: Workshop, about: tuple[str, ...]) -> Message:
    return question_message(unit, desk, workshop, int(about[0]))


def _timer(unit: Unit, desk: Desk, workshop: Workshop, _about: tuple[str, ...]) -> Message:
    return timer_page(agenda_of(unit, desk, workshop))


PAGES = (
    Page("agenda", _agenda),
    Page("agsec", _section),
    Page("agq", _question),
    Page("agtimer", _timer, NOT_CLOSED),
)
