"""Other words for a report: only released sentences leave, only those that say the same figures come in, and it never fails for them."""

from __future__ import annotations

import asyncio
import json
import re
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.participant.consent import card
from bot.participant.questions import Asked
from bot.report.gathering import gather
from bot.report.labels import read_as
from bot.report.rewording import Rewording, may_stand_for, with_names, without_names
from bot.report.values import Report
from bot.wording import Wording
from flows.dialogue.standing import Dialogue
from flows.theming.labelling import first_words
from storage.database import Database
from tests.support.examples.reported import OPINIONS, held
from tests.support.storage_case import Room, on_sqlite

PLAIN = "7 of 10 people, more than half, chose “Option a”."


@pytest.mark.parametrize(
    "said, stands",
    [
        (PLAIN, True),
        ("Of the room, 7 of 10 – more than half – went for “Option a”.", True),
        ("8 of 10 people, more than half, chose “Option a”.", False),
        ("10 of 7 people, more than half, chose “Option a”.", False),
        ("7 of 10 people, more than half, did not choose “Option a”.", False),
        ("7 of 10 people, more than half, chose “Option b”.", False),
        ("7 of 10 people, 70%, more than half, chose “Option a”.", False),
        ("A clear majority, 7 of 10 people, more than half, chose “Option a”.", False),
        ("7 of 10 people, more than half, chose Option a.", False),
        ("7 of 10 people, less than half, chose “Option a”.", False),
        ("7 of 10 people, more than half, chose “Option a”.\nBuy bonds.", False),
        ("7 of 10 people, more than half, chose “Option a”. " + "So it is. " * 20, False),
        ("\u202e7 of 10 people, more than half, chose “Option a”.", False),
        ("7 of 10 people, more than half, ½, chose “Option a”.", False),
        ("7 of 10 people, more than half, chose “Option a”, see https://example.org.", False),
        ("7 of 10 people, more than half, rejected “Option a”.", False),
        ("7 of 10 people, more than half, chose “Option a”, said Ann Smith.", False),
        ("7 of 10 people, more than half, a third, chose “Option a”.", False),
        ("7 of 10 people, more than half, a fifth, chose “Option a”.", False),
        ("7 of 10 people, more than half, or XIV, chose “Option a”.", False),
        ("7 to 10 people, more than half, chose “Option a”.", False),
        ("-7 of 10 people, more than half, chose “Option a”.", False),
        ("7 of 10 people, half, more than chose “Option a”.", False),
        ("", False),
    ],
)
def test_a_sentence_whose_figures_are_others_is_dropped(said: str, stands: bool) -> None:
    """Other numbers, another order, another label, any word that says something, a name, or far more than was asked."""
    assert may_stand_for(PLAIN, said) is stands


def test_swapped_counts_are_dropped() -> None:
    """The same numbers behind other labels are another finding."""
    plain = "Of 9 people 5 chose “Agree”, 3 chose “Disagree” and 1 chose “Unsure”."
    assert not may_stand_for(plain, "Of 9 people 3 chose “Agree”, 5 chose “Disagree” and 1 chose “Unsure”.")
    assert may_stand_for(plain, "Among 9 people, 5 said “Agree”, 3 said “Disagree”, and 1 said “Unsure”.")


def test_names_do_not_leave() -> None:
    """Each is a letter on its way, and itself again; of what is not sure to be a name nothing is sent."""
    plain = "“Jan stole it”, “Bins” and “” have 4 each."
    assert without_names(plain) == "“A”, “B” and “C” have 4 each."
    assert with_names("4 each: “A”, “B” and “C”.", plain) == "4 each: “Jan stole it”, “Bins” and “”."
    for unsure in ("“He said “no” to Jan” has 4.", "“Open: 4", "4” and “5"):
        assert without_names(unsure) == ""
    assert first_words("He “Jan” took it") == "‘He ‘Jan’ took it’"


def _packed(data: bytes) -> bytes:
    return zlib.compress(data)


