"""A close whose key goes out of reach half-way throws nothing away."""

from __future__ import annotations

from typing import Any

import pytest

from storage.closing import ending
from storage.closing.ending import close_workshop
from storage.keys.stores import KeyUnreadable
from storage.values import Phase
from tests.support.storage_case import LAST_DAY, Place, Room, full, leftovers, on_sqlite

CROWD = range(7_613_450_001, 7_613_450_009)


@on_sqlite
@pytest.mark.parametrize("act", ["_begin", "_finish", "_forget_everyone"])
def test_a_key_that_goes_out_of_reach_half_way_loses_nothing(
    place: Place, room: Room, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """Gone at any act that needs it: the close waits, and when it is back all is counted and everybody is told."""
    room.agree(*CROWD)
    for number, person in enumerate(CROWD):
        room.answer(person, **full(number))
    key = place.folder / "keys" / f"{room.workshop.id}.key"
    real, content = getattr(ending, act), key.read_bytes()

    def spoiled(*args: Any, **kwargs: Any) -> Any:
        key.unlink()
        return real(*args, **kwargs)

    monkeypatch.setattr(ending, act, spoiled)
    with pytest.raises(KeyUnreadable):
        close_workshop(room.db, room.workshop.id, LAST_DAY, leftovers, without_key=False)
    assert room.do(lambda u: u.workshops.get(room.workshop.id)).closing is (act != "_begin")
    monkeypatch.setattr(ending, act, real)
    key.write_bytes(content)
    report = close_workshop(room.db, room.workshop.id, LAST_DAY, leftovers, without_key=False)
    assert report.releases["worth"].n == len(CROWD)
    assert room.do(lambda u: u.workshops.get(room.workshop.id)).phase is Phase.CLOSED
    assert report.telling is not None
    sendout = room.do(lambda u: u.sendouts.get(report.telling or ""))
    assert sendout is not None
    assert sendout.total == len(CROWD)
