"""The board as the remote: always the last message, one alone with buttons; pages open in it, live, for the workshop in hand."""

from __future__ import annotations

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.bubbles import Bubble
from tests.support.careful import careful_room
from tests.support.room import Room
from tests.support.steps import joined


def boards(phone: Phone) -> list[Bubble]:
    """All that stand in the chat, folded or with a page open."""
    return [b for b in phone.messages() if b.from_bot and "\njoined " in b.text]


def remote(phone: Phone) -> Bubble:
    """The board; fails when it is not the last thing in the chat, or not the only board and the only one to be tapped."""
    last = phone.messages()[-1]
    tapped = [b.message_id for b in phone.messages() if any(k.kind == "data" for row in b.buttons for k in row)]
    assert (tapped, [b.message_id for b in boards(phone)]) == ([last.message_id], [last.message_id])
    return last


async def said(room: Room, phone: Phone, *typed: str) -> Bubble:
    """The remote after these words, typed in one breath."""
    for words in typed:
        phone.say(words)
    await room.quiet()
    return remote(phone)


async def tapped(room: Room, phone: Phone, label: str) -> Bubble:
    """The remote after a tap on it: it stays where it is."""
    before = remote(phone).message_id
    phone.tap(label, message=before)
    await room.quiet()
    assert remote(phone).message_id == before
    return remote(phone)


def sends(room: Room, phone: Phone) -> int:
    """How many messages were sent to this chat so far."""
    return sum(call.method == "sendMessage" and call.chat_id == phone.chat_id for call in room.emulator.calls)


async def test_it_is_the_last_message_after_whatever_is_typed() -> None:
    """Each command, and a burst of them, leaves one board below itself, and a tap moves nothing."""
    async with careful_room() as room:
        fay = await room.staff()
        await room.workshop(fay)
        before = remote(fay).message_id
        for typed in ("/pause", "/open", "/help", "/poll", "/more", "/nonsense"):
            after = (await said(room, fay, typed)).message_id
            assert after > before, typed
            before = after
        sent = sends(room, fay)
        await said(room, fay, *["/pause", "/open"] * 5)
        answers = [b for b in fay.messages()[:-1] if b.from_bot and b.message_id > before]
        assert len(answers) == 10
        assert sends(room, fay) - sent - len(answers) < 5, "it moves once for many, not after each"
        assert "← Back" in (await tapped(room, fay, "More …")).labels
        assert "Pause" in " ".join((await tapped(room, fay, "← Back")).labels)


async def test_an_open_page_counts_on_and_survives_a_restart() -> None:
    """A question's page of the agenda says who is in as they answer; after a restart it is open still, and counts on."""
    async with careful_room() as room:
        fay = await room.staff()
        fay.say("/new round-tables Spring Forum")
        await room.quiet()
        fay.press(fay.last.message_id, f"v1:f:{_code(fay)}:pace:led")
        await said(room, fay, "/open")
        ada, ben = await joined(room, _code(fay), 2)
        fay.press(remote(fay).message_id, f"v1:f:{_code(fay)}:agone:0")
        await room.quiet()
        fay.press(remote(fay).message_id, f"v1:f:{_code(fay)}:agq:0")
        await room.quiet()
        labels = remote(fay).labels
        assert ("🏁 End this question" in labels, "0 of 2 in" in remote(fay).text) == (True, True)
        ada.say("1")
        await room.quiet()
        assert "1 of 2 in" in remote(fay).text.split("\n\n", 1)[1]
        await room.restart()
        ben.say("1")
        await room.quiet()
        assert "2 of 2 in" in remote(fay).text.split("\n\n", 1)[1]
        assert remote(fay).labels == labels


async def test_another_workshop_in_hand_is_another_board() -> None:
    """The board of the one that is chosen stands alone at the bottom, with no page of the other one open on it."""
    async with careful_room() as room:
        fay = await room.staff()
        await room.workshop(fay, title="Riverside Park")
        await room.workshop(fay, title="Elsewhere")
        assert "Elsewhere" in (await tapped(room, fay, "More …")).text
        board = await said(room, fay, "/board Riverside")
        assert board.text.startswith("Riverside Park · open")
        assert "← Back" not in board.labels
        await said(room, fay, "/pause")
        assert remote(fay).text.startswith("Riverside Park · paused")
        assert (await said(room, fay, "/board Elsewhere")).text.startswith("Elsewhere · open")


def _code(phone: Phone) -> str:
    """The join code, from the buttons of the board or the card."""
    return next(
        key.data.split(":")[2] for b in reversed(phone.messages()) for row in b.buttons for key in row if key.data
    )
