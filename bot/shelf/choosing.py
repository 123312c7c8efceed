"""Which questions? One act a function: the menu, the questions of a flow, and "these"; must not know what a workshop is made of."""

from __future__ import annotations

from bot.buttons import Button
from bot.commands import Ops, word
from bot.desk import Desk
from bot.messages import Send
from bot.shelf import pages
from bot.shelf.offered import find, mark_of, offered
from bot.shelf.pages import Shown
from flows.definition.flow import Flow
from storage.database import Unit
from storage.staff.shelf import OwnFlow, State
from storage.values import Role

ASKED = "title"
"""What is expected in a chat that was asked for the title of a new workshop; the flow's name and the mark of its words follow."""


def organises(unit: Unit, desk: Desk) -> bool:
    """Whether they may keep flows and retire them."""
    return unit.staff.role(desk.sender.user_id) is Role.ORGANISER


def menu(unit: Unit, desk: Desk, page: int = 0) -> Ops:
    """The flows on offer: a new message, or in the place of the one that was tapped."""
    flows = tuple(offered(unit, desk.house).values())
    return desk.turn(pages.menu(flows, desk.words, page, organises=organises(unit, desk)))


def turn(unit: Unit, desk: Desk, button: Button) -> Ops:
    """Another page of the menu, or back to it."""
    unit.staff.set_asked(desk.sender.chat_id, None)
    return menu(unit, desk, button.number(0))


def show(unit: Unit, desk: Desk, button: Button) -> Ops:
    """The questions of a flow that was tapped."""
    flow = find(unit, desk.house, word(button, 0))
    if flow is None:
        return desk.say(pages.gone(desk.words))
    _may_be_named(unit, desk, flow)
    return desk.turn(pages.preview(_shown(unit, desk, flow), desk.words))


def _may_be_named(unit: Unit, desk: Desk, flow: Flow) -> None:
    """Words typed while these questions are read are the title of a workshop with them; not where they may be an answer."""
    if not unit.people.workshops_of(desk.sender.user_id):
        unit.staff.set_asked(desk.sender.chat_id, _title_of(flow))


def _title_of(flow: Flow) -> str:
    return f"{ASKED}:{flow.id}:{mark_of(flow)}"


def show_page(unit: Unit, desk: Desk, button: Button) -> Ops:
    """Another page of the same questions, also of some that are only shown; of others that have come in their place the first."""
    name, mark = word(button, 0), word(button, 1)
    flow = find(unit, desk.house, name)
    if flow is None or mark_of(flow) != mark:
        own = next((one for one in _versions(unit, name) if mark_of(one.flow) == mark), None)
        if own is not None:
            shown = Shown(own.flow, own, organises(unit, desk))
            return desk.turn(pages.preview(shown, desk.words, button.number(2)))
    if flow is None:
        return desk.say(pages.gone(desk.words))
    if mark_of(flow) != mark:
        return desk.turn(pages.preview(_shown(unit, desk, flow, pages.changed(desk.words)), desk.words))
    _may_be_named(unit, desk, flow)
    return desk.turn(pages.preview(_shown(unit, desk, flow), desk.words, button.number(2)))


def _versions(unit: Unit, name: str) -> list[OwnFlow]:
    """The newest that was kept, and the one after it that is only shown."""
    newest = unit.shelf.newest(name)
    after = unit.shelf.get(name, newest.version + 1 if newest is not None else 1)
    return [one for one in (newest, after) if one is not None]


def use(unit: Unit, desk: Desk, button: Button) -> Ops:
    """These questions: ask for the title, unless they are not those that were read."""
    flow = find(unit, desk.house, word(button, 0))
    if flow is None:
        return desk.say(pages.gone(desk.words))
    if word(button, 1) != mark_of(flow):
        return desk.turn(pages.preview(_shown(unit, desk, flow, pages.changed(desk.words)), desk.words))
    return ask_title(unit, desk, flow)


def ask_title(unit: Unit, desk: Desk, flow: Flow) -> Ops:
    """Remember in this chat that the next words are the title of a workshop with these questions."""
    unit.staff.set_asked(desk.sender.chat_id, _title_of(flow))
    return desk.turn(pages.ask_title(flow, desk.words))


def chosen(unit: Unit, desk: Desk, about: str) -> Flow | Ops:
    """The flow that a title was asked for; or what is said where it is not offered any more, or is another by now."""
    name, _, mark = about.partition(":")
    flow = find(unit, desk.house, name)
    if flow is not None and mark in ("", mark_of(flow)):
        return flow
    unit.staff.set_asked(desk.sender.chat_id, None)
    if flow is None:
        return desk.say(pages.gone(desk.words))
    anew = pages.preview(_shown(unit, desk, flow, pages.changed(desk.words)), desk.words)
    return (Send(desk.sender.chat_id, anew),)


def _shown(unit: Unit, desk: Desk, flow: Flow, says: str = "") -> Shown:
    own = unit.shelf.newest(flow.id) if flow.id not in desk.house.flows else None
    is_own = own is not None and own.state is not State.SHOWN
    return Shown(flow, own if is_own else None, organises(unit, desk), says)
