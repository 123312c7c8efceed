"""A rehearsal in a thread of its own with a browser in front of it, for tests; must not know what is tested."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bot.messages import Message, Send
from bot.rehearsal.serving import serve
from bot.rehearsal.showing import Stage
from bot.rehearsal.stage import Gather, Produce, Rehearsal
from bot.rehearsal.web import page
from bot.telegram.render import sending

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
HERE = ("http://127.0.0.1:", "data:")
"""Where requests of the page may go: to the rehearsal, and to the bot's own pages, such as the presenter's screen."""

PATIENCE = 20_000
"""Milliseconds that a test waits for something to appear on a phone."""

T = TypeVar("T")


@asynccontextmanager
async def no_bot(stage: Stage) -> AsyncIterator[None]:
    """Nobody answers: the phones, the page and the emulated server alone."""
    assert stage.url
    yield


async def nobody(stage: Stage, link: str, size: int, told: Callable[[int, int], None]) -> None:
    """A crowd that is there at once."""
    assert stage.url
    assert link
    told(size, size)


class Playing:
    """A running rehearsal as seen from another thread."""

    def __init__(self, rehearsal: Rehearsal, address: str, loop: asyncio.AbstractEventLoop) -> None:
        self.rehearsal, self.address, self._loop = rehearsal, address, loop

    def do(self, act: Callable[[Rehearsal], T]) -> T:
        """Call something on the rehearsal's own loop and hand back what it returns."""

        async def acting() -> T:
            return act(self.rehearsal)

        return asyncio.run_coroutine_threadsafe(acting(), self._loop).result(PATIENCE / 1000)

    def hear(self, name: str, message: Message) -> None:
        """The bot says this to one of the people."""

        async def saying() -> None:
            stage = self.rehearsal.stage
            call = sending(Send(next(phone.user_id for phone in stage.cast if phone.name == name), message))
            given = {**call.args, "chat_id": call.chat_id, "reply_markup": call.args["reply_markup"].to_dict()}
            await stage.emulator.call("sendMessage", given)

        asyncio.run_coroutine_threadsafe(saying(), self._loop).result(PATIENCE / 1000)


@contextmanager
def playing(produce: Produce = no_bot, gather: Gather = nobody) -> Iterator[Playing]:
    """A rehearsal on a free port; it has ended, and its folder is gone, when the block is left."""
    found: Future[Playing] = Future()
    over = asyncio.Event()

    async def run() -> None:
        async with Rehearsal(produce, gather) as rehearsal, serve(page(rehearsal)) as address:
            found.set_result(Playing(rehearsal, address, asyncio.get_running_loop()))
            await over.wait()
            rehearsal.dismiss()

    with ThreadPoolExecutor(1) as pool:
        ended: Future[None] = pool.submit(asyncio.run, run())
        either: list[Future[Any]] = [found, ended]
        wait(either, 60, FIRST_COMPLETED)
        if ended.done():
            ended.result()
        here = found.result(0)
        try:
            yield here
        finally:
            here.do(lambda _: over.set())
            ended.result(30)


def chromium() -> str:
    """Where the browser is; skips the test where there is none, except in CI."""
    path = CHROMIUM if Path(CHROMIUM).exists() else shutil.which("chromium") or ""
    if not path:
        assert not os.environ.get("CI"), "CI has no Chromium"
        pytest.skip("Chromium is not installed")
    return path


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser: starting one takes longer than many a look at a page."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium(), args=[*FLAGS])
        yield browser
        browser.close()


@contextmanager
def looking(browser: Browser, address: str, width: int = 1440, height: int = 900) -> Iterator[Page]:
    """The page in a browser that reports every script error and every request that leaves this machine; nothing is remembered."""
    wrong: list[str] = []
    view = browser.new_page(viewport={"width": width, "height": height})
    try:
        view.set_default_timeout(PATIENCE)
        view.on("pageerror", lambda error: wrong.append(str(error)))
        view.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
        view.on("request", lambda it: None if it.url.startswith(HERE) else wrong.append(it.url))
        view.goto(address)
        view.locator(".phone").nth(2).wait_for()
        yield view
    finally:
        view.close()
    assert wrong == []
