"""Where a released result goes: to everybody, onto the screen, into the group; must not know how it looks or who answered.

There is nothing to share without a release, whatever a button says.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.buttons import Button
from bot.desk import Desk
from bot.messages import DrawResult, Op, RefreshBoards, StartSendout
from bot.screen import steering as screen_steering
from storage.database import Unit
from storage.values import ActionKind, Place, SendoutKind, Workshop


def _with_result(
    act: Callable[[Unit, Desk, Workshop, str], tuple[Op, ...]],
) -> Callable[[Unit, Desk, Workshop, Button], tuple[Op, ...]]:
    """A verb that shows a released result somewhere; without a release there is nothing to show."""

    def verb(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        name = button.arguments[0] if button.arguments else ""
        if unit.answers.latest(workshop.id, name) is None:
            return desk.say(desk.words.t("There is no result to show."))
        return act(unit, desk, workshop, name)

    return verb


def _to_everyone(unit: Unit, desk: Desk, workshop: Workshop, name: str) -> tuple[Op, ...]:
    if any(s.kind is SendoutKind.RESULT and s.body.get("question") == name for s in unit.sendouts.running(workshop.id)):
        return desk.say(desk.words.t("It is being sent already."))
    asked_in = desk.sender.chat_id
    sendout = unit.sendouts.start(workshop.id, SendoutKind.RESULT, {"question": name}, asked_in)
    desk.did(unit, workshop.id, ActionKind.SHOWN, Place.EVERYONE)
    said = desk.say(desk.words.t("The result is on its way to everyone."))
    return (*said, StartSendout(sendout), RefreshBoards(workshop.id))


def _on_screen(unit: Unit, desk: Desk, workshop: Workshop, name: str) -> tuple[Op, ...]:
    if name in unit.stage.get(workshop.id).revealed:
        screen_steering.conceal(unit, workshop, name)
        return (*desk.say(desk.words.t("It is off the screen.")), RefreshBoards(workshop.id))
    if not screen_steering.reveal(unit, workshop, name, unit.staff.actor(desk.sender.user_id), desk.house.today):
        return desk.say(desk.words.t("There is no result to show."))
    return (*desk.say(desk.words.t("It stands on the screen.")), RefreshBoards(workshop.id))


def _post(unit: Unit, desk: Desk, workshop: Workshop, name: str) -> tuple[Op, ...]:
    group = unit.staff.group_of(workshop.id)
    if group is None:
        return desk.say(desk.words.t("No group is linked."))
    desk.did(unit, workshop.id, ActionKind.SHOWN, Place.GROUP)
    return (*desk.say(desk.words.t("Posted in the group.")), DrawResult(workshop.id, group, desk.words.language, name))


to_everyone = _with_result(_to_everyone)
on_screen = _with_result(_on_screen)
post = _with_result(_post)
