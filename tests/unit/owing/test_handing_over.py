"""A file that was made reaches who asked for it, or they are told; one that hangs holds nobody else."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterable

import pytest

from bot.messages import Message, Op, Send
from bot.owing.bench import Bench
from bot.owing.engine import Ends, Unsure
from bot.owing.handing import NotTaken, Patience, Wanted, hand_over
from bot.wording import Wording
from tests.support.receiving import texts

FAY = 11
SOON = Patience(look=0.001, silent=5.0, most=5.0)
FILES = (
    Message("", document=("one.pdf", b"file")),
    Message("", document=("two.docx", b"file")),
    Message("three", photo=b"picture"),
)


class Line:
    """A line to Telegram: what becomes of each call, in this order, then all is well. `came`: how much has come, each time."""

    def __init__(self, *fates: type[Exception] | None) -> None:
        self.fates, self.left, self.carried, self.came = list(fates), list[str](), list[Op](), list[int]()

    async def send(self, op: Send, came: Callable[[], Awaitable[None]]) -> None:
        """One call."""
        document = op.message.document
        self.left.append(document[0] if isinstance(document, tuple) else op.message.html)
        fate = self.fates.pop(0) if self.fates else None
        if fate is not None:
            raise fate
        await came()

    def carry(self, ops: Iterable[Op]) -> None:
        """What is said."""
        self.carried.extend(ops)

    async def hand(self, had: int = 0) -> None:
        """Hand the files over."""

        async def make() -> tuple[Message, ...]:
            return FILES

        async def may() -> bool:
            return True

        async def came(count: int) -> None:
            self.came.append(count)

        await hand_over(
            Wanted(FAY, make, may, "early", "failed", had, came), Wording("en"), self.carry, self.send, SOON
        )


async def test_each_comes_once_and_it_is_told_how_many_have() -> None:
    """One after the other."""
    line = Line()
    await line.hand()
    assert (line.left, line.came, line.carried) == (["one.pdf", "two.docx", "three"], [1, 2, 3], [])


async def test_one_that_telegram_refuses_is_named_and_the_others_come() -> None:
    """As one that is too large; it is not tried again."""
    line = Line(NotTaken)
    await line.hand()
    assert line.left == ["one.pdf", "two.docx", "three"]
    assert texts(line.carried) == "Telegram does not take one.pdf from me. Please ask for it again in a while."


async def test_one_without_an_answer_goes_once_more_alone() -> None:
    """Rather twice than never, and the others once; after two it is said that nobody knows."""
    line = Line(None, Unsure)
    await line.hand()
    assert (line.left, line.carried) == (["one.pdf", "two.docx", "two.docx", "three"], [])
    line = Line(Unsure, Unsure)
    await line.hand()
    assert line.left == ["one.pdf", "one.pdf", "two.docx", "three"]
    assert texts(line.carried) == "Telegram did not say whether it has one.pdf. If it is missing, ask for it again."


async def test_cut_short_by_the_end_only_the_rest_comes_after_the_start() -> None:
    """What had come is not sent again."""
    line = Line(None, Ends)
    with pytest.raises(Ends):
        await line.hand()
    (had,) = line.came
    again = Line()
    await again.hand(had)
    assert (again.left, again.came) == (["two.docx", "three"], [2, 3])


async def test_a_file_that_hangs_holds_nobody_else() -> None:
    """Given up, its place is free, and the threads of the room were never asked for one."""
    bench, release = Bench(places=1), threading.Event()
    hanging = asyncio.ensure_future(bench.make(release.wait))
    waiting = asyncio.ensure_future(bench.make(lambda: threading.current_thread().name))
    await asyncio.sleep(0.01)
    assert not waiting.done(), "so many at a time"
    hanging.cancel()
    assert (await asyncio.wait_for(waiting, 5)).startswith("file")
    release.set()
