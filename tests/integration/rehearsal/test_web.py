"""The rehearsal's page over HTTP: it answers only to itself, and a forged request does no harm."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from bot.rehearsal.emulator import Emulator
from bot.rehearsal.server.http import application
from bot.rehearsal.serving import serve
from bot.rehearsal.showing import Stage
from bot.rehearsal.stage import Rehearsal
from bot.rehearsal.web import page

HOME = "http://127.0.0.1:8080"


@asynccontextmanager
async def _no_bot(stage: Stage) -> AsyncIterator[None]:
    assert stage.url
    yield


async def _nobody(stage: Stage, link: str, size: int, told: Callable[[int, int], None]) -> None:
    assert stage.url
    assert link
    told(size, size)


@asynccontextmanager
async def _browser(origin: str | None = HOME) -> AsyncIterator[tuple[Rehearsal, httpx.AsyncClient]]:
    async with Rehearsal(_no_bot, _nobody) as rehearsal:
        transport = httpx.ASGITransport(app=page(rehearsal))
        headers = {"Origin": origin} if origin else {}
        async with httpx.AsyncClient(transport=transport, base_url=HOME, headers=headers) as client:
            yield rehearsal, client


async def test_a_rebound_name_is_refused() -> None:
    """A page elsewhere whose name suddenly means this machine gets nothing, whatever it asks for."""
    async with _browser() as (_, client):
        for path in ("/", "/assets/phones.js", "/rehearsal/events"):
            answer = await client.get(path, headers={"Host": "evil.example:8080"})
            assert answer.status_code == 403
        assert (await client.get("/")).status_code == 200
        assert (await client.get("/", headers={"Host": "localhost:8080"})).status_code == 200


@pytest.mark.parametrize("path", ["/assets/phones.js", "/rehearsal/events", "/rehearsal/file/x"])
async def test_a_page_elsewhere_loads_nothing(path: str) -> None:
    """What a browser asks for on behalf of another page is refused; a link that somebody follows is not."""
    async with _browser(None) as (_, client):
        for site in ("cross-site", "same-site"):
            answer = await client.get(path, headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"})
            assert answer.status_code == 403
        followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
        assert (await client.get("/", headers=followed)).status_code == 200


FROM_A_PAGE: list[dict[str, str]] = [
    {"Host": "evil.example"},
    {"Host": "evil.example:80"},
    {"Host": "127.0.0.1.evil.example:80"},
    {"Host": "evil.example:127.0.0.1"},
    {"Host": ""},
    {"Host": "0.0.0.0:80"},
    {"Host": "[::1]evil:80"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", FROM_A_PAGE, ids=str)
async def test_the_emulated_bot_api_answers_programs_only(headers: dict[str, str]) -> None:
    """Whoever knows the token and asks from a page, or by another name than this machine's, gets no answer and sends nothing."""
    emulator = Emulator(bot_username="a_bot")
    phone = emulator.account("Ada")
    phone.say("/start")
    transport = httpx.ASGITransport(app=application(emulator))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8081") as client:
        address = f"/bot{emulator.token}/sendMessage?chat_id={phone.chat_id}&text=Hi"
        for method in ("GET", "POST"):
            assert (await client.request(method, address, headers=headers)).status_code == 403
        assert (await client.get(f"/file/bot{emulator.token}/x", headers=headers)).status_code == 403
        assert len(phone.messages()) == 1
        assert (await client.post(address, headers={"Host": "localhost:8081"})).status_code == 200
    assert phone.last.text == "Hi"


