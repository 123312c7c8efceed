"""Answers of participants: handed in, changed, withdrawn while they wait, shown once released; must not know chats.

An answer waits under a token that only the workshop's key can derive from a user id, another one for every question.
What may be shown is read from releases alone.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, Table, delete, select, text, tuple_

from flows.counting.segments import UNKNOWN, SegmentTable, segment_question
from flows.counting.tally import tally_all
from flows.definition.flow import Question
from flows.dialogue.answers import Answer, Use
from storage.answers.counting import Counting, insert_all, releases_of
from storage.answers.segmenting import tables_of
from storage.answers.waiting import Waiting, is_grouped, open_waiting, opened, seal_waiting, segment_in
from storage.keys.sealing import Seal, receipt_code, receipt_tag
from storage.keys.seals import Seals
from storage.tables import COUNTED, PENDING, RECEIPT, RECEIVED, SPENT
from storage.values import Ballot, BallotState, Phase, Put, Release, Workshop
from storage.workshops import Workshops


class Answers:
    """See the module. Every method works inside the unit's transaction; those with a user id raise KeyLost."""

    def __init__(self, connection: Connection, seals: Seals, workshops: Workshops, chance: random.Random) -> None:
        """Part of a `Unit`."""
        self._connection = connection
        self._seals = seals
        self._workshops = workshops
        self._chance = chance

    def put(self, workshop_id: str, user_id: int, question_id: str, answer: Answer) -> Put:
        """Hand in or change one answer. See `put_all`."""
        return self.put_all(workshop_id, user_id, {question_id: answer})[question_id]

    def put_all(self, workshop_id: str, user_id: int, answers: Mapping[str, Answer]) -> dict[str, Put]:
        """Hand in or change answers, which from now on may be drawn for a release. What was counted stays as it is.

        Raises ValueError for an answer that does not fit its question and KeyError for a question the flow does not
        have.
        """
        workshop = self._workshops.get(workshop_id)
        if workshop.phase is Phase.CLOSED:
            return dict.fromkeys(answers, Put.CLOSED)
        taken = {name: answer for name, answer in answers.items() if _is_open(workshop, name)}
        over = dict.fromkeys(answers.keys() - taken.keys(), Put.CLOSED)
        return self.put_while_closing(workshop, user_id, taken) | over

    def put_while_closing(self, workshop: Workshop, user_id: int, answers: Mapping[str, Answer]) -> dict[str, Put]:
        """`put_all` without the check that the workshop is open: the close hands in what drop-outs answered."""
        if not answers:
            return {}
        seal = self._seals.of(workshop.id)
        questions = {question_id: workshop.everything.question(question_id) for question_id in answers}
        tokens = {question_id: seal.answer(question_id, user_id) for question_id in answers}
        spent = self._among(SPENT, tokens)
        fresh = {question_id: answer for question_id, answer in answers.items() if question_id not in spent}
        before = self._sealed(workshop, seal, user_id)
        segment = _segment(workshop, fresh, before)
        others = {question_id: waiting for question_id, waiting in before.items() if question_id not in fresh}
        rows = [
            _row(
                workshop,
                seal,
                questions[name],
                Waiting(tokens[name], receipt_tag(seal.receipt(user_id), name), answer, segment),
            )
            for name, answer in fresh.items()
        ]
        self._receive(workshop, {name: tokens[name] for name in fresh})
        self._replace([*rows, *_regrouped(workshop, seal, others, segment)])
        return {question_id: Put.STORED if question_id in fresh else Put.ALREADY_COUNTED for question_id in answers}

    def waiting(self, workshop_id: str, user_id: int) -> dict[str, Answer]:
        """This person's answers that are not counted yet, by question in the flow's order."""
        seal, tokens = self._tokens(workshop_id, user_id)
        blobs = self._blobs(tokens)
        return {
            question_id: open_waiting(seal, tokens[question_id], blob).answer for question_id, blob in blobs.items()
        }

    def own(self, workshop_id: str, user_id: int, *, table: bool = False) -> tuple[dict[str, Answer], frozenset[str]]:
        """What waits and what is counted of the flow's questions for this person, or (`table`) for the table they write for."""
        slots = {q.id: q.id for q in self._workshops.get(workshop_id).flow.questions}
        if table:
            slots = {name: question.id for name, question in self._workshops.get(workshop_id).at_tables.items()}
        waiting, counted = self.waiting(workshop_id, user_id), self.counted(workshop_id, user_id)
        answers = {name: waiting[slot] for name, slot in slots.items() if slot in waiting}
        return answers, frozenset(name for name, slot in slots.items() if slot in counted)

    def counted(self, workshop_id: str, user_id: int) -> frozenset[str]:
        """The questions where this person's answer was released: it can neither be changed nor withdrawn any more."""
        return self._among(SPENT, self._tokens(workshop_id, user_id)[1])

    def withdraw(self, workshop_id: str, user_id: int, question_id: str | None = None) -> int:
        """Delete what waits of this person, of one question or of all; gives the number deleted.

        Without their answer to the segment question the rest of what waits belongs to no segment.
        """
        seal, tokens = self._tokens(workshop_id, user_id)
        wanted = list(tokens.values()) if question_id is None else [tokens[question_id]]
        deleted = self._connection.execute(delete(PENDING).where(PENDING.c.token.in_(wanted))).rowcount
        workshop = self._workshops.get(workshop_id)
        if deleted and question_id is not None and question_id == workshop.flow.segment_by:
            self._replace(_regrouped(workshop, seal, self._sealed(workshop, seal, user_id), UNKNOWN))
        return deleted

    def receipt(self, workshop_id: str, user_id: int) -> str:
        """This person's receipt code, 128 bits: derived from the key each time, never stored."""
        return receipt_code(self._seals.of(workshop_id).receipt(user_id))

    def received(self, workshop_id: str) -> dict[str, int]:
        """How many people have handed in each question of a paced workshop, or each ballot: only ever up.

        Show it for questions that everybody is asked only: for others it tells the answers to an earlier one.
        """
        mine = select(RECEIVED.c.question_id, RECEIVED.c.n).where(RECEIVED.c.workshop_id == workshop_id)
        return {row.question_id: row.n for row in self._connection.execute(mine).all()}

    def tick(self, workshop_id: str) -> list[Release]:
        """Apply the release rule to every live question. Call it on a coarse clock, never because of an arrival."""
        return self.counting(workshop_id).tick()

    def latest(self, workshop_id: str, question_id: str) -> Release | None:
        """What may be shown of a question now."""
        return next(reversed(releases_of(self._connection, workshop_id, question_id)), None)

    def releases(self, workshop_id: str) -> list[Release]:
        """Every release so far, by question and then in their order."""
        return releases_of(self._connection, workshop_id)

    def finals(self, workshop_id: str) -> dict[str, Release]:
        """The last word on each question, after the close; a question that too few answered is missing."""
        return {release.question_id: release for release in self.releases(workshop_id) if release.final}

    def segments(self, workshop_id: str) -> dict[str, SegmentTable]:
        """The tables by group, by question: made at the close, whole, and read whole. Nothing before."""
        return tables_of(self._connection, workshop_id)

    def texts(self, workshop_id: str, question_id: str) -> list[str]:
        """The released texts that may be quoted, in the order of random ids: always the same, and it says nothing."""
        here = (COUNTED.c.workshop_id == workshop_id, COUNTED.c.question_id == question_id, COUNTED.c.use == Use.QUOTE)
        return list(self._connection.execute(select(COUNTED.c.value).where(*here).order_by(COUNTED.c.id)).scalars())

    def tags(self, workshop_id: str) -> dict[str, frozenset[bytes]]:
        """The receipt tags of counted answers by question. Show them after the close only: before, they tell batches."""
        here = select(RECEIPT.c.question_id, RECEIPT.c.tag).where(RECEIPT.c.workshop_id == workshop_id)
        tags: dict[str, set[bytes]] = {}
        for question_id, tag in self._connection.execute(here).all():
            tags.setdefault(question_id, set()).add(tag)
        return {question_id: frozenset(found) for question_id, found in tags.items()}

    def tagged(self, workshop_id: str, tags: Mapping[str, bytes]) -> frozenset[str]:
        """Those questions where this tag (question -> tag) is that of a counted answer; after the close, as `tags`."""
        pairs = tuple_(RECEIPT.c.question_id, RECEIPT.c.tag).in_(list(tags.items()))
        found = select(RECEIPT.c.question_id).where(RECEIPT.c.workshop_id == workshop_id, pairs)
        return frozenset(self._connection.execute(found).scalars()) if tags else frozenset()

    def close_ballot(self, workshop_id: str, ballot: Ballot) -> Release | None:
        """Count an open ballot for the last time and delete what cannot be counted; None: nothing may be shown.

        Under a rule that shows nothing before the close the answers wait for it, and are counted then. Call it once the
        ballot is closed. Terminal.
        """
        if self._workshops.get(workshop_id).policy.close_only:
            return None
        release, _ = self.counting(workshop_id).finish(ballot.question)
        over = (PENDING.c.workshop_id == workshop_id, PENDING.c.question_id == ballot.id)
        self._connection.execute(delete(PENDING).where(*over))
        return release

    def counting(self, workshop_id: str) -> Counting:
        """The release engine of one workshop."""
        workshop = self._workshops.get(workshop_id)
        return Counting(self._connection, self._chance, workshop, self._seals.find(workshop_id))

    def _tokens(self, workshop_id: str, user_id: int) -> tuple[Seal, dict[str, bytes]]:
        seal = self._seals.of(workshop_id)
        questions = self._workshops.get(workshop_id).everything.questions
        return seal, {question.id: seal.answer(question.id, user_id) for question in questions}

    def _receive(self, workshop: Workshop, fresh: Mapping[str, bytes]) -> None:
        """Count whoever hands a question in for the first time, where the room is told how many have."""
        counted = {name: token for name, token in fresh.items() if workshop.paced or workshop.ballot(name)}
        known = self._among(PENDING, counted) if counted else frozenset()
        rows = [{"workshop_id": workshop.id, "question_id": name} for name in counted if name not in known]
        if rows:
            self._connection.execute(_RECEIVE, rows)

    def _among(self, table: Table, tokens: Mapping[str, bytes]) -> frozenset[str]:
        rows = self._connection.execute(select(table.c.token).where(table.c.token.in_(tokens.values()))).scalars()
        found = frozenset(rows)
        return frozenset(question_id for question_id, token in tokens.items() if token in found)

    def _blobs(self, tokens: Mapping[str, bytes]) -> dict[str, bytes]:
        """What waits under these tokens, by question in the order of the tokens given."""
        here = select(PENDING.c.token, PENDING.c.blob).where(PENDING.c.token.in_(tokens.values()))
        found = {row.token: row.blob for row in self._connection.execute(here).all()}
        return {question_id: found[token] for question_id, token in tokens.items() if token in found}

    def _sealed(self, workshop: Workshop, seal: Seal, user_id: int) -> dict[str, Waiting]:
        """What waits of this person, opened, where segments matter; damaged bytes are left as they are."""
        if workshop.policy.k_seg is None or segment_question(workshop.flow) is None:
            return {}
        tokens = {q.id: seal.answer(q.id, user_id) for q in workshop.flow.questions}
        found = {name: opened(seal, tokens[name], blob) for name, blob in self._blobs(tokens).items()}
        return {question_id: waiting for question_id, waiting in found.items() if waiting is not None}

    def _replace(self, rows: list[dict[str, str | bytes]]) -> None:
        """In the order of the tokens, so that the order of the questions cannot be read off the disk."""
        tokens = [row["token"] for row in rows]
        self._connection.execute(delete(PENDING).where(PENDING.c.token.in_(tokens)))
        insert_all(self._connection, PENDING, sorted(rows, key=lambda row: row["token"]))


