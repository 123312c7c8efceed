"""The one way from waiting answers to shown numbers: applies the release rule in a transaction; must not decide itself.

Each release moves its members out of `pending` for good: their token goes to `spent`, a receipt tag without a token to
`receipt`, their answer into cumulative counts. After that nothing in the database joins the three. Every batch is
written in the order of random keys, never in the order of arrival.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from flows.counting.coarse import coarsen, shown_as
from flows.counting.release import final_members, is_live, members_to_release, needed
from flows.counting.tally import Tally, empty, merge, tally_all, tally_from_json, tally_to_json
from flows.definition.flow import Question
from flows.dialogue.answers import Use, Written
from storage.answers.panel import question_rows
from storage.answers.segmenting import keep_segments, tabulate
from storage.answers.waiting import Waiting, opened
from storage.keys.sealing import Seal
from storage.publishing import is_published
from storage.tables import COUNTED, PANEL_QUESTION, PENDING, RECEIPT, RELEASE, SPENT
from storage.values import BallotKind, BallotState, Phase, Release, Workshop
from storage.workshops import random_uuid


class Counting:
    """See the module. `seal` is None when the workshop's key is lost: then nothing that waits can be counted."""

    def __init__(self, connection: Connection, chance: random.Random, workshop: Workshop, seal: Seal | None) -> None:
        """For one workshop in one transaction."""
        self._connection = connection
        self._chance = chance
        self._workshop = workshop
        self._seal = seal

    def tick(self) -> list[Release]:
        """Release every live question that may be released now. Call it on a coarse clock, never on an arrival."""
        if self._workshop.phase not in {Phase.OPEN, Phase.PAUSED}:
            return []
        policy = self._workshop.policy
        latest, sizes = self._latest(), self._sizes()
        ready = [
            question
            for question in self._live()
            if is_live(question, policy) and sizes.get(question.id, 0) >= needed(_n(latest.get(question.id)), policy)
        ]
        released = (self._release(question, latest.get(question.id)) for question in ready)
        return [release for release in released if release is not None]

    def _live(self) -> tuple[Question, ...]:
        """The flow's questions, and votes for the panel: a poll has one result, at its own close."""
        votes = (
            b.question for b in self._workshop.ballots if b.kind is BallotKind.VOTE and b.state is BallotState.OPEN
        )
        return (*self._workshop.flow.questions, *votes)

    def finish(self, question: Question) -> tuple[Release | None, int]:
        """The question's last word, its table by group with it, and how many answers were left out; twice changes nothing."""
        release, left_out = self._last_word(question)
        if release is not None:
            tabulate(self._connection, self._seal, self._workshop, release)
        return release, left_out

    def _last_word(self, question: Question) -> tuple[Release | None, int]:
        before = self._latest().get(question.id)
        size, waiting = self._sizes().get(question.id, 0), self._waiting(question)
        members = final_members([one.token for one in waiting], _n(before), self._workshop.policy)
        if members:
            return self._count(question, _chosen(waiting, members), before, final=True), size - len(members)
        return self._freeze(question, before), size

    def reshuffle(self) -> None:
        """Write receipts and texts again in one transaction: on PostgreSQL the old rows' xmin tells their batch."""
        for table in (RECEIPT, COUNTED, PANEL_QUESTION):
            mine = table.c.workshop_id == self._workshop.id
            fresh = [dict(row) for row in self._connection.execute(select(table).where(mine)).mappings()]
            self._chance.shuffle(fresh)
            self._connection.execute(delete(table).where(mine))
            insert_all(self._connection, table, fresh)

    def _release(self, question: Question, before: Release | None) -> Release | None:
        waiting = self._waiting(question)
        tokens = [one.token for one in waiting]
        members = members_to_release(tokens, _n(before), self._workshop.policy, self._chance)
        return None if members is None else self._count(question, _chosen(waiting, members), before, final=False)

    def _count(self, question: Question, members: list[Waiting], before: Release | None, *, final: bool) -> Release:
        """Count these people: into the tally, out of `pending`, irreversibly."""
        policy = self._workshop.policy
        fresh = coarsen(question, tally_all(question, [one.answer for one in members]), policy)
        tally = merge(before.tally if before else empty(shown_as(question, policy)), fresh)
        release = Release(question.id, (before.seq if before else 0) + 1, _n(before) + len(members), tally, final)
        self._unlink(question, members)
        self._keep_texts(question, members)
        if self._seal is not None:
            keep_segments(self._connection, self._chance, self._seal, self._workshop, question, members)
        self._connection.execute(insert(RELEASE).values(_release_row(self._workshop.id, release)))
        return release

    def _unlink(self, question: Question, members: list[Waiting]) -> None:
        place = {"workshop_id": self._workshop.id}
        tokens = sorted(one.token for one in members)
        # A receipt for a question that only some were asked would tell their answer to the earlier one: none is kept.
        tags = sorted(one.tag for one in members) if is_published(self._workshop.everything, question.id) else []
        insert_all(self._connection, SPENT, [{"token": token, **place} for token in tokens])
        insert_all(self._connection, RECEIPT, [{"question_id": question.id, "tag": tag, **place} for tag in tags])
        gone = delete(PENDING).where(PENDING.c.token == bindparam("gone"))
        self._connection.execute(gone, [{"gone": token} for token in tokens])

    def _keep_texts(self, question: Question, members: list[Waiting]) -> None:
        """Open answers are kept as text only where their authors allowed it; the others are in the counts alone.

        Questions to the panel become the panel's own rows: nobody has judged yet whether the room sees them.
        """
        written = [one.answer for one in members if isinstance(one.answer, Written) and one.answer.use is not Use.COUNT]
        ballot = self._workshop.ballot(question.id)
        if ballot is not None and ballot.kind is BallotKind.ASK:
            asked = ((random_uuid(self._chance), a.text, a.about) for a in written)
            insert_all(self._connection, PANEL_QUESTION, question_rows(self._workshop.id, asked))
            return
        place = {"workshop_id": self._workshop.id, "question_id": question.id}
        rows = [{"id": random_uuid(self._chance), "value": a.text, "use": a.use.value, **place} for a in written]
        insert_all(self._connection, COUNTED, sorted(rows, key=lambda row: row["id"]))

    def _freeze(self, question: Question, before: Release | None) -> Release | None:
        """An earlier release becomes the last word when too few came after it; without one there is silence."""
        if before is None:
            return None
        here = (RELEASE.c.workshop_id == self._workshop.id, RELEASE.c.question_id == question.id)
        self._connection.execute(update(RELEASE).where(*here, RELEASE.c.seq == before.seq).values(final=True))
        return Release(before.question_id, before.seq, before.n, before.tally, final=True)

    def _sizes(self) -> dict[str, int]:
        statement = select(PENDING.c.question_id, func.count().label("size")).where(
            PENDING.c.workshop_id == self._workshop.id
        )
        rows = self._connection.execute(statement.group_by(PENDING.c.question_id)).all()
        return {row.question_id: row.size for row in rows}

    def _latest(self) -> dict[str, Release]:
        return {release.question_id: release for release in releases_of(self._connection, self._workshop.id)}

    def _waiting(self, question: Question) -> list[Waiting]:
        if self._seal is None:
            return []
        here = (PENDING.c.workshop_id == self._workshop.id, PENDING.c.question_id == question.id)
        rows = self._connection.execute(select(PENDING.c.token, PENDING.c.blob).where(*here)).all()
        found = (opened(self._seal, row.token, row.blob) for row in rows)
        return [one for one in found if one is not None]


