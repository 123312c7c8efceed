"""Answers of participants: handed in, changed, withdrawn while they wait, shown once released; must not know chats.

An answer waits under a token that only the workshop's key can derive from a user id, another one for every question.
What may be shown is read from releases alone.

Long: whatever changes one person's rows has to write all of them, so the ways to change them stand side by side.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from sqlalchemy import Connection, Table, bindparam, delete, select, text, tuple_

from flows.counting.release import Door
from flows.counting.segments import UNKNOWN, SegmentTable
from flows.counting.tally import tally_all
from flows.definition.flow import Question
from flows.dialogue.answers import Answer
from storage.answers.counting import Counting, insert_all, releases_of, sizes_of
from storage.answers.rows import filled, written_together
from storage.answers.segmenting import tables_of
from storage.answers.waiting import Blank, Waiting, left_by, left_token, open_waiting, opened, seal_waiting, segment_in
from storage.ballots import Ballots
from storage.keys.lengths import is_grouped
from storage.keys.sealing import TAG_BYTES, Seal, receipt_code, receipt_tag
from storage.keys.seals import Seals
from storage.people import People
from storage.tables import PENDING, RECEIPT, RECEIVED, RELEASE, SPENT
from storage.values import Ended, Phase, Put, Release, Workshop
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
        return dict.fromkeys(answers, Put.CLOSED) | self.put_while_closing(workshop, user_id, taken)

    def put_while_closing(self, workshop: Workshop, user_id: int, answers: Mapping[str, Answer]) -> dict[str, Put]:
        """`put_all` without the check that the workshop is open: the close hands in what drop-outs answered."""
        refused = dict.fromkeys(answers.keys() & (over := self._closed_for_good(workshop)), Put.CLOSED)
        answers = {name: answer for name, answer in answers.items() if name not in over}
        if not answers:
            return refused
        for name, answer in answers.items():  # what cannot be counted must never wait: it would stop a release
            tally_all(workshop.everything.question(name), (answer,))
        spent = self._write_rows(workshop, user_id, answers)
        return {name: Put.ALREADY_COUNTED if name in spent else Put.STORED for name in answers} | refused

    def _write_rows(self, workshop: Workshop, user_id: int, given: Mapping[str, Answer | Blank]) -> frozenset[str]:
        """Write these and all rows that belong with them anew; gives what is counted already, which stays as it is."""
        seal = self._seals.of(workshop.id)
        questions = {question.id: question for question in written_together(workshop, given)}
        tokens = {name: seal.answer(name, user_id) for name in questions}
        spent, held = self._among(SPENT, tokens), self._held(seal, tokens)
        held = self._held(seal, {name: left_token(seal, name, user_id) for name in questions}) | held
        before = {name: waiting.answer for name, waiting in held.items() if waiting is not None}
        refused = spent | self._fixed(workshop, spent)
        fresh = {name: answer for name, answer in given.items() if name not in refused}
        damaged = held.keys() - before.keys() - fresh.keys()
        now = filled(workshop, before | fresh, spent)
        segment = _segment(workshop, now, held)
        self._receive(workshop, [n for n in fresh if isinstance(before.get(n, Blank.UNASKED), Blank)])
        receipt = seal.receipt(user_id)
        rows = {n: Waiting(tokens[n], receipt_tag(receipt, n), now[n], segment) for n in now if n not in damaged}
        before_leaving = [left_token(seal, name, user_id) for name in questions]
        self._replace([_row(workshop, seal, questions[name], one) for name, one in rows.items()], before_leaving)
        return refused

    def waiting(self, workshop_id: str, user_id: int) -> dict[str, Answer]:
        """This person's answers that are not counted yet, by question in the flow's order."""
        seal, tokens = self._tokens(workshop_id, user_id)
        found = {name: open_waiting(seal, tokens[name], blob).answer for name, blob in self._blobs(tokens).items()}
        return {name: answer for name, answer in found.items() if not isinstance(answer, Blank)}

    def own(self, workshop_id: str, user_id: int, *, table: bool = False) -> tuple[dict[str, Answer], frozenset[str]]:
        """What waits and what is counted of the flow's questions for this person, or (`table`) for the table they write for."""
        slots = {q.id: q.id for q in self._workshops.get(workshop_id).flow.questions}
        if table:
            slots = {name: question.id for name, question in self._workshops.get(workshop_id).at_tables.items()}
        waiting, counted = self.waiting(workshop_id, user_id), self.counted(workshop_id, user_id)
        counted |= self._fixed(self._workshops.get(workshop_id), counted)
        answers = {name: waiting[slot] for name, slot in slots.items() if slot in waiting}
        return answers, frozenset(name for name, slot in slots.items() if slot in counted)

    def counted(self, workshop_id: str, user_id: int) -> frozenset[str]:
        """The questions where this person's answer was released: it can neither be changed nor withdrawn any more."""
        return self._among(SPENT, self._tokens(workshop_id, user_id)[1])

    def withdraw(self, workshop_id: str, user_id: int, question_id: str | None = None) -> int:
        """Delete what waits of this person, of one question or of all; gives the number of answers deleted.

        Of one question of the flow the row stays, blank, as the others do: nobody may see which one was taken back. Without
        their answer to the segment question the rest of what waits belongs to no segment.
        """
        tokens = self._tokens(workshop_id, user_id)[1]
        answered = self.waiting(workshop_id, user_id).keys()
        wanted = tokens.keys() if question_id is None else {question_id}
        workshop = self._workshops.get(workshop_id)
        if question_id is not None and workshop.ballot(question_id) is None:
            if question_id in self._fixed(workshop, self._among(SPENT, tokens)):
                return 0
            if question_id in answered:
                self._write_rows(workshop, user_id, {question_id: Blank.UNASKED})
            return len(wanted & answered)
        left = self._left_behind(workshop, user_id) if question_id is None else []
        gone = sorted(token for name, token in tokens.items() if name in wanted)
        self._connection.execute(delete(PENDING).where(PENDING.c.token.in_(gone)))
        insert_all(self._connection, PENDING, sorted(left, key=lambda row: row["token"]))
        return len(wanted & answered)

    def _left_behind(self, workshop: Workshop, user_id: int) -> list[dict[str, str | bytes]]:
        """Rows that stay, without their answers, when somebody leaves of whom an answer is counted already.

        Without them every question not counted yet would have one person less behind it, in their group, and where its
        condition was met by what is counted: making somebody leave would read all of it off. They count as "no answer",
        and make room for the answers of whoever comes back, so that nobody counts twice.
        """
        seal = self._seals.of(workshop.id)
        tokens = {question.id: seal.answer(question.id, user_id) for question in workshop.flow.questions}
        spent = self._among(SPENT, tokens)
        places = {name: left_token(seal, name, user_id) for name in tokens}
        if not spent or self._blobs(places):
            return []
        rows, held = [], self._held(seal, tokens)
        segment = next(
            (waiting.segment for waiting in held.values() if waiting is not None and waiting.segment), UNKNOWN
        )
        for question in workshop.flow.questions:
            if question.id not in spent:
                left = left_by(workshop, question, held.get(question.id), spent)
                waiting = Waiting(places[question.id], self._chance.randbytes(TAG_BYTES), left, segment)
                rows.append(_row(workshop, seal, question, waiting))
        return rows

    def receipt(self, workshop_id: str, user_id: int) -> str:
        """This person's receipt code, 128 bits: derived from the key each time, never stored."""
        return receipt_code(self._seals.of(workshop_id).receipt(user_id))

    def received(self, workshop_id: str) -> dict[str, int]:
        """How many people have handed in each question of a paced workshop, or each ballot: only ever up.

        Show it for questions that everybody is asked only: for others it tells the answers to an earlier one.
        """
        rows = self._connection.execute(_RECEIVED, {"workshop": workshop_id}).all()
        return {row.question_id: row.n for row in rows}

    def tick(self, workshop_id: str) -> list[Release]:
        """Apply the release rule to every live question. Call it on a coarse clock, never because of an arrival."""
        return self.counting(workshop_id).tick()

    def latest(self, workshop_id: str, question_id: str) -> Release | None:
        """What may be shown of a question now."""
        return next(reversed(releases_of(self._connection, workshop_id, question_id)), None)

    def releases(self, workshop_id: str) -> list[Release]:
        """Every release so far, by question and then in their order."""
        return releases_of(self._connection, workshop_id)

    def sizes(self, workshop_id: str) -> dict[str, int]:
        """How many answers the latest release of each question holds; a question without one is missing."""
        return sizes_of(self._connection, workshop_id)

    def finals(self, workshop_id: str) -> dict[str, Release]:
        """The last word on each question, after the close; a question that too few answered is missing."""
        return {release.question_id: release for release in self.releases(workshop_id) if release.final}

    def segments(self, workshop_id: str) -> dict[str, SegmentTable]:
        """The tables by group, by question: made at the close, whole, and read whole. Nothing before."""
        return tables_of(self._connection, workshop_id)

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

    def end(self, workshop_id: str, question_id: str) -> Ended:
        """A facilitator ends a poll, a vote, a round of questions, or a question of the flow, by the doors of `flows.counting.release`.

        Where enough people have answered it is closed for good. Else it is a look: nobody is asked any more, whoever has it can
        still answer, and what waits is counted at the workshop's close. Nothing is deleted. It may be asked for again.
        """
        workshop = self._workshops.get(workshop_id)
        people = People(self._connection, self._seals, self._workshops).taking_part(workshop_id)
        ended = self.counting(workshop_id).end(workshop.everything.question(question_id), people)
        ballot, ballots = workshop.ballot(question_id), Ballots(self._connection)
        if ballot is not None:
            (ballots.close if ended.decision.door is Door.FOR_GOOD else ballots.end)(ballot)
        return ended

    def counting(self, workshop_id: str) -> Counting:
        """The release engine of one workshop."""
        workshop = self._workshops.get(workshop_id)
        return Counting(self._connection, self._chance, workshop, self._seals.find(workshop_id))

    def _tokens(self, workshop_id: str, user_id: int) -> tuple[Seal, dict[str, bytes]]:
        seal = self._seals.of(workshop_id)
        questions = self._workshops.get(workshop_id).everything.questions
        return seal, {question.id: seal.answer(question.id, user_id) for question in questions}

    def _closed_for_good(self, workshop: Workshop) -> frozenset[str]:
        """The questions that have had their last word: nobody can answer them any more."""
        return frozenset(self._connection.execute(_FINAL, {"workshop": workshop.id}).scalars())

    def _fixed(self, workshop: Workshop, spent: AbstractSet[str]) -> frozenset[str]:
        """The question that makes the groups, once it can be answered or changed no more: one person is in one group, for good.

        That is so when anything of theirs (`spent`) is counted by group, or anything of the room for good: else the sizes of the
        groups in one table and in the next tell which group the one came from who answered, changed or joined in between.
        """
        name = workshop.flow.segment_by
        by_group = {question.id for question in workshop.flow.questions if is_grouped(workshop, question)}
        if name is None or not by_group:
            return frozenset()
        return frozenset({name} if by_group & (spent | self._closed_for_good(workshop)) else ())

    def _receive(self, workshop: Workshop, fresh: Iterable[str]) -> None:
        """Count whoever hands a question in for the first time, where the room is told how many have.

        Never for a question with a condition: the number would tell how many gave a certain answer before.
        """
        asked_of_all = (n for n in fresh if workshop.everything.question(n).shown_if is None)
        told = sorted(name for name in asked_of_all if workshop.paced or workshop.ballot(name))
        rows = [{"workshop_id": workshop.id, "question_id": name} for name in told]
        if rows:
            self._connection.execute(_RECEIVE, rows)

    def _among(self, table: Table, tokens: Mapping[str, bytes]) -> frozenset[str]:
        rows = self._connection.execute(select(table.c.token).where(table.c.token.in_(tokens.values()))).scalars()
        found = frozenset(rows)
        return frozenset(question_id for question_id, token in tokens.items() if token in found)

    def _blobs(self, tokens: Mapping[str, bytes]) -> dict[str, bytes]:
        """What waits under these tokens, by question in the order of the tokens given."""
        rows = self._connection.execute(_BLOBS, {"wanted": list(tokens.values())}).all()
        found = {row.token: row.blob for row in rows}
        return {question_id: found[token] for question_id, token in tokens.items() if token in found}

    def _held(self, seal: Seal, tokens: Mapping[str, bytes]) -> dict[str, Waiting | None]:
        """What waits under these tokens, opened; None for damaged bytes, which are left as they are."""
        return {name: opened(seal, tokens[name], blob) for name, blob in self._blobs(tokens).items()}

    def _replace(self, rows: list[dict[str, str | bytes]], gone: Iterable[bytes]) -> None:
        """In the order of the tokens, so that the order of the questions cannot be read off the disk. `gone`: more to delete."""
        ordered = sorted(rows, key=lambda row: row["token"])
        tokens = sorted({*gone, *(row["token"] for row in ordered)})
        self._connection.execute(delete(PENDING).where(PENDING.c.token.in_(tokens)))
        insert_all(self._connection, PENDING, ordered)


