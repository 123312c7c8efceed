"""Themes in words: what one is called, and the themes of a question as they may be told; must not know authors, or a card nobody approved.

Whatever tells of themes takes them from `unit.themes.seen`, which has the one rule for them, and says them as it is done here.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from bot.results.panel_ranking import cut
from bot.wording import Wording
from storage.answers.themes import Theme
from storage.answers.told import Sorted

_LONGEST = 200
"""Characters of a quote."""


def name_of(theme: Theme, words: Wording) -> str:
    """Its name; of one that has only answers that nobody may read, that it has none."""
    return theme.label or words.t("A theme without a quote")


def themes_said(seen: Sorted, words: Wording, most: int = 12) -> Iterator[str]:
    """A line a theme, as HTML: its name, how many have said it, and one of them in their own words; then Other."""
    for one in seen.themes[:most]:
        quote = f": “{escape(cut(one.quote.words, _LONGEST))}”" if one.quote else ""
        yield f"• <b>{escape(name_of(one.theme, words))}</b> · {one.count}{quote}"
    if seen.themes and seen.other:
        yield f"• {words.t('Other')} · {seen.other}"
