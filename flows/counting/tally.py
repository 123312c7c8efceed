"""Marginal counts of one question: all that is kept of a counted answer; must not know people, order or time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from flows.counting.rankings import Verdict, doubled_borda, may_show_pairs, shared_out, verdict_of
from flows.definition.flow import (
    AllocationQuestion,
    MultiQuestion,
    Question,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    StanceQuestion,
    TextQuestion,
    options_of,
)
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared, Skipped, Written

EXACT_POINTS = 12
"""Allocations up to this total are kept point by point."""

PLAIN_BY_PLACES = 3
"""Of so many options the places leave so little open that even who beats everybody gives ballots away."""

BINS = 10
"""Bins of a larger allocation, beside the bin of those who gave nothing."""


@dataclass(frozen=True)
class Tally:
    """Counts of one question. `asked` people saw it and were counted, `skipped` of them left it unanswered.

    counts     option -> people: chose it (single, scale, stance), ticked it (multi), ranked it (ranking),
               gave it points (allocation)
    positions  ranking: option -> people who put it first, second, ... (length = places)
    above      ranking: a -> b -> ballots with a above b (ranked above unranked; two unranked: neither); empty where withheld
    points     allocation: option -> sum of points
    bins       allocation: option -> people by points given, in the bins of `point_bins(question)`; sums to `answered`
    nothing    multi: people who answered and ticked nothing
    Every option is present, with 0 where nobody chose it. `verdict`: ranking, what is said of the pairs once `above` is withheld.
    """

    question_id: str
    asked: int = 0
    skipped: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    positions: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    above: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    points: Mapping[str, int] = field(default_factory=dict)
    bins: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    verdict: Verdict | None = None
    nothing: int = 0

    @property
    def answered(self) -> int:
        """People who gave an answer."""
        return self.asked - self.skipped


def verdict_on(tally: Tally) -> Verdict:
    """What a result says of the pairs of a ranking, whether they are withheld or not."""
    return tally.verdict or verdict_of(tally.above, tally.answered)


def doubled_of(tally: Tally) -> Mapping[str, int | Fraction]:
    """Option -> twice its Borda points: exact from the pairs, or from how many put it where once those are withheld."""
    if tally.above:
        return doubled_borda(tally.above, tally.answered)
    return shared_out(tally.positions, tally.answered)


def withheld(tally: Tally) -> Tally:
    """The tally without the counts of pairs: one that only few ballots hold gives away the rest of a ballot (rules, 3f)."""
    if not tally.above:
        return tally
    verdict = Verdict(told=False) if len(tally.above) == PLAIN_BY_PLACES else verdict_on(tally)
    return replace(tally, above={}, verdict=verdict)


def as_last_word(tally: Tally, k: int) -> Tally:
    """The tally as it is kept and published at the end: with the counts of pairs only where any two options allow it."""
    return tally if tally.above and may_show_pairs(tally.above, tally.positions, k) else withheld(tally)


def empty(question: Question) -> Tally:
    """The tally of nobody: every option with 0."""
    return _Counter(question).tally()


def add(tally: Tally, question: Question, answer: Answer) -> Tally:
    """The tally with one more person. Raises ValueError when the answer does not fit the question (see `tally_all`)."""
    return merge(tally, tally_all(question, (answer,)))


def tally_all(question: Question, answers: Iterable[Answer]) -> Tally:
    """The tally of these answers, one a person, in any order.

    Raises ValueError for an answer of another kind, with unknown or repeated options, with more of them than the
    question allows, or with points over the total. Minimum numbers and exact sums are for
    `flows.dialogue.answers.check_answer` to judge: imported ballots that spend 99 of 100 points are still ballots, and nothing
    ticked is an answer.
    """
    counter = _Counter(question)
    for answer in answers:
        counter.count(answer)
    return counter.tally()


def merge(a: Tally, b: Tally) -> Tally:
    """The tally of the people of both. Raises ValueError when they are not of one question, or when pairs are withheld."""
    if a.verdict is not None or b.verdict is not None:
        raise ValueError("a ranking without its pairs does not add up")
    if a.question_id != b.question_id or _shape(a) != _shape(b):
        raise ValueError("tallies of different questions do not add up")
    return Tally(
        question_id=a.question_id,
        asked=a.asked + b.asked,
        skipped=a.skipped + b.skipped,
        counts=_sum(a.counts, b.counts),
        positions=_sum_rows(a.positions, b.positions),
        above={option: _sum(row, b.above[option]) for option, row in a.above.items()},
        points=_sum(a.points, b.points),
        bins=_sum_rows(a.bins, b.bins),
        nothing=a.nothing + b.nothing,
    )


def point_bins(question: AllocationQuestion) -> tuple[tuple[int, int], ...]:
    """The (lowest, highest) points of each bin: every number of points for a total up to 12, else 0 and ten equal bins.

    Where the total is not a multiple of ten the bins differ by at most one point.
    """
    total = question.total
    if total <= EXACT_POINTS:
        return tuple((points, points) for points in range(total + 1))
    edges = [part * total // BINS for part in range(BINS + 1)]
    return ((0, 0), *((low + 1, high) for low, high in pairwise(edges)))


def tally_to_json(tally: Tally) -> dict[str, Any]:
    """The tally as plain JSON data; parts that the question type has no use for are left out."""
    data: dict[str, Any] = {"question": tally.question_id, "asked": tally.asked, "skipped": tally.skipped}
    parts: dict[str, Any] = {
        "counts": dict(tally.counts),
        "positions": {option: list(row) for option, row in tally.positions.items()},
        "above": {option: dict(row) for option, row in tally.above.items()},
        "points": dict(tally.points),
        "bins": {option: list(row) for option, row in tally.bins.items()},
        "verdict": asdict(tally.verdict) if tally.verdict else None,
        "nothing": tally.nothing,
    }
    return data | {name: part for name, part in parts.items() if part}


def tally_from_json(data: Mapping[str, Any]) -> Tally:
    """The tally `tally_to_json` wrote. Raises KeyError, TypeError, ValueError or AttributeError on anything else."""
    return Tally(
        question_id=str(data["question"]),
        asked=int(data["asked"]),
        skipped=int(data["skipped"]),
        counts=_numbers(data.get("counts", {})),
        positions=_rows(data.get("positions", {})),
        above={str(option): _numbers(row) for option, row in data.get("above", {}).items()},
        points=_numbers(data.get("points", {})),
        bins=_rows(data.get("bins", {})),
        verdict=_verdict(data["verdict"]) if "verdict" in data else None,
        nothing=int(data.get("nothing", 0)),
    )


class _Counter:
    """The mutable inside of a tally: lists by option index, so that thousands of long ballots stay cheap."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.options = tuple(option.id for option in options_of(question))
        self.index = {option: place for place, option in enumerate(self.options)}
        size = len(self.options)
        ranking, allocation = isinstance(question, RankingQuestion), isinstance(question, AllocationQuestion)
        places = question.places if isinstance(question, RankingQuestion) else 0
        self.ranges = point_bins(question) if isinstance(question, AllocationQuestion) else ()
        self.bin_of = [number for number, (low, high) in enumerate(self.ranges) for _ in range(low, high + 1)]
        self.asked = self.skipped = self.nothing = 0
        self.counts = [0] * size
        self.positions = [[0] * places for _ in range(size)] if ranking else []
        self.above = [[0] * size for _ in range(size)] if ranking else []
        self.points = [0] * size if allocation else []
        self.bins = [[0] * len(self.ranges) for _ in range(size)] if allocation else []

    def count(self, answer: Answer) -> None:
        """Count one person; an answer that does not fit leaves everything as it was."""
        match self.question, answer:
            case _, Skipped():
                self.skipped += 1
            case ((SingleQuestion() | ScaleQuestion() | StanceQuestion()), Chosen(option)):
                self._count_options((option,), most=1)
            case MultiQuestion() as question, Picked(options):
                self._count_picked(question, options)
            case RankingQuestion() as question, Ranked(options) if options:
                self._count_ballot(self._count_options(options, most=question.places))
            case AllocationQuestion() as question, Shared(points) if points:
                self._count_points(question, points)
            case TextQuestion(), Written(text) if text:
                pass
            case _:
                raise ValueError(f"an answer to {self.question.id} is not of its kind")
        self.asked += 1

    def _count_options(self, options: tuple[str, ...], most: int) -> list[int]:
        if len(set(options)) != len(options) or len(options) > most:
            raise ValueError(f"an answer to {self.question.id} repeats an option or has too many")
        if not all(option in self.index for option in options):
            raise ValueError(f"an answer to {self.question.id} names an option that it does not have")
        places = [self.index[option] for option in options]
        for place in places:
            self.counts[place] += 1
        return places

    def _count_picked(self, question: MultiQuestion, options: tuple[str, ...]) -> None:
        if len(options) > 1 and any(option in question.exclusive for option in options):
            raise ValueError(f"an answer to {question.id} has an exclusive option and others")
        self._count_options(options, most=len(self.options) if question.max is None else question.max)
        self.nothing += not options

    def _count_ballot(self, ballot: list[int]) -> None:
        below = set(range(len(self.options)))
        for position, place in enumerate(ballot):
            self.positions[place][position] += 1
            below.discard(place)
            row = self.above[place]
            for lower in below:
                row[lower] += 1

    def _count_points(self, question: AllocationQuestion, points: tuple[tuple[str, int], ...]) -> None:
        given = [number for _, number in points]
        if min(given) < 1 or sum(given) > question.total:
            raise ValueError(f"an answer to {question.id} has points that are not above 0 or exceed the total")
        most = question.max_options or len(self.options)
        by_place = dict(zip(self._count_options(tuple(option for option, _ in points), most), given, strict=True))
        for place in range(len(self.options)):
            number = by_place.get(place, 0)
            self.points[place] += number
            self.bins[place][self.bin_of[number]] += 1

    def tally(self) -> Tally:
        """The frozen outside."""
        return Tally(
            question_id=self.question.id,
            asked=self.asked,
            skipped=self.skipped,
            counts=dict(zip(self.options, self.counts, strict=True)),
            positions={o: tuple(row) for o, row in zip(self.options, self.positions, strict=False)},
            above={
                a: {b: row[self.index[b]] for b in self.options if b != a}
                for a, row in zip(self.options, self.above, strict=False)
            },
            points=dict(zip(self.options, self.points, strict=False)),
            bins={o: tuple(row) for o, row in zip(self.options, self.bins, strict=False)},
            nothing=self.nothing,
        )


def _shape(tally: Tally) -> tuple[object, ...]:
    """What must be alike for two tallies to add up: the options, and the lengths of the rows."""
    rows = [(option, len(row)) for part in (tally.positions, tally.bins) for option, row in part.items()]
    return set(tally.counts), set(tally.points), set(rows), {(a, b) for a, row in tally.above.items() for b in row}


def _sum(a: Mapping[str, int], b: Mapping[str, int]) -> dict[str, int]:
    return {option: number + b[option] for option, number in a.items()}


def _sum_rows(a: Mapping[str, tuple[int, ...]], b: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    return {option: tuple(x + y for x, y in zip(row, b[option], strict=True)) for option, row in a.items()}


def _verdict(data: Mapping[str, Any]) -> Verdict:
    winner = data["winner"]
    return Verdict(None if winner is None else str(winner), bool(data["close"]), bool(data.get("told", True)))


def _numbers(data: Mapping[str, Any]) -> dict[str, int]:
    return {str(option): int(number) for option, number in data.items()}


def _rows(data: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    return {str(option): tuple(int(number) for number in row) for option, row in data.items()}
