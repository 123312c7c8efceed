"""What is kept of polls that are tapped and not answered yet."""

import json
from types import SimpleNamespace
from typing import Any, cast

from bot.polls.shown import Picking, open_polls, with_picking
from flows.definition.flow import MultiQuestion
from storage.keys.lengths import ROOM_FOR_TAPS
from storage.values import Ballot, Workshop
from tests.support.examples.examples import options


def test_no_row_grows_with_how_much_somebody_has_tapped() -> None:
    """Of twelve polls of 90 options the newest are kept that fit their room; of small ones all twelve."""
    names = [f"o{at}" for at in range(90)]
    question = MultiQuestion(id="q", text="Which?", options=options(*names))
    ballots = [SimpleNamespace(id=f"b{at}", question=question, takes_answers=True) for at in range(12)]
    workshop = cast(Workshop, SimpleNamespace(ballots=tuple(ballots)))
    for taps, kept in ((90, range(1, 12)), (2, (12,))):
        held: dict[str, Any] | None = None
        for ballot in ballots:
            draft = tuple((name, 10) for name in names[:taps])
            held = with_picking(workshop, held, cast(Ballot, ballot), Picking(draft))
            assert len(json.dumps(open_polls(held), separators=(",", ":"))) <= ROOM_FOR_TAPS
        assert len(open_polls(held)) in kept
        assert open_polls(held)[-1]["ballot"] == "b11"
