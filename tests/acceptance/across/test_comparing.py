"""Closed workshops side by side: chosen by tap or by code, only one's own, with pages, words and a picture; and at the command line."""

from __future__ import annotations

import asyncio
import csv
import io
import random
from pathlib import Path

import pytest

from bot.across.line import Unfit, on_the_line
from bot.rehearsal.hands.phone import Phone
from bot.trial.inventing import invented
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
    fay.tap("Yes, close it")
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
        for codes in (f"{park} NOSUCH", f"{park} {still}", f"{park} XXXXXX"):
            fay.say(f"/compare {codes}")
            await room.quiet()
            assert "There is no closed workshop of yours with the join code" in "\n".join(
                b.text for b in fay.messages()[-3:]
            )
        guest = await room.staff("Gus", role="facilitator")
        guest.say(f"/compare {park} {square}")
        await room.quiet()
        assert f"There is no closed workshop of yours with the join code {park}" in guest.last.text
        await at_the_command_line(room, park, square, still)


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
    for codes, out in (((park,), None), ((park, park), None), ((park, "NOSUCH"), None), ((park, still), None),
                       ((park, square), Path("places.doc"))):  # fmt: skip
        with pytest.raises(Unfit):
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
