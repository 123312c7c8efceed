"""Closed workshops side by side: chosen by tap or by code, only one's own, with pages, words and a picture; and at the command line."""

from __future__ import annotations

import asyncio
import csv
import io
import random
import threading
from pathlib import Path

import pytest

from bot.across import making
from bot.across.drawing import to_pdf
from bot.across.line import Unfit, on_the_line
from bot.across.reading import Compared, in_report
from bot.rehearsal.hands.phone import Phone
from bot.trial.inventing import invented
from bot.wording import Wording
from storage.database import Unit
from tests.support.careful import careful_room
from tests.support.room import Room


async def held(room: Room, fay: Phone, title: str, flow: str = "key-questions", people: int = 12) -> str:
    """A workshop in which so many invented people have answered, closed; gives its join code."""
    code = await room.workshop(fay, flow=flow, title=title)

    def answered(unit: object) -> None:
        workshop = unit.workshops.by_code(code)  # type: ignore[attr-defined]
        for number, answers in enumerate(invented(workshop.flow, random.Random(title), "-", people), 1):
            unit.answers.put_all(workshop.id, -number, answers)  # type: ignore[attr-defined]
        unit.workshops.count(workshop.id, joined=people, started=people, submitted=people)  # type: ignore[attr-defined]

    await room.app.deeds.ask(answered)
    fay.say("/close")
    await room.quiet()
    fay.tap(lambda button: (button.data or "").endswith(":closeyes"))
    await room.quiet()
    return code


async def test_two_places_side_by_side() -> None:
    """Tapped in order; each keeps its base; a stranger's workshop, one that is open and one alone are refused alike."""
    async with careful_room() as room:
        fay = await room.staff()
        fay.say("/compare")
        await room.quiet()
        assert "There have to be two closed workshops" in "".join(b.text for b in fay.messages()[-3:])
        park, square = await held(room, fay, "Riverside Park"), await held(room, fay, "Old Market", people=9)
        still = await room.workshop(fay, title="Still open")
        fay.say("/compare")
        await room.quiet()
        fay.tap(lambda button: button.label.startswith("Old Market"))
        await room.quiet()
        fay.tap(lambda button: button.label.startswith("Riverside Park"))
        await room.quiet()
        assert any("1. Old Market\n2. Riverside Park" in bubble.text for bubble in fay.messages())
        fay.tap("⚖️ Lay them side by side")
        fay.tap("⚖️ Lay them side by side")
        await room.quiet()
        assert sum(bubble.document is not None for bubble in fay.messages()) == 1, "two taps are one"
        new = [bubble for bubble in fay.messages() if "Side by side" in bubble.text or bubble.document or bubble.photo]
        caption = next(
            bubble.text for bubble in new if bubble.text.startswith("Side by side: Old Market · Riverside Park")
        )
        assert "Old Market: closed on" in caption
        assert "9 joined, 9 counted" in caption
        words = "\n".join(bubble.text for bubble in fay.messages())
        assert "Old Market: " in words
        assert "of 9 answered" in words
        assert "of 12 answered" in words
        assert "Furthest apart: " in words
        await into_the_reports(room, fay, park, square)
        for codes in (f"{park} NOSUCH", f"{park} {still}", f"{park} XXXXXX"):
            assert "There is no closed workshop of yours with the join code" in await answer(room, fay, codes)
        assert f"{park} stands there twice" in await answer(room, fay, f"{park} {park.lower()}")
        assert "Name two to 8 closed workshops" in await answer(room, fay, park)
        guest = await room.staff("Gus", role="facilitator")
        guest.say(f"/compare {park} {square}")
        await room.quiet()
        assert f"There is no closed workshop of yours with the join code {park}" in guest.last.text
        await at_the_command_line(room, park, square, still)


async def answer(room: Room, phone: Phone, codes: str) -> str:
    """What is said to /compare with these codes."""
    phone.say(f"/compare {codes}")
    await room.quiet()
    return "\n".join(bubble.text for bubble in phone.messages()[-3:])


async def into_the_reports(room: Room, fay: Phone, park: str, square: str) -> None:
    """A tap below the pages, twice: one message of its own for each, and the report that is tapped there has it."""
    below = next(b for b in fay.messages() if any("Put it into their reports" in label for label in b.labels))
    fay.tap("📑 Put it into their reports", message=below)
    fay.tap("📑 Put it into their reports", message=below)
    await room.quiet()
    put = next(b for b in reversed(fay.messages()) if "has this comparison as a part" in b.text)
    assert put.labels == ["📑 Old Market", "📑 Riverside Park", "Take it out again"]
    fay.tap("📑 Riverside Park", message=put)
    await room.quiet()
    names = [b.document_name for b in fay.messages() if b.document_name]
    assert names == [f"compared-{square}-{park}.pdf", f"report-{park}-en.pdf", f"report-{park}-en.docx"]
    kept = await room.app.deeds.ask(lambda unit: in_report(unit, workshop_id(unit, park), "en", fay.user_id))
    assert kept is not None
    assert [one.code for one in kept.where] == [square, park]
    fay.tap("Take it out again", message=put)
    await room.quiet()
    assert await room.app.deeds.ask(lambda unit: in_report(unit, workshop_id(unit, park), "en", None)) is None


