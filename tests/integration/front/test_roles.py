"""The role matrix: every command and every button of the tables, by everybody, in every phase, on a real database.

Whoever may not, or at the wrong time, changes nothing and starts nothing: what comes back are words to their own chat.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import event as sqlalchemy_event

from bot.buttons import Button, Scope
from bot.commands import Command, Steers, Verb
from bot.desk import House
from bot.front.reception import Reception, receive
from bot.front.tables import ANYBODY, COMMANDS, STAFF, VERBS, may
from bot.groups.linking import Chatter
from bot.incoming import Command as TypedCommand
from bot.incoming import Event, Incoming, Press, Sender
from bot.memory import Guesses, Memory, Unsent
from bot.messages import Edit, Flash, Op, Send, Strip
from flows.definition.loading import load_library
from storage.database import Database, Unit
from storage.keys.stores import FileKeys
from storage.tables import ASKED, BOARD_WISH, FOCUS, SEEN
from storage.values import Phase, Role, Workshop
from tests.support.prepared import put_database
from tests.support.storage_case import FIRST_DAY, Room, open_room

FAY, OLA, CARL, ADA, EVE = 11, 12, 13, 21, 31
"""Facilitates this workshop; organises; facilitates another one; takes part; nobody."""

PEOPLE = {"facilitator": FAY, "organiser": OLA, "of another workshop": CARL, "participant": ADA, "stranger": EVE}
FLOWS = load_library()
WRITES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) \"?([a-z_]+)")
WORDS = (Send, Edit, Flash, Strip)
ONES_OWN = {SEEN.name, FOCUS.name, ASKED.name, BOARD_WISH.name}
"""What a member of staff has in hand, is asked for, or wants to see: it says nothing about a workshop."""


class _Undone(Exception):
    """Takes back what a piece of work has written."""


@dataclass(frozen=True)
class Hall:
    """One workshop in one phase, and what it is told."""

    db: Database
    workshop: Workshop

    def told(self, user: int, event: Event) -> tuple[tuple[Op, ...], set[str]]:
        """What one update brings, and the tables it would write to; nothing of it stays."""
        sender = Sender(user, user, private=True, language="en")
        house = House(FIRST_DAY, random.Random(1), "bot", "Council", "x@example.org", FLOWS, "http://x", 5)
        at = Reception(house, Memory(Guesses(), Unsent(), 0.0), Chatter())
        brought: list[Op] = []
        written: set[str] = set()

        def work(unit: Unit) -> None:
            connection = unit.staff._connection

            def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
                written.update(WRITES.findall(statement))

            sqlalchemy_event.listen(connection, "before_cursor_execute", note)
            try:
                brought.extend(receive(unit, Incoming(1, sender, event), at))
            finally:
                sqlalchemy_event.remove(connection, "before_cursor_execute", note)
            raise _Undone

        with pytest.raises(_Undone):
            self.db.run(work).result(timeout=30)
        return tuple(brought), written - ONES_OWN


@pytest.fixture(params=list(Phase), ids=lambda phase: phase.value, scope="module")
def hall(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """A workshop in each phase, with everybody in it."""
    folder: Path = tmp_path_factory.mktemp("hall")
    put_database(folder / "room.db")
    db = Database.open(f"sqlite:///{folder / 'room.db'}", FileKeys(folder / "keys"), random.Random(1))
    room = open_room(db, code="PARK7Q")
    other = open_room(db, code="RVER22")
    for user, role, workshop_id in (
        (FAY, Role.FACILITATOR, room.workshop.id),
        (OLA, Role.ORGANISER, None),
        (CARL, Role.FACILITATOR, other.workshop.id),
    ):
        room.do(lambda u, a=(user, role, workshop_id): u.staff.grant(*a))  # type: ignore[misc]
    room.do(lambda u: u.staff.set_focus(OLA, room.workshop.id))
    room.join(ADA)
    _bring_to(room, request.param)
    yield Hall(db, room.do(lambda u: u.workshops.get(room.workshop.id)))
    db.close()


def _bring_to(room: Room, phase: Phase) -> None:
    if phase is Phase.CLOSED:
        room.close()
    elif phase is not Phase.OPEN:
        room.do(lambda u: u.workshops.set_phase(room.workshop.id, phase, FIRST_DAY))


def _role(user: int) -> Role | None:
    return {FAY: Role.FACILITATOR, CARL: Role.FACILITATOR, OLA: Role.ORGANISER}.get(user)


def _only_words(ops: tuple[Op, ...], user: int) -> bool:
    return bool(ops) and all(isinstance(op, WORDS) and getattr(op, "chat_id", user) == user for op in ops)


@pytest.mark.parametrize("who", PEOPLE)
def test_commands(hall: Hall, who: str) -> None:
    """A command of staff does nothing for those it is not for, and nothing in a phase that its line does not name."""
    user = PEOPLE[who]
    for name, command in STAFF.items():
        ops, changed = hall.told(user, TypedCommand(name, ""))
        assert ops, name
        if _role(user) is None and name in ANYBODY:
            continue  # to them it is another command
        if not _may(command, user, hall.workshop):
            assert _only_words(ops, user), (name, ops)
            assert changed == set(), name


def _may(command: Command, user: int, workshop: Workshop) -> bool:
    steers = user in (FAY, OLA)
    in_phase = not isinstance(command.does, Steers) or (steers and workshop.phase in command.phases)
    return may(command, _role(user)) and (in_phase or user == CARL)  # he has an open workshop of his own in hand


@pytest.mark.parametrize("who", PEOPLE)
def test_buttons(hall: Hall, who: str) -> None:
    """A facilitator's button, also a made-up one, does nothing for others, nor in a phase that its line does not name."""
    user, workshop = PEOPLE[who], hall.workshop
    for name, verb in VERBS.items():
        allowed = _may_press(verb, user, workshop)
        for argument in ("", "0") if allowed else ("0",):
            button = Button(Scope.FACILITATOR, workshop.code, name, (argument,) if argument else ())
            ops, changed = hall.told(user, Press("q", 5, button))
            assert ops, (name, argument)
            if not allowed:
                assert _only_words(ops, user), (name, argument, ops)
                assert changed == set(), (name, argument)


def _may_press(verb: Verb, user: int, workshop: Workshop) -> bool:
    return user in (FAY, OLA) and may(verb, _role(user)) and workshop.phase in verb.phases


def test_the_matrix_is_whole(hall: Hall) -> None:
    """Every line is in it: the commands of everybody are open to all, and those of staff to somebody in some phase."""
    assert hall.told(FAY, TypedCommand("help", ""))[0]
    for command in COMMANDS:
        if not command.who.is_staff:
            for user in PEOPLE.values():
                assert hall.told(user, TypedCommand(command.name, ""))[0], (command.name, user)
