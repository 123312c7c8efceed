"""Questions to the panel, once they are released: what is shown, grouped, put to the vote; must not know authors or answers.

A row is made by `storage.answers.counting` in the transaction that counts a round, under a random id; nothing here leads to whoever
wrote it. The room sees approved ones only, and votes come from releases.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from flows.definition.flow import MultiQuestion, Option
from storage.tables import PANEL, PANEL_QUESTION
from storage.values import Ballot, BallotKind, BallotState, Workshop

MOST_SPEAKERS = 8
VOTED = range(2, 21)
"""How many questions can be put to one vote: more than 20 nobody reads on a phone."""
VOTES = 3
SHORT = 13
"""Characters of an id that tell it from the others of a workshop, for buttons: 48 random bits and a hyphen."""
LABEL = 64
_COVER = "[…]"


class PanelState(StrEnum):
    """NEW: only facilitators see it. HIDDEN ones are deleted at the close, and stay as a number."""

    NEW = "new"
    APPROVED = "approved"
    ANSWERED = "answered"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class PanelQuestion:
    """One question. `speaker` "" is anybody on the panel; `same_as`: the id of the approved one that asks the same, or ""."""

    id: str
    workshop_id: str
    words: str
    speaker: str
    state: PanelState
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
        """Whether the room sees it, as one of its own."""
        return self.state in (PanelState.APPROVED, PanelState.ANSWERED) and not self.same_as


class Panel:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection) -> None:
        """Part of a `Unit`."""
        self._connection = connection

    def speakers(self, workshop_id: str) -> tuple[str, ...]:
        """Who sits on the panel, in the order in which they were typed."""
        mine = select(PANEL.c.speakers).where(PANEL.c.workshop_id == workshop_id)
        return tuple(json.loads(self._connection.execute(mine).scalar_one_or_none() or "[]"))

    def set_speakers(self, workshop_id: str, speakers: tuple[str, ...]) -> None:
        """Others sit on the panel from now on; what was asked before keeps its speaker."""
        names = json.dumps(speakers[:MOST_SPEAKERS], ensure_ascii=False)
        self._connection.execute(delete(PANEL).where(PANEL.c.workshop_id == workshop_id))
        self._connection.execute(insert(PANEL).values(workshop_id=workshop_id, speakers=names))

    def questions(self, workshop_id: str) -> list[PanelQuestion]:
        """All of a workshop in the order of their random ids."""
        mine = select(PANEL_QUESTION).where(PANEL_QUESTION.c.workshop_id == workshop_id).order_by(PANEL_QUESTION.c.id)
        return [_question(row) for row in self._connection.execute(mine).all()]

    def shown(self, workshop_id: str) -> list[PanelQuestion]:
        """Those that the room sees: approved or answered, one of each group, pinned ones before the others."""
        return sorted((q for q in self.questions(workshop_id) if q.shown), key=lambda q: (not q.pinned, q.id))

    def votable(self, workshop_id: str) -> list[PanelQuestion]:
        """Those that can be put to the vote: shown and not answered yet."""
        return [q for q in self.shown(workshop_id) if q.state is PanelState.APPROVED]

    def find(self, workshop_id: str, short: str) -> PanelQuestion | None:
        """The question that a button names; None for an unknown one."""
        found = [q for q in self.questions(workshop_id) if q.short == short]
        return found[0] if len(found) == 1 else None

    def judge(self, question: PanelQuestion, state: PanelState) -> None:
        """Approve, hide, mark answered, or take back; those that were the same as it go with it."""
        loose = state is PanelState.NEW
        self._set(question.id, state=state.value, same_as="", pinned=question.pinned and question.shown and not loose)
        group = {"state": state.value} | ({"same_as": ""} if loose else {})
        self._connection.execute(update(PANEL_QUESTION).where(PANEL_QUESTION.c.same_as == question.id).values(group))

    def pin(self, question: PanelQuestion, *, pinned: bool) -> None:
        """Before all others, or among them again."""
        self._set(question.id, pinned=pinned)

    def group(self, question: PanelQuestion, other: PanelQuestion) -> bool:
        """The same as another one, which is shown for both; False when that one is not shown itself."""
        if not other.shown or other.id == question.id or other.workshop_id != question.workshop_id:
            return False
        both = PANEL_QUESTION.c.id.in_([question.id]) | (PANEL_QUESTION.c.same_as == question.id)
        values = {"state": other.state.value, "same_as": other.id, "pinned": False}
        self._connection.execute(update(PANEL_QUESTION).where(both).values(values))
        return True

    def cover(self, question: PanelQuestion, words: str) -> PanelQuestion | None:
        """The question with these words hidden for good, in whatever case; None when they do not stand in it."""
        wanted = " ".join(words.split())
        flat = " ".join(question.words.split())
        hidden = re.sub(re.escape(wanted), _COVER, flat, flags=re.IGNORECASE) if wanted else flat
        if hidden == flat:
            return None
        self._set(question.id, words=hidden)
        return replace(question, words=hidden)

    def forget_hidden(self, workshop_id: str) -> None:
        """Delete the words of what is hidden: from the close on it is a number."""
        hidden = (PANEL_QUESTION.c.workshop_id == workshop_id, PANEL_QUESTION.c.state == PanelState.HIDDEN.value)
        self._connection.execute(update(PANEL_QUESTION).where(*hidden).values(words="", speaker=""))

    def _set(self, question_id: str, **values: Any) -> None:
        self._connection.execute(update(PANEL_QUESTION).where(PANEL_QUESTION.c.id == question_id).values(values))


def question_rows(workshop_id: str, asked: Iterable[tuple[str, str, str]]) -> list[dict[str, Any]]:
    """Rows for released questions, given as (random id, words, speaker), in the order of the ids."""
    state = {"state": PanelState.NEW.value, "pinned": False, "same_as": ""}
    rows = [{"id": i, "workshop_id": workshop_id, "words": words, "speaker": who, **state} for i, words, who in asked]
    return sorted(rows, key=lambda row: str(row["id"]))


def ballot_of(workshop: Workshop, kind: BallotKind, *, is_open: bool = False) -> Ballot | None:
    """The newest round of questions (ASK) or vote (VOTE); `is_open`: None unless it is still open."""
    newest = next((b for b in reversed(workshop.ballots) if b.kind is kind), None)
    return None if is_open and newest is not None and newest.state is not BallotState.OPEN else newest


def vote_question(questions: Iterable[PanelQuestion], text: str) -> MultiQuestion:
    """Questions as the frozen list of a vote: up to three of them, each label cut. `text`: what is asked."""
    options = tuple(Option(id=q.option, label=_cut(q.words)) for q in questions)
    return MultiQuestion(id="vote", text=text, short=text[:40], options=options, max=min(VOTES, len(options)))


def _cut(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= LABEL else flat[: LABEL - 1].rstrip() + "…"


def _question(row: Row[Any]) -> PanelQuestion:
    fields = dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's documented name for a row as a mapping
    return PanelQuestion(**(fields | {"state": PanelState(row.state)}))
