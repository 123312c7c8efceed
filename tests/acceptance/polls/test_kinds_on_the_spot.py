"""Every kind of question as a poll on the spot: typed behind /ask, tapped and typed on phones over pages, counted, and shown."""

from __future__ import annotations

import json

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.bubbles import Bubble
from tests.replay.holding import exported
from tests.support.careful import careful_room
from tests.support.room import Room
from tests.support.steps import close

STREETS = " | ".join(f"Street {n} " + "with a name that goes on and on " * 2 for n in range(1, 34))


def poll(phone: Phone) -> Bubble:
    """The newest poll on the phone."""
    return next(b for b in reversed(phone.messages()) if b.text.startswith("🗳"))


async def tap(room: Room, phone: Phone, label: str, *, times: int = 1) -> None:
    """The button of the poll that ends with these words, so often before the bot answers."""
    stands = poll(phone)
    for _ in range(times):
        phone.tap(lambda key: key.label.endswith(label), message=stands)
    await room.quiet()


async def ask(room: Room, fay: Phone, typed: str) -> str:
    """Typed, looked at, sent; what she was shown before."""
    fay.say(f"/ask {typed}")
    await room.quiet()
    looked_at = fay.last.text
    fay.tap("Send to everyone")
    await room.quiet()
    return looked_at


async def say(room: Room, phone: Phone, words: str) -> None:
    """Typed instead of tapped."""
    phone.say(words)
    await room.quiet()


async def in_pages(room: Room, fay: Phone, phones: list[Phone]) -> None:
    """33 long options, two to four of them: pages, double taps, a restart, and one tick that is no answer yet."""
    ada, *others = phones
    assert "Tap 2 to 4" in await ask(room, fay, f"Which streets? {STREETS} (several, 2 to 4)")
    assert "11. Street 11" in poll(ada).text
    assert "12. Street 12" not in poll(ada).text
    await tap(room, ada, " 3", times=2)
    await tap(room, ada, "12–22 →", times=2)
    await room.restart()
    assert "Chosen so far: 3" in poll(ada).text
    fay.say("/polls")
    await room.quiet()
    assert "0 of 5 in" in fay.last.text, "one tick of two is no answer yet"
    await tap(room, ada, "Done (1)")
    assert ada.toasts[-1] == "Please choose at least 2."
    await tap(room, ada, " 14")
    await tap(room, ada, "Done (2)", times=2)
    assert "You said: Street 3" in poll(ada).text
    await tap(room, ada, "Change")
    assert "✅ 3" in poll(ada).labels
    await say(room, ada, "23-33")
    assert "23. Street 23" in poll(ada).text, "a page is turned by typing what its button says"
    await say(room, ada, "3, 14, 27")
    assert "Street 27" in poll(ada).text
    for phone in others:
        await say(room, phone, "3 and 14")
        assert "You said: Street 3" in poll(phone).text


async def in_points(room: Room, fay: Phone, phones: list[Phone]) -> None:
    """Ten points, at most six on one, some may be kept; tapped by one, typed by the others."""
    ada, *others = phones
    looked_at = await ask(room, fay, "What is it worth? Parking | Benches | Trees (up to 10 points, at most 6 each)")
    assert "At most 6 to one option" in looked_at
    await tap(room, ada, "Trees", times=2)
    assert "Done (1 of 10)" in poll(ada).labels, "the second tap of a double tap gives nothing"
    await tap(room, ada, "+5")
    await tap(room, ada, "3 Trees")
    assert "6" in ada.toasts[-1]
    await tap(room, ada, "Done (6 of 10)")
    assert "You said: Trees 6 ✓" in poll(ada).text
    for phone in others:
        await say(room, phone, "1: 4, 3: 6")
        assert "You said: Parking 4, Trees 6 ✓" in poll(phone).text


async def in_order_or_none(room: Room, fay: Phone, phones: list[Phone]) -> None:
    """A ranking with a least, and a list of which nothing may be ticked."""
    ada, *others = phones
    await ask(room, fay, "Rank: Parking | Benches | Trees (at least 2)")
    await tap(room, ada, "Trees")
    await tap(room, ada, "Done (1)")
    assert ada.toasts[-1] == "Please choose at least 2."
    await tap(room, ada, "Benches")
    await tap(room, ada, "Done (2)")
    assert "You said: 1. Trees, 2. Benches ✓" in poll(ada).text
    for phone in others:
        await say(room, phone, "3, 1")
    await ask(room, fay, "Which two? Parking | Benches | Trees (exactly 2)")
    first = poll(ada)
    await tap(room, ada, "Benches")
    for name in ("Tea", "Soup", "Bread"):
        await ask(room, fay, f"{name}? Hot | Cold | Never (exactly 2)")
        await tap(room, ada, "Cold")
    await say(room, ada, "/polls")
    newest = {b.text.split("?")[0]: b.labels[:3] for b in ada.messages() if b.text.startswith("🗳")}
    assert newest["🗳 Tea"] == newest["🗳 Soup"] == ["⬜ 1 Hot", "✅ 2 Cold", "⬜ 3 Never"], (
        "as they are tapped, in the new ones"
    )
    first = next(b for b in reversed(ada.messages()) if b.text.startswith("🗳 Which two?"))
    await ask(room, fay, "Which of these? Parking | Benches | Trees (at most 2, or none)")
    await tap(room, ada, "None of these", times=2)
    assert "You said: nothing ticked ✓" in poll(ada).text
    ada.tap(lambda key: key.label.endswith("Trees"), message=first)
    await room.quiet()
    now = next(b for b in ada.messages() if b.message_id == first.message_id)
    assert {"✅ 2 Benches", "✅ 3 Trees"} <= set(now.labels), (
        "what was tapped before three other polls came is still there"
    )
    ada.tap("Done (2)", message=now)
    await room.quiet()
    for phone in others:
        await say(room, phone, "none")
        assert "nothing ticked" in poll(phone).text


async def test_every_kind_is_asked_on_the_spot() -> None:
    """Five people answer each; the export counts what they said."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        phones = [await room.participant(name, code) for name in ("Ada", "Ben", "Cas", "Dee", "Eve")]
        await in_pages(room, fay, phones)
        await in_points(room, fay, phones)
        await in_order_or_none(room, fay, phones)
        await close(room, fay)
        sheets = json.loads(await exported(room, fay, "json"))["sheets"]
        found: dict[str, dict[str, int]] = {}
        for row in sheets["counts"]:
            if row["count"]:
                found.setdefault(row["name"], {})[str(row.get("label") or row["option"]).split(" with")[0]] = row[
                    "count"
                ]
        assert found.pop("Which two?", {}) in ({}, {"Benches": 1, "Trees": 1})
        assert found == {
            "Which streets?": {"Street 3": 5, "Street 14": 5, "Street 27": 1},
            "What is it worth?": {"Parking": 4, "Trees": 5},
            "Put these in order, the best first.": {"Benches": 1, "Parking": 4, "Trees": 5},
        }
        nothing = [
            row["value"] for row in sheets["figures"] if row["figure"] == "people who answered and ticked nothing"
        ]
        assert nothing[-1] == 5
