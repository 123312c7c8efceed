"""After the close nothing writes but the desk, a deletion, roles, lists, and what shows the closing results: row by row.

Every command, button and asked word of the tables, by everybody, with every argument that a phone could have kept; and what
goes off by itself.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import insert

from bot.buttons import Button, Scope
from bot.front.tables import ERRANDS, REPLIES, STAFF, TAPS, VERBS
from bot.incoming import Command, Event, Press, Words
from bot.panel.steering import _ACTS as PANEL_ACTS
from bot.reading.answers import _ACTS as DESK_ACTS
from bot.screen.steering import conceal, reveal
from flows.dialogue.agenda import Stage
from flows.dialogue.answers import Chosen, Use
from storage.answers.texts import text_rows
from storage.database import Database, Unit
from storage.keys.stores import FileKeys
from storage.tables import COUNTED
from storage.values import Actor, BallotKind, Role, SendoutKind
from tests.support.prepared import put_database
from tests.support.receiving import UNREAD, Counter, rows
from tests.support.storage_case import LAST_DAY, Room, open_room

FAY, OLA, ADA, EVE, GROUP = 11, 12, 21, 31, -4_100_000_001
CODE = "PARK7Q"
WRITES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) \"?([a-z_]+)")
ONES_OWN = {"focus", "asked", "board_wish", "staff"}
"""What somebody has in hand, is asked, wants to see, or their language."""

_NEWS, _ROLES, _MADE = (
    {"sendout", "delivery", "action"},
    {"staff_role", "staff", "action", "screen", "invite", "sendout"},
    {"workshop", "headcount", "flow", "staff_role", "action"},
)
MAY: dict[str, set[str]] = {
    "desk": {"counted", "action"}, "panel": {"counted", "action"},
    "sum": {"action"}, "sumat": {"action"}, "sumall": {"action"}, "sumtext": {"action"},
    "sumgroup": {"action"}, "summary": {"action"},
    "screen": {"screen", "action"}, "screennew": {"screen", "action"}, "screenlink": {"screen", "action"},
    "screenyes": {"screen", "action"}, "screenpair": {"screen", "action"}, "wall": {"screen", "action"},
    "ungroup": {"linked_group"}, "unlink": {"linked_group"},
    "news": _NEWS, "newsgo": _NEWS, "newsno": _NEWS, "stopsend": _NEWS,
    "unstaff": _ROLES, "dismiss": _ROLES, "leave": _ROLES,
    "invite": {"invite", "action"}, "recall": {"invite", "action"}, "uninvite": {"invite", "action"},
    "new": _MADE, "title": _MADE,
    "quit": {"mailing"}, "fo": {"mailing"},
}  # fmt: skip
"""What may change which tables then, by command, verb or asked word: all others change nothing at all."""

OF_THE_PANEL = {"new", "ok", "hide", "mask", "same", "is", "cover", "rest", "restok", "undo", "drop"}
"""What is done at the desk with questions to the panel; everything else about the panel is over."""


@dataclass(frozen=True)
class Hall:
    """A closed workshop in which there was everything."""

    at: Counter
    shorts: tuple[str, ...]
    ids: tuple[str, ...]
    before: dict[str, list[tuple[Any, ...]]]

    def changed(self, user: int, event: Event, asked: str | None = None) -> set[str]:
        """The tables in which one update changes a row; it is taken back."""
        found: set[str] = set()
        written: set[str] = set()

        def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
            written.update(WRITES.findall(statement))

        def work(unit: Unit) -> None:
            connection = unit.staff._connection
            unit.staff.set_asked(user, asked)
            inner = replace(self.at, db=cast(Database, _Inside(unit)))
            sqlalchemy_event.listen(connection, "before_cursor_execute", note)
            try:
                inner.tell(user, event)
            finally:
                sqlalchemy_event.remove(connection, "before_cursor_execute", note)
            if (
                written - ONES_OWN - UNREAD
            ):  # it was written to: whether another row stands there now is another question
                held = rows(cast(Database, _Inside(unit)), written)
                found.update(name for name, now in held.items() if now != self.before[name])
            raise _Undone

        with pytest.raises(_Undone):
            self.at.db.run(work).result(timeout=60)
        return found - ONES_OWN - UNREAD


class _Undone(Exception):
    """Takes back what a piece of work has written."""


class _Inside:
    """A database that is this very transaction."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit

    def run(self, work: Any) -> Any:
        """What the work returns, at once."""
        value = work(self.unit)

        class Done:
            @staticmethod
            def result(timeout: float) -> Any:
                assert timeout
                return value

        return Done


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """Closed, with results, texts of every state, polls, a stage, a screen, a group, lists, drafts, co-facilitators."""
    folder: Path = tmp_path_factory.mktemp("hall")
    put_database(folder / "room.db")
    db = Database.open(f"sqlite:///{folder / 'room.db'}", FileKeys(folder / "keys"), random.Random(1))
    room = open_room(db, code=CODE)
    for user, role, workshop_id in ((FAY, Role.FACILITATOR, room.workshop.id), (OLA, Role.ORGANISER, None)):
        room.do(lambda u, a=(user, role, workshop_id): u.staff.grant(*a))  # type: ignore[misc]
        room.do(lambda u, user=user: u.staff.set_focus(user, room.workshop.id))  # type: ignore[misc]
    people = range(ADA, ADA + 9)
    room.agree(*people)
    for person in people:
        room.answer(person, worth=Chosen("yes"))
    room.do(lambda u: u.staff.link_group(GROUP, room.workshop.id))
    room.do(lambda u: u.screens.open(room.workshop.id, "token"))
    round_one = room.do(
        lambda u: u.ballots.draft(u.workshops.get(room.workshop.id), BallotKind.ASK, room.workshop.flow.questions[3])
    )
    room.do(lambda u: u.ballots.open(round_one))
    room.do(lambda u: u.stage.set(room.workshop.id, Stage(revealed=("worth",))))
    room.close()
    draft = room.do(lambda u: u.sendouts.draft(room.workshop.id, SendoutKind.NEWS, {"text": "A bench"}, OLA))
    going = room.do(lambda u: u.sendouts.start(room.workshop.id, SendoutKind.NEWS, {"text": "A"}, OLA, total=7))
    shorts = room.do(lambda u: _texts(u, room, round_one.id))
    ids = (draft, going, round_one.id, "worth")
    yield Hall(Counter(db, LAST_DAY), shorts, ids, rows(db))
    db.close()


