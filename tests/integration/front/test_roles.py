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
from bot.commands import Command, Errand, Reply, Steers, Takes, Verb
from bot.desk import House, impossible
from bot.front.reception import Reception, receive
from bot.front.tables import ANYBODY, COMMANDS, ERRANDS, REPLIES, STAFF, VERBS
from bot.groups.linking import Chatter
from bot.incoming import Command as TypedCommand
from bot.incoming import Event, Incoming, Press, Sender, Words
from bot.memory import Guesses, Memory, Unsent
from bot.messages import Edit, Flash, Op, Send, Strip
from bot.polls.previews import mark
from bot.results.proposals import proposals_about, proposed
from bot.wording import Wording
from flows.definition.loading import load_library
from storage.database import Database, Unit
from storage.keys.stores import FileKeys
from storage.tables import ASKED, BOARD_WISH, FOCUS, SEEN
from storage.values import BallotKind, Phase, Role, SendoutKind, Workshop
from tests.support.prepared import put_database
from tests.support.receiving import plain
from tests.support.storage_case import FIRST_DAY, Room, open_room

FAY, OLA, CARL, ADA, EVE = 11, 12, 13, 21, 31
"""Facilitates this workshop; organises; facilitates another one; takes part; nobody."""

PEOPLE = {"facilitator": FAY, "organiser": OLA, "of another workshop": CARL, "participant": ADA, "stranger": EVE}
FLOWS = load_library()
WRITES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) \"?([a-z_]+)")
WORDS = (Send, Edit, Flash, Strip)
ONES_OWN = {SEEN.name, FOCUS.name, ASKED.name, BOARD_WISH.name}
"""What a member of staff has in hand, is asked for, or wants to see: it says nothing about a workshop."""

ORGANISERS_ONLY = {"invite", "export", "exp", "news", "newsgo", "newsno", "delete", "delsure", "delyes"} | {
    "staffall",
    "dismiss",
    "recall",
    "flowown",
    "flowkeep",
    "flowgone",
    "flowback",
    "questions",
}
"""Written down once more, apart from the tables: commands, buttons and asked words that a facilitator may not use."""

AFTER_THE_CLOSE = {
    "sum",
    "sumat",
    "sumall",
    "sumtext",
    "sumgroup",
    "ungroup",
    "export",
    "exp",
    "newsgo",
    "newsno",
    "stopsend",
    "panel",
}
"""Buttons that may still write something then: what was shown or taken away, news, the group, the panel's judgement."""

EN = Wording("en")


class _Undone(Exception):
    """Takes back what a piece of work has written."""


@dataclass(frozen=True)
class Hall:
    """One workshop in one phase, and what it is told."""

    db: Database
    workshop: Workshop
    drafts: dict[str, tuple[str, ...]]
    """What stands behind the verb of a button that sends, changes or throws away."""

    def told(self, user: int, event: Event, asked: str | None = None) -> tuple[tuple[Op, ...], set[str]]:
        """What one update brings, and the tables it would write to; nothing of it stays. `asked`: what they were asked before."""
        sender = Sender(user, user, private=True, language="en")
        house = House(FIRST_DAY, random.Random(1), "bot", "Council", "x@example.org", FLOWS, "http://x", 5)
        at = Reception(house, Memory(Guesses(), Unsent(), 0.0), Chatter())
        brought: list[Op] = []
        written: set[str] = set()

        def work(unit: Unit) -> None:
            connection = unit.staff._connection
            unit.staff.set_asked(user, asked)

            def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
                written.update(WRITES.findall(statement))

            sqlalchemy_event.listen(connection, "before_cursor_execute", note)
            try:
                brought.extend(plain(receive(unit, Incoming(1, sender, event), at)))
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
    for user in (FAY, OLA):
        room.do(lambda u, user=user: u.staff.set_focus(user, room.workshop.id))  # type: ignore[misc]
    room.join(ADA)
    _bring_to(room, request.param)
    yield Hall(db, room.do(lambda u: u.workshops.get(room.workshop.id)), room.do(lambda u: _drafts(u, room.workshop)))
    db.close()


def _drafts(unit: Unit, workshop: Workshop) -> dict[str, tuple[str, ...]]:
    """A message, news and a poll that wait to be sent, and news that is being sent."""
    words, news = ({"text": "Lunch"}, {"text": "A bench"})
    message = unit.sendouts.draft(workshop.id, SendoutKind.ANNOUNCEMENT, words, FAY)
    waiting = unit.sendouts.draft(workshop.id, SendoutKind.NEWS, news, OLA)
    going = unit.sendouts.start(workshop.id, SendoutKind.NEWS, news, OLA, total=7)
    question = next(q for q in workshop.flow.questions if "again" in proposals_about(q))
    poll = unit.ballots.draft(workshop, BallotKind.POLL, proposed(question, "again", EN))
    shown = (poll.id, mark(poll.question))
    return {
        **dict.fromkeys(("annsend", "annedit", "anncancel"), (message,)),
        **dict.fromkeys(("newsgo", "newsno"), (waiting,)),
        **dict.fromkeys(("bsend", "bgroup", "bword", "bcancel"), shown),
        "stopsend": (going,),
        "exp": ("xlsx",),
        "export": ("csv",),
        "rule": ("exploratory",),
        "panel": ("ask",),
        "pollq": ("0", "again"),
    }


