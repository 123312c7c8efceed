"""Reads closed workshops to be laid side by side, in one transaction; must not know chats, words or how it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.owing.handing import NotClosed, StillClosing
from bot.results.findings import covered
from flows.counting.abreast import Place, Row, abreast
from storage.database import Unit
from storage.values import Phase, Workshop

MOST = 6
"""So many places have a bar of their own colour, and a button for each fits."""


@dataclass(frozen=True)
class Where:
    """One of the workshops. `joined` and `counted` are people."""

    name: str
    code: str
    day: date
    joined: int
    counted: int


@dataclass(frozen=True)
class Compared:
    """Workshops side by side, in `language` and in the order in which they were named."""

    language: str
    where: tuple[Where, ...]
    places: tuple[Place, ...]
    rows: tuple[Row, ...]

    @property
    def same(self) -> tuple[Row, ...]:
        """The questions that were asked alike and can be compared."""
        return tuple(row for row in self.rows if row.why is None)

    @property
    def apart(self) -> tuple[Row, ...]:
        """The others, each with its reason."""
        return tuple(row for row in self.rows if row.why is not None)

    @property
    def day(self) -> date:
        """The last of their closes."""
        return max(one.day for one in self.where)


def read(unit: Unit, workshop_ids: Sequence[str], language: str) -> Compared:
    """The workshops with these ids. Raises NotClosed or StillClosing with the code, LookupError for one that is gone."""
    workshops = [unit.workshops.get(one) for one in workshop_ids]
    for workshop in workshops:
        if workshop.phase is not Phase.CLOSED:
            raise NotClosed(workshop.code)
        if workshop.closing:
            raise StillClosing(workshop.code)
    names = _names(workshops)
    places = tuple(_place(unit, workshop, name) for workshop, name in zip(workshops, names, strict=True))
    where = tuple(_where(unit, workshop, name) for workshop, name in zip(workshops, names, strict=True))
    return Compared(language, where, places, abreast(places, language))


def _names(workshops: Sequence[Workshop]) -> list[str]:
    """The titles; with the join code where two have the same."""
    titles = Counter(workshop.title for workshop in workshops)
    return [w.title if titles[w.title] == 1 else f"{w.title} ({w.code})" for w in workshops]


def _place(unit: Unit, workshop: Workshop, name: str) -> Place:
    latest = {question.id: unit.answers.latest(workshop.id, question.id) for question in workshop.flow.questions}
    tallies = {question: release.tally for question, release in latest.items() if release is not None}
    return Place(name, workshop.flow, workshop.policy, tallies)


def _where(unit: Unit, workshop: Workshop, name: str) -> Where:
    day = workshop.closed_on or workshop.opened_on
    return Where(name, workshop.code, day, workshop.joined, covered(unit, workshop))
