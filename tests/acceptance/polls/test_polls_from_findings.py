"""Polls from findings: proposed by one tap, answered beside the dialogue, shown by the release rule, asked a second time."""

from __future__ import annotations

from collections.abc import Iterable

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.bubbles import Bubble
from tests.support.careful import careful_room
from tests.support.room import Room, code_on
from tests.support.steps import all_as_text, close, heard, joined, place, submit, words_heard

COST = "“Takes too much time and money”: does this matter most for us?"


async def tapped(room: Room, phone: Phone, *labels: str) -> None:
    """One button after the other."""
    for label in labels:
        phone.tap(label)
        await room.quiet()


async def said(room: Room, phone: Phone, words: str) -> str:
    """The newest message after these words."""
    phone.say(words)
    await room.quiet()
    return phone.last.text


def polls(phone: Phone) -> list[Bubble]:
    """Our own polls on a phone, oldest first."""
    return [bubble for bubble in phone.messages() if bubble.text.startswith("🗳")]


async def vote(room: Room, phones: Iterable[Phone], label: str) -> None:
    """Tap an option of the newest poll."""
    for phone in phones:
        phone.tap(label)
    await room.quiet()


async def test_a_poll_from_a_summary() -> None:
    """From one tap on an option to two rounds side by side: everybody answers in their own chat, and only releases are shown."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        phones = await joined(room, code, 8)
        await submit(room, *phones)
        await room.look()
        await proposed_and_reworded(room, fay)
        unseen = room.emulator.account("Una")
        unseen.open(room.link(code))
        await sent_once(room, fay, await room.staff("Gus"))
        assert [len(polls(phone)) for phone in (*phones, unseen, fay)] == [1] * 8 + [0, 0]
        assert "This poll goes to everyone who joined. 8 people have joined." in polls(phones[0])[0].text
        late = await answered(room, code, phones)
        fay.say("/polls")
        await room.quiet()
        assert "8 of 9 in" in holding(fay, "End the poll").text
        await tapped(room, fay, "End the poll")
        assert "4 agree, 1 disagree, 3 unsure." in words_heard(fay)
        phones[7].tap("Agree")
        await room.quiet()
        over = "This poll has ended, and everybody is counted: whoever had not answered, as “no answer”."
        assert phones[7].toasts[-1] == over
        assert polls(phones[7])[0].labels == []
        await vote(room, phones[:1], "Change")
        assert (phones[0].toasts[-1], polls(phones[0])[0].labels) == (over, [])
        assert "You said: " in polls(phones[0])[0].text
        await shown(room, fay, late)
        await tapped(room, fay, "🔁 Ask it again")
        assert "⚠️ A second round is a new question" in words_heard(fay)
        assert "Change the words" not in heard(fay).labels
        await tapped(room, fay, "Send to everyone")
        await vote(room, [*phones, late], "Agree")
        await tapped(room, fay, "End the poll")
        assert "First round 4 of 8 agree, now 9 of 9." in words_heard(fay)
        await close(room, fay)
        assert "First round 4 of 8 agree, now 9 of 9." in await all_as_text(room, late)


async def proposed_and_reworded(room: Room, fay: Phone) -> None:
    """Two taps propose, and the same two propose the same; the words can be changed after a restart, and an old page sends nothing."""
    await said(room, fay, "/summary 6")
    summary, ask, option = heard(fay), "🗳 Ask as a poll …", "Takes too much time and money"
    await tapped(room, fay, ask, option)
    first = heard(fay)
    assert COST in first.text
    assert "8 people have joined." in first.text
    fay.tap(ask, message=summary)
    await room.quiet()
    await tapped(room, fay, option)
    assert data(heard(fay), "Send to everyone") == data(first, "Send to everyone")
    await tapped(room, fay, "Change the words")
    await room.restart()
    assert "Cost is our main worry." in await said(room, fay, "Cost is our main worry.")
    fay.press(heard(fay).message_id, data(first, "Send to everyone"))
    await room.quiet()
    assert "The words have changed." in fay.toasts[-1]
    assert "Cost is our main worry." in words_heard(fay)


async def sent_once(room: Room, fay: Phone, gus: Phone) -> None:
    """Two facilitators send it at once, and one of them twice: it goes out once."""
    send = data(holding(fay, "Send to everyone"), "Send to everyone")
    fay.tap("Send to everyone")
    fay.press(heard(fay).message_id, send)
    gus.press(heard(gus).message_id, send)
    await room.quiet()
    assert gus.toasts[-1] == fay.toasts[-1] == "Riverside Park: This poll was sent already."


async def answered(room: Room, code: str, phones: list[Phone]) -> Phone:
    """Eight people answer: in the middle of a question, changed, after joining late; gives the late one."""
    await vote(room, phones[:5], "Agree")
    first = polls(phones[0])[0]
    assert "You said: Agree ✓" in first.text
    assert first.labels == ["Change"]
    assert "• Cost is our main worry. Agree" in await said(room, phones[0], "/mydata")
    late = await room.participant("Lea", code)
    assert len(polls(late)) == 1
    await vote(room, [late], "Disagree")
    assert await said(room, late, "1") != ""
    assert place(late) == "2 of 6"
    await tapped(room, phones[0], "Change")
    await vote(room, [phones[0], *phones[5:7]], "Unsure")
    return late


async def shown(room: Room, fay: Phone, late: Phone) -> None:
    """The result goes to everyone as a picture and words, and on the screen."""
    await tapped(room, fay, "🖥 Show on the screen")
    assert fay.toasts[-1].endswith("It stands on the screen.")
    pictures = sum(1 for bubble in late.messages() if bubble.photo)
    holder = holding(fay, "🔁 Ask it again")
    fay.tap("Send to everyone …", message=holder)
    await room.quiet()
    fay.tap("📣 Send to everyone")
    await room.quiet()
    assert "4 agree, 1 disagree, 3 unsure." in late.last.text
    assert sum(1 for bubble in late.messages() if bubble.photo) == pictures + 1


def data(bubble: Bubble, label: str) -> str:
    """What a button sends."""
    return next(str(key.data) for row in bubble.buttons for key in row if key.label == label)


def holding(phone: Phone, label: str) -> Bubble:
    """The newest message with this button."""
    return next(bubble for bubble in reversed(phone.messages()) if label in bubble.labels)


async def propose(room: Room, fay: Phone, *labels: str) -> None:
    """Through the poll menu, and out to everyone."""
    await tapped(room, fay, "🗳 Poll", *labels, "Send to everyone")


def number_of(option: str, text: str) -> str:
    """The number that stands before an option in the text of a long list."""
    return next(line.split(".")[0] for line in text.splitlines() if line.endswith(f". {option}"))


async def test_a_poll_of_a_few_shows_nothing_and_loses_nothing() -> None:
    """Said before it is ended; ticks are kept as they are tapped, and what is pressed too often, too early or made up is refused."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        phones = await joined(room, code, 4)
        una = room.emulator.account("Una")
        una.open(room.link(code))
        await room.quiet()
        await propose(room, fay, "Biggest concerns", "The question with all its options")
        first = polls(phones[0])[0]
        for person, refused in ((una, "Please tap Take part first."), (fay, "You facilitate this workshop")):
            person.press(
                person.last.message_id,
                data(first, f"⬜ {number_of('Different agendas', first.text)}"),
            )
            await room.quiet()
            assert person.toasts[-1].startswith(refused)
        for forged in (":v:1:99", ":v:9:0", ":v:1:-1", ":v::"):
            phones[0].press(first.message_id, f"v1:p:{code}{forged}"[:64])
            await room.quiet()
        assert polls(phones[0])[0].labels == first.labels
        for option in ("Different agendas", "Not representative", "Takes too much time and money", "No concerns"):
            for phone in phones:
                phone.tap(f"⬜ {number_of(option, first.text)}")
            await room.quiet()
        assert "✅ 11" in polls(phones[0])[0].labels
        await vote(room, phones[:2], "Done (1)")
        assert "You said: No concerns ✓" in polls(phones[0])[0].text
        await tapped(room, phones[0], "Change", "✅ 11")
        assert "Done (0)" in polls(phones[0])[0].labels
        await tapped(room, fay, "⏸ Pause")
        await vote(room, phones[1:2], "Change")
        assert "paused" in phones[1].toasts[-1]
        await tapped(room, fay, "▶️ Open")
        assert "You said: No concerns ✓" in await said(room, phones[1], "/polls")
        assert "4 of 4 in" in await said(room, fay, "/polls")
        await tapped(room, fay, "End the poll")
        assert "Fewer than 8 have answered, so nothing could be shown now." in words_heard(fay)
        await tapped(room, fay, "Keep it open", "End the poll", "End it anyway")
        assert "No result now: fewer than 8 people have answered." in words_heard(fay)
        assert "What was answered is kept, and counted at the close at the latest." in words_heard(fay)
        assert "Biggest concerns: No concerns" in await said(room, phones[1], "/mydata")
        assert "you can still answer" in await said(room, phones[1], "/polls")
        late = await room.participant("Lea", code)
        assert not polls(late), "nobody is asked any more"
        await vote(room, phones[2:3], "Done (1)")
        assert "What you say now is counted when the workshop closes, at the latest." in polls(phones[2])[0].text
        assert "1 poll, vote or round of questions still takes answers." in await said(room, fay, "/close")
        await close(room, fay)
        assert not any("No concerns: 4" in bubble.text for bubble in phones[0].messages()), "four are fewer than five"


async def test_a_poll_under_a_rule_that_waits_for_the_close() -> None:
    """Nothing of it is shown when it is closed; the workshop's close shows it, without who asked to be forgotten."""
    async with careful_room() as room:
        fay = await room.staff()
        fay.say("/new key-questions Riverside Park")
        await room.quiet()
        await tapped(room, fay, "More …", "Privacy rule", "Sensitive", "▶️ Open")
        phones = await joined(room, code_on(fay), 9)
        await propose(room, fay, "Biggest concerns", "Not representative")
        await vote(room, phones, "Disagree")
        await said(room, phones[8], "/forget")
        await tapped(room, phones[8], "Forget me in Riverside Park")
        await room.look()
        await tapped(room, fay, "End the poll")
        assert "The result comes when the workshop closes." in words_heard(fay)
        assert "0 agree, 8 disagree" not in await said(room, fay, "/summary")
        await close(room, fay)
        assert any("0 agree, 8 disagree, 0 unsure." in bubble.text for bubble in phones[0].messages())
