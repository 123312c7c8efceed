"""The one board: never a second one, whatever is asked for and whatever breaks, and few edits for many people."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import event

from bot.messages import Message
from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.protocol.refusal import Refused
from bot.rehearsal.world.bubbles import Bubble
from bot.rehearsal.world.flood import FloodLimits
from bot.telegram.courier import Pace
from storage.database import Unit
from tests.support.careful import careful_room
from tests.support.room import Room, open_room
from tests.support.steps import board, heard, joined, submit, words_heard

TWO_DAYS = 49 * 3600


def boards(phone: Phone) -> list[Bubble]:
    """Everything on the phone that looks like a board, with or without buttons."""
    return [b for b in phone.messages() if "joined" in b.text and "submitted" in b.text]


def the_one(phone: Phone) -> Bubble:
    """The board; fails when there is a second one, or when it is not whole."""
    (one,) = boards(phone)
    assert one.buttons
    return one


async def test_a_new_board_takes_the_place_of_the_old_one() -> None:
    """Asked for twice at once, or for another workshop: the newest wish is the board, the others are gone."""
    async with careful_room() as room:
        fay = await room.staff()
        await room.workshop(fay)
        first = the_one(fay)
        fay.say("/board")
        fay.say("/board")
        await room.quiet()
        assert the_one(fay).message_id > first.message_id
        await room.workshop(fay, title="Elsewhere")
        fay.say("/workshops")
        await room.quiet()
        fay.tap("Riverside Park · open")
        fay.tap("Elsewhere · open")
        fay.tap("Riverside Park · open")
        await room.quiet()
        assert the_one(fay).text.startswith("Riverside Park")


async def test_a_co_facilitator_has_a_board_of_their_own() -> None:
    """One each, and both are right."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        for label in ("More …", "Invite a co-facilitator"):
            fay.tap(label)
            await room.quiet()
        gus = room.emulator.account("Gus")
        gus.open(words_heard(fay).split()[-1])
        gus.say("/board")
        await room.quiet()
        await joined(room, code, 2)
        assert "joined 2" in the_one(fay).text
        assert the_one(gus).text == the_one(fay).text


async def test_a_board_that_its_owner_deletes_comes_back() -> None:
    """The next change brings a new one, also when several changes were on their way."""
    async with careful_room(allow=("courier_refused",), refusals=[("editMessageText", 400)]) as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        fay.delete(board(fay).message_id)
        await joined(room, code, 3)
        assert "joined 3" in the_one(fay).text


async def test_an_answer_of_telegram_that_never_came_leaves_one_board() -> None:
    """A board that was delivered though the connection broke has no buttons; the one that was sent again has them."""
    async with careful_room(allow=("courier_gave_up",)) as room:
        fay = await room.staff()
        await room.workshop(fay)
        room.emulator.lose_next("sendMessage")
        fay.say("/board")
        await room.quiet()
        assert len([b for b in boards(fay) if b.buttons]) == 1
        assert board(fay).buttons


async def test_a_board_that_was_refused_comes_with_the_next_look() -> None:
    """Refused more often than it is tried soon: it is owed still, and no restart is needed; so is an edit."""
    quiet = ("courier_refused",)
    async with careful_room(allow=quiet, refusals=[("sendMessage", 400), ("editMessageText", 400)]) as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        room.emulator.fail_next("sendMessage", Refused(400, "strange"), 4, fay.chat_id)
        fay.say("/board")
        await room.quiet()
        first = board(fay)
        assert not any(room.emulator.faults.values())
        await room.look()
        assert the_one(fay).message_id > first.message_id
        room.emulator.fail_next("editMessageText", Refused(400, "strange"), 1, fay.chat_id)
        await joined(room, code, 1)
        room.emulator.faults.clear()
        await room.look()
        assert "joined 1" in the_one(fay).text


