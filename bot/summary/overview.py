"""What the room said in one picture that fits a phone, with three sentences; must not know chats, or anything not released."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.results.charting.overview import TALL, Item, OverviewWords, overview
from bot.results.findings import Finding, full_name
from bot.results.headlines import headline, in_front
from bot.results.panel_ranking import cut
from bot.results.pictures import Results
from bot.wording import Wording, inner
from flows.counting.standing_out import stands_out
from flows.counting.summary import Summary

_LONGEST = 160
"""Characters of one line: what is longer stands on the question's own page."""

_NAME = 80
"""Characters of a question's name in a sentence."""

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
    """Where most were of one mind, where opinions differ most, how many are counted and what has no result: three at most.

    By the measure of the report; where nothing stands out, what the first questions came to.
    """
    compared = {found.question.id: found for found, _ in _compared(results)}
    out = stands_out((summary for _, summary in _compared(results)))
    said = [
        _stand_out(words, [compared[name] for name in out.one_mind],
                   words.raw("Most were of one mind on “{question}”: {said}"),
                   words.raw("Most were of one mind, and equally so, on {questions}.")),
        _stand_out(words, [compared[name] for name in out.divided],
                   words.raw("Opinions differ most on “{question}”: {said}"),
                   words.raw("Opinions differ most, and equally so, on {questions}.")),
    ]  # fmt: skip
    if not any(said):
        plain = words.raw("On “{question}”: {said}")
        said = [_told(plain, found, words) for found in compared.values()][:2]
    without = sum(found.summary is None for found in results.found)
    if without == len(results.found):
        missing = " ".join(dict.fromkeys(found.note for found in results.found[:3] if found.note))
    elif without:
        missing = words.n("{count} question has no result.", "{count} questions have no result.", without)
    else:
        missing = ""
    return (*filter(None, said), " ".join(part for part in (results.note, missing) if part))


def _stand_out(words: Wording, found: Sequence[Finding], alone: str, level: str) -> str:
    """The one question, or those that are level by name; "" of none."""
    if len(found) == 1:
        return _told(alone, found[0], words)
    *some, last = [f"“{inner(cut(one.question.name, _NAME))}”" for one in found] or [""]
    return level.replace("{questions}", words.t(" and ").join([", ".join(some), last])) if found else ""


def _told(sentence: str, found: Finding, words: Wording) -> str:
    said = headline(found.summary, words) if found.summary else ""
    return sentence.replace("{question}", inner(cut(found.question.name, _NAME))).replace("{said}", cut(said, _LONGEST))


def _compared(results: Results) -> Iterator[tuple[Finding, Summary]]:
    """What has a result: of a question that was asked again its last round, and not the one that makes the groups."""
    before = [found.first for found in results.found]
    for found, summary in _counted(results):
        if found.question.id != results.workshop.flow.segment_by and not any(summary is one for one in before):
            yield found, summary


def _counted(results: Results) -> Iterator[tuple[Finding, Summary]]:
    yield from ((found, found.summary) for found in results.found if found.summary is not None)


def _item(found: Finding, summary: Summary, words: Wording) -> Item:
    share = in_front(summary)
    return Item(full_name(found, words), cut(headline(summary, words), _LONGEST), share)
