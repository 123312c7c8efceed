"""The attacks of the anonymity rules, 2, that need no more than a phone: tried by chat, by button and by forged button."""

from __future__ import annotations

import re

from bot.buttons import Button, Scope, encode
from bot.front.tables import STAFF, VERBS
from bot.rehearsal.hands.phone import Phone
from storage.values import ActionKind, Phase, Workshop
from tests.support.careful import careful_room
from tests.support.overheard import Wire
from tests.support.room import Room
from tests.support.steps import board, close, heard, joined, submit

NOTICED = frozenset({"sendMessage", "sendPhoto", "sendDocument", "sendPoll", "forwardMessage", "pinChatMessage"})
"""Calls that make a phone ring or show something new; an edit of the board does neither."""


async def workshop_of(room: Room, code: str) -> Workshop:
    """As the database has it."""
    found = await room.app.deeds.ask(lambda unit: unit.workshops.by_code(code, include_closed=True))
    assert found is not None
    return found


def rung(wire: Wire, *chats: int) -> list[str]:
    """What arrived anew in these chats."""
    return [method for method, chat, _ in wire.calls if chat in chats and method in NOTICED]


async def test_nobody_is_told_of_an_arrival() -> None:
    """A12: while people join, answer, change, submit and leave, staff and group get nothing but edits of the board's counters."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        group = room.emulator.group("Riverside group", fay)
        await room.quiet()
        fay.say(f"/link {code}", chat=group)
        await room.quiet()
        wire, number = Wire(room.emulator), board(fay).message_id
        ada, ben = await joined(room, code, 2)
        await submit(room, ada, ben, worth="2")
        ada.tap("Change an answer")
        await room.quiet()
        ben.say("/forget")
        await room.quiet()
        ben.tap("Forget me in Riverside Park")
        await room.quiet()
        assert rung(wire, fay.chat_id, group.chat_id) == []
        edits = [content.decode() for method, chat, content in wire.calls if chat == fay.chat_id]
        assert edits
        assert all(f"message_id={number}\n" in f"{edit}\n" for edit in edits)
        assert all(re.search(r"joined \d · answering \d · submitted \d", edit) for edit in edits)


async def test_roster_count_broadcast() -> None:
    """A15: each sees how many have joined: at the start, with each poll, in the receipt; the group sees it with its poll."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        ada, ben, cas = await joined(room, code, 3)
        dora = room.emulator.account("Dora")
        dora.open(room.link(code))
        await room.quiet()
        assert "3 people have joined." in dora.last.text
        await submit(room, ada)
        assert "Your receipt: " in ada.last.text
        assert "3 people have joined." in ada.last.text
        group = room.emulator.group("Riverside group", fay, ada)
        await room.quiet()
        fay.say(f"/link {code}", chat=group)
        await room.quiet()
        for where in ("Post in the group", "Send to everyone"):
            for label in ("🗳 Poll", "Sector", "The question with all its options", where):
                fay.tap(label)
                await room.quiet()
        for phone in (ada, ben, cas):
            assert "This poll goes to everyone who joined. 3 people have joined." in phone.last.text
        assert ada.newest(group).text == "3 people have joined."


