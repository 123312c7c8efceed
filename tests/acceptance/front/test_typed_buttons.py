"""Everything a button does can be typed: beside the dialogue too, and what was ended while somebody typed says so."""

from __future__ import annotations

from bot.rehearsal.hands.phone import Phone
from tests.acceptance.panel.test_from_question_to_answer import approve, collect, panel_room
from tests.acceptance.participant.test_open_answers import say, tap
from tests.support.careful import careful_room
from tests.support.room import Room, code_on
from tests.support.steps import asked, joined, place, submit


async def send(room: Room, fay: Phone, words: str, *shape: str) -> None:
    """A question on the spot, for everybody."""
    await say(room, fay, words)
    for label in (*shape, "Send to everyone"):
        await tap(room, fay, label)


async def end(room: Room, fay: Phone, *phones: Phone) -> None:
    """These answer, then the poll is ended for good."""
    for phone in phones:
        phone.say("1")
    await room.quiet()
    await over(room, fay)


async def over(room: Room, fay: Phone) -> None:
    """The newest poll is ended."""
    fay.tap(lambda key: key.label.startswith("End the poll"))
    await room.quiet()


async def test_what_a_poll_says_on_its_buttons_can_be_typed() -> None:
    """Done, change and another answer; what fits nothing is said beside the poll, and an ended one says that it has ended, once."""
    async with careful_room() as room:
        fay = await room.staff()
        phones = await joined(room, await room.workshop(fay), 9)
        ada = phones[0]
        await submit(room, *phones)
        await send(room, fay, "/ask Which of these? red | blue | green", "Several options")
        await say(room, ada, "7")
        assert ada.last.text == "Please tap a button, or type a number from 1 to 3."
        ada.tap("⬜ red")
        await room.quiet()
        assert asked(ada).labels[-1] == "Done (1)"
        for typed, said in (("done", "red"), ("3", "green"), ("blue please", "blue"), ("1 and 2", "red, blue")):
            await say(room, ada, typed)
            assert f"You said: {said} ✓" in ada.last.text
        await say(room, ada, "thanks")
        assert ada.last.text.startswith("Nothing else is asked right now. To change what you said")
        await say(room, ada, "Change")
        assert "✅ 2 blue" in ada.last.labels
        await say(room, ada, "3")
        assert "You said: green ✓" in ada.last.text
        await send(room, fay, "/ask Shall we go on?")
        await end(room, fay, *phones[1:])
        await say(room, ada, "yes")
        assert "This poll has ended, and everybody is counted" in ada.last.text
        await say(room, ada, "yes")
        assert ada.last.text.startswith("Nothing else is asked right now.")  # of the poll before, which is open


async def test_the_number_of_an_answered_poll_is_no_answer_to_an_open_question() -> None:
    """Typed again below it, it is asked which one is meant; once its options stand open, it is for the poll."""
    async with careful_room() as room:
        fay = await room.staff()
        (ada,) = await joined(room, await room.workshop(fay), 1)
        for words in ("1", "2"):
            await say(room, ada, words)
        assert place(ada) == "3 of 7"
        await send(room, fay, "/ask How safe do you feel? 1 not at all - 5 very")
        await say(room, ada, "5")
        await say(room, ada, "4")
        assert ada.last.labels == ["🗳 How safe do you feel?", "What would make it worth it"]
        await tap(room, ada, "🗳 How safe do you feel?")
        assert "You said: 4 ✓" in ada.last.text
        for words in ("Fewer meetings", "1"):
            await say(room, ada, words)
        assert place(ada) == "4 of 7"
        await send(room, fay, "/ask How clean is it? 1 not at all - 5 very")
        await say(room, ada, "1")
        ada.tap(lambda key: key.label == "Change")
        await room.quiet()
        await say(room, ada, "2")
        assert "You said: 2 ✓" in ada.last.text


