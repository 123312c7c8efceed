"""Whatever somebody does to a question at the wrong moment: a friendly, specific answer and the question again.

Never silence, never an error, never a second count.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from telegram import Update

from bot.rehearsal.hands.phone import Phone
from flows.dialogue.answers import Refusal, Slip
from flows.dialogue.effects import Notice
from tests.support.careful import careful_room, seen
from tests.support.steps import alive, all_as_text, asked, board, close, joined, place, submit, words_for

KEPT = "\u200fشراكة الحديقة\u200e מַרְכָּז הפארק 🌳 <b>&amp;</b> evil"
MIXED = KEPT.replace("evil", "\u202eevil")
"""With an override of the reading direction, which would turn everything that follows it."""


async def test_a_double_tap_is_noted_once() -> None:
    """Tapping an option three times in a row answers one question, and each tap stops spinning."""
    async with careful_room() as room:
        ada = await room.participant("Ada", await room.workshop(await room.staff()))
        question = asked(ada).message_id
        for _ in range(3):
            ada.tap("4 Resident or user group", message=question)
        await room.quiet()
        assert place(ada) == "2 of 6"
        assert ada.toasts == [words_for(Notice.ALREADY_NOTED)] * 2
        assert alive(ada) == 1


async def test_typing_faster_than_the_questions_arrive() -> None:
    """What is typed before the next question is there answers nothing but the one that is; no screen is mixed up, one stays alive."""
    async with careful_room() as room:
        ada = await room.participant("Ada", await room.workshop(await room.staff()))
        room.emulator.line = 0.05
        for words in ("1", "4", "1 2"):
            ada.say(words)
        await room.quiet()
        assert place(ada) == "2 of 6"
        assert asked(ada).text.startswith(words_for(Notice.TOO_SOON))
        assert alive(ada) == 1
        settled = [b for b in ada.messages() if b.text[:1] in "✓–"]
        assert [b.text for b in settled] == ["✓ Sector: Public sector / council"]
        assert all(old.text[:1] not in "✓–" for b in settled for old in b.history)


async def test_an_old_button_is_explained_and_the_question_comes_again() -> None:
    """A button that scrolled out of use changes nothing; the current question stands below the explanation."""
    async with careful_room() as room:
        ada = await room.participant("Ada", await room.workshop(await room.staff()))
        first = asked(ada)
        ada.tap("4 Resident or user group")
        await room.quiet()
        ada.press(first.message_id, first.buttons[0][0].data or "")
        await room.quiet()
        assert ada.toasts == [words_for(Notice.CLOSED_QUESTION)]
        assert place(ada) == "2 of 6"
        assert ada.last.buttons
        assert alive(ada) == 1


FORGED = {
    "another version": "v9:p:{code}:t:0:0",
    "an unknown verb": "v1:p:{code}:explode",
    "no verb": "v1:p:{code}:",
    "a place outside the flow": "v1:p:{code}:t:99:0",
    "an option outside the question": "v1:p:{code}:t:0:99",
    "a negative place": "v1:p:{code}:t:-1:-1",
    "a question further on": "v1:p:{code}:t:4:1",
    "points where there are none": "v1:p:{code}:pt:0:1:5",
    "a step that is no number": "v1:p:{code}:pt:0:1:--5",
    "a step of hyphens": "v1:p:{code}:pt:0:1:-",
    "submitting at once": "v1:p:{code}:su",
    "another workshop": "v1:p:ZZZZZZ:t:0:0",
    "no workshop": "v1:p::t:0:0",
    "opening": "v1:f:{code}:open",
    "closing": "v1:f:{code}:closeyes",
    "the summary": "v1:f:{code}:sum",
    "the export": "v1:f:{code}:exp:xlsx",
    "a poll": "v1:f:{code}:bsend:poll-1:abcdef",
    "a flow": "v1:f::flow:key-questions",
    "an unknown language": "v1:g::lang:xx",
    "the language of nobody": "v1:g::lang",
    "an unknown word for anybody": "v1:g::boo",
    "empty": "",
    "not ours": "drop table",
    "other letters": "ключ🌳",
}


@pytest.fixture(scope="module")
def forged_bytes() -> list[str]:
    """Random data as a changed app may send it, up to Telegram's 64 bytes."""
    chance = random.Random(7)
    return ["".join(chr(chance.randrange(32, 0x250)) for _ in range(32))[:32] for _ in range(20)]


