"""The roster: who has joined a workshop, as keyed tokens and ciphertext; must not know what a dialogue means.

A participant's user id is a parameter and never a column: it is turned into a token, or sealed beside the chat.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from flows.dialogue.standing import has_agreed, is_asked_again
from storage.keys.lengths import MOST_BESIDE, room_for_progress
from storage.keys.sealing import Seal, Unreadable
from storage.keys.seals import Seals, open_json, seal_json
from storage.tables import DELIVERY, PENDING, PERSONAL, ROSTER
from storage.values import Beside, ChatState, Person, Workshop
from storage.workshops import Workshops

CHAT_SIZE = 256
"""Smallest padded size: every chat looks alike. For how far somebody is see `room_for_progress`."""

_FIND = select(ROSTER).where(ROSTER.c.token == bindparam("wanted"))
_THOSE = select(ROSTER).where(ROSTER.c.token.in_(bindparam("wanted", expanding=True)))
_SAVE = (
    update(ROSTER)
    .where(ROSTER.c.token == bindparam("wanted"))
    .values(chat=bindparam("chat"), progress=bindparam("progress"))
)


class People:
    """See the module. Every method works inside the unit's transaction; those that write raise KeyLost."""

    def __init__(self, connection: Connection, seals: Seals, workshops: Workshops) -> None:
        """Part of a `Unit`."""
        self._connection = connection
        self._seals = seals
        self._workshops = workshops

    def find(self, workshop_id: str, user_id: int) -> Person | None:
        """The participant, or None for someone who has not joined, has left, or when the workshop is closed."""
        seal = self._seals.find(workshop_id)
        if seal is None:
            return None
        row = self._connection.execute(_FIND, {"wanted": seal.person(user_id)}).one_or_none()
        return None if row is None else _person(seal, row)

    def join(self, workshop_id: str, user_id: int, chat: ChatState, dialogue: dict[str, Any] | None) -> Person:
        """Put someone on the roster; who is on it already stays as they were."""
        known = self.find(workshop_id, user_id)
        if known is not None:
            return known
        seal = self._seals.of(workshop_id)
        person = Person(seal.person(user_id), chat, dialogue, user_id=user_id)
        row = {"token": person.token, "workshop_id": workshop_id, **self._sealed(seal, workshop_id, person)}
        self._connection.execute(insert(ROSTER).values(row))
        return person

    def save(self, workshop_id: str, person: Person) -> bool:
        """Keep a participant's new state; False when they have left in the meantime."""
        values = self._sealed(self._seals.of(workshop_id), workshop_id, person)
        return self._connection.execute(_SAVE, {"wanted": person.token, **values}).rowcount == 1

    def forget(self, workshop_id: str, user_id: int) -> bool:
        """Take someone off the roster, with all that waits of them; what was counted cannot be found. False: nobody."""
        seal = self._seals.of(workshop_id)
        questions = self._workshops.get(workshop_id).everything.questions
        tokens = sorted(seal.answer(question.id, user_id) for question in questions)
        self._connection.execute(delete(PENDING).where(PENDING.c.token.in_(tokens)))
        self._connection.execute(delete(DELIVERY).where(DELIVERY.c.token == seal.person(user_id)))
        statement = delete(ROSTER).where(ROSTER.c.token == seal.person(user_id))
        return self._connection.execute(statement).rowcount == 1

    def everyone(self, workshop_id: str) -> list[Person]:
        """The whole roster, in the order of its random tokens; nobody when the key is gone. Who cannot be read is left out."""
        seal = self._seals.find(workshop_id)
        if seal is None:
            return []
        here = select(ROSTER).where(ROSTER.c.workshop_id == workshop_id).order_by(ROSTER.c.token)
        return _people(seal, self._connection.execute(here).all())

    def taking_part(self, workshop_id: str) -> list[int]:
        """The user ids of those who have agreed to the rules, have not left and answer for themselves, in the order of their tokens.

        For counting only. Whoever takes notes for a table counts there.
        """
        rules = self._workshops.get(workshop_id).rules
        return [p.user_id for p in self.everyone(workshop_id) if has_agreed(p.dialogue, rules) and not p.chat.table]

    def agree_anew(self, workshop_id: str) -> bool:
        """The rules have changed, before the opening: whoever agrees to those of now has joined, and nobody else.

        Whether there is anybody who had agreed to others, and is asked again. Raises as `Workshops.recount`.
        """
        rules, everyone = self._workshops.get(workshop_id).rules, self.everyone(workshop_id)
        self._workshops.recount(workshop_id, joined=sum(has_agreed(person.dialogue, rules) for person in everyone))
        return any(is_asked_again(person.dialogue, rules) for person in everyone)

    def those(self, workshop_id: str, tokens: Sequence[bytes]) -> list[Person]:
        """The people on the roster with these tokens, in the order of the tokens; nobody when the key is gone."""
        seal = self._seals.find(workshop_id)
        if seal is None:
            return []
        mine = select(ROSTER).where(ROSTER.c.workshop_id == workshop_id, ROSTER.c.token.in_(list(tokens)))
        return _people(seal, self._connection.execute(mine.order_by(ROSTER.c.token)).all())

    def next_ones(self, workshop_id: str, most: int, after: bytes = b"") -> list[Person]:
        """The next people of the roster beyond this token, in the order of the tokens; nobody when the key is gone."""
        here = (ROSTER.c.workshop_id == workshop_id) & (ROSTER.c.token > after)
        tokens = self._connection.execute(select(ROSTER.c.token).where(here).order_by(ROSTER.c.token).limit(most))
        return self.those(workshop_id, list(tokens.scalars()))

    def forget_everyone(self, workshop_id: str) -> None:
        """Delete everything of a workshop that could lead back to a participant, if only with the key."""
        for table in PERSONAL:
            self._connection.execute(delete(table).where(table.c.workshop_id == workshop_id))

    def has_any(self, workshop_id: str) -> bool:
        """Whether anything is left that a close deletes: of somebody on the roster, or of what waits."""
        return any(
            self._connection.execute(
                select(table.c.workshop_id).where(table.c.workshop_id == workshop_id).limit(1)
            ).first()
            for table in PERSONAL
        )

    def workshops_of(self, user_id: int) -> list[tuple[Workshop, Person]]:
        """The workshops someone takes part in that are not closed, the current one first (highest focus).

        One whose key cannot be read is not among them: nobody can say who takes part in it (`Workshops.stopped`).
        """
        seals = self._seals.usable(self._workshops.open_ids())
        tokens = [seal.person(user_id) for seal in seals.values()]
        rows = self._connection.execute(_THOSE, {"wanted": tokens}).all()
        workshops = {workshop.id: workshop for workshop in self._workshops.among({row.workshop_id for row in rows})}
        found = [(workshops[row.workshop_id], _person(self._seals.of(row.workshop_id), row)) for row in rows]
        return sorted(found, key=lambda pair: (-pair[1].chat.focus, pair[0].id))

    def _sealed(self, seal: Seal, workshop_id: str, person: Person) -> dict[str, bytes]:
        chat = {**asdict(person.chat), "user_id": person.user_id}
        progress: dict[str, Any] = {
            "dialogue": person.dialogue, "receipt_given": person.receipt_given, "panel": person.panel,
        }  # fmt: skip
        if person.beside:
            newest = sorted(person.beside)[-MOST_BESIDE:]  # of more the row would grow, and tell who was sent them
            progress["beside"] = {seq: _packed(person.beside[seq]) for seq in newest}
        size = room_for_progress(self._workshops.get(workshop_id))
        return {
            "chat": seal_json(seal, "chat", person.token, chat, CHAT_SIZE),
            "progress": seal_json(seal, "progress", person.token, progress, size),
        }


def _packed(at: Beside) -> tuple[int, int, int | None]:
    return at.rev, at.shown, at.message_id


def _people(seal: Seal, rows: Iterable[Row[Any]]) -> list[Person]:
    """Those whose rows can be read: one that is damaged must not keep the others from being asked, told or counted."""
    found = []
    for row in rows:
        with suppress(Unreadable):
            found.append(_person(seal, row))
    return found


def _person(seal: Seal, row: Row[Any]) -> Person:
    chat = open_json(seal, "chat", row.token, row.chat)
    user_id = chat.pop("user_id")
    progress = open_json(seal, "progress", row.token, row.progress)
    beside = {int(seq): Beside(*at) for seq, at in progress.pop("beside", {}).items()}
    return Person(row.token, ChatState(**chat), **progress, beside=beside, user_id=user_id)
