"""What an act of somebody who steers does to their board: which page is open, and whether it has to come to the bottom.

It follows what they steer, by tap or command. It stays where it is for what they are asked or told as one who takes part in another
workshop, for messages to everybody, and for a notice that flashes by.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.cockpit.placing import wish_for
from bot.incoming import Sender
from bot.messages import BringBoard, Edit, Op, OpenPage, Owed, ShowMenu
from storage.database import Unit


def follow(
    unit: Unit, sender: Sender, ops: Sequence[Op], *, typed: bool, asks: bool = False, folds: bool = False
) -> tuple[Op, ...]:
    """In the transaction that has decided `ops`: what is open is stored, and a board that has to come is wished for.

    `typed`: their own words stand below the board now; `asks`: by a command for everybody, which somebody with a role has sent;
    `folds`: what was open, or to be typed, is not meant any more.
    """
    chat_id = sender.chat_id
    steers = any(isinstance(op, Owed | OpenPage | BringBoard) for op in ops)
    focus = unit.staff.focus(chat_id) if sender.private and (steers or asks) else None
    if focus is None:
        return tuple(ops)
    is_open = any(isinstance(op, OpenPage) for op in ops)
    ops = (OpenPage(chat_id), *ops) if folds and not is_open else tuple(ops)
    pages = [op for op in ops if isinstance(op, OpenPage)]
    for op in pages:
        unit.staff.set_page(chat_id, op.page)
    about = unit.boards.about(chat_id)
    is_other = about is not None and about != focus
    folded = (OpenPage(chat_id),) if is_other and not pages else ()
    is_below = (typed and (steers or about is not None)) or is_other or any(_says(op, chat_id) for op in ops)
    is_due = is_below or (about is None and bool(pages))
    if not is_due or any(isinstance(op, BringBoard) for op in ops) or not unit.staff.steers(sender.user_id, focus):
        return (*ops, *folded)
    return (*ops, *folded, wish_for(unit, focus, chat_id))


def _says(op: Op, chat_id: int) -> bool:
    """Whether it will say something in this chat, sooner or later."""
    if not isinstance(op, Owed) or isinstance(op.op, Edit | ShowMenu) or getattr(op.op, "message_id", None) is not None:
        return False
    return chat_id in (getattr(op.op, "chat_id", None), getattr(op.op, "asked_in", None))