_RECEIVE = text(
    "INSERT INTO received (workshop_id, question_id, n) VALUES (:workshop_id, :question_id, 1) "
    "ON CONFLICT (workshop_id, question_id) DO UPDATE SET n = received.n + 1"
)


def _is_open(workshop: Workshop, question_id: str) -> bool:
    """Whether it is a question of the flow, or a ballot that is open."""
    ballot = workshop.ballot(question_id)
    return ballot is None or ballot.state is BallotState.OPEN


def _segment(workshop: Workshop, fresh: Mapping[str, Answer], before: Mapping[str, Waiting]) -> str:
    """This person's segment: their answer to the segment question, or what is sealed with the rest once it is counted."""
    name = workshop.flow.segment_by or ""
    if name in fresh:
        return segment_in(fresh[name])
    if name in before:
        return segment_in(before[name].answer)
    return next((waiting.segment for waiting in before.values() if waiting.segment), UNKNOWN)


def _regrouped(
    workshop: Workshop, seal: Seal, others: Mapping[str, Waiting], segment: str
) -> list[dict[str, str | bytes]]:
    """What waits with another segment, sealed anew with this one."""
    questions = {question_id: workshop.flow.question(question_id) for question_id in others}
    return [
        _row(workshop, seal, questions[question_id], replace(waiting, segment=segment))
        for question_id, waiting in others.items()
        if waiting.segment != segment and is_grouped(workshop, questions[question_id])
    ]


def _row(workshop: Workshop, seal: Seal, question: Question, waiting: Waiting) -> dict[str, str | bytes]:
    tally_all(question, (waiting.answer,))  # what cannot be counted must never wait: it would stop a release
    blob = seal_waiting(seal, workshop, question, waiting)
    return {"token": waiting.token, "workshop_id": workshop.id, "question_id": question.id, "blob": blob}
