"""What was decided for those who steer and nobody knows to be done, as sealed bytes; must not know what they say.

An answer to a command is a row until it has arrived, so that whoever gave the command is answered after a kill. A row lives for
as long as a message is on its way.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, insert, select, update

from storage.tables import REPLY


class Replies:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection) -> None:
        """Part of a `Unit`."""
        self._connection = connection

    def keep(self, chat_id: int, blob: bytes, above: int = 0) -> int:
        """From now on this is owed; gives its number, which is beyond all others and `above`."""
        seq = 1 + max(above, self._connection.execute(select(func.max(REPLY.c.seq))).scalar_one_or_none() or 0)
        self.keep_at(seq, chat_id, blob)
        return seq

    def keep_at(self, seq: int, chat_id: int, blob: bytes) -> None:
        """This is owed under a number that it has, or has had."""
        self.paid(seq)
        self._connection.execute(insert(REPLY).values(seq=seq, chat_id=chat_id, blob=blob))

    def change(self, seq: int, blob: bytes) -> None:
        """What is left of it; nothing where it is owed no more."""
        self._connection.execute(update(REPLY).where(REPLY.c.seq == seq).values(blob=blob))

    def owed(self, chat_id: int | None = None) -> list[tuple[int, int, bytes]]:
        """What is owed, to one member of staff or to all, in the order of the commands: number, whose, what."""
        mine = select(REPLY.c.seq, REPLY.c.chat_id, REPLY.c.blob).order_by(REPLY.c.seq)
        rows = self._connection.execute(mine if chat_id is None else mine.where(REPLY.c.chat_id == chat_id)).all()
        return [(row.seq, row.chat_id, row.blob) for row in rows]

    def paid(self, seq: int) -> None:
        """It is done, or will never be."""
        self._connection.execute(delete(REPLY).where(REPLY.c.seq == seq))
