"""Faults around files that somebody asked for: they hang, are refused, lost on the line, or the bot is killed between two of them."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.protocol.refusal import Refused, too_many
from bot.rehearsal.server.http import Answer
from tests.chaos.faults.close import closes, full
from tests.chaos.stand import Stand, board, stand
from tests.chaos.table import Fault

REPORT = ("pdf", "docx", "picture")
_HANGS = """
import sys, time
class Finder:
    def find_spec(self, name, path, target=None):
        if name == "bot.report.pages":
            import bot.results.charting.press as press
            press.print_document = lambda *a, **k: time.sleep(3600)
        return None
sys.meta_path.insert(0, Finder())
"""
_NO_NUMPY = """
import sys
class Finder:
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in ("numpy", "scipy"):
            raise ImportError(name)
sys.meta_path.insert(0, Finder())
"""


def _spoil(here: Stand, code: str) -> None:
    """From the next start on this runs before the program."""
    edge = here.folder / "edge"
    edge.mkdir()
    (edge / "sitecustomize.py").write_text(code)
    here.bot.more = {"PYTHONPATH": str(edge)}


async def _closed(here: Stand) -> tuple[Phone, str]:
    fay, code, _ = await full(here)
    await closes(here, fay)
    await here.until(lambda: "· closed" in board(fay), "the close")
    await here.rest(quiet=2)
    return fay, code


def came(fay: Phone) -> Counter[str]:
    """How often each part of a report is on the phone."""
    found = Counter(str(b.document_name).rpartition(".")[2] for b in fay.messages() if b.document)
    found["picture"] = sum("asked in “" in b.text for b in fay.messages())
    return +found


async def _report(here: Stand, fay: Phone) -> dict[str, int]:
    fay.say("/report")
    await here.until(lambda: came(fay)["picture"], "the last part of the report", 90)
    await here.rest(quiet=3)
    return dict(came(fay))


async def _line(lay: Callable[[Stand, int], None], wanted: dict[str, int], said: str = "") -> str:
    """Something becomes of the first file."""
    async with stand() as here:
        fay, _ = await _closed(here)
        lay(here, fay.chat_id)
        got = await _report(here, fay)
        assert here.telegram.unfinished() == 0, "the fault was not met"
        assert got == wanted, f"came: {got}"
        if said:
            await here.shows(fay, said)
        return f"came: {got}" + (f"; “… {said} …”" if said else "")


async def _killed() -> str:
    """SIGKILL when one part is carried out and before the next; all of it after the start, what was there not again."""
    async with stand() as here:
        fay, _ = await _closed(here)
        seen: list[str] = []
        real = here.telegram.call

        async def call(method: str, given: dict[str, object]) -> Answer:
            if method == "sendDocument":
                seen.append(method)
                if len(seen) == 2:  # the pages are on the phone, and it is known; the document never gets there
                    here.bot.strike()
                    await asyncio.sleep(3600)
            return await real(method, given)

        here.telegram.call = call  # type: ignore[method-assign]
        fay.say("/report")
        await here.until(lambda: len(seen) == 2, "the second file")
        await here.bot.kill()
        here.telegram.call = real  # type: ignore[method-assign]
        await here.start()
        await here.until(lambda: came(fay)["picture"], "the rest of the report", 60)
        await here.rest(quiet=3)
        got = dict(came(fay))
        assert got == dict.fromkeys(REPORT, 1), f"came: {got}"
        return f"came: {got}"


async def _hangs() -> str:
    """The pages are never done: the room goes on, it ends when it is told to, and after the start the report comes."""
    async with stand() as here:
        fay, _ = await _closed(here)
        await here.bot.terminate()
        _spoil(here, _HANGS)
        await here.start()
        for language in ("en", "nl"):
            fay.say(f"/report {language}")
        await here.shows(fay, "not ready yet")
        began = time.monotonic()
        await here.workshop(fay, "River")
        fay.say("/close")
        await here.until(lambda: fay.tap("Yes, close it"), "the question whether to close")
        await here.until(lambda: "River · closed" in board(fay), "a close meanwhile")
        closed = time.monotonic() - began
        began = time.monotonic()
        code = await here.bot.terminate()
        took = time.monotonic() - began
        assert code == 0, f"exit code {code}"
        assert took < 12, f"it took {took:.0f} s to end"
        here.bot.more = {}
        await here.start()
        await here.until(lambda: came(fay)["docx"] == 2 and came(fay)["picture"], "both reports", 90)
        await here.rest(quiet=3)
        got = dict(came(fay))
        assert got == {"pdf": 2, "docx": 2, "picture": 1}, f"came: {got}"  # the Dutch sentences are other ones
        return f"another workshop opened and closed in {closed:.1f} s; it ends after {took:.1f} s, exit code 0; then both come once"


async def _compared() -> str:
    """Two workshops side by side, the answer to its pages lost; then killed and asked again."""
    async with stand() as here:
        fay, code = await _closed(here)
        other = await here.workshop(fay, "River")
        await closes(here, fay)
        await here.until(lambda: "River · closed" in board(fay), "the second close")
        here.telegram.cut_next("sendDocument", 1, fay.chat_id)
        fay.say(f"/compare {code} {other}")
        await here.until(lambda: came(fay)["pdf"], "the comparison", 60)
        await here.rest(quiet=3)
        assert came(fay)["pdf"] == 1, f"came: {dict(came(fay))}"
        return "the pages come once"


async def _no_numpy() -> str:
    """The bot starts and a report is made where numpy and scipy are broken, as themes alone need them."""
    async with stand() as here:
        fay, _ = await _closed(here)
        await here.bot.terminate()
        _spoil(here, _NO_NUMPY)
        await here.start()
        got = await _report(here, fay)
        assert got == dict.fromkeys(REPORT, 1), f"came: {got}"
        assert "Traceback" not in here.log
        return f"it starts; a report: {got}"


_ONCE = dict.fromkeys(REPORT, 1)

FAULTS = (
    Fault("files-too-large", "413 for the pages of a report", "it is said, the rest comes once", lambda: _line(lambda here, chat: here.telegram.fail_next("sendDocument", Refused(413), 1, chat), {"docx": 1, "picture": 1}, "Telegram does not take")),
    Fault("files-429", "429, 3 s, for the pages", "all of it comes once", lambda: _line(lambda here, chat: here.telegram.fail_next("sendDocument", too_many(3), 1, chat), _ONCE)),
    Fault("files-reset", "reset before the pages went out", "all of it comes once", lambda: _line(lambda here, chat: here.telegram.cut_next("sendDocument", 1, chat), _ONCE)),
    Fault("files-lost", "the pages went out, the answer is lost", "they come twice at most, the rest once", lambda: _line(lambda here, chat: here.telegram.lose_next("sendDocument", 1, chat), {**_ONCE, "pdf": 2})),
    Fault("files-hang-after", "the pages went out, never answered", "they come twice at most, the rest once", lambda: _line(lambda here, chat: here.telegram.hang_next("sendDocument", 1, chat, done=True), {**_ONCE, "pdf": 2})),
    Fault("files-kill", "SIGKILL between two files of a report", "all of it comes, once", _killed),
    Fault("files-hang", "the pages of a report are never done", "the room goes on; it ends within 12 s; then they come once", _hangs),
    Fault("files-compare", "a comparison, reset before it went out", "it comes once", _compared),
    Fault("files-no-numpy", "numpy and scipy cannot be loaded", "it starts, and reports come", _no_numpy),
)  # fmt: skip