def releases_of(connection: Connection, workshop_id: str, question_id: str | None = None) -> list[Release]:
    """Every release of a workshop, or of one question of it: by question, then in their order."""
    statement = select(RELEASE).where(RELEASE.c.workshop_id == workshop_id)
    if question_id is not None:
        statement = statement.where(RELEASE.c.question_id == question_id)
    rows = connection.execute(statement.order_by(RELEASE.c.question_id, RELEASE.c.seq)).all()
    return [Release(row.question_id, row.seq, row.n, _tally(row.counts), row.final) for row in rows]


def insert_all(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows in the order given; nothing for none."""
    if rows:
        connection.execute(insert(table), list(rows))


def _chosen(waiting: Iterable[Waiting], members: Iterable[bytes]) -> list[Waiting]:
    wanted = frozenset(members)
    return [one for one in waiting if one.token in wanted]


def _n(release: Release | None) -> int:
    return release.n if release else 0


def _tally(counts: str) -> Tally:
    return tally_from_json(json.loads(counts))


def _release_row(workshop_id: str, release: Release) -> dict[str, Any]:
    counts = json.dumps(tally_to_json(release.tally), sort_keys=True, separators=(",", ":"))
    numbers = {"seq": release.seq, "n": release.n, "final": release.final}
    return {"workshop_id": workshop_id, "question_id": release.question_id, "counts": counts, **numbers}
