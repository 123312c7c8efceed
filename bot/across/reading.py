"""Reads closed workshops to be laid side by side, in one transaction; must not know chats, or how it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.owing.handing import NotClosed, StillClosing
from bot.results.charting.abreast import MOST as _COLUMNS
from bot.results.findings import covered
from bot.results.proposals import in_language
from bot.wording import Wording
from flows.counting.abreast import Beside, Place, Row, abreast
from flows.definition.flow import Question
from flows.definition.localise import asked_in
from storage.ballots import said
from storage.database import Unit
from storage.values import Ballot, BallotKind, Phase, Workshop

MOST = _COLUMNS
"""So many places have a column each in a picture, and their codes fit a button."""


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
    names, beside = _names(workshops, Wording(language)), _Beside(workshops, language)
    places = tuple(_place(unit, one, name, beside) for one, name in zip(workshops, names, strict=True))
    where = tuple(_where(unit, workshop, name) for workshop, name in zip(workshops, names, strict=True))
    return Compared(language, where, places, abreast(places, language))


def in_report(unit: Unit, workshop_id: str, language: str, who: int | None) -> Compared | None:
    """What the report of a closed workshop lays beside it; None where nobody put anything there.

    `who`: a member of staff who asks; whoever does not steer all of them gets none. None: the operator, at the command line.
    """
    ids = unit.beside.of(workshop_id)
    may = who is None or all(unit.staff.steers(who, one) for one in ids)
    return read(unit, ids, language) if ids and may else None


def _names(workshops: Sequence[Workshop], words: Wording) -> list[str]:
    """The titles; with the day of the close where two have the same, with the join code where that day is the same too."""
    titles = Counter(workshop.title for workshop in workshops)
    days = Counter((workshop.title, workshop.closed_on) for workshop in workshops)

    def name(one: Workshop) -> str:
        if titles[one.title] == 1:
            return one.title
        is_alone = one.closed_on is not None and days[one.title, one.closed_on] == 1
        return f"{one.title} ({words.day(one.closed_on) if is_alone and one.closed_on else one.code})"

    return [name(workshop) for workshop in workshops]


class _Beside:
    """What several workshops asked beside their flows, under ids that the same question has in all of them."""

    def __init__(self, workshops: Sequence[Workshop], language: str) -> None:
        """`language`: of whoever reads."""
        own = {code for workshop in workshops for code in asked_in(workshop.flow)}
        self._languages = sorted(own | {language})
        self._taken = {question.id for workshop in workshops for question in workshop.flow.questions}
        self._polls: dict[tuple[int, tuple[str, ...]], str] = {}

    def of(self, workshop: Workshop) -> Mapping[str, tuple[str, Beside]]:
        """Id of a poll or later round -> the one that it shares, and what it is. A poll is known by its words."""
        found: dict[str, tuple[str, Beside]] = {}
        before: Counter[tuple[str, ...]] = Counter()
        for ballot in workshop.ballots:
            if ballot.kind is not BallotKind.POLL:
                continue
            first, number = _round(workshop, ballot, found)
            if first:
                name = f"{first}-round-{number}"
            else:
                asked = said(in_language(workshop, ballot, workshop.flow.language))
                name = self._poll(asked, before[asked])
                before[asked] += 1
            found[ballot.id] = name, Beside(self._readings(workshop, ballot, name), first, number)
        return found

    def _poll(self, asked: tuple[str, ...], times: int) -> str:
        name = self._polls.get((times, asked), f"poll-{len(self._polls) + 1}")
        while name in self._taken:
            name += "-"
        return self._polls.setdefault((times, asked), name)

    def _readings(self, workshop: Workshop, ballot: Ballot, name: str) -> Mapping[str, Question]:
        readings = {code: in_language(workshop, ballot, code) for code in self._languages}
        return {code: question.model_copy(update={"id": name}) for code, question in readings.items()}


def _round(workshop: Workshop, ballot: Ballot, found: Mapping[str, tuple[str, Beside]]) -> tuple[str, int]:
    """The shared id of its first round, and which one it is; "" and 1 of a poll of its own."""
    if ballot.of is not None and ballot.of in found:
        name, before = found[ballot.of]
        return before.of or name, before.number + 1
    is_asked = any(question.id == ballot.of for question in workshop.flow.questions)
    return (ballot.of, 2) if ballot.of is not None and is_asked else ("", 1)


def _place(unit: Unit, workshop: Workshop, name: str, all_beside: _Beside) -> Place:
    beside = all_beside.of(workshop)
    shared = {question.id: question.id for question in workshop.flow.questions}
    shared |= {ballot_id: known for ballot_id, (known, _) in beside.items()}
    latest = {known: unit.answers.latest(workshop.id, asked) for asked, known in shared.items()}
    tallies = {known: replace(one.tally, question_id=known) for known, one in latest.items() if one is not None}
    return Place(name, workshop.flow, workshop.policy, tallies, dict(beside.values()))


def _where(unit: Unit, workshop: Workshop, name: str) -> Where:
    day = workshop.closed_on or workshop.opened_on
    return Where(name, workshop.code, day, workshop.joined, covered(unit, workshop))