def _bring_to(room: Room, phase: Phase) -> None:
    if phase is Phase.CLOSED:
        room.close()
    elif phase is not Phase.OPEN:
        room.do(lambda u: u.workshops.set_phase(room.workshop.id, phase, FIRST_DAY))


def _role(user: int) -> Role | None:
    return {FAY: Role.FACILITATOR, CARL: Role.FACILITATOR, OLA: Role.ORGANISER}.get(user)


def _only_words(ops: tuple[Op, ...], user: int) -> bool:
    return bool(ops) and all(isinstance(op, WORDS) and getattr(op, "chat_id", user) == user for op in ops)


def _refusal(line: Command | Verb | Errand | Reply, user: int, workshop: Workshop | None) -> str | None:
    """What is said to whoever may not, or not in this phase; None: they may. `workshop`: the one it is about, if any."""
    if _role(user) is Role.FACILITATOR and line.name in ORGANISERS_ONLY:
        assert line.only is not None, line.name
        return line.only(EN)
    if workshop is None or workshop.phase in line.phases:
        return None
    is_early = line.otherwise is not None and workshop.phase is not Phase.CLOSED
    return line.otherwise(EN) if is_early and line.otherwise else impossible(workshop, EN)


def _check(said: tuple[tuple[Op, ...], set[str]], refusal: str | None, user: int, about: object) -> None:
    """Words to the one chat and no change where it is refused, and those words; where it may be, anything but nothing."""
    ops, changed = said
    assert ops, about
    if refusal is not None:
        assert _only_words(ops, user), (about, ops)
        assert changed == set(), about
        assert any(said.endswith(refusal) for said in _texts(ops)), (about, ops)  # the workshop stands before it


def _texts(ops: tuple[Op, ...]) -> list[str]:
    return [op.text if isinstance(op, Flash) else op.message.html for op in ops if isinstance(op, Flash | Send | Edit)]


@pytest.mark.parametrize("who", PEOPLE)
def test_commands(hall: Hall, who: str) -> None:
    """A command of staff does nothing for those it is not for, and nothing in a phase that its line does not name."""
    user = PEOPLE[who]
    for name, command in STAFF.items():
        if _role(user) is None and name in ANYBODY:
            continue  # to them it is another command
        refusal = _refusal(command, user, hall.workshop if isinstance(command.does, Steers) else None)
        if user == CARL:  # he has an open workshop of his own in hand
            refusal = command.only(EN) if name in ORGANISERS_ONLY and command.only else None
        if _role(user) is None:
            refusal = "That is for facilitators. Ask your organiser for an invitation."
        _check(hall.told(user, TypedCommand(name, "")), refusal, user, name)


@pytest.mark.parametrize("who", PEOPLE)
def test_buttons(hall: Hall, who: str) -> None:
    """A facilitator's button, also a made-up one, does nothing for others, nor in a phase that its line does not name."""
    user, workshop = PEOPLE[who], hall.workshop
    for name, verb in VERBS.items():
        refusal = _refusal(verb, user, workshop)
        if user not in (FAY, OLA):
            refusal = "That is for the facilitators of this workshop."
        real = hall.drafts.get(name, ("0",))
        for arguments in ((), real) if refusal is None else (real,):
            said = hall.told(user, Press("q", 5, Button(Scope.FACILITATOR, workshop.code, name, arguments)))
            _check(said, refusal, user, (name, arguments))
            assert workshop.phase is not Phase.CLOSED or not said[1] or name in AFTER_THE_CLOSE, (name, said[1])


@pytest.mark.parametrize("who", PEOPLE)
def test_errands(hall: Hall, who: str) -> None:
    """A button of staff about no workshop does nothing for who has no role, and what organisers may only for them."""
    user = PEOPLE[who]
    for name, errand in ERRANDS.items():
        refusal = _refusal(errand, user, None)
        if _role(user) is None:
            refusal = "That is for the facilitators of this workshop."
        for arguments in ((), (str(CARL), "2"), ("2",)):
            said = hall.told(user, Press("q", 5, Button(Scope.FACILITATOR, "", name, arguments)))
            _check(said, refusal, user, (name, arguments))
            assert not said[1] or name in ("dismiss", "leave"), (name, said[1])


def test_news_is_stopped_by_organisers_alone(hall: Hall) -> None:
    """One verb stops whatever is being sent; what only organisers send, only they stop."""
    press = Press("q", 5, Button(Scope.FACILITATOR, hall.workshop.code, "stopsend", hall.drafts["stopsend"]))
    _check(hall.told(FAY, press), "That is for organisers.", FAY, "stopsend")
    assert "sendout" in hall.told(OLA, press)[1]


