"""A result goes on the presenter's screen, and off it again; must not know how it is counted, HTTP or SQL."""

from __future__ import annotations

from bot.agenda.steering import question_place, say
from bot.buttons import Button
from bot.desk import Desk
from bot.messages import DrawResult, Op, RefreshBoards
from bot.results.findings import progress_of
from bot.screen import steering as screen_steering
from storage.database import Unit
from storage.values import ActionKind, Place, Workshop


def reveal(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Put a released result on the screen, and post it to the group and to the facilitator; without a release say what it needs."""
    place, stage = question_place(workshop, button), unit.stage.get(workshop.id)
    if place is None:
        return desk.say(desk.words.t("That is no longer there."))
    shown = workshop.flow.questions[place]
    if shown.id in stage.revealed:
        return say(desk, desk.words.t("It is on the screen already."))
    if not screen_steering.reveal(unit, workshop, shown.id, unit.staff.actor(desk.sender.user_id), desk.house.today):
        return say(desk, progress_of(unit, workshop, shown, desk.words))
    group = unit.staff.group_of(workshop.id)
    if group is not None:
        desk.did(unit, workshop.id, ActionKind.SHOWN, Place.GROUP)
    chats = [desk.sender.chat_id, *([group] if group is not None else [])]
    drawn = tuple(DrawResult(workshop.id, chat, desk.words.language, shown.id) for chat in chats)
    return (*say(desk, desk.words.t("Revealed.")), RefreshBoards(workshop.id), *drawn)


def hide(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Take a result off the screen."""
    place = question_place(workshop, button)
    if place is None:
        return desk.say(desk.words.t("That is no longer there."))
    name = workshop.flow.questions[place].id
    screen_steering.conceal(unit, workshop, name)
    return (*say(desk, desk.words.t("It is off the screen.")), RefreshBoards(workshop.id))
