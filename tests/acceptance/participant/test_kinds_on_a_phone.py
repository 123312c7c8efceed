"""The kinds of questions of an own flow on phones: by taps and by typing, over pages and a restart, to the export and the wall."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from bot.rehearsal.hands.phone import Phone
from bot.screen.state import state_of
from storage.database import Unit
from tests.replay.holding import exported
from tests.support.careful import careful_room
from tests.support.room import BOT, Room, code_on
from tests.support.steps import alive, asked, close

LONG = "A path along the river from the old bridge to the station, lit at night, with benches every hundred metres, "
LONG += "a drinking fountain, and a wide ramp for wheelchairs, prams and cargo bikes all year"
STREETS = "\n".join(f"      - s{n}: Street {n}" for n in range(1, 34))
STATEMENTS = 55
FLOW = f"""
id: kinds
title: Kinds of questions
questions:
  - id: years
    type: single
    text: How many years have you lived here?
    options:
      - five: 5
      - ten: 10
      - twenty: 20
  - id: support
    type: multi
    text: Which projects do you support?
    min: 0
    max: 3
    options:
      - {{id: north, label: Library, hint: north side}}
      - {{id: south, label: Library, hint: south side}}
      - {{id: path, label: "{LONG}", short: River path}}
  - id: points
    type: allocation
    text: Share up to 10 points.
    total: 10
    most: 5
    spend_all: false
    options:
      - library: Library
      - path: River path
      - pool: Swimming pool
  - id: order
    type: ranking
    text: Put at least two of them in order.
    min: 2
    options:
      - library: Library
      - path: River path
      - pool: Swimming pool
  - id: streets
    type: multi
    text: Which streets?
    max: 5
    options:
{STREETS}
  - id: share
    type: allocation
    text: Share 10 points over the streets.
    total: 10
    most: 6
    options:
{STREETS}
""" + "\n".join(f"  - {{id: st{n}, type: stance, text: Statement {n}}}" for n in range(1, STATEMENTS + 1))


async def say(room: Room, phone: Phone, *words: str) -> None:
    """Type, one after the other, each when the one before is answered."""
    for one in words:
        phone.say(one)
        await room.quiet()


async def tap(room: Room, phone: Phone, label: str, *, times: int = 1) -> None:
    """The button of what stands that ends with these words, so often before the bot answers."""
    stands = asked(phone)
    for _ in range(times):
        phone.tap(lambda key: key.label.endswith(label), message=stands)
    await room.quiet()
    assert alive(phone) == 1


async def by_taps(room: Room, ada: Phone) -> None:
    """Ada taps, often twice; the bot is started again while she is on the second page."""
    assert asked(ada).labels[:3] == ["5", "10", "20"], "a number of its own, and no place before it"
    await say(room, ada, "2")
    assert asked(ada).text.startswith("Please tap a button, or type the number on it."), (
        "no place, as none is on a button"
    )
    await tap(room, ada, "10")
    assert LONG in asked(ada).text
    assert asked(ada).labels[:3] == ["⬜ 1 Library (north side)", "⬜ 2 Library (south side)", "⬜ 3 River path"]
    await tap(room, ada, "River path", times=2)
    await tap(room, ada, "Clear")
    await tap(room, ada, "None of these", times=2)
    await tap(room, ada, "Library")
    await tap(room, ada, "+4")
    assert asked(ada).labels[0] == "5️⃣ 1 Library"
    await tap(room, ada, "Done (5 of 10)", times=2)
    await tap(room, ada, "Swimming pool")
    await tap(room, ada, "Done (1)")
    assert "Put at least two" in asked(ada).text
    await tap(room, ada, "Library", times=2)
    await tap(room, ada, "Done (2)", times=2)
    await tap(room, ada, "12–22 →", times=2)
    await tap(room, ada, " 14", times=2)
    await room.restart()
    assert "Chosen so far: 14" in asked(ada).text
    await tap(room, ada, "23–33 →", times=2)
    await tap(room, ada, " 27")
    await tap(room, ada, "← 12–22")
    await tap(room, ada, "← 1–11")
    await tap(room, ada, " 3")
    assert "Chosen so far: 3, 14, 27" in asked(ada).text
    await tap(room, ada, "Done (3)", times=2)
    await tap(room, ada, "12–22 →")
    await tap(room, ada, "Street 14")
    await tap(room, ada, "+5", times=2)
    await tap(room, ada, "23–33 →")
    await tap(room, ada, "Street 27")
    await tap(room, ada, "+3 all")
    assert "Chosen so far: 14: 6, 27: 4" in asked(ada).text
    await tap(room, ada, "Done (10 of 10)", times=2)


async def at_the_review(room: Room, ada: Phone) -> None:
    """Ada turns the pages of 61 answers, changes one by a tap and one by its number, and goes back from one."""
    assert "Page 1 of 2" in asked(ada).text
    assert "2 Which projects do you support? nothing ticked" in asked(ada).text
    assert "4 Put at least two of them in order. 1. Swimming pool, 2. Library" in asked(ada).text
    assert "6 Share 10 points over the streets. Street 14: 6, Street 27: 4" in asked(ada).text
    await tap(room, ada, "2 →", times=2)
    await tap(room, ada, "61")
    assert "Statement 55" in asked(ada).text
    await tap(room, ada, "Disagree")
    assert "Page 2 of 2" in asked(ada).text
    assert "61 Statement 55: Disagree" in asked(ada).text
    await say(room, ada, "5")
    assert asked(ada).labels[0] == "⬜ 1", "the first page, though the second of the review was open"
    await say(room, ada, "23-33")
    assert "✅ 27" in asked(ada).labels
    await say(room, ada, "← 12–22")
    assert "✅ 14" in asked(ada).labels
    await tap(room, ada, "← Back")
    assert "Page 2 of 2" in asked(ada).text, "the page that it was typed on"
    await tap(room, ada, "← 1")
    assert "5 Which streets? Street 3, Street 14, Street 27" in asked(ada).text
    await tap(room, ada, "Submit", times=2)


async def by_typing(room: Room, ben: Phone) -> None:
    """Ben types, and slips where it is easy."""
    await say(room, ben, "20", "1 3", "2")
    assert "Or type which options get points" in asked(ben).text
    assert "Share up to 10" in asked(ben).text, "a lone 2 may be the second option as well as two points"
    await say(room, ben, "6 1 0")
    assert "Share up to 10" in asked(ben).text
    await say(room, ben, "2: 4", "3")
    assert "Put at least two" in asked(ben).text
    await say(room, ben, "swimming pool, library", "3, 14 and 27", "14: 6, 27: 4")
    assert "Statement 1" in asked(ben).text


async def test_every_kind_goes_through_a_phone_to_the_export_and_the_wall() -> None:
    """What five people tapped and typed is what the export counts, the codebook explains and the wall shows."""
    async with careful_room() as room:
        fay = await room.staff()
        fay.document("kinds.yaml", FLOW.encode())
        await room.quiet()
        assert "Share up to 10 points, at most 5 to one: Library · River path" in fay.last.text
        fay.tap("Use it now")
        await room.quiet()
        await say(room, fay, "River", "/open")
        code = code_on(fay)
        ada, ben, *others = [await room.participant(name, code) for name in ("Ada", "Ben", "Cas", "Dee", "Eve")]
        await by_taps(room, ada)
        await say(room, ada, *["1"] * STATEMENTS)
        await at_the_review(room, ada)
        await by_typing(room, ben)
        for phone in others:
            await say(room, phone, "10", "none", "5 3 0", "3 1", "3, 14, 27", "14: 6, 27: 4")
        await close(room, fay)
        sheets = json.loads(await exported(room, fay, "json"))["sheets"]
        assert counts(sheets) == {
            "years": {"ten": 4, "twenty": 1},
            "support": {"north": 1, "path": 1},
            "points": {"library": 4, "path": 4},
            "order": {"pool": 5, "library": 5},
            "streets": {"s3": 5, "s14": 5, "s27": 5},
            "share": {"s14": 5, "s27": 5},
        }
        nothing = [row for row in sheets["figures"] if row["figure"] == "people who answered and ticked nothing"]
        assert {row["question"]: row["value"] for row in nothing}["support"] == 4
        assert {row["question"]: row["rule"] for row in sheets["codebook"] if row["number"] <= 6} == {
            "years": "one option",
            "support": "0 to 3 options",
            "points": "up to 10 points in all, at most 5 on one",
            "order": "2 to 3 of 3 options, best first",
            "streets": "1 to 5 options",
            "share": "10 points in all, at most 6 on one",
        }
        labels = {(row["question"], row["option"]): row["label"] for row in sheets["codebook"]}
        assert labels["years", "ten"] == "10"
        assert labels["support", "south"] == "Library (south side)"
        assert labels["support", "path"] == LONG
        wall = await on_the_wall(room, code)
        assert [(row["label"], row["text"]) for row in wall["rows"]] == [
            ("Library (north side)", "1 (20%)"),
            ("River path", "1 (20%)"),
            ("Library (south side)", "0 (0%)"),
        ]
        assert wall["base"].startswith("Nothing ticked: 4 of 5")


def counts(sheets: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Question -> option -> people, where anybody did; without the statements."""
    found: dict[str, dict[str, int]] = {}
    for row in sheets["counts"]:
        if row["count"] and not row["name"].startswith("Statement"):
            found.setdefault(row["question"], {})[row["option"]] = row["count"]
    return found


async def on_the_wall(room: Room, code: str) -> dict[str, Any]:
    """What the presenter's screen shows of the question with the long option."""

    def work(unit: Unit) -> dict[str, Any]:
        workshop = unit.workshops.by_code(code, include_closed=True)
        assert workshop is not None
        return state_of(unit, workshop.id, BOT)

    shown = await asyncio.wrap_future(room.app._database.run(work))
    return next(one for one in shown["results"] if one["id"] == "support")
