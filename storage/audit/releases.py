"""Check 3: the log of releases computed anew against the rule; must not know SQL, files, people or chats.

I1 to I6 and I11 are the invariants of the anonymity rules, 3b.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from flows.counting.coarse import shown_as
from flows.counting.rankings import may_show_pairs
from flows.counting.release import MOST_ROUNDS, Ask, Policy, Why, crowd_of, decide, is_for_the_close
from flows.counting.tally import Tally, empty, merge, tally_to_json
from flows.definition.flow import AllocationQuestion, MultiQuestion, Question, RankingQuestion, TextQuestion
from storage.audit.evidence import UNREADABLE, Evidence, Finding, judge
from storage.values import BallotState, Release, Workshop


def check_releases(evidence: Evidence) -> Finding:
    """3: every release obeys the rule and is what the one before was, plus one batch of people (I1 to I6, I11)."""
    faults = [f"{evidence.unreadable} release(s) cannot be read"] if evidence.unreadable else []
    if evidence.workshop is None or evidence.policy is None or evidence.flow is None:
        faults.append("the rule or the questions cannot be read")
    else:
        for question in evidence.flow.questions:
            mine = [release for release in evidence.releases if release.question_id == question.id]
            counted = shown_as(question, evidence.policy)
            faults += [f"{question.id}: {fault}" for fault in _of_question(evidence, counted, evidence.policy, mine)]
        faults += _rounds(evidence.workshop)
        known = {question.id for question in evidence.flow.questions}
        faults += [f"{one.question_id}: no such question" for one in evidence.releases if one.question_id not in known]
    looked_at = {"releases": len(evidence.releases), "questions": len({r.question_id for r in evidence.releases})}
    return judge(3, "releases", faults, _rule_in_words(evidence), "The releases do not follow the rule.", looked_at)


def _rule_in_words(evidence: Evidence) -> str:
    if not evidence.releases:
        return "Nothing was released."
    k, b = (evidence.policy.k, evidence.policy.b) if evidence.policy else (0, 0)
    return f"Computed anew: each counts {k} people or more, adds {b} or more to the one before, and takes nothing away."


def _of_question(evidence: Evidence, question: Question, policy: Policy, mine: Sequence[Release]) -> Iterator[str]:
    """Everything wrong with the releases of one question, in their order."""
    if [release.seq for release in mine] != list(range(1, len(mine) + 1)):
        yield "a release is missing from the log"
    if mine and mine[0].n < policy.k:
        yield f"the first release counts {mine[0].n} people, fewer than {policy.k} (I1)"
    for release in mine:
        if problem := misfit(question, release.tally, release.n):
            yield f"release {release.seq}: {problem} (I2)"
        if problem := _pairs_in_clear(release, policy.k):
            yield f"release {release.seq}: {problem} (3f)"
    for before, after in pairwise(mine):
        yield from (f"release {after.seq}: {problem}" for problem in _growth(question, policy, before, after))
    yield from _at_its_time(evidence, question, policy, mine)


def _pairs_in_clear(release: Release, k: int) -> str | None:
    """Counts of pairs that a thief could read, though nobody is shown them."""
    above, positions = release.tally.above, release.tally.positions
    if not above or (release.final and may_show_pairs(above, positions, k)):
        return None
    return "it keeps how many preferred which, pair by pair"


def _growth(question: Question, policy: Policy, before: Release, after: Release) -> Iterator[str]:
    """What a release adds must itself be the answers of that many people."""
    if after.n - before.n < policy.b:
        yield f"{after.n - before.n} people more than the one before, fewer than {policy.b} (I3)"
    added = minus(after.tally, before.tally)
    if any(number < 0 for number in all_numbers(tally_to_json(added))):
        yield "a count went down (I4)"
    elif problem := misfit(question, added, after.n - before.n):
        yield f"what it adds is no batch of {after.n - before.n} answers: {problem} (I5)"


def _at_its_time(evidence: Evidence, question: Question, policy: Policy, mine: Sequence[Release]) -> Iterator[str]:
    """Nothing final before the close, nothing live where the rule says close; a reserve behind each live release."""
    workshop = evidence.workshop
    if workshop is None:
        return
    ballot = workshop.ballot(question.id)
    handed_in = evidence.received.get(question.id, 0) if workshop.paced or ballot else workshop.submitted
    table = any(question.id == one.id for one in workshop.at_tables.values())
    crowd = replace(crowd_of(question, 0, 0, table=table), collected=ballot is not None)
    waits = decide(policy, Ask.LOOK, crowd).why is Why.AT_CLOSE
    is_over = not is_for_the_close(policy, crowd) and (ballot.state is BallotState.CLOSED if ballot else workshop.paced)
    finals = [release.seq for release in mine if release.final]
    if evidence.closed and not workshop.closing and finals != [release.seq for release in mine][-1:]:
        yield "the last release, and no other, is to be final after the close"
    if not evidence.closed and finals and not is_over:
        yield "a release is final before the close"
    if finals and (is_over if not evidence.closed else ballot is not None and mine[-1].n > handed_in):
        yield from _behind(handed_in, mine[-1].n, policy)
    live = [release for release in mine if not release.final]
    if live and waits:
        yield "released before the close, which is not for this question"
    for release in live:
        if release.n + policy.b > handed_in:
            yield f"release {release.seq}: {release.n} of {handed_in} who handed it in, without the reserve (I6)"
    if mine and mine[-1].n > workshop.joined:
        yield f"{mine[-1].n} people counted, {workshop.joined} joined (I11)"


def _behind(handed_in: int, counted: int, policy: Policy) -> Iterator[str]:
    """What was closed for good has k + b people behind it, and four fifths of all who are counted, if only as "no answer" (3f)."""
    if handed_in < policy.k + policy.b:
        yield f"closed for good behind {handed_in} people, fewer than {policy.k + policy.b}"
    elif 5 * handed_in < 4 * counted:
        yield f"closed for good behind {handed_in} of {counted} people, fewer than four fifths"


def _rounds(workshop: Workshop) -> Iterator[str]:
    """The same is asked twice at most: in the flow or as a poll, and once more."""
    first: dict[str, str] = {_words(question): question.id for question in workshop.flow.questions}
    asked: Counter[str] = Counter(question.id for question in workshop.flow.questions)
    for ballot in workshop.ballots:
        words = _words(ballot.question)
        begun = first.get(ballot.of or "", ballot.of) or first.get(words, ballot.id)
        first[ballot.id] = first[words] = begun
        asked[begun] += 1
        if asked[begun] == MOST_ROUNDS + 1:
            yield f"{ballot.id}: asked more than {MOST_ROUNDS} times"


def _words(question: Question) -> str:
    return question.model_copy(update={"id": "asked", "section": None, "shown_if": None}).model_dump_json()


def misfit(question: Question, tally: Tally, people: int) -> str | None:
    """Why these counts cannot be the answers of so many people to this question, or None."""
    try:
        merge(empty(question) if tally.above else replace(empty(question), above={}), replace(tally, verdict=None))
    except UNREADABLE:
        return "the counts are not those of its options"
    if tally.asked != people:
        return f"{tally.asked} people asked, {people} released"
    if min(all_numbers(tally_to_json(tally)), default=0) < 0 or tally.answered < 0:
        return "a count is below 0"
    return _unlike(question, tally)


def _unlike(question: Question, tally: Tally) -> str | None:
    """Counts that do not add up to the people who answered."""
    n, total = tally.answered, sum(tally.counts.values())
    match question:
        case TextQuestion():
            fits = True
        case MultiQuestion():
            ticked, most = n - tally.nothing, question.max or len(question.options)
            fits = max(tally.counts.values()) <= ticked <= total <= ticked * most
        case RankingQuestion():
            fits = _is_ranking(tally, n)
        case AllocationQuestion():
            rows_fit = all(sum(row) == n and n - row[0] == tally.counts[o] for o, row in tally.bins.items())
            fits = rows_fit and sum(tally.points.values()) <= n * question.total
        case _:
            fits = total == n
    return None if fits else f"the counts are not those of {n} people who answered"


def _is_ranking(tally: Tally, n: int) -> bool:
    """Everybody who answered has one first choice; places fill from the top; nobody prefers a to b and b to a."""
    places = [sum(column) for column in zip(*tally.positions.values(), strict=True)]
    ranked = all(sum(row) == tally.counts[option] for option, row in tally.positions.items())
    filled = places[0] == n and all(lower <= upper for upper, lower in pairwise(places))
    return (
        ranked and filled and all(x + tally.above[b][a] <= n for a, row in tally.above.items() for b, x in row.items())
    )


def minus(after: Tally, before: Tally) -> Tally:
    """What came between: the counts of `after` less those of `before`; an option that is missing counts 0."""

    def numbers(a: Mapping[str, int], b: Mapping[str, int]) -> dict[str, int]:
        return {option: number - b.get(option, 0) for option, number in a.items()}

    def rows(a: Mapping[str, tuple[int, ...]], b: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
        nothing = (0,) * 64
        return {o: tuple(x - y for x, y in zip(row, b.get(o, nothing), strict=False)) for o, row in a.items()}

    return Tally(
        after.question_id,
        after.asked - before.asked,
        after.skipped - before.skipped,
        numbers(after.counts, before.counts),
        rows(after.positions, before.positions),
        {option: numbers(row, before.above[option]) for option, row in after.above.items()} if before.above else {},
        numbers(after.points, before.points),
        rows(after.bins, before.bins),
        nothing=after.nothing - before.nothing,
    )


def all_numbers(data: Any) -> Iterator[int]:
    """Every number in JSON data."""
    if isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from all_numbers(part)
    elif isinstance(data, int):
        yield data
