"""Themes in words: what one is called, and the themes of a question as they may be told; must not know authors, or a card nobody approved.

Whatever tells of themes takes them from `unit.themes.seen`, which has the one rule for them, and says them as it is done here.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from textwrap import shorten

from bot.wording import Wording
from storage.answers.themes import Theme
from storage.answers.told import Sorted

LONGEST = 200
"""Characters of a quote."""


def name_of(theme: Theme, words: Wording) -> str:
    """Its name; of one that has only answers that nobody may read, that it has none."""
    return theme.label or words.t("A theme without a quote")


def themes_said(seen: Sorted, words: Wording, most: int = 12, longest: int = LONGEST) -> Iterator[str]:
    """A line a theme, as HTML: its name, how many have said it, and one of them in their own words; then Other.

    `most`: themes that are said, the others are a number; `longest`: characters of a quote.
    """
    for one in seen.themes[:most]:
        quote = f": “{escape(shorten(one.quote.words, longest, placeholder=' …'))}”" if one.quote else ""
        yield f"• <b>{escape(name_of(one.theme, words))}</b> · {one.count}{quote}"
    more = max(0, len(seen.themes) - most)
    others = words.n("and {count} more theme", "and {count} more themes", more)
    if more:
        yield f"<i>{others}</i>"
    if seen.themes and seen.other:
        other = words.t("Other")
        yield f"• {other} · {seen.other}"
