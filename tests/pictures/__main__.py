"""Takes the pictures of the README anew, in the rehearsal: `make pictures`. Needs Chromium; what people say is drawn by a seeded lot.

The pages of the report are of the same finished workshop as in `roundtable rehearse --sample place-keeping`, with people of that lot.
"""

from __future__ import annotations

import base64
import random
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from bot.rehearsal.hands.crowd import crowd
from bot.rehearsal.session import real_bot
from bot.rehearsal.showing import Stage
from bot.report.gathering import gather
from bot.report.pages import TEMPLATE, data_of
from bot.report.pictures import IN_A_COLUMN
from bot.results.charting.press import print_pages
from flows.definition.loading import load_library
from storage.database import Database
from storage.keys.stores import FileKeys
from tests.pictures.lighter import lighter
from tests.support.examples.reported import sampled
from tests.support.prepared import put_database
from tests.support.rehearsing import browsing, looking, playing
from tests.support.shared import ROOT

IMAGES = ROOT / "docs" / "images"
_PLAIN = "body, .middle { background: #dfe9e3 !important; }"
"""Without patterns and shades a picture is half as large: the README is read on phones."""

_DESK = "body { margin: 20px; display: flex; gap: 20px; background: #e8e4dc; } img { width: 610px; height: 862px; background: white; }"
"""Two pages side by side."""

PATIENCE = 90_000
"""Milliseconds that twenty people may take to answer."""


async def _people(stage: Stage, link: str, size: int, told: Callable[[int, int], None]) -> None:
    await crowd(stage.emulator.account, size, link, chance=random.Random(11), speed=4, on_progress=told, stays=True)


def take(folder: Path = IMAGES) -> None:
    """All pictures, into `folder`: phones with board, question and consent card; a result on the wall; two pages of a report."""
    with browsing() as browser:
        _rehearsed(browser, folder)
        report(browser, folder)


def report(browser: Browser, folder: Path) -> None:
    """The first page and one with findings above their pictures: statements together, themes with quotes. Always the same bytes."""
    with tempfile.TemporaryDirectory() as place:
        put_database(Path(place) / "room.db")
        db = Database.open(f"sqlite:///{place}/room.db", FileKeys(Path(place) / "keys"), random.Random(11))
        room = sampled(db, load_library()["place-keeping"], "en", title="Riverside Park")
        found = room.do(lambda unit: gather(unit, room.workshop.id, "en"))
        db.close()
    pages = print_pages(TEMPLATE, {**IN_A_COLUMN, **data_of(found), "abreast": 2}, "svg", (found.title,))
    both = (base64.b64encode(pages[at]).decode() for at in (0, 2))
    shown = "".join(f'<img src="data:image/svg+xml;base64,{page}">' for page in both)
    view = browser.new_page(viewport={"width": 1280, "height": 902})
    view.set_content(f"<style>{_DESK}</style>{shown}")
    expect(view.locator("img")).to_have_count(2)
    (folder / "report.png").write_bytes(lighter(view.screenshot()))
    view.close()


def _rehearsed(browser: Browser, folder: Path) -> None:
    with playing(real_bot, _people) as here, looking(browser, here.address, 1440, 750) as view:
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
