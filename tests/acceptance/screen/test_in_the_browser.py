"""The presenter's screen: its link in the chat, its events over HTTP, and the page in a real browser."""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.buttons import Button, Scope, encode
from bot.messages import RefreshBoards
from bot.rehearsal.hands.phone import Phone
from flows.dialogue.agenda import launching
from flows.dialogue.answers import Chosen, Picked
from storage.staff.screens import digest_of
from storage.values import ActionKind, BallotKind, Place
from tests.support.overheard import logged
from tests.support.rehearsing import FLAGS, chromium
from tests.support.room import BOT, Room, open_room
from tests.support.steps import heard, words_heard

CROWD = range(7_300_000_000, 7_300_000_009)


async def screen_of(room: Room, fay: Phone) -> tuple[str, str]:
    """Fay asks for the screen's link: its address and its token. What changes is told at once, not once a second."""
    room.app.deeds.screens._every = 0.05
    fay.say("/screen")
    await room.quiet()
    address, _, token = (fay.messages()[-1].buttons[0][0].url or "").partition("/screen#")
    return address, token


async def fresh_link(room: Room, fay: Phone) -> str:
    """Fay makes a new link, which she is asked about first: its token."""
    await screen_of(room, fay)
    fay.tap("New link")
    await room.quiet()
    assert "The wall will go dark" in fay.messages()[-1].text
    fay.tap("Yes, make a new link")
    await room.quiet()
    return (fay.messages()[-1].buttons[0][0].url or "").partition("/screen#")[2]


async def crowd(room: Room, code: str, *, sure: int) -> str:
    """Nine people hand in two answers each, as if on their phones; `sure` of them say 5. Gives the workshop's id."""

    def work(unit: Any) -> str:
        workshop = unit.workshops.by_code(code)
        for number, person in enumerate(CROWD):
            level = workshop.flow.question("worth").options[4 if number < sure else 0].id
            trigger = workshop.flow.question("triggers").options[number % 3].id
            answers = {"worth": Chosen(level), "triggers": Picked((trigger,))}
            unit.answers.put_all(workshop.id, person, answers)
            unit.workshops.count(workshop.id, joined=1, started=1, submitted=1)
        return str(workshop.id)

    workshop_id = await room.app.deeds.ask(work)
    room.app.deeds.carry((RefreshBoards(workshop_id),))
    return workshop_id


async def ask(room: Room, workshop_id: str, question: str) -> None:
    """The room is asked a question of the agenda."""

    def work(unit: Any) -> None:
        flow, stage = unit.workshops.get(workshop_id).flow, unit.stage.get(workshop_id)
        unit.stage.set(workshop_id, launching(flow, stage, question, 0))

    await room.app.deeds.ask(work)
    room.app.deeds.carry((RefreshBoards(workshop_id),))


class Line:
    """One open connection of a screen."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def next(self) -> dict[str, Any] | None:
        """The next whole state; None when the server has ended the line."""
        async for line in self._answer.content:
            if line.startswith(b"data: "):
                state: dict[str, Any] = json.loads(line[6:])
                return state
        return None


@asynccontextmanager
async def watching(address: str, token: str) -> AsyncIterator[Line]:
    """A screen that streams."""
    async with (
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(20)) as web,
        web.get(f"{address}/screen/events", headers={"Authorization": f"Bearer {token}"}) as answer,
    ):
        assert answer.status == 200
        yield Line(answer)


async def asked(address: str, token: str = "", question: str = "") -> int:
    """The status that a request for events gets, or one to reveal a question."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with aiohttp.ClientSession() as web:
        if question:
            async with web.post(f"{address}/screen/reveal", headers=headers, json={"question": question}) as answer:
                return answer.status
        async with web.get(f"{address}/screen/events", headers=headers) as answer:
            return answer.status


