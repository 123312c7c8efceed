"""A report that is asked for always brings something, to whom it may, once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from bot.buttons import Button, Scope
from bot.front.replies import is_kept
from bot.messages import MakeReport, Op, Send
from bot.owing.handing import Patience
from bot.report import handing
from bot.report.handing import Reports
from bot.report.values import Report
from storage.database import Database, Unit
from storage.values import ActionKind, Actor, Role
from tests.support.examples.reported import held
from tests.support.receiving import Counter, texts
from tests.support.storage_case import LAST_DAY, Room, on_sqlite

FAY, OLA, GUS = 11, 12, 13
SOON = Patience(look=0.01, silent=5.0, most=10.0)

pytestmark = on_sqlite


class Panic(BaseException):
    """As a library throws it that is not written in Python."""


class Asked:
    """Reports that Fay, who steers the workshop, asks for."""

    def __init__(self, room: Room) -> None:
        self.room, self.carried, self.handed = room, list[Op](), list[Send]()
        room.do(lambda unit: unit.staff.grant(FAY, Role.FACILITATOR, room.workshop.id))
        self.reports = Reports(self.ask, self.carried.extend, self.send, lambda: LAST_DAY, SOON)

    def ask(self, work: Callable[[Unit], Any]) -> asyncio.Future[Any]:
        """A transaction, from the loop."""
        return asyncio.wrap_future(self.room.db.run(work))

    async def send(self, op: Send, came: Callable[[], Awaitable[None]]) -> None:
        """Until it has arrived."""
        self.handed.append(op)
        await came()

    def order(self, language: str = "en", who: int = FAY) -> MakeReport:
        """What a tap gives."""
        return MakeReport(self.room.workshop.id, who, "en", language, Actor.FACILITATOR)

    @property
    def files(self) -> list[str]:
        """The names of what was sent."""
        sent = [op.message.document for op in self.handed]
        return [document[0] for document in sent if isinstance(document, tuple)]


@pytest.fixture
def room(db: Database) -> Room:
    """A closed workshop of twelve people."""
    return held(db, people=12, beside=False)


async def test_pages_document_and_picture(room: Room) -> None:
    """They come in this order, the pages with the other language below them, and it is written down that they were made."""
    asked = Asked(room)
    await asked.reports.make(asked.order())
    pages, document, passed_on = (op.message for op in asked.handed)
    assert asked.files == ["report-PARK7Q-en.pdf", "report-PARK7Q-en.docx"]
    assert [key.label for row in pages.keyboard for key in row] == ["In Nederlands"]
    assert document.keyboard == passed_on.keyboard == ()
    assert isinstance(passed_on.photo, bytes)
    assert passed_on.html.startswith("Riverside Council asked in")
    noted = room.do(lambda unit: unit.actions.of(room.workshop.id))
    assert [(one.kind, one.actor, one.detail) for one in noted][-1] == (ActionKind.EXPORTED, Actor.FACILITATOR, "pdf")


async def test_asked_for_twice_it_comes_once(room: Room) -> None:
    """A double tap brings one report; the other language is another one."""
    asked = Asked(room)
    await asyncio.gather(*(asked.reports.make(asked.order(language)) for language in ("en", "en", "nl")))
    assert sorted(asked.files) == [f"report-PARK7Q-{name}" for name in ("en.docx", "en.pdf", "nl.docx", "nl.pdf")]
    await asked.reports.make(asked.order())
    assert len(asked.files) == 6, "once it has come it can be asked for again"


async def test_after_a_kill_comes_what_is_missing(room: Room) -> None:
    """What had come before does not come again; how much has is told each time."""
    asked, told = Asked(room), list[int]()

    async def came(count: int) -> None:
        told.append(count)

    await asked.reports.make(replace(asked.order(), sent=1), came)
    assert (asked.files, told) == (["report-PARK7Q-en.docx"], [2, 3])


async def test_only_whoever_steers_it_gets_it(room: Room) -> None:
    """Nothing to a stranger, to whoever steers another one, nor to whom the role was taken meanwhile; an organiser may."""
    asked = Asked(room)
    room.do(lambda unit: unit.staff.grant(OLA, Role.ORGANISER, None))
    for who in (GUS, 77):
        await asked.reports.make(asked.order(who=who))
    assert (asked.files, asked.carried) == ([], [])
    await asked.reports.make(asked.order(who=OLA))
    assert len(asked.files) == 2


async def test_too_early_and_gone(db: Database) -> None:
    """Before the close it is said when it comes, while it closes it is waited for, and of a deleted one it is said that it is gone."""
    room = held(db, people=12, beside=False, close=False)
    asked = Asked(room)
    await asked.reports.make(asked.order())
    assert texts(asked.carried).startswith("The report comes after the close")
    counter = Counter(db, LAST_DAY)
    said = counter.press(FAY, Button(Scope.FACILITATOR, "PARK7Q", "report"))
    assert "The report comes after the close" in texts(said)
    room.do(lambda unit: unit.workshops.begin_closing(room.workshop.id, LAST_DAY))
    said = counter.press(FAY, Button(Scope.FACILITATOR, "PARK7Q", "report"))
    assert "You get the report in a moment" in texts(said)
    making = asyncio.ensure_future(asked.reports.make(asked.order()))
    await asyncio.to_thread(room.close)
    await making
    assert len(asked.files) == 2
    room.do(lambda unit: unit.deletions.delete(room.workshop.id, LAST_DAY))
    room.do(lambda unit: unit.staff.grant(FAY, Role.ORGANISER, None))
    asked.carried.clear()
    await asked.reports.make(asked.order())
    assert texts(asked.carried) == "That is no longer there."


@pytest.mark.parametrize(
    "failure",
    [
        ValueError("Ada Byron"),
        KeyError("Ada Byron"),
        RuntimeError("Ada Byron"),
        TypeError(),
        ImportError(),
        OSError("full"),
        MemoryError(),
        Panic(),
    ],
)
async def test_who_waits_is_told_that_it_could_not_be_made(
    room: Room, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    """Whatever goes wrong in the making, and nothing of what it was about; once, for it is owed no more."""

    def fail(_report: Report) -> bytes:
        raise failure

    monkeypatch.setattr(handing, "to_docx", fail)
    asked = Asked(room)
    await asked.reports.make(asked.order())
    assert texts(asked.carried) == "The report could not be made just now. Please ask for it again in a while: /report"
    assert asked.files == []


def test_what_is_typed_and_tapped(room: Room) -> None:
    """Of whoever asks, where the questions have it, unless another is typed or tapped; words that name no language name a workshop."""
    Asked(room)
    counter = Counter(room.db, LAST_DAY)
    room.do(lambda unit: unit.staff.set_focus(FAY, room.workshop.id))

    def ordered(ops: Iterable[Op]) -> list[str]:
        return [op.written_in for op in ops if isinstance(op, MakeReport)]

    assert ordered(counter.type(FAY, "/report")) == ["en"]
    assert ordered(counter.type(FAY, "/report Nederlands")) == ["nl"]
    counter.type(FAY, "/language nl")
    assert ordered(counter.type(FAY, "/report")) == ["nl"], (
        "whoever reads Dutch has it in Dutch, whatever the file began in"
    )
    counter.type(FAY, "/language en")
    assert ordered(counter.type(FAY, "/report Riverside Park")) == ["en"]
    assert ordered(counter.press(FAY, Button(Scope.FACILITATOR, "PARK7Q", "report", ("nl",)))) == ["nl"]
    assert ordered(counter.press(FAY, Button(Scope.FACILITATOR, "PARK7Q", "report", ("xx",)))) == ["en"]
    assert is_kept(MakeReport(room.workshop.id, FAY, "en", "nl", Actor.FACILITATOR)), "owed until it has come"
