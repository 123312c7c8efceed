"""An update through the real reception on a real database, without Telegram: what comes back, and what is written; for tests."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

import storage.tables  # noqa: F401  # fills the metadata
from bot.buttons import Button
from bot.desk import House, Walls
from bot.front.reception import Reception, receive
from bot.groups.linking import Chatter
from bot.incoming import Command, Event, Incoming, Press, Sender, Words
from bot.memory import Guesses, Memory, Unsent
from bot.messages import BringBoard, Edit, Flash, Op, OpenPage, Owed, Send
from flows.definition.loading import load_library
from storage.database import Database
from storage.rows import METADATA
from tests.support.storage_case import FIRST_DAY

FLOWS = load_library()
UNREAD = frozenset({"seen_update", "alembic_version", "own_flow"})
"""Tables of which the rows say nothing about a workshop."""


@dataclass
class Counter:
    """Where updates come in. `day`: today; `now`: seconds of the memory's clock, `clock`: the house's; `walls`: pages that wait."""

    db: Database
    day: date = FIRST_DAY
    now: float = 0.0
    guesses: Guesses = field(default_factory=Guesses)
    numbers: Any = field(default_factory=lambda: count(1))
    clock: int = 5
    walls: Walls | None = None

    def tell(self, user: int, event: Event, chat: int | None = None) -> tuple[Op, ...]:
        """What one update brings; `chat`: a group, else the private chat."""
        sender = Sender(user, user if chat is None else chat, private=chat is None, language="en")
        house = House(
            self.day,
            random.Random(1),
            "bot",
            "Council",
            "x@example.org",
            FLOWS,
            "http://x",
            self.clock,
            walls=self.walls,
        )
        at = Reception(house, Memory(self.guesses, Unsent(), self.now), Chatter())
        incoming = Incoming(next(self.numbers), sender, event)
        return plain(self.db.run(lambda unit: receive(unit, incoming, at)).result(timeout=30))

    def type(self, user: int, text: str, chat: int | None = None) -> tuple[Op, ...]:
        """Words, or a command."""
        name, _, argument = text.removeprefix("/").partition(" ")
        return self.tell(user, Command(name, argument) if text.startswith("/") else Words(text), chat)

    def press(self, user: int, button: Button | None, message_id: int | None = 5) -> tuple[Op, ...]:
        """A button, also a made-up one."""
        return self.tell(user, Press("q", message_id, button))


def plain(ops: Sequence[Op]) -> tuple[Op, ...]:
    """What leaves of it, whether it is kept until then or not; a page that opens on the board as the message that it is there."""
    shown = [
        op for op in ops if not isinstance(op, BringBoard) and not (isinstance(op, OpenPage) and op.message is None)
    ]
    return tuple(map(_plain, shown or ops))


def _plain(op: Op) -> Op:
    if isinstance(op, OpenPage) and op.message is not None:
        return Edit(op.chat_id, 0, op.message)
    return (op.said or op.op) if isinstance(op, Owed) else op


def texts(ops: Sequence[Op]) -> str:
    """All that people read of it."""
    said = (op.text if isinstance(op, Flash) else op.message.html for op in ops if isinstance(op, Flash | Send | Edit))
    return "\n".join(filter(None, said))


def buttons(ops: Sequence[Op]) -> dict[str, Button]:
    """The buttons under what came, by their labels."""
    shown = (op.message.keyboard for op in ops if isinstance(op, Send | Edit))
    return {key.label: key.button for rows in shown for row in rows for key in row if key.button is not None}


def rows(db: Database, only: Collection[str] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that says something about a workshop; `only`: of these."""

    def read(unit: Any) -> dict[str, list[tuple[Any, ...]]]:
        connection = unit.staff._connection
        return {
            table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for table in METADATA.sorted_tables
            if table.name not in UNREAD and (not only or table.name in only)
        }

    return db.run(read).result(timeout=30)
