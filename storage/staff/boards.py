"""The boards: one a chat, which one was asked for last, and which ones are to be taken away.

A message that was asked for is a wish until it has arrived; the number says which wish. Killed at any moment, what is still
to be sent, and what is still to be taken away, stands here. Must not know what stands on a board.
"""

from __future__ import annotations

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from storage.staff.records import Board, BoardWish
from storage.tables import BOARD, BOARD_WISH, OLD_BOARD

_SETTLED = ""

_BOARDS = (
    select(BOARD.c.chat_id, BOARD.c.message_id)
    .where(BOARD.c.workshop_id == bindparam("workshop"))
    .order_by(BOARD.c.chat_id)
)
_STANDS = select(BOARD.c.chat_id).where(
    BOARD.c.chat_id == bindparam("chat"), BOARD.c.message_id == bindparam("message")
)
_WISH = select(BOARD_WISH).where(BOARD_WISH.c.chat_id == bindparam("chat"))


class Boards:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection) -> None:
        """Part of a `Unit`."""
        self._connection = connection

    def of(self, workshop_id: str) -> list[Board]:
        """The boards of a workshop, one a chat."""
        return [Board(*row) for row in self._connection.execute(_BOARDS, {"workshop": workshop_id}).all()]

    def shown(self) -> list[str]:
        """The ids of all workshops that have a board somewhere."""
        return sorted(set(self._connection.execute(select(BOARD.c.workshop_id)).scalars()))

    def stands(self, chat_id: int, message_id: int | None) -> bool:
        """Whether this message is the board of its chat."""
        return self._connection.execute(_STANDS, {"chat": chat_id, "message": message_id}).first() is not None

    def about(self, chat_id: int) -> str | None:
        """The workshop whose board stands in this chat, or is on its way there; None: there is none."""
        row = self._wish(chat_id)
        if row is not None and row.workshop_id != _SETTLED:
            return str(row.workshop_id)
        here = select(BOARD.c.workshop_id).where(BOARD.c.chat_id == chat_id)
        found = self._connection.execute(here).first()
        return None if found is None else str(found.workshop_id)

    def at(self, chat_id: int) -> tuple[str, Board] | None:
        """The board that stands in this chat, and its workshop."""
        row = self._connection.execute(select(BOARD).where(BOARD.c.chat_id == chat_id)).first()
        return None if row is None else (row.workshop_id, Board(row.chat_id, row.message_id))

    def wish(self, chat_id: int, workshop_id: str) -> int:
        """A new board is on its way to this chat; the number of this wish. Older wishes count no more."""
        row = self._wish(chat_id)
        number = row.number + 1 if row else 1
        self._connection.execute(delete(BOARD_WISH).where(BOARD_WISH.c.chat_id == chat_id))
        self._connection.execute(insert(BOARD_WISH).values(chat_id=chat_id, workshop_id=workshop_id, number=number))
        return number

    def wishes(self) -> list[BoardWish]:
        """What was asked for and has not arrived."""
        waiting = select(BOARD_WISH).where(BOARD_WISH.c.workshop_id != _SETTLED).order_by(BOARD_WISH.c.chat_id)
        return [BoardWish(row.chat_id, row.workshop_id, row.number) for row in self._connection.execute(waiting)]

    def arrived(self, chat_id: int, number: int, message_id: int) -> bool:
        """The message of a wish stands in the chat: True if it is the board there from now on.

        The one before it is to be taken away; so is this one when something else was asked for meanwhile.
        """
        row = self._wish(chat_id)
        if row is None or row.number != number or row.workshop_id == _SETTLED:
            self._replace(chat_id, message_id)
            return False
        self._retire(chat_id)
        self._connection.execute(
            insert(BOARD).values(workshop_id=row.workshop_id, chat_id=chat_id, message_id=message_id)
        )
        self._settle(chat_id)
        return True

    def lost(self, chat_id: int, message_id: int) -> str | None:
        """This board can no longer be edited: the workshop it was for, None when it was not the current one."""
        here = (BOARD.c.chat_id == chat_id) & (BOARD.c.message_id == message_id)
        workshop_id = self._connection.execute(select(BOARD.c.workshop_id).where(here)).scalar_one_or_none()
        self._connection.execute(delete(BOARD).where(here))
        return workshop_id

    def drop(self, chat_id: int) -> None:
        """Nobody can be reached in this chat: nothing is on its way, and what stands there goes when it can be reached."""
        self._retire(chat_id)
        self._settle(chat_id)

    def retire(self, workshop_id: str) -> None:
        """There is no such workshop any more: its boards are to be taken away, and none of it is on its way."""
        for board in self.of(workshop_id):
            self._retire(board.chat_id)
        waiting = update(BOARD_WISH).where(BOARD_WISH.c.workshop_id == workshop_id)
        self._connection.execute(waiting.values(workshop_id=_SETTLED))

    def replaced(self, chat_id: int | None = None) -> list[Board]:
        """The messages to be taken away, in one chat or everywhere."""
        old = select(OLD_BOARD.c.chat_id, OLD_BOARD.c.message_id).order_by(OLD_BOARD.c.chat_id, OLD_BOARD.c.message_id)
        here = old if chat_id is None else old.where(OLD_BOARD.c.chat_id == chat_id)
        return [Board(*row) for row in self._connection.execute(here).all()]

    def gone(self, chat_id: int, message_id: int) -> None:
        """A replaced message was taken away, or there is no way to do it."""
        here = (OLD_BOARD.c.chat_id == chat_id) & (OLD_BOARD.c.message_id == message_id)
        self._connection.execute(delete(OLD_BOARD).where(here))

    def _wish(self, chat_id: int) -> Row[tuple[int, str, int]] | None:
        return self._connection.execute(_WISH, {"chat": chat_id}).one_or_none()

    def _settle(self, chat_id: int) -> None:
        mine = update(BOARD_WISH).where(BOARD_WISH.c.chat_id == chat_id)
        self._connection.execute(mine.values(workshop_id=_SETTLED))

    def _retire(self, chat_id: int) -> None:
        """What stands in the chat now is to be taken away."""
        here = select(BOARD.c.message_id).where(BOARD.c.chat_id == chat_id)
        for message_id in list(self._connection.execute(here).scalars()):
            self._replace(chat_id, message_id)
        self._connection.execute(delete(BOARD).where(BOARD.c.chat_id == chat_id))

    def _replace(self, chat_id: int, message_id: int) -> None:
        self.gone(chat_id, message_id)
        self._connection.execute(insert(OLD_BOARD).values(chat_id=chat_id, message_id=message_id))