async def test_an_open_poll_is_answered_by_typing_alone() -> None:
    """Yes sends what was masked, a number allows its use; where the question above takes it too, it is asked which."""
    async with careful_room() as room:
        fay = await room.staff()
        phones = await joined(room, await room.workshop(fay), 9)
        ada = phones[0]
        await send(room, fay, "/ask What would help you most?")
        await say(room, ada, "Benches, says Hannah Quelthorpe")
        await say(room, ada, "no")
        assert ada.last.text == "Please tap one of its buttons."
        await say(room, ada, "Yes")
        assert "“Benches, says [name]”" in ada.last.text
        assert ada.last.labels[:3] == [
            "1 May be quoted word for word",
            "2 Only in themes, never quoted",
            "● 3 Only count it",
        ]
        await say(room, ada, "only in themes")
        assert "● 2 Only in themes, never quoted" in ada.last.labels
        await say(room, ada, "1")
        assert ada.last.labels == ["🗳 May be quoted word for word", "Sector"]
        await tap(room, ada, "🗳 May be quoted word for word")
        assert "● 1 May be quoted word for word" in ada.last.labels
        await send(room, fay, "/ask What else?")
        for phone in phones[1:]:
            phone.say("More light")
        await room.quiet()
        await over(room, fay)
        await say(room, ada, "More benches")
        assert "This poll has ended, and everybody is counted" in ada.last.text


async def test_the_panel_is_asked_and_voted_for_by_typing_alone() -> None:
    """A speaker by name or number, nothing from me, take it back, and the votes at once."""
    async with panel_room(9) as (room, fay, phones, _):
        ada, ben = phones[:2]
        await submit(room, *phones)
        for phone, how in ((ada, "2"), (ben, "Ada Lovelace")):
            await say(room, phone, "/panel")
            await say(room, phone, f"When does {phone.name} get a bridge?")
            await say(room, phone, how)
        assert "Noted ✓ Your question for Grace Hopper:" in ada.last.text
        assert "Noted ✓ Your question for Ada Lovelace:" in ben.last.text
        await say(room, ben, "take it back")
        assert "Nothing from you" in ben.last.text
        await say(room, ben, "ask a question")
        await say(room, ben, "anyone")
        await say(room, ben, "Why is the kiosk shut?")
        assert "Noted ✓ Your question to the panel:" in ben.last.text
        for phone in phones[2:]:
            await say(room, phone, "/panel")
            await say(room, phone, "nothing")
            assert "Nothing from you" in phone.last.text
        await collect(room, fay)
        await tap(room, fay, "Look at 2 new ones")
        await approve(room, fay)
        await tap(room, fay, "Open the vote")
        await say(room, ada, "2 and 1")
        assert "Noted ✓ Your votes:" in ada.last.text
        assert ada.last.text.count("•") == 2
        await say(room, ada, "1")
        assert ada.last.text.count("•") == 1
        await say(room, ada, "9")
        assert ada.last.text.startswith("Nothing else is asked right now.")


async def test_words_of_somebody_who_has_not_joined_yet() -> None:
    """A greeting is no wrong code; before the opening too a card says what was not read, and yes in another language is yes."""
    async with careful_room() as room:
        fay = await room.staff()
        await say(room, fay, "/new key-questions Riverside Park")
        code, ada = code_on(fay), room.emulator.account("Ada")
        await say(room, ada, "Hello")
        assert ada.last.text.startswith("Welcome to Roundtable")
        await say(room, ada, "PARK7")
        assert ada.last.text.startswith("There is no open workshop with that code.")
        await say(room, ada, code)
        ada.voice()
        await room.quiet()
        assert ada.last.text.startswith("I can only read words and taps.")
        await say(room, ada, "what is this")
        assert ada.last.text.startswith("Please tap Take part first.")
        await say(room, ada, "nee")
        assert "That is fine." in ada.last.text
        await say(room, ada, code, "ja")
        assert "You are in." in ada.last.text
        await say(room, fay, "/open")
        await submit(room, ada)
        await say(room, ada, "change")
        assert "1 Sector" in ada.last.labels[0]
