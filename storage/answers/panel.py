"""The panel: who sits on it, what is asked of it, and what is put to the vote; must not know authors or answers.

A question to the panel is a text like an open answer (`storage.answers.texts`), written in a round that asks for some.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from flows.definition.flow import MultiQuestion, Option
from storage.answers.texts import Text, Texts, TextState
from storage.tables import BALLOT, PANEL
from storage.values import Ballot, BallotKind, BallotState, Workshop

MOST_SPEAKERS = 8
VOTED = range(2, 21)
"""How many questions can be put to one vote: more than 20 nobody reads on a phone."""
VOTES = 3
LABEL = 64


class Panel:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection, texts: Texts) -> None:
        """Part of a `Unit`."""
        self._connection = connection
        self._texts = texts

    def speakers(self, workshop_id: str) -> tuple[str, ...]:
        """Who sits on the panel, in the order in which they were typed."""
        mine = select(PANEL.c.speakers).where(PANEL.c.workshop_id == workshop_id)
        return tuple(json.loads(self._connection.execute(mine).scalar_one_or_none() or "[]"))

    def set_speakers(self, workshop_id: str, speakers: tuple[str, ...]) -> None:
        """Others sit on the panel from now on; what was asked before keeps its speaker."""
        names = json.dumps(speakers[:MOST_SPEAKERS], ensure_ascii=False)
        self._connection.execute(delete(PANEL).where(PANEL.c.workshop_id == workshop_id))
        self._connection.execute(insert(PANEL).values(workshop_id=workshop_id, speakers=names))

    def questions(self, workshop_id: str) -> list[Text]:
        """All of a workshop in the order of their random ids."""
        rounds = self._rounds(workshop_id)
        return [text for text in self._texts.of(workshop_id) if text.question_id in rounds]

    def shown(self, workshop_id: str) -> list[Text]:
        """Those that the room sees: approved or answered, one of each group, pinned ones before the others."""
        return sorted((q for q in self.questions(workshop_id) if q.shown), key=lambda q: (not q.pinned, q.id))

    def votable(self, workshop_id: str) -> list[Text]:
        """Those that can be put to the vote: shown and not answered yet."""
        return [q for q in self.shown(workshop_id) if q.state is TextState.APPROVED]

    def _rounds(self, workshop_id: str) -> frozenset[str]:
        mine = select(BALLOT.c.id).where(BALLOT.c.workshop_id == workshop_id, BALLOT.c.kind == BallotKind.ASK.value)
        return frozenset(self._connection.execute(mine).scalars())


def ballot_of(workshop: Workshop, kind: BallotKind, *, is_open: bool = False) -> Ballot | None:
    """The newest round of questions (ASK) or vote (VOTE); `is_open`: None unless it is still open."""
    newest = next((b for b in reversed(workshop.ballots) if b.kind is kind), None)
    return None if is_open and newest is not None and newest.state is not BallotState.OPEN else newest


def vote_question(questions: Iterable[Text], text: str) -> MultiQuestion:
    """Questions as the frozen list of a vote: up to three of them, each label cut. `text`: what is asked."""
    options = tuple(Option(id=q.option, label=_cut(q.words)) for q in questions)
    return MultiQuestion(id="vote", text=text, short=text[:40], options=options, max=min(VOTES, len(options)))


def _cut(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= LABEL else flat[: LABEL - 1].rstrip() + "…"