async def test_a_poll_cannot_be_sent_to_some() -> None:
    """A13: whatever a forged button names, a poll goes to everybody or the group, or nowhere."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        phones = await joined(room, code, 3)
        wire = Wire(room.emulator)
        for label in ("🗳 Poll", "Sector", "The question with all its options"):
            fay.tap(label)
            await room.quiet()
        page = heard(fay)
        draft, mark = str(page.buttons[0][0].data).split(":")[-2:]
        told = len(wire.of("sendMessage"))
        for place in (str(phones[0].user_id), "me", "0", "everyone"):
            for arguments in ((draft, place), (place, mark), (draft, mark, place)):
                fay.press(page.message_id, encode(Button(Scope.FACILITATOR, code, "bsend", arguments)))
                await room.quiet()
        assert not {chat for chat, _ in wire.of("sendMessage")[told:]} & {phone.chat_id for phone in phones}
        fay.tap("Send to everyone")
        await room.quiet()
        assert {chat for chat, _ in wire.of("sendMessage")[told:]} >= {phone.chat_id for phone in phones}


async def test_roles_cannot_answer() -> None:
    """A15: neither who steers, by link or by code, nor who organises in general can join, tap or type an answer."""
    async with careful_room() as room:
        olga = await room.staff("Olga", role="organiser")
        fay = await room.staff(role="facilitator")
        code = await room.workshop(fay)
        for phone in (fay, olga):
            phone.open(room.link(code))
            phone.say(code)
            await room.quiet()
            for verb, arguments in (("tp", ()), ("t", ("0", "0")), ("su", ())):
                phone.press(phone.last.message_id, encode(Button(Scope.PARTICIPANT, code, verb, arguments)))
                await room.quiet()
            assert "You facilitate this workshop, so you cannot answer in it." in phone.last.text
        found = await workshop_of(room, code)
        assert (found.joined, found.started, found.submitted) == (0, 0, 0)
        assert await room.app.deeds.ask(lambda unit: unit.people.everyone(found.id)) == []


async def test_close_terminal() -> None:
    """A14: after the close no command, no button of the menus and no forged one opens, changes or releases anything."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        phones = await joined(room, code, 6)
        await submit(room, *phones)
        await close(room, fay)
        before = await workshop_of(room, code)
        releases = await room.app.deeds.ask(lambda unit: unit.answers.releases(before.id))
        done = await room.app.deeds.ask(lambda unit: unit.actions.of(before.id))
        for command in (*STAFF, "new", "link"):
            fay.say(f"/{command} {code}")
            await room.quiet()
        for verb in VERBS:
            for argument in ("", "0", "sensitive"):
                data = encode(Button(Scope.FACILITATOR, code, verb, (argument,) if argument else ()))
                fay.press(fay.last.message_id, data)  # the board, or what a button before has made of it
            await room.quiet()
        await try_to_answer(room, code, phones[0])
        await room.look()
        assert await workshop_of(room, code) == before
        assert before.phase is Phase.CLOSED
        assert await room.app.deeds.ask(lambda unit: unit.answers.releases(before.id)) == releases
        assert not (room.keys / f"{before.id}.key").exists()
        since = (await room.app.deeds.ask(lambda unit: unit.actions.of(before.id)))[len(done) :]
        assert {action.kind for action in since} == {ActionKind.SHOWN, ActionKind.EXPORTED}  # looked at, and a report


async def try_to_answer(room: Room, code: str, phone: Phone) -> None:
    """By link, code, word and every button there was."""
    phone.open(room.link(code))
    for words in (code, "2", "submit", "/review", "/forget"):
        phone.say(words)
        await room.quiet()
    for verb in ("tp", "t", "su", "rv", "fo", "ch"):
        phone.press(phone.last.message_id, encode(Button(Scope.PARTICIPANT, code, verb, ("0", "0"))))
    await room.quiet()


async def test_callback_removes_choice() -> None:
    """A27: once answered, a question has no buttons any more, whether it was tapped or typed; only what stands now has some."""
    async with careful_room() as room:
        ada = await room.participant("Ada", await room.workshop(await room.staff()))
        ada.tap(lambda button: "Public sector" in button.label)
        await room.quiet()
        for words in ("2", "better minutes", "1 2", "1 2 3", "1", "skip", "submit"):
            ada.say(words)
            await room.quiet()
            with_buttons = [b.message_id for b in ada.messages() if b.labels]
            assert with_buttons == [ada.last.message_id]


async def test_every_poll_on_the_wire_is_anonymous() -> None:
    """A25: each sendPoll asks for anonymity and hidden results, and no vote of a person is ever delivered."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        (ada,) = await joined(room, code, 1)
        group = room.emulator.group("Riverside group", fay, ada)
        await room.quiet()
        fay.say(f"/link {code}", chat=group)
        await room.quiet()
        wire = Wire(room.emulator)
        for label in ("🗳 Poll", "Sector", "The question with all its options", "Post in the group"):
            fay.tap(label)
            await room.quiet()
        ada.vote(next(b for b in reversed(ada.messages(group)) if b.poll).message_id, [0], group)
        await room.quiet()
        ((_, sent),) = wire.of("sendPoll")
        assert b"is_anonymous=true" in sent.lower()
        assert b"hide_results_until_closes=true" in sent.lower()
        assert not {"poll", "poll_answer"} & (room.emulator.updates.allowed or {"poll"})