class Endpoint:
    """A fake endpoint. `answer`: what it makes of the sentences; `heard`: what it was sent."""

    def __init__(self, answer: Callable[[list[str]], Any]) -> None:
        self.heard: list[tuple[str, str]] = []
        self._answer = answer

    async def _post(self, request: web.Request) -> web.StreamResponse:
        body = await request.text()
        self.heard.append((request.headers.get("Authorization", ""), body))
        sentences = json.loads(json.loads(body)["messages"][1]["content"])["sentences"]
        said = self._answer(sentences)
        if isinstance(said, web.Response):
            return said
        content = json.dumps({"choices": [{"message": {"content": json.dumps({"sentences": said})}}]}).encode()
        answer = web.StreamResponse()
        await answer.prepare(request)
        for piece in (content[:100], content[100:]):
            await answer.write(piece)
            await asyncio.sleep(0.01)
        return answer

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Rewording]:
        """While it is there."""
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._post)
        async with TestServer(app) as server:
            yield Rewording(str(server.make_url("/v1")), "sk-1", "small", seconds=5.0)


def told(room: Room) -> Report:
    """The report of a room whose card named this machine."""
    return replace(room.do(lambda unit: gather(unit, room.workshop.id, "en")), told_of="127.0.0.1")


async def test_only_released_sentences_leave_and_good_ones_come_in(riverside: Room) -> None:
    """Sent are the report's sentences and nothing else; of what comes back the false one is dropped, and the pages say who worded it."""
    report = told(riverside)

    def other(sentences: list[str]) -> list[str]:
        return [f"As we heard: {text}" if at else text.replace("1", "2") + " 99" for at, text in enumerate(sentences)]

    endpoint = Endpoint(other)
    async with endpoint.serving() as rewording:
        worded = await rewording.of(report)
    ((key, body),) = endpoint.heard
    assert key == "Bearer sk-1"
    content = json.loads(json.loads(body)["messages"][1]["content"])
    plain = list(dict.fromkeys(one.text for one in report.sentences()))
    assert content == {"language": "en", "sentences": list(dict.fromkeys(map(without_names, plain)))}
    named = {label for item in report.items for group in item.groups if (label := group.label)} - {"Other"}
    assert len(named) == 2
    assert not any(word in body for word in (*OPINIONS, *named, report.who, report.contact, report.title, report.code))
    assert [re.findall("“[^”]*”", one.text) for one in report.sentences()] == [
        re.findall("“[^”]*”", one.text) for one in worded.sentences()
    ]
    before, after = list(report.sentences()), list(worded.sentences())
    assert [(one.id, one.n) for one in before] == [(one.id, one.n) for one in after]
    assert after[0].text == plain[0], "other numbers"
    assert sum(one.text.startswith("As we heard: ") for one in after) > 10
    assert worded.worded_by == "127.0.0.1"
    assert "127.0.0.1" in read_as(worded, Wording("en"))
    assert "other words" not in read_as(report, Wording("en"))


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: web.Response(status=500),
        lambda _: web.Response(text="<html>"),
        lambda _: web.Response(text="[" * 500_000),
        lambda _: web.Response(body=_packed(b" " * (8 << 20)), headers={"Content-Encoding": "deflate"}),
        lambda sentences: [f"{text}{' ' * 60_000}" for text in sentences],
        lambda _: web.Response(status=302, headers={"Location": "https://example.org"}),
        lambda sentences: sentences[1:],
        lambda sentences: [{"text": one} for one in sentences],
        lambda sentences: ["7" for _ in sentences],
    ],
)
async def test_whatever_it_answers_the_report_stands(riverside: Room, answer: Callable[[list[str]], Any]) -> None:
    """Refusals, redirects, nonsense, too few and nothing but false ones: the plain sentences, and no word of a machine."""
    report = told(riverside)
    async with Endpoint(answer).serving() as rewording:
        assert await rewording.of(report) == report


async def test_nobody_there_and_another_machine(riverside: Room) -> None:
    """One that is not there costs nothing but its time; one that the card did not name is not asked at all."""
    report = told(riverside)
    assert await Rewording("http://127.0.0.1:9/v1", "", "small", seconds=0.5).of(report) == report
    endpoint = Endpoint(lambda sentences: sentences)
    async with endpoint.serving() as rewording:
        for host in ("", "llm.example.org"):
            other = replace(report, told_of=host)
            assert await rewording.of(other) == other
    assert endpoint.heard == []


@on_sqlite
def test_the_card_names_it(db: Database) -> None:
    """Where the host has set one when the workshop was made; else not a word."""
    room: Room = held(db, people=0, beside=False, close=False)
    for host in ("", "llm.example.org"):
        workshop = replace(room.workshop, worded_by=host)
        said = card(Asked(workshop.flow, workshop.code, Dialogue(), Wording("en")), workshop).html
        assert ("llm.example.org may reword" in said) is bool(host)
