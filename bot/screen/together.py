"""Batteries on the wall: several results that are seen together, as one more result; must not know the web, or what is revealed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.results.charts import Together
from bot.results.findings import Finding
from bot.results.together.batteries import together
from bot.screen.rows import ends_of, rows_together
from bot.wording import Wording
from storage.database import Unit
from storage.values import Phase, Workshop

Json = dict[str, Any]


def with_together(
    unit: Unit, workshop: Workshop, found: Sequence[Finding], results: Sequence[Json], words: Wording
) -> list[Json]:
    """The results, and what of them is seen together before the first of it: the newest result is still the last one.

    Where somebody has sent it to the wall by itself, it stands where it was sent, as the newest then.
    """
    whole, revealed = list(results), unit.stage.get(workshop.id).revealed
    for one in together(unit, workshop, found, words):
        names = {item.summary.question_id for item in one.items}
        at = next(place for place, result in enumerate(whole) if result["id"] in names)
        if one.id in revealed and workshop.phase is not Phase.CLOSED:
            before = set(revealed[: revealed.index(one.id)])
            at = max(at, *(place for place, result in enumerate(whole, 1) if result["id"] in before), 0)
        whole.insert(at, _together(one, words))
    return whole


def _together(one: Together, words: Wording) -> Json:
    first, last = one.items[0], one.items[-1]
    brief = f"{first.summary.short or first.summary.text}: {first.said} … {last.summary.short or last.summary.text}: {last.said}"
    about = {"id": one.id, "name": one.title, "text": one.title, "round": None, "pairs": None, "kind": "battery"}
    said: Json = {
        "headline": "",
        "brief": brief,
        "base": f"{one.note} · {ends_of(one, words)}",
        "quotes": [],
        "cards": None,
    }
    return {**about, "rows": rows_together(one, words), **said}