async def test_a_link_shows_the_room_until_a_new_one_is_made() -> None:
    """Each connection begins with the whole state; /screen again shows the same link; a new one ends it; none is in a log or a file."""
    lines = io.StringIO()
    with logged(lines):
        async with open_room(screen=True) as room:
            await _old_and_new_link(room, lines)


async def _old_and_new_link(room: Room, lines: io.StringIO) -> None:
    fay = await room.staff()
    code = await room.workshop(fay)
    address, token = await screen_of(room, fay)
    async with watching(address, token) as line:
        first = await line.next()
        assert first is not None
        assert (first["join"]["code"], first["join"]["joined"]) == (code, 0)
        await crowd(room, code, sure=7)
        second = await line.next()
        assert second is not None
        assert (second["join"]["joined"], second["results"]) == (9, [])
        async with watching(address, token) as other:
            again = await other.next()
        assert again is not None
        assert {**again, "now": 0} == {**second, "now": 0}
        assert await screen_of(room, fay) == (address, token)
        fresh = await fresh_link(room, fay)
        assert await line.next() is None
        fay.press(fay.messages()[-1].message_id, _yes_of(code, token))
        await room.quiet()
        assert await screen_of(room, fay) == (address, fresh), "a second tap makes no third one"
    assert (await asked(address), await asked(address, token), await asked(address, fresh + "x")) == (401, 404, 404)
    files = b"".join(path.read_bytes() for path in room.folder.rglob("*") if path.is_file())
    assert [secret for secret in (token, fresh) if secret.encode() in files or secret in lines.getvalue()] == []


def _yes_of(code: str, token: str) -> str:
    """What the button sends that was made while this token worked."""
    return encode(Button(Scope.FACILITATOR, code, "screenyes", (digest_of(token).hex()[:6],)))


async def test_wrong_links_keep_nobody_out() -> None:
    """However many wrong tokens come, a fresh link works, and they cost the database one look together."""
    async with open_room(screen=True) as room:
        fay = await room.staff()
        await room.workshop(fay)
        address, old = await screen_of(room, fay)
        read = count_reads(room)
        statuses = await asyncio.gather(*(asked(address, f"guess{n}") for n in range(100)))
        assert set(statuses) == {404}
        assert len(read) <= 4
        token = await fresh_link(room, fay)
        assert (await asked(address, old), await asked(address, token, "worth")) == (404, 409)


def count_reads(room: Room) -> list[object]:
    """What the screens ask the database from now on."""
    hub, read = room.app.deeds.screens, list[object]()
    ask = hub._ask

    def asking(work: Any) -> Any:
        read.append(work)
        return ask(work)

    hub._ask = asking
    return read


async def test_a_screen_of_this_machine_answers_to_no_other_name() -> None:
    """Where the only address is this machine's own, a page elsewhere that has bound its name to it gets nothing."""
    async with open_room(screen=True) as room, aiohttp.ClientSession() as session:
        for host, status in (("evil.example", 403), ("127.0.0.1.evil.example", 403), ("localhost", 200)):
            for path in ("/screen", "/screen/palette.css", "/wall"):
                async with session.get(f"{room.settings.screen_url}{path}", headers={"Host": host}) as answer:
                    assert answer.status == status, host


async def digits_of(room: Room, secret: str | None) -> tuple[int, dict[str, Any]]:
    """What a page that waits to become a wall is told."""
    headers = {} if secret is None else {"Authorization": f"Bearer {secret}"}
    async with (
        aiohttp.ClientSession() as web,
        web.post(f"{room.settings.screen_url}/wall/digits", headers=headers) as answer,
    ):
        return answer.status, await answer.json()


