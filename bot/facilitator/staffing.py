"""Who may what: shown, and taken back with one tap, with all that goes with it; must not know HTTP or the courier.

Whoever may invite may take back: organisers everything, facilitators what their workshop was given. It is asked twice, and nobody
can take the role without which nobody could steer, or invite, any more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.buttons import Button
from bot.cockpit.placing import about_all
from bot.commands import word
from bot.desk import Desk
from bot.facilitator import staff_pages as pages
from bot.facilitator.pages import workshop_list
from bot.facilitator.workshops import steered
from bot.messages import ClearBoards, Message, Op, RefreshBoards, Send, ShowMenu
from bot.wording import Wording
from storage.database import Unit
from storage.staff.records import EVERYWHERE, Member, Withdrawn
from storage.values import ActionKind, Actor, Phase, Role, Workshop


def show(unit: Unit, desk: Desk) -> tuple[Op, ...]:
    """`/staff`: everybody for organisers; for facilitators those of the workshop in hand."""
    if unit.staff.role(desk.sender.user_id) is Role.ORGANISER:
        return desk.reply(_everybody(unit, desk), "staffall", 0)
    workshop = steered(unit, desk)
    if workshop is not None:
        return desk.reply(steering_page(unit, desk, workshop), "staff")
    mine = unit.staff.workshops_of(desk.sender.user_id)
    if mine:
        return desk.reply(workshop_list(mine, desk.words, "staff"), "workshops", "staff")
    return desk.reply(pages.alone(desk.words))


def everybody(unit: Unit, desk: Desk, button: Button) -> tuple[Op, ...]:
    """Another page of all that organisers see."""
    first = max(0, button.number(0))
    return desk.turn(_everybody(unit, desk, first), "", "staffall", first)


def live(unit: Unit, desk: Desk, _workshop: Workshop, about: tuple[str, ...]) -> Message | None:
    """All that organisers see, as it is now; None for who is no organiser any more."""
    if unit.staff.role(desk.sender.user_id) is not Role.ORGANISER:
        return None
    return _everybody(unit, desk, int(about[0]))


def steering(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
    """Those who steer one workshop."""
    return desk.reply(steering_page(unit, desk, workshop), "staff")


def take_all(unit: Unit, desk: Desk, button: Button) -> tuple[Op, ...]:
    """An organiser takes all roles of one person."""
    return _take(unit, desk, None, _target(button), button.number(1))


def take_one(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Somebody who steers a workshop takes another one's role for it."""
    return _take(unit, desk, workshop, _target(button), button.number(1))


def leave(unit: Unit, desk: Desk, button: Button) -> tuple[Op, ...]:
    """All one's own roles."""
    return _take(unit, desk, None, desk.sender.user_id, button.number(0))


def stay(unit: Unit, desk: Desk, _button: Button) -> tuple[Op, ...]:
    """Nothing is taken back after all."""
    del unit
    return desk.done(pages.kept(desk.words).html)


def recall(unit: Unit, desk: Desk, button: Button) -> tuple[Op, ...]:
    """An organiser withdraws an invitation, whosever it is."""
    return _recall(unit, desk, None, word(button, 0))


