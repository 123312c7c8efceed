"""Nothing surprises whoever steers: old buttons, two at once, words in the wrong moment, ten taps for one thing."""

from __future__ import annotations

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.bubbles import Bubble
from tests.acceptance.cockpit.test_the_remote import boards, sends
from tests.support.careful import careful_room
from tests.support.room import Room
from tests.support.steps import close, joined, submit


async def counted_room(room: Room) -> tuple[Phone, str, list[Phone]]:
    """Eight people are counted in a workshop of key questions."""
    fay = await room.staff()
    code = await room.workshop(fay)
    people = await joined(room, code, 8)
    await submit(room, *people)
    await room.look()
    return fay, code, people


async def said(room: Room, phone: Phone, *typed: str) -> None:
    """Type all of that in one breath."""
    for words in typed:
        phone.say(words)
    await room.quiet()


def remote(phone: Phone) -> Bubble:
    """The one board, the last message of the chat; above it may be pages of the summary."""
    (board,) = boards(phone)
    assert board.message_id == phone.messages()[-1].message_id
    return board


def results(phone: Phone) -> list[Bubble]:
    """Results that a facilitator has sent to everybody, on a phone."""
    return [b for b in phone.messages() if b.text.startswith("A result from ")]


async def summary(room: Room, phone: Phone) -> Bubble:
    """A page of the summary that has a result."""
    phone.say("/summary 1")
    await room.quiet()
    return next(b for b in reversed(phone.messages()) if b.photo is not None)


async def test_a_result_goes_to_everyone_once() -> None:
    """It is looked at first; a second tap, a colleague and an old page are told that it was sent; with more counted it goes again."""
    async with careful_room() as room:
        fay, code, people = await counted_room(room)
        gus = await room.staff("Gus")
        await said(room, gus, "/board Riverside")
        mine = await summary(room, fay)
        theirs = await summary(room, gus)
        fay.tap("Send to everyone …", message=mine)
        gus.tap("Send to everyone …", message=theirs)
        await room.quiet()
        assert "A result, before it is sent" in remote(fay).text
        assert not results(people[0]), "nothing leaves before it was looked at"
        old = next(key.data or "" for row in remote(gus).buttons for key in row if "Send" in key.label)
        fay.tap("📣 Send to everyone")
        fay.press(remote(fay).message_id, old)
        await room.quiet()
        assert "It was sent to everyone." in remote(gus).text, "their page is live"
        gus.press(remote(gus).message_id, old)
        await room.quiet()
        fay.tap("Send to everyone …", message=mine)
        await room.quiet()
        assert "📣 Send to everyone" not in remote(fay).labels
        assert [len(results(phone)) for phone in people] == [1] * 8
        late = await joined(room, code, 8)
        await submit(room, *late)
        await room.look()
        assert "📣 Send to everyone" in remote(fay).labels, "more people are counted"
        fay.press(remote(fay).message_id, old)
        await room.quiet()
        assert fay.toasts[-1].endswith("More people are counted now. This is the result.")
        fay.tap("📣 Send to everyone")
        await room.quiet()
        assert [len(results(phone)) for phone in people] == [2] * 8


async def test_a_title_typed_at_the_questions_is_the_title() -> None:
    """Whoever reads a set of questions and types a name has a workshop with them; not who takes part somewhere: that may be an answer."""
    async with careful_room() as room:
        fay = await room.staff()
        for words in ("/new", "Riverside Park"):
            fay.say(words)
            await room.quiet()
            if words == "/new":
                fay.tap(lambda key: "key questions" in key.label)
                await room.quiet()
        assert remote(fay).text.startswith("Riverside Park · not open yet")
        await said(room, fay, "/open")
        gus = await room.staff("Gus", "facilitator")
        gus.open(room.link(_code(fay)))
        await room.quiet()
        for label in ("Take part", "Look first"):
            if label in gus.last.labels:
                gus.tap(label)
                await room.quiet()
        gus.say("/new")
        await room.quiet()
        gus.tap(lambda key: "key questions" in key.label)
        await room.quiet()
        gus.say("Fish pond")
        await room.quiet()
        assert not any(b.text.startswith("Fish pond · not open yet") for b in gus.messages())


async def test_ten_boards_at_once_are_one() -> None:
    """Whoever asks again and again, because a phone is slow, has one board, and it did not come ten times."""
    async with careful_room() as room:
        fay = await room.staff()
        await room.workshop(fay)
        sent = sends(room, fay)
        await said(room, fay, *["/board"] * 10)
        assert len(boards(fay)) == 1
        assert sends(room, fay) - sent <= 3


async def test_no_button_turns_the_board_into_something_else() -> None:
    """After the close, late and made-up buttons of the summary and of results for everybody answer beside the board, and leave it."""
    async with careful_room() as room:
        fay, code, people = await counted_room(room)
        await close(room, fay)
        ticket = next(
            (key.data or "").split(":")[4]
            for b in people[0].messages() for row in b.buttons for key in row if ":all:" in (key.data or "")
        )  # fmt: skip
        for data in (f"v1:f:{code}:sumat:worth", f"v1:p:{code}:allat:{ticket}:0", f"v1:p:{code}:tp"):
            (before,) = boards(fay)
            fay.press(before.message_id, data)
            await room.quiet()
            (after,) = boards(fay)
            assert (after.photo, after.text, after.labels) == (None, before.text, before.labels), data


async def test_pages_about_all_workshops_are_live() -> None:
    """The list of workshops and who may what say what a colleague has done meanwhile, on the board of another workshop."""
    async with careful_room() as room:
        fay, ola = await room.staff(), await room.staff("Ola")
        await room.workshop(fay, title="Riverside Park")
        await room.workshop(ola, title="Elsewhere")
        await said(room, ola, "/workshops")
        assert "Riverside Park · open" in remote(ola).labels
        await said(room, fay, "/pause")
        assert "Riverside Park · paused" in remote(ola).labels
        await said(room, ola, "/staff")
        assert "No invitation is open." in remote(ola).text
        await said(room, fay, "/invite facilitator")
        assert "✖ Invitation 1" in remote(ola).labels
        gus = room.emulator.account("Gus")
        gus.open(next(word for b in reversed(fay.messages()) for word in b.text.split() if "start=i" in word))
        await room.quiet()
        assert ("✖ Gus" in remote(ola).labels, "✖ Invitation 1" in remote(ola).labels) == (True, False)
        await room.restart()
        assert "✖ Gus" in remote(ola).labels, "a restart folds nothing back"
        old = next(key.data or "" for row in remote(ola).buttons for key in row if key.label == "✖ Gus")
        fay.say("/staff")
        await room.quiet()
        for label in ("✖ Gus", "Yes …", "Yes, for good"):
            fay.tap(label)
            await room.quiet()
        assert "✖ Gus" not in remote(ola).labels
        ola.press(remote(ola).message_id, old)
        await room.quiet()
        assert ola.toasts[-1] == "That is no longer there."


def _code(phone: Phone) -> str:
    """The join code on the board."""
    return remote(phone).text.split("Join code: ")[1][:6]
