"""What is asked of the machine at the desk: propose, group anew, split, rest; and what undoes the last act. Must not know how it groups.

The wish is stored with the tap, and the work begins after it; a second tap finds it at work.
"""

from __future__ import annotations

from bot.buttons import Button
from bot.commands import word
from bot.desk import Desk
from bot.messages import Op, RefreshBoards
from bot.reading.grouping import group_themes
from bot.reading.judging import look_again
from bot.reading.standing import asked, find, to_home
from bot.reading.themes import sign
from flows.definition.flow import Question
from storage.answers.grouping import Wish
from storage.database import Unit
from storage.values import Workshop


def propose(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """The first time, or going on after a rest."""
    return _wish(unit, desk, workshop, word(button, 1), Wish.NEW)


def anew(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Group all that no hand has touched anew."""
    return _wish(unit, desk, workshop, word(button, 1), Wish.ANEW)


def split(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """One theme into two; the page of all says what comes of it."""
    found = find(unit, workshop, word(button, 1))
    if found is None:
        return to_home(unit, desk, workshop, told=look_again(desk))
    return _wish(unit, desk, workshop, sign(found[0].question_id), Wish.SPLIT, found[0].id)


def rest(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Nothing is sorted in by itself any more; the themes stay."""
    question = _question(unit, desk, workshop, word(button, 1))
    if question is None:
        return to_home(unit, desk, workshop, told=look_again(desk))
    unit.groupings.rest(workshop.id, question.id)
    return (*to_home(unit, desk, workshop, word(button, 1)), RefreshBoards(workshop.id))


def undo(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """How everything stood before the act that the button names; another one since then is left alone, and said."""
    question = _question(unit, desk, workshop, word(button, 1))
    is_done = question is not None and unit.groupings.undo(workshop.id, question.id, word(button, 2))
    told = desk.words.t("Undone.") if is_done else look_again(desk)
    return (*to_home(unit, desk, workshop, word(button, 1), told), RefreshBoards(workshop.id))


def _wish(unit: Unit, desk: Desk, workshop: Workshop, q: str, wish: Wish, about: str = "") -> tuple[Op, ...]:
    question = _question(unit, desk, workshop, q)
    if question is None:
        return to_home(unit, desk, workshop, told=look_again(desk))
    unit.groupings.wish(workshop.id, question.id, wish, about)  # where something is wished already, that is done first
    page = to_home(unit, desk, workshop, q)
    return (*page, group_themes(workshop.id, question.id), RefreshBoards(workshop.id))


def _question(unit: Unit, desk: Desk, workshop: Workshop, q: str) -> Question | None:
    return next((one for one in asked(unit, desk, workshop) if sign(one.id) == q), None)
