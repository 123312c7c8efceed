"""What an audit is made of: findings, and a look at the database that changes nothing; must not know logs, keys or chats.

The checks are those of the anonymity rules, 3e. This file holds what all of them share; `audit_schema`, `audit_bytes`,
`audit_counts` and `audit_close` hold the checks themselves. Every check is a function from evidence to a `Finding`: it
never repairs, and it never repeats what it found where that may lead to a person.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, Table, create_engine, event, func, select
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from flows.counting.release import Policy
from flows.counting.segments import SegmentTable
from flows.counting.tally import tally_from_json
from flows.definition.flow import Flow
from storage.answers.segmenting import tables_of
from storage.answers.texts import Text, Texts
from storage.answers.themes import Theme, Themes
from storage.engine import normalise, open_engine, sqlite_file
from storage.keys.seals import Seals
from storage.keys.stores import MemoryKeys
from storage.migrations import NotMigrated, Unreachable, is_behind, said_plainly
from storage.tables import (
    COUNTED,
    FLOW,
    MAILING,
    MAILING_LIST,
    PENDING,
    PERSONAL,
    RECEIPT,
    RECEIVED,
    RELEASE,
    SPENT,
    THEME,
    THEME_TEXT,
    WORKSHOP,
)
from storage.values import Phase, Release, Workshop
from storage.workshops import Workshops

UNREADABLE = (ValueError, LookupError, TypeError, AttributeError)
"""What reading a changed policy, flow or count can raise."""


@dataclass(frozen=True)
class Finding:
    """The outcome of one check. `passed` is None where the check has nothing to say about this workshop now.

    `sentence` says what was found; `looked_at` what was looked at, and how much; `faults` each thing wrong.
    """

    number: int
    name: str
    passed: bool | None
    sentence: str
    looked_at: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def judge(
    number: int, name: str, faults: Sequence[str], good: str, bad: str, looked_at: Mapping[str, int] | None = None
) -> Finding:
    """Passed when there is no fault; `good` and `bad` are its sentence."""
    return Finding(number, name, not faults, bad if faults else good, looked_at or {}, tuple(faults))


@dataclass(frozen=True)
class Evidence:
    """What the database holds about one workshop, as it was at one moment.

    `workshop`: None where its policy or flow cannot be read any more; `unreadable`: releases that cannot be read;
    `themes`: None where they cannot be read; `astray`: rows that put into a theme what is no text of its question;
    `segments`: the tables by group, None where they cannot be read; `received`: people who handed in each question that is
    counted by itself; `waiting`: of each question the rows that wait, and the bytes of the shortest and the longest; `rows`: rows of
    this workshop in the tables that a close empties; `open_elsewhere`: other workshops not closed; `lists`: the ids of its mailing
    lists, which name their keys; `unlisted`: rows of any workshop on a mailing list that there is not.
    """

    id: str
    code: str
    title: str
    phase: str
    policy_text: str
    policy_hash: str
    flow_text: str
    flow_hash: str
    workshop: Workshop | None
    releases: tuple[Release, ...]
    unreadable: int
    tags: Mapping[str, tuple[bytes, ...]]
    texts: tuple[Text, ...]
    themes: tuple[Theme, ...] | None
    astray: int
    segments: Mapping[str, SegmentTable] | None
    rows: Mapping[str, int]
    received: Mapping[str, int]
    waiting: Mapping[str, tuple[int, int, int]]
    waiting_and_counted: int
    open_elsewhere: int
    lists: tuple[str, ...] = ()
    unlisted: int = 0

    @property
    def closed(self) -> bool:
        """Whether the workshop is closed, or its close has begun."""
        return self.phase == Phase.CLOSED

    @property
    def policy(self) -> Policy | None:
        """The release rule."""
        return self.workshop.policy if self.workshop else None

    @property
    def flow(self) -> Flow | None:
        """The questions."""
        return self.workshop.everything if self.workshop else None


class NoSuchWorkshop(LookupError):
    """No workshop has this join code."""


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """One moment of the database, read-only: nothing is created, migrated, checkpointed or locked for others.

    Raises Unreachable, and NotMigrated when the database is not of this version.
    """
    engine = _read_only(url)
    try:
        with said_plainly(), engine.begin() as connection:
            if is_behind(connection):
                raise NotMigrated("The database is not of this version of Roundtable. Run: roundtable migrate")
            yield connection
    finally:
        engine.dispose()


def hides_values(url: str) -> bool:
    """Whether errors and the log of an engine, made as the bot makes it, keep the values of a statement to themselves."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(url if sqlite_file(url) is None else f"sqlite:///{folder}/probe.db")
        engine.dispose()
        return engine.hide_parameters and not engine.echo