_RECEIVED = select(RECEIVED.c.question_id, RECEIVED.c.n).where(RECEIVED.c.workshop_id == bindparam("workshop"))
_BLOBS = select(PENDING.c.token, PENDING.c.blob).where(PENDING.c.token.in_(bindparam("wanted", expanding=True)))
_FINAL = select(RELEASE.c.question_id).where(RELEASE.c.workshop_id == bindparam("workshop"), RELEASE.c.final)
_RECEIVE = text(
    "INSERT INTO received (workshop_id, question_id, n) VALUES (:workshop_id, :question_id, 1) "
    "ON CONFLICT (workshop_id, question_id) DO UPDATE SET n = received.n + 1"
)


def _is_open(workshop: Workshop, question_id: str) -> bool:
    """Whether it is a question of the flow, or a ballot that still takes answers."""
    ballot = workshop.ballot(question_id)
    return ballot is None or ballot.takes_answers


def _segment(workshop: Workshop, now: Mapping[str, Answer | Blank], held: Mapping[str, Waiting | None]) -> str:
    """This person's segment: their answer to the segment question, or what is sealed with the rest once it is counted."""
    name = workshop.flow.segment_by or ""
    if name in now:
        return segment_in(now[name])
    return next((waiting.segment for waiting in held.values() if waiting is not None and waiting.segment), UNKNOWN)


def _row(workshop: Workshop, seal: Seal, question: Question, waiting: Waiting) -> dict[str, str | bytes]:
    blob = seal_waiting(seal, workshop, question, waiting)
    return {"token": waiting.token, "workshop_id": workshop.id, "question_id": question.id, "blob": blob}
