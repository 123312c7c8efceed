"""Who was expected, as rows of an export: groups, and how many of each are counted by the rule for groups; must not know people.

A row about a group may be copied alone, so a small one has no number in it. The sheet of the counts has that very number, so what
would be withheld is said to stand there instead: "fewer than 5" beside a 3 would be read as a mistake. The report does the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flows.counting.expected import Expectation, expectations
from flows.counting.segments import segment_question
from flows.counting.tally import Tally
from storage.export.books import Cell, Column
from storage.values import Workshop

COLUMNS = (
    Column("question", "Question", 16),
    Column("option", "Option", 14),
    Column("label", "Label", 44, wrap=True),
    Column("expected", "Expected", 11),
    Column("counted", "Counted", 16),
)


def expected_rows(
    workshop: Workshop, expected: Mapping[str, int], tallies: Mapping[str, Tally]
) -> Iterable[tuple[Cell, ...]]:
    """A row a group that was expected. `expected`: option -> people; `tallies`: question -> its last release."""
    segments, policy = segment_question(workshop.flow), workshop.policy
    if segments is None:
        return
    for group in expectations(segments, expected, tallies.get(segments.id), policy.k_seg or policy.k):
        yield segments.id, group.option, group.label, group.expected, _counted(group)


def _counted(group: Expectation) -> Cell:
    return group.exact if group.least is None or group.exact is not None else "see counts"
