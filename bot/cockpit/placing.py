"""The board of one chat: as it is now with the page that is open on it, on its way, and what is left of an old one.

Must not know how it is sent. What cannot be drawn anew is kept here, in memory: after a restart the board has folded back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.cockpit.framing import framed
from bot.cockpit.message import draw
from bot.cockpit.view import read
from bot.commands import Page
from bot.desk import Desk, House
from bot.incoming import Sender
from bot.messages import BringBoard, Message, Op, OpenPage, RefreshBoards, Send
from bot.places import BoardPlace
from bot.results.findings import covered
from bot.wording import Wording
from storage.database import Unit
from storage.staff.records import Board, BoardWish
from storage.values import Phase, Role, Workshop


def replaced_board(words: Wording) -> Message:
    """What is left of a board that is too old to be deleted."""
    return Message(words.t("This board is out of use. The one further down is the one."))


def show_board(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """A fresh board at the bottom of this chat, with no page open; it becomes the one that edits itself, and the chat's workshop."""
    chat_id = desk.sender.chat_id
    unit.staff.set_focus(chat_id, workshop.id)
    return (OpenPage(chat_id), wish_for(unit, workshop.id, chat_id))


def wish_for(unit: Unit, workshop_id: str, chat_id: int) -> BringBoard:
    """In the transaction: a board is wished for, which is kept until it has come."""
    unit.boards.wish(chat_id, workshop_id)
    return BringBoard(chat_id)


def about_all(unit: Unit) -> tuple[Op, ...]:
    """Something of no single workshop has changed: pages that are about all of them are drawn anew with any board there is."""
    return tuple(RefreshBoards(workshop_id) for workshop_id in unit.boards.shown()[:1])


@dataclass(frozen=True)
class _Held:
    """A page that cannot be drawn anew, and in which phase it was opened: in another one nothing on it is true."""

    workshop_id: str
    phase: Phase
    message: Message


class Remote:
    """Draws the boards of all chats. `pages`: those that can be drawn anew, by name; `house`: what is known from outside now."""

    def __init__(self, pages: Mapping[str, Page], house: Callable[[], House]) -> None:
        self._pages = pages
        self._house = house
        self._held: dict[int, _Held | Message] = {}
        self._wide = tuple(name for name, page in pages.items() if page.wide)

    def open(self, op: OpenPage) -> None:
        """What is open from now on."""
        if op.message is None or op.page:
            self._held.pop(op.chat_id, None)
        else:
            self._held[op.chat_id] = op.message

    def wide(self, unit: Unit) -> list[tuple[str, Board]]:
        """The boards, with their workshops, on which a page is open that is about all workshops."""
        found = (unit.boards.at(chat_id) for chat_id in unit.staff.open_at(self._wide))
        return [one for one in found if one is not None]

    def wished(self, unit: Unit, wish: BoardWish) -> Send:
        """The board of a wish that has not arrived, as it would be now; it gets its buttons when it is known to be the one."""
        message = replace(self.board_in(unit, wish.workshop_id, wish.chat_id), keyboard=())
        return Send(wish.chat_id, message, BoardPlace(wish.workshop_id, wish.chat_id, wish.number))

    def board_in(self, unit: Unit, workshop_id: str, chat_id: int) -> Message:
        """The board as it is now. It lives in a private chat, whose id is the id of its member of staff."""
        house = self._house()
        workshop, organiser = unit.workshops.get(workshop_id), unit.staff.role(chat_id) is Role.ORGANISER
        words = Wording(unit.staff.language(chat_id))
        it = read(
            unit,
            workshop,
            covered(unit, workshop),
            words,
            organiser=organiser,
            now=house.now,
            has_screen=bool(house.screen_url),
        )
        desk = Desk(Sender(chat_id, chat_id, private=True, language=words.language), words, house, remote=True)
        page = None if it.stands_still else self._page(unit, desk, workshop)
        return draw(it) if page is None else framed(it, page)

    def _page(self, unit: Unit, desk: Desk, workshop: Workshop) -> Message | None:
        """What is open, drawn anew where it can be."""
        chat_id = desk.sender.chat_id
        if unit.staff.focus(chat_id) != workshop.id:
            return None
        name, *arguments = unit.staff.page(chat_id).split(":")
        page = self._pages.get(name)
        if page is not None:
            return page.draw(unit, desk, workshop, tuple(arguments)) if workshop.phase in page.phases else None
        held = self._held.get(chat_id)
        if isinstance(held, Message):
            held = self._held[chat_id] = _Held(workshop.id, workshop.phase, held)
        return held.message if held and (held.workshop_id, held.phase) == (workshop.id, workshop.phase) else None
