"""Questions beside the flow: drafted, opened to everybody, closed for good; must not know answers, people or chats.

Once open, a ballot never changes: another wording is another ballot. Counting it is `storage.answers.counting`'s.
"""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from flows.definition.flow import Question
from storage.tables import BALLOT, WORKSHOP
from storage.values import Ballot, BallotKind, BallotState, Workshop

_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)


class Ballots:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection) -> None:
        """Part of a `Unit`."""
        self._connection = connection

    def draft(self, workshop: Workshop, kind: BallotKind, question: Question, of: str | None = None) -> Ballot:
        """A new ballot that only its facilitator sees. The question gets an id that no question of the flow has.

        Raises ValueError for a question with a condition: a ballot is for everybody.
        """
        if question.shown_if is not None:
            raise ValueError("a ballot is for everybody")
        seq = 1 + (self._connection.execute(_last(workshop.id)).scalar_one_or_none() or 0)
        named = question.model_copy(update={"id": _fresh_id(workshop, kind, seq), "section": None})
        ballot = Ballot(named.id, workshop.id, seq, kind, named, BallotState.DRAFT, of)
        self._connection.execute(insert(BALLOT).values(_row(ballot)))
        return ballot

    def reword(self, ballot: Ballot, question: Question) -> Ballot:
        """Another question in the place of a draft's. Raises ValueError once it is open."""
        if ballot.state is not BallotState.DRAFT:
            raise ValueError("an open ballot does not change")
        named = question.model_copy(update={"id": ballot.id, "section": None})
        fresh = Ballot(ballot.id, ballot.workshop_id, ballot.seq, ballot.kind, named, ballot.state, ballot.of)
        self._connection.execute(update(BALLOT).where(*_is(ballot)).values(_row(fresh)))
        return fresh

    def discard(self, ballot: Ballot) -> None:
        """Throw a draft away; an open or closed ballot stays."""
        self._connection.execute(delete(BALLOT).where(*_is(ballot), BALLOT.c.state == BallotState.DRAFT.value))

    def open(self, ballot: Ballot) -> bool:
        """Everybody may answer from now on; False when it was opened before."""
        is_draft = (*_is(ballot), BALLOT.c.state == BallotState.DRAFT.value)
        if self._connection.execute(update(BALLOT).where(*is_draft).values(state=BallotState.OPEN.value)).rowcount == 0:
            return False
        more = {"asked_beside": WORKSHOP.c.asked_beside + 1}
        self._connection.execute(update(WORKSHOP).where(WORKSHOP.c.id == ballot.workshop_id).values(more))
        return True

    def close(self, ballot: Ballot) -> bool:
        """Nobody can answer any more, for good; False when it was not open."""
        is_open = (*_is(ballot), BALLOT.c.state == BallotState.OPEN.value)
        closed = update(BALLOT).where(*is_open).values(state=BallotState.CLOSED.value)
        return self._connection.execute(closed).rowcount == 1

    def drafts(self, workshop_id: str) -> tuple[Ballot, ...]:
        """The workshop's drafts in the order in which they were made."""
        mine = (BALLOT.c.workshop_id == workshop_id, BALLOT.c.state == BallotState.DRAFT.value)
        return tuple(
            _ballot(row) for row in self._connection.execute(select(BALLOT).where(*mine).order_by(BALLOT.c.seq))
        )

    def get(self, workshop_id: str, ballot_id: str) -> Ballot | None:
        """The ballot with this id, drafts too; None for an unknown one."""
        mine = select(BALLOT).where(BALLOT.c.workshop_id == workshop_id, BALLOT.c.id == ballot_id)
        row = self._connection.execute(mine).one_or_none()
        return None if row is None else _ballot(row)


def ballots_of(connection: Connection, workshop_id: str) -> tuple[Ballot, ...]:
    """The open and closed ballots of a workshop in the order in which they were drafted."""
    wanted = (BALLOT.c.workshop_id == workshop_id, BALLOT.c.state != BallotState.DRAFT.value)
    return tuple(_ballot(row) for row in connection.execute(select(BALLOT).where(*wanted).order_by(BALLOT.c.seq)).all())


def _last(workshop_id: str) -> Any:
    return select(func.max(BALLOT.c.seq)).where(BALLOT.c.workshop_id == workshop_id)


def _is(ballot: Ballot) -> tuple[Any, ...]:
    return (BALLOT.c.workshop_id == ballot.workshop_id, BALLOT.c.id == ballot.id)


def _fresh_id(workshop: Workshop, kind: BallotKind, seq: int) -> str:
    taken = {question.id for question in (*workshop.flow.questions, *workshop.at_tables.values())}
    name = f"{kind.value}-{seq}"
    while name in taken:
        name = f"{name}-"
    return name


def _row(ballot: Ballot) -> dict[str, Any]:
    body = _QUESTION.dump_json(ballot.question, by_alias=True).decode()
    about = {"workshop_id": ballot.workshop_id, "id": ballot.id, "seq": ballot.seq, "kind": ballot.kind.value}
    return {**about, "body": body, "state": ballot.state.value, "of": ballot.of or ""}


def _ballot(row: Row[Any]) -> Ballot:
    question = _QUESTION.validate_json(row.body)
    return Ballot(
        row.id, row.workshop_id, row.seq, BallotKind(row.kind), question, BallotState(row.state), row.of or None
    )
