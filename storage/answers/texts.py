"""What people wrote, once it is released: at the desk until somebody has read it; must not know authors, or what still waits.

A row is made by `storage.answers.counting` in the transaction that counts a question or a round, under a random id; nothing
here leads to whoever wrote it. The room sees approved texts only. An open answer and a question to the panel are the same here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from flows.dialogue.answers import Use
from storage.answers.unsaying import forget_where, unsay
from storage.days import there
from storage.tables import COUNTED, THEME, THEME_TEXT, WORKSHOP
from storage.values import READ_WITHIN, Phase, Workshop

SHORT = 13
"""Characters of an id that tell it from the others of a workshop, for buttons: 48 random bits and a hyphen."""
_COVER = "[…]"


class TextState(StrEnum):
    """NEW: only those who steer see it. ANSWERED is of questions to the panel. HIDDEN ones lose their words, and stay as a number."""

    NEW = "new"
    APPROVED = "approved"
    ANSWERED = "answered"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Text:
    """One text. `question_id`: a question of the flow, or the round in which the panel was asked.

    `use`: what its author allows. `speaker` is of a question to the panel, "" for anybody on it. `same_as`: the id of the
    approved text that says the same, or "".
    """

    id: str
    workshop_id: str
    question_id: str
    words: str
    use: Use
    speaker: str
    state: TextState
    pinned: bool
    same_as: str

    @property
    def short(self) -> str:
        """The id as a button carries it."""
        return self.id[:SHORT]

    @property
    def option(self) -> str:
        """The id as an option of a vote."""
        return self.id.replace("-", "")

    @property
    def shown(self) -> bool:
        """Whether it is approved, as one of its own."""
        return self.state in (TextState.APPROVED, TextState.ANSWERED) and not self.same_as


class Texts:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection) -> None:
        """Part of a `Unit`."""
        self._connection = connection

    def of(self, workshop_id: str, question_id: str | None = None) -> list[Text]:
        """All of a workshop, or of one question, in the order of their random ids, which is always the same and says nothing."""
        mine = select(COUNTED).where(COUNTED.c.workshop_id == workshop_id).order_by(COUNTED.c.id)
        if question_id is not None:
            mine = mine.where(COUNTED.c.question_id == question_id)
        return [text_of(row) for row in self._connection.execute(mine).all()]

    def quotable(self, workshop_id: str) -> dict[str, list[str]]:
        """The words that are approved and may be quoted, by question."""
        return quotable(self.of(workshop_id))

    def unread(self, workshop_id: str) -> dict[str, int]:
        """How many are new, by question; a question that has none is missing."""
        new = (COUNTED.c.workshop_id == workshop_id, COUNTED.c.state == TextState.NEW.value)
        wanted = select(COUNTED.c.question_id, func.count().label("n")).where(*new).group_by(COUNTED.c.question_id)
        return {row.question_id: row.n for row in self._connection.execute(wanted).all()}

    def find(self, workshop_id: str, short: str) -> Text | None:
        """The text that a button names; None for an unknown one."""
        found = [text for text in self.of(workshop_id) if text.short == short]
        return found[0] if len(found) == 1 else None

    def judge(self, text: Text, state: TextState) -> None:
        """Approve, hide, mark answered, or take back; those that were the same as it go with it."""
        loose = state is TextState.NEW
        self._set(text.id, state=state.value, same_as="", pinned=text.pinned and text.shown and not loose)
        group = {"state": state.value} | ({"same_as": ""} if loose else {})
        self._connection.execute(update(COUNTED).where(COUNTED.c.same_as == text.id).values(group))
        if state in (TextState.NEW, TextState.HIDDEN):
            unsay(self._connection, text.workshop_id, text.question_id)

    def pin(self, text: Text, *, pinned: bool) -> None:
        """Before all others, or among them again."""
        self._set(text.id, pinned=pinned)

    def group(self, text: Text, other: Text) -> bool:
        """The same as another one, which is shown for both; False when that one is not shown itself."""
        if not other.shown or other.id == text.id or other.workshop_id != text.workshop_id:
            return False
        both = COUNTED.c.id.in_([text.id]) | (COUNTED.c.same_as == text.id)
        values = {"state": other.state.value, "same_as": other.id, "pinned": False}
        self._connection.execute(update(COUNTED).where(both).values(values))
        unsay(self._connection, text.workshop_id, text.question_id)
        return True

    def part(self, text: Text) -> bool:
        """Undo `group` for one that was joined with another: it is approved by itself again; False where it stands alone."""
        joined = (COUNTED.c.id == text.id, COUNTED.c.same_as != "", COUNTED.c.state != TextState.HIDDEN.value)
        values = {"state": TextState.APPROVED.value, "same_as": ""}
        return self._connection.execute(update(COUNTED).where(*joined).values(values)).rowcount == 1

    def cover(self, text: Text, words: str) -> Text | None:
        """The text with these words hidden for good, in whatever case; None when they do not stand in it."""
        wanted = " ".join(words.split())
        flat = " ".join(text.words.split())
        hidden = re.sub(re.escape(wanted), _COVER, flat, flags=re.IGNORECASE) if wanted else flat
        if hidden == flat:
            return None
        self._set(text.id, value=hidden)
        unsay(self._connection, text.workshop_id, text.question_id)
        return replace(text, words=hidden)

    def forget_hidden(self, workshop_id: str) -> None:
        """Delete the words of what is hidden, and where it was sorted in: from the close on it is a number."""
        hidden = (COUNTED.c.workshop_id == workshop_id, COUNTED.c.state == TextState.HIDDEN.value)
        self._wipe(*hidden)
        forget_where(self._connection, workshop_id, select(COUNTED.c.id).where(*hidden))

    def rewrite(self, workshop_id: str) -> None:
        """Write all of a closed workshop, and its themes, again in one go: PostgreSQL's xmin would tell which were judged together.

        A row that is deleted leaves nothing in SQLite's pages; one that is only updated may.
        """
        for table in (COUNTED, THEME, THEME_TEXT):
            mine = table.c.workshop_id == workshop_id
            found = self._connection.execute(select(table).where(mine).order_by(*table.primary_key.columns)).mappings()
            rows = [dict(row) for row in found]
            self._connection.execute(delete(table).where(mine))
            if rows:
                self._connection.execute(insert(table), rows)

    def overdue(self, today: date) -> list[str]:
        """The closed workshops whose desk has ended with something that nobody has approved."""
        closed = (
            WORKSHOP.c.phase == Phase.CLOSED.value,
            ~WORKSHOP.c.closing,
        )
        new = select(COUNTED.c.workshop_id).where(COUNTED.c.state == TextState.NEW.value)
        here = select(WORKSHOP.c.id, WORKSHOP.c.closed_on, WORKSHOP.c.zone)
        wanted = here.where(*closed, WORKSHOP.c.id.in_(new)).order_by(WORKSHOP.c.id)
        rows = self._connection.execute(wanted).all()
        return [row.id for row in rows if row.closed_on + READ_WITHIN <= there(today, row.zone)]

    def forget_unread(self, workshop_id: str) -> None:
        """Hide what is new for good: it was not approved in time."""
        new = (COUNTED.c.workshop_id == workshop_id, COUNTED.c.state == TextState.NEW.value)
        self._connection.execute(update(COUNTED).where(*new).values(state=TextState.HIDDEN.value))
        self.forget_hidden(workshop_id)

    def _wipe(self, *which: ColumnElement[bool]) -> None:
        self._connection.execute(update(COUNTED).where(*which).values(value="", speaker=""))

    def _set(self, text_id: str, **values: Any) -> None:
        self._connection.execute(update(COUNTED).where(COUNTED.c.id == text_id).values(values))


def withheld(texts: Iterable[Text]) -> int:
    """How many were not approved: hidden ones, and after two weeks those that nobody had read."""
    return sum(text.state is TextState.HIDDEN for text in texts)


def unread(texts: Iterable[Text]) -> int:
    """How many are still to be read."""
    return sum(text.state is TextState.NEW for text in texts)


def quotable(texts: Iterable[Text]) -> dict[str, list[str]]:
    """The words that are approved and may be quoted, by question, in the order of the texts: all that anybody may be shown."""
    found: dict[str, list[str]] = {}
    for text in texts:
        if text.shown and text.use is Use.QUOTE:
            found.setdefault(text.question_id, []).append(text.words)
    return found


def read_until(workshop: Workshop) -> date | None:
    """The day on which the desk of a closed workshop ends; None before the close."""
    return None if workshop.closed_on is None else workshop.closed_on + READ_WITHIN


def text_rows(workshop_id: str, question_id: str, written: Iterable[tuple[str, str, Use, str]]) -> list[dict[str, Any]]:
    """Rows for released texts that nobody has read, given as (random id, words, use, speaker), in the order of the ids."""
    place = {
        "workshop_id": workshop_id,
        "question_id": question_id,
        "state": TextState.NEW.value,
        "pinned": False,
        "same_as": "",
    }
    rows = [{"id": i, "value": words, "use": use.value, "speaker": who, **place} for i, words, use, who in written]
    return sorted(rows, key=lambda row: str(row["id"]))


def text_of(row: Row[Any]) -> Text:
    """A row of `counted`. Raises ValueError for a use or a state that there is not."""
    fields = dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's documented name for a row as a mapping
    words, use, state = fields.pop("value"), Use(fields.pop("use")), TextState(fields.pop("state"))
    return Text(words=words, use=use, state=state, **fields)
