"""Themes: answers to an open question put together under a name, by hand or by machine; must not know authors, or what waits.

A theme names texts by their ids, and a text is in one theme at most. Merging moves nothing: the theme that is taken in points at
the one that took it, so that taking it out again is exact, whoever does so and whenever. Nothing here is counted on anybody's
arrival: only those who steer put a text anywhere, and only one that is approved.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select, update

from flows.dialogue.answers import Use
from storage.answers.counting import releases_of
from storage.answers.texts import Text, Texts
from storage.tables import THEME, THEME_TEXT
from storage.values import Workshop
from storage.workshops import random_uuid

HANDLE = 8
"""Characters of an id that tell it from the other themes of a workshop, for buttons: 32 random bits."""
LABEL = 60
"""Characters of a name: it becomes an option of a poll, which has 64."""
MOST = 24
"""Themes of one question: more are none, and their page would not fit a phone."""


class Source(StrEnum):
    """Who made a theme, or put a text into it. What a hand has done, a machine leaves as it is."""

    HAND = "hand"
    MACHINE = "machine"


@dataclass(frozen=True)
class Theme:
    """One theme as it is seen. `texts`: the ids of all that is in it; `taken`: the themes that were merged into it."""

    id: str
    workshop_id: str
    question_id: str
    label: str
    source: Source
    texts: frozenset[str] = frozenset()
    taken: tuple[Theme, ...] = ()

    @property
    def handle(self) -> str:
        """The id as a button carries it."""
        return self.id[:HANDLE]


@dataclass(frozen=True)
class Themed:
    """One theme of one question, as the room may see it. `cards`: approved and quotable, in the order of their ids.

    `unshown`: how many more are in it that nobody may read, only for themes; 0 as long as there are fewer than k of them.
    """

    theme: Theme
    cards: tuple[Text, ...]
    unshown: int

    @property
    def count(self) -> int:
        """What its heading says."""
        return len(self.cards) + self.unshown


@dataclass(frozen=True)
class Sorted:
    """The approved answers to one question: by theme, the largest first, and those that are in none."""

    themes: tuple[Themed, ...]
    loose: tuple[Text, ...]


class Themes:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection, chance: random.Random) -> None:
        """Part of a `Unit`. `chance` gives ids that say nothing."""
        self._connection = connection
        self._chance = chance

    def of(self, workshop_id: str, question_id: str | None = None) -> list[Theme]:
        """The themes of a workshop, or of one question, by their names; those that were merged into another are in that one."""
        mine = select(THEME).where(THEME.c.workshop_id == workshop_id)
        if question_id is not None:
            mine = mine.where(THEME.c.question_id == question_id)
        rows = self._connection.execute(mine).all()
        inside: dict[str, set[str]] = {}
        texts = select(THEME_TEXT.c.theme_id, THEME_TEXT.c.text_id).where(THEME_TEXT.c.workshop_id == workshop_id)
        for row in self._connection.execute(texts).all() if rows else ():
            inside.setdefault(row.theme_id, set()).add(row.text_id)
        below: dict[str, list[str]] = {}
        for row in rows:
            below.setdefault(row.into, []).append(row.id)
        known = {row.id: row for row in rows}

        def seen(theme_id: str) -> Theme:
            row, taken = known[theme_id], _by_name(seen(one) for one in below.get(theme_id, ()))
            texts = frozenset(inside.get(theme_id, ())).union(*(one.texts for one in taken))
            return Theme(row.id, row.workshop_id, row.question_id, row.label, Source(row.source), texts, tuple(taken))

        return _by_name(seen(one) for one in below.get("", ()))

    def seen(self, workshop: Workshop, question_id: str) -> Sorted:
        """What the room may see of one open question, once it has its last word and k have written; nothing before."""
        mine = [text for text in Texts(self._connection).of(workshop.id) if text.question_id == question_id]
        release = next((one for one in releases_of(self._connection, workshop.id, question_id) if one.final), None)
        if release is None or release.tally.answered < workshop.policy.k:
            return Sorted((), ())
        return in_order(self.of(workshop.id, question_id), mine, workshop.policy.k)

    def speakable(self, workshop: Workshop, question_id: str) -> list[Theme]:
        """The themes whose names the room may hear, by their names: that of one with nothing but what few said would tell that they did."""
        seen = {one.theme.id for one in self.seen(workshop, question_id).themes}
        return [theme for theme in self.of(workshop.id, question_id) if not theme.texts or theme.id in seen]

    def sorted(self, workshop: Workshop, texts: Sequence[Text]) -> dict[str, Sorted]:
        """What the room may see of every question that has themes; see `in_order`. `texts`: all of the workshop."""
        return by_question(self.of(workshop.id), texts, workshop.policy.k)

    def find(self, workshop_id: str, handle: str) -> Theme | None:
        """The theme that a button names; None for an unknown one, or one that another has taken in."""
        found = [theme for theme in self.of(workshop_id) if theme.handle == handle]
        return found[0] if len(found) == 1 else None

    def named(self, workshop_id: str, question_id: str, label: str) -> Theme | None:
        """The theme of this name, in whatever capitals."""
        wanted = label.casefold()
        return next((theme for theme in self.of(workshop_id, question_id) if theme.label.casefold() == wanted), None)

    def make(self, workshop_id: str, question_id: str, label: str, source: Source = Source.HAND) -> Theme:
        """A theme with nothing in it. Raises ValueError for a name that is empty or too long."""
        theme = Theme(random_uuid(self._chance), workshop_id, question_id, _fit(label), source)
        about = {"id": theme.id, "workshop_id": workshop_id, "question_id": question_id, "into": ""}
        self._connection.execute(insert(THEME).values(label=theme.label, source=source.value, **about))
        return theme

    def rename(self, theme: Theme, label: str) -> None:
        """Another name; from then on it is of a hand. Raises ValueError for a name that is empty or too long."""
        named = {"label": _fit(label), "source": Source.HAND.value}
        self._connection.execute(update(THEME).where(THEME.c.id == theme.id).values(named))

    def put(self, theme: Theme, texts: Iterable[Text], source: Source = Source.HAND) -> int:
        """Put approved texts of its question there, out of whatever theme they were in; gives how many."""
        mine = [text for text in texts if text.shown and may_be_in(theme, text)]
        rows = [
            {"text_id": name, "workshop_id": theme.workshop_id, "theme_id": theme.id, "source": source.value}
            for name in sorted(text.id for text in mine)
        ]
        self.take_out(mine)
        if rows:
            self._connection.execute(insert(THEME_TEXT), rows)
        return len(rows)

    def take_out(self, texts: Iterable[Text]) -> None:
        """In no theme any more."""
        gone = [text.id for text in texts]
        self._connection.execute(delete(THEME_TEXT).where(THEME_TEXT.c.text_id.in_(gone)))

    def merge(self, theme: Theme, other: Theme) -> bool:
        """`other` takes it in; False where they are one, of two questions, or one of them was taken in before."""
        here = {one.id for one in self.of(theme.workshop_id, theme.question_id)}
        if theme.id == other.id or not {theme.id, other.id} <= here:
            return False
        self._connection.execute(update(THEME).where(THEME.c.id == theme.id).values(into=other.id))
        return True

    def part(self, theme: Theme, taken: Theme) -> None:
        """Undo a merge: it stands by itself again with all that is still in it."""
        mine = (THEME.c.id == taken.id, THEME.c.into == theme.id)
        self._connection.execute(update(THEME).where(*mine).values(into=""))

    def delete(self, theme: Theme) -> None:
        """It and what it has taken in are gone; the texts stay, in no theme."""
        gone = list(_all_of(theme))
        self._connection.execute(delete(THEME_TEXT).where(THEME_TEXT.c.theme_id.in_(gone)))
        self._connection.execute(delete(THEME).where(THEME.c.id.in_(gone)))


def may_be_in(theme: Theme, text: Text) -> bool:
    """Whether the text answers the theme's question."""
    return (text.workshop_id, text.question_id) == (theme.workshop_id, theme.question_id)


