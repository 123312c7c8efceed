"""Workshops side by side: which questions were asked in the same words, and what each room said; must not know chats or storage.

A question is compared only where people read and could answer the same: wording, options, what an answer may be, of whom it was
asked, and how it is counted. Everything else is named with the reason, and stands apart. Every place keeps its base: nothing is
averaged over places, and no percentage is made of percentages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import reduce
from itertools import permutations

from flows.counting.coarse import shown_as
from flows.counting.release import Policy
from flows.counting.shown import shown
from flows.counting.summary import Summary, summarise
from flows.counting.tally import Tally, merge
from flows.definition.flow import Flow, Question
from flows.definition.localise import asked_in, localise

_AVERAGED = ("ranking", "allocation")
"""Their results are averages: the share of people who gave something any place or points is not what they say."""


class Why(StrEnum):
    """Why a question cannot be compared. RULE: a privacy rule counted it more coarsely in one place. MISSING: one place asked it."""

    WORDING = "wording"
    OPTIONS = "options"
    ASKED_OF = "asked of"
    RULE = "rule"
    MISSING = "missing"


@dataclass(frozen=True)
class Beside:
    """A poll, or a later round, under the id that it shares with the same one elsewhere.

    `readings`: language -> the question as people read it, that of the flow among them. `of`: the id of its first round, "" of a
    poll; `number`: which round it is.
    """

    readings: Mapping[str, Question]
    of: str = ""
    number: int = 1


@dataclass(frozen=True)
class Place:
    """A closed workshop. `tallies`: question -> what is released of it; what is missing is withheld.

    `beside`: what was asked beside the flow, by ids that no question of any flow has.
    """

    name: str
    flow: Flow
    policy: Policy
    tallies: Mapping[str, Tally]
    beside: Mapping[str, Beside] = field(default_factory=dict)

    def asks(self, question_id: str) -> Question | None:
        """Its question with this id, as it was asked; None where it asked none."""
        if question_id in self.beside:
            return self.reads(question_id, self.flow.language)
        return next((one for one in self.flow.questions if one.id == question_id), None)

    def reads(self, question_id: str, language: str) -> Question:
        """The same as people with this language read it. Raises KeyError where it asked none."""
        if question_id not in self.beside:
            return localise(self.flow, language).question(question_id)
        readings = self.beside[question_id].readings
        return readings.get(language) or readings[self.flow.language]


@dataclass(frozen=True)
class Said:
    """What one place said to a question, localised for whoever reads. `summary` None: fewer than its rule's k, nothing is shown."""

    place: str
    question: Question
    summary: Summary | None


@dataclass(frozen=True)
class Row:
    """One question: what each place that asked it said, in the order of the places. `why` None: the same words, and compared.

    `number`: which round of it.
    """

    id: str
    said: tuple[Said, ...]
    why: Why | None = None
    number: int = 1

    @property
    def question(self) -> Question:
        """As the first place asked it."""
        return self.said[0].question


def abreast(places: Sequence[Place], language: str) -> tuple[Row, ...]:
    """Every question of the flows, in the order of the first place, then those that others asked besides, and the polls.

    A later round stands behind its first one. `language`: of whoever reads; what was asked is compared in every language that both
    places were asked in.
    """
    asked = (name for place in places for name in (question.id for question in place.flow.questions))
    beside = {name: one for place in places for name, one in place.beside.items()}
    first = dict.fromkeys((*asked, *(name for name, one in beside.items() if not one.of)))
    ids = (found for name in first for found in (name, *(later for later, one in beside.items() if one.of == name)))
    return tuple(_row(name, places, language, beside[name].number if name in beside else 1) for name in ids)


def together(places: Sequence[Place], row: Row) -> Summary | None:
    """What all places said, of their counts; None where the row is not compared, one shows nothing, or counts do not add up."""
    tallies = [place.tallies.get(row.id) for place in places if place.asks(row.id) is not None]
    known = [tally for tally in tallies if tally is not None]
    is_whole = row.why is None and len(known) == len(tallies)
    if not is_whole or any(
        tally.verdict is not None for tally in known
    ):  # a ranking without its pairs has no counts to add
        return None
    return summarise(row.question, reduce(merge, known))


def furthest(rows: Sequence[Row]) -> tuple[Row, str, Said, Said] | None:
    """The compared question and option where two places are furthest apart as shares of their own bases; the higher one first.

    Of questions that everybody is asked and in which people choose. None where nothing is compared or all are alike. Of equal gaps
    the first asked.
    """
    best: tuple[Fraction, tuple[Row, str, Said, Said]] | None = None
    for row in rows:
        is_chosen = row.why is None and row.question.type not in _AVERAGED and row.question.shown_if is None
        said = [one for one in row.said if one.summary is not None and one.summary.answered] if is_chosen else []
        for high, low in permutations(said, 2):
            for option in shares(high):
                gap = shares(high)[option] - shares(low)[option]
                if gap > 0 and (best is None or gap > best[0]):
                    best = gap, (row, option, high, low)
    return best[1] if best is not None else None


def shares(said: Said) -> Mapping[str, Fraction]:
    """Option -> share of those who answered there that chose or ticked it."""
    summary = said.summary
    if summary is None or not summary.answered:
        return {}
    return {option: Fraction(one.people, summary.answered) for option, one in shown(summary).items()}


def why_different(one: Place, other: Place, question_id: str) -> Why | None:
    """The first reason why answers to this question are not to the same question; None where they are."""
    mine, theirs = one.asks(question_id), other.asks(question_id)
    if mine is None or theirs is None:
        return Why.MISSING
    if mine.shown_if != theirs.shown_if:
        return Why.ASKED_OF
    if mine.shown_if is not None and why_different(one, other, mine.shown_if.question) is not None:
        return Why.ASKED_OF
    for language in _languages(one.flow, other.flow):
        a, b = (place.reads(question_id, language) for place in (one, other))
        if (a.type, a.text, a.help) != (b.type, b.text, b.help):
            return Why.WORDING
        if _answering(a) != _answering(b):
            return Why.OPTIONS
        if _answering(shown_as(a, one.policy)) != _answering(shown_as(b, other.policy)):
            return Why.RULE
    return None


def _row(question_id: str, places: Sequence[Place], language: str, number: int) -> Row:
    asking = [place for place in places if place.asks(question_id) is not None]
    first, *others = asking
    reasons = (why_different(first, other, question_id) for other in others)
    why = next((reason for reason in reasons if reason is not None), None) if others else Why.MISSING
    return Row(question_id, tuple(_said(place, question_id, language) for place in asking), why, number)


def _said(place: Place, question_id: str, language: str) -> Said:
    question = shown_as(place.reads(question_id, language), place.policy)
    tally = place.tallies.get(question_id)
    return Said(place.name, question, summarise(question, tally) if tally is not None else None)


def _answering(question: Question) -> object:
    """What may be answered, and in which words."""
    return question.model_dump(exclude={"id", "type", "text", "short", "help", "section", "shown_if", "sensitive"})


def _languages(one: Flow, other: Flow) -> Iterator[str]:
    """Those that both were asked in, and the own ones: what has no translation was read in the flow's own."""
    both = set(asked_in(one)) & set(asked_in(other))
    yield from sorted(both | {one.language, other.language})
