"""The board of one chat: as it is now, on its way, and what is left of an old one; must not know how it is sent."""

from __future__ import annotations

from dataclasses import replace

from bot.cockpit import message as cockpit_message
from bot.desk import Desk
from bot.messages import Message, Send
from bot.places import BoardPlace
from bot.results.findings import covered
from bot.wording import Wording
from storage.database import Unit
from storage.staff.records import BoardWish
from storage.values import Role, Workshop


def replaced_board(words: Wording) -> Message:
    """What is left of a board that is too old to be deleted."""
    return Message(words.t("This board is out of use. If another one is pinned, that is the one."))


def show_board(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Send, ...]:
    """A fresh board in this chat; it becomes the one that edits itself, and the chat's workshop."""
    unit.staff.set_focus(desk.sender.chat_id, workshop.id)
    return (new_board(unit, workshop.id, desk.sender.chat_id),)


def new_board(unit: Unit, workshop_id: str, chat_id: int) -> Send:
    """A board on its way, without buttons: it gets them when it is known to be the one of its chat."""
    return wished_board(unit, BoardWish(chat_id, workshop_id, unit.boards.wish(chat_id, workshop_id)))


def wished_board(unit: Unit, wish: BoardWish) -> Send:
    """The board of a wish that has not arrived, as it would be now."""
    message = replace(board_in(unit, wish.workshop_id, wish.chat_id), keyboard=())
    return Send(wish.chat_id, message, BoardPlace(wish.workshop_id, wish.chat_id, wish.number))


def board_in(unit: Unit, workshop_id: str, chat_id: int, now: int | None = None) -> Message:
    """The board as it is now. It lives in a private chat, whose id is the id of its member of staff.

    `now`: seconds since 1970; without it nothing is said of how long a timer has.
    """
    workshop, organiser = unit.workshops.get(workshop_id), unit.staff.role(chat_id) is Role.ORGANISER
    words = Wording(unit.staff.language(chat_id))
    return cockpit_message.draw(
        cockpit_message.read(unit, workshop, covered(unit, workshop), words, organiser=organiser, now=now)
    )
