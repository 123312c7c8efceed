"""The rehearsal's page over HTTP: it answers only to itself, and a forged request does no harm."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

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
