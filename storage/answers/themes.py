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
from storage.answers.told import Sorted, by_question, in_order
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
    """One theme as it is seen. `texts`: the ids of all that is in it; `taken`: the themes that were merged into it.

    `label`: "" where the machine may say none of its words; `quote`: the id of the text that it found to stand for it, or "".
    """

    id: str
    workshop_id: str
    question_id: str
    label: str
    source: Source
    texts: frozenset[str] = frozenset()
    taken: tuple[Theme, ...] = ()
    quote: str = ""

    @property
    def handle(self) -> str:
        """The id as a button carries it."""
        return self.id[:HANDLE]


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
            return Theme(
                row.id, row.workshop_id, row.question_id, row.label, Source(row.source), texts, tuple(taken), row.quote
            )

        return _by_name(seen(one) for one in below.get("", ()))

    def seen(self, workshop: Workshop, question_id: str) -> Sorted:
        """What anybody may be told of the themes of one open question, once it has its last word and k have written; nothing before.

        This is the one way to it: for the wall, the export, the summary and whatever is written about a workshop.
        """
        release = next((one for one in releases_of(self._connection, workshop.id, question_id) if one.final), None)
        if release is None or release.tally.answered < workshop.policy.k:
            return Sorted((), ())
        mine = Texts(self._connection).of(workshop.id, question_id)
        return in_order(self.of(workshop.id, question_id), mine, workshop.policy.k)

    def speakable(self, workshop: Workshop, question_id: str) -> list[Theme]:
        """The themes whose names the room may hear, by their names: that of one with what few said would tell that they did."""
        seen = {one.theme.id for one in self.seen(workshop, question_id).themes if one.theme.label}
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

    def make(
        self, workshop_id: str, question_id: str, label: str, source: Source = Source.HAND, quote: str = ""
    ) -> Theme:
        """A theme with nothing in it. Raises ValueError for a name that is too long, or empty where a hand has typed it."""
        said = label if source is Source.MACHINE and not label else _fit(label)
        theme = Theme(random_uuid(self._chance), workshop_id, question_id, said, source, quote=quote)
        about = {"id": theme.id, "workshop_id": workshop_id, "question_id": question_id, "into": "", "quote": quote}
        self._connection.execute(insert(THEME).values(label=theme.label, source=source.value, **about))
        return theme

    def rename(self, theme: Theme, label: str) -> None:
        """Another name; from then on it is of a hand. Raises ValueError for a name that is empty or too long."""
        named = {"label": _fit(label), "source": Source.HAND.value}
        self._connection.execute(update(THEME).where(THEME.c.id == theme.id).values(named))

    def quote(self, theme: Theme, text: Text) -> bool:
        """This one stands for it, and from then on the theme is of a hand; False for one that is not in it or may not be quoted."""
        if text.id not in theme.texts or not text.shown or text.use is not Use.QUOTE:
            return False
        values = {"quote": text.id, "source": Source.HAND.value}
        self._connection.execute(update(THEME).where(THEME.c.id == theme.id).values(values))
        return True

    def put(self, theme: Theme, texts: Iterable[Text], source: Source = Source.HAND) -> int:
        """Put approved texts of its question there, out of whatever theme they were in; gives how many."""
        mine = [text for text in texts if text.shown and may_be_in(theme, text)]
        self._say(theme.workshop_id, theme.id, (text.id for text in mine), source)
        return len(mine)

    def take_out(self, texts: Iterable[Text], source: Source = Source.HAND) -> None:
        """In no theme any more; what a hand has taken out stays out."""
        by_workshop: dict[str, list[str]] = {}
        for text in texts:
            by_workshop.setdefault(text.workshop_id, []).append(text.id)
        for workshop_id, names in by_workshop.items():
            self._say(workshop_id, "", names, source)

    def merge(self, theme: Theme, other: Theme) -> bool:
        """`other` takes it in; False where they are one, of two questions, or one of them was taken in before."""
        here = {one.id: one for one in self.of(theme.workshop_id, theme.question_id)}
        if theme.id == other.id or not {theme.id, other.id} <= here.keys():
            return False
        self._connection.execute(update(THEME).where(THEME.c.id == theme.id).values(into=other.id))
        self.hold(here[theme.id].texts | here[other.id].texts)
        return True

    def hold(self, texts: Iterable[str]) -> None:
        """A hand has said that these are where they are: a machine leaves them there."""
        mine = THEME_TEXT.c.text_id.in_(sorted(texts))
        self._connection.execute(update(THEME_TEXT).where(mine).values(source=Source.HAND.value))

    def part(self, theme: Theme, taken: Theme) -> str:
        """Undo a merge: it stands by itself again with all that is still in it; gives its name.

        Where another has its name by now it gets a number behind it: two of one name could not be told apart.
        """
        others = {one.label.casefold() for one in self.of(theme.workshop_id, theme.question_id)}
        label, number = taken.label, 2
        while label and label.casefold() in others:
            label, number = f"{taken.label[: LABEL - 4].rstrip()} ({number})", number + 1
        mine = (THEME.c.id == taken.id, THEME.c.into == theme.id)
        self._connection.execute(update(THEME).where(*mine).values(into="", label=label))
        return label

    def delete(self, theme: Theme) -> None:
        """It and what it has taken in are gone; the texts stay, in no theme, and a machine puts them in none of its own."""
        gone = list(_all_of(theme))
        out = {"theme_id": "", "source": Source.HAND.value}
        self._connection.execute(update(THEME_TEXT).where(THEME_TEXT.c.theme_id.in_(gone)).values(out))
        self._connection.execute(delete(THEME).where(THEME.c.id.in_(gone)))

    def _say(self, workshop_id: str, theme_id: str, texts: Iterable[str], source: Source) -> None:
        names = sorted(texts)
        about = {"workshop_id": workshop_id, "theme_id": theme_id, "source": source.value}
        self._connection.execute(delete(THEME_TEXT).where(THEME_TEXT.c.text_id.in_(names)))
        if names:
            self._connection.execute(insert(THEME_TEXT), [{"text_id": name, **about} for name in names])


def may_be_in(theme: Theme, text: Text) -> bool:
    """Whether the text answers the theme's question."""
    return (text.workshop_id, text.question_id) == (theme.workshop_id, theme.question_id)


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
