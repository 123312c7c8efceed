"""The wall of words in a real browser: all cards can be read, on as many pages as it takes, and a new one is where one looks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.acceptance.screen.test_in_the_browser import projected, screen_of, watching
from tests.support.room import open_room

SAID = "benches below the old trees near the river, and somebody who looks after them on Sundays"
ALL_SEEN = """() => {
  const board = document.querySelector('.board').getBoundingClientRect();
  const cards = [...document.querySelectorAll('.board .card')];
  const cut = cards.filter((card) => card.getBoundingClientRect().bottom > board.bottom + 1 || card.scrollWidth > card.clientWidth + 1);
  return [cards.map((card) => card.textContent), cut.length,
    [...document.querySelectorAll('.theme-name')].map((name) => name.textContent.slice(0, 7))];
}"""

STANDS = """() => Promise.all(
  document.querySelector('.board').getAnimations({ subtree: true }).map((one) => one.finished.catch(() => null)))"""
"""Until no card slides any more."""


def cards(count: int, *, sorted_in: bool) -> dict[str, Any]:
    """So many cards of one to sixteen words, two thirds of them in three themes."""
    items = [
        {
            "id": f"c{n}",
            "text": f"{n} " + SAID[: 7 + 5 * (n % 16)],
            "theme": f"t{n % 6}" if sorted_in and n % 6 < 4 else "",
        }
        for n in range(count)
    ]
    themes = [{"id": f"t{n}", "label": f"Theme {n} {'x' * 40}", "count": count // 6, "note": ""} for n in range(4)]
    return {
        "items": items,
        "themes": themes if sorted_in else [],
        "more": "",
        "none": "",
        "page": "Page {page} of {pages}",
    }


async def shown(view: Page, address: str, token: str, state: dict[str, Any], *walls: dict[str, Any]) -> None:
    """The page with these walls, one after the other."""
    about: dict[str, Any] = {
        "id": "q",
        "text": "What?",
        "headline": "",
        "brief": "",
        "base": "",
        "quotes": [],
        "rows": [],
        "round": None,
        "pairs": None,
    }
    body = "".join(f"data: {json.dumps({**state, 'results': [{**about, 'cards': wall}]})}\n\n" for wall in walls)
    await view.unroute_all()
    await view.route("**/screen/events", lambda to: to.fulfill(body=body, content_type="text/event-stream"))
    await view.goto(f"{address}/screen")
    await view.goto(f"{address}/screen#{token}")
    await expect(view.locator(".board .card").first).to_be_visible()
    await view.wait_for_timeout(300)
    await view.evaluate(STANDS)


@pytest.mark.browser
async def test_every_card_is_on_some_page() -> None:
    """Sorted in or not, on a projector, a laptop and a phone: nothing is cut off, the clicker turns the pages, then goes on."""
    async with open_room(screen=True) as room:
        fay = await room.staff()
        await room.workshop(fay)
        address, token = await screen_of(room, fay)
        async with watching(address, token) as line:
            state = await line.next() or {}
        async with projected(f"{address}/screen", 1920, 1080) as view:
            for sorted_in, count, width, height in (
                (False, 90, 1920, 1080),
                (True, 60, 1366, 768),
                (True, 8, 1920, 1080),
            ):
                await view.set_viewport_size({"width": width, "height": height})
                await shown(view, address, token, state, cards(count, sorted_in=sorted_in))
                read, names = set[str](), set[str]()
                for _ in range(40):
                    texts, cut, themes = await view.evaluate(ALL_SEEN)
                    assert cut == 0
                    names |= set(themes)
                    read |= set(texts)
                    before = await view.locator(".page-of").text_content()
                    await view.keyboard.press("ArrowRight")
                    if await view.locator(".page-of").text_content() == before:
                        break
                assert (len(read), len(names)) == (count, 4 if sorted_in else 0)
            await view.set_viewport_size({"width": 390, "height": 800})
            await shown(view, address, token, state, cards(60, sorted_in=True))
            assert len((await view.evaluate(ALL_SEEN))[0]) == 60, "a phone scrolls"

            fewer = cards(90, sorted_in=False)
            more = {**fewer, "items": [{"id": "new", "text": "The newest", "theme": ""}, *fewer["items"]]}
            await view.set_viewport_size({"width": 1920, "height": 1080})
            await shown(view, address, token, state, fewer, more)
            await expect(view.locator(".board .card", has_text="The newest")).to_be_visible()
            assert not (await view.locator(".page-of").text_content() or "").startswith("Page 1 "), "it comes last"
