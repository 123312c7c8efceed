"""A finished workshop to look at: what invented people write, the real bot's end of it, and the page's way to it."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.rehearsal.sample import PEOPLE, said, written
from bot.rehearsal.session import let_answer, real_bot, samples
from bot.rehearsal.showing import Sample, Stage
from bot.rehearsal.stage import Rehearsal
from bot.rehearsal.web import page
from bot.trial.inventing import invented
from flows.definition.flow import Flow, TextQuestion
from flows.definition.loading import load_library
from flows.dialogue.answers import Skipped, Written

HOME = "http://127.0.0.1:8080"
LIBRARY = load_library()


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("flow", LIBRARY.values(), ids=lambda flow: flow.id)
def test_everybody_has_words_of_their_own(flow: Flow, language: str) -> None:
    """Each open question has two themes of five sentences or more, each written by one person at most, and no two alike."""
    people = written(flow, invented(flow, random.Random(7), "-", PEOPLE), language, random.Random(7))
    for question in flow.questions:
        if isinstance(question, TextQuestion):
            themes = said(flow.id, question.id, language).themes
            assert len(themes) >= 2
            sentences = [sentence for some in themes.values() for sentence in some]
            assert len(set(sentences)) == len(sentences) >= 10
            answers = [one[question.id] for one in people if question.id in one]
            words = [answer.text for answer in answers if isinstance(answer, Written)]
            assert len(set(words)) == len(words)
            assert set(words) <= set(sentences)
            assert len(words) == len(sentences) or not any(isinstance(answer, Skipped) for answer in answers)


def test_languages_differ() -> None:
    """Nothing is left untranslated."""
    english, dutch = (said("place-keeping", "cando", language).sentences for language in ("en", "nl"))
    assert len(english) == len(dutch)
    assert set(english).isdisjoint(dutch)


@pytest.mark.parametrize(
    ("flow", "language", "closed"),
    [
        ("key-questions", "nl", "gesloten"),
        *(pytest.param(name, "en", "closed", marks=pytest.mark.long) for name in LIBRARY),
    ],
)
async def test_the_end_before_the_beginning(flow: str, language: str, closed: str) -> None:
    """The real bot has counted sixty people, closed, and Fay has read what they wrote; the summary is there to be turned."""
    steps: list[str] = []
    async with Rehearsal(real_bot, let_answer, samples=samples(), sample=Sample(flow, language)) as rehearsal:
        fay = rehearsal.stage.facilitator
        board = fay.last
        assert f"· {closed}" in board.text
        assert re.search(r"\b60\b.*\b60\b", board.text)
        ada = rehearsal.stage.cast[1]
        assert any(bubble.photo and bubble.buttons for bubble in ada.messages()), "she was told what the room said"
        assert "📖" not in "".join(board.labels), "all of it is read"
        assert ("🪑" in board.text) == (LIBRARY[flow].segment_by is not None)
        summary = next(b.data for row in board.buttons for b in row if (b.data or "").endswith(":sum"))
        before = sum("“" in bubble.text for bubble in fay.messages())
        fay.press(board.message_id, f"{summary}text")
        for _ in range(100):
            await asyncio.sleep(0.1)
            steps = [bubble.text for bubble in fay.messages() if "“" in bubble.text]
            if len(steps) > before:
                break
        known = {sentence for q in LIBRARY[flow].questions if isinstance(q, TextQuestion)
                 for sentence in said(flow, q.id, language).sentences}  # fmt: skip
        assert any(sentence in text for text in steps for sentence in known), "what they wrote is quoted"


@asynccontextmanager
async def slowly(stage: Stage) -> AsyncIterator[None]:
    """No bot, but somebody who says how far it is."""
    if stage.sample is not None:
        assert stage.facilitator.language == stage.sample.language
        stage.told("answer", 10, 60)
        if stage.sample.flow == "breaks":
            raise OSError
    yield


async def test_the_page_asks_for_one_and_hears_how_far_it_is() -> None:
    """Only what is on offer; one that cannot be made leaves an ordinary rehearsal behind when it is started over."""
    async with Rehearsal(slowly, let_answer, samples={"a": "A", "breaks": "B"}) as rehearsal:
        transport = httpx.ASGITransport(app=page(rehearsal), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=HOME, headers={"Origin": HOME}) as client:
            with rehearsal.watch() as news:
                assert (await news.get())["samples"] == [{"flow": "a", "title": "A"}, {"flow": "breaks", "title": "B"}]  # type: ignore[index]
                assert (await client.post("/rehearsal/sample", json={"flow": "z"})).status_code == 404
                assert (await client.post("/rehearsal/sample", json={"flow": "a", "language": "xx"})).status_code == 422
                assert (await client.post("/rehearsal/sample", json={"flow": "a", "language": "nl"})).json() == {
                    "run": 2
                }
                told = await news.get()
                assert told is not None
                assert told["sample"] == {"step": "answer", "done": 10, "of": 60}
            assert (await client.post("/rehearsal/sample", json={"flow": "breaks"})).status_code == 500
            assert (await client.post("/rehearsal/over")).status_code == 200
            assert rehearsal.stage.sample is None