async def test_digits_give_one_page_the_link() -> None:
    """The page that has their secret, and no other one; a restart costs a page its digits, and a wall nothing; nothing is logged."""
    lines = io.StringIO()
    with logged(lines):
        async with open_room(screen=True) as room:
            fay = await room.staff()
            await room.workshop(fay)
            assert (await digits_of(room, None))[0] == 401
            _, page = await digits_of(room, "new")
            assert re.fullmatch(r"\d{4}", page["digits"])
            await room.restart()
            _, again = await digits_of(room, page["secret"])
            assert again["secret"] != page["secret"]
            _, other = await digits_of(room, "new")
            fay.say("/screen")
            await room.quiet()
            fay.open(f"https://t.me/{BOT}?start=w{again['digits']}")
            await room.quiet()
            assert any("Riverside Park is on the wall" in bubble.text for bubble in fay.messages())
            assert "token" not in (await digits_of(room, other["secret"]))[1]
            _, told = await digits_of(room, again["secret"])
            assert set(told) == {"token"}
            await room.restart()
            assert await asked(room.settings.screen_url or "", told["token"], "worth") == 409, (
                "it works, and nothing is counted"
            )
    assert [one for one in (told["token"], again["secret"]) if one in lines.getvalue()] == []


async def test_the_screen_dies_with_the_day_of_the_close() -> None:
    """After the close the link shows the final results for the rest of the day; the next day it leads nowhere."""
    async with open_room(screen=True) as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        address, token = await screen_of(room, fay)
        workshop_id = await crowd(room, code, sure=9)
        fay.say("/close")
        await room.quiet()
        fay.tap("Yes, close it")
        await room.quiet()
        async with watching(address, token) as line:
            state = await line.next()
            assert state is not None
            assert (state["phase"], [r["id"] for r in state["results"]][:1]) == ("closed", ["worth"])
            room.set_day(room.today + timedelta(days=1))
            room.app.deeds.carry((RefreshBoards(workshop_id),))
            assert await line.next() is None
        assert await asked(address, token) == 404


async def test_a_facilitator_shows_a_result_and_takes_it_off_again() -> None:
    """Results are tapped on and off the screen in the chat, and everybody can read that one was shown."""
    async with open_room(screen=True) as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        address, token = await screen_of(room, fay)
        workshop_id = await crowd(room, code, sure=9)
        fay.tap("What it shows …")
        await room.quiet()
        assert "No result can be shown yet" in fay.messages()[-1].text
        await room.look()  # the page is open still, and grows by itself
        fay.tap(lambda button: button.label.startswith("☐ Worth"))
        await room.quiet()
        async with watching(address, token) as line:
            shown = await line.next()
            assert shown is not None
            assert [result["id"] for result in shown["results"]] == ["worth"]
            fay.tap(lambda button: button.label.startswith("☑ Worth"))
            await room.quiet()
            hidden = await line.next()
            assert hidden is not None
            assert (hidden["results"], sorted(hidden["ready"])) == ([], sorted(["worth", "triggers"]))
        done = await room.app.deeds.ask(lambda unit: [(a.kind, a.detail) for a in unit.actions.of(workshop_id)])
        assert done.count((ActionKind.SHOWN, Place.SCREEN)) == 1


async def test_without_a_web_address_it_says_who_must_set_it() -> None:
    """A bot that browsers cannot reach has no screen, and /screen names the settings that are missing."""
    async with open_room() as room:
        fay = await room.staff()
        await room.workshop(fay)
        fay.say("/screen")
        await room.quiet()
        assert re.search("SCREEN_URL.*PUBLIC_URL", heard(fay).text)


@asynccontextmanager
async def projected(link: str, width: int = 1280, height: int = 720) -> AsyncIterator[Page]:
    """The page in a browser; whatever its policy refuses, and every script error, fails the test."""
    wrong: list[str] = []
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=chromium(), args=[*FLAGS])
        view = await browser.new_page(viewport={"width": width, "height": height})
        view.on("pageerror", lambda error: wrong.append(str(error)))
        view.on("console", lambda said: wrong.append(said.text) if "Security Policy" in said.text else None)
        await view.goto(link)
        yield view
        await browser.close()
    assert wrong == []