NOTHING_TO_DO = {"questions", "news", "desk", "theme", "delete", "wall", "zone", "expect"}
"""What nobody here can be answered about: nobody wants news, no text is at the desk, the code typed is not the workshop's, and no
page shows the digits, and no time zone is called so."""


@pytest.mark.parametrize("who", PEOPLE)
def test_words_that_staff_were_asked_for(hall: Hall, who: str) -> None:
    """Whoever was asked for words when they might, and may not any more, changes nothing by typing them."""
    user, workshop = PEOPLE[who], hall.workshop
    about = {
        "title": "key-questions",
        "panel": f"{workshop.id}:who",
        "ballot": f"{workshop.id}:{hall.drafts['bword'][0]}",
        "wall": f"{workshop.id}:0",
    }
    for name, reply in REPLIES.items():
        if _role(user) is None:
            continue  # to them it is a join code, or an answer
        refusal = _refusal(reply, user, workshop if isinstance(reply.does, Takes) else None)
        if isinstance(reply.does, Takes) and user == CARL:
            refusal = "That is for the facilitators of this workshop."
        typed = {"wall": "1234", "expect": "Public 4"}.get(name, "Tea and cake")
        said = hall.told(user, Words(typed), f"{name}:{about.get(name, workshop.id)}")
        _check(said, refusal, user, name)
        is_over = name == "panel" and workshop.phase is Phase.CLOSED
        assert bool(said[1]) or refusal is not None or is_over or name in NOTHING_TO_DO, name


def test_the_matrix_is_whole(hall: Hall) -> None:
    """Every line is in it: the commands of everybody are open to all, and those of staff to somebody in some phase."""
    assert hall.told(FAY, TypedCommand("help", ""))[0]
    for command in COMMANDS:
        if not command.who.is_staff:
            for user in PEOPLE.values():
                assert hall.told(user, TypedCommand(command.name, ""))[0], (command.name, user)


def test_no_command_drops_words_in_silence(hall: Hall) -> None:
    """What is typed behind a command is used, or one sentence says that it is not.

    A command about a workshop does nothing then: words that name none were meant for another one, or for another command. Before,
    it acted on the workshop in hand and said a second sentence, so that `/close Elsewhere` asked to close this one. What shows a
    page that is about no workshop shows it all the same.
    """
    for user in (FAY, ADA):
        for name, line in {**ANYBODY, **(STAFF if user == FAY else {})}.items():
            alone = _texts(hall.told(user, TypedCommand(name, ""))[0])
            brought, changed = hall.told(user, TypedCommand(name, "Tea, Cake"))
            ops = _texts(brought)
            is_refused = isinstance(line.does, Steers) and _refusal(line, user, hall.workshop) is not None
            told = [text for text in ops if "takes no words" in text or "so nothing was done" in text]
            may = line.only is None or _role(user) is Role.ORGANISER
            assert len(told) == int(line.takes is not True and may), (name, user, ops)
            assert not told or not isinstance(line.does, Steers) or (ops == told and not changed), (name, user)
            assert not told or isinstance(line.does, Steers) or alone == ops[: len(alone)], (name, user)
            if name in ("ask", "poll", "announce", "language") and not is_refused:
                assert alone != ops, (name, user)


def test_words_name_a_workshop_where_none_are_taken(hall: Hall) -> None:
    """By its code or a part of its title; of a facilitator of several nothing is done where they name none."""
    if hall.workshop.phase is Phase.CLOSED:
        return
    named = hall.told(OLA, TypedCommand("board", "rver22"))[0]
    assert not any("takes no words" in text for text in _texts(named))
    for name, used in (("summary", "1"), ("screen", "12 34"), ("screen", "new")):
        ops = hall.told(OLA, TypedCommand(name, used))[0]
        assert not any("None of your" in text or "takes no words" in text for text in _texts(ops)), (name, used)
    for name, hint in (("summary", "/summary 3"), ("screen", "/screen 1234")):
        (said,) = _texts(hall.told(OLA, TypedCommand(name, "foo"))[0])
        assert said.startswith("“foo” is nothing that"), said
        assert f"<code>{hint}</code>" in said
    for name in ("summary", "screen", "agenda"):  # a name is no word for the command
        assert hall.told(OLA, TypedCommand(name, "park7q")) == hall.told(OLA, TypedCommand(name, "")), name
    title = hall.workshop.title
    several = hall.told(OLA, TypedCommand("close", f"“{title}”"))
    assert f"Several of your workshops are called “{title}”, so nothing was done." in _texts(several[0])[0]
    assert several[1] == set()
    nowhere = hall.told(OLA, TypedCommand("close", "Seaside"))
    assert "None of your workshops is called “Seaside”, so nothing was done." in _texts(nowhere[0])[0]
    assert nowhere[1] == set()
