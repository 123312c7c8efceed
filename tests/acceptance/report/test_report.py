"""The report on phones: asked for by a tap or typed, it comes as pages, a document and a picture, in the language that is tapped."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.rehearsal.hands.phone import Phone
from bot.report import handing
from bot.report.pages import to_pdf
from bot.report.values import Report
from tests.support.careful import careful_room
from tests.support.steps import board, close, joined, submit, words_heard


def files(phone: Phone) -> list[str]:
    """The names of the documents that have come."""
    return [bubble.document_name for bubble in phone.messages() if bubble.document_name]


async def test_a_facilitator_has_the_report_within_a_tap() -> None:
    """Before the close it is said when it comes; after it the board has a button, and the pages have one for the other language."""
    async with careful_room() as room:
        fay = await room.staff(role="facilitator")
        code = await room.workshop(fay)
        await submit(room, *await joined(room, code, 8))
        fay.say("/report")
        await room.quiet()
        assert "The report comes after the close" in words_heard(fay)
        await close(room, fay)
        fay.tap("📑 Report", message=board(fay))
        await room.quiet()
        assert files(fay) == [f"report-{code}-en.pdf", f"report-{code}-en.docx"]
        passed_on = next(b for b in reversed(fay.messages()) if b.photo is not None)
        assert "8 people took part." in passed_on.text
        assert "📑 Report" in board(fay).labels, "the board stands below it again"
        fay.tap("In Nederlands")
        await room.quiet()
        assert files(fay)[-2] == f"report-{code}-nl.pdf"
        assert "8 mensen deden mee." in next(b for b in reversed(fay.messages()) if b.photo is not None).text


async def test_a_restart_in_the_middle_brings_it_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot ends while the pages are being made: what was tapped is owed, and comes after the start, once."""
    async with careful_room() as room:
        fay = await room.staff(role="facilitator")
        code = await room.workshop(fay)
        await submit(room, *await joined(room, code, 8))
        await close(room, fay)
        begun, go_on = threading.Event(), threading.Event()

        def slow(report: Report) -> bytes:
            begun.set()
            go_on.wait(30)
            return to_pdf(report)

        monkeypatch.setattr(handing, "to_pdf", slow)
        fay.tap("📑 Report", message=board(fay))
        await asyncio.to_thread(begun.wait, 30)
        monkeypatch.setattr(handing, "to_pdf", to_pdf)
        ending = asyncio.ensure_future(room.restart())
        await asyncio.sleep(0)
        go_on.set()
        await ending
        await room.quiet()
        assert files(fay) == [f"report-{code}-en.pdf", f"report-{code}-en.docx"]
