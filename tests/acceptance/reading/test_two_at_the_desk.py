"""Several read at the desk at once, tap twice, or lose a tap: nothing is judged twice, and nothing unseen is approved."""

from __future__ import annotations

from bot.rehearsal.hands.phone import Phone
from tests.acceptance.panel.test_from_question_to_answer import ask, collect, newest, panel_room
from tests.acceptance.participant.test_open_answers import say, tap
from tests.support.room import Room
from tests.support.steps import asked, board

NEXT = "Riverside Park: That one was read already. This is next."
QUESTIONS = ("When does the bridge open?", "Who pays for the pond?", "Why are there no lamps?", "Shall cars stay out?")


async def reading(room: Room, phone: Phone) -> str:
    """Open the desk of the panel; what stands on the first card."""
    await say(room, phone, "/panel")
    phone.tap(lambda button: button.label.startswith("Look at"))
    await room.quiet()
    return words_on(phone)


def words_on(phone: Phone) -> str:
    """The text on the card that stands."""
    return next((line for line in asked(phone).text.split("\n") if line.startswith("“")), "")


def data_of(phone: Phone, label: str) -> tuple[int, str]:
    """The message and the callback data of a button, to press it again when it is gone."""
    bubble = asked(phone)
    return bubble.message_id, next(k.data or "" for row in bubble.buttons for k in row if k.label.endswith(label))


async def test_the_second_is_shown_what_is_next() -> None:
    """Two on one card, a double tap, a tap from before a restart, all the rest while a colleague reads: nothing happens twice."""
    async with panel_room() as (room, fay, phones, _):
        for phone, text in zip(phones, QUESTIONS, strict=False):
            await ask(room, phone, "Anyone", text)
        for phone in phones[len(QUESTIONS) :]:
            await tap(room, phone, "Nothing from me")
        await collect(room, fay)
        gus = await room.staff("Gus")
        await say(room, gus, "/workshops")
        gus.tap(lambda button: "Riverside" in button.label)
        await room.quiet()
        first = await reading(room, fay)
        assert await reading(room, gus) == first
        stale = data_of(fay, "Approve")
        await tap(room, fay, "Approve")
        second = words_on(fay)
        assert "3 left to read" in asked(fay).text
        assert (words_on(gus), asked(gus).labels[:2]) == (first, ["Next →", "🚫 Hide"]), (
            "it says so, and keeps its text"
        )
        assert "A colleague has approved this one in the meantime." in asked(gus).text
        await tap(room, gus, "Next →")
        assert words_on(gus) == second
        await room.restart()
        fay.press(*stale)
        await room.quiet()
        assert (fay.toasts[-1], words_on(fay)) == (NEXT, second)
        assert words_on(gus) == second, "after a restart the card is open still"
        await tap(room, fay, "All the rest …")
        every = data_of(fay, "Approve all the rest")
        await tap(room, gus, "Hide")
        fay.press(*every)
        await room.quiet()
        assert fay.toasts[-1].endswith("Something has changed here. Please look again.")
        assert second not in asked(fay).text
        assert "2 left to read" in asked(fay).text
        await tap(room, fay, "Approve all the rest")
        assert "0 new · 3 approved · 0 answered · 1 hidden" in asked(fay).text
        await room.quiet()
        assert "to look at" not in board(fay).text
        await say(room, phones[0], "/panel")
        shown = newest(phones[0])
        assert sum(text in shown for text in QUESTIONS) == 3
        assert second.strip("“”") not in shown


async def test_hiding_wins() -> None:
    """Whoever hides what a colleague has approved a moment ago is heard: nothing is shown that one of them would not show."""
    async with panel_room() as (room, fay, phones, _):
        await ask(room, phones[0], "Anyone", QUESTIONS[0])
        for phone in phones[1:]:
            await tap(room, phone, "Nothing from me")
        await collect(room, fay)
        gus = await room.staff("Gus")
        await say(room, gus, "/workshops")
        gus.tap(lambda button: "Riverside" in button.label)
        await room.quiet()
        await reading(room, fay)
        await reading(room, gus)
        await tap(room, fay, "Approve")
        await tap(room, gus, "Hide")
        assert "0 new · 0 approved · 0 answered · 1 hidden" in asked(gus).text