async def test_forged_buttons_do_nothing(forged_bytes: list[str]) -> None:
    """Callback data that no button of this person holds is answered, changes nothing, and leaves the question standing."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        ada = await room.participant("Ada", code)
        for what, data in [*FORGED.items(), *(("random bytes", junk) for junk in forged_bytes)]:
            before = seen(ada)
            ada.press(asked(ada).message_id, data.format(code=code) if "{code}" in data else data)
            await room.quiet()
            assert seen(ada) != before, what
            assert place(ada) == "1 of 6", what
            assert alive(ada) == 1, what
        assert "· open" in board(fay).text
        assert "submitted 0" in board(fay).text


NOT_WORDS: dict[str, Callable[[Phone], object]] = {
    "sticker": lambda phone: phone.sticker(),
    "photo": lambda phone: phone.photo(),
    "photo with a caption": lambda phone: phone.photo(caption="2"),
    "voice note": lambda phone: phone.voice(),
    "document": lambda phone: phone.document("secrets.txt", b"secret"),
}


async def test_what_is_not_words_is_declined_kindly() -> None:
    """A sticker, picture, voice note or file gets a friendly remark with the question again, before and after consent."""
    async with careful_room() as room:
        code = await room.workshop(await room.staff())
        for what, send in NOT_WORDS.items():
            ada = room.emulator.account("Ada")
            send(ada)
            await room.quiet()
            assert "join code" in ada.last.text, what
            ada.open(room.link(code))
            await room.quiet()
            send(ada)
            await room.quiet()
            assert ada.last.text.startswith(words_for(Notice.NOT_A_TEXT)), what
            assert "Take part" in ada.last.labels, what
            ada.tap("Take part")
            await room.quiet()
            send(ada)
            await room.quiet()
            assert ada.last.text.startswith(words_for(Notice.NOT_A_TEXT)), what
            assert place(ada) == "1 of 6", what
            assert alive(ada) == 1, what


async def test_4096_characters_are_too_many_and_a_thousand_fit() -> None:
    """The longest message is refused with what fits; so is an answer that is too long, and the question takes a shorter one."""
    async with careful_room() as room:
        ada = await room.participant("Ada", await room.workshop(await room.staff()))
        ada.say("7" * 4096)
        await room.quiet()
        assert ada.last.text.startswith(words_for(Refusal(Slip.NOT_AN_OPTION, need=5)))
        ada.say("1")
        await room.quiet()
        ada.say("1")
        await room.quiet()
        ada.say("ä" * 4096)
        await room.quiet()
        assert ada.last.text.startswith(words_for(Refusal(Slip.TOO_LONG, need=1000, got=4096)))
        assert place(ada) == "3 of 7"
        ada.say("ä" * 1000)
        await room.quiet()
        assert "How may your words be used?" in asked(ada).text
        ada.say("1")
        await room.quiet()
        assert place(ada) == "4 of 7"


async def test_right_to_left_text_and_markup_come_back_as_written() -> None:
    """Right-to-left script and angle brackets are an answer like any other; what turns the reading direction is taken out."""
    async with careful_room() as room:
        ada = await room.participant("Ada", await room.workshop(await room.staff()))
        for words in ("1", "1", MIXED, "1"):
            ada.say(words)
            await room.quiet()
        settled = [b.text for b in ada.messages() if b.text.startswith("✓ What would make it worth it")]
        assert settled == [f"✓ What would make it worth it: {KEPT}"]
        assert place(ada) == "4 of 7"


async def test_an_edited_message_is_explained() -> None:
    """Editing an earlier message changes no answer; the person is told how to change one."""
    async with careful_room() as room:
        ada = await room.participant("Ada", await room.workshop(await room.staff()))
        said = ada.say("1")
        await room.quiet()
        ada.edit(said, "2")
        await room.quiet()
        assert ada.last.text.startswith(words_for(Notice.EDITED))
        assert place(ada) == "2 of 6"
        assert [b.text for b in ada.messages() if "✓" in b.text] == ["✓ Sector: Public sector / council"]


async def test_nothing_is_asked_before_consent() -> None:
    """Typing before Take part brings the consent card again, with the reason."""
    async with careful_room() as room:
        code = await room.workshop(await room.staff())
        ada = room.emulator.account("Ada")
        ada.open(room.link(code))
        for words in ("2", "hello", "/skip", "/submit", "/back", "/review", "/pause", "submit", "back"):
            ada.say(words)
            await room.quiet()
            assert ada.last.text.startswith(words_for(Notice.CONSENT_FIRST)), words
            assert "Take part" in ada.last.labels, words
            assert alive(ada) == 1, words


async def test_while_the_workshop_is_paused() -> None:
    """Typing and tapping in a pause change nothing and say so; the question comes back by itself."""
    async with careful_room() as room:
        fay = await room.staff()
        ada = await room.participant("Ada", await room.workshop(fay))
        fay.say("/pause")
        await room.quiet()
        question = asked(ada)
        ada.say("4")
        await room.quiet()
        assert "The facilitator has paused the workshop." in ada.last.text
        ada.press(question.message_id, question.buttons[0][0].data or "")
        ada.sticker()
        await room.quiet()
        assert "The facilitator has paused the workshop." in ada.last.text
        assert alive(ada) == 0
        fay.say("/open")
        await room.quiet()
        assert place(ada) == "1 of 6"
        assert ada.last.buttons
        assert alive(ada) == 1


async def test_buttons_of_a_closed_workshop() -> None:
    """After the close every old button says so and disappears; typing says where to go."""
    async with careful_room() as room:
        fay = await room.staff()
        ada = await room.participant("Ada", await room.workshop(fay))
        question = asked(ada)
        await close(room, fay)
        ada.tap("4 Resident or user group")
        await room.quiet()
        assert ada.toasts == ["This workshop is closed. Nothing can be changed any more."]
        assert alive(ada) == 0
        ada.press(question.message_id, question.buttons[-1][-1].data or "")
        ada.say("hello there everybody")
        await room.quiet()
        assert "Scan the QR code" in ada.last.text


async def test_the_same_update_twice_counts_once() -> None:
    """A second copy of every update, as after a lost acknowledgement, changes nothing and says nothing."""
    async with careful_room(refusals=[("answerCallbackQuery", 400)]) as room:  # a spinner that has ended already
        fay = await room.staff()
        code = await room.workshop(fay)
        kept: list[Update] = []
        handle = room.app.handle

        async def keep(update: Update) -> None:
            kept.append(update)
            await handle(update)

        room.app._intake._handle = keep  # type: ignore[union-attr]  # the intake has started
        ada = await room.participant("Ada", code)
        await submit(room, ada)
        before = seen(ada), seen(fay)
        for update in kept:
            await handle(update)
        await room.quiet()
        assert (seen(ada), seen(fay)) == before
        taps = sum(update.callback_query is not None for update in kept)
        assert room.emulator.counts["answerCallbackQuery", 400] == taps, "each second copy of a tap, and no other"
        assert "joined 1 · answering 0 · submitted 1" in board(fay).text


async def test_a_counted_answer_can_not_be_changed() -> None:
    """Once an answer is in a summary, its old button says so; what still waits can be changed."""
    async with careful_room() as room:
        fay = await room.staff()
        phones = await joined(room, await room.workshop(fay), 9)
        await submit(room, *phones)
        for phone in phones:
            phone.tap("Change an answer")
        await room.quiet()
        reviews = {p.user_id: asked(p) for p in phones}
        await room.look()
        told = 0
        for phone in phones:
            review = reviews[phone.user_id]
            second = [button for row in review.buttons for button in row][
                1
            ]  # the first makes the groups, and is settled with any
            phone.press(review.message_id, second.data or "")
            await room.quiet()
            if phone.toasts:
                told += 1
                assert phone.toasts[-1] == words_for(Notice.ALREADY_COUNTED)
                assert "part of an anonymous summary and cannot be found any more" in asked(phone).text
            else:
                assert place(phone) == "2 of 6"
        assert told == 6


async def test_a_change_after_submitting_asks_what_it_shows_and_drops_what_it_hides() -> None:
    """A doubtful answer given later asks for the reason; taking it back withdraws the reason too."""
    async with careful_room() as room:
        fay = await room.staff()
        phones = await joined(room, await room.workshop(fay), 6)
        await submit(room, *phones)
        ada = phones[0]
        ada.tap("Change an answer")
        await room.quiet()
        ada.tap("2 Worth the effort: Mostly")
        await room.quiet()
        ada.say("1")
        await room.quiet()
        assert "What would make it worth it?" in ada.last.text
        for words in ("A say in the budget", "1"):
            ada.say(words)
            await room.quiet()
        assert "3 What would make it worth it: A say in the budget" in ada.last.labels
        ada.say("/mydata")
        await room.quiet()
        assert "A say in the budget" in ada.last.text
        ada.say("review")
        await room.quiet()
        ada.tap("2 Worth the effort: Not at all")
        await room.quiet()
        ada.say("5")
        await room.quiet()
        assert not any("A say in the budget" in label for label in ada.last.labels)
        ada.say("done")
        await room.quiet()
        assert ada.last.text.startswith("Thank you. You are one of 6.")
        ada.say("/mydata")
        await room.quiet()
        assert "budget" not in ada.last.text
        await close(room, fay)
        said = await all_as_text(room, ada)
        assert "Not at all: 0" in said
        assert "Clearly yes: 1" in said


async def test_words_that_are_no_answer_at_the_review_and_after() -> None:
    """At the review a number changes that answer; other words, and any words after submitting, are pointed to the buttons."""
    async with careful_room() as room:
        ada = await room.participant("Ada", await room.workshop(await room.staff()))
        for words in ("1", "4", "1 2", "1 2 3", "1", "skip"):
            ada.say(words)
            await room.quiet()
        ada.say("what now")
        await room.quiet()
        assert ada.last.text.startswith(words_for(Notice.USE_BUTTONS))
        ada.say("2")
        await room.quiet()
        assert place(ada) == "2 of 6"
        ada.say("back")
        await room.quiet()
        ada.say("99")
        await room.quiet()
        assert ada.last.text.startswith(words_for(Notice.USE_BUTTONS))
        ada.say("submit")
        await room.quiet()
        ada.say("2")
        await room.quiet()
        assert ada.last.text.startswith(words_for(Notice.ALREADY_SUBMITTED))
        ada.say("submit")
        await room.quiet()
        assert words_for(Notice.ALREADY_SUBMITTED) in ada.last.text