def by_question(themes: Sequence[Theme], texts: Sequence[Text], k: int) -> dict[str, Sorted]:
    """Question -> its texts by theme."""
    names = sorted({theme.question_id for theme in themes})
    return {
        name: in_order([t for t in themes if t.question_id == name], [t for t in texts if t.question_id == name], k)
        for name in names
    }


def in_order(themes: Iterable[Theme], texts: Sequence[Text], k: int) -> Sorted:
    """Texts of one question by theme, as far as the room may see it: cards are public one by one, and so is their number.

    What nobody may read is counted in its theme only where k or more of them are there: how many is told of a crowd alone. All
    the others of them are told nowhere, not even that there are some: of one person that would be known.
    """
    mine = [text for text in texts if text.shown]
    cards = [text for text in mine if text.use is Use.QUOTE]
    silent = {text.id for text in mine if text.use is Use.THEME}
    found = []
    for theme in themes:
        here, unshown = tuple(t for t in cards if t.id in theme.texts), len(theme.texts & silent)
        found.append(Themed(theme, here, unshown if unshown >= k else 0))
    sorted_in = frozenset[str]().union(*(one.theme.texts for one in found))
    loose = tuple(text for text in cards if text.id not in sorted_in)
    seen = sorted((one for one in found if one.count), key=lambda one: (-one.count, one.theme.label.casefold()))
    return Sorted(tuple(seen), loose)


def _all_of(theme: Theme) -> Iterator[str]:
    yield theme.id
    for taken in theme.taken:
        yield from _all_of(taken)


def _by_name(themes: Iterable[Theme]) -> list[Theme]:
    return sorted(themes, key=lambda theme: (theme.label.casefold(), theme.id))


def _fit(label: str) -> str:
    flat = " ".join(label.split())
    if not 1 <= len(flat) <= LABEL:
        raise ValueError("a theme has a short name")
    return flat
