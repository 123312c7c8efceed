"""What a facilitator is asked before something final happens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.facilitator.pages import ask_close
from bot.wording import Wording
from flows.definition.flow import StanceQuestion
from flows.definition.loading import load_library
from storage.values import Ballot, BallotKind, BallotState
from tests.support.examples.looks import workshop

POLL = Ballot("p", "w", 1, BallotKind.POLL, StanceQuestion(id="p", text="We go on."), BallotState.ENDED)
DRAFT = replace(POLL, state=BallotState.DRAFT)


@pytest.mark.parametrize(
    ("started", "ballots", "says"),
    [
        (4, (), "so nothing can be shown and their answers are deleted"),
        (4, (DRAFT,), "so nothing can be shown and their answers are deleted"),
        (4, (POLL,), "have answered the questions: those answers are deleted"),
        (0, (POLL,), "The last answers are counted"),
        (9, (), "The last answers are counted"),
    ],
)
def test_a_close_says_what_is_deleted(started: int, ballots: tuple[Ballot, ...], says: str) -> None:
    """Where only polls were asked, nothing of theirs is deleted, and nobody reads that it is."""
    event = replace(workshop(load_library()["round-tables"]), paced=True, started=started, ballots=ballots)
    assert says in ask_close(event, Wording("en")).html