async def _steps_and_covers(view: Page) -> None:
    """The clicker's keys, black, the code alone, and a reload that goes on where it was."""
    await view.keyboard.press("ArrowLeft")
    await view.keyboard.press("PageUp")
    await expect(view.locator(".code")).to_be_visible()
    await expect(view.locator("#late")).to_be_hidden()
    await view.reload()
    await expect(view.locator("#place")).to_have_class("place pinned")
    await expect(view.locator(".code")).to_be_visible()
    await view.keyboard.press(" ")
    await expect(view.locator(".options li")).to_have_count(6)
    await view.keyboard.press("b")
    await expect(view.locator("#blank")).to_be_visible()
    await view.keyboard.press("PageDown")
    await expect(view.locator("#blank")).to_be_hidden()
    await expect(view.locator(".options li")).to_have_count(6)
    await view.keyboard.press("q")
    await expect(view.locator(".qr")).to_be_visible()
    await view.keyboard.press("q")
    await view.keyboard.press("Home")
    await expect(view.locator(".row")).to_have_count(6)


async def _goes_dark_and_is_paired(room: Room, fay: Phone, view: Page) -> None:
    """A new link ends what is shown; four digits typed in the chat bring it back, where the room is."""
    await fresh_link(room, fay)
    await expect(view.locator("h1")).to_have_text("This link does not work any more", timeout=15_000)

    await view.locator(".again").click()
    await expect(view.locator(".digits span")).to_have_count(4)
    assert view.url == f"{room.settings.screen_url}/wall"
    fay.say(await view.locator(".digits").text_content() or "")
    await room.quiet()
    assert words_heard(fay).startswith("Riverside Park is on the wall.")
    await expect(view.locator("h1")).to_contain_text("trigger", timeout=15_000)
    assert view.url == f"{room.settings.screen_url}/screen"


async def _stays_at_a_poll(room: Room, workshop_id: str, view: Page) -> None:
    """While it is open and when it has ended, though a question of the agenda is asked as before; then the room goes on."""

    async def do(work: Any) -> None:
        await room.app.deeds.ask(work)
        room.app.deeds.carry((RefreshBoards(workshop_id),))

    def opened(unit: Any) -> None:
        workshop = unit.workshops.get(workshop_id)
        unit.ballots.open(unit.ballots.draft(workshop, BallotKind.POLL, workshop.flow.question("worth"), "worth"))

    await do(opened)
    await expect(view.locator(".options li")).to_have_count(6, timeout=15_000)
    await do(lambda unit: unit.ballots.close(unit.workshops.get(workshop_id).ballots[-1]))
    await expect(view.locator(".over")).to_have_text("Voting has ended.", timeout=15_000)
    await view.reload()
    await expect(view.locator(".over")).to_have_text("Voting has ended.")
    await ask(room, workshop_id, "motives")
    await expect(view.locator("h1")).to_contain_text("motivates", timeout=15_000)


