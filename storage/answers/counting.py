"""The one way from waiting answers to shown numbers: applies the release rule in a transaction; must not decide itself.

Each release moves its members out of `pending` for good: their token goes to `spent`, a receipt tag without a token to
`receipt`, their answer into cumulative counts. After that nothing in the database joins the three. Every batch is
written in the order of random keys, never in the order of arrival.

Long: every door leads through the same few methods, which are to be read together.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from flows.counting.coarse import coarsen, shown_as
from flows.counting.release import Ask, Decision, Door, Why, crowd_of, decide, drawn
from flows.counting.tally import Tally, empty, merge, tally_all, tally_from_json, withheld
from flows.definition.flow import Question
from flows.dialogue.answers import Skipped, Use, Written
from storage.answers.pairs import end_pairs, release_row, with_pairs
from storage.answers.segmenting import keep_segments, tabulate
from storage.answers.texts import text_rows
from storage.answers.waiting import Blank, Waiting, left_token, opened
from storage.keys.sealing import Seal, receipt_tag
from storage.publishing import is_published
from storage.tables import COUNTED, PENDING, RECEIPT, RECEIVED, RELEASE, SPENT, THEME, THEME_TEXT
from storage.values import BallotKind, BallotState, Ended, Phase, Release, Workshop
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
        latest, sizes, received = self._latest(), self._sizes(), self._received()
        released: list[Release] = []
        for question in self._live():
            before = latest.get(question.id)
            if self._may_be_ready(question, before, sizes.get(question.id, 0), received.get(question.id, 0)):
                _, release = self._through(question, Ask.TICK, before, self._waiting(question))
                released += [release] if release is not None else []
        self._mix(*released)
        return released

    def _mix(self, *released: Release) -> None:
        """Write what still waits of these questions anew, in the order of its tokens, in the transaction that counts the others.

        Where rows lie tells in which order they came (PostgreSQL's xmin and ctid, the cells of a page of SQLite). What is left of
        them after a draw would tell whoever watched the room who is held back, and so whose answers a result adds.
        """
        for release in released:
            mine = PENDING.c.workshop_id == self._workshop.id
            mine &= PENDING.c.question_id == release.question_id
            rows = [dict(row) for row in self._connection.execute(select(PENDING).where(mine)).mappings()]
            self._connection.execute(delete(PENDING).where(mine))
            insert_all(self._connection, PENDING, sorted(rows, key=lambda row: bytes(row["token"])))

    def _may_be_ready(self, question: Question, before: Release | None, rows: int, received: int) -> bool:
        """Whether a look could open, by numbers of rows alone: opening all of them at every tick would cost too much.

        Some rows are blank, so in a led room, where most are at first, the number of those who handed it in says more.
        """
        if before is not None and before.final:
            return False
        is_told = self._workshop.paced or self._workshop.ballot(question.id) is not None
        most = min(rows, received - _n(before)) if is_told else rows
        return decide(self._workshop.policy, Ask.TICK, crowd_of(question, most, _n(before))).door is not None

    def _live(self) -> tuple[Question, ...]:
        """The flow's questions, and votes for the panel: what is counted of a poll is counted when it is ended."""
        votes = (
            b.question for b in self._workshop.ballots if b.kind is BallotKind.VOTE and b.state is BallotState.OPEN
        )
        return (*self._workshop.flow.questions, *votes)

    def end(self, question: Question, taking_part: Sequence[int]) -> Ended:
        """A facilitator ends it: for good where the rule lets them, else by a look. `taking_part`: their user ids.

        Gives what may be shown of it now, which may be an earlier release.
        """
        before = self._latest().get(question.id)
        if before is not None and before.final:
            return Ended(Decision(Door.FOR_GOOD), before)
        tokens, here_again = self._tokens(question, taking_part), self._left(question, taking_part)
        rows = [one for one in self._waiting(question) if one.token not in here_again]
        answered = {one.token for one in rows if not isinstance(one.answer, Blank)} | self._spent()
        handed_in = len(answered & tokens.keys())
        decision, release = self._through(question, Ask.END, before, rows, tokens, handed_in)
        if release is not None and release.final:
            self._drop_small_texts(question, release)
        self._mix(*((release,) if release is not None else ()))
        return Ended(decision, release or before)

    def finish(self, question: Question, *, was_asked: bool | None = None) -> tuple[Release | None, int]:
        """The question's last word, its table by group with it, and how many answers were left out; twice changes nothing.

        `was_asked`: whether a led room was asked it; None: at one's own pace, where everybody is asked all. Whoever has answered
        anything counts in what the room was asked, as "no answer" without one: else the group that is one smaller from there on
        is that of whoever walked out. Of what it was not asked nothing is counted.
        """
        before, rows = self._latest().get(question.id), self._waiting(question)
        if was_asked is not None:
            rows = [_in_a_led_room(question, one, was_asked=was_asked) for one in rows]
        release, left_out = None, 0
        if before is None or not before.final:
            unreadable = self._sizes().get(question.id, 0) - len(rows)
            decision, release = self._through(question, Ask.CLOSE, before, rows)
            asked = sum(one.answer is not Blank.UNASKED for one in rows)
            left_out = asked - decision.members + unreadable
        release = release or self._freeze(question, before)
        if release is not None:
            tabulate(self._connection, self._seal, self._workshop, release)
        self._drop_small_texts(question, release)
        return release, left_out

    def _through(
        self,
        question: Question,
        ask: Ask,
        before: Release | None,
        rows: Sequence[Waiting],
        taking_part: Mapping[bytes, bytes] = MappingProxyType({}),
        handed_in: int = 0,
    ) -> tuple[Decision, Release | None]:
        """Let those through for whom the rule opens a door, and no one else. `taking_part`: their tokens and tags."""
        waiting = [_at_the_close(one) if ask is Ask.CLOSE else one for one in rows]
        waiting = [one for one in waiting if not isinstance(one.answer, Blank)]
        crowd = crowd_of(question, len(waiting), _n(before), table=self._is_of_tables(question))
        ballot = self._workshop.ballot(question.id)
        is_round = ballot is not None and ballot.kind is BallotKind.ASK
        crowd = replace(crowd, taking_part=len(taking_part), handed_in=handed_in, collected=is_round)
        decision = decide(self._workshop.policy, ask, crowd)
        if decision.door is None:
            return decision, None
        full = with_pairs(self._connection, self._workshop.id, before, self._seal) if before is not None else None
        if before is not None and full is None:
            return Decision(None, reserve=len(waiting), why=Why.AT_CLOSE), None
        tokens = frozenset(drawn(decision, [one.token for one in waiting], self._chance))
        members = [one for one in waiting if one.token in tokens]
        if decision.door is Door.FOR_GOOD:
            members += self._absent(rows, taking_part, tokens)
        return decision, self._count(question, members, full, final=decision.door is not Door.LOOK)

    def _absent(
        self, rows: Iterable[Waiting], taking_part: Mapping[bytes, bytes], members: AbstractSet[bytes]
    ) -> list[Waiting]:
        """Those who have not answered what is closed for good: "no answer", each with a token and a tag.

        All who take part, and whoever left after something of theirs was counted.
        """
        held = {one.token: one for one in rows}
        absent = (taking_part.keys() | held.keys()) - members - self._spent()
        found = (held.get(t) or Waiting(t, taking_part[t], Skipped()) for t in sorted(absent))
        return [replace(one, answer=Skipped()) for one in found]

    def _tokens(self, question: Question, taking_part: Sequence[int]) -> dict[bytes, bytes]:
        """Token -> receipt tag of each of these people, for one question."""
        seal = self._seal
        if seal is None:
            return {}
        return {seal.answer(question.id, user): receipt_tag(seal.receipt(user), question.id) for user in taking_part}

    def _left(self, question: Question, taking_part: Sequence[int]) -> frozenset[bytes]:
        """The tokens of what these people left behind, should they have left before and come back."""
        seal = self._seal
        return frozenset(left_token(seal, question.id, user) for user in taking_part) if seal else frozenset()

    def _spent(self) -> frozenset[bytes]:
        here = select(SPENT.c.token).where(SPENT.c.workshop_id == self._workshop.id)
        return frozenset(self._connection.execute(here).scalars())

    def _is_of_tables(self, question: Question) -> bool:
        return any(question.id == one.id for one in self._workshop.at_tables.values())

    def _drop_small_texts(self, question: Question, release: Release | None) -> None:
        """Open answers of fewer than k authors are kept nowhere: who knows the others' style knows whose they are.

        Questions to the panel stand among as many who had "nothing from me".
        """
        enough = release is not None and release.tally.answered >= self._workshop.policy.k
        ballot = self._workshop.ballot(question.id)
        if not enough and (ballot is None or ballot.kind is not BallotKind.ASK):
            here = (COUNTED.c.workshop_id == self._workshop.id, COUNTED.c.question_id == question.id)
            self._connection.execute(delete(COUNTED).where(*here))

    def reshuffle(self) -> None:
        """Write receipts, texts and what was made of them again in one transaction: on PostgreSQL a row's xmin tells its batch."""
        for table in (RECEIPT, COUNTED, THEME, THEME_TEXT):
            mine = table.c.workshop_id == self._workshop.id
            fresh = [dict(row) for row in self._connection.execute(select(table).where(mine)).mappings()]
            self._chance.shuffle(fresh)
            self._connection.execute(delete(table).where(mine))
            insert_all(self._connection, table, fresh)

    def _count(self, question: Question, members: list[Waiting], before: Release | None, *, final: bool) -> Release:
        """Count these people: into the tally, out of `pending`, irreversibly."""
        policy = self._workshop.policy
        answers = [one.answer for one in members if not isinstance(one.answer, Blank)]
        fresh = coarsen(question, tally_all(question, answers), policy)
        tally = merge(before.tally if before else empty(shown_as(question, policy)), fresh)
        release = Release(question.id, (before.seq if before else 0) + 1, _n(before) + len(members), tally, final)
        self._unlink(question, members)
        self._keep_texts(question, members)
        if self._seal is not None:
            keep_segments(self._connection, self._chance, self._seal, self._workshop, question, members)
        self._connection.execute(insert(RELEASE).values(release_row(self._workshop.id, release, self._seal)))
        return self._ended(release) if final else replace(release, tally=withheld(release.tally))

    def _ended(self, release: Release) -> Release:
        """A last word, with the counts of pairs only where the rule shows them."""
        if release.tally.verdict is None and not release.tally.above:
            return release
        earlier = [
            one
            for one in releases_of(self._connection, self._workshop.id, release.question_id)
            if one.seq < release.seq
        ]
        policy = self._workshop.policy
        return end_pairs(self._connection, self._workshop.id, [*earlier, release], self._seal, policy.k)

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
        """What people wrote is kept as text only where they allowed it; the others are in the counts alone."""
        written = [one.answer for one in members if isinstance(one.answer, Written) and one.answer.use is not Use.COUNT]
        found = ((random_uuid(self._chance), a.text, a.use, a.about) for a in written)
        insert_all(self._connection, COUNTED, text_rows(self._workshop.id, question.id, found))

    def _freeze(self, question: Question, before: Release | None) -> Release | None:
        """An earlier release becomes the last word when too few came after it; without one there is silence."""
        if before is None:
            return None
        here = (RELEASE.c.workshop_id == self._workshop.id, RELEASE.c.question_id == question.id)
        self._connection.execute(update(RELEASE).where(*here, RELEASE.c.seq == before.seq).values(final=True))
        return self._ended(replace(before, final=True))

    def _sizes(self) -> dict[str, int]:
        """Rows that wait, blank ones too, by question."""
        statement = select(PENDING.c.question_id, func.count().label("size")).where(
            PENDING.c.workshop_id == self._workshop.id
        )
        rows = self._connection.execute(statement.group_by(PENDING.c.question_id)).all()
        return {row.question_id: row.size for row in rows}

    def _received(self) -> dict[str, int]:
        mine = select(RECEIVED.c.question_id, RECEIVED.c.n).where(RECEIVED.c.workshop_id == self._workshop.id)
        return {row.question_id: row.n for row in self._connection.execute(mine).all()}

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
    statement = _RELEASES if question_id is None else _RELEASES_OF_ONE
    rows = connection.execute(statement, {"workshop": workshop_id, "question": question_id}).all()
    return [Release(row.question_id, row.seq, row.n, _tally(row.counts), row.final) for row in rows]


def sizes_of(connection: Connection, workshop_id: str) -> dict[str, int]:
    """How many answers the latest release of each question holds, without reading what they say."""
    return {row.question_id: row.n for row in connection.execute(_SIZES, {"workshop": workshop_id}).all()}


def insert_all(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows in the order given; nothing for none."""
    if rows:
        connection.execute(insert(table), list(rows))


_IN_ORDER = (RELEASE.c.question_id, RELEASE.c.seq)
_RELEASES = select(RELEASE).where(RELEASE.c.workshop_id == bindparam("workshop")).order_by(*_IN_ORDER)
_RELEASES_OF_ONE = _RELEASES.where(RELEASE.c.question_id == bindparam("question"))
_SIZES = _RELEASES.with_only_columns(RELEASE.c.question_id, RELEASE.c.n)
"""Statements of every board, made once: making one costs as much as running it."""


def _at_the_close(one: Waiting) -> Waiting:
    """Who was asked and has not answered counts as "no answer", so that the number of those asked tells nothing."""
    return replace(one, answer=Skipped()) if one.answer is Blank.DUE else one


def _in_a_led_room(question: Question, one: Waiting, *, was_asked: bool) -> Waiting:
    """A row at the close of a workshop that was led question by question."""
    if not isinstance(one.answer, Blank) or (was_asked and question.shown_if is not None):
        return one
    return replace(one, answer=Blank.DUE if was_asked else Blank.UNASKED)


def _n(release: Release | None) -> int:
    return release.n if release else 0


def _tally(counts: str) -> Tally:
    return tally_from_json(json.loads(counts))
