"""A26: a whole workshop at DEBUG, with everything going wrong that can, leaves no word, name, id or answer anywhere."""

from __future__ import annotations

import pytest

from tests.support.leaks import bytescan
from tests.support.leaks.canary_day import held

WRONG = {
    "sqlalchemy.exc.OperationalError": "the database lost a table",
    "telegram.error.BadRequest": "Telegram refused a message, with words of a person in its reason",
    "telegram.error.NetworkError": "Telegram cut the connection, and had trouble of its own",
    "courier_retried": "a message was sent again",
    "update_given_up": "an update could not be read",
    "ValueError": "our own code failed with an update in its hands, and its text in the message",
    "crashed": "a loose task failed with a name in its message",
}
"""What must have gone wrong for the silence to mean anything, as it stands in the log."""

OUTPUTS = {
    bytescan.DATABASE,
    bytescan.LOG,
    bytescan.MEMORY,
    bytescan.TABLES,
    bytescan.KEYS,
    bytescan.LINES,
    bytescan.PRINTED,
    bytescan.TEMPORARY,
    bytescan.SENT,
    bytescan.EXPORTS,
}


def test_canary_not_in_any_log() -> None:
    """A26: no id, name, aside or waiting answer in log, output, database, WAL, row, temporary file, export or staff's chat."""
    rows = held().rows
    assert {row.place for row in rows} == OUTPUTS
    assert {(row.moment, row.place): row.leaks for row in rows if row.leaks} == {}
    people = {bytescan.IDS, bytescan.NAMES, bytescan.WORDS}
    assert not any(row.hits.get(kind) for row in rows for kind in people)


@pytest.mark.parametrize("event", WRONG, ids=WRONG.values())
def test_what_was_to_go_wrong_went_wrong(event: str) -> None:
    """Database, network and validation failed while canaries were on their way, and the log says so by class alone."""
    assert held().events[event] > 0


def test_the_search_was_large() -> None:
    """Megabytes were searched for more than a thousand needles, so that nothing found is not nothing looked at."""
    files, size, needles = held().searched
    assert files > 150
    assert size > 2_000_000
    assert needles > 1_000


def test_facilitator_payloads_have_no_participant_fields() -> None:
    """A11: not one call to a facilitator's chat or the group, edits too, has a name, an id or an answer that waits in it."""
    sent = [row for row in held().rows if row.place == bytescan.SENT]
    assert min(row.files for row in sent) > 20
    assert [row.leaks for row in sent] == [{}, {}, {}]
    assert sent[1].sought[bytescan.TEXTS_WAITING] == 13
    assert sent[2].hits[bytescan.TEXTS_RELEASED] == 10