def _read_only(url: str) -> Engine:
    file = sqlite_file(url)
    if file is None:
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        return create_engine(normalise(url), hide_parameters=True, poolclass=NullPool, execution_options=options)
    if not file.is_file():
        raise Unreachable("There is no database where DATABASE_URL says.")
    name = URL.create("sqlite", database=f"file:{quote(str(file))}", query={"mode": "ro", "uri": "true"})
    engine = create_engine(name, hide_parameters=True, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def read_evidence(connection: Connection, code: str) -> Evidence:
    """What there is about the workshop with this join code, open or closed. Raises NoSuchWorkshop."""
    found = connection.execute(select(WORKSHOP).where(WORKSHOP.c.code == code.strip().upper())).one_or_none()
    if found is None:
        raise NoSuchWorkshop(code)
    body = connection.execute(select(FLOW.c.body).where(FLOW.c.hash == found.flow_hash)).scalar_one_or_none()
    releases, unreadable = _releases(connection, found.id)
    others = select(func.count()).where(WORKSHOP.c.phase != Phase.CLOSED.value, WORKSHOP.c.id != found.id)
    both = select(func.count()).select_from(PENDING.join(SPENT, PENDING.c.token == SPENT.c.token))
    unlisted = select(func.count()).where(MAILING.c.list_id.not_in(select(MAILING_LIST.c.id)))
    return Evidence(
        id=found.id,
        code=found.code,
        title=found.title,
        phase=found.phase,
        policy_text=found.policy,
        policy_hash=found.policy_hash,
        flow_text=body or "",
        flow_hash=found.flow_hash,
        workshop=_workshop(connection, found.id),
        releases=releases,
        unreadable=unreadable,
        tags=_by_question(connection, RECEIPT, "tag", found.id),
        texts=_texts(connection, found.id),
        themes=_themes(connection, found.id),
        astray=_astray(connection, found.id),
        segments=_segments(connection, found.id),
        received=_received(connection, found.id),
        waiting=_waiting(connection, found.id),
        rows={table.name: _size(connection, table, found.id) for table in PERSONAL},
        waiting_and_counted=connection.execute(both.where(PENDING.c.workshop_id == found.id)).scalar_one(),
        open_elsewhere=connection.execute(others).scalar_one(),
        lists=tuple(
            connection.execute(select(MAILING_LIST.c.id).where(MAILING_LIST.c.workshop_id == found.id)).scalars()
        ),
        unlisted=connection.execute(unlisted).scalar_one(),
    )


def _workshop(connection: Connection, workshop_id: str) -> Workshop | None:
    workshops = Workshops(connection, Seals(MemoryKeys()), random.SystemRandom())
    try:
        return workshops.get(workshop_id)
    except UNREADABLE:
        return None


def _segments(connection: Connection, workshop_id: str) -> dict[str, SegmentTable] | None:
    try:
        return tables_of(connection, workshop_id)
    except UNREADABLE:
        return None


def _releases(connection: Connection, workshop_id: str) -> tuple[tuple[Release, ...], int]:
    """The releases by question and in their order, and how many cannot be read."""
    mine = select(RELEASE).where(RELEASE.c.workshop_id == workshop_id).order_by(RELEASE.c.question_id, RELEASE.c.seq)
    releases: list[Release] = []
    rows = connection.execute(mine).all()
    for row in rows:
        try:
            tally = tally_from_json(json.loads(row.counts))
        except UNREADABLE:
            continue
        releases.append(Release(row.question_id, row.seq, row.n, tally, row.final))
    return tuple(releases), len(rows) - len(releases)


def _by_question(connection: Connection, table: Table, column: str, workshop_id: str) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    mine = select(table.c.question_id, table.c[column]).where(table.c.workshop_id == workshop_id)
    for question, value in connection.execute(mine).all():
        found.setdefault(question, []).append(value)
    return {question: tuple(values) for question, values in found.items()}


def _texts(connection: Connection, workshop_id: str) -> tuple[Text, ...]:
    try:
        return tuple(Texts(connection).of(workshop_id))
    except UNREADABLE:
        return ()


def _themes(connection: Connection, workshop_id: str) -> tuple[Theme, ...] | None:
    try:
        return tuple(Themes(connection, random.SystemRandom()).of(workshop_id))
    except UNREADABLE:
        return None


def _astray(connection: Connection, workshop_id: str) -> int:
    """Rows that put into a theme what is no text of the theme's question in this workshop, or into none what is no text of it."""
    right = THEME_TEXT.join(THEME, THEME.c.id == THEME_TEXT.c.theme_id)
    right = right.join(COUNTED, COUNTED.c.id == THEME_TEXT.c.text_id)
    here = (table.c.workshop_id == workshop_id for table in (THEME, THEME_TEXT, COUNTED))
    good = select(func.count()).select_from(right).where(THEME.c.question_id == COUNTED.c.question_id, *here)
    out = select(func.count()).select_from(THEME_TEXT.join(COUNTED, COUNTED.c.id == THEME_TEXT.c.text_id))
    out = out.where(
        THEME_TEXT.c.theme_id == "", *(table.c.workshop_id == workshop_id for table in (THEME_TEXT, COUNTED))
    )
    right_ones = connection.execute(good).scalar_one() + connection.execute(out).scalar_one()
    return _size(connection, THEME_TEXT, workshop_id) - right_ones


def _received(connection: Connection, workshop_id: str) -> dict[str, int]:
    mine = select(RECEIVED.c.question_id, RECEIVED.c.n).where(RECEIVED.c.workshop_id == workshop_id)
    return {row.question_id: row.n for row in connection.execute(mine).all()}


def _waiting(connection: Connection, workshop_id: str) -> dict[str, tuple[int, int, int]]:
    size = func.length(PENDING.c.blob)
    wanted = select(PENDING.c.question_id, func.count(), func.min(size), func.max(size))
    rows = connection.execute(wanted.where(PENDING.c.workshop_id == workshop_id).group_by(PENDING.c.question_id)).all()
    return {question: (number, shortest, longest) for question, number, shortest, longest in rows}


def _size(connection: Connection, table: Table, workshop_id: str) -> int:
    return connection.execute(select(func.count()).where(table.c.workshop_id == workshop_id)).scalar_one()