def recall_one(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Somebody who steers a workshop withdraws an invitation to it."""
    return _recall(unit, desk, workshop, word(button, 0))


def _target(button: Button) -> int:
    said = word(button, 0)
    return int(said) if re.fullmatch(r"[0-9]{1,18}", said) else 0


# --- what is seen


def _everybody(unit: Unit, desk: Desk, first: int = 0) -> Message:
    open_ones = unit.invitations.open(desk.house.today)
    titles = {workshop.id: workshop.title for workshop in unit.workshops.everything()}
    done = unit.actions.of(EVERYWHERE)
    return pages.everybody(unit.members.all(), open_ones, titles, done, desk.sender.user_id, desk.words, first)


def steering_page(unit: Unit, desk: Desk, workshop: Workshop) -> Message:
    """Those who steer one workshop, and the invitations to it."""
    open_ones = unit.invitations.open(desk.house.today, workshop.id)
    return pages.steering(workshop, unit.members.all(), open_ones, desk.sender.user_id, desk.words)


# --- what is done


def _take(unit: Unit, desk: Desk, workshop: Workshop | None, user_id: int, asked: int) -> tuple[Op, ...]:
    """`asked`: how often it was asked already."""
    members = unit.members.all()
    target = next((one for one in members if one.user_id == user_id), None)
    is_own = user_id == desk.sender.user_id
    if target is None or (workshop is not None and workshop.id not in target.workshops):
        return _turned(unit, desk, workshop, desk.words.t("That is no longer there."))
    alone = _without(unit, target, workshop, [one for one in members if one is not target])
    if alone.locked:
        return desk.say(pages.locked(alone.locked[0], desk.words))
    if alone.no_organiser:
        return desk.say(pages.last_organiser(desk.words))
    if asked < 2:
        return desk.turn(pages.ask(target, workshop, alone.last, desk.words, max(0, asked), is_own=is_own))
    by = unit.staff.actor(desk.sender.user_id)
    taken = unit.members.withdraw(user_id, workshop.id if workshop else None, by_another=not is_own)
    if taken is None:
        return _turned(unit, desk, workshop, desk.words.t("That is no longer there."))
    _note(unit, desk, taken, by, ActionKind.LEFT if is_own else ActionKind.WITHDRAWN)
    follows = _follows(unit, desk, target, taken, is_own=is_own)
    if is_own:
        return (*desk.tell(pages.given_up(taken.left, workshop, desk.words)), *follows)
    return (*_turned(unit, desk, workshop, pages.taken(target, workshop, desk.words)), *follows)


def _turned(unit: Unit, desk: Desk, workshop: Workshop | None, told: str) -> tuple[Op, ...]:
    if workshop is not None:
        return desk.turn(steering_page(unit, desk, workshop), told, "staff")
    if unit.staff.role(desk.sender.user_id) is Role.ORGANISER:
        return desk.turn(_everybody(unit, desk), told, "staffall", 0)
    return desk.turn(pages.alone(desk.words), told)


def _without(unit: Unit, target: Member, workshop: Workshop | None, others: Sequence[Member]) -> pages.Alone:
    """What would be left without somebody. A closed workshop needs nobody: what is unread there goes by itself."""
    stays = workshop is not None and target.organises
    organised = stays or any(one.organises for one in others)
    concerned = [workshop] if workshop is not None else [unit.workshops.get(each) for each in sorted(target.workshops)]
    left = [
        each
        for each in concerned
        if each.phase is not Phase.CLOSED and not any(each.id in one.workshops for one in others)
    ]
    last = tuple(each.title for each in left)
    no_organiser = workshop is None and target.organises and not organised
    return pages.Alone(last, () if organised else last, no_organiser=no_organiser)


def _note(unit: Unit, desk: Desk, taken: Withdrawn, by: Actor, kind: ActionKind) -> None:
    for workshop_id, role in taken.given:
        unit.actions.note(workshop_id, kind, by, desk.house.today, role)


def _follows(unit: Unit, desk: Desk, target: Member, taken: Withdrawn, *, is_own: bool) -> tuple[Op, ...]:
    """Their chat: told, the menu of the role that is left, no board. Here: the link to the screen, where it has ended."""
    words = Wording(taken.language or desk.words.language) if is_own else Wording(taken.language)
    titles = [unit.workshops.get(workshop_id).title for workshop_id, _ in taken.given if workshop_id != EVERYWHERE]
    told = () if is_own else (Send(taken.chat_id, pages.told(titles, taken, words)),)
    dark = [unit.workshops.get(workshop_id) for workshop_id in sorted(taken.dark)]
    ended = [Send(desk.sender.chat_id, pages.dark(workshop, target, desk.words)) for workshop in dark]
    boards = (*(RefreshBoards(each) for each in sorted(target.workshops - taken.workshops)), ClearBoards())
    menu = ShowMenu(taken.chat_id, taken.left, words.language)
    return (*told, menu, *boards, *about_all(unit), *ended)


def _recall(unit: Unit, desk: Desk, workshop: Workshop | None, handle: str) -> tuple[Op, ...]:
    here = unit.invitations.open(desk.house.today, workshop.id if workshop else None)
    found = next((one for one in here if one.handle == handle), None)
    if found is None or unit.invitations.withdraw(handle) is None:
        return _turned(unit, desk, workshop, desk.words.t("That is no longer there."))
    desk.did(unit, found.workshop_id or EVERYWHERE, ActionKind.UNINVITED, found.role)
    told = desk.words.t("The invitation is withdrawn: its link does nothing.")
    return (*_turned(unit, desk, workshop, told), *about_all(unit))