async def test_both_servers_listen_on_this_machine_alone() -> None:
    """Nothing of a rehearsal is bound to an address that others reach."""
    async with serve(Emulator(bot_username="a_bot")) as url:
        assert url.startswith("http://127.0.0.1:")
        others = [info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
        for address in {address for address in others if not str(address).startswith("127.")}:
            with socket.socket() as probe:
                probe.settimeout(1)
                assert probe.connect_ex((address, int(url.rpartition(":")[2]))) != 0


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://127.0.0.1:9999"])
async def test_another_page_can_do_nothing(origin: str | None) -> None:
    """A POST that does not come from the page itself is refused and adds no phone."""
    async with _browser(origin) as (rehearsal, client):
        assert (await client.post("/rehearsal/phones", json={})).status_code == 403
        assert len(rehearsal.stage.cast) == 3


async def test_a_hand_can_do_what_a_phone_can() -> None:
    """Words, an edit, a picture and a block arrive at the phone they are meant for."""
    async with _browser() as (rehearsal, client):
        ada = rehearsal.stage.cast[1]

        async def does(action: str, **fields: Any) -> int:
            return (await client.post(f"/rehearsal/{ada.user_id}/{action}", json=fields)).status_code

        assert await does("say", text="Hello") == 200
        assert await does("edit", message_id=ada.messages()[0].message_id, text="Good evening") == 200
        assert await does("photo") == 200
        assert [bubble.text for bubble in ada.messages()] == ["Good evening", ""]
        assert await does("block") == 200
        assert await does("say", text="again") == 409
        assert ada.blocked


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("say", {"text": "x" * 4097}, 422),
        ("say", {"words": "x"}, 422),
        ("say", [], 422),
        ("tap", {"message_id": 999}, 409),
        ("vote", {"message_id": 999, "options": [0]}, 409),
        ("say", {"text": "x", "chat": -5}, 404),
        ("fly", {}, 404),
        ("document", {"name": "a.txt", "file": ""}, 409),
        ("document", {"name": "a.txt", "file": "no base64!"}, 409),
        ("document", {"name": "a.txt", "file": "QUFB" * 400_000}, 422),
    ],
)
async def test_nonsense_gets_a_sentence(path: str, body: object, code: int) -> None:
    """What no phone can do is answered with a sentence and never with a crash."""
    async with _browser() as (rehearsal, client):
        answer = await client.post(f"/rehearsal/{rehearsal.stage.cast[1].user_id}/{path}", json=body)
        assert answer.status_code == code
        assert answer.json()["problem"]


async def test_somebody_elses_phone_number_is_no_phone() -> None:
    """A number that is not on the page is answered with 404."""
    async with _browser() as (_, client):
        assert (await client.post("/rehearsal/1/say", json={"text": "x"})).status_code == 404


async def test_a_document_is_never_shown_as_a_page() -> None:
    """A file that a bot sends is downloaded; only pictures are shown."""
    async with _browser() as (rehearsal, client):
        ada = rehearsal.stage.cast[1]
        ada.document("page.html", b"<script>alert(1)</script>")
        shown = ada.messages()[0].as_json()["document"]
        answer = await client.get(f"/rehearsal/file/{shown['file_id']}")
        assert answer.headers["content-disposition"].startswith("attachment")
        assert (await client.get("/rehearsal/file/none")).status_code == 404


async def test_nothing_is_left_behind() -> None:
    """The folder with database and keys exists during the rehearsal, is another one after "start over", and is gone."""
    async with _browser() as (rehearsal, client):
        first = rehearsal.stage.folder
        assert first.is_dir()
        assert (await client.post("/rehearsal/over", json={})).json() == {"run": 2}
        second = rehearsal.stage.folder
        assert second.is_dir()
        assert not first.exists()
    assert not second.exists()


async def test_a_page_sees_first_the_whole_state_and_then_each_change() -> None:
    """Whoever watches gets a snapshot, then what is said on the phones of the page, and no word of other people's."""
    async with Rehearsal(_no_bot, _nobody) as rehearsal:
        with rehearsal.watch() as news:
            snapshot = await news.get()
            assert snapshot is not None
            assert [phone["name"] for phone in snapshot["phones"]] == ["Fay", "Ada", "Ben"]
            rehearsal.stage.emulator.account("Somebody else").say("a secret")
            rehearsal.stage.cast[1].say("hello")
            event = await news.get()
            assert event is not None
            assert (event["kind"], event["bubble"]["text"]) == ("message", "hello")
