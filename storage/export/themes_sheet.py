"""Themes as sheets: which there are, how many answers each has, and in which one a text is; must not know authors, or what few said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flows.definition.flow import Flow, Option
from storage.answers.themes import Sorted, Source, Themed
from storage.export.books import Cell, Column

COLUMNS = (
    Column("question", "Question", 20),
    Column("name", "Short name", 28, wrap=True),
    Column("option", "Option", 14),
    Column("label", "Theme", 44, wrap=True),
    Column("made", "Made", 12),
    Column("texts", "Texts in it", 11),
    Column("unread", "and only counted", 16),
)
THEME = Column("theme", "Theme", 44, wrap=True)
_MADE = {Source.HAND: "by hand", Source.MACHINE: "by machine"}


def theme_rows(asked: Flow, themes: Mapping[str, Sorted]) -> Iterator[tuple[Cell, ...]]:
    """A row a theme, in the order of the wall: the largest first."""
    for question in asked.questions:
        for option, one in zip(options(themes, question.id), _of(themes, question.id), strict=True):
            made = _MADE[one.theme.source]
            yield question.id, question.name, option.id, option.label, made, len(one.cards), one.unshown


def options(themes: Mapping[str, Sorted], question_id: str) -> tuple[Option, ...]:
    """The themes of a question as the codebook lists them: numbered in the order of their sizes, which says nothing else."""
    return tuple(
        Option(id=f"theme-{number}", label=one.theme.label) for number, one in enumerate(_of(themes, question_id), 1)
    )


def labelled(words: Iterable[str], sorted_in: Sorted | None) -> Iterator[tuple[str, str | None]]:
    """Each text with the name of its theme. Equal texts in two themes get one name each, in the order of the names."""
    left: dict[str, list[str]] = {}
    for one in sorted_in.themes if sorted_in else ():
        for card in one.cards:
            left.setdefault(card.words, []).append(one.theme.label)
    for names in left.values():
        names.sort(reverse=True)
    for said in words:
        names = left.get(said, [])
        yield said, names.pop() if names else None


def _of(themes: Mapping[str, Sorted], question_id: str) -> tuple[Themed, ...]:
    return themes[question_id].themes if question_id in themes else ()
