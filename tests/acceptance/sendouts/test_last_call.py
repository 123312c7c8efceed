"""The last call before a close reaches who is still answering, and tells nobody who or how many that is."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.buttons import Button, Scope, encode
from bot.rehearsal.hands.phone import Phone
from bot.sendouts.sending import WINDOW
from flows.dialogue import machine
from flows.dialogue.standing import Dialogue, dialogue_to_json
from storage.database import Unit
from storage.tables import DELIVERY, SENDOUT
from storage.values import ChatState, SendoutKind
from tests.fullroom.house import in_flight
from tests.support.careful import careful_room, seen
from tests.support.room import Room, code_on, open_room
from tests.support.steps import alive, board, choices, heard, joined, place, submit, words_heard
from tests.support.telegram.program import program, until

CALL = "⏰ Last call: Riverside Park closes soon."
COUNTED = "Answers you do not submit are counted when the workshop closes."


async def say(room: Room, phone: Phone, *texts: str) -> None:
    """Type, and wait for what follows."""
    for text in texts:
        phone.say(text)
        await room.quiet()


async def tap(room: Room, phone: Phone, *labels: str) -> None:
    """Tap, and wait for what follows."""
    for label in labels:
        phone.tap(label)
        await room.quiet()


def calls(phone: Phone) -> int:
    """How often somebody was called."""
    return sum(bubble.text.startswith(CALL) for bubble in phone.messages())


def kept(unit: Unit) -> list[tuple[str, int, int, int, int, str]]:
    """What is kept of last calls: state, numbers of people, what it said."""
    rows = unit.sendouts._connection.execute(SENDOUT.select().where(SENDOUT.c.kind == SendoutKind.LAST_CALL.value))
    return [(row.state, row.total, row.arrived, row.failed, row.unsure, row.body) for row in rows.all()]


async def crowd(room: Room, count: int) -> list[Phone]:
    """People at the first question, every fourth of whom has submitted; put there at once."""
    phones = [room.emulator.account(f"P{n}") for n in range(count)]
    for phone in phones:
        room.emulator.world.chats[phone.user_id].started = True

    def join(unit: Unit) -> None:
        workshop = unit.workshops.all_open()[0]
        here = Dialogue(state=machine.asking("sector"), card=workshop.rules)
        for n, phone in enumerate(phones):
            stands = here if n % 4 else replace(here, state=machine.SUBMITTED, sent=True)
            unit.people.join(workshop.id, phone.user_id, ChatState(phone.user_id), dialogue_to_json(stands))
        unit.workshops.count(workshop.id, joined=count, started=count, submitted=(count + 3) // 4)

    await room.app.deeds.ask(join)
    return phones


async def test_only_who_is_still_answering_is_called() -> None:
    """In the middle, in a pause, at the first question, before Submit: the call is what is seen, and leads back; nobody else hears it."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        middle, pausing, fresh, done = await joined(room, code, 4)
        looking = room.emulator.account("Lea")
        looking.open(room.link(code))
        await say(room, middle, "1", "4")
        await say(room, pausing, "1", "pause")
        await submit(room, done)
        assert COUNTED in pausing.last.text
        others = seen(done), seen(looking)
        await tap(room, fay, "Close", "⏰ Last call first")
        assert words_heard(fay).startswith("The last call goes to everybody who is still answering")
        assert choices(fay) == ["Yes, close it", "Keep it open"]
        assert [calls(phone) for phone in (middle, pausing, fresh)] == [1, 1, 1]
        assert [phone.last.labels for phone in (middle, pausing, fresh)] == [["Go on"]] * 3
        assert ["You are at 3 of 6" in middle.last.text, "You are at 1 of 6" in fresh.last.text] == [True, True]
        assert [phone.last.text.count(COUNTED) for phone in (middle, pausing, fresh)] == [1, 1, 1]
        assert [alive(phone) for phone in (middle, pausing, fresh)] == [1, 1, 1]
        assert (seen(done), seen(looking)) == others
        for phone, there in ((middle, "3 of 6"), (pausing, "2 of 6")):
            await tap(room, phone, "Go on")
            assert (place(phone), alive(phone)) == (there, 1)
        await say(room, middle, "1 2", "1 2 3", "1", "skip")
        room.now += 3600
        await say(room, fay, "/lastcall")
        assert [calls(phone) for phone in (middle, pausing, fresh)] == [2, 2, 2]
        assert middle.last.labels == ["Submit", "Your answers"]
        await tap(room, middle, "Your answers")
        assert middle.last.text.startswith("Ready to submit?")
        room.now += 3600
        await say(room, fay, "/lastcall")
        await tap(room, middle, "Submit")
        assert middle.last.text.startswith("Thank you.")
        await say(room, fresh, "1")
        assert place(fresh) == "2 of 6"
        room.now += 3600
        await say(room, fay, "/lastcall")
        assert [calls(phone) for phone in (middle, pausing)] == [3, 4]
        await say(room, fresh, f"/transparency {code}")
        assert "last call: everybody who was still answering asked to submit · an organiser" in fresh.last.text


