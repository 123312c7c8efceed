"""What the room said in one picture that fits a phone, with three sentences; must not know chats, or anything not released."""

from __future__ import annotations

from collections.abc import Iterator

from bot.results.charting.overview import TALL, Item, OverviewWords, overview
from bot.results.findings import Finding, full_name
from bot.results.headlines import headline, in_front
from bot.results.panel_ranking import cut
from bot.results.pictures import Results
from bot.wording import Wording
from flows.counting.shown import shown
from flows.counting.summary import ChoiceFigures, ScaleFigures, StanceFigures, Summary

_LONGEST = 160
"""Characters of one line: what is longer stands on the question's own page."""

EVERYTHING = 2000
"""Pixels for a picture of all questions: what is higher is not read on a phone; what does not fit is counted below."""


def picture_of(results: Results, words: Wording, *, tall: int = TALL) -> bytes | None:
    """All that is counted, a line a question, in the asked order; None where nothing is."""
    items = [_item(found, summary, words) for found, summary in _counted(results)]
    if not items:
        return None
    more = tuple(
        words.n("and {count} more question", "and {count} more questions", n) for n in range(1, len(items) + 1)
    )
    look = OverviewWords(results.workshop.title, words.t("What the room said"), results.note, words.language, more)
    return overview(items, look, tall=tall)


def withheld_picture(results: Results, found: Finding, words: Wording) -> bytes:
    """A question that has no result yet, and what it waits for."""
    look = OverviewWords(results.workshop.title, found.question.text, "", words.language, ())
    return overview([Item(words.t("No result yet"), found.note)], look)


def sentences(results: Results, words: Wording) -> tuple[str, ...]:
    """Where most were of one mind, where opinions differ most, how many are counted and what has no result: three at most."""
    told = sorted(_of_one_mind(results), key=lambda pair: -pair[0])
    said = []
    if told and told[0][0] > 1 / 2:
        said.append(_told(words.raw("Most were of one mind on “{question}”: {said}"), told[0][1], words))
    elif told:
        said.append(
            _told(words.raw("Nowhere were most of one mind. Nearest to it on “{question}”: {said}"), told[0][1], words)
        )
    if len(told) > 1 and told[-1][0] < 1:
        said.append(_told(words.raw("Opinions differ most on “{question}”: {said}"), told[-1][1], words))
    without = sum(found.summary is None for found in results.found)
    if without == len(results.found):
        missing = " ".join(dict.fromkeys(found.note for found in results.found[:3] if found.note))
    elif without:
        missing = words.n("{count} question has no result.", "{count} questions have no result.", without)
    else:
        missing = ""
    return (*said, " ".join(part for part in (results.note, missing) if part))


def _told(sentence: str, found: Finding, words: Wording) -> str:
    said = headline(found.summary, words) if found.summary else ""
    return sentence.replace("{question}", cut(found.question.name, 80)).replace("{said}", cut(said, _LONGEST))


def _counted(results: Results) -> Iterator[tuple[Finding, Summary]]:
    yield from ((found, found.summary) for found in results.found if found.summary is not None)


def _item(found: Finding, summary: Summary, words: Wording) -> Item:
    share = in_front(summary)
    return Item(full_name(found, words), cut(headline(summary, words), _LONGEST), share)


def _of_one_mind(results: Results) -> Iterator[tuple[float, Finding]]:
    """The share of the largest side, where people take sides; of a question that was asked again its last round."""
    before = [found.first for found in results.found]
    for found, summary in _counted(results):
        if not summary.answered or any(summary is one for one in before):
            continue
        match summary.figures:
            case ChoiceFigures(leading=leading):
                yield shown(summary)[leading[0]].share, found
            case StanceFigures(agree, disagree, passed, _):
                yield max(agree, disagree, passed) / summary.answered, found
            case ScaleFigures(on_scale=people) as figures if people:
                yield max(figures.positive, figures.neutral, figures.negative) / people, found
            case _:
                continue
