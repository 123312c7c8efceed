"""Published figures of real sets, and ours from the same answers: equal, or different for a reason that is told."""

from __future__ import annotations

from tests.published.table import UNPUBLISHED, rows
from tests.support.examples.datasets import NAMES


def test_published_figures() -> None:
    """Every one of more than a thousand; what differs is what the sets' publishers count in another way, and little of it."""
    found = list(rows())
    assert {row.source for row in found} | set(UNPUBLISHED) == set(NAMES)
    assert [row for row in found if not row.is_equal and not row.why] == []
    assert sum(row.is_equal for row in found) > 0.9 * len(found) > 700
