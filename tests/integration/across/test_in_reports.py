"""Workshops beside one another in a report: put there by a tap, of what is released, for who steers all of them, gone with any of them."""

from __future__ import annotations

import asyncio
import io
import random
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from bot.across import pages
from bot.across.line import Unfit, on_the_line
from bot.across.making import Comparisons
from bot.across.reading import in_report, read
from bot.across.saying import asked_as, reason
from bot.buttons import Button, Scope, encode
from bot.facilitator.exporting import export_of
from bot.messages import MakeReport, Op, Send
from bot.owing.handing import NotClosed
from bot.report.document import to_docx
from bot.report.gathering import gather
from bot.report.pages import to_pdf
from bot.report.values import Report
from bot.settings import Settings
from bot.wording import Wording
from flows.counting.abreast import Why
from flows.definition.flow import Flow, Level, Option, ScaleQuestion, SingleQuestion, TextQuestion
from storage.database import Database
from storage.keys.stores import FileKeys
from storage.values import ActionKind, Actor, Role, Workshop
from tests.support.examples.reported import held
from tests.support.prepared import put_database
from tests.support.receiving import Counter, texts
from tests.support.storage_case import LAST_DAY, Room

OLA, FAY = 12, 11
LEVELS = tuple(Level(id=f"l{n}", label=f"Level {n}", value=n) for n in range(1, 6))
SECTOR = SingleQuestion(
    id="sector", text="For whom are you here?", options=(Option(id="a", label="Council"), Option(id="b", label="ضوء"))
)
WORTH = ScaleQuestion(id="worth", text="Is it worth it?", options=LEVELS)
ASKED = Flow(id="f", title="F", questions=(SECTOR, WORTH, TextQuestion(id="represent", text="Who is missing?")))
OTHER = ASKED.model_copy(update={"questions": (SECTOR, WORTH.model_copy(update={"text": "Worth the money?"}))})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Workshop]:
    """The park and the square, closed, with the same poll in two rounds, and the market, where one question was worded otherwise."""
    folder = tmp_path_factory.mktemp("beside")
    put_database(folder / "room.db")
    db = opened(folder)
    held(db, OTHER, 12, code="MARKT2", title="Old Market", beside=False, seed=3, close=False).close()
    held(db, ASKED, 12, code="SQVAR2", title="Square", seed=5)
    room = held(db, ASKED, 12)
    room.do(lambda unit: unit.staff.grant(OLA, Role.ORGANISER, None))
    room.do(lambda unit: unit.staff.grant(FAY, Role.FACILITATOR, room.workshop.id))
    db.close()
    return folder, room.workshop


@pytest.fixture
def park(made: tuple[Path, Workshop], tmp_path: Path) -> Iterator[Room]:
    """The park, in a database of its own with the two others."""
    folder, workshop = made
    shutil.copytree(folder, tmp_path / "copy")
    db = opened(tmp_path / "copy")
    yield Room(db, workshop)
    db.close()


def opened(folder: Path) -> Database:
    """The database in it."""
    return Database.open(f"sqlite:///{folder}/room.db", FileKeys(folder / "keys"), random.SystemRandom())


def ids(room: Room, *codes: str) -> list[str]:
    """Of the workshops with these join codes."""
    found = room.do(lambda unit: [unit.workshops.by_code(code, include_closed=True) for code in codes])
    return [workshop.id for workshop in found if workshop is not None]


def tap(act: str, *codes: str) -> Button:
    """As it stands below a comparison."""
    return Button(Scope.FACILITATOR, "", pages.VERB, (act, "".join(codes)))


def report_for(room: Room, who: int | None, workshop: str = "") -> Report:
    """What somebody who asks gets."""
    about = workshop or room.workshop.id
    return room.do(lambda unit: gather(unit, about, "en", in_report(unit, about, "en", who)))