def workshop_id(unit: Unit, code: str) -> str:
    """Of a closed workshop."""
    workshop = unit.workshops.by_code(code, include_closed=True)
    assert workshop is not None
    return workshop.id


async def test_a_restart_in_the_middle_brings_it_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot ends while the pages are being made: what was typed, in Dutch, is owed, and comes after the start, once."""
    async with careful_room() as room:
        nel = await room.staff("Nel", language="nl")
        assert "Er moeten twee gesloten workshops zijn" in await answer(room, nel, "")
        park, square = await held(room, nel, "Park"), await held(room, nel, "Markt")
        assert f"{park} staat er twee keer" in await answer(room, nel, f"{park} {park}")
        nel.say("/compare")
        await room.quiet()
        day = Wording("nl").day(room.today)
        assert {f"Park · {day}", f"Markt · {day}"} <= {label for bubble in nel.messages() for label in bubble.labels}
        begun, go_on = threading.Event(), threading.Event()

        def slow(found: Compared) -> bytes:
            begun.set()
            go_on.wait(30)
            return to_pdf(found)

        monkeypatch.setattr(making, "to_pdf", slow)
        nel.say(f"/compare {park} {square}")
        await asyncio.to_thread(begun.wait, 30)
        monkeypatch.setattr(making, "to_pdf", to_pdf)
        ending = asyncio.ensure_future(room.restart())
        await asyncio.sleep(0)
        go_on.set()
        await ending
        await room.quiet()
        (pages,) = [bubble for bubble in nel.messages() if bubble.document_name]
        assert pages.document_name == f"compared-{park}-{square}.pdf"
        assert pages.text.startswith("Naast elkaar: Park · Markt")
        assert "📑 In hun verslagen zetten" in pages.labels
        assert sum(bubble.photo is not None and "verst uiteen" in bubble.text for bubble in nel.messages()) == 1


async def at_the_command_line(room: Room, park: str, square: str, still: str) -> None:
    """The same as text, and as files by their endings; what cannot be is said in a sentence."""

    def line(*codes: str, out: Path | None = None, together: bool = False) -> list[tuple[Path | None, bytes]]:
        return list(on_the_line(room.settings, codes, out, together=together))

    ((_, text),) = await asyncio.to_thread(line, park.lower(), square, together=True)
    assert "of 12 answered" in text.decode()
    assert "Together: " in text.decode()
    ((_, table),) = await asyncio.to_thread(line, park, square, out=Path("places.csv"))
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert {row["place"] for row in rows} == {"Riverside Park", "Old Market"}
    assert {row["asked"] for row in rows if row["question"] == "sector"} == {"12", "9"}
    for ending, begin in ((".png", b"\x89PNG"), (".svg", b"<svg"), (".pdf", b"%PDF")):
        first, *_ = await asyncio.to_thread(line, park, square, out=Path(f"places{ending}"))
        assert first[1].startswith(begin)
    wrong = [
        ((park,), None, "not 1"),
        ((park, park.lower()), None, f"{park} stands there twice"),
        ((park, "NOSUCH"), None, "No workshop has the join code NOSUCH"),
        ((park, still), None, f"{still} is not closed yet"),
        ((*(f"CODE{n}X" for n in range(10)),), None, "not 10"),
        ((park, square), Path("places.doc"), "has to end in"),
    ]
    for codes, out, why in wrong:
        with pytest.raises(Unfit, match=why):
            await asyncio.to_thread(line, *codes, out=out)


async def test_other_questions_are_named_and_stand_apart() -> None:
    """Two sets of questions: what only one asked, and what is worded differently, with the reason."""
    async with careful_room() as room:
        fay = await room.staff()
        one, two = await held(room, fay, "Park"), await held(room, fay, "Square", flow="place-keeping")
        fay.say(f"/compare {one} {two}")
        await room.quiet()
        words = "\n".join(bubble.text for bubble in fay.messages())
        assert "Asked only at Park." in words
        assert "Asked only at Square." in words or "Asked in other words." in words
