"""The wall of words: what people wrote to one question, as cards below their themes; must not know authors, or what nobody has approved.

Cards stand in the order of random ids, so that it says nothing; which of them is new the page knows, as it saw the others before.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten
from typing import Any

from bot.results.findings import Finding
from bot.results.themes import name_of
from bot.wording import Wording
from flows.counting.summary import TextFigures
from storage.answers.told import Sorted
from storage.database import Unit
from storage.values import Workshop

LONGEST = 280
"""Characters of a card at most: all of it is in the export."""

OTHER = "other"
"""Where cards stand that are in no theme, as long as there are themes."""

Json = dict[str, Any]


def cards(unit: Unit, workshop: Workshop, found: Finding, words: Wording) -> Json | None:
    """The cards of a question that has its last word, as far as they may be read; None of what is no open question.

    `more`: how many are read and have no card, whatever the reason, which is nobody's business. Everybody can find that number: how
    many have answered and how many are being read is said, and the cards can be counted.
    """
    if found.summary is None or not isinstance(found.summary.figures, TextFigures):
        return None
    written, seen = found.summary.figures.answers, unit.themes.seen(workshop, found.question.id)
    if not seen.themes and not seen.loose:
        return _wall(words)
    shown = [(text, one.theme.handle) for one in seen.themes for text in one.cards]
    shown += [(text, OTHER if seen.themes else "") for text in seen.loose]
    items = [{"id": text.short, "text": shorten(text.words, LONGEST, placeholder=" …"), "theme": theme}
             for text, theme in sorted(shown, key=lambda one: one[0].id)]  # fmt: skip
    at_the_desk = unit.texts.unread(workshop.id).get(found.question.id, 0)
    counted = seen.total if seen.themes else seen.cards
    left = max(0, written - counted - at_the_desk)
    more = words.n("and {count} more that is only counted", "and {count} more that are only counted", left)
    return _wall(words, items, list(_themes(seen, words)), more if left else "")


def _themes(seen: Sorted, words: Wording) -> Iterator[Json]:
    """The headings: of each theme, and of all the rest where there are any."""
    for one in seen.themes:
        about = {"id": one.theme.handle, "label": name_of(one.theme, words), "count": one.count}
        yield {**about, "note": _note(one.count - len(one.cards), words)}
    if seen.themes and seen.other:
        note = _note(seen.other - len(seen.loose), words)
        yield {"id": OTHER, "label": words.t("Other"), "count": seen.other, "note": note}


def _note(unshown: int, words: Wording) -> str:
    return words.n("{count} of them only counted", "{count} of them only counted", unshown) if unshown else ""


def _wall(words: Wording, items: list[Json] | None = None, themes: list[Json] | None = None, more: str = "") -> Json:
    none = "" if items or themes else words.t("Answers appear here once they are approved.")
    about = {"more": more, "none": none, "page": words.raw("Page {page} of {pages}")}
    return {"items": items or [], "themes": themes or [], **about}
