"""The privacy rule chosen in the chat, and results by group: from the facilitator's phone to the summary and the export."""

from __future__ import annotations

import json

from bot.buttons import Button, Scope, encode
from bot.rehearsal.hands.phone import Phone
from tests.support.careful import careful_room
from tests.support.room import Room, code_on
from tests.support.steps import all_as_text, board, choices, close, heard, place, words_heard

FROZEN = "The rule stays as it is: since the opening everybody gets the one they agreed to."


async def choose(room: Room, fay: Phone, rule: str) -> None:
    """Choose a rule in the menu of seldom needed things."""
    for label in ("More …", "Privacy rule", rule):
        fay.tap(label)
        await room.quiet()


async def answer(room: Room, code: str, sector: int, worth: int, name: str) -> Phone:
    """Somebody of this sector who says this at the scale, skips the rest and submits."""
    phone = await room.participant(name, code)
    for words in (str(sector), str(worth), *["skip"] * (5 if worth < 3 else 4), "submit"):
        phone.say(words)
        await room.quiet()
    return phone


def export(phone: Phone) -> dict[str, list[dict[str, object]]]:
    """The sheets of the JSON file that came last."""
    document = next(b.document for b in reversed(phone.messages()) if b.document)
    assert document is not None
    sheets: dict[str, list[dict[str, object]]] = json.loads(document)["sheets"]
    return sheets


async def exported(room: Room, fay: Phone) -> dict[str, list[dict[str, object]]]:
    """The export of the closed workshop."""
    fay.tap("📄 Export")
    await room.quiet()
    fay.tap("JSON")
    await room.quiet()
    return export(fay)


async def test_the_rule_is_chosen_before_the_opening() -> None:
    """Three rules with a sentence each; the board and the consent card follow; the opening fixes it, for forged taps too."""
    async with careful_room() as room:
        fay = await room.staff()
        fay.say("/new key-questions Riverside Park")
        await room.quiet()
        code = code_on(fay)
        assert "Privacy rule: standard" in board(fay).text
        ada = room.emulator.account("Ada")
        ada.open(room.link(code))
        await room.quiet()
        fay.tap("More …")
        await room.quiet()
        fay.tap("Privacy rule")
        await room.quiet()
        assert choices(fay) == ["● Standard", "Sensitive", "Large room"]
        assert "Large room: the summary begins with 20 people and grows by 10 or more" in words_heard(fay)
        fay.tap("Sensitive")
        await room.quiet()
        assert "Privacy rule: sensitive" in board(fay).text
        assert "Privacy rule: sensitive" in board(fay).text
        ada.open(room.link(code))
        await room.quiet()
        assert "Results only after the close, for groups of 8 or more." in ada.last.text
        ada.tap("Take part")
        fay.say("/open")
        await room.quiet()
        for verb in ("rule", "rules"):
            fay.press(heard(fay).message_id, encode(Button(Scope.FACILITATOR, code, verb, ("standard",))))
            await room.quiet()
            assert fay.toasts[-1].endswith(FROZEN)
        ada.press(ada.last.message_id, encode(Button(Scope.FACILITATOR, code, "rule", ("standard",))))
        await room.quiet()
        assert ada.toasts[-1] == "That is for the facilitators of this workshop."
        assert "Privacy rule: sensitive" in board(fay).text
        assert place(ada) == "1 of 6"
        fay.tap("More …")
        await room.quiet()
        assert "Privacy rule" not in heard(fay).labels


async def test_a_rule_that_does_not_fit_is_refused() -> None:
    """The sensitive rule hides levels: for questions that are asked by one it is refused, and the question is named."""
    async with careful_room() as room:
        fay = await room.staff()
        fay.say("/new working-together Riverside Park")
        await room.quiet()
        await choose(room, fay, "Sensitive")
        assert "asked “Missing parts” depends on the exact level" in words_heard(fay)
        fay.tap("← Back")
        await room.quiet()
        assert "Privacy rule: standard" in board(fay).text


async def test_groups_are_compared_after_the_close_only() -> None:
    """S3: before the close no word about groups; after it one line a question with counts, and the sheet adds up."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        people = [await answer(room, code, sector=1, worth=5, name=f"P{n}") for n in range(6)]
        people += [await answer(room, code, sector=2, worth=1, name=f"Q{n}") for n in range(5)]
        people += [await answer(room, code, sector=4, worth=1, name="R")]
        await room.look()
        fay.say("/summary")
        await room.quiet()
        assert "of 12 counted" in words_heard(fay)
        assert not any("urthest apart" in b.text or "other groups" in b.text for b in fay.messages())
        await close(room, fay)
        line = "Furthest apart on “Not at all”: other groups together 6 of 6, Public sector / council 0 of 6."
        assert line in await all_as_text(room, people[0])
        people[1].tap("📊 All results")
        await room.quiet()
        people[1].tap("Next →")
        await room.quiet()
        assert line in people[1].recent(1)[0].text
        sheets = await exported(room, fay)
        assert {row["question"] for row in sheets["segments"]} == {"worth"}
        for row in sheets["counts"]:
            mine = [
                r["count"]
                for r in sheets["segments"]
                if (r["question"], r["option"]) == (row["question"], row["option"])
            ]
            assert row["question"] != "worth" or sum(int(str(count)) for count in mine) == row["count"]
        notes = {row["topic"]: row["note"] for row in sheets["method"]}
        assert notes["Groups at worth"] == "counted together: Business / private sector, Resident or user group"
        assert str(notes["Groups at triggers"]).startswith("withheld")
        assert "Groups at worth_why" not in notes


async def test_a_sensitive_workshop() -> None:
    """Under the sensitive rule nothing is shown before the close, and then scales in three points and no groups."""
    async with careful_room() as room:
        fay = await room.staff()
        fay.say("/new key-questions Riverside Park")
        await room.quiet()
        code = code_on(fay)
        await choose(room, fay, "Sensitive")
        fay.say("/open")
        await room.quiet()
        people = [await answer(room, code, sector=1 + n % 2, worth=1 + n % 5, name=f"P{n}") for n in range(10)]
        await room.look()
        fay.say("/summary")
        await room.quiet()
        assert "Shown when the workshop closes." in words_heard(fay)
        await close(room, fay)
        said = await all_as_text(room, people[0])
        assert "Not at all – Rarely: 4 (40%)" in said
        assert "Sometimes: 2 (20%)" in said
        assert "urthest apart" not in said
        sheets = await exported(room, fay)
        assert "segments" not in sheets
        worth = {row["option"]: row["count"] for row in sheets["counts"] if row["question"] == "worth"}
        assert worth == {"negative": 4, "neutral": 2, "positive": 4, "dk": 0}
