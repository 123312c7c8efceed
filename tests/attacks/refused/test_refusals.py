"""Every refusal that is taken out on purpose is noticed, and each is there in what we ship."""

from __future__ import annotations

import pytest

from tests.attacks.refused.refusals import REFUSALS, Refusal, edited_source, is_held, whole


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.name)
def test_a_refusal_that_is_gone_is_noticed(refusal: Refusal) -> None:
    """With its line what it refuses is refused; without it, it is not."""
    assert is_held(refusal, whole(refusal))
    assert not is_held(refusal, edited_source(refusal.module, refusal.edit))
