"""Takes the pictures of the README anew, in the rehearsal: `make pictures`. Needs Chromium; what people say is drawn by a seeded lot."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from bot.rehearsal.hands.crowd import crowd
from bot.rehearsal.session import real_bot
from bot.rehearsal.showing import Stage
from tests.support.rehearsing import browsing, looking, playing
from tests.support.shared import ROOT

IMAGES = ROOT / "docs" / "images"
_PLAIN = "body, .middle { background: #dfe9e3 !important; }"
"""Without patterns and shades a picture is half as large: the README is read on phones."""

PATIENCE = 90_000
"""Milliseconds that twenty people may take to answer."""


async def _people(stage: Stage, link: str, size: int, told: Callable[[int, int], None]) -> None:
    await crowd(stage.emulator.account, size, link, chance=random.Random(11), speed=4, on_progress=told, stays=True)


def take(folder: Path = IMAGES) -> None:
    """Both pictures, into `folder`: phones with board, question and consent card; and a result on the wall."""
    with browsing() as browser, playing(real_bot, _people) as here, looking(browser, here.address, 1440, 750) as view:
        view.add_style_tag(content=_PLAIN)
        fay, ada, ben = (view.get_by_role("region", name=f"{name}’s phone") for name in ("Fay", "Ada", "Ben"))
        view.get_by_role("button", name="Let 20 people answer").click()
        for phone in (ada, ben):
            phone.get_by_role("button", name="Start", exact=True).click()
        _tap(ada, "Take part")
        _tap(ada, "Resident")
        expect(view.locator("#crowd-words")).to_contain_text("all have answered", timeout=PATIENCE)
        expect(fay.locator(".list")).to_contain_text(re.compile(r"\d+ of \d+ counted"), timeout=PATIENCE)
        _tap(fay, "Summary")
        expect(fay.locator(".list")).to_contain_text("1 of 7")
        _tap(fay, "Next →")
        expect(fay.locator(".list")).to_contain_text("2 of 7")
        _tap(fay, "Show on the screen")
        wall = view.frame_locator("#wall")
        expect(wall.locator(".row")).not_to_have_count(0)
        view.wait_for_timeout(6000)  # bars have grown, notices are gone
        _save(view, folder / "rehearsal.png")
        link = view.locator("#projector-tab").get_attribute("href") or ""
        view.set_viewport_size({"width": 1280, "height": 720})
        view.goto(link)
        expect(view.locator(".row")).not_to_have_count(0)
        view.wait_for_timeout(12_000)  # the hint about keys is gone
        _save(view, folder / "screen.png")


def _tap(phone: Locator, label: str) -> None:
    phone.locator(".key", has_text=re.compile(label)).last.click()


def _save(view: Page, path: Path) -> None:
    view.screenshot(path=path)


if __name__ == "__main__":
    take()