async def test_a_restart_between_asking_and_arriving(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was asked for is sent after the start, and what it replaced is taken away; a board closed meanwhile says so."""
    async with careful_room() as room:
        fay = await room.staff()
        await room.workshop(fay)
        monkeypatch.setattr(room.app.deeds.boards, "_let_go", lambda _old: None)  # killed just before
        fay.say("/board")
        await room.quiet()
        assert len(boards(fay)) == 2
        await room.app.courier.stop(drain=0)
        fay.say("/board")
        await room.quiet()
        await room.restart()
        the_one(fay)
        fay.say("/close")
        await room.quiet()
        await room.app.courier.stop(drain=0)
        fay.press(heard(fay).message_id, heard(fay).buttons[0][0].data or "")
        await room.quiet()
        room.emulator.world.waiting.clear()
        await room.restart()
        assert "· closed" in the_one(fay).text


async def test_a_board_too_old_to_be_deleted_is_put_aside() -> None:
    """After two days no bot may delete a message: it loses its buttons, its figures and its pin."""
    async with careful_room(allow=("courier_refused",), refusals=[("deleteMessage", 400)]) as room:
        fay = await room.staff()
        await room.workshop(fay)
        room.emulator.world.wall = lambda: time.time() + TWO_DAYS
        fay.say("/board")
        await room.quiet()
        the_one(fay)
        (old,) = [b for b in fay.messages() if b.text.startswith("This board is out of use")]
        assert not old.buttons
        await room.restart()
        the_one(fay)


async def test_a_board_is_drawn_from_counters() -> None:
    """Whatever stands on it is known without reading a person: with 5,000 people it costs what it costs with none."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        await submit(room, *await joined(room, code, 2))
        read: list[str] = []

        def draw(unit: Unit) -> Message:
            event.listen(unit.boards._connection, "before_cursor_execute", lambda *seen: read.append(seen[2]))
            workshop = unit.workshops.by_code(code)
            assert workshop is not None
            return room.app.deeds.boards.remote.board_in(unit, workshop.id, fay.chat_id)

        message = await room.app.deeds.ask(draw)
        assert "submitted 2" in message.html
        assert read
        assert not [statement for statement in read if re.search(r"\b(roster|pending|spent|counted)\b", statement)]


@pytest.mark.parametrize("many", [60, pytest.param(200, marks=pytest.mark.long)])
async def test_many_arrivals_make_few_edits(many: int) -> None:
    """Under Telegram's real limits people who join within seconds change the board once a second, and nothing waits."""
    async with open_room(limits=FloodLimits.real(), pace=Pace()) as room:
        fay = await room.staff()
        link = room.link(await room.workshop(fay))
        began, before = time.monotonic(), edits(room, fay)
        phones = [room.emulator.account(f"P{n}") for n in range(many)]
        for phone in phones:
            phone.open(link)
        await room.emulator.drained()
        for phone in phones:
            phone.say("yes")
        await until(lambda: f"joined {many}" in board(fay).text)
        made, seconds = edits(room, fay) - before, time.monotonic() - began
        assert 1 <= made <= seconds + 1
        assert not [call for call in room.emulator.calls if call.chat_id == fay.chat_id and call.status == 429]
        the_one(fay)


def edits(room: Room, fay: Phone) -> int:
    """How often a message in this chat was edited so far."""
    return sum(call.method == "editMessageText" and call.chat_id == fay.chat_id for call in room.emulator.calls)


async def until(is_so: Callable[[], bool]) -> None:
    """Wait for something that happens by itself."""
    async with asyncio.timeout(30):
        while not is_so():  # noqa: ASYNC110  # a phone has no event for what its owner looks for
            await asyncio.sleep(0.05)


async def test_after_the_close_the_board_is_below_what_the_room_said() -> None:
    """The result comes in several messages, late; the remote is under the last of them."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        await submit(room, *await joined(room, code, 5))
        fay.say("/close")
        await room.quiet()
        fay.tap("Yes, close it")
        await room.quiet()
        assert any("The room said" in bubble.text for bubble in fay.messages())
        assert fay.messages()[-1].message_id == the_one(fay).message_id


async def test_what_nothing_had_asked_for_leaves_the_board_at_the_bottom() -> None:
    """Words, a sticker, a voice note in the wrong moment: the answer comes, and the remote below it."""
    async with careful_room() as room:
        fay = await room.staff()
        await room.workshop(fay)
        acts: tuple[Callable[[], object], ...] = (partial(fay.say, "good morning everybody"), fay.sticker, fay.voice)
        for act in acts:
            act()
            await room.quiet()
            assert fay.messages()[-1].message_id == the_one(fay).message_id