def words_of(file: bytes) -> str:
    """All that a document says."""
    document = Document(io.BytesIO(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join((*(paragraph.text for paragraph in document.paragraphs), *cells))


def test_a_tap_puts_it_into_each_report(park: Room) -> None:
    """With its picture, bases and sentences, the changed wording named with both; another tap takes it out; twice is once."""
    counter = Counter(park.db, LAST_DAY)
    assert report_for(park, OLA).beside is None
    for _ in range(2):
        said = texts(counter.press(OLA, tap(pages.PUT, "PARK7Q", "MARKT2")))
        assert "has this comparison as a part, also in the export: Riverside Park · Old Market" in said
    report = report_for(park, OLA)
    assert report.beside is not None
    assert [one.name for one in report.beside.where] == ["Riverside Park", "Old Market"]
    (market,) = ids(park, "MARKT2")
    assert report_for(park, OLA, market).beside == report.beside, "the other one's report has the same"
    document = to_docx(report)
    assert document == to_docx(report_for(park, OLA))
    assert to_pdf(report) == to_pdf(report_for(park, OLA))
    said = words_of(document)
    for part in ("Beside other workshops", "Old Market: ", "of 12 answered", "Furthest apart: “", "Not compared, and why",
                 "Asked in other words. Riverside Park: “Is it worth it?” / Old Market: “Worth the money?”",
                 "“Time” matters most for us. · second round: Asked only at Riverside Park."):  # fmt: skip
        assert part in said, part
    alone = to_docx(report_for(park, None))
    assert alone == document, "the operator has it too"
    with zipfile.ZipFile(io.BytesIO(document)) as files:
        xml = files.read("word/document.xml").decode()
    assert 'descr="For whom are you here? Riverside Park: ' in xml
    counter.press(OLA, tap(pages.OUT, "PARK7Q", "MARKT2"))
    assert report_for(park, OLA).beside is None


def test_only_for_who_steers_all_of_them(park: Room) -> None:
    """A facilitator of one cannot put it there, and gets a report without it; what is not closed, twice there or unknown is refused."""
    counter = Counter(park.db, LAST_DAY)
    refused = texts(counter.press(FAY, tap(pages.PUT, "PARK7Q", "MARKT2")))
    assert "no closed workshop of yours with the join code MARKT2" in refused
    assert park.do(lambda unit: unit.beside.of(park.workshop.id)) == ()
    counter.press(OLA, tap(pages.PUT, "PARK7Q", "MARKT2"))
    assert report_for(park, FAY).beside is None
    assert "stands there twice" in texts(counter.press(OLA, tap(pages.PUT, "PARK7Q", "PARK7Q")))
    assert "Name two to 8" in texts(counter.type(OLA, "/compare PARK7Q"))
    assert "stands there twice" in texts(counter.type(OLA, "/compare park7q PARK7Q"))
    still = held(park.db, OTHER, 2, code="STILL2", beside=False, close=False)
    for act in (pages.PUT, pages.GO):
        assert "STILL2" in texts(counter.press(OLA, tap(act, "PARK7Q", "STILL2")))
    with pytest.raises(NotClosed):
        park.do(lambda unit: read(unit, [park.workshop.id, still.workshop.id], "en"))


def test_what_is_done_with_a_neighbour_stands_in_its_list(park: Room) -> None:
    """People of the market read that its results went out, with the report or the pack of the park; a table of numbers has none of it."""
    (market,) = ids(park, "MARKT2")
    Counter(park.db, LAST_DAY).press(OLA, tap(pages.PUT, "PARK7Q", "MARKT2"))
    export_of(park.db, park.workshop.id, "csv", Actor.ORGANISER, LAST_DAY, "en", OLA)
    pack = export_of(park.db, park.workshop.id, "pack", Actor.ORGANISER, LAST_DAY, "en", OLA)[1]
    noted = park.do(lambda unit: unit.actions.of(market))
    assert [one.detail for one in noted if one.kind is ActionKind.EXPORTED] == ["pack"]
    with zipfile.ZipFile(io.BytesIO(pack)) as files:
        inside = next(one for one in files.namelist() if one.endswith("report.docx"))
        assert "Old Market" in words_of(files.read(inside))


def test_a_deleted_one_leaves_the_others(park: Room) -> None:
    """With the market goes what the park's report had beside it, to the last row."""
    Counter(park.db, LAST_DAY).press(OLA, tap(pages.PUT, "PARK7Q", "MARKT2"))
    (market,) = ids(park, "MARKT2")
    park.do(lambda unit: unit.deletions.delete(market, LAST_DAY))
    assert park.do(lambda unit: unit.beside.of(park.workshop.id)) == ()
    assert report_for(park, OLA).beside is None


def test_polls_and_rounds_are_compared_by_their_words(park: Room) -> None:
    """The same poll elsewhere and its second round are compared; where it was not asked, it is said who alone did."""
    both = ids(park, "PARK7Q", "SQVAR2")
    found = park.do(lambda unit: read(unit, both, "en"))
    rows = [row for row in found.rows if row.id.startswith("poll")]
    assert [(row.id, row.number, row.why) for row in rows] == [("poll-1", 1, None), ("poll-1-round-2", 2, None)]
    assert [asked_as(row, Wording("en")) for row in rows][1] == "“Time” matters most for us. · second round"
    assert all(one.summary is not None and one.summary.answered == 12 for row in rows for one in row.said)
    other = ids(park, "PARK7Q", "MARKT2")
    alone = park.do(lambda unit: read(unit, other, "nl"))
    missing = next(row for row in alone.rows if row.id == "poll-1")
    assert (missing.why, reason(missing, Wording("nl"))) == (Why.MISSING, "Alleen gevraagd bij Riverside Park.")


def test_as_many_as_there_is_room_for_fit_a_button(park: Room) -> None:
    """Eight codes come back from a button as they went in, and no ninth is taken."""
    codes = [f"PARK{n}Q" for n in range(2, 10)]
    chosen: list[str] = []
    for code in codes:
        chosen = list(pages.toggled(chosen, code))
    assert pages.toggled(chosen, "NINE99") == tuple(codes)
    closed = [replace(park.workshop, code=code) for code in (*codes, "NINE99")]
    page = pages.choosing(closed, codes, Wording("en"))
    assert "There is room for no more." in page.html
    assert all(key.button and len(encode(key.button)) <= 64 for row in page.keyboard for key in row)
    (((button,),)) = pages.below(codes, Wording("en"))
    assert button.button is not None
    assert len(encode(button.button)) <= 64
    assert pages.unpacked(button.button.arguments[1:]) == codes
    ordered = Counter(park.db, LAST_DAY).press(OLA, tap(pages.GO, "PARK7Q", "MARKT2"))
    assert [len(op.beside) for op in orders(ordered)] == [1]


def orders(ops: Iterable[Op]) -> list[MakeReport]:
    """What is ordered."""
    return [op for op in ops if isinstance(op, MakeReport)]


def test_a_place_where_nobody_answered(park: Room) -> None:
    """It stands there with its 0, and nothing is shown of it; no picture is drawn of one place alone, and both files can be made."""
    held(park.db, ASKED, 0, code="EMPTY2", title="Nobody came", beside=False)
    both = ids(park, "EMPTY2", "PARK7Q")
    park.do(lambda unit: unit.beside.put(both))
    report = report_for(park, OLA, both[0])
    assert report.beside is not None
    assert [(one.joined, one.counted) for one in report.beside.where] == [(0, 0), (12, 12)]
    said = words_of(to_docx(report))
    assert "Nobody came: too few people answered, so nothing is shown." in said
    assert "Furthest apart" not in said
    assert to_pdf(report).startswith(b"%PDF")


def test_the_command_line_in_dutch_and_of_a_deleted_one(park: Room, tmp_path: Path) -> None:
    """In another language the same is said with other words; of a deleted workshop, that it was."""
    folder = tmp_path / "copy"
    settings = Settings(database_url=f"sqlite:///{folder}/room.db", keystore=f"file:{folder}/keys")
    ((_, text),) = on_the_line(settings, ("park7q", "SQVAR2"), None, "nl", together=False)
    assert text.decode().startswith("Naast elkaar: Riverside Park · Square\n")
    assert "“Time” matters most for us. · tweede ronde" in text.decode()
    with pytest.raises(Unfit, match="in: en, nl"):
        on_the_line(settings, ("PARK7Q", "SQVAR2"), None, "xx", together=False)
    (market,) = ids(park, "MARKT2")
    park.do(lambda unit: unit.deletions.delete(market, LAST_DAY))
    with pytest.raises(Unfit, match="MARKT2 was deleted on"):
        on_the_line(settings, ("PARK7Q", "MARKT2"), None, together=False)


async def test_one_that_is_deleted_meanwhile(park: Room) -> None:
    """Who waits for it is told that it is gone, also a facilitator, whose role went with it; nobody else is told anything."""
    park_id, market = ids(park, "PARK7Q", "MARKT2")
    park.do(lambda unit: unit.staff.grant(FAY, Role.FACILITATOR, market))
    park.do(lambda unit: unit.deletions.delete(market, LAST_DAY))
    carried: list[Op] = []

    async def send(op: Send, _came: object) -> None:
        raise AssertionError(op)

    compared = Comparisons(lambda work: asyncio.wrap_future(park.db.run(work)), carried.extend, send)
    for who in (FAY, 77):
        await compared.make(MakeReport(park_id, who, "en", "en", Actor.FACILITATOR, (market,)))
    assert texts(carried) == "That is no longer there."