async def test_what_is_kept_counts_everybody_alike() -> None:
    """Who has submitted, who only looks and who has blocked the bot: no row, board or message tells one from the other."""
    async with careful_room(refusals=[("sendMessage", 403), ("editMessageReplyMarkup", 403)]) as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        _, blocked, done = await joined(room, code, 3)
        await submit(room, done)
        blocked.block()
        await say(room, fay, "/lastcall")
        assert await room.app.deeds.ask(kept) == [("done", 3, 3, 0, 0, "{}")]
        assert await room.app.deeds.ask(lambda unit: unit.sendouts._connection.execute(DELIVERY.select()).all()) == []
        assert [b.message_id for b in fay.messages() if "last call" in b.text.lower()] == [heard(fay).message_id]
        told = words_heard(fay)  # what stands above an open page is what every board says
        assert "last call" in told
        assert not any(figure in told.replace("fewer than 5 people", "") for figure in "0123456789")


async def test_where_the_facilitator_leads_nobody_has_to_submit() -> None:
    """A led room has no last call, and its close offers none; nor has a workshop that is not open."""
    async with careful_room() as room:
        fay = await room.staff()
        await say(room, fay, "/new round-tables Spring Forum")
        await tap(room, fay, "I lead the room")
        code = code_on(fay)
        await say(room, fay, "/lastcall")
        assert words_heard(fay).endswith(": It is not open yet.")
        await say(room, fay, "/open")
        ada = await room.participant("Ada", code)
        quiet_one = seen(ada)
        fay.press(heard(fay).message_id, encode(Button(Scope.FACILITATOR, code, "lastcall")))
        await room.quiet()
        assert fay.toasts[-1].endswith("Where you lead, each answer is handed in as it is given: nobody has to submit.")
        await say(room, fay, "/close")
        assert choices(fay) == ["Yes, close it", "Keep it open"]
        assert seen(ada) == quiet_one


async def test_two_who_steer_call_once() -> None:
    """Of two calls within moments the second is told how long ago, not by whom; in a pause, or when all have submitted, none goes."""
    async with careful_room() as room:
        fay, gus = await room.staff(), await room.staff("Gus")
        code = await room.workshop(fay)
        await say(room, gus, "/workshops")
        gus.tap(lambda button: "Riverside" in button.label)
        await room.quiet()
        await say(room, fay, "/lastcall")
        assert words_heard(fay).endswith(": Nobody is still answering: there is nobody to call.")
        (ada,) = await joined(room, code, 1)
        await say(room, fay, "/lastcall")
        press = (heard(gus).message_id, encode(Button(Scope.FACILITATOR, code, "lastcall")))
        for seconds, told in (
            (0, "has just gone out"),
            (150, "went out 2 minutes ago"),
            (149, "went out 4 minutes ago"),
        ):
            room.now += seconds
            gus.press(*press)
            await room.quiet()
            assert gus.toasts[-1].endswith(f"A last call {told}. Give people a few minutes.")
            assert calls(ada) == 1
        await say(room, fay, "/pause", "/lastcall")
        assert (
            words_heard(fay)
            == "Riverside Park: While it is paused nobody can submit. Open it first, then send the last call."
        )
        room.now += 3600
        await say(room, fay, "/open", "/lastcall")
        assert ada.last.text.startswith(CALL)
        await submit(room, ada)
        room.now += 3600
        await say(room, fay, "/lastcall")
        assert words_heard(fay).endswith(": Nobody is still answering: there is nobody to call.")
        await say(room, gus, "/close")
        assert "⏰ Last call first" not in heard(gus).labels
        await tap(room, gus, "Yes, close it")
        await say(room, fay, "/lastcall")
        assert words_heard(fay).endswith(": This workshop is closed for good.")


@pytest.mark.long  # every run kills a message to everybody in test_sending.py
async def test_killed_in_the_middle() -> None:
    """SIGKILL while it leaves: everybody is called after the start, in flight then rather twice; the numbers still say nothing."""
    async with open_room() as room:
        fay = await room.staff()
        await room.workshop(fay)
        people = await crowd(room, 40)
        done, answering = people[::4], [phone for n, phone in enumerate(people) if n % 4]
        async with program(room) as child:
            fay.say("/lastcall")
            await until(lambda: sum(map(calls, answering)) >= 8)
            await child.kill()
        before = sum(map(calls, answering))
        room.app = room._build()
        flying = await asyncio.wrap_future(room.app._database.run(in_flight))
        await room.app.start()
        await room.quiet()
        assert 8 <= before < len(answering)
        assert len(flying) <= WINDOW
        assert all(calls(phone) in ((1, 2) if phone.user_id in flying else (1,)) for phone in answering)
        assert [phone.messages() for phone in done] == [[]] * len(done)
        assert await room.app.deeds.ask(kept) == [("done", 40, 40, 0, 0, "{}")]
        assert "Sending" not in board(fay).text
        await say(room, answering[0], "1")
        assert place(answering[0]) == "2 of 6"
