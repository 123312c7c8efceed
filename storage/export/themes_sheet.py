"""Themes as sheets: which there are, how many answers each has, and in which one a text is; must not know authors, or what few said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flows.definition.flow import Flow, Option
from storage.answers.themes import Source
from storage.answers.told import Sorted
from storage.export.books import Cell, Column

COLUMNS = (
    Column("question", "Question", 20),
    Column("name", "Short name", 28, wrap=True),
    Column("option", "Option", 14),
    Column("label", "Theme", 44, wrap=True),
    Column("made", "Made", 12),
    Column("answers", "Answers", 11),
    Column("texts", "Texts in it", 11),
    Column("unread", "and only counted", 16),
    Column("quote", "In somebody's words", 60, wrap=True),
)
THEME = Column("theme", "Theme", 44, wrap=True)
NAMELESS, OTHER = "A theme without a quote", "Other"
"""What stands for the name of a theme of which no word may be said, and of all that is in no theme that is told."""
_MADE = {Source.HAND: "by hand", Source.MACHINE: "by machine"}


def theme_rows(asked: Flow, themes: Mapping[str, Sorted]) -> Iterator[tuple[Cell, ...]]:
    """A row a theme, in the order of the wall: the largest first, and then Other."""
    for question in asked.questions:
        found = themes.get(question.id, Sorted())
        names = options(themes, question.id)
        for option, one in zip(names, found.themes, strict=False):
            quote = one.quote.words if one.quote else None
            counts = (one.count, len(one.cards), one.unshown)
            yield question.id, question.name, option.id, option.label, _MADE[one.theme.source], *counts, quote
        if found.themes:
            counts = (found.other, len(found.loose), found.unshown)
            yield question.id, question.name, names[-1].id, OTHER, None, *counts, None


def options(themes: Mapping[str, Sorted], question_id: str) -> tuple[Option, ...]:
    """The themes of a question as the codebook lists them: numbered in the order of their sizes, which says nothing else, then Other."""
    found = themes.get(question_id, Sorted()).themes
    named = (Option(id=f"theme-{n}", label=one.theme.label or NAMELESS) for n, one in enumerate(found, 1))
    return (*named, Option(id="other", label=OTHER)) if found else ()


def labelled(words: Iterable[str], sorted_in: Sorted | None) -> Iterator[tuple[str, str | None]]:
    """Each text with the name of its theme. Equal texts in two themes get one name each, in the order of the names."""
    left: dict[str, list[str]] = {}
    for one in sorted_in.themes if sorted_in else ():
        for card in one.cards:
            left.setdefault(card.words, []).append(one.theme.label or NAMELESS)
    for names in left.values():
        names.sort(reverse=True)
    rest = OTHER if sorted_in and sorted_in.themes else None
    for said in words:
        names = left.get(said, [])
        yield said, names.pop() if names else rest
