"""An answer of several options in a button: read back as it was, or none; never longer than a button holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.participant.choices.packing import LONGEST, packed, unpacked
from flows.definition.flow import MultiQuestion, Option
from flows.definition.labels import MOST_OPTIONS
from flows.dialogue.answers import Chosen, Picked, Ranked, Shared

OPTIONS = tuple(Option(id=f"option-{n}", label=f"Option {n}") for n in range(MOST_OPTIONS))
LIST = MultiQuestion(id="q", text="?", options=OPTIONS)
some = st.lists(st.sampled_from([option.id for option in OPTIONS]), unique=True)


@given(ids=some, points=st.integers(1, 1000))
def test_what_is_packed_is_read_back(ids: list[str], points: int) -> None:
    """All ticks there can be; of an order and of points as many as fit."""
    ticked = Picked(tuple(sorted(ids, key=[option.id for option in OPTIONS].index)))
    assert (said := packed(LIST, ticked)) is not None
    assert len(said) <= LONGEST
    assert unpacked(LIST, said) == ticked
    for answer in (Ranked(tuple(ids)), Shared(tuple((one, points) for one in ids))):
        said = packed(LIST, answer)
        assert said is None or len(said) <= LONGEST
        if said is not None and ids:
            assert unpacked(LIST, said) == answer
        assert said is not None or len(ids) > 4


@pytest.mark.parametrize(
    "forged",
    ["", "x", "xg", "x" + "f" * 23, "r", "r1", "r90", "r0190", "s", "s1", "s90-1", "s1-", "s1-2x", "0-2", "s1-2_"],
)
def test_what_is_made_up_is_no_answer(forged: str) -> None:
    """Anybody can send any callback data."""
    assert unpacked(LIST, forged) is None
    assert packed(LIST, Chosen("option-1")) is None