@pytest.mark.browser
async def test_the_page_follows_the_room_and_its_presenter() -> None:
    """Join page, a result revealed by key, a bar that grows, steps that stay, a dropped line, and the end of the link."""
    async with open_room(screen=True) as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        address, token = await screen_of(room, fay)
        async with projected(f"{address}/screen#{token}") as view:
            await expect(view.locator(".code")).to_have_text(code)
            assert view.url == f"{address}/screen"
            workshop_id = await crowd(room, code, sure=9)
            await expect(view.locator(".heads")).to_have_text("9 people have joined")
            await view.keyboard.press("r")
            await expect(view.locator("#toast")).to_have_text(
                "R shows the result of a question while it is on the wall."
            )
            await ask(room, workshop_id, "worth")
            await expect(view.locator(".options li")).to_have_count(6)
            await expect(view.locator("#late")).to_contain_text(code)
            await view.keyboard.press("r")
            await expect(view.locator("#toast")).to_have_text("There is no result to show yet.")
            await room.look()
            await view.keyboard.press("r")
            await expect(view.locator(".row .number").nth(4)).to_have_text(re.compile(r"^\d \(100%\)$"))
            await expect(view.locator(".row")).to_have_count(6)
            await expect(view.locator(".row .fill").nth(4)).to_have_attribute("width", "1000")
            await expect(view.locator(".row .fill").nth(0)).to_have_attribute("width", "0")
            await _steps_and_covers(view)
            await view.keyboard.press("d")
            await expect(view.locator("html")).to_have_attribute("data-theme", "dark")

            await view.route("**/screen/events", lambda route: route.abort())
            room.app.deeds.screens.close()
            await expect(view.locator("#lost")).to_be_visible()
            await expect(view.locator(".row")).to_have_count(6)
            assert await asked(address, token, "triggers") == 200
            await view.unroute("**/screen/events")
            await expect(view.locator("h1")).to_contain_text("trigger", timeout=15_000)
            await expect(view.locator("#lost")).to_be_hidden()

            room.app.deeds.carry((RefreshBoards(workshop_id),))
            await _goes_dark_and_is_paired(room, fay, view)
            await _stays_at_a_poll(room, workshop_id, view)


LONG = "Widersprüchlichkeitsvermeidungsversuche und was sonst noch so ist"


@pytest.mark.browser
async def test_twelve_long_options_fit() -> None:
    """Whatever is asked, nothing leaves the screen sideways, and on a projector nothing is cut off below either."""
    rows = [
        {
            "id": str(n),
            "label": LONG[:64],
            "note": "",
            "value": n,
            "text": f"{n} ({n}%)",
            "share": n / 99,
            "place": None,
        }
        for n in range(12)
    ]
    about: dict[str, Any] = {
        "id": "q",
        "text": f"{LONG} " * 3,
        "headline": LONG,
        "base": LONG,
        "quotes": [],
        "round": None,
        "pairs": None,
    }
    async with open_room(screen=True) as room:
        fay = await room.staff()
        await room.workshop(fay)
        address, token = await screen_of(room, fay)
        async with watching(address, token) as line:
            state = await line.next()
        body = f"data: {json.dumps({**(state or {}), 'results': [{**about, 'rows': rows}]})}\n\n"
        async with projected(f"{address}/screen") as view:
            await expect(view.locator("h1")).to_have_text("This link does not work any more")
            await view.route("**/screen/events", lambda to: to.fulfill(body=body, content_type="text/event-stream"))
            await view.goto(f"{address}/screen#{token}")
            await expect(view.locator(".row")).to_have_count(12)
            for width, height in ((1920, 1080), (1024, 768), (390, 844)):
                await view.set_viewport_size({"width": width, "height": height})
                stage = await view.locator("#stage").evaluate(
                    "it => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => "
                    "done([it.scrollWidth <= it.clientWidth, it.scrollHeight <= it.clientHeight + 1]))))"
                )
                assert stage == [True, width > 390], width
            await _read_from_the_right(view, state or {}, {**about, "rows": [{**rows[0], "tied": True}]})


async def _read_from_the_right(view: Page, state: dict[str, Any], result: dict[str, Any]) -> None:
    """A question in Arabic turns its view round: labels on the right, numbers on the left, still read as they are written."""
    body = f"data: {json.dumps({**state, 'results': [{**result, 'text': 'ما رأيك؟'}]})}\n\n"
    await view.unroute_all()
    await view.route("**/screen/events", lambda to: to.fulfill(body=body, content_type="text/event-stream"))
    await view.set_viewport_size({"width": 1920, "height": 1080})
    await view.reload()
    await expect(view.locator("h1")).to_have_text("ما رأيك؟")
    await expect(view.locator(".row .number")).to_have_text("= 0 (0%)")
    label, number = await view.locator(".row .label").bounding_box(), await view.locator(".row .number").bounding_box()
    assert label is not None
    assert number is not None
    assert number["x"] < label["x"]
