"""A report as a value: everything that it says, in one language, before anything is drawn; must not know how it is made or shown.

Equal values give equal bytes. Whoever hands results on in another form takes them from here, so that no second path leads to a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.across.reading import Compared
from bot.results.charting.rounds import Rounds
from bot.results.charting.together import Together
from flows.counting.summary import Summary


class Kind(StrEnum):
    """What a sentence says: what a question's figures come to, who sees it otherwise, or how it came about."""

    MAIN = "main"
    MORE = "more"
    MINORITY = "minority"
    GROUPS = "groups"
    ROUNDS = "rounds"
    ASKED = "asked"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class Sentence:
    """One sentence in plain text. `n`: the people (or tables) that its figure is about.

    `id`: where that figure stands in the export, as "question" or "question.option" by the ids of its codebook.
    """

    id: str
    kind: Kind
    n: int
    text: str

    @property
    def source(self) -> str:
        """What stands behind it in small print."""
        return f"n = {self.n} · {self.id}"


@dataclass(frozen=True)
class Group:
    """Approved open answers under the name of their theme, "" where they are in none; `count`: how many answers are in it."""

    id: str
    label: str
    count: int
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One question, poll or later round; or several on one scale, before the first of them.

    `number`: the one that it has in the codebook of the export.
    `drawn`: its picture, as figures; None where nothing is shown or people wrote. `note`: why nothing is shown, or what is still
    read. `legend`: short names of options, and their full wording. `within`: it stands in the picture of several before it.
    """

    id: str
    number: int
    heading: str
    base: str
    sentences: tuple[Sentence, ...]
    drawn: Summary | Rounds | Together | None = None
    groups: tuple[Group, ...] = ()
    note: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    within: bool = False


@dataclass(frozen=True)
class PanelLine:
    """One question to the panel. `votes`: people who want it answered, None outside a vote."""

    number: int
    text: str
    speaker: str
    votes: int | None
    answered: bool


@dataclass(frozen=True)
class Panel:
    """The panel's ranking; `base`: what the votes cover, or why there are none; `more`: questions that the list has no room for."""

    lines: tuple[PanelLine, ...]
    base: str
    more: int = 0


@dataclass(frozen=True)
class Came:
    """A group of whom so many were expected. `counted`: how many of them are, None where the result of the question says it alone."""

    group: str
    expected: int
    counted: int | None


@dataclass(frozen=True)
class People:
    """Who was in the room: people. `expected`: how many were, None where nobody said.

    `groups`: those of them, by the question with the number `grouped_by`; `came`: the same in sentences; `missing`: which of them stay
    behind, the last of those sentences, "" where nothing is certain.
    """

    joined: int
    submitted: int
    counted: int
    expected: int | None = None
    groups: tuple[Came, ...] = ()
    grouped_by: int = 0
    came: tuple[str, ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class Withheld:
    """Something that is not shown, and why. `id`: of a question, "" where it is about all."""

    id: str
    name: str
    why: str


@dataclass(frozen=True)
class Report:
    """A closed workshop in `language`. `day`: that of its close, the only date that the files carry as their own.

    `glance`: what stands out across the questions; `note`: how many are counted; `method`: how it came about, and what it cannot say.
    `beside`: other workshops beside this one, where those who steer put them into it.
    `told_of`: the machine that the consent cards said may put sentences into other words; `worded_by`: the one that has.
    """

    title: str
    code: str
    language: str
    day: date
    days: str
    who: str
    contact: str
    people: People
    note: str
    method: tuple[str, ...]
    glance: tuple[Sentence, ...]
    items: tuple[Item, ...]
    tables: tuple[Item, ...] = ()
    panel: Panel | None = None
    beside: Compared | None = None
    withheld: tuple[Withheld, ...] = ()
    told_of: str = ""
    worded_by: str = ""

    @property
    def questions(self) -> tuple[Item, ...]:
        """The items that are of one question each."""
        return tuple(item for item in self.items if not isinstance(item.drawn, Together))

    def sentences(self) -> Iterator[Sentence]:
        """All that carry a figure."""
        yield from self.glance
        for item in (*self.items, *self.tables):
            yield from item.sentences
