"""Other words for a report's sentences, from an endpoint that speaks as OpenAI's does; off unless the host sets one.

Must not know answers, people or chats. What leaves are the sentences of a report, which are made of released figures, with a letter in
the place of whatever stands in quotation marks: the name of a theme is made of words that somebody wrote. What comes back stands only
where it has the same numbers and names in the same order as the sentence that it is for, and turns nothing round. Whatever else
happens, the sentence stays as it was: a report never waits for long, and never fails, for its wording.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from string import ascii_uppercase
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.logs import log
from bot.report.values import Item, Report, Sentence

SECONDS = 20.0
"""So long the endpoint has for all sentences of a report."""

_AT_MOST = 1 << 20
"""Bytes of an answer."""

_ASKED = (
    "You edit the sentences of a report about a workshop, in the language that they have. Make each read well aloud. Keep every number "
    "and everything in quotation marks as it is and in the same order, claim nothing more, judge nothing. Answer with a JSON object "
    'only: {"sentences": [...]}, as many as you got, in the same order.'
)

_QUOTED = re.compile(r"“[^“”]*”")
_PLAIN = frozenset(" ,.;:–-’'()")
"""Signs that a sentence may have that was written anew; no sign that nobody sees, turns others round or begins a link."""

_FIGURES = re.compile(r"“[^”]*”|\d+(?:[.,]\d+)*")
_TURNS = re.compile(
    r"\b(?:not|no|none|nobody|nothing|neither|nor|without|except|but|n't|niet|geen|niemand|niets|zonder|behalve|maar|level|gelijk|close|"
    r"few|fewer|less|least|more|most|minority|minder|minste|meer|meest|meeste|minderheid)\b|n’t\b|n't\b",
    re.IGNORECASE,
)
_AMOUNTS = re.compile(
    r"\b(?:half|halve|helft|third|quarter|derde|kwart|majority|meerderheid|all|every|everybody|everyone|each|alle|allen|iedereen|elk|elke|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|twice|double|één|twee|drie|vier|vijf|zes|zeven|acht|"
    r"negen|tien|elf|twaalf|honderd|dubbel|percent|procent|significant(?:ly|e)?|winner|winnaar|clear(?:ly)?|duidelijk|overwhelming(?:ly)?|"
    r"overgrote|vast)\b|%",
    re.IGNORECASE,
)


class Rewording:
    """The endpoint of the host. `url`: below which "/chat/completions" lies; `key`: "" where none is needed."""

    def __init__(self, url: str, key: str, model: str, seconds: float = SECONDS) -> None:
        self._url, self._key, self._model, self._seconds = url, key, model, seconds

    @property
    def host(self) -> str:
        """Whom the consent card names."""
        return host_of(self._url)

    async def of(self, report: Report) -> Report:
        """The report with what came back, where it may stand; unchanged where the room was not told of this endpoint."""
        if report.told_of != self.host or not any(True for _ in report.sentences()):
            return report
        bare = {one.text: without_names(one.text) for one in report.sentences()}
        sent = list(dict.fromkeys(text for text in bare.values() if text))
        try:
            said = await asyncio.wait_for(self._asked(sent, report.language), self._seconds)
        except (aiohttp.ClientError, TimeoutError, ValueError, LookupError, TypeError, RecursionError) as error:
            log("wording_failed", error=error)
            return report
        good = {text: other for text, other in zip(sent, said, strict=True) if may_stand_for(text, other)}
        kept = {text: with_names(good[other], text) for text, other in bare.items() if other in good}
        return replace(_with(report, kept), worded_by=self.host) if kept else report

    async def _asked(self, plain: Sequence[str], language: str) -> list[str]:
        """What the endpoint answers, a sentence each. Raises whatever goes wrong."""
        content = json.dumps({"language": language, "sentences": plain}, ensure_ascii=False)
        body = {
            "model": self._model,
            "temperature": 0,
            "response_format": {"type": "json_object"},
            "messages": [{"role": "system", "content": _ASKED}, {"role": "user", "content": content}],
        }
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        timeout = aiohttp.ClientTimeout(total=self._seconds)
        async with (
            aiohttp.ClientSession(trust_env=True, timeout=timeout) as session,
            session.post(f"{self._url}/chat/completions", json=body, headers=headers, allow_redirects=False) as answer,
        ):
            answer.raise_for_status()
            found = json.loads(await answer.content.read(_AT_MOST))
        said: Any = json.loads(found["choices"][0]["message"]["content"])["sentences"]
        if len(said) != len(plain) or not all(isinstance(one, str) for one in said):
            raise ValueError("not as many sentences came back")
        return list(said)


def host_of(url: str) -> str:
    """The machine behind an address; "" of none."""
    return urlsplit(url).hostname or ""


def without_names(text: str) -> str:
    """The sentence with “A”, “B” and so on for what stands in quotation marks; "" where one would not be sure what does."""
    letters = iter(ascii_uppercase)
    if len(_QUOTED.findall(text)) > len(ascii_uppercase):
        return ""
    bare = _QUOTED.sub(lambda _: f"“{next(letters)}”", text)
    marks = [sign for sign in bare if sign in "“”"]
    return bare if marks == list("“”") * (len(marks) // 2) else ""


def with_names(said: str, text: str) -> str:
    """What was sent without names, and has them in the same order, with those of the sentence that it is for."""
    names = iter(_QUOTED.findall(text))
    return _QUOTED.sub(lambda _: str(next(names)), said)


def may_stand_for(plain: str, said: str) -> bool:
    """Whether it says the same figures: numbers and names in the same order, as many negations, no amount or sign that is not there."""
    if not said.strip() or len(said) > 2 * len(plain) + 40 or said.count("“") != plain.count("“"):
        return False
    if not {sign for sign in said if not sign.isalpha() and sign not in _PLAIN} <= set(plain):
        return False
    if _FIGURES.findall(plain) != _FIGURES.findall(said):
        return False
    bare, other = _FIGURES.sub(" ", plain).casefold(), _FIGURES.sub(" ", said).casefold()
    if sorted(_TURNS.findall(bare)) != sorted(_TURNS.findall(other)):
        return False
    return set(_AMOUNTS.findall(other)) <= set(_AMOUNTS.findall(bare))


def _with(report: Report, other: Mapping[str, str]) -> Report:
    """The report with these sentences in the place of those."""

    def reworded(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
        return tuple(replace(one, text=other.get(one.text, one.text)) for one in sentences)

    def items(found: Sequence[Item]) -> tuple[Item, ...]:
        return tuple(replace(item, sentences=reworded(item.sentences)) for item in found)

    return replace(report, glance=reworded(report.glance), items=items(report.items), tables=items(report.tables))
