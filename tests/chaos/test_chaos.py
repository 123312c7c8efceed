"""A small piece of `make chaos`, so that it does not rot: a kill, and the table."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.chaos.counting import Count, _came_out
from tests.chaos.faults.every import FAULTS
from tests.chaos.faults.line import NEXT
from tests.chaos.stand import stand
from tests.chaos.table import Fault, Skipped, Stuck, Table, tried


async def test_a_kill() -> None:
    """The bot is killed when an answer was stored and the next question cannot leave; after the start it comes by itself."""
    async with stand() as here:
        ada, ben = await here.people(2, await here.workshop(await here.staff()))
        here.telegram.cut_next("sendMessage", 20, ada.chat_id)
        await here.tap(ada, "A sailor")
        # With an update that is not acknowledged it would come by that: the bot is handed it again.
        await here.until(lambda: here.telegram.unfinished() < 20 and not here.telegram.updates.pending, "the answer")
        await here.bot.kill()
        here.telegram.faults.clear()
        assert NEXT not in ada.last.text
        await here.tap(ben, "A guest")
        await here.bot.start()
        for phone in (ada, ben):
            await here.until(lambda phone=phone: NEXT in phone.last.text, "the next question")  # type: ignore[misc]


def test_what_is_counted() -> None:
    """An answer that was told to be noted and is not in the export is lost; one that comes out twice is doubled."""
    sheets: dict[str, list[dict[str, Any]]] = {
        "counts": [
            {"question": "who", "label": "A guest", "count": 2},
            {"question": "who", "label": "A sailor", "count": 0},
        ],
        "texts": [{"text": "I would paint the lamps"}],
        "panel": [],
    }
    came_out, given = (
        _came_out(sheets),
        Counter({("who", "A guest"): 1, ("who", "A sailor"): 1, ("words", "I would paint the lamps"): 1}),
    )
    count = Count()
    count.compare(given, came_out)
    assert (count.lost, count.doubled, len(count.wrong)) == (1, 1, 2)
    count = Count()
    count.compare(given, given)
    assert (count.lost, count.doubled, count.wrong) == (0, 0, [])


async def test_whatever_becomes_of_a_trial_is_a_row() -> None:
    """As expected, not as expected, somebody left standing, broken, and not possible here: only the first and last are no failure."""

    def raising(error: Exception) -> Fault:
        async def trial() -> str:
            raise error

        return Fault("name", "fault", "expected", trial)

    async def good() -> str:
        return "all well"

    faults = [
        Fault("name", "fault", "expected", good),
        *map(raising, (AssertionError("no"), Stuck("no"), OSError("no"), Skipped("no"))),
    ]
    table = Table([await tried(fault) for fault in faults])
    assert [row.ok for row in table.rows] == [True, False, False, False, None]
    assert len(table.failed) == 3
    assert list(table.lines())[-1] == "4 faults tried, 3 failed, 1 not tried here."


def test_every_fault_has_a_name_of_its_own() -> None:
    """By which it can be asked for."""
    names = [fault.name for fault in FAULTS]
    assert len(set(names)) == len(names) > 40
