"""One engine, one writer thread that commits in groups, and the unit of work; must not know what the work is for.

Work is queued from any thread; the writer takes what has gathered (up to 50 pieces), runs each inside its own
SAVEPOINT, commits once, and only then resolves the futures: an answer that was acknowledged is on the disk. While one
commit waits for the disk the next group gathers, so the more people answer at once the cheaper each answer becomes.

Long: opening, the writer's loop and its failures are one life of one engine.
"""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, Generic, Self, TypeVar

from sqlalchemy import Connection, Engine, exc

from storage import migrations
from storage.answers.grouping import Groupings
from storage.answers.panel import Panel
from storage.answers.round_tables import RoundTables
from storage.answers.taking import Answers
from storage.answers.texts import Texts
from storage.answers.themes import Themes
from storage.ballots import Ballots
from storage.deletions import Deletions
from storage.engine import Patience, memory_engine, open_engine, sqlite_file
from storage.keys.seals import Seals
from storage.keys.stores import KeysOutOfReach, KeyStore, KeyUnreadable
from storage.mailing import Mailing
from storage.people import People
from storage.place.files import Files, LogGone, compact, empty_log
from storage.rows import METADATA
from storage.sendouts import Sendouts
from storage.staff.actions import Actions
from storage.staff.beside import Beside
from storage.staff.boards import Boards
from storage.staff.expected import Expected
from storage.staff.invitations import Invitations
from storage.staff.members import Members
from storage.staff.replies import Replies
from storage.staff.rights import Staff
from storage.staff.screens import Screens
from storage.staff.shelf import Shelf
from storage.staff.stage import Stages
from storage.tables import BALLOT, COUNTED, GROUPING, MAILING, PERSONAL, RECEIPT, RELEASE, THEME, THEME_TEXT
from storage.updates import Updates
from storage.workshops import Workshops

GROUP = 50
"""Pieces of work in one transaction at most."""

_SWITCH = 0.0005
"""Seconds after which a busy thread lets another one run. The writer gives way at each statement and needs its turn back soon:
with Python's 5 ms a transaction of twenty statements waits a tenth of a second for a busy event loop."""

OUTAGES: tuple[type[Exception], ...] = (
    OSError,
    exc.OperationalError,
    exc.InterfaceError,
    exc.InternalError,
    exc.ProgrammingError,
    exc.NotSupportedError,
    exc.TimeoutError,
)
"""What a database that cannot be reached, read or written raises: the same work may succeed later, when somebody has put it right.

All that a database says, but for what is wrong with what was to be stored (IntegrityError, DataError): that is the caller's.
"""


class Damaged(OSError):
    """The database says of itself that it is damaged, or is none."""


T = TypeVar("T")


class DatabaseClosed(Exception):
    """Work was handed to a database that was closed; nothing of it was done."""


class Unit:
    """What one piece of work may use: the repositories, all on one transaction. It never commits."""

    def __init__(self, connection: Connection, seals: Seals, chance: random.Random) -> None:
        """Made by the writer thread, for one piece of work."""
        self.workshops = Workshops(connection, seals, chance)
        self.people = People(connection, seals, self.workshops)
        self.answers = Answers(connection, seals, self.workshops, chance)
        self.staff = Staff(connection, self.workshops)
        self.boards = Boards(connection)
        self.replies = Replies(connection)
        self.stage = Stages(connection)
        self.expected = Expected(connection)
        self.beside = Beside(connection)
        self.ballots = Ballots(connection)
        self.texts = Texts(connection)
        self.themes = Themes(connection, chance)
        self.groupings = Groupings(connection, self.themes, chance)
        self.panel = Panel(connection, self.texts)
        self.tables = RoundTables(connection, self.workshops)
        self.screens = Screens(connection, seals)
        self.shelf = Shelf(connection)
        self.invitations = Invitations(connection, self.staff)
        self.members = Members(connection, self.staff, self.boards, self.screens)
        self.sendouts = Sendouts(connection, seals, chance)
        self.mailing = Mailing(connection, seals, chance)
        self.actions = Actions(connection)
        self.deletions = Deletions(connection)
        self.updates = Updates(connection)


@dataclass(frozen=True)
class Job(Generic[T]):
    """Work, and the future that gets its result."""

    work: Callable[[Unit], T]
    future: Future[T]


