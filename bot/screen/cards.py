"""The wall of words: what people wrote to one question, as cards below their themes; must not know authors, or what nobody has approved.

Cards stand in the order of random ids, so that it says nothing; which of them is new the page knows, as it saw the others before.
"""

from __future__ import annotations

from textwrap import shorten
from typing import Any

from bot.results.findings import Finding
from bot.wording import Wording
from flows.counting.summary import TextFigures
from storage.answers.themes import Themed
from storage.database import Unit
from storage.values import Workshop

LONGEST = 280
"""Characters of a card at most: all of it is in the export."""

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
    shown = [(text, one.theme.handle) for one in seen.themes for text in one.cards] + [
        (text, "") for text in seen.loose
    ]
    items = [{"id": text.short, "text": shorten(text.words, LONGEST, placeholder=" …"), "theme": theme}
             for text, theme in sorted(shown, key=lambda one: one[0].id)]  # fmt: skip
    at_the_desk = unit.texts.unread(workshop.id).get(found.question.id, 0)
    left = max(0, written - len(items) - sum(one.unshown for one in seen.themes) - at_the_desk)
    more = words.n("and {count} more that is only counted", "and {count} more that are only counted", left)
    return _wall(words, items, [_theme(one, words) for one in seen.themes], more if left else "")


def _theme(one: Themed, words: Wording) -> Json:
    unshown = words.n("{count} of them only counted", "{count} of them only counted", one.unshown)
    note = unshown if one.unshown else ""
    return {"id": one.theme.handle, "label": one.theme.label, "count": one.count, "note": note}


def _wall(words: Wording, items: list[Json] | None = None, themes: list[Json] | None = None, more: str = "") -> Json:
    none = "" if items or themes else words.t("Answers appear here once they are approved.")
    about = {"more": more, "none": none, "page": words.raw("Page {page} of {pages}")}
    return {"items": items or [], "themes": themes or [], **about}
