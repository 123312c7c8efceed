"""What was published about nine sets of real answers, and what we make of the same answers; must not know phones or storage.

Ours are figures as they are shown and exported: from tallies and summaries, never from the answers themselves. Where the two
differ there is a reason, and it stands in the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flows.counting.figures import AllocationFigures, ScaleFigures, StanceFigures
from flows.counting.summary import summarise
from flows.counting.tally import Tally, merge, tally_all
from flows.definition.flow import RankingQuestion
from flows.dialogue.answers import Answer, Picked
from tests.support.examples.datasets import DataSet, data_set


@dataclass(frozen=True)
class Row:
    """One published figure. `why`: the reason where ours is another one; empty where it must be the same."""

    source: str
    figure: str
    item: str
    published: float
    ours: float
    why: str = ""

    @property
    def is_equal(self) -> bool:
        """The same, to the last decimal that was published."""
        return abs(self.published - self.ours) < 1e-6


def rows() -> Iterator[Row]:
    """Every published figure that is one of ours. Skips the calling test where the sets are missing."""
    for name in ("city_ballots", "mturk_budget_3", "zurich_formats"):
        yield from _ballots(data_set(name))
    yield from _likert(data_set("likert_small"))
    yield from _polis(data_set("polis_freshwater"))
    yield from _polis(data_set("polis_london_youth"))
    yield from _combined(data_set("rankings_small"))
    yield from _films(data_set("starwars_survey"))


UNPUBLISHED = {
    "nhs_open_answers": "nothing published but the human labels; our counts of answers are in test_real_figures"
}
"""Sets without a published figure."""

ZERO_POINTS = "they count ballots that name a project and give it 0 points; we count who gave it any"
SHORT_BALLOT = "one ballot ranks a single project: they give it 1 point, a first place of 5 has 5 here"
EVENTS = "they count every vote, also one that was changed later; we count people, by their last vote"
ROUNDED = "printed as 80, the share is 80.6"


def _tally(people: DataSet, question: str, who: Callable[[str], bool] = lambda _: True) -> Tally:
    return tally_all(people.flow.question(question), people.answers(question, who))


def _ballots(people: DataSet) -> Iterator[Row]:
    """Votes and scores of projects, as Pabulib has them."""
    for name, published in people.published.items():
        question, tally = people.flow.question(name), _tally(people, name)
        why = ZERO_POINTS if name == "vote_10pts_5" else ""
        for option, votes in published["votes"].items():
            yield Row(people.name, f"{name}: votes", option, votes, tally.counts[option], why)
        for option, score in published.get("score", {}).items():
            if isinstance(question, RankingQuestion):
                why = SHORT_BALLOT if name == "vote_rank5" else ""
                points = sum((question.places - at) * n for at, n in enumerate(tally.positions[option]))
                yield Row(people.name, f"{name}: points by place", option, score, points, why)
            else:
                figures = summarise(question, tally).figures
                assert isinstance(figures, AllocationFigures)
                points_given = round(figures.mean[option] * tally.answered, 6)
                yield Row(people.name, f"{name}: sum of points", option, score, points_given)


def _likert(people: DataSet) -> Iterator[Row]:
    """Percentages of each level, of all and by gender: published with six decimals, so ours are taken before rounding."""
    yield from _levels(people, people.published["overall"], "all", lambda _: True)
    for gender, published in people.published["by_gender"].items():
        yield from _levels(people, published, gender, lambda one, of=gender: people.attrs[one]["gender"] == of)  # type: ignore[misc]


def _levels(people: DataSet, published: Mapping[str, Any], whom: str, who: Callable[[str], bool]) -> Iterator[Row]:
    for question, levels in published.items():
        tally = _tally(people, question, who)
        for level, percent in levels.items():
            ours = round(100 * tally.counts[level] / tally.answered, 6)
            yield Row(people.name, f"percentages, {whom}", f"{question}={level}", round(percent, 6), ours)


def _polis(people: DataSet) -> Iterator[Row]:
    """Agreements and disagreements of each statement, and how many took part."""
    yield Row(people.name, "people who voted", "", people.published["summary"]["voters"], len(people.people))
    for question, published in people.published["statements"].items():
        figures = summarise(people.flow.question(question), _tally(people, question)).figures
        assert isinstance(figures, StanceFigures)
        for side, ours in (("agrees", figures.agree), ("disagrees", figures.disagree)):
            yield Row(people.name, f"votes that {side[:-1]}", question, published[f"{side}_events"], ours, EVENTS)


def _combined(people: DataSet) -> Iterator[Row]:
    """The published union of two groups is what their tallies add up to."""
    students, professors = _tally(people, "failure_students"), _tally(people, "failure_professors")
    whole, named = _tally(people, "failure_all"), "failure_all"
    both = merge(*(Tally(**{**vars(one), "question_id": named}) for one in (students, professors)))
    for a, row in whole.above.items():
        for b, published in row.items():
            yield Row(people.name, "two groups together: pairs", f"{a} over {b}", published, both.above[a][b])


def _films(people: DataSet) -> Iterator[Row]:
    """The percentages that the article printed, whole numbers."""
    published, seen, shot = people.published, _tally(people, "seen"), _tally(people, "shot_first")
    for film, percent in published["seen_pct"].items():
        why = ROUNDED if film == "e1" else ""
        yield Row(people.name, "saw the film, %", film, percent, _whole(seen.counts[film], seen.answered), why)
    all_six = _tally(people, "rank", lambda one: _ticked(people.people[one].get("seen")) == 6)
    for film, percent in published["best_film_pct_among_those_who_saw_all_six"].items():
        ours = _whole(all_six.positions[film][0], all_six.answered)
        yield Row(people.name, "best film of those who saw all six, %", film, percent, ours)
    for who, percent in published["favourable_pct"].items():
        question = next(q for q in people.flow.questions if q.id.startswith("fav_") and who in q.text)
        summary = summarise(question, _tally(people, question.id))
        assert isinstance(summary.figures, ScaleFigures)
        ours = _whole(summary.figures.positive, summary.answered)
        yield Row(people.name, "favourable of all who answered, %", who, percent, ours)
    for who, percent in published["shot_first_pct"].items():
        yield Row(people.name, "who shot first, %", who, percent, _whole(shot.counts[who], shot.answered))


def _whole(count: int, base: int) -> int:
    return (200 * count + base) // (2 * base)


def _ticked(answer: Answer | None) -> int:
    return len(answer.options) if isinstance(answer, Picked) else 0


def printed() -> str:
    """The table: a line a kind of figure, and below it each one that differs, with both values and the reason."""
    kinds: dict[tuple[str, str], list[Row]] = {}
    for row in rows():
        kinds.setdefault((row.source, row.figure), []).append(row)
    lines = ["| set | published figure | figures | equal | |", "| --- | --- | --- | --- | --- |"]
    for (source, figure), of_kind in kinds.items():
        other = [row for row in of_kind if not row.is_equal]
        said = "; ".join(f"{row.item}: {row.published:g} published, {row.ours:g} ours" for row in other[:4])
        more = f" and {len(other) - 4} more" if len(other) > 4 else ""
        why = f": {other[0].why or 'NOT EXPLAINED'}" if other else ""
        lines.append(f"| {source} | {figure} | {len(of_kind)} | {len(of_kind) - len(other)} | {said}{more}{why} |")
    lines += [f"| {source} | {why} | | | |" for source, why in UNPUBLISHED.items()]
    return "\n".join(lines)
