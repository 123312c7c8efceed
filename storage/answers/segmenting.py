"""Segments from counting to the close: sealed until then, one table a question at it; must not know people or words.

What is kept in between has a random id, no token and no time, and goes with the key at the latest (anonymity rules, 3a).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable

from sqlalchemy import Connection, insert, select

from flows.counting.coarse import coarsen, shown_as
from flows.counting.release import SENSITIVE
from flows.counting.segments import SegmentTable, segment_question, segment_table, table_from_json, table_to_json
from flows.counting.tally import Tally, empty, merge, tally_all, withheld
from flows.definition.flow import Question
from flows.dialogue.answers import Answer
from storage.answers.waiting import Blank, Waiting, open_counted, seal_counted
from storage.keys.lengths import is_grouped
from storage.keys.sealing import Seal, Unreadable
from storage.tables import SEG_PENDING, SEGMENT_TABLE
from storage.values import Release, Workshop
from storage.workshops import random_uuid


def keep_segments(
    connection: Connection,
    chance: random.Random,
    seal: Seal,
    workshop: Workshop,
    question: Question,
    members: Iterable[Waiting],
) -> None:
    """Keep segment and answer of people who are being counted, in the order of random ids; nothing where no table will be."""
    if not is_grouped(workshop, question):
        return
    ids = {random_uuid(chance): one for one in members}
    place = {"workshop_id": workshop.id, "question_id": question.id}
    rows = [
        {"id": row_id, "blob": seal_counted(seal, workshop, question, row_id, ids[row_id]), **place}
        for row_id in sorted(ids)
    ]
    if rows:
        connection.execute(insert(SEG_PENDING), rows)


def tabulate(connection: Connection, seal: Seal | None, workshop: Workshop, release: Release) -> None:
    """Write the table of a question whose last release this is, once (S3); what it was made from goes with the roster."""
    question = workshop.everything.question(release.question_id)
    if not is_grouped(workshop, question) or question.id in tables_of(connection, workshop.id):
        return
    table = _table(workshop, question, release.tally, _by_segment(connection, seal, workshop, question))
    body = json.dumps(table_to_json(table), sort_keys=True, separators=(",", ":"))
    values = {"workshop_id": workshop.id, "question_id": question.id, "table_json": body}
    connection.execute(insert(SEGMENT_TABLE).values(values))


def tables_of(connection: Connection, workshop_id: str) -> dict[str, SegmentTable]:
    """Question -> its table by group; a table without groups was withheld. Nothing before the close."""
    here = select(SEGMENT_TABLE.c.table_json).where(SEGMENT_TABLE.c.workshop_id == workshop_id)
    found = connection.execute(here.order_by(SEGMENT_TABLE.c.question_id)).scalars()
    tables = (table_from_json(json.loads(body)) for body in found)
    return {table.question_id: table for table in tables}


def _table(workshop: Workshop, question: Question, whole: Tally, parts: dict[str, Tally]) -> SegmentTable:
    """All or nothing: parts that are not exactly the whole (a lost key, damaged bytes) give no table."""
    policy, segments = workshop.policy, segment_question(workshop.flow)
    k, shown = policy.k_seg or policy.k, shown_as(question, policy)
    total = empty(shown)
    for part in parts.values():
        total = merge(total, part)
    if segments is None or withheld(total) != withheld(whole):
        return SegmentTable(question.id, k)
    return segment_table(shown, segments, parts, k, sensitive=policy.preset == SENSITIVE.preset)


def _by_segment(connection: Connection, seal: Seal | None, workshop: Workshop, question: Question) -> dict[str, Tally]:
    here = (SEG_PENDING.c.workshop_id == workshop.id, SEG_PENDING.c.question_id == question.id)
    answers: dict[str, list[Answer]] = {}
    for row in connection.execute(select(SEG_PENDING.c.id, SEG_PENDING.c.blob).where(*here)).all():
        try:
            answer, segment = open_counted(seal, row.id, row.blob) if seal else (None, "")
        except Unreadable:
            continue
        if answer is not None and not isinstance(answer, Blank):
            answers.setdefault(segment, []).append(answer)
    tallies = {segment: tally_all(question, given) for segment, given in answers.items()}
    return {segment: coarsen(question, tally, workshop.policy) for segment, tally in tallies.items()}