def _texts(unit: Unit, room: Room, round_id: str) -> tuple[str, ...]:
    """New, approved and hidden ones, open answers and questions to the panel; gives what stands on buttons."""
    connection = unit.staff._connection
    for question_id in ("say", round_id):
        written = [(f"{n}{question_id}-0000", f"Words {n}", Use.QUOTE, "") for n in range(9)]
        made = text_rows(room.workshop.id, question_id, written)
        for row, state in zip(made, ("new", "approved", "answered", "hidden") * 3, strict=False):
            connection.execute(insert(COUNTED).values(**{**row, "state": state}))
    return tuple(text.short for text in unit.texts.of(room.workshop.id))[1:3]


def _arguments(hall: Hall, name: str) -> Sequence[tuple[str, ...]]:
    """What may stand behind a verb."""
    acts = {"panel": PANEL_ACTS, "desk": DESK_ACTS}.get(name)
    if acts is not None:
        return [(act, *more) for act, more in product(acts, ((), *((short,) for short in hall.shorts)))]
    return [(), ("1", "0"), (str(FAY), "2"), *((one,) for one in hall.ids), ("worth", "off")]


def _allowed(name: str, arguments: tuple[str, ...]) -> set[str]:
    if name == "panel" and arguments and arguments[0] not in OF_THE_PANEL:
        return set()
    return MAY.get(name, set())


def test_buttons(hall: Hall) -> None:
    """Of an organiser, who may all that others may, with every act of the desk and the panel."""
    for name in VERBS:
        for arguments in _arguments(hall, name):
            changed = hall.changed(OLA, Press("q", 5, Button(Scope.FACILITATOR, CODE, name, arguments)))
            assert changed <= _allowed(name, arguments), (name, arguments)
    for name in ERRANDS:
        for arguments in ((), ("2",), (str(FAY), "2")):
            assert hall.changed(OLA, Press("q", 5, Button(Scope.FACILITATOR, "", name, arguments))) <= _allowed(
                name, arguments
            ), name


def test_commands_and_words_that_were_asked_for(hall: Hall) -> None:
    """Typed by who steers it: the same."""
    for name in STAFF:
        for typed in ("", CODE, "organiser", "key-questions Park"):
            assert hall.changed(OLA, Command(name, typed)) <= _allowed(name, ()), (name, typed)
    (workshop,) = hall.at.db.run(lambda unit: unit.workshops.everything()).result()
    for name in REPLIES:
        for about in (
            "key-questions",
            workshop.id,
            *(f"{workshop.id}:{more}" for more in ("who", f"cover:{hall.shorts[0]}", *hall.ids)),
        ):
            changed = hall.changed(OLA, Words("Words, 1"), f"{name}:{about}")
            assert changed <= _allowed(name, ("cover",) if "cover" in about else ()), (name, about)


def test_whoever_took_part(hall: Hall) -> None:
    """Their old buttons, forged ones and words change nothing but whether they may be written to; a stranger's nothing."""
    for name in {*TAPS, "tp", "t", "s", "su", "ch", "pa", "re", "d", "kn", "us", "mt", "no", "quit"}:
        for arguments in ((), ("0", "0"), ("0",), *((one, "0") for one in hall.ids)):
            press = Press("q", 5, Button(Scope.PARTICIPANT, CODE, name, arguments))
            assert hall.changed(ADA, press) <= _allowed(name, arguments), name
            assert hall.changed(EVE, press) == set(), name
    for who, words in product((ADA, EVE), (CODE, "yes", "2", "/pause")):
        event = Command("pause", "") if words == "/pause" else Words(words)
        assert hall.changed(who, event) == set(), words


def test_what_goes_off_by_itself(hall: Hall) -> None:
    """The screen's key, a look at the releases and a timer that runs out write nothing."""
    before = rows(hall.at.db)

    def work(unit: Unit) -> None:
        (workshop,) = unit.workshops.everything()
        for question in workshop.everything.questions:
            reveal(unit, workshop, question.id, Actor.FACILITATOR, LAST_DAY)
            conceal(unit, workshop, question.id)
        unit.answers.tick(workshop.id)

    hall.at.db.run(work).result(timeout=60)
    assert rows(hall.at.db) == before