class Database:
    """See the module. `dialect` is "sqlite" or "postgresql"."""

    @classmethod
    def open(cls, url: str, keys: KeyStore, chance: random.Random) -> Self:
        """The database at `url`, ready to use; `chance` draws members and shuffles (SystemRandom in production).

        An embedded SQLite file is made and migrated on the way. Raises NotMigrated for a PostgreSQL that is behind.
        """
        patience = Patience()
        engine = open_engine(url, patience)
        migrations.prepare(engine)
        database = cls(engine, keys, chance, patience, Files(sqlite_file(url)))
        database._recognise_keys()
        return database

    @classmethod
    def in_memory(cls, keys: KeyStore, chance: random.Random) -> Self:
        """One that leaves nothing anywhere: for what is to be gone when it is closed, however the program ends."""
        engine = memory_engine()
        METADATA.create_all(engine)
        return cls(engine, keys, chance, Patience(), Files(None))

    def __init__(self, engine: Engine, keys: KeyStore, chance: random.Random, patience: Patience, files: Files) -> None:
        """Starts the writer thread. Use `open`."""
        self.dialect: str = engine.dialect.name
        self.keys = keys
        self._engine = engine
        self._chance = chance
        self._patience = patience
        self._files = files
        self._left: bool | None = None
        self._queue: SimpleQueue[Job[Any] | None] = SimpleQueue()
        self._gate = threading.Lock()
        self._writing = threading.Lock()
        self._is_open = True
        sys.setswitchinterval(min(_SWITCH, sys.getswitchinterval()))
        self._thread = threading.Thread(target=self._write, name="storage-writer", daemon=True)
        self._thread.start()

    def lacks_keys(self) -> bool:
        """Whether keys are needed and their store is not there. Ask at the start; raises KeysOutOfReach."""
        return not self.keys.is_begun()

    def _recognise_keys(self) -> None:
        """Mark the store of keys where none is needed yet, or where one of those needed is: it was begun before stores were marked."""
        with suppress(KeysOutOfReach):
            needed = [] if self.keys.is_begun() else self.run(_whose_keys_are_needed).result()
            if not needed or any(self._has_key(one) for one in needed):
                self.keys.begin()

    def _has_key(self, one: str) -> bool:
        try:
            return self.keys.get(one) is not None
        except (KeysOutOfReach, KeyUnreadable):
            return False

    def run(self, work: Callable[[Unit], T]) -> Future[T]:
        """Queue `work`; its result arrives after COMMIT. When it raises, only its own changes are undone.

        Raises DatabaseClosed after `close`.
        """
        future: Future[T] = Future()
        with self._gate:
            if not self._is_open:
                raise DatabaseClosed("the database was closed")
            self._queue.put(Job(work, future))
        return future

    def hurry(self) -> None:
        """The program ends: wait for nobody who is writing, or for a moment only. What waits fails as in an outage."""
        self._patience.hurry()

    def close(self) -> None:
        """Finish what was queued, stop the writer, and let go of the files."""
        with self._gate:
            was_open, self._is_open = self._is_open, False
        if was_open:
            self._queue.put(None)
        self._thread.join()
        self._engine.dispose()

    def maintain(self, *, everything: bool = False) -> bool:
        """Rewrite the files so that no deleted row is left in them; False when another process was in the way.

        SQLite: VACUUM, then the write-ahead log is emptied. PostgreSQL: VACUUM FULL of the tables that a close empties, or of
        `everything`. Blocks the caller and, on SQLite, every other writer; only a close, a deletion and the end of a mailing
        list need it. What could not be rewritten now is at the next `empty_log`.
        """
        tables = METADATA.sorted_tables if everything else _EMPTIED
        is_done = self._outside_transaction(partial(compact, tables=tables, patience=self._patience))
        self._left = None if is_done else everything or bool(self._left)
        return is_done

    def rewrite_texts(self) -> bool:
        """Words were taken out of a text: let nothing be left of them on the disk; False when another was in the way.

        SQLite overwrites what it frees, so only its log is emptied; PostgreSQL keeps the old row until the table is rewritten.
        """
        if self.dialect == "sqlite":
            return self.empty_log()
        is_done = self._outside_transaction(partial(compact, tables=_WORDS, patience=self._patience))
        self._left = self._left if is_done else bool(self._left)
        return is_done

    def empty_log(self) -> bool:
        """Empty SQLite's write-ahead log, which shows the order of arrival; False at once when another was in the way.

        It does not wait for whoever reads (a backup, an audit): people's answers would wait with it. It is tried at every tick.
        """
        return self._outside_transaction(empty_log) if self._left is None else self.maintain(everything=self._left)

    def _outside_transaction(self, act: Callable[[Any, str], bool]) -> bool:
        with self._writing:
            try:
                raw = self._engine.raw_connection()
            except OUTAGES:
                return False
            try:
                return act(raw.driver_connection, self.dialect)
            except self._engine.dialect.loaded_dbapi.Error:
                return False
            finally:
                self._files.rewritten()
                raw.close()

    def _write(self) -> None:
        """The writer thread: gather, commit, resolve, until `close`."""
        is_running = True
        while is_running:
            jobs, is_running = self._gather()
            if jobs:
                self._commit(jobs)

    def _gather(self) -> tuple[list[Job[Any]], bool]:
        """Wait for work, then take what else is there. False with the last of it."""
        jobs: list[Job[Any]] = []
        item = self._queue.get()
        while item is not None:
            if item.future.set_running_or_notify_cancel():
                jobs.append(item)
            if len(jobs) == GROUP:
                return jobs, True
            try:
                item = self._queue.get_nowait()
            except Empty:
                return jobs, True
        return jobs, False

    def _commit(self, jobs: list[Job[Any]]) -> None:
        """One transaction for all of them. When it fails as a whole, every piece of work failed."""
        seals = Seals(self.keys)
        try:
            self._see_files()
            with self._writing, self._engine.begin() as connection:
                settlements = [self._attempt(connection, seals, job, alone=len(jobs) == 1) for job in jobs]
                self._files.check()
            self._files.check()
        except BaseException as error:  # noqa: BLE001  # the writer outlives a lost server; the futures carry the news
            settlements = [_failing(job, error) for job in jobs]
        for settle in settlements:
            settle()

    def _see_files(self) -> None:
        """If somebody has deleted the write-ahead log, what this program still has of it goes to the database, and a new one is begun."""
        try:
            self._files.check()
        except LogGone:
            self._outside_transaction(empty_log)
            self._engine.dispose()
            self._files.reopened()

    def _attempt(self, connection: Connection, seals: Seals, job: Job[Any], *, alone: bool) -> Callable[[], None]:
        """One piece of work in its SAVEPOINT; gives back how to settle its future once the group is committed.

        `alone`: nobody else's work is in the transaction, so what it raises undoes all of it, without a SAVEPOINT.
        """
        if alone:
            return partial(job.future.set_result, job.work(Unit(connection, seals, self._chance)))
        savepoint = connection.begin_nested()
        try:
            value = job.work(Unit(connection, seals, self._chance))
        except BaseException as error:  # whatever it is belongs to the caller: it travels in the future
            if connection.invalidated:
                raise  # the server is gone, and with it what the others of the group did
            savepoint.rollback()
            return _failing(job, error)
        savepoint.commit()
        return lambda: job.future.set_result(value)


def _failing(job: Job[Any], error: BaseException) -> Callable[[], None]:
    return lambda: job.future.set_exception(_damage(error) or error)


def _damage(error: BaseException) -> Damaged | None:
    """SQLite says nothing more exact of a corrupt page than that it is an error of the database."""
    if type(error) is not exc.DatabaseError:
        return None
    damaged = Damaged("the database is damaged")
    damaged.__cause__ = error
    return damaged


def _whose_keys_are_needed(unit: Unit) -> list[str]:
    """The ids of workshops that are not closed for good, and of lists."""
    return [*unit.workshops.open_ids(), *(w.id for w in unit.workshops.unfinished()), *unit.mailing.ids()]


_WORDS = (COUNTED, THEME, THEME_TEXT, GROUPING)
"""The tables that say what people wrote: texts, names made of them, and where they were before the last act."""

_EMPTIED = (*PERSONAL, *_WORDS, RECEIPT, RELEASE, BALLOT, MAILING)
