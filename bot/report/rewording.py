"""Other words for a report's sentences, from an endpoint that speaks as OpenAI's does; off unless the host sets one.

Must not know answers, people or chats. What leaves are the sentences of a report, which are made of released figures, with a letter in
the place of whatever stands in quotation marks: the name of a theme is made of words that somebody wrote. What comes back stands only
where it has the same numbers, names and words in the same order as the sentence that it is for, but for words that say nothing by
themselves. Whatever else happens, the sentence stays as it was: a report never waits for long, and never fails, for its wording.
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
    "and everything in quotation marks as it is and in the same order, and every word that carries meaning too: you may change, add and "
    "leave out small words only, such as articles, prepositions and the verbs to be, to choose, to say. Claim nothing more, judge "
    'nothing. Answer with a JSON object only: {"sentences": [...]}, as many as you got, in the same order.'
)

_QUOTED = re.compile(r"“[^“”]*”")
_PLAIN = frozenset(" ,.;:–-’'()")
"""Signs that a sentence may have that was written anew; no sign that nobody sees, turns others round or begins a link."""

_TOKENS = re.compile(r"“[^”]*”|[-–]?\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBER = re.compile(r"[-–]?\d[\d.,]*")
_FREE_WORDS = """
    a an the this that these those it its there here and also as at by for in into of on to with within among between
    is are was were be been being has have had who whom whose which what where when while people person persons participant
    participants room group we us our they them their he she say says said chose chosen choose chooses pick picked picks
    went go goes come comes came gave give given answer answered told heard hear named call called next then thereof

    de het een dit dat deze die er hier en ook als aan bij door in op van met binnen tussen is zijn was waren word wordt worden werd
    werden heeft hebben had hadden wie welke wat waar toen terwijl mens mensen persoon personen deelnemer deelnemers zaal groep we wij
    ons onze ze zij hun hen hij naar om te zei zeiden zegt zeggen koos kozen kiest kiezen gekozen ging gingen gaat gaan gaf gaven geven
    gegeven antwoordde antwoordden antwoord noemt noemde noemden genoemd hoorden horen gehoord hiervan daarvan waarvan
"""
_FREE = frozenset(_FREE_WORDS.split())
"""Words that say nothing by themselves, of the languages that reports have: they may come and go. Every other word has to stay."""


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
        headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {self._key}"} if self._key else {})
        timeout = aiohttp.ClientTimeout(total=self._seconds)
        async with (
            aiohttp.ClientSession(trust_env=True, timeout=timeout, auto_decompress=False) as session,
            session.post(f"{self._url}/chat/completions", json=body, headers=headers, allow_redirects=False) as answer,
        ):
            answer.raise_for_status()
            found = json.loads(await _body(answer))
        said: Any = json.loads(found["choices"][0]["message"]["content"])["sentences"]
        if len(said) != len(plain) or not all(isinstance(one, str) for one in said):
            raise ValueError("not as many sentences came back")
        return list(said)


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    """All of it, however many pieces it comes in. Raises ValueError for one that is too long, before it is all here."""
    body = b""
    async for piece in answer.content.iter_any():
        body += piece
        if len(body) > _AT_MOST:
            raise ValueError("an answer is too long")
    return body


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
    """Whether it says the same: all figures, names and words that mean something, in the same order, and no other; no other sign.

    What stands between two figures stays too: "7 of 10" is not "7 to 10".
    """
    if not said.strip() or len(said) > 2 * len(plain) + 40 or said.count("“") != plain.count("“"):
        return False
    if not {sign for sign in said if not sign.isalpha() and sign not in _PLAIN} <= set(plain):
        return False
    return _meaning(plain) == _meaning(said)


def _meaning(text: str) -> list[str]:
    """Its figures, names and words in their order, without those that say nothing, unless these stand between two figures."""
    kept: list[str] = []
    free: list[str] = []
    for token in map(str.casefold, _TOKENS.findall(text)):
        if token in _FREE:
            free.append(token)
            continue
        if kept and _NUMBER.fullmatch(kept[-1]) and _NUMBER.fullmatch(token):
            kept += free
        free = []
        kept.append(token)
    return kept


def _with(report: Report, other: Mapping[str, str]) -> Report:
    """The report with these sentences in the place of those."""

    def reworded(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
        return tuple(replace(one, text=other.get(one.text, one.text)) for one in sentences)

    def items(found: Sequence[Item]) -> tuple[Item, ...]:
        return tuple(replace(item, sentences=reworded(item.sentences)) for item in found)

    return replace(report, glance=reworded(report.glance), items=items(report.items), tables=items(report.tables))
