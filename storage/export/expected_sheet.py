"""Who was expected, as rows of an export: groups, and how many of each are counted by the rule for groups; must not know people."""

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
    if group.least is None or group.exact is not None:
        return group.exact
    return f"{group.least} or more" if group.most is None else f"fewer than {group.most + 1}"
