"""A facilitator ends one question of the room: for good where enough have answered, else as a look, and nobody is left behind."""

from __future__ import annotations

from tests.acceptance.agenda.test_led_room import ask, board, led, press, say, tap
from tests.support.careful import careful_room
from tests.support.steps import asked, close, heard, words_heard

EIGHT = ("Ada", "Ben", "Cat", "Dan", "Eli", "Fin", "Gus", "Hal")


async def test_ended_for_good_counts_everybody_and_is_asked_of_nobody_any_more() -> None:
    """Eight of nine have answered: all nine are counted at once, the ninth as no answer, and who comes later is not asked."""
    async with careful_room() as room:
        fay, code, people = await led(room, *EIGHT, "Ivy")
        ivy = people.pop()
        await press(room, fay, code, "agone", 0)
        for number, phone in enumerate(people):
            phone.say(str(number % 2 + 1))
        await room.quiet()
        await press(room, fay, code, "agq", 0)
        await tap(room, fay, "🏁 End this question")
        assert "8 of 9 have answered." in words_heard(fay)
        await tap(room, fay, "End it now")
        assert words_heard(fay).endswith("Ended for good: everybody is counted, 9 people. 1 did not answer.")
        assert not {"▶️ Ask it again", "🏁 End this question"} & set(heard(fay).labels)
        assert "ended for good" in board(fay).text
        assert not {"✋ Hold", "⏱ +1 min", "▶️ Go on"} & set(board(fay).labels)
        before = await ask(room, code)
        for verb, *rest in (("aghold",), ("agmore", 0)):  # of a board that is older than the end
            await press(room, fay, code, verb, "q0", *rest)
            assert fay.toasts[-1].endswith("This question has ended for good: everybody is counted.")
        workshop, stage = await ask(room, code)
        assert stage == before[1]
        release = await room.app.deeds.ask(lambda unit: unit.answers.latest(workshop.id, "org"))
        assert release is not None
        assert (stage.ended, release.final, release.n, release.tally.skipped) == (("org",), True, 9, 1)
        ivy.press(asked(ivy).message_id, f"v1:p:{code}:t:0:1")
        await room.quiet()
        assert "everybody is counted: whoever had not answered, as “no answer”" in ivy.toasts[-1]
        for typed in ("/review", "/mydata"):
            for phone in (
                ivy,
                people[0],
            ):  # nobody knows any more which of them had answered, so both read the same of it
                await say(room, phone, typed)
                said = [b.text for b in phone.messages()[-2:]]
                assert any("1 question has ended" in text and "“no answer”" in text for text in said), (typed, said)
                assert not any("anonymous summary" in text or "is counted and cannot" in text for text in said)
        await say(room, ivy, "3")
        assert "Which kind of organisation" not in words_heard(ivy)
        late = room.emulator.account("Jon")
        late.open(room.link(code))
        await room.quiet()
        await tap(room, late, "Take part")
        assert "Which kind of organisation" not in late.last.text
        await press(room, fay, code, "agask", 0)
        assert fay.toasts[-1].endswith("This question has ended for good: everybody is counted.")
        await press(room, fay, code, "agover", 0, "yes")  # a second tap, or an old button
        assert "End" not in str(heard(fay).labels)
        await tap(room, fay, "👁 Reveal")
        await say(room, fay, "/next")
        assert "Your question to the panel" in asked(late).text
        assert "Your question to the panel" in asked(ivy).text
        await say(room, people[0], f"/transparency {code}")
        assert "a question ended · a facilitator" in people[0].last.text.replace("an organiser", "a facilitator")
        await close(room, fay)
        assert await room.app.deeds.ask(lambda unit: unit.answers.finals(workshop.id)["org"]) == release


async def test_ended_early_it_is_a_look_and_nothing_is_lost() -> None:
    """Below k + b there is no result and the question stays open; with a third of the room missing all but three are counted."""
    async with careful_room() as room:
        fay, code, people = await led(room, *EIGHT, "Ivy", "Jon", "Kim")
        await press(room, fay, code, "agone", 0)
        for phone in people[:7]:
            phone.say("1")
        await room.quiet()
        await press(room, fay, code, "agover", 0)
        assert "Fewer than 8 people have answered" in words_heard(fay)
        await tap(room, fay, "End it now")
        assert "Shown once 8 people have answered: 1 more." in words_heard(fay)
        assert words_heard(fay).endswith("Not ended: too few have answered for that, so whoever has not still can.")
        await say(room, people[7], "2")
        await press(room, fay, code, "agover", 0, "yes")
        assert "5 of 8 counted, more when 3 more are in." in words_heard(fay)  # one figure, which the clock counts on
        assert "at the close" not in words_heard(fay)
        assert "🏁 End this question" in heard(fay).labels
        assert (await ask(room, code))[1].ended == ()
        await say(room, people[8], "2")
        assert "9 of 11 in" in board(fay).text


async def test_open_answers_are_counted_only_when_all_of_them_are() -> None:
    """Eight of eleven have written: nothing is counted by ending it, and that is said before and after."""
    async with careful_room() as room:
        fay, code, people = await led(room, *EIGHT, "Ivy", "Jon", "Kim")
        await press(room, fay, code, "agask", 1)
        for phone in people[:8]:
            phone.say("skip")
        await room.quiet()
        await press(room, fay, code, "agq", 1)
        await tap(room, fay, "🏁 End this question")
        assert "Else nothing changes." in words_heard(fay)
        await tap(room, fay, "End it now")
        assert words_heard(fay).endswith("counted when you end it with more answers in, or at the close.")
        workshop, stage = await ask(room, code)
        assert (stage.ended, await room.app.deeds.ask(lambda u: u.answers.releases(workshop.id))) == ((), [])


async def test_what_was_not_asked_of_everybody_comes_at_the_close() -> None:
    """No button to end what has a condition or was not asked yet, nor anything under the sensitive rule; a made-up one does nothing."""
    async with careful_room() as room:
        fay, code, _ = await led(room, "Ada", flow="key-questions")
        workshop, _stage = await ask(room, code)
        places = {q.id: place for place, q in enumerate(workshop.flow.questions)}
        await press(room, fay, code, "agask", places["worth"])
        for name, is_there in (("worth", True), ("worth_why", False), ("motives", False)):
            await press(room, fay, code, "agq", places[name])
            assert ("🏁 End this question" in heard(fay).labels) == is_there
            await press(room, fay, code, "agover", places[name], "yes")
        assert await room.app.deeds.ask(lambda unit: unit.answers.releases(workshop.id)) == []
