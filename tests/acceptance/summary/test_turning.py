"""The summary on a facilitator's phone: one message that is turned, quick taps, numbers that are typed, all of it at once."""

from __future__ import annotations

import re

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.bubbles import Bubble
from bot.results.charting.press import png_size
from tests.support.careful import careful_room
from tests.support.room import Room
from tests.support.steps import all_as_text, board, close, heard, joined, submit


def bubble(fay: Phone, number: int) -> Bubble:
    """The message with this number, as it is now."""
    return next(b for b in fay.messages() if b.message_id == number)


async def said(room: Room, fay: Phone, text: str) -> Bubble:
    """What the bot says to these words, above the board."""
    fay.say(text)
    await room.quiet()
    return heard(fay)


def paged(page: Bubble) -> str:
    """The line that says which question it is, below the workshop's title; "" where there is none."""
    return "\n".join(page.text.split("\n")[1:2])


async def test_one_question_at_a_time_in_one_message() -> None:
    """Back and Next turn the message that is there; the last of several quick taps is what stands; each page has few moves."""
    async with careful_room() as room:
        fay = await room.staff()
        await submit(room, *await joined(room, await room.workshop(fay), 9))
        await room.look()
        before = len(fay.messages())
        first = await said(room, fay, "/summary")
        assert [b for b in fay.messages()[before:] if b.from_bot] == [first, board(fay)]
        assert paged(first).startswith("1 of 7 · ")
        assert "6 of 6 answered. 6 of 9 counted. Everybody is in. The rest is counted at the close." in first.text
        drawn = first.photo
        assert drawn is not None
        assert first.labels == [
            "← Back", "Next →", "Send to everyone …", "🖥 Show on the screen", "🗳 Ask as a poll …", "All as one picture",
            "All as text",
        ]  # fmt: skip
        fay.tap("Next →", message=first)
        await room.quiet()
        second = bubble(fay, first.message_id)
        assert paged(second).startswith("2 of 7 · ")
        assert second.photo not in (None, drawn)
        for label in ("Next →", "Next →", "← Back"):  # of the page that stood there, before anything was drawn
            fay.tap(label, message=second)
        await room.quiet()
        assert paged(bubble(fay, first.message_id)).startswith("1 of 7 · ")
        fay.tap("← Back", message=bubble(fay, first.message_id))
        await room.quiet()
        last = bubble(fay, first.message_id)
        assert paged(last).startswith("7 of 7 · ")
        assert last.photo is not None
        assert "Counted when the workshop closes" in last.text
        assert "Send to everyone …" not in last.labels


async def test_typed_numbers_and_all_at_once() -> None:
    """/summary 3 is the third question, other numbers say what there is, words how to type it; all comes as one picture or as text."""
    async with careful_room() as room:
        fay = await room.staff()
        await submit(room, *await joined(room, await room.workshop(fay), 9))
        await room.look()
        third = await said(room, fay, "/summary 3")
        assert paged(third).startswith("3 of 7 · ")
        for typed in ("/summary 0", "/summary 99"):
            assert "There are 7 questions." in (await said(room, fay, typed)).text
        assert "so nothing was done. Type it like this: /summary 3" in (await said(room, fay, "/summary three")).text
        fay.tap("All as one picture", message=third)
        await room.quiet()
        whole = heard(fay).photo
        assert whole is not None
        width, height = png_size(whole)
        assert (width, height <= 2 * 1080 + 240) == (1080, True)
        fay.tap("All as text", message=third)
        await room.quiet()
        assert "Public sector / council: 6 (100%)" in heard(fay).text


async def test_after_the_close_one_picture_three_sentences_and_a_button_to_the_rest() -> None:
    """A picture that fits a phone, at most about twice as high as wide; no word of statistics; one message, uploaded once."""
    async with careful_room() as room:
        fay = await room.staff()
        phones = await joined(room, await room.workshop(fay), 9)
        await submit(room, *phones)
        before = len(phones[0].messages())
        await close(room, fay)
        (told,) = [b for b in phones[0].messages()[before:] if b.from_bot]
        assert told.text.startswith("The room said")
        assert "9 of 9 counted." in told.text
        assert told.labels == ["📊 All results"]
        assert told.photo is not None
        width, height = png_size(told.photo)
        assert 0.5 * width <= height <= 2.25 * width
        assert "net " not in " ".join(b.text for b in phones[0].messages())
        fay.say("/summary")
        await room.quiet()
        assert [label for label in heard(fay).labels if "everyone" in label or "poll" in label] == []


async def test_all_results_are_turned_by_those_who_took_part_and_by_nobody_else() -> None:
    """One message with Back and Next, also by /results; who only knows the join code reads nothing; once deleted that is said."""
    async with careful_room() as room:
        fay = await room.staff(role="organiser")
        code = await room.workshop(fay)
        phones = await joined(room, code, 9)
        ada, eve = phones[0], room.emulator.account("Eve", language="en")
        await submit(room, *phones)
        assert "the button All results" in (await said(room, eve, "/results")).text
        await close(room, fay)
        button = next(b for b in ada.recent(1)[0].buttons[0])
        ada.tap("📊 All results")
        ada.tap("📊 All results")
        await room.quiet()
        (first,) = [b for b in ada.messages() if paged(b).startswith("1 of 7 · ")]
        assert first.labels == ["← Back", "Next →", "All as text"]
        drawn = first.photo
        ada.tap("Next →", message=first)
        await room.quiet()
        turned = bubble(ada, first.message_id)
        assert paged(turned).startswith("2 of 7 · ")
        assert turned.photo not in (None, drawn)
        for label in ("← Back", "← Back"):
            ada.tap(label, message=bubble(ada, first.message_id))
            await room.quiet()
        assert paged(bubble(ada, first.message_id)).startswith("7 of 7 · ")
        assert "Public sector / council: 9 (100%)" in await all_as_text(room, ada)
        assert paged(await said(room, phones[1], "/results")).startswith("1 of 7 · ")
        assert "the button All results" in (await said(room, eve, "/results")).text
        for data in (f"v1:p:{code}:all:{'0' * 16}", f"v1:p:{code}:all", f"v1:p:{code}:alltext:x"):
            before = len(eve.messages())
            eve.press(eve.last.message_id, data)
            await room.quiet()
            assert len(eve.messages()) == before
            assert "for those who took part" in eve.toasts[-1]
        fay.say(f"/delete {code}")
        await room.quiet()
        for label in ("Delete it …", "Yes, delete it for good"):
            fay.tap(label)
            await room.quiet()
        assert button.data is not None
        ada.press(first.message_id, button.data)
        await room.quiet()
        assert "was deleted" in (ada.toasts + ada.alerts)[-1]


async def test_ranges_come_only_when_they_are_asked_for() -> None:
    """With the size of the larger group, and first the sentence that says what they take for granted; no result has them else."""
    async with careful_room() as room:
        fay = await room.staff()
        await submit(room, *await joined(room, await room.workshop(fay), 9))
        await room.look()
        assert "95 times" not in (await said(room, fay, "/summary")).text
        asked = (await said(room, fay, "/summary of 400")).text
        assert "If those who answered had been drawn by lot from 400 people" in asked
        assert "They were not drawn: who came, came." in asked
        assert re.search(r": [0-6] of 6, \d+% to \d+%", asked)
        assert "cannot be the whole group" in (await said(room, fay, "/summary of 3")).text
