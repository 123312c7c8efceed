"""Updates of every form that Telegram describes, and of some that it does not, to the real bot."""

from __future__ import annotations

import pytest

from tests.attacks.updates.fuzz import fuzz


@pytest.mark.parametrize("seed", [7])
async def test_no_update_raises_anything(seed: int, caplog: pytest.LogCaptureFixture) -> None:
    """Fifteen hundred (`make chaos` sends more): each is handled or cannot be read, no deed fails, a newcomer then takes part as ever."""
    outcome = await fuzz(1500, seed)
    assert outcome.raised == []
    assert outcome.counts.total() == 1500
    assert outcome.counts["handled"] > 1000
    assert [
        word for word in ("deed_failed", "crashed", "tick_failed", "update_failed") if f"event={word}" in caplog.text
    ] == []
