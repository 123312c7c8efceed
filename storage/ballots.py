"""Questions beside the flow: drafted, opened to everybody, closed for good; must not know answers, people or chats.

Once open, a ballot never changes: another wording is another ballot. Counting it is `storage.answers.counting`'s.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from flows.counting.release import MOST_ROUNDS
from flows.definition.flow import Question, options_of
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

    def open(self, ballot: Ballot, same: AbstractSet[str] = frozenset()) -> bool:
        """Everybody may answer from now on; False when it was opened before, or asked as often as anything may be.

        `same`: the questions and ballots that people read as the same in some language.
        """
        if self.rounds_before(ballot, same) >= MOST_ROUNDS:
            return False
        is_draft = (*_is(ballot), BALLOT.c.state == BallotState.DRAFT.value)
        if self._connection.execute(update(BALLOT).where(*is_draft).values(state=BallotState.OPEN.value)).rowcount == 0:
            return False
        more = {"asked_beside": WORKSHOP.c.asked_beside + 1}
        self._connection.execute(update(WORKSHOP).where(WORKSHOP.c.id == ballot.workshop_id).values(more))
        return True

    def end(self, ballot: Ballot) -> bool:
        """Nobody is asked any more, but whoever has it can still answer; False when it was not open."""
        return self._go(ballot, (BallotState.OPEN,), BallotState.ENDED)

    def close(self, ballot: Ballot) -> bool:
        """Nobody can answer any more, for good; False when nobody could before."""
        return self._go(ballot, (BallotState.OPEN, BallotState.ENDED), BallotState.CLOSED)

    def _go(self, ballot: Ballot, before: tuple[BallotState, ...], state: BallotState) -> bool:
        there = (*_is(ballot), BALLOT.c.state.in_([one.value for one in before]))
        return self._connection.execute(update(BALLOT).where(*there).values(state=state.value)).rowcount == 1

    def rounds_before(self, ballot: Ballot, same: AbstractSet[str] = frozenset()) -> int:
        """How often the same was asked before this one: in the flow, as another round, or in the same words. `same`: see `open`."""
        return rounds_before(ballots_of(self._connection, ballot.workshop_id), ballot, same)

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


def rounds_before(asked: Iterable[Ballot], ballot: Ballot, same: AbstractSet[str] = frozenset()) -> int:
    """How often the same was asked before this one, of those that were `asked` beside the flow. See `Ballots.rounds_before`."""
    others = [one for one in asked if one.id != ballot.id]
    mine, is_poll = said(ballot.question), ballot.kind is BallotKind.POLL
    known = {one.id for one in others if is_same(said(one.question), mine, poll=is_poll)} | (same - {ballot.id})
    known |= {ballot.of} if ballot.of is not None else set()
    while True:
        later = {one.id for one in others if one.of in known}
        more = known | later | {one.of for one in others if one.id in known and one.of is not None}
        if more == known:
            return len(known)
        known = more


def ballots_of(connection: Connection, workshop_id: str) -> tuple[Ballot, ...]:
    """The open and closed ballots of a workshop in the order in which they were drafted."""
    return tuple(_ballot(row) for row in connection.execute(_ASKED, {"workshop": workshop_id}).all())


_ASKED = (
    select(BALLOT)
    .where(BALLOT.c.workshop_id == bindparam("workshop"), BALLOT.c.state != BallotState.DRAFT.value)
    .order_by(BALLOT.c.seq)
)


def said(question: Question) -> tuple[str, ...]:
    """What is asked, in whatever part of the agenda: its kind and words. Capitals, blanks and stops make no other question."""
    return (question.type, *(plain(words) for words in (question.text, *(o.label for o in options_of(question)))))


def is_same(one: tuple[str, ...], other: tuple[str, ...], *, poll: bool) -> bool:
    """Whether two readings of `said` ask the same. `poll`: it may be put as another type, or with an option more or less.

    Else whoever asks for days as options, as a list to tick and as a ranking has six looks at them. Two polls with the same text
    and quite other options ("Which one?") are two questions; so is every vote, whose text is ours.
    """
    if one == other or not poll:
        return one == other
    (kind, text, *options), (other_kind, other_text, *others) = one, other
    return text == other_text and (kind != other_kind or len({*options} & {*others}) > 1)


_STOPS = ".,;:!?…\"'“”‘’"


def plain(words: str) -> str:
    """Words without what makes no other question."""
    letters = unicodedata.normalize("NFKC", words).casefold()
    return "".join(letter for letter in letters if not letter.isspace() and letter not in _STOPS)


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
